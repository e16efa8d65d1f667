//! Recorded justifications of misses: which subjects they cover, and which of them nothing needs.

use std::collections::BTreeSet;

use crate::notice::Notice;
use crate::plan::{Argument, Snapshot};
use crate::standard::{Clause, Standard};

/// The arguments of a clause, and which of them were needed.
pub(super) struct Arguments<'a> {
    allowed: bool,
    recorded: Vec<&'a Argument>,
    used: BTreeSet<usize>,
}

impl<'a> Arguments<'a> {
    /// Those of one clause. Where the clause allows none, none covers anything.
    pub(super) fn of(clause: &Clause, snapshot: &'a Snapshot) -> Self {
        let recorded = snapshot.arguments.iter().filter(|argument| argument.clause == clause.id).collect();
        Self { allowed: clause.arguable, recorded, used: BTreeSet::new() }
    }

    /// Whether a miss of this subject is argued: by a recorded argument, or by the feature's own attribute.
    pub(super) fn cover(&mut self, subject: &str, stated_by_feature: bool) -> bool {
        if !self.allowed {
            return false;
        }
        let fitting: Vec<usize> = (0..self.recorded.len())
            .filter(|&index| self.recorded[index].subject.as_deref().is_none_or(|named| named == subject))
            .collect();
        let covered = stated_by_feature || !fitting.is_empty();
        self.used.extend(fitting);
        covered
    }

    /// A notice for each argument that nothing needed.
    pub(super) fn unused(&self) -> Vec<Notice> {
        self.recorded
            .iter()
            .enumerate()
            .filter(|(index, _)| !self.used.contains(index))
            .map(|(_, argument)| unused(argument))
            .collect()
    }
}

/// A notice for each argument whose clause the standard does not have.
pub(super) fn of_unknown_clauses(snapshot: &Snapshot, standard: &Standard) -> Vec<Notice> {
    snapshot
        .arguments
        .iter()
        .filter(|argument| standard.clauses.iter().all(|clause| clause.id != argument.clause))
        .map(unused)
        .collect()
}

fn unused(argument: &Argument) -> Notice {
    Notice::new("argument-unused")
        .with("clause", &argument.clause)
        .with("subject", argument.subject.as_deref().unwrap_or("–"))
        .with("by", &argument.by)
}
