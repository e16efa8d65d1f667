//! The ground of a map with pictures on it: every pixel is looked up in the picture that lies there, triangle by triangle of
//! its mesh, so that no seam shows between them.

use rayon::prelude::*;
use vello_cpu::kurbo::Point;

use super::canvas::LARGEST_SIDE;
use super::colour::PAPER;
use super::picture::toned;
use super::scene::Backdrop;
use super::view::View;
use super::{Camera, Picture, Scene, Tone};
use crate::geometry::mesh::Pinned;
use crate::handle::Handle;
use crate::layer::Level;

/// Rows that one thread draws at a time.
const BAND: usize = 32;

/// What a map is drawn on.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Ground {
    /// Nothing but paper is seen.
    Paper,
    /// The paper with all pictures on it.
    Pictures(Picture),
}

/// The ground of a map, of so many pixels a point; `None` where the handle was cancelled on the way.
pub(super) fn laid_out(scene: &Scene, camera: &Camera, scale: f64, handle: &Handle) -> Option<Ground> {
    let view = View::of(camera);
    let pictures: Vec<Backdrop> = scene.pictures().filter(|backdrop| is_seen(backdrop, &view)).collect();
    if pictures.is_empty() {
        return Some(Ground::Paper);
    }
    let sheets: Vec<Sheet<'_>> = pictures.iter().filter_map(|backdrop| Sheet::of(backdrop, &view, scale)).collect();
    let paper = toned(PAPER, scene.tone);
    let [width, height] = camera.size.map(|points| side(points * scale));
    let mut rgba = [paper.r, paper.g, paper.b, 255].repeat(width * height);
    let drawn = rgba.par_chunks_mut(width * 4 * BAND).enumerate().map(|(band, rows)| {
        for sheet in &sheets {
            sheet.draw(rows, width, band * BAND, scene.tone);
        }
        (!handle.is_cancelled()).then_some(())
    });
    drawn.collect::<Option<()>>()?;
    Some(Ground::Pictures(Picture { width, height, rgba }))
}

fn is_seen(backdrop: &Backdrop, view: &View) -> bool {
    backdrop.opacity > 0.0 && backdrop.laid.mesh.bounds().is_some_and(|bounds| view.sees(&bounds))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a picture can have")]
fn side(pixels: f64) -> usize {
    pixels.round().clamp(1.0, LARGEST_SIDE) as usize
}

/// A picture with its triangles in pixels of the map.
struct Sheet<'a> {
    level: &'a Level,
    triangles: Vec<Triangle>,
    opacity: u32,
}

impl<'a> Sheet<'a> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 256")]
    fn of(backdrop: &'a Backdrop, view: &View, scale: f64) -> Option<Self> {
        let on_map = |corner: Pinned| (view.at(corner.place).to_vec2() * scale).to_point();
        let corners: Vec<[(Point, [f64; 2]); 3]> = backdrop
            .laid
            .mesh
            .triangles()
            .map(|corners| corners.map(|corner| (on_map(corner), corner.pixel)))
            .collect();
        // How large a pixel of the file is drawn: by areas, so that no direction counts alone.
        let area = |[a, b, c]: [Point; 3]| ((b - a).cross(c - a)).abs();
        let drawn: f64 = corners.iter().map(|corners| area(corners.map(|(at, _)| at))).sum();
        let held: f64 = corners.iter().map(|corners| area(corners.map(|(_, [x, y])| Point::new(x, y)))).sum();
        let (level, kept) = backdrop.laid.image.level_for((drawn / held.max(1e-12)).sqrt())?;
        let triangles = corners.iter().filter_map(|corners| Triangle::of(corners, kept)).collect();
        let opacity = (backdrop.opacity.clamp(0.0, 1.0) * 256.0).round() as u32;
        Some(Self { level, triangles, opacity })
    }

    /// Draws into rows of the map, from the row `first` on.
    fn draw(&self, rows: &mut [u8], width: usize, first: usize, tone: Tone) {
        let count = rows.len() / (width * 4);
        let (low, high) = (first as f64, (first + count) as f64);
        for triangle in self.triangles.iter().filter(|triangle| triangle.high > low && triangle.low < high) {
            for (row, pixels) in rows.chunks_exact_mut(width * 4).enumerate() {
                let y = (first + row) as f64 + 0.5;
                let Some([from, to]) = triangle.span(y, width) else { continue };
                let pixels = pixels.get_mut(from * 4..to * 4).into_iter().flat_map(|run| run.chunks_exact_mut(4));
                for (column, pixel) in pixels.enumerate() {
                    let [u, v] = triangle.texel((from + column) as f64 + 0.5, y);
                    self.blend(pixel, self.level.sample(u, v), tone);
                }
            }
        }
    }

    fn blend(&self, pixel: &mut [u8], [r, g, b, a]: [u32; 4], tone: Tone) {
        let light = if tone == Tone::Dimmed { 225 } else { 256 };
        let covered = a * self.opacity;
        for (own, new) in pixel.iter_mut().zip([r, g, b]) {
            let value = (new * self.opacity * light / 256 + u32::from(*own) * (255 * 256 - covered) / 255) / 256;
            *own = u8::try_from(value).unwrap_or(u8::MAX);
        }
    }
}

/// A triangle on the map and the way from there to a level of the picture.
struct Triangle {
    corners: [Point; 3],
    low: f64,
    high: f64,
    /// `u = a + b·x + c·y`, and `v`.
    to_level: [[f64; 3]; 2],
}

impl Triangle {
    /// `None` where it has no area, or corners that are no numbers.
    fn of(corners: &[(Point, [f64; 2]); 3], kept: f64) -> Option<Self> {
        let [a, b, c] = corners.map(|(at, _)| at);
        let (across, along) = (b - a, c - a);
        let area = across.cross(along);
        if !(area.is_finite() && area.abs() > 1e-9) {
            return None;
        }
        let to = |axis: usize| {
            let [of_a, of_b, of_c] = corners.map(|(_, pixel)| pixel[axis] * kept);
            let by_x = ((of_b - of_a) * along.y - (of_c - of_a) * across.y) / area;
            let by_y = ((of_c - of_a) * across.x - (of_b - of_a) * along.x) / area;
            [of_a - by_x * a.x - by_y * a.y, by_x, by_y]
        };
        let rows = [a.y, b.y, c.y];
        let (low, high) =
            rows.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &y| (low.min(y), high.max(y)));
        Some(Self { corners: [a, b, c], low, high, to_level: [to(0), to(1)] })
    }

    /// The columns whose middles lie in it at a height. A side that two triangles share is cut at the same place for both, so
    /// that each pixel belongs to one of them.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the width of the map")]
    fn span(&self, y: f64, width: usize) -> Option<[usize; 2]> {
        let [a, b, c] = self.corners;
        let (mut from, mut to) = (f64::INFINITY, f64::NEG_INFINITY);
        for (one, other) in [(a, b), (b, c), (c, a)] {
            let (above, below) = if (one.y, one.x) <= (other.y, other.x) { (one, other) } else { (other, one) };
            if above.y <= y && y < below.y {
                let x = above.x + (y - above.y) * (below.x - above.x) / (below.y - above.y);
                (from, to) = (from.min(x), to.max(x));
            }
        }
        let column = |x: f64| (x - 0.5).ceil().clamp(0.0, width as f64) as usize;
        (from < to).then(|| [column(from), column(to)]).filter(|[from, to]| from < to)
    }

    fn texel(&self, x: f64, y: f64) -> [f64; 2] {
        self.to_level.map(|[start, by_x, by_y]| start + by_x * x + by_y * y)
    }
}

impl Level {
    /// The colour at a place between pixels, of the four around it; at the edge the last ones go on.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the level")]
    fn sample(&self, u: f64, v: f64) -> [u32; 4] {
        let axis = |at: f64, side: usize| {
            let at = (at - 0.5).clamp(0.0, (side - 1) as f64);
            let low = at as usize;
            (low, (low + 1).min(side - 1), ((at - low as f64) * 256.0) as u32)
        };
        let ((left, right, across), (top, bottom, down)) = (axis(u, self.size[0]), axis(v, self.size[1]));
        let pixel = |x: usize, y: usize| {
            let at = (y * self.size[0] + x) * 4;
            self.rgba.get(at..at + 4).unwrap_or(&[0; 4])
        };
        let around = [pixel(left, top), pixel(right, top), pixel(left, bottom), pixel(right, bottom)];
        let weights = [(256 - across) * (256 - down), across * (256 - down), (256 - across) * down, across * down];
        [0, 1, 2, 3].map(|channel| {
            let sum: u32 = around.iter().zip(weights).map(|(pixel, weight)| u32::from(pixel[channel]) * weight).sum();
            (sum + 32_768) / 65_536
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use geo_types::Coord;

    use super::*;
    use crate::geometry::mesh::Mesh;
    use crate::layer::{Image, Laid};

    const EAST: f64 = 34_500_000.0;

    /// A picture of 100 × 100 pixels of a metre, each with its column as red and its row as green, turned a little or not.
    fn picture(turned: f64, opacity: f32) -> Backdrop {
        let rgba = (0..100_u8).flat_map(|row| (0..100_u8).flat_map(move |column| [column, row, 9, 255])).collect();
        let image = Image::new([100, 100], Level { size: [100, 100], rgba }).unwrap();
        let place = |[x, y]: [f64; 2]| Some(Coord { x: EAST + x + turned * y, y: 3_087_000.0 - y + turned * x });
        let mesh = Mesh::laid([100.0, 100.0], 0.4, place).unwrap();
        Backdrop { laid: Laid { image: Arc::new(image), mesh: Arc::new(mesh) }, opacity }
    }

    fn drawn(backdrops: Vec<Backdrop>, metres_per_point: f64, size: f64) -> Picture {
        let centre = Coord { x: EAST + 50.0, y: 3_087_000.0 - 50.0 };
        let camera = Camera { centre, metres_per_point, size: [size, size] };
        let scene = Scene { backdrops, ..Scene::default() };
        match laid_out(&scene, &camera, 1.0, &Handle::default()) {
            Some(Ground::Pictures(picture)) => picture,
            other => panic!("{other:?}"),
        }
    }

    fn pixel(picture: &Picture, x: usize, y: usize) -> [u8; 3] {
        let at = (y * picture.width + x) * 4;
        [picture.rgba[at], picture.rgba[at + 1], picture.rgba[at + 2]]
    }

    #[test]
    fn a_picture_lies_pixel_on_pixel_34_million_metres_east() {
        let picture = drawn(vec![picture(0.0, 1.0)], 1.0, 100.0);
        for at in [0_u8, 1, 37, 50, 99] {
            let (x, y) = (usize::from(at), usize::from(99 - at));
            assert_eq!(pixel(&picture, x, y), [at, 99 - at, 9], "{at}");
        }
    }

    #[test]
    fn no_seam_shows_between_triangles_and_none_outside_is_drawn() {
        let turned = drawn(vec![picture(0.3, 1.0)], 0.7, 100.0);
        let blue = turned.rgba.chunks(4).filter(|pixel| pixel[2] == 9).count();
        assert!(blue > 5_000, "{blue}");
        assert!(turned.rgba.chunks(4).all(|pixel| pixel[2] == 9 || pixel[2] == PAPER.b), "nothing was drawn half");
        let around = drawn(vec![picture(0.0, 1.0)], 2.0, 100.0);
        assert_eq!(pixel(&around, 5, 5), [PAPER.r, PAPER.g, PAPER.b]);
        assert_eq!(around.rgba.chunks(4).filter(|pixel| pixel[2] == 9).count(), 50 * 50);
    }

    #[test]
    fn half_a_picture_is_half_paper_and_a_later_one_lies_above() {
        let half = drawn(vec![picture(0.0, 0.5)], 1.0, 100.0);
        let [r, _, b] = pixel(&half, 50, 50);
        let mean = |own: u8, paper: u8| u16::midpoint(own.into(), paper.into());
        assert!(u16::from(r).abs_diff(mean(50, PAPER.r)) <= 1 && u16::from(b).abs_diff(mean(9, PAPER.b)) <= 1);
        let both = drawn(vec![picture(0.0, 1.0), picture(0.0, 0.0)], 1.0, 100.0);
        assert_eq!(pixel(&both, 50, 50), [50, 50, 9]);
    }

    #[test]
    fn from_afar_a_smaller_level_is_drawn_and_no_picture_is_no_ground() {
        let far = drawn(vec![picture(0.0, 1.0)], 4.0, 100.0);
        let [r, g, _] = pixel(&far, 50, 50);
        assert!(r.abs_diff(50) <= 3 && g.abs_diff(50) <= 3, "{r} {g}");
        let camera = Camera { centre: Coord { x: 0.0, y: 0.0 }, metres_per_point: 1.0, size: [10.0, 10.0] };
        let scene = Scene { backdrops: vec![picture(0.0, 1.0)], ..Scene::default() };
        assert_eq!(laid_out(&scene, &camera, 1.0, &Handle::default()), Some(Ground::Paper));
    }
}
