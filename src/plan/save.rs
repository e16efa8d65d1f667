//! Saving a plan: whole or not at all, never over anything else, with files named from where it is saved.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::history::Renames;
use super::journal::{Record, fingerprint};
use super::names::{absolute, name_from, resolved};
use super::saved::SavedAt;
use super::{LayerEntry, Plan, PlanFile, Proposal, VERSION};
use crate::disk::{self, write_whole};
use crate::standard::Standard;
use crate::text::Message;
use crate::toml_file::FileError;

/// A plan that is about to be saved.
#[derive(Debug)]
pub struct Saving {
    /// As it will be when it is saved.
    next: Plan,
    path: PathBuf,
    written: PlanFile,
}

/// The text that was tried to be saved last. All copies of a plan know it: one of them is saved in a job, and where the disk
/// refuses the very last step of that, the text stands in the file although the plan does not count as saved.
#[derive(Clone, Debug, Default)]
pub(super) struct LastTry(Arc<Mutex<String>>);

impl LastTry {
    fn begin(&self, text: &str) {
        text.clone_into(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn wrote(&self, bytes: &[u8]) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_bytes() == bytes
    }
}

impl Saving {
    /// Fingerprint of what will be written, for the journal.
    pub fn record(&self) -> Record {
        Record::Saved(fingerprint(self.written.text()))
    }

    /// Writes the file, whole or not at all, and returns the plan as it is saved.
    ///
    /// # Errors
    /// A message that says what failed, why and what to do; the old file is untouched then.
    pub fn write(self) -> Result<Plan, Message> {
        let Self { mut next, path, written } = self;
        next.last_try.begin(written.text());
        write_whole(&path, written.text().as_bytes()).map_err(|error| failed(&path, disk::failure(&error)))?;
        next.file = Some(Arc::new(written));
        next.saved = Arc::clone(&next.content);
        next.saved_at = SavedAt::here(next.history.steps());
        next.path = Some(path);
        next.unread.clear();
        Ok(next)
    }
}

fn failed(path: &Path, reason: Message) -> Message {
    Message::new("plan.not-saved").with("file", path.display()).with_message("reason", reason)
}

impl Plan {
    /// Saves it as a plan file, whole or not at all; names of layers are written from the file's folder. Keys and comments
    /// of the file that it was opened from stay.
    ///
    /// # Errors
    /// A message that says what failed, why and what to do; the old file is untouched then, and so is the plan.
    pub fn save(&mut self, path: &Path) -> Result<(), Message> {
        *self = self.saving(path)?.write()?;
        Ok(())
    }

    /// Gets ready to save it. Nothing is written yet.
    ///
    /// # Errors
    /// A message where it must not be written there: over a source, over what others have changed, or what could not be read
    /// again.
    pub fn saving(&self, path: &Path) -> Result<Saving, Message> {
        let path = absolute(path);
        self.may_write(&path).map_err(|reason| failed(&path, reason))?;
        let mut next = Self { saved_from: self.revision, ..self.clone() };
        next.move_to(path.parent().unwrap_or(Path::new("")));
        let name = path.display().to_string();
        // What cannot be read again is not written over what can.
        let unreadable = |error: FileError| failed(&path, Message::new("plan.not-written").with("reason", error));
        let base = match &next.opened {
            Some(opened) => Arc::clone(opened),
            None => Arc::new(PlanFile::from_toml(&format!("langdao = {VERSION}\n"), &name).map_err(unreadable)?),
        };
        let written = PlanFile::from_toml(&base.text_with(&next.content), &name).map_err(unreadable)?;
        Ok(Saving { next, path, written })
    }

    /// Takes what came of saving it in a job. It may have been changed meanwhile: what came since is not saved.
    pub fn take_saved(&mut self, saved: Self) {
        if self.revision == saved.saved_from {
            *self = saved;
            return;
        }
        self.move_to(&saved.folder);
        self.saved_at = self.history.way_from(&saved.history);
        self.path = saved.path;
        self.file = saved.file;
        self.saved = saved.saved;
        self.unread.clear();
    }

    fn may_write(&self, path: &Path) -> Result<(), Message> {
        if !path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
            return Err(Message::new("plan.not-toml"));
        }
        let target = resolved(path);
        let is_target = |name: &String| resolved(&self.folder.join(name)) == target;
        let mut layers = self.content.layers_of_all().map(|entry| &entry.source);
        if layers.any(is_target) || self.content.standard.as_ref().is_some_and(is_target) {
            return Err(Message::new("plan.over-source"));
        }
        let (true, Some(file)) = (self.path.as_deref() == Some(path), &self.file) else { return Ok(()) };
        match fs::read(path) {
            Ok(bytes) if bytes != file.text().as_bytes() && !self.last_try.wrote(&bytes) => {
                Err(Message::new("plan.changed-on-disk"))
            }
            Err(error) if error.kind() != ErrorKind::NotFound => Err(disk::failure(&error)),
            _ => Ok(()),
        }
    }

    /// Names files from another folder. Layers that the opened file names absolutely stay so.
    fn move_to(&mut self, folder: &Path) {
        if !self.folder.as_os_str().is_empty() && resolved(folder) == resolved(&self.folder) {
            return;
        }
        let from = std::mem::replace(&mut self.folder, folder.to_owned());
        let mut names = Move { from, to: folder.to_owned(), sources: BTreeMap::new() };
        let mut content = (*self.content).clone();
        for entry in content.layers_of_all() {
            let mut moved = entry.clone();
            names.layer(&mut moved);
            names.sources.insert(entry.source.clone(), moved.source);
        }
        names.layers(&mut content.layers, &mut content.amendments);
        for Proposal { stated, .. } in content.proposals.parked_mut() {
            names.layers(&mut stated.layers, &mut stated.amendments);
        }
        let renamed = std::mem::take(&mut content.styles).into_iter().map(|(mut key, style)| {
            names.style(&mut key);
            (key, style)
        });
        content.styles = renamed.collect();
        content.standard.iter_mut().for_each(|standard| names.standard(standard));
        self.history.rename(&names);
        if content != *self.content {
            self.content = Arc::new(content);
            self.revision.0 += 1;
        }
    }
}

/// A plan goes from one folder to another; the files that it names stay where they are.
struct Move {
    from: PathBuf,
    to: PathBuf,
    /// New names of the layers' files by their old ones.
    sources: BTreeMap<String, String>,
}

impl Renames for Move {
    fn layer(&self, entry: &mut LayerEntry) {
        if !(Path::new(&entry.source).is_absolute() && entry.table.0.is_some()) {
            entry.source = name_from(&self.to, &self.from.join(&entry.source));
        }
    }

    fn source(&self, source: &mut String) {
        *source = self.sources.get(source).cloned().unwrap_or_else(|| name_from(&self.to, &self.from.join(&*source)));
    }

    fn standard(&self, standard: &mut String) {
        if !Path::new(&*standard).is_absolute() && Standard::built_in(standard).is_none() {
            *standard = name_from(&self.to, &self.from.join(&*standard));
        }
    }
}
