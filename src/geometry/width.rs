//! The widest single strip that leads through a region from end face to end face.
//!
//! A strip of width w passes exactly where a disc of diameter w can be moved through. By planar duality the widest one
//! is the smallest w at which two sides of the passage become connected by hops of at most w from wall to wall inside
//! the region; the last hop is the segment across the narrowest place. With more than two end faces the same holds
//! for the worst pair of them. Exact up to `f64`: no buffer, no sampling.
//!
//! A hop that crosses an island is kept: its pieces between the walls are shorter hops of the same chain. A hop that
//! crosses the outer boundary leads through the outside and is none.

use geo_types::Coord;
use rstar::RTree;

use super::facing::{Facing, cross_inside, facing, farther_apart};
use super::region::Region;
use super::segments::Segment;
use super::tolerance;
use super::walls::{Edge, Walls, face_tree};

/// How far a strip gets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Passage {
    /// It leads from every end face to every other.
    Open(Narrowest),
    /// It leads through one connected region, but only through a place narrower than [`tolerance::POINT`]: a touch.
    Touching(Narrowest),
    /// The end faces do not all open one connected region.
    Apart,
    /// The region has end faces but no two sides between them: there is nothing that it could be narrow between.
    Unwalled,
}

/// The narrowest place of a passage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Narrowest {
    /// Width of the widest strip, in metres.
    pub width: f64,
    /// The two facing wall points.
    pub between: [Coord<f64>; 2],
}

/// A region prepared for measuring: cut into connected components with their walls.
#[derive(Clone, Debug)]
pub struct Passable {
    pub(crate) components: Vec<Component>,
    faces: usize,
}

/// A connected component of the region.
#[derive(Clone, Debug)]
pub(crate) struct Component {
    pub(crate) region: Region,
    pub(crate) walls: Walls,
}

impl Passable {
    /// Cuts what is left of a corridor into components and walls. Each face is a run of the corridor's outline,
    /// counter-clockwise, with the corridor on its left.
    pub fn new(left: &Region, faces: &[Vec<Coord<f64>>]) -> Self {
        let tree = face_tree(faces);
        let components = left
            .parts()
            .map(|region| {
                let walls = Walls::new(&region, &tree);
                Component { region, walls }
            })
            .collect();
        Self { components, faces: faces.len() }
    }

    /// The connected component that all end faces open.
    pub(crate) fn through(&self) -> Option<&Component> {
        self.components.iter().find(|part| part.walls.faces.len() == self.faces)
    }

    /// The widest strip from end face to end face; the worst pair where there are more than two.
    pub fn passage(&self) -> Passage {
        let Some(through) = self.through() else {
            return Passage::Apart;
        };
        if self.faces < 2 || !(0..through.walls.kinds.len()).any(|wall| through.walls.is_side(wall)) {
            return Passage::Unwalled;
        }
        match through.narrowest() {
            Some(found) if found.width > tolerance::POINT => Passage::Open(found),
            Some(found) => Passage::Touching(found),
            None => Passage::Unwalled,
        }
    }
}

impl Component {
    /// The hop that connects two sides.
    pub(crate) fn narrowest(&self) -> Option<Narrowest> {
        let hops = Hops::new(&self.walls);
        let direct = hops.between_sides();
        let found = if hops.has_islands() { hops.by_islands(direct) } else { direct };
        found.map(|hop| Narrowest { width: hop.facing.distance, between: [hop.facing.from, hop.facing.to] })
    }
}

/// A way across the region from wall to wall.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hop {
    pub(super) facing: Facing,
    pub(super) from: usize,
    pub(super) to: usize,
}

pub(super) struct Hops<'a> {
    pub(super) walls: &'a Walls,
    /// Wall edges; the tag is the index of the edge.
    pub(super) tree: RTree<Segment>,
    /// Those of the sides other than the first, which looks for them.
    opposite: RTree<Segment>,
    /// Outer boundary with the end faces: what a hop must not cross.
    outside: RTree<Segment>,
    pub(super) extent: f64,
}

impl<'a> Hops<'a> {
    pub(super) fn new(walls: &'a Walls) -> Self {
        let tagged = |keep: &dyn Fn(&Edge) -> bool| {
            let edges = walls.edges.iter().enumerate().filter(|(_, edge)| keep(edge));
            RTree::bulk_load(edges.map(|(index, edge)| edge.segment(index)).collect())
        };
        let tree: RTree<Segment> = tagged(&|edge| edge.wall.is_some());
        let envelope = tree.root().envelope();
        let extent = (envelope.upper()[0] - envelope.lower()[0]) + (envelope.upper()[1] - envelope.lower()[1]);
        let first = (0..walls.kinds.len()).find(|&wall| walls.is_side(wall));
        let opposite = tagged(&|edge| edge.wall.is_some_and(|wall| walls.is_side(wall) && Some(wall) != first));
        let outside = tagged(&|edge| edge.outer);
        Self { walls, tree, opposite, outside, extent: extent.max(tolerance::POINT) }
    }

    pub(super) fn has_islands(&self) -> bool {
        (0..self.walls.kinds.len()).any(|wall| !self.walls.is_side(wall))
    }

    /// The shortest hop between two different sides, islands left aside: an upper bound, exact without islands.
    pub(super) fn between_sides(&self) -> Option<Hop> {
        let sides: Vec<(usize, usize)> = self.wall_edges(|wall| self.walls.is_side(wall)).collect();
        let last = sides.iter().map(|(_, wall)| *wall).max()?;
        let mut limit = (4.0 * self.walls.scale).min(self.extent);
        loop {
            let mut best: Option<Hop> = None;
            // A sparse first look brings the limit down before every edge is tried.
            let sparse = sides.iter().step_by(SPARSE);
            for &(index, wall) in sparse.chain(&sides).filter(|(_, wall)| *wall != last) {
                let reach = best.map_or(limit, |hop| hop.facing.distance);
                best = self.nearest_side(index, wall, reach).or(best);
            }
            if best.is_some() || limit >= self.extent {
                return best;
            }
            limit = (4.0 * limit).min(self.extent);
        }
    }

    fn nearest_side(&self, index: usize, wall: usize, reach: f64) -> Option<Hop> {
        let own = self.walls.edges[index].segment(index);
        let mut best: Option<Hop> = None;
        for other in self.opposite.locate_in_envelope_intersecting(own.reach(reach)) {
            let Some(to) = self.walls.edges[other.tag].wall.filter(|&to| to > wall) else {
                continue;
            };
            let limit = best.map_or(reach, |hop| hop.facing.distance);
            if farther_apart(&own, other, limit) {
                continue;
            }
            let facing = facing(&own, other);
            if facing.distance < limit && self.is_inside(&facing, index, other.tag) {
                best = Some(Hop { facing, from: wall, to });
            }
        }
        best
    }

    /// The smallest hop at which a chain over islands connects two sides; never more than the direct one.
    fn by_islands(&self, direct: Option<Hop>) -> Option<Hop> {
        let limit = direct.map_or(self.extent, |hop| hop.facing.distance);
        let mut joined = Joined::new(self.walls);
        let (mut low, mut high) = (-1.0, (self.walls.scale / 4.0).min(limit));
        loop {
            let mut hops = self.island_hops(low, high, &mut joined);
            hops.sort_by(|one, two| {
                let key = |hop: &(Hop, usize, usize)| (hop.1, hop.2);
                one.0.facing.distance.total_cmp(&two.0.facing.distance).then_with(|| key(one).cmp(&key(two)))
            });
            for (hop, from, to) in hops {
                let apart = joined.root(hop.from) != joined.root(hop.to);
                if apart && self.is_inside(&hop.facing, from, to) && joined.join(hop.from, hop.to) {
                    return Some(hop);
                }
            }
            if high >= limit {
                return direct;
            }
            (low, high) = (high, (2.0 * high).max(tolerance::POINT).min(limit));
        }
    }

    /// Hops longer than `low` and up to `high` of which at least one wall is an island, with the edges they lead
    /// between.
    fn island_hops(&self, low: f64, high: f64, joined: &mut Joined) -> Vec<(Hop, usize, usize)> {
        let mut found = Vec::new();
        for (index, wall) in self.wall_edges(|wall| !self.walls.is_side(wall)) {
            let own = self.walls.edges[index].segment(index);
            for other in self.tree.locate_in_envelope_intersecting(own.reach(high)) {
                let Some(to) = self.walls.edges[other.tag].wall else { continue };
                let seen_from_there = !self.walls.is_side(to) && other.tag < index;
                if seen_from_there || farther_apart(&own, other, high) || joined.root(wall) == joined.root(to) {
                    continue;
                }
                let facing = facing(&own, other);
                if facing.distance > low && facing.distance <= high {
                    found.push((Hop { facing, from: wall, to }, index, other.tag));
                }
            }
        }
        found
    }

    fn wall_edges(&self, keep: impl Fn(usize) -> bool) -> impl Iterator<Item = (usize, usize)> {
        let edges = self.walls.edges.iter().enumerate();
        edges.filter_map(move |(index, edge)| edge.wall.filter(|&wall| keep(wall)).map(|wall| (index, wall)))
    }

    /// Whether a hop runs inside the region: it sets out and arrives on the covered side and does not leave between.
    pub(super) fn is_inside(&self, hop: &Facing, from: usize, to: usize) -> bool {
        let (one, two) = (&self.walls.edges[from], &self.walls.edges[to]);
        if hop.distance <= CONTACT {
            return one.pinches(hop.from_share, two, hop.to_share);
        }
        let way = hop.to - hop.from;
        one.opens_towards(hop.from_share, way)
            && two.opens_towards(hop.to_share, -way)
            && !self
                .outside
                .locate_in_envelope_intersecting(Segment::new(hop.from, hop.to, 0).reach(0.0))
                .any(|edge| cross_inside(hop.from, hop.to, edge.a, edge.b))
    }
}

/// Every so many edges take part in the first look.
const SPARSE: usize = 64;
/// Walls this close touch: their direction to each other is noise.
const CONTACT: f64 = 1e-7;

/// Sets of walls that are connected by hops.
struct Joined {
    parent: Vec<usize>,
    has_side: Vec<bool>,
}

impl Joined {
    fn new(walls: &Walls) -> Self {
        let count = walls.kinds.len();
        Self { parent: (0..count).collect(), has_side: (0..count).map(|wall| walls.is_side(wall)).collect() }
    }

    fn root(&mut self, mut wall: usize) -> usize {
        while self.parent[wall] != wall {
            self.parent[wall] = self.parent[self.parent[wall]];
            wall = self.parent[wall];
        }
        wall
    }

    /// Joins two sets; true when that connects two sides.
    fn join(&mut self, one: usize, two: usize) -> bool {
        let (one, two) = (self.root(one), self.root(two));
        let both = self.has_side[one] && self.has_side[two];
        self.parent[two] = one;
        self.has_side[one] |= self.has_side[two];
        both
    }
}
