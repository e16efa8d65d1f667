//! What the dialog of the picture asks for: a sketch, a place to write to, writing.

use std::path::{Path, PathBuf};

use egui::ColorImage;

use crate::app::App;
use crate::app::command::PictureOrder;
use crate::app::dialog::export::{label, put};
use crate::app::dialog::files::ask_place;
use crate::app::dialog::picture::{Edition, Sheet};
use crate::app::jobs::{Done, Kind, Wanted};
use crate::app::session::Dialog;
use crate::handle::Handle;
use crate::report::{PrintForm, print_files};
use crate::text::Message;

/// Pixels of the longer side of a sketch.
const SKETCH: f64 = 1_400.0;
/// Points to a millimetre of paper.
const PER_MM: f64 = 96.0 / 25.4;

/// Carries out what is asked for.
pub(super) fn carry_out(app: &mut App, order: PictureOrder) {
    match order {
        PictureOrder::Sketch => sketch(app),
        PictureOrder::ChooseTarget => {
            let target = app.session.picture.target(&app.document, app.lang());
            ask_place(app, Wanted::Picture, target);
        }
        PictureOrder::Write(path) => write(app, path),
    }
}

fn sketch(app: &mut App) {
    let Some((edition, sheet)) = app.session.sketch.asked().cloned() else { return };
    app.jobs.start(Kind::Picture, Message::new("app.job-picture"), move |handle| {
        let made = drawn(&edition, sheet, handle);
        Done::Pictured(Box::new(edition), sheet, made)
    });
}

fn drawn(edition: &Edition, sheet: usize, handle: &Handle) -> Result<Sheet, Message> {
    let print = edition.print()?;
    let [width, height] = print.size_mm();
    let scale = (SKETCH / (width.max(height) * PER_MM)).min(2.0);
    let picture = print.picture(sheet.min(print.sheets().saturating_sub(1)), scale, handle);
    let picture = picture.ok_or_else(|| Message::new("app.export-stopped"))?;
    let image = ColorImage::from_rgba_premultiplied([picture.width, picture.height], &picture.rgba);
    Ok(Sheet { image, sheets: print.sheets(), denominator: print.denominator() })
}

/// Writes the picture as it is chosen; the ending of the path decides on the form. Source layers are never written over.
pub(in crate::app) fn write(app: &mut App, path: PathBuf) {
    let Some(form) = PrintForm::of(&path) else {
        return app.session.warn(Message::new("app.export-ending").with("path", path.display()));
    };
    if let Some(reason) = app.session.picture.waits(&app.document, &app.session) {
        return app.session.warn(reason);
    }
    let Some(edition) = app.session.picture.edition(&app.document, &app.session, &app.settings) else {
        return app.session.warn(Message::new("app.export-nothing"));
    };
    app.session.dialog = app.session.dialog.take().filter(|open| *open != Dialog::Picture);
    app.jobs.start(Kind::Export, label(&path), move |handle| Done::Exported(written(&edition, form, &path, handle)));
}

/// The first of the files that were written.
fn written(edition: &Edition, form: PrintForm, path: &Path, handle: &Handle) -> Result<PathBuf, Message> {
    let print = edition.print()?;
    let files = print_files(&print, form, path, edition.dots(), edition.date().as_deref(), handle)?;
    // The system's dialog has asked about the path it was given, and about no other.
    if let Some(other) = files.existing(path).first() {
        return Err(Message::new("app.export-exists").with("path", other.display()));
    }
    put(&files, &edition.drawn().loaded.snapshot, handle)?;
    Ok(files.mains.first().cloned().unwrap_or_else(|| path.to_owned()))
}
