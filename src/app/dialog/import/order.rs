//! What is asked for of files that are imported.

use std::path::PathBuf;

use crate::plan::{Edit, LayerCache};

/// What becomes of files that are imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Layers of the plan that is open.
    Add,
    /// A plan of their own, in place of the one that is open.
    Open,
}

/// What the page of files to import asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportOrder {
    /// Look at these files and folders. A plan among them is opened at once.
    Look(Goal, Vec<PathBuf>),
    /// Read them as they are stated now.
    Read,
    /// Import them.
    Take,
}

/// Files that are opened as a plan, with what was stated of them.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// What is stated of their layers otherwise than guessed.
    pub edit: Edit,
    /// Layers that were read already.
    pub cache: LayerCache,
}

impl PartialEq for Imported {
    /// What was read is no part of what is asked for.
    fn eq(&self, other: &Self) -> bool {
        self.paths == other.paths && self.edit == other.edit
    }
}
