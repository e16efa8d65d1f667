//! What lies over all layers: names, marks of findings, furniture, none over another.

use vello_cpu::kurbo::{Rect, Shape as _};

use super::canvas::Canvas;
use super::furniture::{Furniture, INK, PLATE};
use super::lettering::{Line, Weight};
use super::room::Room;
use super::view::View;
use super::{Camera, Scene, labels, mark};

/// Lettering keeps this far from the edge of the picture, in points.
const MARGIN: f64 = 5.0;

/// Draws the places of findings, names, the labels of findings, furniture. Room is given away in the order of what matters: furniture stands where it
/// stands, labels of findings beside their places, names where there is room left.
pub(super) fn overlay(canvas: &mut dyn Canvas, scene: &Scene, camera: &Camera) {
    let view = View::of(camera);
    let mut room = Room::new(camera.size, MARGIN);
    let furniture = Furniture::lay_out(camera, scene.lang);
    furniture.take_room(&mut room);
    let whole = room.whole();
    let unseen = scene.unseen.clamp(0.0, 0.5);
    room.limit(whole.inflate(-unseen * whole.width(), -unseen * whole.height()));
    let marks = mark::lay_out(&scene.marks, &view, &mut room, scene.lang);
    room.limit(whole);
    marks.draw_places(canvas, &view);
    labels::draw(canvas, scene, &view, &mut room);
    marks.draw_labels(canvas, &view);
    if scene.furniture {
        furniture.draw(canvas);
        attribution(canvas, &scene.attributions, camera.size);
    }
}

/// Whom the pictures beneath the map are owed to, in the lower right corner. The window writes it itself.
fn attribution(canvas: &mut dyn Canvas, owed: &[String], [width, height]: [f64; 2]) {
    if owed.is_empty() {
        return;
    }
    let line = Line::new(&owed.join("  ·  "), Weight::Regular, 9.0);
    let plate = Rect::new((width - line.width - 12.0).max(0.0), height - 14.0, width, height);
    canvas.fill(&plate.to_path(0.1), PLATE);
    canvas.fill(&line.outline([plate.x0 + 6.0, height - 4.0]), INK);
}
