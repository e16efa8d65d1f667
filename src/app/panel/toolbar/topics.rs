//! The menu of thematic maps: what is shown, and by which zones.

use egui::{Button, Popup, RichText, Ui};

use crate::app::Command;
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::theme::palette;
use crate::layer::Role;
use crate::measure::thematic::{Asked, Topic, Zoning};

/// Sides of cells to choose from, metres.
const CELLS: [f64; 3] = [250.0, 500.0, 1_000.0];

/// The button that opens the menu; it stands out while a thematic map is shown.
pub(super) fn button_ui(ui: &mut Ui, view: &mut View<'_>, named: bool) {
    let name = view.say("topics");
    let shown = view.session.topic.is_some();
    let colour = if shown { palette(ui.visuals()).accent } else { ui.visuals().text_color() };
    let mut content = egui::text::LayoutJob::default();
    let (font, align) = (egui::FontSelection::Default, egui::Align::Center);
    Icon::Chart.text(16.0).color(colour).append_to(&mut content, ui.style(), font.clone(), align);
    if named {
        RichText::new(format!(" {name}")).color(colour).append_to(&mut content, ui.style(), font, align);
    }
    let enabled = view.document.loaded().is_some();
    let response = ui.add_enabled(enabled, Button::new(content).selected(shown).frame_when_inactive(shown));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, &name));
    let response = response.on_hover_text(view.say("topics-hint"));
    Popup::menu(&response).show(|ui| topics_ui(ui, view));
}

/// Every topic with its zones; the one that is shown is ticked, and chosen again it is hidden.
pub(super) fn topics_ui(ui: &mut Ui, view: &mut View<'_>) {
    let has_units = has_role(view, Role::PlanningUnits);
    for (topic, _) in Topic::ALL {
        let there = has_role(view, topic.role()) || (topic.role() == Role::Green && has_role(view, Role::LandUse));
        ui.add_enabled_ui(there, |ui| {
            ui.menu_button(topic.name().say(view.lang), |ui| {
                for side in CELLS {
                    item_ui(ui, view, Asked { topic, zoning: Zoning::Cells(side) }, true);
                }
                item_ui(ui, view, Asked { topic, zoning: Zoning::Units }, has_units);
            });
        });
    }
    ui.separator();
    let hide = ui.add_enabled(view.session.topic.is_some(), Button::new(view.say("topic-hide")));
    if hide.clicked() {
        view.commands.push(Command::ShowTopic(None));
        ui.close();
    }
}

fn item_ui(ui: &mut Ui, view: &mut View<'_>, asked: Asked, enabled: bool) {
    let shown = view.session.topic == Some(asked);
    let says = asked.zones().say(view.lang);
    let response = ui.add_enabled_ui(enabled, |ui| ui.radio(shown, says)).inner;
    if response.clicked() {
        view.commands.push(Command::ShowTopic((!shown).then_some(asked)));
        ui.close();
    }
}

fn has_role(view: &View<'_>, role: Role) -> bool {
    let layers = view.document.loaded().map_or(&[][..], |loaded| loaded.snapshot.layers.as_slice());
    layers.iter().any(|layer| layer.roles.contains(&role))
}
