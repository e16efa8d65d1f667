//! Keys of the rows while they have the focus: arrows, pages, Home and End move, Shift selects up to there, Space selects too,
//! Enter flies there, Ctrl+A selects all.
#![expect(clippy::cast_possible_truncation, reason = "rows of a page")]
#![expect(clippy::cast_sign_loss, reason = "rows of a page are not below nought")]

use egui::{EventFilter, Key, Modifiers, Ui};

use super::super::View;
use super::Scene;
use super::grid::{Grid, fly, select, toggle};
use super::rows_id;
use crate::app::dispatch::MOST_SELECTED;
use crate::app::table::{Look, Table};
use crate::text::Message;

/// Takes the keys that were pressed.
pub(super) fn keys(ui: &Ui, view: &mut View<'_>, table: &mut Table, look: &mut Look, scene: &Scene, grid: &Grid) {
    let arrows = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(rows_id(), arrows));
    let across = ui.input(|input| {
        f32::from(u8::from(input.key_pressed(Key::ArrowRight))) - f32::from(u8::from(input.key_pressed(Key::ArrowLeft)))
    });
    look.left += across * 80.0;
    if !scene.is_current() || grid.count == 0 {
        return;
    }
    let at = look.at.unwrap_or(0).min(grid.count - 1);
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
        let rows = table.picked().rows().to_vec();
        return fly(view, scene, &rows);
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A)) {
        return select_range(view, table, scene, 0, grid.count - 1);
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Space))
        && let Some(row) = table.shown().rows().get(at).copied()
    {
        return toggle(view, table, scene, row);
    }
    let page = (grid.seen().floor().max(1.0)) as usize;
    let Some(to) = target(ui, look.at, page, grid.count) else { return };
    look.at = Some(to);
    grid.reveal(look, to);
    if ui.input(|input| input.modifiers.shift) {
        let from = *look.from.get_or_insert(at);
        select_range(view, table, scene, from, to);
    } else if !ui.input(|input| input.modifiers.command) {
        look.from = Some(to);
        if let Some(row) = table.shown().rows().get(to).copied() {
            select(view, table, scene, &[row]);
        }
    }
}

/// The row that a key goes to.
fn target(ui: &Ui, at: Option<usize>, page: usize, count: usize) -> Option<usize> {
    let pressed = |key: Key| ui.input(|input| input.key_pressed(key));
    let last = count - 1;
    // The first arrow goes to the first row.
    let Some(at) = at.map(|at| at.min(last)) else {
        return (pressed(Key::ArrowDown) || pressed(Key::Home)).then_some(0);
    };
    let steps = [
        (Key::ArrowDown, at.saturating_add(1)),
        (Key::ArrowUp, at.saturating_sub(1)),
        (Key::PageDown, at.saturating_add(page)),
        (Key::PageUp, at.saturating_sub(page)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    let to = steps.into_iter().find(|(key, _)| pressed(*key)).map(|(_, to)| to)?;
    Some(to.min(last))
}

/// Selects the rows from one to another, both among them; of very many the first.
pub(super) fn select_range(view: &mut View<'_>, table: &mut Table, scene: &Scene, from: usize, to: usize) {
    let (low, high) = (from.min(to), from.max(to));
    let rows = table.shown().rows();
    let mut rows: Vec<u32> = rows.get(low..(high + 1).min(rows.len())).unwrap_or_default().to_vec();
    if rows.len() > MOST_SELECTED {
        rows.truncate(MOST_SELECTED);
        view.session.say(Message::new("app.table-most-selected").with("most", MOST_SELECTED));
    }
    select(view, table, scene, &rows);
}
