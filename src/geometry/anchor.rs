//! A point to lead a label to.

use geo_types::{Coord, LineString};

use super::region::Region;
use super::segments::{line_length, segments_of};

/// The middle of the longest line; `None` without a line.
pub fn of_lines(lines: &[LineString<f64>]) -> Option<Coord<f64>> {
    let longest = lines.iter().rev().max_by(|a, b| line_length(a).total_cmp(&line_length(b)))?;
    let mut left = line_length(longest) / 2.0;
    for segment in segments_of([longest]) {
        if left <= segment.length() {
            return Some(segment.at(left));
        }
        left -= segment.length();
    }
    longest.0.first().copied()
}

/// A point inside the largest part of an area, on the widest stretch at half its height; `None` when it is empty.
pub fn of_region(region: &Region) -> Option<Coord<f64>> {
    let largest = region.parts().collect::<Vec<_>>().into_iter().rev().max_by(|a, b| a.area().total_cmp(&b.area()))?;
    let bounds = largest.bounds()?;
    let y = f64::midpoint(bounds.min().y, bounds.max().y);
    let mut crossings: Vec<f64> = largest
        .rings()
        .flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)))
        .filter(|(a, b)| (a[1] > y) != (b[1] > y))
        .map(|(a, b)| a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]))
        .collect();
    crossings.sort_by(f64::total_cmp);
    let widest = crossings.chunks_exact(2).max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])))?;
    Some(Coord { x: f64::midpoint(widest[0], widest[1]), y })
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

    #[test]
    fn the_anchor_of_a_horseshoe_lies_in_one_of_its_arms() {
        let ring: Vec<Coord<f64>> =
            [(0.0, 0.0), (30.0, 0.0), (30.0, 30.0), (18.0, 30.0), (18.0, 5.0), (10.0, 5.0), (10.0, 30.0), (0.0, 30.0)]
                .map(Coord::from)
                .to_vec();
        let anchor = of_region(&Region::from_rings(&ring, &[]).unwrap()).unwrap();
        assert_eq!(anchor, Coord { x: 24.0, y: 15.0 });
        assert_eq!(of_region(&Region::default()), None);
    }
}
