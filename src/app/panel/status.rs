//! The line at the bottom.

use super::View;

/// Shows the line.
pub(in crate::app) fn status_ui(ui: &mut egui::Ui, view: &mut View<'_>) {
    egui::Panel::bottom("status").show(ui, |ui| {
        ui.label(view.say("title"));
    });
}
