//! The text of a standard while it is edited.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::StandardOrder;
use crate::app::Command;
use crate::disk;
use crate::standard::Examined;
use crate::text::Message;

/// So long after the last key the text is examined, in seconds.
const PAUSE: f64 = 0.25;
/// Names that are tried for a copy before the planner is left to find one.
const NAMES: usize = 99;

/// A text of a standard that is edited, with what it was understood as last.
#[derive(Debug, Default)]
pub(in crate::app) struct StandardDraft {
    pub(super) text: String,
    /// As it was read or written last.
    saved: String,
    /// The file that it stands in, as the plan names it; `None` for a copy that was not written yet.
    file: Option<String>,
    /// The file that it is to be written to, likewise.
    pub(super) name: String,
    /// Counts changes of the text.
    version: u64,
    /// When it was changed last, seconds of the window's clock.
    typed_at: f64,
    /// The change that examining was asked for last.
    asked: u64,
    examined: Option<Arc<Examined>>,
    /// Whether its clauses are those of an earlier text: what is being typed is no TOML yet.
    stale: bool,
    /// The line that the cursor stands in, from 1.
    pub(super) line: usize,
    /// A line to go to.
    pub(super) go_to: Option<usize>,
    /// Whether it was asked what becomes of the text.
    pub(super) leaving: Option<Leaving>,
    /// Why it was not written.
    pub(super) failed: Option<Message>,
}

/// The text is to be left.
#[derive(Debug)]
pub(in crate::app) struct Leaving {
    /// What follows.
    pub(in crate::app) then: Option<Box<Command>>,
}

impl StandardDraft {
    /// A text as it stands in a file, or as the beginning of one of this name.
    pub(in crate::app) fn of(text: String, file: Option<String>, name: String) -> Self {
        let examined = Some(Arc::new(Examined::of(&text, &name)));
        Self { saved: text.clone(), text, file, name, examined, line: 1, ..Self::default() }
    }

    /// A name for a copy in a folder: none that a file has already.
    pub(in crate::app) fn free_name(folder: &Path, of: &str) -> String {
        let stem = Path::new(of).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let numbered = (2..=NAMES).map(|number| format!("{stem}-{number}.toml"));
        let mut names = std::iter::once(format!("{stem}.toml")).chain(numbered);
        names.find(|name| !folder.join(name).exists()).unwrap_or_default()
    }

    /// Whether it holds what no file has.
    pub(in crate::app) fn is_changed(&self) -> bool {
        self.text != self.saved
    }

    /// Whether it would be written to a new file.
    pub(super) fn is_new(&self) -> bool {
        self.file.as_deref() != Some(self.name.trim())
    }

    /// What it was understood as last.
    pub(super) fn examined(&self) -> Option<&Arc<Examined>> {
        self.examined.as_ref()
    }

    /// Whether its clauses are those of an earlier text.
    pub(super) fn is_stale(&self) -> bool {
        self.stale
    }

    /// Notes that the text was changed.
    pub(super) fn was_typed(&mut self, now: f64) {
        self.version += 1;
        self.typed_at = now;
        self.failed = None;
    }

    /// Asks to examine it, a short while after the last key.
    pub(super) fn due(&mut self, ui: &egui::Ui) -> Option<StandardOrder> {
        if self.asked == self.version {
            return None;
        }
        let rest = self.typed_at + PAUSE - ui.input(|input| input.time);
        if rest > 0.0 {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(rest.min(PAUSE)));
            return None;
        }
        self.asked = self.version;
        Some(StandardOrder::Examine)
    }

    /// The text that is to be examined, and the name of its file.
    pub(in crate::app) fn to_examine(&self) -> (String, String) {
        (self.text.clone(), self.name.clone())
    }

    /// Takes what the text was understood as. Of what is no TOML for the moment the clauses stay as they were.
    pub(in crate::app) fn take_examined(&mut self, examined: Examined) {
        let broken = examined.problems.first().is_some_and(|problem| problem.key.is_empty());
        let before = self.examined.take().filter(|_| broken && examined.clauses.is_empty());
        self.stale = before.is_some();
        self.examined = Some(Arc::new(match before {
            Some(before) => Examined { problems: examined.problems, ..Examined::clone(&before) },
            None => examined,
        }));
    }

    /// What is to be written.
    pub(in crate::app) fn to_write(&self) -> Writing {
        let known = self.file.as_ref().filter(|_| !self.is_new()).map(|_| self.saved.clone());
        Writing { text: self.text.clone(), name: self.name.trim().to_owned(), known }
    }

    /// Takes what was written; what was to follow. The text may have been changed meanwhile.
    pub(in crate::app) fn take_written(&mut self, written: Written) -> Option<Leaving> {
        self.failed = None;
        self.name.clone_from(&written.name);
        self.file = Some(written.name);
        self.saved = written.text;
        self.leaving.take()
    }

    /// Takes why it was not written: nothing follows then.
    pub(in crate::app) fn fail(&mut self, message: Message) {
        self.failed = Some(message);
        self.leaving = None;
    }
}

/// A text that is about to be written.
#[derive(Debug)]
pub(in crate::app) struct Writing {
    text: String,
    name: String,
    /// What its file held when it was read or written last; `None` for a new file.
    known: Option<String>,
}

/// A text that was written.
#[derive(Debug)]
pub(in crate::app) struct Written {
    text: String,
    /// The file, as the plan names it.
    pub(in crate::app) name: String,
    /// Whether it is a standard without mistakes.
    pub(in crate::app) whole: bool,
}

impl Writing {
    /// Writes it into a folder: whole or not at all, never over another file, and not over what others have changed.
    ///
    /// # Errors
    /// A message that says what failed, why and what to do.
    pub(in crate::app) fn write(self, folder: &Path) -> Result<Written, Message> {
        let Self { text, name, known } = self;
        let path = folder.join(&name);
        let refused = |key: &str| Err(Message::new(key).with("path", path.display()));
        if !path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
            return refused("app.standard-not-toml");
        }
        let not_written = |error| {
            Message::new("app.not-written").with("path", path.display()).with_message("reason", disk::failure(&error))
        };
        match (fs::read(&path), known) {
            (Ok(bytes), Some(known)) if bytes == known.as_bytes() => {}
            (Ok(_), Some(_)) => return refused("app.standard-changed"),
            (Ok(_), None) => return refused("app.standard-there"),
            (Err(error), _) if error.kind() == ErrorKind::NotFound => {}
            (Err(error), _) => return Err(not_written(error)),
        }
        disk::write_whole(&path, text.as_bytes()).map_err(not_written)?;
        let whole = Examined::of(&text, &name).problems.is_empty();
        Ok(Written { text, name, whole })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writing(text: &str, name: &str, known: Option<&str>) -> Writing {
        Writing { text: text.to_owned(), name: name.to_owned(), known: known.map(str::to_owned) }
    }

    #[test]
    fn a_text_is_written_anew_and_over_itself_and_over_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let read = || fs::read_to_string(folder.path().join("a.toml")).unwrap();
        let refusal = |writing: Writing| writing.write(folder.path()).unwrap_err().key;
        let written = writing("one", "a.toml", None).write(folder.path()).unwrap();
        assert_eq!((read().as_str(), written.whole), ("one", false));
        writing("two", "a.toml", Some("one")).write(folder.path()).unwrap();
        assert_eq!(read(), "two");
        assert_eq!(refusal(writing("mine", "a.toml", Some("one"))), "app.standard-changed");
        assert_eq!(refusal(writing("mine", "a.toml", None)), "app.standard-there");
        assert_eq!(refusal(writing("mine", "a.txt", None)), "app.standard-not-toml");
        assert_eq!(refusal(writing("mine", "", None)), "app.standard-not-toml");
        assert_eq!(read(), "two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn while_a_quote_is_open_the_clauses_stay_as_they_were() {
        let text = crate::standard::Standard::text_in("liangshan-carbon-peak", Path::new("")).unwrap();
        let mut draft = StandardDraft::of(text.clone(), None, "a.toml".to_owned());
        draft.take_examined(Examined::of(&format!("{text}title = \"\n"), "a.toml"));
        let shown = draft.examined().unwrap();
        assert!(draft.is_stale() && shown.clauses.len() > 1 && shown.problems.len() == 1, "{:?}", shown.problems);
        draft.take_examined(Examined::of("langdao = 9\n", "a.toml"));
        assert!(!draft.is_stale() && draft.examined().unwrap().clauses.is_empty());
    }

    #[test]
    fn a_copy_gets_a_name_that_no_file_has() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(StandardDraft::free_name(folder.path(), "liangshan-carbon-peak"), "liangshan-carbon-peak.toml");
        fs::write(folder.path().join("a.toml"), "").unwrap();
        assert_eq!(StandardDraft::free_name(folder.path(), "sub/a.toml"), "a-2.toml");
    }

    #[test]
    fn a_text_is_unsaved_from_its_first_change_until_that_is_written() {
        let mut draft = StandardDraft::of("a".to_owned(), None, "a.toml".to_owned());
        assert!(!draft.is_changed() && draft.is_new());
        draft.text.push('b');
        assert!(draft.is_changed());
        let folder = tempfile::tempdir().unwrap();
        let written = draft.to_write().write(folder.path()).unwrap();
        draft.text.push('c');
        assert!(draft.take_written(written).is_none());
        assert!(draft.is_changed() && !draft.is_new(), "what was typed meanwhile is not saved");
    }
}
