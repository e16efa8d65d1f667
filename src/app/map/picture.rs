//! The picture of one map: asked for as the view moves, taken when it is drawn, shown moved and scaled until the next one is there.

use std::sync::Arc;

use egui::{Color32, Pos2, TextureHandle, TextureOptions};

use super::card::{Card, Layers};
use super::painter::{Brought, Painter, Request};
use super::scene::Content;
use crate::map::Camera;

/// The hand rests when the view stood still for so many seconds.
const REST: f64 = 0.12;
/// A drag asks for a new picture when this share of the margin is used up.
const USED_UP: f64 = 0.3;

/// A picture, drawn on a thread of its own.
#[derive(Debug)]
pub(super) struct Picture {
    context: egui::Context,
    name: &'static str,
    painter: Painter,
    shown: Option<Shown>,
    /// What could not be drawn; it is not asked for again.
    broken: Option<Request>,
    drawn: u64,
    still: Still,
    /// The card that draws the layers, where one does.
    card: Option<Card>,
    layers: Layers,
}

/// The picture that is there.
struct Shown {
    request: Request,
    texture: TextureHandle,
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shown").field("view", &self.request.view).finish_non_exhaustive()
    }
}

/// Since when the view stands still.
#[derive(Debug, Default)]
struct Still {
    camera: Option<Camera>,
    since: f64,
}

impl Picture {
    /// Nothing is drawn yet.
    pub(super) fn new(context: egui::Context, name: &'static str) -> Self {
        let painter = Painter::new(context.clone());
        let (card, layers) = (None, Layers::default());
        Self { context, name, painter, shown: None, broken: None, drawn: 0, still: Still::default(), card, layers }
    }

    /// The window that it wakes.
    pub(super) fn context(&self) -> egui::Context {
        self.context.clone()
    }

    /// How many pictures were drawn.
    pub(super) fn drawn(&self) -> u64 {
        self.drawn
    }

    /// What draws it.
    pub(super) fn painter(&self) -> &Painter {
        &self.painter
    }

    /// What the picture that is there was drawn for.
    pub(super) fn shown(&self) -> Option<&Request> {
        self.shown.as_ref().map(|shown| &shown.request)
    }

    /// Notes whether the view stands still.
    pub(super) fn rest(&mut self, camera: Camera) {
        if self.still.camera != Some(camera) {
            self.still = Still { camera: Some(camera), since: self.context.input(|input| input.time) };
        }
    }

    /// Takes a picture that was drawn; why none could be, where that is so.
    pub(super) fn receive(&mut self) -> Option<String> {
        match self.painter.take()? {
            Brought::Broken(request, reason) => {
                self.broken = request;
                return Some(reason);
            }
            Brought::Picture(request, image) => {
                self.drawn += 1;
                if let Some(shown) = &mut self.shown {
                    shown.texture.set(image, TextureOptions::LINEAR);
                    shown.request = request;
                } else {
                    let texture = self.context.load_texture(self.name, image, TextureOptions::LINEAR);
                    self.shown = Some(Shown { request, texture });
                }
            }
        }
        None
    }

    /// Lets a card draw the layers from now on, or none.
    pub(super) fn draw_with(&mut self, card: Option<&Card>) {
        if self.card.is_some() && card.is_none() {
            self.layers.forget();
        }
        self.card = card.cloned();
    }

    /// Shows nothing of layers of another plan.
    pub(super) fn forget_layers(&mut self) {
        self.layers.forget();
    }

    /// Whether the layers that are shown are of the newest content.
    pub(super) fn layers_are_newest(&self) -> bool {
        self.card.is_none() || self.layers.are_newest()
    }

    /// Has the card draw the layers as a view sees them in a part of the window.
    pub(super) fn look(&mut self, content: &Arc<Content>, camera: Camera, rect: egui::Rect) {
        if let Some(card) = &self.card {
            let pixels = self.context.pixels_per_point();
            self.layers.look((card, self.name), content, camera, (rect, pixels));
        }
    }

    /// Asks for a picture where neither the one shown nor the one on its way will do.
    pub(super) fn request(&mut self, content: &Arc<Content>, camera: Camera) {
        let (scale, most, now, down) = self.context.input(|input| {
            let most = input.max_texture_side.min(16_384) as f64;
            (f64::from(input.pixels_per_point()), most, input.time, input.pointer.any_down())
        });
        let wanted = Request::new(Arc::clone(content), !self.layers.are_shown(), camera, scale, most);
        let moving = down || now - self.still.since < REST;
        let last = self.painter.asked().or(self.shown.as_ref().map(|shown| &shown.request));
        let like = last.filter(|request| request.is_like(&wanted));
        let will_do =
            like.is_some_and(|request| request.is_centred(&camera) || (request.covers(&camera, USED_UP) && moving));
        if let Some(broken) = self.broken.as_ref().filter(|broken| broken.shows_same(&wanted)) {
            if moving {
                return self.context.request_repaint_after_secs(0.15);
            }
            if broken.is_like(&wanted) && broken.is_centred(&camera) {
                return;
            }
        }
        if !will_do {
            self.painter.ask(wanted);
        } else if like.is_some_and(|request| !request.is_centred(&camera)) && !down {
            self.context.request_repaint_after_secs(0.15);
        }
    }

    /// Shows the picture as a view sees it; while that is in flight it is not laid pixel on pixel.
    #[expect(clippy::cast_possible_truncation, reason = "points of the screen")]
    pub(super) fn paint(&self, ui: &egui::Ui, rect: egui::Rect, camera: Camera, flying: bool) {
        let over_layers = self.shown.as_ref().is_some_and(|shown| !shown.request.layers);
        self.paint_layers(ui, rect, over_layers);
        let Some(shown) = &self.shown else { return };
        let drawn = &shown.request.camera;
        let place = |at: [f64; 2]| {
            let [x, y] = camera.screen_from_plan(drawn.plan_from_screen(at));
            rect.min + egui::vec2(x as f32, y as f32)
        };
        let mut target = egui::Rect::from_min_max(place([0.0, 0.0]), place(drawn.size));
        let same_size = (drawn.metres_per_point / camera.metres_per_point - 1.0).abs() < 1e-9;
        if same_size && !flying {
            // Pixel on pixel it is as sharp as it was drawn.
            let pixels = ui.pixels_per_point();
            let snap = |at: f32| (at * pixels).round() / pixels;
            target = target.translate(Pos2::new(snap(target.min.x), snap(target.min.y)) - target.min);
        }
        let whole = egui::Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
        ui.painter().with_clip_rect(rect).image(shown.texture.id(), target, whole, Color32::WHITE);
    }

    /// Shows the layers that the card draws, or only puts more of them on it.
    pub(super) fn paint_layers(&self, ui: &egui::Ui, rect: egui::Rect, shown: bool) {
        if let Some(card) = &self.card {
            self.layers.paint((card, self.name), ui, rect, shown);
        }
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        if let Some(card) = &self.card {
            card.leave(self.name);
        }
    }
}
