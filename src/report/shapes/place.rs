//! A finding with its clause and its number, as every output for GIS and CAD speaks of it.

use geo_types::{Coord, LineString};
use serde_json::Value as Json;

use crate::check::{ClauseOutcome, Finding};
use crate::layer::{Shape, Value};
use crate::report::wording::feature_text;
use crate::report::{Report, shown_value};
use crate::standard::Clause;
use crate::text::Lang;
use crate::units::Figure;

/// A finding with what it belongs to.
#[derive(Clone, Copy, Debug)]
pub(in crate::report) struct FindingPlace<'a> {
    pub(in crate::report) clause: &'a Clause,
    pub(in crate::report) outcome: &'a ClauseOutcome,
    pub(in crate::report) finding: &'a Finding,
    /// Its number within the clause, from 1.
    pub(in crate::report) number: usize,
}

/// A length between two points that a plan shows as a dimension.
#[derive(Clone, Copy, Debug)]
pub(in crate::report) struct Across {
    pub(in crate::report) ends: [Coord<f64>; 2],
    /// In metres, as it was measured.
    pub(in crate::report) length: f64,
    /// A gap between pieces, not the width of a passage.
    pub(in crate::report) is_gap: bool,
    /// The least width; gaps have none.
    pub(in crate::report) limit: Option<f64>,
}

/// All findings, in the order of clauses.
pub(in crate::report) fn places<'a>(report: &Report<'a>) -> impl Iterator<Item = FindingPlace<'a>> + use<'a> {
    let Report { standard, outcome, .. } = *report;
    let clause = |id: &str| standard.clauses.iter().find(|clause| clause.id == id);
    let of_clause = outcome.clauses.iter().filter_map(move |outcome| Some((clause(&outcome.clause)?, outcome)));
    of_clause.flat_map(|(clause, outcome)| {
        let numbered = (1..).zip(&outcome.findings);
        numbered.map(move |(number, finding)| FindingPlace { clause, outcome, finding, number })
    })
}

impl FindingPlace<'_> {
    /// What messages call it.
    pub(super) fn label(&self) -> String {
        format!("{} {}", self.clause.id, self.number)
    }

    /// Its own figure; that of its clause would be told of a place that it does not speak of.
    pub(in crate::report) fn figure(&self) -> Option<Figure> {
        self.finding.figure.filter(|figure| shown_value(*figure, self.clause).is_finite())
    }

    /// The value that its figure is shown as.
    pub(super) fn value(&self) -> Option<f64> {
        self.figure().map(|figure| shown_value(figure, self.clause))
    }

    /// Clause, number within it, number and title of the clause, verdict with its name, subject.
    pub(super) fn head(&self, lang: Lang) -> Vec<Value> {
        let Self { clause, finding, .. } = self;
        vec![
            Value::text(&clause.id),
            Value::Number(self.number as f64),
            Value::text(&clause.number),
            Value::text(clause.title.say(lang)),
            Value::text(finding.verdict.code()),
            Value::text(&finding.verdict.name().say(lang)),
            Value::text(&finding.subject),
        ]
    }

    /// The features concerned and what each does there.
    pub(super) fn features(&self, lang: Lang) -> String {
        let named = self.finding.features.iter();
        let texts = named.map(|feature| feature_text(feature, lang));
        texts.collect::<Vec<_>>().join("; ")
    }

    /// The narrowest place that its facts name, or the gap that it is.
    pub(in crate::report) fn across(&self) -> Option<Across> {
        let facts = &self.finding.facts;
        let metres = |key: &str| facts.get(key).and_then(Json::as_f64);
        if let Some(narrowest) = facts.get("narrowest") {
            let ends: [[f64; 2]; 2] = serde_json::from_value(narrowest.clone()).ok()?;
            let gap = metres("gap_m");
            let limit = self.clause.test.filter(|_| gap.is_none()).map(|test| test.limit);
            return Some(Across {
                ends: ends.map(Coord::from),
                length: gap.or_else(|| self.value())?,
                is_gap: gap.is_some(),
                limit,
            });
        }
        let Shape::Lines(lines) = &self.finding.place else { return None };
        let line = lines.first()?;
        let ends = [*line.0.first()?, *line.0.last()?];
        Some(Across { ends, length: metres("distance_m")?, is_gap: true, limit: None })
    }
}

impl Across {
    /// The line between its ends.
    pub(super) fn line(&self) -> Shape {
        Shape::Lines(vec![LineString(self.ends.to_vec())])
    }
}
