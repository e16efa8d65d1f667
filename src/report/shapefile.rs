//! Violations, narrow places and what is drawn, as shapefile sets.

use super::Files;
use super::Report;
use crate::text::Message;
use std::path::Path;

/// The sets.
pub(super) fn files(report: &Report<'_>, path: &Path) -> Result<Files, Message> {
    let _ = (report, path);
    Err(Message::new("report.not-written").with("reason", "stub"))
}
