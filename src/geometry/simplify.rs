//! Lines without their small wiggles (Douglas–Peucker).

use geo_types::Coord;

use super::segments::Segment;
use super::vector::distance;

/// Which points stay when those that lie within `tolerance` of the simplified line go; the ends always stay.
pub fn staying(points: &[Coord<f64>], tolerance: f64) -> Vec<bool> {
    let mut stays = vec![false; points.len()];
    let Some(end) = points.len().checked_sub(1) else { return stays };
    stays[0] = true;
    stays[end] = true;
    // A list instead of recursion: lines have up to millions of points.
    let mut open = vec![(0, end)];
    while let Some((first, last)) = open.pop() {
        let chord = Segment::new(points[first], points[last], 0);
        let away = |point: Coord<f64>| {
            if chord.length() > 0.0 { chord.distance(point) } else { distance(chord.a, point) }
        };
        let farthest = (first + 1..last).map(|i| (i, away(points[i]))).max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((middle, _)) = farthest.filter(|&(_, away)| away > tolerance) {
            stays[middle] = true;
            open.extend([(first, middle), (middle, last)]);
        }
    }
    stays
}

/// Indices of the points that stay.
pub(crate) fn kept_corners(points: &[Coord<f64>], tolerance: f64) -> Vec<usize> {
    let stays = staying(points, tolerance);
    (0..points.len()).filter(|&index| stays[index]).collect()
}

/// The line of the points that stay.
pub(crate) fn simplified(points: &[Coord<f64>], tolerance: f64) -> Vec<Coord<f64>> {
    kept_corners(points, tolerance).into_iter().map(|index| points[index]).collect()
}

/// For each step of a line (from one point to the next) the direction of the simplified step it belongs to, as a
/// difference of points; zero where that step closes on itself.
pub fn overall_directions(points: &[Coord<f64>], tolerance: f64) -> Vec<Coord<f64>> {
    let stays = staying(points, tolerance);
    let mut directions = Vec::with_capacity(points.len());
    let mut first = 0;
    for last in 1..points.len() {
        if stays[last] {
            directions.resize(last, points[last] - points[first]);
            first = last;
        }
    }
    directions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wiggles_within_the_tolerance_go_and_corners_stay() {
        let points: Vec<Coord<f64>> =
            [(0.0, 0.0), (5.0, 0.5), (10.0, 0.0), (10.3, 5.0), (10.0, 10.0)].map(Coord::from).to_vec();
        assert_eq!(staying(&points, 1.0), vec![true, false, true, false, true]);
        let directions = overall_directions(&points, 1.0);
        assert_eq!(directions[0], Coord { x: 10.0, y: 0.0 });
        assert_eq!(directions[3], Coord { x: 0.0, y: 10.0 });
    }

    #[test]
    fn a_line_of_one_point_or_none_has_no_steps() {
        assert!(overall_directions(&[], 1.0).is_empty());
        assert!(overall_directions(&[Coord { x: 1.0, y: 1.0 }], 1.0).is_empty());
    }
}
