//! What stands where on a sheet, in points from its top left corner.

use vello_cpu::kurbo::Rect;

use super::PER_MM;
use super::block::{self, ROW};

/// From the edge of the paper: what a printer cannot reach, and what is cut.
const MARGIN: f64 = 10.0 * PER_MM;
/// Between the border and the frame of the map: room for the coordinates.
const BAND: f64 = 17.0;
/// Between the map and what stands below it.
const GAP: f64 = 10.0;
/// The part of the sheet that may be taken from the map for the legend.
const MOST_FOOT: f64 = 0.3;

/// What stands where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Of the paper.
    pub(super) size: [f64; 2],
    /// Size of the title's letters.
    pub(super) title: f64,
    /// Around the map with its coordinates.
    pub(super) border: Rect,
    /// The map.
    pub(super) map: Rect,
    /// Legend and block.
    pub(super) foot: Rect,
}

impl Place {
    /// On paper of so many points, with a legend of some height and a block of some rows.
    pub(super) fn on(size: [f64; 2], legend: f64, rows: usize) -> Self {
        let [width, height] = size;
        let title = (width.min(height) / 42.0).clamp(16.0, 60.0);
        let foot = legend.max(rows as f64 * ROW).min(height * MOST_FOOT);
        let inner = Rect::new(MARGIN, MARGIN, width - MARGIN, height - MARGIN);
        let foot = Rect::new(inner.x0, inner.y1 - foot, inner.x1, inner.y1);
        let border = Rect::new(inner.x0, inner.y0 + title * 1.9, inner.x1, foot.y0 - GAP);
        let map = Rect::new(border.x0 + BAND, border.y0 + 4.0, border.x1 - 4.0, border.y1 - BAND);
        Self { size, title, border, map, foot }
    }

    /// Where the block stands: at the right.
    pub(super) fn block(&self) -> Rect {
        Rect { x0: self.foot.x1 - self.block_width(), ..self.foot }
    }

    /// Room for the legend beside it.
    pub(super) fn legend_width(&self) -> f64 {
        (self.foot.width() - self.block_width() - 2.0 * GAP).max(60.0)
    }

    /// The most that the legend may be high.
    pub(super) fn most_legend(&self) -> f64 {
        self.size[1] * MOST_FOOT
    }

    fn block_width(&self) -> f64 {
        block::WIDTH.min(self.foot.width() * 0.45)
    }
}
