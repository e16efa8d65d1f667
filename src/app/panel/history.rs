//! The panel of history: every step that was done and taken back; a click goes there.

use std::cmp::Ordering;

use egui::{Button, Margin, RichText, ScrollArea, Ui};

use super::View;
use crate::app::Command;
use crate::app::theme::{self, SMALL, palette};
use crate::text::Message;

/// Shows the list, the first step on top; what was taken back stands below in grey.
pub(super) fn history_ui(ui: &mut Ui, view: &mut View<'_>) {
    egui::Frame::new().inner_margin(Margin::symmetric(10, 10)).show(ui, |ui| {
        ui.label(theme::bold(view.say("do-history")));
        let quiet = palette(ui.visuals()).quiet;
        let Some(plan) = view.document.plan() else {
            ui.label(RichText::new(view.say("history-none")).size(SMALL).color(quiet));
            return;
        };
        ui.add(egui::Label::new(RichText::new(view.say("history-hint")).size(SMALL).color(quiet)).wrap());
        let (done, undone) = (plan.done(), plan.undone());
        ScrollArea::vertical().auto_shrink(false).stick_to_bottom(true).show(ui, |ui| {
            let (now, lang) = (done.len(), view.lang);
            let opened = view.say("history-opened");
            let steps = done.iter().chain(&undone).map(|step: &Message| step.say(lang));
            for (number, step) in std::iter::once(opened).chain(steps).enumerate() {
                step_ui(ui, view, (number, now), &step);
            }
        });
    });
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
