//! Blocks of cells from and to spreadsheets: lines of cells, parted by tabs.

use std::collections::BTreeMap;

use super::cell::At;
use super::sheet::{Column, Part, Row, Sheet};
use crate::app::dialog::figure::typed_figure;
use crate::plan::{Edit, Plan};
use crate::text::{Lang, Message};

/// What a block writes into figures, by key: value, year, source as far as the block has them.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Written {
    cells: BTreeMap<String, BTreeMap<Part, String>>,
    /// Cells for which there was no place.
    beyond: usize,
}

impl Written {
    /// Writes a block from a cell on; where its lines begin with the names of figures, into the rows of those names.
    pub(super) fn of(text: &str, sheet: &Sheet, rows: &[usize], (line, number): At) -> Self {
        let lines: Vec<Vec<&str>> =
            text.trim_end_matches(['\n', '\r']).lines().map(|line| line.split('\t').collect()).collect();
        let named = |cells: &[&str]| {
            let name = cells.first().map(|cell| cell.trim()).filter(|name| !name.is_empty())?;
            sheet.rows.iter().find(|row| row.name == name || row.key == name)
        };
        let by_name = lines.iter().any(|cells| named(cells).is_some());
        let mut written = Self::default();
        for (offset, cells) in lines.iter().enumerate() {
            let row = if by_name { named(cells) } else { rows.get(line + offset).and_then(|row| sheet.rows.get(*row)) };
            let cells = if by_name { cells.get(1..).unwrap_or_default() } else { cells };
            let from = if by_name { 0 } else { number };
            // Behind its name the unit may stand, as in what is copied from here.
            let cells = match (row, cells.split_first()) {
                (Some(row), Some((unit, rest))) if by_name && unit.trim() == row.unit => rest,
                _ => cells,
            };
            written.line(row, sheet.columns.get(from..).unwrap_or_default(), cells, by_name);
        }
        written
    }

    fn line(&mut self, row: Option<&Row>, columns: &[Column], cells: &[&str], by_name: bool) {
        let Some(row) = row else {
            // The head of a block with names is none of its figures.
            self.beyond += if by_name { 0 } else { cells.len() };
            return;
        };
        self.beyond += cells.len().saturating_sub(columns.len());
        for (column, cell) in columns.iter().zip(cells) {
            let of_figure = self.cells.entry(column.key(&row.key)).or_default();
            of_figure.insert(column.part, cell.trim().to_owned());
        }
    }

    /// The one edit that this is, where it changes something, and what is told of it. Figures that cannot be are left as they are.
    pub(super) fn edit(self, plan: &Plan) -> (Option<Edit>, Message) {
        let (mut edits, mut wrong) = (Vec::new(), 0);
        for (key, parts) in &self.cells {
            let old = plan.content().figures.get(key);
            let part = |part: Part, old: Option<String>| parts.get(&part).cloned().or(old).unwrap_or_default();
            let value = part(Part::Value, old.map(|old| old.value.to_string()));
            let year = part(Part::Year, old.and_then(|old| old.year).map(|year| year.to_string()));
            let source = part(Part::Source, old.and_then(|old| old.source.clone()));
            match typed_figure(&value, &year, &source) {
                Ok(figure) => edits.push(plan.setting_figure(key, figure)),
                Err(_) => wrong += 1,
            }
        }
        edits.retain(|edit| !edit.is_empty());
        let told =
            Message::new(if wrong + self.beyond > 0 { "app.figures-pasted-partly" } else { "app.figures-pasted" });
        let told = told.with("count", edits.len()).with("wrong", wrong).with("beyond", self.beyond);
        let edit = (!edits.is_empty()).then(|| Edit::Batch(Message::new("app.edit-figures-pasted"), edits));
        (edit, told)
    }
}

/// The whole table with its heads, for a spreadsheet; pasted here again it writes the same figures.
pub(super) fn text(sheet: &Sheet, lang: Lang) -> String {
    let plain = |cell: &str| cell.replace(['\t', '\n', '\r'], " ");
    let says = |key: &str| Message::new(key).say(lang);
    let heads = sheet.columns.iter().map(|column| {
        let name = column.name(lang);
        column.county.as_ref().map_or_else(|| name.clone(), |county| format!("{county} {name}"))
    });
    let heads: Vec<String> = [says("app.figures-name"), says("app.figures-unit")].into_iter().chain(heads).collect();
    let mut text = heads.join("\t");
    for row in &sheet.rows {
        let cells = sheet.columns.iter().map(|column| plain(&row.typed(column)));
        let cells: Vec<String> = [plain(&row.name), plain(&row.unit)].into_iter().chain(cells).collect();
        text.push('\n');
        text.push_str(&cells.join("\t"));
    }
    text.push('\n');
    text
}
