//! What can be done with a layer.

use egui::{Button, Ui};

use super::listed::{Came, Listed};
use crate::app::Command;
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::session::Dialog;

/// The lines of a layer's menu.
pub(super) fn menu_ui(ui: &mut Ui, view: &mut View<'_>, listed: &Listed) {
    ui.set_min_width(180.0);
    if let Came::Layer(index) = listed.came {
        let bounds = view.document.drawn().and_then(|drawn| drawn.arts.get(index)?.bounds());
        let look_at = bounds.map(Command::LookAt);
        item(ui, view, Icon::ZoomTo, "layers-zoom", look_at);
        item(ui, view, Icon::Warning, "do-notices", Some(Command::Show(Some(Dialog::Notices(Some(index))))));
    }
    let properties = listed.entry.map(|entry| Command::Show(Some(Dialog::Layer(entry))));
    item(ui, view, Icon::Settings, "layers-properties", properties);
    ui.separator();
    let removal = listed.entry.and_then(|entry| remove(view, entry));
    item(ui, view, Icon::Remove, "layers-remove", removal);
}

/// A line that does something, or is greyed where there is nothing to do.
fn item(ui: &mut Ui, view: &mut View<'_>, icon: Icon, key: &str, command: Option<Command>) {
    let button =
        Button::new((icon.text(16.0), view.say(key))).frame(false).min_size(egui::vec2(ui.available_width(), 26.0));
    if ui.add_enabled(command.is_some(), button).clicked() {
        if let Some(command) = command {
            view.commands.push(command);
        }
        ui.close();
    }
}

fn remove(view: &View<'_>, entry: usize) -> Option<Command> {
    let plan = view.document.plan()?;
    plan.content().layers.get(entry)?;
    Some(Command::Edit(plan.removing_layer(entry)))
}
