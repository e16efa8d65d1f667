//! Edits that were not saved the last time: offered back with what they are.

use egui::{Frame, Margin, RichText, ScrollArea, Stroke, Ui};

use super::frame::{Answer, Texts, frame_ui, quiet, wrong};
use crate::app::dispatch::plans::Pending;
use crate::app::panel::View;
use crate::app::theme::{self, palette};
use crate::app::{Command, clock};
use crate::plan::{Left, Restored};
use crate::text::Message;

/// Edits that are listed, the last ones; of more it is said how many there are.
const LISTED: usize = 8;

/// Asks whether to go on with the edits of the plan that is being opened. Leaving the dialog goes on with them: nothing is lost
/// by that, as each can be taken back.
pub(super) fn recover_ui(ui: &mut Ui, view: &mut View<'_>) -> Answer {
    let Some(Pending::Unsaved(found)) = view.pending else { return Answer::Cancelled };
    let Some(unsaved) = &found.opened.unsaved else { return Answer::Cancelled };
    let plan = &unsaved.plan;
    let folder = || plan.folder().file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = plan.content().name.clone().unwrap_or_else(folder);
    let title = view.say("recover-title");
    let (restore, saved) = (view.say("recover-restore"), view.say("recover-saved"));
    let texts = Texts { title: &title, cancel: &saved, confirm: Some(&restore), other: None, width: 480.0 };
    let answer = frame_ui(ui, &texts, |ui| {
        if unsaved.unsaved > 0 {
            ui.label(held(unsaved, &name).say(view.lang));
            edits_ui(ui, view, unsaved);
        }
        if unsaved.outside {
            wrong(ui, Some(&view.say("recover-outside")));
        }
        for edit in &unsaved.dropped {
            let message = Message::new("app.recover-dropped").with_message("edit", edit.clone());
            wrong(ui, Some(&message.say(view.lang)));
        }
        if unsaved.lost > 0 {
            wrong(ui, Some(&Message::new("app.recover-lost").with("count", unsaved.lost).say(view.lang)));
        }
        quiet(ui, &view.say("recover-hint"));
        true
    });
    if answer != Answer::Open {
        view.commands.push(Command::Recover { restore: answer == Answer::Confirmed });
    }
    answer
}

/// How many edits there are of a plan, and since when.
fn held(unsaved: &Restored, name: &str) -> Message {
    Message::new("app.recover-held").with("name", name).with_message("count", count(unsaved))
}

/// How many edits there are, and since when.
fn count(unsaved: &Restored) -> Message {
    match unsaved.since {
        Some(since) => {
            Message::new("app.recover-since").with("count", unsaved.unsaved).with_message("since", clock::said(since))
        }
        None => Message::new("app.recover-count").with("count", unsaved.unsaved),
    }
}

/// The last edits, the newest on top.
fn edits_ui(ui: &mut Ui, view: &View<'_>, unsaved: &Restored) {
    let edits = unsaved.plan.unsaved();
    let frame =
        Frame::new().inner_margin(Margin::symmetric(10, 6)).stroke(Stroke::new(1.0, palette(ui.visuals()).line));
    frame.corner_radius(6).show(ui, |ui| {
        ui.set_width(ui.available_width());
        for edit in edits.iter().rev().take(LISTED) {
            ui.add(egui::Label::new(edit.label().say(view.lang)).truncate());
        }
        if edits.len() > LISTED {
            quiet(ui, &Message::new("app.recover-more").with("count", edits.len() - LISTED).say(view.lang));
        }
    });
}

/// Lists plans that nobody has open with edits that were not saved.
pub(super) fn left_ui(ui: &mut Ui, view: &mut View<'_>) -> Answer {
    let (title, close) = (view.say("left-title"), view.say("left-later"));
    let texts = Texts { title: &title, cancel: &close, confirm: None, other: None, width: 560.0 };
    let left = view.session.left.clone();
    let mut answer = frame_ui(ui, &texts, |ui| {
        if left.is_empty() {
            quiet(ui, &view.say("left-none"));
            return false;
        }
        quiet(ui, &view.say("left-hint"));
        ScrollArea::vertical().auto_shrink([false, true]).max_height(420.0).show(ui, |ui| {
            for left in &left {
                one_left_ui(ui, view, left);
            }
        });
        false
    });
    if view.commands.is_leaving() {
        answer = Answer::Confirmed;
    }
    answer
}

fn one_left_ui(ui: &mut Ui, view: &mut View<'_>, left: &Left) {
    let name = if left.name.is_empty() { view.say("unnamed") } else { left.name.clone() };
    let colours = palette(ui.visuals());
    let frame = Frame::new().inner_margin(Margin::same(10)).stroke(Stroke::new(1.0, colours.line)).fill(colours.card);
    frame.corner_radius(6).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::bold(&name));
        ui.label(count(&left.restored).say(view.lang));
        let place = left.place.as_ref().map_or_else(|| view.say("left-unsaved"), |path| path.display().to_string());
        ui.add(egui::Label::new(RichText::new(place).small().color(colours.quiet)).truncate());
        ui.horizontal(|ui| {
            let open = named(ui, view, "left-open", &name);
            if open.clicked() {
                view.commands.push(match &left.plan {
                    Some(path) => Command::OpenRestored(path.clone()),
                    None => Command::OpenLeft(left.journal.clone()),
                });
            }
            forget_ui(ui, view, left, &name);
        });
    });
}

/// Lets go of the edits when pressed twice: nothing brings them back.
fn forget_ui(ui: &mut Ui, view: &mut View<'_>, left: &Left, name: &str) {
    let id = ui.scope_id().with(("forget", &left.journal));
    let sure: bool = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    if named(ui, view, if sure { "left-forget-sure" } else { "left-forget" }, name).clicked() {
        if sure {
            view.commands.push(Command::ForgetLeft(left.journal.clone()));
        }
        ui.data_mut(|data| data.insert_temp(id, !sure));
    }
}

fn named(ui: &mut Ui, view: &View<'_>, key: &str, name: &str) -> egui::Response {
    let text = view.say(key);
    let whole = Message::new("app.left-of").with("what", &text).with("name", name).say(view.lang);
    let response = ui.button(&text);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &whole));
    response
}
