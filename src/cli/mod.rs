//! The command line: one file per subcommand.
//!
//! Standard output carries the result only; progress, notices of loading and errors go to standard error.

mod arguments;
mod check;
mod compare;
mod drawn;
mod inspect;
mod map;
mod output;
mod progress;
mod sample;
mod standard;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use crate::text::{Lang, Message};
use arguments::{Arguments, Command, Language};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Nothing is violated, or there was nothing to judge.
    Good,
    /// Some clause is violated.
    Bad,
}

/// The work could not be done: one or more messages, each saying what failed, why, what to do, where.
#[derive(Clone, Debug)]
pub(crate) struct Failure(pub(crate) Vec<Message>);

impl From<Message> for Failure {
    fn from(message: Message) -> Self {
        Self(vec![message])
    }
}

/// Runs the command line; the exit code is 0 (good), 1 (violated) or 2 (could not be done).
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let wanted = !error.use_stderr();
            // A closed pipe while printing help is nobody's error.
            error.print().ok();
            return ExitCode::from(if wanted { 0 } else { 2 });
        }
    };
    let (lang, result) = dispatch(arguments.command);
    match result {
        Ok(Status::Good) => ExitCode::SUCCESS,
        Ok(Status::Bad) => ExitCode::from(1),
        Err(failure) => {
            for message in failure.0 {
                output::to_stderr(&Message::new("cli.error").with("error", message.say(lang)).say(lang));
            }
            ExitCode::from(2)
        }
    }
}

fn dispatch(command: Option<Command>) -> (Lang, Result<Status, Failure>) {
    match command {
        None => {
            let lang = Language::or_system(None);
            (lang, check::window(lang))
        }
        Some(Command::Open { paths }) => {
            let lang = Language::or_system(None);
            (lang, check::open(paths, lang))
        }
        Some(Command::Check(arguments)) => {
            let lang = Language::or_system(arguments.plan.lang);
            (lang, check::check(&arguments, lang))
        }
        Some(Command::Report(arguments)) => {
            let lang = Language::or_system(arguments.check.plan.lang);
            (lang, check::report(&arguments, lang))
        }
        Some(Command::Map(arguments)) => {
            let lang = Language::or_system(arguments.plan.lang);
            (lang, map::map(&arguments, lang))
        }
        Some(Command::Compare(arguments)) => {
            let lang = Language::or_system(arguments.plan.lang);
            (lang, compare::compare(&arguments, lang))
        }
        Some(Command::Inspect { files, crs, encoding, format, lang }) => {
            let lang = Language::or_system(lang);
            let options = crate::formats::ReadOptions { crs, encoding };
            (lang, inspect::inspect(&files, &options, format, lang))
        }
        Some(Command::Standard { action }) => standard::run(action),
        Some(Command::Sample { dir, lang }) => {
            let lang = Language::or_system(lang);
            (lang, sample::sample(&dir, lang))
        }
    }
}
