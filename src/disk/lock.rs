//! Locks: who has a file in hands. The system lets go of a lock when its process ends, however it ends, so that a lock file
//! that was left over holds nobody up.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::step::{self, Step, announce, is_the_one};

/// Who has something in hands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Holder {
    /// Name of the user; empty where the system does not say.
    pub user: String,
    /// Name of the computer, likewise.
    pub computer: String,
    /// Number of the process.
    pub process: u32,
}

impl Holder {
    /// This process.
    pub fn this() -> Self {
        let said = |names: &[&str]| names.iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default();
        let of_system = || std::fs::read_to_string("/etc/hostname").unwrap_or_default().trim().to_owned();
        let computer = match said(&["COMPUTERNAME", "HOSTNAME"]) {
            unsaid if unsaid.is_empty() => of_system(),
            said => said,
        };
        Self { user: said(&["USER", "USERNAME", "LOGNAME"]), computer, process: std::process::id() }
    }
}

/// Why a lock cannot be had.
#[derive(Debug)]
pub enum Refusal {
    /// Another process has it; who, where that can be read.
    Held(Option<Holder>),
    /// The folder cannot be written to, or the drive knows no locks.
    Failed(io::Error),
}

/// A lock that is held; its file goes with it.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    file: File,
}

/// A lock that is held is tried again for half a second: whoever lets go of it, or only looks whether it is free, is done by then.
const TRIES: usize = 25;
const AGAIN: Duration = Duration::from_millis(20);

impl Lock {
    /// Takes a lock by a file, which says who has it.
    ///
    /// # Errors
    /// [`Refusal`] where another process has it, or no lock can be had there.
    pub fn take(path: &Path, holder: &Holder) -> Result<Self, Refusal> {
        let mut held = None;
        for _ in 0..TRIES {
            announce(&Step::Create(path)).map_err(Refusal::Failed)?;
            let file = open(path).map_err(Refusal::Failed)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    held = holder_of(path);
                    std::thread::sleep(AGAIN);
                    continue;
                }
                Err(TryLockError::Error(error)) => return Err(Refusal::Failed(error)),
            }
            // Whoever held it last may have taken away the file that is locked now.
            if is_the_one(&file, path) {
                let mut lock = Self { path: path.to_owned(), file };
                // Where it cannot be signed, as on a full disk, it holds all the same.
                drop(lock.sign(holder));
                return Ok(lock);
            }
        }
        Err(Refusal::Held(held))
    }

    fn sign(&mut self, holder: &Holder) -> io::Result<()> {
        let text = serde_json::to_string(holder)?;
        announce(&Step::Cut(&self.path, 0))?;
        self.file.set_len(0)?;
        step::write(&mut self.file, &self.path, text.as_bytes())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // What others have put in its place is theirs. Where it cannot be taken away it holds nobody up: the lock on it ends
        // with the process.
        if is_the_one(&self.file, &self.path) {
            drop(step::remove(&self.path));
        }
    }
}

/// Opens a lock file; that of another user can be read only, which is enough to see whether it is held.
fn open(path: &Path) -> io::Result<File> {
    let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    match options {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => File::open(path).map_err(|_other| error),
        opened => opened,
    }
}

/// Who holds a lock; `None` where its file cannot be read, as on Windows.
fn holder_of(path: &Path) -> Option<Holder> {
    let mut text = String::new();
    File::open(path).ok()?.take(4_096).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_had_once_says_who_has_it_and_its_file_goes_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".plan.toml.lock");
        let first = Lock::take(&path, &Holder::this()).unwrap();
        match Lock::take(&path, &Holder::default()) {
            Err(Refusal::Held(Some(holder))) => assert_eq!(holder, Holder::this()),
            other => panic!("{other:?}"),
        }
        drop(first);
        assert!(!path.exists());
        assert!(Lock::take(&path, &Holder::this()).is_ok());
    }

    #[test]
    fn a_lock_file_that_was_left_over_holds_nobody_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".plan.toml.lock");
        std::fs::write(&path, r#"{"user":"王工","computer":"规划室-3","process":1}"#).unwrap();
        let lock = Lock::take(&path, &Holder::this()).unwrap();
        assert_eq!(holder_of(&path), Some(Holder::this()));
        drop(lock);
    }

    #[test]
    fn a_lock_is_had_on_a_full_disk_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".plan.toml.lock");
        let _full = super::super::watch(folder.path(), |step| match step {
            Step::Write(..) => Err(io::ErrorKind::StorageFull.into()),
            _ => Ok(()),
        });
        let _lock = Lock::take(&path, &Holder::this()).unwrap();
        assert!(matches!(Lock::take(&path, &Holder::this()), Err(Refusal::Held(None))));
    }

    #[cfg(unix)]
    #[test]
    fn a_lock_that_others_have_put_in_its_place_is_left_to_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".plan.toml.lock");
        let first = Lock::take(&path, &Holder::this()).unwrap();
        std::fs::remove_file(&path).unwrap();
        let _second = Lock::take(&path, &Holder::this()).unwrap();
        drop(first);
        assert!(matches!(Lock::take(&path, &Holder::this()), Err(Refusal::Held(_))));
    }

    #[test]
    fn of_many_that_take_and_leave_a_lock_in_the_same_moment_one_has_it_at_a_time() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".plan.toml.lock");
        let (inside, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let Ok(lock) = Lock::take(&path, &Holder::default()) else { continue };
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        taken.fetch_add(1, Ordering::SeqCst);
                        inside.fetch_sub(1, Ordering::SeqCst);
                        drop(lock);
                    }
                });
            }
        });
        assert!(taken.into_inner() > 0);
        assert!(!path.exists());
    }

    #[test]
    fn a_folder_that_is_not_there_gives_no_lock_and_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("none/.plan.toml.lock");
        assert!(matches!(Lock::take(&path, &Holder::this()), Err(Refusal::Failed(_))));
    }
}
