//! How the figure of a clause is measured, in a sentence or two.
//!
//! The sentences say what the measures do (`measure/*.rs`) with the parameters of the clause's default reading. A
//! parameter that is one of several words is recognised by the word that standard files use for it.

use serde::Deserialize;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error, StrDeserializer};

use crate::layer::{RoadClass, Role};
use crate::report::wording::list_separator;
use crate::standard::{Clause, Measure};
use crate::text::{Lang, Message};
use crate::units::Unit;

/// How a clause is measured.
pub(super) fn sentence(clause: &Clause, lang: Lang) -> String {
    message(clause, lang).say(lang).trim_end().to_owned()
}

fn message(clause: &Clause, lang: Lang) -> Message {
    let area = clause.scope.map_or_else(|| Message::new("report.method-plan-area"), crate::layer::Role::name);
    let message = match &clause.measure {
        Measure::CorridorWidth(_) | Measure::CorridorContinuity(_) => method(clause),
        Measure::LineDensity(with) => {
            let boundary = if is(&with.boundary, "half") { "half" } else { "whole" };
            method(clause)
                .with_message("role", with.role.name())
                .with("classes", classes(&with.classes, lang))
                .with_message("boundary", Message::new(format!("report.method-boundary-{boundary}")))
        }
        Measure::AreaShare(with) => {
            let regional = if is(&with.regional, "adjacent") { "adjacent" } else { "excluded" };
            let regional = Message::new(format!("report.method-regional-{regional}")).with("cap", with.regional_cap);
            method(clause).with_message("role", with.role.name()).with_message("regional", regional)
        }
        Measure::LengthPerHead(with) => {
            let extent = if is(&with.extent, "whole") { "whole" } else { "scope" };
            let links = if is(&with.links, "counted") { "counted" } else { "excluded" };
            method(clause)
                .with_message("role", with.role.name())
                .with_message("extent", Message::new(format!("report.method-extent-{extent}")))
                .with_message("links", Message::new(format!("report.method-links-{links}")))
        }
        Measure::NetworkContinuity(with) => {
            let message =
                method(clause).with_message("role", with.role.name()).with("snap", with.snap).with("gap", with.gap);
            if with.role == Role::Walkways {
                message.with_message("derived", Message::new("report.method-derived"))
            } else {
                message.with("derived", "")
            }
        }
        Measure::PatchArea(with) => {
            let hard = if is(&with.hard, "total") { "total" } else { "largest" };
            method(clause)
                .with_message("role", with.role.name())
                .with("join", with.join)
                .with("narrow", with.narrow)
                .with_message("hard", Message::new(format!("report.method-hard-{hard}")))
        }
        Measure::WeightedShare(with) => {
            let known = ["both", "none"].into_iter().find(|code| is(&with.exempt, code)).unwrap_or("numerator");
            method(clause)
                .with_message("units", with.units.name())
                .with_message("role", with.role.name())
                .with_message("exempt", Message::new(format!("report.method-exempt-{known}")))
        }
        Measure::AttributeLimit(with) => {
            let attribute = if clause.measure.unit() == Unit::Storeys { "storeys" } else { "red-line-width" };
            let subject = if is(&with.only, "new-homes") { new_homes(with.since) } else { with.role.name() };
            Message::new(format!("report.method-attribute-limit-{attribute}"))
                .with_message("subject", without(subject, &with.without, lang))
        }
        Measure::ServiceCoverage(with) => {
            let along = if is(&with.along, "straight") { "straight" } else { "network" };
            let message = if with.rings.is_empty() {
                method(clause).with("distance", with.distance).with_message("reach", with.reach.name())
            } else {
                Message::new("report.method-service-coverage-rings")
                    .with("rings", rings(with.rings.iter().map(|ring| (ring.from_ha, ring.within)), lang))
            };
            message.with_message("along", Message::new(format!("report.method-along-{along}")))
        }
        _ => method(clause),
    };
    message.with_message("scope", area)
}

fn method(clause: &Clause) -> Message {
    Message::new(format!("report.method-{}", clause.measure.id()))
}

/// Whether a parameter is what this word of standard files means.
fn is<'de, T: Deserialize<'de> + PartialEq>(parameter: &T, word: &'de str) -> bool {
    let word: StrDeserializer<'de, Error> = word.into_deserializer();
    T::deserialize(word).is_ok_and(|known| known == *parameter)
}

fn classes(classes: &[RoadClass], lang: Lang) -> String {
    let names: Vec<String> = classes.iter().map(|class| class.name().say(lang)).collect();
    names.join(&list_separator(lang))
}

fn new_homes(since: Option<i32>) -> Message {
    match since {
        Some(year) => Message::new("report.method-new-homes-since").with("year", year),
        None => Message::new("report.method-new-homes"),
    }
}

fn without(subject: Message, left_out: &[RoadClass], lang: Lang) -> Message {
    if left_out.is_empty() {
        return subject;
    }
    Message::new("report.method-without").with_message("subject", subject).with("classes", classes(left_out, lang))
}

/// How far things of a size serve.
fn rings(rings: impl Iterator<Item = (f64, f64)>, lang: Lang) -> String {
    let ring = |(from, within)| Message::new("report.method-ring").with("from", from).with("within", within).say(lang);
    rings.map(ring).collect::<Vec<String>>().join(&list_separator(lang))
}
