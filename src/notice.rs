//! What a successful operation had to leave out, repair or assume, and where.
//!
//! A notice is neither an error (it did not happen) nor a finding (the plan breaks a clause).

use crate::text::Message;

/// One thing left out, repaired or assumed.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Stable kebab-case code, such as `ring-repaired`.
    pub code: &'static str,
    /// Row of the layer's file it concerns, from 0.
    pub row: Option<usize>,
    /// Where, in the plan's frame.
    pub at: Option<[f64; 2]>,
    /// What to tell people.
    pub message: Message,
}

impl Notice {
    /// A notice whose sentence is `notice.<code>`.
    pub fn new(code: &'static str) -> Self {
        Self { code, row: None, at: None, message: Message::new(format!("notice.{code}")) }
    }

    /// Names the row it concerns; the sentence may use `{row}`.
    #[must_use]
    pub fn row(mut self, row: usize) -> Self {
        self.row = Some(row);
        self.message = self.message.with("row", row);
        self
    }

    /// Names the place it concerns, in the plan's frame.
    #[must_use]
    pub fn at(mut self, x: f64, y: f64) -> Self {
        self.at = Some([x, y]);
        self
    }

    /// Fills a placeholder of its sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.message = self.message.with(name, value);
        self
    }

    /// Fills a placeholder of its sentence with another message.
    #[must_use]
    pub fn with_message(mut self, name: &'static str, value: Message) -> Self {
        self.message = self.message.with_message(name, value);
        self
    }
}
