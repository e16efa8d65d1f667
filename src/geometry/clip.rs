//! Points and lines against an area: what lies inside, exactly.
//!
//! A segment is cut where it meets the outline, and each piece is inside when its middle is. The outline itself
//! belongs to the inside: for points to within rounding, for lines to within a millimetre, so that a line drawn along
//! it or a vertex on it gives no surprises.

use geo_types::{Coord, LineString};

use super::boxes::Boxes;
use super::region::{Region, lies_left_of};
use super::segments::{Segment, boxes_of, segments_of};
use super::spans::{Span, total};
use super::tolerance::POINT;
use super::vector::cross;

/// Points this close to an edge lie on it, in metres: grid and rounding noise at the largest eastings.
const ON_EDGE: f64 = 1e-8;

/// The boundary of a region, holes among it, ready for many questions; each costs about the logarithm of its corners.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Its edges ring by ring, each ring in order, the covered side on the left; the tag numbers the ring.
    pub edges: Vec<Segment>,
    boxes: Boxes,
    east: f64,
}

impl Outline {
    /// The outline of a region.
    pub fn new(region: &Region) -> Self {
        let edges = region.segments();
        let boxes = boxes_of(edges.iter().enumerate());
        Self { edges, boxes, east: region.bounds().map_or(f64::NEG_INFINITY, |bounds| bounds.max().x) }
    }

    /// Numbers of the edges whose box lies within a distance of the box of two points.
    pub fn near(&self, a: Coord<f64>, b: Coord<f64>, within: f64) -> impl Iterator<Item = usize> + '_ {
        self.boxes.near(a, b, within)
    }

    /// Whether a point lies within a distance of the boundary.
    pub fn is_near(&self, point: Coord<f64>, within: f64) -> bool {
        self.near(point, point, within).any(|edge| self.edges[edge].distance(point) <= within)
    }

    /// Whether a point lies inside or, to within rounding, on the boundary.
    pub fn contains(&self, point: Coord<f64>) -> bool {
        self.holds(point, ON_EDGE)
    }

    /// Whether a point lies inside or within a distance of the boundary.
    fn holds(&self, point: Coord<f64>, slack: f64) -> bool {
        if point.x > self.east + slack {
            return false;
        }
        // Edges to the east that pass the point's height: an odd number means inside. Rings of a region do not
        // overlap, so this holds for holes and parts alike.
        let mut inside = false;
        for edge in self.near(point, Coord { x: self.east.max(point.x), y: point.y }, slack) {
            let edge = &self.edges[edge];
            if edge.a.x.min(edge.b.x) <= point.x + slack && edge.distance(point) <= slack {
                return true;
            }
            inside ^= lies_left_of(point, &[edge.a, edge.b]);
        }
        inside
    }

    /// Where a segment meets the boundary, sorted, in metres along it: crossings, and corners that lie on it.
    pub fn crossings(&self, segment: &Segment) -> Vec<f64> {
        let length = segment.length();
        let mut cuts = Vec::new();
        for edge in self.near(segment.a, segment.b, POINT) {
            cuts_by(segment, &self.edges[edge], &mut cuts);
        }
        cuts.retain(|cut| (0.0..=length).contains(cut));
        cuts.sort_by(f64::total_cmp);
        cuts
    }

    /// The parts of a segment that lie inside.
    pub fn inside(&self, segment: &Segment) -> Vec<Span> {
        let mut cuts = vec![0.0];
        cuts.extend(self.crossings(segment));
        cuts.push(segment.length());
        cuts.dedup_by(|next, kept| next.total_cmp(kept).is_eq());
        let mut spans: Vec<Span> = Vec::new();
        for pair in cuts.windows(2) {
            if !self.holds(segment.after(f64::midpoint(pair[0], pair[1])), POINT) {
                continue;
            }
            match spans.last_mut() {
                Some(last) if last[1] >= pair[0] => last[1] = pair[1],
                _ => spans.push([pair[0], pair[1]]),
            }
        }
        spans
    }

    /// The parts of a line that lie inside, stretch by stretch.
    pub fn parts_inside(&self, line: &LineString<f64>) -> Vec<Segment> {
        let segments = segments_of([line]);
        segments.iter().flat_map(|segment| self.inside(segment).into_iter().map(|span| segment.part(span))).collect()
    }

    /// Length of a line inside.
    pub fn inside_length(&self, line: &LineString<f64>) -> f64 {
        segments_of([line]).iter().map(|segment| total(&self.inside(segment))).sum()
    }
}

/// Adds the places where a segment meets an edge: the crossing, and corners of the edge that lie on the segment.
/// A cut too many does no harm, because pieces on the same side are joined again.
fn cuts_by(segment: &Segment, edge: &Segment, cuts: &mut Vec<f64>) {
    for corner in [edge.a, edge.b] {
        if segment.distance(corner) <= POINT {
            cuts.push(segment.along(corner));
        }
    }
    let (mine, its) = (segment.direction(), edge.direction());
    let sine = cross(mine, its);
    // Nearly parallel lines meet too far away to tell where; their corners cut instead.
    if sine.abs() > 1e-9 {
        let between = edge.a - segment.a;
        let along_edge = cross(between, mine) / sine;
        if along_edge >= -POINT && along_edge <= edge.length() + POINT {
            cuts.push(cross(between, its) / sine);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn coords(points: &[(f64, f64)]) -> Vec<Coord<f64>> {
        points.iter().map(|&(x, y)| Coord { x, y }).collect()
    }

    /// A square of 100 m with a hole of 20 m in its middle.
    fn holed() -> Outline {
        let hole = coords(&[(40.0, 40.0), (60.0, 40.0), (60.0, 60.0), (40.0, 60.0)]);
        let square = coords(&[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]);
        Outline::new(&Region::from_rings(&square, &[&hole]).unwrap())
    }

    fn inside(points: &[(f64, f64)]) -> f64 {
        holed().inside_length(&LineString::from(points.to_vec()))
    }

    #[test]
    fn a_line_through_the_hole_is_cut_twice_there() {
        assert!((inside(&[(-50.0, 50.0), (150.0, 50.0)]) - 80.0).abs() < 1e-9);
    }

    #[test]
    fn a_line_along_the_boundary_is_inside() {
        assert!((inside(&[(-50.0, 0.0), (150.0, 0.0)]) - 100.0).abs() < 1e-9);
        assert!((inside(&[(40.0, 0.0), (40.0, 100.0)]) - 100.0).abs() < 1e-9);
    }

    #[test]
    fn a_line_through_corners_is_cut_at_the_corners() {
        let diagonal = 2.0_f64.sqrt();
        assert!((inside(&[(-10.0, -10.0), (110.0, 110.0)]) - 80.0 * diagonal).abs() < 1e-9);
        assert!(inside(&[(-50.0, 50.0), (50.0, -50.0)]) < 1e-2, "touches one corner from outside");
    }

    #[test]
    fn vertices_on_the_boundary_do_not_matter() {
        assert!((inside(&[(-50.0, 20.0), (0.0, 20.0), (100.0, 20.0), (150.0, 20.0)]) - 100.0).abs() < 1e-9);
    }

    #[test]
    fn a_line_that_crosses_several_times_counts_its_inner_parts() {
        let zigzag = [(10.0, -10.0), (10.0, 10.0), (20.0, 10.0), (20.0, -10.0), (30.0, -10.0), (30.0, 10.0)];
        assert!((inside(&zigzag) - (10.0 + 10.0 + 10.0 + 10.0)).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn what_is_inside_and_what_is_outside_make_up_the_line(
            corners in proptest::collection::vec((0u8..10, 0u8..10), 3..9),
            points in proptest::collection::vec((0u8..10, 0u8..10), 2..9),
            far in prop_oneof![Just(0.0), Just(34_500_000.0)],
        ) {
            // On a coarse grid lines run through corners and along edges all the time; an edge belongs to both sides.
            let place = |&(x, y): &(u8, u8)| Coord { x: far + 10.0 * f64::from(x), y: 10.0 * f64::from(y) };
            let ring: Vec<Coord<f64>> = corners.iter().map(place).collect();
            let region = Region::from_rings(&ring, &[]).unwrap();
            prop_assume!(!region.is_empty());
            let around = coords(&[(far - 50.0, -50.0), (far + 150.0, -50.0), (far + 150.0, 150.0), (far - 50.0, 150.0)]);
            let rest = Region::from_rings(&around, &[]).unwrap().difference(&region).unwrap();
            let (inner, outer) = (Outline::new(&region), Outline::new(&rest));
            let line: LineString<f64> = points.iter().map(place).collect();
            for segment in segments_of([&line]) {
                let (inside, outside) = (inner.inside(&segment), outer.inside(&segment));
                let both = super::super::spans::intersection(&inside, &outside);
                let sum = total(&inside) + total(&outside) - total(&both);
                prop_assert!((sum - segment.length()).abs() < 1e-3, "{sum} of {}", segment.length());
                for span in both.iter().filter(|span| span[1] - span[0] > 0.1) {
                    prop_assert!(inner.is_near(segment.after(f64::midpoint(span[0], span[1])), 2.0 * POINT));
                }
            }
        }

        #[test]
        fn clipping_agrees_with_the_formula_for_a_disc_like_polygon(
            x in -150.0..150.0_f64, origin in prop_oneof![Just(0.0), Just(34_500_000.0)], turn in 0.0..6.3_f64
        ) {
            // A regular 720-gon of radius 100: chords at distance x are 2·√(r² − x²), to within the sagitta's reach.
            let ring: Vec<Coord<f64>> = (0..720)
                .map(|i| f64::from(i).to_radians() / 2.0)
                .map(|a| Coord { x: origin + 100.0 * a.cos(), y: 100.0 * a.sin() })
                .collect();
            let outline = Outline::new(&Region::from_rings(&ring, &[]).unwrap());
            let place = |u: f64, v: f64| (origin + u * turn.cos() - v * turn.sin(), u * turn.sin() + v * turn.cos());
            let line = LineString::from(vec![place(x, -200.0), place(x, 200.0)]);
            let truth = 2.0 * (100.0_f64.powi(2) - x * x).max(0.0).sqrt();
            prop_assume!((x.abs() - 100.0).abs() > 1.0);
            prop_assert!((outline.inside_length(&line) - truth).abs() < 0.02);
        }
    }
}
