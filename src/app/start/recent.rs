//! Plans that were open lately: name, place, when, and whether they are still there.

use std::path::Path;

use egui::{Align, CursorIcon, FontId, Layout, RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use crate::app::Command;
use crate::app::clock;
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::panel::toolbar::menu::shown;
use crate::app::probe::{self, There};
use crate::app::settings::Recent;
use crate::app::theme::{self, BOLD, HEADING, SMALL, TEXT, palette};
use crate::app::widget::button::icon_button;
use crate::text::Message;

/// Height of a row, points.
const ROW: f32 = 48.0;
/// Room for the button at the right of a row.
const BUTTON: f32 = 36.0;
/// Plans that are listed.
const LISTED: usize = 8;

/// Shows the list.
pub(super) fn recent_ui(ui: &mut Ui, view: &mut View<'_>) {
    let quiet = palette(ui.visuals()).quiet;
    ui.label(theme::bold(view.say("recent")).size(HEADING));
    ui.add_space(4.0);
    if view.settings.recent.is_empty() {
        ui.label(RichText::new(view.say("start-no-recent")).size(SMALL).color(quiet));
    }
    ui.spacing_mut().item_spacing.y = 6.0;
    for recent in view.settings.recent.iter().take(LISTED) {
        row_ui(ui, view, recent);
    }
    let left = view.session.left.len();
    if left > 0 {
        ui.add_space(8.0);
        let says = Message::new("app.start-left").with("count", left).say(view.lang);
        if ui.button(RichText::new(says).color(palette(ui.visuals()).amber)).clicked() {
            view.commands.push(Command::Show(Some(crate::app::Dialog::Left)));
        }
    }
}

fn row_ui(ui: &mut Ui, view: &mut View<'_>, recent: &Recent) {
    let there = probe::there(&recent.path);
    if there == There::Unknown {
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(200));
    }
    let gone = there == There::Nothing;
    let name = shown(&recent.path);
    let said = |key: &str| Message::new(key).with("name", &name).say(view.lang);
    let (open, remove) = (said(if gone { "app.start-gone" } else { "app.start-open" }), said("app.start-forget"));
    let width = ui.available_width().max(0.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, !gone, &open));
    paint_row(ui, &response, recent, (&name, gone), &when(view, recent, there));
    let button = egui::Rect::from_min_size(rect.right_top(), vec2(-BUTTON, ROW));
    let button = egui::Rect::from_two_pos(button.min, button.max);
    let inside = egui::UiBuilder::new().max_rect(button).layout(Layout::right_to_left(Align::Center));
    let removed = ui.scope_builder(inside, |ui| icon_button(ui, Icon::Close, &remove).clicked()).inner;
    if removed {
        view.commands.push(Command::ForgetRecent(recent.path.clone()));
    } else if response.clicked() && !gone {
        view.commands.push(Command::Open(vec![recent.path.clone()]));
    }
    response.on_hover_text(recent.path.display().to_string());
}

/// When it was opened, or that it is not there any more.
fn when(view: &View<'_>, recent: &Recent, there: There) -> String {
    match (there, recent.opened) {
        (There::Nothing, _) => view.say("start-missing"),
        (_, Some(at)) => clock::said(at).say(view.lang),
        _ => String::new(),
    }
}

fn paint_row(ui: &Ui, response: &egui::Response, recent: &Recent, (name, gone): (&str, bool), when: &str) {
    let colours = palette(ui.visuals());
    let rect = response.rect;
    if response.hovered() && !gone {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        ui.painter().rect(rect, 8.0, colours.card, Stroke::new(1.0, colours.accent), StrokeKind::Inside);
    } else {
        ui.painter().rect(rect, 8.0, colours.card, Stroke::new(1.0, colours.line), StrokeKind::Inside);
    }
    let (ink, second) = if gone { (colours.quiet, colours.amber) } else { (colours.ink, colours.quiet) };
    let icon = if gone { Icon::Warning } else { Icon::Folder };
    let family = egui::FontFamily::Name(crate::app::icon::FAMILY.into());
    let at = rect.left_center() + vec2(22.0, 0.0);
    let tint = if gone { colours.amber } else { colours.accent };
    ui.painter().text(at, egui::Align2::CENTER_CENTER, icon.glyph(), FontId::new(20.0, family), tint);
    let left = rect.left() + 44.0;
    let when = ui.painter().layout_no_wrap(when.to_owned(), FontId::proportional(SMALL), second);
    let right = rect.right() - BUTTON - 4.0;
    let when_at = egui::pos2(right - when.size().x, rect.center().y - when.size().y / 2.0);
    let room = (when_at.x - 12.0 - left).max(20.0);
    ui.painter().galley(when_at, when, second);
    let bold = FontId::new(TEXT, egui::FontFamily::Name(BOLD.into()));
    for (text, font, colour, up) in
        [(name.to_owned(), bold, ink, 18.0), (place(&recent.path), FontId::proportional(11.5), colours.quiet, -1.0)]
    {
        let mut job = egui::text::LayoutJob::simple_singleline(text, font, colour);
        job.wrap = egui::text::TextWrapping::truncate_at_width(room);
        let galley = ui.painter().layout_job(job);
        ui.painter().galley(egui::pos2(left, rect.center().y - up), galley, colour);
    }
}

/// The folder that a plan or a file lies in.
fn place(path: &Path) -> String {
    path.parent().unwrap_or(path).display().to_string()
}
