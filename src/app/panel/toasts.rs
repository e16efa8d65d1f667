//! Messages that pass.

use super::View;

/// Shows what was said lately.
pub(in crate::app) fn toasts_ui(ui: &mut egui::Ui, view: &mut View<'_>) {
    for toast in &view.session.toasts {
        ui.label(toast.message.say(view.lang));
    }
}
