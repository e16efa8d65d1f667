//! Steps back from what is open, one thing at a time; to the start page and back.

use super::hand::take;
use super::plans;
use crate::app::App;
use crate::app::dialog::standard::leave;
use crate::app::session::{Dialog, Page};
use crate::app::tool::{Tool, work};

/// To the start page, and back to the plan that is open.
pub(super) fn turn_page(app: &mut App) {
    let to_start = app.session.page == Page::Plan && app.document.plan().is_some();
    app.session.page = if to_start { Page::Start } else { Page::Plan };
}

/// Steps back, one thing at a time: help, the look of a layer, dialog, start page over a plan, tour, what is typed or drawn, tool, selection,
/// chosen finding.
pub(super) fn back(app: &mut App) {
    if app.session.help.take().is_some() {
        return;
    }
    if let Some(style) = app.session.style.as_mut().filter(|style| style.is_open()) {
        return style.close(&mut app.commands, &app.document);
    }
    match app.session.dialog.take() {
        None if std::mem::take(&mut app.session.page) == Page::Start || app.session.tour.take().is_some() => return,
        None if work::step_back(&mut app.session.tools) => return,
        None => {}
        // Nothing is lost by not answering.
        Some(Dialog::Recover) => return plans::recover(app, true),
        Some(Dialog::InUse) => return app.pending = None,
        Some(Dialog::Standard) => return app.commands.extend(leave(&mut app.session, None)),
        Some(_) => return,
    }
    if app.session.tools.profile {
        app.session.tools.profile = false;
        return;
    }
    if app.session.tools.tool != Tool::Select {
        return take(app, Tool::Select);
    }
    if app.session.selected.is_some() {
        return app.session.select(&[]);
    }
    app.session.chosen = None;
}
