//! What lies at a path, for fields that a path is typed into. A drive that does not answer must not hold the window up: the disk
//! is asked on a thread of its own, and the window waits for [`PATIENCE`] once; after that it goes by the last answer.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::plan;

/// How long the window waits for a disk that is asked for the first time: disks of this computer answer sooner.
const PATIENCE: Duration = Duration::from_millis(20);
/// An answer is asked for anew when it is so old.
const FRESH: Duration = Duration::from_millis(500);
/// Answers that are kept, at most.
const MOST: usize = 64;

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum There {
    /// Nothing.
    Nothing,
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A folder with a plan.
    Plan,
    /// The disk has not answered yet.
    Unknown,
}

#[derive(Clone, Copy)]
struct Answer {
    there: There,
    at: Instant,
    asked: bool,
}

static ANSWERS: Mutex<BTreeMap<PathBuf, Answer>> = Mutex::new(BTreeMap::new());
static ANSWERED: Condvar = Condvar::new();

/// What lies at a path, as far as the disk has answered.
pub(super) fn there(path: &Path) -> There {
    let now = now();
    let mut answers = ANSWERS.lock().unwrap_or_else(PoisonError::into_inner);
    if answers.len() > MOST {
        answers.retain(|_, answer| answer.asked || now.duration_since(answer.at) < FRESH);
    }
    let known = answers.get(path).copied();
    if let Some(answer) = known.filter(|answer| answer.asked || now.duration_since(answer.at) < FRESH) {
        return answer.there;
    }
    let there = known.map_or(There::Unknown, |answer| answer.there);
    answers.insert(path.to_owned(), Answer { there, at: now, asked: true });
    drop(answers);
    let asked = path.to_owned();
    let thread = std::thread::Builder::new().name("langdao-path".to_owned());
    if thread.spawn(move || answer(asked)).is_err() {
        return There::Unknown;
    }
    let answers = ANSWERS.lock().unwrap_or_else(PoisonError::into_inner);
    let pending = |answers: &mut BTreeMap<PathBuf, Answer>| answers.get(path).is_some_and(|answer| answer.asked);
    let waited = ANSWERED.wait_timeout_while(answers, PATIENCE, pending).unwrap_or_else(PoisonError::into_inner);
    waited.0.get(path).map_or(There::Unknown, |answer| answer.there)
}

/// Whether a folder lies there; one that has not answered may.
pub(super) fn may_be_folder(path: &Path) -> bool {
    matches!(there(path), There::Folder | There::Plan | There::Unknown)
}

fn answer(path: PathBuf) {
    let there = match std::fs::metadata(&path) {
        Err(_) => There::Nothing,
        Ok(found) if !found.is_dir() => There::File,
        Ok(_) if path.join(plan::FILE_NAME).is_file() => There::Plan,
        Ok(_) => There::Folder,
    };
    let mut answers = ANSWERS.lock().unwrap_or_else(PoisonError::into_inner);
    answers.insert(path, Answer { there, at: now(), asked: false });
    ANSWERED.notify_all();
}

#[expect(clippy::disallowed_methods, reason = "tells an old answer of the disk from a new one")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The answer of a disk that may be busy.
    fn answered(path: &Path) -> There {
        (0..500).map(|_| there(path)).find(|there| *there != There::Unknown).unwrap()
    }

    #[test]
    fn what_lies_at_a_path_is_told_and_asked_anew() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("a.shp"), "").unwrap();
        std::fs::create_dir(at("方案")).unwrap();
        std::fs::write(at("方案/plan.toml"), "").unwrap();
        assert_eq!(answered(folder.path()), There::Folder);
        assert_eq!(answered(&at("方案")), There::Plan);
        assert_eq!(answered(&at("a.shp")), There::File);
        assert_eq!(answered(&at("b.shp")), There::Nothing);
        std::fs::write(at("b.shp"), "").unwrap();
        std::thread::sleep(FRESH);
        let later = (0..500).any(|_| {
            std::thread::sleep(Duration::from_millis(2));
            there(&at("b.shp")) == There::File
        });
        assert!(later);
    }
}
