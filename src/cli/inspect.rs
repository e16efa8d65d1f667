//! `inspect`: what files hold, what they would mean to a check, and everything wrong with them.

use std::path::PathBuf;

use super::arguments::OutputFormat;
use super::{Failure, Status};
use crate::text::Lang;

/// `langdao inspect`.
pub(super) fn inspect(
    _files: &[PathBuf],
    _crs: Option<String>,
    _encoding: Option<String>,
    _format: OutputFormat,
    _lang: Lang,
) -> Result<Status, Failure> {
    Ok(Status::Good)
}
