//! What can be done with a layer.

use std::collections::BTreeSet;

use egui::{Button, Role, Ui, WidgetInfo};

use super::arrange::{Moved, Way, step_command};
use super::listed::{Came, Listed};
use super::only;
use super::tree::{Node, last_of};
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::session::Dialog;
use crate::app::{Command, Grouping, TableOrder};
use crate::plan::{LayerEntry, Plan, SourceRow};
use crate::text::Message;

/// The lines of a layer's menu.
pub(super) fn menu_ui(ui: &mut Ui, view: &mut View<'_>, nodes: &[Node<'_>], listed: &Listed) {
    ui.set_width(200.0);
    if let Came::Layer(index) = listed.came {
        let bounds = view.document.drawn().and_then(|drawn| drawn.arts.get(index)?.bounds());
        let look_at = bounds.map(Command::LookAt);
        item(ui, view, Icon::ZoomTo, "layers-zoom", look_at);
        item(ui, view, Icon::Shown, "layers-only", Some(only(view, &[&listed.key])));
        item(ui, view, Icon::Table, "do-table-panel", Some(Command::Table(TableOrder::Show(index))));
        item(ui, view, Icon::Warning, "do-notices", Some(Command::ShowNotices(Some(index))));
    }
    if matches!(listed.came, Came::Layer(_)) {
        item(ui, view, Icon::Palette, "layers-style", Some(Command::StyleLayer(listed.key.clone())));
    }
    let properties = listed.entry.map(|entry| Command::Show(Some(Dialog::Layer(entry))));
    item(ui, view, Icon::Settings, "layers-properties", properties);
    item(ui, view, Icon::Filter, "layers-filter", listed.entry.map(Command::FilterLayer));
    if let Some((count, restore)) = restore(view, &listed.source) {
        let name = Message::new("app.layers-restore").with("count", count).say(view.lang);
        named_item(ui, view, Icon::Undo, &name, Some(restore));
    }
    opacity_ui(ui, view, listed);
    if let Some(entry) = listed.entry {
        ui.separator();
        order_ui(ui, view, nodes, entry);
        group_ui(ui, view, listed, entry);
    }
    ui.separator();
    let removal = listed.entry.and_then(|entry| remove(view, entry));
    item(ui, view, Icon::Remove, "layers-remove", removal);
}

fn order_ui(ui: &mut Ui, view: &mut View<'_>, nodes: &[Node<'_>], entry: usize) {
    for (way, icon, key) in [(Way::Up, Icon::Previous, "layers-up"), (Way::Down, Icon::Next, "layers-down")] {
        let command = step_command(view, nodes, &Moved::Layer(entry), way);
        item(ui, view, icon, key, command);
    }
}

/// The groups that there are, a new one, or none.
fn group_ui(ui: &mut Ui, view: &mut View<'_>, listed: &Listed, entry: usize) {
    let Some(plan) = view.document.plan().cloned() else { return };
    let layers = &plan.content().layers;
    let groups: BTreeSet<&str> = layers.iter().filter_map(|layer| layer.group.as_deref()).collect();
    for path in groups.into_iter().filter(|path| listed.group.as_deref() != Some(path)) {
        let name = Message::new("app.layers-into-group").with("group", last_of(path)).say(view.lang);
        named_item(ui, view, Icon::Folder, &name, Some(Command::Edit(into_group(&plan, entry, path))));
    }
    let new = Command::Show(Some(Dialog::Group(Grouping::Around(entry))));
    item(ui, view, Icon::Plus, "layers-group-new", Some(new));
}

/// A layer goes last into a group, so that the lines of a group follow one another in the plan.
pub(in crate::app) fn into_group(plan: &Plan, entry: usize, path: &str) -> crate::plan::Edit {
    let own = plan.content().layers.iter().enumerate();
    let last = own.filter(|(_, layer)| layer.group.as_deref() == Some(path)).map(|(index, _)| index).max();
    plan.arranging(&[(entry, Some(path.to_owned()))], last.map_or(entry, |last| last + 1))
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
pub(super) fn item(ui: &mut Ui, view: &mut View<'_>, icon: Icon, key: &str, command: Option<Command>) {
    let name = view.say(key);
    named_item(ui, view, icon, &name, command);
}

pub(super) fn named_item(ui: &mut Ui, view: &mut View<'_>, icon: Icon, name: &str, command: Option<Command>) {
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
