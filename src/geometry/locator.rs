//! Whether points and lines lie inside a region.

use geo_types::Coord;
use rstar::{AABB, RTree};

use super::facing::{Segment, cross};
use super::region::Region;

/// A region ready to be asked about points and lines.
pub(crate) struct Locator {
    pub(crate) edges: RTree<Segment>,
    right: f64,
}

/// Crossings this close in share are one corner, whose sides cannot be told apart.
const TIE: f64 = 1e-12;

impl Locator {
    pub(crate) fn new(region: &Region) -> Self {
        let mut edges = Vec::new();
        for ring in region.rings() {
            let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
            edges.extend(pairs.map(|(&a, &b)| Segment::new(a.into(), b.into(), 0)));
        }
        let right = region.bounds().map_or(0.0, |bounds| bounds.max().x + 1.0);
        Self { edges: RTree::bulk_load(edges), right }
    }

    /// Whether a point lies inside; on the boundary either answer is right.
    pub(crate) fn holds(&self, point: Coord<f64>) -> bool {
        if point.x > self.right {
            return false;
        }
        let ray = AABB::from_corners([point.x, point.y], [self.right, point.y]);
        let crossings = self.edges.locate_in_envelope_intersecting(ray).filter(|edge| {
            let (low, high) = if edge.a.y <= edge.b.y { (edge.a, edge.b) } else { (edge.b, edge.a) };
            low.y <= point.y && point.y < high.y && cross(high - low, point - low) > 0.0
        });
        crossings.count() % 2 == 1
    }

    /// Where a segment crosses the boundary, as sorted shares of its way, and whether it enters there.
    pub(crate) fn crossings(&self, segment: &Segment) -> Vec<(f64, bool)> {
        let way = segment.b - segment.a;
        let mut shares: Vec<(f64, bool)> = self
            .edges
            .locate_in_envelope_intersecting(segment.reach(0.0))
            .filter_map(|edge| {
                let other = edge.b - edge.a;
                let turn = cross(way, other);
                let along = cross(edge.a - segment.a, other) / turn;
                let across = cross(edge.a - segment.a, way) / turn;
                let meets = turn.abs() > 0.0 && (0.0..=1.0).contains(&along) && (0.0..=1.0).contains(&across);
                // The covered side is on the left of every edge.
                meets.then_some((along, turn < 0.0))
            })
            .collect();
        shares.sort_by(|one, two| one.0.total_cmp(&two.0).then(one.1.cmp(&two.1)));
        shares
    }

    /// The stretches of a segment inside, as shares of its way. The crossings at its ends tell; where none does, as at
    /// corners, or they disagree, its middle is looked up.
    pub(crate) fn stretches(&self, segment: &Segment) -> Vec<[f64; 2]> {
        let crossings = self.crossings(segment);
        let mut cuts: Vec<(f64, Option<bool>)> = vec![(0.0, None)];
        let alone = |index: usize| {
            let near =
                |other: Option<&(f64, bool)>| other.is_some_and(|other| (other.0 - crossings[index].0).abs() < TIE);
            !near(index.checked_sub(1).and_then(|before| crossings.get(before))) && !near(crossings.get(index + 1))
        };
        let told = |(index, &(share, enters)): (usize, &(f64, bool))| (share, alone(index).then_some(enters));
        cuts.extend(crossings.iter().enumerate().map(told));
        cuts.push((1.0, None));
        let inside = |pair: &&[(f64, Option<bool>)]| {
            let (from, to) = (pair[0], pair[1]);
            let looked_up = || self.holds(segment.at(f64::midpoint(from.0, to.0)));
            to.0 > from.0
                && match (from.1, to.1) {
                    (Some(enters), Some(enters_next)) if enters != enters_next => enters,
                    (Some(enters), None) => enters,
                    (None, Some(enters_next)) => !enters_next,
                    _ => looked_up(),
                }
        };
        cuts.windows(2).filter(inside).map(|pair| [pair[0].0, pair[1].0]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diamond() -> Locator {
        let ring: Vec<Coord<f64>> =
            [(0., -10.), (10., 0.), (0., 10.), (-10., 0.)].into_iter().map(Coord::from).collect();
        Locator::new(&Region::from_rings(&ring, &[]).unwrap())
    }

    fn inside(from: (f64, f64), to: (f64, f64)) -> Vec<[f64; 2]> {
        diamond().stretches(&Segment::new(from.into(), to.into(), 0))
    }

    #[test]
    fn stretches_are_what_lies_between_entering_and_leaving() {
        assert_eq!(inside((-20., 5.), (20., 5.)), [[0.375, 0.625]]);
        assert_eq!(inside((0., 1.), (20., 1.)), [[0.0, 0.45]]);
        assert_eq!(inside((-1., 1.), (1., 1.)), [[0.0, 1.0]]);
        assert!(inside((-20., 30.), (20., 30.)).is_empty());
    }

    #[test]
    fn corners_on_the_way_do_not_mislead() {
        assert_eq!(inside((-20., 0.), (20., 0.)), [[0.25, 0.75]]);
        assert!(inside((-20., 10.), (20., 10.)).is_empty());
    }
}
