//! Widths of roads measured from polygons of their ground: red-line areas, or street parcels of a land-use layer.
//!
//! A chord is laid square to the centreline every ten metres. Near junctions, where corners are cut and streets widen, none
//! counts. The width of a road is the largest that holds along fifty metres on end, or its largest chord where it has no
//! fifty metres on end.

use std::sync::Arc;

use geo_types::Rect;
use rayon::prelude::*;

use super::selection::areas;
use crate::geometry::clip::Outline;
use crate::geometry::planar::Graph;
use crate::geometry::segments::Segment;
use crate::geometry::tolerance::JOIN;
use crate::geometry::vector::distance;
use crate::geometry::{Boxes, Coord, LineString, OverlayFailed, Region, chords};
use crate::layer::{Item, LandClass, Layer, RoadClass, Role, Shape, items};
use crate::notice::Notice;

/// Distance between chords, metres.
const STEP: f64 = 10.0;
/// A width counts that holds along this length on end, metres.
const RUN: f64 = 50.0;
/// Chords are this long at most on either side, metres: ground without an end there is as wide as that.
const REACH: f64 = 150.0;
/// Chords this near to a junction with a secondary or larger road do not count, metres,
const LARGE_JUNCTION: f64 = 80.0;
/// and this near to any other.
const JUNCTION: f64 = 30.0;

/// The width of a road, in metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Width {
    /// What it is at least.
    pub(super) low: f64,
    /// What it is at most: infinite where the polygons do not cover most of it.
    pub(super) high: f64,
    /// The chord that shows it.
    pub(super) across: [Coord<f64>; 2],
}

/// Ground and junctions of all roads.
pub(super) struct Ground {
    outline: Outline,
    junctions: Vec<Junction>,
    places: Boxes,
}

/// A place where at least three stretches of road meet.
struct Junction {
    at: Coord<f64>,
    /// How many of them are of a secondary or larger road.
    large: usize,
}

/// A chord along a line.
#[derive(Clone, Copy)]
struct Station {
    across: Option<[Coord<f64>; 2]>,
    is_near_junction: bool,
}

impl Station {
    fn width(&self) -> Option<(f64, [Coord<f64>; 2])> {
        self.across.map(|[a, b]| (distance(a, b), [a, b]))
    }
}

impl Ground {
    /// The ground that road areas cover and, where `parcels` says so and there are none, the street parcels of land-use
    /// layers; `None` where there is no such polygon.
    ///
    /// # Errors
    /// [`OverlayFailed`] where the overlay library panics.
    pub(super) fn new(
        layers: &[Arc<Layer>],
        roads: Role,
        parcels: bool,
        notices: &mut Vec<Notice>,
    ) -> Result<Option<Self>, OverlayFailed> {
        let mut found = areas(&items(layers, Role::RoadAreas), notices);
        if found.is_empty() && parcels {
            let streets = items(layers, Role::LandUse).into_iter();
            let streets: Vec<Item<'_>> =
                streets.filter(|parcel| parcel.land_class() == Some(LandClass::Streets)).collect();
            found = areas(&streets, notices);
        }
        if found.is_empty() {
            return Ok(None);
        }
        let ground = Region::union(found.into_iter().map(|(_, region)| region))?;
        let junctions = junctions(&items(layers, roads));
        let places = Boxes::new(junctions.iter().map(|junction| Some(Rect::new(junction.at, junction.at))));
        Ok(Some(Self { outline: Outline::new(&ground), junctions, places }))
    }

    /// The widths of roads; `None` where no polygon lies under one.
    pub(super) fn widths(&self, roads: &[Item<'_>]) -> Vec<Option<Width>> {
        roads.par_iter().map(|road| self.width(road)).collect()
    }

    fn width(&self, road: &Item<'_>) -> Option<Width> {
        let Shape::Lines(lines) = &road.feature.shape else { return None };
        let is_large = road.road_class().is_some_and(is_large);
        let lines: Vec<(f64, Vec<Station>)> = lines.iter().map(|line| self.stations(line, is_large)).collect();
        let free = || lines.iter().flat_map(|(_, stations)| stations).filter(|station| !station.is_near_junction);
        let (all, known) = (free().count(), free().filter(|station| station.across.is_some()).count());
        if all == 0 {
            // Streets only widen at junctions: the narrowest chord there is more than the street is wide.
            let chords = lines.iter().flat_map(|(_, stations)| stations).filter_map(Station::width);
            let (high, across) = chords.min_by(|a, b| a.0.total_cmp(&b.0))?;
            return Some(Width { low: 0.0, high, across });
        }
        let lasting = lines.iter().filter_map(|(step, stations)| lasting(stations, *step));
        let plain = || free().filter_map(Station::width).max_by(|a, b| a.0.total_cmp(&b.0));
        let (low, across) = lasting.max_by(|a, b| a.0.total_cmp(&b.0)).or_else(plain)?;
        Some(Width { low, high: if 2 * known >= all { low } else { f64::INFINITY }, across })
    }

    /// Chords in the middle of equal steps of about ten metres, and the length of a step.
    fn stations(&self, line: &LineString<f64>, is_large: bool) -> (f64, Vec<Station>) {
        let segments: Vec<Segment> = line.0.windows(2).map(|ends| Segment::new(ends[0], ends[1], 0)).collect();
        let length: f64 = segments.iter().map(Segment::length).sum();
        let count = (length / STEP).round().max(1.0);
        let step = length / count;
        let junctions = self.junctions_on(&segments, is_large);
        let mut stations = Vec::new();
        let mut walked = 0.0;
        for segment in &segments {
            let end = walked + segment.length();
            // Places are counted, not added up, so that none is lost to rounding.
            while (stations.len() as f64 + 0.5) * step < end && (stations.len() as f64) < count {
                let at = segment.after((stations.len() as f64 + 0.5) * step - walked);
                stations.push(Station {
                    across: chords::across(&self.outline, at, segment.direction(), REACH),
                    is_near_junction: junctions.iter().any(|&(place, within)| distance(place, at) < within),
                });
            }
            walked = end;
        }
        (step, stations)
    }

    /// The junctions on a line, each with how far around it no chord counts. At a junction of small streets with a large
    /// road it is the small ones that widen, so the road itself must be one of at least three large arms.
    fn junctions_on(&self, segments: &[Segment], is_large: bool) -> Vec<(Coord<f64>, f64)> {
        let enough = if is_large { 3 } else { 1 };
        let mut numbers: Vec<usize> = segments
            .iter()
            .flat_map(|segment| {
                let near = self.places.near(segment.a, segment.b, JOIN);
                near.filter(|&number| segment.distance(self.junctions[number].at) <= JOIN)
            })
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let zone = |number: usize| {
            let junction = &self.junctions[number];
            (junction.at, if junction.large >= enough { LARGE_JUNCTION } else { JUNCTION })
        };
        numbers.into_iter().map(zone).collect()
    }
}

/// The largest width that holds along fifty metres of chords that count, with the chord where it is met.
fn lasting(stations: &[Station], step: f64) -> Option<(f64, [Coord<f64>; 2])> {
    let count = (1..=stations.len()).find(|&count| count as f64 * step >= RUN - 1e-6)?;
    let narrowest = |run: &[Station]| {
        let counting = |station: &Station| station.width().filter(|_| !station.is_near_junction);
        let chords: Option<Vec<(f64, [Coord<f64>; 2])>> = run.iter().map(counting).collect();
        chords?.into_iter().min_by(|a, b| a.0.total_cmp(&b.0))
    };
    stations.windows(count).filter_map(narrowest).max_by(|a, b| a.0.total_cmp(&b.0))
}

fn junctions(roads: &[Item<'_>]) -> Vec<Junction> {
    let mut lines = Vec::new();
    let mut large = Vec::new();
    for road in roads.iter().filter(|road| road.road_class() != Some(RoadClass::Path)) {
        if let Shape::Lines(own) = &road.feature.shape {
            lines.extend(own);
            large.resize(lines.len(), road.road_class().is_some_and(is_large));
        }
    }
    let graph = Graph::new(&lines, JOIN);
    let junction = |(node, arms): (usize, Vec<usize>)| {
        let count = arms.iter().filter(|&&edge| large[graph.edges[edge].line]).count();
        (arms.len() >= 3).then(|| Junction { at: graph.nodes[node], large: count })
    };
    graph.arms().into_iter().enumerate().filter_map(junction).collect()
}

fn is_large(class: RoadClass) -> bool {
    matches!(class, RoadClass::Expressway | RoadClass::Arterial | RoadClass::Secondary)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Plan, moved, rectangle};
    use super::*;

    fn line(points: &[(f64, f64)]) -> Shape {
        Shape::Lines(vec![LineString::from(points.to_vec())])
    }

    fn plan(roads: &[(&[(f64, f64)], &str)], ground: Vec<Region>) -> Plan {
        let mut plan = Plan::new().layer("roads.shp", &[Role::RoadCentrelines], &["class"]);
        for (points, class) in roads {
            plan = plan.with(line(points), &[class]);
        }
        plan = plan.layer("areas.shp", &[Role::RoadAreas], &[]);
        ground.into_iter().fold(plan, Plan::area)
    }

    fn widths(plan: &Plan) -> Vec<Option<(f64, f64)>> {
        let ground = Ground::new(&plan.layers, Role::RoadCentrelines, false, &mut Vec::new()).unwrap().unwrap();
        let roads = items(&plan.layers, Role::RoadCentrelines);
        ground.widths(&roads).into_iter().map(|width| width.map(|width| (width.low, width.high))).collect()
    }

    fn first(plan: &Plan) -> (f64, f64) {
        widths(plan)[0].unwrap()
    }

    fn is(found: (f64, f64), width: f64) -> bool {
        (found.0 - width).abs() < 1e-3 && (found.1 - width).abs() < 1e-3
    }

    #[test]
    fn a_straight_street_reads_the_width_of_its_polygon_to_a_millimetre_turned_and_far_away_too() {
        let plan = plan(&[(&[(0.0, 1.0), (500.0, 1.0)], "branch")], vec![rectangle(0.0, -20.0, 500.0, 40.0)]);
        assert!(is(first(&plan), 40.0));
        let mut far = plan.map_corners(moved);
        let ends = [(0.0, 1.0), (500.0, 1.0)].map(|(x, y)| moved(Coord { x, y }));
        Arc::make_mut(&mut far.layers[0]).features[0].shape = Shape::Lines(vec![LineString(ends.to_vec())]);
        assert!(is(first(&far), 40.0), "{:?}", first(&far));
    }

    #[test]
    fn a_bulge_counts_from_fifty_metres_on() {
        let street = |length: f64| {
            let ground = vec![rectangle(0.0, -15.0, 500.0, 30.0), rectangle(200.0, -25.0, length, 50.0)];
            first(&plan(&[(&[(0.0, 0.0), (500.0, 0.0)], "branch")], ground))
        };
        assert!(is(street(40.0), 30.0));
        assert!(is(street(50.0), 50.0));
    }

    #[test]
    fn a_flare_at_a_junction_does_not_count_and_reaches_farther_at_a_large_road() {
        // An arterial of 60 m across, and a street of 20 m that is 44 m wide from 20 m to 80 m before it.
        let ground = vec![
            rectangle(-300.0, -30.0, 600.0, 60.0),
            rectangle(-10.0, 0.0, 20.0, 400.0),
            rectangle(-22.0, 0.0, 44.0, 80.0),
        ];
        let street = |class: &str| {
            let roads: [(&[(f64, f64)], &str); 2] =
                [(&[(0.0, 0.0), (0.0, 400.0)], "branch"), (&[(-300.0, 0.0), (300.0, 0.0)], class)];
            widths(&plan(&roads, ground.clone()))
        };
        let found = street("arterial");
        assert!(is(found[0].unwrap(), 20.0), "{found:?}");
        assert!(is(found[1].unwrap(), 60.0), "{found:?}");
        assert!(is(street("branch")[0].unwrap(), 44.0), "between two small streets only 30 m are left out");
    }

    #[test]
    fn a_road_that_only_has_a_junction_is_known_from_above_alone() {
        let ground = vec![rectangle(-200.0, -20.0, 400.0, 40.0), rectangle(-6.0, 0.0, 12.0, 60.0)];
        let roads: [(&[(f64, f64)], &str); 2] =
            [(&[(0.0, 0.0), (0.0, 60.0)], "branch"), (&[(-200.0, 0.0), (200.0, 0.0)], "arterial")];
        let (low, high) = first(&plan(&roads, ground));
        assert!(low.abs() < 1e-9 && (high - 12.0).abs() < 1e-6, "{low} {high}");
    }

    #[test]
    fn a_road_without_ground_has_no_width_and_one_with_little_is_open_above() {
        let roads: [(&[(f64, f64)], &str); 2] =
            [(&[(0.0, 0.0), (500.0, 0.0)], "branch"), (&[(0.0, 900.0), (500.0, 900.0)], "branch")];
        let found = widths(&plan(&roads, vec![rectangle(0.0, -10.0, 200.0, 20.0)]));
        let (low, high) = found[0].unwrap();
        assert!((low - 20.0).abs() < 1e-6 && high.is_infinite());
        assert_eq!(found[1], None);
    }

    #[test]
    fn a_road_of_less_than_fifty_metres_reads_its_largest_chord() {
        let ground = vec![rectangle(0.0, -10.0, 40.0, 20.0), rectangle(12.0, -15.0, 6.0, 30.0)];
        assert!(is(first(&plan(&[(&[(0.0, 0.0), (40.0, 0.0)], "branch")], ground)), 30.0));
    }
}
