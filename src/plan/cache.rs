//! Layers that were read, kept by file and by what is stated of them, and what was found of their corridors.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::LayerEntry;
use crate::formats::{ReadError, ReadOptions, Stamp, Whereabouts};
use crate::geometry::frame::Frame;
use crate::layer::{Layer, Origin};
use crate::measure::Surveys;

use super::assign::assign;

/// Layers that were read: changing the role of one does not read the others again. Cheap to clone; clones share the layers.
#[derive(Clone, Debug, Default)]
pub struct LayerCache {
    layers: Arc<Mutex<Vec<Arc<Kept>>>>,
    /// Surveys of corridors: a change elsewhere leaves them as they are.
    pub(super) surveys: Surveys,
}

/// How a file is read: the same reading of the same bytes gives the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) path: PathBuf,
    pub(super) options: ReadOptions,
    pub(super) stamp: Stamp,
}

/// A layer in a frame with what is stated of it, or why there is none.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) reading: Reading,
    /// `None` where the file could not be read.
    pub(super) whereabouts: Option<Whereabouts>,
    pub(super) frame: Frame,
    pub(super) entry: LayerEntry,
    pub(super) outcome: Result<Arc<Layer>, ReadError>,
    /// Notices of the layer before anything was stated of it.
    pub(super) own_notices: usize,
}

impl LayerCache {
    /// Everything that came of a reading.
    pub(super) fn of(&self, reading: &Reading) -> Vec<Arc<Kept>> {
        let kept = self.layers.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().filter(|kept| kept.reading == *reading).cloned().collect()
    }

    pub(super) fn keep(&self, layer: Arc<Kept>) {
        self.layers.lock().unwrap_or_else(PoisonError::into_inner).push(layer);
    }

    /// Lets go of all others.
    pub(super) fn keep_only(&self, layers: Vec<Arc<Kept>>) {
        *self.layers.lock().unwrap_or_else(PoisonError::into_inner) = layers;
    }
}

impl Kept {
    /// The layer for another entry of the same file, without reading it again; `None` where it has lost features that the
    /// other entry keeps, or what went wrong names the file otherwise.
    pub(super) fn restated(&self, entry: &LayerEntry) -> Option<Self> {
        let layer = self.outcome.as_ref().ok()?;
        if !self.entry.keep.is_empty() {
            return None;
        }
        let mut layer = Layer::clone(layer);
        layer.origin = Origin::File(entry.source.clone());
        layer.notices.truncate(self.own_notices);
        Some(Self {
            reading: self.reading.clone(),
            whereabouts: self.whereabouts.clone(),
            frame: self.frame.clone(),
            entry: entry.clone(),
            outcome: Ok(Arc::new(assign(layer, entry))),
            own_notices: self.own_notices,
        })
    }
}
