//! Networks of lines: which are connected, where they end in nothing, and where short links are missing.
//!
//! Lines are joined pairwise, never by merging points into clusters, so a chain of near misses joins only along lines
//! that are really there. Three things join: ends close to each other; an end close to the middle of another line;
//! a crossing of two lines at grade.

mod joints;
mod ways;

use std::cmp::Ordering;

use geo_types::{Coord, LineString};
use rayon::prelude::*;

pub use self::joints::Joint;
pub use self::ways::{Entry, Stop, Ways};
use super::boxes::Boxes;
use super::segments::{Segment, boxes_of, segments_of};
use super::tolerance::POINT;
use super::union_find::UnionFind;
use super::vector::{distance, polyline_length};

/// A line of a network.
#[derive(Clone, Copy, Debug)]
pub struct Track<'a> {
    /// Its shape.
    pub line: &'a LineString<f64>,
    /// Its level: lines of different level do not meet where they cross.
    pub level: f64,
    /// Whether it passes over or under everything (a bridge, a tunnel): it meets others at its ends only.
    pub apart: bool,
}

impl Track<'_> {
    /// Whether a line that ends at the middle of this one meets it.
    fn is_met_by(&self, other: &Self) -> bool {
        let grounded = !self.apart && self.level.abs() < f64::EPSILON;
        grounded || (self.is_level_with(other) && self.apart == other.apart)
    }

    fn is_level_with(&self, other: &Self) -> bool {
        (self.level - other.level).abs() < f64::EPSILON
    }
}

/// A network's connected pieces and loose ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Pieces {
    /// The piece of each line, numbered from 0 by first line.
    pub of_line: Vec<usize>,
    /// Length of each piece.
    pub lengths: Vec<f64>,
    /// Ends of lines that meet nothing, with their line.
    pub loose: Vec<(usize, Coord<f64>)>,
}

/// A missing link between two pieces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Its length.
    pub distance: f64,
    /// The two lines it would join, that with the end or bend first.
    pub lines: [usize; 2],
    /// Its two ends.
    pub at: [Coord<f64>; 2],
}

/// A network ready for questions.
pub struct Network<'a> {
    tracks: Vec<Track<'a>>,
    segments: Vec<Segment>,
    tree: Boxes,
}

/// Where an end comes near a line.
struct Approach {
    line: usize,
    segment: usize,
    distance: f64,
    at: Coord<f64>,
}

impl<'a> Network<'a> {
    /// A network of these lines.
    pub fn new(tracks: Vec<Track<'a>>) -> Self {
        let segments = segments_of(tracks.iter().map(|track| track.line));
        let tree = boxes_of(segments.iter().enumerate());
        Self { tracks, segments, tree }
    }

    /// Connected pieces, with ends joined over at most `snap` metres.
    pub fn pieces(&self, snap: f64) -> Pieces {
        let ends = self.ends();
        let met: Vec<Vec<usize>> = ends
            .par_iter()
            .map(|&(line, end)| {
                let mut lines: Vec<usize> = self.approaches(line, end, snap + 1e-9).map(|near| near.line).collect();
                lines.sort_unstable();
                lines.dedup();
                lines
            })
            .collect();
        let mut sets = UnionFind::new(self.tracks.len());
        for (line, other) in self.crossings() {
            sets.join(line, other);
        }
        for (&(line, _), others) in ends.iter().zip(&met) {
            for &other in others {
                sets.join(line, other);
            }
        }
        let alone = ends.iter().zip(&met).filter(|(_, others)| others.is_empty()).map(|(&end, _)| end);
        let loose = alone.filter(|&(line, end)| !self.meets_itself(line, end, snap)).collect();
        let (of_line, count) = sets.numbered();
        let mut lengths = vec![0.0; count];
        for (track, &piece) in self.tracks.iter().zip(&of_line) {
            lengths[piece] += polyline_length(&track.line.0);
        }
        Pieces { of_line, lengths, loose }
    }

    /// The fewest and shortest links, none longer than `reach`, that would join all pieces that such links can join,
    /// from an end or a bend to any place on a line: two lines that do not meet are nearest there. By length.
    pub fn missing_links(&self, pieces: &Pieces, reach: f64) -> Vec<Link> {
        if pieces.lengths.len() < 2 {
            return Vec::new();
        }
        let piece = |line: usize| pieces.of_line[line];
        let ends = self.ends().into_iter().map(|(line, end)| (line, end, true));
        let corners: Vec<(usize, Coord<f64>, bool)> =
            ends.chain(self.bends().map(|(line, bend)| (line, bend, false))).collect();
        let mut links: Vec<Link> = corners
            .into_par_iter()
            .flat_map_iter(|(line, end, is_end)| {
                let others = self
                    .approaches(line, end, reach + 1e-9)
                    .filter(|near| piece(near.line) != piece(line) && (is_end || self.may_cross(line, near.line)));
                let mut links: Vec<Link> = others
                    .map(|near| Link { distance: near.distance, lines: [line, near.line], at: [end, near.at] })
                    .collect();
                links.sort_by(|a, b| piece(a.lines[1]).cmp(&piece(b.lines[1])).then(compare(a, b)));
                links.dedup_by_key(|link| piece(link.lines[1]));
                links
            })
            .collect();
        links.sort_by(compare);
        let mut sets = UnionFind::new(pieces.lengths.len());
        links.retain(|link| sets.join_if_apart(piece(link.lines[0]), piece(link.lines[1])));
        links
    }

    /// Both ends of every line.
    fn ends(&self) -> Vec<(usize, Coord<f64>)> {
        let of = |(line, track): (usize, &Track<'_>)| {
            [track.line.0.first(), track.line.0.last()].into_iter().flatten().map(move |&end| (line, end)).collect()
        };
        self.tracks.iter().enumerate().flat_map(|entry| -> Vec<_> { of(entry) }).collect()
    }

    /// The places where lines bend between their ends.
    fn bends(&self) -> impl Iterator<Item = (usize, Coord<f64>)> + '_ {
        self.tracks.iter().enumerate().flat_map(|(line, track)| {
            let inner = track.line.0.iter().skip(1).take(track.line.0.len().saturating_sub(2));
            inner.map(move |&bend| (line, bend))
        })
    }

    /// Whether two lines meet where they cross.
    fn may_cross(&self, line: usize, other: usize) -> bool {
        let (one, two) = (&self.tracks[line], &self.tracks[other]);
        line != other && !one.apart && !two.apart && one.is_level_with(two)
    }

    /// Where an end comes within a distance of another line that it may join.
    fn approaches(&self, line: usize, end: Coord<f64>, within: f64) -> impl Iterator<Item = Approach> + '_ {
        self.tree.near(end, end, within).filter_map(move |number| {
            let segment = &self.segments[number];
            let other = &self.tracks[segment.tag];
            if segment.tag == line {
                return None;
            }
            let foot = segment.after(segment.nearest(end));
            // Where the middle is out of reach (a bridge overhead), an end of the line may still be near.
            let at = if other.is_met_by(&self.tracks[line]) {
                foot
            } else {
                let tips = [other.line.0.first(), other.line.0.last()].into_iter().flatten().copied();
                tips.filter(|&tip| distance(segment.a, tip) <= POINT || distance(segment.b, tip) <= POINT)
                    .min_by(|&a, &b| distance(end, a).total_cmp(&distance(end, b)))?
            };
            let distance = distance(end, at);
            (distance <= within).then_some(Approach { line: segment.tag, segment: number, distance, at })
        })
    }

    /// Pairs of lines that cross or touch at grade.
    fn crossings(&self) -> Vec<(usize, usize)> {
        self.segments
            .par_iter()
            .enumerate()
            .flat_map_iter(|(number, segment)| {
                let others = self.tree.near(segment.a, segment.b, POINT).filter(move |&other| other > number);
                others.filter_map(move |other| {
                    let other = &self.segments[other];
                    let may = self.may_cross(segment.tag, other.tag);
                    (may && segment.touches(other, POINT)).then_some((segment.tag, other.tag))
                })
            })
            .collect()
    }

    /// Whether a line comes back to its own end, as a ring or a noose does.
    fn meets_itself(&self, line: usize, end: Coord<f64>, snap: f64) -> bool {
        let points = &self.tracks[line].line.0;
        let is_first = points.first().is_some_and(|&first| first == end);
        let ordered: Vec<Coord<f64>> = if is_first { points.clone() } else { points.iter().rev().copied().collect() };
        let mut walked = 0.0;
        ordered.windows(2).any(|pair| {
            let segment = Segment::new(pair[0], pair[1], line);
            let length = segment.length();
            if length <= 0.0 {
                return false;
            }
            let place = segment.nearest(end);
            // Closer along the line than this it is the end itself, however the line bends.
            let back = walked + place > 4.0 * snap && distance(segment.after(place), end) <= snap;
            walked += length;
            back
        })
    }
}

/// Order of links: by length, then by place, so that the order of lines does not matter.
fn compare(a: &Link, b: &Link) -> Ordering {
    let key = |link: &Link| {
        let mut ends = link.at.map(|point| [point.x, point.y]);
        ends.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
        [link.distance, ends[0][0], ends[0][1], ends[1][0], ends[1][1]]
    };
    let (one, two) = (key(a), key(b));
    one.iter().zip(&two).map(|(x, y)| x.total_cmp(y)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Line = Vec<(f64, f64)>;

    fn lines(points: &[Line]) -> Vec<LineString<f64>> {
        points.iter().map(|points| LineString::from(points.clone())).collect()
    }

    fn network(lines: &[LineString<f64>]) -> Network<'_> {
        Network::new(lines.iter().map(|line| Track { line, level: 0.0, apart: false }).collect())
    }

    fn pieces(points: &[Line]) -> Pieces {
        network(&lines(points)).pieces(1.0)
    }

    #[test]
    fn ends_one_metre_apart_are_joined_and_farther_ones_are_not() {
        let line = |x: f64| vec![(x, 0.0), (x + 100.0, 0.0)];
        assert_eq!(pieces(&[line(0.0), line(101.0)]).lengths.len(), 1);
        assert_eq!(pieces(&[line(0.0), line(101.01)]).lengths.len(), 2);
    }

    #[test]
    fn an_end_near_the_middle_of_a_line_is_a_junction() {
        let found = pieces(&[vec![(0.0, 0.0), (100.0, 0.0)], vec![(50.0, 0.8), (50.0, 60.0)]]);
        assert_eq!((found.lengths.len(), found.loose.len()), (1, 3));
    }

    #[test]
    fn lines_that_cross_at_grade_are_joined_and_bridges_only_at_their_ends() {
        let drawn = lines(&[
            vec![(0.0, 0.0), (100.0, 0.0)],
            vec![(50.0, -50.0), (50.0, 50.0)],
            vec![(50.0, 50.0), (90.0, 50.0)],
        ]);
        let with = |level: f64, apart: bool| {
            let tracks = drawn.iter().enumerate().map(|(i, line)| Track {
                line,
                level: if i == 1 { level } else { 0.0 },
                apart: apart && i == 1,
            });
            Network::new(tracks.collect()).pieces(1.0).of_line
        };
        assert_eq!(with(0.0, false), vec![0, 0, 0]);
        assert_eq!(with(1.0, false), vec![0, 1, 1]);
        assert_eq!(with(0.0, true), vec![0, 1, 1]);
    }

    #[test]
    fn a_path_that_ends_under_a_bridge_is_no_gap_and_no_junction() {
        let drawn = lines(&[vec![(0.0, 0.0), (100.0, 0.0)], vec![(50.0, -40.0), (50.0, 0.0)]]);
        let tracks = drawn.iter().enumerate().map(|(i, line)| Track { line, level: 0.0, apart: i == 0 });
        let network = Network::new(tracks.collect());
        let pieces = network.pieces(1.0);
        assert_eq!(pieces.lengths.len(), 2);
        assert!(network.missing_links(&pieces, 30.0).is_empty());
    }

    #[test]
    fn the_links_between_three_pieces_are_the_two_shortest() {
        let drawn = lines(&[
            vec![(0.0, 0.0), (100.0, 0.0)],
            vec![(110.0, 0.0), (200.0, 0.0)],
            vec![(105.0, 20.0), (105.0, 100.0)],
            vec![(300.0, 0.0), (400.0, 0.0)],
        ]);
        let network = network(&drawn);
        let links = network.missing_links(&network.pieces(1.0), 30.0);
        let lengths: Vec<f64> = links.iter().map(|link| link.distance).collect();
        assert_eq!(lengths.len(), 2);
        assert!((lengths[0] - 10.0).abs() < 1e-9 && (lengths[1] - 20.0_f64.hypot(5.0)).abs() < 1e-9, "{lengths:?}");
    }

    #[test]
    fn a_link_may_end_at_the_middle_of_a_line() {
        let drawn = lines(&[vec![(0.0, 0.0), (100.0, 0.0)], vec![(40.0, 12.0), (40.0, 80.0)]]);
        let network = network(&drawn);
        let links = network.missing_links(&network.pieces(1.0), 30.0);
        assert_eq!(links.len(), 1);
        assert_eq!(links[0].at[1], Coord { x: 40.0, y: 0.0 });
    }

    #[test]
    fn a_link_may_start_at_a_bend_but_not_at_that_of_a_bridge() {
        let drawn = lines(&[vec![(0.0, 0.0), (100.0, 0.0)], vec![(10.0, 90.0), (50.0, 12.0), (90.0, 90.0)]]);
        let links = |apart: bool| {
            let tracks = drawn.iter().enumerate().map(|(i, line)| Track { line, level: 0.0, apart: apart && i == 1 });
            let network = Network::new(tracks.collect());
            network.missing_links(&network.pieces(1.0), 30.0)
        };
        assert_eq!(links(false).len(), 1);
        assert!((links(false)[0].distance - 12.0).abs() < 1e-9);
        assert_eq!(links(false)[0].at, [Coord { x: 50.0, y: 12.0 }, Coord { x: 50.0, y: 0.0 }]);
        assert!(links(true).is_empty());
    }

    #[test]
    fn a_ring_and_a_noose_have_no_more_loose_ends_than_they_show() {
        assert!(pieces(&[vec![(0.0, 0.0), (50.0, 0.0), (50.0, 50.0), (0.0, 0.0)]]).loose.is_empty());
        let noose = vec![(-50.0, 0.0), (0.0, 0.0), (50.0, 0.0), (50.0, 50.0), (0.0, 0.0)];
        assert_eq!(pieces(&[noose]).loose, vec![(0, Coord { x: -50.0, y: 0.0 })]);
    }

    proptest! {
        #[test]
        fn drawing_the_missing_links_leaves_none_missing(
            drawn in proptest::collection::vec(((0.0..300.0_f64, 0.0..300.0_f64), (0.0..300.0_f64, 0.0..300.0_f64)), 2..12),
        ) {
            let mut drawn: Vec<Line> = drawn.iter().map(|&(a, b)| vec![a, b]).collect();
            let before = lines(&drawn);
            let network_before = network(&before);
            let found = network_before.pieces(1.0);
            let links = network_before.missing_links(&found, 30.0);
            prop_assert!(links.iter().all(|link| link.distance > 1.0 && link.distance <= 30.0 + 1e-6));
            drawn.extend(links.iter().map(|link| link.at.map(|at| (at.x, at.y)).to_vec()));
            let after = lines(&drawn);
            let network_after = network(&after);
            let joined = network_after.pieces(1.0);
            // A link that crosses another line joins it as well, so it may do more than it had to.
            prop_assert!(joined.lengths.len() <= found.lengths.len() - links.len());
            let original = before.len();
            let left = network_after.missing_links(&joined, 30.0);
            prop_assert!(left.iter().all(|link| link.lines.iter().any(|&line| line >= original)));
        }

        #[test]
        fn pieces_and_links_do_not_depend_on_order_or_direction(
            drawn in proptest::collection::vec(((0.0..300.0_f64, 0.0..300.0_f64), (0.0..300.0_f64, 0.0..300.0_f64)), 2..12),
            turn in 0usize..12
        ) {
            let forth: Vec<Line> = drawn.iter().map(|&(a, b)| vec![a, b]).collect();
            let mut back: Vec<Line> = drawn.iter().map(|&(a, b)| vec![b, a]).collect();
            let turn = turn % back.len();
            back.rotate_left(turn);
            let measured = |points: &[Line]| {
                let drawn = lines(points);
                let network = network(&drawn);
                let pieces = network.pieces(1.0);
                let links = network.missing_links(&pieces, 30.0);
                (pieces.lengths.len(), pieces.loose.len(), links.iter().map(|link| link.distance).sum::<f64>())
            };
            let (one, two) = (measured(&forth), measured(&back));
            prop_assert_eq!((one.0, one.1), (two.0, two.1));
            prop_assert!((one.2 - two.2).abs() < 1e-6);
        }
    }
}
