//! `standard list | show | validate | export`.

use std::fmt::Write as _;
use std::path::Path;

use super::arguments::{Language, StandardAction};
use super::{Failure, Status, output};
use crate::report::clause_page;
use crate::standard::Standard;
use crate::text::{Lang, Message};

/// Runs the action; the language comes back for errors.
pub(super) fn run(action: StandardAction) -> (Lang, Result<Status, Failure>) {
    match action {
        StandardAction::List { lang } => {
            let lang = Language::or_system(lang);
            list(lang);
            (lang, Ok(Status::Good))
        }
        StandardAction::Show { id, lang } => {
            let lang = Language::or_system(lang);
            (lang, show(&id, lang))
        }
        StandardAction::Validate { file, lang } => {
            let lang = Language::or_system(lang);
            (lang, validate(&file, lang))
        }
        StandardAction::Export { id, output, lang } => (Language::or_system(lang), export(&id, output.as_deref())),
    }
}

fn list(lang: Lang) {
    let mut text = String::new();
    for standard in Standard::built_ins() {
        let clauses = standard.clauses.len();
        let line = Message::new("cli.standard-line")
            .with("id", &standard.id)
            .with("title", standard.title.say(lang))
            .with("version", &standard.version)
            .with("clauses", clauses)
            .say(lang);
        let _infallible = writeln!(text, "{line}");
    }
    output::to_stdout(text.as_bytes());
}

/// A whole standard by its id or path, or one clause by its id.
fn show(id: &str, lang: Lang) -> Result<Status, Failure> {
    let owners: Vec<Standard> =
        Standard::built_ins().into_iter().filter(|standard| standard.clause(id).is_some()).collect();
    let mut text = String::new();
    for clause in owners.iter().filter_map(|standard| standard.clause(id)) {
        text.push_str(&clause_page(clause, lang));
    }
    if owners.is_empty() {
        let standard = Standard::open(id).map_err(|error| Failure(error.messages()))?;
        let _infallible = writeln!(text, "{}  [{}]\n", standard.title.say(lang), standard.id);
        for clause in &standard.clauses {
            text.push_str(&clause_page(clause, lang));
            text.push('\n');
        }
    }
    output::to_stdout(text.as_bytes());
    Ok(Status::Good)
}

fn validate(file: &Path, lang: Lang) -> Result<Status, Failure> {
    match Standard::open(&file.display().to_string()) {
        Ok(standard) => {
            let message =
                Message::new("cli.standard-valid").with("path", file.display()).with("clauses", standard.clauses.len());
            output::to_stdout(format!("{}\n", message.say(lang)).as_bytes());
            Ok(Status::Good)
        }
        Err(crate::standard::StandardError::Invalid(error)) => {
            let lines: String = error.messages().iter().map(|problem| problem.say(lang) + "\n").collect();
            output::to_stdout(lines.as_bytes());
            Ok(Status::Bad)
        }
        Err(error) => Err(Failure(error.messages())),
    }
}

fn export(id: &str, target: Option<&Path>) -> Result<Status, Failure> {
    let standard = Standard::built_in(id).ok_or_else(|| {
        let known: Vec<String> = Standard::built_ins().into_iter().map(|standard| standard.id).collect();
        Message::new("cli.unknown-standard").with("id", id).with("known", known.join(" "))
    })?;
    match target {
        Some(path) => output::to_file(path, standard.text().as_bytes())?,
        None => output::to_stdout(standard.text().as_bytes()),
    }
    Ok(Status::Good)
}
