//! The sample on the start page: drawn as the map draws it, in a job.

use std::sync::Arc;

use egui::{ColorImage, Frame, Image, Margin, RichText, Sense, Stroke, TextureHandle, TextureOptions, Ui, vec2};

use crate::app::jobs::{Done, Jobs, Kind};
use crate::app::panel::View;
use crate::app::theme::{self, HEADING, SMALL, palette};
use crate::app::widget::button::primary_button;
use crate::app::{Action, dispatch};
use crate::handle::Handle;
use crate::layer::Shape;
use crate::map::{Art, Camera, Scene, SceneLayer, Tone, draw};
use crate::plan::{LayerCache, Plan, sample};
use crate::text::{Lang, Message};

/// Size of the picture, points.
const SIZE: [f64; 2] = [432.0, 270.0];
/// Pixels per point: sharp on fine screens too.
const SCALE: f64 = 2.0;
/// Nearer than the whole plan by so much: streets and blocks are to be seen.
const NEARER: f64 = 2.3;

/// The drawn sample, with the language of its names and whether it is for the dark window.
#[derive(Debug)]
pub(in crate::app) struct SamplePicture {
    of: (Lang, bool),
    image: ColorImage,
}

/// The card of the sample.
#[derive(Default)]
pub(super) struct Sample {
    asked: Option<(Lang, bool)>,
    brought: Option<SamplePicture>,
    texture: Option<TextureHandle>,
}

impl std::fmt::Debug for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sample").field("asked", &self.asked).finish_non_exhaustive()
    }
}

impl Sample {
    /// Has it drawn, unless it is or was.
    pub(super) fn ask(&mut self, jobs: &mut Jobs, lang: Lang, dark: bool) {
        if self.asked == Some((lang, dark)) {
            return;
        }
        self.asked = Some((lang, dark));
        jobs.start(Kind::Sample, Message::new("app.job-sample"), move |handle| {
            let image = picture(lang, dark, handle);
            Done::SampleDrawn(image.map(|image| SamplePicture { of: (lang, dark), image }))
        });
    }

    /// What was asked for and has not come is asked for anew the next time.
    pub(super) fn stop(&mut self) {
        if self.brought.is_none() && self.texture.is_none() {
            self.asked = None;
        }
    }

    /// Takes what was drawn.
    pub(super) fn take(&mut self, picture: Option<SamplePicture>) {
        self.brought = picture.filter(|picture| self.asked == Some(picture.of)).or(self.brought.take());
    }

    /// Shows the card.
    pub(super) fn sample_ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        if let Some(picture) = self.brought.take() {
            self.texture = Some(ui.ctx().load_texture("sample", picture.image, TextureOptions::LINEAR));
        }
        let colours = palette(ui.visuals());
        let frame = Frame::new().fill(colours.card).corner_radius(10).stroke(Stroke::new(1.0, colours.line));
        frame.show(ui, |ui| {
            let width = ui.available_width();
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 0.0;
            self.picture_ui(ui, view, width);
            Frame::new().inner_margin(Margin::symmetric(16, 12)).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 6.0;
                ui.label(theme::bold(view.say("start-sample")).size(HEADING));
                ui.label(RichText::new(view.say("start-sample-says")).size(SMALL).color(colours.quiet));
                ui.add_space(4.0);
                buttons_ui(ui, view);
            });
        });
    }

    /// The picture; until it is there, paper of its size, so that nothing jumps.
    fn picture_ui(&self, ui: &mut Ui, view: &View<'_>, width: f32) {
        #[expect(clippy::cast_possible_truncation, reason = "a share of a picture's sides")]
        let height = (width * (SIZE[1] / SIZE[0]) as f32).floor();
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let name = view.say("start-picture");
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &name));
        let corners = egui::CornerRadius { nw: 10, ne: 10, sw: 0, se: 0 };
        ui.painter().rect_filled(rect, corners, palette(ui.visuals()).rail);
        if let Some(texture) = &self.texture {
            Image::from_texture((texture.id(), rect.size())).corner_radius(corners).paint_at(ui, rect);
        }
    }
}

fn buttons_ui(ui: &mut Ui, view: &mut View<'_>) {
    ui.horizontal_wrapped(|ui| {
        let open = Action::OpenSample.label().say(view.lang);
        if primary_button(ui, &open).clicked() {
            view.commands.act(Action::OpenSample);
        }
        if ui.button(Action::Tour.label().say(view.lang)).clicked() {
            view.commands.act(Action::Tour);
        }
    });
}

/// The sample as the map shows it; labels of findings would cover so small a picture.
fn picture(lang: Lang, dark: bool, handle: &Handle) -> Option<ColorImage> {
    let folder = sample::unpacked().ok()?;
    let plan = Plan::open(&[folder.path().to_owned()]).ok()?;
    let loaded = plan.load(&LayerCache::default(), handle).ok()?;
    let arts: Vec<Arc<Art>> = loaded.snapshot.layers.iter().map(|layer| Arc::new(Art::of(layer))).collect();
    let bounds = dispatch::whole(&arts)?;
    let tone = if dark { Tone::Dimmed } else { Tone::Light };
    // Lamps and facilities would be a rash on so small a picture.
    let is_drawn = |art: &Art| !art.layer().features.iter().any(|feature| matches!(feature.shape, Shape::Points(_)));
    let layers = arts.into_iter().map(|art| SceneLayer { visible: is_drawn(&art), art }).collect();
    let scene = Scene { layers, tone, lang, ..Scene::default() };
    let camera = Camera::fitting(bounds, SIZE).zoomed(SIZE.map(|side| side / 2.0), NEARER);
    let picture = draw(&scene, &camera, SCALE, handle)?;
    Some(ColorImage::from_rgba_unmultiplied([picture.width, picture.height], &picture.rgba))
}
