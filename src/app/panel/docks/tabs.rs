//! The tabs of a side: a click brings a panel to the front, a drag moves it to another side, the menu does both by key.

use egui::{Align, Button, Layout, Margin, Popup, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use crate::app::Command;
use crate::app::dock::{PanelId, Side};
use crate::app::help;
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::theme::{SMALL, palette};
use crate::app::widget::button::{help_button, icon_button};
use crate::text::Message;

/// Height of the strip, points.
const HEIGHT: f32 = 30.0;

/// Shows the strip of tabs.
pub(super) fn tabs_ui(ui: &mut Ui, view: &mut View<'_>, side: Side, on: &[PanelId], front: PanelId) {
    let line = palette(ui.visuals()).line;
    let shown = egui::Frame::new().inner_margin(Margin { left: 8, right: 6, top: 0, bottom: 0 }).show(ui, |ui| {
        ui.set_height(HEIGHT);
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let room = ui.available_width() - 92.0;
            egui::ScrollArea::horizontal().max_width(room.max(0.0)).auto_shrink([true, true]).show(ui, |ui| {
                ui.horizontal_centered(|ui| on.iter().for_each(|panel| tab_ui(ui, view, *panel, *panel == front)));
            });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| right_ui(ui, view, side, front));
        });
    });
    let rect = shown.response.rect;
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, line));
}

fn tab_ui(ui: &mut Ui, view: &mut View<'_>, panel: PanelId, front: bool) {
    let (colours, name) = (palette(ui.visuals()), panel.name().say(view.lang));
    let ink = if front { colours.accent } else { colours.quiet };
    let mut text = egui::text::LayoutJob::default();
    let icon = panel.icon().unwrap_or(Icon::More).text(14.0);
    for part in [icon, egui::RichText::new(format!(" {name}")).size(SMALL)] {
        part.color(ink).append_to(&mut text, ui.style(), egui::FontSelection::Default, Align::Center);
    }
    let button = Button::new(text).frame_when_inactive(false).min_size(vec2(0.0, HEIGHT - 4.0));
    let response = ui.add(button.sense(Sense::click_and_drag()));
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, front, &name));
    if front && is_new(ui, panel) {
        response.scroll_to_me(None);
    }
    if front {
        let under = response.rect.shrink2(vec2(6.0, 0.0));
        ui.painter().hline(under.x_range(), under.bottom() + 1.0, Stroke::new(2.0, colours.accent));
    }
    response.dnd_set_drag_payload(panel);
    if response.clicked() {
        view.commands.push(Command::ShowPanel(panel));
    }
}

/// Whether a panel was not in front of its side a frame ago.
fn is_new(ui: &Ui, panel: PanelId) -> bool {
    let before = ui.scope_id().with("front");
    ui.data_mut(|data| data.get_temp_mut_or_insert_with(before, || None::<PanelId>).replace(panel)) != Some(panel)
}

/// Closes the panel in front, or moves it.
fn right_ui(ui: &mut Ui, view: &mut View<'_>, side: Side, front: PanelId) {
    let named = |key: &str| Message::new(key).with_message("panel", front.name());
    if icon_button(ui, Icon::Close, &named("app.panel-close").say(view.lang)).clicked() {
        view.commands.act(front.action());
    }
    let more = icon_button(ui, Icon::More, &named("app.panel-move").say(view.lang));
    Popup::menu(&more).show(|ui| sides_ui(ui, view, front, side));
    help_button(ui, view, help::of_panel(front));
}

/// The sides that a panel can be moved to.
pub(in crate::app::panel) fn sides_ui(ui: &mut Ui, view: &mut View<'_>, panel: PanelId, now: Side) {
    for side in Side::ALL {
        if ui.radio(side == now, side.name().say(view.lang)).clicked() {
            view.commands.push(Command::MovePanel(panel, side));
            ui.close();
        }
    }
}
