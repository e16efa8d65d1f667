//! What stands over the map: scale bar, north arrow, zoom buttons, progress of reading.

use egui::{Align, Align2, Color32, CornerRadius, FontId, Layout, Pos2, Rect, Shape, Stroke, Ui, UiBuilder, Vec2};

use crate::app::panel::View;
use crate::app::widget::button::action_icon;
use crate::app::{Action, theme};
use crate::map::{Camera, ScaleBar};
use crate::text::Message;

const PLATE: Color32 = Color32::from_rgba_premultiplied(235, 235, 235, 235);
const INK: Color32 = Color32::from_rgb(0x2f, 0x2f, 0x2f);
/// From the edges of the map, points.
const MARGIN: f32 = 12.0;
/// The longest scale bar, points.
const LONGEST: f64 = 170.0;
/// The longest scale bar with its plate and a gap.
const BESIDE_BAR: f32 = 222.0;
/// A map smaller than this has no furniture, points.
const LEAST: f32 = 240.0;

/// Scale bar, north arrow and zoom buttons.
pub(super) fn furniture_ui(ui: &mut Ui, view: &mut View<'_>, rect: Rect, camera: Camera) {
    if rect.width() < LEAST || rect.height() < LEAST {
        return;
    }
    scale_bar(ui, view, rect, &camera);
    attribution(ui, view, rect);
    let disc = Pos2::new(rect.right() - MARGIN - 20.0, rect.top() + MARGIN + 20.0);
    north(ui, view, disc);
    buttons(ui, view, rect);
}

/// Whom the maps from the net are owed to, along the lower edge.
fn attribution(ui: &Ui, view: &View<'_>, rect: Rect) {
    let owed = &view.session.ground.attributions;
    if owed.is_empty() {
        return;
    }
    let mut line = egui::text::LayoutJob::simple_singleline(owed.join("  ·  "), FontId::proportional(9.5), INK);
    line.wrap = egui::text::TextWrapping::truncate_at_width((rect.width() - 16.0).max(8.0));
    let galley = ui.painter().layout_job(line);
    let plate = Align2::RIGHT_BOTTOM.anchor_size(rect.right_bottom(), galley.size() + Vec2::new(12.0, 0.0));
    ui.painter().rect_filled(plate, CornerRadius { nw: 4, ..CornerRadius::ZERO }, PLATE);
    ui.painter().galley(plate.min + Vec2::new(6.0, 0.0), galley, INK);
}

#[expect(clippy::cast_possible_truncation, reason = "points of the screen")]
fn scale_bar(ui: &Ui, view: &View<'_>, rect: Rect, camera: &Camera) {
    let bar = ScaleBar::for_camera(camera, LONGEST);
    let (long, marks) = (bar.points as f32, bar.marks(view.lang));
    let size = Vec2::new(long + 44.0, 36.0);
    let plate = Rect::from_min_size(Pos2::new(rect.left() + MARGIN, rect.bottom() - MARGIN - size.y), size);
    let painter = ui.painter();
    painter.rect_filled(plate, CornerRadius::same(6), PLATE);
    let (left, base) = (plate.left() + 12.0, plate.bottom() - 9.0);
    painter.hline(left..=left + long, base, Stroke::new(1.4, INK));
    let segments = marks.len().saturating_sub(1).max(1);
    for (step, mark) in marks.iter().enumerate() {
        let x = left + long * step as f32 / segments as f32;
        painter.vline(x, base - 4.0..=base, Stroke::new(1.4, INK));
        let align = if step == 0 { Align2::LEFT_BOTTOM } else { Align2::CENTER_BOTTOM };
        let at = Pos2::new(if step == 0 { x - 2.0 } else { x }, base - 5.0);
        painter.text(at, align, mark, FontId::proportional(11.0), INK);
    }
}

/// What lies under the pointer, on one line at the foot of the map: beside the pointer it would cover findings.
pub(super) fn readout(ui: &Ui, rect: Rect, name: &str, telling: &[String]) {
    let left = rect.left() + MARGIN + BESIDE_BAR;
    let room = rect.right() - 2.0 * MARGIN - 34.0 - left - 24.0;
    if room < 80.0 || rect.height() < LEAST {
        return;
    }
    let format = |font: FontId, color: Color32| egui::TextFormat { font_id: font, color, ..Default::default() };
    let wrap = egui::text::TextWrapping::truncate_at_width(room);
    let mut line = egui::text::LayoutJob { wrap, ..egui::text::LayoutJob::default() };
    line.append(name, 0.0, format(FontId::new(13.0, egui::FontFamily::Name(theme::BOLD.into())), INK));
    for part in telling {
        line.append(part, 12.0, format(FontId::proportional(12.0), Color32::from_gray(95)));
    }
    let galley = ui.painter().layout_job(line);
    let size = Vec2::new(galley.size().x + 24.0, 36.0);
    let plate = Rect::from_min_size(Pos2::new(left, rect.bottom() - MARGIN - size.y), size);
    ui.painter().rect_filled(plate, CornerRadius::same(6), PLATE);
    ui.painter().galley(plate.left_center() + Vec2::new(12.0, -galley.size().y / 2.0), galley, INK);
}

fn north(ui: &Ui, view: &View<'_>, at: Pos2) {
    let painter = ui.painter();
    painter.circle_filled(at, 18.0, PLATE);
    let tip = at - Vec2::new(0.0, 12.0);
    let foot = |x: f32, y: f32| at + Vec2::new(x, y);
    painter.add(Shape::convex_polygon(vec![tip, foot(5.5, 4.0), foot(0.0, 0.5)], INK, Stroke::NONE));
    painter.add(Shape::convex_polygon(vec![tip, foot(0.0, 0.5), foot(-5.5, 4.0)], INK, Stroke::NONE));
    let name = Message::new("map.north").say(view.lang);
    painter.text(foot(0.0, 15.5), Align2::CENTER_BOTTOM, name, FontId::proportional(9.5), INK);
}

fn buttons(ui: &mut Ui, view: &mut View<'_>, rect: Rect) {
    let size = Vec2::new(34.0, 104.0);
    let plate = Rect::from_min_size(rect.right_bottom() - size - Vec2::splat(MARGIN), size);
    let palette = theme::palette(ui.visuals());
    ui.painter().rect(
        plate,
        CornerRadius::same(8),
        palette.card,
        Stroke::new(1.0, palette.line),
        egui::StrokeKind::Inside,
    );
    let inside = UiBuilder::new().max_rect(plate.shrink(4.0)).layout(Layout::top_down(Align::Center));
    ui.scope_builder(inside, |ui| {
        for action in [Action::ZoomIn, Action::ZoomOut, Action::Fit] {
            action_icon(ui, view, action);
        }
    });
}

/// A slim line at the top while layers are read.
pub(super) fn loading_ui(ui: &Ui, view: &View<'_>, rect: Rect) {
    let Some(job) = view.jobs.running().iter().find(|job| job.kind == crate::app::jobs::Kind::Load) else { return };
    let (done, total) = job.handle.progress();
    let share = if total == 0 { 0.05 } else { (done as f32 / total as f32).clamp(0.05, 1.0) };
    let line = Rect::from_min_size(rect.min, Vec2::new(rect.width() * share, 3.0));
    ui.painter().rect_filled(line, 0.0, theme::palette(ui.visuals()).accent);
    ui.ctx().request_repaint_after_secs(0.1);
}
