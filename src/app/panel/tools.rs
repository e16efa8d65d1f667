//! The card of the tool in hand: what new features get, what can be done, and what is measured meanwhile.

mod fields;
mod live;

pub(super) use fields::amend_ui;

use egui::{Align, Align2, Frame, Layout, RichText, Ui};

use super::View;
use crate::app::icon::Icon;
use crate::app::jobs::Kind;
use crate::app::theme::{self, SMALL, palette};
use crate::app::tool::{self, Target, Tool, ruler_text, selected_drawn};
use crate::app::widget::button::{action_icon, icon_button};
use crate::app::{Action, Command};
use crate::text::Message;

/// Width of the card, points.
const WIDTH: f32 = 330.0;
/// A map narrower than this has no room for it, points.
const LEAST: f32 = 300.0;

/// Shows the card at the upper left of the map while a tool is in hand.
pub(in crate::app) fn tools_ui(ui: &mut Ui, view: &mut View<'_>, map: egui::Rect) {
    let tool = view.session.tools.tool;
    if tool == Tool::Select || map.width() < LEAST || view.document.drawn().is_none() {
        return;
    }
    egui::Area::new(egui::Id::unique("tools"))
        .order(egui::Order::Middle)
        .pivot(Align2::LEFT_TOP)
        .fixed_pos(map.left_top() + egui::vec2(12.0, 12.0))
        .constrain_to(map)
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(10).show(ui, |ui| {
                ui.set_width(WIDTH.min(map.width() - 48.0));
                ui.spacing_mut().item_spacing.y = 5.0;
                head_ui(ui, view, tool);
                match tool {
                    Tool::Draw(kind) => fields::new_ui(ui, view, kind),
                    Tool::Edit => edit_ui(ui, view),
                    Tool::Measure => measure_ui(ui, view),
                    Tool::Select => {}
                }
                hint_ui(ui, view, tool);
                live::live_ui(ui, view);
            });
        });
}

fn head_ui(ui: &mut Ui, view: &mut View<'_>, tool: Tool) {
    ui.horizontal(|ui| {
        let (icon, title) = match tool {
            Tool::Draw(kind) => (Icon::Pen, kind.name()),
            Tool::Edit => (Icon::Nodes, Action::EditTool.label()),
            _ => (Icon::Ruler, Action::MeasureTool.label()),
        };
        ui.label(icon.text(18.0).color(palette(ui.visuals()).accent));
        ui.label(theme::bold(title.say(view.lang)).size(theme::HEADING));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, Icon::Close, &view.say("tool-leave")).clicked() {
                view.commands.act(Action::SelectTool);
            }
            toggle(ui, view, Action::Ortho, view.session.tools.snapping.ortho);
            snapping_ui(ui, view);
        });
    });
}

/// An action as a button that stays pressed.
fn toggle(ui: &mut Ui, view: &mut View<'_>, action: Action, on: bool) {
    let name = action.label().say(view.lang);
    let Some(icon) = action.icon() else { return };
    let response = ui.add(egui::Button::new(icon.text(17.0)).selected(on).frame_when_inactive(on));
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, on, &name));
    if response.on_hover_text(&name).clicked() {
        view.commands.act(action);
    }
}

/// What is snapped to: whether anything, what of it, and of which layers.
fn snapping_ui(ui: &mut Ui, view: &mut View<'_>) {
    let name = view.say("snapping");
    let opened = icon_button(ui, Icon::Open, &name);
    egui::Popup::menu(&opened).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        let snapping = &mut view.session.tools.snapping;
        ui.checkbox(&mut snapping.on, Action::Snap.label().say(view.lang));
        ui.separator();
        for target in Target::ALL {
            let mut takes = snapping.targets.contains(&target);
            if ui.checkbox(&mut takes, target.name().say(view.lang)).changed() && !snapping.targets.remove(&target) {
                snapping.targets.insert(target);
            }
        }
        ui.separator();
        let Some(loaded) = view.document.loaded() else { return };
        egui::ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
            for layer in &loaded.snapshot.layers {
                let key = layer.key();
                let mut takes = !snapping.without.contains(&key);
                let name = super::layers::listed::layer_name(layer, view.lang);
                if ui.checkbox(&mut takes, name).changed() && !snapping.without.remove(&key) {
                    snapping.without.insert(key);
                }
            }
        });
    });
    toggle(ui, view, Action::Snap, view.session.tools.snapping.on);
}

fn edit_ui(ui: &mut Ui, view: &mut View<'_>) {
    if selected_drawn(view.document, view.session).is_some() {
        fields::drawn_ui(ui, view);
        ui.horizontal_wrapped(|ui| {
            for action in [Action::Duplicate, Action::Split, Action::Delete, Action::AutomaticEnds, Action::Profile] {
                action_icon(ui, view, action);
            }
        });
        return;
    }
    fields::amend_ui(ui, view);
}

fn measure_ui(ui: &mut Ui, view: &View<'_>) {
    let ruler = &view.session.tools.ruler;
    if ruler.length() > 0.0 {
        ui.label(theme::bold(ruler_text(ruler, view)));
    }
}

/// What one does next; what is typed; whether snapping is ready.
fn hint_ui(ui: &mut Ui, view: &View<'_>, tool: Tool) {
    let quiet = |text: String| RichText::new(text).size(SMALL).color(palette(ui.visuals()).quiet);
    let tools = &view.session.tools;
    let busy = tools.is_busy();
    let key = match tool {
        Tool::Draw(_) | Tool::Measure if busy => "hint-next",
        Tool::Draw(tool::Kind::Corridor) => "hint-corridor",
        Tool::Draw(_) | Tool::Measure => "hint-first",
        Tool::Edit if selected_drawn(view.document, view.session).is_some() => "hint-edit",
        Tool::Edit | Tool::Select => "hint-choose",
    };
    let north_first = view.settings.surveyors_axes;
    let (place, offset) = if north_first { ("3087389,526582", "@dX,dY") } else { ("526582,3087389", "@dE,dN") };
    let hint = Message::new(format!("app.{key}")).with("place", place).with("offset", offset);
    let hint = quiet(hint.say(view.lang));
    let preparing = quiet(view.say("snap-preparing"));
    ui.label(hint);
    if let Some(typed) = &tools.typed {
        let text = Message::new("app.typed").with("text", typed).say(view.lang);
        ui.label(theme::bold(text).color(palette(ui.visuals()).accent));
    }
    if tools.snapping.on && view.jobs.is_running(Kind::Index) {
        ui.label(preparing);
    }
}

/// A button that draws a kind.
pub(super) fn kind_item(ui: &mut Ui, view: &mut View<'_>, kind: tool::Kind) {
    let name = Message::new("app.draw-kind").with_message("kind", kind.name()).say(view.lang);
    let enabled = view.document.loaded().is_some();
    let response = ui.add_enabled(enabled, egui::Button::new(&name));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, &name));
    if response.clicked() {
        view.commands.push(Command::Draw(kind));
        ui.close();
    }
}
