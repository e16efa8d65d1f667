//! What is chosen for a report. It stays in the session: the dialog opens as it was left.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::edition::{Edition, checked};
use crate::app::dialog::files::{folder, with_ending};
use crate::app::dialog::frame::stated;
use crate::app::dialog::open_path::typed;
use crate::app::probe::{There, may_be_folder, there};
use crate::app::{Document, Jobs};
use crate::check::{Outcome, Verdict};
use crate::report::{Day, Format, Paper, TextCode};
use crate::text::{Lang, Message};

/// Which clauses a report speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Extent {
    /// All.
    #[default]
    All,
    /// Those that are violated, or in doubt.
    Wanting,
    /// Those that are ticked.
    Single,
}

/// What is chosen for a report.
#[derive(Debug)]
pub(in crate::app) struct Choices {
    pub(super) outputs: BTreeSet<Format>,
    /// `None`: that of the window.
    pub(super) lang: Option<Lang>,
    pub(super) paper: Paper,
    pub(super) date: String,
    pub(super) extent: Extent,
    /// Ids of the clauses that are ticked.
    pub(super) single: BTreeSet<String>,
    pub(super) text_code: TextCode,
    /// Path of a template, as typed; empty for the built-in one.
    pub(super) template: String,
    /// Folder and name without ending, as typed; `None` as long as the proposed one stands.
    pub(super) target: Option<String>,
    /// Files that are there already, and may be replaced when that is confirmed.
    pub(super) replaces: Option<Replaces>,
    /// Whether it is written as soon as the check has ended.
    pub(super) waits: bool,
    /// Why it was not written.
    pub(super) failed: Option<Message>,
}

/// Files that are there already where these outputs would be written.
#[derive(Debug)]
pub(super) struct Replaces {
    pub(super) of: Vec<(Format, PathBuf)>,
    pub(super) files: Vec<PathBuf>,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            outputs: BTreeSet::from([Format::Docx, Format::Pdf, Format::Xlsx]),
            lang: None,
            paper: Paper::default(),
            date: String::new(),
            extent: Extent::All,
            single: BTreeSet::new(),
            text_code: TextCode::default(),
            template: String::new(),
            target: None,
            replaces: None,
            waits: false,
            failed: None,
        }
    }
}

impl Choices {
    /// What still holds when another plan is opened.
    pub(in crate::app) fn for_another_plan(self) -> Self {
        let Self { outputs, lang, paper, date, text_code, template, .. } = self;
        Self { outputs, lang, paper, date, text_code, template, ..Self::default() }
    }

    /// The edition that is chosen; `None` where the check is not up to date or no clause is chosen.
    pub(in crate::app) fn edition(&self, document: &Document, jobs: &Jobs, lang: Lang) -> Option<Edition> {
        let (drawn, outcome) = checked(document, jobs)?;
        let clauses = self.clauses(outcome);
        clauses.as_ref().is_none_or(|chosen| !chosen.is_empty()).then(|| Edition {
            drawn: drawn.clone(),
            outcome: outcome.clone(),
            lang: self.lang.unwrap_or(lang),
            date: stated(&self.date),
            paper: self.paper,
            text_code: self.text_code,
            template: typed(&self.template),
            clauses,
        })
    }

    /// Ids of the clauses that are chosen; `None` for all.
    pub(super) fn clauses(&self, outcome: &Outcome) -> Option<BTreeSet<String>> {
        let those = |chosen: &dyn Fn(&str, Verdict) -> bool| {
            let clauses = outcome.clauses.iter().filter(|own| chosen(&own.clause, own.verdict));
            Some(clauses.map(|own| own.clause.clone()).collect())
        };
        match self.extent {
            Extent::All => None,
            Extent::Wanting => those(&|_, verdict| is_wanting(verdict)),
            Extent::Single => those(&|clause, _| self.single.contains(clause)),
        }
    }

    /// Folder and name without ending: what is typed, from the folder of the plan on; else beside the plan.
    pub(super) fn target(&self, document: &Document, lang: Lang) -> Option<PathBuf> {
        let folder = folder(document).unwrap_or_default();
        let name = file_name(document, self.lang.unwrap_or(lang));
        let Some(text) = &self.target else { return Some(folder.join(name)) };
        let path = folder.join(typed(text)?);
        let path = if matches!(there(&path), There::Folder | There::Plan) { path.join(name) } else { path };
        Some(if Format::of(&path).is_some() { path.with_extension("") } else { path })
    }

    /// Where each output is written, by the endings.
    pub(in crate::app) fn places(&self, document: &Document, lang: Lang) -> Vec<(Format, PathBuf)> {
        let Some(target) = self.target(document, lang) else { return Vec::new() };
        let outputs = self.outputs.iter();
        outputs.map(|format| (*format, with_ending(target.clone(), format.ending()))).collect()
    }

    /// Why it cannot be written as it is chosen, apart from the check.
    pub(in crate::app) fn problem(&self, document: &Document, lang: Lang) -> Option<Message> {
        let says = |key: &str| Some(Message::new(key));
        if self.outputs.is_empty() {
            return says("app.report-no-output");
        }
        if document.outcome().and_then(|outcome| self.clauses(outcome)).is_some_and(|chosen| chosen.is_empty()) {
            return says("app.report-no-clause");
        }
        self.wrong_date().or_else(|| self.wrong_template()).or_else(|| self.wrong_target(document, lang))
    }

    pub(super) fn wrong_date(&self) -> Option<Message> {
        let date = stated(&self.date)?;
        Day::of(&date).is_none().then(|| Message::new("app.report-date-wrong"))
    }

    pub(super) fn wrong_template(&self) -> Option<Message> {
        let path = typed(&self.template)?;
        (!matches!(there(&path), There::File | There::Unknown))
            .then(|| Message::new("app.report-template-missing").with("path", path.display()))
    }

    pub(super) fn wrong_target(&self, document: &Document, lang: Lang) -> Option<Message> {
        let Some(target) = self.target(document, lang) else { return Some(Message::new("app.path-is-empty")) };
        let there = target.file_name().is_some() && target.parent().is_some_and(may_be_folder);
        (!there).then(|| Message::new("app.path-no-folder"))
    }

    /// Takes a path that was named in the system's dialog.
    pub(in crate::app) fn set_target(&mut self, path: &Path) {
        self.target = Some(path.display().to_string());
    }

    /// Takes a template that was named in the system's dialog.
    pub(in crate::app) fn set_template(&mut self, path: &Path) {
        self.template = path.display().to_string();
    }

    /// Takes why it was not written.
    pub(in crate::app) fn tell(&mut self, message: Message) {
        self.failed = Some(message);
    }

    /// Asks about files that are there already where these outputs would be written.
    pub(in crate::app) fn ask(&mut self, of: Vec<(Format, PathBuf)>, files: Vec<PathBuf>) {
        self.replaces = Some(Replaces { of, files });
    }
}

/// Whether a clause with this verdict wants the planner's attention.
pub(super) fn is_wanting(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Violates | Verdict::DependsOnReading)
}

/// The proposed name: the plan's, with what no system has in names of files left out.
fn file_name(document: &Document, lang: Lang) -> String {
    let stated = document.plan().and_then(|plan| plan.content().name.clone());
    let read = || document.loaded().map(|loaded| loaded.snapshot.name.clone());
    let kept = |c: &char| !c.is_control() && !r#"/\:*?"<>|"#.contains(*c);
    let name: String = stated.or_else(read).unwrap_or_default().chars().filter(kept).collect();
    let name = name.trim().trim_start_matches('.');
    if name.is_empty() {
        return Message::new("app.report-file").say(lang);
    }
    Message::new("app.report-file-of").with("plan", name).say(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_output_is_written_beside_each_other_under_one_name() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().join("2026.5 报告");
        let mut choices = Choices { target: Some(base.display().to_string()), ..Choices::default() };
        let places = choices.places(&Document::default(), Lang::Zh);
        let names: Vec<String> =
            places.iter().map(|(_, path)| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
        assert_eq!(names, ["2026.5 报告.pdf", "2026.5 报告.docx", "2026.5 报告.xlsx"]);
        choices.target = Some(format!("\"{}.docx\"", base.display()));
        assert_eq!(choices.places(&Document::default(), Lang::Zh), places, "an ending that is typed is not doubled");
        choices.target = Some(folder.path().display().to_string());
        assert_eq!(choices.target(&Document::default(), Lang::Zh), Some(folder.path().join("报告")));
        choices.target = Some("  ".to_owned());
        assert_eq!(choices.places(&Document::default(), Lang::Zh), []);
        assert!(choices.wrong_target(&Document::default(), Lang::Zh).is_some());
    }

    #[test]
    fn another_plan_keeps_how_reports_look_and_forgets_what_was_of_the_plan() {
        let choices = Choices {
            outputs: BTreeSet::from([Format::Json]),
            paper: Paper::A4,
            target: Some("/a/b".to_owned()),
            extent: Extent::Single,
            single: BTreeSet::from(["a".to_owned()]),
            waits: true,
            ..Choices::default()
        };
        let kept = choices.for_another_plan();
        assert_eq!((kept.outputs, kept.paper), (BTreeSet::from([Format::Json]), Paper::A4));
        assert_eq!((kept.target, kept.extent, kept.single.len(), kept.waits), (None, Extent::All, 0, false));
    }
}
