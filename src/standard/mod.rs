//! Standards: named clauses with quote, scope, strength and limit. The one home of comparison is [`judge`].
//!
//! A standard file is data; nothing here measures. Another prefecture writes another file, not code.

mod clause;
mod judge;
mod needs;

pub use clause::{Applies, Clause, Comparison, Measure, Other, Reading, Strength, Test, Titles};
pub use judge::{Judgement, judge, margin};
pub use needs::ScopeUse;

/// A rule file: the clauses of one policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Standard {
    /// Stable id, such as `liangshan-carbon-peak`.
    pub id: String,
    /// Name for people.
    pub title: Titles,
    /// Version of the file's content.
    pub version: String,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// Its clauses, in order.
    pub clauses: Vec<Clause>,
}
