//! The head of the panel: how many layers there are, and the way to add more.

use egui::{Align, Layout, Margin, RichText, Ui};

use crate::app::panel::View;
use crate::app::widget::button::{action_icon, help_button};
use crate::app::{Action, PanelId, help, theme};
use crate::units;

pub(super) fn head_ui(ui: &mut Ui, view: &mut View<'_>, count: usize) {
    let quiet = theme::palette(ui.visuals()).quiet;
    egui::Frame::new().inner_margin(Margin { left: 14, right: 10, top: 0, bottom: 4 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(theme::bold(view.say("layers")).size(theme::TEXT));
            if count > 0 {
                ui.label(RichText::new(units::grouped(&count.to_string())).size(11.0).color(quiet));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if view.document.plan().is_some() {
                    action_icon(ui, view, Action::AddLayers);
                }
                help_button(ui, view, help::of_panel(PanelId::Layers));
            });
        });
    });
}
