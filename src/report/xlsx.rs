//! Every figure of a report as a workbook: numbers as numbers, unrounded, each sheet a table that can be filtered.

pub(super) mod book;
pub(super) mod cell;
mod layer;
pub(super) mod sheets;

use self::book::Book;
pub(super) use self::layer::table_of_layer;
use super::{Model, Report};
use crate::text::Message;

/// The workbook.
pub(super) fn render(report: &Report<'_>) -> Result<Vec<u8>, Message> {
    let model = Model::of(report);
    let mut book = Book::new(&model.head.title, &model);
    for sheet in sheets::all(&model) {
        book.add(sheet)?;
    }
    book.finish()
}
