//! The report as PDF.

use super::Report;
use crate::handle::Handle;
use crate::map::Picture;
use crate::text::Message;

/// The pages of the PDF, to be looked at.
#[derive(Debug)]
pub struct Preview {
    pages: usize,
}

impl Preview {
    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.pages
    }

    /// A page as a picture, premultiplied RGBA; `None` where there is no such page. Slow: call it in a job.
    pub fn page(&self, index: usize, pixels_per_point: f64) -> Option<Picture> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sides of a page")]
        let side = |points: f64| (points * pixels_per_point).clamp(1.0, 8_192.0) as usize;
        let (width, height) = (side(595.0), side(842.0));
        (index < self.pages).then(|| Picture { width, height, rgba: vec![255; width * height * 4] })
    }
}

/// The document.
pub(super) fn render(report: &Report<'_>, handle: &Handle) -> Result<Vec<u8>, Message> {
    let _ = (report, handle);
    Err(Message::new("report.not-written").with("reason", "stub"))
}

/// Its pages.
pub(super) fn preview(report: &Report<'_>, handle: &Handle) -> Result<Preview, Message> {
    if handle.is_cancelled() {
        return Err(Message::new("report.stopped"));
    }
    Ok(Preview { pages: report.outcome.clauses.len() })
}
