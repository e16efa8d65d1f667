//! Every figure as a workbook.

use super::Report;
use crate::text::Message;

/// The workbook.
pub(super) fn render(report: &Report<'_>) -> Result<Vec<u8>, Message> {
    let _ = report;
    Err(Message::new("report.not-written").with("reason", "stub"))
}
