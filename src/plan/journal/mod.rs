//! The journal of a plan: every step since its history begins, on the disk before the step counts as done.
//!
//! A journal is a file of lines, each with a checksum over itself and all lines before it. The first one holds the text of the
//! plan file that the history starts from, every other one a step: an edit, undo, redo, or that the plan was saved. Played
//! again they give the plan as it was, with its history; what is not in the plan file then is unsaved. A line that was torn
//! when the computer stopped costs that step only.
//!
//! Journals lie in a folder of this computer, not beside the plan: they are written where a network drive is gone, and an
//! office's folders hold nothing but its plans. A journal may be deleted at any time: what is saved is not touched by that.

mod folder;
mod line;
mod opening;
mod place;
mod restore;
mod retell;
mod writer;

pub use folder::{Journals, Left};
pub use opening::{Access, Opened, lock_of};
pub use restore::{Kept, Restored};
pub use writer::Journal;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Edit;
use crate::disk::hex;

/// Version of the format.
const VERSION: u32 = 1;

/// One line of a journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Record {
    /// Where the history starts.
    Begun(Box<Begun>),
    /// An edit of the planner.
    Do(Box<Edit>),
    /// The last edit was taken back.
    Undo,
    /// An edit was done again.
    Redo,
    /// The plan as it is is about to be saved as a file with this fingerprint.
    Saved(String),
}

/// Where a history starts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// Version of the format.
    pub version: u32,
    /// The plan's file; `None` where it was never saved.
    #[serde(with = "place::maybe")]
    pub plan: Option<PathBuf>,
    /// Where names of its layers start from.
    #[serde(with = "place")]
    pub folder: PathBuf,
    /// What people call it.
    pub name: String,
    /// Text of a plan file that states what the plan states before the first step.
    pub text: String,
    /// Files of the opened folders that are of a format that is not read.
    pub unread: Vec<String>,
    /// Fingerprint of the plan's file where that states the same.
    pub saved: Option<String>,
    /// When the first edit was made that was not saved when this was written, in seconds since 1970 UTC.
    pub since: Option<u64>,
}

/// Fingerprint of a plan file's text.
pub(super) fn fingerprint(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}
