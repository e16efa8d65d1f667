//! Quick looks at whether regions can meet.

use geo_types::Coord;
use rstar::AABB;

use super::facing::Segment;
use super::locator::Locator;
use super::region::Region;

/// A region ready to be compared with many others.
pub struct Nearby {
    locator: Locator,
}

impl Nearby {
    /// Indexes a region.
    pub fn new(region: &Region) -> Self {
        Self { locator: Locator::new(region) }
    }

    /// False only where the other region surely does not reach into this one.
    pub fn may_meet(&self, other: &Region) -> bool {
        let Some(bounds) = other.bounds() else { return false };
        let around = AABB::from_corners([bounds.min().x, bounds.min().y], [bounds.max().x, bounds.max().y]);
        let corner = other.rings().next().and_then(|ring| ring.first()).copied();
        self.locator.edges.locate_in_envelope_intersecting(around).next().is_some()
            || corner.is_some_and(|corner| self.locator.holds(corner.into()))
    }

    /// The stretches of a line inside, each as two points.
    pub fn stretches(&self, line: &[Coord<f64>]) -> Vec<[Coord<f64>; 2]> {
        let segments = line.windows(2).map(|edge| Segment::new(edge[0], edge[1], 0));
        segments
            .flat_map(|segment| {
                let inside = self.locator.stretches(&segment);
                inside.into_iter().map(move |[from, to]| [segment.at(from), segment.at(to)])
            })
            .collect()
    }
}

/// Distance from a point to the boundary of a region, in metres.
pub fn distance_to_boundary(region: &Region, point: Coord<f64>) -> f64 {
    region
        .rings()
        .flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)))
        .map(|(&a, &b)| Segment::new(a.into(), b.into(), 0).distance(point))
        .fold(f64::INFINITY, f64::min)
}
