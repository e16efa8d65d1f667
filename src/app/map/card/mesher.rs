//! A thread that makes the buffers of pieces, those that are wanted most first.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use super::gl::Layout;
use crate::map::mesh::{Key, Mesh, Piece};

/// Pieces that are made at once, on all processors.
const AT_ONCE: usize = 8;
/// Pieces that wait for the card at most.
const WAITING: usize = 32;

/// The buffers of a piece, as the card takes them.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) piece: Piece,
    pub(super) layout: Layout,
    pub(super) vertices: Vec<u8>,
    pub(super) indices: Vec<u8>,
}

impl Made {
    /// Makes the buffers of a piece.
    pub(super) fn of(piece: Piece) -> Self {
        let (layout, vertices, indices) = match piece.mesh() {
            Mesh::Triangles(corners, indices) => {
                let indices = indices.into_iter().flat_map(u32::to_ne_bytes).collect();
                (Layout::Triangles, bytes(corners.as_flattened()), indices)
            }
            Mesh::Lines(knots) => (Layout::Segments, bytes(knots.as_flattened()), Vec::new()),
            Mesh::Points(points) => (Layout::Points, bytes(points.as_flattened()), Vec::new()),
        };
        Self { piece, layout, vertices, indices }
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.vertices.len() + self.indices.len()
    }
}

fn bytes(numbers: &[f32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_ne_bytes()).collect()
}

#[derive(Debug, Default)]
struct Desk {
    /// The most wanted last.
    wanted: Vec<Piece>,
    /// Being made, or made and not taken yet.
    under_way: BTreeSet<Key>,
    closed: bool,
}

#[derive(Debug, Default)]
struct Shared {
    desk: Mutex<Desk>,
    bell: Condvar,
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes buffers in the background.
#[derive(Debug)]
pub(super) struct Mesher {
    shared: Arc<Shared>,
    made: Receiver<Made>,
}

impl Mesher {
    /// Starts the thread, which wakes the window by what it makes; why it did not start otherwise.
    pub(super) fn new(wake: impl Fn() + Send + 'static) -> Result<Self, String> {
        let shared = Arc::new(Shared::default());
        let (sender, made) = sync_channel(WAITING);
        let of_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("langdao-meshes".to_owned());
        thread.spawn(move || work(&of_thread, &sender, wake)).map_err(|error| error.to_string())?;
        Ok(Self { shared, made })
    }

    /// Wants these pieces from now on, the first most, and no others.
    pub(super) fn want(&self, mut pieces: Vec<Piece>) {
        let mut desk = self.shared.desk();
        pieces.retain(|piece| !desk.under_way.contains(&piece.key()));
        pieces.reverse();
        desk.wanted = pieces;
        drop(desk);
        self.shared.bell.notify_one();
    }

    /// Whether anything is still to be made or taken.
    pub(super) fn is_busy(&self) -> bool {
        let desk = self.shared.desk();
        !(desk.wanted.is_empty() && desk.under_way.is_empty())
    }

    /// Takes what was made since.
    pub(super) fn take(&self) -> Option<Made> {
        let made = self.made.try_recv().ok()?;
        self.shared.desk().under_way.remove(&made.piece.key());
        Some(made)
    }
}

impl Drop for Mesher {
    fn drop(&mut self) {
        self.shared.desk().closed = true;
        self.shared.bell.notify_one();
    }
}

fn work(shared: &Shared, sender: &SyncSender<Made>, wake: impl Fn()) {
    while let Some(pieces) = next(shared) {
        let keys: Vec<Key> = pieces.iter().map(Piece::key).collect();
        let make = || pieces.into_par_iter().map(Made::of).collect::<Vec<Made>>();
        let Ok(made) = catch_unwind(AssertUnwindSafe(make)) else {
            // What cannot be made stays under way, so that it is not tried again; the rest of the map is drawn.
            continue;
        };
        drop(keys);
        for made in made {
            if sender.send(made).is_err() {
                return;
            }
        }
        wake();
    }
}

/// Waits until something is wanted; `None` when the window is closed.
fn next(shared: &Shared) -> Option<Vec<Piece>> {
    let mut desk = shared.desk();
    loop {
        if desk.closed {
            return None;
        }
        if !desk.wanted.is_empty() {
            let from = desk.wanted.len().saturating_sub(AT_ONCE);
            let mut pieces = desk.wanted.split_off(from);
            pieces.reverse();
            desk.under_way.extend(pieces.iter().map(Piece::key));
            return Some(pieces);
        }
        desk = shared.bell.wait(desk).unwrap_or_else(PoisonError::into_inner);
    }
}
