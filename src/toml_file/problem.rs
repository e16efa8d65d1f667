//! What is wrong in a file, and where.

use std::fmt;

use crate::text::Message;

/// One thing wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line, from 1.
    pub line: usize,
    /// Key as a path from the top of the file, such as `clause[2].test`; empty where no key is concerned.
    pub key: String,
    /// What is wrong and what to write instead.
    pub what: Message,
}

/// Everything wrong in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// The file as the person named it.
    pub file: String,
    /// What is wrong, in the order of lines; never empty.
    pub problems: Vec<Problem>,
}

impl FileError {
    /// One sentence per problem, each with file, line and key.
    pub fn messages(&self) -> Vec<Message> {
        self.problems
            .iter()
            .map(|problem| {
                let sentence = if problem.key.is_empty() { "toml.problem" } else { "toml.problem-at-key" };
                Message::new(sentence)
                    .with("file", &self.file)
                    .with("line", problem.line)
                    .with("key", &problem.key)
                    .with_message("what", problem.what.clone())
            })
            .collect()
    }
}

/// The sentences in English, a line each.
impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, message) in self.messages().iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{message}")?;
        }
        Ok(())
    }
}

impl std::error::Error for FileError {}
