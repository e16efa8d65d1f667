//! Lines drawn more than once: what is left of each segment when every place counts once.
//!
//! A segment loses what lies within 5 cm and 1.1° of a segment that stands before it, whatever their directions and
//! however either is split. The length that is left does not depend on which of two copies stands first.
//!
//! Lines that only nearly coincide are told line by line: one that runs within a metre of others along more than nine
//! tenths of its length is a copy of them, and of two such lines the longer one stays.

use rayon::prelude::*;

use super::boxes::Boxes;
use super::segments::{Segment, boxes_of};
use super::spans::{Span, difference, total, union};
use super::vector::angle_between;

/// Copies lie at most this far apart, in metres: digitising twice by snapping.
const APART: f64 = 0.05;
/// Copies differ at most this much in direction, in degrees.
const TURNED: f64 = 1.1;

/// What is left of each segment, in metres along it.
pub fn kept(segments: &[Segment], boxes: &Boxes) -> Vec<Vec<Span>> {
    segments
        .par_iter()
        .enumerate()
        .map(|(number, segment)| {
            let covered = boxes
                .near(segment.a, segment.b, APART)
                .filter(|&other| other < number)
                .filter_map(|other| cover(segment, &segments[other]))
                .collect();
            difference(&[[0.0, segment.length()]], &union(covered))
        })
        .collect()
}

/// Near copies lie at most this far apart, in metres,
const NEAR: f64 = 1.0;
/// differ at most this much in direction, in degrees: digitising wavers on short segments,
const WAVERS: f64 = 30.0;
/// and have less than this part of their length to themselves.
const ALONE: f64 = 0.1;

/// A part of a segment that counts.
struct Part {
    /// Number of the segment.
    of: usize,
    span: Span,
    shape: Segment,
}

/// What is left of each segment when near copies do not count either; `kept` is what [`kept`] left.
pub fn without_near_copies(segments: &[Segment], mut kept: Vec<Vec<Span>>) -> Vec<Vec<Span>> {
    let part = |(of, segment): (usize, &Segment)| -> Vec<Part> {
        kept[of].iter().map(|&span| Part { of, span, shape: segment.part(span) }).collect()
    };
    let parts: Vec<Part> = segments.iter().enumerate().flat_map(part).collect();
    let beside = beside_others(&parts);
    let lines = lines_of(segments, &parts);
    let rank = ranks(&lines);
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|&line| rank[line]);
    let mut is_copy = vec![false; lines.len()];
    for line in order {
        let before = |&&(other, _): &&(usize, Span)| rank[other] < rank[line] && !is_copy[other];
        let covered: Vec<(usize, Vec<Span>)> = lines[line]
            .parts
            .clone()
            .map(|part| (part, union(beside[part].iter().filter(before).map(|&(_, span)| span).collect())))
            .collect();
        let lost: f64 = covered.iter().map(|(_, spans)| total(spans)).sum();
        if lost > 0.0 && lines[line].counted - lost < ALONE * lines[line].length {
            is_copy[line] = true;
            for (part, spans) in covered {
                let of = parts[part].of;
                kept[of] = difference(&kept[of], &spans);
            }
        }
    }
    kept
}

/// Where each part runs beside parts of other lines, in metres along its segment.
fn beside_others(parts: &[Part]) -> Vec<Vec<(usize, Span)>> {
    let boxes = boxes_of(parts.iter().map(|part| &part.shape).enumerate());
    let of = |part: &Part| {
        let other = |number: usize| {
            let (own, other) = (&part.shape, &parts[number].shape);
            let alike = angle_between(own.direction(), other.direction()) <= WAVERS.to_radians();
            let span = (alike && own.tag != other.tag).then(|| own.beside(other, [0.0, NEAR])).flatten()?;
            Some((other.tag, span.map(|along| (along + part.span[0]).clamp(part.span[0], part.span[1]))))
        };
        boxes.near(part.shape.a, part.shape.b, NEAR).filter_map(other).collect()
    };
    parts.par_iter().map(of).collect()
}

/// A line by its parts that count.
struct Line {
    parts: std::ops::Range<usize>,
    length: f64,
    counted: f64,
    /// Its two ends, whichever is first.
    ends: [[f64; 2]; 2],
}

/// Lines by their number; segments and parts stand in the order of their lines.
fn lines_of(segments: &[Segment], parts: &[Part]) -> Vec<Line> {
    let count = segments.last().map_or(0, |segment| segment.tag + 1);
    let mut lines: Vec<Line> =
        (0..count).map(|_| Line { parts: 0..0, length: 0.0, counted: 0.0, ends: [[0.0; 2]; 2] }).collect();
    for of_line in segments.chunk_by(|a, b| a.tag == b.tag) {
        let (first, last) = (&of_line[0], &of_line[of_line.len() - 1]);
        let mut ends = [[first.a.x, first.a.y], [last.b.x, last.b.y]];
        ends.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
        lines[first.tag].ends = ends;
        lines[first.tag].length = of_line.iter().map(Segment::length).sum();
    }
    let mut from = 0;
    for of_line in parts.chunk_by(|a, b| a.shape.tag == b.shape.tag) {
        let line = &mut lines[of_line[0].shape.tag];
        line.parts = from..from + of_line.len();
        line.counted = of_line.iter().map(|part| part.span[1] - part.span[0]).sum();
        from += of_line.len();
    }
    lines
}

/// The rank of each line: what counts most stays, whatever the order of lines.
fn ranks(lines: &[Line]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    let key = |line: &Line| [-line.counted, line.ends[0][0], line.ends[0][1], line.ends[1][0], line.ends[1][1]];
    order.sort_by(|&a, &b| {
        let (one, two) = (key(&lines[a]), key(&lines[b]));
        let differing = one.iter().zip(&two).map(|(a, b)| a.total_cmp(b)).find(|order| order.is_ne());
        differing.unwrap_or_else(|| a.cmp(&b))
    });
    let mut rank = vec![0; lines.len()];
    for (place, line) in order.into_iter().enumerate() {
        rank[line] = place;
    }
    rank
}

fn cover(segment: &Segment, earlier: &Segment) -> Option<Span> {
    (angle_between(segment.direction(), earlier.direction()) <= TURNED.to_radians())
        .then(|| segment.beside(earlier, [0.0, APART]))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::super::segments::segments_of;
    use super::*;
    use geo_types::LineString;
    use proptest::prelude::*;

    fn left(lines: &[Vec<(f64, f64)>]) -> f64 {
        let lines: Vec<LineString<f64>> = lines.iter().map(|points| LineString::from(points.clone())).collect();
        let segments = segments_of(&lines);
        kept(&segments, &boxes_of(segments.iter().enumerate())).iter().map(|spans| total(spans)).sum()
    }

    #[test]
    fn a_reversed_copy_with_other_vertices_counts_once() {
        let length = left(&[vec![(0.0, 0.0), (100.0, 0.0)], vec![(100.0, 0.02), (37.0, 0.0), (0.0, 0.0)]]);
        assert!((length - 100.0).abs() < 1e-6, "{length}");
    }

    #[test]
    fn a_partial_copy_counts_only_where_it_goes_on_alone() {
        assert!((left(&[vec![(0.0, 0.0), (100.0, 0.0)], vec![(60.0, 0.0), (150.0, 0.0)]]) - 150.0).abs() < 1e-9);
    }

    #[test]
    fn lines_six_centimetres_apart_both_count() {
        assert!((left(&[vec![(0.0, 0.0), (100.0, 0.0)], vec![(0.0, 0.06), (100.0, 0.06)]]) - 200.0).abs() < 1e-9);
    }

    #[test]
    fn lines_that_cross_or_follow_each_other_lose_nothing() {
        let lines = [vec![(0.0, 0.0), (100.0, 0.0), (200.0, 0.5)], vec![(50.0, -50.0), (50.0, 50.0)]];
        assert!((left(&lines) - (100.0 + 100.0_f64.hypot(0.5) + 100.0)).abs() < 1e-9);
    }

    fn left_of_near_copies(lines: &[Vec<(f64, f64)>]) -> f64 {
        let lines: Vec<LineString<f64>> = lines.iter().map(|points| LineString::from(points.clone())).collect();
        let segments = segments_of(&lines);
        let kept = kept(&segments, &boxes_of(segments.iter().enumerate()));
        without_near_copies(&segments, kept).iter().map(|spans| total(spans)).sum()
    }

    #[test]
    fn a_line_digitised_twice_within_a_metre_counts_once_in_either_order_and_however_split() {
        let long = vec![(0.0, 0.0), (100.0, 0.0)];
        let wavering = vec![(95.0, 0.8), (60.0, 0.3), (58.0, 0.9), (2.0, 0.9)];
        assert!((left_of_near_copies(&[long.clone(), wavering.clone()]) - 100.0).abs() < 1e-9);
        assert!((left_of_near_copies(&[wavering, long.clone()]) - 100.0).abs() < 1e-9);
        let split = [vec![(0.0, 0.9), (45.0, 0.9)], vec![(45.0, 0.9), (99.0, 0.9)], long];
        assert!((left_of_near_copies(&split) - 100.0).abs() < 1e-9);
    }

    #[test]
    fn a_line_with_a_tenth_of_its_length_to_itself_or_a_metre_away_counts() {
        let road = vec![(0.0, 0.0), (1000.0, 0.0)];
        let leaves = |alone: f64| vec![(100.0, 0.5), (200.0 - alone, 0.5), (200.0 - alone, 0.5 + alone)];
        assert!((left_of_near_copies(&[road.clone(), leaves(11.0)]) - 1100.0).abs() < 1e-6);
        // What is counted of a copy is what it has to itself.
        assert!((left_of_near_copies(&[road.clone(), leaves(9.0)]) - 1009.0).abs() < 1e-6);
        assert!((left_of_near_copies(&[road, vec![(100.0, 1.01), (200.0, 1.01)]]) - 1100.0).abs() < 1e-9);
    }

    #[test]
    fn roads_that_cross_or_go_on_from_each_other_are_no_near_copies() {
        let lines = [vec![(0.0, 0.0), (100.0, 0.0)], vec![(100.0, 0.0), (103.0, 0.5)], vec![(50.0, -2.0), (51.5, 2.0)]];
        let whole = 100.0 + 3.0_f64.hypot(0.5) + 1.5_f64.hypot(4.0);
        assert!((left_of_near_copies(&lines) - whole).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn three_overlapping_copies_count_as_their_union_in_any_order(
            cuts in proptest::collection::vec(0.0..1000.0_f64, 6), turn in 0.0..std::f64::consts::TAU, first in 0usize..3
        ) {
            let place = |along: f64| (34_500_000.0 + along * turn.cos(), 3_000_000.0 + along * turn.sin());
            let mut lines: Vec<Vec<(f64, f64)>> =
                cuts.chunks(2).map(|pair| vec![place(pair[0]), place(pair[1])]).collect();
            let truth = total(&union(cuts.chunks(2).map(|p| [p[0].min(p[1]), p[0].max(p[1])]).collect()));
            lines.rotate_left(first);
            prop_assert!((left(&lines) - truth).abs() < 1e-5);
        }
    }
}
