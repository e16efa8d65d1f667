//! Clauses as people read them: what one says in a few lines, a page with all that its verdict rests on, a table of all.
//!
//! Nothing is written by hand for a clause: the words are those of its measure, and the rest is told from the standard.

mod data;
mod example;
mod page;
mod table;

pub use page::{ClausePage, Line, Section};
pub use table::clause_table;

use super::model::methods;
use super::wording::{limit_text, list_separator, strength_name};
use crate::standard::{Applies, Clause, Other};
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

/// One thing that a clause says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseFact {
    /// The key of the standard file that says it.
    pub key: &'static str,
    /// What it is called.
    pub name: String,
    /// What is said.
    pub value: String,
}

/// What a clause says, in the order in which people ask: limit, measure, scope, strength, year, counties, readings.
pub fn clause_facts(clause: &Clause, lang: Lang) -> Vec<ClauseFact> {
    let fact = |key, name: &str, value| ClauseFact { key, name: say(name, lang), value };
    let mut facts = vec![
        fact("title", "clause-title", heading(clause, lang)),
        fact("quote", "clause-quote", message("page-quoted").with("quote", &clause.quote).say(lang)),
    ];
    facts.push(match &clause.test {
        Some(test) => fact("test", "clause-limit", limit_text(test, lang)),
        None => fact("test", "clause-limit", say("page-no-limit", lang)),
    });
    facts.push(fact("measure", "clause-measure", methods::sentence(clause, lang)));
    if let Some(scope) = clause.scope {
        facts.push(fact("scope", "clause-scope", format!("{} [{}]", scope.name().say(lang), scope.code())));
    }
    facts.extend(binding(clause, lang));
    facts.extend(clause.readings.iter().map(|reading| {
        let stated = reading.stated.join(&list_separator(lang));
        fact("reading", "clause-reading", format!("{} [{}]  {stated}", reading.title.say(lang), reading.id))
    }));
    facts
}

/// How binding it is, from when, for whom, and what it is for others.
fn binding(clause: &Clause, lang: Lang) -> Vec<ClauseFact> {
    let fact = |key, name: &str, value| ClauseFact { key, name: say(name, lang), value };
    let mut facts = vec![fact("strength", "clause-strength", strength_name(clause.strength).say(lang))];
    if clause.arguable {
        facts.push(fact("argument", "clause-argument", say("page-arguable", lang)));
    }
    facts.extend(clause.year.map(|year| fact("year", "clause-year", year.to_string())));
    match &clause.applies {
        Applies::All => facts.push(fact("applies", "clause-counties", say("page-all-counties", lang))),
        Applies::To(counties) => {
            facts.push(fact("applies", "clause-counties", counties.join(&list_separator(lang))));
            let other = if clause.other == Other::Info { "page-elsewhere-info" } else { "page-elsewhere-none" };
            facts.push(fact("other", "clause-elsewhere", say(other, lang)));
        }
    }
    facts
}

fn message(key: &str) -> Message {
    Message::new(format!("report.{key}"))
}

fn say(key: &str, lang: Lang) -> String {
    message(key).say(lang)
}
