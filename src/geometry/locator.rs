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

    /// Where a segment crosses the boundary, as sorted shares of its way.
    pub(crate) fn crossings(&self, segment: &Segment) -> Vec<f64> {
        let way = segment.b - segment.a;
        let mut shares: Vec<f64> = self
            .edges
            .locate_in_envelope_intersecting(segment.reach(0.0))
            .filter_map(|edge| {
                let other = edge.b - edge.a;
                let turn = cross(way, other);
                let along = cross(edge.a - segment.a, other) / turn;
                let across = cross(edge.a - segment.a, way) / turn;
                (turn.abs() > 0.0 && (0.0..=1.0).contains(&along) && (0.0..=1.0).contains(&across)).then_some(along)
            })
            .collect();
        shares.sort_by(f64::total_cmp);
        shares
    }

    /// The stretches of a segment inside, as shares of its way.
    pub(crate) fn stretches(&self, segment: &Segment) -> Vec<[f64; 2]> {
        let mut cuts = vec![0.0];
        cuts.extend(self.crossings(segment));
        cuts.push(1.0);
        let pairs = cuts.windows(2).filter(|pair| pair[1] > pair[0]);
        pairs
            .filter(|pair| self.holds(segment.at(f64::midpoint(pair[0], pair[1]))))
            .map(|pair| [pair[0], pair[1]])
            .collect()
    }
}
