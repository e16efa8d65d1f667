//! The block of a sheet: scale, what is stated of the plan, which sheet it is, and how the sheets lie to each other.

use vello_cpu::kurbo::{BezPath, Point, Rect, Shape as _, Size};

use super::super::Colour;
use super::super::canvas::{Canvas, Pen};
use super::super::lettering::{Line, Weight};
use super::{INK, Print};
use crate::text::Message;
use crate::units::grouped;

/// Width of the block, and height of a row of it, in points.
pub(super) const WIDTH: f64 = 356.0;
pub(super) const ROW: f64 = 17.0;
const SIZE: f64 = 10.0;
/// Width of the names.
const NAMES: f64 = 84.0;
/// The most that the scheme of the sheets is wide, and what lies between it and the block.
const SCHEME: f64 = 96.0;
const BESIDE: f64 = 10.0;
/// Letters are no smaller; a longer text is cut.
const SMALLEST: f64 = 7.0;
const QUIET: Colour = Colour::hex(0x66_6e_70);
const LINE: Colour = Colour::hex(0x9a_9f_9f);
const HERE: Colour = Colour::hex(0x0b_7a_75);

/// A block laid out.
pub(super) struct Block<'a> {
    print: &'a Print,
    sheet: usize,
    rows: Vec<[String; 2]>,
}

impl<'a> Block<'a> {
    /// The block of a sheet.
    pub(super) fn of(print: &'a Print, sheet: usize) -> Self {
        let says = |message: Message| message.say(print.scene.lang);
        let denominator = grouped(&format!("{:.0}", print.denominator));
        let scale = says(Message::new("map.scale").with("denominator", denominator));
        let number = format!("{} / {}", sheet + 1, print.sheets());
        let mut rows = vec![[says(Message::new("map.print-scale")), scale]];
        rows.extend(print.order.stated.iter().cloned());
        rows.push([says(Message::new("map.print-sheet")), number]);
        Self { print, sheet, rows }
    }

    pub(super) fn draw(&self, canvas: &mut dyn Canvas, place: Rect) {
        if self.print.sheets() > 1 {
            let cell = self.cell();
            let corner = Point::new(place.x0 - self.scheme_width(), place.y0);
            (0..self.print.sheets()).for_each(|sheet| self.draw_cell(canvas, sheet, corner, cell));
        }
        let place = Rect { y1: (place.y0 + self.rows.len() as f64 * ROW).min(place.y1), ..place };
        let rows =
            self.rows.iter().zip(0_u8..).filter(|(_, row)| place.y0 + f64::from(*row + 1) * ROW <= place.y1 + 0.1);
        let mut lines = BezPath::new();
        for ([name, value], row) in rows {
            let top = place.y0 + f64::from(row) * ROW;
            let base = top + ROW / 2.0 + SIZE * 0.35;
            write(canvas, name, [place.x0 + 6.0, base], NAMES - 10.0, QUIET);
            write(canvas, value, [place.x0 + NAMES + 6.0, base], place.width() - NAMES - 12.0, INK);
            if row > 0 {
                lines.move_to((place.x0, top));
                lines.line_to((place.x1, top));
            }
        }
        lines.move_to((place.x0 + NAMES, place.y0));
        lines.line_to((place.x0 + NAMES, place.y1));
        canvas.stroke(&lines, &Pen::solid(0.5), LINE);
        canvas.stroke(&place.to_path(0.1), &Pen::solid(1.0).mitred(), INK);
    }

    /// Width of the scheme of the sheets with what lies beside it; nought for a single one.
    pub(super) fn scheme_width(&self) -> f64 {
        if self.print.sheets() > 1 { self.print.columns as f64 * self.cell().width + BESIDE } else { 0.0 }
    }

    /// Size of a sheet in the scheme.
    fn cell(&self) -> Size {
        let shape = self.print.place.map.size();
        let (across, down) = (self.print.columns as f64 * shape.width, self.print.rows as f64 * shape.height);
        shape * (SCHEME / across).min(self.rows.len() as f64 * ROW / down)
    }

    /// A sheet where it lies among the others, this one filled.
    fn draw_cell(&self, canvas: &mut dyn Canvas, sheet: usize, corner: Point, cell: Size) {
        let [column, row] = [sheet % self.print.columns, sheet / self.print.columns].map(|step| step as f64);
        let own = Rect::from_origin_size((corner.x + column * cell.width, corner.y + row * cell.height), cell);
        let here = sheet == self.sheet;
        if here {
            canvas.fill(&own.to_path(0.1), HERE);
        }
        canvas.stroke(&own.to_path(0.1), &Pen::solid(0.7).mitred(), INK);
        let size = (cell.height * 0.6).min(cell.width * 0.5).min(SIZE);
        let line = Line::new(&(sheet + 1).to_string(), Weight::Regular, size);
        let at = [own.center().x - line.width / 2.0, own.center().y + size * 0.35];
        canvas.fill(&line.outline(at), if here { Colour::hex(0xff_ff_ff) } else { INK });
    }
}

/// A line of text, smaller where it would be too wide, and cut where it still is.
fn write(canvas: &mut dyn Canvas, text: &str, at: [f64; 2], width: f64, colour: Colour) {
    let full = Line::new(text, Weight::Regular, SIZE);
    let size = (SIZE * (width.max(1.0) / full.width.max(1.0)).min(1.0)).max(SMALLEST);
    let mut line = Line::new(text, Weight::Regular, size);
    let mut kept: Vec<char> = text.chars().collect();
    while line.width > width && kept.pop().is_some() {
        let cut: String = kept.iter().chain(&['…']).collect();
        line = Line::new(&cut, Weight::Regular, size);
    }
    canvas.fill(&line.outline(at), colour);
}
