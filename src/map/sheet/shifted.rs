//! A part of a surface as a surface of its own.

use vello_cpu::kurbo::{Affine, BezPath, Rect, Vec2};

use super::super::canvas::{Canvas, Pen, Texture};
use super::super::{Colour, Picture};

/// A surface whose top left corner lies somewhere on another.
pub(super) struct Shifted<'a> {
    canvas: &'a mut dyn Canvas,
    by: Affine,
    offset: Vec2,
    size: [f64; 2],
}

impl<'a> Shifted<'a> {
    /// A part of so many points, from a corner on.
    pub(super) fn new(canvas: &'a mut dyn Canvas, offset: Vec2, size: [f64; 2]) -> Self {
        Self { canvas, by: Affine::translate(offset), offset, size }
    }
}

impl Canvas for Shifted<'_> {
    fn size(&self) -> [f64; 2] {
        self.size
    }

    fn pixels_per_point(&self) -> f64 {
        self.canvas.pixels_per_point()
    }

    fn fill(&mut self, path: &BezPath, colour: Colour) {
        self.canvas.fill(&(self.by * path), colour);
    }

    fn stroke(&mut self, path: &BezPath, pen: &Pen, colour: Colour) {
        self.canvas.stroke(&(self.by * path), pen, colour);
    }

    fn push_clip(&mut self, path: &BezPath) {
        self.canvas.push_clip(&(self.by * path));
    }

    fn pop_clip(&mut self) {
        self.canvas.pop_clip();
    }

    fn picture(&mut self, at: Rect, picture: Picture) {
        self.canvas.picture(at + self.offset, picture);
    }

    fn texture(&mut self, area: &BezPath, texture: Texture, colour: Colour, [x, y]: [f64; 2]) {
        let origin = [x + self.offset.x, y + self.offset.y];
        self.canvas.texture(&(self.by * area), texture, colour, origin);
    }
}
