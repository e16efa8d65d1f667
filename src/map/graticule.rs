//! The grid of the plan's system on a map: round coordinates, a cross at each meeting, the numbers at the edges.

use vello_cpu::kurbo::{Affine, BezPath, Rect};

use super::canvas::{Canvas, Pen};
use super::lettering::{ASCENT, DESCENT, Line, Weight};
use super::room::Room;
use super::{Axes, Camera, Colour};
use crate::text::{Lang, Message};
use crate::units::grouped;

/// Grid lines stand at least this far from each other, in points.
const APART: f64 = 120.0;
const TICK: f64 = 4.0;
const SIZE: f64 = 9.0;
/// Numbers on the map itself.
const SIZE_ON_MAP: f64 = 10.0;
const INK: Colour = Colour::hex(0x4a_4a_4a);
const CROSS: Colour = Colour { r: 0x3a, g: 0x3a, b: 0x3a, a: 110 };
const PLATE: Colour = Colour { r: 255, g: 255, b: 255, a: 200 };

/// Round coordinates that a map shows.
pub(super) struct Graticule {
    /// Points from the left edge of the map, with the coordinate.
    east: Vec<(f64, f64)>,
    /// Points from its upper edge, with the coordinate.
    north: Vec<(f64, f64)>,
}

impl Graticule {
    pub(super) fn of(camera: &Camera) -> Self {
        let step = step(camera.metres_per_point * APART);
        let seen = camera.visible();
        let place = |x: f64, y: f64| camera.screen_from_plan(geo_types::Coord { x, y });
        let east = multiples(seen.min().x, seen.max().x, step).map(|x| (place(x, seen.min().y)[0], x));
        let north = multiples(seen.min().y, seen.max().y, step).map(|y| (place(seen.min().x, y)[1], y));
        Self { east: east.collect(), north: north.collect() }
    }

    /// Along the frame of a map: ticks and numbers outside, crosses inside.
    pub(super) fn draw(&self, canvas: &mut dyn Canvas, map: Rect) {
        self.crosses(canvas, map);
        let mut ticks = BezPath::new();
        for &(x, _) in &self.east {
            line(&mut ticks, (map.x0 + x, map.y1), (map.x0 + x, map.y1 + TICK));
        }
        for &(y, _) in &self.north {
            line(&mut ticks, (map.x0 - TICK, map.y0 + y), (map.x0, map.y0 + y));
        }
        canvas.stroke(&ticks, &Pen::solid(0.8), INK);
        self.write(canvas, map);
    }

    /// A cross at each meeting of two lines.
    fn crosses(&self, canvas: &mut dyn Canvas, map: Rect) {
        let mut crosses = BezPath::new();
        for &(x, _) in &self.east {
            for &(y, _) in &self.north {
                let (x, y) = (map.x0 + x, map.y0 + y);
                line(&mut crosses, (x - TICK, y), (x + TICK, y));
                line(&mut crosses, (x, y - TICK), (x, y + TICK));
            }
        }
        canvas.stroke(&crosses, &Pen::solid(0.6), CROSS);
    }

    /// Coordinates in full, as a survey reads them: eastings below, northings along the left edge from below upward.
    fn write(&self, canvas: &mut dyn Canvas, map: Rect) {
        let label = |value: f64| Line::new(&grouped(&format!("{value:.0}")), Weight::Regular, SIZE);
        for &(x, value) in &self.east {
            let line = label(value);
            let start = (map.x0 + x - line.width / 2.0).clamp(map.x0, (map.x1 - line.width).max(map.x0));
            canvas.fill(&line.outline([start, map.y1 + TICK + SIZE]), INK);
        }
        for &(y, value) in &self.north {
            let line = label(value);
            let start = (map.y0 + y + line.width / 2.0).clamp((map.y0 + line.width).min(map.y1), map.y1);
            let turn = Affine::translate((map.x0 - TICK - 2.5, start)) * Affine::rotate(-std::f64::consts::FRAC_PI_2);
            canvas.fill(&(turn * line.outline([0.0, 0.0])), INK);
        }
    }

    /// On a map without a frame: crosses, and along the edges of what is seen a tick with the number, where there is room.
    pub(super) fn draw_inside(&self, canvas: &mut dyn Canvas, room: &mut Room, seen: Rect, axes: Axes, lang: Lang) {
        let [width, height] = canvas.size();
        self.crosses(canvas, Rect::new(0.0, 0.0, width, height));
        let mut ticks = BezPath::new();
        let says = |key: &str, value: f64| {
            let text = Message::new(key).with("value", grouped(&format!("{value:.0}"))).say(lang);
            Line::new(&text, Weight::Regular, SIZE_ON_MAP)
        };
        let (east, north) = axes.keys();
        let tall = SIZE_ON_MAP * (ASCENT + DESCENT);
        let mut put = |canvas: &mut dyn Canvas, text: &Line, place: Rect| {
            if !room.claim(place) {
                return false;
            }
            canvas.fill(&vello_cpu::kurbo::Shape::to_path(&place, 0.1), PLATE);
            canvas.fill(&text.outline([place.x0 + 3.0, place.y1 - 1.0 - SIZE_ON_MAP * DESCENT]), INK);
            true
        };
        for &(x, value) in self.east.iter().filter(|(x, _)| (seen.x0..=seen.x1).contains(x)) {
            let text = says(east, value);
            let place = Rect::from_center_size((x, seen.y0 + tall / 2.0 + 8.0), (text.width + 6.0, tall + 2.0));
            if put(canvas, &text, place) {
                line(&mut ticks, (x, seen.y0), (x, place.y0));
            }
        }
        for &(y, value) in self.north.iter().filter(|(y, _)| (seen.y0..=seen.y1).contains(y)) {
            let text = says(north, value);
            let left = seen.x0 + 8.0;
            let place = Rect::new(left, y - tall / 2.0 - 1.0, left + text.width + 6.0, y + tall / 2.0 + 1.0);
            if put(canvas, &text, place) {
                line(&mut ticks, (seen.x0, y), (left, y));
            }
        }
        canvas.stroke(&ticks, &Pen::solid(0.8), INK);
    }
}

fn line(path: &mut BezPath, from: (f64, f64), to: (f64, f64)) {
    path.move_to(from);
    path.line_to(to);
}

/// The smallest of 1, 2 or 5 times a power of ten metres that is at least so much, and at least a metre.
fn step(least: f64) -> f64 {
    let least = if least.is_finite() { least.max(1.0) } else { 1.0 };
    let power = 10.0_f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|step| *step >= least * (1.0 - 1e-9))
        .unwrap_or(least)
}

/// Multiples of a step between two numbers; a hundred at most.
fn multiples(low: f64, high: f64, step: f64) -> impl Iterator<Item = f64> {
    let first = (low / step).ceil();
    (0..100_u8).map(move |index| (first + f64::from(index)) * step).take_while(move |value| *value <= high)
}

#[cfg(test)]
mod tests {
    use super::super::canvas::Raster;
    use super::*;
    use geo_types::Coord;

    fn camera() -> Camera {
        Camera { centre: Coord { x: 34_500_000.0, y: 50.0 }, metres_per_point: 0.5, size: [640.0, 480.0] }
    }

    #[test]
    fn grid_lines_are_round_and_not_crowded() {
        // 0.5 m a point: 120 points are 60 m, the next round step is 100 m.
        let grid = Graticule::of(&camera());
        let values: Vec<f64> = grid.east.iter().map(|(_, value)| *value).collect();
        assert_eq!(values, [34_499_900.0, 34_500_000.0, 34_500_100.0]);
        assert_eq!(grid.north.iter().map(|(_, value)| *value).collect::<Vec<_>>(), [0.0, 100.0]);
        assert!((grid.east[1].0 - 320.0).abs() < 1e-9 && (grid.north[1].0 - 140.0).abs() < 1e-9);
    }

    #[test]
    fn steps_are_one_two_or_five_and_no_smaller_than_a_metre() {
        let steps = [0.001, 1.5, 20.0, 21.0, f64::NAN].map(step);
        assert_eq!(steps.map(|step| format!("{step}")), ["1", "2", "20", "50", "1"]);
    }

    #[test]
    fn numbers_on_the_map_take_the_room_that_is_left_and_no_other() {
        let seen = Rect::new(0.0, 0.0, 640.0, 480.0);
        let mut canvas = Raster::new([640.0, 480.0], 1.0);
        let mut room = Room::new([640.0, 480.0], 0.0);
        // Where 34 500 000 would be written something stands already.
        let label = Rect::new(280.0, 0.0, 360.0, 40.0);
        room.take(label);
        Graticule::of(&camera()).draw_inside(&mut canvas, &mut room, seen, Axes::East, Lang::En);
        let picture = canvas.finish();
        let inked = |x0: usize, x1: usize| {
            (2..24)
                .flat_map(|y| (x0..x1).map(move |x| (y * 640 + x) * 4 + 3))
                .filter(|at| picture.rgba[*at] > 0)
                .count()
        };
        assert_eq!(inked(285, 355), 0, "nothing over the label");
        assert!(inked(80, 160) > 50, "34 499 900 stands at the edge");
        assert!(!room.is_free(Rect::new(118.0, 8.0, 122.0, 20.0)), "and nothing is written over it");
    }
}
