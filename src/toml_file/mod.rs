//! TOML files in which every problem has a line and a key.
//!
//! [`Source`] holds a parsed file and collects its problems, all of them and not only the first; a [`View`] walks one
//! of its tables. Small values are read through serde with an error type of its own, so that what is wrong can be said
//! in both languages. Knows nothing of standards and plans.

mod node;
mod problem;
mod scalar;
mod view;

pub use problem::{FileError, Problem};
pub use scalar::{Amount, Scalar};
pub use view::{Source, View};
