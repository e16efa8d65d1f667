//! A group of the tree: its eye hides and shows all that is in it, its name folds it.

use egui::{Rect, Response, Role, Ui, Vec2, WidgetInfo, pos2};

use super::arrange::{Moved, Way, step_command};
use super::menu::{item, named_item};
use super::row::{self, Seen, indent};
use super::tree::{Group, Node};
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::session::Dialog;
use crate::app::{Command, Grouping, theme};
use crate::text::Message;
use crate::units;

/// Shows the line of a group.
pub(super) fn group_ui(ui: &mut Ui, view: &mut View<'_>, nodes: &[Node<'_>], group: &Group<'_>) -> Response {
    ui.push_id(("group", &group.path), |ui| {
        let line = row::line(ui, row::HEIGHT, false);
        let key = if group.open { "app.layers-fold" } else { "app.layers-unfold" };
        let says = Message::new(key).with("group", group.name()).say(view.lang);
        let open = group.open;
        line.response.widget_info(|| WidgetInfo::selected(Role::Button, true, open, &says));
        let response = line.response.clone().on_hover_text(&group.path);
        if response.clicked() && !view.session.folded_groups.remove(&group.path) {
            view.session.folded_groups.insert(group.path.clone());
        }
        response.context_menu(|ui| menu_ui(ui, view, nodes, group));
        eye(ui, view, &line.rect, group);
        let palette = theme::palette(ui.visuals());
        let (left, middle) = (line.rect.left() + indent(group.depth), line.rect.center().y);
        let tip = if group.open { Icon::Next } else { Icon::PageAfter };
        row::glyph(ui, pos2(left + row::SWATCH + 2.0, middle), tip, 12.0, palette.quiet);
        row::glyph(ui, pos2(left + row::SWATCH + 17.0, middle), Icon::Folder, 15.0, palette.quiet);
        let count = units::grouped(&group.layers.len().to_string());
        let says = Message::new("app.layers-more").with("layer", group.name()).say(view.lang);
        let (more, right) = row::count_or_more(ui, &line, &count, &says);
        egui::Popup::menu(&more).show(|ui| menu_ui(ui, view, nodes, group));
        row::text(ui, pos2(left + row::NAME + 4.0, middle), group.name(), right - 8.0, palette.ink);
        response
    })
    .inner
}

/// Shown while any of its layers is; pressed it hides all of them, or shows all where none is shown.
fn eye(ui: &Ui, view: &mut View<'_>, rect: &Rect, group: &Group<'_>) {
    let keys = || group.layers.iter().map(|layer| layer.key.clone());
    let hidden = keys().filter(|key| view.session.hidden.contains(key)).count();
    let all = hidden == group.layers.len();
    let key = if all { "app.layers-show" } else { "app.layers-hide" };
    let says = Message::new(key).with("layer", group.name()).say(view.lang);
    let at = Rect::from_center_size(pos2(rect.left() + row::SIDE + 8.0, rect.center().y), Vec2::splat(24.0));
    let seen = match hidden {
        0 => Seen::All,
        _ if all => Seen::None,
        _ => Seen::Some,
    };
    if row::eye_ui(ui, at, seen, &says) {
        let command = super::hiding(view, keys(), !all);
        view.commands.push(command);
    }
}

fn menu_ui(ui: &mut Ui, view: &mut View<'_>, nodes: &[Node<'_>], group: &Group<'_>) {
    ui.set_width(200.0);
    let own: Vec<&str> = group.layers.iter().map(|layer| layer.key.as_str()).collect();
    item(ui, view, Icon::Shown, "layers-only-group", Some(super::only(view, &own)));
    let rename = Command::Show(Some(Dialog::Group(Grouping::Rename(group.path.clone()))));
    item(ui, view, Icon::Text, "layers-group-rename", Some(rename));
    let moved = Moved::Group(group.path.clone());
    for (way, icon, key) in [(Way::Up, Icon::Previous, "layers-up"), (Way::Down, Icon::Next, "layers-down")] {
        let command = step_command(view, nodes, &moved, way);
        item(ui, view, icon, key, command);
    }
    ui.separator();
    let dissolve = view.document.plan().map(|plan| plan.renaming_group(&group.path, group.around()));
    let says = view.say("layers-group-dissolve");
    named_item(ui, view, Icon::Remove, &says, dissolve.map(Command::Edit));
}
