//! Width along an axis: how wide an area is at every place of its length, and where it is at least so wide.
//!
//! At a station the area is as wide as the largest disc around the middle of a free stretch across the axis, or around
//! the axis itself, which is what counts before a slanted end. Between parallel walls that is exact; in bends it is
//! never more than the free width.

use geo_types::Coord;
use rayon::prelude::*;
use rstar::RTree;

use super::clip::Outline;
use super::prepared::Prepared;
use super::region::Region;
use super::segments::Segment;
use super::tolerance;
use super::vector::{distance, left_of, midpoint, norm, polyline_length, unit};
use super::width::{Narrowest, Passable};

/// Stations per mean width, and the most on one axis.
const STATIONS_PER_WIDTH: f64 = 20.0;
const MOST_STATIONS: f64 = 5_000.0;
/// A line of more stations than this is shown by the least and the greatest width of each of half as many stretches.
const SHOWN: usize = 400;

/// The width at a place of an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Station {
    /// How far along the axis, in metres from the first end; further lines of the axis go on counting where the one
    /// before ends.
    pub along: f64,
    /// Free width in metres; 0 where nothing is free.
    pub width: f64,
    /// Two points to draw the width between.
    pub across: [Coord<f64>; 2],
}

/// Width along every line of an axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// Stations to draw a curve through, line by line, about four hundred on each: the narrowest places are among them with
    /// their exact width, and no other station is narrower than they are.
    pub lines: Vec<Vec<Station>>,
    /// All stations at which the width was looked at.
    looked_at: Vec<Vec<Stretch>>,
}

/// A station with the length of axis that it stands for, half of it on either side.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    at: Station,
    length: f64,
}

impl Profile {
    /// Width along the axis of an area of which something is left, with the narrowest place of its passage, or the gaps
    /// of a broken one as places of width 0.
    pub fn new(area: &Prepared, left: &Region, passable: &Passable, places: &[Narrowest]) -> Self {
        let stations = Stations::new(area, left, passable);
        let spacing = (area.mean_width / STATIONS_PER_WIDTH).max(area.length / MOST_STATIONS).max(tolerance::POINT);
        let mut before = 0.0;
        let looked_at: Vec<Vec<Stretch>> = area
            .axis
            .iter()
            .map(|line| {
                let from = before;
                before += polyline_length(line);
                stations.along(line, from, spacing)
            })
            .collect();
        let least = places.iter().map(|place| place.width).min_by(f64::total_cmp).unwrap_or(0.0);
        let mut lines: Vec<Vec<Station>> = looked_at.iter().map(|line| shown(line, least)).collect();
        for place in places {
            if let Some((line, along)) = on_axis(&area.axis, midpoint(place.between[0], place.between[1])) {
                let station = Station { along, width: place.width, across: place.between };
                let after = lines[line].partition_point(|other| other.along <= along);
                lines[line].insert(after, station);
            }
        }
        Self { lines, looked_at }
    }

    /// Length of the axis along which the area is at least so wide, in metres.
    pub fn length_at_least(&self, width: f64) -> f64 {
        self.looked_at.iter().map(|line| wide_enough(line, width)).sum()
    }

    /// The stretches of the axis along which the area is narrower than a width, in metres as [`Station::along`] counts
    /// them: what [`Self::length_at_least`] leaves. Between stations the width is taken to change evenly.
    pub fn stretches(&self, width: f64) -> Vec<[f64; 2]> {
        self.looked_at.iter().flat_map(|line| too_narrow(line, width)).collect()
    }
}

impl Station {
    /// The same place, no narrower than the passage that leads past it.
    fn at_least(self, least: f64) -> Self {
        if self.width >= least {
            return self;
        }
        let [from, to] = self.across;
        let (middle, half) = (midpoint(from, to), unit(to - from) * (least / 2.0));
        Self { width: least, across: [middle - half, middle + half], ..self }
    }
}

/// The stations of a line that its curve is drawn through, none narrower than the narrowest place of the passage.
fn shown(line: &[Stretch], least: f64) -> Vec<Station> {
    let station = |stretch: &Stretch| stretch.at.at_least(least);
    if line.len() <= SHOWN {
        return line.iter().map(station).collect();
    }
    let by_width = |one: &&Stretch, two: &&Stretch| one.at.width.total_cmp(&two.at.width);
    let mut kept: Vec<Station> = Vec::with_capacity(SHOWN + 2);
    kept.extend(line.first().map(station));
    for chunk in line.chunks(line.len().div_ceil(SHOWN / 2)) {
        let mut both: Vec<Station> =
            chunk.iter().min_by(by_width).into_iter().chain(chunk.iter().max_by(by_width)).map(station).collect();
        both.sort_by(|one, two| one.along.total_cmp(&two.along));
        kept.extend(both);
    }
    kept.extend(line.last().map(station));
    kept.dedup_by(|next, last| next.along <= last.along);
    kept
}

/// The line of an axis that comes nearest to a point, and how far along the whole axis.
fn on_axis(axis: &[Vec<Coord<f64>>], point: Coord<f64>) -> Option<(usize, f64)> {
    let mut nearest: Option<(f64, usize, f64)> = None;
    let mut before = 0.0;
    for (number, line) in axis.iter().enumerate() {
        for edge in line.windows(2) {
            let edge = Segment::new(edge[0], edge[1], 0);
            let share = edge.foot(point);
            let away = distance(edge.at(share), point);
            if nearest.is_none_or(|(least, _, _)| away < least) {
                nearest = Some((away, number, before + share * edge.length()));
            }
            before += edge.length();
        }
    }
    nearest.map(|(_, line, along)| (line, along))
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
    fn new(area: &Prepared, left: &Region, passable: &Passable) -> Self {
        let walls = passable
            .components
            .iter()
            .flat_map(|part| part.walls.edges.iter().filter(|edge| edge.wall.is_some()).map(|edge| edge.segment(0)));
        Self {
            area: Outline::new(&area.region),
            left: Outline::new(left),
            walls: RTree::bulk_load(walls.collect()),
            near: area.mean_width.max(tolerance::POINT),
            far: area.region.bounds().map_or(0.0, |bounds| bounds.width().hypot(bounds.height())),
        }
    }

    /// Stations along a line that begins so far along the axis.
    fn along(&self, line: &[Coord<f64>], mut before: f64, spacing: f64) -> Vec<Stretch> {
        let mut asked: Vec<(f64, f64, Coord<f64>, Coord<f64>)> = Vec::new();
        for edge in line.windows(2) {
            let axis = Segment::new(edge[0], edge[1], 0);
            let length = axis.length();
            let steps = (length / spacing).ceil().max(1.0);
            let across = left_of(unit(axis.b - axis.a));
            let mut step = 0.5;
            while step < steps {
                let share = step / steps;
                asked.push((before + share * length, length / steps, axis.at(share), across));
                step += 1.0;
            }
            before += length;
        }
        asked
            .into_par_iter()
            .map(|(along, length, point, across)| Stretch { at: self.station(along, point, across), length })
            .collect()
    }

    fn station(&self, along: f64, point: Coord<f64>, across: Coord<f64>) -> Station {
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
        let mut widest = Station { along, width: 0.0, across: [point; 2] };
        let transect = Segment::new(side(-across), side(across), 0);
        if transect.length() <= tolerance::POINT {
            return widest;
        }
        let own = transect.along(point);
        let centres = self.left.inside(&transect).into_iter().flat_map(|[from, to]| {
            let free = (from..=to).contains(&own).then_some(own);
            free.into_iter().chain([f64::midpoint(from, to)])
        });
        for centre in centres.map(|along| transect.after(along)) {
            let clearance = self.clearance(centre);
            if 2.0 * clearance > widest.width {
                widest.width = 2.0 * clearance;
                widest.across = [centre - across * clearance, centre + across * clearance];
            }
        }
        widest
    }

    fn clearance(&self, point: Coord<f64>) -> f64 {
        self.walls
            .nearest_neighbor([point.x, point.y])
            .map_or(f64::INFINITY, |wall| norm(wall.at(wall.foot(point)) - point))
    }
}

/// The share of the way from one station to the next at which the width passes a figure; `None` where it does not.
fn passes(before: f64, here: f64, needed: f64) -> Option<f64> {
    ((before >= needed) != (here >= needed)).then(|| (before - needed) / (before - here))
}

/// What counts as wide enough: a width less the slack that it has.
fn needed(width: f64) -> f64 {
    width - tolerance::POINT
}

/// The length that is wide enough, by linear interpolation between stations.
fn wide_enough(stations: &[Stretch], width: f64) -> f64 {
    let needed = needed(width);
    let ends = stations.first().into_iter().chain(stations.last());
    let outer: f64 = ends.filter(|end| end.at.width >= needed).map(|end| end.length / 2.0).sum();
    let between = stations.windows(2).map(|pair| {
        let (before, here) = (pair[0].at.width, pair[1].at.width);
        let share = match passes(before, here, needed) {
            None => f64::from(u8::from(here >= needed)),
            Some(share) if before >= needed => share,
            Some(_) => (here - needed) / (here - before),
        };
        share * f64::midpoint(pair[0].length, pair[1].length)
    });
    outer + between.sum::<f64>()
}

/// The stretches that are too narrow, by the same interpolation.
fn too_narrow(stations: &[Stretch], width: f64) -> Vec<[f64; 2]> {
    let needed = needed(width);
    let (Some(first), Some(last)) = (stations.first(), stations.last()) else { return Vec::new() };
    let mut found = Vec::new();
    let mut open = (first.at.width < needed).then(|| first.at.along - first.length / 2.0);
    for pair in stations.windows(2) {
        let (one, two) = (pair[0].at, pair[1].at);
        if let Some(share) = passes(one.width, two.width, needed) {
            let along = one.along + share * (two.along - one.along);
            open = match open {
                Some(from) => {
                    found.push([from, along]);
                    None
                }
                None => Some(along),
            };
        }
    }
    found.extend(open.map(|from| [from, last.at.along + last.length / 2.0]));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::width::Passage;

    fn rectangle(x0: f64, y0: f64, x1: f64, y1: f64) -> Region {
        let ring = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)].map(Coord::from);
        Region::from_rings(&ring, &[]).unwrap()
    }

    fn profile(region: Region, obstacles: &Region) -> Profile {
        let area = Prepared::new(region, &[]).unwrap();
        let left = area.without(obstacles).unwrap();
        let passable = area.passable(&left);
        let Passage::Open(narrowest) = passable.passage() else { panic!("broken") };
        Profile::new(&area, &left, &passable, &[narrowest])
    }

    fn least(profile: &Profile) -> Station {
        let all = profile.lines.iter().flatten();
        *all.min_by(|one, two| one.width.total_cmp(&two.width)).unwrap()
    }

    #[test]
    fn a_band_of_one_width_has_that_width_at_every_station_and_no_narrow_stretch() {
        let found = profile(rectangle(0., 0., 1000., 50.), &Region::default());
        assert_eq!(found.lines.len(), 1);
        assert!(found.lines[0].iter().all(|station| (station.width - 50.0).abs() < 1e-6));
        let [from, to] = found.lines[0][100].across;
        assert!((norm(to - from) - 50.0).abs() < 1e-6 && (to.x - from.x).abs() < 1e-3, "{from:?} {to:?}");
        assert_eq!(found.stretches(50.0), Vec::<[f64; 2]>::new(), "exactly at the limit");
        assert_eq!(found.stretches(50.01).len(), 1);
        assert!((found.stretches(50.01)[0][1] - 1000.0).abs() < 1e-3);
    }

    #[test]
    fn the_least_of_the_curve_is_the_net_width_where_a_building_stands() {
        let found = profile(rectangle(0., 0., 1000., 60.), &rectangle(490., 20., 510., 40.));
        let least = least(&found);
        assert!((least.width - 20.0).abs() < 1e-9, "{least:?}");
        let at_building = |station: &Station| station.width < 20.0 + 1e-9 && (station.along - 500.0).abs() < 12.0;
        assert!(found.lines[0].iter().any(at_building));
        let drawn = |station: &Station| (distance(station.across[0], station.across[1]) - station.width).abs() < 1e-9;
        assert!(found.lines[0].iter().all(drawn));
        let stretches = found.stretches(50.0);
        assert_eq!(stretches.len(), 1);
        assert!(stretches[0][0] < 490.0 && stretches[0][1] > 510.0, "{stretches:?}");
    }

    #[test]
    fn narrow_stretches_and_the_wide_length_make_up_the_axis() {
        let ring = [(0., 0.), (500., 14.), (1000., 0.), (1000., 60.), (500., 46.), (0., 60.)].map(Coord::from);
        let region = Region::from_rings(&ring, &[]).unwrap();
        let found = profile(region.clone(), &Region::default());
        let axis: f64 = Prepared::new(region, &[]).unwrap().axis.iter().map(|line| polyline_length(line)).sum();
        for at in [30.0, 35.0, 50.0, 58.0, 70.0] {
            let narrow: f64 = found.stretches(at).iter().map(|[from, to]| to - from).sum();
            assert!((narrow + found.length_at_least(at) - axis).abs() < 1e-6, "{at}: {narrow}");
        }
        // 50 m wide at 5 m from either wall: 178.6 m from the ends.
        let stretches = found.stretches(50.0);
        assert!((stretches[0][0] - 178.6).abs() < 3.0 && (stretches[0][1] - 821.4).abs() < 3.0, "{stretches:?}");
    }

    #[test]
    fn a_long_line_is_shown_by_few_stations_in_order() {
        let found = profile(rectangle(0., 0., 20_000., 40.), &rectangle(7_000., 0., 7_003., 5.));
        let line = &found.lines[0];
        assert!(line.len() <= SHOWN + 3, "{}", line.len());
        assert!(line.windows(2).all(|pair| pair[0].along <= pair[1].along));
        assert!((least(&found).width - 35.0).abs() < 1e-9);
    }
}
