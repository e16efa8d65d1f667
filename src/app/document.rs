//! What is open: the plan, and what was read and found at which revision of it.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::tool::SnapIndex;
use crate::check::Outcome;
use crate::map::Art;
use crate::plan::{LayerCache, Loaded, Plan, Revision};
use crate::text::Message;

/// The open plan with what is derived from it; everything derived names the revision it belongs to.
#[derive(Debug, Default)]
pub struct Document {
    plan: Option<Plan>,
    /// Keeps the folder of the sample as long as it is open.
    sample: Option<tempfile::TempDir>,
    cache: LayerCache,
    loaded: Option<Arc<Drawn>>,
    snapping: Option<Arc<SnapIndex>>,
    outcome: Option<Arc<Outcome>>,
    checked_in: Option<Duration>,
    failure: Option<(Revision, Vec<Message>)>,
    opened: u64,
}

/// A loaded plan with how its layers are drawn.
#[derive(Debug)]
pub struct Drawn {
    /// Snapshot and standard.
    pub loaded: Loaded,
    /// How each layer of the snapshot is drawn, in its order.
    pub arts: Vec<Arc<Art>>,
}

/// How far the document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// No plan is open.
    Empty,
    /// The plan is being read; what an earlier revision showed is still there.
    Loading,
    /// It is being checked.
    Checking,
    /// What is shown belongs to the plan as it is.
    Checked,
    /// It could not be read or checked.
    Failed,
}

impl Document {
    /// Replaces what is open.
    pub(super) fn replace(&mut self, plan: Plan, sample: Option<tempfile::TempDir>) {
        *self = Self { plan: Some(plan), sample, opened: self.opened + 1, ..Self::default() };
    }

    /// Closes what is open.
    pub(super) fn close(&mut self) {
        *self = Self { opened: self.opened + 1, ..Self::default() };
    }

    /// Counts plans that were opened, so that results of an earlier one are told apart.
    pub fn opened(&self) -> u64 {
        self.opened
    }

    /// The open plan.
    pub fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref()
    }

    /// The open plan, for changing it.
    pub(super) fn plan_mut(&mut self) -> Option<&mut Plan> {
        self.plan.as_mut()
    }

    /// Its file; `None` for the sample, which is never saved in place, and for plans that were not saved yet.
    pub fn path(&self) -> Option<&Path> {
        if self.is_sample() { None } else { self.plan.as_ref().and_then(Plan::path) }
    }

    /// Whether the sample is open. Saved elsewhere it is a plan as any other, whose layers may still lie in the sample's
    /// folder: that stays until another plan is opened.
    pub fn is_sample(&self) -> bool {
        let file = self.plan.as_ref().and_then(Plan::path);
        self.sample.as_ref().is_some_and(|folder| file.is_none_or(|file| file.starts_with(folder.path())))
    }

    /// Layers that were read.
    pub(super) fn cache(&self) -> &LayerCache {
        &self.cache
    }

    /// What was read last.
    pub fn loaded(&self) -> Option<&Loaded> {
        self.loaded.as_ref().map(|drawn| &drawn.loaded)
    }

    /// What was read last, with how it is drawn.
    pub fn drawn(&self) -> Option<&Arc<Drawn>> {
        self.loaded.as_ref()
    }

    /// The edges to snap to; `None` until they are indexed for the layers as they are.
    pub(super) fn snapping(&self) -> Option<&SnapIndex> {
        let layers = &self.loaded()?.snapshot.layers;
        self.snapping.as_deref().filter(|index| index.is_of(layers))
    }

    /// The edges that were indexed last, whatever the layers.
    pub(super) fn last_snapping(&self) -> Arc<SnapIndex> {
        self.snapping.clone().unwrap_or_default()
    }

    /// Takes an index of edges.
    pub(super) fn set_snapping(&mut self, index: SnapIndex) {
        self.snapping = Some(Arc::new(index));
    }

    /// What the last check found; it may belong to an earlier revision: see [`Document::stage`].
    pub fn outcome(&self) -> Option<&Arc<Outcome>> {
        self.outcome.as_ref()
    }

    /// How long the last check took.
    pub fn checked_in(&self) -> Option<Duration> {
        self.checked_in
    }

    /// Why the plan as it is could not be read or checked.
    pub fn failure(&self) -> Option<&[Message]> {
        let revision = self.plan.as_ref()?.revision();
        self.failure.as_ref().filter(|(failed, _)| *failed == revision).map(|(_, messages)| messages.as_slice())
    }

    /// How far it is.
    pub fn stage(&self) -> Stage {
        let Some(plan) = &self.plan else { return Stage::Empty };
        let at = |found: Option<Revision>| found == Some(plan.revision());
        if self.failure().is_some() {
            Stage::Failed
        } else if at(self.outcome.as_ref().map(|outcome| outcome.revision)) {
            Stage::Checked
        } else if at(self.loaded().map(|loaded| loaded.snapshot.revision)) {
            Stage::Checking
        } else {
            Stage::Loading
        }
    }

    /// Whether the plan was read as it is.
    pub(super) fn is_read(&self) -> bool {
        let read = self.loaded().map(|loaded| loaded.snapshot.revision);
        read.is_some() && read == self.plan.as_ref().map(Plan::revision)
    }

    /// Takes a finished reading.
    pub(super) fn set_loaded(&mut self, drawn: Drawn) {
        self.loaded = Some(Arc::new(drawn));
    }

    /// Takes a finished check.
    pub(super) fn set_outcome(&mut self, outcome: Outcome, took: Duration) {
        self.outcome = Some(Arc::new(outcome));
        self.checked_in = Some(took);
    }

    /// Takes why reading or checking failed.
    pub(super) fn set_failure(&mut self, revision: Revision, messages: Vec<Message>) {
        self.failure = Some((revision, messages));
    }

    /// Reads everything again: the cache finds out which files changed.
    pub(super) fn forget_results(&mut self) {
        self.failure = None;
    }
}
