//! Pieces of a broken passage and the gaps between them.
//!
//! A piece counts when it matters to the way through: it opens at an end face or reaches from one side to another.
//! A corner that an obstacle cuts off at one side does not block the way and is no piece, nor is a sliver narrower
//! than [`tolerance::SLIVER`]. An end face that is wholly blocked is a place to reach and so has a gap before it.

use geo_types::Coord;
use rstar::RTree;

use super::facing::{Facing, facing};
use super::prepared::Prepared;
use super::region::Region;
use super::segments::Segment;
use super::tolerance;
use super::walls::{Walls, face_tree};
use super::width::{Passable, Passage};

/// The shortest way across a break.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// Its length in metres; 0 where pieces touch in a point.
    pub distance: f64,
    /// Its two ends.
    pub between: [Coord<f64>; 2],
}

/// How connected a passage is.
#[derive(Clone, Debug, PartialEq)]
pub struct Continuity {
    /// Pieces that matter to the way through.
    pub pieces: usize,
    /// The shortest gaps that connect all pieces, in order of length; empty when the passage is open.
    pub gaps: Vec<Gap>,
}

/// Pieces and gaps of what is left of an area.
pub fn continuity(area: &Prepared, left: &Passable, passage: &Passage) -> Continuity {
    match passage {
        Passage::Open(_) | Passage::Unwalled => Continuity { pieces: left.components.len().min(1), gaps: Vec::new() },
        Passage::Touching(place) => {
            let touch = Continuity { pieces: 2, gaps: vec![Gap { distance: 0.0, between: place.between }] };
            let found = opened(area, left).map(|opened| apart(area, &opened));
            let wide = |found: &Continuity| found.gaps.last().is_some_and(|gap| gap.distance > tolerance::SLIVER);
            found.filter(wide).unwrap_or(touch)
        }
        Passage::Apart => {
            let plain = apart(area, left);
            opened(area, left).map(|opened| apart(area, &opened)).filter(|found| found.differs(&plain)).unwrap_or(plain)
        }
    }
}

impl Continuity {
    /// Whether it has other pieces or other gaps, rounded corners aside.
    fn differs(&self, other: &Self) -> bool {
        let alike = |(one, two): (&Gap, &Gap)| (one.distance - two.distance).abs() <= tolerance::SLIVER;
        self.pieces != other.pieces
            || self.gaps.len() != other.gaps.len()
            || !self.gaps.iter().zip(&other.gaps).all(alike)
    }
}

/// What is left without the hairlines along obstacles that stand flush with a wall or with each other: they connect
/// nothing and would hide how deep a gap is. `None` where overlay fails.
fn opened(area: &Prepared, left: &Passable) -> Option<Passable> {
    let parts: Vec<Region> = left.components.iter().map(|part| part.region.clone()).collect();
    let half = tolerance::POINT / 2.0;
    let region = Region::union(&parts).and_then(|all| all.offset(-half)).and_then(|all| all.offset(half));
    region.ok().map(|region| area.passable(&region))
}

fn apart(area: &Prepared, left: &Passable) -> Continuity {
    let sides = face_tree(&area.sides());
    let mut segments = Vec::new();
    let mut reached = vec![false; area.faces.len()];
    let mut pieces = 0;
    for component in &left.components {
        let walls = &component.walls;
        let crosses = || Walls::new(&component.region, &sides).faces.len() > 1;
        if walls.scale < tolerance::SLIVER || (walls.faces.is_empty() && !crosses()) {
            continue;
        }
        segments.extend(walls.edges.iter().map(|edge| edge.segment(pieces)));
        for &face in &walls.faces {
            reached[face] = true;
        }
        pieces += 1;
    }
    let mut nodes = pieces;
    for (face, _) in area.faces.iter().zip(reached).filter(|(_, reached)| !reached) {
        segments.extend(face.line.windows(2).map(|edge| Segment::new(edge[0], edge[1], nodes)));
        nodes += 1;
    }
    Continuity { pieces, gaps: shortest_gaps(&segments, nodes) }
}

/// The minimum spanning tree over the distances between tagged sets of segments.
fn shortest_gaps(segments: &[Segment], nodes: usize) -> Vec<Gap> {
    let mut parent: Vec<usize> = (0..nodes).collect();
    let tree = RTree::bulk_load(segments.to_vec());
    let envelope = tree.root().envelope();
    let extent = (envelope.upper()[0] - envelope.lower()[0]) + (envelope.upper()[1] - envelope.lower()[1]);
    let mut gaps: Vec<Gap> = Vec::new();
    let (mut low, mut high) = (-1.0, tolerance::POINT);
    while gaps.len() + 1 < nodes && low < extent {
        let mut hops: Vec<(Facing, usize, usize)> = Vec::new();
        for own in segments {
            for other in tree.locate_in_envelope_intersecting(own.reach(high)).filter(|other| other.tag > own.tag) {
                if root(&mut parent, own.tag) != root(&mut parent, other.tag) {
                    let found = facing(own, other);
                    if found.distance > low && found.distance <= high {
                        hops.push((found, own.tag, other.tag));
                    }
                }
            }
        }
        // Of ways of one length, that between the middles of facing edges is shown rather than one along a wall.
        let key = |hop: &Facing| ((hop.distance / ALIKE).round(), at_a_corner(hop));
        hops.sort_by(|one, two| {
            let ((near, near_corner), (far, far_corner)) = (key(&one.0), key(&two.0));
            let places = || (near_corner, one.1, one.2).cmp(&(far_corner, two.1, two.2));
            near.total_cmp(&far).then_with(places)
        });
        for (hop, from, to) in hops {
            let (from, to) = (root(&mut parent, from), root(&mut parent, to));
            if from != to {
                parent[to] = from;
                let distance = if hop.distance <= tolerance::POINT { 0.0 } else { hop.distance };
                gaps.push(Gap { distance, between: [hop.from, hop.to] });
            }
        }
        (low, high) = (high, 4.0 * high);
    }
    gaps
}

/// Gaps that differ by less than this, in metres, are of one length.
const ALIKE: f64 = 1e-6;

fn at_a_corner(hop: &Facing) -> bool {
    let inside = |share: f64| share > 0.0 && share < 1.0;
    !(inside(hop.from_share) && inside(hop.to_share))
}

fn root(parent: &mut [usize], mut node: usize) -> usize {
    while parent[node] != node {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    node
}
