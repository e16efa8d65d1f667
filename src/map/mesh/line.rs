//! Lines and outlines as knots that know how far along they are.

use super::super::thin::Corner;
use super::Mesh;

/// A corner of a line: east and north of the origin, and the length of the line before it. A negative length stands for
/// the neighbour of an end: the last corner before the first where a line is closed, else the end itself.
pub(crate) type Knot = [f32; 3];

/// Marks neighbours of ends.
const BESIDE: f32 = -1.0;

/// Knots of lines, each between two neighbours of its ends, from paths and the lengths before them.
pub(super) fn knots<'a>(paths: impl Iterator<Item = (&'a [Corner], f64)>, closed: bool) -> Mesh {
    let mut knots = Vec::new();
    let mut corners: Vec<Corner> = Vec::new();
    for (path, before_it) in paths {
        corners.clear();
        corners.extend_from_slice(path);
        // Corners that coincide have no direction between them.
        corners.dedup();
        if closed && corners.first() != corners.last() {
            corners.extend(path.first());
        }
        let ([first, second, ..], [.., before, last]) = (corners.as_slice(), corners.as_slice()) else { continue };
        let beside = |[x, y]: Corner| [x, y, BESIDE];
        knots.push(beside(if closed { *before } else { *first }));
        let (mut along, mut from) = (before_it, *first);
        for &corner in &corners {
            along += (f64::from(corner[0]) - f64::from(from[0])).hypot(f64::from(corner[1]) - f64::from(from[1]));
            #[expect(clippy::cast_possible_truncation, reason = "a length in metres, for dashes")]
            knots.push([corner[0], corner[1], along as f32]);
            from = corner;
        }
        knots.push(beside(if closed { *second } else { *last }));
    }
    Mesh::Lines(knots)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(path: &[Corner], closed: bool) -> Vec<Knot> {
        match knots(std::iter::once((path, 0.0)), closed) {
            Mesh::Lines(knots) => knots,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_line_knows_how_far_along_its_corners_are() {
        let line = [[0.0, 0.0], [3.0, 4.0], [3.0, 4.0], [3.0, 14.0]];
        let expected = [[0.0, 0.0, -1.0], [0.0, 0.0, 0.0], [3.0, 4.0, 5.0], [3.0, 14.0, 15.0], [3.0, 14.0, -1.0]];
        assert_eq!(drawn(&line, false), expected);
    }

    #[test]
    fn an_outline_is_closed_and_its_ends_are_neighbours() {
        let square = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
        let knots = drawn(&square, true);
        assert_eq!(
            (knots[0], knots[1], knots[5], knots[6]),
            ([0.0, 1.0, -1.0], [0.0; 3], [0.0, 0.0, 4.0], [1.0, 0.0, -1.0])
        );
    }

    #[test]
    fn a_line_of_one_place_is_not_drawn() {
        assert!(drawn(&[[1.0, 1.0], [1.0, 1.0]], false).is_empty());
        assert!(drawn(&[[1.0, 1.0]], true).is_empty());
        assert!(drawn(&[], true).is_empty());
    }
}
