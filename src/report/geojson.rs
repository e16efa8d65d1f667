//! Findings as GeoJSON features.

use serde_json::json;

use super::{Report, shown_value};
use crate::formats::geojson::write::{Export, write};
use crate::standard::margin;
use crate::text::Message;

/// One feature per finding, with the clause, the figure and the features concerned.
pub(super) fn render(report: &Report<'_>) -> Result<Vec<u8>, Message> {
    let mut exports = Vec::new();
    for outcome in &report.outcome.clauses {
        let Some(clause) = report.clause(&outcome.clause) else { continue };
        for finding in &outcome.findings {
            let value = finding.figure.map(|figure| shown_value(figure, clause));
            let features: Vec<_> = finding
                .features
                .iter()
                .map(|(feature, part)| {
                    let mut object = super::json::feature_json(feature);
                    object.insert(String::from("part"), json!(part));
                    object
                })
                .collect();
            let properties = json!({
                "clause": clause.id,
                "number": clause.number,
                "title": clause.title.say(report.lang),
                "strength": clause.strength,
                "verdict": finding.verdict,
                "subject": finding.subject,
                "value": value,
                "limit": clause.test.map(|test| test.limit),
                "margin": value.zip(clause.test).map(|(value, test)| margin(value, &test)),
                "unit": clause.measure.unit(),
                "features": features,
            });
            exports.push(Export { shape: &finding.place, properties });
        }
    }
    write(&exports, &report.snapshot.frame)
}
