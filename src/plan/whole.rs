//! Files that are written whole or not at all, and never over a source.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::Snapshot;

/// Writes a file whole or not at all: into a new file beside it, synced, that then takes its place.
///
/// # Errors
/// [`io::Error`] where the folder cannot be written to; an old file is untouched then.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link is kept: what it points at is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_new| path.to_owned());
    let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = target.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        // Who may read and write it stays as it was.
        fs::metadata(&target).map_or(Ok(()), |old| file.set_permissions(old.permissions()))?;
        file.sync_all()
    });
    let done = written.and_then(|()| fs::rename(&beside, &target));
    if done.is_err() {
        // The first failure is the one to tell of; what is left behind is hidden and overwritten next time.
        drop(fs::remove_file(&beside));
    }
    done
}

impl Snapshot {
    /// Whether a path is one of the files that were read for it: source layers are only ever read.
    pub fn is_source(&self, path: &Path) -> bool {
        let Ok(target) = path.canonicalize() else { return false };
        self.sources.iter().any(|source| source.canonicalize().is_ok_and(|source| source == target))
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
    fn a_failed_write_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.toml");
        fs::create_dir(&path).unwrap();
        assert!(write_whole(&path, b"x").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
