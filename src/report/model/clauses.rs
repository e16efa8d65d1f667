//! A clause with its figure, limit, readings and counties as people read them.

use super::{ClauseEntry, CountyEntry, ReadingEntry, facts, findings, layers, methods};
use crate::check::{ClauseOutcome, CountyOutcome, ReadingOutcome, Verdict};
use crate::report::wording::{
    binding_test, bounds_text, distance_text, figure_text, missing_text, references_text, short_limit_text,
    strength_name, value_text,
};
use crate::report::{Report, bounds, shown_value};
use crate::standard::{Clause, Test, margin};
use crate::text::{Lang, Message};
use crate::units::Figure;

/// What stands where there is no figure.
const NO_FIGURE: &str = "–";

/// The county whose verdict and figure the clause as a whole has.
fn figures_of(outcome: &ClauseOutcome) -> Option<String> {
    let is_it = |county: &&CountyOutcome| county.verdict == outcome.verdict && county.figure == outcome.figure;
    outcome.counties.iter().find(is_it).map(|county| county.county.clone())
}

/// The entry of a clause.
pub(super) fn entry(report: &Report<'_>, clause: &Clause, outcome: &ClauseOutcome) -> ClauseEntry {
    let lang = report.lang;
    let value = outcome.figure.and_then(|figure| finite_value(figure, clause));
    let test = binding_test(clause, outcome);
    let unit = clause.measure.unit();
    ClauseEntry {
        id: clause.id.clone(),
        number: clause.number.clone(),
        title: clause.title.say(lang).to_owned(),
        chapter: clause.chapter.as_ref().map(|chapter| chapter.say(lang).to_owned()),
        quote: clause.quote.clone(),
        strength: strength_name(clause.strength).say(lang),
        verdict: outcome.verdict,
        verdict_name: outcome.verdict.name().say(lang),
        value,
        bounds: outcome.figure.and_then(bounds),
        value_text: value_text(clause, outcome, lang),
        bounds_text: bounds_text(clause, outcome, lang),
        limit: test.map(|test| test.limit),
        limit_text: test.map(|test| short_limit_text(&test, lang)),
        margin: value
            .zip(test.filter(|_| outcome.verdict != Verdict::NotJudged))
            .map(|(value, test)| margin(value, &test)),
        distance_text: distance_text(clause, outcome, lang),
        figures_of: figures_of(outcome),
        unit: unit.code().to_owned(),
        unit_name: unit.name().say(lang).trim().to_owned(),
        missing: missing_text(clause, outcome, lang),
        reason: outcome.reason.as_ref().map(|reason| reason.say(lang)),
        method: methods::sentence(clause, lang),
        scope: clause.scope.map(|role| role.name().say(lang)),
        target_year: clause.year,
        readings: outcome.readings.iter().map(|reading| reading_entry(clause, reading, lang)).collect(),
        counties: outcome.counties.iter().map(|county| county_entry(clause, county, test, lang)).collect(),
        facts: facts::entries(clause, &outcome.facts, lang),
        parts: facts::parts(&outcome.facts, lang),
        findings: findings::entries(report, clause, outcome),
        references: references_text(clause, lang),
        sources: layers::sources(report, clause, outcome),
    }
}

/// The value of a figure as it is shown; `None` where nothing bounds it.
pub(super) fn finite_value(figure: Figure, clause: &Clause) -> Option<f64> {
    Some(shown_value(figure, clause)).filter(|value| value.is_finite())
}

/// The figure with its unit, or a dash.
fn figure_or_dash(figure: Option<Figure>, clause: &Clause, lang: Lang) -> String {
    figure
        .filter(|figure| finite_value(*figure, clause).is_some())
        .map_or_else(|| NO_FIGURE.to_owned(), |figure| figure_text(figure, clause, lang))
}

fn reading_entry(clause: &Clause, outcome: &ReadingOutcome, lang: Lang) -> ReadingEntry {
    let own = clause.readings.iter().find(|reading| reading.id == outcome.id);
    ReadingEntry {
        id: outcome.id.clone(),
        title: own.map_or_else(
            || Message::new("report.reading-default").say(lang),
            |reading| reading.title.say(lang).to_owned(),
        ),
        value: outcome.figure.and_then(|figure| finite_value(figure, clause)),
        value_text: figure_or_dash(outcome.figure, clause, lang),
        verdict: outcome.verdict,
        verdict_name: outcome.verdict.name().say(lang),
    }
}

/// `bound` is the limit that the worst county is held to.
fn county_entry(clause: &Clause, outcome: &CountyOutcome, bound: Option<Test>, lang: Lang) -> CountyEntry {
    let limit = match outcome.verdict {
        Verdict::Info | Verdict::NotApplicable => None,
        // Where nothing was compared the verdict alone does not tell whether the clause binds the county.
        Verdict::NotJudged => bound,
        _ => clause.test,
    };
    CountyEntry {
        county: outcome.county.clone(),
        value: outcome.figure.and_then(|figure| finite_value(figure, clause)),
        value_text: figure_or_dash(outcome.figure, clause, lang),
        limit: limit.map(|test| test.limit),
        limit_text: limit.map(|test| short_limit_text(&test, lang)),
        verdict: outcome.verdict,
        verdict_name: outcome.verdict.name().say(lang),
    }
}
