//! Dialogs over the map, the system's file dialogs, and what is written to files.

pub(super) mod export;
pub(super) mod files;
pub(super) mod layer;
mod notices;

use super::panel::View;

/// Shows the dialog that is open.
pub(super) fn dialogs_ui(ui: &mut egui::Ui, view: &mut View<'_>) {
    layer::layer_dialog_ui(ui, view);
    notices::notices_ui(ui, view);
}
