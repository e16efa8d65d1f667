//! What the program is, and the licences of its fonts.

use super::frame::{Answer, Texts, frame_ui, quiet};
use crate::app::panel::View;
use crate::app::theme;
use crate::text::Message;

/// Shows the dialog.
pub(super) fn about_ui(ui: &mut egui::Ui, view: &mut View<'_>) -> Answer {
    let (title, close) = (view.say("about"), view.say("close"));
    let texts = Texts { title: &title, cancel: &close, confirm: None, other: None, width: 480.0 };
    frame_ui(ui, &texts, |ui| {
        ui.label(Message::new("app.about-program").with("version", env!("CARGO_PKG_VERSION")).say(view.lang));
        quiet(ui, &view.say("about-licences"));
        ui.add_space(8.0);
        ui.label(theme::bold(view.say("about-mouse")));
        quiet(ui, &view.say("about-mouse-says"));
        true
    })
}
