//! Shortest ways over a network, from many places at once.
//!
//! Distances are exact along the lines. A place beside the network gets on to it straight, at the nearest place; where
//! several pieces lie within [`AROUND`], at the nearest place of each, so that a stray scrap of path cuts nobody off.
//! Nobody gets on to a bridge or into a tunnel but at its ends.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use geo_types::Coord;

use super::Network;
use crate::geometry::tolerance::POINT;
use crate::geometry::vector::distance;

/// Pieces of the network whose nearest place is at most this far away can all be got on to, metres.
const AROUND: f64 = 100.0;

/// A place on a line of a network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// Number of the line.
    pub line: usize,
    /// Metres along it.
    pub along: f64,
}

/// Where a place beside a network gets on to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// The place on the network.
    pub stop: Stop,
    /// Straight distance to it, metres.
    pub access: f64,
}

/// The network as a graph: places where lines meet, begin and end, and the ways between them.
pub struct Ways<'a> {
    network: &'a Network<'a>,
    starts: Vec<f64>,
    piece_of_line: Vec<usize>,
    /// Line by line, in order along each.
    nodes: Vec<Stop>,
    /// Nodes of other places on the network that each node meets, with the distance.
    joints: Vec<Vec<(usize, f64)>>,
}

impl<'a> Ways<'a> {
    /// The graph of a network whose lines join over at most `snap` metres.
    pub fn new(network: &'a Network<'a>, snap: f64) -> Self {
        let starts = network.starts();
        let joints = network.joints(snap);
        let mut nodes: Vec<Stop> = network
            .lengths(&starts)
            .into_iter()
            .enumerate()
            .flat_map(|(line, length)| [0.0, length].map(|along| Stop { line, along }))
            .collect();
        nodes.extend(joints.iter().flat_map(|joint| stops(joint.lines, joint.along)));
        nodes.sort_by(order);
        nodes.dedup_by(|next, kept| next.line == kept.line && next.along - kept.along <= POINT);
        let mut ways = Self {
            network,
            starts,
            piece_of_line: network.pieces(snap).of_line,
            joints: vec![Vec::new(); nodes.len()],
            nodes,
        };
        for joint in joints {
            let [one, two] = stops(joint.lines, joint.along).map(|stop| ways.node_before(stop));
            if one != two {
                ways.joints[one].push((two, joint.distance));
                ways.joints[two].push((one, joint.distance));
            }
        }
        ways
    }

    /// Where a place gets on to the network, at most `within` metres away.
    pub fn entries(&self, at: Coord<f64>, within: f64) -> Vec<Entry> {
        let mut reach = AROUND.min(within);
        loop {
            let mut found = self.entries_within(at, reach);
            if reach > AROUND {
                found.truncate(1);
            }
            if !found.is_empty() || reach >= within {
                return found;
            }
            reach = (2.0 * reach).min(within);
        }
    }

    /// The nearest place of each piece of the network, the nearest of all first.
    fn entries_within(&self, at: Coord<f64>, reach: f64) -> Vec<Entry> {
        let mut found: Vec<Entry> = Vec::new();
        for number in self.network.tree.near(at, at, reach) {
            let segment = &self.network.segments[number];
            let place = segment.nearest(at);
            let access = distance(segment.after(place), at);
            if access > reach || self.network.tracks[segment.tag].apart {
                continue;
            }
            found.push(Entry { stop: Stop { line: segment.tag, along: self.starts[number] + place }, access });
        }
        let piece = |entry: &Entry| self.piece_of_line[entry.stop.line];
        let nearer = |a: &Entry, b: &Entry| a.access.total_cmp(&b.access).then(order(&a.stop, &b.stop));
        found.sort_by(|a, b| piece(a).cmp(&piece(b)).then(nearer(a, b)));
        found.dedup_by_key(|entry| piece(entry));
        found.sort_by(nearer);
        found
    }

    /// Distances over the network from the nearest of some places, as far as `within` metres.
    pub fn from(&self, places: &[Entry], within: f64) -> Distances<'_, 'a> {
        let mut distances =
            Distances { ways: self, at_node: vec![f64::INFINITY; self.nodes.len()], places: Vec::new() };
        distances.places = places.to_vec();
        distances.places.sort_by(|a, b| order(&a.stop, &b.stop));
        let mut open = BinaryHeap::new();
        for place in places {
            for (node, way) in self.beside(place.stop) {
                distances.reach(node, place.access + way, within, &mut open);
            }
        }
        while let Some(Reverse((bits, node))) = open.pop() {
            let so_far = f64::from_bits(bits);
            if so_far > distances.at_node[node] {
                continue;
            }
            for (next, way) in self.leaving(node) {
                distances.reach(next, so_far + way, within, &mut open);
            }
        }
        distances
    }

    /// The last node of a line that does not lie beyond a place on it.
    fn node_before(&self, stop: Stop) -> usize {
        self.nodes.partition_point(|node| order(node, &stop).is_le()).saturating_sub(1)
    }

    /// The nodes on both sides of a place, with the way to each.
    fn beside(&self, stop: Stop) -> impl Iterator<Item = (usize, f64)> + '_ {
        let before = self.node_before(stop);
        let sides = [Some(before), before.checked_add(1)].into_iter().flatten();
        sides.filter_map(move |node| {
            let place = self.nodes.get(node).filter(|place| place.line == stop.line)?;
            Some((node, (place.along - stop.along).abs()))
        })
    }

    /// The nodes that a node leads to, with the way to each.
    fn leaving(&self, node: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let along = [node.checked_sub(1), Some(node + 1)].into_iter().flatten().filter_map(move |other| {
            let (here, there) = (self.nodes[node], self.nodes.get(other)?);
            (here.line == there.line).then(|| (other, (there.along - here.along).abs()))
        });
        along.chain(self.joints[node].iter().copied())
    }
}

/// Distances over a network from the nearest of some places.
pub struct Distances<'n, 'a> {
    ways: &'n Ways<'a>,
    at_node: Vec<f64>,
    /// Where the ways begin, line by line in order along each.
    places: Vec<Entry>,
}

type Open = BinaryHeap<Reverse<(u64, usize)>>;

impl Distances<'_, '_> {
    /// Distance of a place on the network; infinite where none was found.
    pub fn at(&self, stop: Stop) -> f64 {
        let nodes: Vec<(usize, f64)> = self.ways.beside(stop).collect();
        let by_nodes = nodes.iter().map(|&(node, way)| self.at_node[node] + way).fold(f64::INFINITY, f64::min);
        // Ways that begin between the same two nodes may lead straight here.
        let between = nodes.iter().map(|&(node, _)| self.ways.nodes[node]);
        let ends =
            between.fold([stop.along, stop.along], |[low, high], node| [low.min(node.along), high.max(node.along)]);
        let from = self.places.partition_point(|place| order(&place.stop, &Stop { along: ends[0], ..stop }).is_lt());
        let direct =
            self.places[from..].iter().take_while(|place| place.stop.line == stop.line && place.stop.along <= ends[1]);
        direct.map(|place| place.access + (place.stop.along - stop.along).abs()).fold(by_nodes, f64::min)
    }

    fn reach(&mut self, node: usize, distance: f64, within: f64, open: &mut Open) {
        if distance <= within && distance < self.at_node[node] {
            self.at_node[node] = distance;
            // Distances are not negative, and their bits order them.
            open.push(Reverse((distance.to_bits(), node)));
        }
    }
}

fn stops(lines: [usize; 2], along: [f64; 2]) -> [Stop; 2] {
    [Stop { line: lines[0], along: along[0] }, Stop { line: lines[1], along: along[1] }]
}

fn order(a: &Stop, b: &Stop) -> std::cmp::Ordering {
    a.line.cmp(&b.line).then(a.along.total_cmp(&b.along))
}

#[cfg(test)]
mod tests {
    use super::super::Track;
    use super::*;
    use geo_types::LineString;

    type Line = (Vec<(f64, f64)>, bool);

    fn far(lines: &[Line], from: (f64, f64), to: (f64, f64)) -> f64 {
        let shapes: Vec<LineString<f64>> = lines.iter().map(|(points, _)| LineString::from(points.clone())).collect();
        let tracks = shapes.iter().zip(lines).map(|(line, (_, apart))| Track { line, level: 0.0, apart: *apart });
        let network = Network::new(tracks.collect());
        let ways = Ways::new(&network, 1.0);
        let within = 2_000.0;
        let distances = ways.from(&ways.entries(from.into(), within), within);
        let entries = ways.entries(to.into(), within);
        entries.iter().map(|entry| entry.access + distances.at(entry.stop)).fold(f64::INFINITY, f64::min)
    }

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}");
    }

    fn path(points: &[(f64, f64)]) -> Line {
        (points.to_vec(), false)
    }

    #[test]
    fn a_way_goes_straight_to_the_network_and_along_it() {
        let corner = [path(&[(0.0, 0.0), (300.0, 0.0)]), path(&[(300.0, 0.0), (300.0, 400.0)])];
        close(far(&corner, (0.0, 10.0), (290.0, 400.0)), 10.0 + 300.0 + 400.0 + 10.0);
        close(far(&corner, (100.0, 0.0), (160.0, 5.0)), 65.0);
    }

    #[test]
    fn the_shorter_of_two_ways_counts_also_into_a_line_from_its_far_end() {
        let ring = [path(&[(0.0, 0.0), (400.0, 0.0), (400.0, 100.0), (0.0, 100.0), (0.0, 0.0)])];
        close(far(&ring, (10.0, 0.0), (10.0, 100.0)), 120.0);
        close(far(&ring, (390.0, 0.0), (390.0, 100.0)), 120.0);
    }

    #[test]
    fn a_bridge_is_got_on_to_at_its_ends_only() {
        let under = path(&[(0.0, 0.0), (400.0, 0.0)]);
        let bridge: Line = (vec![(200.0, -150.0), (200.0, 150.0)], true);
        let beyond = path(&[(200.0, 150.0), (200.0, 350.0)]);
        let lines = [under.clone(), bridge.clone(), beyond];
        assert!(far(&lines, (200.0, 0.0), (200.0, 350.0)).is_infinite(), "the bridge passes over the path");
        let link = path(&[(200.0, -150.0), (300.0, 0.0)]);
        close(far(&[under, bridge, path(&[(200.0, 150.0), (200.0, 350.0)]), link], (300.0, 0.0), (200.0, 350.0)), {
            100.0_f64.hypot(150.0) + 300.0 + 200.0
        });
    }

    #[test]
    fn a_stray_path_nearby_cuts_nobody_off_but_a_far_network_is_not_jumped_to() {
        let street = path(&[(0.0, 0.0), (500.0, 0.0)]);
        let stray = path(&[(0.0, 60.0), (20.0, 60.0)]);
        close(far(&[street.clone(), stray.clone()], (10.0, 70.0), (500.0, 0.0)), 70.0 + 490.0);
        let other_bank = path(&[(0.0, 160.0), (500.0, 160.0)]);
        assert!(far(&[street, other_bank], (10.0, 170.0), (490.0, 0.0)).is_infinite());
        close(far(&[stray], (10.0, 260.0), (0.0, 60.0)), 200.0 + 10.0);
    }

    #[test]
    fn ways_are_the_same_wherever_and_however_the_plan_lies() {
        let turn = |(x, y): (f64, f64)| {
            let (sin, cos) = 0.6_f64.sin_cos();
            (34_500_000.0 + cos * x - sin * y, 3_087_000.0 + sin * x + cos * y)
        };
        let lines = [path(&[(0.0, 0.0), (300.0, 0.0)]), path(&[(150.0, -80.0), (150.0, 90.0)])];
        let moved: Vec<Line> =
            lines.iter().map(|(points, apart)| (points.iter().copied().map(turn).collect(), *apart)).collect();
        let (from, to) = ((20.0, 7.0), (155.0, 80.0));
        assert!((far(&lines, from, to) - far(&moved, turn(from), turn(to))).abs() < 1e-6);
        close(far(&lines, from, to), 7.0 + 130.0 + 80.0 + 5.0);
    }
}
