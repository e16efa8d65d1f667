//! Chips: short facts, and short facts that filter a list.

use egui::text::{LayoutJob, TextWrapping};
use egui::{FontId, Pos2, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::mark::{MARK, paint_mark};
use crate::app::icon::{self, Icon};
use crate::app::review::State;
use crate::app::theme::{self, SMALL};
use crate::check::Verdict;
use crate::text::Lang;

/// Side of the mark on a chip, points.
const SIDE: f32 = MARK - 2.0;

/// A verdict with its count; the label is what is read out too.
pub(in crate::app) fn verdict_chip(ui: &mut Ui, verdict: Verdict, label: &str, chosen: bool, lang: Lang) -> Response {
    chip(ui, label, chosen, |ui, middle| paint_mark(ui.painter(), middle, SIDE, verdict, lang, ui.visuals()))
}

/// A state of findings with its count: a dot, a ring, the mark of arguments, a tick.
pub(in crate::app) fn state_chip(ui: &mut Ui, state: State, label: &str, chosen: bool, lang: Lang) -> Response {
    chip(ui, label, chosen, |ui, middle| {
        let palette = theme::palette(ui.visuals());
        let painter = ui.painter();
        match state {
            State::New => {
                painter.circle_filled(middle, SIDE * 0.3, palette.accent);
            }
            State::Seen => {
                painter.circle_stroke(middle, SIDE * 0.28, Stroke::new(1.5, palette.quiet));
            }
            State::Argued => paint_mark(painter, middle, SIDE, Verdict::Argued, lang, ui.visuals()),
            State::Solved => {
                let font = FontId::new(SIDE, egui::FontFamily::Name(icon::FAMILY.into()));
                painter.text(middle, egui::Align2::CENTER_CENTER, Icon::Check.glyph(), font, palette.quiet);
            }
        }
    })
}

fn chip(ui: &mut Ui, label: &str, chosen: bool, mark: impl FnOnce(&Ui, Pos2)) -> Response {
    let palette = theme::palette(ui.visuals());
    let galley = ui.painter().layout_no_wrap(label.to_owned(), FontId::proportional(SMALL), palette.ink);
    let size = Vec2::new(galley.size().x + SIDE + 20.0, 24.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, label));
    let (fill, line) = match (chosen, response.hovered() || response.has_focus()) {
        (true, _) => (palette.accent_soft, palette.accent),
        (false, true) => (palette.card, palette.accent),
        (false, false) => (palette.card, palette.line),
    };
    ui.painter().rect(rect, 12.0, fill, Stroke::new(1.0, line), StrokeKind::Inside);
    let middle = rect.left_center() + Vec2::new(7.0 + SIDE / 2.0, 0.0);
    mark(ui, middle);
    let at = rect.left_center() + Vec2::new(SIDE + 12.0, -galley.size().y / 2.0);
    ui.painter().galley(at, galley, palette.ink);
    response
}

/// A short fact on a soft ground, on one line; read out whole, and shown whole when pointed at, where it is cut.
pub(in crate::app) fn fact_chip(ui: &mut Ui, text: &str) -> Response {
    let palette = theme::palette(ui.visuals());
    let widest = (ui.max_rect().width() - 12.0).max(0.0);
    let mut job = LayoutJob::simple_singleline(text.to_owned(), FontId::proportional(SMALL), palette.ink);
    job.wrap = TextWrapping::truncate_at_width(widest);
    let galley = ui.painter().layout_job(job);
    let (rect, response) = ui.allocate_exact_size(galley.size() + Vec2::new(12.0, 5.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    ui.painter().rect_filled(rect, 4.0, palette.rail);
    let cut = galley.elided;
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, palette.ink);
    if cut { response.on_hover_text(text) } else { response }
}
