//! A small map in a dialog: where a layer lies beside the others, drawn on a thread of its own.
#![expect(clippy::cast_possible_truncation, reason = "points of the screen")]

use std::sync::Arc;

use egui::{
    Color32, ColorImage, Rect, Role, Sense, Stroke, StrokeKind, TextureHandle, TextureOptions, Ui, Vec2, WidgetInfo,
};

use super::layer::Later;
use crate::app::panel::View;
use crate::app::theme::palette;
use crate::handle::Handle;
use crate::map::{Art, Camera, Scene, SceneLayer, Tone, draw};
use crate::text::{Lang, Message};
use crate::units;

/// A box smaller than this on the screen is marked by one of this size.
const LEAST: f32 = 10.0;
/// A layer that lies farther from the others than they are wide, times this, is said to lie elsewhere.
const ELSEWHERE: f64 = 2.0;

/// What it shows, and its picture as far as it was drawn.
#[derive(Default)]
pub(super) struct SmallMap {
    wanted: Option<Wanted>,
    drawing: Option<Later<Option<ColorImage>>>,
    texture: Option<TextureHandle>,
}

impl std::fmt::Debug for SmallMap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmallMap").field("drawn", &self.texture.is_some()).finish_non_exhaustive()
    }
}

/// What is drawn of which layers. They are held, so that their addresses are not used again.
#[derive(Clone)]
struct Wanted {
    arts: Vec<Arc<Art>>,
    camera: Camera,
    scale: f64,
    tone: Tone,
}

impl Wanted {
    fn is(&self, other: &Self) -> bool {
        self.camera == other.camera
            && self.tone == other.tone
            && (self.scale - other.scale).abs() < 1e-6
            && self.arts.len() == other.arts.len()
            && self.arts.iter().zip(&other.arts).all(|(a, b)| Arc::ptr_eq(a, b))
    }

    fn picture(&self, lang: Lang) -> Option<ColorImage> {
        let layer = |art: &Arc<Art>| SceneLayer { art: Arc::clone(art), visible: true };
        let layers = self.arts.iter().map(layer).collect();
        let scene = Scene { layers, tone: self.tone, lang, names_hidden: true, ..Scene::default() };
        let picture = draw(&scene, &self.camera, self.scale, &Handle::default())?;
        Some(ColorImage::from_rgba_premultiplied([picture.width, picture.height], &picture.rgba))
    }
}

impl SmallMap {
    /// Shows these layers, with a frame around the one of this index.
    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, arts: &[Arc<Art>], own: Option<usize>, size: Vec2) {
        let (rect, response) = ui.allocate_exact_size(size.max(Vec2::splat(1.0)), Sense::hover());
        let label = view.say("small-map");
        response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, &label));
        let colours = palette(ui.visuals());
        ui.painter().rect(rect, 6.0, colours.card, Stroke::new(1.0, colours.line), StrokeKind::Inside);
        let bounds = |art: &Arc<Art>| art.bounds();
        let own = own.and_then(|own| arts.get(own)).and_then(bounds);
        let Some(whole) = arts.iter().filter_map(bounds).reduce(around) else { return };
        let camera = Camera::fitting(whole, [f64::from(rect.width()), f64::from(rect.height())]);
        let tone = if ui.visuals().dark_mode { Tone::Dimmed } else { Tone::Light };
        let wanted = Wanted { arts: arts.to_vec(), camera, scale: f64::from(ui.pixels_per_point()), tone };
        self.draw(ui, wanted, view.lang);
        if let Some(texture) = &self.texture {
            let all = Rect::from_min_max(egui::Pos2::ZERO, egui::pos2(1.0, 1.0));
            ui.painter().image(texture.id(), rect.shrink(1.0), all, Color32::WHITE);
        } else {
            ui.put(rect, egui::Spinner::new());
        }
        if let Some(own) = own {
            let at = |x: f64, y: f64| {
                let [x, y] = camera.screen_from_plan(geo_types::Coord { x, y });
                rect.min + egui::vec2(x as f32, y as f32)
            };
            let marked = Rect::from_two_pos(at(own.min().x, own.min().y), at(own.max().x, own.max().y));
            let marked = Rect::from_center_size(marked.center(), marked.size().max(Vec2::splat(LEAST)));
            let clipped = ui.painter().with_clip_rect(rect.shrink(1.0));
            clipped.rect_stroke(marked, 2.0, Stroke::new(1.5, colours.accent), StrokeKind::Outside);
        }
    }

    fn draw(&mut self, ui: &Ui, wanted: Wanted, lang: Lang) {
        if self.wanted.as_ref().is_none_or(|known| !known.is(&wanted)) {
            let drawn = wanted.clone();
            self.wanted = Some(wanted);
            self.drawing = Some(Later::start(ui.ctx(), move || drawn.picture(lang)));
        }
        if let Some(Later::There(Some(image))) = self.drawing.as_mut().map(Later::look) {
            let texture = ui.ctx().load_texture("small-map", image.clone(), TextureOptions::LINEAR);
            self.texture = Some(texture);
            self.drawing = None;
        }
    }
}

/// How far a layer lies from all others, where that is so far that its coordinates are likely misread.
pub(super) fn elsewhere(arts: &[Arc<Art>], own: usize) -> Option<Message> {
    let others = arts.iter().enumerate().filter(|(index, _)| *index != own);
    let others = others.filter_map(|(_, art)| art.bounds()).reduce(around)?;
    let own = arts.get(own)?.bounds()?;
    let gap = |low: f64, high: f64, from: f64, to: f64| (low - to).max(from - high).max(0.0);
    let across = gap(own.min().x, own.max().x, others.min().x, others.max().x);
    let up = gap(own.min().y, own.max().y, others.min().y, others.max().y);
    let away = across.hypot(up);
    let wide = others.width().max(others.height()).max(own.width()).max(own.height());
    let far = away > ELSEWHERE * wide;
    far.then(|| Message::new("app.small-map-elsewhere").with("km", units::grouped(&format!("{:.0}", away / 1000.0))))
}

fn around(a: geo_types::Rect<f64>, b: geo_types::Rect<f64>) -> geo_types::Rect<f64> {
    let low = geo_types::Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
    let high = geo_types::Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) };
    geo_types::Rect::new(low, high)
}

#[cfg(test)]
mod tests {
    use geo_types::{Coord, LineString};

    use super::*;
    use crate::layer::{Feature, Layer, Origin, Role as LayerRole, Shape};

    fn line(from: f64, to: f64) -> Arc<Art> {
        let shape = Shape::Lines(vec![LineString(vec![Coord { x: from, y: 0.0 }, Coord { x: to, y: 10.0 }])]);
        let feature = Feature { row: 0, id: None, shape, values: Vec::new() };
        let layer = Layer::new(Origin::File("a.shp".into()), &[LayerRole::Greenways], &[], vec![feature]);
        Arc::new(Art::of(&Arc::new(layer)))
    }

    #[test]
    fn a_layer_far_from_all_others_is_said_to_lie_elsewhere() {
        let near = [line(0.0, 1_000.0), line(2_000.0, 2_500.0)];
        assert_eq!(elsewhere(&near, 1), None);
        let far = [line(0.0, 1_000.0), line(301_000.0, 301_500.0)];
        assert!(elsewhere(&far, 1).unwrap().say(Lang::En).contains("300 km"));
        assert_eq!(elsewhere(&far[..1], 0), None, "there is nothing to lie away from");
    }
}
