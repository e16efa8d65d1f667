//! The attribute table: the features of a layer row by row, filtered, sorted, summed up and written to files.

mod bar;
mod cell;
mod columns;
mod filter;
mod foot;
mod grid;
mod head;
mod keys;
mod menu;
mod proposals;
mod restate;
mod state;
mod statistics;

use std::sync::Arc;

use egui::{Id, Margin, Rect, Ui, UiBuilder, Vec2};

use super::View;
use crate::app::Command;
use crate::app::table::{Arranged, Look, SummaryRequest, Table, TableOrder};
use crate::layer::Layer;

/// Height of the line below the rows, points.
const FOOT: f32 = 28.0;
/// Below this height there is no such line.
const LEAST_WITH_FOOT: f32 = 120.0;
/// Width of the statistics beside the rows, points.
const STATISTICS: f32 = 288.0;
/// In less than this the statistics stand in place of the rows.
const LEAST_WITH_STATISTICS: f32 = 480.0;

/// What the rows are known by while they have the focus.
pub(in crate::app) fn rows_id() -> Id {
    Id::unique("table-rows")
}

/// The layer that is shown, and what is shown of it.
struct Scene {
    /// Its index in the snapshot.
    index: usize,
    layer: Arc<Layer>,
    arranged: Arc<Arranged>,
}

impl Scene {
    /// Whether the rows are those of the layer as it is: only then they can be selected.
    fn is_current(&self) -> bool {
        Arc::ptr_eq(&self.layer, &self.arranged.of.layer)
    }
}

/// Shows the panel.
pub(super) fn table_ui(ui: &mut Ui, view: &mut View<'_>) {
    // A panel shrinks to what it holds.
    ui.set_min_size(ui.available_size().max(Vec2::ZERO));
    let mut table = std::mem::take(&mut view.session.table);
    contents(ui, view, &mut table);
    view.session.table = table;
}

fn contents(ui: &mut Ui, view: &mut View<'_>, table: &mut Table) {
    let Some(drawn) = view.document.drawn().cloned() else { return state::without_layers(ui, view) };
    let index = table.layer_index(&drawn, view.session.selected);
    let Some((index, layer)) = index.and_then(|index| Some((index, drawn.loaded.snapshot.layers.get(index)?.clone())))
    else {
        return state::without_layers(ui, view);
    };
    table.layer.get_or_insert(layer.key());
    let elsewhere = table.pick(&layer, index, view.session.all_selected());
    let mut look = table.look(&layer);
    let margin = Margin { left: 10, right: 8, top: 6, bottom: 4 };
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.set_min_width(ui.available_width().max(0.0));
        head::head_ui(ui, view, table, &mut look, &layer);
    });
    let (wanted, mistake) = table.wanted(&layer, &look);
    if let Some(mistake) = mistake {
        filter::mistake_ui(ui, view, &look.filter, &mistake);
    }
    let stale = table.asked() != Some(&wanted);
    if stale {
        view.commands.push(Command::Table(TableOrder::Arrange));
    }
    state::note_ui(ui, view, table, &layer, stale);
    if let Some(arranged) = table.arranged(&layer) {
        let changed = table.show(&arranged);
        let scene = Scene { index, layer: Arc::clone(&layer), arranged };
        if (elsewhere || changed) && table.is_picked_elsewhere() {
            grid::reveal_picked(table, &mut look);
        }
        body_ui(ui, view, table, &mut look, &scene);
    } else {
        state::waiting_ui(ui, view);
    }
    table.set_look(&layer, look);
}

/// The rows, the statistics beside them, and a line below.
fn body_ui(ui: &mut Ui, view: &mut View<'_>, table: &mut Table, look: &mut Look, scene: &Scene) {
    let whole = ui.available_rect_before_wrap();
    if !whole.is_positive() {
        return;
    }
    let foot = if whole.height() >= LEAST_WITH_FOOT { FOOT } else { 0.0 };
    let (mut rows, mut below) = whole.split_top_bottom_at_y(whole.bottom() - foot);
    if let Some(column) = look.summarised {
        let beside = whole.width() >= LEAST_WITH_STATISTICS;
        let at = if beside { whole.right() - STATISTICS } else { whole.left() };
        rows.max.x = at;
        below.max.x = at;
        let right = whole.split_left_right_at_x(at).1;
        let request = SummaryRequest::of(&scene.arranged, column, table.of, table.picked().rows());
        if table.asked_summary() != Some(&request) {
            view.commands.push(Command::Table(TableOrder::Summarise));
        }
        inside(ui, right, |ui| statistics::statistics_ui(ui, view, table, look, scene));
    }
    if rows.is_positive() {
        inside(ui, rows, |ui| grid::grid_ui(ui, view, table, look, scene));
    }
    if below.is_positive() {
        inside(ui, below, |ui| {
            if table.restating.is_some() {
                restate::restate_ui(ui, view, table, scene);
            } else {
                foot::foot_ui(ui, view, table, scene);
            }
        });
    }
    ui.advance_cursor_after_rect(whole);
}

/// Content in a part of the panel. It takes no room by itself: the whole does.
fn inside(ui: &mut Ui, rect: Rect, content: impl FnOnce(&mut Ui)) {
    let mut part = ui.new_child(UiBuilder::new().max_rect(rect));
    part.shrink_clip_rect(rect);
    content(&mut part);
}
