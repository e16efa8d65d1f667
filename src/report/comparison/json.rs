//! `langdao-comparison/1`: the comparison for machines. The schema stands in `assets/comparison.schema.json`.

use serde_json::{Map, Value, json};

use super::{ComparisonReport, Row, bounds, value};
use crate::check::{ClauseOutcome, CountyComparison, Effect, Verdict};
use crate::report::Report;
use crate::standard::Clause;
use crate::text::{Lang, Message};
use crate::units::Figure;

/// The comparison as indented JSON with a final line break.
pub(super) fn render(report: &ComparisonReport<'_>) -> Result<Vec<u8>, Message> {
    let mut bytes = serde_json::to_vec_pretty(&document(report))
        .map_err(|error| Message::new("report.not-written").with("reason", error))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn document(report: &ComparisonReport<'_>) -> Value {
    let [a, _] = report.reports;
    let count = |effect: &Effect| (effect.code().to_owned(), json!(report.comparison.count(*effect)));
    json!({
        "schema": "langdao-comparison/1",
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "plan": {"name": a.snapshot.name},
        "standard": {"id": a.standard.id, "title": a.standard.title, "sha256": a.standard.sha256},
        "proposals": report.reports.map(proposal),
        "clauses": report.rows().map(|row| clause_json(&row, a.lang)).collect::<Vec<_>>(),
        "counts": Effect::ALL.iter().map(count).collect::<Map<_, _>>(),
    })
}

fn proposal(report: &Report<'_>) -> Value {
    let snapshot = report.snapshot;
    json!({
        "name": snapshot.proposal,
        "crs": snapshot.frame.code(),
        "county": snapshot.county,
        "year": snapshot.year,
    })
}

fn clause_json(row: &Row<'_>, lang: Lang) -> Value {
    let Row { clause, compared, .. } = row;
    let [a, b] = row.outcomes.map(|outcome| side_of(clause, outcome, lang));
    let mut object = json!({
        "id": clause.id,
        "title": clause.title,
        "number": clause.number,
        "comparison": clause.test.map(|test| test.comparison),
        "limit": clause.test.map(|test| test.limit),
        "unit": clause.measure.unit(),
        "a": a,
        "b": b,
        "difference": compared.difference,
        "effect": compared.effect,
        "gone": compared.gone,
        "new": compared.new,
    });
    if let Some(object) = object.as_object_mut().filter(|_| !compared.counties.is_empty()) {
        let counties = compared.counties.iter().map(|county| county_json(clause, county));
        object.insert(String::from("counties"), counties.collect());
    }
    object
}

fn side_of(clause: &Clause, outcome: &ClauseOutcome, lang: Lang) -> Value {
    let mut side = side(clause, outcome.verdict, outcome.figure);
    side.insert(String::from("reason"), json!(outcome.reason.as_ref().map(|reason| reason.say(lang))));
    Value::Object(side)
}

fn side(clause: &Clause, verdict: Verdict, figure: Option<Figure>) -> Map<String, Value> {
    let mut side = Map::new();
    side.insert(String::from("verdict"), json!(verdict));
    side.insert(String::from("value"), json!(value(clause, figure)));
    if let Some(bounds) = figure.and_then(bounds) {
        side.insert(String::from("bounds"), json!(bounds));
    }
    side
}

fn county_json(clause: &Clause, county: &CountyComparison) -> Value {
    let [a, b] = [0, 1].map(|index| side(clause, county.verdicts[index], county.figures[index]));
    json!({"county": county.county, "a": a, "b": b, "difference": county.difference, "effect": county.effect})
}
