//! Lines that run beside each other: the two carriageways of a road, the two paths of a greenway.
//!
//! Nothing is constructed between them: each segment learns which parts of it have a partner beside, by projection, so
//! both sides may be split at any vertices.

use rayon::prelude::*;

use super::segments::{Segment, boxes_of};
use super::spans::{Span, union, where_linear};
use super::vector::{angle_between, dot};

/// What running beside each other means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Least and greatest distance, metres.
    pub apart: [f64; 2],
    /// Greatest difference of direction, degrees.
    pub angle: f64,
    /// Which directions may be partners.
    pub heading: Heading,
}

/// Which directions may be partners.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// Opposite ones only. A line that comes back beside itself is its own partner.
    Opposite,
    /// Any; a line is never its own partner, so hairpins have none.
    Any,
}

/// For each segment the parts that have a partner, with the partner's line; the spans of one line do not overlap.
///
/// Only segments of the same group are partners; those without a group have none. Direction of a segment is from `a`
/// to `b`.
pub fn partners(segments: &[Segment], groups: &[Option<usize>], rule: &Rule) -> Vec<Vec<(usize, Span)>> {
    let grouped = segments.iter().enumerate().filter(|&(number, _)| groups[number].is_some());
    let tree = boxes_of(grouped);
    segments
        .par_iter()
        .zip(groups)
        .map(|(segment, group)| {
            let Some(group) = group else { return Vec::new() };
            let mut found: Vec<(usize, Span)> = tree
                .near(segment.a, segment.b, rule.apart[1])
                .filter(|&other| groups[other] == Some(*group))
                .filter_map(|other| Some((segments[other].tag, beside(segment, &segments[other], rule)?)))
                .collect();
            found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1[0].total_cmp(&b.1[0])));
            found
                .chunk_by(|a, b| a.0 == b.0)
                .flat_map(|of_line| {
                    let line = of_line[0].0;
                    union(of_line.iter().map(|(_, span)| *span).collect()).into_iter().map(move |span| (line, span))
                })
                .collect()
        })
        .collect()
}

fn beside(segment: &Segment, other: &Segment, rule: &Rule) -> Option<Span> {
    let (mine, its) = (segment.direction(), other.direction());
    let fits = match rule.heading {
        Heading::Opposite => dot(mine, its) < 0.0,
        Heading::Any => segment.tag != other.tag,
    };
    (fits && angle_between(mine, its) <= rule.angle.to_radians() + 1e-9)
        .then(|| shadow(segment, other, [rule.apart[0] - 1e-6, rule.apart[1] + 1e-6]))
        .flatten()
}

/// Where another segment falls on this one by projection, as far as it lies within `reach` of its line on either side.
///
/// Feet of the other on this one, not of this one on the other: on the outside of a bend the partner's segments cover
/// all of a line that way, however either is split.
fn shadow(segment: &Segment, other: &Segment, reach: [f64; 2]) -> Option<Span> {
    let along = segment.along(other.a);
    let offset = segment.offset(other.a);
    let (along_rate, offset_rate) = (segment.along(other.b) - along, segment.offset(other.b) - offset);
    let over = where_linear([0.0, 1.0], along, along_rate, [0.0, segment.length()])?;
    let left = where_linear(over, offset, offset_rate, reach);
    let right = where_linear(over, offset, offset_rate, [-reach[1], -reach[0]]);
    let parts = left.into_iter().chain(right).reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])?;
    let ends = parts.map(|part| along + along_rate * part);
    Some([ends[0].min(ends[1]).max(0.0), ends[0].max(ends[1]).min(segment.length())])
}

/// The parts that have any partner.
pub fn paired(partners: &[(usize, Span)]) -> Vec<Span> {
    union(partners.iter().map(|(_, span)| *span).collect())
}

/// Length of a span when each place counts 1 ÷ (1 + number of partner lines there).
pub fn shared_length(span: Span, partners: &[(usize, Span)]) -> f64 {
    let mut cuts: Vec<f64> = vec![span[0], span[1]];
    cuts.extend(partners.iter().flat_map(|(_, part)| *part).filter(|cut| *cut > span[0] && *cut < span[1]));
    cuts.sort_by(f64::total_cmp);
    cuts.windows(2)
        .map(|piece| {
            let middle = f64::midpoint(piece[0], piece[1]);
            let beside = partners.iter().filter(|(_, part)| part[0] <= middle && middle <= part[1]).count();
            (piece[1] - piece[0]) / (1 + beside) as f64
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARRIAGEWAYS: Rule = Rule { apart: [2.0, 40.0], angle: 15.0, heading: Heading::Opposite };

    fn segment(line: usize, a: (f64, f64), b: (f64, f64)) -> Segment {
        Segment::new(a.into(), b.into(), line)
    }

    fn halves(segments: &[Segment], rule: &Rule) -> f64 {
        let groups = vec![Some(0); segments.len()];
        let partners = partners(segments, &groups, rule);
        segments.iter().zip(&partners).map(|(s, p)| s.length() - super::super::spans::total(&paired(p)) / 2.0).sum()
    }

    #[test]
    fn opposite_carriageways_split_at_different_vertices_count_once() {
        let road = [
            segment(0, (0.0, 0.0), (300.0, 0.0)),
            segment(0, (300.0, 0.0), (1000.0, 0.0)),
            segment(1, (1000.0, 20.0), (450.0, 20.0)),
            segment(1, (450.0, 20.0), (0.0, 20.0)),
        ];
        assert!((halves(&road, &CARRIAGEWAYS) - 1000.0).abs() < 1e-9);
    }

    #[test]
    fn the_outer_side_of_a_bend_has_a_partner_all_along_however_both_are_split() {
        let arc = |line: usize, radius: f64, count: u32, back: bool| -> Vec<Segment> {
            let place = |i: u32| {
                let angle = (0.2 + 2.6 * f64::from(i) / f64::from(count)).sin_cos();
                (radius * angle.1, radius * angle.0)
            };
            let forth = (0..count).map(|i| segment(line, place(i), place(i + 1)));
            if back { forth.map(|segment| segment.reversed()).rev().collect() } else { forth.collect() }
        };
        let (inner, outer) = (arc(0, 100.0, 64, false), arc(1, 112.0, 91, true));
        let raw: f64 = inner.iter().chain(&outer).map(Segment::length).sum();
        let counted = halves(&[inner, outer].concat(), &CARRIAGEWAYS);
        assert!((counted - raw / 2.0).abs() < 0.5, "{counted} of {raw}");
    }

    #[test]
    fn same_direction_or_too_far_apart_are_no_pair() {
        let same = [segment(0, (0.0, 0.0), (100.0, 0.0)), segment(1, (0.0, 20.0), (100.0, 20.0))];
        assert!((halves(&same, &CARRIAGEWAYS) - 200.0).abs() < 1e-9);
        let far = [segment(0, (0.0, 0.0), (100.0, 0.0)), segment(1, (100.0, 41.0), (0.0, 41.0))];
        assert!((halves(&far, &CARRIAGEWAYS) - 200.0).abs() < 1e-9);
        let at_the_limit = [segment(0, (0.0, 0.0), (100.0, 0.0)), segment(1, (100.0, 40.0), (0.0, 40.0))];
        assert!((halves(&at_the_limit, &CARRIAGEWAYS) - 100.0).abs() < 1e-9);
    }

    #[test]
    fn three_paths_beside_each_other_share_one_length() {
        let rule = Rule { apart: [0.0, 30.0], angle: 15.0, heading: Heading::Any };
        let paths = [(0, 0.0), (1, 5.0), (2, 10.0)].map(|(line, y)| segment(line, (0.0, y), (100.0, y)));
        let partners = partners(&paths, &[Some(0); 3], &rule);
        let shared: f64 = paths.iter().zip(&partners).map(|(s, p)| shared_length([0.0, s.length()], p)).sum();
        assert!((shared - 100.0).abs() < 1e-9);
    }
}
