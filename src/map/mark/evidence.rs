//! What a figure rests on, as shapes to draw: what was counted and what was left out, and what stands in the way.

use std::collections::BTreeSet;
use std::sync::Arc;

use geo_types::{Coord, LineString, Rect};

use crate::check::Finding;
use crate::geometry::Region;
use crate::geometry::clip::Outline;
use crate::geometry::segments::Segment;
use crate::geometry::spans::{Span, difference};
use crate::layer::{Item, Layer, Shape, items};
use crate::measure::{FeatureRef, Part};
use crate::standard::{Clause, Measure};

/// Shapes behind a figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// What was counted.
    pub counted: Vec<Shape>,
    /// What was left out.
    pub left_out: Vec<Shape>,
    /// What stands in the way: obstacles at the narrowest place.
    pub in_the_way: Vec<Shape>,
}

/// A line counts along the boundary of its scope up to this far outside, metres: see the decision on road density.
const ALONG_BOUNDARY: f64 = 10.0;

/// The evidence of a finding. Lines of a scope are cut at its boundary.
pub(super) fn evidence(layers: &[Arc<Layer>], clause: &Clause, finding: &Finding) -> Evidence {
    let mut evidence = Evidence::default();
    let of_part = |part: Part| finding.features.iter().filter(move |(_, own)| *own == part);
    let shapes = |part: Part| of_part(part).filter_map(|(feature, _)| shape_of(layers, feature).cloned());
    match (&clause.measure, &finding.place) {
        (Measure::LineDensity(_) | Measure::LengthPerHead(_), Shape::Area(scope)) => {
            cut_lines(&mut evidence, layers, clause, finding, scope);
        }
        (Measure::AreaShare(_) | Measure::SurfaceShare(_) | Measure::WeightedShare(_), _) => {
            evidence.counted.extend(shapes(Part::Counted));
            evidence.left_out.extend(shapes(Part::LeftOut));
        }
        (Measure::PatchArea(_), _) => evidence.left_out.extend(shapes(Part::LeftOut)),
        _ => evidence.in_the_way.extend(shapes(Part::Narrows)),
    }
    evidence
}

/// The shape of a feature; features stand in the order of their rows.
fn shape_of<'a>(layers: &'a [Arc<Layer>], wanted: &FeatureRef) -> Option<&'a Shape> {
    let of_source = layers.iter().filter(|layer| layer.source() == wanted.layer.as_deref());
    of_source
        .filter_map(|layer| {
            if wanted.id.is_some() {
                return layer.features.iter().find(|feature| feature.id == wanted.id);
            }
            let at = layer.features.partition_point(|feature| feature.row < wanted.row);
            layer.features.get(at).filter(|feature| feature.row == wanted.row)
        })
        .map(|feature| &feature.shape)
        .next()
}

/// Lines of the clause's role that reach into the scope: the stretches inside of those that count, and all others.
fn cut_lines(evidence: &mut Evidence, layers: &[Arc<Layer>], clause: &Clause, finding: &Finding, scope: &Region) {
    let (role, classes) = match &clause.measure {
        Measure::LineDensity(with) => (with.role, Some(&with.classes)),
        Measure::LengthPerHead(with) => (with.role, None),
        _ => return,
    };
    let Some(bounds) = scope.bounds() else { return };
    let named = |part: Part| -> BTreeSet<&FeatureRef> {
        finding.features.iter().filter(|(_, own)| *own == part).map(|(feature, _)| feature).collect()
    };
    let (counted, left_out) = (named(Part::Counted), named(Part::LeftOut));
    let count = |name: &str| finding.facts.get(name).and_then(serde_json::Value::as_u64);
    let all_named = count("counted_features") == count("listed_features");
    let counts = |item: &Item<'_>| {
        let feature = FeatureRef::from(*item);
        if all_named || counted.contains(&feature) {
            return counted.contains(&feature);
        }
        // Only the first thousand are named: the others are told by the clause's own parameter.
        let of_class = classes.is_none_or(|classes| item.road_class().is_none_or(|class| classes.contains(&class)));
        of_class && !left_out.contains(&feature)
    };
    let outline = Outline::new(scope);
    let (mut solid, mut dashed) = (Vec::new(), Vec::new());
    for item in items(layers, role) {
        let Shape::Lines(lines) = &item.feature.shape else { continue };
        if !item.feature.shape.bounds().is_some_and(|own| meet(&own, &bounds)) {
            continue;
        }
        let counts = counts(&item);
        for line in lines {
            let (inside, outside) = cut(line, &outline, counts);
            if counts {
                solid.extend(inside);
                dashed.extend(outside);
            } else {
                dashed.extend(inside);
            }
        }
    }
    evidence.counted.push(Shape::Lines(solid));
    evidence.left_out.push(Shape::Lines(dashed));
}

fn meet(one: &Rect<f64>, other: &Rect<f64>) -> bool {
    let apart = |low: f64, high: f64, other_low: f64, other_high: f64| {
        low > other_high + ALONG_BOUNDARY || other_low > high + ALONG_BOUNDARY
    };
    !apart(one.min().x, one.max().x, other.min().x, other.max().x)
        && !apart(one.min().y, one.max().y, other.min().y, other.max().y)
}

/// The stretches of a line inside an outline and outside of it, each in one piece as far as it goes. What runs beside the
/// boundary of a line that counts lies inside.
fn cut(line: &LineString<f64>, outline: &Outline, counts: bool) -> (Vec<LineString<f64>>, Vec<LineString<f64>>) {
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for (number, ends) in line.0.windows(2).enumerate() {
        let segment = Segment::new(ends[0], ends[1], number);
        let spans = outline.inside(&segment);
        for span in difference(&[[0.0, segment.length()]], &spans) {
            let part = segment.part(span);
            let beside = counts && [part.a, part.at(0.5), part.b].iter().all(|&at| outline.is_near(at, ALONG_BOUNDARY));
            extend(if beside { &mut inside } else { &mut outside }, &segment, span);
        }
        for span in spans {
            extend(&mut inside, &segment, span);
        }
    }
    (inside, outside)
}

/// Adds a stretch to the last line where it goes on from there.
fn extend(lines: &mut Vec<LineString<f64>>, segment: &Segment, span: Span) {
    let part = segment.part(span);
    let goes_on = |line: &&mut LineString<f64>| line.0.last().is_some_and(|last| near(*last, part.a));
    match lines.last_mut().filter(goes_on) {
        Some(line) => line.0.push(part.b),
        None => lines.push(LineString(vec![part.a, part.b])),
    }
}

fn near(a: Coord<f64>, b: Coord<f64>) -> bool {
    (a.x - b.x).hypot(a.y - b.y) < crate::geometry::tolerance::POINT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(f64, f64)]) -> LineString<f64> {
        LineString::from(points.to_vec())
    }

    fn outline() -> Outline {
        let corners = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)].map(Coord::from);
        Outline::new(&Region::from_rings(&corners, &[]).unwrap())
    }

    #[test]
    fn a_line_through_a_square_is_cut_where_it_enters_and_leaves() {
        let through = line(&[(-50.0, 50.0), (20.0, 50.0), (80.0, 50.0), (150.0, 50.0)]);
        let (inside, outside) = cut(&through, &outline(), true);
        assert_eq!(inside, [line(&[(0.0, 50.0), (20.0, 50.0), (80.0, 50.0), (100.0, 50.0)])]);
        assert_eq!(outside, [line(&[(-50.0, 50.0), (0.0, 50.0)]), line(&[(100.0, 50.0), (150.0, 50.0)])]);
    }

    #[test]
    fn a_counted_line_beside_the_boundary_counts_although_it_lies_outside() {
        let beside = line(&[(10.0, -5.0), (90.0, -5.0)]);
        assert_eq!(cut(&beside, &outline(), true), (vec![beside.clone()], Vec::new()));
        assert_eq!(cut(&beside, &outline(), false), (Vec::new(), vec![beside.clone()]));
    }
}
