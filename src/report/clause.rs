//! One clause as people read it: quote, limit, strength, scope, year, counties, measure, readings, figures it takes.

use std::fmt::Write as _;

use super::wording::{limit_text, references_text, strength_name};
use crate::standard::{Applies, Clause};
use crate::text::{Lang, Message};

/// Title and number on one line: a number in brackets of its own follows the title closely, any other after a space.
pub(super) fn heading(clause: &Clause, lang: Lang) -> String {
    let space = if clause.number.starts_with(|first: char| first.is_alphanumeric()) { " " } else { "" };
    format!("{}{space}{}", clause.title.say(lang), clause.number)
}

/// Number and title on one line, as pages and layers of drawings name a clause: a number in brackets of its own needs no space behind.
pub(super) fn numbered(number: &str, title: &str) -> String {
    let space = if number.ends_with(|last: char| last.is_alphanumeric()) { " " } else { "" };
    format!("{number}{space}{title}")
}

/// A clause with all that its verdict rests on.
pub fn clause_page(clause: &Clause, lang: Lang) -> String {
    let mut text = String::new();
    let _infallible = writeln!(text, "{}  [{}]", heading(clause, lang), clause.id);
    let mut item = |key: &str, value: String| {
        let _infallible = writeln!(text, "  {}: {value}", Message::new(format!("report.{key}")).say(lang));
    };
    item("clause-quote", format!("「{}」", clause.quote));
    item("clause-strength", strength_name(clause.strength).say(lang));
    if let Some(test) = &clause.test {
        item("clause-limit", limit_text(test, lang));
    }
    item("clause-measure", format!("{} [{}]", clause.measure.unit().name().say(lang), clause.measure.id()));
    if let Some(scope) = clause.scope {
        item("clause-scope", format!("{} [{}]", scope.name().say(lang), scope.code()));
    }
    if let Some(year) = clause.year {
        item("clause-year", year.to_string());
    }
    if let Applies::To(counties) = &clause.applies {
        item("clause-counties", counties.join("、"));
    }
    for reading in &clause.readings {
        item("clause-reading", format!("{} [{}]", reading.title.say(lang), reading.id));
    }
    if let Some(references) = references_text(clause, lang) {
        item("clause-references", references);
    }
    for key in clause.figure_keys() {
        item("clause-figure", key);
    }
    text
}
