//! Values, limits and distances as people read them: the same words in a terminal and in the window.

mod missing;

pub use missing::{missing_at_text, missing_beside_text, missing_text};

use super::text::feature_name;
use super::{bounds, shown_value};
use crate::check::{ClauseOutcome, Finding, Verdict};
use crate::measure::{FeatureRef, Part};
use crate::standard::{Clause, Comparison, Judgement, Strength, Test, judge, margin};
use crate::text::{Lang, Message};
use crate::units::{Figure, Unit};

/// A figure with its unit: as many digits as tell it from the clause's limit.
pub fn figure_text(figure: Figure, clause: &Clause, lang: Lang) -> String {
    with_unit(shown_value(figure, clause), clause.measure.unit(), clause.test.map(|test| test.limit), lang)
}

/// The figure of a clause with its unit; `None` where there is none.
pub fn value_text(clause: &Clause, outcome: &ClauseOutcome, lang: Lang) -> Option<String> {
    let figure = outcome.figure.filter(|figure| shown_value(*figure, clause).is_finite())?;
    let limit = binding_test(clause, outcome).map(|test| test.limit);
    Some(with_unit(shown_value(figure, clause), clause.measure.unit(), limit, lang))
}

/// A value with its unit, and with more digits where it would look equal to a limit that it is not.
pub fn with_unit(value: f64, unit: Unit, limit: Option<f64>, lang: Lang) -> String {
    if unit == Unit::YesNo {
        return answer(value).say(lang);
    }
    format!("{} {}", unit.format(value, limit), unit.name().say(lang)).trim_end().to_owned()
}

/// Yes or no, as a figure holds it.
fn answer(value: f64) -> Message {
    Message::new(if value > 0.0 { "report.yes" } else { "report.no" })
}

/// The test that a clause is held to here: none where it is only shown or does not apply.
pub fn binding_test(clause: &Clause, outcome: &ClauseOutcome) -> Option<Test> {
    clause.test.filter(|_| outcome.bound && outcome.verdict != Verdict::NotApplicable)
}

/// A limit as people read it: `应 ≥ 50 m`.
pub fn limit_text(test: &Test, lang: Lang) -> String {
    limit_message("report.limit", test, lang)
}

/// A limit where space is short: `≥ 50 m`.
pub fn short_limit_text(test: &Test, lang: Lang) -> String {
    limit_message("report.limit-alone", test, lang)
}

/// Numbers of other documents beside which the figure of a clause stands.
pub fn references_text(clause: &Clause, lang: Lang) -> Option<String> {
    let of = |reference: &crate::standard::Reference| {
        let message = Message::new("report.reference").with("limit", short_limit_text(&reference.test, lang));
        message.with("source", reference.source.say(lang)).say(lang)
    };
    let texts: Vec<String> = clause.references.iter().map(of).collect();
    (!texts.is_empty()).then(|| texts.join(&sentence_separator(lang)))
}

fn limit_message(key: &str, test: &Test, lang: Lang) -> String {
    if test.unit == Unit::YesNo {
        let key = if key == "report.limit" { "report.limit-answer" } else { "report.limit-alone-answer" };
        return Message::new(key).with_message("answer", answer(test.limit)).say(lang);
    }
    Message::new(key)
        .with("comparison", sign(test.comparison))
        .with("limit", test.unit.format_limit(test.limit))
        .with_message("unit", test.unit.name())
        .say(lang)
        .trim_end()
        .to_owned()
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::AtLeast => "≥",
        Comparison::MoreThan => ">",
        Comparison::AtMost => "≤",
        Comparison::LessThan => "<",
    }
}

/// How far the default reading's figure lies from its limit: `差 12.7 m`, `余 0.3 m`; `None` where it is not judged.
pub fn distance_text(clause: &Clause, outcome: &ClauseOutcome, lang: Lang) -> Option<String> {
    let test = binding_test(clause, outcome).filter(|_| outcome.verdict != Verdict::NotJudged)?;
    let value = shown_value(outcome.figure?, clause);
    let misses = outcome.readings.first().is_some_and(|default| is_miss(default.verdict));
    // An answer is right or wrong, never by how much.
    (value.is_finite() && test.unit != Unit::YesNo).then(|| distance(value, &test, misses, lang))
}

/// How far a finding's own figure misses the limit.
pub fn shortfall_text(figure: Figure, clause: &Clause, lang: Lang) -> Option<String> {
    let value = shown_value(figure, clause);
    clause.test.filter(|_| value.is_finite()).map(|test| distance(value, &test, true, lang))
}

/// What is still missing at a finding, else how far its own figure misses the limit.
pub fn remedy_text(clause: &Clause, finding: &Finding, lang: Lang) -> Option<String> {
    let shortfall = || finding.figure.and_then(|figure| shortfall_text(figure, clause, lang));
    missing_at_text(clause, finding, lang).or_else(shortfall)
}

/// The limit and how far a value lies from it: `应 ≥ 50 m · 差 12.7 m`.
pub fn versus_text(value: f64, test: &Test, lang: Lang) -> String {
    let misses = judge(Figure::exact(value, test.unit), test) != Judgement::Meets;
    format!("{} · {}", limit_text(test, lang), distance(value, test, misses, lang))
}

fn is_miss(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Violates | Verdict::NotYetDue | Verdict::Argued)
}

fn distance(value: f64, test: &Test, misses: bool, lang: Lang) -> String {
    // What lies on the wrong side by less than the slack is at the limit, which some tests exclude.
    let margin = if misses { margin(value, test).min(0.0) } else { margin(value, test).max(0.0) };
    let key = match (misses, test.comparison) {
        (false, _) => "report.room",
        (true, Comparison::AtLeast | Comparison::MoreThan) => "report.short",
        (true, Comparison::AtMost | Comparison::LessThan) => "report.over",
    };
    let unit = test.unit;
    let message = Message::new(key).with("margin", unit.format_margin(margin)).with_message("unit", unit.name());
    message.say(lang).trim_end().to_owned()
}

/// Both bounds of a figure, where data is missing: `介于 1.8 与 2.2 ha 之间`.
pub fn bounds_text(clause: &Clause, outcome: &ClauseOutcome, lang: Lang) -> Option<String> {
    let [low, high] = outcome.figure.and_then(bounds).filter(|bounds| bounds[1].is_finite())?;
    let unit = clause.measure.unit();
    let message = Message::new("report.bounds")
        .with("low", unit.format(low, None))
        .with("high", unit.format(high, None))
        .with_message("unit", unit.name());
    Some(message.say(lang))
}

/// Between the members of a list.
pub fn list_separator(lang: Lang) -> String {
    Message::new("report.list-separator").say(lang)
}

/// Between details of one thing.
pub(super) fn detail_separator(lang: Lang) -> String {
    Message::new("report.detail-separator").say(lang)
}

/// Between sentences in a row.
pub(super) fn sentence_separator(lang: Lang) -> String {
    Message::new("report.sentence-separator").say(lang)
}

/// How binding a requirement is, for people.
pub fn strength_name(strength: Strength) -> Message {
    Message::new(match strength {
        Strength::Required => "report.strength-required",
        Strength::InPrinciple => "report.strength-in-principle",
        Strength::Aspiration => "report.strength-aspiration",
        Strength::Encouraged => "report.strength-encouraged",
    })
}

/// A feature of a finding, and what it does there: `file#row` or the id of a drawn one.
pub(super) fn feature_text((feature, part): &(FeatureRef, Part), lang: Lang) -> String {
    format!("{} {}", feature_name(feature), part_name(*part).say(lang))
}

/// What a feature does at a place, for people.
pub fn part_name(part: Part) -> Message {
    Message::new(match part {
        Part::Subject => "report.part-subject",
        Part::Narrows => "report.part-narrows",
        Part::Counted => "report.part-counted",
        Part::LeftOut => "report.part-left-out",
        Part::Scope => "report.part-scope",
    })
}
