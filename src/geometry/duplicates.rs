//! Lines drawn more than once: what is left of each segment when every place counts once.
//!
//! A segment loses what lies within 5 cm and 1.1° of a segment that stands before it, whatever their directions and
//! however either is split. The length that is left does not depend on which of two copies stands first.

use rayon::prelude::*;

use super::boxes::Boxes;
use super::segments::Segment;
use super::spans::{Span, difference, union};
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

fn cover(segment: &Segment, earlier: &Segment) -> Option<Span> {
    (angle_between(segment.direction(), earlier.direction()) <= TURNED.to_radians())
        .then(|| segment.beside(earlier, [0.0, APART]))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::super::segments::{boxes_of, segments_of};
    use super::super::spans::total;
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
