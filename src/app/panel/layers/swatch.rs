//! How a symbol looks, small: an area, a line or a point as it is drawn on the map.

use egui::{Color32, Painter, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

use crate::map::{Art, Colour, Swatch, Texture};

/// Width and height of a swatch in points.
pub(in crate::app) const SIZE: Vec2 = Vec2::new(16.0, 14.0);

/// The swatch of a layer: that of the symbol most of its features have.
pub(in crate::app) fn of_layer(art: &Art) -> Option<Swatch> {
    let legend = art.legend();
    // The first of those that are equally frequent.
    legend.iter().rev().max_by_key(|line| line.count).map(|line| line.swatch)
}

/// Whether a layer is drawn with lines.
pub(in crate::app) fn is_of_lines(art: &Art) -> bool {
    art.layer().features.first().is_some_and(|feature| matches!(feature.shape, crate::layer::Shape::Lines(_)))
}

/// Paints a swatch into a box. A line with an inside is a road: its edge below, its surface above.
pub(in crate::app) fn paint(painter: &Painter, at: Rect, swatch: &Swatch, is_line: bool) {
    let line = swatch.line.map_or(Color32::TRANSPARENT, of_colour);
    if swatch.point {
        let fill = swatch.fill.map_or(line, of_colour);
        painter.circle(at.center(), 4.0, fill, Stroke::new(1.0, line));
    } else if let (true, Some(fill)) = (is_line, swatch.fill) {
        painter.hline(at.x_range(), at.center().y, Stroke::new(6.0, line));
        painter.hline(at.x_range(), at.center().y, Stroke::new(4.0, of_colour(fill)));
    } else if let Some(fill) = swatch.fill {
        let square = Rect::from_center_size(at.center(), Vec2::splat(at.height()));
        painter.rect_filled(square, 3.0, of_colour(fill));
        if let Some((texture, colour)) = swatch.texture {
            textured(painter, square, texture, of_colour(colour));
        }
        painter.rect_stroke(square, 3.0, Stroke::new(1.0, line), StrokeKind::Inside);
    } else {
        let (left, right) = (pos2(at.left(), at.center().y), pos2(at.right(), at.center().y));
        let stroke = Stroke::new(swatch.width.clamp(1.5, 4.0), line);
        if swatch.dashed {
            painter.extend(Shape::dashed_line(&[left, right], stroke, 4.0, 2.0));
        } else {
            painter.line_segment([left, right], stroke);
        }
    }
}

/// A texture in so little room: three lines, or five dots.
fn textured(painter: &Painter, square: Rect, texture: Texture, colour: Color32) {
    let at = |x: f32, y: f32| square.lerp_inside(vec2(x, y));
    match texture {
        Texture::Dots { .. } => {
            for (x, y) in [(0.25, 0.25), (0.75, 0.25), (0.5, 0.5), (0.25, 0.75), (0.75, 0.75)] {
                painter.circle_filled(at(x, y), 0.9, colour);
            }
        }
        Texture::Hatch { slant, .. } => {
            let stroke = Stroke::new(1.0, colour);
            let inner = painter.with_clip_rect(square.shrink(1.0));
            for step in [0.2, 0.5, 0.8] {
                let line = match slant.rem_euclid(180.0) {
                    slant if slant < 20.0 => [at(0.0, step), at(1.0, step)],
                    slant if slant < 70.0 => [at(step - 0.5, 1.0), at(step + 0.5, 0.0)],
                    slant if slant < 110.0 => [at(step, 0.0), at(step, 1.0)],
                    _ => [at(step - 0.5, 0.0), at(step + 0.5, 1.0)],
                };
                inner.line_segment(line, stroke);
            }
        }
    }
}

/// A colour of the map as the toolkit has it.
pub(in crate::app) fn of_colour(colour: Colour) -> Color32 {
    Color32::from_rgba_unmultiplied(colour.r, colour.g, colour.b, colour.a)
}
