//! Opens a plan to work on it: takes its lock and its journal, and finds what was not saved the last time.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::{Plan, PlanError};
use super::{Journal, Journals, Restored};
use crate::disk::{Holder, Lock, Refusal, failure, settle};
use crate::text::Message;

/// A plan that was opened to be worked on.
#[derive(Debug)]
pub struct Opened {
    /// The plan as its file has it, with the history that its journal keeps.
    pub plan: Plan,
    /// What may be done with it.
    pub access: Access,
    /// The plan with the edits that were not saved, where there are any.
    pub unsaved: Option<Box<Restored>>,
}

/// What may be done with a plan.
#[derive(Debug)]
pub enum Access {
    /// It may be changed and saved.
    Whole {
        /// Keeps other windows from changing it; `None` where it has no file, or no lock can be had there.
        lock: Option<Lock>,
        /// Its journal, or why there is none.
        journal: Result<Journal, Message>,
    },
    /// Another window has it open; who, where that is known.
    Held(Option<Holder>),
}

/// The lock file of a plan, beside it: windows of other computers see it too.
pub fn lock_of(plan: &Path) -> PathBuf {
    let name = plan.file_name().unwrap_or_default().to_string_lossy();
    plan.with_file_name(format!(".{name}.lock"))
}

impl Access {
    /// To a plan that has no file yet.
    pub fn fresh(journals: Option<&Journals>) -> Self {
        let journals = journals.ok_or_else(|| Message::new("plan.journal-none"));
        let journal = journals.and_then(|journals| journals.fresh().map_err(|refusal| refused(&refusal)));
        Self::Whole { lock: None, journal }
    }

    /// To a plan by its file, with the lock on it as far as one can be had.
    ///
    /// # Errors
    /// Who has its journal, where another window of this computer does.
    pub fn with_lock(lock: Option<Lock>, path: &Path, journals: Option<&Journals>) -> Result<Self, Option<Holder>> {
        let Some(journals) = journals else {
            return Ok(Self::Whole { lock, journal: Err(Message::new("plan.journal-none")) });
        };
        let journal = match journals.of_plan(path) {
            Ok(journal) => Ok(journal),
            Err(Refusal::Held(holder)) => return Err(holder),
            Err(refusal @ Refusal::Failed(_)) => Err(refused(&refusal)),
        };
        Ok(Self::Whole { lock, journal })
    }
}

impl Opened {
    /// Opens a plan, a folder of layers, or files.
    ///
    /// # Errors
    /// [`PlanError`] where the plan file is wrong, or there is neither a plan nor a layer.
    pub fn open(paths: &[PathBuf], journals: Option<&Journals>) -> Result<Self, PlanError> {
        let Some(path) = Plan::file_among(paths) else {
            return Ok(Self { plan: Plan::open(paths)?, access: Access::fresh(journals), unsaved: None });
        };
        // The lock first: what is read then is not written by another window any more.
        let lock = match Lock::take(&lock_of(&path), &Holder::this()) {
            Ok(lock) => Some(lock),
            Err(Refusal::Held(holder)) => return Self::held(paths, holder),
            // A folder that cannot be written to: nobody can save there, and the window says so when it comes to that.
            Err(Refusal::Failed(_)) => None,
        };
        if lock.is_some() {
            settle(path.parent().unwrap_or(Path::new("")));
        }
        let access = match Access::with_lock(lock, &path, journals) {
            Ok(access) => access,
            Err(holder) => return Self::held(paths, holder),
        };
        let plan = Plan::open(paths)?;
        let (plan, access, unsaved) = match access {
            Access::Whole { lock, journal: Ok(journal) } => match with_history(&plan, &journal) {
                Ok((plan, unsaved)) => (plan, Access::Whole { lock, journal: Ok(journal) }, unsaved),
                // A journal that cannot be read, or by a newer langdao only, is not written over.
                Err(reason) => (plan, Access::Whole { lock, journal: Err(reason) }, None),
            },
            other => (plan, other, None),
        };
        Ok(Self { plan, access, unsaved })
    }

    /// The plan as its file has it, which another window works on.
    fn held(paths: &[PathBuf], holder: Option<Holder>) -> Result<Self, PlanError> {
        Ok(Self { plan: Plan::open(paths)?, access: Access::Held(holder), unsaved: None })
    }

    /// Opens a plan that was never saved from the journal that was left of it.
    ///
    /// # Errors
    /// A message where the journal cannot be read, or another window has it.
    pub fn from_journal(file: &Path, journals: &Journals) -> Result<Self, Message> {
        let journal = journals.of_file(file).map_err(|refusal| refused(&refusal))?;
        let kept = journal.kept()?.ok_or_else(|| Message::new("plan.journal-empty"))?;
        let restored = kept.restore(None, None)?;
        let plan = restored.plan.clone();
        let access = Access::Whole { lock: None, journal: Ok(journal) };
        Ok(Self { plan, access, unsaved: Some(Box::new(restored)) })
    }
}

fn refused(refusal: &Refusal) -> Message {
    match refusal {
        Refusal::Held(_) => Message::new("plan.journal-held"),
        Refusal::Failed(error) => Message::new("plan.journal-failed").with_message("reason", failure(error)),
    }
}

/// The plan with its history, and with what was not saved where there is something.
fn with_history(plan: &Plan, journal: &Journal) -> Result<(Plan, Option<Box<Restored>>), Message> {
    let Some(kept) = journal.kept()? else { return Ok((plan.clone(), None)) };
    let restored = kept.restore(plan.path(), plan.file.as_ref().map(Arc::clone))?;
    Ok(match restored {
        // What the disk has harmed, or does not fit any more, is told of even where all else is saved.
        restored if restored.unsaved > 0 || restored.lost > 0 || !restored.dropped.is_empty() => {
            (plan.clone(), Some(Box::new(restored)))
        }
        // Changed by others since: its history speaks of another plan.
        restored if restored.outside => (plan.clone(), None),
        restored => (restored.plan, None),
    })
}
