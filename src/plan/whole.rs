//! Files that are written whole or not at all, and never over a source.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::Snapshot;
use crate::formats::main_of;

/// Writes a file whole or not at all: into a new file beside it, synced, that then takes its place.
///
/// # Errors
/// [`io::Error`] where the folder cannot be written to; an old file is untouched then.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut staged = Staged::write(path, bytes)?;
    fs::rename(&staged.new, &staged.target)?;
    staged.done = true;
    Ok(())
}

/// Writes files that belong together, all or none: where one cannot be put in place, those that were there before are
/// put back.
///
/// # Errors
/// [`io::Error`] where a folder cannot be written to; the old files are there then.
pub fn write_together(files: &[(PathBuf, Vec<u8>)]) -> io::Result<()> {
    let mut staged =
        files.iter().map(|(path, bytes)| Staged::write(path, bytes)).collect::<io::Result<Vec<Staged>>>()?;
    let placed = staged.iter_mut().try_for_each(Staged::place);
    if placed.is_err() {
        // The first failure is the one to tell of.
        staged.iter().for_each(Staged::put_back);
    }
    staged.iter().filter(|file| file.kept).for_each(|file| drop(fs::remove_file(&file.old)));
    placed
}

/// A file that is written beside its place. What is left of it beside goes with it.
struct Staged {
    target: PathBuf,
    new: PathBuf,
    /// Where the file that was there is kept until all are in place.
    old: PathBuf,
    kept: bool,
    done: bool,
}

impl Staged {
    fn write(path: &Path, bytes: &[u8]) -> io::Result<Self> {
        // A link is kept: what it points at is replaced.
        let target = fs::canonicalize(path).unwrap_or_else(|_new| path.to_owned());
        let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let beside = |what: &str| target.with_file_name(format!(".{name}.{}.{what}", std::process::id()));
        let staged = Self { new: beside("new"), old: beside("old"), target, kept: false, done: false };
        let mut file = fs::File::create(&staged.new)?;
        file.write_all(bytes)?;
        // Who may read and write it stays as it was.
        fs::metadata(&staged.target).map_or(Ok(()), |old| file.set_permissions(old.permissions()))?;
        file.sync_all()?;
        Ok(staged)
    }

    fn place(&mut self) -> io::Result<()> {
        if self.target.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        match fs::rename(&self.target, &self.old) {
            Ok(()) => self.kept = true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        fs::rename(&self.new, &self.target)?;
        self.done = true;
        Ok(())
    }

    fn put_back(&self) {
        if self.done {
            drop(fs::remove_file(&self.target));
        }
        if self.kept {
            drop(fs::rename(&self.old, &self.target));
        }
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.done {
            // The first failure is the one to tell of; what is left behind is hidden and overwritten next time.
            drop(fs::remove_file(&self.new));
        }
    }
}

impl Snapshot {
    /// Whether a path is one of the files that were read for it, or a part of the shapefile set of one: source layers are
    /// only ever read.
    pub fn is_source(&self, path: &Path) -> bool {
        let targets: Vec<PathBuf> = [Some(path.to_owned()), main_of(path)]
            .iter()
            .flatten()
            .filter_map(|path| path.canonicalize().ok())
            .collect();
        self.sources.iter().any(|source| source.canonicalize().is_ok_and(|source| targets.contains(&source)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        write_whole(&path, b"old").unwrap();
        write_whole(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error_and_nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        assert!(write_whole(&folder.path().join("none/a.csv"), b"x").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn files_that_belong_together_are_replaced_all_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let files = |text: &str| ["a.dbf", "a.shp"].map(|name| (at(name), text.as_bytes().to_vec()));
        write_together(&files("old")).unwrap();
        write_together(&files("new")).unwrap();
        assert_eq!((fs::read(at("a.dbf")).unwrap(), fs::read(at("a.shp")).unwrap()), (b"new".into(), b"new".into()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        let nowhere = [files("x").to_vec(), vec![(at("none/a.shp"), b"x".to_vec())]].concat();
        assert!(write_together(&nowhere).is_err());
        assert_eq!(fs::read(at("a.dbf")).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn files_that_were_replaced_come_back_where_a_later_one_cannot_be() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a.dbf"), b"old").unwrap();
        // What stands where the old file is to be kept cannot give way.
        let kept = at(&format!(".a.shp.{}.old", std::process::id()));
        fs::create_dir_all(kept.join("x")).unwrap();
        fs::write(at("a.shp"), b"old").unwrap();
        let files = [(at("a.dbf"), b"new".to_vec()), (at("a.shx"), b"new".to_vec()), (at("a.shp"), b"new".to_vec())];
        assert!(write_together(&files).is_err());
        assert_eq!((fs::read(at("a.dbf")).unwrap(), fs::read(at("a.shp")).unwrap()), (b"old".into(), b"old".into()));
        assert!(!at("a.shx").exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn a_failed_write_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.toml");
        fs::create_dir(&path).unwrap();
        assert!(write_whole(&path, b"x").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
