//! A few lines of a plan file with which a clause is judged.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::data::roles;
use crate::standard::{Applies, Clause, Measure};
use crate::text::Lang;

/// People of a middling county seat.
const PEOPLE: f64 = 182_000.0;

/// The lines: a county that the clause binds, its year, its layers, its figures.
pub(super) fn example(clause: &Clause, lang: Lang) -> String {
    let mut text = String::from("langdao = 1\n");
    let mut line = |content: &str| {
        let _infallible = writeln!(text, "{content}");
    };
    if let Applies::To(counties) = &clause.applies
        && let Some(county) = counties.first()
    {
        line(&format!("county = {}", quoted(county)));
    }
    if let Some(year) = clause.year {
        line(&format!("year = {year}"));
    }
    let keys = needed_figures(clause);
    let figures: BTreeMap<String, f64> = keys.iter().map(|key| (key.clone(), value(clause))).collect();
    for role in roles(clause, &figures) {
        let name = if lang == Lang::Zh { role.name().say(lang) } else { role.code().to_owned() };
        line(&format!("\n[[layer]]\nrole = {}\nsource = {}", quoted(role.code()), quoted(&format!("{name}.shp"))));
    }
    if !figures.is_empty() {
        line("\n[figures]");
    }
    for key in keys {
        line(&format!("{} = {{ value = {} }}", key_text(&key), value(clause)));
    }
    text
}

/// The figures without which nothing is judged; those that only stand in for a layer are not among them.
fn needed_figures(clause: &Clause) -> Vec<String> {
    match &clause.measure {
        Measure::TypedFigure(_) => vec![clause.id.clone()],
        Measure::LengthPerHead(with) => vec![with.population.clone()],
        _ => Vec::new(),
    }
}

/// A figure that could be one: people, or the limit itself.
fn value(clause: &Clause) -> f64 {
    match clause.measure {
        Measure::LengthPerHead(_) => PEOPLE,
        _ => clause.test.map_or(1.0, |test| test.limit),
    }
}

/// A text as TOML has it.
fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}

/// A key as TOML has it: bare where that is possible.
fn key_text(key: &str) -> String {
    toml_edit::Key::new(key).display_repr().into_owned()
}
