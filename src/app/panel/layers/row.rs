//! One layer of the list: eye, swatch, name, notices, count; below it its legend while it is open.

use egui::{
    Align2, Color32, FontId, Popup, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::listed::{Came, Listed};
use super::{menu, swatch};
use crate::app::Command;
use crate::app::icon::{self, Icon};
use crate::app::panel::View;
use crate::app::session::Dialog;
use crate::app::theme;
use crate::map::{Art, Legend};
use crate::text::Message;
use crate::units;

/// Height of a line, and of one with its file below the name.
const HEIGHT: f32 = 28.0;
const TALL: f32 = 42.0;
/// Margin at both sides.
const SIDE: f32 = 14.0;
/// Where the swatch and the name begin, from the left of the panel.
const SWATCH: f32 = 38.0;
const NAME: f32 = 62.0;

/// Shows a layer.
pub(super) fn row_ui(ui: &mut Ui, view: &mut View<'_>, listed: &Listed) {
    ui.push_id((&listed.key, listed.entry), |ui| match listed.came {
        Came::Layer(index) => layer_ui(ui, view, listed, index),
        Came::Unusable(index) => unusable_ui(ui, view, listed, index),
    });
}

/// A layer that is still to be read.
pub(super) fn waiting_ui(ui: &mut Ui, name: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    let palette = theme::palette(ui.visuals());
    let bar = Rect::from_center_size(pos2(rect.left() + SWATCH + 8.0, rect.center().y), swatch::SIZE);
    ui.painter().rect_filled(bar, 3.0, palette.rail);
    text(ui, pos2(rect.left() + NAME, rect.center().y), name, rect.right() - SIDE, palette.quiet);
}

fn layer_ui(ui: &mut Ui, view: &mut View<'_>, listed: &Listed, index: usize) {
    let Some(drawn) = view.document.drawn().cloned() else { return };
    let (Some(layer), Some(art)) = (drawn.loaded.snapshot.layers.get(index), drawn.arts.get(index)) else { return };
    let palette = theme::palette(ui.visuals());
    let hidden = view.session.hidden.contains(&listed.key);
    let open = view.session.open_layer == Some(index);
    let row = line(ui, listed, open);
    let tip = if listed.source.is_empty() { view.say("layers-drawn") } else { listed.source.clone() };
    let row_response = row.response.clone().on_hover_text(tip);
    if row_response.clicked() {
        view.session.open_layer = (!open).then_some(index);
    }
    row_response.context_menu(|ui| menu::menu_ui(ui, view, listed));
    let ink = if hidden { palette.quiet } else { palette.ink };
    eye(ui, view, &row, index, hidden, &listed.name);
    let box_ = Rect::from_center_size(pos2(row.rect.left() + SWATCH + 8.0, row.rect.center().y), swatch::SIZE);
    if let Some(symbol) = swatch::of_layer(art) {
        let painter = ui.painter().with_clip_rect(ui.clip_rect().intersect(box_.expand(2.0)));
        swatch::paint(&painter, box_, &symbol, swatch::is_of_lines(art));
        let says = Message::new("app.layers-style-of").with("layer", line_name(listed)).say(view.lang);
        if spot(ui, box_.expand(3.0), "style", &says).clicked() {
            view.commands.push(Command::StyleLayer(listed.key.clone()));
        }
    } else if layer.image.is_some() {
        glyph(ui, box_.center(), Icon::Picture, 16.0, palette.quiet);
    }
    // Of a picture there is nothing to count.
    let count = if layer.image.is_some() { String::new() } else { units::grouped(&layer.features.len().to_string()) };
    let left = count_or_menu(ui, view, &row, listed, &count);
    let left = if layer.notices.is_empty() { left } else { badge(ui, view, &row, index, left, layer.notices.len()) };
    names(ui, &row, listed, left - 8.0, ink);
    if open {
        legend_ui(ui, art, view);
    }
}

/// A line with its place and what happens to it.
struct Line {
    rect: Rect,
    response: Response,
    hovered: bool,
}

fn line(ui: &mut Ui, listed: &Listed, open: bool) -> Line {
    let height = if listed.second.is_some() { TALL } else { HEIGHT };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let name = listed.second.as_ref().map_or_else(|| listed.name.clone(), |file| format!("{} {file}", listed.name));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, open, &name));
    let hovered = ui.rect_contains_pointer(rect);
    let palette = theme::palette(ui.visuals());
    if open {
        ui.painter().rect_filled(rect, 0.0, palette.accent_soft.gamma_multiply(0.55));
    } else if hovered {
        ui.painter().rect_filled(rect, 0.0, palette.rail.gamma_multiply(0.6));
    }
    focus(ui, &response, rect.shrink(1.0));
    Line { rect, response, hovered }
}

/// Where the keyboard is.
fn focus(ui: &Ui, response: &Response, rect: Rect) {
    if response.has_focus() {
        let stroke = Stroke::new(1.5, theme::palette(ui.visuals()).accent);
        ui.painter().rect_stroke(rect, 4.0, stroke, StrokeKind::Inside);
    }
}

/// A place in a line that can be pressed, with its name.
fn spot(ui: &Ui, rect: Rect, salt: &str, name: &str) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(salt), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    focus(ui, &response, rect);
    response.on_hover_text(name).on_hover_cursor(egui::CursorIcon::PointingHand)
}

fn glyph(ui: &Ui, at: egui::Pos2, icon: Icon, size: f32, colour: Color32) {
    let font = FontId::new(size, egui::FontFamily::Name(icon::FAMILY.into()));
    ui.painter().text(at, Align2::CENTER_CENTER, icon.glyph(), font, colour);
}

fn eye(ui: &Ui, view: &mut View<'_>, row: &Line, index: usize, hidden: bool, name: &str) {
    let rect = Rect::from_center_size(pos2(row.rect.left() + SIDE + 8.0, row.rect.center().y), Vec2::splat(24.0));
    let key = if hidden { "app.layers-show" } else { "app.layers-hide" };
    let says = Message::new(key).with("layer", name).say(view.lang);
    let response = spot(ui, rect, "eye", &says);
    let palette = theme::palette(ui.visuals());
    let colour = if response.hovered() { palette.accent } else { palette.quiet };
    let shown = if hidden { colour.gamma_multiply(0.7) } else { colour };
    glyph(ui, rect.center(), if hidden { Icon::Hidden } else { Icon::Shown }, 16.0, shown);
    if response.clicked() {
        view.commands.push(Command::ToggleLayer(index));
    }
}

/// The count at the right; under the pointer the way to the layer's menu takes its place. Returns its left edge.
fn count_or_menu(ui: &Ui, view: &mut View<'_>, row: &Line, listed: &Listed, count: &str) -> f32 {
    let palette = theme::palette(ui.visuals());
    let right = pos2(row.rect.right() - SIDE, row.rect.center().y);
    let galley = ui.painter().layout_no_wrap(count.to_owned(), FontId::proportional(theme::SMALL), palette.quiet);
    let width = galley.size().x.max(30.0);
    let rect = Rect::from_min_max(pos2(right.x - width, right.y - 12.0), pos2(right.x + 4.0, right.y + 12.0));
    let says = Message::new("app.layers-more").with("layer", line_name(listed)).say(view.lang);
    let response = spot(ui, rect, "more", &says);
    let menu = Popup::menu(&response);
    if row.hovered || response.has_focus() || menu.is_open() {
        glyph(ui, pos2(right.x - 8.0, right.y), Icon::More, 18.0, palette.ink);
    } else {
        ui.painter().galley(pos2(right.x - galley.size().x, right.y - galley.size().y / 2.0), galley, palette.quiet);
    }
    menu.show(|ui| menu::menu_ui(ui, view, listed));
    rect.left()
}

fn line_name(listed: &Listed) -> &str {
    listed.second.as_deref().unwrap_or(&listed.name)
}

/// How many notices a layer has. Returns the left edge.
fn badge(ui: &Ui, view: &mut View<'_>, row: &Line, index: usize, right: f32, count: usize) -> f32 {
    let palette = theme::palette(ui.visuals());
    let digits = units::grouped(&count.to_string());
    let galley = ui.painter().layout_no_wrap(digits.clone(), FontId::proportional(11.0), palette.amber);
    let size = vec2((galley.size().x + 10.0).max(18.0), 17.0);
    let rect = Rect::from_min_size(pos2(right - 8.0 - size.x, row.rect.center().y - size.y / 2.0), size);
    let says = Message::new("app.layers-notices").with("count", &digits).say(view.lang);
    let response = spot(ui, rect, "notices", &says);
    ui.painter().rect_filled(rect, size.y / 2.0, palette.amber_soft);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, palette.amber);
    if response.clicked() {
        view.commands.push(Command::ShowNotices(Some(index)));
    }
    rect.left()
}

fn names(ui: &Ui, row: &Line, listed: &Listed, right: f32, ink: Color32) {
    let (left, middle) = (row.rect.left() + NAME, row.rect.center().y);
    match &listed.second {
        None => text(ui, pos2(left, middle), &listed.name, right, ink),
        Some(file) => {
            text(ui, pos2(left, middle - 8.0), &listed.name, right, ink);
            small(ui, pos2(left, middle + 9.0), file, right, theme::palette(ui.visuals()).quiet);
        }
    }
}

fn text(ui: &Ui, at: egui::Pos2, text: &str, right: f32, colour: Color32) {
    cut(ui, at, text, right, FontId::proportional(theme::TEXT), colour);
}

fn small(ui: &Ui, at: egui::Pos2, text: &str, right: f32, colour: Color32) {
    cut(ui, at, text, right, FontId::proportional(11.0), colour);
}

/// Text whose left middle is at a place, cut with an ellipsis where it would pass the right edge.
fn cut(ui: &Ui, at: egui::Pos2, text: &str, right: f32, font: FontId, colour: Color32) {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, colour);
    job.wrap = egui::text::TextWrapping::truncate_at_width((right - at.x).max(8.0));
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(pos2(at.x, at.y - galley.size().y / 2.0), galley, colour);
}

/// The symbols of a layer with how often each is drawn.
fn legend_ui(ui: &mut Ui, art: &Art, view: &View<'_>) {
    let is_line = swatch::is_of_lines(art);
    let legend = art.legend();
    for line in &legend {
        symbol_ui(ui, line, &line.name.say(view.lang), is_line);
    }
    if !legend.is_empty() {
        ui.add_space(4.0);
    }
}

fn symbol_ui(ui: &mut Ui, line: &Legend, name: &str, is_line: bool) {
    let palette = theme::palette(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    ui.painter().rect_filled(rect, 0.0, palette.accent_soft.gamma_multiply(0.25));
    let middle = rect.center().y;
    let at = Rect::from_center_size(pos2(rect.left() + NAME + 8.0, middle), swatch::SIZE * 0.85);
    swatch::paint(ui.painter(), at, &line.swatch, is_line);
    let count = units::grouped(&line.count.to_string());
    let galley = ui.painter().layout_no_wrap(count, FontId::proportional(11.0), palette.quiet);
    let right = rect.right() - SIDE - galley.size().x;
    ui.painter().galley(pos2(right, middle - galley.size().y / 2.0), galley, palette.quiet);
    cut(
        ui,
        pos2(rect.left() + NAME + 24.0, middle),
        name,
        right - 8.0,
        FontId::proportional(theme::SMALL),
        palette.quiet,
    );
}

/// A layer that could not be used, with the reason and the way to correct it.
fn unusable_ui(ui: &mut Ui, view: &mut View<'_>, listed: &Listed, index: usize) {
    let Some(unusable) = view.document.loaded().and_then(|loaded| loaded.snapshot.unusable.get(index)) else { return };
    let palette = theme::palette(ui.visuals());
    let reason = unusable.reason.say(view.lang);
    let row = line(ui, listed, false);
    let response = row.response.clone().on_hover_text(format!("{}\n{reason}", listed.source));
    response.context_menu(|ui| menu::menu_ui(ui, view, listed));
    glyph(ui, pos2(row.rect.left() + SIDE + 8.0, row.rect.center().y), Icon::Warning, 16.0, palette.amber);
    let says = Message::new("app.layers-correct").with("layer", line_name(listed)).say(view.lang);
    let label = view.say("layers-correct-short");
    let galley = ui.painter().layout_no_wrap(label, FontId::proportional(theme::SMALL), palette.accent);
    let right = pos2(row.rect.right() - SIDE, row.rect.center().y);
    let rect =
        Rect::from_min_max(pos2(right.x - galley.size().x - 12.0, right.y - 11.0), pos2(right.x + 2.0, right.y + 11.0));
    let correct = spot(ui, rect, "correct", &says);
    ui.painter().rect(rect, 5.0, palette.card, Stroke::new(1.0, palette.line), StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, palette.accent);
    if (correct.clicked() || response.clicked())
        && let Some(entry) = listed.entry
    {
        view.commands.push(Command::Show(Some(Dialog::Layer(entry))));
    }
    names(ui, &row, listed, rect.left() - 8.0, palette.quiet);
}
