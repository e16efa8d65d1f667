//! All clauses of a standard in a table.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::{heading, say};
use crate::report::text::padded;
use crate::report::wording::{list_separator, short_limit_text, strength_name};
use crate::standard::{Clause, Measure, Standard, Strength};
use crate::text::Lang;

/// A row per clause: id, title, limit, scope, mark, other readings. The mark says what the figure comes from: S shapes of
/// layers, A their attributes, R a figure that is typed in. It is a table for terminals and for Markdown alike.
pub fn clause_table(standard: &Standard, lang: Lang) -> String {
    let names = ["table-id", "table-title", "table-limit", "table-scope", "table-mark", "table-readings"];
    let head = names.map(|name| say(name, lang));
    let rows: Vec<[String; 6]> =
        std::iter::once(head).chain(standard.clauses.iter().map(|clause| row(clause, lang))).collect();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max();
    let widths: Vec<usize> = (0..names.len()).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for (number, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| padded(cell, *width)).collect();
        let _infallible = writeln!(text, "| {} |", cells.join(" | "));
        if number == 0 {
            let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
            let _infallible = writeln!(text, "| {} |", rules.join(" | "));
        }
    }
    text
}

fn row(clause: &Clause, lang: Lang) -> [String; 6] {
    let or_dash = |text: String| if text.is_empty() { String::from("–") } else { text };
    let readings: Vec<String> = clause.readings.iter().map(|reading| format!("`{}`", reading.id)).collect();
    [
        format!("`{}`", clause.id),
        heading(clause, lang),
        limit(clause, lang),
        or_dash(clause.scope.map(|scope| scope.name().say(lang)).unwrap_or_default()),
        mark(clause).to_owned(),
        or_dash(readings.join(" ")),
    ]
}

/// The limit with its year, and how binding it is where it is not simply required.
fn limit(clause: &Clause, lang: Lang) -> String {
    let mut parts: Vec<String> = clause.test.iter().map(|test| short_limit_text(test, lang)).collect();
    if parts.is_empty() {
        parts.push(String::from("–"));
    }
    parts.extend(clause.year.map(|year| year.to_string()));
    if clause.strength != Strength::Required {
        parts.push(strength_name(clause.strength).say(lang));
    }
    parts.join(&list_separator(lang))
}

/// What the figure comes from.
fn mark(clause: &Clause) -> &'static str {
    match (&clause.measure, clause.figure) {
        (Measure::TypedFigure(_), _) => "R",
        (Measure::AttributeLimit(_) | Measure::FeatureCount(_) | Measure::FeatureShare(_), true) => "A/R",
        (Measure::AttributeLimit(_) | Measure::FeatureCount(_) | Measure::FeatureShare(_), false) => "A",
        (_, true) => "S/R",
        _ => "S",
    }
}
