//! Small things that panels are made of.

pub(super) mod button;
pub(super) mod chip;
pub(super) mod gauge;
pub(super) mod mark;
