//! The map of the proposal beside the open one: the same view, drawn as that proposal has it.

use std::sync::Arc;

use egui::{Align2, Color32, FontId, PointerButton, Rect, Sense, Ui, WidgetInfo};
use geo_types::Coord;

use super::picture::Picture;
use super::scene::Content;
use super::{paper, pointer};
use crate::app::Beside;
use crate::app::panel::View;
use crate::app::theme::{BOLD, palette};
use crate::map::{Camera, Tone};
use crate::text::Message;

/// What that map keeps from frame to frame.
#[derive(Debug)]
pub(in crate::app) struct BesideMap {
    picture: Picture,
    content: Arc<Content>,
    /// The place of the plan that the hand holds.
    held: Option<Coord<f64>>,
}

impl BesideMap {
    /// A map that has drawn nothing yet.
    pub(in crate::app) fn new(context: egui::Context) -> Self {
        Self { picture: Picture::new(context, "beside"), content: Arc::default(), held: None }
    }

    /// Shows the map at the left of that of the open proposal, where one is looked at beside it.
    pub(in crate::app) fn beside_ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let (Some(name), Some(_)) = (view.session.beside.clone(), view.document.drawn()) else {
            // Nothing is kept of what is not looked at.
            if self.picture.shown().is_some() {
                *self = Self::new(self.picture.context());
            }
            return;
        };
        let beside = view.document.beside().filter(|beside| beside.name == name).cloned();
        let width = ui.available_width() / 2.0;
        egui::Panel::left("beside").exact_size(width).resizable(false).frame(egui::Frame::NONE).show(ui, |ui| {
            let rect = ui.available_rect_before_wrap();
            let response = ui.allocate_rect(rect, Sense::click_and_drag());
            let label = Message::new("app.map-of").with("name", &name).say(view.lang);
            response.widget_info(|| WidgetInfo::labeled(egui::Role::Canvas, true, &label));
            let tone = if ui.visuals().dark_mode { Tone::Dimmed } else { Tone::Light };
            ui.painter().rect_filled(rect, 0.0, paper(tone));
            if let (Some(beside), Some(camera)) = (&beside, view.session.camera)
                && rect.is_positive()
            {
                let size = [f64::from(rect.width()), f64::from(rect.height())];
                let own = self.steer(ui, &response, camera.resized(size));
                view.session.camera = Some(own.resized(camera.size));
                self.show(ui, view, beside, (rect, own), tone);
            }
            plate(ui, rect, &name);
            ui.painter().vline(rect.right(), rect.y_range(), egui::Stroke::new(1.0, palette(ui.visuals()).line));
        });
    }

    fn show(&mut self, ui: &Ui, view: &mut View<'_>, beside: &Beside, (rect, camera): (Rect, Camera), tone: Tone) {
        if !self.content.is_of_beside(beside, view.session, view.settings, tone) {
            self.content = Arc::new(Content::of_beside(beside, view.session, view.settings, tone));
        }
        self.picture.rest(camera);
        if let Some(reason) = self.picture.receive() {
            view.session.warn(Message::new("app.map-broken").with("reason", reason));
        }
        self.picture.draw_with(view.drawing.card());
        self.picture.look(&self.content, camera, rect);
        self.picture.request(&self.content, camera);
        self.picture.paint(ui, rect, camera, false);
    }

    /// Drags and zooms both maps.
    fn steer(&mut self, ui: &Ui, response: &egui::Response, camera: Camera) -> Camera {
        let origin = response.rect.min;
        let place = |at: egui::Pos2| [f64::from(at.x - origin.x), f64::from(at.y - origin.y)];
        let by_hand = response.dragged_by(PointerButton::Primary) || response.dragged_by(PointerButton::Middle);
        let mut camera = camera;
        match response.interact_pointer_pos().filter(|_| by_hand).map(place) {
            Some(at) => {
                let held = *self.held.get_or_insert_with(|| camera.plan_from_screen(at));
                let under = camera.screen_from_plan(held);
                camera = camera.dragged([at[0] - under[0], at[1] - under[1]]);
            }
            None => self.held = None,
        }
        match response.hover_pos().map(place) {
            Some(at) => pointer::wheeled(ui, camera, at),
            None => camera,
        }
    }
}

/// The name of a proposal at the top of its map.
pub(super) fn plate(ui: &Ui, rect: Rect, name: &str) {
    let colours = palette(ui.visuals());
    let font = FontId::new(13.0, egui::FontFamily::Name(BOLD.into()));
    let galley = ui.painter().layout_no_wrap(name.to_owned(), font, Color32::from_rgb(0x1d, 0x23, 0x24));
    let at = rect.left_top() + egui::vec2(12.0, 12.0);
    let size = galley.size() + egui::vec2(20.0, 10.0);
    let plate = Align2::LEFT_TOP.anchor_size(at, size);
    ui.painter().rect(
        plate,
        6.0,
        Color32::from_rgba_unmultiplied(255, 255, 255, 235),
        egui::Stroke::new(1.0, colours.line),
        egui::StrokeKind::Inside,
    );
    ui.painter().galley(plate.min + egui::vec2(10.0, 5.0), galley, colours.ink);
}
