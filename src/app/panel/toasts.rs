//! Messages that pass, over the lower right corner of the map.

use std::time::Duration;

use egui::{Align2, Area, Color32, Frame, Id, Label, Margin, Order, Rect, Stroke};

use super::View;
use crate::app::icon::Icon;
use crate::app::session::Toast;
use crate::app::theme::{palette, verdict_colour};
use crate::app::widget::button::icon_button;
use crate::check::Verdict;

/// Seconds that a message stays, and that a failure stays at least.
const STAYS: f64 = 6.0;
const FAILURE_STAYS: f64 = 20.0;
/// Messages shown at a time; later ones wait.
const SHOWN: usize = 4;
/// Points from the corner.
const AWAY: f32 = 16.0;

/// Shows what was said lately; `map` is where the map lies.
pub(in crate::app) fn toasts_ui(ui: &mut egui::Ui, view: &mut View<'_>, map: Rect) {
    let now = ui.input(|input| input.time);
    view.session.toasts.retain(|toast| left(toast, now) > 0.0);
    let mut closed = None;
    let mut corner = map.right_bottom() - egui::vec2(AWAY, AWAY);
    let width = (map.width() - 2.0 * AWAY).clamp(120.0, 380.0);
    let close = view.say("close-message");
    for (index, toast) in view.session.toasts.iter_mut().take(SHOWN).enumerate() {
        toast.since.get_or_insert(now);
        let area = Area::new(Id::unique(("toast", index))).order(Order::Foreground).pivot(Align2::RIGHT_BOTTOM);
        let shown = area
            .fixed_pos(corner)
            .constrain(true)
            .show(ui.ctx(), |ui| toast_ui(ui, toast, &toast.message.say(view.lang), width, &close));
        if shown.inner {
            closed = Some(index);
        }
        corner.y -= shown.response.rect.height() + 8.0;
    }
    if let Some(index) = closed {
        view.session.toasts.remove(index);
    }
    let next = view.session.toasts.iter().map(|toast| left(toast, now)).fold(f64::INFINITY, f64::min);
    if next.is_finite() {
        ui.ctx().request_repaint_after(Duration::from_secs_f64(next.max(0.0)));
    }
}

/// Seconds that a message still stays.
fn left(toast: &Toast, now: f64) -> f64 {
    let stays = if toast.failed { FAILURE_STAYS } else { STAYS };
    toast.since.map_or(stays, |since| since + stays - now)
}

/// Whether it was closed.
fn toast_ui(ui: &mut egui::Ui, toast: &Toast, text: &str, width: f32, close: &str) -> bool {
    let colours = palette(ui.visuals());
    let edge = if toast.failed { verdict_colour(Verdict::Violates, ui.visuals()) } else { colours.accent };
    let frame = Frame::new()
        .fill(colours.card)
        .stroke(Stroke::new(1.0, edge))
        .corner_radius(8)
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(Margin::symmetric(12, 8));
    let inner = frame.show(ui, |ui| {
        ui.set_width(width);
        ui.horizontal_top(|ui| {
            let icon = if toast.failed { Icon::Warning } else { Icon::Check };
            ui.add(Label::new(icon.text(16.0).color(edge)).selectable(false));
            ui.scope(|ui| {
                ui.set_width((width - 68.0).max(40.0));
                ui.visuals_mut().override_text_color = (colours.ink != Color32::TRANSPARENT).then_some(colours.ink);
                ui.add(Label::new(text).wrap().selectable(true));
            });
            icon_button(ui, Icon::Close, close).clicked()
        })
        .inner
    });
    inner.inner
}
