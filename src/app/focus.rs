//! The ring around what the keyboard is on, for every widget alike. It is seen from the first key that moves the focus until
//! the pointer is pressed: who works by mouse is not followed by rings.

use egui::{Context, Event, Id, Key, LayerId, Order, Stroke, StrokeKind, Ui};

use super::theme::palette;

/// Width of the ring, points.
const WIDTH: f32 = 2.0;

/// Where it is kept whether the keyboard moved the focus last.
const BY_KEY: &str = "focus-by-key";

/// Notes that the keyboard moved the focus last, or the pointer.
pub(super) fn set_by_key(context: &Context, by_key: bool) {
    context.data_mut(|data| data.insert_temp(Id::unique(BY_KEY), by_key));
}

/// Shows the ring. Called last, so that nothing covers it.
pub(super) fn ring_ui(ui: &Ui) {
    if let Some(by_key) = by_key(ui) {
        set_by_key(ui.ctx(), by_key);
    }
    let by_key = ui.data(|data| data.get_temp(Id::unique(BY_KEY))).unwrap_or_default();
    let focused = ui.memory(egui::Memory::focused).filter(|_| by_key);
    let Some(response) = focused.and_then(|id| ui.ctx().read_response(id)) else { return };
    let rect = response.interact_rect.intersect(ui.ctx().content_rect());
    if !rect.is_positive() {
        return;
    }
    let colours = palette(ui.visuals());
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Tooltip, Id::unique("focus-ring")));
    // Whole parts of the window have it inside, small widgets around them.
    let (around, kind) = if rect.width() > 240.0 && rect.height() > 80.0 {
        (rect.shrink(1.0), StrokeKind::Inside)
    } else {
        (rect.expand(1.0), StrokeKind::Outside)
    };
    // The thin light line keeps the ring apart from what is green itself.
    painter.rect_stroke(around, 6.0, Stroke::new(WIDTH + 2.0, colours.card), kind);
    painter.rect_stroke(around, 6.0, Stroke::new(WIDTH, colours.accent), kind);
}

/// Whether this frame moved the focus by a key, or pressed the pointer; the later of both counts.
fn by_key(ui: &Ui) -> Option<bool> {
    ui.input(|input| {
        input.events.iter().rev().find_map(|event| match event {
            Event::Key { key: Key::Tab, pressed: true, .. } => Some(true),
            Event::PointerButton { pressed: true, .. } => Some(false),
            _ => None,
        })
    })
}
