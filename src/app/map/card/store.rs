//! Pieces that are on the card, counted and bounded.

use std::collections::BTreeMap;

use super::gl::{Gl, Shape};
use super::mesher::Made;
use crate::map::mesh::{Held, Key, Piece};

/// Bytes that pieces may take; the least recently drawn are dropped beyond.
pub(super) const LIMIT: usize = 512 << 20;

/// Pieces that are on the card.
#[derive(Debug, Default)]
pub(super) struct Store {
    entries: BTreeMap<Key, Entry>,
    bytes: usize,
    /// Counts pictures, to tell what was drawn long ago.
    now: u64,
}

#[derive(Debug)]
struct Entry {
    shape: Shape,
    bytes: usize,
    used: u64,
    held: Held,
}

impl Store {
    /// Bytes that the pieces take.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether a piece is there as it is wanted.
    pub(super) fn has(&self, piece: &Piece) -> bool {
        self.entries.contains_key(&piece.key())
    }

    /// Puts a piece on the card; `false` where it has no room.
    pub(super) fn put(&mut self, gl: &Gl, made: &Made) -> bool {
        let Some(shape) = gl.shape(made.layout, &made.vertices, &made.indices) else { return false };
        let entry = Entry { shape, bytes: made.bytes(), used: self.now, held: made.piece.held() };
        self.bytes += entry.bytes;
        if let Some(before) = self.entries.insert(made.piece.key(), entry) {
            self.bytes -= before.bytes;
            gl.delete_shape(&before.shape);
        }
        true
    }

    /// A new picture is drawn.
    pub(super) fn next(&mut self) {
        self.now += 1;
    }

    /// The shape of a piece: as it is wanted, else finer, else coarser; with whether it is as wanted.
    pub(super) fn best(&mut self, piece: &Piece) -> Option<(&Shape, bool)> {
        let wanted = piece.key();
        let key = if self.entries.contains_key(&wanted) { wanted } else { self.nearest(wanted)? };
        let now = self.now;
        let entry = self.entries.get_mut(&key)?;
        entry.used = now;
        Some((&entry.shape, key == wanted))
    }

    /// Whether anything of a piece can be drawn.
    pub(super) fn can_draw(&self, piece: &Piece) -> bool {
        self.has(piece) || self.nearest(piece.key()).is_some()
    }

    fn nearest(&self, wanted: Key) -> Option<Key> {
        if !wanted.is_whole() {
            return None;
        }
        let there = || self.entries.range(wanted.levels()).map(|(key, _)| *key).filter(|key| key.is_whole());
        there().rfind(|key| key.level < wanted.level).or_else(|| there().find(|key| key.level > wanted.level))
    }

    /// Drops pieces of what is gone, and those drawn longest ago where they take too much; `false` where those of the
    /// last picture alone do.
    pub(super) fn tidy(&mut self, gl: &Gl) -> bool {
        self.drop_where(gl, |entry| !entry.held.is_there());
        while self.bytes > LIMIT {
            let oldest = self.entries.values().map(|entry| entry.used).min();
            match oldest {
                Some(oldest) if oldest < self.now => self.drop_where(gl, |entry| entry.used == oldest),
                _ => return false,
            }
        }
        true
    }

    /// Drops all.
    pub(super) fn clear(&mut self, gl: &Gl) {
        self.drop_where(gl, |_| true);
    }

    fn drop_where(&mut self, gl: &Gl, is_dropped: impl Fn(&Entry) -> bool) {
        let bytes = &mut self.bytes;
        self.entries.retain(|_, entry| {
            let dropped = is_dropped(entry);
            if dropped {
                *bytes -= entry.bytes;
                gl.delete_shape(&entry.shape);
            }
            !dropped
        });
    }
}
