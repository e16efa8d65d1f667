//! GeoJSON, a file each way.

pub(super) mod read;
pub mod write;
