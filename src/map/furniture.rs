//! Scale bar, numeric scale and north arrow, as they stand on a drawing.

use vello_cpu::kurbo::{BezPath, Circle, Point, Rect, RoundedRect, Shape as _};

use super::canvas::{Canvas, Pen};
use super::lettering::{ASCENT, DESCENT, Line, Weight};
use super::room::Room;
use super::{Camera, Colour};
use crate::text::{Lang, Message};
use crate::units::grouped;

/// A scale bar with round lengths.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaleBar {
    /// Length of a segment on the ground, metres.
    pub metres: f64,
    /// How many segments it has.
    pub segments: u8,
    /// Length of the whole bar in points.
    pub points: f64,
}

impl ScaleBar {
    /// The longest bar of 1, 2 or 5 times a power of ten metres that is no longer than so many points; two segments.
    pub fn for_camera(camera: &Camera, max_points: f64) -> Self {
        let most = camera.metres_per_point * max_points.max(1.0);
        let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
        let power = 10.0_f64.powf(most.log10().floor());
        let whole =
            [5.0, 2.0, 1.0].into_iter().map(|times| times * power).find(|length| *length <= most * (1.0 + 1e-9));
        let whole = whole.unwrap_or(power);
        Self { metres: whole / 2.0, segments: 2, points: whole / camera.metres_per_point.max(f64::MIN_POSITIVE) }
    }

    /// What stands at each end of a segment, the unit at the last: `0`, `250`, `500 m`.
    pub fn marks(&self, lang: Lang) -> Vec<String> {
        let whole = self.metres * f64::from(self.segments);
        let (unit, key) = if whole >= 1_000.0 { (1_000.0, "map.kilometres") } else { (1.0, "map.metres") };
        let number = |step: u8| {
            // Ends are round: what rounding leaves beyond six decimals is noise.
            let value = (self.metres * f64::from(step) / unit * 1e6).round() / 1e6;
            grouped(&value.to_string())
        };
        let mut marks: Vec<String> = (0..self.segments).map(number).collect();
        marks.push(Message::new(key).with("value", number(self.segments)).say(lang));
        marks
    }
}

/// The scale as a number, to three digits as scales are written: `1 : 5000`.
fn numeric_scale(camera: &Camera, lang: Lang) -> String {
    let denominator = camera.denominator().max(1.0);
    let unit = 10.0_f64.powf((denominator.log10().floor() - 2.0).max(0.0));
    let rounded = (denominator / unit).round() * unit;
    Message::new("map.scale").with("denominator", grouped(&format!("{rounded:.0}"))).say(lang)
}

pub(super) const INK: Colour = Colour::hex(0x2f_2f_2f);
pub(super) const PLATE: Colour = Colour { r: 255, g: 255, b: 255, a: 225 };
const EDGE: Colour = Colour { r: 60, g: 60, b: 60, a: 40 };
/// From the edge of the picture, in points.
const MARGIN: f64 = 12.0;
/// Radius of the disc of the north arrow.
const DISC: f64 = 19.0;
/// The longest bar, in points.
const LONGEST: f64 = 170.0;
/// A picture smaller than this has no furniture.
const LEAST: f64 = 200.0;

/// Furniture at its place.
#[derive(Clone, Debug)]
pub(super) struct Furniture {
    bar: ScaleBar,
    marks: Vec<Line>,
    scale: Line,
    north: Line,
    plate: Rect,
    disc: Point,
    shown: bool,
}

impl Furniture {
    /// Scale at the lower left, north at the upper right.
    pub(super) fn lay_out(camera: &Camera, lang: Lang) -> Self {
        let [width, height] = camera.size;
        let line = |text: &str, size| Line::new(text, Weight::Regular, size);
        let bar = ScaleBar::for_camera(camera, LONGEST);
        let marks: Vec<Line> = bar.marks(lang).iter().map(|mark| line(mark, 10.5)).collect();
        let scale = line(&numeric_scale(camera, lang), 10.5);
        // The number at the last end is written about it.
        let beyond = marks.last().map_or(0.0, |mark| mark.width / 2.0);
        let wide = bar.points + beyond + 26.0 + scale.width + 14.0;
        let plate = Rect::new(MARGIN, height - MARGIN - 36.0, MARGIN + wide, height - MARGIN);
        let disc = Point::new(width - MARGIN - DISC - 2.0, MARGIN + DISC + 2.0);
        let shown = width >= LEAST && height >= LEAST && wide < width - 2.0 * MARGIN;
        Self { bar, marks, scale, north: line(&Message::new("map.north").say(lang), 10.0), plate, disc, shown }
    }

    /// Nothing is written over it, nor where the window draws its own.
    pub(super) fn take_room(&self, room: &mut Room) {
        if self.shown {
            room.take(self.plate.inflate(2.0, 2.0));
            room.take(Rect::from_center_size(self.disc, (2.0 * DISC + 6.0, 2.0 * DISC + 6.0)));
        }
    }

    pub(super) fn draw(&self, canvas: &mut dyn Canvas) {
        if !self.shown {
            return;
        }
        let plate = RoundedRect::from_rect(self.plate, 6.0).to_path(0.05);
        canvas.fill(&plate, PLATE);
        canvas.stroke(&plate, &Pen::solid(0.8), EDGE);
        let (left, base) = (self.plate.x0 + 14.0, self.plate.y1 - 9.0);
        self.draw_bar(canvas, left, base);
        let start = self.plate.x1 - 12.0 - self.scale.width;
        canvas.fill(&self.scale.outline([start, self.plate.center().y + 4.0]), INK);
        self.draw_north(canvas);
    }

    fn draw_bar(&self, canvas: &mut dyn Canvas, left: f64, base: f64) {
        let step = self.bar.points / f64::from(self.bar.segments.max(1));
        let mut path = BezPath::new();
        path.move_to((left, base - 6.0));
        path.line_to((left, base));
        path.line_to((left + self.bar.points, base));
        path.line_to((left + self.bar.points, base - 6.0));
        path.move_to((left + step, base - 4.0));
        path.line_to((left + step, base));
        canvas.stroke(&path, &Pen::solid(1.5).mitred(), INK);
        let mut at = left;
        for mark in &self.marks {
            canvas.fill(&mark.outline([at - mark.width / 2.0, base - 10.0]), INK);
            at += step;
        }
    }

    fn draw_north(&self, canvas: &mut dyn Canvas) {
        let disc = Circle::new(self.disc, DISC).to_path(0.05);
        canvas.fill(&disc, PLATE);
        canvas.stroke(&disc, &Pen::solid(0.8), EDGE);
        let Point { x, y } = self.disc;
        let mut needle = BezPath::new();
        needle.move_to((x, y - 14.0));
        needle.line_to((x + 5.5, y + 2.0));
        needle.line_to((x, y - 1.5));
        needle.line_to((x - 5.5, y + 2.0));
        needle.close_path();
        canvas.fill(&needle, INK);
        let below = y + 8.5 + 10.0 * (ASCENT - DESCENT) / 2.0;
        canvas.fill(&self.north.outline([x - self.north.width / 2.0, below]), INK);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::Coord;

    fn camera(metres_per_point: f64) -> Camera {
        Camera { centre: Coord { x: 0.0, y: 0.0 }, metres_per_point, size: [800.0, 600.0] }
    }

    #[test]
    fn a_bar_is_a_round_length_and_no_longer_than_its_room() {
        // 170 points of 3 m are 510 m.
        let bar = ScaleBar::for_camera(&camera(3.0), 170.0);
        assert!((bar.metres - 250.0).abs() < 1e-9 && bar.segments == 2);
        assert!((bar.points - 500.0 / 3.0).abs() < 1e-9);
        assert_eq!(bar.marks(Lang::Zh), ["0", "250", "500 m"]);
        // Exactly 1 km in 100 points.
        let bar = ScaleBar::for_camera(&camera(10.0), 100.0);
        assert_eq!(bar.marks(Lang::En), ["0", "0.5", "1 km"]);
        assert!((bar.points - 100.0).abs() < 1e-9);
    }

    #[test]
    fn a_millimetre_and_a_hundred_kilometres_a_point_have_bars_too() {
        assert_eq!(ScaleBar::for_camera(&camera(0.001), 170.0).marks(Lang::Zh), ["0", "0.05", "0.1 m"]);
        assert_eq!(
            ScaleBar::for_camera(&camera(1e5), 170.0).marks(Lang::Zh),
            ["0", "5\u{2009}000", "10\u{2009}000 km"]
        );
        let odd = ScaleBar::for_camera(&camera(f64::NAN), f64::NAN);
        assert!(odd.metres.is_finite());
    }

    #[test]
    fn the_numeric_scale_is_written_to_three_digits() {
        assert_eq!(numeric_scale(&camera(1.0).at_denominator(5_000.0), Lang::Zh), "1 : 5\u{2009}000");
        assert_eq!(numeric_scale(&camera(1.0).at_denominator(12_347.0), Lang::Zh), "1 : 12\u{2009}300");
    }
}
