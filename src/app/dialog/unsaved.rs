//! Asks what to do with unsaved changes before the plan is left.

use super::frame::{Answer, Texts, frame_ui};
use crate::app::Command;
use crate::app::panel::View;
use crate::text::Message;

/// Shows the question; `then` is what leaves the plan.
pub(super) fn unsaved_ui(ui: &mut egui::Ui, view: &mut View<'_>, then: &Command) -> Answer {
    let (title, cancel) = (view.say("unsaved"), view.say("cancel"));
    let (save, discard) = (view.say("save"), view.say("discard"));
    let texts = Texts { title: &title, cancel: &cancel, confirm: Some(&save), other: Some(&discard), width: 420.0 };
    let name = view.document.loaded().map(|loaded| loaded.snapshot.name.clone()).unwrap_or_default();
    let answer = frame_ui(ui, &texts, |ui| {
        ui.label(Message::new("app.unsaved-asks").with("name", name).say(view.lang));
        true
    });
    if matches!(answer, Answer::Confirmed | Answer::Other) {
        view.commands.push(Command::Leave { save: answer == Answer::Confirmed, then: Box::new(then.clone()) });
    }
    answer
}
