//! The changes of a disk, one by one, and who is told of them.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// A change of the disk that is about to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// An empty file is made.
    Create(&'a Path),
    /// Bytes are written at the end of a file.
    Write(&'a Path, &'a [u8]),
    /// What was written to a file is brought to the disk.
    Sync(&'a Path),
    /// A file is cut to a length.
    Cut(&'a Path, u64),
    /// A file takes another name, in place of the file that has it.
    Rename(&'a Path, &'a Path),
    /// A file is taken away.
    Remove(&'a Path),
    /// A folder is made.
    MakeFolder(&'a Path),
    /// The names in a folder are brought to the disk, where the system has that.
    SyncFolder(&'a Path),
}

impl Step<'_> {
    /// The file or folder that changes.
    pub fn path(&self) -> &Path {
        match self {
            Self::Create(path)
            | Self::Write(path, _)
            | Self::Sync(path)
            | Self::Cut(path, _)
            | Self::Rename(path, _)
            | Self::Remove(path)
            | Self::MakeFolder(path)
            | Self::SyncFolder(path) => path,
        }
    }
}

type Watch = dyn Fn(&Step<'_>) -> io::Result<()> + Send + Sync;

/// A watch over a folder; it ends with the value.
#[derive(Debug)]
pub struct Watching(usize);

struct Watched {
    number: usize,
    folder: PathBuf,
    watch: Arc<Watch>,
}

static WATCHES: RwLock<Vec<Watched>> = RwLock::new(Vec::new());
static LAST: AtomicUsize = AtomicUsize::new(0);

/// Tells of every step below a folder before it is made; where the watch answers with an error, the step fails with it. For
/// tests of what happens when a disk fails: the program itself watches nothing.
pub fn watch(folder: &Path, watch: impl Fn(&Step<'_>) -> io::Result<()> + Send + Sync + 'static) -> Watching {
    let number = LAST.fetch_add(1, Ordering::Relaxed) + 1;
    let watched = Watched { number, folder: folder.to_owned(), watch: Arc::new(watch) };
    WATCHES.write().unwrap_or_else(PoisonError::into_inner).push(watched);
    Watching(number)
}

impl Drop for Watching {
    fn drop(&mut self) {
        WATCHES.write().unwrap_or_else(PoisonError::into_inner).retain(|watched| watched.number != self.0);
    }
}

/// Announces a step.
pub(super) fn announce(step: &Step<'_>) -> io::Result<()> {
    let watches: Vec<Arc<Watch>> = {
        let all = WATCHES.read().unwrap_or_else(PoisonError::into_inner);
        let concerned = all.iter().filter(|watched| step.path().starts_with(&watched.folder));
        concerned.map(|watched| Arc::clone(&watched.watch)).collect()
    };
    watches.iter().try_for_each(|watch| watch(step))
}

/// Whether a path still names the file that was opened there: others may have taken it away, or put one of their own there.
#[cfg(unix)]
pub(super) fn is_the_one(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let same =
        |own: &std::fs::Metadata, named: &std::fs::Metadata| (own.dev(), own.ino()) == (named.dev(), named.ino());
    file.metadata().ok().zip(std::fs::metadata(path).ok()).is_some_and(|(own, named)| same(&own, &named))
}

/// Whether a path still names the file that was opened there, as far as the system tells.
#[cfg(not(unix))]
pub(super) fn is_the_one(_file: &File, path: &Path) -> bool {
    path.exists()
}

/// How often a file is made anew that another thread takes for left over in the same moment.
const TRIES: usize = 50;

/// Makes an empty file and takes it in hands: its lock tells others that it is not left over. Where a drive knows no locks, what
/// is left over there stays.
pub(super) fn create_held(path: &Path) -> io::Result<File> {
    for _ in 0..TRIES {
        let file = create(path)?;
        match file.try_lock() {
            Ok(()) if !is_the_one(&file, path) => {}
            Err(TryLockError::WouldBlock) => std::thread::yield_now(),
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(file),
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

/// Makes an empty file; one that is there is emptied.
pub(super) fn create(path: &Path) -> io::Result<File> {
    announce(&Step::Create(path))?;
    File::create(path)
}

/// Writes to the end of a file.
pub(super) fn write(file: &mut File, path: &Path, bytes: &[u8]) -> io::Result<()> {
    announce(&Step::Write(path, bytes))?;
    io::Write::write_all(file, bytes)
}

/// Brings what was written to the disk.
pub(super) fn sync(file: &File, path: &Path) -> io::Result<()> {
    announce(&Step::Sync(path))?;
    file.sync_all()
}

/// Gives a file another name.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    announce(&Step::Rename(from, to))?;
    std::fs::rename(from, to)
}

/// Takes a file away; one that is not there is no error.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    announce(&Step::Remove(path))?;
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Brings the names in the folder of a file to the disk: only then a new name survives a power cut. Windows has no such
/// call, and some network drives refuse it; what is written is as safe there as they make it.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    announce(&Step::SyncFolder(folder))?;
    if cfg!(unix) {
        let refused = [io::ErrorKind::InvalidInput, io::ErrorKind::Unsupported, io::ErrorKind::PermissionDenied];
        match File::open(folder).and_then(|folder| folder.sync_all()) {
            Err(error) if !refused.contains(&error.kind()) => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
