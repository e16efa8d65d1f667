//! What is seen of pieces too large for `f32` at a scale, with a wide margin.

use geo_types::{Coord, Rect};
use vello_cpu::kurbo::{PathEl, Point};

use super::super::Camera;
use super::super::chunk::Chunk;
use super::super::thin::{Corner, Paths, narrow};
use super::super::view::{Stretch, View};
use crate::layer::Feature;

/// A piece of more pixels would lie a twentieth of one beside its place: `f32` has 24 bits.
const MOST_PIXELS: f64 = 1_048_576.0;
/// From the middle of a cut to that of the next, in pixels; no view is larger than half of it.
const STEP: f64 = 65_536.0;
/// The side of a cut in points of its camera, of four pixels each.
const SIDE: f64 = 65_536.0;

/// The square of the plan that pieces are cut to; the same for all views near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Cut {
    /// A pixel is about two to the power of this in metres.
    power: i32,
    /// Its middle, in steps.
    at: [i64; 2],
}

impl Cut {
    /// Where a piece must be cut for a view; `None` where it can be drawn whole.
    #[expect(clippy::cast_possible_truncation, reason = "clamped to what a camera can see")]
    pub(super) fn of(bounds: &Rect<f64>, centre: Coord<f64>, metres_per_pixel: f64) -> Option<Self> {
        if bounds.width().max(bounds.height()) <= MOST_PIXELS * metres_per_pixel {
            return None;
        }
        let power = metres_per_pixel.log2().floor().clamp(-64.0, 64.0) as i32;
        let step = f64::from(power).exp2() * STEP;
        Some(Self { power, at: [(centre.x / step).round() as i64, (centre.y / step).round() as i64] })
    }

    /// Its middle.
    pub(super) fn origin(self) -> Coord<f64> {
        let step = f64::from(self.power).exp2() * STEP;
        Coord { x: self.at[0] as f64 * step, y: self.at[1] as f64 * step }
    }

    fn view(self) -> View {
        let metres_per_point = f64::from(self.power).exp2() * 4.0;
        View::of(&Camera { centre: self.origin(), metres_per_point, size: [SIDE; 2] })
    }

    /// The rings of a chunk within it.
    pub(super) fn rings(self, chunk: &Chunk, all: &[Feature], tolerance: f64) -> Paths {
        let view = self.view();
        let mut rings = Paths::default();
        let mut ring: Vec<Point> = Vec::new();
        let mut take = |ring: &mut Vec<Point>| {
            if ring.len() > 2 {
                rings.push(ring.iter().map(|&at| narrow(view.place(at) - self.origin())));
            }
            ring.clear();
        };
        for element in chunk.path(all, &view, tolerance).elements() {
            match *element {
                PathEl::MoveTo(at) => {
                    take(&mut ring);
                    ring.push(at);
                }
                PathEl::LineTo(at) => ring.push(at),
                _ => {}
            }
        }
        take(&mut ring);
        rings
    }

    /// The lines of a chunk within it, each with the length of the line before it.
    pub(super) fn lines(self, chunk: &Chunk, all: &[Feature], tolerance: f64) -> Vec<(Vec<Corner>, f64)> {
        let view = self.view();
        let line = |stretch: Stretch| {
            let corners = stretch.points.into_iter().map(|at| narrow(view.place(at) - self.origin()));
            (corners.collect(), stretch.before * view.metres_per_point())
        };
        chunk.stretches(all, &view, tolerance).into_iter().map(line).collect()
    }

    /// The points of a chunk near it.
    pub(super) fn points(self, chunk: &Chunk, all: &[Feature]) -> Vec<Coord<f64>> {
        chunk.points(all, &self.view())
    }
}
