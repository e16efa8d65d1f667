//! A cell: chosen by click or arrow, typed into, cleared, pasted over.

use egui::{Event, Id, Key, Modifiers, Rect, Role, Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2};

use super::sheet::{Column, Part, Row};
use crate::app::dialog::figure::typed_figure;
use crate::app::panel::View;
use crate::app::theme::{self, SMALL, TEXT};
use crate::check::Verdict;
use crate::plan::{Edit, Plan, TypedFigure};
use crate::text::Message;

/// Where a cell stands: the line of its row, and its column.
pub(super) type At = (usize, usize);

/// What is typed into a cell.
#[derive(Debug)]
pub(super) struct Editing {
    key: String,
    part: Part,
    text: String,
    fresh: bool,
    wrong: Option<Message>,
}

impl Editing {
    /// Whether it is a cell of that row.
    pub(super) fn is_in(&self, row: &Row, columns: &[Column]) -> bool {
        columns.iter().any(|column| column.key(&row.key) == self.key)
    }
}

/// What a cell asks for.
pub(super) enum Asked {
    /// To write a text over it and those beside and below it.
    Paste(String, At),
    /// To change a figure, and to go on below.
    Commit(Box<Edit>, Option<At>),
}

/// The name of a cell for the keyboard: it goes with its figure where lines come and go.
pub(super) fn id(ui: &Ui, row: &Row, number: usize) -> Id {
    ui.ctx().viewport_id().0.with(("figure-cell", row.key.as_str(), number))
}

/// Shows a cell.
pub(super) fn cell_ui(
    ui: &mut Ui,
    view: &mut View<'_>,
    row: &Row,
    column: &Column,
    at: At,
    place: Rect,
) -> Option<Asked> {
    let key = column.key(&row.key);
    let is_edited = |editing: &Editing| editing.key == key && editing.part == column.part;
    if view.session.figures.editing.as_ref().is_some_and(is_edited) {
        return edit_ui(ui, view, row, column, at, place);
    }
    let response = ui.interact(place, id(ui, row, at.1), Sense::click());
    let shown = row.read(column, view.lang);
    let name = name(view, row, column, &shown);
    response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, &name));
    paint(ui, view, row, column, &shown, (place, &response));
    if response.double_clicked() || (response.clicked() && response.has_focus()) {
        begin(view, row, column, None);
        return None;
    }
    if response.clicked() {
        response.request_focus();
    }
    if response.has_focus() {
        view.session.figures.has_keys = true;
        return keys_ui(ui, view, row, column, at);
    }
    None
}

/// What is read out of a cell.
fn name(view: &View<'_>, row: &Row, column: &Column, shown: &str) -> String {
    let area = column.county.clone().unwrap_or_else(|| view.say("figures-plan"));
    let message = Message::new("app.figures-cell").with("figure", &row.name).with("area", area);
    message.with("column", column.name(view.lang)).with("value", shown).say(view.lang).trim_end().to_owned()
}

fn paint(
    ui: &Ui,
    view: &View<'_>,
    row: &Row,
    column: &Column,
    shown: &str,
    (place, response): (Rect, &egui::Response),
) {
    let palette = theme::palette(ui.visuals());
    let missing = row.is_missing() && column.part == Part::Value && column.county.is_none();
    let inside = place.shrink2(vec2(1.0, 2.0));
    if missing {
        ui.painter().rect_filled(inside, 4.0, palette.amber_soft);
    } else if response.hovered() {
        ui.painter().rect_filled(inside, 4.0, palette.rail);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(inside, 4.0, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
    }
    let measured = row.measured && column.part == Part::Value && column.county.is_none();
    let (absent, from_layers) = (view.say("figures-absent"), view.say("figures-measured"));
    let (text, ink, size) = match shown {
        "" if missing => (absent.as_str(), palette.amber, SMALL),
        "" if measured => (from_layers.as_str(), palette.quiet.gamma_multiply(0.7), SMALL),
        text if column.part == Part::Source => (text, palette.quiet, SMALL),
        text => (text, palette.ink, TEXT),
    };
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), egui::FontId::proportional(size), ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width((place.width() - 12.0).max(0.0));
    let galley = ui.painter().layout_job(job);
    let right = column.is_number() && !shown.is_empty();
    let x = if right { place.right() - 8.0 - galley.size().x } else { place.left() + 6.0 };
    ui.painter().galley(pos2(x, place.center().y - galley.size().y / 2.0), galley, ink);
}

/// Keys of the cell that is chosen.
fn keys_ui(ui: &Ui, view: &mut View<'_>, row: &Row, column: &Column, at: At) -> Option<Asked> {
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Enter) {
        begin(view, row, column, None);
        return None;
    }
    if pressed(Key::Delete) || pressed(Key::Backspace) {
        let edit = changed(view.document.plan()?, row, column, "").ok()?;
        return Some(Asked::Commit(Box::new(edit), None));
    }
    let events = ui.input(|input| input.events.clone());
    for event in events {
        match event {
            Event::Paste(text) => return Some(Asked::Paste(text, at)),
            Event::Copy | Event::Cut => ui.copy_text(row.typed(column)),
            Event::Text(text) if !text.trim().is_empty() => {
                begin(view, row, column, Some(text));
                return None;
            }
            _ => {}
        }
    }
    None
}

/// Starts typing: over what stands there, or on from it.
fn begin(view: &mut View<'_>, row: &Row, column: &Column, over: Option<String>) {
    let text = over.unwrap_or_else(|| row.typed(column));
    let key = column.key(&row.key);
    view.session.figures.editing = Some(Editing { key, part: column.part, text, fresh: true, wrong: None });
}

/// A cell that is typed into: Enter or leaving it takes what was typed, Escape does not.
fn edit_ui(ui: &mut Ui, view: &mut View<'_>, row: &Row, column: &Column, at: At, place: Rect) -> Option<Asked> {
    let mut editing = view.session.figures.editing.take()?;
    let name = name(view, row, column, "");
    let field =
        TextEdit::singleline(&mut editing.text).id(id(ui, row, at.1).with("edit")).align(egui::Align2::LEFT_CENTER);
    let response = ui.put(place.shrink2(vec2(1.0, 1.0)), field);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &name));
    if std::mem::take(&mut editing.fresh) {
        response.request_focus();
    }
    if let Some(wrong) = &editing.wrong {
        let colour = theme::verdict_colour(Verdict::Violates, ui.visuals());
        ui.painter().rect_stroke(place, 4.0, Stroke::new(1.5, colour), StrokeKind::Inside);
        response.show_tooltip_text(wrong.say(view.lang));
    }
    if response.changed() {
        editing.wrong = None;
    }
    let (enter, escape) = ui.input(|input| (input.key_pressed(Key::Enter), input.key_pressed(Key::Escape)));
    if !response.lost_focus() {
        view.session.figures.editing = Some(editing);
        return None;
    }
    if escape {
        let own = id(ui, row, at.1);
        ui.memory_mut(|memory| memory.request_focus(own));
        return None;
    }
    match changed(view.document.plan()?, row, column, &editing.text) {
        Ok(edit) => Some(Asked::Commit(Box::new(edit), enter.then_some(at))),
        // What cannot be taken is not lost while it is looked at.
        Err(wrong) if enter => {
            view.session.figures.editing = Some(Editing { wrong: Some(wrong), fresh: true, ..editing });
            None
        }
        Err(wrong) => {
            view.session.warn(wrong);
            None
        }
    }
}

/// The edit that writes a text into a cell.
fn changed(plan: &Plan, row: &Row, column: &Column, text: &str) -> Result<Edit, Message> {
    let key = column.key(&row.key);
    Ok(plan.setting_figure(&key, with_part(row.figure(column), column.part, text)?))
}

/// A figure with one part typed anew.
///
/// # Errors
/// A sentence where the text is no such part, or there is no value to which year and source could belong.
pub(super) fn with_part(old: Option<&TypedFigure>, part: Part, text: &str) -> Result<Option<TypedFigure>, Message> {
    let mut parts = old.map_or_else(Default::default, |old| {
        let year = old.year.map(|year| year.to_string()).unwrap_or_default();
        [old.value.to_string(), year, old.source.clone().unwrap_or_default()]
    });
    let [value, year, source] = &mut parts;
    let changed = match part {
        Part::Value => value,
        Part::Year => year,
        Part::Source => source,
    };
    text.trim().clone_into(changed);
    if old.is_none() && part != Part::Value && !text.trim().is_empty() {
        return Err(Message::new("app.figures-value-first"));
    }
    typed_figure(&parts[0], &parts[1], &parts[2])
}
