//! Violations, narrow places and what is drawn, as shapefile sets, and a table with the full names of their columns.

use std::path::Path;

use super::files::{Files, with_ending, with_suffix};
use super::shapes::{Kind, Table, tables};
use super::{Report, TextCode};
use crate::formats::Form;
use crate::formats::shapefile::write::{self, Charset, Column, Row, write_as};
use crate::notice::Notice;
use crate::text::Message;

/// A set per table of shapes, `NAME-<table>.shp`, and `NAME-fields.csv`.
pub(super) fn files(report: &Report<'_>, path: &Path) -> Result<Files, Message> {
    let mut all = Files { files: Vec::new(), mains: Vec::new(), notices: Vec::new() };
    let mut sets = Vec::new();
    for table in tables(report) {
        let Some(form) = table.form else { continue };
        add_set(report, &with_suffix(path, &format!("-{}", table.id)), &table, form, &mut all)?;
        sets.push(table);
    }
    all.files.push((with_suffix(path, "-fields").with_extension("csv"), names(&sets)?));
    Ok(all)
}

fn add_set(report: &Report<'_>, path: &Path, table: &Table<'_>, form: Form, all: &mut Files) -> Result<(), Message> {
    let charset = match report.options.text_code {
        TextCode::Utf8 => Charset::Utf8,
        TextCode::Gbk => Charset::Gbk,
    };
    let columns: Vec<Column<'_>> = table
        .columns
        .iter()
        .map(|column| {
            let kind = match column.kind {
                Kind::Text => write::Kind::Text,
                Kind::Number(decimals) => write::Kind::Number(decimals),
                Kind::Whole => write::Kind::Number(0),
            };
            Column { name: &column.short, kind }
        })
        .collect();
    let rows: Vec<Row<'_>> = table
        .rows
        .iter()
        .filter_map(|row| Some(Row { shape: row.shape.as_deref()?, values: row.values.clone() }))
        .collect();
    let set = write_as(form, charset, &columns, &rows, &report.snapshot.frame)?;
    all.mains.push(path.to_owned());
    all.files.extend(set.files.into_iter().map(|(ending, bytes)| (with_ending(path, ending), bytes)));
    all.notices.extend(notices(table, &set.cut, ["text-cut", "texts-cut"]));
    all.notices.extend(notices(table, &set.replaced, ["letters-replaced", "letters-replaced-more"]));
    Ok(())
}

/// A notice for each column that lost something: the row, or the first of several and how many there are.
fn notices(table: &Table<'_>, lost: &[(usize, usize)], [one, several]: [&'static str; 2]) -> Vec<Notice> {
    let in_column = |(number, column): (usize, &super::shapes::Column)| {
        let mut rows = lost.iter().filter(|(_, own)| *own == number).map(|(row, _)| *row);
        let first = table.rows.get(rows.next()?)?;
        let notice = |code| Notice::new(code).with("field", &column.short).with("id", &first.label);
        Some(match rows.count() {
            0 => notice(one),
            others => notice(several).with("table", &table.title).with("count", others + 1),
        })
    };
    table.columns.iter().enumerate().filter_map(in_column).collect()
}

/// The full names of all columns as a table, UTF-8 with the mark that spreadsheets need to read Chinese.
fn names(sets: &[Table<'_>]) -> Result<Vec<u8>, Message> {
    let failed = |error: &dyn std::fmt::Display| Message::new("report.not-written").with("reason", error);
    let mut writer = csv::Writer::from_writer(Vec::from("\u{feff}".as_bytes()));
    writer.write_record(["table", "field", "meaning"]).map_err(|error| failed(&error))?;
    for (set, column) in sets.iter().flat_map(|set| set.columns.iter().map(move |column| (set, column))) {
        writer.write_record([&set.id, &column.short, &column.title]).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(&error))
}
