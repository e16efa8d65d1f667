//! Lines with fewer corners.

use geo_types::Coord;

use super::facing::Segment;

/// A polyline with only the corners that are farther than a tolerance from the line without them.
pub(crate) fn simplified(line: &[Coord<f64>], tolerance: f64) -> Vec<Coord<f64>> {
    kept_corners(line, tolerance).into_iter().map(|index| line[index]).collect()
}

/// Indices of the corners that Douglas and Peucker's rule keeps.
pub(crate) fn kept_corners(line: &[Coord<f64>], tolerance: f64) -> Vec<usize> {
    let Some(last) = line.len().checked_sub(1) else { return Vec::new() };
    let mut kept = vec![false; line.len()];
    kept[0] = true;
    kept[last] = true;
    let mut waiting = vec![(0, last)];
    while let Some((from, to)) = waiting.pop() {
        let chord = Segment::new(line[from], line[to], 0);
        let farthest = (from + 1..to).max_by(|&a, &b| chord.distance(line[a]).total_cmp(&chord.distance(line[b])));
        if let Some(index) = farthest.filter(|&index| chord.distance(line[index]) > tolerance) {
            kept[index] = true;
            waiting.extend([(from, index), (index, to)]);
        }
    }
    kept.iter().enumerate().filter(|(_, kept)| **kept).map(|(index, _)| index).collect()
}
