//! The band around a drawn centreline.

use geo_types::Coord;

use super::region::{OverlayFailed, Region};
use super::tolerance;
use super::vector::{cross, dot, left_of, norm, unit};

/// The band of a width around a centreline: flat ends, round joins with arcs within 0.1 mm, exact width.
///
/// Its outline is the boundary of a rectangle around every stretch and a sector outside every bend, added up before
/// any rounding; overlay then takes the union. Corners nearer than [`tolerance::POINT`] to the one before count once.
/// A centreline of no length, or a width that is not positive or that no map holds, gives an empty region.
///
/// # Errors
/// [`OverlayFailed`] where the overlay library panics.
pub fn band(centreline: &[Coord<f64>], width: f64) -> Result<Region, OverlayFailed> {
    around(centreline.iter().map(|&corner| (corner, width)))
}

/// The band around a centreline that is so wide at each of its corners, across the stretches that meet there, and
/// widens or narrows evenly between them. Otherwise as [`band`]; corners without a width, and widths without a corner,
/// are left out.
///
/// # Errors
/// [`OverlayFailed`] where the overlay library panics.
pub fn tapered(centreline: &[Coord<f64>], widths: &[f64]) -> Result<Region, OverlayFailed> {
    around(centreline.iter().copied().zip(widths.iter().copied()))
}

/// A corner of a centreline and half the width there.
type Corner = (Coord<f64>, f64);

fn around(corners: impl Iterator<Item = (Coord<f64>, f64)>) -> Result<Region, OverlayFailed> {
    let mut line: Vec<Corner> = Vec::with_capacity(corners.size_hint().0);
    for (corner, width) in corners.filter(|(corner, _)| corner.x.is_finite() && corner.y.is_finite()) {
        if !(width > 0.0 && width <= WIDEST) {
            return Ok(Region::default());
        }
        if line.last().is_none_or(|(last, _)| norm(corner - *last) > tolerance::POINT) {
            line.push((corner, width / 2.0));
        }
    }
    if line.len() < 2 {
        return Ok(Region::default());
    }
    let backwards: Vec<Corner> = line.iter().rev().copied().collect();
    let mut ring = right_side(&line);
    ring.extend(right_side(&backwards));
    Region::from_rings(&ring, &[])
}

/// The side to the right of a line: an arc outside a bend, through the line's own corner inside one.
fn right_side(line: &[Corner]) -> Vec<Coord<f64>> {
    let mut side = Vec::with_capacity(2 * line.len());
    for (index, &(corner, half)) in line.iter().enumerate() {
        let right = |from: Coord<f64>, to: Coord<f64>| -left_of(unit(to - from)) * half;
        let before = index.checked_sub(1).map(|previous| right(line[previous].0, corner));
        let after = line.get(index + 1).map(|&(next, _)| right(corner, next));
        match (before, after) {
            (Some(before), Some(after)) => {
                let turn = cross(before, after).atan2(dot(before, after));
                side.push(corner + before);
                if turn < 0.0 && turn > -HALF_TURN {
                    side.push(corner);
                } else {
                    side.extend(arc(turn.abs(), half).map(|angle| {
                        let (sin, cos) = angle.sin_cos();
                        corner + Coord { x: before.x * cos - before.y * sin, y: before.x * sin + before.y * cos }
                    }));
                }
                side.push(corner + after);
            }
            (Some(only), None) | (None, Some(only)) => side.push(corner + only),
            (None, None) => {}
        }
    }
    side
}

/// A line that turns straight back is rounded on both sides; half a turn less rounding, in radians.
const HALF_TURN: f64 = std::f64::consts::PI - 1e-9;

/// Nothing on a map of metres is wider than this, in metres; the chords of an arc around it can still be counted.
const WIDEST: f64 = 1e6;

/// Chords of arcs stay this close to them, in metres: a tenth of the slack that a width has, so that a band drawn at a
/// limit meets it in its bends too.
const CHORD: f64 = tolerance::POINT / 10.0;

/// Angles strictly between the ends of an arc whose chords stay within [`CHORD`] of it.
fn arc(turn: f64, radius: f64) -> impl Iterator<Item = f64> {
    let step = 2.0 * (1.0 - (CHORD / radius).min(1.0)).acos();
    let pieces = (turn / step).ceil().max(1.0);
    std::iter::successors(Some(1.0), |count| Some(count + 1.0))
        .take_while(move |count| *count < pieces)
        .map(move |count| turn * count / pieces)
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;

    fn line(points: &[(f64, f64)]) -> Vec<Coord<f64>> {
        points.iter().map(|&(x, y)| Coord { x, y }).collect()
    }

    #[test]
    fn a_straight_band_is_a_rectangle_with_flat_ends() {
        let region = band(&line(&[(0., 0.), (500., 0.), (1000., 0.)]), 60.0).unwrap();
        assert!((region.area() - 60_000.0).abs() < 1e-6);
        assert_eq!(region.rings().count(), 1);
    }

    #[test]
    fn a_bend_is_round_outside_and_sharp_inside() {
        let region = band(&line(&[(0., 0.), (100., 0.), (100., 100.)]), 20.0).unwrap();
        let exact = 2.0 * 2_000.0 - 100.0 + PI * 100.0 / 4.0;
        assert!((region.area() - exact).abs() < 0.02, "{} {exact}", region.area());
    }

    #[test]
    fn a_band_that_tapers_is_a_trapezium_between_its_corners() {
        let region = tapered(&line(&[(0., 0.), (100., 0.), (300., 0.)]), &[60.0, 40.0, 80.0]).unwrap();
        assert!((region.area() - (50.0 * 100.0 + 60.0 * 200.0)).abs() < 1e-6);
        let bounds = region.bounds().unwrap();
        assert!((bounds.height() - 80.0).abs() < 1e-9 && (bounds.width() - 300.0).abs() < 1e-9);
    }

    #[test]
    fn equal_widths_at_all_corners_give_the_plain_band_and_no_width_gives_nothing() {
        let corners = line(&[(0., 0.), (100., 0.), (150., 80.)]);
        assert_eq!(tapered(&corners, &[20.0; 3]).unwrap(), band(&corners, 20.0).unwrap());
        for wrong in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(tapered(&corners, &[20.0, wrong, 20.0]).unwrap().is_empty());
        }
    }

    #[test]
    fn a_bent_band_that_is_wider_than_any_map_is_empty_and_does_not_count_chords_for_ever() {
        let bent = line(&[(0., 0.), (100., 0.), (100., 100.)]);
        for wide in [2e6, 1e13, f64::MAX] {
            assert!(band(&bent, wide).unwrap().is_empty());
            assert!(tapered(&bent, &[60.0, wide, 60.0]).unwrap().is_empty());
        }
        assert!(!band(&bent, WIDEST).unwrap().is_empty());
    }

    #[test]
    fn a_centreline_that_crosses_itself_covers_the_crossing_once() {
        let region = band(&line(&[(0., 0.), (100., 0.), (100., 50.), (50., 50.), (50., -50.)]), 10.0).unwrap();
        assert_eq!(region.parts().count(), 1);
        assert_eq!(region.rings().count(), 2);
    }
}
