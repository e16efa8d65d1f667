//! Small things that panels are made of.

pub(super) mod button;
