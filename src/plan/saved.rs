//! What of a plan is saved: where in its history that was, what came since, and the way back or onto another file.

use std::sync::Arc;

use super::history::History;
use super::journal::Record;
use super::{Content, Edit, Plan, PlanFile};
use crate::text::Message;

/// Where in the history the plan was saved.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SavedAt {
    /// After so many steps, then by `path`.
    pub(super) steps: usize,
    /// The edits that lead from what is saved to what the plan was after those steps: none as long as the history has not
    /// taken another way than the one that was saved.
    pub(super) path: Vec<Edit>,
}

impl SavedAt {
    /// Saved after so many steps of the history.
    pub(super) fn here(steps: usize) -> Self {
        Self { steps, path: Vec::new() }
    }

    /// Before a new edit is made after fewer steps than were saved: what is saved cannot be reached by redo any more.
    pub(super) fn leave(&mut self, history: &History) {
        let steps = history.steps();
        if self.steps > steps {
            self.path.extend(history.taken_back(self.steps));
            self.steps = steps;
        }
    }
}

impl Plan {
    /// The edits that lead from what is saved to the plan as it is.
    pub fn unsaved(&self) -> Vec<Edit> {
        let SavedAt { steps, path } = &self.saved_at;
        let done = self.history.edits().get(*steps..).unwrap_or_default();
        path.iter().cloned().chain(self.history.taken_back(*steps)).chain(done.iter().cloned()).collect()
    }

    /// Takes everything back that is not saved; it stays in the history, to be done again.
    pub fn revert(&mut self) -> Vec<Record> {
        let SavedAt { steps, path } = self.saved_at.clone();
        let mut records = self.go_to(steps);
        let back: Vec<Edit> = path.iter().rev().map(Edit::inverse).collect();
        if !back.is_empty() {
            records.extend(self.commit(Edit::Batch(Message::new("plan.edit-revert"), back)));
        }
        records
    }

    /// The plan as a file has it that others have changed, with the edits on top that are not saved. What does not fit the
    /// file any more is named. The history begins anew.
    pub fn onto(&self, file: Arc<PlanFile>) -> (Self, Vec<Message>) {
        let content = Arc::new(file.content.clone());
        let mut plan = Self {
            saved: Arc::clone(&content),
            content,
            history: History::default(),
            saved_at: SavedAt::default(),
            opened: Some(Arc::clone(&file)),
            file: Some(file),
            ..self.clone()
        };
        plan.revision.0 += 1;
        let unsaved = self.unsaved();
        // Edits speak of the proposal that was open; where that is gone, they have no place.
        let mut base = Content::clone(&self.content);
        unsaved.iter().rev().for_each(|edit| edit.inverse().apply(&mut base));
        let open = base.proposals.open();
        if open != plan.content.proposals.open() {
            let opened = open.is_some_and(|open| plan.commit(plan.opening_proposal(open)).is_some());
            if !opened {
                return (plan, unsaved.iter().map(Edit::label).collect());
            }
        }
        let mut dropped = Vec::new();
        for edit in unsaved {
            if edit.is_there(&plan.content) {
                continue;
            }
            let (label, parts) = (edit.label(), edit.parts());
            let grounded = edit.grounded(&plan.content);
            if grounded.as_ref().map_or(0, Edit::parts) < parts {
                dropped.push(label);
            }
            if let Some(edit) = grounded {
                plan.commit(edit);
            }
        }
        (plan, dropped)
    }

    /// A copy that was never saved, with a history of its own.
    #[must_use]
    pub fn copied(&self) -> Self {
        Self {
            history: History::default(),
            saved: Arc::clone(&self.content),
            saved_at: SavedAt::default(),
            file: None,
            path: None,
            ..self.clone()
        }
    }

    /// What its file held when it was read or written last.
    pub fn file_text(&self) -> Option<&str> {
        self.file.as_ref().map(|file| file.text())
    }

    /// The plan, whose file states what it states.
    pub(super) fn saved_here(mut self, file: Arc<PlanFile>) -> Self {
        self.saved = Arc::clone(&self.content);
        self.saved_at = SavedAt::here(self.history.steps());
        self.file = Some(file);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Change;

    fn year(plan: &Plan, year: i32) -> Edit {
        plan.setting_year(Some(year))
    }

    fn plan() -> Plan {
        let mut plan = Plan::default();
        for at in [2026, 2027, 2028] {
            plan.commit(year(&plan, at));
        }
        plan.saved = Arc::clone(&plan.content);
        plan.saved_at = SavedAt::here(3);
        plan
    }

    /// Applies the unsaved edits to what is saved.
    fn replayed(plan: &Plan) -> Content {
        let mut content = (*plan.saved).clone();
        plan.unsaved().iter().for_each(|edit| edit.apply(&mut content));
        content
    }

    #[test]
    fn unsaved_edits_lead_from_what_is_saved_to_what_is_however_the_history_went() {
        for (undone, done, undone_again) in
            [(0, 0, 0), (0, 2, 0), (2, 0, 0), (2, 1, 0), (2, 2, 3), (3, 1, 1), (1, 1, 2)]
        {
            let mut plan = plan();
            (0..undone).for_each(|_| drop(plan.undo()));
            (0..done).for_each(|at| drop(plan.commit(year(&plan, 2040 + at))));
            (0..undone_again).for_each(|_| drop(plan.undo()));
            assert_eq!(replayed(&plan), *plan.content, "{undone} {done} {undone_again}");
            let mut reverted = plan.clone();
            reverted.revert();
            assert!(!reverted.is_changed(), "{undone} {done} {undone_again}");
            assert!(reverted.unsaved().is_empty());
        }
    }

    #[test]
    fn edits_stand_on_top_of_what_others_have_changed_and_those_that_fit_no_more_are_named() {
        let theirs = "langdao = 1\nyear = 2030\ncounty = \"西昌市\"\n\n[[layer]]\nsource = \"b.shp\"\n";
        let ours = "langdao = 1\nyear = 2025\n\n[[layer]]\nsource = \"a.shp\"\n";
        let file = |text| Arc::new(PlanFile::from_toml(text, "plan.toml").unwrap());
        let base = file(ours);
        let content = Arc::new(base.content.clone());
        let mut plan = Plan { content: Arc::clone(&content), saved: content, file: Some(base), ..Plan::default() };
        plan.commit(plan.setting_name(Some("安宁".to_owned())));
        plan.commit(plan.removing_layer(0));
        let (plan, dropped) = plan.onto(file(theirs));
        assert_eq!((plan.content.name.as_deref(), plan.content.county.as_deref()), (Some("安宁"), Some("西昌市")));
        assert_eq!((plan.content.year, plan.content.layers.len()), (Some(2030), 1));
        assert_eq!(dropped.len(), 1);
        assert!(plan.is_changed() && plan.unsaved().len() == 1);
    }

    #[test]
    fn an_edit_that_others_have_made_too_is_no_edit_that_was_lost() {
        let file = |text| Arc::new(PlanFile::from_toml(text, "plan.toml").unwrap());
        let mut plan = Plan { file: Some(file("langdao = 1\n")), ..Plan::default() };
        plan.commit(Edit::Year(Change::new(None, Some(2030))));
        let (plan, dropped) = plan.onto(file("langdao = 1\nyear = 2030\n"));
        assert!(dropped.is_empty() && !plan.is_changed());
    }
}
