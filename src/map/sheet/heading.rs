//! What stands about the map of a drawing to scale: its title above, below what it was made from, and which of several sheets it is.

use vello_cpu::kurbo::{Rect, Shape as _};

use super::super::Colour;
use super::super::canvas::{Canvas, Pen};
use super::super::lettering::{Line, Weight};

/// From the edge of the paper, in points: 10 mm, which every printer leaves.
pub(super) const MARGIN: f64 = 37.8;
/// Height of the title above the map and of the notes below the legend.
pub(super) const TITLE: f64 = 38.0;
pub(super) const NOTES: f64 = 22.0;
/// Side of a sheet in the small index of sheets.
const CELL: [f64; 2] = [9.0, 6.0];
const INK: Colour = Colour::hex(0x2f_2f_2f);
const QUIET: Colour = Colour::hex(0x55_55_55);

/// What stands about a map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heading {
    /// What is drawn.
    pub title: String,
    /// What it was made from, in one line: system, standard, date.
    pub notes: String,
    /// Which of several sheets it is, in words.
    pub number: String,
    /// Columns and rows of sheets, and the one that this is.
    pub(super) index: Option<([u32; 2], [u32; 2])>,
}

impl Heading {
    /// A title and a line of notes.
    pub fn new(title: String, notes: String) -> Self {
        Self { title, notes, ..Self::default() }
    }

    pub(super) fn draw(&self, canvas: &mut dyn Canvas, [width, height]: [f64; 2], map: Rect) {
        let fitting = |text: &str, weight, size: f64, room: f64| {
            let line = Line::new(text, weight, size);
            if line.width > room { Line::new(text, weight, size * room / line.width) } else { line }
        };
        let title = fitting(&self.title, Weight::Bold, 22.0, map.width());
        canvas.fill(&title.outline([(width - title.width) / 2.0, map.y0 - 12.0]), INK);
        let base = height - MARGIN - 4.0;
        let number = Line::new(&self.number, Weight::Regular, 10.5);
        let left = map.x1 - number.width;
        canvas.fill(&number.outline([left, base]), INK);
        let index = self.index.filter(|(of, _)| of[0] * of[1] > 1);
        let index_width = index.map_or(0.0, |(of, _)| f64::from(of[0]) * CELL[0] + 8.0);
        let room = (left - index_width - 16.0 - map.x0).max(20.0);
        canvas.fill(&fitting(&self.notes, Weight::Regular, 10.5, room).outline([map.x0, base]), QUIET);
        if let Some((of, at)) = index {
            draw_index(canvas, of, at, [left - index_width, base]);
        }
    }
}

/// A small box for each sheet, this one filled; grows upward from its lower left corner.
fn draw_index(canvas: &mut dyn Canvas, [columns, rows]: [u32; 2], at: [u32; 2], [left, base]: [f64; 2]) {
    let pen = Pen::solid(0.6).mitred();
    for row in 0..rows {
        for column in 0..columns {
            let corner = (left + f64::from(column) * CELL[0], base - f64::from(rows - row) * CELL[1]);
            let cell = Rect::from_origin_size(corner, (CELL[0], CELL[1])).to_path(0.1);
            if at == [column, row] {
                canvas.fill(&cell, INK);
            }
            canvas.stroke(&cell, &pen, INK);
        }
    }
}
