//! Boundaries sampled and triangulated: the triangles that lie between two regions.

use std::collections::BTreeMap;

use geo_types::Coord;
use rstar::RTree;
use spade::{DelaunayTriangulation, HasPosition, Point2, Triangulation as _};

use super::super::facing::{facing, farther_apart};
use super::super::segments::Segment;
use super::super::vector::{cross, distance, dot};
use super::{Pair, SQUARE};

/// Pieces of a boundary are at most this part of their distance from other regions long.
const FINENESS: f64 = 8.0;
/// Pieces are not cut shorter than this, in metres.
const SHORTEST: f64 = 0.25;
/// Nor than this part of all boundaries together, so that odd shapes cost no more than long ones.
const MOST_PIECES: f64 = 400_000.0;

/// A way from a region to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    /// The number of its edge in the triangulation.
    pub(super) number: usize,
    /// A point on the first region of the pair and one on the second.
    pub(super) ends: [Coord<f64>; 2],
}

impl Way {
    pub(super) fn length(&self) -> f64 {
        distance(self.ends[0], self.ends[1])
    }
}

/// A triangle with corners on two regions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Triangle {
    pub(super) pair: Pair,
    /// Its two edges from the one region to the other.
    pub(super) ways: [Way; 2],
    corners: [Coord<f64>; 3],
}

impl Triangle {
    pub(super) fn middle(&self) -> Coord<f64> {
        let [a, b, c] = self.corners;
        a + ((b - a) + (c - a)) / 3.0
    }

    /// Whether the shorter way stands about square on the edge that both have on one region.
    pub(super) fn is_square(&self) -> bool {
        let [one, two] = self.ways;
        let (short, long) = if one.length() <= two.length() { (one, two) } else { (two, one) };
        // The corner that only the shorter way has, and the edge from there to the other corner on its region.
        let Some(own) = (0..2).find(|&end| short.ends[end] != long.ends[end]) else { return false };
        let (edge, way) = (long.ends[own] - short.ends[own], short.ends[1 - own] - short.ends[own]);
        let turn = cross(edge, way).abs();
        turn > 0.0 && turn >= SQUARE * turn.hypot(dot(edge, way))
    }
}

struct Vertex {
    at: Point2<f64>,
    sample: usize,
}

impl HasPosition for Vertex {
    type Scalar = f64;

    fn position(&self) -> Point2<f64> {
        self.at
    }
}

/// The triangles between two regions, of boundaries given as edges that bear the number of their region. Pairs that
/// touch do not make each other's samples finer.
pub(super) fn triangles(
    edges: &[Segment],
    tree: &RTree<Segment>,
    touching: &BTreeMap<Pair, Coord<f64>>,
    within: f64,
) -> Vec<Triangle> {
    let samples = samples(edges, tree, touching, within);
    let origin = samples.first().map_or_else(Coord::default, |(at, _)| *at);
    // The triangulation refuses numbers that are almost but not quite zero.
    let local = |value: f64| if value.abs() < 1e-12 { 0.0 } else { value };
    let vertices = samples
        .iter()
        .enumerate()
        .map(|(sample, (at, _))| Vertex { at: Point2::new(local(at.x - origin.x), local(at.y - origin.y)), sample });
    let Ok(mesh) = DelaunayTriangulation::<Vertex>::bulk_load(vertices.collect()) else { return Vec::new() };
    let mut found = Vec::new();
    for face in mesh.inner_faces() {
        let edges = face.adjacent_edges();
        let ends = edges.map(|edge| [edge.from().data().sample, edge.to().data().sample]);
        let owners = ends.map(|[from, _]| samples[from].1);
        let (Some(&low), Some(&high)) = (owners.iter().min(), owners.iter().max()) else { continue };
        if low == high || owners.iter().any(|owner| *owner != low && *owner != high) {
            continue;
        }
        let way = |side: usize| {
            let [from, to] = ends[side].map(|sample| samples[sample]);
            let ends = if from.1 == low { [from.0, to.0] } else { [to.0, from.0] };
            (from.1 != to.1).then(|| Way { number: edges[side].as_undirected().fix().index(), ends })
        };
        let ways: Vec<Way> = (0..3).filter_map(way).collect();
        if let [one, two] = ways[..] {
            found.push(Triangle {
                pair: [low, high],
                ways: [one, two],
                corners: ends.map(|[from, _]| samples[from].0),
            });
        }
    }
    found
}

/// Points of the boundaries with the number of their region: all corners, and between them as many as their distance
/// from other regions asks for.
fn samples(
    edges: &[Segment],
    tree: &RTree<Segment>,
    touching: &BTreeMap<Pair, Coord<f64>>,
    within: f64,
) -> Vec<(Coord<f64>, usize)> {
    let shortest = SHORTEST.max(edges.iter().map(Segment::length).sum::<f64>() / MOST_PIECES);
    let is_near = |piece: &Segment| {
        let reach = (FINENESS * piece.length()).min(within);
        tree.locate_in_envelope_intersecting(piece.reach(reach)).any(|other| {
            let pair = [piece.tag.min(other.tag), piece.tag.max(other.tag)];
            other.tag != piece.tag
                && !touching.contains_key(&pair)
                && !farther_apart(piece, other, reach)
                && facing(piece, other).distance <= reach
        })
    };
    let mut found = Vec::new();
    for edge in edges {
        let mut open = vec![*edge];
        while let Some(piece) = open.pop() {
            if piece.length() > shortest && is_near(&piece) {
                let middle = piece.at(0.5);
                open.extend([Segment { a: middle, ..piece }, Segment { b: middle, ..piece }]);
            } else {
                found.push((piece.a, piece.tag));
            }
        }
    }
    found
}
