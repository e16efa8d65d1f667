//! Walking the tables of a file while collecting what is wrong with them.

use std::cell::RefCell;

use serde::de::DeserializeOwned;
use toml_edit::{Document, Item, TableLike, Value};

use super::node::{Content, Entries, Node, Place, unknown_key};
use super::{FileError, Problem};
use crate::text::Message;

/// A parsed file and the problems found in it so far.
pub struct Source {
    document: Document<String>,
    file: String,
    line_starts: Vec<usize>,
    problems: RefCell<Vec<Problem>>,
}

impl Source {
    /// Parses a file. `file` is its name for people.
    ///
    /// # Errors
    /// [`FileError`] where the text is not TOML.
    pub fn parse(text: &str, file: &str) -> Result<Self, FileError> {
        let line_starts: Vec<usize> =
            std::iter::once(0).chain(text.match_indices('\n').map(|(offset, _)| offset + 1)).collect();
        match Document::parse(text.to_owned()) {
            Ok(document) => Ok(Self { document, file: file.to_owned(), line_starts, problems: RefCell::default() }),
            Err(error) => {
                let line = line_of(&line_starts, error.span().map_or(0, |span| span.start));
                let what = Message::new("toml.syntax").with("reason", error.message().trim().replace('\n', "; "));
                let problems = vec![Problem { line, key: String::new(), what }];
                Err(FileError { file: file.to_owned(), problems })
            }
        }
    }

    /// The text of a file as read.
    ///
    /// # Errors
    /// [`FileError`] with the first line that is not UTF-8.
    pub fn decode(bytes: Vec<u8>, file: &str) -> Result<String, FileError> {
        String::from_utf8(bytes).map_err(|error| {
            let (valid, _) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
            let line = String::from_utf8_lossy(valid).matches('\n').count() + 1;
            let problems = vec![Problem { line, key: String::new(), what: Message::new("toml.not-utf8") }];
            FileError { file: file.to_owned(), problems }
        })
    }

    /// The table of the whole file.
    pub fn root(&self) -> View<'_> {
        View { source: self, table: self.document.as_table(), path: String::new(), start: 0 }
    }

    /// The parsed file, for whoever edits it.
    pub fn into_document(self) -> toml_edit::DocumentMut {
        self.document.into_mut()
    }

    /// Fails with everything reported so far, in the order of lines.
    ///
    /// # Errors
    /// [`FileError`] where anything was reported.
    pub fn check(&self) -> Result<(), FileError> {
        let problems = self.problems();
        if problems.is_empty() { Ok(()) } else { Err(FileError { file: self.file.clone(), problems }) }
    }

    /// Everything reported so far, in the order of lines.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = self.problems.borrow().clone();
        problems.sort_by_key(|problem| problem.line);
        problems.dedup();
        problems
    }

    fn report(&self, offset: usize, key: String, what: Message) {
        self.problems.borrow_mut().push(Problem { line: line_of(&self.line_starts, offset), key, what });
    }
}

fn line_of(line_starts: &[usize], offset: usize) -> usize {
    line_starts.partition_point(|&start| start <= offset)
}

/// One table of a file.
#[derive(Clone)]
pub struct View<'a> {
    source: &'a Source,
    table: &'a dyn TableLike,
    path: String,
    start: usize,
}

impl<'a> View<'a> {
    /// The keys of the table, in the order of the file.
    pub fn keys(&self) -> Vec<&'a str> {
        self.table.iter().filter(|(_, item)| !item.is_none()).map(|(key, _)| key).collect()
    }

    /// Whether the key is there.
    pub fn has(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// The line of a key, from 1; the line of the table where the key is absent.
    pub fn line(&self, key: &str) -> usize {
        line_of(&self.source.line_starts, self.offset(key))
    }

    /// The line that the table begins in, from 1.
    pub fn first_line(&self) -> usize {
        line_of(&self.source.line_starts, self.start)
    }

    /// Its entries as the file states them, each on one line: `boundary = "half"`.
    pub fn stated(&self) -> Vec<String> {
        let entries = self.entries().into_iter();
        entries.map(|(key, _, item)| format!("{key} = {}", item.to_string().trim())).collect()
    }

    /// Says that something is wrong at a key.
    pub fn report(&self, key: &str, what: Message) {
        self.source.report(self.offset(key), self.path_to(key), what);
    }

    /// Reports every key that is not among these.
    pub fn only(&self, known: &[&str]) {
        for key in self.keys() {
            if !known.contains(&key) {
                self.report(key, unknown_key(key, known));
            }
        }
    }

    /// Reads a value; `None` where it is absent, or wrong, which is reported.
    pub fn read<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let (offset, item) = self.entry(key)?;
        let content = Content::Item(item);
        let place = Place { path: self.path_to(key), offset, entry: None };
        match T::deserialize(Node { content, place }) {
            Ok(value) => Some(value),
            Err(fault) => {
                let (path, offset) = fault.place.unwrap_or_else(|| (self.path_to(key), offset));
                self.source.report(offset, path, fault.what);
                None
            }
        }
    }

    /// Reads a value that must be there.
    pub fn require<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        if !self.has(key) {
            self.missing(key);
            return None;
        }
        self.read(key)
    }

    /// Reads text that must be there and must not be blank.
    pub fn require_text(&self, key: &str) -> Option<String> {
        let text: String = self.require(key)?;
        if text.trim().is_empty() {
            self.report(key, Message::new("toml.blank"));
            return None;
        }
        Some(text)
    }

    /// Reads a list, or a single value as a list of one.
    pub fn one_or_many<T: DeserializeOwned>(&self, key: &str) -> Option<Vec<T>> {
        let (_, item) = self.entry(key)?;
        if item.as_array().is_some() { self.read(key) } else { self.read(key).map(|one| vec![one]) }
    }

    /// Whether a table stands under the key.
    pub fn is_table(&self, key: &str) -> bool {
        self.entry(key).is_some_and(|(_, item)| item.is_table_like())
    }

    /// Whether this text stands under the key.
    pub fn says(&self, key: &str, text: &str) -> bool {
        self.entry(key).is_some_and(|(_, item)| item.as_str() == Some(text))
    }

    /// The text under a key; `None` where it is absent or anything else, which is not reported.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.entry(key)?.1.as_str()
    }

    /// The number under a key; `None` where it is absent or anything else, which is not reported.
    pub fn number(&self, key: &str) -> Option<f64> {
        let value = self.entry(key)?.1.as_value()?;
        value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))
    }

    /// Reports that a key is missing.
    pub fn missing(&self, key: &str) {
        self.source.report(self.start, self.path_to(key), Message::new("toml.missing").with("missing", key));
    }

    /// The table under a key; `None` where it is absent, or no table, which is reported.
    pub fn table(&self, key: &str) -> Option<View<'a>> {
        let (offset, item) = self.entry(key)?;
        let Some(table) = item.as_table_like() else {
            self.report(key, Message::new("toml.expected").with_message("expected", Message::new("toml.kind-table")));
            return None;
        };
        Some(View { source: self.source, table, path: self.path_to(key), start: offset })
    }

    /// The tables under a key, written `[[key]]` or as a list of inline tables; empty where it is absent.
    pub fn tables(&self, key: &str) -> Vec<View<'a>> {
        let Some((offset, item)) = self.entry(key) else { return Vec::new() };
        let tables: Option<Vec<(&'a dyn TableLike, usize)>> = match item {
            Item::ArrayOfTables(tables) => Some(
                tables
                    .iter()
                    .map(|table| (table as &dyn TableLike, table.span().map_or(offset, |s| s.start)))
                    .collect(),
            ),
            Item::Value(Value::Array(values)) => values
                .iter()
                .map(|value| {
                    let table = value.as_inline_table()?;
                    Some((table as &dyn TableLike, value.span().map_or(offset, |span| span.start)))
                })
                .collect(),
            _ => None,
        };
        let Some(tables) = tables else {
            self.report(key, Message::new("toml.expected").with_message("expected", Message::new("toml.kind-tables")));
            return Vec::new();
        };
        let with_number = tables.into_iter().enumerate();
        with_number
            .map(|(number, (table, start))| {
                let path = format!("{}[{}]", self.path_to(key), number + 1);
                View { source: self.source, table, path, start }
            })
            .collect()
    }

    /// Reads this table, with the entries of `over` in place of its own, as a struct. Reports everything wrong with
    /// entries of the last table given: `over` where there is one, else this.
    pub fn merged<T: DeserializeOwned>(&self, over: Option<&View<'a>>) -> Option<T> {
        let mut entries = self.entries();
        let own: Vec<&str> = over.map_or_else(|| self.keys(), View::keys);
        for (key, offset, item) in over.map(View::entries).unwrap_or_default() {
            match entries.iter_mut().find(|(known, ..)| *known == key) {
                Some(entry) => *entry = (key, offset, item),
                None => entries.push((key, offset, item)),
            }
        }
        let last = over.unwrap_or(self);
        let mut removed: Vec<String> = Vec::new();
        // Each round reports one wrong entry and goes on without it, so that all of them are reported.
        loop {
            let place = Place { path: last.path.clone(), offset: last.start, entry: None };
            let fault = match T::deserialize(Node { content: Content::Entries(entries.clone()), place }) {
                Ok(value) => return removed.is_empty().then_some(value),
                Err(fault) => fault,
            };
            let is_news = match (&fault.entry, fault.missing) {
                (Some(entry), _) => own.contains(&entry.as_str()),
                (None, Some(key)) => over.is_none() && !removed.iter().any(|entry| entry == key),
                (None, None) => over.is_none() && removed.is_empty(),
            };
            if is_news {
                let (path, offset) = fault.place.unwrap_or_else(|| (last.path.clone(), last.start));
                self.source.report(offset, path, fault.what);
            }
            let entry = fault.entry?;
            entries.retain(|(key, ..)| *key != entry);
            if removed.contains(&entry) {
                return None;
            }
            removed.push(entry);
        }
    }

    /// An empty table at the place of this one, for a key that may be left out.
    #[must_use]
    pub fn empty(&self, key: &str) -> View<'a> {
        static EMPTY: std::sync::LazyLock<toml_edit::Table> = std::sync::LazyLock::new(toml_edit::Table::new);
        View { source: self.source, table: &*EMPTY, path: self.path_to(key), start: self.start }
    }

    fn entries(&self) -> Entries<'a> {
        self.keys().into_iter().filter_map(|key| self.entry(key).map(|(offset, item)| (key, offset, item))).collect()
    }

    fn entry(&self, key: &str) -> Option<(usize, &'a Item)> {
        let (name, item) = self.table.get_key_value(key).filter(|(_, item)| !item.is_none())?;
        let span = name.span().or_else(|| item.span());
        Some((span.map_or(self.start, |span| span.start), item))
    }

    fn offset(&self, key: &str) -> usize {
        self.entry(key).map_or(self.start, |(offset, _)| offset)
    }

    fn path_to(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}
