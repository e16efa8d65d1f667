//! The door to the overlay library: repair, union, difference, intersection and offset of rings of coordinates.
//!
//! Overlay runs on 64-bit integers that count a fixed grid of 2⁻³⁴ m (6e-11 m, the spacing of `f64` at an easting of
//! 500 km), the same for every call: a result depends on the shapes near it only, and a vertex that two shapes share
//! stays shared. Vertices move by at most half a grid cell, new ones included; areas of a hectare are right to about
//! 1e-12. Where a coordinate exceeds [`FINE_RANGE`] the grid becomes as coarse as 61 bits ask. Refused: coordinates
//! that are not finite or lie beyond [`FARTHEST`].

use std::panic::{AssertUnwindSafe, catch_unwind};

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;
use i_overlay::i_shape::int::shape::IntShapes;
use i_overlay::mesh::float::outline::offset::OutlineOffset as _;
use i_overlay::mesh::float::style::{LineJoin, OutlineStyle};

/// A ring without a repeated last corner.
pub(super) type Ring = Vec<[f64; 2]>;
/// Polygons: an outer ring and its holes each.
pub(super) type Shapes = Vec<Vec<Ring>>;

/// Coordinates up to here lie on the fine grid: it holds every projected system, zone prefixes included.
const FINE_RANGE: f64 = 134_217_728.0; // 2^27
/// Exponent of the fine grid.
const FINE_BITS: i32 = 34;
/// Bits that the library leaves for a coordinate.
const COORDINATE_BITS: i32 = 61;
/// Coordinates beyond this are no place on any map, in metres.
pub(super) const FARTHEST: f64 = 1e15;
/// Longest chord of a round join, relative to its radius: arcs stay within 0.13 % of the radius.
const ARC_STEP: f64 = 0.1;

/// The overlay library failed on this input; the caller reports the feature and goes on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the overlay of these polygons failed inside its library")]
pub struct OverlayFailed;

/// The grid of one overlay.
#[derive(Clone, Copy, Debug)]
struct Grid {
    scale: f64,
    cell: f64,
}

impl Grid {
    /// The grid that holds these rings.
    fn over<'a>(rings: impl Iterator<Item = &'a Ring>) -> Result<Self, OverlayFailed> {
        let mut farthest = 0.0_f64;
        for value in rings.flatten().flatten() {
            if !value.is_finite() {
                return Err(OverlayFailed);
            }
            farthest = farthest.max(value.abs());
        }
        if farthest > FARTHEST {
            return Err(OverlayFailed);
        }
        let bits = if farthest <= FINE_RANGE { FINE_BITS } else { COORDINATE_BITS - exponent(farthest) };
        let scale = 2.0_f64.powi(bits);
        Ok(Self { scale, cell: 1.0 / scale })
    }

    #[expect(clippy::cast_possible_truncation, reason = "the grid is chosen so that every coordinate fits 61 bits")]
    fn down(self, [x, y]: [f64; 2]) -> IntPoint<i64> {
        IntPoint::new((x * self.scale).round() as i64, (y * self.scale).round() as i64)
    }

    fn up(self, shapes: IntShapes<i64>) -> Shapes {
        let point = |point: IntPoint<i64>| [point.x as f64 * self.cell, point.y as f64 * self.cell];
        shapes
            .into_iter()
            .map(|rings| rings.into_iter().map(|ring| ring.into_iter().map(point).collect()).collect())
            .collect()
    }
}

/// The smallest power of two that holds a number.
#[expect(clippy::cast_possible_truncation, reason = "exponents of f64 are small")]
fn exponent(value: f64) -> i32 {
    value.log2().ceil() as i32
}

/// One ring under the non-zero rule: self-crossings resolved, direction set, a ring digitised twice counted once.
///
/// A ring with fewer than three corners, or with one that is not finite, covers nothing.
pub(super) fn repaired(mut ring: Ring) -> Result<Shapes, OverlayFailed> {
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    if ring.len() < 3 || ring.iter().flatten().any(|value| !value.is_finite()) {
        return Ok(Shapes::new());
    }
    let grid = Grid::over(std::iter::once(&ring))?;
    let points: Vec<IntPoint<i64>> = ring.iter().map(|&point| grid.down(point)).collect();
    contained(|| {
        let mut overlay = Overlay::<i64>::new(points.len());
        let shapes = overlay.simplify_contour(&points, FillRule::NonZero).unwrap_or_else(|| vec![vec![points.clone()]]);
        grid.up(shapes)
    })
}

/// One overlay of all these shapes under the non-zero rule. Every ring must run in its proper direction.
pub(super) fn united<'a>(shapes: impl Iterator<Item = &'a Vec<Ring>> + Clone) -> Result<Shapes, OverlayFailed> {
    let rings = shapes.flatten();
    let grid = Grid::over(rings.clone())?;
    contained(|| {
        let mut overlay = Overlay::<i64>::new(rings.clone().map(Vec::len).sum());
        for ring in rings {
            overlay.add_path_iter(ring.iter().map(|&point| grid.down(point)), ShapeType::Subject);
        }
        grid.up(overlay.overlay(OverlayRule::Subject, FillRule::NonZero))
    })
}

/// Difference or intersection of two sets of clean shapes.
pub(super) fn combined<'a>(
    subject: impl Iterator<Item = &'a Ring> + Clone,
    clip: impl Iterator<Item = &'a Ring> + Clone,
    rule: OverlayRule,
) -> Result<Shapes, OverlayFailed> {
    let grid = Grid::over(subject.clone().chain(clip.clone()))?;
    contained(|| {
        let mut overlay = Overlay::<i64>::new(subject.clone().chain(clip.clone()).map(Vec::len).sum());
        for (rings, part) in [(subject.collect::<Vec<_>>(), ShapeType::Subject), (clip.collect(), ShapeType::Clip)] {
            for ring in rings {
                overlay.add_path_iter(ring.iter().map(|&point| grid.down(point)), part);
            }
        }
        grid.up(overlay.overlay(rule, FillRule::NonZero))
    })
}

/// Clean shapes grown by a distance, or shrunk by a negative one, with round joins.
pub(super) fn offset(shapes: &Shapes, distance: f64) -> Result<Shapes, OverlayFailed> {
    Grid::over(shapes.iter().flatten())?;
    let style = OutlineStyle::new(distance).line_join(LineJoin::Round(ARC_STEP));
    let outlined = contained(|| shapes.outline_as::<i64>(&style))?;
    united(outlined.iter())
}

/// Rings cut to a box one after the other (Sutherland–Hodgman). Under the non-zero rule the rings of a clean region
/// still cover, inside the box, what they covered before: the edges that run along the box to and fro cancel out.
pub(super) fn cut_to_box<'a>(rings: impl Iterator<Item = &'a Ring>, low: [f64; 2], high: [f64; 2]) -> Vec<Ring> {
    rings
        .map(|ring| {
            let mut ring = ring.clone();
            for axis in [0, 1] {
                ring = cut_at(&ring, axis, |value| value - low[axis], low[axis]);
                ring = cut_at(&ring, axis, |value| high[axis] - value, high[axis]);
            }
            ring
        })
        .filter(|ring| ring.len() > 2)
        .collect()
}

/// Rings cut in two along an axis (0 x, 1 y); as with [`cut_to_box`], what they cover on either side is as before.
pub(super) fn halves(rings: &[Ring], axis: usize, at: f64) -> [Vec<Ring>; 2] {
    let kept = |depth: &dyn Fn(f64) -> f64| -> Vec<Ring> {
        rings.iter().map(|ring| cut_at(ring, axis, depth, at)).filter(|ring| ring.len() > 2).collect()
    };
    [kept(&|value| at - value), kept(&|value| value - at)]
}

/// Keeps the part of a ring where `depth` of a coordinate is not negative.
fn cut_at(ring: &Ring, axis: usize, depth: impl Fn(f64) -> f64, at: f64) -> Ring {
    let Some(&last) = ring.last() else { return Ring::new() };
    let mut kept = Ring::with_capacity(ring.len() + 4);
    let mut previous = last;
    for &point in ring {
        let (before, now) = (depth(previous[axis]), depth(point[axis]));
        if (before >= 0.0) != (now >= 0.0) {
            let other = 1 - axis;
            let part = before / (before - now);
            let mut crossing = [at; 2];
            crossing[other] = previous[other] + part * (point[other] - previous[other]);
            kept.push(crossing);
        }
        if now >= 0.0 {
            kept.push(point);
        }
        previous = point;
    }
    kept
}

/// Runs an overlay and turns a panic of its library into an error, so that one feature cannot end a check.
fn contained(overlay: impl FnOnce() -> Shapes) -> Result<Shapes, OverlayFailed> {
    catch_unwind(AssertUnwindSafe(overlay)).map_err(|_panic| OverlayFailed)
}
