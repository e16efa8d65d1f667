//! The shapes of one chunk for one kind of ink: what is kept on a card, drawn or dropped at once.

use std::borrow::Cow;
use std::sync::{Arc, Weak};

use geo_types::Coord;

use super::super::chunk::Chunk;
use super::super::thin::Paths;
use super::cut::Cut;
use super::{Mesh, fill, line, point};
use crate::layer::Layer;

/// What of a chunk a piece holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Shapes {
    /// The insides of its areas.
    Insides,
    /// Its lines or the outlines of its areas.
    Lines,
    /// Its points.
    Points,
}

/// What tells one piece from another while the chunks of both are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    chunks: usize,
    number: usize,
    shapes: Shapes,
    /// Coarser ones are greater.
    pub(crate) level: i32,
    cut: Option<Cut>,
}

impl Key {
    /// The same piece at every level, as a range.
    pub(crate) fn levels(self) -> std::ops::RangeInclusive<Self> {
        // The level is compared before the cut.
        Self { level: i32::MIN, cut: None, ..self }..=Self { level: i32::MAX, cut: None, ..self }
    }

    /// Whether it holds all of its chunk.
    pub(crate) fn is_whole(self) -> bool {
        self.cut.is_none()
    }
}

/// While it is there the chunks of a key may go, and no others come to have their address.
#[derive(Clone, Debug)]
pub(crate) struct Held(Weak<[Chunk]>);

impl Held {
    /// Whether the chunks are still there.
    pub(crate) fn is_there(&self) -> bool {
        self.0.strong_count() > 0
    }
}

/// The shapes of one chunk for one kind of ink.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    layer: Arc<Layer>,
    chunks: Arc<[Chunk]>,
    key: Key,
    tolerance: f64,
}

impl Piece {
    /// A piece of a chunk: shapes within `tolerance` metres, or points of which each takes a cell of the side of the level.
    pub(super) fn of(
        (layer, chunks, number): (&Arc<Layer>, &Arc<[Chunk]>, usize),
        shapes: Shapes,
        (level, cut): (i32, Option<Cut>),
        tolerance: f64,
    ) -> Self {
        let address = Arc::as_ptr(chunks).cast::<Chunk>().addr();
        let key = Key { chunks: address, number, shapes, level, cut };
        Self { layer: Arc::clone(layer), chunks: Arc::clone(chunks), key, tolerance }
    }

    /// What tells it from others.
    pub(crate) fn key(&self) -> Key {
        self.key
    }

    /// Keeps its key from meaning anything else.
    pub(crate) fn held(&self) -> Held {
        Held(Arc::downgrade(&self.chunks))
    }

    /// What its corners are relative to.
    pub(crate) fn origin(&self) -> Coord<f64> {
        self.key.cut.map_or_else(|| self.chunk().map_or(Coord { x: 0.0, y: 0.0 }, Chunk::origin), Cut::origin)
    }

    fn chunk(&self) -> Option<&Chunk> {
        self.chunks.get(self.key.number)
    }

    /// Its buffers. Slow where there are many corners.
    pub(crate) fn mesh(&self) -> Mesh {
        let Some(chunk) = self.chunk() else { return Mesh::Points(Vec::new()) };
        match self.key.shapes {
            Shapes::Insides => fill::triangles(&self.rings(chunk)),
            Shapes::Lines => self.lines(chunk),
            Shapes::Points => self.points(chunk),
        }
    }

    fn rings<'a>(&self, chunk: &'a Chunk) -> Cow<'a, Paths> {
        let all = self.layer.features.as_slice();
        match self.key.cut {
            Some(cut) => Cow::Owned(cut.rings(chunk, all, self.tolerance)),
            None => chunk.shapes(all, self.level()),
        }
    }

    fn lines(&self, chunk: &Chunk) -> Mesh {
        let all = self.layer.features.as_slice();
        if let Some(cut) = self.key.cut {
            let lines = cut.lines(chunk, all, self.tolerance);
            return line::knots(lines.iter().map(|(line, before)| (line.as_slice(), *before)), false);
        }
        let (paths, closed) = chunk.outlines(all, self.level());
        line::knots(paths.iter().map(|path| (path, 0.0)), closed)
    }

    fn points(&self, chunk: &Chunk) -> Mesh {
        let all = self.layer.features.as_slice();
        let points = self.key.cut.map_or_else(|| chunk.all_points(all), |cut| cut.points(chunk, all));
        Mesh::Points(point::apart(points.into_iter(), self.key.level, self.origin()))
    }

    fn level(&self) -> usize {
        usize::try_from(self.key.level).unwrap_or(0)
    }
}
