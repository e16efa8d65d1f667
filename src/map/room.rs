//! Room for lettering: which parts of a picture are taken, so that nothing is written over anything else.

use vello_cpu::kurbo::{Point, Rect};

/// Side of a cell of the grid that finds neighbours, in points.
const CELL: f64 = 64.0;

/// What of a picture is taken.
#[derive(Clone, Debug)]
pub(super) struct Room {
    whole: Rect,
    taken: Vec<Rect>,
    /// Numbers of boxes by cell, row by row.
    cells: Vec<Vec<usize>>,
    columns: usize,
    rows: usize,
}

impl Room {
    /// An empty picture of so many points, of which a margin stays free.
    pub(super) fn new(size: [f64; 2], margin: f64) -> Self {
        let size = size.map(|points| if points.is_finite() { points.clamp(0.0, 65_536.0) } else { 0.0 });
        let (columns, rows) = (index(size[0]) + 1, index(size[1]) + 1);
        let whole = Rect::new(margin, margin, (size[0] - margin).max(margin), (size[1] - margin).max(margin));
        Self { whole, taken: Vec::new(), cells: vec![Vec::new(); columns * rows], columns, rows }
    }

    /// The same picture with nothing taken.
    pub(super) fn clone_empty(&self) -> Self {
        Self { taken: Vec::new(), cells: vec![Vec::new(); self.cells.len()], ..*self }
    }

    /// The part of the picture that may be written on.
    pub(super) fn whole(&self) -> Rect {
        self.whole
    }

    /// Lets only this part of the picture be written on.
    pub(super) fn limit(&mut self, part: Rect) {
        self.whole = part;
    }

    /// Whether a box lies inside the picture and over nothing that is taken.
    pub(super) fn is_free(&self, wanted: Rect) -> bool {
        let inside = wanted.x0 >= self.whole.x0
            && wanted.y0 >= self.whole.y0
            && wanted.x1 <= self.whole.x1
            && wanted.y1 <= self.whole.y1;
        inside && self.numbers(wanted).all(|cell| self.cells[cell].iter().all(|&one| !overlap(self.taken[one], wanted)))
    }

    /// Whether a point lies in the picture.
    pub(super) fn holds(&self, at: Point) -> bool {
        self.whole.x0 <= at.x && at.x <= self.whole.x1 && self.whole.y0 <= at.y && at.y <= self.whole.y1
    }

    /// Takes a box.
    pub(super) fn take(&mut self, taken: Rect) {
        if !taken.is_finite() {
            return;
        }
        let cells: Vec<usize> = self.numbers(taken).collect();
        for cell in cells {
            self.cells[cell].push(self.taken.len());
        }
        self.taken.push(taken);
    }

    /// Takes a box where it is free.
    pub(super) fn claim(&mut self, wanted: Rect) -> bool {
        let free = self.is_free(wanted);
        if free {
            self.take(wanted);
        }
        free
    }

    /// Cells that a box reaches into; what lies outside belongs to those at the edge.
    fn numbers(&self, of: Rect) -> impl Iterator<Item = usize> + use<> {
        let (columns, rows) = (self.columns, self.rows);
        let across = index(of.x0).min(columns - 1)..=index(of.x1).min(columns - 1);
        let down = index(of.y0).min(rows - 1)..=index(of.y1).min(rows - 1);
        down.flat_map(move |row| across.clone().map(move |column| row * columns + column))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cells of a picture of bounded size")]
fn index(points: f64) -> usize {
    (points / CELL).clamp(0.0, 2_000.0) as usize
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_free_until_it_is_taken_and_again_beside_it() {
        let mut room = Room::new([200.0, 100.0], 4.0);
        assert!(room.claim(Rect::new(10.0, 10.0, 150.0, 30.0)));
        assert!(!room.is_free(Rect::new(140.0, 20.0, 180.0, 40.0)));
        assert!(room.is_free(Rect::new(150.0, 10.0, 190.0, 30.0)), "edges may touch");
        assert!(!room.is_free(Rect::new(3.0, 50.0, 20.0, 60.0)), "in the margin");
    }

    #[test]
    fn a_picture_without_size_has_no_room_and_odd_boxes_do_no_harm() {
        let mut room = Room::new([f64::NAN, 0.0], 4.0);
        assert!(!room.is_free(Rect::new(0.0, 0.0, 10.0, 10.0)));
        room.take(Rect::new(f64::NAN, 0.0, f64::INFINITY, 1.0));
        room.take(Rect::new(-1e12, -1e12, 1e12, 1e12));
        assert!(!room.is_free(Rect::new(4.0, 4.0, 4.5, 4.5)));
    }
}
