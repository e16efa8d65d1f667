//! Violations, narrow places and what is drawn, as one GeoPackage, with tables of clauses and of the names of fields.

use super::Report;
use super::shapes::{Kind, tables};
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
    let date = report.options.date.as_deref().filter(|date| is_day(date)).unwrap_or(DATELESS);
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

/// Whether a text is a day of the calendar as ISO 8601 writes it: `2026-05-08`.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |text: &str, digits: usize| -> Option<u32> {
        (text.len() == digits && text.bytes().all(|digit| digit.is_ascii_digit())).then(|| text.parse().ok())?
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(is_leap),
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::is_day;

    #[test]
    fn only_days_of_the_calendar_are_taken_for_dates() {
        for day in ["2026-05-08", "2024-02-29", "2000-02-29", "2026-12-31"] {
            assert!(is_day(day), "{day}");
        }
        for other in
            ["2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-5-8", "2026年5月8日", ""]
        {
            assert!(!is_day(other), "{other}");
        }
    }
}
