//! A file that is written beside its place, to be put there by a rename.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::step;

/// Ends the names of files that wait beside their places.
pub(super) const NEW: &str = "langdao-new";
/// Ends the names of files that were there before, until all of their set are in place.
pub(super) const OLD: &str = "langdao-old";
/// Ends the names of lists of sets that are being put in place.
pub(super) const SET: &str = "langdao-set";

/// A file that waits beside its place. It goes with the value unless it was placed.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) target: PathBuf,
    pub(super) new: PathBuf,
    /// Where the file that was there is kept until all are in place.
    pub(super) old: PathBuf,
    /// The lock on it tells others that it is not left over. It outlives the rename.
    _file: File,
    pub(super) kept: bool,
    pub(super) done: bool,
}

/// Counts such files: two threads that write to one place do not write to one file.
static LAST: AtomicU64 = AtomicU64::new(0);

/// A hidden name beside a file, of this process and unlike all others of it.
pub(super) fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    let number = LAST.fetch_add(1, Ordering::Relaxed);
    name.push(format!(".{}-{number}.{ending}", std::process::id()));
    target.with_file_name(name)
}

/// What is replaced where a path is written to: a link is kept, what it points at is replaced.
pub(super) fn target_of(path: &Path) -> PathBuf {
    let new = || Some(fs::canonicalize(folder_of(path)).ok()?.join(path.file_name()?));
    fs::canonicalize(path).ok().or_else(new).unwrap_or_else(|| path.to_owned())
}

/// The folder that a file lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

impl Staged {
    /// Writes a file beside its place and brings it to the disk.
    pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<Self> {
        let target = target_of(path);
        let (new, old) = (beside(&target, NEW), beside(&target, OLD));
        let written = Self::fill(&new, &target, bytes);
        if written.is_err() {
            // The first failure is the one to tell of.
            drop(step::remove(&new));
        }
        written.map(|file| Self { target, new, old, _file: file, kept: false, done: false })
    }

    fn fill(new: &Path, target: &Path, bytes: &[u8]) -> io::Result<File> {
        let mut file = step::create_held(new)?;
        step::write(&mut file, new, bytes)?;
        // Who may read and write it stays as it was.
        fs::metadata(target).map_or(Ok(()), |old| file.set_permissions(old.permissions()))?;
        step::sync(&file, new)?;
        Ok(file)
    }

    /// Puts it in its place in one step.
    pub(super) fn replace(&mut self) -> io::Result<()> {
        step::rename(&self.new, &self.target)?;
        self.done = true;
        step::sync_folder(&self.target)
    }

    /// Puts it in its place and keeps what was there.
    pub(super) fn place(&mut self) -> io::Result<()> {
        if self.target.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        match step::rename(&self.target, &self.old) {
            Ok(()) => self.kept = true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        step::rename(&self.new, &self.target)?;
        self.done = true;
        Ok(())
    }

    /// Puts what was there back. The new file waits again, so that it could still be placed.
    pub(super) fn put_back(&mut self) -> io::Result<()> {
        if self.done {
            step::rename(&self.target, &self.new)?;
            self.done = false;
        }
        if self.kept {
            step::rename(&self.old, &self.target)?;
            self.kept = false;
        }
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.done {
            // What cannot be taken away is hidden, and goes the next time.
            drop(step::remove(&self.new));
        }
    }
}
