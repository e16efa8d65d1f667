//! The map on paper: paper, scale, what is on it, and a preview of the first sheet, drawn by what writes it.

use egui::{Align, ColorImage, ComboBox, Layout, RichText, TextureHandle, TextureOptions, Ui, Vec2, vec2};

use super::frame::{Answer, Texts, frame_ui, quiet, stated, text_field, wrong};
use crate::app::map::scene::Content;
use crate::app::panel::View;
use crate::app::panel::status::denominator;
use crate::app::theme::palette;
use crate::app::{Command, Document, Session};
use crate::map::{Camera, Tone};
use crate::report::{MapOptions, PaperSize};
use crate::text::Message;
use crate::units::grouped;

/// Room of the preview, in points.
const PREVIEW: Vec2 = Vec2::new(420.0, 420.0);
/// Width of the choices.
const CHOICES: f32 = 252.0;
/// Pixels to an inch that can be chosen.
const DOTS: [u32; 4] = [96, 150, 300, 600];

/// A map to be drawn on paper.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetOrder {
    /// How it is laid out.
    pub options: MapOptions,
    /// Whether findings are marked.
    pub marks: bool,
    /// Whether names are written.
    pub names: bool,
}

impl SheetOrder {
    /// What such a map shows of a document, on light paper whatever the window wears.
    pub(in crate::app) fn content(
        &self,
        document: &Document,
        session: &Session,
        view: &crate::app::Settings,
    ) -> Content {
        Content::of(document, session, view, Tone::Light)
    }
}

/// The first sheet of an order as a picture, how many there are, and their scale.
#[derive(Clone, Debug)]
pub(in crate::app) struct Sketch {
    pub(in crate::app) image: ColorImage,
    pub(in crate::app) sheets: usize,
    pub(in crate::app) denominator: f64,
}

/// What came of the order that was asked for last.
#[derive(Debug, Default)]
pub(in crate::app) struct Sketched {
    pub(in crate::app) order: Option<SheetOrder>,
    pub(in crate::app) made: Option<Result<Sketch, Message>>,
}

/// What is written as a file of which ending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Ending {
    #[default]
    Pdf,
    Svg,
    Png,
}

impl Ending {
    const ALL: [Self; 3] = [Self::Pdf, Self::Svg, Self::Png];

    fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

/// What is chosen.
pub(super) struct Fields {
    ending: Ending,
    paper: PaperSize,
    upright: Option<bool>,
    scale: String,
    /// Whether one sheet shows what the window shows the middle of.
    here: bool,
    dots: u32,
    marks: bool,
    names: bool,
    title: String,
    shown: Option<TextureHandle>,
}

impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fields").field("paper", &self.paper).field("scale", &self.scale).finish_non_exhaustive()
    }
}

impl Fields {
    pub(super) fn of(view: &View<'_>) -> Self {
        Self {
            ending: Ending::default(),
            paper: PaperSize::default(),
            upright: None,
            scale: String::new(),
            here: false,
            dots: 300,
            marks: true,
            names: !view.session.names_hidden,
            title: view.document.loaded().map(|loaded| loaded.snapshot.name.clone()).unwrap_or_default(),
            shown: None,
        }
    }

    /// What is ordered; `None` where the scale is none.
    fn order(&self, camera: Option<Camera>) -> Option<SheetOrder> {
        let asked = stated(&self.scale);
        let denominator = match &asked {
            Some(text) => Some(denominator(text)?),
            None => None,
        };
        let at = camera.filter(|_| self.here).map(|camera| camera.centre);
        let options = MapOptions {
            paper: self.paper,
            upright: self.upright,
            denominator: denominator.or_else(|| camera.filter(|_| self.here).map(|camera| camera.denominator())),
            at,
            dots_per_inch: f64::from(self.dots),
            title: stated(&self.title),
            date: None,
        };
        Some(SheetOrder { options, marks: self.marks, names: self.names })
    }
}

/// Shows the dialog.
pub(super) fn sheet_ui(ui: &mut Ui, view: &mut View<'_>, fields: &mut Fields, fresh: bool) -> Answer {
    let order = fields.order(view.session.camera);
    if let Some(order) = order.as_ref().filter(|order| view.session.sketched.order.as_ref() != Some(*order)) {
        // Dots to the inch change nothing of the preview, but the order is remembered with them.
        view.session.sketched = Sketched { order: Some(order.clone()), made: None };
        fields.shown = None;
        view.commands.push(Command::SketchSheet(order.clone()));
    }
    let (title, cancel, confirm) = (view.say("sheet-title"), view.say("cancel"), view.say("sheet-write"));
    let texts = Texts {
        title: &title,
        cancel: &cancel,
        confirm: Some(&confirm),
        other: None,
        width: CHOICES + PREVIEW.x + 16.0,
    };
    let answer = frame_ui(ui, &texts, |ui| {
        let wide = ui.available_width() > CHOICES + 160.0;
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(vec2(CHOICES, PREVIEW.y), Layout::top_down(Align::Min), |ui| {
                ui.set_width(CHOICES.min(ui.available_width()));
                choices_ui(ui, view, fields, fresh, order.is_none());
            });
            if wide {
                preview_ui(ui, view, fields);
            }
        });
        true
    });
    if answer != Answer::Confirmed {
        return answer;
    }
    let Some(order) = order else { return Answer::Open };
    view.commands.push(Command::PlaceSheet(order, fields.ending.name()));
    Answer::Confirmed
}

fn choices_ui(ui: &mut Ui, view: &View<'_>, fields: &mut Fields, fresh: bool, wrong_scale: bool) {
    text_field(ui, &view.say("sheet-name"), &mut fields.title, fresh);
    let label =
        |ui: &mut Ui, key: &str| ui.label(RichText::new(view.say(key)).small().color(palette(ui.visuals()).quiet)).id;
    let name = label(ui, "sheet-form");
    ui.horizontal(|ui| {
        for ending in Ending::ALL {
            ui.radio_value(&mut fields.ending, ending, ending.name().to_uppercase());
        }
    })
    .response
    .labelled_by(name);
    let name = label(ui, "sheet-paper");
    ui.horizontal(|ui| {
        let paper = ComboBox::from_id_salt("sheet-paper").selected_text(fields.paper.name()).width(56.0);
        let shown = paper.show_ui(ui, |ui| {
            for size in PaperSize::ALL {
                ui.selectable_value(&mut fields.paper, size, size.name());
            }
        });
        shown.response.labelled_by(name);
        for (upright, key) in [(None, "sheet-as-suits"), (Some(false), "sheet-across"), (Some(true), "sheet-upright")] {
            ui.radio_value(&mut fields.upright, upright, view.say(key));
        }
    });
    text_field(ui, &view.say("sheet-scale"), &mut fields.scale, false);
    if wrong_scale {
        wrong(ui, Some(&view.say("sheet-scale-wrong")));
    } else {
        quiet(ui, &view.say("sheet-scale-hint"));
    }
    ui.radio_value(&mut fields.here, false, view.say("sheet-whole"));
    ui.radio_value(&mut fields.here, true, view.say("sheet-here"));
    if fields.ending == Ending::Png {
        let name = label(ui, "sheet-dots");
        let dots = ComboBox::from_id_salt("sheet-dots").selected_text(fields.dots.to_string()).width(72.0);
        let shown = dots.show_ui(ui, |ui| {
            for dots in DOTS {
                ui.selectable_value(&mut fields.dots, dots, dots.to_string());
            }
        });
        shown.response.labelled_by(name);
    }
    ui.checkbox(&mut fields.marks, view.say("sheet-marks"));
    ui.checkbox(&mut fields.names, view.say("sheet-names"));
}

fn preview_ui(ui: &mut Ui, view: &View<'_>, fields: &mut Fields) {
    let side = vec2(ui.available_width().min(PREVIEW.x), PREVIEW.y);
    ui.allocate_ui_with_layout(side, Layout::top_down(Align::Center), |ui| match &view.session.sketched.made {
        None => {
            ui.add_space(side.y * 0.4);
            ui.add(egui::Spinner::new().size(20.0));
            quiet(ui, &view.say("sheet-drawing"));
        }
        Some(Err(reason)) => wrong(ui, Some(&reason.say(view.lang))),
        Some(Ok(sketch)) => {
            let texture = fields
                .shown
                .get_or_insert_with(|| ui.ctx().load_texture("sheet", sketch.image.clone(), TextureOptions::LINEAR));
            let [width, height] = sketch.image.size.map(|pixels| pixels as f32);
            let fit = (side.x / width).min((side.y - 28.0) / height);
            let name = view.say("sheet-preview");
            let image = egui::Image::new((texture.id(), vec2(width * fit, height * fit))).alt_text(&name);
            let response = ui.add(image);
            let line = egui::Stroke::new(1.0, palette(ui.visuals()).line);
            ui.painter().rect_stroke(response.rect, 0.0, line, egui::StrokeKind::Outside);
            let says = Message::new("app.sheet-says")
                .with("scale", grouped(&format!("{:.0}", sketch.denominator)))
                .with("sheets", sketch.sheets);
            quiet(ui, &says.say(view.lang));
        }
    });
}
