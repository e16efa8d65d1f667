//! The label of a mark: a white plate beside its place, with a leader to it.

use vello_cpu::kurbo::{BezPath, Circle, Point, Rect, RoundedRect, Shape as _, Size, Vec2};

use super::Mark;
use super::style::{self, COUNTED, COUNTED_AREA, INK, LEFT_OUT, QUIET, WHITE};
use crate::layer::Shape;
use crate::map::Colour;
use crate::map::canvas::{Canvas, Pen};
use crate::map::lettering::{ASCENT, DESCENT, Line, Weight};
use crate::map::room::Room;
use crate::text::{Lang, Message};

/// From the edge of a plate to its text, in points.
const INSET: Vec2 = Vec2::new(9.0, 5.0);
/// How far plates may stand from their places, nearest first.
const STEPS: [f64; 8] = [12.0, 24.0, 40.0, 60.0, 88.0, 124.0, 170.0, 230.0];
/// How many of these steps a figure alone may stand off.
const SHORT: usize = 5;
/// Where plates stand about their places, best first: right above as in a drawing.
const SIDES: [[f64; 2]; 8] =
    [[1.0, -1.0], [-1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [0.0, -1.0], [0.0, 1.0], [1.0, 0.0], [-1.0, 0.0]];

/// Lines of text on white ground.
#[derive(Clone, Debug)]
pub(super) struct Plate {
    rows: Vec<Row>,
    size: Size,
}

#[derive(Clone, Debug)]
struct Row {
    line: Line,
    colour: Colour,
    height: f64,
    /// Below the top of the plate.
    baseline: f64,
    indent: f64,
    /// A sample of a stroke before the text.
    sample: Option<Sample>,
}

#[derive(Clone, Copy, Debug)]
enum Sample {
    Line,
    Area,
    LeftOut,
}

/// Length of the sample of a stroke, in points.
const SAMPLE: f64 = 20.0;
/// Notes wider than this many points are broken into lines, of which so many are shown: the window shows them whole.
const WIDEST: f64 = 205.0;
const MOST_LINES: usize = 3;

impl Plate {
    /// The figure alone.
    pub(super) fn compact(mark: &Mark) -> Self {
        let mut plate = Self { rows: Vec::new(), size: Size::ZERO };
        plate.add(&mark.label.head, Weight::Bold, 12.0, style::colour(mark.verdict));
        plate.measured()
    }

    /// Figure, limit, notes, and what strokes mean.
    pub(super) fn full(mark: &Mark, lang: Lang) -> Self {
        let mut plate = Self { rows: Vec::new(), size: Size::ZERO };
        plate.add(&mark.label.head, Weight::Bold, 16.0, style::colour(mark.verdict));
        plate.add(&mark.label.detail, Weight::Regular, 12.5, INK);
        for note in &mark.label.notes {
            for line in broken(note, WIDEST, |text| Line::new(text, Weight::Regular, 11.0).width) {
                plate.add(&line, Weight::Regular, 11.0, QUIET);
            }
        }
        let areas = mark.evidence.counted.iter().any(|shape| matches!(shape, Shape::Area(_)));
        let counted = if areas { Sample::Area } else { Sample::Line };
        let strokes = [
            (!mark.evidence.counted.is_empty(), "report.part-counted", counted),
            (!mark.evidence.left_out.is_empty(), "report.part-left-out", Sample::LeftOut),
        ];
        for (_, key, sample) in strokes.into_iter().filter(|(drawn, ..)| *drawn) {
            plate.add(&Message::new(key).say(lang), Weight::Regular, 11.0, QUIET);
            if let Some(row) = plate.rows.last_mut() {
                row.indent = SAMPLE + 6.0;
                row.sample = Some(sample);
            }
        }
        plate.measured()
    }

    fn add(&mut self, text: &str, weight: Weight, size: f64, colour: Colour) {
        if text.is_empty() {
            return;
        }
        let line = Line::new(text, weight, size);
        self.rows.push(Row { line, colour, height: size * 1.35, baseline: size, indent: 0.0, sample: None });
    }

    fn measured(mut self) -> Self {
        let mut down = INSET.y;
        for row in &mut self.rows {
            let size = row.baseline;
            row.baseline = down + row.height / 2.0 + size * (ASCENT - DESCENT) / 2.0;
            down += row.height;
        }
        let width = self.rows.iter().map(|row| row.indent + row.line.width).fold(0.0, f64::max);
        self.size = Size::new(width + 2.0 * INSET.x, down + INSET.y);
        self
    }

    /// Looks for room about a place: `about` is kept free, and `covers` says what else of the mark must not be hidden.
    /// `along` is the direction of a dimension, which a leader does not run along.
    pub(super) fn find_room(
        &self,
        about: Rect,
        along: Vec2,
        room: &Room,
        covers: &dyn Fn(Rect) -> bool,
    ) -> Option<Rect> {
        let Size { width, height } = self.size;
        let mut sides = SIDES;
        // A stable sort: sides across the dimension come first, in their own order where nothing tells them apart.
        sides.sort_by_key(|&[x, y]| Vec2::new(x, y).normalize().dot(along).abs() > 0.6);
        let steps = if self.rows.len() > 1 { &STEPS[..] } else { &STEPS[..SHORT] };
        let (half, middle) = (Vec2::new(width / 2.0, height / 2.0), about.center());
        steps.iter().flat_map(|step| sides.iter().map(move |side| (*step, *side))).find_map(|(step, [x, y])| {
            let diagonal = x.abs() + y.abs() > 1.5;
            // Off a corner the plate need not stand as far away both ways.
            let share = if diagonal { 0.6 } else { 1.0 };
            let away = |side: f64, reach: f64, half: f64| side * (reach / 2.0 + half + step * share);
            let at = middle + Vec2::new(away(x, about.width(), half.x), away(y, about.height(), half.y));
            let wanted = Rect::from_points(at - half, at + half);
            (room.is_free(wanted.inflate(3.0, 3.0)) && !covers(wanted)).then_some(wanted)
        })
    }

    /// A place at the upper edge of the picture, where there is none about the mark; `to` is kept free.
    pub(super) fn at_edge(&self, room: &Room, to: Option<Point>) -> Option<Rect> {
        let whole = room.whole();
        let steps = std::iter::successors(Some(whole.y0 + 12.0), |y| Some(y + 24.0)).take_while(|y| *y < whole.y1);
        steps
            .flat_map(|y| [0.5, 0.25, 0.75].map(|share| (whole.x0 + whole.width() * share - self.size.width / 2.0, y)))
            .map(|(x, y)| Rect::from_origin_size((x, y), self.size))
            .find(|&wanted| room.is_free(wanted) && !to.is_some_and(|to| wanted.inflate(6.0, 6.0).contains(to)))
    }

    pub(super) fn draw(&self, canvas: &mut dyn Canvas, at: Rect, colour: Colour) {
        let frame = RoundedRect::from_rect(at, 5.0).to_path(0.05);
        canvas.stroke(&frame, &Pen::solid(4.0), WHITE.with_opacity(170));
        canvas.fill(&frame, WHITE.with_opacity(246));
        canvas.stroke(&frame, &Pen::solid(1.3), colour);
        for row in &self.rows {
            let start = at.x0 + INSET.x;
            if let Some(sample) = row.sample {
                draw_sample(canvas, sample, Point::new(start, at.y0 + row.baseline - 4.0));
            }
            canvas.fill(&row.line.outline([start + row.indent, at.y0 + row.baseline]), row.colour);
        }
    }
}

/// Text broken into lines of some width: at blanks, else between Chinese characters, else anywhere.
fn broken(text: &str, widest: f64, width: impl Fn(&str) -> f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() && lines.len() < MOST_LINES {
        let ends = rest.char_indices().map(|(start, c)| start + c.len_utf8());
        let fitting: Vec<usize> = ends.take_while(|&end| width(&rest[..end]) <= widest).collect();
        let most = fitting.last().copied().unwrap_or_else(|| rest.chars().next().map_or(0, char::len_utf8));
        let breaks = |end: &usize| {
            let (before, after) = (rest[..*end].chars().next_back(), rest[*end..].chars().next());
            let wide = |c: Option<char>| c.is_some_and(|c| c > '\u{2fff}');
            // Closing marks do not begin a line.
            let closing = after.is_some_and(|c| "，。；：）”、".contains(c));
            !closing && (after == Some(' ') || before == Some(' ') || wide(before) || wide(after))
        };
        let end = if most == rest.len() { most } else { fitting.into_iter().rev().find(breaks).unwrap_or(most) };
        lines.push(rest[..end].trim().to_owned());
        rest = rest[end..].trim_start();
    }
    if let (false, Some(last)) = (rest.is_empty(), lines.last_mut()) {
        last.push('…');
    }
    lines
}

fn draw_sample(canvas: &mut dyn Canvas, sample: Sample, start: Point) {
    let mut stroke = BezPath::new();
    stroke.move_to(start);
    stroke.line_to(start + Vec2::new(SAMPLE, 0.0));
    let area = Rect::from_points(start - Vec2::new(0.0, 4.0), start + Vec2::new(SAMPLE, 4.0)).to_path(0.1);
    match sample {
        Sample::Line => canvas.stroke(&stroke, &Pen::solid(2.6), COUNTED),
        Sample::LeftOut => canvas.stroke(&stroke, &Pen::dashed(1.6, &[4.0, 3.0]), LEFT_OUT),
        Sample::Area => {
            canvas.fill(&area, COUNTED_AREA.with_opacity(105));
            canvas.stroke(&area, &Pen::solid(0.8), COUNTED_AREA);
        }
    }
}

/// Where a leader leaves its plate: the point nearest to its end, a little inside.
pub(super) fn leaves(plate: Rect, to: Point) -> Point {
    Point::new(to.x.clamp(plate.x0 + 6.0, plate.x1 - 6.0), to.y.clamp(plate.y0 + 4.0, plate.y1 - 4.0))
}

/// The line from a plate to what it speaks of, with a dot there.
pub(super) fn draw_leader(canvas: &mut dyn Canvas, plate: Rect, to: Point, colour: Colour) {
    let from = leaves(plate, to);
    let mut leader = BezPath::new();
    leader.move_to(from);
    leader.line_to(to);
    canvas.stroke(&leader, &Pen::solid(4.0).round(), WHITE.with_opacity(230));
    canvas.fill(&Circle::new(to, 4.2).to_path(0.05), WHITE);
    canvas.stroke(&leader, &Pen::solid(1.3), colour);
    canvas.fill(&Circle::new(to, 2.6).to_path(0.05), colour);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_broken_at_blanks_and_between_chinese_characters() {
        let lines = |text: &str| broken(text, 10.0, |text| text.chars().count() as f64);
        assert_eq!(lines("too narrow for 84 m"), ["too narrow", "for 84 m"]);
        assert_eq!(lines("口径“计入毗邻区域绿地”：达标"), ["口径“计入毗邻区域绿", "地”：达标"]);
        assert_eq!(lines("abcdefghijklmn"), ["abcdefghij", "klmn"]);
        assert_eq!(lines(&"字".repeat(40)).last().map(|last| last.chars().count()), Some(11), "three lines and a mark");
        assert!(broken("字", 0.0, |_| 1.0).len() == 1 && lines("").is_empty());
    }
}
