//! Planar geometry in metres that knows nothing of planning.
//!
//! Coordinates are `f64` metres in one projected frame, x east and y north. Nothing here reads attributes, files or
//! limits. Accuracy is stated per algorithm; the tolerances they share stand in [`tolerance`].

pub mod along;
pub mod alongside;
pub mod anchor;
pub mod band;
pub mod between;
mod boxes;
mod cells;
pub mod chords;
pub mod clip;
pub mod duplicates;
pub mod ends;
pub mod faces;
mod facing;
pub mod frame;
pub mod gaps;
mod grouping;
mod inside;
pub mod mesh;
pub mod narrow;
mod nearness;
pub mod network;
mod outline;
mod overlay;
pub mod parallel;
pub mod pieces;
pub mod planar;
pub mod prepared;
pub mod region;
pub mod segments;
pub mod simplify;
mod skeleton;
mod slabs;
pub mod spans;
mod stack;
pub mod strips;
pub mod sum;
mod triangles;
mod union;
mod union_find;
pub mod vector;
mod walls;
pub mod width;

pub use boxes::Boxes;
pub use cells::cells;
pub use geo_types::{Coord, LineString, Polygon};
pub use grouping::{Contact, groups_where, groups_within};
pub use inside::{Mask, Relation};
pub use nearness::Nearness;
pub use overlay::OverlayFailed;
pub use region::Region;
pub use slabs::slabs;
pub use stack::{Stacked, shown_areas};
pub use union_find::UnionFind;

/// The tolerances of the whole crate, in metres unless said otherwise.
pub mod tolerance {
    /// Vertices closer than this are one point: floating-point and millimetre-grid noise, not a planning tolerance.
    pub const POINT: f64 = 1e-3;
    /// Facing edges at most this far apart are joined; polygons this close are one plaza (the plan's digitising noise).
    pub const JOIN: f64 = 1.0;
    /// Pieces narrower than this (twice their area by their boundary) are slivers of overlay and digitising.
    pub const SLIVER: f64 = 0.05;
}
