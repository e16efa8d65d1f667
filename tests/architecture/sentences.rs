//! Which sentences of `assets/locales` the sources name.

use std::collections::BTreeSet;

use super::lexer::{Kind, Token};

/// What a source file says about sentences.
#[derive(Debug, Default)]
pub(crate) struct Spoken {
    /// Whole keys, `file.entry`, with the line.
    pub(crate) keys: Vec<(usize, String)>,
    /// Beginnings of keys that code completes, such as `layer.role-`, with the line.
    pub(crate) beginnings: Vec<(usize, String)>,
    /// Every short text: an entry's name that code puts behind `file.`.
    pub(crate) entries: BTreeSet<String>,
}

impl Spoken {
    /// Adds what a file says. `files` are the names of the locale files.
    pub(crate) fn add(&mut self, tokens: &[Token], files: &BTreeSet<String>) {
        for (at, token) in tokens.iter().enumerate() {
            let Kind::Text(text) = &token.kind else { continue };
            if begins_notice(tokens, at) {
                self.keys.push((token.line, format!("notice.{text}")));
            }
            if is_entry(text) {
                self.entries.insert(text.clone());
            }
            let Some((file, rest)) = text.split_once('.').filter(|(file, _)| files.contains(*file)) else { continue };
            match rest.split_once('{') {
                Some((entry, _)) if entry.is_empty() || is_entry(entry) => {
                    self.beginnings.push((token.line, format!("{file}.{entry}")));
                }
                None if is_entry(rest) && rest.ends_with('-') => self.beginnings.push((token.line, text.clone())),
                // `plan.toml` and `check.rs` are files.
                None if is_entry(rest) && !matches!(rest, "toml" | "rs") => self.keys.push((token.line, text.clone())),
                _ => {}
            }
        }
    }

    /// Whether some code can say this key.
    pub(crate) fn names(&self, key: &str) -> bool {
        let (file, entry) = key.split_once('.').unwrap_or((key, ""));
        let completed = |(_, beginning): &(usize, String)| match beginning.strip_suffix('.') {
            Some(whole_file) => whole_file == file && self.entries.contains(entry),
            None => key.starts_with(beginning.as_str()),
        };
        self.keys.iter().any(|(_, known)| known == key)
            || (file == "notice" && self.entries.contains(entry))
            || self.beginnings.iter().any(completed)
    }
}

fn begins_notice(tokens: &[Token], at: usize) -> bool {
    at >= 5
        && tokens[at - 5].is_word("Notice")
        && tokens[at - 2].is_word("new")
        && [(4, ':'), (3, ':'), (1, '(')].iter().all(|&(back, mark)| tokens[at - back].is_mark(mark))
}

fn is_entry(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}
