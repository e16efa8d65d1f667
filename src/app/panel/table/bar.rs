//! Bars to scroll by: of a million rows a pixel is many, so places are kept in rows, not in points.
#![expect(clippy::cast_possible_truncation, reason = "places on the screen; rows themselves stay f64")]

use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2};

use super::super::View;
use crate::app::theme::palette;

/// Breadth of a bar, points.
pub(super) const BREADTH: f32 = 10.0;
/// The handle is never shorter.
const LEAST: f32 = 28.0;

/// Which way a bar scrolls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Up and down.
    Down,
    /// To the sides.
    Across,
}

/// Shows a bar; gives back where it was dragged to. Of `all` one sees `seen` from `at` on.
pub(super) fn bar_ui(ui: &Ui, view: &View<'_>, rail: Rect, way: Way, [at, seen, all]: [f64; 3]) -> Option<f64> {
    if !rail.is_positive() || seen >= all {
        return None;
    }
    let (from, length) = match way {
        Way::Down => (rail.top(), rail.height()),
        Way::Across => (rail.left(), rail.width()),
    };
    let handle = (length * (seen / all) as f32).max(LEAST).min(length);
    let room = length - handle;
    let hidden = all - seen;
    let start = from + room * (at / hidden).clamp(0.0, 1.0) as f32;
    let id = super::rows_id().with(("bar", way == Way::Down));
    let response = ui.interact(rail, id, Sense::CLICK | Sense::DRAG);
    let name = view.say(if way == Way::Down { "table-scroll-down" } else { "table-scroll-across" });
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, &name));
    let part = match way {
        Way::Down => Rect::from_min_max(pos2(rail.left(), start), pos2(rail.right(), start + handle)),
        Way::Across => Rect::from_min_max(pos2(start, rail.top()), pos2(start + handle, rail.bottom())),
    };
    let colours = palette(ui.visuals());
    let busy = response.hovered() || response.dragged();
    let colour = if busy { colours.quiet.gamma_multiply(0.7) } else { colours.quiet.gamma_multiply(0.35) };
    ui.painter().rect_filled(part.shrink(2.0), 3.0, colour);
    if !(response.dragged() || response.clicked()) || room <= 0.0 {
        return None;
    }
    // The middle of the handle follows the pointer.
    let pointer = response.interact_pointer_pos()?;
    let pointed = if way == Way::Down { pointer.y } else { pointer.x };
    let share = f64::from((pointed - from - handle / 2.0) / room).clamp(0.0, 1.0);
    Some(share * hidden)
}
