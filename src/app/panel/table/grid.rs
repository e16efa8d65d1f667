//! The rows: only those in sight are laid out. The row in the file stands still at the left while columns move.
#![expect(clippy::cast_possible_truncation, reason = "places on the screen; rows themselves stay f64")]
#![expect(clippy::cast_sign_loss, reason = "no row stands before the first")]

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{FontId, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::super::View;
use super::bar::{self, Way};
use super::columns::{self, MARGIN, Placed};
use super::{Scene, cell, keys, menu, rows_id};
use crate::app::Command;
use crate::app::panel::inspector::with_surroundings;
use crate::app::session::{Pointed, Selected};
use crate::app::table::{Look, Table};
use crate::app::theme::{SMALL, TEXT, palette};
use crate::layer::table::Column;
use crate::plan::SourceRow;
use crate::text::Message;

/// Height of a row, points.
pub(super) const ROW: f32 = 24.0;
/// Width of a digit.
const DIGIT: f32 = 7.0;

/// Where everything stands in this frame.
pub(super) struct Grid {
    /// The rows, without their numbers, the heads and the bars.
    pub(super) body: Rect,
    /// The numbers of the rows.
    frozen: Rect,
    heads: Rect,
    placed: Vec<Placed>,
    /// How many rows there are.
    pub(super) count: usize,
}

impl Grid {
    /// Lays out what `rect` holds.
    fn of(rect: Rect, placed: Vec<Placed>, count: usize, most_row: usize) -> Self {
        let wide = placed.last().map_or(0.0, |last| last.left + last.width);
        let digits = most_row.to_string().len().max(3);
        let frozen = (digits as f32 * DIGIT + 2.0 * MARGIN).min(rect.width() * 0.5);
        let across = wide > rect.width() - frozen - bar::BREADTH;
        let bottom = rect.bottom() - if across { bar::BREADTH } else { 0.0 };
        let top = (rect.top() + columns::HEIGHT).min(bottom);
        let right = (rect.right() - bar::BREADTH).max(rect.left() + frozen);
        let left = rect.left() + frozen;
        Self {
            body: Rect::from_min_max(pos2(left, top), pos2(right, bottom)),
            frozen: Rect::from_min_max(pos2(rect.left(), top), pos2(left, bottom)),
            heads: Rect::from_min_max(pos2(left, rect.top()), pos2(right, top)),
            placed,
            count,
        }
    }

    /// How many rows are in sight.
    pub(super) fn seen(&self) -> f64 {
        f64::from(self.body.height() / ROW)
    }

    fn wide(&self) -> f32 {
        self.placed.last().map_or(0.0, |last| last.left + last.width)
    }

    /// Keeps what is looked at within what is there.
    fn clamp(&self, look: &mut Look) {
        let most = (self.count as f64 - self.seen()).max(0.0);
        look.top = look.top.clamp(0.0, most);
        look.left = look.left.clamp(0.0, (self.wide() - self.body.width()).max(0.0));
    }

    /// Moves the rows so that one is in sight.
    pub(super) fn reveal(&self, look: &mut Look, row: usize) {
        let (row, seen) = (row as f64, self.seen());
        look.top = look.top.clamp((row + 1.0 - seen).min(row), row);
    }

    /// The column at a place of the screen.
    fn column_at(&self, look: &Look, x: f32) -> Option<Column> {
        let x = x - self.body.left() + look.left;
        self.placed.iter().find(|own| own.left <= x && x < own.left + own.width).map(|own| own.head.column)
    }
}

/// Brings the first row that is selected into sight, wherever it is.
pub(super) fn reveal_picked(table: &Table, look: &mut Look) {
    let at = table.shown().rows().iter().position(|row| table.picked().holds(*row));
    if let Some(at) = at {
        (look.at, look.from) = (Some(at), Some(at));
        // A row or two before it tell where one is.
        look.top = (at as f64 - 2.0).max(0.0);
    }
}

/// Shows heads, rows and bars.
pub(super) fn grid_ui(ui: &mut Ui, view: &mut View<'_>, table: &mut Table, look: &mut Look, scene: &Scene) {
    let rect = ui.available_rect_before_wrap();
    let placed = columns::place(scene, look, view, table.hectares);
    let most_row = scene.arranged.of.layer.features.last().map_or(0, |last| last.row);
    let grid = Grid::of(rect, placed, table.shown().rows().len(), most_row);
    if !grid.body.is_positive() {
        return;
    }
    let body = ui.interact(grid.body.union(grid.frozen), rows_id(), Sense::click());
    let name = Message::new("app.table-rows").with("count", grid.count).say(view.lang);
    body.widget_info(|| WidgetInfo::labeled(Role::Grid, true, &name));
    if body.contains_pointer() || ui.rect_contains_pointer(rect) {
        let moved = ui.input(egui::InputState::smooth_scroll_delta);
        look.top -= f64::from(moved.y / ROW);
        look.left -= moved.x;
    }
    if body.has_focus() {
        keys::keys(ui, view, table, look, scene, &grid);
    }
    grid.clamp(look);
    rows_ui(ui, view, table, look, scene, &grid);
    paint_frame(ui, &grid, body.has_focus());
    columns::heads_ui(ui, view, table, look, scene, (grid.heads, &grid.placed));
    corner_ui(ui, view, &grid);
    bars_ui(ui, view, look, &grid);
}

fn bars_ui(ui: &Ui, view: &View<'_>, look: &mut Look, grid: &Grid) {
    let (body, breadth) = (grid.body, bar::BREADTH);
    let down = Rect::from_min_size(body.right_top(), vec2(breadth, body.height()));
    if let Some(top) = bar::bar_ui(ui, view, down, Way::Down, [look.top, grid.seen(), grid.count as f64]) {
        look.top = top;
    }
    let across = Rect::from_min_size(body.left_bottom(), vec2(body.width(), breadth));
    let sizes = [look.left, body.width(), grid.wide()].map(f64::from);
    if let Some(left) = bar::bar_ui(ui, view, across, Way::Across, sizes) {
        look.left = left as f32;
    }
}

/// The head of the numbers.
fn corner_ui(ui: &Ui, view: &View<'_>, grid: &Grid) {
    let corner = Rect::from_min_max(pos2(grid.frozen.left(), grid.heads.top()), grid.frozen.right_top());
    let colours = palette(ui.visuals());
    let at = pos2(corner.right() - MARGIN, corner.center().y);
    let font = FontId::proportional(SMALL);
    ui.painter().text(at, egui::Align2::RIGHT_CENTER, view.say("table-row"), font, colours.quiet);
}

/// Thin lines that part heads, numbers and rows.
fn paint_frame(ui: &Ui, grid: &Grid, focused: bool) {
    let colours = palette(ui.visuals());
    let line = Stroke::new(1.0, colours.line);
    let across = grid.frozen.left()..=grid.body.right();
    ui.painter().hline(across.clone(), grid.heads.top(), line);
    ui.painter().hline(across, grid.body.top(), line);
    ui.painter().vline(grid.body.left(), grid.heads.top()..=grid.body.bottom(), line);
    if focused {
        let whole = grid.body.union(grid.frozen).shrink(0.5);
        ui.painter().rect_stroke(whole, 0.0, Stroke::new(1.0, colours.accent), StrokeKind::Inside);
    }
}

fn rows_ui(ui: &Ui, view: &mut View<'_>, table: &mut Table, look: &mut Look, scene: &Scene, grid: &Grid) {
    let first = look.top.floor().max(0.0) as usize;
    let last = (look.top + grid.seen()).ceil().max(0.0) as usize;
    let indices: Vec<u32> = table.shown().rows().get(first..last.min(grid.count)).unwrap_or_default().to_vec();
    for (at, index) in (first..).zip(indices) {
        let y = grid.body.top() + ((at as f64 - look.top) * f64::from(ROW)) as f32;
        row_ui(ui, view, table, look, (scene, grid), (at, index, y));
    }
    if grid.count == 0 {
        let font = FontId::proportional(TEXT);
        let (says, quiet) = (view.say("table-no-rows"), palette(ui.visuals()).quiet);
        ui.painter().text(grid.body.center(), egui::Align2::CENTER_CENTER, says, font, quiet);
    }
}

fn row_ui(
    ui: &Ui,
    view: &mut View<'_>,
    table: &mut Table,
    look: &mut Look,
    (scene, grid): (&Scene, &Grid),
    (at, index, y): (usize, u32, f32),
) {
    let layer = &scene.arranged.of.layer;
    let feature_index = usize::try_from(index).unwrap_or(usize::MAX);
    let Some(feature) = layer.features.get(feature_index) else { return };
    let whole = grid.body.union(grid.frozen);
    let rect = Rect::from_min_size(pos2(whole.left(), y), vec2(whole.width(), ROW));
    let seen = rect.intersect(whole);
    if !seen.is_positive() {
        return;
    }
    let picked = table.picked().holds(index);
    let response = ui.interact(seen, rows_id().with(at), Sense::CLICK);
    let (lang, hectares) = (view.lang, table.hectares);
    let texts = grid.placed.iter().map(|own| {
        let value = table.computed.value(layer, feature_index, own.head.column);
        cell::text(&value, own.head.column, hectares)
    });
    let texts: Vec<Option<String>> = texts.collect();
    response.widget_info(|| {
        let told = grid.placed.iter().zip(&texts).filter_map(|(own, value)| {
            let value = value.as_ref()?;
            Some(format!("{} {value}", cell::title(own.head.column, layer, lang, hectares).0))
        });
        let told: Vec<String> = told.collect();
        let name = Message::new("app.table-row-name").with("row", feature.row).with("cells", told.join("; "));
        WidgetInfo::selected(Role::Row, scene.is_current(), picked, name.say(lang))
    });
    let colours = palette(ui.visuals());
    let painter = ui.painter().with_clip_rect(seen.intersect(ui.clip_rect()));
    if picked {
        painter.rect_filled(rect, 0.0, colours.accent_soft);
    } else if response.hovered() {
        painter.rect_filled(rect, 0.0, colours.rail);
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, colours.line.gamma_multiply(0.6)));
    if look.at == Some(at) && ui.memory(|memory| memory.has_focus(rows_id())) {
        painter.rect_stroke(rect.shrink(1.0), 2.0, Stroke::new(1.0, colours.accent), StrokeKind::Inside);
    }
    let number = feature.id.clone().unwrap_or_else(|| feature.row.to_string());
    let ink = if picked { colours.accent } else { colours.quiet };
    paint_text(ui, grid.frozen, y, (&number, true, ink));
    let amended = amended(view, scene, feature.row);
    for (own, value) in grid.placed.iter().zip(&texts) {
        let left = grid.body.left() - look.left + own.left;
        let cell = Rect::from_min_size(pos2(left, y), vec2(own.width, ROW));
        if cell.right() <= grid.body.left() || cell.left() >= grid.body.right() {
            continue;
        }
        let room = cell.intersect(grid.body);
        let (text, ink) =
            value.as_deref().map_or(("–", colours.quiet.gamma_multiply(0.6)), |text| (text, colours.ink));
        paint_cell(ui, room, cell, (text, own.head.numeric, ink));
        let is_amended = own.head.column.canonical(layer).is_some_and(|field| amended.contains(&field));
        if is_amended {
            let corner = [cell.left_top(), cell.left_top() + vec2(6.0, 0.0), cell.left_top() + vec2(0.0, 6.0)];
            let mark = egui::Shape::convex_polygon(corner.to_vec(), colours.accent, Stroke::NONE);
            ui.painter().with_clip_rect(room.intersect(ui.clip_rect())).add(mark);
        }
    }
    if scene.is_current() {
        answer(ui, view, table, look, (scene, grid), (at, index, &response));
    }
}

/// Fields of a row that the plan states otherwise than the file.
fn amended(view: &View<'_>, scene: &Scene, row: usize) -> Vec<crate::layer::Field> {
    let of = || {
        let amendments = &view.document.plan()?.content().amendments;
        if amendments.is_empty() {
            return None;
        }
        let own = amendments.get(&SourceRow { source: scene.layer.source()?.to_owned(), row })?;
        Some(own.values.keys().copied().collect())
    };
    of().unwrap_or_default()
}

fn paint_text(ui: &Ui, column: Rect, y: f32, what: (&str, bool, egui::Color32)) {
    let cell = Rect::from_min_size(pos2(column.left(), y), vec2(column.width(), ROW));
    paint_cell(ui, column, cell, what);
}

/// A text in a cell, cut where there is no more room; numbers stand at the right.
fn paint_cell(ui: &Ui, room: Rect, cell: Rect, (text, right, ink): (&str, bool, egui::Color32)) {
    let painter = ui.painter().with_clip_rect(room.intersect(ui.clip_rect()));
    // Of a text that is a page only the beginning is laid out.
    let beginning: String =
        text.chars().take(400).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let mut job = LayoutJob::simple_singleline(beginning, FontId::proportional(TEXT), ink);
    job.wrap = TextWrapping::truncate_at_width((cell.width() - 2.0 * MARGIN).max(0.0));
    let galley = painter.layout_job(job);
    let left = if right { cell.right() - MARGIN - galley.size().x } else { cell.left() + MARGIN };
    painter.galley(pos2(left, cell.center().y - galley.size().y / 2.0), galley, ink);
}

/// What a row does: a click selects, with Ctrl too, with Shift up to it; a double click flies there.
fn answer(
    ui: &Ui,
    view: &mut View<'_>,
    table: &mut Table,
    look: &mut Look,
    (scene, grid): (&Scene, &Grid),
    (at, index, response): (usize, u32, &egui::Response),
) {
    let modifiers = ui.input(|input| input.modifiers);
    if response.hovered() {
        let feature = usize::try_from(index).unwrap_or(usize::MAX);
        let features = vec![Selected { layer: scene.index, feature }];
        view.session.pointed = Some(Arc::new(Pointed { features, places: Vec::new() }));
    }
    if response.clicked() || response.secondary_clicked() {
        ui.memory_mut(|memory| memory.request_focus(rows_id()));
    }
    if response.double_clicked() {
        fly(view, scene, &[index]);
    } else if response.clicked() && modifiers.shift {
        let from = look.from.unwrap_or(at);
        look.at = Some(at);
        keys::select_range(view, table, scene, from, at);
    } else if response.clicked() {
        (look.at, look.from) = (Some(at), Some(at));
        if modifiers.command {
            toggle(view, table, scene, index);
        } else {
            select(view, table, scene, &[index]);
        }
    }
    if response.secondary_clicked() {
        look.at = Some(at);
        if !table.picked().holds(index) {
            select(view, table, scene, &[index]);
        }
        let x = response.interact_pointer_pos().map_or(0.0, |at| at.x);
        table.menu = grid.column_at(look, x).map(|column| (at, column));
    }
    response.context_menu(|ui| menu::row_menu_ui(ui, view, table, look, scene, index));
}

/// Selects features by their indices, in place of what was.
pub(super) fn select(view: &mut View<'_>, table: &mut Table, scene: &Scene, rows: &[u32]) {
    let all = rows.iter().filter_map(|row| Some(Selected { layer: scene.index, feature: usize::try_from(*row).ok()? }));
    let all: Vec<Selected> = all.collect();
    table.selects(all.clone());
    view.commands.push(Command::Select(all));
}

/// Selects one besides those that are, or no longer.
pub(super) fn toggle(view: &mut View<'_>, table: &mut Table, scene: &Scene, row: u32) {
    let Ok(feature) = usize::try_from(row) else { return };
    let own = Selected { layer: scene.index, feature };
    let mut all: Vec<Selected> = view.session.all_selected().collect();
    match all.iter().position(|known| *known == own) {
        Some(known) => drop(all.remove(known)),
        None => all.push(own),
    }
    table.selects(all.clone());
    view.commands.push(Command::Select(all));
}

/// Looks at features by their indices.
pub(super) fn fly(view: &mut View<'_>, scene: &Scene, rows: &[u32]) {
    let features = rows.iter().filter_map(|row| scene.layer.features.get(usize::try_from(*row).ok()?));
    let bounds = features.filter_map(|feature| feature.shape.bounds()).reduce(crate::app::dispatch::around);
    view.commands.extend(bounds.map(|bounds| Command::LookAt(with_surroundings(bounds))));
}
