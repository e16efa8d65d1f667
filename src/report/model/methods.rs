//! How the figure of a clause is measured, in a sentence or two.
//!
//! The sentences say what the measures do (`measure/*.rs`) with the parameters of the clause's default reading. A
//! parameter that is one of several words is recognised by the word that standard files use for it.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::Deserialize;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error, StrDeserializer};

use super::conditions;
use crate::layer::{LandClass, RoadClass, Role};
use crate::report::wording::list_separator;
use crate::standard::{Clause, Measure};
use crate::text::{Lang, Message, is_known};

/// How a clause is measured.
pub(in crate::report) fn sentence(clause: &Clause, lang: Lang) -> String {
    let message = message(clause, lang);
    if is_known(&message.key) {
        return message.say(lang).trim_end().to_owned();
    }
    let unit = clause.measure.unit().name();
    Message::new("report.page-method-unsaid").with("measure", clause.measure.id()).with_message("unit", unit).say(lang)
}

fn message(clause: &Clause, lang: Lang) -> Message {
    let area = clause.scope.map_or_else(|| Message::new("report.method-plan-area"), crate::layer::Role::name);
    let message = of_lines(clause, lang).or_else(|| of_ground(clause, lang)).or_else(|| of_features(clause, lang));
    message.unwrap_or_else(|| method(clause)).with_message("scope", area)
}

/// Of what is measured of lines and of the ground between them.
fn of_lines(clause: &Clause, lang: Lang) -> Option<Message> {
    Some(match &clause.measure {
        Measure::CorridorWidth(with) => {
            let strips = if is(&with.strips, "summed") { "summed" } else { "widest" };
            let roads = if is(&with.roads, "cut") { "cut" } else { "cross" };
            method(clause)
                .with_message("strips", Message::new(format!("report.method-strips-{strips}")))
                .with_message("roads", Message::new(format!("report.method-roads-{roads}")))
                .with("within", with.within)
        }
        Measure::ClusterSeparation(with) => method(clause).with("within", with.within),
        Measure::LineDensity(with) => {
            let boundary = if is(&with.boundary, "half") { "half" } else { "whole" };
            method(clause)
                .with_message("role", with.role.name())
                .with("classes", classes(&with.classes, lang))
                .with_message("boundary", Message::new(format!("report.method-boundary-{boundary}")))
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
        Measure::BlockSize(with) => method(clause)
            .with_message("role", with.role.name())
            .with("classes", classes(&with.classes, lang))
            .with("narrow", with.narrow),
        Measure::LandMix(with) => {
            let by = if is(&with.by, "floor-area") { "floor-area" } else { "land" };
            method(clause)
                .with_message("role", with.role.name())
                .with_message("by", Message::new(format!("report.method-by-{by}")))
        }
        _ => return None,
    })
}

/// Of what is measured of areas.
fn of_ground(clause: &Clause, lang: Lang) -> Option<Message> {
    Some(match &clause.measure {
        Measure::AreaShare(with) => {
            let regional = if is(&with.regional, "adjacent") { "adjacent" } else { "excluded" };
            let regional = Message::new(format!("report.method-regional-{regional}")).with("cap", with.regional_cap);
            method(clause).with_message("role", with.role.name()).with_message("regional", regional)
        }
        Measure::PatchArea(with) => {
            let hard = if is(&with.hard, "total") { "total" } else { "largest" };
            method(clause)
                .with_message("role", with.role.name())
                .with("join", with.join)
                .with("narrow", with.narrow)
                .with_message("hard", Message::new(format!("report.method-hard-{hard}")))
        }
        Measure::SurfaceShare(with) => {
            let by = if is(&with.by, "runoff") { "runoff" } else { "class" };
            let by = Message::new(format!("report.method-surface-by-{by}")).with("runoff", with.runoff_below);
            let water = if with.water { "counted" } else { "left-out" };
            method(clause)
                .with_message("by", by)
                .with_message("water", Message::new(format!("report.method-water-{water}")))
                .with("shares", shares(&with.shares, lang))
        }
        Measure::FeaturesInside(with) => {
            let what = if is(&with.what, "village") { "village" } else { "construction" };
            let kinds: Vec<String> = with.within.iter().map(|kind| kind.name().say(lang)).collect();
            method(clause)
                .with_message("what", Message::new(format!("report.method-what-{what}")))
                .with("kinds", kinds.join(&list_separator(lang)))
                .with("depth", with.depth)
                .with("area", with.area)
        }
        Measure::FeatureClusters(with) => {
            let exempt = if with.exempt { "counted" } else { "left-out" };
            method(clause)
                .with_message("role", with.role.name())
                .with_message("renewal", Message::new(format!("report.method-renewal-{}", with.renewal.code())))
                .with("gap", with.gap)
                .with_message("exempt", Message::new(format!("report.method-clusters-exempt-{exempt}")))
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
        _ => return None,
    })
}

/// Of what features state of themselves, and of what is typed in.
fn of_features(clause: &Clause, lang: Lang) -> Option<Message> {
    Some(match &clause.measure {
        Measure::WeightedShare(with) => {
            let known = ["both", "none"].into_iter().find(|code| is(&with.exempt, code)).unwrap_or("numerator");
            method(clause)
                .with_message("units", with.units.name())
                .with_message("role", with.role.name())
                .with_message("exempt", Message::new(format!("report.method-exempt-{known}")))
        }
        Measure::AttributeLimit(with) => {
            let attributes = ["red-line-width", "storeys", "energy-saving", "site-waste"];
            let attribute = word(&with.attribute, &attributes);
            let homes = attribute == "storeys" && !with.among.is_empty();
            let subject = if homes { new_homes(with.since) } else { with.role.name() };
            Message::new(format!("report.method-attribute-limit-{attribute}"))
                .with_message("subject", without(subject, &with.without, lang))
                .with("among", among(&with.among, lang))
        }
        Measure::FeatureShare(with) => {
            let part = with.part.map(|part| word(&part, &["solar-area", "energy-saved"]));
            let having = match part {
                Some(part) => Message::new(format!("report.method-part-{part}")).say(lang),
                None => conditions::sentence(&with.having, lang),
            };
            let weight = Message::new(format!("report.method-weight-{}", with.weight.code()));
            method(clause)
                .with_message("role", with.role.name())
                .with("among", among(&with.among, lang))
                .with("having", having)
                .with_message("weight", weight)
        }
        Measure::FeatureCount(with) => method(clause)
            .with_message("role", with.role.name())
            .with("among", among(&with.among, lang))
            .with("having", conditions::sentence(&with.having, lang)),
        Measure::TypedFigure(with) => {
            let asks = word(&with.asks, &["number", "yes-no", "rise", "fall"]);
            let keys = with.keys(&clause.id).join(&list_separator(lang));
            Message::new(format!("report.method-typed-figure-{asks}")).with("keys", keys)
        }
        _ => return None,
    })
}

fn method(clause: &Clause) -> Message {
    Message::new(format!("report.method-{}", clause.measure.id()))
}

/// What must hold of the features that are looked at.
fn among(conditions: &[impl Display], lang: Lang) -> String {
    if conditions.is_empty() {
        return String::new();
    }
    Message::new("report.method-among").with("conditions", conditions::sentence(conditions, lang)).say(lang)
}

/// Whether a parameter is what this word of standard files means.
fn is<'de, T: Deserialize<'de> + PartialEq>(parameter: &T, word: &'de str) -> bool {
    let word: StrDeserializer<'de, Error> = word.into_deserializer();
    T::deserialize(word).is_ok_and(|known| known == *parameter)
}

/// The one of several words of standard files that a parameter is; the first where it is none.
fn word<'a, T: Deserialize<'a> + PartialEq>(parameter: &T, words: &[&'a str]) -> &'a str {
    let known = words.iter().copied().find(|word| is(parameter, word));
    known.or(words.first().copied()).unwrap_or_default()
}

fn classes(classes: &[RoadClass], lang: Lang) -> String {
    let names: Vec<String> = classes.iter().map(|class| class.name().say(lang)).collect();
    names.join(&list_separator(lang))
}

/// Shares of land by class, in per cent.
fn shares(shares: &BTreeMap<LandClass, f64>, lang: Lang) -> String {
    let share = |(class, share): (&LandClass, &f64)| {
        Message::new("report.method-land-share").with_message("class", class.name()).with("share", share).say(lang)
    };
    shares.iter().map(share).collect::<Vec<_>>().join(&list_separator(lang))
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
