//! Maps from the net beneath the plan: which tiles the view needs, fetched on threads of their own, a few at a time.
//!
//! Nothing is fetched but from addresses that the user switched on, and no thread runs before. What is no longer looked at is
//! no longer fetched; a source that turns the program away is left alone until the user acts.

mod arrange;
pub(super) mod cache;
mod desk;
mod work;

use std::path::PathBuf;
use std::sync::Arc;

pub(super) use arrange::Looked;
pub(super) use desk::State;

use self::cache::Cache;
use self::desk::Shared;
use super::Settings;
use crate::formats::tiles::{Address, Grid, Tile};
use crate::geometry::frame::Frame;
use crate::map;
use crate::plan::Backdrop;

/// The pictures beneath the map, and whom they are owed to.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Ground {
    /// The lowest first.
    pub(super) backdrops: Vec<map::Backdrop>,
    /// Each once.
    pub(super) attributions: Vec<String>,
}

/// A map from the net in the frame of a plan.
#[derive(Debug)]
struct Origin {
    /// What its tiles are known by in memory: address, grid and frame.
    id: String,
    /// The folder of its tiles in the cache.
    folder: String,
    address: Address,
    grid: Grid,
    key: String,
    frame: Frame,
}

/// A tile of an origin.
type Key = (String, Tile);

/// Fetches tiles, and keeps those that were looked at last.
#[derive(Debug)]
pub(super) struct Tiles {
    shared: Arc<Shared>,
    arranged: arrange::Arranged,
}

impl Tiles {
    /// Nothing is fetched yet; tiles that arrive wake the window.
    pub(super) fn new(context: egui::Context) -> Self {
        Self { shared: Arc::new(Shared::new(context)), arranged: arrange::Arranged::default() }
    }

    /// Keeps tiles in a folder from one start to the next.
    pub(super) fn keep_in(&self, folder: Option<PathBuf>, settings: &Settings) {
        self.shared.desk().cache = folder.map(|folder| Arc::new(Cache::new(folder, settings.tile_cache_bytes())));
    }

    /// Where tiles are kept; `None` where they are not.
    pub(super) fn cache(&self) -> Option<Arc<Cache>> {
        self.shared.desk().cache.clone()
    }

    /// How it stands with a map from the net.
    pub(super) fn state(&self, backdrop: &Backdrop) -> State {
        self.shared.desk().state(&format!("{}\n{}\n", backdrop.address, backdrop.grid.code()))
    }

    /// How many tiles that are looked at are still to come.
    pub(super) fn waiting(&self) -> usize {
        self.shared.desk().state("").waiting
    }

    /// Asks all servers again that were not asked any more.
    pub(super) fn try_again(&self) {
        self.shared.desk().try_again();
    }
}

impl Drop for Tiles {
    fn drop(&mut self) {
        self.shared.close();
    }
}
