//! The folder of this computer that holds the journals, one per plan.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::super::names::resolved;
use super::super::{PlanFile, Restored};
use super::Journal;
use crate::disk::{self, Holder, Lock, Refusal, hex, settle};
use crate::text::Message;

/// Ends the names of journals.
const ENDING: &str = "journal";
/// Ends the names of what was looked through.
const REVIEW: &str = "review";
/// Letters of a plan's folder that its journal is named by, at most: systems take names of 255 bytes.
const NAMED: usize = 40;
/// Begins the names of journals of plans that have no file.
const FRESH: &str = "new-";
/// Journals of plans without unsaved edits that are kept for their history, at most.
const MOST: usize = 100;

/// The journals of this computer's user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journals {
    folder: PathBuf,
}

/// A journal with edits that were not saved, which no window has open.
#[derive(Clone, Debug)]
pub struct Left {
    /// Its file.
    pub journal: PathBuf,
    /// The plan's file; `None` where it was never saved, or can no longer be read: then the journal alone holds the plan.
    pub plan: Option<PathBuf>,
    /// Where that is, or was.
    pub place: Option<PathBuf>,
    /// What people call the plan.
    pub name: String,
    /// The plan as the journal has it.
    pub restored: Restored,
}

impl Journals {
    /// Journals in a folder, which is made when the first one is written.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The journal of a plan that has a file.
    pub(super) fn of_plan(&self, plan: &Path) -> Result<Journal, Refusal> {
        self.take(&name_of(plan))
    }

    /// The file, beside the journal of a plan, for what its planner has looked through of its findings.
    pub fn review_of(&self, plan: &Path) -> PathBuf {
        self.folder.join(format!("{}.{REVIEW}", name_of(plan)))
    }

    /// A journal for a plan that was never saved.
    pub(super) fn fresh(&self) -> Result<Journal, Refusal> {
        for number in 1_u32.. {
            match self.take(&format!("{FRESH}{number}")) {
                Ok(journal) if journal.path().exists() => {}
                Err(Refusal::Held(_)) => {}
                other => return other,
            }
        }
        Err(Refusal::Held(None))
    }

    /// The journal in a file that was listed.
    pub(super) fn of_file(&self, journal: &Path) -> Result<Journal, Refusal> {
        self.take(&journal.file_stem().unwrap_or_default().to_string_lossy())
    }

    /// Lets go of what a journal holds.
    ///
    /// # Errors
    /// A message where another window has it, or the disk refuses.
    pub fn forget(&self, journal: &Path) -> Result<(), Message> {
        let held = self.of_file(journal).map_err(|_held| Message::new("plan.journal-held"));
        held.and_then(|mut journal| journal.clear())
    }

    fn take(&self, name: &str) -> Result<Journal, Refusal> {
        disk::make_folder(&self.folder).map_err(Refusal::Failed)?;
        let at = |ending: &str| self.folder.join(format!("{name}.{ending}"));
        let lock = Lock::take(&at("lock"), &Holder::this())?;
        Ok(Journal::new(at(ENDING), lock))
    }

    /// Journals with edits that were not saved, which no window has open; the last one written comes first. Those that hold only the
    /// history of what is saved are let go of where there are very many.
    pub fn left(&self) -> Vec<Left> {
        settle(&self.folder);
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let mut files: Vec<(std::time::SystemTime, PathBuf)> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|own| own == ENDING))
            .filter_map(|path| Some((fs::metadata(&path).ok()?.modified().ok()?, path)))
            .collect();
        files.sort_by(|(a, named), (b, other)| b.cmp(a).then_with(|| named.cmp(other)));
        let (mut left, mut saved) = (Vec::new(), 0_usize);
        for (_, path) in files {
            let Ok(journal) = self.of_file(&path) else { continue };
            match left_in(&journal) {
                Ok(Some(found)) => left.push(found),
                Ok(None) => {
                    saved += 1;
                    if saved > MOST {
                        drop(disk::remove(&path));
                        drop(disk::remove(&path.with_extension(REVIEW)));
                    }
                }
                // What cannot be read now, or by this langdao, may be by another one.
                Err(_) => {}
            }
        }
        left
    }
}

/// What the files of a plan are called.
fn name_of(plan: &Path) -> String {
    let whole = resolved(plan);
    let folder = whole.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
    // The name is for people, the sum tells plans apart: two paths that are no text may read alike.
    let folder: String = folder.chars().take(NAMED).collect();
    let sum = hex(&Sha256::digest(whole.as_os_str().as_encoded_bytes()));
    format!("{folder}-{}", sum.get(..16).unwrap_or_default())
}

/// What a journal holds that is not saved.
fn left_in(journal: &Journal) -> Result<Option<Left>, Message> {
    let Some(kept) = journal.kept()? else { return Ok(None) };
    // A sample has a file, which goes with its window.
    let is_fresh = journal.path().file_name().is_some_and(|name| name.to_string_lossy().starts_with(FRESH));
    let plan = kept.plan().filter(|_| !is_fresh);
    let disk = plan.as_deref().and_then(|path| PlanFile::read(path).ok()).map(Arc::new);
    let (place, plan) = (plan.clone(), plan.filter(|_| disk.is_some()));
    let restored = kept.restore(plan.as_deref(), disk)?;
    if restored.unsaved == 0 {
        return Ok(None);
    }
    let name = kept.name().to_owned();
    Ok(Some(Left { journal: journal.path().to_owned(), plan, place, name, restored }))
}
