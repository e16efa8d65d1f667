//! Every step that was done and taken back; a click goes there.

use std::cmp::Ordering;

use egui::{Button, RichText, ScrollArea, Ui};

use super::frame::{Answer, Texts, frame_ui, quiet};
use crate::app::panel::View;
use crate::app::theme::{self, palette};
use crate::app::{Action, Command};
use crate::text::Message;

/// Shows the list, the first step on top; what was taken back stands below in grey.
pub(super) fn history_ui(ui: &mut Ui, view: &mut View<'_>) -> Answer {
    let (title, close) = (Action::History.label().say(view.lang), view.say("close"));
    let texts = Texts { title: &title, cancel: &close, confirm: None, other: None, width: 420.0 };
    let Some(plan) = view.document.plan() else { return Answer::Cancelled };
    let (done, undone) = (plan.done(), plan.undone());
    frame_ui(ui, &texts, |ui| {
        quiet(ui, &view.say("history-hint"));
        let opened = view.say("history-opened");
        ScrollArea::vertical().auto_shrink([false, true]).max_height(420.0).stick_to_bottom(true).show(ui, |ui| {
            let now = done.len();
            let lang = view.lang;
            let steps = done.iter().chain(&undone).map(|step: &Message| step.say(lang));
            for (number, step) in std::iter::once(opened).chain(steps).enumerate() {
                step_ui(ui, view, (number, now), &step);
            }
        });
        false
    })
}

fn step_ui(ui: &mut Ui, view: &mut View<'_>, (number, now): (usize, usize), step: &str) {
    let text = match number.cmp(&now) {
        Ordering::Equal => theme::bold(step),
        Ordering::Greater => RichText::new(step).color(palette(ui.visuals()).quiet),
        Ordering::Less => RichText::new(step),
    };
    let button = Button::new(text).selected(number == now).frame_when_inactive(number == now).truncate();
    let response = ui.add_sized([ui.available_width(), 24.0], button);
    let name = Message::new("app.history-go").with("number", number).with("step", step).say(view.lang);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, number == now, &name));
    if response.clicked() && number != now {
        view.commands.push(Command::GoTo(number));
    }
}
