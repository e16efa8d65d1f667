//! What a check found, written for machines and people. Nothing here computes a figure or a verdict.

mod clause;
mod csv;
mod drawn;
mod geojson;
mod json;
mod layer;
mod text;
pub mod wording;

pub use clause::clause_page;
pub use drawn::{DrawnFiles, DrawnReport};
pub use json::notices as notices_json;
pub use layer::layer_page;

use std::path::Path;

use crate::check::Outcome;
use crate::plan::Snapshot;
use crate::standard::{Clause, Standard};
use crate::text::{Lang, Message};
use crate::units::Figure;

/// Everything a report speaks of: one check of one plan by one standard.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The plan as it was checked.
    pub snapshot: &'a Snapshot,
    /// The standard it was checked by.
    pub standard: &'a Standard,
    /// What was found.
    pub outcome: &'a Outcome,
    /// The language of sentences.
    pub lang: Lang,
}

/// A form that a report is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `langdao-result/1`.
    Json,
    /// A line per clause, then findings, then notices.
    Text,
    /// Findings as a table.
    Csv,
    /// Findings as features.
    GeoJson,
}

impl Format {
    /// The form that a file's ending asks for.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_lowercase();
        match ending.as_str() {
            "json" => Some(Self::Json),
            "txt" => Some(Self::Text),
            "csv" => Some(Self::Csv),
            "geojson" => Some(Self::GeoJson),
            _ => None,
        }
    }

    /// Endings of all forms, for messages.
    pub const ENDINGS: &'static str = ".json .txt .csv .geojson";
}

impl Report<'_> {
    /// The report in a form, ready to be written to a file.
    ///
    /// # Errors
    /// A message where the form cannot hold the report.
    pub fn render(&self, format: Format) -> Result<Vec<u8>, Message> {
        match format {
            Format::Json => json::render(self),
            Format::Text => Ok(text::render(self).into_bytes()),
            Format::Csv => csv::render(self),
            Format::GeoJson => geojson::render(self),
        }
    }

    /// The notices of layers, clauses and the check as people read them, for beside a result in another form; empty
    /// where there are none.
    pub fn notices(&self) -> String {
        text::notices_alone(self)
    }

    fn clause(&self, id: &str) -> Option<&Clause> {
        self.standard.clauses.iter().find(|clause| clause.id == id)
    }
}

/// The value that a figure is shown as.
fn shown_value(figure: Figure, clause: &Clause) -> f64 {
    clause.shown(figure)
}

/// Both bounds, where they differ.
fn bounds(figure: Figure) -> Option<[f64; 2]> {
    (figure.low < figure.high).then_some([figure.low, figure.high])
}
