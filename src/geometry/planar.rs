//! The planar graph of lines: split wherever they meet or cross, joined where an end falls short of another line.
//!
//! An end of a line joins what lies within the snapping distance, everything else only what it touches; points are never
//! merged into clusters beyond that. The cost is about linear in the segments and what they meet.

use geo_types::{Coord, LineString, Rect};
use rayon::prelude::*;

use super::boxes::Boxes;
use super::segments::Segment;
use super::tolerance::POINT;
use super::union_find::UnionFind;
use super::vector::distance;

/// A straight stretch between two nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// Its two nodes, the lower number first.
    pub ends: [usize; 2],
    /// Number of the line that it is part of; of several that coincide the first.
    pub line: usize,
}

/// Nodes and edges that meet in nodes only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// Where the nodes are.
    pub nodes: Vec<Coord<f64>>,
    /// What joins them; no two edges have the same nodes.
    pub edges: Vec<Edge>,
}

/// A segment between two points, by their numbers.
struct Piece {
    segment: Segment,
    ends: [usize; 2],
}

/// Points that may turn out to be one node.
#[derive(Default)]
struct Points {
    at: Vec<Coord<f64>>,
    /// Whether a line ends there: such a point gives way to what it joins.
    is_end: Vec<bool>,
}

impl Points {
    fn add(&mut self, at: Coord<f64>, is_end: bool) -> usize {
        self.at.push(at);
        self.is_end.push(is_end);
        self.at.len() - 1
    }
}

/// How two pieces meet.
enum Meeting {
    /// In a point of either.
    Points([usize; 2]),
    /// A point of one lies so far along the other.
    On { point: usize, piece: usize, along: f64 },
    /// Between their points, so far along each.
    Crossing { pieces: [usize; 2], along: [f64; 2] },
}

impl Graph {
    /// The graph of these lines, with ends joined over at most `snap` metres.
    pub fn new(lines: &[&LineString<f64>], snap: f64) -> Self {
        let (mut points, pieces) = pieces(lines);
        let meetings = meetings(&points, &pieces, snap);
        let (cuts, joined) = cuts(&mut points, &pieces, meetings);
        let mut sets = UnionFind::new(points.at.len());
        for [a, b] in joined {
            sets.join(a, b);
        }
        let stretches = stretches(&pieces, cuts, &mut sets);
        let (node_of, count) = sets.numbered();
        let edge = |&([a, b], line): &([usize; 2], usize)| {
            let (a, b) = (node_of[a], node_of[b]);
            (a != b).then_some(Edge { ends: [a.min(b), a.max(b)], line })
        };
        let mut edges: Vec<Edge> = stretches.iter().filter_map(edge).collect();
        edges.sort_unstable();
        edges.dedup_by_key(|edge| edge.ends);
        Self { nodes: places(&points, &node_of, count), edges }
    }

    /// The edges at each node.
    pub fn arms(&self) -> Vec<Vec<usize>> {
        let mut arms = vec![Vec::new(); self.nodes.len()];
        for (number, edge) in self.edges.iter().enumerate() {
            edge.ends.into_iter().for_each(|node| arms[node].push(number));
        }
        arms
    }
}

fn pieces(lines: &[&LineString<f64>]) -> (Points, Vec<Piece>) {
    let (mut points, mut pieces) = (Points::default(), Vec::new());
    for (line, corners) in lines.iter().enumerate() {
        let mut corners = corners.0.clone();
        corners.dedup();
        if corners.len() < 2 {
            continue;
        }
        let first = points.at.len();
        let last = first + corners.len() - 1;
        for corner in corners {
            let number = points.at.len();
            points.add(corner, number == first || number == last);
        }
        let piece = |from: usize| Piece {
            segment: Segment::new(points.at[from], points.at[from + 1], line),
            ends: [from, from + 1],
        };
        pieces.extend((first..last).map(piece));
    }
    (points, pieces)
}

fn meetings(points: &Points, pieces: &[Piece], snap: f64) -> Vec<Meeting> {
    let boxes = Boxes::new(pieces.iter().map(|piece| Some(Rect::new(piece.segment.a, piece.segment.b))));
    let of = |number: usize| {
        let piece = &pieces[number];
        let mut others: Vec<usize> =
            boxes.near(piece.segment.a, piece.segment.b, snap).filter(|&other| other > number).collect();
        others.sort_unstable();
        let mut found = Vec::new();
        for other in others {
            touches(points, [(number, piece), (other, &pieces[other])], snap, &mut found);
        }
        found
    };
    (0..pieces.len()).into_par_iter().flat_map_iter(of).collect()
}

/// Where one of two pieces has a point on the other, and where they cross apart from that.
fn touches(points: &Points, pair: [(usize, &Piece); 2], snap: f64, found: &mut Vec<Meeting>) {
    let [one, two] = pair;
    let mut joined = Vec::new();
    for ((_, own), (number, other)) in [(one, two), (two, one)] {
        for point in own.ends.into_iter().filter(|point| !other.ends.contains(point)) {
            let reach = if points.is_end[point] { snap } else { POINT };
            let at = points.at[point];
            if other.segment.distance(at) > reach + 1e-9 {
                continue;
            }
            joined.push(at);
            let corner = other.ends.into_iter().filter(|&corner| distance(at, points.at[corner]) <= reach + 1e-9);
            let nearest = corner.min_by(|&a, &b| distance(at, points.at[a]).total_cmp(&distance(at, points.at[b])));
            found.push(match nearest {
                Some(corner) => Meeting::Points([point, corner]),
                None => Meeting::On { point, piece: number, along: other.segment.nearest(at) },
            });
        }
    }
    // An end that lies a little beyond the other line is joined to it already.
    let is_joined = |at: Coord<f64>| joined.iter().any(|&end| distance(end, at) <= 2.0 * snap);
    if let Some(along) = crossing(&one.1.segment, &two.1.segment)
        && !is_joined(one.1.segment.after(along[0]))
    {
        found.push(Meeting::Crossing { pieces: [one.0, two.0], along });
    }
}

/// Where two segments cross between their ends, in metres along each.
fn crossing(one: &Segment, two: &Segment) -> Option<[f64; 2]> {
    let share = |line: &Segment, across: &Segment| {
        let (a, b) = (line.offset(across.a), line.offset(across.b));
        ((a > 0.0) != (b > 0.0)).then(|| a / (a - b) * across.length())
    };
    Some([share(two, one)?, share(one, two)?])
}

/// The points at which pieces are cut, by piece, and the points that are one.
type Cuts = (Vec<Vec<(f64, usize)>>, Vec<[usize; 2]>);

fn cuts(points: &mut Points, pieces: &[Piece], meetings: Vec<Meeting>) -> Cuts {
    let mut cuts = vec![Vec::new(); pieces.len()];
    let mut joined = Vec::new();
    for meeting in meetings {
        match meeting {
            Meeting::Points(pair) => joined.push(pair),
            Meeting::On { point, piece, along } => {
                let foot = points.add(pieces[piece].segment.after(along), false);
                cuts[piece].push((along, foot));
                joined.push([point, foot]);
            }
            Meeting::Crossing { pieces: pair, along } => {
                let cut = points.add(pieces[pair[0]].segment.after(along[0]), false);
                pair.into_iter().zip(along).for_each(|(piece, along)| cuts[piece].push((along, cut)));
            }
        }
    }
    (cuts, joined)
}

/// The stretches of all pieces between neighbouring cuts, with their line. Cuts that coincide become one.
fn stretches(pieces: &[Piece], cuts: Vec<Vec<(f64, usize)>>, sets: &mut UnionFind) -> Vec<([usize; 2], usize)> {
    let mut stretches = Vec::with_capacity(pieces.len());
    for (piece, mut along) in pieces.iter().zip(cuts) {
        along.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let [first, last] = piece.ends;
        let mut before = (0.0, first);
        for cut in along.into_iter().chain([(piece.segment.length(), last)]) {
            if cut.0 - before.0 <= POINT {
                sets.join(before.1, cut.1);
            }
            stretches.push(([before.1, cut.1], piece.segment.tag));
            before = cut;
        }
    }
    stretches
}

/// Where each node is: at a point that is no end of a line where there is one, so that what others end at stays straight.
fn places(points: &Points, node_of: &[usize], count: usize) -> Vec<Coord<f64>> {
    let mut best: Vec<Option<(bool, Coord<f64>)>> = vec![None; count];
    for (point, &node) in node_of.iter().enumerate() {
        let (end, at) = (points.is_end[point], points.at[point]);
        let is_better = best[node].is_none_or(|(kept_end, kept)| {
            end.cmp(&kept_end).then(at.x.total_cmp(&kept.x)).then(at.y.total_cmp(&kept.y)).is_lt()
        });
        if is_better {
            best[node] = Some((end, at));
        }
    }
    best.into_iter().map(|kept| kept.map_or_else(Coord::default, |(_, at)| at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(lines: &[&[(f64, f64)]]) -> Graph {
        let lines: Vec<LineString<f64>> = lines.iter().map(|points| LineString::from(points.to_vec())).collect();
        Graph::new(&lines.iter().collect::<Vec<_>>(), 1.0)
    }

    fn arms(graph: &Graph) -> Vec<usize> {
        let mut arms: Vec<usize> = graph.arms().iter().map(Vec::len).filter(|&count| count > 0).collect();
        arms.sort_unstable();
        arms
    }

    #[test]
    fn two_lines_that_cross_meet_in_a_node_of_four_arms() {
        let found = graph(&[&[(0.0, 0.0), (100.0, 0.0)], &[(50.0, -50.0), (50.0, 50.0)]]);
        assert_eq!(arms(&found), [1, 1, 1, 1, 4]);
        assert!(found.nodes.contains(&Coord { x: 50.0, y: 0.0 }));
    }

    #[test]
    fn an_end_that_falls_short_or_beyond_by_less_than_a_metre_joins_and_the_other_line_stays_straight() {
        for end in [-0.9, 0.0, 0.9] {
            let found = graph(&[&[(0.0, 0.0), (100.0, 0.0)], &[(50.0, 50.0), (50.0, end)]]);
            assert_eq!(arms(&found), [1, 1, 1, 3], "{end}");
            assert!(found.nodes.contains(&Coord { x: 50.0, y: 0.0 }));
        }
        let apart = graph(&[&[(0.0, 0.0), (100.0, 0.0)], &[(50.0, 50.0), (50.0, 1.1)]]);
        assert_eq!(arms(&apart), [1; 4]);
    }

    #[test]
    fn ends_that_nearly_meet_are_one_node() {
        let found =
            graph(&[&[(0.0, 0.0), (100.0, 0.0)], &[(100.4, 0.3), (200.0, 0.0)], &[(100.0, -0.5), (100.0, -100.0)]]);
        assert_eq!(arms(&found), [1, 1, 1, 3]);
    }

    #[test]
    fn what_is_drawn_twice_is_there_once_however_it_is_split() {
        let found = graph(&[&[(0.0, 0.0), (100.0, 0.0)], &[(100.0, 0.0), (40.0, 0.0), (0.0, 0.0)]]);
        assert_eq!(arms(&found), [1, 1, 2]);
        assert_eq!(found.edges.len(), 2);
    }
}
