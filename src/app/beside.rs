//! A second proposal beside the open one: read, checked, and what the open one mends, breaks or changes against it.

use std::sync::Arc;

use super::document::Drawn;
use crate::check::{Comparison, Outcome, compare};
use crate::plan::Content;

/// A proposal that is looked at beside the open one.
#[derive(Debug)]
pub struct Beside {
    /// Its name.
    pub name: String,
    /// What it states, without the proposals beside it: it is read again only when that has changed.
    pub(super) content: Content,
    /// As it was read, and how it is drawn.
    pub(super) drawn: Arc<Drawn>,
    /// What its check found.
    pub outcome: Arc<Outcome>,
}

/// The open proposal compared with the one beside it.
#[derive(Debug)]
pub(super) struct Compared {
    /// Names of both, the one beside first.
    pub(super) names: [String; 2],
    /// What was found of both.
    pub(super) of: [Arc<Outcome>; 2],
    comparison: Arc<Comparison>,
}

impl Beside {
    /// How the open proposal compares with it, made anew only where either check is another one.
    pub(super) fn compared(&self, open: &Arc<Outcome>, name: &str, known: Option<Compared>) -> Compared {
        if let Some(known) = known
            && Arc::ptr_eq(&known.of[0], &self.outcome)
            && Arc::ptr_eq(&known.of[1], open)
        {
            return known;
        }
        let comparison = compare(&self.outcome, open, &self.drawn.loaded.standard);
        let names = [self.name.clone(), name.to_owned()];
        Compared { names, of: [Arc::clone(&self.outcome), Arc::clone(open)], comparison: Arc::new(comparison) }
    }
}

impl Compared {
    /// Clause by clause.
    pub(super) fn comparison(&self) -> &Arc<Comparison> {
        &self.comparison
    }
}
