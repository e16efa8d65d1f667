//! What is drawn in which order: the passes of a scene as the processor draws them, with their measures in pixels.

use super::super::art::{Art, Group};
use super::super::canvas::Texture;
use super::super::colour::PAPER;
use super::super::picture::{self, FAINTEST, RIM, ROUNDED_FROM, THINNING, toned};
use super::super::style::{Ink, Pass};
use super::super::view::View;
use super::super::{Camera, Colour, Scene};
use super::cut::Cut;
use super::piece::{Piece, Shapes};

/// Dashes and gaps that a line has at most; further ones are left out.
const MOST_DASHES: usize = 8;

/// Pieces that are drawn at once, in one ink.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pub(crate) brush: Brush,
    pub(crate) pieces: Vec<Piece>,
}

/// Ink with its measures in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Brush {
    /// Covers areas.
    Fill(Colour),
    /// Covers areas with a texture that starts at a place of the picture, from its top left corner.
    Texture { texture: Texture, colour: Colour, origin: [f64; 2] },
    /// Follows lines.
    Line { colour: Colour, width: f64, dashes: Dashes, cap: Cap },
    /// Stands at points.
    Disc { colour: Colour, radius: f64 },
}

/// Lengths of dashes and gaps in turn; the rest is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Dashes {
    pub(crate) lengths: [f64; MOST_DASHES],
    /// Their sum; 0 for a line without gaps.
    pub(crate) total: f64,
}

/// How ends of lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cap {
    Flat,
    Round,
    Square,
}

impl Dashes {
    fn of(dash: &[f64], scale: f64) -> Self {
        let mut lengths = [0.0; MOST_DASHES];
        // An odd list goes on with dashes and gaps in each other's place.
        let twice = if dash.len() % 2 == 1 { dash } else { &[] };
        for (length, points) in lengths.iter_mut().zip(dash.iter().chain(twice)) {
            *length = points * scale;
        }
        let total = lengths.iter().sum();
        // As for the processor, what has no length has no gaps.
        if total > 0.1 * scale { Self { lengths, total } } else { Self::default() }
    }
}

/// The passes of a scene from the lowest to the highest with what is seen of each; `scale` is pixels per point.
pub(crate) fn batches(scene: &Scene, camera: &Camera, scale: f64) -> Vec<Batch> {
    let view = View::of(camera);
    let shown = picture::shown(scene, view.metres_per_point());
    let seen: Vec<Vec<usize>> = shown.iter().map(|(_, group)| seen(group, &view)).collect();
    let mut batches = Vec::new();
    for (number, pass) in picture::in_order(&shown, view.metres_per_point()) {
        let (art, group) = shown[number];
        let look = Look { view: &view, scale, art, group, seen: &seen[number] };
        look.add(pass, |colour| toned(colour, scene.tone), &mut batches);
    }
    batches
}

/// What lies below all passes.
pub(crate) fn paper(scene: &Scene) -> Colour {
    toned(PAPER, scene.tone)
}

fn seen(group: &Group, view: &View) -> Vec<usize> {
    let chunks = group.chunks.iter().enumerate();
    chunks.filter(|(_, chunk)| view.sees(&chunk.bounds)).map(|(number, _)| number).collect()
}

/// What is seen of a group.
struct Look<'a> {
    view: &'a View,
    scale: f64,
    art: &'a Art,
    group: &'a Group,
    seen: &'a [usize],
}

impl Look<'_> {
    fn add(&self, pass: &Pass, toned: impl Fn(Colour) -> Colour, batches: &mut Vec<Batch>) {
        let (metres_per_point, scale) = (self.view.metres_per_point(), self.scale);
        let tolerance = metres_per_point / scale * THINNING;
        let mut push = |brush: Brush, pieces: Vec<Piece>| {
            if !pieces.is_empty() {
                batches.push(Batch { brush, pieces });
            }
        };
        match pass.ink {
            Ink::Fill(colour) => push(Brush::Fill(toned(colour)), self.pieces(Shapes::Insides, tolerance)),
            Ink::Texture(texture, colour) => {
                let origin = self.view.origin_of(texture).map(|points| points * scale);
                let brush = Brush::Texture { texture: scaled(texture, scale), colour: toned(colour), origin };
                push(brush, self.pieces(Shapes::Insides, tolerance));
            }
            Ink::Line { colour, width, dash } => {
                let width = width.points(metres_per_point) * scale;
                let dashes = Dashes::of(dash, scale);
                let cap = match (dashes.total > 0.0, width < ROUNDED_FROM) {
                    (true, _) => Cap::Flat,
                    (_, true) => Cap::Square,
                    (_, false) => Cap::Round,
                };
                if width > FAINTEST {
                    let brush = Brush::Line { colour: toned(colour), width, dashes, cap };
                    push(brush, self.pieces(Shapes::Lines, tolerance));
                }
            }
            Ink::Disc { colour, rim, radius } => {
                let cell = picture::crowded(radius, metres_per_point);
                let pieces = self.pieces(Shapes::Points, cell);
                push(Brush::Disc { colour: toned(rim), radius: (radius + RIM) * scale }, pieces.clone());
                push(Brush::Disc { colour: toned(colour), radius: radius * scale }, pieces);
            }
        }
    }

    /// What is seen, within a tolerance; that of points is the side of their cells.
    fn pieces(&self, shapes: Shapes, tolerance: f64) -> Vec<Piece> {
        let layer = self.art.layer();
        let metres_per_pixel = self.view.metres_per_point() / self.scale;
        let piece = |&number: &usize| {
            let chunk = self.group.chunks.get(number)?;
            let level = match shapes {
                Shapes::Insides => whole(chunk.level(false, tolerance)),
                Shapes::Lines => whole(chunk.level(true, tolerance)),
                Shapes::Points => power(tolerance),
            };
            let cut = Cut::of(&chunk.bounds, self.view.centre(), metres_per_pixel);
            Some(Piece::of((layer, &self.group.chunks, number), shapes, (level, cut), tolerance))
        };
        self.seen.iter().filter_map(piece).collect()
    }
}

fn whole(level: usize) -> i32 {
    i32::try_from(level).unwrap_or(i32::MAX)
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to what a camera can see")]
fn power(side: f64) -> i32 {
    side.log2().round().clamp(-64.0, 64.0) as i32
}

fn scaled(texture: Texture, scale: f64) -> Texture {
    match texture {
        Texture::Hatch { spacing, width, slant } => {
            Texture::Hatch { spacing: spacing.max(0.5) * scale, width: width * scale, slant }
        }
        Texture::Dots { spacing, radius } => {
            Texture::Dots { spacing: spacing.max(1.0) * scale, radius: radius * scale }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use geo_types::Coord;

    use super::super::super::SceneLayer;
    use super::*;
    use crate::geometry::Region;
    use crate::layer::{Feature, Layer, Origin, Role, Shape};

    const EAST: f64 = 34_500_000.0;

    fn art(role: Role, shape: Shape) -> SceneLayer {
        let features = vec![Feature { row: 0, id: None, shape, values: vec![] }];
        let layer = Layer::new(Origin::File("a.shp".into()), &[role], &[], features);
        SceneLayer { art: Arc::new(Art::of(&Arc::new(layer))), visible: true }
    }

    fn square(x: f64, side: f64) -> Shape {
        let corners = [(x, 0.0), (x + side, 0.0), (x + side, side), (x, side)];
        let corners = corners.map(|(x, y)| Coord { x: EAST + x, y });
        Shape::Area(Region::from_rings(&corners, &[]).unwrap())
    }

    fn road() -> Shape {
        Shape::Lines(vec![vec![(EAST, 0.0), (EAST + 100.0, 50.0)].into()])
    }

    fn camera(metres_per_point: f64) -> Camera {
        Camera { centre: Coord { x: EAST, y: 0.0 }, metres_per_point, size: [400.0, 300.0] }
    }

    fn kinds(layers: Vec<SceneLayer>) -> Vec<&'static str> {
        let scene = Scene { layers, ..Scene::default() };
        let kind = |batch: Batch| match batch.brush {
            Brush::Fill(_) => "fill",
            Brush::Texture { .. } => "texture",
            Brush::Line { .. } => "line",
            Brush::Disc { .. } => "disc",
        };
        batches(&scene, &camera(1.0), 1.0).into_iter().map(kind).collect()
    }

    #[test]
    fn passes_are_ordered_by_depth_over_all_layers_whatever_their_order() {
        let layers = || vec![art(Role::RoadCentrelines, road()), art(Role::Corridors, square(0.0, 50.0))];
        let expected = ["fill", "texture", "line", "line", "line"];
        assert_eq!(kinds(layers()), expected);
        assert_eq!(kinds(layers().into_iter().rev().collect()), expected);
    }

    #[test]
    fn what_is_hidden_or_lies_elsewhere_is_not_drawn() {
        let hidden = SceneLayer { visible: false, ..art(Role::Corridors, square(0.0, 50.0)) };
        assert!(kinds(vec![hidden]).is_empty());
        assert!(kinds(vec![art(Role::Corridors, square(9_000.0, 50.0))]).is_empty());
    }

    #[test]
    fn corners_lie_within_a_twentieth_of_a_pixel_at_one_to_five_hundred_however_large_the_feature() {
        let metres_per_pixel = 500.0 * 0.0254 / 96.0;
        for side in [100.0, 5_000.0, 140_000.0, 400_000.0] {
            let scene = Scene { layers: vec![art(Role::Corridors, square(-side / 3.0, side))], ..Scene::default() };
            let batches = batches(&scene, &camera(metres_per_pixel), 1.0);
            let piece = &batches[0].pieces[0];
            let super::super::Mesh::Triangles(corners, _) = piece.mesh() else { panic!("no triangles") };
            // The south edge runs through the view: as the card adds it up, in `f32`.
            #[expect(clippy::cast_possible_truncation, reason = "as it is told to the card")]
            let offset = piece.origin().y as f32;
            let nearest =
                corners.iter().map(|corner| f64::from(corner[1] + offset).abs()).fold(f64::INFINITY, f64::min);
            assert!(nearest < metres_per_pixel / 20.0, "{side}: {nearest} m");
        }
    }

    #[test]
    fn an_odd_list_of_dashes_goes_on_with_gaps_in_their_place() {
        let dashes = Dashes::of(&[5.0], 2.0);
        assert_eq!(dashes.lengths[..3], [10.0, 10.0, 0.0]);
        assert!((dashes.total - 20.0).abs() < 1e-12);
        assert_eq!(Dashes::of(&[], 2.0), Dashes::default());
    }
}
