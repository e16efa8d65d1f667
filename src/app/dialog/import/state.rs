//! What is to be imported, until it is.

use std::path::PathBuf;
use std::sync::Arc;

use super::texts::Texts;
use crate::app::Goal;
use crate::app::dialog::layer::FirstRows;
use crate::app::dialog::small_map::SmallMap;
use crate::app::trial::Tried;
use crate::check::Outcome;
use crate::layer::Layer;
use crate::plan::{Edit, LayerCache, LayerEntry, LoadedEntry, Plan};
use crate::text::Message;

/// What files turned out to be.
#[derive(Debug)]
pub(in crate::app) enum Looked {
    /// A plan, which is opened at once.
    Plan(Vec<PathBuf>),
    /// Files to import, or why there is none.
    Files(Box<Import>),
}

/// Files that are to be imported.
#[derive(Debug)]
pub(in crate::app) struct Import {
    pub(in crate::app) goal: Goal,
    /// What was dropped or picked and can be used.
    pub(in crate::app) paths: Vec<PathBuf>,
    /// The plan that they are added to, or that they are opened as.
    pub(in crate::app) base: Plan,
    pub(super) files: Vec<File>,
    /// Why others cannot be used.
    pub(super) left_out: Vec<Message>,
    pub(in crate::app) reading: Reading,
    /// What a check would find with them.
    pub(in crate::app) outcome: Option<Outcome>,
    /// The file that is looked at.
    pub(super) chosen: usize,
    /// Whether what they do for the clauses is looked at instead.
    pub(super) shows_clauses: bool,
    /// Whether they are imported as soon as they are read.
    pub(in crate::app) hurry: bool,
    /// Layers that were read; they are not read again when they are imported.
    pub(in crate::app) cache: LayerCache,
    /// What was read last, and which files were to be imported.
    read: Vec<(LayerEntry, bool)>,
    pub(super) map: SmallMap,
}

/// How far reading is.
#[derive(Debug)]
pub(in crate::app) enum Reading {
    /// It is going on.
    Now,
    /// It is done.
    Done(Arc<Tried>),
    /// The plan could not be read with them.
    Failed(Vec<Message>),
}

/// One of the files.
#[derive(Debug)]
pub(in crate::app) struct File {
    pub(super) path: PathBuf,
    /// Bytes of it and of what belongs to it.
    pub(super) bytes: u64,
    /// What is stated of it.
    pub(super) entry: LayerEntry,
    /// Whether it is imported.
    pub(super) taken: bool,
    /// What came of it when it was read last.
    pub(super) came: Option<Result<Arc<Layer>, Message>>,
    pub(super) rows: FirstRows,
    pub(super) texts: Texts,
}

impl Import {
    /// Files by what is stated of them, before any is read.
    pub(in crate::app) fn of(goal: Goal, paths: Vec<PathBuf>, base: Plan, entries: Vec<LayerEntry>) -> Self {
        let file = |entry: LayerEntry| {
            let path = base.folder().join(&entry.source);
            let bytes = crate::formats::stamps([path.as_path()]).first().map_or(0, crate::formats::Stamp::bytes);
            let (rows, texts) = (FirstRows::default(), Texts::default());
            File { path, bytes, entry, taken: true, came: None, rows, texts }
        };
        let files = entries.into_iter().map(file).collect();
        Self {
            goal,
            paths,
            base,
            files,
            left_out: Vec::new(),
            reading: Reading::Now,
            outcome: None,
            chosen: 0,
            shows_clauses: false,
            hurry: false,
            cache: LayerCache::default(),
            read: Vec::new(),
            map: SmallMap::default(),
        }
    }

    /// The same, with why other files cannot be used.
    pub(in crate::app) fn without(mut self, left_out: Vec<Message>) -> Self {
        self.left_out = left_out;
        self
    }

    /// The files that are imported.
    pub(super) fn taken(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.taken)
    }

    /// Whether something else is stated than what was read.
    pub(super) fn is_changed(&self) -> bool {
        !self.hurry && self.read != self.stated()
    }

    /// Notes that what is stated now is being read.
    pub(in crate::app) fn start(&mut self) {
        self.read = self.stated();
        self.reading = Reading::Now;
        self.outcome = None;
    }

    fn stated(&self) -> Vec<(LayerEntry, bool)> {
        self.files.iter().map(|file| (file.entry.clone(), file.taken)).collect()
    }

    /// The plan with the files, as it would be.
    pub(in crate::app) fn plan(&self) -> Plan {
        let mut plan = self.base.clone();
        plan.commit(self.edit(&self.base, false));
        plan
    }

    /// Where the layer of a file stands in that plan.
    pub(super) fn entry_of(&self, file: usize) -> Option<usize> {
        let before = match self.goal {
            Goal::Add => self.base.content().layers.len(),
            Goal::Open => 0,
        };
        self.files.get(file).filter(|file| file.taken)?;
        Some(before + self.files.iter().take(file).filter(|file| file.taken).count())
    }

    /// Takes what was read.
    pub(in crate::app) fn take(&mut self, tried: &Arc<Tried>) {
        self.reading = Reading::Done(Arc::clone(tried));
        let snapshot = &tried.loaded.snapshot;
        for index in 0..self.files.len() {
            let entry = self.entry_of(index).and_then(|entry| tried.loaded.entries.get(entry));
            let came = match entry {
                Some(LoadedEntry::Layer(at)) => snapshot.layers.get(*at).cloned().map(Ok),
                Some(LoadedEntry::Unusable(at)) => snapshot.unusable.get(*at).map(|own| Err(own.reason.clone())),
                None => None,
            };
            if let (Some(file), Some(came)) = (self.files.get_mut(index), came) {
                file.came = Some(came);
            }
        }
    }

    /// The one edit that imports them into a plan. Their roles are stated as they were shown, where `adopts` says so.
    pub(in crate::app) fn edit(&self, plan: &Plan, adopts: bool) -> Edit {
        match self.goal {
            Goal::Add => plan.adding_layers(self.taken().map(|file| file.stated(adopts)).collect()),
            Goal::Open => self.restating(plan),
        }
    }

    /// What is stated of the layers of an opened folder; those that are left out go, the last ones first.
    fn restating(&self, plan: &Plan) -> Edit {
        let stated = self.files.iter().enumerate().filter(|(_, file)| file.taken);
        let stated = stated.map(|(index, file)| plan.setting_layer(index, file.entry.clone()));
        let gone = self.files.iter().enumerate().rev().filter(|(_, file)| !file.taken);
        let mut edits: Vec<Edit> = stated.filter(|edit| !edit.is_empty()).collect();
        edits.extend(gone.map(|(index, _)| plan.removing_layer(index)));
        Edit::Batch(Message::new("plan.edit-import"), edits)
    }
}

impl File {
    /// Its name without folders.
    pub(super) fn name(&self) -> &str {
        self.entry.file_name()
    }

    /// The layer that came of it.
    pub(super) fn layer(&self) -> Option<&Arc<Layer>> {
        self.came.as_ref()?.as_ref().ok()
    }

    /// Whether it is a picture, which has no text.
    pub(super) fn is_picture(&self) -> bool {
        self.layer().is_some_and(|layer| layer.image.is_some())
    }

    fn stated(&self, adopts: bool) -> LayerEntry {
        let mut entry = self.entry.clone();
        if let Some(layer) = self.layer().filter(|_| adopts && entry.roles.is_empty()) {
            entry.roles.clone_from(&layer.roles);
        }
        entry
    }
}
