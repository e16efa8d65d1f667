//! Whether places lie within a distance of some shapes, straight.

use geo_types::{Coord, LineString};

use super::Boxes;
use super::clip::Outline;
use super::region::{OverlayFailed, Region};
use super::segments::{Segment, boxes_of, segments_of};
use super::tolerance::POINT;

/// Points, lines and areas, ready to be asked what lies near them; about the logarithm of their corners a question.
#[derive(Clone, Debug)]
pub struct Nearness {
    edges: Vec<Segment>,
    boxes: Boxes,
    inside: Outline,
}

impl Nearness {
    /// What lies near these is asked for.
    ///
    /// # Errors
    /// [`OverlayFailed`] where the overlay library panics.
    pub fn new<'a>(
        points: impl IntoIterator<Item = Coord<f64>>,
        lines: impl IntoIterator<Item = &'a LineString<f64>>,
        areas: impl IntoIterator<Item = &'a Region>,
    ) -> Result<Self, OverlayFailed> {
        let inside = Outline::new(&Region::union(areas)?);
        let mut edges: Vec<Segment> = points.into_iter().map(|at| Segment::new(at, at, 0)).collect();
        edges.extend(segments_of(lines));
        edges.extend(inside.edges.iter().copied());
        Ok(Self { boxes: boxes_of(edges.iter().enumerate()), edges, inside })
    }

    /// Whether a place lies within a distance of the nearest of them, or inside an area; up to [`POINT`] more is noise.
    pub fn holds(&self, at: Coord<f64>, distance: f64) -> bool {
        let reach = distance + POINT;
        self.boxes.near(at, at, reach).any(|edge| self.edges[edge].distance(at) <= reach) || self.inside.contains(at)
    }

    /// How far a place lies from the nearest of them; nought inside an area. `None` where there is nothing within
    /// 1000 km.
    pub fn distance(&self, at: Coord<f64>) -> Option<f64> {
        if self.inside.contains(at) {
            return Some(0.0);
        }
        let mut reach = 50.0;
        while reach < 2e6 {
            let distances = self.boxes.near(at, at, reach).map(|edge| self.edges[edge].distance(at));
            // A box that is near may hold an edge that is not: only what lies within the reach is surely the nearest.
            let nearest = distances.fold(f64::INFINITY, f64::min);
            if nearest <= reach {
                return Some(nearest);
            }
            reach *= 2.0;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::region::tests::rectangle;
    use super::*;

    #[test]
    fn distances_are_those_to_the_nearest_shape_and_nought_inside() {
        let line = LineString::from(vec![(0.0, 200.0), (100.0, 200.0)]);
        let near = Nearness::new([Coord { x: 500.0, y: 0.0 }], [&line], [&rectangle(0.0, 0.0, 100.0, 100.0)]).unwrap();
        let holds = |x: f64, y: f64, distance: f64| near.holds(Coord { x, y }, distance);
        assert!(holds(50.0, 50.0, 0.0) && holds(103.0, 104.0, 5.0) && !holds(103.0, 104.0, 4.9));
        assert!(holds(503.0, 4.0, 5.0) && !holds(503.0, 4.0, 4.9));
        assert!(holds(50.0, 210.0, 10.0) && !holds(50.0, 210.0, 9.9));
        let distance = |x: f64, y: f64| near.distance(Coord { x, y }).unwrap();
        assert!(distance(50.0, 50.0).abs() < 1e-9 && (distance(103.0, 104.0) - 5.0).abs() < 1e-9);
        assert!((distance(5_500.0, 0.0) - 5_000.0).abs() < 1e-9);
    }
}
