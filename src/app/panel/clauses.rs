//! The panel of clauses.

use super::View;

/// Shows the panel.
pub(in crate::app) fn clauses_ui(ui: &mut egui::Ui, view: &mut View<'_>) {
    egui::Panel::right("clauses").show(ui, |ui| {
        ui.label(view.say("title"));
    });
}
