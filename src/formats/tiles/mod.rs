//! Map tiles from the net: what an address means, which tiles a part of the plan needs, and fetching one.
//!
//! Nothing here fetches by itself: whoever calls [`Client::fetch`] was asked to by the user.

mod address;
mod fetch;
mod grid;
mod services;

pub use address::Address;
pub use fetch::{Client, Fetched, Refused};
pub use grid::{Grid, Tile};
pub use services::{DEEPEST, OWED_TO, SERVICES, Service};

use crate::layer::Image;

/// No tile of any service is larger, in pixels.
const LARGEST: u32 = 2_048;

/// The picture of a tile; `None` where the bytes are none.
pub fn picture(bytes: &[u8]) -> Option<Image> {
    super::image::decoded(bytes, LARGEST)
}
