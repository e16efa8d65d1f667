//! Builds a [`Model`] from a check.
