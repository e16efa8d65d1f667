//! What would come of a plan if it were changed, found out before it is: nothing of the plan that is open changes by it.

use std::sync::Arc;

use super::Document;
use super::dispatch::arts;
use crate::handle::Handle;
use crate::layer::Layer;
use crate::map::Art;
use crate::plan::{LayerCache, LayerEntry, Loaded, LoadedEntry, Plan, PlanError};

/// A plan that is only tried, with what was read and drawn already.
#[derive(Clone, Debug)]
pub(super) struct Trial {
    plan: Plan,
    /// Layers that were read; reading goes on in it.
    cache: LayerCache,
    known: Vec<Arc<Art>>,
    /// The entry that is looked at.
    index: usize,
}

/// A plan that was tried: its layers, and how they would be drawn.
#[derive(Debug)]
pub(super) struct Tried {
    pub(super) loaded: Loaded,
    /// How each of its layers is drawn, in their order.
    pub(super) arts: Vec<Arc<Art>>,
}

impl Trial {
    /// Tries a plan; what is in the cache is not read again, and what a document has drawn not drawn again.
    pub(super) fn with(plan: Plan, cache: LayerCache, document: &Document) -> Self {
        let known = document.drawn().map(|drawn| drawn.arts.clone()).unwrap_or_default();
        Self { plan, cache, known, index: 0 }
    }

    /// Reads and draws it.
    pub(super) fn run(&self, handle: &Handle) -> Result<Tried, PlanError> {
        let loaded = self.plan.load(&self.cache, handle)?;
        let arts = arts(&loaded.snapshot, &self.known, handle).ok_or(PlanError::Cancelled)?;
        Ok(Tried { loaded, arts })
    }

    /// The layer that is looked at, where it can be used.
    pub(super) fn layer(&self) -> Option<Arc<Layer>> {
        let loaded = self.plan.load(&self.cache, &Handle::default()).ok()?;
        match loaded.entries.get(self.index)? {
            LoadedEntry::Layer(at) => loaded.snapshot.layers.get(*at).cloned(),
            LoadedEntry::Unusable(_) => None,
        }
    }
}

impl Tried {
    /// The index of the layer that came of an entry; `None` where it cannot be used.
    pub(super) fn layer_of(&self, entry: usize) -> Option<usize> {
        match self.loaded.entries.get(entry)? {
            LoadedEntry::Layer(at) => Some(*at),
            LoadedEntry::Unusable(_) => None,
        }
    }
}

impl Document {
    /// Tries the plan that is open with a layer stated otherwise.
    pub(super) fn trial(&self, index: usize, entry: LayerEntry) -> Option<Trial> {
        let mut plan = self.plan()?.clone();
        let edit = plan.setting_layer(index, entry);
        plan.commit(edit);
        Some(Trial { index, ..Trial::with(plan, self.cache().fork(), self) })
    }
}
