//! Planar geometry in metres that knows nothing of planning.
//!
//! Coordinates are `f64` metres in one projected frame, x east and y north. Nothing here reads attributes, files or
//! limits. Accuracy is stated per algorithm; the tolerances they share stand in [`tolerance`].

pub mod along;
pub mod band;
pub mod ends;
mod facing;
pub mod frame;
pub mod gaps;
mod inside;
pub mod narrow;
pub mod nearby;
pub mod pieces;
pub mod prepared;
pub mod region;
mod simplify;
mod skeleton;
mod walls;
pub mod width;

pub use geo_types::{Coord, LineString, Polygon};
pub use region::Region;

/// The tolerances of the whole crate, in metres unless said otherwise.
pub mod tolerance {
    /// Vertices closer than this are one point: floating-point and millimetre-grid noise, not a planning tolerance.
    pub const POINT: f64 = 1e-3;
    /// Facing edges at most this far apart are joined; polygons this close are one plaza (the plan's digitising noise).
    pub const JOIN: f64 = 1.0;
    /// Pieces narrower than this (twice their area by their boundary) are slivers of overlay and digitising.
    pub const SLIVER: f64 = 0.05;
}
