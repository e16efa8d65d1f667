//! Width along an axis: where along its length an area is at least so wide.
//!
//! At a station the area is as wide as the largest disc around the middle of a free stretch across the axis, or around
//! the axis itself, which is what counts before a slanted end. Between parallel walls that is exact; in bends it is
//! never more than the free width.

use geo_types::Coord;
use rstar::RTree;

use super::clip::Outline;
use super::prepared::Prepared;
use super::region::Region;
use super::segments::Segment;
use super::tolerance;
use super::vector::{left_of, norm, unit};
use super::width::Passable;

/// Stations per mean width, and the most on one axis.
const STATIONS_PER_WIDTH: f64 = 20.0;
const MOST_STATIONS: f64 = 5_000.0;

/// Length of the axis along which what is left of an area is at least so wide, in metres.
pub fn length_at_least(area: &Prepared, left: &Region, passable: &Passable, width: f64) -> f64 {
    let walls = passable
        .components
        .iter()
        .flat_map(|part| part.walls.edges.iter().filter(|edge| edge.wall.is_some()).map(|edge| edge.segment(0)));
    let stations = Stations {
        area: Outline::new(&area.region),
        left: Outline::new(left),
        walls: RTree::bulk_load(walls.collect()),
        near: area.mean_width.max(tolerance::POINT),
        far: area.region.bounds().map_or(0.0, |bounds| bounds.width().hypot(bounds.height())),
    };
    let spacing = (area.mean_width / STATIONS_PER_WIDTH).max(area.length / MOST_STATIONS).max(tolerance::POINT);
    area.axis.iter().map(|line| wide_enough(&stations.along(line, spacing), width)).sum()
}

struct Stations {
    area: Outline,
    left: Outline,
    walls: RTree<Segment>,
    /// First and last length of the rays that look for the sides.
    near: f64,
    far: f64,
}

impl Stations {
    /// Width at stations along a line, each with the length that it stands for.
    fn along(&self, line: &[Coord<f64>], spacing: f64) -> Vec<(f64, f64)> {
        let mut found = Vec::new();
        for edge in line.windows(2) {
            let axis = Segment::new(edge[0], edge[1], 0);
            let steps = (axis.length() / spacing).ceil().max(1.0);
            let across = left_of(unit(axis.b - axis.a));
            let mut step = 0.5;
            while step < steps {
                found.push((self.width_at(axis.at(step / steps), across), axis.length() / steps));
                step += 1.0;
            }
        }
        found
    }

    fn width_at(&self, point: Coord<f64>, across: Coord<f64>) -> f64 {
        let side = |way: Coord<f64>| {
            let mut reach = self.near;
            loop {
                let ray = Segment::new(point, point + way * reach, 0);
                let first = self.area.crossings(&ray).into_iter().find(|along| *along > tolerance::POINT);
                if first.is_some() || reach >= self.far {
                    return ray.after(first.unwrap_or(0.0));
                }
                reach = (4.0 * reach).min(self.far);
            }
        };
        let transect = Segment::new(side(-across), side(across), 0);
        if transect.length() <= tolerance::POINT {
            return 0.0;
        }
        let own = transect.along(point);
        let centres = self.left.inside(&transect).into_iter().flat_map(|[from, to]| {
            let free = (from..=to).contains(&own).then_some(own);
            free.into_iter().chain([f64::midpoint(from, to)])
        });
        centres.map(|along| 2.0 * self.clearance(transect.after(along))).fold(0.0, f64::max)
    }

    fn clearance(&self, point: Coord<f64>) -> f64 {
        self.walls
            .nearest_neighbor([point.x, point.y])
            .map_or(f64::INFINITY, |wall| norm(wall.at(wall.foot(point)) - point))
    }
}

/// The length that is wide enough, by linear interpolation between stations.
fn wide_enough(stations: &[(f64, f64)], width: f64) -> f64 {
    let needed = width - tolerance::POINT;
    let ends = stations.first().into_iter().chain(stations.last());
    let outer: f64 = ends.filter(|(here, _)| *here >= needed).map(|(_, length)| length / 2.0).sum();
    let between = stations.windows(2).map(|pair| {
        let ((before, one), (here, two)) = (pair[0], pair[1]);
        let share = match (before >= needed, here >= needed) {
            (true, true) => 1.0,
            (false, false) => 0.0,
            (true, false) => (before - needed) / (before - here),
            (false, true) => (here - needed) / (here - before),
        };
        share * f64::midpoint(one, two)
    });
    outer + between.sum::<f64>()
}
