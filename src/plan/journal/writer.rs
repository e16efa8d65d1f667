//! A journal that is being written.

use std::io;
use std::path::{Path, PathBuf};

use super::super::Plan;
use super::line::{Chain, Line};
use super::retell::retold;
use super::{Kept, Record};
use crate::disk::{self, Lines, Lock, write_whole};
use crate::text::Message;

/// A journal grows to so many bytes, or to twice what it was when it was told anew last, before it is told anew.
const GROWN: u64 = 4 << 20;

/// The journal of one plan, held by this process.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    _lock: Lock,
    open: Option<Open>,
    since: Option<u64>,
}

#[derive(Debug)]
struct Open {
    lines: Lines,
    chain: Chain,
    /// Its length when it was told anew.
    told: u64,
}

impl Journal {
    pub(super) fn new(path: PathBuf, lock: Lock) -> Self {
        Self { path, _lock: lock, open: None, since: None }
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it holds; `None` where it holds nothing.
    ///
    /// # Errors
    /// A message where it cannot be read.
    pub fn kept(&self) -> Result<Option<Kept>, Message> {
        match std::fs::read(&self.path) {
            Ok(bytes) => Kept::read(&bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Message::new("plan.journal-unreadable").with_message("reason", disk::failure(&error))),
        }
    }

    /// Says that the first edit that is not saved was made before this process began.
    pub fn set_since(&mut self, since: Option<u64>) {
        self.since = since;
    }

    /// Tells the whole plan anew, in place of all that was recorded: at its first step, and when it was saved.
    ///
    /// # Errors
    /// A message that says why the disk refused; what was recorded before is there still.
    pub fn tell(&mut self, plan: &Plan, at: u64) -> Result<(), Message> {
        if plan.is_changed() {
            self.since.get_or_insert(at);
        } else {
            self.since = None;
        }
        let records =
            retold(plan, self.since).map_err(|error| Message::new("plan.journal-failed").with("reason", error))?;
        let mut chain = Chain::default();
        let mut text = String::new();
        for record in records {
            text.push_str(&chain.write(&Line { at: 0, record }).map_err(|error| failed(&error.into()))?);
        }
        self.open = None;
        // Somebody may have taken the folder away.
        self.path.parent().map_or(Ok(()), disk::make_folder).map_err(|error| failed(&error))?;
        write_whole(&self.path, text.as_bytes()).map_err(|error| failed(&error))?;
        let told = text.len() as u64;
        let lines = Lines::open(&self.path, told).map_err(|error| failed(&error))?;
        self.open = Some(Open { lines, chain, told });
        Ok(())
    }

    /// Whether there is a text to append to: else the plan is to be told first.
    pub fn is_told(&self) -> bool {
        self.open.is_some()
    }

    /// Whether so much was appended that the plan is better told anew.
    pub fn has_grown(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.lines.length() > GROWN.max(2 * open.told))
    }

    /// Appends records. Where it returns, they survive the end of the process and a power cut.
    ///
    /// # Errors
    /// A message that says why the disk refused. The records are to be appended again, or the plan told anew.
    pub fn append(&mut self, records: &[Record], at: u64) -> Result<(), Message> {
        let Some(open) = &mut self.open else {
            return Err(failed(&io::ErrorKind::NotFound.into()));
        };
        let mut chain = open.chain.clone();
        let mut text = String::new();
        for record in records {
            let line = Line { at, record: record.clone() };
            text.push_str(&chain.write(&line).map_err(|error| failed(&error.into()))?);
        }
        if let Err(error) = open.lines.append(text.as_bytes()) {
            if error.kind() == io::ErrorKind::NotFound {
                // Somebody has taken the file away, with all that was recorded.
                self.open = None;
            }
            return Err(failed(&error));
        }
        open.chain = chain;
        if records.iter().any(|record| !matches!(record, Record::Saved(_))) {
            self.since.get_or_insert(at);
        }
        Ok(())
    }

    /// Takes it away, as there is nothing that it should hold.
    ///
    /// # Errors
    /// A message that says why the disk refused.
    pub fn clear(&mut self) -> Result<(), Message> {
        self.open = None;
        disk::remove(&self.path).map_err(|error| failed(&error))
    }
}

fn failed(error: &io::Error) -> Message {
    Message::new("plan.journal-failed").with_message("reason", disk::failure(error))
}
