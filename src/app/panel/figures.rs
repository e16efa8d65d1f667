//! The panel of figures: what the planner types in for the standard, a row each, for the plan and for each county.

mod cell;
mod paste;
mod sheet;

use egui::{Frame, Margin, Rect, RichText, ScrollArea, Sense, Stroke, Ui, pos2, vec2};

use self::cell::Editing;
use self::paste::Written;
use self::sheet::{Column, Row, Sheet};
use super::View;
use super::findings::row::{at, place, points};
use super::state;
use crate::app::icon::Icon;
use crate::app::theme::{self, BOLD, SMALL};
use crate::app::widget::button::icon_button;
use crate::app::widget::mark::{paint_mark, verdict_ink};
use crate::app::{Command, Stage};
use crate::report::wording::list_separator;
use crate::text::Message;

/// Height of a row, and of the head above them.
const ROW: f32 = 28.0;
const HEAD: f32 = 40.0;
/// Widths of the columns that are read only: name, verdict, unit.
const NAME: f32 = 232.0;
const VERDICT: f32 = 104.0;
const UNIT: f32 = 84.0;

/// What is typed into the table, and which part of it is shown.
#[derive(Debug, Default)]
pub(in crate::app) struct Figures {
    editing: Option<Editing>,
    /// Only figures that a clause waits for.
    missing_only: bool,
    /// Without years and sources.
    plain: bool,
    /// A cell has the keyboard: what is typed is no shortcut.
    pub(in crate::app) has_keys: bool,
}

/// Shows the panel.
pub(super) fn figures_ui(ui: &mut Ui, view: &mut View<'_>) {
    Frame::new().inner_margin(Margin { left: 12, right: 4, top: 8, bottom: 0 }).show(ui, |ui| contents(ui, view));
}

fn contents(ui: &mut Ui, view: &mut View<'_>) {
    ui.set_min_width(ui.available_width().max(0.0));
    let Some(sheet) = Sheet::of(view, view.session.figures.plain) else {
        return if view.document.stage() == Stage::Empty {
            state::hint(ui, &view.say("figures-empty"));
        } else {
            state::without_result(ui, view);
        };
    };
    let missing = sheet.rows.iter().filter(|row| row.is_missing()).count();
    head_ui(ui, view, &sheet, missing);
    let only = view.session.figures.missing_only && missing > 0;
    let editing = view.session.figures.editing.as_ref();
    let is_edited = |row: &Row| editing.is_some_and(|editing| editing.is_in(row, &sheet.columns));
    let is_listed = |row: &Row| !only || row.is_missing() || is_edited(row);
    let rows: Vec<usize> = (0..sheet.rows.len()).filter(|row| sheet.rows.get(*row).is_some_and(is_listed)).collect();
    // Out of sight it is laid out all the same: what is typed into it is taken when it is left.
    let edited = rows.iter().position(|index| sheet.rows.get(*index).is_some_and(is_edited));
    let grid = Grid { sheet: &sheet, rows: &rows, places: places(&sheet, ui.available_width() - 16.0) };
    let width = grid.width();
    ScrollArea::horizontal().auto_shrink(false).show(ui, |ui| {
        ui.set_min_width(width);
        grid.head_ui(ui, view);
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().auto_shrink(false).show_viewport(ui, |ui, seen| {
            let (_, whole) = ui.allocate_space(vec2(width, ROW * points(rows.len())));
            let (first, end) = (at(seen.min.y, ROW).saturating_sub(2), at(seen.max.y, ROW).saturating_add(3));
            let beyond = edited.filter(|line| !(first..end).contains(line));
            for line in (first..end.min(rows.len())).chain(beyond) {
                if let Some(row) = rows.get(line).and_then(|index| sheet.rows.get(*index)) {
                    grid.row_ui(ui, view, (line, row), place(whole, line, ROW));
                }
            }
        });
    });
}

/// What is missing, what is shown, and the way to spreadsheets.
fn head_ui(ui: &mut Ui, view: &mut View<'_>, sheet: &Sheet, missing: usize) {
    let quiet = theme::palette(ui.visuals()).quiet;
    ui.horizontal_wrapped(|ui| {
        let mut only = view.session.figures.missing_only;
        let label = Message::new("app.figures-missing").with("count", missing).say(view.lang);
        if ui.add_enabled(missing > 0, egui::Checkbox::new(&mut only, label)).changed() {
            view.session.figures.missing_only = only;
        }
        let mut whole = !view.session.figures.plain;
        if ui.checkbox(&mut whole, view.say("figures-with-sources")).changed() {
            view.session.figures.plain = !whole;
        }
        if icon_button(ui, Icon::Copy, &view.say("figures-copy")).clicked() {
            ui.copy_text(paste::text(sheet, view.lang));
            view.session.say(Message::new("app.figures-copied").with("count", sheet.rows.len()));
        }
        ui.label(RichText::new(view.say("figures-hint")).size(SMALL).color(quiet));
    });
    ui.add_space(4.0);
}

/// From where to where each column goes; the last source takes what room is left.
fn places(sheet: &Sheet, room: f32) -> Vec<(f32, f32)> {
    let mut left = NAME + VERDICT + UNIT;
    let widths: f32 = sheet.columns.iter().map(Column::width).sum();
    let spare = (room - left - widths).max(0.0);
    let last = sheet.columns.len().saturating_sub(1);
    let place = |(index, column): (usize, &Column)| {
        let wide = column.width() + if index == last && !column.is_number() { spare } else { 0.0 };
        let from = left;
        left += wide;
        (from, left)
    };
    sheet.columns.iter().enumerate().map(place).collect()
}

/// The table in its place.
struct Grid<'a> {
    sheet: &'a Sheet,
    /// Rows that are shown.
    rows: &'a [usize],
    places: Vec<(f32, f32)>,
}

impl Grid<'_> {
    fn width(&self) -> f32 {
        self.places.last().map_or(NAME + VERDICT + UNIT, |(_, right)| *right)
    }

    fn head_ui(&self, ui: &mut Ui, view: &View<'_>) {
        let palette = theme::palette(ui.visuals());
        let (_, rect) = ui.allocate_space(vec2(self.width(), HEAD));
        let lower = rect.top() + HEAD * 0.72;
        let heads =
            [("figures-name", 0.0, NAME), ("findings-verdict", NAME, VERDICT), ("figures-unit", NAME + VERDICT, UNIT)];
        for (key, left, width) in heads {
            put(ui, pos2(rect.left() + left + 4.0, lower), &view.say(key), (SMALL, false, palette.quiet), width - 8.0);
        }
        let mut area = None;
        for (column, (left, right)) in self.sheet.columns.iter().zip(&self.places) {
            let at = pos2(rect.left() + left + 6.0, lower);
            let name = column.name(view.lang);
            if column.is_number() {
                let font = egui::FontId::proportional(SMALL);
                let end = pos2(rect.left() + right - 10.0, lower);
                ui.painter().text(end, egui::Align2::RIGHT_CENTER, name, font, palette.quiet);
            } else {
                put(ui, at, &name, (SMALL, false, palette.quiet), right - left - 8.0);
            }
            if area.replace(&column.county) != Some(&column.county) {
                let name = column.county.clone().unwrap_or_else(|| view.say("figures-plan"));
                put(ui, pos2(at.x, rect.top() + HEAD * 0.28), &name, (SMALL, true, palette.ink), 240.0);
            }
        }
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, palette.line));
    }

    fn row_ui(&self, ui: &mut Ui, view: &mut View<'_>, (line, row): (usize, &Row), rect: Rect) {
        let palette = theme::palette(ui.visuals());
        ui.painter().hline(rect.x_range(), rect.bottom() + 0.5, Stroke::new(1.0, palette.line.gamma_multiply(0.6)));
        name_ui(ui, view, row, rect);
        put(
            ui,
            pos2(rect.left() + NAME + VERDICT + 4.0, rect.center().y),
            &row.unit,
            (SMALL, false, palette.quiet),
            UNIT - 8.0,
        );
        for (number, (column, (left, right))) in self.sheet.columns.iter().zip(&self.places).enumerate() {
            let place = Rect::from_x_y_ranges(rect.left() + left..=rect.left() + right - 2.0, rect.y_range());
            if let Some(asked) = cell::cell_ui(ui, view, row, column, (line, number), place) {
                self.carry_out(ui, view, asked);
            }
        }
    }

    /// Writes what a cell asks for, as one edit.
    fn carry_out(&self, ui: &Ui, view: &mut View<'_>, asked: cell::Asked) {
        let Some(plan) = view.document.plan() else { return };
        match asked {
            cell::Asked::Paste(text, (line, number)) => {
                let written = Written::of(&text, self.sheet, self.rows, (line, number));
                let (edit, told) = written.edit(plan);
                view.commands.extend(edit.map(Command::Edit));
                view.session.say(told);
            }
            cell::Asked::Commit(edit, below) => {
                view.commands.push(Command::Edit(*edit));
                let last = self.rows.len().saturating_sub(1);
                if let Some((line, number)) = below {
                    let next = self.rows.get((line + 1).min(last)).and_then(|index| self.sheet.rows.get(*index));
                    if let Some(next) = next.map(|row| cell::id(ui, row, number)) {
                        ui.memory_mut(|memory| memory.request_focus(next));
                    }
                }
            }
        }
    }
}

/// The name of a figure with what the clause that takes it says; a click opens that clause.
fn name_ui(ui: &mut Ui, view: &mut View<'_>, row: &Row, rect: Rect) {
    let palette = theme::palette(ui.visuals());
    let place = Rect::from_min_size(rect.min, vec2(NAME + VERDICT - 4.0, rect.height()));
    let id = ui.scope_id().with(("figure", row.key.as_str()));
    let response = ui.interact(place, id, Sense::click());
    let waiting = row.is_missing().then(|| {
        Message::new("app.figures-waits").with("clauses", row.waiting.join(&list_separator(view.lang))).say(view.lang)
    });
    let name = waiting.as_ref().map_or_else(|| row.name.clone(), |waiting| format!("{} · {waiting}", row.name));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(place, 4.0, palette.rail);
    }
    let middle = rect.center().y;
    put(ui, pos2(rect.left() + 4.0, middle), &row.name, (theme::TEXT, false, palette.ink), NAME - 12.0);
    if let Some((verdict, value)) = &row.judged {
        let at = pos2(rect.left() + NAME + 10.0, middle);
        paint_mark(ui.painter(), at, 12.0, *verdict, view.lang, ui.visuals());
        let ink = verdict_ink(*verdict, ui.visuals());
        put(ui, pos2(at.x + 12.0, middle), value, (SMALL, false, ink), VERDICT - 26.0);
    }
    let tip = if row.quote.is_empty() { name } else { format!("{name}\n{}", row.quote) };
    if response.on_hover_text_at_pointer(tip).clicked()
        && let Some(clause) = row.clause.clone().filter(|clause| view.session.open_clause.as_ref() != Some(clause))
    {
        view.commands.push(Command::ToggleClause(clause));
    }
}

/// One line of text beside a place, cut where it does not fit.
fn put(ui: &Ui, at: egui::Pos2, text: &str, (size, bold, ink): (f32, bool, egui::Color32), width: f32) {
    let font = if bold {
        egui::FontId::new(size, egui::FontFamily::Name(BOLD.into()))
    } else {
        egui::FontId::proportional(size)
    };
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(0.0));
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(pos2(at.x, at.y - galley.size().y / 2.0), galley, ink);
}
