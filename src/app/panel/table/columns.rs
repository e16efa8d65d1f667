//! The heads of the columns: a click sorts, Shift adds another column to sort by, a pull at the edge changes the width.

use egui::{Align2, CursorIcon, FontId, Painter, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use unicode_width::UnicodeWidthStr as _;

use super::super::View;
use super::{Scene, cell};
use crate::app::icon::{FAMILY, Icon};
use crate::app::table::{ColumnHead, Look, Table};
use crate::app::theme::{BOLD, SMALL, palette};
use crate::layer::table::{Column, Direction};

/// Height of the heads, points.
pub(super) const HEIGHT: f32 = 38.0;
/// Room at both sides of a text in a column.
pub(super) const MARGIN: f32 = 8.0;
/// Width of a letter; a Chinese one is two.
const LETTER: f32 = 6.8;
/// Widths of columns that nobody pulled, and the narrowest that one can be pulled to.
const USUAL: std::ops::RangeInclusive<f32> = 64.0..=220.0;
const LEAST: f32 = 36.0;
const MOST: f32 = 1_200.0;
/// Breadth of the edge that is pulled.
const EDGE: f32 = 6.0;

/// A column at its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub(super) head: ColumnHead,
    /// Its left edge from that of the first column.
    pub(super) left: f32,
    pub(super) width: f32,
}

/// The columns side by side.
pub(super) fn place(scene: &Scene, look: &Look, view: &View<'_>, hectares: bool) -> Vec<Placed> {
    let mut left = 0.0;
    let layer = &scene.arranged.of.layer;
    let placed = |head: &ColumnHead| {
        let width = look.widths.get(&head.column).copied().unwrap_or_else(|| {
            let (title, second) = cell::title(head.column, layer, view.lang, hectares);
            // The arrow of the order stands beside the name.
            let letters = head.letters.max(title.width() + 2).max(second.map_or(0, |second| second.width()));
            (letters as f32 * LETTER + 2.0 * MARGIN).clamp(*USUAL.start(), *USUAL.end())
        });
        let own = Placed { head: *head, left, width };
        left += width;
        own
    };
    scene.arranged.columns.iter().map(placed).collect()
}

/// Shows the heads of what is seen; `area` is where they stand, the first column moved to the left by `look.left`.
pub(super) fn heads_ui(
    ui: &Ui,
    view: &mut View<'_>,
    table: &mut Table,
    look: &mut Look,
    scene: &Scene,
    (area, placed): (Rect, &[Placed]),
) {
    for own in placed {
        let left = area.left() - look.left + own.left;
        let rect = Rect::from_min_size(pos2(left, area.top()), vec2(own.width, HEIGHT));
        if rect.right() > area.left() && rect.left() < area.right() {
            head_ui(ui, view, table, look, scene, (area, rect, own.head));
        }
    }
}

fn head_ui(
    ui: &Ui,
    view: &mut View<'_>,
    table: &mut Table,
    look: &mut Look,
    scene: &Scene,
    (area, rect, head): (Rect, Rect, ColumnHead),
) {
    let column = head.column;
    let (title, second) = cell::title(column, &scene.arranged.of.layer, view.lang, table.hectares);
    let id = super::rows_id().with(("head", column));
    let seen = rect.intersect(area);
    let response = ui.interact(seen, id, Sense::click());
    let order = look.sorted.iter().position(|(by, _)| *by == column);
    response.widget_info(|| WidgetInfo::selected(Role::ColumnHeader, true, order.is_some(), &title));
    let painter = ui.painter().with_clip_rect(seen.intersect(ui.clip_rect()));
    paint(&painter, ui, rect, (&title, second.as_deref()), &response, (head, look));
    if response.clicked() {
        let too = ui.input(|input| input.modifiers.shift);
        sort(look, column, next(look, column), too);
    }
    let tip = view.say("table-head-tip");
    let response = match second {
        Some(second) => response.on_hover_text(format!("{title} · {second}\n{tip}")),
        None => response.on_hover_text(format!("{title}\n{tip}")),
    };
    response.context_menu(|ui| super::menu::head_menu_ui(ui, view, table, look, column));
    edge_ui(ui, view, look, (area, rect, column), &title);
}

/// The edge that a column is pulled by; a double click gives it its usual width.
fn edge_ui(ui: &Ui, view: &View<'_>, look: &mut Look, (area, rect, column): (Rect, Rect, Column), title: &str) {
    let edge = Rect::from_center_size(pos2(rect.right(), rect.center().y), vec2(EDGE, HEIGHT)).intersect(area);
    if !edge.is_positive() {
        return;
    }
    let response = ui.interact(edge, super::rows_id().with(("edge", column)), Sense::CLICK | Sense::DRAG);
    let name = crate::text::Message::new("app.table-pull").with("column", title).say(view.lang);
    response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, &name));
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(CursorIcon::ResizeColumn);
        let accent = palette(ui.visuals()).accent;
        ui.painter().vline(edge.center().x, edge.y_range(), Stroke::new(2.0, accent));
    }
    if response.dragged() {
        look.widths.insert(column, (rect.width() + response.drag_delta().x).clamp(LEAST, MOST));
    }
    if response.double_clicked() {
        look.widths.remove(&column);
    }
}

fn paint(
    painter: &Painter,
    ui: &Ui,
    rect: Rect,
    (title, second): (&str, Option<&str>),
    response: &Response,
    (head, look): (ColumnHead, &Look),
) {
    let colours = palette(ui.visuals());
    if response.hovered() || response.has_focus() || look.summarised == Some(head.column) {
        painter.rect_filled(rect, 0.0, colours.accent_soft);
    }
    if response.has_focus() {
        painter.rect_stroke(rect.shrink(1.0), 4.0, Stroke::new(1.0, colours.accent), egui::StrokeKind::Inside);
    }
    let by = look.sorted.iter().position(|(column, _)| *column == head.column);
    let arrow = by.and_then(|at| look.sorted.get(at)).map(|(_, direction)| match direction {
        Direction::Up => Icon::Up,
        Direction::Down => Icon::Down,
    });
    let room = rect.width() - 2.0 * MARGIN - if arrow.is_some() { 16.0 } else { 0.0 };
    let line = |text: &str, font: FontId, colour| {
        let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, colour);
        job.wrap = egui::text::TextWrapping::truncate_at_width(room.max(0.0));
        painter.layout_job(job)
    };
    let name = line(title, FontId::new(SMALL, egui::FontFamily::Name(BOLD.into())), colours.ink);
    let second = second.map(|second| line(second, FontId::proportional(SMALL - 1.0), colours.quiet));
    let height = name.size().y + second.as_ref().map_or(0.0, |second| second.size().y);
    let mut top = rect.center().y - height / 2.0;
    for galley in std::iter::once(name).chain(second) {
        let left = if head.numeric { rect.right() - MARGIN - galley.size().x } else { rect.left() + MARGIN };
        painter.galley(pos2(left, top), galley.clone(), colours.ink);
        top += galley.size().y;
    }
    if let (Some(arrow), Some(at)) = (arrow, by) {
        let (x, align) = if head.numeric {
            (rect.left() + 4.0, Align2::LEFT_CENTER)
        } else {
            (rect.right() - 4.0, Align2::RIGHT_CENTER)
        };
        let font = FontId::new(12.0, egui::FontFamily::Name(FAMILY.into()));
        let drawn = painter.text(pos2(x, rect.center().y), align, arrow.glyph(), font, colours.accent);
        if look.sorted.len() > 1 {
            let number = (at + 1).to_string();
            painter.text(drawn.center_bottom(), Align2::CENTER_TOP, number, FontId::proportional(9.0), colours.accent);
        }
    }
}

/// The order that a further click brings: the least first, then the greatest, then as in the file.
fn next(look: &Look, column: Column) -> Option<Direction> {
    match look.sorted.iter().find(|(by, _)| *by == column) {
        None => Some(Direction::Up),
        Some((_, Direction::Up)) => Some(Direction::Down),
        Some((_, Direction::Down)) => None,
    }
}

/// Sorts by a column alone, or by it too, after those that are sorted by already.
pub(super) fn sort(look: &mut Look, column: Column, direction: Option<Direction>, too: bool) {
    if !too {
        look.sorted.retain(|(by, _)| *by == column);
    }
    let at = look.sorted.iter().position(|(by, _)| *by == column);
    match (at, direction) {
        (Some(at), None) => drop(look.sorted.remove(at)),
        (Some(at), Some(direction)) => {
            if let Some(own) = look.sorted.get_mut(at) {
                own.1 = direction;
            }
        }
        (None, Some(direction)) => look.sorted.push((column, direction)),
        (None, None) => {}
    }
    look.top = 0.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clicks_go_through_both_orders_and_back_and_shift_adds_a_column() {
        let (a, b) = (Column::Field(0), Column::Area);
        let mut look = Look::default();
        let mut click = |column: Column, too: bool| {
            let direction = next(&look, column);
            sort(&mut look, column, direction, too);
            look.sorted.clone()
        };
        assert_eq!(click(a, false), [(a, Direction::Up)]);
        assert_eq!(click(a, false), [(a, Direction::Down)]);
        assert_eq!(click(b, true), [(a, Direction::Down), (b, Direction::Up)]);
        assert_eq!(click(b, true), [(a, Direction::Down), (b, Direction::Down)]);
        assert_eq!(click(a, true), [(b, Direction::Down)]);
        assert_eq!(click(a, false), [(a, Direction::Up)]);
    }
}
