//! What a process that was ended midway has left in a folder: sets go on to the new one, all else that waits there goes.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::staged::{NEW, OLD, SET, Staged, beside};
use super::{hex, step};

/// The list of a set that is being put in place. As long as it is there, the set is the new one.
#[derive(Debug)]
pub(super) struct List {
    path: PathBuf,
    text: String,
    /// The lock on it tells others that the set is in hands.
    file: Option<File>,
}

/// What a list says, by names in its folder.
#[derive(Serialize, Deserialize)]
struct Listed {
    /// Where each file waits, where it is to be, and where what was there is kept.
    files: Vec<[String; 3]>,
    /// Files to take away.
    outdated: Vec<String>,
}

impl List {
    /// The list of files that wait, and of those to take away. Nothing is written yet.
    ///
    /// # Errors
    /// [`io::Error`] where the files lie in several folders, as links may lead there, or have names that no list can say.
    pub(super) fn of(staged: &[Staged], outdated: &[&Path]) -> io::Result<Self> {
        let Some(first) = staged.first() else { return Err(io::ErrorKind::InvalidInput.into()) };
        if staged.iter().any(|file| file.target.parent() != first.target.parent()) {
            return Err(io::ErrorKind::CrossesDevices.into());
        }
        let names = |file: &Staged| Ok([name(&file.new)?, name(&file.target)?, name(&file.old)?]);
        let listed = Listed {
            files: staged.iter().map(names).collect::<io::Result<_>>()?,
            outdated: outdated.iter().map(|path| name(path)).collect::<io::Result<_>>()?,
        };
        let text = serde_json::to_string(&listed)?;
        Ok(Self { path: beside(&first.target, SET), text: format!("{} {text}\n", digest(&text)), file: None })
    }

    /// Brings it to the disk.
    pub(super) fn write(&mut self) -> io::Result<()> {
        // The names of what waits must be on the disk before the list says that it is there.
        step::sync_folder(&self.path)?;
        let file = self.file.insert(step::create_held(&self.path)?);
        step::write(file, &self.path, self.text.as_bytes())?;
        step::sync(file, &self.path)?;
        step::sync_folder(&self.path)
    }

    /// Takes the list away: the set needs it no more.
    pub(super) fn strike(&self) -> io::Result<()> {
        step::remove(&self.path)?;
        step::sync_folder(&self.path)
    }
}

/// The name as it stands in a list.
fn name(path: &Path) -> io::Result<String> {
    let name = path.file_name().and_then(OsStr::to_str).map(str::to_owned);
    name.ok_or_else(|| io::ErrorKind::InvalidFilename.into())
}

fn digest(text: &str) -> String {
    hex(Sha256::digest(text.as_bytes()).get(..8).unwrap_or_default())
}

/// Puts a folder in order after a process that was ended while it wrote there. What a living process has in hands stays. Where
/// the folder cannot be read or written to, all stays as it is until the next time.
pub fn settle(folder: &Path) {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = fs::read_dir(folder) else { return };
    let waiting = entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| is_ours(path));
    let mut waiting: Vec<PathBuf> = waiting.collect();
    waiting.sort();
    let (lists, files): (Vec<PathBuf>, Vec<PathBuf>) = waiting.into_iter().partition(|path| has_ending(path, SET));
    for list in &lists {
        if let Some(held) = left_over(list) {
            drop(go_on(folder, list, held));
        }
    }
    // What a list that is still there names is not left over; what one says that cannot be read now is not known.
    let Ok(kept) = lists.iter().map(|list| read(list)).collect::<io::Result<Vec<Option<Listed>>>>() else { return };
    let is_kept = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        kept.iter()
            .flatten()
            .flat_map(|listed| &listed.files)
            .any(|[new, _, old]| name == new.as_str() || name == old.as_str())
    };
    for file in files.iter().filter(|file| !is_kept(file)) {
        if let Some(_held) = left_over(file) {
            drop(step::remove(file));
        }
    }
}

/// Puts what still waits in its place. The list is read by the handle that holds its lock: Windows reads by no other.
fn go_on(folder: &Path, list: &Path, mut held: File) -> io::Result<()> {
    let mut bytes = Vec::new();
    held.read_to_end(&mut bytes)?;
    if let Some(listed) = listed(&bytes) {
        for names in &listed.files {
            let [new, target, old] = names.each_ref().map(|name| folder.join(name));
            if new.exists() {
                step::rename(&new, &target)?;
            } else if !target.exists() && old.exists() {
                // Somebody took the new one away: the old one is better than none.
                step::rename(&old, &target)?;
            }
        }
        step::sync_folder(list)?;
        for name in &listed.outdated {
            step::remove(&folder.join(name))?;
        }
    }
    step::remove(list)
}

/// What a list says; `None` where it was not wholly written: then no file was put in place by it.
///
/// # Errors
/// [`io::Error`] where it cannot be read now.
fn read(list: &Path) -> io::Result<Option<Listed>> {
    match fs::read(list) {
        Ok(bytes) => Ok(listed(&bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn listed(bytes: &[u8]) -> Option<Listed> {
    let (sum, text) = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?.split_once(' ')?;
    let listed: Listed = serde_json::from_str(text).ok()?;
    // Names only: a list says nothing of other folders.
    let is_name = |name: &String| Path::new(name).components().count() == 1 && !name.contains(['/', '\\']);
    let all = listed.files.iter().flatten().chain(&listed.outdated).all(is_name);
    (sum == digest(text) && all).then_some(listed)
}

fn is_ours(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    hidden && [NEW, OLD, SET].iter().any(|ending| has_ending(path, ending))
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own == ending)
}

/// The file, locked, where nobody has it in hands: whoever is about to take it in hands sees that.
fn left_over(path: &Path) -> Option<File> {
    // Files that were there before and wait under a name of their own were never locked. They may be read-only.
    File::open(path).ok().filter(|file| file.try_lock().is_ok())
}
