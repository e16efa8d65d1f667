//! Where lines run along the outline of an area, and not merely across it.
//!
//! A place on a line runs along the outline when it lies within a distance of an edge and has its direction within an
//! angle; what goes straight on past the last such edge does not. Consecutive places make a run,
//! also over vertices, over lines joined end to end and round corners, and only runs of a length count. Wiggles of the outline and
//! jitter of short segments are judged by their overall direction as well as by their own.

use std::collections::BTreeMap;
use std::ops::Range;

use geo_types::{Coord, LineString};
use rayon::prelude::*;

use super::clip::Outline;
use super::segments::Segment;
use super::simplify::overall_directions;
use super::spans::{Span, intersection, total, union, where_linear};
use super::tolerance::JOIN;
use super::union_find::UnionFind;
use super::vector::{angle_between, distance, dot};

/// Noise allowance on the limits below: coordinates far from the origin are right to about 1e-8 m.
const NOISE: f64 = 1e-6;
/// Wiggles of an outline up to this far are noise for its direction: half the usual reach, so that a staircase of a
/// raster or a jagged parcel line has one direction.
const OUTLINE_WIGGLE: f64 = 5.0;
/// The same for a line: the jitter of short segments, far below what would count as crossing.
const LINE_JITTER: f64 = 1.0;
/// Gaps in a run up to this long do not end it; they are not part of it either.
const GAP: f64 = 1.0;
/// Ends of lines this close are joined for the length of a run.
const END: f64 = 0.05;

/// What running along means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Within this distance of the outline, metres.
    pub within: f64,
    /// Within this angle of its direction, degrees.
    pub angle: f64,
    /// For at least this length, metres.
    pub length: f64,
}

/// For each segment the parts that belong to a run along the outline, within those that count at all (`kept`).
///
/// Copies of a line, which are not kept, make no run longer. `segments` are those of `lines`, in order.
pub fn runs(
    lines: &[&LineString<f64>],
    segments: &[Segment],
    kept: &[Vec<Span>],
    outline: &Outline,
    rule: &Rule,
) -> Vec<Vec<Span>> {
    let ring_ways = outline_ways(outline);
    let firsts = first_segments(segments, lines.len());
    let along: Vec<Vec<Span>> = (0..lines.len())
        .into_par_iter()
        .flat_map_iter(|line| {
            let own = &segments[firsts[line]..firsts[line + 1]];
            along_of_line(own, outline, &ring_ways, rule)
        })
        .collect();
    Course { segments, outline, rule }.long_runs(&firsts, &along, kept)
}

/// Where each line's segments begin, and one past the last.
fn first_segments(segments: &[Segment], lines: usize) -> Vec<usize> {
    (0..=lines).map(|line| segments.partition_point(|segment| segment.tag < line)).collect()
}

/// Neighbours and overall direction of an edge of the outline.
struct Way {
    before: usize,
    after: usize,
    overall: Coord<f64>,
    /// Whether it is one side of a sliver between two parts of the area, which is no boundary.
    is_seam: bool,
}

fn outline_ways(outline: &Outline) -> Vec<Way> {
    let mut ways = Vec::with_capacity(outline.edges.len());
    for ring in outline.edges.chunk_by(|a, b| a.tag == b.tag) {
        let first = ways.len();
        let points: Vec<Coord<f64>> = ring.iter().map(|edge| edge.a).chain(ring.last().map(|edge| edge.b)).collect();
        // A closed ring has no ends of its own: it is cut where it is farthest from its first corner.
        let far = (0..points.len())
            .max_by(|&i, &j| distance(points[0], points[i]).total_cmp(&distance(points[0], points[j])))
            .unwrap_or(0);
        let mut overall = overall_directions(&points[..=far], OUTLINE_WIGGLE);
        overall.extend(overall_directions(&points[far..], OUTLINE_WIGGLE));
        for (i, overall) in overall.into_iter().enumerate() {
            let before = first + (i + ring.len() - 1) % ring.len();
            ways.push(Way {
                before,
                after: first + (i + 1) % ring.len(),
                overall,
                is_seam: is_seam(outline, &ring[i]),
            });
        }
    }
    ways
}

/// For each segment the parts that run in the sliver between two parts of the area, where digitising left one: they
/// lie within the area for all that it is meant to be.
pub fn in_seams(segments: &[Segment], outline: &Outline, angle: f64) -> Vec<Vec<Span>> {
    segments
        .par_iter()
        .map(|segment| {
            let way = segment.direction();
            let mut edges: Vec<usize> = outline.near(segment.a, segment.b, JOIN).collect();
            edges.sort_unstable();
            let beside = edges.into_iter().map(|number| &outline.edges[number]).filter(|edge| {
                angle_between(way, edge.direction()) <= angle.to_radians() + NOISE && is_seam(outline, edge)
            });
            union(beside.filter_map(|edge| segment.beside(edge, [0.0, JOIN])).collect())
        })
        .collect()
}

/// The covered side is on the left: when the ground a joint's width to the right is covered too, the edge is a seam.
fn is_seam(outline: &Outline, edge: &Segment) -> bool {
    let way = edge.direction();
    let middle = edge.at(0.5);
    outline.contains(Coord { x: middle.x + way.y * JOIN, y: middle.y - way.x * JOIN })
}

fn along_of_line(own: &[Segment], outline: &Outline, ways: &[Way], rule: &Rule) -> Vec<Vec<Span>> {
    let near: Vec<Vec<usize>> = own
        .iter()
        .map(|segment| {
            let mut edges: Vec<usize> = outline.near(segment.a, segment.b, rule.within).collect();
            edges.sort_unstable();
            edges
        })
        .collect();
    if near.iter().all(Vec::is_empty) {
        return vec![Vec::new(); own.len()];
    }
    let points: Vec<Coord<f64>> = own.iter().map(|segment| segment.a).chain(own.last().map(|last| last.b)).collect();
    let overall = overall_directions(&points, LINE_JITTER);
    own.iter()
        .zip(&near)
        .zip(overall)
        .map(|((segment, edges), overall)| along_of_segment(segment, overall, edges, outline, ways, rule))
        .collect()
}

fn along_of_segment(
    segment: &Segment,
    overall: Coord<f64>,
    edges: &[usize],
    outline: &Outline,
    ways: &[Way],
    rule: &Rule,
) -> Vec<Span> {
    let agrees = |edge: usize| {
        if ways[edge].is_seam {
            return false;
        }
        let directions = [outline.edges[edge].direction(), ways[edge].overall];
        directions.iter().any(|&its| {
            [segment.direction(), overall].iter().any(|&mine| {
                dot(mine, mine) > 0.0
                    && dot(its, its) > 0.0
                    && angle_between(mine, its) <= rule.angle.to_radians() + NOISE
            })
        })
    };
    let spans = edges
        .iter()
        .filter(|&&edge| agrees(edge))
        .filter_map(|&edge| {
            let reached = within_reach(segment, &outline.edges[edge], rule.within + NOISE)?;
            let places = [(ways[edge].before, outline.edges[edge].a), (ways[edge].after, outline.edges[edge].b)];
            let feet = places.map(|(_, corner)| segment.along(corner));
            let forward = feet[0] <= feet[1];
            // Where the next edge turns away the run ends at the corner; where it goes on, the corner is no end.
            let [low, high] = [0, 1].map(|end| {
                let open = agrees(places[end].0);
                let is_low = (end == 0) == forward;
                if open && is_low {
                    (f64::NEG_INFINITY, is_low)
                } else if open {
                    (f64::INFINITY, is_low)
                } else {
                    (feet[end], is_low)
                }
            });
            let (low, high) = if low.1 { (low.0, high.0) } else { (high.0, low.0) };
            Some([reached[0].max(low), reached[1].min(high)])
        })
        .collect();
    union(spans)
}

/// The part of a segment that lies within a distance of an edge: one span, because the set of such places is convex.
fn within_reach(segment: &Segment, edge: &Segment, within: f64) -> Option<Span> {
    let discs = [edge.a, edge.b].into_iter().filter_map(|centre| {
        // Out of reach the root is no number, and `max` and `min` would make the whole segment of it.
        let room = within * within - segment.offset(centre).powi(2);
        let half = (room >= 0.0).then(|| room.sqrt())?;
        let foot = segment.along(centre);
        let span = [(foot - half).max(0.0), (foot + half).min(segment.length())];
        (span[1] > span[0]).then_some(span)
    });
    let middle = {
        let (mine, its) = (segment.direction(), edge.direction());
        where_linear([0.0, segment.length()], edge.along(segment.a), dot(mine, its), [0.0, edge.length()]).and_then(
            |span| where_linear(span, edge.offset(segment.a), super::vector::cross(its, mine), [-within, within]),
        )
    };
    discs.chain(middle).reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])
}

/// A stretch of one line, as places on its segments.
struct Stretch {
    parts: Vec<(usize, Span)>,
    length: f64,
    /// The ends of its line that it reaches.
    ends: Vec<End>,
}

/// An end of a line, with what lies between it and the stretch: nothing, or the way round a corner.
struct End {
    at: Coord<f64>,
    bend: Vec<(usize, Span)>,
}

/// Segments of lines and the outline they run along.
struct Course<'a> {
    segments: &'a [Segment],
    outline: &'a Outline,
    rule: &'a Rule,
}

impl Course<'_> {
    /// Keeps what belongs to runs that are long enough: a stretch by itself, or all of a run without copies.
    fn long_runs(&self, firsts: &[usize], along: &[Vec<Span>], kept: &[Vec<Span>]) -> Vec<Vec<Span>> {
        let mut stretches: Vec<Stretch> =
            firsts.windows(2).flat_map(|bounds| self.stretches_of_line(bounds[0]..bounds[1], along)).collect();
        let group = self.joined(&mut stretches);
        let mut whole: BTreeMap<usize, f64> = BTreeMap::new();
        let mut longest: BTreeMap<usize, f64> = BTreeMap::new();
        for (stretch, group) in stretches.iter().zip(&group) {
            let counted = stretch.parts.iter().map(|&(number, span)| total(&intersection(&[span], &kept[number])));
            *whole.entry(*group).or_default() += counted.sum::<f64>();
            let longest = longest.entry(*group).or_default();
            *longest = longest.max(stretch.length);
        }
        let is_long = |lengths: &BTreeMap<usize, f64>, group| {
            lengths.get(group).is_some_and(|&length| length >= self.rule.length - NOISE)
        };
        let mut long = vec![Vec::new(); along.len()];
        for (stretch, group) in stretches.iter().zip(&group) {
            if is_long(&whole, group) || is_long(&longest, group) {
                for &(number, span) in &stretch.parts {
                    long[number].extend(intersection(&[span], &kept[number]));
                }
            }
        }
        long.into_iter().map(union).collect()
    }

    fn stretches_of_line(&self, own: Range<usize>, along: &[Vec<Span>]) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut reached = (own.start, 0.0);
        for number in own.clone() {
            for &span in &along[number] {
                let between = self.between(reached, (number, span[0]));
                let gap = length_of(&between);
                reached = (number, span[1]);
                let bend = self.is_bend(&between).then_some(between);
                match stretches.last_mut() {
                    Some(last) if gap <= GAP || bend.is_some() => {
                        last.parts.extend(bend.filter(|_| gap > GAP).into_iter().flatten());
                        last.parts.push((number, span));
                        last.length = length_of(&last.parts);
                    }
                    last => {
                        let is_first = last.is_none();
                        let end = bend.filter(|_| is_first).map(|bend| End { at: self.segments[own.start].a, bend });
                        let ends = end.into_iter().collect();
                        stretches.push(Stretch { parts: vec![(number, span)], length: total(&[span]), ends });
                    }
                }
            }
        }
        if let (Some(last), Some(end)) = (stretches.last_mut(), own.last()) {
            let rest = self.between(reached, (end, self.segments[end].length()));
            if self.is_bend(&rest) {
                last.ends.push(End { at: self.segments[end].b, bend: rest });
            }
        }
        stretches
    }

    /// The parts of segments from one place on a line to a later one.
    fn between(&self, from: (usize, f64), to: (usize, f64)) -> Vec<(usize, Span)> {
        (from.0..=to.0)
            .map(|number| {
                let start = if number == from.0 { from.1 } else { 0.0 };
                let end = if number == to.0 { to.1 } else { self.segments[number].length() };
                (number, [start, end])
            })
            .filter(|(_, span)| span[1] > span[0])
            .collect()
    }

    /// Whether parts of a line lead round a corner of the outline on one side of it, as far out as a line does that
    /// keeps its distance from both edges.
    fn is_bend(&self, parts: &[(usize, Span)]) -> bool {
        let within = self.rule.within + NOISE;
        length_of(parts) <= 2.0 * within
            && parts.iter().all(|&(number, span)| {
                let part = self.segments[number].part(span);
                let near = |point| self.outline.is_near(point, within * std::f64::consts::SQRT_2);
                let crosses = |edge: usize| self.outline.edges[edge].touches(&part, 0.0);
                let short = span[1] - span[0] <= END;
                near(part.a) && near(part.b) && (short || !self.outline.near(part.a, part.b, 0.0).any(crosses))
            })
    }

    /// A group number per stretch: those whose lines are joined end to end share one, and take in the way round the
    /// corner between them.
    fn joined(&self, stretches: &mut [Stretch]) -> Vec<usize> {
        let mut ends: Vec<(Coord<f64>, usize, usize)> = Vec::new();
        for (number, stretch) in stretches.iter().enumerate() {
            ends.extend(stretch.ends.iter().enumerate().map(|(end, own)| (own.at, number, end)));
        }
        ends.sort_by(|a, b| a.0.x.total_cmp(&b.0.x).then(a.0.y.total_cmp(&b.0.y)).then((a.1, a.2).cmp(&(b.1, b.2))));
        let mut sets = UnionFind::new(stretches.len());
        let mut bends: Vec<(usize, usize)> = Vec::new();
        for (i, &(here, one, its)) in ends.iter().enumerate() {
            for &(there, other, others) in ends[i + 1..].iter().take_while(|(there, ..)| there.x - here.x <= END) {
                let gap = length_of(&stretches[one].ends[its].bend) + length_of(&stretches[other].ends[others].bend);
                if distance(here, there) <= END && gap <= 2.0 * (self.rule.within + NOISE) {
                    sets.join(one, other);
                    bends.extend([(one, its), (other, others)]);
                }
            }
        }
        for (stretch, end) in bends {
            let bend = std::mem::take(&mut stretches[stretch].ends[end].bend);
            stretches[stretch].parts.extend(bend);
        }
        (0..stretches.len()).map(|number| sets.find(number)).collect()
    }
}

fn length_of(parts: &[(usize, Span)]) -> f64 {
    parts.iter().map(|(_, span)| span[1] - span[0]).sum()
}

#[cfg(test)]
mod tests {
    use super::super::duplicates;
    use super::super::region::Region;
    use super::super::segments::{boxes_of, segments_of};
    use super::*;

    const RULE: Rule = Rule { within: 10.0, angle: 15.0, length: 50.0 };

    fn outline(points: &[(f64, f64)]) -> Outline {
        let ring: Vec<Coord<f64>> = points.iter().map(|&point| point.into()).collect();
        Outline::new(&Region::from_rings(&ring, &[]).unwrap())
    }

    fn square() -> Outline {
        outline(&[(0.0, 0.0), (1000.0, 0.0), (1000.0, 1000.0), (0.0, 1000.0)])
    }

    fn along(outline: &Outline, lines: &[Vec<(f64, f64)>]) -> f64 {
        let lines: Vec<LineString<f64>> = lines.iter().map(|points| LineString::from(points.clone())).collect();
        let lines: Vec<&LineString<f64>> = lines.iter().collect();
        let segments = segments_of(lines.iter().copied());
        let kept = duplicates::kept(&segments, &boxes_of(segments.iter().enumerate()));
        runs(&lines, &segments, &kept, outline, &RULE).iter().map(|spans| total(spans)).sum()
    }

    #[test]
    fn a_line_nine_metres_outside_runs_along_between_the_corners() {
        assert!((along(&square(), &[vec![(-100.0, -9.0), (1100.0, -9.0)]]) - 1000.0).abs() < 1e-9);
        assert!(along(&square(), &[vec![(-100.0, -11.0), (1100.0, -11.0)]]) < 1e-9);
    }

    #[test]
    fn a_line_out_of_reach_is_no_run_however_the_outline_is_turned() {
        for turn in [5.0_f64, 30.0, 45.0, 77.0] {
            let (sin, cos) = turn.to_radians().sin_cos();
            let turned = |&(x, y): &(f64, f64)| (x * cos - y * sin, x * sin + y * cos);
            let square = [(0.0, 0.0), (1000.0, 0.0), (1000.0, 1000.0), (0.0, 1000.0)];
            let outline = outline(&square.iter().map(turned).collect::<Vec<_>>());
            for (y, expected) in [(9.0, 150.0), (11.0, 0.0), (25.0, 0.0), (-25.0, 0.0)] {
                let line: Vec<(f64, f64)> = [(100.0, y), (250.0, y)].iter().map(turned).collect();
                assert!((along(&outline, &[line]) - expected).abs() < 1e-6, "{turn}° {y}");
            }
        }
    }

    #[test]
    fn fifty_metres_are_a_run_and_less_are_none() {
        assert!((along(&square(), &[vec![(100.0, 2.0), (150.0, 2.0)]]) - 50.0).abs() < 1e-9);
        assert!(along(&square(), &[vec![(100.0, 2.0), (149.9, 2.0)]]) < 1e-9);
    }

    #[test]
    fn a_run_over_two_lines_joined_end_to_end_counts_as_one() {
        let lines = [vec![(100.0, 2.0), (130.0, 2.0)], vec![(160.0, 2.0), (130.0, 2.0)]];
        assert!((along(&square(), &lines) - 60.0).abs() < 1e-9);
        let apart = [vec![(100.0, 2.0), (130.0, 2.0)], vec![(160.0, 2.0), (131.0, 2.0)]];
        assert!(along(&square(), &apart) < 1e-9);
    }

    #[test]
    fn a_ring_road_outside_runs_along_round_the_corners_however_it_is_split() {
        let corners = [(-5.0, -5.0), (1005.0, -5.0), (1005.0, 1005.0), (-5.0, 1005.0)];
        let ring = corners.iter().chain(&corners[..1]).copied().collect::<Vec<_>>();
        assert!((along(&square(), std::slice::from_ref(&ring)) - 4040.0).abs() < 1e-9);
        let sides: Vec<Vec<(f64, f64)>> = ring.windows(2).map(<[_]>::to_vec).collect();
        assert!((along(&square(), &sides) - 4040.0).abs() < 1e-9);
    }

    #[test]
    fn a_road_beside_a_curved_outline_runs_along_whatever_its_vertices() {
        let circle = |radius: f64, corners: u32| -> Vec<(f64, f64)> {
            let angle = |corner: u32| f64::from(corner) / f64::from(corners) * std::f64::consts::TAU + 0.1;
            (0..corners).map(|corner| (radius * angle(corner).cos(), radius * angle(corner).sin())).collect()
        };
        for (outline_corners, road_corners, radius) in [(720, 100, 307.0), (36, 300, 305.0), (100, 720, 294.0)] {
            let mut road = circle(radius, road_corners);
            road.push(road[0]);
            let whole: f64 = road.windows(2).map(|pair| distance(pair[0].into(), pair[1].into())).sum();
            let length = along(&outline(&circle(300.0, outline_corners)), &[road]);
            assert!((length - whole).abs() < 1e-6, "{outline_corners} {road_corners}: {length} of {whole}");
        }
    }

    #[test]
    fn a_wave_about_the_outline_does_not_run_along_it() {
        let wave = |x: f64| (x, 5.0 * (x / 60.0 * std::f64::consts::TAU).sin());
        let road: Vec<(f64, f64)> = (0..=300).map(|i| wave(f64::from(i) * 3.0)).collect();
        assert!(along(&square(), &[road]) < 1e-9);
    }

    #[test]
    fn copies_make_no_run_longer_and_hide_none() {
        let twice = [vec![(100.0, -2.0), (130.0, -2.0)], vec![(130.0, -2.0), (100.0, -2.0)]];
        assert!(along(&square(), &twice) < 1e-9);
        let partly = [vec![(100.0, -2.0), (140.0, -2.0)], vec![(100.0, -2.0), (220.0, -2.0)]];
        assert!((along(&square(), &partly) - 120.0).abs() < 1e-9);
    }

    #[test]
    fn a_seam_between_two_parts_of_an_area_is_no_boundary() {
        let part = |x: f64| {
            let ring: Vec<Coord<f64>> =
                [(x, 0.0), (x + 500.0, 0.0), (x + 500.0, 1000.0), (x, 1000.0)].map(Coord::from).to_vec();
            Region::from_rings(&ring, &[]).unwrap()
        };
        let area = Outline::new(&Region::union([&part(0.0), &part(500.4)]).unwrap());
        assert!(along(&area, &[vec![(501.0, 100.0), (501.0, 900.0)]]) < 1e-9);
    }

    #[test]
    fn a_line_in_the_sliver_of_a_seam_lies_within() {
        let part = |x: f64| {
            let ring: Vec<Coord<f64>> =
                [(x, 0.0), (x + 500.0, 0.0), (x + 500.0, 1000.0), (x, 1000.0)].map(Coord::from).to_vec();
            Region::from_rings(&ring, &[]).unwrap()
        };
        let area = Outline::new(&Region::union([&part(0.0), &part(500.4)]).unwrap());
        let line = LineString::from(vec![(500.2, -100.0), (500.2, 1100.0)]);
        let across = LineString::from(vec![(400.0, 500.0), (600.0, 500.0)]);
        let edge = LineString::from(vec![(0.5, 0.0), (0.5, 1000.0)]);
        let found = in_seams(&segments_of([&line, &across, &edge]), &area, 15.0);
        assert!((total(&found[0]) - 1000.0).abs() < 1e-9);
        assert!(found[1].is_empty() && found[2].is_empty());
    }

    #[test]
    fn a_line_that_crosses_at_a_small_angle_runs_along_only_within_reach() {
        let (sin, cos) = 10.0_f64.to_radians().sin_cos();
        let length = along(&square(), &[vec![(500.0 - 200.0 * cos, -200.0 * sin), (500.0 + 200.0 * cos, 200.0 * sin)]]);
        assert!((length - 20.0 / sin).abs() < 1e-4, "{length}");
    }

    #[test]
    fn a_line_that_crosses_many_times_does_not_run_along() {
        let zigzag: Vec<(f64, f64)> =
            (0..40).map(|i| (f64::from(i) * 10.0, if i % 2 == 0 { -6.0 } else { 6.0 })).collect();
        assert!(along(&square(), &[zigzag]) < 1e-9);
    }

    #[test]
    fn short_segments_with_jitter_run_along_as_their_line_does() {
        let jitter: Vec<(f64, f64)> =
            (0..=100).map(|i| (200.0 + f64::from(i) * 2.0, -3.0 + if i % 2 == 0 { 0.0 } else { 0.8 })).collect();
        let length = 100.0 * 2.0_f64.hypot(0.8);
        assert!((along(&square(), &[jitter]) - length).abs() < 1e-9);
    }

    #[test]
    fn a_zigzag_outline_has_its_overall_direction() {
        let mut ring: Vec<(f64, f64)> =
            (0..=100).map(|i| (f64::from(i) * 10.0, if i % 2 == 0 { 0.0 } else { 4.0 })).collect();
        ring.extend([(1000.0, 1000.0), (0.0, 1000.0)]);
        let length = along(&outline(&ring), &[vec![(100.0, 2.0), (900.0, 2.0)]]);
        assert!((length - 800.0).abs() < 1e-9, "{length}");
    }

    #[test]
    fn a_line_that_turns_away_runs_along_up_to_its_bend() {
        assert!((along(&square(), &[vec![(100.0, 5.0), (400.0, 5.0), (400.0, 500.0)]]) - 300.0).abs() < 1e-9);
    }

    #[test]
    fn the_outline_of_a_hole_counts_as_well() {
        let hole: Vec<Coord<f64>> =
            [(300.0, 300.0), (700.0, 300.0), (700.0, 700.0), (300.0, 700.0)].map(Coord::from).to_vec();
        let ring: Vec<Coord<f64>> =
            [(0.0, 0.0), (1000.0, 0.0), (1000.0, 1000.0), (0.0, 1000.0)].map(Coord::from).to_vec();
        let outline = Outline::new(&Region::from_rings(&ring, &[&hole]).unwrap());
        assert!((along(&outline, &[vec![(350.0, 305.0), (650.0, 305.0)]]) - 300.0).abs() < 1e-9);
    }
}
