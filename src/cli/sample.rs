//! `langdao sample`: writes the sample plan that is part of the program to a folder.

use std::path::Path;

use super::{Failure, Status, output};
use crate::plan;
use crate::text::{Lang, Message};

/// `langdao sample`.
pub(super) fn sample(folder: &Path, lang: Lang) -> Result<Status, Failure> {
    plan::sample::write(folder)?;
    output::to_stderr(&Message::new("cli.sample-written").with("path", folder.display()).say(lang));
    Ok(Status::Good)
}
