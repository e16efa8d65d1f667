//! The spaces between regions that face each other.
//!
//! Boundaries are sampled, more finely the nearer another region is, and the samples triangulated (Delaunay). Triangles
//! with corners of two regions lie between these two with no third one nearer: side by side they form a strip of ways
//! from the one to the other. Two regions face each other where these ways are nearly square to both boundaries: within
//! `SQUARE` at least. A strip is cut to the stretch from the first to the last such way; its sides are the boundaries
//! themselves, closed across bays that are narrower than the strip, and its ends the ways where the facing stops.
//!
//! Samples decide where a strip ends, to about an eighth of its width, and never how wide it is. The cost grows about
//! linearly with the corners.

mod samples;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use geo_types::Coord;
use rstar::RTree;

use self::samples::{Triangle, Way, triangles};
use super::clip::Outline;
use super::facing::{cross_inside, facing};
use super::segments::Segment;
use super::simplify::simplified;
use super::vector::{midpoint, polyline_length};
use super::{Boxes, Region, tolerance};

/// Sine of the angle at which a way meets the boundary: 90° give or take 22.5°. From boundary to boundary the direction
/// then turns by at most 45°.
const SQUARE: f64 = 0.923_879_532_511_286_7;
/// Regions face each other along at least this share of their distance: less is a corner that looks at a corner.
const LEAST_LENGTH: f64 = 0.5;
/// Samples between corners lie on the boundary within this, in metres.
const SAMPLED: f64 = 1e-6;

/// A pair of regions, by their numbers, the smaller first.
pub type Pair = [usize; 2];

/// How some regions lie to each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Between {
    /// Pairs at most [`tolerance::JOIN`] apart, or one within the other, with a point where they meet.
    pub touching: BTreeMap<Pair, Coord<f64>>,
    /// Pairs with no third region between them that do not face each other, with their distance in metres.
    pub oblique: BTreeMap<Pair, f64>,
    /// The spaces of pairs that face each other, in the order of pairs; a third region may part one into several.
    pub spaces: Vec<Space>,
}

/// The space between two regions that face each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    /// The two regions.
    pub pair: Pair,
    /// What lies between.
    pub region: Region,
    /// Its ends, each a run of its outline, counter-clockwise, the space on its left.
    pub ends: [Vec<Coord<f64>>; 2],
    /// The ways from the first region to the second, from end to end.
    pub ways: Vec<[Coord<f64>; 2]>,
    /// The shortest distance of the two regions along it, in metres.
    pub distance: f64,
}

impl Space {
    /// The line along its middle from end to end.
    pub fn axis(&self) -> Vec<Coord<f64>> {
        self.ways.iter().map(|way| midpoint(way[0], way[1])).collect()
    }
}

/// Finds the spaces between regions at most `within` metres apart.
pub fn between(regions: &[&Region], within: f64) -> Between {
    let edges: Vec<Segment> = regions
        .iter()
        .enumerate()
        .flat_map(|(owner, region)| region.edges().map(move |[a, b]| Segment::new(a, b, owner)))
        .collect();
    let tree = RTree::bulk_load(edges.clone());
    let touching = touching(regions, &edges, &tree);
    let covered = Covered::new(regions);
    let free = |triangle: &Triangle| !touching.contains_key(&triangle.pair) && !covered.holds(triangle.middle());
    let triangles: Vec<Triangle> = triangles(&edges, &tree, &touching, within).into_iter().filter(free).collect();
    let mut found = Between { touching, ..Between::default() };
    for strip in strips(&triangles) {
        match space(&strip, within) {
            Ok(space) => found.spaces.push(space),
            Err(Some(distance)) => {
                let known = found.oblique.entry(strip.pair).or_insert(distance);
                *known = known.min(distance);
            }
            Err(None) => {}
        }
    }
    found.oblique.retain(|pair, _| found.spaces.iter().all(|space| space.pair != *pair));
    found.spaces.sort_by(|one, two| {
        let key = |space: &Space| space.ways.first().map_or((0.0, 0.0), |way| (way[0].x, way[0].y));
        let places = || key(one).0.total_cmp(&key(two).0).then(key(one).1.total_cmp(&key(two).1));
        one.pair.cmp(&two.pair).then_with(places)
    });
    found
}

/// Pairs that touch, overlap or nest.
fn touching(regions: &[&Region], edges: &[Segment], tree: &RTree<Segment>) -> BTreeMap<Pair, Coord<f64>> {
    let reach = tolerance::JOIN + tolerance::POINT;
    let mut found = BTreeMap::new();
    for edge in edges {
        for other in tree.locate_in_envelope_intersecting(edge.reach(reach)).filter(|other| other.tag > edge.tag) {
            let pair = [edge.tag, other.tag];
            if found.contains_key(&pair) {
                continue;
            }
            let near = facing(edge, other);
            if near.distance <= reach || cross_inside(edge.a, edge.b, other.a, other.b) {
                found.insert(pair, midpoint(near.from, near.to));
            }
        }
    }
    let covered = Covered::new(regions);
    for (inner, region) in regions.iter().enumerate() {
        let corners = region.polygons().filter_map(|part| part.exterior().0.first().copied());
        for corner in corners {
            for outer in covered.by(corner).filter(|&outer| outer != inner) {
                found.entry([inner.min(outer), inner.max(outer)]).or_insert(corner);
            }
        }
    }
    found
}

/// Which regions cover a point.
struct Covered<'a> {
    regions: &'a [&'a Region],
    boxes: Boxes,
    outlines: Vec<OnceCell<Outline>>,
}

impl<'a> Covered<'a> {
    fn new(regions: &'a [&'a Region]) -> Self {
        let boxes = Boxes::new(regions.iter().map(|region| region.bounds()));
        Self { regions, boxes, outlines: regions.iter().map(|_| OnceCell::new()).collect() }
    }

    fn by(&self, point: Coord<f64>) -> impl Iterator<Item = usize> + '_ {
        let covers = move |region: &usize| {
            let outline = self.outlines[*region].get_or_init(|| Outline::new(self.regions[*region]));
            outline.contains(point)
        };
        self.boxes.near(point, point, 0.0).filter(covers)
    }

    fn holds(&self, point: Coord<f64>) -> bool {
        self.by(point).next().is_some()
    }
}

/// Triangles of one pair side by side, and the ways that they share: one more than triangles.
struct Strip<'a> {
    pair: Pair,
    triangles: Vec<&'a Triangle>,
    ways: Vec<Way>,
}

/// Strips of triangles. Each has two ways from region to region and shares them with its neighbours, so that strips do
/// not branch; one that closes on itself is opened at its longest way.
fn strips(triangles: &[Triangle]) -> Vec<Strip<'_>> {
    let mut by_way: BTreeMap<(Pair, usize), Vec<usize>> = BTreeMap::new();
    for (number, triangle) in triangles.iter().enumerate() {
        for way in triangle.ways {
            by_way.entry((triangle.pair, way.number)).or_default().push(number);
        }
    }
    let beyond = |number: usize, way: &Way| {
        let sharing = by_way.get(&(triangles[number].pair, way.number));
        sharing.and_then(|sharing| sharing.iter().copied().find(|&other| other != number))
    };
    let is_tip = |number: &usize| triangles[*number].ways.iter().any(|way| beyond(*number, way).is_none());
    let mut seen = vec![false; triangles.len()];
    let mut found = Vec::new();
    let tips: Vec<usize> = (0..triangles.len()).filter(is_tip).collect();
    for start in tips.into_iter().chain(0..triangles.len()) {
        if seen[start] {
            continue;
        }
        let [first, second] = triangles[start].ways;
        let mut came_by = if beyond(start, &first).is_none() { first } else { second };
        let mut strip = Strip { pair: triangles[start].pair, triangles: Vec::new(), ways: vec![came_by] };
        let mut next = Some(start);
        while let Some(number) = next.filter(|&number| !std::mem::replace(&mut seen[number], true)) {
            let leaves = triangles[number].ways.into_iter().find(|way| way.number != came_by.number);
            came_by = leaves.unwrap_or(came_by);
            strip.triangles.push(&triangles[number]);
            strip.ways.push(came_by);
            next = beyond(number, &came_by);
        }
        strip.open();
        strip.set_out_from_the_west();
        found.push(strip);
    }
    found
}

impl Strip<'_> {
    /// Opens a strip that closes on itself.
    fn open(&mut self) {
        let closed = self.ways.first().map(|way| way.number) == self.ways.last().map(|way| way.number);
        if !closed || self.triangles.len() < 3 {
            return;
        }
        self.ways.pop();
        let longest =
            (0..self.ways.len()).max_by(|&one, &two| self.ways[one].length().total_cmp(&self.ways[two].length()));
        let longest = longest.unwrap_or(0);
        self.ways.rotate_left(longest);
        self.triangles.rotate_left(longest);
        // The triangles on both sides of the longest way go.
        self.ways.remove(0);
        self.triangles.remove(0);
        self.triangles.pop();
    }

    /// Which end comes first must not hang on the order of regions.
    fn set_out_from_the_west(&mut self) {
        let middle = |way: Option<&Way>| {
            way.map_or((0.0, 0.0), |way| {
                let middle = midpoint(way.ends[0], way.ends[1]);
                (middle.x, middle.y)
            })
        };
        let (first, last) = (middle(self.ways.first()), middle(self.ways.last()));
        if last.0.total_cmp(&first.0).then(last.1.total_cmp(&first.1)).is_lt() {
            self.ways.reverse();
            self.triangles.reverse();
        }
    }
}

/// The space of a strip where the two regions face each other; else their distance, unless that is too far.
fn space(strip: &Strip<'_>, within: f64) -> Result<Space, Option<f64>> {
    let nearest = strip.ways.iter().map(Way::length).fold(f64::INFINITY, f64::min);
    let oblique = Some(nearest).filter(|nearest| *nearest <= within);
    let faces = |triangle: &&Triangle| triangle.is_square() && triangle.ways.iter().any(|way| way.length() <= within);
    let first = strip.triangles.iter().position(faces).ok_or(oblique)?;
    let last = strip.triangles.iter().rposition(faces).ok_or(oblique)?;
    let ways = &strip.ways[first..=last + 1];
    let side = |end: usize| {
        let mut side: Vec<Coord<f64>> = ways.iter().map(|way| way.ends[end]).collect();
        side.dedup();
        simplified(&side, SAMPLED)
    };
    let (one, two) = (side(0), side(1));
    let ways: Vec<[Coord<f64>; 2]> = ways.iter().map(|way| way.ends).collect();
    let length = polyline_length(&ways.iter().map(|way| midpoint(way[0], way[1])).collect::<Vec<_>>());
    if one.len() < 2 || two.len() < 2 || length < LEAST_LENGTH * nearest {
        return Err(oblique);
    }
    let mut ring = one.clone();
    ring.extend(two.iter().rev());
    let region = Region::from_rings(&ring, &[]).ok().filter(|region| !region.is_empty()).ok_or(oblique)?;
    let [start, stop] = [ways[0], ways[ways.len() - 1]];
    let ends = if super::ends::ring_area(&closed(&ring)) > 0.0 {
        [vec![start[1], start[0]], vec![stop[0], stop[1]]]
    } else {
        [vec![start[0], start[1]], vec![stop[1], stop[0]]]
    };
    Ok(Space { pair: strip.pair, region, ends, distance: apart(&one, &two, nearest), ways })
}

fn closed(ring: &[Coord<f64>]) -> Vec<Coord<f64>> {
    ring.iter().chain(ring.first()).copied().collect()
}

/// The distance of two polylines, known to be at most so far apart.
fn apart(one: &[Coord<f64>], two: &[Coord<f64>], most: f64) -> f64 {
    let tree = RTree::bulk_load(two.windows(2).map(|edge| Segment::new(edge[0], edge[1], 0)).collect());
    one.windows(2).fold(most, |least, edge| {
        let own = Segment::new(edge[0], edge[1], 0);
        tree.locate_in_envelope_intersecting(own.reach(least))
            .fold(least, |least, other| least.min(facing(&own, other).distance))
    })
}

#[cfg(test)]
mod tests {
    use super::super::prepared::Prepared;
    use super::super::region::tests::{rectangle, region};
    use super::super::width::Passage;
    use super::*;

    const FAR: f64 = 3000.0;

    fn found(regions: &[Region]) -> Between {
        between(&regions.iter().collect::<Vec<_>>(), FAR)
    }

    fn pairs(found: &Between) -> Vec<Pair> {
        found.spaces.iter().map(|space| space.pair).collect()
    }

    #[track_caller]
    fn assert_near(value: f64, expected: f64, within: f64) {
        assert!((value - expected).abs() <= within, "{value} instead of {expected}");
    }

    fn width(space: &Space) -> f64 {
        let area = Prepared::of_space(space);
        match area.passable(&area.region).passage() {
            Passage::Open(place) => place.width,
            other => panic!("{other:?}"),
        }
    }

    /// A turn and a move far east.
    fn moved(regions: &[Region]) -> Vec<Region> {
        let (sin, cos) = 0.6_f64.sin_cos();
        let at = |[x, y]: [f64; 2]| Coord { x: 34_500_000.0 + cos * x - sin * y, y: 3_087_000.0 + sin * x + cos * y };
        let ring = |region: &Region| region.rings().next().unwrap().iter().map(|&point| at(point)).collect::<Vec<_>>();
        regions.iter().map(|region| Region::from_rings(&ring(region), &[]).unwrap()).collect()
    }

    #[test]
    fn two_squares_side_by_side_have_the_rectangle_between_them() {
        let squares = [rectangle(0., 0., 1000., 1000.), rectangle(0., 1080., 1000., 1000.)];
        for squares in [squares.to_vec(), moved(&squares)] {
            let found = found(&squares);
            let [space] = found.spaces.as_slice() else { panic!("{:?}", pairs(&found)) };
            assert_near(space.region.area(), 80_000.0, 1e-3);
            assert_near(space.distance, 80.0, 1e-6);
            assert_near(width(space), 80.0, 1e-6);
            assert_near(Prepared::of_space(space).length, 1000.0, 1e-3);
            assert!(found.touching.is_empty() && found.oblique.is_empty());
        }
    }

    #[test]
    fn the_order_of_regions_changes_only_their_numbers() {
        let regions = [region(&[(0., 0.), (900., 30.), (850., 700.), (0., 640.)]), rectangle(-50., 750., 800., 500.)];
        let one = found(&regions);
        let other = found(&[regions[1].clone(), regions[0].clone()]);
        assert_near(one.spaces[0].region.area(), other.spaces[0].region.area(), 1e-6);
        assert_near(width(&one.spaces[0]), width(&other.spaces[0]), 1e-9);
    }

    #[test]
    fn a_small_region_before_a_large_one_is_faced_about_as_far_as_it_reaches() {
        let found = found(&[rectangle(0., 0., 5000., 1000.), rectangle(2000., 1100., 600., 400.)]);
        let [space] = found.spaces.as_slice() else { panic!("{:?}", pairs(&found)) };
        assert_near(width(space), 100.0, 1e-6);
        // Beyond the corners the ways lean by 22.5° at most: 41 m, and a sample more.
        let bounds = space.region.bounds().unwrap();
        assert!(bounds.min().x <= 2000.0 && bounds.min().x > 1940.0, "{bounds:?}");
        assert!(bounds.max().x >= 2600.0 && bounds.max().x < 2660.0, "{bounds:?}");
    }

    #[test]
    fn a_region_between_two_others_makes_them_no_neighbours() {
        let row: Vec<Region> = (0..3).map(|step| rectangle(f64::from(step) * 600.0, 0., 500., 500.)).collect();
        assert_eq!(pairs(&found(&row)), [[0, 1], [1, 2]]);
    }

    #[test]
    fn corners_that_look_at_each_other_do_not_face() {
        let grid: Vec<Region> =
            [(0., 0.), (1100., 0.), (0., 1100.), (1100., 1100.)].map(|(x, y)| rectangle(x, y, 1000., 1000.)).to_vec();
        for grid in [grid.clone(), moved(&grid)] {
            assert_eq!(pairs(&found(&grid)), [[0, 1], [0, 2], [1, 3], [2, 3]]);
        }
        let aslant = found(&[rectangle(0., 0., 1000., 1000.), rectangle(1200., 1500., 1000., 1000.)]);
        assert!(aslant.spaces.is_empty());
        assert_near(aslant.oblique[&[0, 1]], 200.0_f64.hypot(500.0), 1e-6);
    }

    #[test]
    fn what_touches_overlaps_or_nests_has_nothing_between() {
        let whole = rectangle(0., 0., 1000., 1000.);
        for other in
            [rectangle(1000.9, 200., 500., 500.), rectangle(900., 200., 500., 500.), rectangle(300., 300., 100., 100.)]
        {
            let found = found(&[whole.clone(), other]);
            assert!(found.spaces.is_empty() && found.touching.contains_key(&[0, 1]));
        }
        assert_eq!(pairs(&found(&[whole, rectangle(1002., 200., 500., 500.)])), [[0, 1]]);
    }

    #[test]
    fn regions_farther_apart_than_asked_are_no_neighbours() {
        let squares = |gap: f64| [rectangle(0., 0., 4000., 4000.), rectangle(0., 4000.0 + gap, 4000., 4000.)];
        assert_eq!(pairs(&found(&squares(2999.0))), [[0, 1]]);
        let far = found(&squares(3001.0));
        assert!(far.spaces.is_empty() && far.oblique.is_empty());
    }

    #[test]
    fn a_narrow_bay_is_closed_at_its_mouth_and_a_wide_one_belongs_to_the_space() {
        let wall = rectangle(0., 1100., 2000., 300.);
        let with_bay =
            |width: f64| rectangle(0., 0., 2000., 1000.).difference(&rectangle(500., 600., width, 400.)).unwrap();
        let narrow = found(&[with_bay(20.0), wall.clone()]);
        assert_near(narrow.spaces[0].region.area(), 200_000.0, 300.0);
        let wide = found(&[with_bay(1000.0), wall]);
        assert!(wide.spaces[0].region.area() > 500_000.0, "{}", wide.spaces[0].region.area());
        assert_near(width(&wide.spaces[0]), 100.0, 1e-6);
    }

    #[test]
    fn a_cluster_of_several_parcels_has_one_side() {
        let parcels: Vec<Region> = (0..4).map(|step| rectangle(f64::from(step) * 260.0, 0., 240., 500.)).collect();
        let found = found(&[Region::union(&parcels).unwrap(), rectangle(0., 620., 1020., 300.)]);
        let [space] = found.spaces.as_slice() else { panic!("{:?}", pairs(&found)) };
        assert_near(width(space), 120.0, 1e-6);
        assert_near(Prepared::of_space(space).length, 1020.0, 10.0);
    }

    #[test]
    fn a_ring_around_a_region_is_opened_at_its_widest() {
        let ring = rectangle(0., 0., 1000., 1000.).difference(&rectangle(200., 200., 600., 600.)).unwrap();
        let found = found(&[ring, rectangle(260., 260., 480., 480.)]);
        let [space] = found.spaces.as_slice() else { panic!("{:?}", pairs(&found)) };
        assert!(space.region.area() > 0.9 * (600.0 * 600.0 - 480.0 * 480.0), "{}", space.region.area());
    }
}
