//! A finding as a row: in columns where there is room, else on two lines.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "rows to points and back; beyond 10^5 rows the list is a few points off, which nobody sees"
)]

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align2, Color32, CursorIcon, EventFilter, FontFamily, FontId, Galley, Id, Key, Painter, Pos2, Rangef, Rect, Role,
    Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use super::FindingList;
use super::list::{Column, Row, Which};
use crate::app::icon::{self, Icon};
use crate::app::panel::View;
use crate::app::review::State;
use crate::app::theme::{self, BOLD, Palette, SMALL, TEXT};
use crate::app::widget::mark::{paint_mark, verdict_ink};
use crate::app::{Command, ReviewOrder};
use crate::text::Message;

/// Height of a row in columns, and of one on two lines.
const FLAT: f32 = 28.0;
const HIGH: f32 = 44.0;
/// From this width on rows stand in columns.
const WIDE: f32 = 620.0;
/// Room for the mark at the left.
pub(super) const MARKED: f32 = 30.0;
/// Room for the button that dismisses.
const BUTTON: f32 = 26.0;
/// Between columns.
const GAP: f32 = 12.0;
/// Side of a mark.
const SIDE: f32 = 14.0;

/// How rows are laid out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    width: f32,
    counties: bool,
}

impl Layout {
    pub(super) fn of(width: f32, counties: bool) -> Self {
        Self { width: width.max(0.0), counties }
    }

    /// Whether rows stand in columns.
    pub(super) fn is_wide(self) -> bool {
        self.width >= WIDE
    }

    pub(super) fn height(self) -> f32 {
        if self.is_wide() { FLAT } else { HIGH }
    }

    /// Columns with their place from the left edge of a row.
    pub(super) fn columns(self) -> Vec<(Column, Rangef)> {
        let share = |column: Column| match column {
            Column::Clause | Column::Subject => 0.22,
            Column::Value => 0.13,
            Column::Miss => 0.25,
            Column::Verdict | Column::County => 0.1,
            Column::State => 0.08,
        };
        let shown = |column: &Column| self.counties || *column != Column::County;
        let room = self.width - MARKED - BUTTON;
        let whole: f32 = Column::ALL.into_iter().filter(shown).map(share).sum();
        let mut left = MARKED;
        let place = |column: Column| {
            let width = room * share(column) / whole;
            let range = Rangef::new(left, (left + width - GAP).max(left));
            left += width;
            (column, range)
        };
        Column::ALL.into_iter().filter(shown).map(place).collect()
    }
}

/// So many rows in points.
pub(in crate::app::panel) fn points(rows: usize) -> f32 {
    rows as f32
}

/// The row at a height.
pub(in crate::app::panel) fn at(y: f32, height: f32) -> usize {
    (y / height).max(0.0) as usize
}

/// Where a row lies.
pub(in crate::app::panel) fn place(whole: Rect, at: usize, height: f32) -> Rect {
    Rect::from_min_size(whole.min + vec2(0.0, height * at as f32), vec2(whole.width(), height - 1.0))
}

/// Shows a row; a click flies there.
pub(super) fn row_ui(ui: &mut Ui, view: &mut View<'_>, list: &FindingList, at: usize, placed: (Rect, Layout)) {
    let Some(row) = list.row(at) else { return };
    let (rect, layout) = placed;
    let palette = theme::palette(ui.visuals());
    let chosen = match &row.which {
        Which::Here(clause, finding) => {
            view.session.chosen.as_ref().is_some_and(|(id, index)| id == clause && index == finding)
        }
        Which::Gone(..) => false,
    };
    let id = row_id(ui, row);
    let response = ui.interact(rect, id, Sense::click());
    let name = row.name(view.lang);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &name));
    let painter = ui.painter();
    if chosen {
        painter.rect_filled(rect, 6.0, palette.accent_soft);
    } else if response.hovered() {
        painter.rect_filled(rect, 6.0, palette.rail);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 6.0, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
        step_ui(ui, view, list, at, id);
    }
    if layout.is_wide() {
        flat(ui, view, row, rect, layout);
    } else {
        high(ui, view, row, rect);
    }
    let response = response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text_at_pointer(tip(view, row));
    if response.clicked() {
        view.commands.push(row.command());
    }
    if let Which::Gone(index, _) = row.which {
        dismiss_ui(ui, view, row, index, rect);
    }
}

/// A row is its finding's, whatever goes from the list above it.
fn row_id(ui: &Ui, row: &Row) -> Id {
    let which = match &row.which {
        Which::Here(clause, finding) => (clause.as_str(), *finding),
        Which::Gone(index, _) => ("", *index),
    };
    ui.scope_id().with(("finding", which))
}

/// Up and down go to the row before and after, and look at it.
fn step_ui(ui: &Ui, view: &mut View<'_>, list: &FindingList, at: usize, id: Id) {
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    let next = if pressed(Key::ArrowDown) {
        at.checked_add(1)
    } else if pressed(Key::ArrowUp) {
        at.checked_sub(1)
    } else {
        None
    };
    let Some(row) = next.and_then(|next| list.row(next)) else { return };
    let id = row_id(ui, row);
    ui.memory_mut(|memory| memory.request_focus(id));
    view.commands.push(row.command());
}

/// What is cut in the row, and what the policy says.
fn tip(view: &View<'_>, row: &Row) -> String {
    let quote = Message::new("app.clauses-quote").with("quote", &row.quote).say(view.lang);
    format!("{}\n{quote}", row.name(view.lang))
}

fn dismiss_ui(ui: &mut Ui, view: &mut View<'_>, row: &Row, index: usize, rect: Rect) {
    let button = Rect::from_min_max(Pos2::new(rect.right() - BUTTON, rect.top()), rect.right_bottom());
    let name = Message::new("app.findings-dismiss").with("subject", &row.subject).say(view.lang);
    let response = ui.interact(button, ui.scope_id().with(("dismiss", index)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let palette = theme::palette(ui.visuals());
    let ink = if response.hovered() || response.has_focus() { palette.accent } else { palette.quiet };
    let font = FontId::new(TEXT, FontFamily::Name(icon::FAMILY.into()));
    ui.painter().text(button.center(), Align2::CENTER_CENTER, Icon::Close.glyph(), font, ink);
    if response.on_hover_text(name).clicked() {
        view.commands.push(Command::Review(ReviewOrder::Dismiss(index)));
    }
}

/// A row in columns.
fn flat(ui: &Ui, view: &View<'_>, row: &Row, rect: Rect, layout: Layout) {
    let palette = theme::palette(ui.visuals());
    mark(ui, view, row, Pos2::new(rect.left() + 4.0 + SIDE / 2.0, rect.center().y));
    let cells = row.cells(view.lang);
    for (column, range) in layout.columns() {
        let Some(text) = Column::ALL.iter().position(|own| *own == column).and_then(|at| cells.get(at)) else {
            continue;
        };
        let (font, ink) = match column {
            Column::Subject => (bold(TEXT), palette.ink),
            Column::Value => (FontId::proportional(TEXT), ink(ui, row, palette)),
            Column::State => (FontId::proportional(SMALL), state_ink(row.state, palette)),
            Column::Miss => (FontId::proportional(SMALL), palette.ink),
            _ => (FontId::proportional(SMALL), palette.quiet),
        };
        let galley = cut(ui, text, font, ink, range.span(), row.state == State::Solved && column != Column::State);
        let x = rect.left() + if column == Column::Value { range.max - galley.size().x } else { range.min };
        ui.painter().galley(Pos2::new(x, rect.center().y - galley.size().y / 2.0), galley, ink);
    }
}

/// A row on two lines: the subject with its value, below it the clause with what is missing.
fn high(ui: &Ui, view: &View<'_>, row: &Row, rect: Rect) {
    let palette = theme::palette(ui.visuals());
    let struck = row.state == State::Solved;
    let (top, below) = (rect.top() + 13.0, rect.top() + 31.0);
    mark(ui, view, row, Pos2::new(rect.left() + 4.0 + SIDE / 2.0, top));
    let (left, right) = (rect.left() + MARKED, rect.right() - if struck { BUTTON } else { 8.0 });
    let painter = ui.painter();
    let state = cut(
        ui,
        &row.state.name().say(view.lang),
        FontId::proportional(SMALL),
        state_ink(row.state, palette),
        96.0,
        false,
    );
    let value = cut(ui, &row.value, FontId::proportional(TEXT), ink(ui, row, palette), (right - left) * 0.5, struck);
    let room = right - left - value.size().x - 8.0;
    let subject = cut(ui, &row.subject, bold(TEXT), palette.ink, room, struck);
    let second = if row.miss.is_empty() { row.clause.clone() } else { format!("{} · {}", row.clause, row.miss) };
    let second =
        cut(ui, &second, FontId::proportional(SMALL), palette.quiet, right - left - state.size().x - 8.0, struck);
    put(painter, Pos2::new(left, top), subject);
    put(painter, Pos2::new(right - value.size().x, top), value);
    put(painter, Pos2::new(left, below), second);
    put(painter, Pos2::new(right - state.size().x, below), state);
}

fn put(painter: &Painter, at: Pos2, galley: Arc<Galley>) {
    let corner = Pos2::new(at.x, at.y - galley.size().y / 2.0);
    painter.galley(corner, galley, Color32::PLACEHOLDER);
}

/// The mark of its verdict, with a dot where it is new; a tick where it is gone.
fn mark(ui: &Ui, view: &View<'_>, row: &Row, middle: Pos2) {
    let palette = theme::palette(ui.visuals());
    if let Some(verdict) = row.verdict {
        paint_mark(ui.painter(), middle, SIDE, verdict, view.lang, ui.visuals());
    } else {
        let font = FontId::new(SIDE, FontFamily::Name(icon::FAMILY.into()));
        ui.painter().text(middle, Align2::CENTER_CENTER, Icon::Check.glyph(), font, palette.quiet);
    }
    if row.state == State::New {
        let at = middle + vec2(SIDE / 2.0 + 1.0, -SIDE / 2.0 + 1.0);
        ui.painter().circle(at, 4.0, palette.accent, Stroke::new(1.5, palette.panel));
    }
}

fn ink(ui: &Ui, row: &Row, palette: &Palette) -> Color32 {
    row.verdict.map_or(palette.quiet, |verdict| verdict_ink(verdict, ui.visuals()))
}

pub(super) fn state_ink(state: State, palette: &Palette) -> Color32 {
    if state == State::New { palette.accent } else { palette.quiet }
}

fn bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(BOLD.into()))
}

/// One line of text, cut where it does not fit; struck where what it speaks of is gone.
fn cut(ui: &Ui, text: &str, font: FontId, colour: Color32, width: f32, struck: bool) -> Arc<Galley> {
    let colour = if struck { theme::palette(ui.visuals()).quiet } else { colour };
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, colour);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    if struck {
        job.sections.iter_mut().for_each(|section| section.format.strikethrough = Stroke::new(1.0, colour));
    }
    ui.painter().layout_job(job)
}
