//! The head of the panel: how many layers there are, the way to add more, and to find one among many.

use egui::{Align, Layout, Margin, RichText, Ui, WidgetInfo};

use super::listed::Listed;
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::widget::button::{action_icon, help_button, icon_button};
use crate::app::{Action, Command, PanelId, help, theme};
use crate::units;

/// So many layers are seen at a glance; more of them can be searched.
const SEEN: usize = 12;

pub(super) fn head_ui(ui: &mut Ui, view: &mut View<'_>, listed: &[Listed]) {
    let quiet = theme::palette(ui.visuals()).quiet;
    egui::Frame::new().inner_margin(Margin { left: 14, right: 10, top: 0, bottom: 4 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(theme::bold(view.say("layers")).size(theme::TEXT)).on_hover_text(view.say("layers-order"));
            if !listed.is_empty() {
                ui.label(RichText::new(units::grouped(&listed.len().to_string())).size(11.0).color(quiet));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if view.document.plan().is_some() {
                    action_icon(ui, view, Action::AddLayers);
                    let any_hidden = listed.iter().any(|layer| view.session.hidden.contains(&layer.key));
                    if any_hidden && icon_button(ui, Icon::Shown, &view.say("layers-all")).clicked() {
                        view.commands.push(Command::Hide(std::collections::BTreeSet::new()));
                    }
                }
                help_button(ui, view, help::of_panel(PanelId::Layers));
            });
        });
        search_ui(ui, view, listed.len());
    });
}

fn search_ui(ui: &mut Ui, view: &mut View<'_>, count: usize) {
    if count <= SEEN {
        view.session.layer_search.clear();
        return;
    }
    let says = view.say("layers-search");
    let hint = RichText::new(&says).color(theme::palette(ui.visuals()).quiet);
    let text = &mut view.session.layer_search;
    let edit = egui::TextEdit::singleline(text).hint_text(hint).desired_width(f32::INFINITY);
    let response = ui.add(edit.margin(Margin::symmetric(8, 4)));
    response.widget_info(|| WidgetInfo {
        label: Some(says.clone()),
        ..WidgetInfo::text_edit(true, "", text.as_str(), &says)
    });
    if response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        text.clear();
    }
}

/// The layers that are searched for, by name, file or group; all where nothing is.
pub(super) fn found(view: &View<'_>, listed: &[Listed]) -> Vec<Listed> {
    let wanted = view.session.layer_search.trim().to_lowercase();
    let holds = |text: &str| text.to_lowercase().contains(&wanted);
    let is_found =
        |layer: &&Listed| holds(&layer.name) || holds(&layer.source) || layer.group.as_deref().is_some_and(holds);
    listed.iter().filter(is_found).cloned().collect()
}
