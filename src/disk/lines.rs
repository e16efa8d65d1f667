//! A file that grows by lines, each of them safe before the next.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek as _};
use std::path::{Path, PathBuf};

use super::step::{self, Step, announce, is_the_one};

/// A file that grows at its end.
#[derive(Debug)]
pub struct Lines {
    path: PathBuf,
    file: File,
    /// How much of it is whole.
    length: u64,
    /// Whether something may stand behind that.
    torn: bool,
}

impl Lines {
    /// Opens a file that is there, to go on behind its first `length` bytes.
    ///
    /// # Errors
    /// [`io::Error`] where it cannot be written to.
    pub fn open(path: &Path, length: u64) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).open(path)?;
        let torn = file.metadata()?.len() != length;
        Ok(Self { path: path.to_owned(), file, length, torn })
    }

    /// Appends bytes; where it returns they survive a power cut.
    ///
    /// # Errors
    /// [`io::Error`] where they may not be on the disk; the next try writes them in the same place. Where the file itself was
    /// taken away or replaced by others there is no such place any more: [`io::ErrorKind::NotFound`].
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.torn {
            announce(&Step::Cut(&self.path, self.length))?;
            self.file.set_len(self.length)?;
        }
        self.torn = true;
        self.file.seek(io::SeekFrom::Start(self.length))?;
        step::write(&mut self.file, &self.path, bytes)?;
        announce(&Step::Sync(&self.path))?;
        self.file.sync_data()?;
        if !is_the_one(&self.file, &self.path) {
            return Err(io::ErrorKind::NotFound.into());
        }
        self.length += bytes.len() as u64;
        self.torn = false;
        Ok(())
    }

    /// How many bytes are whole.
    pub fn length(&self) -> u64 {
        self.length
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::super::watch;
    use super::*;

    #[test]
    fn what_was_written_in_part_is_written_again_in_the_same_place() {
        static FULL: AtomicBool = AtomicBool::new(false);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "1\n2\ntorn").unwrap();
        let mut lines = Lines::open(&path, 4).unwrap();
        lines.append(b"3\n").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "1\n2\n3\n");
        let _watching = watch(folder.path(), |step| match step {
            Step::Sync(_) if FULL.load(Ordering::Relaxed) => Err(io::ErrorKind::StorageFull.into()),
            _ => Ok(()),
        });
        FULL.store(true, Ordering::Relaxed);
        assert!(lines.append(b"four\n").is_err());
        FULL.store(false, Ordering::Relaxed);
        lines.append(b"4\n").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "1\n2\n3\n4\n");
        assert_eq!(lines.length(), 8);
    }

    #[test]
    fn lines_of_a_file_that_was_taken_away_or_replaced_are_not_taken_for_safe() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "1\n").unwrap();
        let mut lines = Lines::open(&path, 2).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(lines.append(b"2\n").unwrap_err().kind(), io::ErrorKind::NotFound);
        if cfg!(unix) {
            std::fs::write(&path, "1\n").unwrap();
            assert_eq!(lines.append(b"2\n").unwrap_err().kind(), io::ErrorKind::NotFound);
        }
    }
}
