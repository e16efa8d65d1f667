//! What drawing needs of a surface: paths in points from the top left corner of the picture, y down.
//!
//! A small trait, so that the same drawing code fills a picture ([`Raster`]) and can write a vector file.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes are clamped to what a picture can have before they are narrowed"
)]

use std::sync::Arc;

use vello_cpu::color::{AlphaColor, PremulRgba8, Srgb};
use vello_cpu::kurbo::{Affine, BezPath, Cap, Join, Point, Rect, Shape as _, Stroke};
use vello_cpu::peniko::{ImageQuality, ImageSampler};
use vello_cpu::{Image, ImageSource, Pixmap, RenderContext, Resources};

use super::{Colour, Picture};

/// The largest side of a picture in pixels: the renderer counts in 16 bits, and four bytes a pixel must fit the memory.
pub(super) const LARGEST_SIDE: f64 = 16_384.0;

/// A surface to draw on. What is drawn later lies above. Areas are filled by the non-zero rule.
pub(crate) trait Canvas {
    /// Width and height in points.
    fn size(&self) -> [f64; 2];

    /// How many pixels a point has, so that thin lines can be told from invisible ones; 1 for a vector file.
    fn pixels_per_point(&self) -> f64;

    /// Fills an area.
    fn fill(&mut self, path: &BezPath, colour: Colour);

    /// Draws along a path.
    fn stroke(&mut self, path: &BezPath, pen: &Pen, colour: Colour);

    /// Draws only inside this area until [`Canvas::pop_clip`]; clips within clips intersect.
    fn push_clip(&mut self, path: &BezPath);

    /// Takes the last clip back.
    fn pop_clip(&mut self);

    /// Fills a box with a picture that covers all of it: a pixel of it for each that is drawn.
    fn picture(&mut self, at: Rect, picture: Picture);

    /// Covers an area with a texture. `origin` is where the texture starts, in points: the place of something fixed in the
    /// plan, so that the texture stays on the ground while the map is dragged.
    fn texture(&mut self, area: &BezPath, texture: Texture, colour: Colour, origin: [f64; 2]) {
        let [width, height] = self.size();
        let bounds = area.bounding_box().intersect(Rect::new(0.0, 0.0, width, height));
        if bounds.width() <= 0.0 || bounds.height() <= 0.0 {
            return;
        }
        self.push_clip(area);
        match texture {
            Texture::Hatch { spacing, width, slant } => {
                self.stroke(&hatch(bounds, spacing, slant, origin), &Pen::solid(width), colour);
            }
            Texture::Dots { spacing, radius } => self.fill(&dots(bounds, spacing, radius, origin), colour),
        }
        self.pop_clip();
    }
}

/// A repeated pattern; all lengths in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Texture {
    /// Parallel lines at an angle counted from the east anticlockwise.
    Hatch {
        /// From line to line, across them.
        spacing: f64,
        /// Width of a line.
        width: f64,
        /// Direction of the lines.
        slant: f64,
    },
    /// Dots in a staggered grid.
    Dots {
        /// From dot to dot in a row; rows lie half of it apart.
        spacing: f64,
        /// Radius of a dot.
        radius: f64,
    },
}

/// How a path is drawn along; all lengths in points.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pen {
    /// Width of the line.
    pub(crate) width: f64,
    /// Lengths of dashes and gaps in turn; empty for a line without gaps.
    pub(crate) dash: Vec<f64>,
    /// How far into the dashes the path starts.
    pub(crate) phase: f64,
    /// How ends look, those of dashes too.
    pub(crate) cap: Cap,
    /// How corners look.
    pub(crate) join: Join,
}

impl Pen {
    /// A line without gaps, with flat ends and round corners.
    pub(crate) fn solid(width: f64) -> Self {
        Self { width, dash: Vec::new(), phase: 0.0, cap: Cap::Butt, join: Join::Round }
    }

    /// A dashed line.
    pub(crate) fn dashed(width: f64, dash: &[f64]) -> Self {
        Self { dash: dash.to_vec(), ..Self::solid(width) }
    }

    /// The same with round ends.
    #[must_use]
    pub(crate) fn round(self) -> Self {
        Self { cap: Cap::Round, ..self }
    }

    /// The same with cut corners and square ends, for lines too thin to show any.
    #[must_use]
    pub(crate) fn plain(self) -> Self {
        Self { cap: Cap::Square, join: Join::Bevel, ..self }
    }

    /// The same with pointed corners, as furniture and frames have them.
    #[must_use]
    pub(crate) fn mitred(self) -> Self {
        Self { join: Join::Miter, ..self }
    }

    /// The same, started so far into its dashes.
    #[must_use]
    pub(crate) fn starting_at(self, phase: f64) -> Self {
        Self { phase, ..self }
    }
}

/// Lines of a hatch that cross a box.
fn hatch(bounds: Rect, spacing: f64, slant: f64, origin: [f64; 2]) -> BezPath {
    let mut path = BezPath::new();
    let spacing = spacing.max(0.5);
    let (sin, cos) = slant.to_radians().sin_cos();
    // y points down on a canvas: a slant of 45 goes up to the right.
    let (along, across) = ([cos, -sin], [sin, cos]);
    let corners = [(bounds.x0, bounds.y0), (bounds.x1, bounds.y0), (bounds.x1, bounds.y1), (bounds.x0, bounds.y1)];
    let reach = |direction: [f64; 2]| {
        let offsets = corners.map(|(x, y)| (x - origin[0]) * direction[0] + (y - origin[1]) * direction[1]);
        offsets.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &at| (low.min(at), high.max(at)))
    };
    let ((from, to), (low, high)) = (reach(along), reach(across));
    let place =
        |s: f64, t: f64| Point::new(origin[0] + along[0] * s + across[0] * t, origin[1] + along[1] * s + across[1] * t);
    for step in steps(low, high, spacing) {
        path.move_to(place(from, step));
        path.line_to(place(to, step));
    }
    path
}

/// Dots of a staggered grid whose middles lie in a box.
fn dots(bounds: Rect, spacing: f64, radius: f64, origin: [f64; 2]) -> BezPath {
    let mut path = BezPath::new();
    let spacing = spacing.max(1.0);
    let row = spacing / 2.0;
    for y in steps(bounds.y0 - radius - origin[1], bounds.y1 + radius - origin[1], row) {
        let odd = (y / row).round().rem_euclid(2.0) > 0.5;
        let shift = if odd { row } else { 0.0 };
        for x in steps(bounds.x0 - radius - origin[0] - shift, bounds.x1 + radius - origin[0] - shift, spacing) {
            let middle = Point::new(origin[0] + shift + x, origin[1] + y);
            add_dot(&mut path, middle, radius);
        }
    }
    path
}

/// A dot of a texture: an octagon, which at this size nobody tells from a circle.
fn add_dot(path: &mut BezPath, middle: Point, radius: f64) {
    let slant = radius * std::f64::consts::FRAC_1_SQRT_2;
    path.move_to(middle + (radius, 0.0));
    let corners = [(slant, slant), (0.0, radius), (-slant, slant), (-radius, 0.0), (-slant, -slant), (0.0, -radius)];
    for corner in corners {
        path.line_to(middle + corner);
    }
    path.line_to(middle + (slant, -slant));
    path.close_path();
}

/// The multiples of a step between two numbers; a few thousand at most, whatever comes in.
fn steps(low: f64, high: f64, step: f64) -> impl Iterator<Item = f64> {
    let first = (low / step).ceil();
    let count = ((high / step).floor() - first + 1.0).clamp(0.0, 20_000.0);
    (0..count as u32).map(move |index| (first + f64::from(index)) * step)
}

/// A surface of pixels.
pub(super) struct Raster {
    context: RenderContext,
    scale: f64,
}

impl Raster {
    /// An empty surface of so many points.
    pub(super) fn new(size: [f64; 2], scale: f64) -> Self {
        let pixels = |points: f64| (points * scale).round().clamp(1.0, LARGEST_SIDE) as u16;
        let mut context = RenderContext::new(pixels(size[0]), pixels(size[1]));
        context.set_transform(Affine::scale(scale));
        Self { context, scale }
    }

    /// The drawn picture.
    pub(super) fn finish(mut self) -> Picture {
        let (width, height) = (self.context.width(), self.context.height());
        let mut pixels = Pixmap::new(width, height);
        self.context.flush();
        self.context.render(&mut pixels, &mut Resources::new());
        let rgba = pixels.data_as_u8_slice().to_vec();
        Picture { width: usize::from(width), height: usize::from(height), rgba }
    }

    fn paint(&mut self, colour: Colour) {
        self.context.set_paint(AlphaColor::<Srgb>::from_rgba8(colour.r, colour.g, colour.b, colour.a));
    }
}

impl Canvas for Raster {
    fn size(&self) -> [f64; 2] {
        [f64::from(self.context.width()) / self.scale, f64::from(self.context.height()) / self.scale]
    }

    fn pixels_per_point(&self) -> f64 {
        self.scale
    }

    fn fill(&mut self, path: &BezPath, colour: Colour) {
        if !path.is_empty() {
            self.paint(colour);
            self.context.fill_path(path);
        }
    }

    fn stroke(&mut self, path: &BezPath, pen: &Pen, colour: Colour) {
        if path.is_empty() {
            return;
        }
        let stroke = Stroke::new(pen.width).with_caps(pen.cap).with_join(pen.join);
        let dashed = pen.dash.iter().sum::<f64>() > 0.1;
        self.context.set_stroke(if dashed { stroke.with_dashes(pen.phase, &pen.dash) } else { stroke });
        self.paint(colour);
        self.context.stroke_path(path);
    }

    fn push_clip(&mut self, path: &BezPath) {
        self.context.push_clip_path(path);
    }

    fn pop_clip(&mut self) {
        self.context.pop_clip_path();
    }

    fn picture(&mut self, at: Rect, picture: Picture) {
        let side = |pixels: usize| u16::try_from(pixels).ok().filter(|side| *side > 0);
        let (Some(width), Some(height)) = (side(picture.width), side(picture.height)) else { return };
        let pixels =
            picture.rgba.chunks_exact(4).map(|rgba| PremulRgba8 { r: rgba[0], g: rgba[1], b: rgba[2], a: rgba[3] });
        let pixmap = Pixmap::from_parts_with_opacity(pixels.collect(), width, height, false);
        let sampler = ImageSampler { quality: ImageQuality::Low, ..ImageSampler::default() };
        self.context.set_paint(Image { image: ImageSource::Pixmap(Arc::new(pixmap)), sampler });
        let scale = [at.width() / f64::from(width), at.height() / f64::from(height)];
        let onto = Affine::translate(at.origin().to_vec2()) * Affine::scale_non_uniform(scale[0], scale[1]);
        self.context.set_paint_transform(onto);
        self.context.fill_rect(&at);
        self.context.reset_paint_transform();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, side: f64) -> BezPath {
        Rect::new(x, y, x + side, y + side).to_path(0.1)
    }

    fn pixel(picture: &Picture, x: usize, y: usize) -> [u8; 4] {
        let at = (y * picture.width + x) * 4;
        [picture.rgba[at], picture.rgba[at + 1], picture.rgba[at + 2], picture.rgba[at + 3]]
    }

    const RED: Colour = Colour::hex(0xff_00_00);

    #[test]
    fn a_square_of_points_covers_twice_as_many_pixels_on_a_fine_screen() {
        let mut raster = Raster::new([20.0, 10.0], 2.0);
        raster.fill(&square(2.0, 2.0, 4.0), RED);
        let picture = raster.finish();
        assert_eq!((picture.width, picture.height), (40, 20));
        assert_eq!(pixel(&picture, 4, 4), [255, 0, 0, 255]);
        assert_eq!(pixel(&picture, 11, 11), [255, 0, 0, 255]);
        assert_eq!(pixel(&picture, 12, 11), [0, 0, 0, 0]);
    }

    #[test]
    fn nothing_is_drawn_outside_a_clip_and_everything_after_it() {
        let mut raster = Raster::new([20.0, 20.0], 1.0);
        raster.push_clip(&square(0.0, 0.0, 5.0));
        raster.fill(&square(0.0, 0.0, 10.0), RED);
        raster.pop_clip();
        raster.fill(&square(15.0, 15.0, 5.0), RED);
        let picture = raster.finish();
        assert_eq!(pixel(&picture, 2, 2), [255, 0, 0, 255]);
        assert_eq!(pixel(&picture, 7, 7), [0, 0, 0, 0]);
        assert_eq!(pixel(&picture, 17, 17), [255, 0, 0, 255]);
    }

    #[test]
    fn a_hatch_moves_with_its_origin_and_stays_in_its_area() {
        let drawn = |origin: [f64; 2]| {
            let mut raster = Raster::new([40.0, 40.0], 1.0);
            let hatch = Texture::Hatch { spacing: 8.0, width: 2.0, slant: 90.0 };
            raster.texture(&square(0.0, 0.0, 20.0), hatch, RED, origin);
            raster.finish()
        };
        let picture = drawn([5.0, 0.0]);
        assert_eq!(pixel(&picture, 4, 10), [255, 0, 0, 255]);
        assert_eq!(pixel(&picture, 8, 10), [0, 0, 0, 0]);
        assert_eq!(pixel(&picture, 12, 10), [255, 0, 0, 255]);
        assert_eq!(pixel(&picture, 28, 10), [0, 0, 0, 0], "outside the area");
        assert_eq!(pixel(&drawn([7.0, 0.0]), 6, 10), [255, 0, 0, 255]);
    }

    #[test]
    fn a_surface_without_size_or_with_a_monstrous_one_is_clamped() {
        let picture = Raster::new([0.0, f64::NAN], 1.0).finish();
        assert_eq!(picture.width, 1);
        let dots = dots(Rect::new(0.0, 0.0, 10.0, 10.0), 0.0, 1.0, [0.0, 0.0]);
        assert!(!dots.is_empty());
    }
}
