//! The mark of a verdict: shape and colour, told apart without colour.

use egui::epaint::PathShape;
use egui::{Align2, Color32, FontFamily, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, Vec2, Visuals};

use crate::app::theme::{self, BOLD};
use crate::check::Verdict;
use crate::text::{Lang, Message};

/// Side of a mark beside text, in points.
pub(in crate::app) const MARK: f32 = 16.0;

/// Colour of a verdict's text: in the dark theme lighter than the mark, which keeps its colour.
pub(in crate::app) fn verdict_ink(verdict: Verdict, visuals: &Visuals) -> Color32 {
    let colour = theme::verdict_colour(verdict, visuals);
    if visuals.dark_mode { colour.lerp_to_gamma(Color32::WHITE, 0.42) } else { colour }
}

/// Allocates a mark in a line of text.
pub(in crate::app) fn mark_ui(ui: &mut Ui, verdict: Verdict, side: f32, lang: Lang) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(side), egui::Sense::hover());
    paint_mark(ui.painter(), rect.center(), side, verdict, lang, ui.visuals());
}

/// Paints a mark around a point.
pub(in crate::app) fn paint_mark(
    painter: &Painter,
    middle: Pos2,
    side: f32,
    verdict: Verdict,
    lang: Lang,
    visuals: &Visuals,
) {
    let colour = theme::verdict_colour(verdict, visuals);
    let square = Rect::from_center_size(middle, Vec2::splat(side));
    let disc = |painter: &Painter| painter.circle_filled(middle, side * 0.5, colour);
    let pen = Stroke::new(side * 0.125, Color32::WHITE);
    let at = |x: f32, y: f32| middle + Vec2::new(x, y) * side;
    match verdict {
        Verdict::Violates => {
            painter.rect_filled(square, side * 0.22, colour);
            painter.line_segment([at(-0.2, -0.2), at(0.2, 0.2)], pen);
            painter.line_segment([at(-0.2, 0.2), at(0.2, -0.2)], pen);
        }
        Verdict::Meets => {
            disc(painter);
            painter.line(vec![at(-0.24, 0.02), at(-0.07, 0.19), at(0.25, -0.17)], pen);
        }
        Verdict::DependsOnReading => diamond(painter, middle, side, colour),
        Verdict::NotJudged => {
            ring(painter, middle, side, colour);
            glyph(painter, middle, side * 0.72, "?", colour);
        }
        Verdict::Argued => {
            painter.rect_filled(square, side * 0.22, colour);
            let sign = Message::new("app.mark-argued").say(lang);
            glyph(painter, middle, side * 0.72, &sign, Color32::WHITE);
        }
        Verdict::NotYetDue => {
            disc(painter);
            painter.line(vec![at(0.0, -0.27), at(0.0, 0.0), at(0.2, 0.12)], pen);
        }
        Verdict::Info => {
            disc(painter);
            painter.circle_filled(at(0.0, -0.22), side * 0.085, visuals.panel_fill);
            painter.line_segment([at(0.0, -0.06), at(0.0, 0.27)], Stroke::new(side * 0.13, visuals.panel_fill));
        }
        Verdict::NotApplicable => {
            disc(painter);
            painter.line_segment([at(-0.22, 0.0), at(0.22, 0.0)], Stroke::new(side * 0.13, visuals.panel_fill));
        }
    }
}

/// One half of what is said stands against the other: the right half of the inner diamond is open.
fn diamond(painter: &Painter, middle: Pos2, side: f32, colour: Color32) {
    let at = |x: f32, y: f32| middle + Vec2::new(x, y) * side;
    let outer = vec![at(0.0, -0.56), at(0.56, 0.0), at(0.0, 0.56), at(-0.56, 0.0)];
    painter.add(PathShape::convex_polygon(outer, colour, Stroke::NONE));
    let inner = vec![at(0.04, -0.32), at(0.34, 0.0), at(0.04, 0.32)];
    painter.add(PathShape::convex_polygon(inner, Color32::WHITE, Stroke::NONE));
}

/// A dashed ring of eight arcs.
fn ring(painter: &Painter, middle: Pos2, side: f32, colour: Color32) {
    const STEPS: u8 = 48;
    let radius = side * 0.47;
    let points: Vec<Pos2> = (0..=STEPS)
        .map(|step| {
            let angle = f32::from(step) / f32::from(STEPS) * std::f32::consts::TAU;
            middle + Vec2::angled(angle) * radius
        })
        .collect();
    let around = radius * std::f32::consts::TAU / 8.0;
    painter.extend(Shape::dashed_line(&points, Stroke::new(side * 0.09, colour), around * 0.62, around * 0.38));
}

fn glyph(painter: &Painter, middle: Pos2, size: f32, text: &str, colour: Color32) {
    let font = FontId::new(size, FontFamily::Name(BOLD.into()));
    painter.text(middle, Align2::CENTER_CENTER, text, font, colour);
}

/// The number of a finding in a disc of its verdict's colour; a long number makes the disc a pill.
pub(in crate::app) fn paint_badge(painter: &Painter, left: Pos2, number: &str, colour: Color32) {
    let font = FontId::new(theme::SMALL - 1.0, FontFamily::Name(BOLD.into()));
    let galley = painter.layout_no_wrap(number.to_owned(), font, Color32::WHITE);
    let size = Vec2::new((galley.size().x + 8.0).max(18.0), 18.0);
    let pill = Rect::from_min_size(Pos2::new(left.x, left.y - 9.0), size);
    painter.rect(pill, 9.0, colour, Stroke::NONE, StrokeKind::Inside);
    painter.galley(pill.center() - galley.size() * 0.5, galley, Color32::WHITE);
}
