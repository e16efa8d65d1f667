//! Dialogs over the map, the system's file dialogs, and what is written to files.

pub(super) mod export;
pub(super) mod files;

use super::panel::View;

/// Shows the dialog that is open.
pub(super) fn dialogs_ui(_ui: &mut egui::Ui, _view: &mut View<'_>) {}
