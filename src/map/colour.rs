//! Colours of the map.

pub use crate::plan::style::Colour;

/// The paper of the map in full light.
pub(super) const PAPER: Colour = Colour::hex(0xfa_fa_f5);
