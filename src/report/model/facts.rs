//! Figures behind a figure: what a measure tells among its facts, named and with its unit.
//!
//! Facts without a name in the locale table are for machines and left out here.

use serde_json::{Map, Value};

use super::{Fact, PartEntry};
use crate::standard::{Clause, Measure};
use crate::text::{Lang, Message, is_known};
use crate::units::{Metres, SquareMetres, Unit, grouped};

/// Lists among the facts whose entries have a name and figures of their own.
pub(super) const PARTS: [&str; 11] = [
    "corridors",
    "plazas",
    "units",
    "groups",
    "features",
    "services",
    "pairs",
    "clusters",
    "without_crossing",
    "largest",
    "blocks",
];

/// Facts of the whole clause, and of each class where a measure tells classes apart.
pub(super) fn entries(clause: &Clause, facts: &Value, lang: Lang) -> Vec<Fact> {
    let Some(facts) = facts.as_object() else { return Vec::new() };
    let weight = facts.get("weight").and_then(Value::as_str);
    facts.iter().flat_map(|(key, value)| of_clause(clause, key, value, weight, lang)).collect()
}

fn of_clause(clause: &Clause, key: &str, value: &Value, weight: Option<&str>, lang: Lang) -> Vec<Fact> {
    if let Some(classes) = value.as_object() {
        return by_class(clause, key, classes, lang);
    }
    let measured = match weight {
        Some(weight) if WEIGHED.contains(&key) => measured_as(weight),
        _ => key,
    };
    let named = number(value).zip(name_of(clause, key));
    named.map(|(value, name)| fact(key, measured, &name, value, lang)).into_iter().collect()
}

/// Sums of weights, whose unit is that of what features weigh.
const WEIGHED: [&str; 4] = ["numerator", "denominator", "missing", "excess"];

/// A key whose ending tells the unit of a weight.
fn measured_as(weight: &str) -> &'static str {
    match weight {
        "floor-area" | "roof-area" => "m2",
        "population" => "population",
        "power" => "w",
        _ => "count",
    }
}

/// The name of a fact: its measure's own, else the general one.
fn name_of(clause: &Clause, key: &str) -> Option<Message> {
    let own = format!("report.fact-{}-{}", clause.measure.id(), entry(key));
    let general = format!("report.fact-{}", entry(key));
    [own, general].into_iter().find(|name| is_known(name)).map(Message::new)
}

fn by_class(clause: &Clause, key: &str, classes: &Map<String, Value>, lang: Lang) -> Vec<Fact> {
    let Some(entry) = name_of(clause, key) else { return Vec::new() };
    let of_class = |(class, value): (&String, &Value)| {
        let name = entry.clone().with_message("class", class_name(&clause.measure, class));
        number(value).map(|value| fact(&format!("{key}.{class}"), key, &name, value, lang))
    };
    classes.iter().filter_map(of_class).collect()
}

/// Name of a class, by its code among the facts of a measure.
pub fn class_name(measure: &Measure, code: &str) -> Message {
    let families: &[&str] = match measure {
        Measure::SurfaceShare(_) => &["surface", "land"],
        Measure::FeaturesInside(_) => &["control"],
        _ => &["green", "road"],
    };
    let mut names = families.iter().map(|family| format!("layer.{family}-{}", code.to_lowercase()));
    Message::new(names.find(|name| is_known(name)).unwrap_or_else(|| String::from("layer.road-unknown")))
}

/// What a part is called: by name, or by the name of the class or role that its code stands for.
pub fn part_name(name: &str, lang: Lang) -> String {
    let keys = [format!("layer.facility-{name}"), format!("layer.role-{name}")];
    keys.into_iter().find(|key| is_known(key)).map_or_else(|| name.to_owned(), |key| Message::new(key).say(lang))
}

/// Each corridor, plaza, renewal unit or block with its own figures.
pub(super) fn parts(facts: &Value, lang: Lang) -> Vec<PartEntry> {
    let lists = PARTS.iter().filter_map(|list| Some((*list, facts.get(list)?.as_array()?)));
    let parts = lists.flat_map(|(list, parts)| parts.iter().map(move |part| (list, part)));
    parts.filter_map(|(list, part)| Some(part_entry(list, part.as_object()?, lang))).collect()
}

fn part_entry(list: &str, part: &Map<String, Value>, lang: Lang) -> PartEntry {
    let named = |(key, value): (&String, &Value)| {
        let own = format!("report.each-{list}-{}", entry(key));
        let name = [own, format!("report.each-{}", entry(key))].into_iter().find(|name| is_known(name))?;
        Some(fact(key, key, &Message::new(name), number(value)?, lang))
    };
    PartEntry {
        subject: part_name(part.get("name").and_then(Value::as_str).unwrap_or_default(), lang),
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
        "w" => (Some(Message::new("report.unit-watt")), 0),
        "share" => (Some(Unit::Percent.name()), 2),
        "entropy" => (None, 2),
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
