//! Layers that were read, kept by file and by what is stated of them, and what was found of their corridors.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Amendment, LayerEntry, amendment};
use crate::formats::{ReadError, ReadOptions, Stamp, Whereabouts};
use crate::geometry::frame::Frame;
use crate::layer::{Layer, Origin};
use crate::measure::Surveys;

use super::assign::assign;

/// Layers that were read: changing the role of one does not read the others again. Cheap to clone; clones share the layers.
#[derive(Clone, Debug, Default)]
pub struct LayerCache {
    read: Arc<Mutex<Vec<Arc<Kept>>>>,
    amended: Arc<Mutex<Vec<Amended>>>,
    /// Surveys of corridors: a change elsewhere leaves them as they are.
    pub(super) surveys: Surveys,
}

/// A layer with amendments, and what it was made from.
#[derive(Clone, Debug)]
struct Amended {
    of: Arc<Layer>,
    amendments: BTreeMap<usize, Amendment>,
    layer: Arc<Layer>,
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
    /// A cache of its own that starts with the same layers: loading another proposal through it reads what they share no
    /// second time, and leaves this one as it is.
    #[must_use]
    pub fn fork(&self) -> Self {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let amended = self.amended.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Self { read: Arc::new(Mutex::new(read)), amended: Arc::new(Mutex::new(amended)), surveys: self.surveys.clone() }
    }

    /// Everything that came of a reading.
    pub(super) fn of(&self, reading: &Reading) -> Vec<Arc<Kept>> {
        let kept = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().filter(|kept| kept.reading == *reading).cloned().collect()
    }

    pub(super) fn keep(&self, layer: Arc<Kept>) {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).push(layer);
    }

    /// Lets go of all others.
    pub(super) fn keep_only(&self, layers: Vec<Arc<Kept>>) {
        let is_kept = |amended: &Amended| {
            layers.iter().any(|kept| kept.outcome.as_ref().is_ok_and(|layer| Arc::ptr_eq(layer, &amended.of)))
        };
        self.amended.lock().unwrap_or_else(PoisonError::into_inner).retain(is_kept);
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) = layers;
    }

    /// A layer with amendments, made anew only where either has changed: the last one of a layer is kept.
    pub(super) fn amended(&self, layer: &Arc<Layer>, amendments: &BTreeMap<usize, Amendment>) -> Arc<Layer> {
        let mut kept = self.amended.lock().unwrap_or_else(PoisonError::into_inner);
        let own = kept.iter().position(|kept| Arc::ptr_eq(&kept.of, layer));
        if let Some(same) = own.and_then(|own| kept.get(own)).filter(|kept| kept.amendments == *amendments) {
            return Arc::clone(&same.layer);
        }
        let made = Arc::new(amendment::amended(layer, amendments));
        if let Some(own) = own {
            kept.swap_remove(own);
        }
        kept.push(Amended { of: Arc::clone(layer), amendments: amendments.clone(), layer: Arc::clone(&made) });
        made
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
