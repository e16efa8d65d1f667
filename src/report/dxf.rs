//! Violations, narrow places and what is drawn, for CAD.

use super::Report;
use crate::text::Message;

/// The drawing.
pub(super) fn render(report: &Report<'_>) -> Result<Vec<u8>, Message> {
    let _ = report;
    Err(Message::new("report.not-written").with("reason", "stub"))
}
