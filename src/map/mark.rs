//! Findings as marks on the map: what is outlined and hatched, which dimension is drawn, what the label says.

mod draw;
mod evidence;
mod layout;
mod plate;
mod style;
#[cfg(test)]
mod tests;
mod wording;

use geo_types::{Coord, LineString, Rect};

pub use self::evidence::Evidence;
pub use self::style::colour as verdict_colour;
pub(super) use self::style::direction as verdict_hatch;
use super::canvas::Canvas;
use super::room::Room;
use super::view::View;
use crate::check::{ClauseOutcome, Finding, Outcome, Verdict};
use crate::geometry::segments::Segment;
use crate::geometry::vector::{distance, left_of, midpoint};
use crate::layer::Shape;
use crate::measure::attribute_limit::Attribute;
use crate::plan::Snapshot;
use crate::standard::{Clause, Measure, Standard};
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
    /// How its place is drawn.
    pub kind: Kind,
    /// What is outlined and hatched.
    pub place: Shape,
    /// Dimensions drawn as on a plan: the narrowest place, a gap.
    pub dimensions: Vec<[Coord<f64>; 2]>,
    /// What the figure rests on; only of the chosen finding.
    pub evidence: Evidence,
    /// What its label says and where it is led to.
    pub label: MarkLabel,
    /// Whether it is the one that was chosen.
    pub chosen: bool,
}

/// How the place of a finding is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An area that is wrong itself, hatched.
    Area,
    /// An area that a figure speaks of as a whole, outlined.
    Scope,
    /// A line that is wrong itself, highlighted.
    Course,
    /// A link that is missing, dashed.
    Gap,
}

/// The label of a mark, led to its place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MarkLabel {
    /// Where it is led to.
    pub at: Coord<f64>,
    /// The measured figure: `净宽 37.3 m`.
    pub head: String,
    /// Limit and distance to it: `应 ≥ 50 m · 差 12.7 m`.
    pub detail: String,
    /// What is concerned, by which reading, what the figure was computed from.
    pub notes: Vec<String>,
}

/// A place is looked at with at least this much around it, metres.
const LEAST_FOCUS: f64 = 120.0;

impl Mark {
    /// The box around all that is marked.
    pub fn bounds(&self) -> Rect<f64> {
        self.place.bounds().unwrap_or_else(|| Rect::new(self.label.at, self.label.at))
    }

    /// The box to fly to: a scope with a margin; of all else the place with surroundings, so that the narrow place fills
    /// about a third of the view.
    pub fn focus(&self) -> Rect<f64> {
        let bounds = self.bounds();
        let extent = bounds.width().max(bounds.height());
        let (middle, side) = match self.dimensions.first() {
            Some(&[a, b]) => {
                let across = distance(a, b);
                (midpoint(a, b), (across * 3.0).max((extent * 1.2).min(across * 8.0)))
            }
            None if self.kind == Kind::Scope => (bounds.center(), extent * 1.1),
            None => (bounds.center(), extent * 3.0),
        };
        let half = side.max(LEAST_FOCUS) / 2.0;
        let corner = Coord { x: half, y: half };
        Rect::new(middle - corner, middle + corner)
    }

    /// Whether a place of the plan lies on the mark, or at most so many metres beside it. A scope is its boundary: what
    /// lies inside belongs to other marks.
    pub fn hit(&self, at: Coord<f64>, within: f64) -> bool {
        let bounds = self.bounds();
        let near_box = at.x >= bounds.min().x - within
            && at.x <= bounds.max().x + within
            && at.y >= bounds.min().y - within
            && at.y <= bounds.max().y + within;
        let on_place = near_box
            && match &self.place {
                Shape::Points(points) => points.iter().any(|&point| distance(point, at) <= within),
                Shape::Lines(lines) => {
                    lines.iter().flat_map(|line| line.0.windows(2)).any(|ends| near(ends[0], ends[1], at, within))
                }
                Shape::Area(region) => {
                    (self.kind != Kind::Scope && region.contains_point(at)) || region.distance_to_boundary(at) <= within
                }
            };
        on_place || self.dimensions.iter().any(|&[a, b]| near(a, b, at, within))
    }
}

fn near(a: Coord<f64>, b: Coord<f64>, at: Coord<f64>, within: f64) -> bool {
    Segment::new(a, b, 0).distance(at) <= within
}

/// Marks that found their places in a picture.
pub(super) struct Laid<'a>(Vec<layout::Laid<'a>>);

/// Gives marks their places and takes the room that they need.
pub(super) fn lay_out<'a>(marks: &'a [Mark], view: &View, room: &mut Room, lang: Lang) -> Laid<'a> {
    Laid(layout::lay_out(marks, view, room, lang))
}

impl Laid<'_> {
    /// Draws what lies under names: places and what their figures rest on.
    pub(super) fn draw_places(&self, canvas: &mut dyn Canvas, view: &View) {
        draw::places(canvas, view, &self.0);
    }

    /// Draws what lies over names: dimensions and labels.
    pub(super) fn draw_labels(&self, canvas: &mut dyn Canvas, view: &View) {
        draw::labels(canvas, view, &self.0);
    }
}

/// The marks of a check; `chosen` is a clause and the index of its finding. The chosen one comes last, with its evidence:
/// that takes as long as reading through the layers it names.
pub fn marks(
    snapshot: &Snapshot,
    standard: &Standard,
    outcome: &Outcome,
    chosen: Option<(&str, usize)>,
    lang: Lang,
) -> Vec<Mark> {
    let mut marks = Vec::new();
    for of_clause in &outcome.clauses {
        let Some(clause) = standard.clause(&of_clause.clause) else { continue };
        for (index, finding) in of_clause.findings.iter().enumerate() {
            let mut mark = mark(clause, of_clause, index, finding, lang);
            if chosen == Some((clause.id.as_str(), index)) {
                mark.chosen = true;
                mark.evidence = evidence::evidence(&snapshot.layers, clause, finding);
            }
            marks.push(mark);
        }
    }
    marks.sort_by_key(|mark| mark.chosen);
    marks
}

fn mark(clause: &Clause, outcome: &ClauseOutcome, index: usize, finding: &Finding, lang: Lang) -> Mark {
    let words = wording::words(clause, outcome, finding, lang);
    let kind = kind(clause, finding);
    let dimensions: Vec<[Coord<f64>; 2]> = dimension(clause, finding, kind).into_iter().collect();
    let at = dimensions.first().map_or(finding.anchor, |&[a, b]| midpoint(a, b));
    Mark {
        clause: clause.id.clone(),
        finding: index,
        verdict: finding.verdict,
        kind,
        place: finding.place.clone(),
        dimensions,
        evidence: Evidence::default(),
        label: MarkLabel { at, head: words.head, detail: words.detail, notes: words.notes },
        chosen: false,
    }
}

fn kind(clause: &Clause, finding: &Finding) -> Kind {
    match (&clause.measure, &finding.place) {
        (
            Measure::LineDensity(_) | Measure::LengthPerHead(_) | Measure::AreaShare(_) | Measure::SurfaceShare(_),
            Shape::Area(_),
        ) => Kind::Scope,
        (_, Shape::Area(_)) => Kind::Area,
        (Measure::CorridorContinuity(_), _) => Kind::Gap,
        (Measure::CorridorWidth(_), _) if finding.facts.contains_key("gap_m") => Kind::Gap,
        (Measure::NetworkContinuity(_), _) if finding.facts.contains_key("distance_m") => Kind::Gap,
        _ => Kind::Course,
    }
}

/// The dimension of a finding: the narrowest place that its facts name, or the gap itself.
fn dimension(clause: &Clause, finding: &Finding, kind: Kind) -> Option<[Coord<f64>; 2]> {
    if matches!(clause.measure, Measure::CorridorWidth(_)) {
        let [a, b]: [[f64; 2]; 2] = serde_json::from_value(finding.facts.get("narrowest")?.clone()).ok()?;
        return Some([a.into(), b.into()]);
    }
    match &finding.place {
        Shape::Lines(lines) if kind == Kind::Gap => {
            let line = lines.first()?;
            Some([*line.0.first()?, *line.0.last()?])
        }
        Shape::Lines(lines) if kind == Kind::Course => across(clause, finding, lines),
        _ => None,
    }
}

/// A width that a road was measured with, or is said to have: then across it where its label is led to.
fn across(clause: &Clause, finding: &Finding, lines: &[LineString<f64>]) -> Option<[Coord<f64>; 2]> {
    let Measure::AttributeLimit(with) = &clause.measure else { return None };
    if with.attribute != Attribute::RedLineWidth {
        return None;
    }
    let measured = finding.facts.get("across").and_then(|across| serde_json::from_value(across.clone()).ok());
    if let Some([a, b]) = measured.map(|ends: [[f64; 2]; 2]| ends.map(Coord::from)) {
        return Some([a, b]);
    }
    let at = finding.anchor;
    let segments = lines.iter().flat_map(|line| line.0.windows(2)).map(|ends| Segment::new(ends[0], ends[1], 0));
    let nearest = segments.min_by(|a, b| a.distance(at).total_cmp(&b.distance(at)))?;
    let half = left_of(nearest.direction()) * (clause.shown(finding.figure?) / 2.0);
    Some([at - half, at + half])
}
