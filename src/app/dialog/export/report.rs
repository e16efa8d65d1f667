//! Writes a report in all outputs that are chosen, one after the other, each whole or not at all.

use std::path::PathBuf;

use super::{label, put};
use crate::app::App;
use crate::app::dialog::report::Edition;
use crate::app::jobs::{Done, Kind};
use crate::handle::Handle;
use crate::notice::Notice;
use crate::report::{Files, Format, Report};
use crate::text::Message;

/// What came of writing a report.
#[derive(Debug)]
pub(in crate::app) enum Reported {
    /// These files were written; of what was left out or cut in them there are notices.
    Written(Vec<PathBuf>, Vec<Notice>),
    /// Nothing was written: at these places some files are there already, and nobody was asked about them.
    Exists(Vec<(Format, PathBuf)>, Vec<PathBuf>),
    /// An output could not be written.
    Failed(Message),
}

/// Writes an edition to these places; of files that are there already only `replaced` are replaced.
pub(in crate::app) fn export_report(
    app: &mut App,
    edition: Edition,
    mut places: Vec<(Format, PathBuf)>,
    replaced: Vec<PathBuf>,
) {
    let Some(says) = places.first().map(|(_, first)| label(first)) else { return };
    let asked = places.clone();
    // The names of shapefile sets are known only when the sets are made, and what is there already is asked about first.
    places.sort_by_key(|(format, _)| *format != Format::Shapefile);
    app.jobs.start(Kind::Export, says, move |handle| {
        handle.expect_steps(u64::try_from(places.len()).unwrap_or_default());
        let written = edition.read(|report| write(report, &places, &replaced, handle));
        Done::Reported(match written {
            Ok(Outputs::Written(files, notices)) => Reported::Written(files, notices),
            Ok(Outputs::Exist(files)) => Reported::Exists(asked, files),
            Err(message) => Reported::Failed(message),
        })
    });
}

enum Outputs {
    Written(Vec<PathBuf>, Vec<Notice>),
    Exist(Vec<PathBuf>),
}

fn write(
    report: &Report<'_>,
    places: &[(Format, PathBuf)],
    replaced: &[PathBuf],
    handle: &Handle,
) -> Result<Outputs, Message> {
    let mut made = None;
    let mut targets: Vec<PathBuf> = Vec::new();
    for (format, path) in places {
        if *format == Format::Shapefile {
            let files = report.files(*format, path, handle).map_err(|reason| unwritten(path, reason, 0))?;
            targets.extend(files.files.iter().map(|(path, _)| path.clone()));
            made = Some(files);
        } else {
            targets.push(path.clone());
        }
    }
    if let Some(source) = targets.iter().find(|path| report.snapshot.is_source(path)) {
        return Err(Message::new("app.export-over-source").with("path", source.display()));
    }
    let is_unasked = |path: &PathBuf| path.exists() && !replaced.contains(path);
    let unasked: Vec<PathBuf> = targets.into_iter().filter(is_unasked).collect();
    if !unasked.is_empty() {
        // Who confirms is asked about all of them once more, not about the rest only.
        let agreed = replaced.iter().filter(|path| path.exists()).cloned();
        return Ok(Outputs::Exist(agreed.chain(unasked).collect()));
    }
    let (mut written, mut notices) = (Vec::new(), Vec::new());
    for (format, path) in places {
        handle.set_label(label(path));
        let put_there = |files: Files| put(&files, report.snapshot, handle).map(|()| files);
        let files = match made.take().filter(|_| *format == Format::Shapefile) {
            Some(files) => put_there(files),
            None => report.files(*format, path, handle).and_then(put_there),
        };
        let files = files.map_err(|reason| unwritten(path, reason, written.len()))?;
        written.extend(files.mains);
        notices.extend(files.notices);
        handle.advance(1);
    }
    Ok(Outputs::Written(written, notices))
}

/// An output that failed after some that are whole.
fn unwritten(path: &std::path::Path, reason: Message, whole: usize) -> Message {
    let key = if whole == 0 { "app.report-none-written" } else { "app.report-not-written" };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let message = Message::new(key).with("file", name).with_message("reason", reason);
    if whole == 0 { message } else { message.with("count", whole) }
}
