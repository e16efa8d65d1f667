//! `langdao-result/1`: the whole result for machines. The schema stands in `assets/result.schema.json`.
//!
//! Figures are unrounded and in the unit named; a bound that is not finite is `null`.

use serde_json::{Map, Value, json};

use super::{Report, bounds, shown_value};
use crate::check::{ClauseOutcome, Finding, Verdict};
use crate::formats::geojson::write;
use crate::layer::{Layer, Origin, Shape};
use crate::measure::FeatureRef;
use crate::notice::Notice;
use crate::standard::{Clause, Reference, margin};
use crate::text::{Lang, Message};
use crate::units::Figure;

/// The result as indented JSON with a final line break.
pub(super) fn render(report: &Report<'_>) -> Result<Vec<u8>, Message> {
    let mut bytes = serde_json::to_vec_pretty(&document(report))
        .map_err(|error| Message::new("report.not-written").with("reason", error))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn document(report: &Report<'_>) -> Value {
    let (snapshot, standard, lang) = (report.snapshot, report.standard, report.lang);
    let files = snapshot.layers.iter().filter(|layer| layer.origin != Origin::Drawn);
    json!({
        "schema": "langdao-result/1",
        "tool": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
        "plan": {
            "name": snapshot.name,
            "proposal": snapshot.proposal,
            "crs": snapshot.frame.code(),
            "county": snapshot.county,
            "year": snapshot.year,
            "area_method": "plane",
            "distortion_ppm": snapshot.distortion_ppm(),
        },
        "standard": {"id": standard.id, "title": standard.title, "sha256": standard.sha256},
        "layers": files.map(|layer| layer_json(layer, lang)).collect::<Vec<_>>(),
        "clauses": report.outcome.clauses.iter()
            .filter_map(|outcome| report.clause(&outcome.clause).map(|clause| clause_json(clause, outcome, lang)))
            .collect::<Vec<_>>(),
        "notices": notices(&report.outcome.notices, lang),
    })
}

fn layer_json(layer: &Layer, lang: Lang) -> Value {
    json!({
        "roles": layer.roles.iter().map(|role| role.code()).collect::<Vec<_>>(),
        "source": layer.source(),
        "sha256": layer.sha256,
        "crs": layer.crs,
        "encoding": layer.encoding,
        "features": layer.features.len(),
        "skipped": layer.skipped,
        "title": layer.provenance.title,
        "year": layer.provenance.year,
        "provenance": layer.provenance.source,
        "notices": notices(&layer.notices, lang),
    })
}

/// Notices with code, row, place and sentence.
pub fn notices(notices: &[Notice], lang: Lang) -> Vec<Value> {
    notices
        .iter()
        .map(
            |notice| json!({"code": notice.code, "row": notice.row, "at": notice.at, "text": notice.message.say(lang)}),
        )
        .collect()
}

fn clause_json(clause: &Clause, outcome: &ClauseOutcome, lang: Lang) -> Value {
    let test = clause.test;
    let value = outcome.figure.map(|figure| shown_value(figure, clause));
    let bound_test = test.filter(|_| outcome.bound);
    let mut object = json!({
        "id": clause.id,
        "title": clause.title,
        "number": clause.number,
        "quote": clause.quote,
        "measure": clause.measure.id(),
        "scope": clause.scope.map(crate::layer::Role::code),
        "strength": clause.strength,
        "comparison": test.map(|test| test.comparison),
        "limit": test.filter(|_| outcome.verdict == Verdict::NotApplicable || outcome.bound).map(|test| test.limit),
        "unit": clause.measure.unit(),
        "year": clause.year,
        "verdict": outcome.verdict,
        "value": value,
        "margin": value.zip(bound_test).map(|(value, test)| margin(value, &test)),
        "readings": readings(clause, outcome),
        "facts": outcome.facts,
        "reason": outcome.reason.as_ref().map(|reason| reason.say(lang)),
        "findings": outcome.findings.iter().map(|finding| finding_json(clause, finding)).collect::<Vec<_>>(),
        "notices": notices(&outcome.notices, lang),
    });
    if let Some(object) = object.as_object_mut() {
        insert_bounds(object, outcome.figure);
        if !clause.references.is_empty() {
            object.insert(String::from("references"), clause.references.iter().map(reference).collect());
        }
        if !outcome.counties.is_empty() {
            object.insert(String::from("counties"), Value::Array(counties(clause, outcome)));
        }
    }
    object
}

pub(super) fn insert_bounds(object: &mut Map<String, Value>, figure: Option<Figure>) {
    if let Some(bounds) = figure.and_then(bounds) {
        object.insert(String::from("bounds"), json!(bounds));
    }
}

fn readings(clause: &Clause, outcome: &ClauseOutcome) -> Vec<Value> {
    outcome
        .readings
        .iter()
        .map(|reading| {
            let value = reading.figure.map(|figure| shown_value(figure, clause));
            let mut object = Map::new();
            object.insert(String::from("id"), json!(reading.id));
            object.insert(String::from("value"), json!(value));
            object.insert(String::from("verdict"), json!(reading.verdict));
            insert_bounds(&mut object, reading.figure);
            Value::Object(object)
        })
        .collect()
}

fn reference(reference: &Reference) -> Value {
    let test = &reference.test;
    json!({"comparison": test.comparison, "limit": test.limit, "source": reference.source})
}

fn counties(clause: &Clause, outcome: &ClauseOutcome) -> Vec<Value> {
    outcome
        .counties
        .iter()
        .map(|county| {
            let value = county.figure.map(|figure| shown_value(figure, clause));
            json!({"county": county.county, "verdict": county.verdict, "value": value})
        })
        .collect()
}

fn finding_json(clause: &Clause, finding: &Finding) -> Value {
    let features: Vec<Value> = finding
        .features
        .iter()
        .map(|(feature, part)| {
            let mut object = feature_json(feature);
            object.insert(String::from("part"), json!(part));
            Value::Object(object)
        })
        .collect();
    json!({
        "subject": finding.subject,
        "verdict": finding.verdict,
        "value": finding.figure.map(|figure| shown_value(figure, clause)),
        "features": features,
        "anchor": [finding.anchor.x, finding.anchor.y],
        "place": geometry(&finding.place),
        "facts": finding.facts,
    })
}

/// A feature by file and row; a drawn one has no file, and its id.
pub(super) fn feature_json(feature: &FeatureRef) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert(String::from("layer"), json!(feature.layer));
    match &feature.id {
        Some(id) => object.insert(String::from("id"), json!(id)),
        None => object.insert(String::from("row"), json!(feature.row)),
    };
    object
}

/// A shape as a GeoJSON geometry in the plan's own coordinates.
fn geometry(shape: &Shape) -> Value {
    write::geometry(shape, &|at| json!([at.x, at.y]))
}
