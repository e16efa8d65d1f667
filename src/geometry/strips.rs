//! All strips of a passage together: the clear widths that lie side by side, summed where they come to least.
//!
//! Islands split a passage into strips. What passes through all of them at once is bounded by the cross-cut from side to
//! side whose clear stretches add up to least, as a flow is by its smallest cut: the shortest way from wall to wall that
//! costs its length inside the region and nothing across an island. Any such way is a chain of straight hops from wall
//! to wall. Without an island the cut is the one hop of [`super::width`], bit for bit. Exact up to `f64`.
//!
//! Walls are reached in the order of what it costs to get there. Around each the search widens ring by ring; a wall
//! nearer than the ring that is searched has been reached by then, so only those not reached yet stay in the index, and
//! the cost grows about linearly with the edges.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use geo_types::Coord;
use rstar::RTree;

use super::facing::{Facing, facing, farther_apart};
use super::segments::Segment;
use super::tolerance;
use super::width::{Component, Hop, Hops, Passable};

/// A way across a passage from side to side.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossCut {
    /// The clear widths on it, summed, in metres.
    pub width: f64,
    /// The clear stretches from one side to the other, each between two facing wall points.
    pub strips: Vec<[Coord<f64>; 2]>,
}

impl Passable {
    /// The cross-cut whose clear stretches add up to least; `None` where the end faces do not all open one connected
    /// region.
    pub fn cross_cut(&self) -> Option<CrossCut> {
        self.through()?.cross_cut()
    }
}

impl Component {
    fn cross_cut(&self) -> Option<CrossCut> {
        let hops = Hops::new(&self.walls);
        let direct = hops.between_sides().map(|hop| CrossCut::new(&[hop.facing]));
        if !hops.has_islands() {
            return direct;
        }
        let mut sides: Vec<usize> = (0..self.walls.kinds.len()).filter(|&wall| self.walls.is_side(wall)).collect();
        sides.pop();
        sides.into_iter().fold(direct, |least, side| {
            let bound = least.as_ref().map_or(f64::INFINITY, |cut| cut.width);
            Search::new(&hops, side, bound).run().or(least)
        })
    }
}

impl CrossCut {
    fn new(hops: &[Facing]) -> Self {
        let width = hops.iter().map(|hop| hop.distance).sum();
        Self { width, strips: hops.iter().map(|hop| [hop.from, hop.to]).collect() }
    }
}

/// What is done next, the cheapest first: costs are not negative, so their bits are in their order.
type Step = Reverse<(u64, Next)>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    /// A wall is reached.
    Reach(usize),
    /// From an edge of a wall that was reached at a cost, given as bits, walls farther than a radius are looked for.
    Look { edge: usize, cost: u64, beyond: u64 },
}

/// The search for the cheapest way from one side to another.
struct Search<'a> {
    hops: &'a Hops<'a>,
    side: usize,
    /// Ways that cost as much or more are of no use.
    bound: f64,
    /// Edges of walls that have not been reached; the tag is the index of the edge.
    open: RTree<Segment>,
    reached: Vec<bool>,
    cost: Vec<f64>,
    by: Vec<Option<Hop>>,
    steps: BinaryHeap<Step>,
    /// The edges of each wall.
    edges: Vec<Vec<usize>>,
}

impl<'a> Search<'a> {
    fn new(hops: &'a Hops<'a>, side: usize, bound: f64) -> Self {
        let count = hops.walls.kinds.len();
        let mut edges = vec![Vec::new(); count];
        for (index, edge) in hops.walls.edges.iter().enumerate() {
            if let Some(of) = edge.wall.and_then(|wall| edges.get_mut(wall)) {
                of.push(index);
            }
        }
        let mut cost = vec![f64::INFINITY; count];
        cost[side] = 0.0;
        let steps = BinaryHeap::from([Reverse((0, Next::Reach(side)))]);
        let open = hops.tree.clone();
        Self { hops, side, bound, open, reached: vec![false; count], cost, by: vec![None; count], steps, edges }
    }

    /// The cheapest way to another side, if it costs less than the bound.
    fn run(mut self) -> Option<CrossCut> {
        while let Some(Reverse((cost, next))) = self.steps.pop() {
            if f64::from_bits(cost) >= self.bound {
                return None;
            }
            match next {
                Next::Reach(wall) if self.reached[wall] => {}
                Next::Reach(wall) if wall != self.side && self.hops.walls.is_side(wall) => {
                    return Some(self.way_to(wall));
                }
                Next::Reach(wall) => self.reach(wall),
                Next::Look { edge, cost, beyond } => self.look(edge, f64::from_bits(cost), f64::from_bits(beyond)),
            }
        }
        None
    }

    fn reach(&mut self, wall: usize) {
        self.reached[wall] = true;
        let cost = self.cost[wall];
        for &edge in &self.edges[wall] {
            self.open.remove(&self.hops.walls.edges[edge].segment(edge));
            let look = Next::Look { edge, cost: cost.to_bits(), beyond: 0 };
            self.steps.push(Reverse((cost.to_bits(), look)));
        }
    }

    fn look(&mut self, index: usize, cost: f64, beyond: f64) {
        let hops = self.hops;
        let within = (2.0 * beyond).max(hops.walls.scale / 4.0).max(tolerance::POINT);
        let own = hops.walls.edges[index].segment(index);
        let Some(from) = hops.walls.edges[index].wall else { return };
        for other in self.open.locate_in_envelope_intersecting(own.reach(within)) {
            let Some(to) = hops.walls.edges[other.tag].wall else { continue };
            let limit = (self.cost[to].min(self.bound) - cost).min(within);
            if limit <= 0.0 || farther_apart(&own, other, limit) {
                continue;
            }
            let facing = facing(&own, other);
            if facing.distance <= limit
                && cost + facing.distance < self.cost[to]
                && hops.is_inside(&facing, index, other.tag)
            {
                self.cost[to] = cost + facing.distance;
                self.by[to] = Some(Hop { facing, from, to });
                self.steps.push(Reverse((self.cost[to].to_bits(), Next::Reach(to))));
            }
        }
        let later = cost + within;
        if within < hops.extent && later < self.bound && self.open.size() > 0 {
            let look = Next::Look { edge: index, cost: cost.to_bits(), beyond: within.to_bits() };
            self.steps.push(Reverse((later.to_bits(), look)));
        }
    }

    fn way_to(&self, wall: usize) -> CrossCut {
        let before = |hop: &Hop| self.by[hop.from];
        let mut hops: Vec<Facing> = std::iter::successors(self.by[wall], before).map(|hop| hop.facing).collect();
        hops.reverse();
        CrossCut::new(&hops)
    }
}

#[cfg(test)]
mod tests {
    use super::super::region::tests::{rectangle, region, ring};
    use super::super::width::Passage;
    use super::super::{Region, prepared::Prepared};
    use super::*;

    fn passable(area: Region, obstacles: &[Region]) -> Passable {
        let area = Prepared::new(area, &[]).unwrap();
        let left = area.without(&Region::union(obstacles).unwrap()).unwrap();
        area.passable(&left)
    }

    #[track_caller]
    fn assert_cut(area: &Region, obstacles: &[Region], expected: &[f64]) {
        let cut = passable(area.clone(), obstacles).cross_cut().unwrap();
        let mut widths: Vec<f64> = cut.strips.iter().map(|[a, b]| (a.x - b.x).hypot(a.y - b.y)).collect();
        // A cut may be told from either side.
        if widths.first().zip(expected.first()).is_some_and(|(found, first)| (found - first).abs() > 1e-6) {
            widths.reverse();
        }
        assert_eq!(widths.len(), expected.len(), "{widths:?}");
        for (found, expected) in widths.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-6, "{widths:?}");
        }
        assert!((cut.width - expected.iter().sum::<f64>()).abs() < 1e-6);
    }

    #[test]
    fn a_building_in_the_middle_leaves_two_strips() {
        let corridor = rectangle(0., 0., 1000., 60.);
        assert_cut(&corridor, &[rectangle(490., 15., 20., 20.)], &[15.0, 25.0]);
    }

    #[test]
    fn a_single_strip_is_that_of_the_default_bit_for_bit() {
        let hourglass = region(&[(0., 0.), (500., 14.3), (1000., 0.), (1000., 60.), (500., 46.), (0., 60.)]);
        for obstacles in [vec![], vec![rectangle(200., -10., 30., 25.)]] {
            let found = passable(hourglass.clone(), &obstacles);
            let Passage::Open(narrowest) = found.passage() else { panic!("closed") };
            let cut = found.cross_cut().unwrap();
            assert_eq!((cut.width.to_bits(), cut.strips), (narrowest.width.to_bits(), vec![narrowest.between]));
        }
    }

    #[test]
    fn buildings_one_after_the_other_count_once_and_side_by_side_all() {
        let corridor = rectangle(0., 0., 1000., 60.);
        let behind = [rectangle(200., 20., 20., 20.), rectangle(600., 25., 20., 10.)];
        assert_cut(&corridor, &behind, &[20.0, 20.0]);
        let beside = [rectangle(500., 10., 20., 10.), rectangle(500., 30., 20., 15.)];
        assert_cut(&corridor, &beside, &[10.0, 10.0, 15.0]);
    }

    #[test]
    fn a_cut_may_go_slantwise_from_building_to_building() {
        // Straight across, 10 + 35 m are clear beside the one and 40 + 5 m beside the other; over both it is 10 m, then
        // 25 m from (510, 25) to (530, 40), then 5 m.
        let corridor = rectangle(0., 0., 1000., 60.);
        let buildings = [rectangle(490., 10., 20., 15.), rectangle(530., 40., 20., 15.)];
        assert_cut(&corridor, &buildings, &[10.0, 25.0, 5.0]);
    }

    #[test]
    fn a_row_of_buildings_right_across_leaves_what_is_between_them() {
        let corridor = rectangle(0., 0., 1000., 100.);
        let row: Vec<Region> = (0..6).map(|step| rectangle(500., 5.0 + 15.0 * f64::from(step), 30., 13.)).collect();
        assert_cut(&corridor, &row, &[5.0, 2.0, 2.0, 2.0, 2.0, 2.0, 7.0]);
    }

    #[test]
    fn of_three_ends_the_worst_pair_counts() {
        let tee = Region::union(&[rectangle(0., 0., 2000., 100.), rectangle(950., 100., 80., 1000.)]).unwrap();
        let building = rectangle(980., 600., 20., 20.);
        assert_cut(&tee, &[building], &[30.0, 30.0]);
    }

    #[test]
    fn no_passage_has_no_cut() {
        assert_eq!(passable(rectangle(0., 0., 1000., 60.), &[rectangle(400., -5., 10., 70.)]).cross_cut(), None);
    }

    #[test]
    fn among_many_buildings_the_cut_is_the_cheapest_of_all_ways_from_wall_to_wall() {
        let corridor = Region::from_rings(&ring(&[(0., 0.), (900., 40.), (900., 120.), (0., 90.)]), &[]).unwrap();
        let mut state = 7_u64;
        let mut next = |most: f64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            most * ((state >> 11) as f64 / (1_u64 << 53) as f64)
        };
        for _ in 0..60 {
            let buildings: Vec<Region> = (0..25)
                .map(|_| rectangle(50.0 + next(800.0), next(110.0), 2.0 + next(20.0), 2.0 + next(20.0)))
                .collect();
            let found = passable(corridor.clone(), &buildings);
            let Passage::Open(narrowest) = found.passage() else { continue };
            let cut = found.cross_cut().unwrap();
            assert!(cut.width >= narrowest.width - 1e-9, "{} below {}", cut.width, narrowest.width);
            assert!((cut.width - oracle(&found)).abs() < 1e-9);
        }
    }

    /// The same by Floyd and Warshall over the nearest points of all pairs of walls.
    fn oracle(passable: &Passable) -> f64 {
        let walls = &passable.through().unwrap().walls;
        let hops = Hops::new(walls);
        let count = walls.kinds.len();
        let mut cost = vec![vec![f64::INFINITY; count]; count];
        for (index, one) in walls.edges.iter().enumerate() {
            for (other, two) in walls.edges.iter().enumerate() {
                let (Some(from), Some(to)) = (one.wall, two.wall) else { continue };
                let hop = facing(&one.segment(index), &two.segment(other));
                if from != to && hop.distance < cost[from][to] && hops.is_inside(&hop, index, other) {
                    (cost[from][to], cost[to][from]) = (hop.distance, hop.distance);
                }
            }
        }
        for over in 0..count {
            for from in 0..count {
                for to in 0..count {
                    cost[from][to] = cost[from][to].min(cost[from][over] + cost[over][to]);
                }
            }
        }
        let sides: Vec<usize> = (0..count).filter(|&wall| walls.is_side(wall)).collect();
        cost[sides[0]][sides[1]]
    }
}
