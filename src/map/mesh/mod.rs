//! What a graphics card needs to draw a scene: which shapes in which order and ink ([`batches`]), and the buffers of
//! each ([`Piece::mesh`]). Knows no card; all of it can be tested without one.
//!
//! Corners are `f32` relative to the middle of their piece, and the card adds how far that lies from the middle of the
//! view. Pieces too large for that at a scale are cut around what is seen first ([`cut`]), so nothing shakes however
//! far from the origin of the plan or however near it is looked at.

mod batch;
mod cut;
mod fill;
mod line;
mod piece;
mod point;

use super::thin::Corner;

pub(crate) use self::batch::{Batch, Brush, Cap, Dashes, batches, paper};
pub(crate) use self::line::Knot;
pub(crate) use self::piece::{Held, Key, Piece};

/// Shapes of a piece as a card draws them, metres from its origin.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mesh {
    /// Triangles: corners, and three numbers of corners for each.
    Triangles(Vec<Corner>, Vec<u32>),
    /// Lines: four knots in turn make a segment with its neighbours.
    Lines(Vec<Knot>),
    /// Points.
    Points(Vec<Corner>),
}
