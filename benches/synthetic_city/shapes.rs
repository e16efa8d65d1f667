//! Shapes of the synthetic city: a bend of the whole plane, rectangles, patches.

use std::f64::consts::TAU;

use geo_types::Coord;
use langdao::geometry::Region;

use super::ORIGIN;

/// Bends the plane in long waves, by so little that nothing folds over.
pub(crate) struct Bend {
    wave: f64,
    height: f64,
}

impl Bend {
    /// Waves for a city of this side, in metres.
    pub(crate) fn over(side: f64) -> Self {
        let wave = (side / 2.0).clamp(600.0, 4_000.0);
        Self { wave, height: wave * 0.05 }
    }

    /// Where a place of the grid comes to lie.
    pub(crate) fn bent(&self, place: Coord<f64>) -> Coord<f64> {
        let (across, along) = (place.x / self.wave * TAU, place.y / self.wave * TAU);
        Coord {
            x: ORIGIN.x + place.x + self.height * along.sin(),
            y: ORIGIN.y + place.y + self.height * (across * 0.7).cos(),
        }
    }
}

/// A rectangle of this width and depth around a middle, turned by an angle in radians.
pub(crate) fn rectangle(middle: Coord<f64>, (width, depth): (f64, f64), turn: f64) -> Vec<Coord<f64>> {
    let (sin, cos) = turn.sin_cos();
    [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]
        .map(|(x, y)| (x * width, y * depth))
        .map(|(x, y)| Coord { x: middle.x + x * cos - y * sin, y: middle.y + x * sin + y * cos })
        .to_vec()
}

/// Eight corners around a middle, each at a distance of its own.
pub(crate) fn octagon(middle: Coord<f64>, mut distance: impl FnMut() -> f64) -> Vec<Coord<f64>> {
    (0..8)
        .map(|corner| {
            let (angle, distance) = (f64::from(corner) / 8.0 * TAU, distance());
            Coord { x: middle.x + distance * angle.cos(), y: middle.y + distance * angle.sin() }
        })
        .collect()
}

/// The area within a ring.
pub(crate) fn area(ring: &[Coord<f64>]) -> Region {
    Region::from_rings(ring, &[]).unwrap_or_default()
}
