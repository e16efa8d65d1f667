//! Which tile lies where: web Mercator, and the two grids of longitude and latitude that services cut their tiles by.

use std::f64::consts::PI;

use geo_types::{Coord, Rect};
use serde::{Deserialize, Serialize};

use crate::formats::crs;
use crate::geometry::frame::{Frame, System};
use crate::geometry::mesh::Mesh;

/// The deepest zoom: beyond it numbers of tiles leave 32 bits.
const DEEPEST: u8 = 24;
/// Metres of the equator in a pixel of the one tile of zoom 0: 2π · 6 378 137 / 256.
const EQUATOR_PIXEL: f64 = 156_543.033_928_041;
/// A tile is drawn at 4/5 of its size at the least: larger pixels look worse than smaller ones.
const SHARPNESS: f64 = 0.32;
/// The end of web Mercator, where it is a square.
const MERCATOR_END: f64 = 85.051_128_779_806_6;
/// A pixel lies at most this far from where it belongs, in pixels.
const BEND: f64 = 0.4;
/// Pixels of a tile that its mesh counts in.
const SIDE: f64 = 256.0;

/// How a service cuts the globe into tiles. Codes are those of the systems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
pub enum Grid {
    /// Web Mercator: one tile at zoom 0.
    #[default]
    #[serde(rename = "EPSG:3857")]
    Mercator,
    /// Degrees as services of China count them (天地图 `_c`): 2 × 1 tiles at zoom 1.
    #[serde(rename = "EPSG:4490")]
    Cgcs2000,
    /// Degrees as others count them: 2 × 1 tiles at zoom 0.
    #[serde(rename = "EPSG:4326")]
    Wgs84,
}

/// A tile: zoom, column from the west, row from the north.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// Zoom.
    pub zoom: u8,
    /// Column from the west.
    pub column: u32,
    /// Row from the north.
    pub row: u32,
}

impl Tile {
    /// The tile of the zoom before that it is a quarter of.
    pub fn parent(self) -> Option<Self> {
        Some(Self { zoom: self.zoom.checked_sub(1)?, column: self.column / 2, row: self.row / 2 })
    }
}

impl Grid {
    /// Every grid.
    pub const ALL: [Self; 3] = [Self::Mercator, Self::Cgcs2000, Self::Wgs84];

    /// Code of its system.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mercator => "EPSG:3857",
            Self::Cgcs2000 => "EPSG:4490",
            Self::Wgs84 => "EPSG:4326",
        }
    }

    /// The first zoom with a whole tile.
    fn first(self) -> u8 {
        u8::from(self == Self::Cgcs2000)
    }

    /// Columns and rows at a zoom.
    pub fn count(self, zoom: u8) -> [u32; 2] {
        let side = 1_u32 << zoom.min(DEEPEST);
        match self {
            Self::Mercator => [side, side],
            Self::Cgcs2000 => [side, (side / 2).max(1)],
            Self::Wgs84 => [side * 2, side],
        }
    }

    /// Degrees that a tile spans in a grid of degrees.
    fn span(self, zoom: u8) -> f64 {
        360.0 / f64::from(self.count(zoom)[0])
    }

    /// Longitude and latitude of a place that is counted in tiles.
    fn degrees(self, zoom: u8, [x, y]: [f64; 2]) -> Coord<f64> {
        match self {
            Self::Mercator => {
                let tiles = f64::from(self.count(zoom)[0]);
                let lat = (PI * (1.0 - 2.0 * y / tiles)).sinh().atan().to_degrees();
                Coord { x: x / tiles * 360.0 - 180.0, y: lat }
            }
            Self::Cgcs2000 | Self::Wgs84 => {
                let span = self.span(zoom);
                Coord { x: x * span - 180.0, y: 90.0 - y * span }
            }
        }
    }

    /// The place of a longitude and latitude, counted in tiles.
    fn tiles(self, zoom: u8, at: Coord<f64>) -> [f64; 2] {
        match self {
            Self::Mercator => {
                let tiles = f64::from(self.count(zoom)[0]);
                let lat = at.y.clamp(-MERCATOR_END, MERCATOR_END).to_radians();
                [(at.x + 180.0) / 360.0 * tiles, (1.0 - lat.tan().asinh() / PI) / 2.0 * tiles]
            }
            Self::Cgcs2000 | Self::Wgs84 => {
                let span = self.span(zoom);
                [(at.x + 180.0) / span, (90.0 - at.y) / span]
            }
        }
    }

    /// The zoom whose pixels are about as large as those of the map at a place, no deeper than `deepest`; `None` for a plan
    /// that lies nowhere on the globe.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the zooms there are")]
    pub fn zoom_for(self, frame: &Frame, at: Coord<f64>, metres_per_pixel: f64, deepest: u8) -> Option<u8> {
        let lat = frame.to_degrees(at)?.y.clamp(-MERCATOR_END, MERCATOR_END);
        let narrower = lat.to_radians().cos();
        let whole = match self {
            Self::Mercator => EQUATOR_PIXEL * narrower,
            // Between the width of a pixel and its height.
            Self::Cgcs2000 => EQUATOR_PIXEL * narrower.sqrt(),
            Self::Wgs84 => EQUATOR_PIXEL / 2.0 * narrower.sqrt(),
        };
        let wanted = (whole / metres_per_pixel.max(1e-6)).log2() - SHARPNESS;
        let deepest = deepest.min(DEEPEST);
        Some(wanted.ceil().clamp(f64::from(self.first()), f64::from(deepest.max(self.first()))) as u8)
    }

    /// The tiles of a part of the plan, those in its middle first; at a lesser zoom where there would be more than `most`.
    pub fn seen(self, frame: &Frame, part: Rect<f64>, zoom: u8, most: usize) -> Vec<Tile> {
        let Some(around) = globe_bounds(frame, part) else { return Vec::new() };
        let mut zoom = zoom.min(DEEPEST);
        loop {
            let [columns, rows] = self.spans(zoom, around);
            let count = (u64::from(columns[1] - columns[0]) + 1) * (u64::from(rows[1] - rows[0]) + 1);
            if count <= most as u64 {
                let middle = self.tiles(zoom, around.center());
                let mut tiles: Vec<Tile> = (rows[0]..=rows[1])
                    .flat_map(|row| (columns[0]..=columns[1]).map(move |column| Tile { zoom, column, row }))
                    .collect();
                let away = |tile: &Tile| {
                    (f64::from(tile.column) + 0.5 - middle[0]).hypot(f64::from(tile.row) + 0.5 - middle[1])
                };
                tiles.sort_by(|a, b| away(a).total_cmp(&away(b)).then(a.cmp(b)));
                return tiles;
            }
            let Some(less) = zoom.checked_sub(1).filter(|less| *less >= self.first()) else { return Vec::new() };
            zoom = less;
        }
    }

    /// First and last column and row of a box in degrees.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the tiles there are")]
    fn spans(self, zoom: u8, around: Rect<f64>) -> [[u32; 2]; 2] {
        let from = self.tiles(zoom, Coord { x: around.min().x, y: around.max().y });
        let to = self.tiles(zoom, Coord { x: around.max().x, y: around.min().y });
        let count = self.count(zoom);
        [0, 1].map(|axis| {
            let last = f64::from(count[axis] - 1);
            [from[axis], to[axis]].map(|at| at.floor().clamp(0.0, last) as u32)
        })
    }

    /// Where the pixels of a tile lie on the plan; `None` where that is beyond what its frame can show, or the frame stands on
    /// another datum.
    pub fn mesh(self, frame: &Frame, tile: Tile) -> Option<Mesh> {
        let globe = crs::numbered(4490).ok()?;
        let transfer = frame.transfer(&globe)?;
        let [x, y] = [tile.column, tile.row].map(f64::from);
        let at = |[across, down]: [f64; 2]| self.degrees(tile.zoom, [x + across / SIDE, y + down / SIDE]);
        Mesh::laid([SIDE, SIDE], BEND, |pixel| transfer.apply(at(pixel)))
    }

    /// Whether tiles can lie beneath plans in a frame: not where it lies nowhere on the globe, nor on a datum of another family,
    /// beside which they would lie off by a hundred metres.
    pub fn fits(frame: &Frame) -> bool {
        let globe = |system: System| frame.transfer(&system).is_some();
        crs::numbered(4490).is_ok_and(globe)
    }
}

/// The box in degrees around a part of the plan: its edges bend, so that points along them count.
fn globe_bounds(frame: &Frame, part: Rect<f64>) -> Option<Rect<f64>> {
    const STEPS: u32 = 8;
    let (low, size) = (part.min(), Coord { x: part.width(), y: part.height() });
    let share = |step: u32| f64::from(step) / f64::from(STEPS);
    let places = (0..=STEPS).flat_map(|step| {
        [[share(step), 0.0], [share(step), 1.0], [0.0, share(step)], [1.0, share(step)], [0.5, share(step)]]
    });
    let places = places.filter_map(|[x, y]| frame.to_degrees(Coord { x: low.x + x * size.x, y: low.y + y * size.y }));
    places.map(|at| Rect::new(at, at)).reduce(crate::formats::raw::joined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::frame_around;

    fn frame(code: &str) -> Frame {
        frame_around(Some(code), &[]).unwrap()
    }

    fn near(a: Coord<f64>, b: [f64; 2], by: f64) -> bool {
        (a.x - b[0]).abs() < by && (a.y - b[1]).abs() < by
    }

    #[test]
    fn corners_of_tiles_are_those_of_the_published_formulas() {
        // Tile 1/1/0 of web Mercator begins at Greenwich and the end of the square.
        assert!(near(Grid::Mercator.degrees(1, [1.0, 0.0]), [0.0, MERCATOR_END], 1e-9));
        assert!(near(Grid::Mercator.degrees(1, [1.0, 1.0]), [0.0, 0.0], 1e-12));
        // atan(sinh(π/2)) = 66.51326044311186°.
        assert!(near(Grid::Mercator.degrees(2, [3.0, 1.0]), [90.0, 66.513_260_443_111_86], 1e-9));
        // 天地图 _c at level 3: tiles of 45°.
        assert!(near(Grid::Cgcs2000.degrees(3, [6.0, 1.0]), [90.0, 45.0], 1e-12));
        assert!(near(Grid::Wgs84.degrees(2, [6.0, 1.0]), [90.0, 45.0], 1e-12));
        assert_eq!(Grid::ALL.map(|grid| grid.count(3)), [[8, 8], [8, 4], [16, 8]]);
    }

    #[test]
    fn xichang_lies_in_the_tiles_that_the_formula_gives() {
        // 102.27° E, 27.90° N at zoom 12: x = (102.27 + 180) / 360 · 4096 = 3211.6, y = (1 − asinh(tan φ) / π) / 2 · 4096 = 1717.2.
        let at = Coord { x: 102.27, y: 27.90 };
        let [x, y] = Grid::Mercator.tiles(12, at);
        assert!((x - 3_211.605).abs() < 1e-3 && (y - 1_717.23).abs() < 0.05, "{x} {y}");
        // Level 12 of 天地图 _c: tiles of 360° / 4096 = 0.087890625°: x the same, y = (90 − 27.9) / 0.087890625 = 706.56.
        let [x, y] = Grid::Cgcs2000.tiles(12, at);
        assert!((x - 3_211.605).abs() < 1e-3 && (y - 706.56).abs() < 1e-3, "{x} {y}");
        for grid in Grid::ALL {
            let back = grid.degrees(12, grid.tiles(12, at));
            assert!(near(back, [102.27, 27.90], 1e-9), "{grid:?}");
        }
    }

    #[test]
    fn a_mesh_keeps_every_pixel_within_half_a_pixel_of_its_place() {
        for (code, grid, zoom) in
            [("EPSG:4522", Grid::Mercator, 6), ("EPSG:4543", Grid::Cgcs2000, 5), ("EPSG:4543", Grid::Mercator, 17)]
        {
            let frame = frame(code);
            let [x, y] = grid.tiles(zoom, Coord { x: 102.27, y: 27.90 });
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a tile")]
            let tile = Tile { zoom, column: x as u32, row: y as u32 };
            let mesh = grid.mesh(&frame, tile).unwrap();
            let globe = crs::numbered(4490).unwrap();
            let transfer = frame.transfer(&globe).unwrap();
            let mut worst = 0.0_f64;
            for [a, b, c] in mesh.triangles() {
                let share = |f: fn(&crate::geometry::mesh::Pinned) -> f64| 0.2 * f(&a) + 0.3 * f(&b) + 0.5 * f(&c);
                let (u, v) = (share(|at| at.pixel[0]), share(|at| at.pixel[1]));
                let says = Coord { x: share(|at| at.place.x), y: share(|at| at.place.y) };
                let (column, row) = (f64::from(tile.column), f64::from(tile.row));
                let truly = transfer.apply(grid.degrees(zoom, [column + u / SIDE, row + v / SIDE])).unwrap();
                let metres_per_pixel = (a.place.x - c.place.x).hypot(a.place.y - c.place.y)
                    / (a.pixel[0] - c.pixel[0]).hypot(a.pixel[1] - c.pixel[1]);
                worst = worst.max((says.x - truly.x).hypot(says.y - truly.y) / metres_per_pixel);
            }
            assert!(worst < 0.5, "{code} {zoom}: {worst}");
        }
    }

    #[test]
    fn the_tiles_of_a_view_cover_it_and_are_few_and_the_middle_comes_first() {
        let frame = frame("EPSG:4522");
        let middle = frame.from_degrees(Coord { x: 102.27, y: 27.90 }).unwrap();
        assert!(middle.x > 34_000_000.0, "with the number of its zone");
        let part = Rect::new(
            Coord { x: middle.x - 720.0, y: middle.y - 450.0 },
            Coord { x: middle.x + 720.0, y: middle.y + 450.0 },
        );
        // A metre a pixel: 156 543 · cos 27.9° / 2^17 = 1.06 m.
        let zoom = Grid::Mercator.zoom_for(&frame, middle, 1.0, 18).unwrap();
        assert_eq!(zoom, 17);
        let tiles = Grid::Mercator.seen(&frame, part, zoom, 256);
        assert!((20..=48).contains(&tiles.len()), "{}", tiles.len());
        let bounds = |tile: &Tile| Grid::Mercator.mesh(&frame, *tile).unwrap().bounds().unwrap();
        let around = tiles.iter().map(bounds).reduce(crate::formats::raw::joined).unwrap();
        assert!(around.min().x <= part.min().x && around.max().y >= part.max().y);
        let first = bounds(&tiles[0]);
        assert!(first.min().x <= middle.x && first.max().x >= middle.x && first.min().y <= middle.y);
        assert!(Grid::Mercator.seen(&frame, part, zoom, 9).len() <= 9, "at a lesser zoom");
        assert_eq!(Grid::Mercator.zoom_for(&frame, middle, 0.01, 18), Some(18), "no deeper than the service goes");
    }

    #[test]
    fn plans_of_old_datums_and_of_no_place_have_no_tiles() {
        assert!(Grid::fits(&frame("EPSG:4543")) && !Grid::fits(&frame("EPSG:2379")) && !Grid::fits(&Frame::local()));
        let local = Frame::local();
        assert_eq!(Grid::Mercator.zoom_for(&local, Coord { x: 0.0, y: 0.0 }, 1.0, 18), None);
        assert!(Grid::Mercator.mesh(&local, Tile { zoom: 1, column: 0, row: 0 }).is_none());
    }
}
