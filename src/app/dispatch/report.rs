//! What the dialog of the report asks for: pages to look at, places to write to, writing.

use std::sync::Arc;

use egui::ColorImage;

use crate::app::dialog::export::{Reported, export_report};
use crate::app::dialog::files::{ask_place, ask_template};
use crate::app::dialog::report::names;
use crate::app::jobs::{Done, Kind, Wanted};
use crate::app::session::Dialog;
use crate::app::{App, ReportOrder};
use crate::text::Message;

/// Carries out what is asked for.
pub(super) fn carry_out(app: &mut App, order: ReportOrder) {
    match order {
        ReportOrder::Write(replaced) => write(app, replaced),
        ReportOrder::Preview => preview(app),
        ReportOrder::Page(index, scale) => page(app, index, scale),
        ReportOrder::ChooseTarget => choose_target(app),
        ReportOrder::ChooseTemplate => ask_template(app),
        ReportOrder::Target(path) => app.session.report.set_target(&path),
        ReportOrder::Template(path) => app.session.report.set_template(&path),
    }
}

fn write(app: &mut App, replaced: Vec<std::path::PathBuf>) {
    let (choices, lang) = (&app.session.report, app.lang());
    if let Some(problem) = choices.problem(&app.document, lang) {
        return app.session.warn(problem);
    }
    let Some(edition) = choices.edition(&app.document, &app.jobs, lang) else {
        return app.session.warn(Message::new("app.export-unchecked"));
    };
    let places = choices.places(&app.document, lang);
    export_report(app, edition, places, replaced);
}

fn preview(app: &mut App) {
    let Some(edition) = app.session.proof.asked().cloned() else { return };
    app.jobs.start(Kind::Preview, Message::new("app.job-preview"), move |handle| {
        let made = edition.read(|report| report.preview(handle)).map(Arc::new);
        Done::Previewed(Box::new(edition), made)
    });
}

fn page(app: &mut App, index: usize, scale: f64) {
    let Some(pages) = app.session.proof.pages().cloned() else { return };
    app.jobs.start(Kind::Page, Message::new("app.job-page"), move |_| {
        let picture = pages.page(index, scale);
        let image =
            picture.map(|picture| ColorImage::from_rgba_premultiplied([picture.width, picture.height], &picture.rgba));
        Done::Paged(pages, index, scale, image)
    });
}

/// Asks for the first output: the others lie beside it under the same name.
fn choose_target(app: &mut App) {
    let places = app.session.report.places(&app.document, app.lang());
    match places.into_iter().next() {
        Some((_, first)) => ask_place(app, Wanted::Report, first),
        None => app.session.warn(Message::new("app.report-no-output")),
    }
}

/// Takes what came of writing. The dialog has served when all is written; what failed is said in it, where it is open.
pub(super) fn reported(app: &mut App, reported: Reported) {
    let session = &mut app.session;
    match reported {
        Reported::Written(files, notices) => {
            let folder = files.first().and_then(|file| file.parent()).map(|folder| folder.display().to_string());
            let message = Message::new("app.report-written")
                .with("count", files.len())
                .with("files", names(files.iter().map(std::path::PathBuf::as_path)))
                .with("folder", folder.unwrap_or_default());
            session.dialog = session.dialog.take().filter(|open| *open != Dialog::Report);
            session.say(message);
            for notice in notices {
                session.say(notice.message);
            }
        }
        Reported::Exists(places, files) => {
            session.report.ask(places, files);
            // It may have been left meanwhile; a question is not to be lost.
            session.dialog.get_or_insert(Dialog::Report);
        }
        Reported::Failed(message) => match session.dialog {
            Some(Dialog::Report) => session.report.tell(message),
            _ => session.warn(message),
        },
    }
}
