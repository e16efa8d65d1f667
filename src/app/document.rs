//! What is open: the plan, and what was read and found at which revision of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::beside::{Beside, Compared};
use super::keeper::{Keeper, Recorder, Safety};
use super::tool::SnapIndex;
use crate::check::{Comparison, Outcome};
use crate::disk::{Holder, Lock};
use crate::formats::Stamp;
use crate::map::Art;
use crate::plan::{Access, LayerCache, Loaded, Plan, Record, Revision};
use crate::text::Message;

/// The open plan with what is derived from it; everything derived names the revision it belongs to.
#[derive(Debug, Default)]
pub struct Document {
    plan: Option<Plan>,
    /// Keeps the folder of the sample as long as it is open.
    sample: Option<tempfile::TempDir>,
    hold: Hold,
    cache: LayerCache,
    loaded: Option<Arc<Drawn>>,
    snapping: Option<Arc<SnapIndex>>,
    outcome: Option<Arc<Outcome>>,
    checked_in: Option<Duration>,
    beside: Option<Arc<Beside>>,
    compared: Option<Compared>,
    failure: Option<(Revision, Vec<Message>)>,
    opened: u64,
}

/// What keeps the open plan ours, and its edits.
#[derive(Debug, Default)]
enum Hold {
    /// Nothing is open.
    #[default]
    None,
    /// It may be changed; the lock keeps other windows from doing so as long as it is here.
    Ours { _lock: Option<Lock>, keeper: Result<Keeper, Message> },
    /// Another window has it, which may be known; here it is only looked at.
    Theirs(Option<Holder>),
}

/// A loaded plan with how its layers are drawn.
#[derive(Debug)]
pub struct Drawn {
    /// Snapshot and standard.
    pub loaded: Loaded,
    /// How each layer of the snapshot is drawn, in its order.
    pub arts: Vec<Arc<Art>>,
    /// Files of the layers, and how they were before they were read.
    pub stamps: Vec<(PathBuf, Stamp)>,
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
    /// Replaces what is open. The window is woken by `context` when the journal fails.
    pub(super) fn replace(
        &mut self,
        plan: Plan,
        access: Access,
        sample: Option<tempfile::TempDir>,
        context: &egui::Context,
    ) {
        let hold = Hold::of(access, context);
        std::mem::take(&mut self.hold).let_go();
        *self = Self { plan: Some(plan), sample, hold, opened: self.opened + 1, ..Self::default() };
    }

    /// Takes another lock and another journal in place of those that it has: the plan was saved elsewhere. Nothing is kept
    /// of it where it was before.
    pub(super) fn take_hold(&mut self, access: Access, context: &egui::Context) {
        if let Hold::Ours { keeper: Ok(keeper), .. } = &mut self.hold {
            keeper.clear();
            keeper.wait();
        }
        std::mem::replace(&mut self.hold, Hold::of(access, context)).let_go();
    }

    /// Who else has it open, where that is so: the outer one says that it is only looked at here.
    pub fn held(&self) -> Option<Option<&Holder>> {
        match &self.hold {
            Hold::Theirs(holder) => Some(holder.as_ref()),
            Hold::None | Hold::Ours { .. } => None,
        }
    }

    /// Keeps what was done to the plan, before anything of it is shown.
    pub(super) fn keep(&mut self, records: Vec<Record>) {
        if let (Some(plan), Hold::Ours { keeper: Ok(keeper), .. }) = (&self.plan, &mut self.hold)
            && !records.is_empty()
        {
            keeper.keep(plan, records);
        }
    }

    /// Keeps the plan as it is, with its history told anew.
    pub(super) fn tell(&mut self) {
        if let (Some(plan), Hold::Ours { keeper: Ok(keeper), .. }) = (&self.plan, &mut self.hold) {
            keeper.tell(plan);
        }
    }

    /// Keeps nothing of the plan: it is left without having been saved anywhere.
    pub(super) fn forget(&mut self) {
        if let Hold::Ours { keeper: Ok(keeper), .. } = &mut self.hold {
            keeper.clear();
        }
    }

    /// Tries anew what the disk has refused.
    pub(super) fn mend(&mut self) {
        if let (Some(plan), Hold::Ours { keeper: Ok(keeper), .. }) = (&self.plan, &mut self.hold) {
            keeper.mend(plan);
        }
    }

    /// Waits until the disk has all that was done, for a while at most.
    pub(super) fn wait(&self) {
        if let Hold::Ours { keeper: Ok(keeper), .. } = &self.hold {
            keeper.wait();
        }
    }

    /// How safe what was done is.
    pub fn safety(&self) -> Safety {
        match &self.hold {
            Hold::Ours { keeper: Ok(keeper), .. } => keeper.safety(),
            Hold::Ours { keeper: Err(trouble), .. } => Safety::Unsafe(trouble.clone()),
            Hold::None | Hold::Theirs(_) => Safety::Safe,
        }
    }

    /// A way to record a save from a job.
    pub(super) fn recorder(&self) -> Option<Recorder> {
        match &self.hold {
            Hold::Ours { keeper: Ok(keeper), .. } => Some(keeper.recorder()),
            _ => None,
        }
    }

    /// Closes what is open.
    pub(super) fn close(&mut self) {
        std::mem::take(&mut self.hold).let_go();
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

    /// Takes a finished reading, and says whether what was found holds for it: another revision in which a check would find the
    /// same again, with another style or another name.
    pub(super) fn set_loaded(&mut self, drawn: Drawn) -> bool {
        let revision = drawn.loaded.snapshot.revision;
        let before = self.loaded().filter(|before| before.snapshot.revision != revision);
        let found = before
            .zip(self.outcome.as_ref())
            .filter(|(before, found)| before.snapshot.revision == found.revision && before.is_judged_as(&drawn.loaded));
        let holds = found.map(|(_, found)| Arc::new(Outcome { revision, ..Outcome::clone(found) }));
        self.loaded = Some(Arc::new(drawn));
        let Some(outcome) = holds else { return false };
        self.outcome = Some(outcome);
        self.compare();
        true
    }

    /// Takes a finished check.
    pub(super) fn set_outcome(&mut self, outcome: Outcome, took: Duration) {
        self.outcome = Some(Arc::new(outcome));
        self.checked_in = Some(took);
        self.compare();
    }

    /// Takes the proposal beside the open one.
    pub(super) fn set_beside(&mut self, beside: Option<Arc<Beside>>) {
        self.beside = beside;
        self.compare();
    }

    /// Compares what was found of both proposals, where that is of two.
    fn compare(&mut self) {
        let known = self.compared.take();
        let read = self.loaded.as_ref().map(|drawn| &drawn.loaded.snapshot);
        let open = self.outcome.as_ref().filter(|found| read.is_some_and(|read| read.revision == found.revision));
        let name = read.and_then(|read| read.proposal.clone());
        let Some(beside) = &self.beside else { return };
        self.compared = match (open, name) {
            (Some(open), Some(name)) if beside.name != name => Some(beside.compared(open, &name, known)),
            // The open one is being checked: what is there stays until that is done.
            (None, _) => known,
            _ => None,
        };
    }

    /// The proposal beside the open one, as it was read last.
    pub fn beside(&self) -> Option<&Arc<Beside>> {
        self.beside.as_ref()
    }

    /// What the open proposal mends, breaks or changes against the one beside it.
    pub fn comparison(&self) -> Option<&Arc<Comparison>> {
        self.compared.as_ref().map(Compared::comparison)
    }

    /// What that compares: the one beside, then the open one.
    pub(super) fn compared(&self) -> Option<&Compared> {
        self.compared.as_ref()
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

impl Hold {
    /// Lets go beside the window: the lock lies on the plan's drive, which may not answer.
    fn let_go(self) {
        if matches!(self, Self::None) {
            return;
        }
        // Where no thread can be had, it goes with the value here.
        drop(std::thread::Builder::new().name("langdao-lock".to_owned()).spawn(move || drop(self)));
    }

    fn of(access: Access, context: &egui::Context) -> Self {
        match access {
            Access::Whole { lock, journal } => {
                Self::Ours { _lock: lock, keeper: journal.map(|journal| Keeper::start(journal, context.clone())) }
            }
            Access::Held(holder) => Self::Theirs(holder),
        }
    }
}
