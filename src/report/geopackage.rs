//! Violations, narrow places and what is drawn, as one GeoPackage, with tables of clauses and of the names of fields.

use super::shapes::{Kind, tables};
use super::{Day, Report};
use crate::formats::geopackage::{self, Column, Row, Table};
use crate::text::Message;

/// The time of the last change where the report bears no date: the start of the clock.
const DATELESS: &str = "1970-01-01";

/// The package.
pub(super) fn render(report: &Report<'_>) -> Result<Vec<u8>, Message> {
    let tables = tables(report);
    let tables: Vec<Table<'_>> = tables
        .iter()
        .map(|table| Table {
            name: table.id.replace('-', "_"),
            title: table.title.clone(),
            form: table.form,
            columns: table.columns.iter().map(column).collect(),
            rows: table.rows.iter().map(|row| Row { shape: row.shape.as_deref(), values: &row.values }).collect(),
        })
        .collect();
    let date = report.options.date.as_deref().filter(|date| Day::of(date).is_some()).unwrap_or(DATELESS);
    geopackage::write(&tables, &report.snapshot.frame, &format!("{date}T00:00:00.000Z"))
}

fn column(column: &super::shapes::Column) -> Column {
    let kind = match column.kind {
        Kind::Text => geopackage::Kind::Text,
        Kind::Number(_) => geopackage::Kind::Real,
        Kind::Whole => geopackage::Kind::Whole,
    };
    Column { name: column.short.clone(), title: column.title.clone(), kind }
}
