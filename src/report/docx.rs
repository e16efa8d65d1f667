//! The report as a Word document.

use super::Report;
use crate::handle::Handle;
use crate::text::Message;

/// The document.
pub(super) fn render(report: &Report<'_>, handle: &Handle) -> Result<Vec<u8>, Message> {
    let _ = (report, handle);
    Err(Message::new("report.not-written").with("reason", "stub"))
}
