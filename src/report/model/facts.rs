//! Figures behind a figure: what a measure tells among its facts, named and with its unit.
//!
//! Facts without a name in the locale table are for machines and left out here.

use serde_json::{Map, Value};

use super::{Fact, PartEntry};
use crate::layer::RoadClass;
use crate::standard::Clause;
use crate::text::{Lang, Message, is_known};
use crate::units::{Metres, SquareMetres, Unit, grouped};

/// Lists among the facts whose entries have a name and figures of their own.
const PARTS: [&str; 5] = ["corridors", "plazas", "units", "pairs", "clusters"];

/// Facts of the whole clause, and of each class where a measure tells classes apart.
pub(super) fn entries(clause: &Clause, facts: &Value, lang: Lang) -> Vec<Fact> {
    let Some(facts) = facts.as_object() else { return Vec::new() };
    facts.iter().flat_map(|(key, value)| of_clause(clause, key, value, lang)).collect()
}

fn of_clause(clause: &Clause, key: &str, value: &Value, lang: Lang) -> Vec<Fact> {
    if let Some(classes) = value.as_object() {
        return by_class(key, classes, lang);
    }
    let own = format!("report.fact-{}-{}", clause.measure.id(), entry(key));
    let general = format!("report.fact-{}", entry(key));
    let name = [own, general].into_iter().find(|name| is_known(name)).map(Message::new);
    number(value).zip(name).map(|(value, name)| fact(key, key, &name, value, lang)).into_iter().collect()
}

fn by_class(key: &str, classes: &Map<String, Value>, lang: Lang) -> Vec<Fact> {
    let entry = format!("report.fact-{}", entry(key));
    if !is_known(&entry) {
        return Vec::new();
    }
    let of_class = |(class, value): (&String, &Value)| {
        let name = Message::new(entry.as_str()).with_message("class", class_name(class));
        number(value).map(|value| fact(&format!("{key}.{class}"), key, &name, value, lang))
    };
    classes.iter().filter_map(of_class).collect()
}

/// Name of a class of roads or of green, by its code among the facts.
fn class_name(code: &str) -> Message {
    if let Some((class, _)) = RoadClass::ALL.iter().find(|(_, known)| *known == code) {
        return class.name();
    }
    let green = format!("layer.green-{}", code.to_lowercase());
    Message::new(if is_known(&green) { green.as_str() } else { "layer.road-unknown" })
}

/// Each corridor, plaza or renewal unit with its own figures.
pub(super) fn parts(facts: &Value, lang: Lang) -> Vec<PartEntry> {
    let lists = PARTS.iter().filter_map(|list| facts.get(list)?.as_array());
    lists.flatten().filter_map(Value::as_object).map(|part| part_entry(part, lang)).collect()
}

fn part_entry(part: &Map<String, Value>, lang: Lang) -> PartEntry {
    let named = |(key, value): (&String, &Value)| {
        let name = format!("report.each-{}", entry(key));
        let value = number(value).filter(|_| is_known(&name))?;
        Some(fact(key, key, &Message::new(name), value, lang))
    };
    PartEntry {
        subject: part.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
        facts: part.iter().filter_map(named).collect(),
    }
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().filter(|value| value.is_finite())
}

/// The part of a locale key that stands for a key of facts.
fn entry(key: &str) -> String {
    key.to_lowercase().replace('_', "-")
}

/// `measured` is the key whose ending tells the unit.
fn fact(key: &str, measured: &str, name: &Message, value: f64, lang: Lang) -> Fact {
    let (unit, decimals) = unit_of(measured);
    let unit_name = unit.map(|unit| unit.say(lang)).unwrap_or_default();
    let text = needed(key, value).unwrap_or_else(|| {
        Message::new("report.amount").with("amount", digits(value, decimals)).with("unit", &unit_name)
    });
    Fact { key: key.to_owned(), name: name.say(lang), value, text: text.say(lang).trim_end().to_owned(), unit_name }
}

/// What is still to be drawn or changed, as it is told everywhere: rounded up, so that doing what is shown is enough.
fn needed(key: &str, value: f64) -> Option<Message> {
    let is_amount = (key.starts_with("missing_") || key.starts_with("excess_")) && value > 0.0;
    match key.rsplit('_').next().filter(|_| is_amount)? {
        "km" => Some(Metres(value * 1_000.0).needed()),
        "m" => Some(Unit::Metre.needed(value)),
        "ha" => Some(Unit::Hectare.needed(value)),
        "m2" => Some(SquareMetres(value).needed()),
        _ => None,
    }
}

/// The unit that the ending of a key states, and the decimals that people expect; counts have none.
fn unit_of(key: &str) -> (Option<Message>, usize) {
    let square_metre = || Message::new("report.unit-square-metre");
    match key.rsplit('_').next().unwrap_or_default() {
        "km" => (Some(Message::new("report.unit-kilometre")), 3),
        "km2" => (Some(Message::new("report.unit-square-kilometre")), 4),
        "ha" => (Some(Unit::Hectare.name()), 2),
        "m2" | "numerator" | "denominator" => (Some(square_metre()), 0),
        "m" => (Some(Unit::Metre.name()), 1),
        "population" => (Some(Message::new("report.unit-people")), 0),
        "share" => (Some(Unit::Percent.name()), 2),
        _ => (None, 0),
    }
}

/// A value with the usual decimals, and more where it would look like nought although it is not.
fn digits(value: f64, usual: usize) -> String {
    let looks_nought = |decimals: usize| {
        let text = format!("{value:.decimals$}");
        value.abs() > 0.0 && !text.contains(|digit: char| ('1'..='9').contains(&digit))
    };
    let decimals = (usual..=9).find(|&decimals| !looks_nought(decimals)).unwrap_or(usual);
    grouped(&format!("{value:.decimals$}"))
}
