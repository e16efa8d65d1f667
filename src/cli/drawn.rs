//! `report --drawn`: what is drawn in a plan, written for other programs. Nothing is checked.

use super::arguments::CheckArguments;
use super::check::{in_pool, request};
use super::{Failure, Status, output, progress};
use crate::disk;
use crate::handle::Handle;
use crate::plan::{self, Loaded};
use crate::report::DrawnReport;
use crate::text::{Lang, Message};

/// Writes every output; wrong endings are found before any work is done.
pub(super) fn report(arguments: &CheckArguments, lang: Lang) -> Result<Status, Failure> {
    if let Some(path) = arguments.outputs.iter().find(|path| !DrawnReport::can_be(path)) {
        let message = Message::new("cli.unknown-ending").with("path", path.display());
        return Err(message.with("endings", DrawnReport::ENDINGS).into());
    }
    let loaded = in_pool(arguments.plan.threads, || load(arguments, lang))??;
    let report = DrawnReport::of(&loaded)?;
    for path in &arguments.outputs {
        let files = report.files(path)?;
        if let Some(source) = files.source_of(&loaded.snapshot) {
            return Err(Message::new("cli.would-overwrite-source").with("path", source.display()).into());
        }
        let failed = |error| {
            Message::new("cli.not-written").with("path", path.display()).with_message("reason", disk::failure(&error))
        };
        files.write().map_err(failed)?;
        files.notices.iter().for_each(|notice| output::to_stderr(&notice.message.say(lang)));
        output::name_files(path, &files.mains, lang);
    }
    Ok(Status::Good)
}

/// Layers matter only to the system to measure in: those that cannot be used stop nothing.
fn load(arguments: &CheckArguments, lang: Lang) -> Result<Loaded, Failure> {
    let handle = Handle::default();
    let reading = Message::new("cli.reading").say(lang);
    let request = request(&arguments.paths, arguments.proposal.as_ref(), &arguments.plan)?;
    progress::shown(&handle, reading, || plan::load(&request, &handle)).map_err(|error| Failure(error.messages()))
}
