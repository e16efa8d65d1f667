//! A plan that another window has open: how to open it here.

use super::frame::{Answer, Texts, frame_ui, quiet};
use crate::app::dispatch::plans::{Pending, said};
use crate::app::panel::View;
use crate::app::{Command, OpenHeld};
use crate::plan::Access;
use crate::text::Message;

/// Asks whether to look at it only, or to work on a copy.
pub(super) fn in_use_ui(ui: &mut egui::Ui, view: &mut View<'_>) -> Answer {
    let Some(Pending::Held(found)) = view.pending else { return Answer::Cancelled };
    let title = view.say("in-use-title");
    let (read, copy, cancel) = (view.say("in-use-read"), view.say("in-use-copy"), view.say("cancel"));
    let texts = Texts { title: &title, cancel: &cancel, confirm: Some(&read), other: Some(&copy), width: 460.0 };
    let who = match &found.opened.access {
        Access::Held(Some(holder)) => said(holder),
        Access::Held(None) | Access::Whole { .. } => String::new(),
    };
    let path = found.opened.plan.path().map(|path| path.display().to_string()).unwrap_or_default();
    let answer = frame_ui(ui, &texts, |ui| {
        let key = if who.is_empty() { "app.in-use" } else { "app.in-use-by" };
        ui.label(Message::new(key).with("who", &who).say(view.lang));
        quiet(ui, &path);
        quiet(ui, &view.say("in-use-hint"));
        true
    });
    match answer {
        Answer::Confirmed => view.commands.push(Command::OpenHeld(OpenHeld::ReadOnly)),
        Answer::Other => view.commands.push(Command::OpenHeld(OpenHeld::Copy)),
        Answer::Open | Answer::Cancelled => {}
    }
    answer
}
