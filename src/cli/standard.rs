//! `standard list | show | validate | export`.

use std::fmt::Write as _;
use std::path::Path;

use super::arguments::{Language, StandardAction};
use super::{Failure, Status, output};
use crate::report::{ClausePage, clause_table};
use crate::standard::{Standard, StandardError};
use crate::text::{Lang, Message};

/// Runs the action; the language comes back for errors.
pub(super) fn run(action: StandardAction) -> (Lang, Result<Status, Failure>) {
    match action {
        StandardAction::List { lang } => {
            let lang = Language::or_system(lang);
            list(lang);
            (lang, Ok(Status::Good))
        }
        StandardAction::Show { id, clause, lang } => {
            let lang = Language::or_system(lang);
            (lang, show(&id, clause.as_deref(), lang))
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

/// The clauses of a standard, given its id or path; or the page of one of its clauses, which alone is one of a built-in
/// standard.
fn show(id: &str, clause: Option<&str>, lang: Lang) -> Result<Status, Failure> {
    let text = match clause {
        Some(clause) => page(&opened(id)?, clause, lang)?,
        None => match Standard::built_ins().iter().find(|standard| standard.clause(id).is_some()) {
            Some(standard) => page(standard, id, lang)?,
            None => overview(&opened(id)?, lang),
        },
    };
    output::to_stdout(text.as_bytes());
    Ok(Status::Good)
}

fn opened(id: &str) -> Result<Standard, Failure> {
    Standard::open(id).map_err(|error| Failure(error.messages()))
}

fn page(standard: &Standard, id: &str, lang: Lang) -> Result<String, Message> {
    let clause = standard.clause(id).ok_or_else(|| {
        let known: Vec<&str> = standard.clauses.iter().map(|clause| clause.id.as_str()).collect();
        Message::new("cli.unknown-clause").with("clause", id).with("known", known.join(" "))
    })?;
    Ok(ClausePage::of(clause, lang).text())
}

fn overview(standard: &Standard, lang: Lang) -> String {
    let mut text = format!("{}  [{}]\n\n", standard.title.say(lang), standard.id);
    text.push_str(&clause_table(standard, lang));
    for key in ["cli.table-marks", "cli.table-page"] {
        let _infallible = write!(text, "\n{}", Message::new(key).say(lang));
    }
    text.push('\n');
    text
}

fn validate(file: &Path, lang: Lang) -> Result<Status, Failure> {
    match Standard::open(&file.display().to_string()) {
        Ok(standard) => {
            let message =
                Message::new("cli.standard-valid").with("path", file.display()).with("clauses", standard.clauses.len());
            output::to_stdout(format!("{}\n", message.say(lang)).as_bytes());
            Ok(Status::Good)
        }
        // The mistakes are what was asked for.
        Err(StandardError::Invalid(error)) => {
            let lines: String = error.messages().iter().map(|problem| problem.say(lang) + "\n").collect();
            output::to_stdout(lines.as_bytes());
            let count = error.problems.len();
            Err(Message::new("cli.standard-wrong").with("path", file.display()).with("count", count).into())
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
        Some(path) if path.exists() => {
            return Err(Message::new("cli.standard-exists").with("path", path.display()).into());
        }
        Some(path) => output::to_file(path, standard.text().as_bytes())?,
        None => output::to_stdout(standard.text().as_bytes()),
    }
    Ok(Status::Good)
}
