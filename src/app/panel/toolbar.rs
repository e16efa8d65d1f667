//! The bar at the top.

use super::View;

/// Shows the bar.
pub(in crate::app) fn toolbar_ui(ui: &mut egui::Ui, view: &mut View<'_>) {
    egui::Panel::top("toolbar").show(ui, |ui| {
        ui.label(view.say("title"));
    });
}
