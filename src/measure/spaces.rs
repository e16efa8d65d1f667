//! A memory of what lies between clusters: the same for every clause and reading, and for every position of what is
//! drawn beside them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::geometry::Region;
use crate::geometry::between::{Between, between};
use crate::layer::Layer;

/// Answers of each kind that are remembered.
const REMEMBERED: usize = 2;

/// What was found last, shared by all clones. What it holds never changes a result.
#[derive(Clone, Debug, Default)]
pub(super) struct Spaces {
    found: Arc<Mutex<Vec<Found>>>,
    land: Arc<Mutex<Vec<Told>>>,
}

/// Spaces with the clusters that they lie between, compared corner by corner.
#[derive(Debug)]
struct Found {
    clusters: Vec<Region>,
    within: f64,
    between: Arc<Between>,
}

/// Land in spaces with the layers that tell of it: layers never change once built.
#[derive(Debug)]
struct Told {
    between: Arc<Between>,
    layers: Vec<Arc<Layer>>,
    land: Arc<Vec<Land>>,
}

/// How much land of a kind lies in a space, in m².
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Land {
    /// Fields, woods, grass, wetland, green and water.
    pub(super) open: f64,
    /// Buildings, construction land and other obstacles.
    pub(super) built: f64,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn remember<T>(list: &Mutex<Vec<T>>, new: T) {
    let mut list = locked(list);
    list.insert(0, new);
    list.truncate(REMEMBERED);
}

impl Spaces {
    /// The spaces between clusters at most `within` metres apart.
    pub(super) fn between(&self, clusters: Vec<Region>, within: f64) -> Arc<Between> {
        let same = |known: &&Found| known.clusters == clusters && known.within.to_bits() == within.to_bits();
        if let Some(known) = locked(&self.found).iter().find(same) {
            return Arc::clone(&known.between);
        }
        let found = Arc::new(between(&clusters.iter().collect::<Vec<_>>(), within));
        remember(&self.found, Found { clusters, within, between: Arc::clone(&found) });
        found
    }

    /// The land in each of some spaces, told by these layers; `None` where it could not be found.
    pub(super) fn land(
        &self,
        between: &Arc<Between>,
        layers: Vec<Arc<Layer>>,
        find: impl FnOnce() -> Option<Vec<Land>>,
    ) -> Option<Arc<Vec<Land>>> {
        let same_layers = |known: &Told| {
            known.layers.len() == layers.len()
                && known.layers.iter().zip(&layers).all(|(one, two)| Arc::ptr_eq(one, two))
        };
        let same = |known: &&Told| Arc::ptr_eq(&known.between, between) && same_layers(known);
        if let Some(known) = locked(&self.land).iter().find(same) {
            return Some(Arc::clone(&known.land));
        }
        let land = Arc::new(find()?);
        remember(&self.land, Told { between: Arc::clone(between), layers, land: Arc::clone(&land) });
        Some(land)
    }
}
