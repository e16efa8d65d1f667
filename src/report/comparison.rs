//! Two proposals of a plan side by side, for people and machines.

mod csv;
mod json;
mod text;

use std::path::Path;

pub use text::difference_text;

use super::{Format, Report, bounds, shown_value};
use crate::check::{ClauseComparison, ClauseOutcome, Comparison};
use crate::standard::Clause;
use crate::text::Message;
use crate::units::Figure;

/// Two reports by one standard, and what the second proposal does against the first.
#[derive(Debug)]
pub struct ComparisonReport<'a> {
    /// The first and the second; the language is that of the first.
    pub reports: [&'a Report<'a>; 2],
    /// What was compared.
    pub comparison: &'a Comparison,
}

impl ComparisonReport<'_> {
    /// Endings of the forms that it is written in, for messages.
    pub const ENDINGS: &'static str = ".csv .json .txt";

    /// The form that a path's ending asks for, where there is one.
    pub fn format_of(path: &Path) -> Option<Format> {
        Format::of(path).filter(|format| matches!(format, Format::Csv | Format::Json | Format::Text))
    }

    /// The comparison in a form.
    ///
    /// # Errors
    /// A message where it has no such form, or cannot be written in it.
    pub fn render(&self, format: Format) -> Result<Vec<u8>, Message> {
        match format {
            Format::Text => Ok(text::render(self).into_bytes()),
            Format::Json => json::render(self),
            Format::Csv => csv::render(self),
            other => {
                let message = Message::new("report.comparison-form").with("ending", other.ending());
                Err(message.with("endings", Self::ENDINGS))
            }
        }
    }

    /// The names of both proposals.
    fn names(&self) -> [&str; 2] {
        self.reports.map(|report| report.snapshot.proposal.as_deref().unwrap_or(&report.snapshot.name))
    }

    /// Every clause with what both checks found of it.
    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.comparison.clauses.iter().filter_map(|compared| {
            let [a, b] = self.reports.map(|report| report.outcome.clause(&compared.clause));
            Some(Row { clause: self.reports[0].clause(&compared.clause)?, outcomes: [a?, b?], compared })
        })
    }
}

/// One clause in both checks.
struct Row<'a> {
    clause: &'a Clause,
    outcomes: [&'a ClauseOutcome; 2],
    compared: &'a ClauseComparison,
}

/// The finite value that a figure is shown as.
fn value(clause: &Clause, figure: Option<Figure>) -> Option<f64> {
    figure.map(|figure| shown_value(figure, clause)).filter(|value| value.is_finite())
}
