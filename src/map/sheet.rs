//! A map as it stands in a document: in a frame with the coordinates of the plan along it, scale bar, north arrow, and a
//! legend of what is seen below.

use geo_types::Rect as PlanRect;
use vello_cpu::kurbo::{Rect, Shape as _, Vec2};

use super::canvas::{Canvas, Pen, Raster};
use super::graticule::Graticule;
use super::legend::Key;
use super::overlay::overlay;
use super::picture::layers;
use super::shifted::Shifted;
use super::vector::Vector;
use super::{Camera, Colour, Picture, Scene};
use crate::handle::Handle;

/// From the edge of the sheet to the map, in points: room for the coordinates along the frame.
const LEFT: f64 = 18.0;
const TOP: f64 = 4.0;
const RIGHT: f64 = 4.0;
const BELOW: f64 = 18.0;
/// Of its height the map keeps at least this share, whatever there is to explain.
const MAP_SHARE: f64 = 0.72;
const FRAME: Colour = Colour::hex(0x2f_2f_2f);
const GROUND: Colour = Colour::hex(0xff_ff_ff);

/// A map laid out on a sheet.
#[derive(Debug)]
pub struct Sheet<'a> {
    scene: &'a Scene,
    camera: Camera,
    size: [f64; 2],
    key: Key,
}

impl<'a> Sheet<'a> {
    /// A sheet of so many points that shows a whole box of the plan.
    pub fn fitting(scene: &'a Scene, bounds: PlanRect<f64>, size: [f64; 2]) -> Self {
        let size = size.map(|points| if points.is_finite() { points.clamp(100.0, 16_000.0) } else { 100.0 });
        let room = [size[0] - LEFT - RIGHT, size[1] - TOP - BELOW];
        // What is seen decides how tall the legend is, and that how much is seen: the map without one sees all that matters.
        let widest = Camera::fitting(bounds, room);
        let key = Key::of(scene, &widest, room[0], room[1] * (1.0 - MAP_SHARE));
        let camera = Camera::fitting(bounds, [room[0], room[1] - key.height()]);
        Self { scene, camera, size, key }
    }

    /// Where it is looked at from; its size is that of the map inside the frame.
    pub fn camera(&self) -> &Camera {
        &self.camera
    }

    /// The sheet as SVG; `None` where the handle was cancelled on the way.
    pub fn svg(&self, handle: &Handle) -> Option<String> {
        let mut vector = Vector::new(self.size);
        self.draw(&mut vector, handle)?;
        Some(vector.finish())
    }

    /// The sheet as a picture, so many pixels a point; `None` where the handle was cancelled on the way.
    pub fn picture(&self, scale: f64, handle: &Handle) -> Option<Picture> {
        let mut raster = Raster::new(self.size, scale);
        self.draw(&mut raster, handle)?;
        Some(raster.finish())
    }

    fn draw(&self, canvas: &mut dyn Canvas, handle: &Handle) -> Option<()> {
        let [width, height] = self.size;
        canvas.fill(&Rect::new(0.0, 0.0, width, height).to_path(0.1), GROUND);
        let map = Rect::from_origin_size((LEFT, TOP), (self.camera.size[0], self.camera.size[1]));
        let frame = map.to_path(0.1);
        canvas.push_clip(&frame);
        let mut inside = Shifted::new(canvas, Vec2::new(LEFT, TOP), self.camera.size);
        layers(&mut inside, self.scene, &self.camera, handle)?;
        overlay(&mut inside, self.scene, &self.camera);
        canvas.pop_clip();
        let graticule = Graticule::of(&self.camera);
        graticule.draw(canvas, map);
        canvas.stroke(&frame, &Pen::solid(1.2).mitred(), FRAME);
        self.key.draw(canvas, [LEFT, map.y1 + BELOW]);
        (!handle.is_cancelled()).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use geo_types::Coord;

    use super::super::{Art, SceneLayer};
    use super::*;
    use crate::geometry::Region;
    use crate::layer::{Feature, Layer, Origin, Role, Shape, Value};

    const EAST: f64 = 34_500_000.0;

    fn scene() -> Scene {
        let corners = [(0.0, 0.0), (400.0, 0.0), (400.0, 300.0), (0.0, 300.0)].map(|(x, y)| Coord { x: EAST + x, y });
        let shape = Shape::Area(Region::from_rings(&corners, &[]).unwrap());
        let feature = Feature { row: 0, id: None, shape, values: vec![Value::text("0701")] };
        let layer = Layer::new(Origin::File("a.shp".into()), &[Role::LandUse], &["class"], vec![feature]);
        let art = Arc::new(Art::of(&Arc::new(layer)));
        Scene { layers: vec![SceneLayer { art, visible: true }], furniture: true, ..Scene::default() }
    }

    fn bounds() -> PlanRect<f64> {
        PlanRect::new((EAST, 0.0), (EAST + 400.0, 300.0))
    }

    #[test]
    fn a_sheet_shows_the_whole_box_and_keeps_room_for_frame_and_legend() {
        let scene = scene();
        let sheet = Sheet::fitting(&scene, bounds(), [640.0, 480.0]);
        let seen = sheet.camera().visible();
        assert!(seen.min().x <= EAST && seen.max().x >= EAST + 400.0 && seen.min().y <= 0.0 && seen.max().y >= 300.0);
        assert!((sheet.camera().size[0] - (640.0 - LEFT - RIGHT)).abs() < 1e-9);
        assert!(sheet.camera().size[1] < 480.0 - TOP - BELOW, "room for the legend");
    }

    #[test]
    fn the_drawing_and_the_picture_are_the_same_each_time_and_show_the_parcel_in_the_middle() {
        let scene = scene();
        let sheet = Sheet::fitting(&scene, bounds(), [640.0, 480.0]);
        let svg = sheet.svg(&Handle::default()).unwrap();
        assert_eq!(Some(&svg), sheet.svg(&Handle::default()).as_ref());
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
        let picture = sheet.picture(1.0, &Handle::default()).unwrap();
        let homes = Colour::hex(0xff_ff_2d).over(super::super::colour::PAPER, 42);
        let at = (240 * picture.width + 320) * 4;
        assert_eq!(picture.rgba[at..at + 3], [homes.r, homes.g, homes.b]);
        assert_eq!(picture.rgba[..3], [255, 255, 255], "outside the frame");
    }

    #[test]
    fn a_stopped_sheet_gives_nothing() {
        let handle = Handle::default();
        handle.cancel();
        assert_eq!(Sheet::fitting(&scene(), bounds(), [640.0, 480.0]).svg(&handle), None);
    }
}
