//! What the program is, its shortcuts, and the licences of its fonts.

use egui::Grid;

use super::frame::{Answer, Texts, frame_ui, quiet};
use crate::app::Action;
use crate::app::panel::View;
use crate::app::theme;
use crate::app::widget::button::shortcut_text;
use crate::text::Message;

/// Shows the dialog.
pub(super) fn about_ui(ui: &mut egui::Ui, view: &mut View<'_>) -> Answer {
    let (title, close) = (view.say("about"), view.say("close"));
    let texts = Texts { title: &title, cancel: &close, confirm: None, other: None, width: 480.0 };
    frame_ui(ui, &texts, |ui| {
        ui.label(Message::new("app.about-program").with("version", env!("CARGO_PKG_VERSION")).say(view.lang));
        quiet(ui, &view.say("about-licences"));
        quiet(ui, &view.drawing.said(view.lang));
        if let Some(reason) = view.drawing.reason(view.lang) {
            quiet(ui, &reason);
        }
        ui.add_space(8.0);
        ui.label(theme::bold(view.say("shortcuts")));
        Grid::new("shortcuts").num_columns(2).striped(true).spacing([24.0, 6.0]).show(ui, |ui| {
            for (action, shortcut) in Action::all().filter_map(|action| Some((action, action.shortcut()?))) {
                ui.label(action.label().say(view.lang));
                ui.label(shortcut_text(ui, shortcut));
                ui.end_row();
            }
        });
        ui.add_space(8.0);
        ui.label(theme::bold(view.say("about-mouse")));
        quiet(ui, &view.say("about-mouse-says"));
        true
    })
}
