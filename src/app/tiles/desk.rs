//! What is wanted, what is being fetched, what is there: shared by the window and the threads that fetch.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::cache::Cache;
use super::{Key, Origin, work};
use crate::formats::tiles::Tile;
use crate::layer::Laid;
use crate::text::Message;

/// So many threads fetch, over all services.
const WORKERS: usize = 4;
/// Tiles in memory at the most: about 350 kB each.
const KEPT: usize = 400;
/// A source that does not answer is left alone for so long.
const PAUSE: Duration = Duration::from_secs(30);
/// The window is woken by tiles at most so often, seconds.
pub(super) const EVERY: f64 = 0.12;

/// How it stands with a map from the net.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::app) struct State {
    /// Tiles that are still to come.
    pub(in crate::app) waiting: usize,
    /// What is wrong.
    pub(in crate::app) trouble: Option<Message>,
}

/// A tile to fetch.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) origin: Arc<Origin>,
    pub(super) tile: Tile,
}

impl Wanted {
    pub(super) fn key(&self) -> Key {
        (self.origin.id.clone(), self.tile)
    }
}

/// What a service has of a place.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// A picture.
    Picture(Laid),
}

#[derive(Debug)]
struct Kept {
    found: Found,
    used: u64,
}

#[derive(Debug)]
struct Trouble {
    message: Message,
    /// `None` until the user acts.
    until: Option<Instant>,
}

#[derive(Debug, Default)]
pub(super) struct Desk {
    /// The next one last.
    queue: Vec<Wanted>,
    wanted: BTreeSet<Key>,
    busy: BTreeSet<Key>,
    kept: BTreeMap<Key, Kept>,
    troubles: BTreeMap<String, Trouble>,
    turn: u64,
    pub(super) cache: Option<Arc<Cache>>,
    workers: usize,
    closed: bool,
}

#[derive(Debug)]
pub(super) struct Shared {
    desk: Mutex<Desk>,
    bell: Condvar,
    context: egui::Context,
}

impl Desk {
    /// A tile that was fetched; it is kept for being looked at.
    pub(super) fn look_at(&mut self, key: &Key) -> Option<Found> {
        self.turn += 1;
        let kept = self.kept.get_mut(key)?;
        kept.used = self.turn;
        Some(kept.found.clone())
    }

    /// Whether a source is left alone for now.
    pub(super) fn is_left_alone(&self, id: &str) -> bool {
        self.troubles.get(id).is_some_and(|trouble| trouble.until.is_none_or(|until| until > now()))
    }

    /// Whether a source has sent a picture that is still kept.
    pub(super) fn has_picture_of(&self, id: &str) -> bool {
        self.kept.iter().any(|(key, kept)| key.0 == id && matches!(kept.found, Found::Picture(_)))
    }

    /// Says what is wrong with a source; it is left alone for a while, or until the user acts.
    pub(super) fn trouble(&mut self, id: &str, message: Message, passes: bool) {
        let until = passes.then(|| now() + PAUSE);
        self.troubles.insert(id.to_owned(), Trouble { message, until });
        self.queue.retain(|wanted| wanted.origin.id != id);
    }

    /// Asks all servers again that were not asked any more.
    pub(super) fn try_again(&mut self) {
        self.troubles.clear();
    }

    pub(super) fn state(&self, beginning: &str) -> State {
        let trouble = self.troubles.iter().find(|(id, _)| id.starts_with(beginning));
        State {
            waiting: self
                .wanted
                .iter()
                .filter(|key| key.0.starts_with(beginning) && !self.kept.contains_key(*key))
                .count(),
            trouble: trouble.map(|(_, trouble)| trouble.message.clone()),
        }
    }

    /// Whether a tile is still looked at.
    pub(super) fn is_wanted(&self, key: &Key) -> bool {
        !self.closed && self.wanted.contains(key)
    }

    /// Notes that a tile is no longer being fetched, and what came of it.
    pub(super) fn finish(&mut self, wanted: &Wanted, found: Option<Found>) {
        let key = wanted.key();
        self.busy.remove(&key);
        if let Some(found) = found {
            self.turn += 1;
            self.troubles.remove(&wanted.origin.id);
            self.kept.insert(key, Kept { found, used: self.turn });
        }
        // The window wants a few hundred at a time: the others go, those looked at longest ago first. What is wanted stays,
        // however many it is, or it would be fetched again at once.
        while self.kept.len() > KEPT {
            let others = self.kept.iter().filter(|(key, _)| !self.wanted.contains(*key));
            let oldest = others.min_by_key(|(_, kept)| kept.used).map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { break };
            self.kept.remove(&oldest);
        }
    }
}

impl Shared {
    pub(super) fn new(context: egui::Context) -> Self {
        Self { desk: Mutex::default(), bell: Condvar::new(), context }
    }

    pub(super) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fetches these in place of all that was wanted before, the first ones first.
    pub(super) fn want(self: &Arc<Self>, tiles: Vec<Wanted>) {
        let mut desk = self.desk();
        desk.wanted = tiles.iter().map(Wanted::key).collect();
        let is_open = |wanted: &Wanted| {
            let key = wanted.key();
            !desk.kept.contains_key(&key) && !desk.busy.contains(&key) && !desk.is_left_alone(&wanted.origin.id)
        };
        let queue: Vec<Wanted> = tiles.into_iter().filter(is_open).rev().collect();
        desk.queue = queue;
        let missing = WORKERS.min(desk.queue.len()).saturating_sub(desk.workers);
        for _ in 0..missing {
            let shared = Arc::clone(self);
            let thread = std::thread::Builder::new().name("langdao-tiles".to_owned());
            if thread.spawn(move || work::work(&shared)).is_ok() {
                desk.workers += 1;
            }
        }
        drop(desk);
        self.bell.notify_all();
    }

    /// Waits for a tile to fetch; `None` when the window is closed.
    pub(super) fn next(&self) -> Option<Wanted> {
        let mut desk = self.desk();
        loop {
            if desk.closed {
                return None;
            }
            if let Some(wanted) = desk.queue.pop() {
                if desk.is_left_alone(&wanted.origin.id) || !desk.busy.insert(wanted.key()) {
                    continue;
                }
                return Some(wanted);
            }
            desk = self.bell.wait(desk).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits a while; whether a tile is still wanted then.
    pub(super) fn pause(&self, key: &Key, how_long: Duration) -> bool {
        let until = now() + how_long;
        let mut desk = self.desk();
        while desk.is_wanted(key) {
            let Some(left) = until.checked_duration_since(now()).filter(|left| !left.is_zero()) else { return true };
            desk = self.bell.wait_timeout(desk, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        false
    }

    /// Wakes the window, not for each tile alone.
    pub(super) fn wake(&self) {
        self.context.request_repaint_after(Duration::from_secs_f64(EVERY));
    }

    pub(super) fn close(&self) {
        let mut desk = self.desk();
        desk.closed = true;
        desk.queue.clear();
        drop(desk);
        self.bell.notify_all();
    }
}

#[expect(clippy::disallowed_methods, reason = "how long a server is left alone enters no figure")]
fn now() -> Instant {
    Instant::now()
}
