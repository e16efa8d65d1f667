//! Everything that was done to a plan and can be taken back.

use std::collections::BTreeMap;

use super::journal::Record;
use super::saved::SavedAt;
use super::style::read::drawn_of_key;
use super::{Amendment, Content, Edit, LayerEntry, ProposalEdit, SourceRow};
use crate::text::Message;

/// What was done, and what was taken back and can be done again.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    done: Vec<Edit>,
    /// The inverses that took edits back, the last at the end.
    undone: Vec<Edit>,
}

/// A step in the history.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// An edit of the planner.
    Do(Box<Edit>),
    /// Takes the last edit back.
    Undo,
    /// Does again what was taken back.
    Redo,
}

impl History {
    /// The one way that changes a plan. What was done, for the journal; `None` where nothing changed.
    pub(super) fn commit(&mut self, content: &mut Content, step: Step) -> Option<Record> {
        let (edit, record, onto) = match step {
            Step::Do(edit) => {
                let edit = (*edit).grounded(content)?;
                self.undone.clear();
                (edit.clone(), Record::Do(Box::new(edit)), &mut self.done)
            }
            Step::Undo => (self.done.pop()?.inverse(), Record::Undo, &mut self.undone),
            Step::Redo => (self.undone.pop()?.inverse(), Record::Redo, &mut self.done),
        };
        edit.apply(content);
        onto.push(edit);
        Some(record)
    }

    /// What was done, the first edit first.
    pub(super) fn edits(&self) -> &[Edit] {
        &self.done
    }

    /// The inverses that took edits back, the last one last.
    pub(super) fn edits_undone(&self) -> &[Edit] {
        &self.undone
    }

    /// The inverses that took edits back since so many were done.
    pub(super) fn taken_back(&self, steps: usize) -> impl Iterator<Item = Edit> + '_ {
        let since = steps.saturating_sub(self.done.len()).min(self.undone.len());
        self.undone.iter().skip(self.undone.len() - since).cloned()
    }

    /// Where in this history another one stands that it has gone on from.
    pub(super) fn way_from(&self, other: &Self) -> SavedAt {
        let forward = self.done.iter().cloned().chain(self.undone.iter().rev().map(Edit::inverse));
        let common = forward.zip(&other.done).take_while(|(own, known)| own == *known).count();
        if common == other.done.len() {
            return SavedAt::here(common);
        }
        let steps = common.min(self.done.len());
        let left = other.done.get(steps..).unwrap_or_default();
        SavedAt { steps, path: left.iter().rev().map(Edit::inverse).collect() }
    }

    /// What undo would take back.
    pub(super) fn undo_label(&self) -> Option<Message> {
        self.done.last().map(Edit::label)
    }

    /// What redo would do again.
    pub(super) fn redo_label(&self) -> Option<Message> {
        self.undone.last().map(|inverse| inverse.inverse().label())
    }

    /// How many steps are done.
    pub(super) fn steps(&self) -> usize {
        self.done.len()
    }

    /// What was done, the first step first.
    pub(super) fn done(&self) -> impl Iterator<Item = Message> + '_ {
        self.done.iter().map(Edit::label)
    }

    /// What was taken back, in the order in which redo does it again.
    pub(super) fn undone(&self) -> impl Iterator<Item = Message> + '_ {
        self.undone.iter().rev().map(|inverse| inverse.inverse().label())
    }

    /// Names files otherwise, in everything that was done.
    pub(super) fn rename(&mut self, names: &impl Renames) {
        self.done.iter_mut().chain(&mut self.undone).for_each(|edit| rename(edit, names));
    }
}

/// New names for the files that a plan names.
pub(super) trait Renames {
    /// Names the file of a layer.
    fn layer(&self, entry: &mut LayerEntry);
    /// Names the file of a layer where only its name is known.
    fn source(&self, source: &mut String);
    /// Names the file of a standard.
    fn standard(&self, standard: &mut String);

    /// Names the file that a style is of; what is drawn has none.
    fn style(&self, key: &mut String) {
        if drawn_of_key(key).is_none() {
            self.source(key);
        }
    }

    /// Names the files of the layers of a proposal, and of what it does to their features.
    fn layers(&self, layers: &mut [LayerEntry], amendments: &mut BTreeMap<SourceRow, Amendment>) {
        for entry in layers {
            self.layer(entry);
        }
        let renamed = std::mem::take(amendments).into_iter().map(|(mut row, amendment)| {
            self.source(&mut row.source);
            (row, amendment)
        });
        *amendments = renamed.collect();
    }
}

fn rename(edit: &mut Edit, names: &impl Renames) {
    match edit {
        Edit::Layer(_, change) => {
            [&mut change.old, &mut change.new].into_iter().flatten().for_each(|entry| names.layer(entry));
        }
        Edit::Standard(change) => {
            [&mut change.old, &mut change.new].into_iter().flatten().for_each(|standard| names.standard(standard));
        }
        Edit::Amendment(row, _) => names.source(&mut row.source),
        Edit::Style(key, _) => names.style(key),
        Edit::Proposals(ProposalEdit::Parked(_, change)) => {
            let proposals = [&mut change.old, &mut change.new].into_iter().flatten();
            proposals.for_each(|proposal| names.layers(&mut proposal.stated.layers, &mut proposal.stated.amendments));
        }
        Edit::Batch(_, edits) => edits.iter_mut().for_each(|edit| rename(edit, names)),
        Edit::Name(_)
        | Edit::County(_)
        | Edit::Year(_)
        | Edit::Crs(_)
        | Edit::Figure(..)
        | Edit::Drawn(..)
        | Edit::Ends(..)
        | Edit::Argument(..)
        | Edit::Backdrop(..)
        | Edit::Proposals(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Change, Plan};

    #[test]
    fn steps_are_counted_without_their_labels() {
        let (mut content, mut history) = (Content::default(), History::default());
        for year in 2030..2035 {
            let edit = Edit::Year(Change::new(content.year, Some(year)));
            history.commit(&mut content, Step::Do(Box::new(edit)));
        }
        history.commit(&mut content, Step::Do(Box::new(Edit::nothing())));
        history.commit(&mut content, Step::Undo);
        assert_eq!((history.steps(), history.done().count(), history.undone().count()), (4, 4, 1));
        let mut plan = Plan { content: content.into(), history, ..Plan::default() };
        for (steps, year) in [(1, Some(2030)), (5, Some(2034)), (0, None), (9, Some(2034)), (4, Some(2033))] {
            plan.go_to(steps);
            assert_eq!((plan.history.steps(), plan.content.year), (steps.min(5), year));
        }
    }
}
