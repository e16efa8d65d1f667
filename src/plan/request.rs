//! What to open, as asked on the command line.

use std::path::PathBuf;

use crate::layer::Role;

/// What to open and what is said over it. Relative paths are taken from the working folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// A plan's folder, a plan file, a folder of layers, or single files; at most one of them a plan.
    pub paths: Vec<PathBuf>,
    /// The proposal of the plan to take, by name; the one that is open otherwise.
    pub proposal: Option<String>,
    /// A built-in id or the path of a standard file; beats the plan's.
    pub standard: Option<String>,
    /// Files with their roles: they are added, or get these roles in place of stated or guessed ones.
    pub roles: Vec<(Role, PathBuf)>,
    /// The system to measure in; beats the plan's.
    pub crs: Option<String>,
    /// Encoding of the text of all files; beats the plan's.
    pub encoding: Option<String>,
    /// Typed-in figures; beat the plan's.
    pub figures: Vec<(String, f64)>,
    /// The county; beats the plan's.
    pub county: Option<String>,
    /// Evaluation year; beats the plan's.
    pub year: Option<i32>,
}
