//! From the lines of a journal back to the plan.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::saved::SavedAt;
use super::super::{Edit, Plan, PlanFile};
use super::line::{Line, lines};
use super::{Begun, Record, VERSION, fingerprint};
use crate::text::Message;

/// What a journal holds.
#[derive(Clone, Debug)]
pub struct Kept {
    begun: Begun,
    lines: Vec<Line>,
    /// Whole lines that cannot be used, as one before them is harmed.
    lost: usize,
}

/// A plan as its journal has it.
#[derive(Clone, Debug)]
pub struct Restored {
    /// The plan with its history.
    pub plan: Plan,
    /// Edits that are not in the plan's file.
    pub unsaved: usize,
    /// When the first of them was made, in seconds since 1970 UTC.
    pub since: Option<u64>,
    /// Whether the plan's file was changed by others since: the edits stand on top of that.
    pub outside: bool,
    /// What was done and does not fit the file any more.
    pub dropped: Vec<Message>,
    /// Steps that the disk has harmed.
    pub lost: usize,
}

impl Kept {
    /// Reads the bytes of a journal; `None` where not even its first line is whole.
    ///
    /// # Errors
    /// A message where a newer langdao has written it.
    pub fn read(bytes: &[u8]) -> Result<Option<Self>, Message> {
        let (mut lines, lost) = lines(bytes);
        if lines.is_empty() {
            return Ok(None);
        }
        match lines.remove(0).record {
            Record::Begun(begun) if begun.version > VERSION => {
                Err(Message::new("plan.journal-newer").with("found", begun.version).with("known", VERSION))
            }
            Record::Begun(begun) => Ok(Some(Self { begun: *begun, lines, lost })),
            _ => Ok(None),
        }
    }

    /// The plan's file; `None` where it was never saved.
    pub fn plan(&self) -> Option<PathBuf> {
        self.begun.plan.clone()
    }

    /// What people call the plan.
    pub fn name(&self) -> &str {
        &self.begun.name
    }

    /// The plan as it was, beside its file as it is: `disk`, `None` where there is none.
    ///
    /// # Errors
    /// A message where the journal holds no plan that can be read.
    pub fn restore(&self, path: Option<&Path>, disk: Option<Arc<PlanFile>>) -> Result<Restored, Message> {
        let unreadable =
            |error: crate::toml_file::FileError| Message::new("plan.journal-unreadable").with("reason", error);
        let base = Arc::new(PlanFile::from_toml(&self.begun.text, super::super::FILE_NAME).map_err(unreadable)?);
        let found = disk.as_ref().map(|file| fingerprint(file.text()));
        let mark = self.mark(found.as_deref());
        let plan = self.replayed(path, &base, disk.clone(), mark);
        let since = self.since(mark);
        let restored = |plan: Plan, unsaved| Restored {
            plan,
            unsaved,
            since,
            outside: false,
            dropped: Vec::new(),
            lost: self.lost,
        };
        let Some(disk) = disk else { return Ok(restored(plan.clone(), plan.unsaved().len())) };
        if mark.is_known() {
            if *plan.content == disk.content {
                return Ok(restored(plan.saved_here(disk), 0));
            }
            // What differs from the file is not saved, whatever the steps say.
            let unsaved = plan.unsaved().len().max(1);
            return Ok(restored(plan, unsaved));
        }
        let (onto, dropped) = plan.onto(disk);
        let unsaved = onto.unsaved().len();
        Ok(Restored { outside: true, dropped, ..restored(onto, unsaved) })
    }

    /// Where the file on the disk was saved.
    fn mark(&self, found: Option<&str>) -> Mark {
        let saved = |line: &Line| match &line.record {
            Record::Saved(sum) => Some(sum.clone()),
            _ => None,
        };
        let at = |line: &Line| saved(line).is_some_and(|sum| Some(sum.as_str()) == found);
        let begins = self.begun.saved.as_deref();
        match self.lines.iter().rposition(at) {
            Some(line) => Mark::Line(line),
            None if begins == found => Mark::Begin,
            // A save that was only begun may never have come to be: what was told after it says that it did.
            None => Mark::Unknown(self.lines.iter().rposition(|line| line.at == 0 && saved(line).is_some())),
        }
    }

    fn replayed(&self, path: Option<&Path>, base: &Arc<PlanFile>, disk: Option<Arc<PlanFile>>, mark: Mark) -> Plan {
        let content = Arc::new(base.content.clone());
        let mut plan = Plan {
            saved: disk.as_ref().map_or_else(|| Arc::clone(&content), |file| Arc::new(file.content.clone())),
            content,
            opened: Some(Arc::clone(base)),
            file: disk,
            path: path.map(Path::to_owned),
            folder: path.and_then(Path::parent).map_or_else(|| self.begun.folder.clone(), Path::to_owned),
            unread: self.begun.unread.clone(),
            ..Plan::default()
        };
        let mut met = plan.content == plan.saved;
        for (number, line) in self.lines.iter().enumerate() {
            match &line.record {
                Record::Do(edit) => drop(plan.commit(Edit::clone(edit))),
                Record::Undo => drop(plan.undo()),
                Record::Redo => drop(plan.redo()),
                // A save is recorded a moment after the plan was taken for it: edits may stand between. Where a step came to
                // what the file holds, that is where it was saved.
                Record::Saved(_) if mark.is_at(number) && !met => plan.saved_at = SavedAt::here(plan.history.steps()),
                Record::Saved(_) | Record::Begun(_) => {}
            }
            met |= mark.is_known() && plan.content == plan.saved;
        }
        plan
    }

    fn since(&self, mark: Mark) -> Option<u64> {
        let behind = self.lines.iter().skip(mark.first());
        let mut steps = behind.filter(|line| matches!(line.record, Record::Do(_) | Record::Undo | Record::Redo));
        let first = steps.next().map(|line| line.at).filter(|at| *at > 0);
        first.or(self.begun.since)
    }
}

/// Where in a journal a plan was saved last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// In this line.
    Line(usize),
    /// Before the first step.
    Begin,
    /// Nowhere as the file is now; the last time in this line.
    Unknown(Option<usize>),
}

impl Mark {
    fn is_known(self) -> bool {
        !matches!(self, Self::Unknown(_))
    }

    fn is_at(self, line: usize) -> bool {
        matches!(self, Self::Line(at) | Self::Unknown(Some(at)) if at == line)
    }

    /// The first line behind it.
    fn first(self) -> usize {
        match self {
            Self::Line(at) | Self::Unknown(Some(at)) => at + 1,
            Self::Begin | Self::Unknown(None) => 0,
        }
    }
}
