//! A layer's attribute table as a workbook of one sheet: numbers as numbers, unrounded.

use super::book::{Book, Column, Sheet};
use super::cell::{Cell, Value};
use crate::handle::Handle;
use crate::layer::{self, table::Column as Of};
use crate::report::table::TableReport;
use crate::text::Message;

/// The widest a column gets, in letters.
const WIDEST: usize = 40;

/// The workbook.
pub(in crate::report) fn table_of_layer(report: &TableReport<'_>, handle: &Handle) -> Result<Vec<u8>, Message> {
    let snapshot = report.snapshot;
    let mut book = Book::of(&report.name, &snapshot.name, snapshot.date.as_deref(), report.lang);
    let columns: Vec<Of> = std::iter::once(Of::Row).chain(report.columns.iter().copied()).collect();
    let heads = report.heads().into_iter().map(|title| Column { title, most: WIDEST });
    let mut sheet = Sheet {
        name: Message::new("report.table-sheet").say(report.lang),
        columns: heads.collect(),
        ..Sheet::default()
    };
    for record in report.records(handle) {
        sheet.rows.push(record?.into_iter().zip(&columns).map(|(value, column)| cell(value, *column)).collect());
    }
    book.add(sheet)?;
    book.finish()
}

fn cell(value: layer::Value, column: Of) -> Cell {
    let format = match column {
        Of::Row => "0",
        Of::Field(_) => "General",
        Of::Area | Of::Length => "#,##0.0",
        Of::East | Of::North => "0.000",
    };
    match value {
        layer::Value::Number(number) if number.is_finite() => {
            Cell { value: Value::Number(number, format.to_owned()), verdict: None }
        }
        other => Cell::text(other.plain().unwrap_or_default()),
    }
}
