//! Single files: written whole or not at all.

use std::fs;
use std::io;
use std::path::Path;

use super::settle::settle;
use super::staged::{NEW, Staged, beside, folder_of, target_of};
use super::step::{self, Step, announce};

/// Writes a file whole or not at all: into a new file beside it, synced, that then takes its place. Where it returns, the
/// file survives a power cut.
///
/// # Errors
/// [`io::Error`] where the folder cannot be written to; an old file is untouched then.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    settle(folder_of(&target_of(path)));
    let mut staged = Staged::write(path, bytes)?;
    if staged.target.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    staged.replace()
}

/// Writes a file that can be made again: whole or not at all for whoever reads it meanwhile, but a power cut may take it.
///
/// # Errors
/// [`io::Error`] where the folder cannot be written to.
pub fn write_loosely(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = beside(path, NEW);
    let mut file = step::create(&new)?;
    let written = step::write(&mut file, &new, bytes);
    drop(file);
    written.and_then(|()| step::rename(&new, path)).inspect_err(|_first| drop(step::remove(&new)))
}

/// Takes a file away; one that is not there is no error.
///
/// # Errors
/// [`io::Error`] where the system refuses it.
pub fn remove(path: &Path) -> io::Result<()> {
    step::remove(path)
}

/// Makes a folder and those above it; where it returns, they survive a power cut.
///
/// # Errors
/// [`io::Error`] where one of them cannot be made.
pub fn make_folder(path: &Path) -> io::Result<()> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    if let Some(above) = path.parent() {
        make_folder(above)?;
    }
    announce(&Step::MakeFolder(path))?;
    match fs::create_dir(path) {
        // Another process may have made it meanwhile.
        Err(error) if !path.is_dir() => Err(error),
        _ => step::sync_folder(path),
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
    fn a_file_that_can_be_made_again_is_there_whole_and_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.tile");
        write_loosely(&path, b"old").unwrap();
        write_loosely(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write_loosely(&folder.path().join("none/a"), b"x").is_err());
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
