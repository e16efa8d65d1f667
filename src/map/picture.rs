//! Draws a map: what is seen of every layer, by depth over all layers, into a picture.

use rayon::prelude::*;
use vello_cpu::kurbo::{BezPath, Circle, Rect, Shape as _};

use super::art::{Art, Group};
use super::backdrop::{self, Ground};
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

impl Picture {
    /// The picture as a PNG file that says how large its pixels are, so many to a point of 1/96 inch. Paper covers all of a map, so
    /// that it needs no transparency.
    ///
    /// # Errors
    /// The encoder's, where it has no memory left or the picture has no pixel.
    pub fn png(&self, scale: f64) -> Result<Vec<u8>, png::EncodingError> {
        let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
        let opaque: Vec<u8> = self.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, side(self.width), side(self.height));
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let per_metre = (scale * 96.0 / 0.0254).round().clamp(1.0, 1e9);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped above")]
        let density = per_metre as u32;
        encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: density, yppu: density, unit: png::Unit::Meter }));
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&opaque)?;
        writer.finish()?;
        Ok(bytes)
    }
}

/// Corners may move by this much of a pixel in far views.
pub(super) const THINNING: f64 = 0.4;
/// Points of a symbol nearer to each other than this share of its width are drawn once.
const CROWDED: f64 = 0.75;

/// Opacity of land over pictures, of 255.
const SHINING_THROUGH: u8 = 140;
/// Lines of fewer pixels are not seen.
pub(super) const FAINTEST: f64 = 0.1;
/// Lines of fewer pixels show no difference between round and plain corners, which cost half as much.
pub(super) const ROUNDED_FROM: f64 = 3.0;
/// A point's rim reaches so far beyond it, in points.
pub(super) const RIM: f64 = 0.9;

pub(super) fn draw(scene: &Scene, camera: &Camera, scale: f64, handle: &Handle) -> Option<Picture> {
    let (camera, scale) = drawable(camera, scale);
    let mut canvas = Raster::new(camera.size, scale);
    layers(&mut canvas, scene, &camera, handle)?;
    overlay(&mut canvas, scene, &camera);
    (!handle.is_cancelled()).then(|| canvas.finish())
}

/// What lies over the layers alone, on nothing.
pub(super) fn draw_overlay(scene: &Scene, camera: &Camera, scale: f64, handle: &Handle) -> Option<Picture> {
    let (camera, scale) = drawable(camera, scale);
    let mut canvas = Raster::new(camera.size, scale);
    overlay(&mut canvas, scene, &camera);
    (!handle.is_cancelled()).then(|| canvas.finish())
}

/// A camera and a scale that a picture can have.
fn drawable(camera: &Camera, scale: f64) -> (Camera, f64) {
    let scale = if scale.is_finite() { scale.clamp(0.01, 100.0) } else { 1.0 };
    let size = camera.size.map(|points| if points.is_finite() { points.clamp(0.0, LARGEST_SIDE / scale) } else { 0.0 });
    (Camera { size, ..*camera }, scale)
}

/// Paper and layers; `None` where the handle was cancelled on the way.
pub(super) fn layers(canvas: &mut dyn Canvas, scene: &Scene, camera: &Camera, handle: &Handle) -> Option<()> {
    let view = View::of(camera);
    let [width, height] = canvas.size();
    let whole = Rect::new(0.0, 0.0, width, height);
    let ground = backdrop::laid_out(scene, camera, canvas.pixels_per_point(), handle)?;
    let look = Look { tone: scene.tone, on_pictures: ground != Ground::Paper };
    match ground {
        Ground::Pictures(picture) => canvas.picture(whole, picture),
        Ground::Paper => canvas.fill(&whole.to_path(0.1), toned(PAPER, scene.tone)),
    }
    let metres_per_pixel = view.metres_per_point() / canvas.pixels_per_point();
    let shown = shown(scene, view.metres_per_point());
    let mut sheets = Vec::with_capacity(shown.len());
    for (art, group) in &shown {
        let features = art.layer().features.as_slice();
        sheets.push(Sheet::of(features, group, &view, metres_per_pixel * THINNING, handle)?);
    }
    for (number, pass) in in_order(&shown, view.metres_per_point()) {
        sheets[number].draw(canvas, pass, &view, look, handle)?;
    }
    Some(())
}

/// The groups of visible layers of which anything is drawn at a scale.
pub(super) fn shown(scene: &Scene, metres_per_point: f64) -> Vec<(&Art, &Group)> {
    let visible = scene.layers.iter().filter(|layer| layer.visible);
    let groups = visible.flat_map(|layer| layer.art.groups().iter().map(move |group| (&*layer.art, group)));
    groups.filter(|(_, group)| group.passes.iter().any(|pass| pass.is_drawn_at(metres_per_point))).collect()
}

/// The passes of groups from the lowest to the highest, each with the number of its group.
pub(super) fn in_order<'a>(groups: &[(&Art, &'a Group)], metres_per_point: f64) -> Vec<(usize, &'a Pass)> {
    let passes = groups.iter().enumerate().flat_map(|(number, (_, group))| {
        let drawn = group.passes.iter().filter(|pass| pass.is_drawn_at(metres_per_point));
        drawn.map(move |pass| (number, pass))
    });
    let mut passes: Vec<(usize, &Pass)> = passes.collect();
    // A stable sort: passes of one depth stay in the order of layers and symbols.
    passes.sort_by_key(|(number, pass)| (pass.on_top, pass.depth, *number));
    passes
}

/// How inks come out.
#[derive(Clone, Copy)]
struct Look {
    tone: Tone,
    /// Whether pictures lie beneath.
    on_pictures: bool,
}

impl Look {
    /// Land lets pictures beneath it shine through: they are laid there to be seen.
    fn fill(self, colour: Colour, depth: Depth) -> Colour {
        let toned = toned(colour, self.tone);
        let is_land = depth <= Depth::Green && toned.a == 255;
        if self.on_pictures && is_land { toned.with_opacity(SHINING_THROUGH) } else { toned }
    }
}

/// What is seen of a group, ready to be drawn in several passes.
struct Sheet<'a> {
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
        Some(Self { features, chunks, tolerance, paths })
    }

    fn draw(&self, canvas: &mut dyn Canvas, pass: &Pass, view: &View, look: Look, handle: &Handle) -> Option<()> {
        let tone = look.tone;
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
                Ink::Fill(colour) => canvas.fill(path, look.fill(colour, pass.depth)),
                Ink::Texture(texture, colour) => texture_over(canvas, path, texture, toned(colour, tone), view),
                Ink::Line { colour, width, .. } => {
                    let width = width.points(view.metres_per_point());
                    let pixels = width * canvas.pixels_per_point();
                    if pixels > FAINTEST {
                        let pen = Pen::solid(width);
                        let pen = if pixels < ROUNDED_FROM { pen.plain() } else { pen.round() };
                        canvas.stroke(path, &pen, toned(colour, tone));
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
        let cell = crowded(radius, view.metres_per_point());
        let mut taken = std::collections::HashSet::new();
        let (mut discs, mut rims) = (BezPath::new(), BezPath::new());
        for place in self.chunks.iter().flat_map(|chunk| chunk.points(self.features, view)) {
            if taken.insert([(place.x / cell).floor() as i64, (place.y / cell).floor() as i64]) {
                discs.extend(Circle::new(view.at(place), radius).path_elements(0.05));
                rims.extend(Circle::new(view.at(place), radius + RIM).path_elements(0.05));
            }
        }
        canvas.fill(&rims, rim);
        canvas.fill(&discs, colour);
    }
}

/// The side in metres of the cells of which each shows one point of so large a radius in points.
pub(super) fn crowded(radius: f64, metres_per_point: f64) -> f64 {
    // Powers of two keep the choice the same while the scale changes a little.
    (radius * 2.0 * CROWDED * metres_per_point).log2().floor().exp2()
}

fn texture_over(canvas: &mut dyn Canvas, area: &BezPath, texture: Texture, colour: Colour, view: &View) {
    canvas.texture(area, texture, colour, view.origin_of(texture));
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
pub(super) fn toned(colour: Colour, tone: Tone) -> Colour {
    match tone {
        Tone::Light => colour,
        Tone::Dimmed => colour.dimmed(88),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use geo_types::Coord;

    use super::super::{Art, Backdrop, SceneLayer};
    use super::*;
    use crate::geometry::Region;
    use crate::geometry::mesh::Mesh;
    use crate::layer::{Image, Laid, Layer, Level, Origin, Role, Shape, Value};

    /// Far from the origin of the plan, as coordinates with a zone prefix are.
    const EAST: f64 = 34_500_000.0;

    fn layer(role: Role, shapes: Vec<(Shape, &str)>) -> Arc<Layer> {
        let features = shapes.into_iter().enumerate().map(|(row, (shape, class))| Feature {
            row,
            id: None,
            shape,
            values: vec![Value::text(class)],
        });
        Arc::new(Layer::new(Origin::File("a.shp".into()), &[role], &["class"], features.collect()))
    }

    fn square(x: f64, y: f64, side: f64) -> Shape {
        let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)];
        let corners = corners.map(|(x, y)| Coord { x: EAST + x, y });
        Shape::Area(Region::from_rings(&corners, &[]).unwrap())
    }

    fn scene(layers: &[Arc<Layer>]) -> Scene {
        let layers = layers.iter().map(|layer| SceneLayer { art: Arc::new(Art::of(layer)), visible: true }).collect();
        Scene { layers, ..Scene::default() }
    }

    fn camera(x: f64, y: f64, metres_per_point: f64) -> Camera {
        Camera { centre: Coord { x: EAST + x, y }, metres_per_point, size: [120.0, 80.0] }
    }

    fn drawn(scene: &Scene, camera: &Camera) -> Picture {
        draw(scene, camera, 1.0, &Handle::default()).unwrap()
    }

    fn middle(picture: &Picture) -> Colour {
        let at = (picture.height / 2 * picture.width + picture.width / 2) * 4;
        Colour { r: picture.rgba[at], g: picture.rgba[at + 1], b: picture.rgba[at + 2], a: picture.rgba[at + 3] }
    }

    fn town() -> Scene {
        let homes = (0_u8..100).map(|n| (square(f64::from(n % 10) * 40.0, f64::from(n / 10) * 40.0, 36.0), "0701"));
        let houses =
            (0_u8..100).map(|n| (square(f64::from(n % 10) * 40.0 + 9.0, f64::from(n / 10) * 40.0 + 9.0, 12.0), ""));
        let corridor = vec![(square(50.0, 50.0, 200.0), "")];
        let boundary = vec![(square(-20.0, -20.0, 440.0), "")];
        let roads = (0_u8..10).map(|n| {
            let y = f64::from(n) * 40.0 - 2.0;
            (Shape::Lines(vec![vec![(EAST - 5.0, y), (EAST + 400.0, y)].into()]), "branch")
        });
        scene(&[
            layer(Role::LandUse, homes.collect()),
            layer(Role::Buildings, houses.collect()),
            layer(Role::Corridors, corridor),
            layer(Role::MainUrbanArea, boundary),
            layer(Role::RoadCentrelines, roads.collect()),
        ])
    }

    #[test]
    fn a_pixel_inside_a_parcel_has_its_softened_colour_34_million_metres_east() {
        let scene =
            scene(&[layer(Role::LandUse, vec![(square(0.0, 0.0, 100.0), "0701"), (square(200.0, 0.0, 9.0), "1401")])]);
        let homes = Colour::hex(0xff_ff_2d).over(PAPER, 42);
        assert_eq!(middle(&drawn(&scene, &camera(50.0, 50.0, 0.5))), homes);
        assert_eq!(middle(&drawn(&scene, &camera(50.0, 50.0, 0.001))), homes, "a millimetre a point");
        assert_eq!(middle(&drawn(&scene, &camera(150.0, 50.0, 0.5))), PAPER);
        assert_eq!(
            middle(&drawn(&Scene { tone: Tone::Dimmed, ..Scene::default() }, &camera(0.0, 0.0, 1.0))),
            PAPER.dimmed(88)
        );
    }

    #[test]
    fn a_picture_lies_beneath_all_and_land_lets_it_shine_through() {
        let rgba = [20, 40, 220, 255].repeat(64 * 64);
        let image = Image::new([64, 64], Level { size: [64, 64], rgba }).unwrap();
        // 200 m by 200 m around the parcel.
        let place = |[x, y]: [f64; 2]| Some(Coord { x: EAST - 50.0 + x * 200.0 / 64.0, y: 150.0 - y * 200.0 / 64.0 });
        let mesh = Mesh::laid([64.0, 64.0], 0.4, place).unwrap();
        let laid = Laid { image: Arc::new(image), mesh: Arc::new(mesh) };
        let parcel = layer(Role::LandUse, vec![(square(0.0, 0.0, 50.0), "0701"), (square(900.0, 0.0, 9.0), "1401")]);
        let on_paper = scene(&[parcel]);
        let scene = Scene { backdrops: vec![Backdrop { laid, opacity: 1.0 }], ..on_paper.clone() };
        let blue = Colour { r: 20, g: 40, b: 220, a: 255 };
        assert_eq!(middle(&drawn(&scene, &camera(100.0, 100.0, 0.2))), blue);
        let (below, above) =
            (middle(&drawn(&on_paper, &camera(25.0, 25.0, 0.2))), middle(&drawn(&scene, &camera(25.0, 25.0, 0.2))));
        let mixed = |land: u8, picture: u8| (u32::from(land) * 140 + u32::from(picture) * 115) / 255;
        assert!(u32::from(above.b).abs_diff(mixed(below.b, blue.b)) <= 2, "{above:?} {below:?}");
        assert_eq!(middle(&drawn(&scene, &camera(500.0, 500.0, 0.2))), PAPER, "beside the picture");
    }

    #[test]
    fn a_line_of_a_thousand_kilometres_is_drawn_where_it_is_seen_at_one_to_one() {
        let line = Shape::Lines(vec![vec![(EAST - 500_000.0, 0.0), (EAST + 500_000.0, 0.0)].into()]);
        let scene = scene(&[layer(Role::RoadCentrelines, vec![(line, "arterial")])]);
        assert_eq!(middle(&drawn(&scene, &camera(0.0, 0.0, 0.000_265))), Colour::hex(0xfd_ea_c8));
    }

    #[test]
    fn what_is_seen_does_not_depend_on_what_else_there_is() {
        let parcel = || (square(0.0, 0.0, 30.0), "0901");
        let far = (0_u16..400).map(|n| (square(f64::from(n) * 50.0 + 5_000.0, 9_000.0, 40.0), "0901"));
        let alone = scene(&[layer(Role::LandUse, vec![parcel()])]);
        let among = scene(&[layer(Role::LandUse, far.chain([parcel()]).collect())]);
        let camera = camera(30.0, 10.0, 0.5);
        assert_eq!(drawn(&alone, &camera), drawn(&among, &camera));
    }

    #[test]
    fn hidden_layers_are_not_drawn() {
        let mut scene = scene(&[layer(Role::LandUse, vec![(square(0.0, 0.0, 100.0), "0701")])]);
        scene.layers[0].visible = false;
        assert_eq!(middle(&drawn(&scene, &camera(50.0, 50.0, 0.5))), PAPER);
    }

    #[test]
    fn the_same_picture_comes_from_one_thread_and_from_four() {
        let scene = town();
        for metres_per_point in [0.5, 4.0, 40.0] {
            let camera = camera(200.0, 200.0, metres_per_point);
            let with = |threads| {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                pool.install(|| draw(&scene, &camera, 2.0, &Handle::default()).unwrap())
            };
            assert!(with(1) == with(4), "{metres_per_point}");
        }
    }

    #[test]
    fn a_town_seen_from_afar_keeps_its_colour() {
        // 100 houses of 784 m² on 160 000 m²: half of a warm grey, however small they are.
        let houses = (0_u8..100).map(|n| (square(f64::from(n % 10) * 40.0, f64::from(n / 10) * 40.0, 28.0), ""));
        let scene = scene(&[layer(Role::Buildings, houses.collect())]);
        let darkness = |metres_per_point: f64| -> f64 {
            let picture = drawn(&scene, &camera(200.0, 200.0, metres_per_point));
            let dark: u32 = picture.rgba.chunks(4).map(|pixel| 250 - u32::from(pixel[0])).sum();
            f64::from(dark) * metres_per_point * metres_per_point
        };
        let near = darkness(5.0);
        for far in [20.0, 40.0] {
            assert!((darkness(far) / near - 1.0).abs() < 0.15, "{far}: {} {near}", darkness(far));
        }
    }

    #[test]
    fn a_cancelled_drawing_gives_nothing() {
        let handle = Handle::default();
        handle.cancel();
        assert_eq!(draw(&town(), &camera(0.0, 0.0, 1.0), 1.0, &handle), None);
        assert_eq!(draw(&Scene::default(), &camera(0.0, 0.0, 1.0), 1.0, &handle), None);
    }

    #[test]
    fn a_window_without_size_and_a_scale_that_is_no_number_still_give_a_picture() {
        let camera = Camera { size: [0.0, f64::NAN], metres_per_point: f64::NAN, ..camera(0.0, 0.0, 1.0) };
        let picture = draw(&town(), &camera, f64::NAN, &Handle::default()).unwrap();
        assert_eq!((picture.width, picture.height, picture.rgba.len()), (1, 1, 4));
        let wide = Camera { size: [1e9, 1.0], ..camera };
        assert_eq!(draw(&Scene::default(), &wide, 1.0, &Handle::default()).map(|picture| picture.width), Some(16_384));
    }
}
