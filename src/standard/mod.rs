//! Standards: named clauses with quote, scope, strength and limit. The one home of comparison is [`judge()`].
//!
//! A standard file is data; nothing here measures. Another prefecture writes another file, not code.

mod clause;
mod county;
mod examined;
mod fields;
mod figure;
mod judge;
mod library;
mod limit;
mod needs;
mod read;

pub use clause::{Applies, Clause, Comparison, Measure, Other, Reading, Reference, Strength, Test, Titles};
pub use examined::{Examined, ExaminedClause};
pub use figure::{of_county, yes_or_no};
pub use judge::{Judgement, is_at_limit, is_equal, judge, margin};
pub use needs::ScopeUse;

use std::collections::BTreeSet;

use crate::text::Message;
use crate::toml_file::FileError;

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
    /// The county-level units that the policy speaks to; empty where the file does not list them.
    pub counties: Vec<String>,
    /// Its clauses, in order.
    pub clauses: Vec<Clause>,
    text: String,
}

impl Standard {
    /// The clause with this id.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// The text of the file it was read from, byte for byte.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The county that a name means, as the standard spells it: 西昌 is 西昌市. Where the standard lists no counties,
    /// a name that fits none that its clauses bind stands for itself.
    ///
    /// # Errors
    /// A [`Message`] that lists the counties, where the name fits none or several.
    pub fn county(&self, name: &str) -> Result<String, Message> {
        if let Some(county) = county::resolve(name, &self.known_counties()) {
            return Ok(county.to_owned());
        }
        if self.counties.is_empty() {
            return Ok(name.trim().to_owned());
        }
        Err(Message::new("standard.county-unknown").with("found", name).with("known", self.counties.join("、")))
    }

    /// The counties it lists, else those that its clauses bind.
    fn known_counties(&self) -> Vec<String> {
        if !self.counties.is_empty() {
            return self.counties.clone();
        }
        let bound = self.clauses.iter().flat_map(|clause| match &clause.applies {
            Applies::All => &[],
            Applies::To(counties) => counties.as_slice(),
        });
        bound.cloned().collect::<BTreeSet<String>>().into_iter().collect()
    }
}

/// Why there is no standard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StandardError {
    /// No built-in has this id, or the file cannot be read.
    #[error("{0}")]
    NotFound(Message),
    /// The file is wrong; every problem has a line and a key.
    #[error("{0}")]
    Invalid(#[from] FileError),
}

impl StandardError {
    /// What to tell people, a sentence per problem.
    pub fn messages(&self) -> Vec<Message> {
        match self {
            Self::NotFound(message) => vec![message.clone()],
            Self::Invalid(error) => error.messages(),
        }
    }
}
