//! Where the map is looked at from: the one place that turns metres of the plan into points of the screen and back.
//!
//! Everything is `f64` until a coordinate is relative to the camera: at 34 500 000 m an `f32` step is 2 m.

use geo_types::{Coord, Rect};

/// Points per metre of paper: a point is 1/96 inch, as screens have it.
const POINTS_PER_METRE_OF_PAPER: f64 = 96.0 / 0.0254;
/// From a millimetre to 100 km per point.
const NEAREST: f64 = 0.001;
const FARTHEST: f64 = 100_000.0;

/// A view of the plan, north up. Screen coordinates are points from the top left corner, y down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// What lies in the middle, metres in the plan's frame.
    pub centre: Coord<f64>,
    /// How many metres a point spans.
    pub metres_per_point: f64,
    /// Width and height in points.
    pub size: [f64; 2],
}

impl Camera {
    /// A view of so many points that shows a whole box, with a margin of a twentieth on each side.
    pub fn fitting(bounds: Rect<f64>, size: [f64; 2]) -> Self {
        let room = |points: f64| (points * 0.9).max(1.0);
        let needed = (bounds.width() / room(size[0])).max(bounds.height() / room(size[1]));
        Self { centre: bounds.center(), metres_per_point: within_reach(needed), size }
    }

    /// The point of the screen where a place of the plan lies.
    pub fn screen_from_plan(&self, at: Coord<f64>) -> [f64; 2] {
        let across = (at.x - self.centre.x) / self.metres_per_point;
        let up = (at.y - self.centre.y) / self.metres_per_point;
        [self.size[0] / 2.0 + across, self.size[1] / 2.0 - up]
    }

    /// The place of the plan that lies at a point of the screen.
    pub fn plan_from_screen(&self, at: [f64; 2]) -> Coord<f64> {
        Coord {
            x: self.centre.x + (at[0] - self.size[0] / 2.0) * self.metres_per_point,
            y: self.centre.y - (at[1] - self.size[1] / 2.0) * self.metres_per_point,
        }
    }

    /// The part of the plan that is seen.
    pub fn visible(&self) -> Rect<f64> {
        Rect::new(self.plan_from_screen([0.0, self.size[1]]), self.plan_from_screen([self.size[0], 0.0]))
    }

    /// Nearer by a factor above 1, farther below it; what lies at `at` stays there.
    #[must_use]
    pub fn zoomed(self, at: [f64; 2], factor: f64) -> Self {
        let held = self.plan_from_screen(at);
        let mut near = Self { metres_per_point: within_reach(self.metres_per_point / factor), ..self };
        let moved = near.plan_from_screen(at);
        near.centre = Coord { x: near.centre.x + held.x - moved.x, y: near.centre.y + held.y - moved.y };
        near
    }

    /// The plan dragged by so many points.
    #[must_use]
    pub fn dragged(self, by: [f64; 2]) -> Self {
        let centre = Coord {
            x: self.centre.x - by[0] * self.metres_per_point,
            y: self.centre.y + by[1] * self.metres_per_point,
        };
        Self { centre, ..self }
    }

    /// The same place and scale in another window.
    #[must_use]
    pub fn resized(self, size: [f64; 2]) -> Self {
        Self { size, ..self }
    }

    /// The denominator of the scale: 5000 where the map is 1:5000 on a screen of 96 dots per inch.
    pub fn denominator(&self) -> f64 {
        self.metres_per_point * POINTS_PER_METRE_OF_PAPER
    }

    /// The same place at 1:`denominator`.
    #[must_use]
    pub fn at_denominator(self, denominator: f64) -> Self {
        Self { metres_per_point: within_reach(metres_per_point_at(denominator)), ..self }
    }
}

/// How many metres a point spans at 1:`denominator`.
pub(super) fn metres_per_point_at(denominator: f64) -> f64 {
    denominator / POINTS_PER_METRE_OF_PAPER
}

/// Metres per point that the map can be drawn at; a box without extent gives the nearest.
fn within_reach(metres_per_point: f64) -> f64 {
    if metres_per_point.is_finite() { metres_per_point.clamp(NEAREST, FARTHEST) } else { FARTHEST }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn camera() -> Camera {
        Camera { centre: Coord { x: 34_500_000.0, y: 3_087_000.0 }, metres_per_point: 0.5, size: [800.0, 600.0] }
    }

    #[test]
    fn a_place_goes_to_the_screen_and_back_within_a_micrometre() {
        let at = Coord { x: 34_500_123.456_789, y: 3_086_900.123_456 };
        let back = camera().plan_from_screen(camera().screen_from_plan(at));
        assert!((back.x - at.x).abs() < 1e-6 && (back.y - at.y).abs() < 1e-6);
    }

    #[test]
    fn north_is_up_and_a_point_spans_half_a_metre() {
        let at = camera().screen_from_plan(Coord { x: 34_500_050.0, y: 3_087_010.0 });
        assert!((at[0] - 500.0).abs() < 1e-9 && (at[1] - 280.0).abs() < 1e-9);
    }

    #[test]
    fn zooming_keeps_the_place_under_the_pointer() {
        let pointer = [123.0, 456.0];
        let before = camera().plan_from_screen(pointer);
        let after = camera().zoomed(pointer, 3.7).plan_from_screen(pointer);
        assert!((before.x - after.x).abs() < 1e-6 && (before.y - after.y).abs() < 1e-6);
    }

    #[test]
    fn zooming_ends_at_a_millimetre_and_at_a_hundred_kilometres_a_point() {
        let near = camera().zoomed([0.0, 0.0], f64::INFINITY);
        assert!((near.metres_per_point - NEAREST).abs() < 1e-12 || near.metres_per_point.is_finite());
        assert!((camera().zoomed([0.0, 0.0], 1e-30).metres_per_point - FARTHEST).abs() < 1e-6);
    }

    #[test]
    fn a_dragged_plan_follows_the_pointer() {
        let at = Coord { x: 34_500_000.0, y: 3_087_000.0 };
        let moved = camera().dragged([10.0, -20.0]).screen_from_plan(at);
        assert!((moved[0] - 410.0).abs() < 1e-9 && (moved[1] - 280.0).abs() < 1e-9);
    }

    #[test]
    fn a_fitted_box_is_seen_whole_and_fills_nine_tenths() {
        let bounds = Rect::new(Coord { x: 0.0, y: 0.0 }, Coord { x: 1_000.0, y: 100.0 });
        let camera = Camera::fitting(bounds, [800.0, 600.0]);
        let left = camera.screen_from_plan(Coord { x: 0.0, y: 50.0 });
        assert!((left[0] - 40.0).abs() < 1e-9 && (left[1] - 300.0).abs() < 1e-9);
        let none = Camera::fitting(Rect::new(bounds.min(), bounds.min()), [0.0, 0.0]);
        assert!(none.metres_per_point > 0.0);
    }

    #[test]
    fn the_scale_is_that_of_a_screen_of_96_dots_per_inch() {
        // At 1:5000 an inch of screen is 127 m of ground.
        let camera = camera().at_denominator(5_000.0);
        assert!((camera.metres_per_point * 96.0 - 127.0).abs() < 1e-9);
        assert!((camera.denominator() - 5_000.0).abs() < 1e-9);
    }
}
