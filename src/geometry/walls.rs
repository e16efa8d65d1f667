//! The boundary of a region cut into walls where end faces open it.
//!
//! A wall is a stretch of boundary between two open stretches, or a whole ring that no end face opens. Walls between
//! two different end faces are the sides of a passage; every other one is an island that it passes on either side.

use geo_types::Coord;
use rstar::RTree;

use super::region::Region;
use super::segments::Segment;
use super::vector::{cross, dot, norm, unit};

/// One edge of the boundary; the covered side is on its left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub(crate) a: Coord<f64>,
    pub(crate) b: Coord<f64>,
    /// The corners before `a` and after `b` on the same ring.
    pub(crate) before: Coord<f64>,
    pub(crate) after: Coord<f64>,
    /// The wall it belongs to; `None` where an end face opens the boundary.
    pub(crate) wall: Option<usize>,
    /// Whether it lies on the outer ring.
    pub(crate) outer: bool,
}

/// What is between two places where the boundary is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wall {
    /// A side: it leads from one end face to another.
    Side,
    /// A hole, an obstacle, or what stands in an end face.
    Island,
}

/// The boundary of one connected region, cut into walls.
#[derive(Clone, Debug)]
pub(crate) struct Walls {
    pub(crate) edges: Vec<Edge>,
    pub(crate) kinds: Vec<Wall>,
    /// End faces that open it, sorted.
    pub(crate) faces: Vec<usize>,
    /// A length on the order of its width: twice its area by its boundary.
    pub(crate) scale: f64,
}

/// Edges of the boundary this close to an end face lie on it: overlay moves corners by about 1e-8 m.
const ON_FACE: f64 = 1e-5;

impl Walls {
    /// Cuts the boundary of one connected region at the end faces, each an outline run with the region on its left.
    pub(crate) fn new(region: &Region, faces: &RTree<Segment>) -> Self {
        let mut found = Self { edges: Vec::new(), kinds: Vec::new(), faces: Vec::new(), scale: 0.0 };
        for (index, ring) in region.rings().enumerate() {
            let pieces = cut_ring(ring, faces);
            found.add_ring(&pieces, index == 0);
        }
        found.faces.sort_unstable();
        found.faces.dedup();
        let boundary: f64 = found.edges.iter().map(|edge| norm(edge.b - edge.a)).sum();
        found.scale = if boundary > 0.0 { 2.0 * region.area() / boundary } else { 0.0 };
        found
    }

    fn add_ring(&mut self, pieces: &[Piece], outer: bool) {
        let count = pieces.len();
        let first_open = pieces.iter().position(|piece| piece.face.is_some());
        self.faces.extend(pieces.iter().filter_map(|piece| piece.face));
        let start = first_open.unwrap_or(0);
        let mut current: Option<usize> = None;
        let mut opened_by = None;
        for step in 0..count {
            let index = (start + step) % count;
            let piece = &pieces[index];
            let wall = if piece.face.is_some() {
                opened_by = piece.face;
                current = None;
                None
            } else {
                if current.is_none() {
                    let closed_by = (0..count).find_map(|ahead| pieces[(index + ahead) % count].face);
                    let side = outer && opened_by.is_some() && opened_by != closed_by;
                    current = Some(self.kinds.len());
                    self.kinds.push(if side { Wall::Side } else { Wall::Island });
                }
                current
            };
            let before = pieces[(index + count - 1) % count].a;
            let after = pieces[(index + 1) % count].b;
            self.edges.push(Edge { a: piece.a, b: piece.b, before, after, wall, outer });
        }
    }

    /// Whether this wall leads from one end face to another.
    pub(crate) fn is_side(&self, wall: usize) -> bool {
        self.kinds.get(wall) == Some(&Wall::Side)
    }
}

impl Edge {
    /// The edge as a segment.
    pub(crate) fn segment(&self, tag: usize) -> Segment {
        Segment::new(self.a, self.b, tag)
    }

    /// Whether the region lies in this direction from the point at a share of the edge; along the boundary counts.
    pub(crate) fn opens_towards(&self, share: f64, direction: Coord<f64>) -> bool {
        self.sector(share).holds(unit(direction), -SLANT)
    }

    /// Whether, where two edges of the boundary touch, the region lies between them: then nothing passes there.
    pub(crate) fn pinches(&self, share: f64, other: &Self, other_share: f64) -> bool {
        let (one, two) = (self.sector(share), other.sector(other_share));
        two.samples().into_iter().any(|way| one.holds(way, SLANT))
            || one.samples().into_iter().any(|way| two.holds(way, SLANT))
    }

    fn sector(&self, share: f64) -> Sector {
        let along = unit(self.b - self.a);
        if share <= 0.0 {
            Sector { out: along, back: unit(self.before - self.a) }
        } else if share >= 1.0 {
            Sector { out: unit(self.after - self.b), back: -along }
        } else {
            Sector { out: along, back: -along }
        }
    }
}

/// Sine of the angle by which directions may differ and count as the same.
const SLANT: f64 = 1e-9;

/// The directions from a boundary point that lead into the region: left of `out`, round to `back`.
struct Sector {
    out: Coord<f64>,
    back: Coord<f64>,
}

impl Sector {
    /// Whether a direction lies inside by a margin (negative: at most so far outside).
    fn holds(&self, way: Coord<f64>, margin: f64) -> bool {
        let (left_of_out, right_of_back) = (cross(self.out, way) > margin, cross(way, self.back) > margin);
        let turn = cross(self.out, self.back);
        if turn > 0.0 || (turn >= -SLANT && dot(self.out, self.back) < 0.0) {
            if turn.abs() <= SLANT { left_of_out || right_of_back } else { left_of_out && right_of_back }
        } else {
            left_of_out || right_of_back
        }
    }

    /// Its two borders and its middle.
    fn samples(&self) -> [Coord<f64>; 3] {
        let turn = cross(self.out, self.back);
        let sum = self.out + self.back;
        let middle = if norm(sum) <= SLANT {
            super::vector::left_of(self.out)
        } else if turn > 0.0 {
            unit(sum)
        } else {
            -unit(sum)
        };
        [self.out, self.back, middle]
    }
}

/// A stretch of a ring's edge, open where an end face lies on it.
#[derive(Clone, Copy)]
struct Piece {
    a: Coord<f64>,
    b: Coord<f64>,
    face: Option<usize>,
}

fn cut_ring(ring: &[[f64; 2]], faces: &RTree<Segment>) -> Vec<Piece> {
    let corner = |index: usize| -> Coord<f64> { ring[index % ring.len()].into() };
    let mut pieces = Vec::with_capacity(ring.len());
    for index in 0..ring.len() {
        let (a, b) = (corner(index), corner(index + 1));
        let edge = Segment::new(a, b, 0);
        let mut open = open_stretches(&edge, faces);
        if open.is_empty() {
            pieces.push(Piece { a, b, face: None });
            continue;
        }
        open.sort_by(|one, two| one.0.total_cmp(&two.0));
        let noise = ON_FACE / edge.length();
        let mut reached = 0.0;
        for (from, to, face) in open {
            let from = if from - reached <= noise { reached } else { from };
            let to = if 1.0 - to <= noise { 1.0 } else { to };
            if to <= reached {
                continue;
            }
            if from > reached {
                pieces.push(Piece { a: edge.at(reached), b: edge.at(from), face: None });
            }
            let b = if to >= 1.0 { b } else { edge.at(to) };
            pieces.push(Piece { a: edge.at(from), b, face: Some(face) });
            reached = to;
        }
        if reached < 1.0 {
            pieces.push(Piece { a: edge.at(reached), b, face: None });
        }
    }
    pieces
}

/// The shares of an edge that run along an end face in its direction.
fn open_stretches(edge: &Segment, faces: &RTree<Segment>) -> Vec<(f64, f64, usize)> {
    let (along, length) = (unit(edge.b - edge.a), edge.length());
    if length <= 0.0 || faces.size() == 0 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for face in faces.locate_in_envelope_intersecting(edge.reach(ON_FACE)) {
        if dot(along, face.b - face.a) <= 0.0 {
            continue;
        }
        let share = |point: Coord<f64>| dot(point - edge.a, along) / length;
        let (from, to) = (share(face.a).max(0.0), share(face.b).min(1.0));
        let near = |at: f64| face.distance(edge.at(at)) <= ON_FACE;
        if (to - from) * length > ON_FACE && near(from) && near(to) {
            found.push((from, to, face.tag));
        }
    }
    found
}

/// The end faces as segments that bear the number of their face.
pub(crate) fn face_tree(faces: &[Vec<Coord<f64>>]) -> RTree<Segment> {
    let segments = faces.iter().enumerate().flat_map(|(tag, line)| {
        line.windows(2).map(move |edge| Segment::new(edge[0], edge[1], tag)).filter(|segment| segment.length() > 0.0)
    });
    RTree::bulk_load(segments.collect())
}
