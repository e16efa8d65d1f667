//! Writes findings, the map and reports to files, in a job.

mod report;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(in crate::app) use self::report::{Reported, export_report};

use crate::app::document::Drawn;
use crate::app::jobs::{Done, Kind};
use crate::app::map::scene::Content;
use crate::app::panel::layers::listed::layer_name;
use crate::app::{App, Stage};
use crate::disk;
use crate::handle::Handle;
use crate::map::{Camera, Scene, Tone, draw};
use crate::plan::{Plan, Snapshot};
use crate::report::{DrawnReport, Files, Format, Options, Report, TableReport};
use crate::text::Message;

/// Pixels per point of an exported picture: 192 dots per inch.
const PICTURE_SCALE: f64 = 2.0;
/// Size in points where the map was never shown.
const UNSEEN: [f64; 2] = [1_200.0, 900.0];
/// Drawing, or rendering, then writing.
const STEPS: u64 = 2;

/// Writes what the ending of a path says. Source layers are never written over.
pub(in crate::app) fn export(app: &mut App, path: PathBuf) {
    let Some(drawn) = app.document.drawn().cloned() else {
        return app.session.warn(Message::new("app.export-nothing"));
    };
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("png")) {
        let content = Content::of(&app.document, &app.session, &app.settings, Tone::Light);
        return export_picture(app, path, content, drawn);
    }
    // Shapefiles hold what is drawn; GeoJSON may hold both and is asked for by its own command.
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("shp")) {
        return export_drawn(app, &path);
    }
    let Some(format) = Format::of(&path) else {
        return app.session.warn(Message::new("app.export-ending").with("path", path.display()));
    };
    // Findings name features of the layers that they were found in.
    let outcome = match app.document.outcome() {
        Some(outcome) if app.document.stage() == Stage::Checked => Arc::clone(outcome),
        _ => return app.session.warn(Message::new("app.export-unchecked")),
    };
    let lang = app.lang();
    app.jobs.start(Kind::Export, label(&path), move |handle| {
        handle.expect_steps(STEPS);
        let loaded = &drawn.loaded;
        let options = Options { date: loaded.snapshot.date.clone(), ..Options::default() };
        let report = Report::new(&loaded.snapshot, &loaded.standard, &outcome, lang, &options);
        let files = report.files(format, &path, handle);
        handle.advance(1);
        Done::Exported(files.and_then(|files| put(&files, &loaded.snapshot, handle)).map(|()| path))
    });
}

/// Writes what is drawn in the plan, as shapefiles or GeoJSON by the ending of a path. Source layers are never written over.
pub(in crate::app) fn export_drawn(app: &mut App, path: &Path) {
    let plan = app.document.plan().map(Plan::revision);
    let Some(drawn) = app.document.drawn().filter(|drawn| plan == Some(drawn.loaded.snapshot.revision)).cloned() else {
        return app.session.warn(Message::new("app.export-unchecked"));
    };
    let files = match DrawnReport::of(&drawn.loaded).and_then(|report| report.files(path)) {
        Ok(files) => files,
        Err(message) => return app.session.warn(message),
    };
    files.notices.iter().for_each(|notice| app.session.say(notice.message.clone()));
    let path = path.to_owned();
    app.jobs.start(Kind::Export, label(&path), move |handle| {
        let told = || match files.mains.as_slice() {
            [main] => main.clone(),
            _ => path.with_file_name(format!("{}-*.shp", path.file_stem().unwrap_or_default().to_string_lossy())),
        };
        let written = match files.existing(&path).first() {
            Some(other) => Err(Message::new("app.export-exists").with("path", other.display())),
            None => put(&files, &drawn.loaded.snapshot, handle),
        };
        Done::Exported(written.map(|()| told()))
    });
}

/// Writes the rows of the attribute table as they are shown, by the ending of a path. Source layers are never written over.
pub(in crate::app) fn export_table(app: &mut App, path: PathBuf) {
    let (table, lang) = (&app.session.table, app.lang());
    let drawn = app.document.drawn().cloned();
    let (Some(arranged), Some(drawn)) = (table.shown().arranged().cloned(), drawn) else {
        return app.session.warn(Message::new("app.export-nothing"));
    };
    let rows = table.shown().rows().to_vec();
    app.jobs.start(Kind::Export, label(&path), move |handle| {
        handle.expect_steps(STEPS);
        let (layer, snapshot) = (&*arranged.of.layer, &drawn.loaded.snapshot);
        let columns: Vec<_> = arranged.columns.iter().map(|head| head.column).collect();
        let report =
            TableReport { snapshot, layer, name: layer_name(layer, lang), columns: &columns, rows: &rows, lang };
        let files = report.files(&path, handle);
        handle.advance(1);
        Done::Exported(files.and_then(|files| put(&files, snapshot, handle)).map(|()| path))
    });
}

fn export_picture(app: &mut App, path: PathBuf, content: Content, drawn: Arc<Drawn>) {
    let whole = app.document.drawn().and_then(|drawn| crate::app::dispatch::whole(&drawn.arts));
    let seen = app.session.camera.filter(|camera| camera.size.iter().all(|side| *side >= 1.0));
    let Some(camera) = seen.or_else(|| whole.map(|bounds| Camera::fitting(bounds, UNSEEN))) else {
        return app.session.warn(Message::new("app.export-nothing"));
    };
    app.jobs.start(Kind::Export, label(&path), move |handle| {
        handle.expect_steps(STEPS);
        let stopped = || Message::new("app.export-stopped");
        let failed = |error| Message::new("app.picture-failed").with("reason", error);
        let scene = Scene { furniture: true, ..content.scene() };
        let picture = draw(&scene, &camera, PICTURE_SCALE, handle).ok_or_else(stopped);
        let bytes = picture.and_then(|picture| picture.png(PICTURE_SCALE).map_err(failed));
        handle.advance(1);
        let files =
            |bytes| Files { files: vec![(path.clone(), bytes)], mains: vec![path.clone()], notices: Vec::new() };
        let snapshot = &drawn.loaded.snapshot;
        Done::Exported(bytes.and_then(|bytes| put(&files(bytes), snapshot, handle)).map(|()| path))
    });
}

fn label(path: &Path) -> Message {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Message::new("app.job-export").with("file", name)
}

/// Puts files in their places, all or none; none once the job is to stop, and none over a source layer.
fn put(files: &Files, snapshot: &Snapshot, handle: &Handle) -> Result<(), Message> {
    if let Some(source) = files.source_of(snapshot) {
        return Err(Message::new("app.export-over-source").with("path", source.display()));
    }
    if handle.is_cancelled() {
        return Err(Message::new("app.export-stopped"));
    }
    let named = files.mains.first().map(|path| path.display().to_string()).unwrap_or_default();
    files.write().map_err(|error| {
        Message::new("app.not-written").with("path", named).with_message("reason", disk::failure(&error))
    })
}
