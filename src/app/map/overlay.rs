//! What the window draws over the picture itself: outlines of the feature under the pointer and of the selected one.

use std::sync::Arc;

use egui::{Pos2, Shape as Painted, Stroke, Ui};

use crate::app::document::Drawn;
use crate::app::panel::View;
use crate::app::session::Selected;
use crate::app::theme;
use crate::layer::Shape;
use crate::map::Camera;

/// Corners closer than this to the last one are left out, points.
const THIN: f64 = 0.7;
/// Outlines are cut this far beyond the view, points; `f32` is exact enough within.
const BEYOND: f64 = 64.0;

/// Outlines with the view they were made for.
#[derive(Debug, Default)]
pub(super) struct Overlay {
    hovered: Option<Outline>,
    selected: Option<Outline>,
    with: Vec<Option<Outline>>,
    pointed: Vec<Option<Outline>>,
}

/// So many of the features that are selected together are outlined.
const OUTLINED: usize = 600;

/// The outline of a feature in points of the map.
#[derive(Debug)]
struct Outline {
    of: Selected,
    drawn: Arc<Drawn>,
    camera: Camera,
    lines: Vec<Vec<[f64; 2]>>,
    points: Vec<[f64; 2]>,
}

impl Overlay {
    /// Paints the outlines.
    pub(super) fn paint(&mut self, ui: &Ui, view: &View<'_>, rect: egui::Rect, hovered: Option<Selected>) {
        let selected = view.session.selected;
        outline(&mut self.hovered, view, hovered.filter(|_| hovered != selected));
        outline(&mut self.selected, view, selected);
        self.with.resize_with(view.session.with.len().min(OUTLINED), || None);
        for (kept, selected) in self.with.iter_mut().zip(&view.session.with) {
            outline(kept, view, Some(*selected));
            if let Some(outline) = kept {
                paint(ui, rect, outline, 2.0);
            }
        }
        self.point(ui, view, rect);
        for (outline, width) in [(&self.hovered, 1.6), (&self.selected, 2.6)] {
            if let Some(outline) = outline {
                paint(ui, rect, outline, width);
            }
        }
    }
}

impl Overlay {
    /// Outlines what a panel points at.
    fn point(&mut self, ui: &Ui, view: &View<'_>, rect: egui::Rect) {
        let pointed = view.session.pointed.as_deref();
        let features = pointed.map_or(&[][..], |pointed| pointed.features.as_slice());
        self.pointed.resize_with(features.len().min(OUTLINED), || None);
        for (kept, feature) in self.pointed.iter_mut().zip(features) {
            outline(kept, view, Some(*feature));
            if let Some(outline) = kept {
                paint(ui, rect, outline, 2.0);
            }
        }
        if let (Some(pointed), Some(camera)) = (pointed, view.session.camera) {
            paint_places(ui, rect, &pointed.places, &camera);
        }
    }
}

/// A ring around each place, and the line between them.
#[expect(clippy::cast_possible_truncation, reason = "points of the screen, within the view")]
fn paint_places(ui: &Ui, rect: egui::Rect, places: &[[f64; 2]], camera: &Camera) {
    let on_screen = |[x, y]: &[f64; 2]| camera.screen_from_plan(geo_types::Coord { x: *x, y: *y });
    let near = places.iter().map(on_screen).filter(|at| is_near(*at, camera));
    let near: Vec<Pos2> = near.map(|at| Pos2::new(rect.min.x + at[0] as f32, rect.min.y + at[1] as f32)).collect();
    let painter = ui.painter().with_clip_rect(rect);
    let accent = theme::palette(ui.visuals()).accent;
    for (extra, colour) in [(2.6, egui::Color32::from_white_alpha(220)), (0.0, accent)] {
        let stroke = Stroke::new(2.0 + extra, colour);
        if near.len() > 1 {
            painter.add(Painted::line(near.clone(), stroke));
        }
        for at in &near {
            painter.circle_stroke(*at, 9.0, stroke);
        }
    }
}

fn outline(kept: &mut Option<Outline>, view: &View<'_>, of: Option<Selected>) {
    let (Some(of), Some(drawn), Some(camera)) = (of, view.document.drawn(), view.session.camera) else {
        *kept = None;
        return;
    };
    let known =
        kept.as_ref().is_some_and(|kept| kept.of == of && kept.camera == camera && Arc::ptr_eq(&kept.drawn, drawn));
    if known {
        return;
    }
    let layer = drawn.loaded.snapshot.layers.get(of.layer);
    let feature = layer.and_then(|layer| layer.features.get(of.feature));
    *kept = feature.map(|feature| {
        let (lines, points) = on_screen(&feature.shape, &camera);
        Outline { of, drawn: Arc::clone(drawn), camera, lines, points }
    });
}

/// A shape as thinned lines within the view, and as points.
fn on_screen(shape: &Shape, camera: &Camera) -> (Vec<Vec<[f64; 2]>>, Vec<[f64; 2]>) {
    let place = |x: f64, y: f64| camera.screen_from_plan(geo_types::Coord { x, y });
    let mut lines = Vec::new();
    match shape {
        Shape::Points(points) => {
            return (lines, points.iter().map(|at| place(at.x, at.y)).filter(|at| is_near(*at, camera)).collect());
        }
        Shape::Lines(all) => {
            for line in all {
                cut(line.0.iter().map(|at| place(at.x, at.y)), camera, &mut lines);
            }
        }
        Shape::Area(region) => {
            for ring in region.rings() {
                let closed = ring.iter().chain(ring.first());
                cut(closed.map(|&[x, y]| place(x, y)), camera, &mut lines);
            }
        }
    }
    (lines, Vec::new())
}

fn is_near(at: [f64; 2], camera: &Camera) -> bool {
    (0..2).all(|axis| at[axis] >= -BEYOND && at[axis] <= camera.size[axis] + BEYOND)
}

/// Thins a line and keeps what lies within the view.
fn cut(corners: impl Iterator<Item = [f64; 2]>, camera: &Camera, lines: &mut Vec<Vec<[f64; 2]>>) {
    let mut line: Vec<[f64; 2]> = Vec::new();
    let mut last: Option<[f64; 2]> = None;
    let mut skipped: Option<[f64; 2]> = None;
    let mut reach = |from: [f64; 2], to: [f64; 2]| match clipped(from, to, camera) {
        None => lines.push(std::mem::take(&mut line)),
        Some([start, end]) => {
            let joined = line.last().is_some_and(|at| (at[0] - start[0]).hypot(at[1] - start[1]) < 1e-6);
            if !joined {
                lines.push(std::mem::replace(&mut line, vec![start]));
            }
            line.push(end);
        }
    };
    for at in corners {
        let Some(from) = last else {
            last = Some(at);
            continue;
        };
        if (at[0] - from[0]).hypot(at[1] - from[1]) < THIN {
            skipped = Some(at);
            continue;
        }
        reach(from, at);
        (last, skipped) = (Some(at), None);
    }
    if let (Some(from), Some(to)) = (last, skipped) {
        reach(from, to);
    }
    lines.push(line);
    lines.retain(|line| line.len() > 1);
}

/// The part of a segment within the view, by the parameters at which it crosses its four sides (Liang and Barsky 1984).
fn clipped(from: [f64; 2], to: [f64; 2], camera: &Camera) -> Option<[[f64; 2]; 2]> {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        let along = to[axis] - from[axis];
        let (low, high) = (-BEYOND - from[axis], camera.size[axis] + BEYOND - from[axis]);
        if along.abs() < f64::MIN_POSITIVE {
            if low > 0.0 || high < 0.0 {
                return None;
            }
            continue;
        }
        let (a, b) = (low / along, high / along);
        enter = enter.max(a.min(b));
        leave = leave.min(a.max(b));
    }
    let at = |share: f64| [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    (enter <= leave).then(|| [at(enter), at(leave)])
}

#[expect(clippy::cast_possible_truncation, reason = "points of the screen, cut to the view")]
fn paint(ui: &Ui, rect: egui::Rect, outline: &Outline, width: f32) {
    let painter = ui.painter().with_clip_rect(rect);
    let accent = theme::palette(ui.visuals()).accent;
    let halo = egui::Color32::from_white_alpha(220);
    let place = |at: &[f64; 2]| Pos2::new(rect.min.x + at[0] as f32, rect.min.y + at[1] as f32);
    for (extra, colour) in [(2.6, halo), (0.0, accent)] {
        for line in &outline.lines {
            let line: Vec<Pos2> = line.iter().map(place).collect();
            painter.add(Painted::line(line, Stroke::new(width + extra, colour)));
        }
        for at in &outline.points {
            painter.circle_stroke(place(at), 7.0, Stroke::new(width + extra, colour));
        }
    }
}

#[cfg(test)]
mod tests {
    use geo_types::{Coord, LineString};

    use super::*;

    fn camera() -> Camera {
        Camera { centre: Coord { x: 34_500_000.0, y: 0.0 }, metres_per_point: 1.0, size: [100.0, 100.0] }
    }

    fn lines(corners: &[(f64, f64)]) -> Vec<Vec<[f64; 2]>> {
        on_screen(&Shape::Lines(vec![LineString::from(corners.to_vec())]), &camera()).0
    }

    #[test]
    fn a_long_line_is_cut_a_little_beyond_the_view() {
        let cut = lines(&[(34_400_000.0, 0.0), (34_600_000.0, 0.0)]);
        assert_eq!(cut.len(), 1);
        assert!((cut[0][0][0] + 64.0).abs() < 1e-6 && (cut[0][1][0] - 164.0).abs() < 1e-6);
    }

    #[test]
    fn corners_within_a_pixel_are_thinned_and_what_lies_outside_is_left_out() {
        let dense: Vec<(f64, f64)> = (0..10_000).map(|n| (34_500_000.0 + f64::from(n) * 0.001, 0.0)).collect();
        let thinned = lines(&dense);
        assert!(thinned.iter().map(Vec::len).sum::<usize>() < 20);
        assert!((thinned[0].last().unwrap()[0] - 59.999).abs() < 0.01, "its end is kept");
        assert!(lines(&[(34_600_000.0, 0.0), (34_600_500.0, 0.0)]).is_empty());
    }
}
