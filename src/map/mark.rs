//! Findings as marks on the map: what is outlined and hatched, which dimension is drawn, what the label says.

use geo_types::{Coord, LineString, Rect};

use crate::check::{Outcome, Verdict};
use crate::layer::Shape;
use crate::plan::Snapshot;
use crate::standard::Standard;
use crate::text::Lang;

/// A finding on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Id of the clause.
    pub clause: String,
    /// Index of the finding in its clause.
    pub finding: usize,
    /// The verdict at this place.
    pub verdict: Verdict,
    /// What is outlined and hatched.
    pub place: Shape,
    /// Dimensions drawn as on a plan: the narrowest place, a gap.
    pub dimensions: Vec<[Coord<f64>; 2]>,
    /// Lines counted into the figure; drawn only for the chosen finding.
    pub counted: Vec<LineString<f64>>,
    /// Lines left out of it.
    pub left_out: Vec<LineString<f64>>,
    /// What its label says and where it is led to.
    pub label: MarkLabel,
    /// Whether it is the one that was chosen.
    pub chosen: bool,
}

/// The label of a mark, led to its place.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkLabel {
    /// Where it is led to.
    pub at: Coord<f64>,
    /// The measured figure: `净宽 37.3 m`.
    pub head: String,
    /// Limit and distance to it: `应 ≥ 50 m · 差 12.7 m`.
    pub detail: String,
}

impl Mark {
    /// The box to show for looking at it.
    pub fn bounds(&self) -> Rect<f64> {
        self.place.bounds().unwrap_or_else(|| Rect::new(self.label.at, self.label.at))
    }
}

/// The marks of a check; `chosen` is a clause and the index of its finding.
pub fn marks(
    _snapshot: &Snapshot,
    _standard: &Standard,
    outcome: &Outcome,
    chosen: Option<(&str, usize)>,
    _lang: Lang,
) -> Vec<Mark> {
    let of_clause = |clause: &crate::check::ClauseOutcome| {
        let id = clause.clause.clone();
        let marks = clause.findings.iter().enumerate().map(|(index, finding)| Mark {
            clause: id.clone(),
            finding: index,
            verdict: finding.verdict,
            place: finding.place.clone(),
            dimensions: Vec::new(),
            counted: Vec::new(),
            left_out: Vec::new(),
            label: MarkLabel { at: finding.anchor, head: finding.subject.clone(), detail: String::new() },
            chosen: chosen == Some((id.as_str(), index)),
        });
        marks.collect::<Vec<_>>()
    };
    let mut marks: Vec<Mark> = outcome.clauses.iter().flat_map(of_clause).collect();
    marks.sort_by_key(|mark| mark.chosen);
    marks
}
