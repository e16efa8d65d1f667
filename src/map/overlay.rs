//! What lies over all layers: names, marks of findings, furniture, none over another.

use super::canvas::Canvas;
use super::furniture::Furniture;
use super::graticule::Graticule;
use super::room::Room;
use super::view::View;
use super::{Camera, Scene, labels, mark};

/// Lettering keeps this far from the edge of the picture, in points.
const MARGIN: f64 = 5.0;

/// Draws a thematic map, the grid, the places of findings, names, the labels of findings, furniture. Room is given away in the order of what matters: furniture stands where it
/// stands, labels of findings beside their places, names where there is room left.
pub(super) fn overlay(canvas: &mut dyn Canvas, scene: &Scene, camera: &Camera) {
    let view = View::of(camera);
    if let Some(shading) = &scene.shading {
        shading.draw(canvas, &view);
    }
    let mut room = Room::new(camera.size, MARGIN);
    let furniture = Furniture::lay_out(camera, scene.lang);
    furniture.take_room(&mut room);
    let whole = room.whole();
    let unseen = scene.unseen.clamp(0.0, 0.5);
    room.limit(whole.inflate(-unseen * whole.width(), -unseen * whole.height()));
    let seen = room.whole();
    if let Some(axes) = scene.graticule {
        Graticule::of(camera).draw_inside(canvas, &mut room, seen, axes, scene.lang);
    }
    let marks = mark::lay_out(&scene.marks, &view, &mut room, scene.lang);
    room.limit(whole);
    marks.draw_places(canvas, &view);
    labels::draw(canvas, scene, &view, &mut room);
    marks.draw_labels(canvas, &view);
    if scene.furniture {
        furniture.draw(canvas);
    }
}
