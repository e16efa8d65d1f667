//! How the figure of a clause is measured, in a sentence or two.
//!
//! The sentences say what the measures do (`measure/*.rs`) with the parameters of the clause's default reading. A
//! parameter that is one of several words is recognised by the word that standard files use for it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error, StrDeserializer};

use crate::layer::{LandClass, RoadClass};
use crate::report::wording::list_separator;
use crate::standard::{Clause, Measure};
use crate::text::{Lang, Message};
use crate::units::Unit;

/// How a clause is measured.
pub(super) fn sentence(clause: &Clause, lang: Lang) -> String {
    message(clause, lang).say(lang)
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
        Measure::LengthPerHead(with) => method(clause).with_message("role", with.role.name()),
        Measure::NetworkContinuity(with) => {
            method(clause).with_message("role", with.role.name()).with("snap", with.snap).with("gap", with.gap)
        }
        Measure::PatchArea(with) => {
            method(clause).with_message("role", with.role.name()).with("join", with.join).with("narrow", with.narrow)
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
