//! What the label of a finding says: the measured figure, the limit and the distance to it, from data.

use serde_json::{Map, Value};

use crate::check::{ClauseOutcome, Finding, ReadingOutcome, Verdict};
use crate::layer::Role;
use crate::measure::attribute_limit::Attribute;
use crate::standard::{Clause, Comparison, Measure, margin};
use crate::text::{Lang, Message};
use crate::units::{Figure, SquareMetres, Unit, grouped};

/// The lines of a label.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Words {
    /// The measured figure.
    pub(super) head: String,
    /// Limit and distance to it.
    pub(super) detail: String,
    /// What is concerned, by which reading, and what the figure was computed from.
    pub(super) notes: Vec<String>,
}

/// The label of a finding.
pub(super) fn words(clause: &Clause, outcome: &ClauseOutcome, finding: &Finding, lang: Lang) -> Words {
    let detail = detail(clause, outcome, finding, lang).unwrap_or_default();
    let reading = missing_reading(outcome);
    let mut notes = vec![subject(finding, lang)];
    notes.extend(reading.into_iter().flat_map(|reading| reading_notes(clause, outcome, reading, lang)));
    // The facts of the clause are those of its default reading.
    let by_default = reading.is_none_or(|reading| reading.id == DEFAULT);
    notes.extend(basis(clause, outcome, finding, by_default).map(|message| message.say(lang)));
    notes.retain(|note| !note.is_empty());
    Words { head: trimmed(&head(clause, outcome, finding, lang), lang), detail, notes }
}

const DEFAULT: &str = "default";

fn head(clause: &Clause, outcome: &ClauseOutcome, finding: &Finding, lang: Lang) -> Message {
    let say = |key: &str, value: String| Message::new(format!("map.head-{key}")).with("value", value);
    let metres = |name: &str| number(&finding.facts, name).map(|metres| quantity(metres, Unit::Metre, None, lang));
    let figure = finding.figure.or(outcome.figure).map(|figure| figure_text(clause, figure, lang));
    let value = figure.unwrap_or_default();
    let of_role = |role: Role, value: String| {
        Message::new("map.head-of-role").with_message("role", role.name()).with("value", value)
    };
    let titled =
        |value: String| Message::new("map.head-titled").with("title", clause.title.say(lang)).with("value", value);
    match &clause.measure {
        Measure::CorridorWidth(_) => match metres("gap_m") {
            Some(gap) => say("broken", gap),
            None => say("net-width", value),
        },
        Measure::CorridorContinuity(_) => say("gap", metres("distance_m").unwrap_or(value)),
        Measure::NetworkContinuity(_) => match (metres("distance_m"), metres("length_m")) {
            (Some(gap), _) => say("gap", gap),
            (None, Some(length)) => say("separate", length),
            (None, None) => say("value", value),
        },
        Measure::LineDensity(with) if with.role == Role::RoadCentrelines => say("road-density", value),
        Measure::LineDensity(with) => of_role(with.role, value),
        Measure::AreaShare(with) if with.role == Role::Green => say("green-ratio", value),
        Measure::AreaShare(with) => of_role(with.role, value),
        Measure::LengthPerHead(with) => of_role(with.role, value),
        Measure::PatchArea(with) if with.role == Role::Plazas => say("hard", value),
        Measure::PatchArea(with) => of_role(with.role, value),
        Measure::WeightedShare(_) => say("demolished", value),
        Measure::AttributeLimit(with) => match with.attribute {
            Attribute::RedLineWidth => say("red-line", value),
            Attribute::Storeys => say("value", value),
            Attribute::EnergySaving | Attribute::SiteWaste => titled(value),
        },
        // One of many that do not comply has no figure of its own.
        Measure::FeatureShare(_) | Measure::FeatureCount(_) if finding.figure.is_none() => {
            Message::new("map.head-title").with("title", clause.title.say(lang))
        }
        Measure::FeatureShare(_) | Measure::ServiceCoverage(_) | Measure::TypedFigure(_) => titled(value),
        Measure::SurfaceShare(_) => say("permeable", value),
        Measure::FeaturesInside(_) => say("inside", inside(finding, lang).unwrap_or(value)),
        _ => say("value", value),
    }
}

/// What of a feature lies where it should not.
fn inside(finding: &Finding, lang: Lang) -> Option<String> {
    let hectares = SquareMetres(number(&finding.facts, "inside_m2")?).hectares();
    Some(quantity(hectares, Unit::Hectare, Some(0.0), lang))
}

/// `应 ≥ 50 m · 差 12.7 m`; where the head is not the figure that is judged, that figure stands before.
fn detail(clause: &Clause, outcome: &ClauseOutcome, finding: &Finding, lang: Lang) -> Option<String> {
    let test = clause.test?;
    let figure = finding.figure.or(outcome.figure)?;
    let value = clause.shown(figure);
    // What lies on the wrong side by less than the slack is at the limit, which some tests exclude.
    let short = margin(value, &test).min(0.0);
    let key = match test.comparison {
        Comparison::AtLeast | Comparison::MoreThan => "report.short",
        Comparison::AtMost | Comparison::LessThan => "report.over",
    };
    let unit = test.unit;
    let short =
        trimmed(&Message::new(key).with("margin", unit.format_margin(short)).with_message("unit", unit.name()), lang);
    let sign = match test.comparison {
        Comparison::AtLeast => "≥",
        Comparison::MoreThan => ">",
        Comparison::AtMost => "≤",
        Comparison::LessThan => "<",
    };
    let limit = Message::new("report.limit").with("comparison", sign).with("limit", unit.format_limit(test.limit));
    let limit = trimmed(&limit.with_message("unit", unit.name()), lang);
    let lead = lead(clause, finding, figure, lang);
    let message = match lead {
        Some(lead) => Message::new("map.detail-of-figure").with("value", trimmed(&lead, lang)),
        None => Message::new("map.detail"),
    };
    Some(message.with("limit", limit).with("margin", short).say(lang))
}

/// The judged figure, where the head says something else: a gap, a separate piece.
fn lead(clause: &Clause, finding: &Finding, figure: Figure, lang: Lang) -> Option<Message> {
    match &clause.measure {
        Measure::CorridorWidth(_) if finding.facts.contains_key("gap_m") => {
            Some(Message::new("map.head-net-width").with("value", figure_text(clause, figure, lang)))
        }
        Measure::CorridorContinuity(_) => {
            Some(Message::new("map.detail-broken").with("value", figure_text(clause, figure, lang)))
        }
        Measure::FeaturesInside(_) => {
            Some(Message::new("map.detail-inside").with("value", figure_text(clause, figure, lang)))
        }
        Measure::FeatureShare(_) | Measure::FeatureCount(_) if finding.figure.is_none() => {
            Some(Message::new("map.head-value").with("value", figure_text(clause, figure, lang)))
        }
        Measure::NetworkContinuity(_) => {
            Some(Message::new("map.detail-pieces").with("value", figure_text(clause, figure, lang)))
        }
        _ => None,
    }
}

fn subject(finding: &Finding, lang: Lang) -> String {
    if finding.verdict == Verdict::Violates {
        return finding.subject.clone();
    }
    Message::new("map.note-verdict")
        .with("subject", &finding.subject)
        .with_message("verdict", finding.verdict.name())
        .say(lang)
}

/// The reading whose places the findings are: the first that misses.
fn missing_reading(outcome: &ClauseOutcome) -> Option<&ReadingOutcome> {
    let misses =
        |reading: &&ReadingOutcome| matches!(reading.verdict, Verdict::Violates | Verdict::NotYetDue | Verdict::Argued);
    outcome.readings.iter().find(misses)
}

/// By which reading the place is a finding, and what the readings say that differ from it.
fn reading_notes(clause: &Clause, outcome: &ClauseOutcome, missing: &ReadingOutcome, lang: Lang) -> Vec<String> {
    let title = |id: &str| match clause.readings.iter().find(|reading| reading.id == id) {
        Some(reading) => reading.title.say(lang).to_owned(),
        None => Message::new("map.default-reading").say(lang),
    };
    let own = (missing.id != DEFAULT).then(|| Message::new("map.note-reading").with("reading", title(&missing.id)));
    let others = outcome.readings.iter().filter(|other| other.verdict == Verdict::Meets);
    let others = others.filter_map(|other| {
        let message = Message::new("report.reading-differs").with("reading", title(&other.id));
        let message = message.with("value", figure_text(clause, other.figure?, lang));
        Some(message.with_message("verdict", other.verdict.name()))
    });
    own.into_iter().chain(others).map(|message| message.say(lang)).collect()
}

/// What the figure was computed from.
fn basis(clause: &Clause, outcome: &ClauseOutcome, finding: &Finding, by_default: bool) -> Option<Message> {
    let of_clause = |name: &str| outcome.facts.as_object().and_then(|facts| number(facts, name)).filter(|_| by_default);
    let of_place = |name: &str| number(&finding.facts, name);
    let message = |key: &str| Message::new(format!("map.basis-{key}"));
    match &clause.measure {
        Measure::CorridorWidth(_) => {
            let short =
                of_place("short_length_m").filter(|short| *short > 0.0 && !finding.facts.contains_key("gap_m"))?;
            let whole = of_place("length_m")?;
            Some(message("short").with("length", plain(short, 0)).with("whole", plain(whole, 0)))
        }
        Measure::LineDensity(_) => {
            let (length, area) = (of_clause("length_km")?, of_clause("area_km2")?);
            Some(message("density").with("length", plain(length, 2)).with("area", plain(area, 2)))
        }
        Measure::LengthPerHead(_) => {
            let (length, people) = (of_clause("length_km")?, of_clause("population")?);
            Some(message("people").with("length", plain(length, 2)).with("people", plain(people, 0)))
        }
        Measure::AreaShare(_) => {
            let (part, whole) = (of_clause("green_ha")?, of_clause("area_ha")?);
            Some(message("share").with("part", plain(part, 1)).with("whole", plain(whole, 1)))
        }
        Measure::SurfaceShare(_) => {
            let (part, whole) = (of_clause("permeable_ha")?, of_clause("area_ha")?);
            Some(message("share").with("part", plain(part, 1)).with("whole", plain(whole, 1)))
        }
        Measure::FeaturesInside(_) => {
            let kind = finding.facts.get("kind").and_then(Value::as_str)?;
            Some(message("inside").with_message("kind", Message::new(format!("layer.control-{kind}"))))
        }
        Measure::WeightedShare(_) => floor_area(outcome, &finding.subject).filter(|_| by_default),
        Measure::PatchArea(_) => Some(message("plaza").with("area", plain(of_place("area_ha")?, 2))),
        _ => None,
    }
}

fn floor_area(outcome: &ClauseOutcome, unit: &str) -> Option<Message> {
    let units = outcome.facts.get("units")?.as_array()?;
    let facts = units.iter().find(|facts| facts.get("name").and_then(Value::as_str) == Some(unit))?.as_object()?;
    let (part, whole) = (number(facts, "demolished_m2")?, number(facts, "existing_m2")?);
    Some(Message::new("map.basis-floor").with("part", plain(part, 0)).with("whole", plain(whole, 0)))
}

fn number(facts: &Map<String, Value>, name: &str) -> Option<f64> {
    facts.get(name).and_then(Value::as_f64)
}

fn plain(value: f64, decimals: usize) -> String {
    grouped(&format!("{value:.decimals$}"))
}

fn figure_text(clause: &Clause, figure: Figure, lang: Lang) -> String {
    quantity(clause.shown(figure), clause.measure.unit(), clause.test.map(|test| test.limit), lang)
}

/// A value with its unit; as many digits as tell it from the limit.
fn quantity(value: f64, unit: Unit, limit: Option<f64>, lang: Lang) -> String {
    let message = Message::new("map.quantity").with("value", unit.format(value, limit));
    trimmed(&message.with_message("unit", unit.name()), lang)
}

fn trimmed(message: &Message, lang: Lang) -> String {
    message.say(lang).trim_end().to_owned()
}
