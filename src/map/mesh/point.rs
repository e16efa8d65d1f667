//! Points, of those that would cover each other one.

use std::collections::HashSet;

use geo_types::Coord;

use super::super::thin::{Corner, narrow};

/// One point of each cell of a side of two to the power of `level` metres, relative to an origin.
#[expect(clippy::cast_possible_truncation, reason = "cells of a plan are far fewer than 2^63")]
pub(super) fn apart(points: impl Iterator<Item = Coord<f64>>, level: i32, origin: Coord<f64>) -> Vec<Corner> {
    let cell = f64::from(level).exp2();
    let mut taken = HashSet::new();
    let kept = points.filter(|at| taken.insert([(at.x / cell).floor() as i64, (at.y / cell).floor() as i64]));
    kept.map(|at| narrow(at - origin)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_lamps_a_metre_apart_every_fourth_stays_where_a_cell_is_four_metres() {
        let lamps = (0_u8..12).map(|n| Coord { x: 34_500_000.0 + f64::from(n), y: 1.0 });
        let origin = Coord { x: 34_500_000.0, y: 0.0 };
        assert_eq!(apart(lamps, 2, origin), [[0.0, 1.0], [4.0, 1.0], [8.0, 1.0]]);
    }
}
