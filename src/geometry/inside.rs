//! Whether points, lines and areas lie inside a region, and how much of them does.
//!
//! A [`Mask`] is a region with an index over its edges, so that each question costs about the logarithm of its
//! corners. The boundary belongs to the inside: what lies within 1e-9 m of it does, too.

use geo_types::{Coord, LineString, Rect};
use rstar::{AABB, RTree, RTreeObject};

use super::Region;
use super::overlay::OverlayFailed;
use super::region::{boxes_meet, lies_left_of};

/// Points this close to an edge lie on it, in metres: grid and rounding noise at the largest eastings.
const ON_EDGE: f64 = 1e-8;

/// An edge in the index.
#[derive(Clone, Copy, Debug)]
struct Edge([Coord<f64>; 2]);

impl RTreeObject for Edge {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners([self.0[0].x, self.0[0].y], [self.0[1].x, self.0[1].y])
    }
}

/// How a box lies to a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Wholly inside.
    Inside,
    /// Wholly outside.
    Outside,
    /// An edge of the region runs through it.
    Crossing,
}

/// A region that many things are compared with.
#[derive(Debug)]
pub struct Mask<'a> {
    region: &'a Region,
    bounds: Option<Rect<f64>>,
    edges: RTree<Edge>,
}

impl<'a> Mask<'a> {
    /// Indexes the region.
    pub fn new(region: &'a Region) -> Self {
        Self { region, bounds: region.bounds(), edges: RTree::bulk_load(region.edges().map(Edge).collect()) }
    }

    /// The region itself.
    pub fn region(&self) -> &'a Region {
        self.region
    }

    /// Whether a point lies inside or on the boundary.
    pub fn contains(&self, point: Coord<f64>) -> bool {
        let Some(bounds) = self.bounds else { return false };
        let low = [point.x - ON_EDGE, point.y - ON_EDGE];
        if point.x > bounds.max().x + ON_EDGE {
            return false;
        }
        let high = [bounds.max().x.max(point.x) + ON_EDGE, point.y + ON_EDGE];
        let mut crossed = false;
        for Edge(edge) in self.edges.locate_in_envelope_intersecting(AABB::from_corners(low, high)) {
            if distance_to_edge(point, edge) <= ON_EDGE {
                return true;
            }
            crossed ^= lies_left_of(point, edge);
        }
        crossed
    }

    /// How a box lies to the region.
    pub fn relation(&self, bounds: &Rect<f64>) -> Relation {
        if !self.bounds.is_some_and(|own| boxes_meet(&own, bounds)) {
            return Relation::Outside;
        }
        let envelope = AABB::from_corners([bounds.min().x, bounds.min().y], [bounds.max().x, bounds.max().y]);
        if self.edges.locate_in_envelope_intersecting(envelope).any(|Edge(edge)| may_cross(edge, bounds)) {
            return Relation::Crossing;
        }
        if self.contains(bounds.center()) { Relation::Inside } else { Relation::Outside }
    }

    /// How much of an area lies inside, in m².
    ///
    /// # Errors
    /// [`OverlayFailed`] where the overlay library panics.
    pub fn area_inside(&self, area: &Region) -> Result<f64, OverlayFailed> {
        let Some(bounds) = area.bounds() else { return Ok(0.0) };
        match self.relation(&bounds) {
            Relation::Inside => Ok(area.area()),
            Relation::Outside => Ok(0.0),
            Relation::Crossing => area.intersection(self.region).map(|inside| inside.area()),
        }
    }

    /// How much of a line lies inside or along the boundary, in metres.
    pub fn length_inside(&self, line: &LineString<f64>) -> f64 {
        line.lines().map(|segment| self.segment_inside([segment.start, segment.end])).sum()
    }

    fn segment_inside(&self, segment: [Coord<f64>; 2]) -> f64 {
        let [a, b] = segment;
        let length = (b.x - a.x).hypot(b.y - a.y);
        let mut cuts = vec![0.0, 1.0];
        for Edge(edge) in self.edges.locate_in_envelope_intersecting(Edge(segment).envelope()) {
            cuts.extend(crossings(&segment, edge));
        }
        cuts.sort_by(f64::total_cmp);
        cuts.windows(2)
            .filter(|cut| {
                let middle = f64::midpoint(cut[0], cut[1]);
                cut[1] > cut[0] && self.contains(Coord { x: a.x + middle * (b.x - a.x), y: a.y + middle * (b.y - a.y) })
            })
            .map(|cut| (cut[1] - cut[0]) * length)
            .sum()
    }

    /// Whether at least half of an area lies inside.
    ///
    /// # Errors
    /// [`OverlayFailed`] where the overlay library panics.
    pub fn holds_most_of_area(&self, area: &Region) -> Result<bool, OverlayFailed> {
        let Some(bounds) = area.bounds() else { return Ok(false) };
        match self.relation(&bounds) {
            Relation::Inside => Ok(true),
            Relation::Outside => Ok(false),
            Relation::Crossing => Ok(is_half(self.area_inside(area)?, area.area())),
        }
    }

    /// Whether at least half of the lines' length lies inside.
    pub fn holds_most_of_lines(&self, lines: &[LineString<f64>]) -> bool {
        let whole: f64 = lines.iter().flat_map(LineString::lines).map(|edge| edge.dx().hypot(edge.dy())).sum();
        is_half(lines.iter().map(|line| self.length_inside(line)).sum(), whole)
    }

    /// Whether at least half of the points lie inside.
    pub fn holds_most_of_points(&self, points: &[Coord<f64>]) -> bool {
        let inside = points.iter().filter(|&&point| self.contains(point)).count();
        inside > 0 && inside * 2 >= points.len()
    }
}

/// Exactly half belongs; the slack is rounding noise.
fn is_half(inside: f64, whole: f64) -> bool {
    inside > 0.0 && inside * 2.0 >= whole * (1.0 - 1e-9)
}

/// Where a segment crosses the line of an edge or meets its ends, as fractions of the segment.
fn crossings([a, b]: &[Coord<f64>; 2], [c, d]: &[Coord<f64>; 2]) -> impl Iterator<Item = f64> + use<> {
    let (along, edge, to_c) = (*b - *a, *d - *c, *c - *a);
    let turn = along.x * edge.y - along.y * edge.x;
    let squared = along.x * along.x + along.y * along.y;
    let parallel = turn.abs() <= 1e-12 * along.x.hypot(along.y) * edge.x.hypot(edge.y);
    let cuts = if parallel {
        let to_d = *d - *a;
        [(to_c.x * along.x + to_c.y * along.y) / squared, (to_d.x * along.x + to_d.y * along.y) / squared]
    } else {
        [(to_c.x * edge.y - to_c.y * edge.x) / turn; 2]
    };
    cuts.into_iter().filter(|part| *part > 0.0 && *part < 1.0)
}

/// Whether an edge whose box meets the rectangle may run through it: its line parts the corners.
fn may_cross([a, b]: &[Coord<f64>; 2], bounds: &Rect<f64>) -> bool {
    let (low, high) = (bounds.min(), bounds.max());
    let side = |x: f64, y: f64| (b.x - a.x) * (y - a.y) - (x - a.x) * (b.y - a.y);
    let sides = [side(low.x, low.y), side(high.x, low.y), side(high.x, high.y), side(low.x, high.y)];
    !(sides.iter().all(|side| *side > 0.0) || sides.iter().all(|side| *side < 0.0))
}

/// Distance of a point from an edge.
pub(super) fn distance_to_edge(point: Coord<f64>, edge: &[Coord<f64>; 2]) -> f64 {
    let foot = nearest_on_edge(point, edge);
    (point.x - foot.x).hypot(point.y - foot.y)
}

/// The point of an edge nearest to another point.
pub(super) fn nearest_on_edge(point: Coord<f64>, &[a, b]: &[Coord<f64>; 2]) -> Coord<f64> {
    let (along, to) = (b - a, point - a);
    let squared = along.x * along.x + along.y * along.y;
    if squared <= 0.0 {
        return a;
    }
    let part = ((to.x * along.x + to.y * along.y) / squared).clamp(0.0, 1.0);
    if part >= 1.0 { b } else { Coord { x: a.x + part * along.x, y: a.y + part * along.y } }
}

#[cfg(test)]
mod tests {
    use super::super::region::tests::{rectangle, region};
    use super::*;

    fn line(points: &[(f64, f64)]) -> LineString<f64> {
        LineString(points.iter().map(|&(x, y)| Coord { x, y }).collect())
    }

    #[test]
    fn the_boundary_belongs_to_the_inside_and_the_hole_does_not() {
        let ring = rectangle(0.0, 0.0, 10.0, 10.0).difference(&rectangle(4.0, 4.0, 2.0, 2.0)).unwrap();
        let mask = Mask::new(&ring);
        for (x, y, inside) in
            [(1.0, 1.0, true), (0.0, 5.0, true), (10.0, 10.0, true), (5.0, 5.0, false), (-1e-3, 5.0, false)]
        {
            assert_eq!(mask.contains(Coord { x, y }), inside, "{x} {y}");
        }
    }

    #[test]
    fn a_ray_through_a_corner_counts_it_once() {
        let diamond = region(&[(0., -1.), (1., 0.), (0., 1.), (-1., 0.)]);
        let mask = Mask::new(&diamond);
        assert!(mask.contains(Coord { x: -0.5, y: 0.0 }));
        assert!(!mask.contains(Coord { x: -1.5, y: 0.0 }));
        assert!(!mask.contains(Coord { x: -1.5, y: 1.0 }));
        assert!(diamond.contains_point(Coord { x: -0.5, y: 0.0 }));
    }

    #[test]
    fn a_line_counts_with_what_lies_inside_or_along_the_boundary() {
        let square = rectangle(0.0, 0.0, 10.0, 10.0);
        let mask = Mask::new(&square);
        assert!((mask.length_inside(&line(&[(-5., 5.), (15., 5.)])) - 10.0).abs() < 1e-9);
        assert!((mask.length_inside(&line(&[(-5., 0.), (15., 0.)])) - 10.0).abs() < 1e-9);
        assert!((mask.length_inside(&line(&[(2., 2.), (3., 2.), (3., 4.)])) - 3.0).abs() < 1e-9);
        assert!(mask.length_inside(&line(&[(11., 0.), (12., 9.)])).abs() < 1e-9);
    }

    #[test]
    fn the_larger_part_decides_and_exactly_half_belongs() {
        let square = rectangle(34_500_000.0, 3_000_000.0, 10.0, 10.0);
        let mask = Mask::new(&square);
        let at = |x: f64| rectangle(34_500_000.0 + x, 3_000_002.0, 4.0, 4.0);
        assert!(mask.holds_most_of_area(&at(8.0)).unwrap(), "half inside");
        assert!(mask.holds_most_of_area(&at(7.9)).unwrap());
        assert!(!mask.holds_most_of_area(&at(8.1)).unwrap());
        assert!(!mask.holds_most_of_area(&at(10.0)).unwrap(), "touches from outside");
        assert!((mask.area_inside(&at(7.0)).unwrap() - 12.0).abs() < 1e-6);
    }

    #[test]
    fn a_long_slanted_edge_beside_a_box_does_not_cross_it() {
        let triangle = region(&[(0., 0.), (100., 0.), (0., 100.)]);
        let mask = Mask::new(&triangle);
        let at = |x: f64, y: f64| Rect::new(Coord { x, y }, Coord { x: x + 1.0, y: y + 1.0 });
        assert_eq!(mask.relation(&at(80.0, 80.0)), Relation::Outside);
        assert_eq!(mask.relation(&at(20.0, 20.0)), Relation::Inside);
        assert_eq!(mask.relation(&at(49.5, 49.5)), Relation::Crossing);
        assert_eq!(mask.relation(&at(200.0, 0.0)), Relation::Outside);
    }
}
