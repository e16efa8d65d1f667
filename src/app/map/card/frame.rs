//! One picture that the card draws: of what, and from where.

use crate::map::mesh::{Batch, Piece, batches, paper};
use crate::map::{Camera, Colour, Scene};

/// So much of the plan around the view is put on the card ahead, as a multiple of its sides.
const AHEAD: f64 = 1.6;

/// A picture to draw.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) batches: Vec<Batch>,
    pub(super) paper: Colour,
    pub(super) camera: Camera,
    /// Pixels.
    pub(super) size: [i32; 2],
    /// Where the middle of the view lies in it, from its top left corner, pixels.
    pub(super) middle: [f64; 2],
    /// Pixels per point.
    pub(super) scale: f64,
}

impl Frame {
    /// The picture of a scene.
    pub(super) fn of(scene: &Scene, camera: &Camera, place: Place) -> Self {
        let Place { size, middle, scale } = place;
        Self { batches: batches(scene, camera, scale), paper: paper(scene), camera: *camera, size, middle, scale }
    }

    /// Every piece of it once, what is drawn last first: it lies above.
    pub(super) fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.batches.iter().rev().flat_map(|batch| &batch.pieces)
    }
}

/// Where on the screen a picture stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) size: [i32; 2],
    pub(super) middle: [f64; 2],
    pub(super) scale: f64,
}

impl Place {
    /// That of a map in the window, in the whole pixels that the toolkit gives it.
    pub(super) fn on_screen(rect: egui::Rect, pixels_per_point: f32) -> Self {
        let sides = |low: f32, high: f32| [low, high].map(|side| (side * pixels_per_point).round());
        let ([left, right], [top, bottom]) = (sides(rect.left(), rect.right()), sides(rect.top(), rect.bottom()));
        let centre = rect.center() * pixels_per_point;
        Self {
            size: [whole(f64::from(right - left)), whole(f64::from(bottom - top))],
            middle: [f64::from(centre.x - left), f64::from(centre.y - top)],
            scale: f64::from(pixels_per_point),
        }
    }

    /// That of a picture for itself.
    pub(super) fn of_picture(camera: &Camera, scale: f64) -> Self {
        let size = camera.size.map(|points| whole(points * scale));
        Self { size, middle: camera.size.map(|points| points * scale / 2.0), scale }
    }
}

/// A side in whole pixels, at least one.
#[expect(clippy::cast_possible_truncation, reason = "clamped to what a picture can have")]
fn whole(pixels: f64) -> i32 {
    pixels.round().clamp(1.0, 16_384.0) as i32
}

/// The pieces around a view that it will need when it is dragged.
pub(super) fn ahead(scene: &Scene, camera: &Camera, scale: f64) -> Vec<Piece> {
    let wide = camera.resized(camera.size.map(|side| side * AHEAD));
    batches(scene, &wide, scale).into_iter().flat_map(|batch| batch.pieces).collect()
}
