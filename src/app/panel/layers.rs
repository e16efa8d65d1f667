//! The panel of layers.

use super::View;

/// Shows the panel.
pub(in crate::app) fn layers_ui(ui: &mut egui::Ui, view: &mut View<'_>) {
    egui::Panel::left("layers").show(ui, |ui| {
        ui.label(view.say("title"));
    });
}
