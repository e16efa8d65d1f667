//! Where the lines of a network meet, place by place.

use rayon::prelude::*;

use super::Network;
use crate::geometry::segments::Segment;
use crate::geometry::tolerance::POINT;

/// A place where two lines meet, or one line comes back to itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Joint {
    /// The two lines.
    pub lines: [usize; 2],
    /// How far along each of them, in metres.
    pub along: [f64; 2],
    /// How far apart the two places are: an end may miss what it joins.
    pub distance: f64,
}

impl Network<'_> {
    /// Every place where lines meet as [`Network::pieces`] joins them, and where the ends of a line meet it.
    pub fn joints(&self, snap: f64) -> Vec<Joint> {
        let starts = self.starts();
        let mut joints = self.crossing_joints(&starts);
        joints.extend(self.end_joints(&starts, snap));
        joints
    }

    /// How far along its line each segment begins.
    pub(super) fn starts(&self) -> Vec<f64> {
        let mut walked = 0.0;
        let mut line = None;
        let start = |segment: &Segment| {
            if line != Some(segment.tag) {
                (line, walked) = (Some(segment.tag), 0.0);
            }
            let start = walked;
            walked += segment.length();
            start
        };
        self.segments.iter().map(start).collect()
    }

    fn crossing_joints(&self, starts: &[f64]) -> Vec<Joint> {
        let of = |number: usize| {
            let segment = &self.segments[number];
            let others = self.tree.near(segment.a, segment.b, POINT).filter(move |&other| other > number);
            others.filter(move |&other| self.may_cross(segment.tag, self.segments[other].tag)).flat_map(move |other| {
                let its = &self.segments[other];
                meetings(segment, its).into_iter().map(move |[mine, place]| Joint {
                    lines: [segment.tag, its.tag],
                    along: [starts[number] + mine, starts[other] + place],
                    distance: 0.0,
                })
            })
        };
        (0..self.segments.len()).into_par_iter().flat_map_iter(of).collect()
    }

    fn end_joints(&self, starts: &[f64], snap: f64) -> Vec<Joint> {
        let of = |(line, along, end): (usize, f64, geo_types::Coord<f64>)| {
            let others = self.approaches(line, end, snap + 1e-9).map(move |near| Joint {
                lines: [line, near.line],
                along: [along, starts[near.segment] + self.segments[near.segment].nearest(near.at)],
                distance: near.distance,
            });
            let own = self.tree.near(end, end, snap).filter_map(move |number| {
                let segment = &self.segments[number];
                let place = segment.nearest(end);
                let (back, distance) = (starts[number] + place, segment.distance(end));
                // Nearer along the line than this it is the end itself, however the line bends.
                let returns = segment.tag == line && distance <= snap && (back - along).abs() > 4.0 * snap;
                returns.then_some(Joint { lines: [line, line], along: [along, back], distance })
            });
            others.chain(own)
        };
        let lengths = self.lengths(starts);
        let ends: Vec<(usize, f64, geo_types::Coord<f64>)> = self
            .ends()
            .chunks(2)
            .zip(lengths)
            .flat_map(|(ends, length)| {
                let along = [0.0, length];
                ends.iter().zip(along).map(|(&(line, end), along)| (line, along, end)).collect::<Vec<_>>()
            })
            .collect();
        ends.into_par_iter().flat_map_iter(of).collect()
    }

    /// Length of each line.
    pub(super) fn lengths(&self, starts: &[f64]) -> Vec<f64> {
        let mut lengths = vec![0.0; self.tracks.len()];
        for (segment, start) in self.segments.iter().zip(starts) {
            lengths[segment.tag] = start + segment.length();
        }
        lengths
    }
}

/// Places, metres along each, where two segments meet to within a millimetre: ends that lie on the other, else the
/// crossing. Segments that run in one another meet at the two ends of what they share.
pub(super) fn meetings(one: &Segment, two: &Segment) -> Vec<[f64; 2]> {
    let ends = [one.a, one.b, two.a, two.b].into_iter();
    let touching = ends.filter(|&end| one.distance(end) <= POINT && two.distance(end) <= POINT);
    let places: Vec<[f64; 2]> = touching.map(|end| [one.nearest(end), two.nearest(end)]).collect();
    if places.is_empty() { crossing(one, two).into_iter().collect() } else { places }
}

fn crossing(one: &Segment, two: &Segment) -> Option<[f64; 2]> {
    let along = |of: &Segment, other: &Segment| {
        let [a, b] = [other.offset(of.a), other.offset(of.b)];
        ((a > 0.0) != (b > 0.0)).then(|| of.length() * a / (a - b))
    };
    Some([along(one, two)?, along(two, one)?])
}

#[cfg(test)]
mod tests {
    use super::super::{Network, Track};
    use geo_types::LineString;

    fn joints(lines: &[Vec<(f64, f64)>], apart: bool) -> Vec<([usize; 2], [f64; 2], f64)> {
        let lines: Vec<LineString<f64>> = lines.iter().map(|points| LineString::from(points.clone())).collect();
        let tracks = lines.iter().map(|line| Track { line, level: 0.0, apart }).collect();
        Network::new(tracks).joints(1.0).iter().map(|joint| (joint.lines, joint.along, joint.distance)).collect()
    }

    #[test]
    fn a_crossing_is_a_joint_as_far_along_as_it_lies_unless_on_a_bridge() {
        let cross = [vec![(0.0, 0.0), (30.0, 0.0), (100.0, 0.0)], vec![(40.0, -20.0), (40.0, 50.0)]];
        assert_eq!(joints(&cross, false), [([0, 1], [40.0, 20.0], 0.0)]);
        assert_eq!(joints(&cross, true), []);
    }

    #[test]
    fn an_end_that_misses_by_less_than_the_snap_joins_over_what_it_misses() {
        let found = joints(&[vec![(0.0, 0.0), (100.0, 0.0)], vec![(60.0, 0.5), (60.0, 50.0)]], false);
        assert_eq!(found, [([1, 0], [0.0, 60.0], 0.5)]);
    }

    #[test]
    fn a_ring_and_a_noose_come_back_to_themselves() {
        let ring = joints(&[vec![(0.0, 0.0), (50.0, 0.0), (50.0, 50.0), (0.0, 0.0)]], false);
        assert!(ring.iter().any(|(_, along, _)| along[0].abs() < 1e-9 && (along[1] - 170.710_678).abs() < 1e-6));
        let noose = joints(&[vec![(0.0, 0.0), (80.0, 0.0), (80.0, 50.0), (40.0, 0.0)]], false);
        assert!(noose.iter().any(|(lines, along, _)| lines == &[0, 0] && (along[1] - 40.0).abs() < 1e-9), "{noose:?}");
    }
}
