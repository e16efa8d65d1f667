//! One of a few, side by side on a rail, and the name of what is chosen below it.

use egui::{Frame, RichText, Ui};

use crate::app::theme::{self, SMALL, palette};

/// Shows a name with what can be chosen; says whether another was.
pub(in crate::app) fn segments_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    title: &str,
    chosen: &mut T,
    all: &[(T, String)],
) -> bool {
    name(ui, title);
    let before = *chosen;
    let rail = palette(ui.visuals()).rail;
    Frame::new().fill(rail).corner_radius(6).inner_margin(2).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for (value, label) in all {
                segment_ui(ui, label, *value, chosen);
            }
        });
    });
    *chosen != before
}

fn segment_ui<T: Copy + PartialEq>(ui: &mut Ui, label: &str, value: T, chosen: &mut T) {
    let is_chosen = *chosen == value;
    let palette = palette(ui.visuals());
    let text = if is_chosen { theme::bold(label).color(palette.accent) } else { RichText::new(label) };
    let fill = if is_chosen { palette.card } else { egui::Color32::TRANSPARENT };
    let button = egui::Button::new(text.size(SMALL)).fill(fill).stroke(egui::Stroke::NONE).corner_radius(5);
    let response = ui.add(button.min_size(egui::vec2(0.0, 24.0)));
    let enabled = response.enabled();
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::RadioButton, enabled, is_chosen, label));
    if response.has_focus() || response.hovered() {
        let line = egui::Stroke::new(1.0, palette.accent);
        ui.painter().rect_stroke(response.rect, 5.0, line, egui::StrokeKind::Inside);
    }
    if response.clicked() {
        *chosen = value;
    }
}

/// The name of what is chosen below it.
pub(in crate::app) fn name(ui: &mut Ui, text: &str) -> egui::Response {
    ui.label(RichText::new(text).small().color(palette(ui.visuals()).quiet))
}
