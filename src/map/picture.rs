//! Draws a map: what is seen of every layer, by depth over all layers, into a picture.

use rayon::prelude::*;
use vello_cpu::kurbo::{BezPath, Circle, Rect, Shape as _};

use super::art::Group;
use super::canvas::{Canvas, LARGEST_SIDE, Pen, Raster, Texture};
use super::chunk::Chunk;
use super::colour::{Colour, PAPER};
use super::overlay::overlay;
use super::style::{Depth, Ink, Pass};
use super::view::{Stretch, View, add_line};
use super::{Camera, Scene, Tone};
use crate::handle::Handle;
use crate::layer::Feature;

/// A drawn map: rows of premultiplied RGBA from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Four bytes a pixel.
    pub rgba: Vec<u8>,
}

/// Corners may move by this much of a pixel in far views.
const THINNING: f64 = 0.4;
/// Points of a symbol nearer to each other than this share of its width are drawn once.
const CROWDED: f64 = 0.75;

pub(super) fn draw(scene: &Scene, camera: &Camera, scale: f64, handle: &Handle) -> Option<Picture> {
    draw_with(scene, camera, scale, handle, 0)
}

/// Draws with so many threads beside this one; their number changes nothing in the picture.
fn draw_with(scene: &Scene, camera: &Camera, scale: f64, handle: &Handle, threads: u16) -> Option<Picture> {
    let scale = if scale.is_finite() { scale.clamp(0.01, 100.0) } else { 1.0 };
    let size = camera.size.map(|points| if points.is_finite() { points.clamp(0.0, LARGEST_SIDE / scale) } else { 0.0 });
    let camera = Camera { size, ..*camera };
    let mut canvas = Raster::new(size, scale, threads);
    layers(&mut canvas, scene, &camera, handle)?;
    overlay(&mut canvas, scene, &camera);
    (!handle.is_cancelled()).then(|| canvas.finish())
}

/// Paper and layers; `None` where the handle was cancelled on the way.
pub(super) fn layers(canvas: &mut dyn Canvas, scene: &Scene, camera: &Camera, handle: &Handle) -> Option<()> {
    let view = View::of(camera);
    let [width, height] = canvas.size();
    canvas.fill(&Rect::new(0.0, 0.0, width, height).to_path(0.1), toned(PAPER, scene.tone));
    let groups = scene.layers.iter().filter(|layer| layer.visible).flat_map(|layer| {
        let features = layer.art.layer().features.as_slice();
        layer.art.groups().iter().map(move |group| (features, group))
    });
    let metres_per_pixel = view.metres_per_point() / canvas.pixels_per_point();
    let mut sheets = Vec::new();
    for (features, group) in groups {
        if group.passes.iter().any(|pass| view.metres_per_point() <= pass.until) {
            sheets.push(Sheet::of(features, group, &view, metres_per_pixel * THINNING, handle)?);
        }
    }
    let mut passes: Vec<(Depth, usize, &Pass)> = Vec::new();
    for (number, sheet) in sheets.iter().enumerate() {
        let drawn = sheet.group.passes.iter().filter(|pass| view.metres_per_point() <= pass.until);
        passes.extend(drawn.map(|pass| (pass.depth, number, pass)));
    }
    // A stable sort: passes of one depth stay in the order of layers and symbols.
    passes.sort_by_key(|(depth, number, _)| (*depth, *number));
    for (_, number, pass) in passes {
        sheets[number].draw(canvas, pass, &view, scene.tone, handle)?;
    }
    Some(())
}

/// What is seen of a group, ready to be drawn in several passes.
struct Sheet<'a> {
    group: &'a Group,
    features: &'a [Feature],
    chunks: Vec<&'a Chunk>,
    tolerance: f64,
    paths: Vec<BezPath>,
}

impl<'a> Sheet<'a> {
    fn of(features: &'a [Feature], group: &'a Group, view: &View, tolerance: f64, handle: &Handle) -> Option<Self> {
        let chunks: Vec<&Chunk> = group.chunks.iter().filter(|chunk| view.sees(&chunk.bounds)).collect();
        let path = |chunk: &&Chunk| (!handle.is_cancelled()).then(|| chunk.path(features, view, tolerance));
        let solid = group.passes.iter().any(|pass| match pass.ink {
            Ink::Fill(_) | Ink::Texture(..) => true,
            Ink::Line { dash, .. } => dash.is_empty(),
            Ink::Disc { .. } => false,
        });
        let paths = if solid { chunks.par_iter().map(path).collect::<Option<Vec<_>>>()? } else { Vec::new() };
        Some(Self { group, features, chunks, tolerance, paths })
    }

    fn draw(&self, canvas: &mut dyn Canvas, pass: &Pass, view: &View, tone: Tone, handle: &Handle) -> Option<()> {
        if let Ink::Disc { colour, rim, radius } = pass.ink {
            self.discs(canvas, view, [toned(colour, tone), toned(rim, tone)], radius);
            return (!handle.is_cancelled()).then_some(());
        }
        if let Ink::Line { colour, width, dash } = pass.ink
            && !dash.is_empty()
        {
            let pen = Pen::dashed(width.points(view.metres_per_point()), dash);
            return self.chunks.iter().try_for_each(|chunk| {
                dashes(canvas, &chunk.stretches(self.features, view, self.tolerance), &pen, toned(colour, tone));
                (!handle.is_cancelled()).then_some(())
            });
        }
        self.paths.iter().try_for_each(|path| {
            match pass.ink {
                Ink::Fill(colour) => canvas.fill(path, toned(colour, tone)),
                Ink::Texture(texture, colour) => texture_over(canvas, path, texture, toned(colour, tone), view),
                Ink::Line { colour, width, .. } => {
                    let width = width.points(view.metres_per_point());
                    if width * canvas.pixels_per_point() > 0.1 {
                        canvas.stroke(path, &Pen::solid(width).round(), toned(colour, tone));
                    }
                }
                Ink::Disc { .. } => {}
            }
            (!handle.is_cancelled()).then_some(())
        })
    }

    /// Points as discs with a rim. Of points that would cover each other one is drawn, whichever part of the plan is seen.
    #[expect(clippy::cast_possible_truncation, reason = "cells of a plan are far fewer than 2^63")]
    fn discs(&self, canvas: &mut dyn Canvas, view: &View, [colour, rim]: [Colour; 2], radius: f64) {
        let wanted = radius * 2.0 * CROWDED * view.metres_per_point();
        // Powers of two keep the choice the same while the scale changes a little.
        let cell = wanted.log2().floor().exp2();
        let mut taken = std::collections::HashSet::new();
        let (mut discs, mut rims) = (BezPath::new(), BezPath::new());
        for place in self.chunks.iter().flat_map(|chunk| chunk.points(self.features, view)) {
            if taken.insert([(place.x / cell).floor() as i64, (place.y / cell).floor() as i64]) {
                discs.extend(Circle::new(view.at(place), radius).path_elements(0.05));
                rims.extend(Circle::new(view.at(place), radius + 0.9).path_elements(0.05));
            }
        }
        canvas.fill(&rims, rim);
        canvas.fill(&discs, colour);
    }
}

fn texture_over(canvas: &mut dyn Canvas, area: &BezPath, texture: Texture, colour: Colour, view: &View) {
    let spacing = match texture {
        Texture::Hatch { spacing, .. } | Texture::Dots { spacing, .. } => spacing,
    };
    canvas.texture(area, texture, colour, view.origin_for(spacing));
}

/// Draws stretches so that dashes stay where they are on the ground. Those that start a dash are drawn at once.
fn dashes(canvas: &mut dyn Canvas, stretches: &[Stretch], pen: &Pen, colour: Colour) {
    let mut together = BezPath::new();
    let length: f64 = pen.dash.iter().sum();
    for stretch in stretches {
        let phase = stretch.before.rem_euclid(length);
        if phase < 1e-6 {
            add_line(&mut together, &stretch.points);
        } else {
            let mut alone = BezPath::new();
            add_line(&mut alone, &stretch.points);
            canvas.stroke(&alone, &pen.clone().starting_at(phase), colour);
        }
    }
    canvas.stroke(&together, pen, colour);
}

/// A colour on dimmed paper: the same hue, less light.
fn toned(colour: Colour, tone: Tone) -> Colour {
    match tone {
        Tone::Light => colour,
        Tone::Dimmed => colour.dimmed(88),
    }
}
