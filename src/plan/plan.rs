//! The plan while it is worked on: what it states, where it is saved, and every change that was made to it.
//!
//! Layers are not read here: [`Plan::load`] turns what is stated into a [`super::Snapshot`], in a job.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::gather::{self, gather, no_layer};
use super::history::{History, Step};
use super::journal::Record;
use super::load::Asked;
use super::names::{absolute, name_from, resolved};
use super::save::LastTry;
use super::saved::SavedAt;
use super::{Change, Content, Edit, LayerCache, LayerEntry, Loaded, PlanError, PlanFile, Request, Revision};
use crate::formats::{self, Stamp};
use crate::handle::Handle;
use crate::text::Message;

/// A plan that can be changed, undone and saved. Only [`Plan::commit`], [`Plan::undo`] and [`Plan::redo`] change it.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub(super) content: Arc<Content>,
    pub(super) history: History,
    pub(super) revision: Revision,
    /// The revision that was saved last, as it was before that.
    pub(super) saved_from: Revision,
    /// What its file holds; what was opened, where there is none yet.
    pub(super) saved: Arc<Content>,
    /// Where in the history that was.
    pub(super) saved_at: SavedAt,
    /// The file that it was opened from: what is saved is always made from its text.
    pub(super) opened: Option<Arc<PlanFile>>,
    /// The file as it was last read or written.
    pub(super) file: Option<Arc<PlanFile>>,
    pub(super) last_try: LastTry,
    pub(super) path: Option<PathBuf>,
    pub(super) folder: PathBuf,
    /// Files of the opened folders that are of a format that is not read.
    pub(super) unread: Vec<String>,
}

impl Plan {
    /// Opens a plan, a folder of layers, or files; layers are not read yet.
    ///
    /// # Errors
    /// [`PlanError`] where the plan file is wrong, or there is neither a plan nor a layer.
    pub fn open(paths: &[PathBuf]) -> Result<Self, PlanError> {
        // Names must hold whatever the working folder is when layers are read.
        let paths: Vec<PathBuf> = paths.iter().map(|path| absolute(path)).collect();
        let path = paths.iter().find_map(|path| gather::plan_file(path));
        let gathered = gather(&Request { paths, ..Request::default() })?;
        let stated = gathered.plan.as_ref().map_or(0, |file| file.content.layers.len());
        let mut content = gathered.content;
        for source in gathered.layers {
            for &index in source.entries.iter().filter(|&&index| index >= stated) {
                let name = name_from(&gathered.folder, &source.path);
                content.layers.get_mut(index).into_iter().for_each(|entry| entry.source.clone_from(&name));
            }
        }
        let content = Arc::new(content);
        let file = gathered.plan.map(Arc::new);
        Ok(Self {
            saved: file.as_ref().map_or_else(|| Arc::clone(&content), |file| Arc::new(file.content.clone())),
            content,
            history: History::default(),
            saved_at: SavedAt::default(),
            revision: Revision::default(),
            saved_from: Revision::default(),
            opened: file.clone(),
            file,
            last_try: LastTry::default(),
            path,
            folder: gathered.folder,
            unread: gathered.unread,
        })
    }

    /// The plan file that one of these paths means.
    pub(super) fn file_among(paths: &[PathBuf]) -> Option<PathBuf> {
        paths.iter().map(|path| absolute(path)).find_map(|path| gather::plan_file(&path))
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
        &self.folder
    }

    /// Whether it differs from what its file holds, or from what was opened where there is no file yet.
    pub fn is_changed(&self) -> bool {
        !Arc::ptr_eq(&self.content, &self.saved) && self.content != self.saved
    }

    /// Changes it, and tells what is to be recorded of that. An edit that changes nothing, or speaks of a layer or an argument
    /// that is no longer there, is dropped.
    pub fn commit(&mut self, edit: Edit) -> Option<Record> {
        self.step(Step::Do(Box::new(edit)))
    }

    /// Takes the last change back, and tells what is to be recorded of that.
    pub fn undo(&mut self) -> Option<Record> {
        self.step(Step::Undo)
    }

    /// Does again what was taken back, and tells what is to be recorded of that.
    pub fn redo(&mut self) -> Option<Record> {
        self.step(Step::Redo)
    }

    fn step(&mut self, step: Step) -> Option<Record> {
        let mut saved_at = None;
        if matches!(step, Step::Do(_)) && self.saved_at.steps > self.history.steps() {
            let mut left = self.saved_at.clone();
            left.leave(&self.history);
            saved_at = Some(left);
        }
        let record = self.history.commit(Arc::make_mut(&mut self.content), step)?;
        self.revision.0 += 1;
        self.saved_at = saved_at.unwrap_or_else(|| std::mem::take(&mut self.saved_at));
        if self.content == self.saved {
            // Whichever way it went there.
            self.saved_at = SavedAt::here(self.history.steps());
        }
        Some(record)
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<Message> {
        self.history.undo_label()
    }

    /// What redo would do again.
    pub fn redo_label(&self) -> Option<Message> {
        self.history.redo_label()
    }

    /// Every step that was done, the first one first.
    pub fn done(&self) -> Vec<Message> {
        self.history.done().collect()
    }

    /// Every step that was taken back, in the order in which they are done again.
    pub fn undone(&self) -> Vec<Message> {
        self.history.undone().collect()
    }

    /// Takes steps back, or does them again, until so many are done, and tells what is to be recorded of that.
    pub fn go_to(&mut self, steps: usize) -> Vec<Record> {
        let next = || match self.history.steps().cmp(&steps) {
            std::cmp::Ordering::Greater => self.undo(),
            std::cmp::Ordering::Less => self.redo(),
            std::cmp::Ordering::Equal => None,
        };
        std::iter::from_fn(next).collect()
    }

    /// The edit that adds files or folders as layers; files that are there already are left out, and so are those that
    /// cannot be layers as long as any other can ([`Plan::left_out`]). A part of a shapefile stands for its set.
    ///
    /// # Errors
    /// [`PlanError`] where none of them can be a layer: why, and how to convert it.
    pub fn adding(&self, paths: &[PathBuf]) -> Result<Edit, PlanError> {
        let (usable, left_out) = usable(paths);
        if usable.is_empty() {
            let nothing = || no_layer(paths.first().map_or(Path::new(""), PathBuf::as_path), &[]);
            return Err(left_out.into_iter().next().map_or_else(nothing, PlanError::Stated));
        }
        let layers = &self.content.layers;
        let mut known: BTreeSet<PathBuf> =
            layers.iter().map(|entry| resolved(&self.folder.join(&entry.source))).collect();
        let new = usable.iter().filter(|path| known.insert(resolved(path)));
        let entry = |path: &PathBuf| LayerEntry { source: name_from(&self.folder, path), ..LayerEntry::default() };
        Ok(self.adding_layers(new.map(entry).collect()))
    }

    /// The edit that adds layers behind those that are there.
    pub fn adding_layers(&self, entries: Vec<LayerEntry>) -> Edit {
        let first = self.content.layers.len();
        let add = |(index, entry)| Edit::Layer(first + index, Change::new(None, Some(Box::new(entry))));
        let added: Vec<Edit> = entries.into_iter().enumerate().map(add).collect();
        match <[Edit; 1]>::try_from(added) {
            Ok([only]) => only,
            Err(several) => Edit::Batch(Message::new("plan.edit-add-layers"), several),
        }
    }

    /// Why some of these files and folders cannot be layers, a sentence each.
    pub fn left_out(paths: &[PathBuf]) -> Vec<Message> {
        usable(paths).1
    }

    /// The files of its layers, and how they are now.
    pub fn stamps(&self) -> Vec<(PathBuf, Stamp)> {
        let paths: Vec<PathBuf> =
            gather::sources(&self.content.layers, &self.folder).into_iter().map(|source| source.path).collect();
        let stamps = formats::stamps(paths.iter().map(PathBuf::as_path));
        paths.into_iter().zip(stamps).collect()
    }

    /// Reads its layers, or takes them from the cache where neither the file nor what is stated of it has changed.
    ///
    /// # Errors
    /// [`PlanError`] where the standard or the county is unknown, or the job was cancelled. A layer that cannot be used is no
    /// error: it stands in [`super::Snapshot::unusable`].
    pub fn load(&self, cache: &LayerCache, handle: &Handle) -> Result<Loaded, PlanError> {
        let asked = Asked {
            request: &Request::default(),
            content: &self.content,
            file: self.file.as_deref(),
            folder: &self.folder,
            sources: &gather::sources(&self.content.layers, &self.folder),
            unread: &self.unread,
        };
        let mut loaded = asked.load(cache, handle)?;
        loaded.snapshot.revision = self.revision;
        if self.folder.as_os_str().is_empty() && self.content.name.is_none() {
            loaded.snapshot.name.clear();
        }
        Ok(loaded)
    }
}

/// Main files of the layers among files and folders, and why others are none.
fn usable(paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<Message>) {
    let (mut usable, mut left_out) = (Vec::new(), Vec::new());
    for path in paths.iter().map(|path| absolute(path)) {
        if path.is_dir() {
            match formats::layers_in(&path) {
                Ok(found) if !found.is_empty() => usable.extend(found),
                Ok(_) => left_out.extend(no_layer(&path, &formats::unread_in(&path)).messages()),
                Err(error) => left_out.push(error.0),
            }
            continue;
        }
        let main = formats::main_of(&path).unwrap_or(path);
        let name = main.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match formats::can_be_layer(&main, &name) {
            Ok(()) => usable.push(main),
            Err(error) => left_out.push(error.0),
        }
    }
    left_out.dedup();
    (usable, left_out)
}
