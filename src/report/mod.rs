//! What a check found, written for machines and people. Nothing here computes a figure or a verdict.
//!
//! A [`Report`] names what is to be told. Tables and documents are laid out from one [`Model`] of it, documents in the
//! reading order of one [`Content`], with the maps of `maps`; outputs for other programs keep the shapes.

mod clause;
mod comparison;
mod content;
mod csv;
mod day;
mod docx;
mod drawn;
mod dxf;
mod files;
mod format;
mod geojson;
mod geopackage;
mod html;
mod json;
mod layer;
mod map_drawing;
mod maps;
mod model;
mod options;
mod pdf;
mod shapefile;
mod shapes;
mod table;
mod text;
pub mod wording;
mod xlsx;
mod yearly;

pub use clause::{ClauseFact, ClausePage, Line, Section, clause_facts, clause_table};
pub use comparison::{ComparisonReport, difference_text};
pub use content::{Block, Cell, Column, Content, Cover, Table};
pub use day::Day;
pub use drawn::DrawnReport;
pub use files::Files;
pub use format::Format;
pub use json::notices as notices_json;
pub use layer::layer_page;
pub use map_drawing::{MapDrawing, MapOptions, PaperSize};
pub use maps::MapSheet;
pub use model::{Model, class_name, part_name};
pub use options::{Options, Paper, Template, TextCode};
pub use pdf::Preview;
pub use table::{TableReport, column_title};

use std::path::Path;
use std::sync::OnceLock;

use self::maps::Atlas;

use crate::check::Outcome;
use crate::handle::Handle;
use crate::plan::Snapshot;
use crate::standard::{Clause, Standard};
use crate::text::{Lang, Message};
use crate::units::Figure;

/// Everything a report speaks of: one check of one plan by one standard.
#[derive(Debug)]
pub struct Report<'a> {
    /// The plan as it was checked.
    pub snapshot: &'a Snapshot,
    /// The standard it was checked by.
    pub standard: &'a Standard,
    /// What was found.
    pub outcome: &'a Outcome,
    /// The language of sentences.
    pub lang: Lang,
    /// How it is laid out.
    pub options: &'a Options,
    /// Its maps, drawn when the first output asks for them.
    atlas: OnceLock<Result<Atlas, Message>>,
}

impl Report<'_> {
    /// Endings of the forms of the yearly return, for messages.
    pub const YEARLY_ENDINGS: &'static str = ".xlsx .docx";

    /// Whether a path's ending asks for a form of the yearly return.
    pub fn can_be_yearly(path: &Path) -> bool {
        files::has_ending(path, "xlsx") || files::has_ending(path, "docx")
    }
}

impl<'a> Report<'a> {
    /// A report of a check.
    pub fn new(
        snapshot: &'a Snapshot,
        standard: &'a Standard,
        outcome: &'a Outcome,
        lang: Lang,
        options: &'a Options,
    ) -> Self {
        Self { snapshot, standard, outcome, lang, options, atlas: OnceLock::new() }
    }

    /// Its maps.
    fn atlas(&self, handle: &Handle) -> Result<&Atlas, Message> {
        self.atlas.get_or_init(|| Atlas::of(self, handle)).as_ref().map_err(Clone::clone)
    }

    /// The report in a form that is one file, ready to be written.
    ///
    /// # Errors
    /// A message where the form cannot hold the report, consists of several files, or the handle was cancelled.
    pub fn render(&self, format: Format, handle: &Handle) -> Result<Vec<u8>, Message> {
        let bytes = match format {
            Format::Json => json::render(self),
            Format::Text => Ok(text::render(self).into_bytes()),
            Format::Csv => csv::render(self),
            Format::GeoJson => geojson::render(self),
            Format::Pdf => pdf::render(self, handle),
            Format::Docx => docx::render(self, handle),
            Format::Xlsx => xlsx::render(self),
            Format::Html => html::render(self, handle),
            Format::GeoPackage => geopackage::render(self),
            Format::Dxf => dxf::render(self),
            Format::Shapefile => Err(Message::new("report.several-files")),
        };
        if handle.is_cancelled() { Err(Message::new("report.stopped")) } else { bytes }
    }

    /// The files of the report in a form, under a path whose ending asks for it.
    ///
    /// # Errors
    /// As [`Report::render`].
    pub fn files(&self, format: Format, path: &Path, handle: &Handle) -> Result<Files, Message> {
        if format == Format::Shapefile {
            return shapefile::files(self, path);
        }
        let files = vec![(path.to_owned(), self.render(format, handle)?)];
        Ok(Files { files, mains: vec![path.to_owned()], notices: Vec::new() })
    }

    /// The pages of the PDF, to be looked at.
    ///
    /// # Errors
    /// A message where the template is wrong or the handle was cancelled.
    pub fn preview(&self, handle: &Handle) -> Result<Preview, Message> {
        Preview::of(self, handle)
    }

    /// The yearly return under a path whose ending, `.xlsx` or `.docx`, asks for its form.
    ///
    /// # Errors
    /// A message for any other ending, where the form cannot hold it, or where the handle was cancelled.
    pub fn yearly(&self, path: &Path, handle: &Handle) -> Result<Files, Message> {
        let bytes = yearly::render(self, path)?;
        if handle.is_cancelled() {
            return Err(Message::new("report.stopped"));
        }
        Ok(Files { files: vec![(path.to_owned(), bytes)], mains: vec![path.to_owned()], notices: Vec::new() })
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
