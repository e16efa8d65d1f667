//! A point to lead a label of lines to; areas have [`super::Region::interior_point`].

use geo_types::{Coord, LineString};

use super::segments::segments_of;
use super::vector::polyline_length;

/// The middle of the longest line; `None` without a line.
pub fn of_lines(lines: &[LineString<f64>]) -> Option<Coord<f64>> {
    let longest = lines.iter().rev().max_by(|a, b| polyline_length(&a.0).total_cmp(&polyline_length(&b.0)))?;
    let mut left = polyline_length(&longest.0) / 2.0;
    for segment in segments_of([longest]) {
        if left <= segment.length() {
            return Some(segment.after(left));
        }
        left -= segment.length();
    }
    longest.0.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_anchor_of_a_line_is_half_way_along_it() {
        let line = LineString::from(vec![(0.0, 0.0), (10.0, 0.0), (10.0, 30.0)]);
        assert_eq!(of_lines(&[line]), Some(Coord { x: 10.0, y: 10.0 }));
        assert_eq!(of_lines(&[]), None);
    }
}
