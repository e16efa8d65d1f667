//! Rows of a layer's attribute table, for spreadsheets.

use std::path::Path;

use super::Files;
use super::csv::as_text;
use super::files::has_ending;
use super::xlsx::table_of_layer;
use crate::handle::Handle;
use crate::layer::table::Column;
use crate::layer::{Layer, Value};
use crate::plan::Snapshot;
use crate::text::{Lang, Message};

/// Rows that are written between two looks at whether the job is to stop.
const BETWEEN_LOOKS: usize = 1_024;

/// Rows of a layer as they are shown.
#[derive(Debug)]
pub struct TableReport<'a> {
    /// The plan that the layer is of.
    pub snapshot: &'a Snapshot,
    /// The layer.
    pub layer: &'a Layer,
    /// What the layer is called.
    pub name: String,
    /// Columns in their order, besides the row in the file.
    pub columns: &'a [Column],
    /// Indices of features in their order.
    pub rows: &'a [u32],
    /// The language of heads.
    pub lang: Lang,
}

impl TableReport<'_> {
    /// Endings that a table can be written with, for messages.
    pub const ENDINGS: &'static str = ".csv .xlsx";

    /// The file under a path whose ending asks for its form.
    ///
    /// # Errors
    /// A message for any other ending, where the form cannot hold it, or where the handle was cancelled.
    pub fn files(&self, path: &Path, handle: &Handle) -> Result<Files, Message> {
        let bytes = if has_ending(path, "csv") {
            self.csv(handle)?
        } else if has_ending(path, "xlsx") {
            table_of_layer(self, handle)?
        } else {
            let message = Message::new("report.table-ending").with("path", path.display());
            return Err(message.with("endings", Self::ENDINGS));
        };
        Ok(Files { files: vec![(path.to_owned(), bytes)], mains: vec![path.to_owned()], notices: Vec::new() })
    }

    /// The heads: the row, then each column as the file calls it.
    pub(super) fn heads(&self) -> Vec<String> {
        let columns = std::iter::once(&Column::Row).chain(self.columns);
        columns.map(|column| column_title(*column, self.layer, self.lang)).collect()
    }

    /// The values of each row, the number of the row first; a message once the job is to stop.
    pub(super) fn records(&self, handle: &Handle) -> impl Iterator<Item = Result<Vec<Value>, Message>> {
        let features = self.rows.iter().filter_map(|row| self.layer.features.get(usize::try_from(*row).ok()?));
        features.enumerate().map(move |(number, feature)| {
            if number % BETWEEN_LOOKS == 0 && handle.is_cancelled() {
                return Err(Message::new("report.stopped"));
            }
            let columns = std::iter::once(&Column::Row).chain(self.columns);
            Ok(columns.map(|column| column.value(feature)).collect())
        })
    }

    /// UTF-8 with the mark that spreadsheets need to read Chinese.
    fn csv(&self, handle: &Handle) -> Result<Vec<u8>, Message> {
        let failed = |error: &dyn std::fmt::Display| Message::new("report.not-written").with("reason", error);
        let mut writer = csv::Writer::from_writer(Vec::from("\u{feff}".as_bytes()));
        writer.write_record(self.heads().iter().map(|head| as_text(head))).map_err(|error| failed(&error))?;
        for record in self.records(handle) {
            let record = record?;
            let cells = record.iter().map(|value| match value {
                Value::Text(text) => as_text(text),
                other => other.plain().unwrap_or_default(),
            });
            writer.write_record(cells).map_err(|error| failed(&error))?;
        }
        writer.into_inner().map_err(|error| failed(&error))
    }
}

/// What a column is called: a field as its file calls it, a size with its unit.
pub fn column_title(column: Column, layer: &Layer, lang: Lang) -> String {
    match column {
        Column::Field(index) => layer.fields.get(index).cloned().unwrap_or_default(),
        Column::Row => Message::new("report.table-row").say(lang),
        Column::Area => Message::new("report.table-area").say(lang),
        Column::Length => Message::new("report.table-length").say(lang),
        Column::East => Message::new("report.table-east").say(lang),
        Column::North => Message::new("report.table-north").say(lang),
    }
}
