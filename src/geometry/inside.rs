//! Areas, boxes and shapes against a region: whether they lie inside, and how much of them does.
//!
//! A [`Mask`] is a region with its [`Outline`], so that most questions are answered without an overlay.

use std::sync::Arc;

use geo_types::{Coord, LineString, Rect};

use super::Region;
use super::clip::Outline;
use super::overlay::OverlayFailed;
use super::region::boxes_meet;
use super::segments::Segment;
use super::vector::{cross, polyline_length};

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
#[derive(Clone, Debug)]
pub struct Mask<'a> {
    region: &'a Region,
    bounds: Option<Rect<f64>>,
    outline: Arc<Outline>,
}

impl<'a> Mask<'a> {
    /// Indexes the region.
    pub fn new(region: &'a Region) -> Self {
        Self::with(region, Arc::new(Outline::new(region)))
    }

    /// Takes over the region's outline where it is known already.
    pub fn with(region: &'a Region, outline: Arc<Outline>) -> Self {
        Self { region, bounds: region.bounds(), outline }
    }

    /// The region itself.
    pub fn region(&self) -> &'a Region {
        self.region
    }

    /// Its outline.
    pub fn outline(&self) -> &Outline {
        &self.outline
    }

    /// Whether a point lies inside or on the boundary.
    pub fn contains(&self, point: Coord<f64>) -> bool {
        self.outline.contains(point)
    }

    /// How a box lies to the region.
    pub fn relation(&self, bounds: &Rect<f64>) -> Relation {
        if !self.bounds.is_some_and(|own| boxes_meet(&own, bounds)) {
            return Relation::Outside;
        }
        let mut near = self.outline.near(bounds.min(), bounds.max(), 0.0);
        if near.any(|edge| may_cross(&self.outline.edges[edge], bounds)) {
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
        let whole: f64 = lines.iter().map(|line| polyline_length(&line.0)).sum();
        is_half(lines.iter().map(|line| self.outline.inside_length(line)).sum(), whole)
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

/// Whether an edge whose box meets the rectangle may run through it: its line parts the corners.
fn may_cross(edge: &Segment, bounds: &Rect<f64>) -> bool {
    let (low, high) = (bounds.min(), bounds.max());
    let side = |x: f64, y: f64| cross(edge.b - edge.a, Coord { x, y } - edge.a);
    let sides = [side(low.x, low.y), side(high.x, low.y), side(high.x, high.y), side(low.x, high.y)];
    !(sides.iter().all(|side| *side > 0.0) || sides.iter().all(|side| *side < 0.0))
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
        assert!((mask.outline().inside_length(&line(&[(-5., 5.), (15., 5.)])) - 10.0).abs() < 1e-9);
        assert!((mask.outline().inside_length(&line(&[(-5., 0.), (15., 0.)])) - 10.0).abs() < 1e-9);
        assert!((mask.outline().inside_length(&line(&[(2., 2.), (3., 2.), (3., 4.)])) - 3.0).abs() < 1e-9);
        assert!(mask.outline().inside_length(&line(&[(11., 0.), (12., 9.)])).abs() < 1e-9);
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
