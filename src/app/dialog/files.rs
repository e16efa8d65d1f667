//! The system's file dialogs, in a job: the window goes on while one is open.
//!
//! Where no dialog service answers, as on a bare Linux desktop, the path is typed instead.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rfd::{AsyncFileDialog, FileHandle};

use crate::app::jobs::{Done, Kind, Wanted};
use crate::app::probe::may_be_folder;
use crate::app::session::Dialog;
use crate::app::{App, Command, Document, TableOrder};
use crate::text::Message;

/// Nobody leaves a dialog that fast: it was never shown.
const NEVER_SHOWN: Duration = Duration::from_millis(150);
/// Endings of files that can be opened.
const LAYERS: &[&str] = &["shp", "geojson", "json", "tif", "tiff", "png", "jpg", "jpeg"];
const PLANS: &[&str] = &["toml"];

/// Asks for files.
pub(in crate::app) fn ask_files(app: &mut App, wanted: Wanted) {
    let says = |key: &str| Message::new(key).say(app.lang());
    let all = [LAYERS, PLANS].concat();
    let dialog = start(app, wanted)
        .add_filter(says("app.filter-all"), if wanted == Wanted::Add { LAYERS } else { &all })
        .add_filter(says("app.filter-layers"), LAYERS)
        .add_filter(says("app.filter-plans"), PLANS);
    let asked = dialog.pick_files();
    run(app, wanted, PathBuf::new(), async move { asked.await.map(paths) });
}

/// Asks for a folder.
pub(in crate::app) fn ask_folder(app: &mut App, wanted: Wanted) {
    let asked = start(app, wanted).pick_folder();
    run(app, wanted, PathBuf::new(), async move { asked.await.map(|folder| paths(vec![folder])) });
}

/// Asks where to write; `name` is proposed and gives the ending.
pub(in crate::app) fn ask_target(app: &mut App, wanted: Wanted, name: &str) {
    let proposed = folder(&app.document).unwrap_or_default().join(name);
    ask_place(app, wanted, proposed);
}

/// Asks where to write; the path is proposed and gives the ending.
pub(in crate::app) fn ask_place(app: &mut App, wanted: Wanted, proposed: PathBuf) {
    let text = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (name, ending) = (text(proposed.file_name()), text(proposed.extension()));
    let dialog = start(app, wanted).add_filter(ending.to_uppercase(), &[&ending]).set_file_name(name);
    let dialog = match proposed.parent().filter(|folder| may_be_folder(folder)) {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    };
    let asked = dialog.save_file();
    run(
        app,
        wanted,
        proposed,
        async move { asked.await.map(|file| vec![with_ending(file.path().to_owned(), &ending)]) },
    );
}

/// Asks for a template of a report.
pub(in crate::app) fn ask_template(app: &mut App) {
    let asked = start(app, Wanted::Template).add_filter("Typst", &["typ"]).pick_file();
    run(app, Wanted::Template, PathBuf::new(), async move { asked.await.map(|file| paths(vec![file])) });
}

/// Asks for a path in the window's own dialog and says why.
pub(in crate::app) fn type_instead(app: &mut App, wanted: Wanted, proposed: PathBuf) {
    app.session.say(Message::new("app.no-file-dialog"));
    app.session.dialog = Some(match wanted {
        // Its dialog has a field for it and stays.
        Wanted::Report | Wanted::Template => return,
        Wanted::Open => Dialog::OpenPath,
        Wanted::Add => Dialog::AddPath,
        Wanted::Save => Dialog::Target(Box::new(Command::SaveTo(proposed))),
        Wanted::Export => Dialog::Target(Box::new(Command::Export(proposed))),
        Wanted::ExportDrawn => Dialog::Target(Box::new(Command::ExportDrawn(proposed))),
        Wanted::Table => Dialog::Target(Box::new(Command::Table(TableOrder::ExportTo(proposed)))),
    });
}

fn start(app: &App, wanted: Wanted) -> AsyncFileDialog {
    let title = Message::new(match wanted {
        Wanted::Open => "app.path-title-open",
        Wanted::Add => "app.path-title-add",
        Wanted::Save => "app.path-title-save",
        Wanted::Export | Wanted::ExportDrawn | Wanted::Table | Wanted::Report => "app.path-title-export",
        Wanted::Template => "app.report-template-choose",
    });
    let dialog = AsyncFileDialog::new().set_title(title.say(app.lang()));
    match folder(&app.document) {
        Some(folder) => dialog.set_directory(folder),
        None => dialog,
    }
}

/// Beside the plan; the planner's own folder for the sample, whose folder goes with the window.
pub(in crate::app) fn folder(document: &Document) -> Option<PathBuf> {
    let beside = document.path().and_then(Path::parent).map(Path::to_owned);
    let plan = document.plan().filter(|_| !document.is_sample());
    let layers = plan.map(|plan| plan.folder().to_owned()).filter(|folder| may_be_folder(folder));
    beside.or(layers).or_else(std::env::home_dir)
}

/// Waits for the answer on a thread of its own. The dialog itself was made on the window's thread, as some systems demand.
#[expect(clippy::disallowed_methods, reason = "tells a dialog that was left from one that was never shown")]
fn run(
    app: &mut App,
    wanted: Wanted,
    proposed: PathBuf,
    asked: impl Future<Output = Option<Vec<PathBuf>>> + Send + 'static,
) {
    app.jobs.start(Kind::Ask, Message::new("app.job-ask"), move |_handle| {
        let from = Instant::now();
        let answer = pollster::block_on(asked).filter(|paths| !paths.is_empty());
        if answer.is_none() && from.elapsed() < NEVER_SHOWN {
            return Done::NoDialog(wanted, proposed);
        }
        Done::Named(wanted, answer)
    });
}

fn paths(files: Vec<FileHandle>) -> Vec<PathBuf> {
    files.into_iter().map(|file| file.path().to_owned()).collect()
}

/// The path with an ending, where it was named without one.
pub(in crate::app) fn with_ending(path: PathBuf, ending: &str) -> PathBuf {
    let has = path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending));
    if has {
        return path;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_named_without_its_ending_gets_it() {
        assert_eq!(with_ending("/a/问题点".into(), "csv"), Path::new("/a/问题点.csv"));
        assert_eq!(with_ending("/a/2026.5 问题点".into(), "csv"), Path::new("/a/2026.5 问题点.csv"));
        assert_eq!(with_ending("/a/b.CSV".into(), "csv"), Path::new("/a/b.CSV"));
    }
}
