//! Anything by its name: actions, clauses, layers, features, places, scales, recent plans and settings, found by what is typed.

mod entry;
mod search;
mod seek;

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, FontFamily, FontId, Id, Key, Modal, Modifiers, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use self::entry::Entry;
pub(super) use self::seek::{Hit, seek};
use super::Command;
use super::dialog::frame::Answer;
use super::icon::{FAMILY, Icon};
use super::panel::View;
use super::theme::{SMALL, TEXT, palette};
use crate::text::Message;

/// How wide it is where the window has room, points.
const WIDTH: f32 = 620.0;
/// Height of a line, points.
const ROW: f32 = 34.0;
/// Lines that are listed at most: who needs more of them types more.
const MOST: usize = 60;

/// What is typed.
#[derive(Debug, Default)]
pub(super) struct Fields {
    text: String,
    /// Which of the lines is chosen.
    chosen: usize,
    /// What features were looked for by last.
    sought: String,
    /// Whether the chosen line is to be scrolled to.
    follow: bool,
}

/// Shows the palette.
pub(super) fn palette_ui(ui: &mut Ui, view: &mut View<'_>, fields: &mut Fields, fresh: bool) -> Answer {
    let screen = ui.ctx().content_rect();
    let id = Id::unique("palette");
    let down = (screen.height() * 0.12).min(96.0);
    let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, down));
    let frame = egui::Frame::window(ui.style()).inner_margin(10.0);
    let backdrop = egui::Color32::from_black_alpha(50);
    let shown = Modal::new(id).area(area).frame(frame).backdrop_color(backdrop).show(ui.ctx(), |ui| {
        ui.set_width(WIDTH.min(screen.width() - 48.0).max(120.0));
        let most = (screen.height() - down - 150.0).clamp(ROW, 12.0 * ROW);
        contents_ui(ui, view, fields, fresh, most)
    });
    if shown.backdrop_response.clicked() { Answer::Cancelled } else { shown.inner }
}

fn contents_ui(ui: &mut Ui, view: &mut View<'_>, fields: &mut Fields, fresh: bool, most: f32) -> Answer {
    let step = steps(ui);
    let entered = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    field_ui(ui, view, fields, fresh);
    let mut entries = found(ui, view, &fields.text);
    let more = entries.len() > MOST;
    entries.truncate(MOST);
    let last = entries.len().saturating_sub(1);
    if step != 0 {
        fields.chosen = fields.chosen.saturating_add_signed(step).min(last);
        fields.follow = true;
    }
    fields.chosen = fields.chosen.min(last);
    let clicked = list_ui(ui, view, fields, &entries, most);
    foot_ui(ui, view, fields, &entries, more);
    let taken = clicked.or(entered.then_some(fields.chosen)).and_then(|at| entries.get(at));
    match taken {
        Some(entry) if entry.why.is_none() => {
            entry.commands.iter().cloned().for_each(|command| view.commands.push(command));
            Answer::Confirmed
        }
        _ => Answer::Open,
    }
}

/// Lines up or down that the keys ask for.
fn steps(ui: &Ui) -> isize {
    let keys = [(Key::ArrowDown, 1), (Key::ArrowUp, -1), (Key::PageDown, 8), (Key::PageUp, -8)];
    ui.input_mut(|input| {
        keys.into_iter().map(|(key, step)| if input.consume_key(Modifiers::NONE, key) { step } else { 0 }).sum()
    })
}

fn field_ui(ui: &mut Ui, view: &mut View<'_>, fields: &mut Fields, fresh: bool) {
    let (name, hint) = (super::Action::Palette.label().say(view.lang), view.say("palette-hint"));
    let before = fields.text.clone();
    ui.horizontal(|ui| {
        ui.label(Icon::Search.text(18.0).color(palette(ui.visuals()).accent));
        let edit = egui::TextEdit::singleline(&mut fields.text).hint_text(hint).frame(egui::Frame::NONE);
        let response = ui.add(edit.desired_width(f32::INFINITY).font(FontId::proportional(15.0)));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
        if fresh {
            response.request_focus();
        }
    });
    ui.separator();
    if fields.text != before {
        fields.chosen = 0;
        fields.follow = true;
    }
    if fields.text != fields.sought {
        fields.sought.clone_from(&fields.text);
        view.commands.push(Command::Seek(fields.text.trim().to_owned()));
    }
}

/// What is meant by a text, the best first.
fn found(ui: &Ui, view: &View<'_>, text: &str) -> Vec<Entry> {
    let text = text.trim();
    let mut typed = entry::typed(view, text);
    let named = entry::named(ui, view);
    if text.is_empty() {
        return named.into_iter().filter(Entry::is_offered).collect();
    }
    let mut scored: Vec<(u32, Entry)> = named
        .into_iter()
        .filter_map(|entry| Some((search::best(text, &entry.names)? * 2 + u32::from(entry.why.is_none()), entry)))
        .collect();
    let features = entry::features(view, text);
    scored.extend(features.into_iter().map(|(score, entry)| (score * 2, entry)));
    // Equal ones keep the order of the table.
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    typed.extend(scored.into_iter().map(|(_, entry)| entry));
    typed
}

fn list_ui(ui: &mut Ui, view: &View<'_>, fields: &mut Fields, entries: &[Entry], most: f32) -> Option<usize> {
    let mut clicked = None;
    let scroll = ScrollArea::vertical().max_height(most).min_scrolled_height(most).auto_shrink([false, true]);
    scroll.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if entries.is_empty() {
            let quiet = palette(ui.visuals()).quiet;
            ui.add_space(8.0);
            ui.label(egui::RichText::new(view.say("palette-nothing")).color(quiet));
            ui.add_space(8.0);
        }
        for (at, entry) in entries.iter().enumerate() {
            let chosen = at == fields.chosen;
            let response = row_ui(ui, view, entry, chosen);
            if response.clicked() {
                fields.chosen = at;
                clicked = Some(at);
            }
            if chosen && std::mem::take(&mut fields.follow) {
                response.scroll_to_me(None);
            }
        }
    });
    clicked
}

fn row_ui(ui: &mut Ui, view: &View<'_>, entry: &Entry, chosen: bool) -> egui::Response {
    let colours = palette(ui.visuals());
    let size = vec2(ui.available_width().max(0.0), ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let said = format!("{} · {}", entry.title, entry.kind.name().say(view.lang));
    response.widget_info(|| WidgetInfo::selected(Role::Button, entry.why.is_none(), chosen, &said));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter();
    if chosen {
        painter.rect_filled(rect, 6.0, colours.accent_soft);
    } else if response.hovered() {
        painter.rect_filled(rect, 6.0, colours.rail);
    }
    let (ink, tint) = if entry.why.is_some() { (colours.quiet, colours.quiet) } else { (colours.ink, colours.accent) };
    let icon = FontId::new(16.0, FontFamily::Name(FAMILY.into()));
    painter.text(rect.left_center() + vec2(18.0, 0.0), Align2::CENTER_CENTER, entry.icon.glyph(), icon, tint);
    let small = FontId::proportional(SMALL);
    let kind = painter.layout_no_wrap(entry.kind.name().say(view.lang), small.clone(), colours.quiet);
    let kind_at = rect.right() - 10.0 - kind.size().x;
    painter.galley(egui::pos2(kind_at, rect.center().y - kind.size().y / 2.0), kind, colours.quiet);
    let (left, end) = (rect.left() + 38.0, rect.right() - 74.0);
    let line = |text: &str, font: FontId, colour, room: f32| {
        let mut job = LayoutJob::simple_singleline(text.to_owned(), font, colour);
        job.wrap = TextWrapping::truncate_at_width(room.max(1.0));
        ui.painter().layout_job(job)
    };
    let title = line(&entry.title, FontId::proportional(TEXT), ink, end - left);
    let detail = entry.why.as_deref().unwrap_or(&entry.detail);
    let taken = title.size().x + 12.0;
    let detail = line(detail, small, colours.quiet, end - left - taken);
    let y = |height: f32| rect.center().y - height / 2.0;
    painter.galley(egui::pos2(left, y(title.size().y)), title, ink);
    if end - left - taken > 24.0 {
        let at = egui::pos2(end - detail.size().x, y(detail.size().y));
        painter.galley(at, detail, colours.quiet);
    }
    response
}

/// How many lines there are and what Enter would do: read out as it changes.
fn foot_ui(ui: &mut Ui, view: &View<'_>, fields: &Fields, entries: &[Entry], more: bool) {
    let Some(entry) = entries.get(fields.chosen) else { return };
    ui.separator();
    let says = match &entry.why {
        Some(why) => Message::new("app.palette-cannot").with("why", why),
        None => Message::new("app.palette-enter").with("title", &entry.title),
    };
    let count = if more { format!("{MOST}+") } else { entries.len().to_string() };
    let count = Message::new("app.palette-count").with("count", count).say(view.lang);
    let quiet = palette(ui.visuals()).quiet;
    let text = egui::RichText::new(format!("{} · {count}", says.say(view.lang))).size(SMALL).color(quiet);
    let response = ui.add(egui::Label::new(text).truncate());
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
}
