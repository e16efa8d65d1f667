//! Buttons: of the table of actions, and of icons with a name.

use egui::{Response, Role, Ui, WidgetInfo};

use crate::app::help::HelpPage;
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::theme;
use crate::app::{Action, Command};

/// Size of icons on buttons, in points.
const ICON: f32 = 18.0;

/// A button without frame that shows an icon; its name is read out and shown as a tooltip.
pub(in crate::app) fn icon_button(ui: &mut Ui, icon: Icon, name: &str) -> Response {
    let response = ui.add(egui::Button::new(icon.text(ICON)).frame(false));
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    response.on_hover_text(name).on_disabled_hover_text(name)
}

/// The same within a line of text.
pub(in crate::app) fn small_button(ui: &mut Ui, icon: Icon, name: &str) -> Response {
    let quiet = theme::palette(ui.visuals()).quiet;
    let response =
        ui.add(egui::Button::new(icon.text(13.0).color(quiet)).frame(false).min_size(egui::Vec2::splat(18.0)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    response.on_hover_text(name)
}

/// An action as an icon button: enabled where it can be done, named with its shortcut in the tooltip.
pub(in crate::app) fn action_icon(ui: &mut Ui, view: &mut View<'_>, action: Action) -> Response {
    let name = action.label().say(view.lang);
    let enabled = action.is_enabled(view.document, view.session, view.jobs);
    let icon = action.icon().unwrap_or(Icon::More);
    let response = ui.add_enabled(enabled, egui::Button::new(icon.text(ICON)).frame(false));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &name));
    let tip = why(ui, view, &name, action);
    let response = response.on_hover_text(&tip).on_disabled_hover_text(&tip);
    if response.clicked() {
        view.commands.act(action);
    }
    response
}

/// The one main button of a bar or a dialog: filled with the accent.
pub(in crate::app) fn primary_button(ui: &mut Ui, label: &str) -> Response {
    let accent = theme::palette(ui.visuals()).accent;
    let ink = if ui.visuals().dark_mode { egui::Color32::BLACK } else { egui::Color32::WHITE };
    let response = ui.add(egui::Button::new(theme::bold(label).color(ink)).fill(accent).stroke(egui::Stroke::NONE));
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, label));
    response
}

/// An action as a quiet link with its icon and its shortcut.
pub(in crate::app) fn action_link(ui: &mut Ui, view: &mut View<'_>, action: Action) -> Response {
    let name = action.label().say(view.lang);
    let accent = theme::palette(ui.visuals()).accent;
    let mut text = egui::text::LayoutJob::default();
    let icon = action.icon().unwrap_or(Icon::More).text(15.0);
    for part in [icon, egui::RichText::new(format!(" {}", with_shortcut(ui, &name, action)))] {
        part.color(accent).append_to(&mut text, ui.style(), egui::FontSelection::Default, egui::Align::Center);
    }
    let response = ui.add(egui::Button::new(text).frame(false));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.clicked() {
        view.commands.act(action);
    }
    response
}

/// A small "?" that opens a page of the help.
pub(in crate::app) fn help_button(ui: &mut Ui, view: &mut View<'_>, page: HelpPage) {
    let name = crate::text::Message::new("app.help-on").with("page", page.title(view.lang)).say(view.lang);
    let quiet = theme::palette(ui.visuals()).quiet;
    let response = ui.add(egui::Button::new(Icon::Question.text(16.0).color(quiet)).frame(false));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.on_hover_text(&name).clicked() {
        view.commands.push(Command::Help(page));
    }
}

/// A name with what keeps an action from being done, where something does.
fn why(ui: &Ui, view: &View<'_>, name: &str, action: Action) -> String {
    let tip = with_shortcut(ui, name, action);
    let lacks = action.lacks(view.document, view.session);
    lacks.map_or_else(|| tip.clone(), |need| format!("{tip}\n{}", need.says().say(view.lang)))
}

/// An action as a line of a menu, with icon and shortcut.
pub(in crate::app) fn action_item(ui: &mut Ui, view: &mut View<'_>, action: Action) -> Response {
    let name = action.label().say(view.lang);
    let enabled = action.is_enabled(view.document, view.session, view.jobs);
    let plan = view.document.plan();
    let what = match action {
        Action::Undo if view.session.tools.is_busy() => Some(crate::text::Message::new("app.undo-point")),
        Action::Undo => plan.and_then(crate::plan::Plan::undo_label),
        Action::Redo => plan.and_then(crate::plan::Plan::redo_label),
        _ => None,
    };
    let shown = what.map_or_else(|| name.clone(), |what| format!("{name} · {}", what.say(view.lang)));
    let mut button = egui::Button::new(shown);
    if let Some(shortcut) = action.shortcut() {
        button = button.shortcut_text(shortcut_text(ui, shortcut));
    }
    let response = ui.add_enabled(enabled, button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &name));
    if response.clicked() {
        view.commands.act(action);
        ui.close();
    }
    match action.lacks(view.document, view.session) {
        Some(need) => response.on_disabled_hover_text(need.says().say(view.lang)),
        None => response,
    }
}

/// A name with the shortcut of an action behind it.
pub(in crate::app) fn with_shortcut(ui: &Ui, name: &str, action: Action) -> String {
    action.shortcut().map_or_else(|| name.to_owned(), |shortcut| format!("{name}  {}", shortcut_text(ui, shortcut)))
}

/// A shortcut as keyboards print it.
pub(in crate::app) fn shortcut_text(ui: &Ui, shortcut: egui::KeyboardShortcut) -> String {
    let text = ui.ctx().format_shortcut(&shortcut);
    let printed =
        [("Comma", ","), ("Escape", "Esc"), ("PageUp", "PgUp"), ("PageDown", "PgDn"), ("Plus", "+"), ("Minus", "-")];
    let found = printed.into_iter().find_map(|(name, print)| Some(format!("{}{print}", text.strip_suffix(name)?)));
    found.unwrap_or(text)
}
