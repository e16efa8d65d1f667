//! A region roughly, as a row of boxes: what meets none of them does not meet the region.

use geo_types::{Coord, Rect};

use super::region::Region;
use super::tolerance;

/// Boxes across the longer side of a region's box.
const SLABS: usize = 64;

/// Boxes that cover a region, side by side along its longer extent, each no larger than the region is there. A long
/// slanted band fills little of its own box, and most of these.
pub fn slabs(region: &Region) -> Vec<Rect<f64>> {
    let Some(bounds) = region.bounds() else { return Vec::new() };
    let is_wide = bounds.width() >= bounds.height();
    // Coordinates along and across the longer extent.
    let turned = |at: Coord<f64>| if is_wide { at } else { Coord { x: at.y, y: at.x } };
    let (from, step) = (turned(bounds.min()).x, bounds.width().max(bounds.height()) / SLABS as f64);
    if step <= tolerance::POINT {
        return vec![bounds];
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the number of a slab")]
    let slab = |along: f64| (((along - from) / step).max(0.0) as usize).min(SLABS - 1);
    let mut across = vec![[f64::INFINITY, f64::NEG_INFINITY]; SLABS];
    for edge in region.edges() {
        let [mut a, mut b] = edge.map(turned);
        if a.x > b.x {
            std::mem::swap(&mut a, &mut b);
        }
        let slope = if b.x > a.x { (b.y - a.y) / (b.x - a.x) } else { 0.0 };
        let at = |along: f64| a.y + slope * (along - a.x);
        let (first, last) = (slab(a.x), slab(b.x));
        for (number, [low, high]) in across.iter_mut().enumerate().take(last + 1).skip(first) {
            let start = if number == first { a.y } else { at(from + number as f64 * step) };
            let end = if number == last { b.y } else { at(from + (number + 1) as f64 * step) };
            (*low, *high) = (low.min(start).min(end), high.max(start).max(end));
        }
    }
    let boxed = |(number, [low, high]): (usize, [f64; 2])| {
        let along = from + number as f64 * step;
        let corner = |x: f64, y: f64| turned(Coord { x, y });
        let slack = tolerance::POINT;
        Rect::new(corner(along - slack, low - slack), corner(along + step + slack, high + slack))
    };
    across.into_iter().enumerate().filter(|(_, [low, high])| low <= high).map(boxed).collect()
}

#[cfg(test)]
mod tests {
    use super::super::region::boxes_meet;
    use super::*;

    fn region(points: &[(f64, f64)]) -> Region {
        let ring: Vec<Coord<f64>> = points.iter().map(|&(x, y)| Coord { x, y }).collect();
        Region::from_rings(&ring, &[]).unwrap()
    }

    #[test]
    fn a_slanted_band_is_covered_and_its_box_hardly() {
        for turn in [false, true] {
            let points = [(0., 0.), (6_000., 8_000.), (5_960., 8_030.), (-40., 30.)];
            let band = region(&points.map(|(x, y)| if turn { (y, x) } else { (x, y) }));
            let boxes = slabs(&band);
            let covered: f64 = boxes.iter().map(|found| found.width() * found.height()).sum();
            assert!(covered < 0.05 * 48e6 && covered > band.area(), "{covered}");
            for step in 0..=100 {
                let at = f64::from(step) / 100.0;
                let (x, y) = (6_000.0 * at - 20.0, 8_000.0 * at + 15.0);
                let point = if turn { Coord { x: y, y: x } } else { Coord { x, y } };
                assert!(boxes.iter().any(|found| boxes_meet(found, &Rect::new(point, point))), "{point:?}");
            }
        }
    }

    #[test]
    fn nothing_is_covered_by_nothing_and_a_speck_by_its_box() {
        assert!(slabs(&Region::default()).is_empty());
        assert_eq!(slabs(&region(&[(0., 0.), (0.01, 0.), (0.01, 0.01)])).len(), 1);
    }
}
