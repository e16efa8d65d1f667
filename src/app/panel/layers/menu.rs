//! What can be done with a layer.

use egui::{Button, Role, Ui, WidgetInfo};

use super::listed::{Came, Listed};
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::session::Dialog;
use crate::app::{Command, TableOrder};
use crate::plan::{LayerEntry, SourceRow};
use crate::text::Message;

/// The lines of a layer's menu.
pub(super) fn menu_ui(ui: &mut Ui, view: &mut View<'_>, listed: &Listed) {
    ui.set_width(180.0);
    if let Came::Layer(index) = listed.came {
        let bounds = view.document.drawn().and_then(|drawn| drawn.arts.get(index)?.bounds());
        let look_at = bounds.map(Command::LookAt);
        item(ui, view, Icon::ZoomTo, "layers-zoom", look_at);
        item(ui, view, Icon::Table, "do-table-panel", Some(Command::Table(TableOrder::Show(index))));
        item(ui, view, Icon::Warning, "do-notices", Some(Command::ShowNotices(Some(index))));
    }
    if matches!(listed.came, Came::Layer(_)) {
        item(ui, view, Icon::Palette, "layers-style", Some(Command::StyleLayer(listed.key.clone())));
    }
    let properties = listed.entry.map(|entry| Command::Show(Some(Dialog::Layer(entry))));
    item(ui, view, Icon::Settings, "layers-properties", properties);
    if let Some((count, restore)) = restore(view, &listed.source) {
        let name = Message::new("app.layers-restore").with("count", count).say(view.lang);
        named_item(ui, view, Icon::Undo, &name, Some(restore));
    }
    opacity_ui(ui, view, listed);
    ui.separator();
    let removal = listed.entry.and_then(|entry| remove(view, entry));
    item(ui, view, Icon::Remove, "layers-remove", removal);
}

/// How much of the paper a picture covers.
fn opacity_ui(ui: &mut Ui, view: &mut View<'_>, listed: &Listed) {
    let (Some(index), Came::Layer(layer)) = (listed.entry, listed.came) else { return };
    let layers = view.document.loaded().map(|loaded| loaded.snapshot.layers.as_slice()).unwrap_or_default();
    let Some(shown) = layers.get(layer).filter(|layer| layer.image.is_some()).map(|layer| layer.opacity) else {
        return;
    };
    ui.menu_button(view.say("backdrop-opacity"), |ui| {
        for per_cent in [100, 75, 50, 25] {
            let chosen =
                ui.radio(shown == per_cent, Message::new("app.per-cent").with("value", per_cent).say(view.lang));
            let plan = view.document.plan().filter(|_| chosen.clicked());
            let Some(plan) = plan else { continue };
            if let Some(entry) = plan.content().layers.get(index) {
                let entry = LayerEntry { opacity: (per_cent < 100).then_some(per_cent), ..entry.clone() };
                view.commands.push(Command::Edit(plan.setting_layer(index, entry)));
            }
            ui.close();
        }
    });
}

/// A line that does something, or is greyed where there is nothing to do.
fn item(ui: &mut Ui, view: &mut View<'_>, icon: Icon, key: &str, command: Option<Command>) {
    let name = view.say(key);
    named_item(ui, view, icon, &name, command);
}

fn named_item(ui: &mut Ui, view: &mut View<'_>, icon: Icon, name: &str, command: Option<Command>) {
    let enabled = command.is_some();
    let size = egui::vec2(ui.available_width(), 26.0);
    let button = Button::new((icon.text(16.0), name)).frame(false).min_size(size);
    let response = ui.add_enabled(enabled, button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    if response.clicked() {
        if let Some(command) = command {
            view.commands.push(command);
        }
        ui.close();
    }
}

/// How many features of a file the plan amends, and the command that gives them back what the file has.
fn restore(view: &View<'_>, source: &str) -> Option<(usize, Command)> {
    let amendments = &view.document.plan()?.content().amendments;
    let rows: Vec<SourceRow> = amendments.keys().filter(|row| row.source == source).cloned().collect();
    (!rows.is_empty()).then_some((rows.len(), Command::Restore(rows)))
}

fn remove(view: &View<'_>, entry: usize) -> Option<Command> {
    let plan = view.document.plan()?;
    plan.content().layers.get(entry)?;
    Some(Command::Edit(plan.removing_layer(entry)))
}
