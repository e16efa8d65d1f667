//! What a report is made of, held together while a job makes it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::document::Drawn;
use crate::app::jobs::Kind;
use crate::app::{Document, Jobs, Stage};
use crate::check::Outcome;
use crate::report::{Options, Paper, Report, Template, TextCode};
use crate::text::{Lang, Message};

/// A plan as it was checked, with everything that was chosen for its report.
#[derive(Clone, Debug)]
pub(in crate::app) struct Edition {
    pub(super) drawn: Arc<Drawn>,
    pub(super) outcome: Arc<Outcome>,
    pub(super) lang: Lang,
    pub(super) date: Option<String>,
    pub(super) paper: Paper,
    pub(super) text_code: TextCode,
    pub(super) template: Option<PathBuf>,
    /// Ids of the clauses that it speaks of; `None` for all.
    pub(super) clauses: Option<BTreeSet<String>>,
}

/// What the last check found, where it is of the plan as it is and nothing is being read or checked again.
pub(super) fn checked<'a>(document: &'a Document, jobs: &Jobs) -> Option<(&'a Arc<Drawn>, &'a Arc<Outcome>)> {
    let settled = document.stage() == Stage::Checked && !is_checking(jobs);
    document.drawn().zip(document.outcome()).filter(|_| settled)
}

/// Whether the plan is being read or checked.
pub(super) fn is_checking(jobs: &Jobs) -> bool {
    jobs.is_running(Kind::Load) || jobs.is_running(Kind::Check)
}

impl Edition {
    /// Whether both have the same pages.
    pub(super) fn has_pages_of(&self, other: &Self) -> bool {
        let chosen = |own: &Self| (own.lang, own.paper, own.date.clone(), own.template.clone(), own.clauses.clone());
        Arc::ptr_eq(&self.drawn, &other.drawn)
            && Arc::ptr_eq(&self.outcome, &other.outcome)
            && chosen(self) == chosen(other)
    }

    /// Reads the template and lets something be done with the report.
    ///
    /// # Errors
    /// A message where the template cannot be read, and what `work` says.
    pub(in crate::app) fn read<T>(&self, work: impl FnOnce(&Report<'_>) -> Result<T, Message>) -> Result<T, Message> {
        let loaded = &self.drawn.loaded;
        let options = Options {
            date: self.date.clone().or_else(|| loaded.snapshot.date.clone()),
            paper: self.paper,
            template: self.template.as_deref().map(Template::read).transpose()?,
            text_code: self.text_code,
        };
        let chosen = self.clauses.as_ref().map(|chosen| Outcome {
            clauses: self.outcome.clauses.iter().filter(|own| chosen.contains(&own.clause)).cloned().collect(),
            ..self.outcome.as_ref().clone()
        });
        let outcome = chosen.as_ref().unwrap_or(&self.outcome);
        work(&Report::new(&loaded.snapshot, &loaded.standard, outcome, self.lang, &options))
    }
}
