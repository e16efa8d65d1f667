//! A sketch of the sheets, drawn by the code that draws the picture itself.

use std::time::Duration;

use egui::{
    Align, Color32, ColorImage, Layout, Rect, RichText, Role, Stroke, StrokeKind, TextureHandle, TextureOptions, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use super::choices::Edition;
use crate::app::Command;
use crate::app::command::PictureOrder;
use crate::app::icon::Icon;
use crate::app::jobs::Kind;
use crate::app::panel::View;
use crate::app::panel::status::scale_text;
use crate::app::theme::{self, palette};
use crate::app::widget::button::icon_button;
use crate::check::Verdict;
use crate::text::Message;

/// It is drawn anew when choices have stood for so many seconds.
const SETTLED: f64 = 0.35;
/// Height of the line below it, and the room around it, in points.
const LINE: f32 = 32.0;
const AROUND: f32 = 12.0;

/// It is shown smaller than it was drawn.
const SMALLER: TextureOptions =
    TextureOptions { mipmap_mode: Some(egui::TextureFilter::Linear), ..TextureOptions::LINEAR };

/// A sheet as it was drawn, and what is said of the print.
pub(in crate::app) struct Sheet {
    /// The picture.
    pub(in crate::app) image: ColorImage,
    /// How many sheets there are.
    pub(in crate::app) sheets: usize,
    /// 5000 where it is at 1 : 5000.
    pub(in crate::app) denominator: f64,
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sheet")
            .field("sheets", &self.sheets)
            .field("denominator", &self.denominator)
            .finish_non_exhaustive()
    }
}

/// The sketch, as far as it was asked for and drawn.
#[derive(Default)]
pub(in crate::app) struct Sketch {
    asked: Option<(Edition, usize)>,
    /// What is chosen instead, and since when.
    wanted: Option<((Edition, usize), f64)>,
    made: Option<(Edition, usize, Result<Shown, Message>)>,
    sheet: usize,
}

struct Shown {
    sheet: Sheet,
    texture: Option<TextureHandle>,
}

impl std::fmt::Debug for Sketch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sketch").field("sheet", &self.sheet).finish_non_exhaustive()
    }
}

fn is_same(a: &(Edition, usize), edition: &Edition, sheet: usize) -> bool {
    a.1 == sheet && a.0.looks_like(edition)
}

impl Sketch {
    /// What is to be drawn: the picture and the number of the sheet.
    pub(in crate::app) fn asked(&self) -> Option<&(Edition, usize)> {
        self.asked.as_ref()
    }

    /// Takes a sheet, where it is still the one that was asked for.
    pub(in crate::app) fn take(&mut self, edition: Edition, sheet: usize, made: Result<Sheet, Message>) {
        if self.asked.as_ref().is_some_and(|asked| is_same(asked, &edition, sheet)) {
            self.made = Some((edition, sheet, made.map(|sheet| Shown { sheet, texture: None })));
        }
    }

    /// Takes why drawing broke off.
    pub(in crate::app) fn fail(&mut self, message: Message) {
        self.made = self.asked.clone().map(|(edition, sheet)| (edition, sheet, Err(message)));
    }

    fn is_due(&mut self, edition: &Edition, now: f64) -> bool {
        let sheet = self.sheet;
        let Some(asked) = &self.asked else { return true };
        if is_same(asked, edition, sheet) {
            self.wanted = None;
            return false;
        }
        match &self.wanted {
            Some((wanted, since)) if is_same(wanted, edition, sheet) => now - since >= SETTLED,
            _ => {
                self.wanted = Some(((edition.clone(), sheet), now));
                false
            }
        }
    }
}

/// Shows the sheet that is looked at, with a line that tells scale and number and turns sheets.
pub(super) fn sketch_ui(ui: &mut Ui, view: &mut View<'_>, sketch: &mut Sketch, edition: Option<Edition>) {
    let now = ui.input(|input| input.time);
    if let Some(edition) = edition
        && sketch.is_due(&edition, now)
    {
        sketch.asked = Some((edition, sketch.sheet));
        sketch.wanted = None;
        view.commands.push(Command::Picture(PictureOrder::Sketch));
        ui.ctx().request_repaint();
    }
    if sketch.wanted.is_some() {
        ui.ctx().request_repaint_after(Duration::from_secs_f64(SETTLED));
    }
    let room = ui.available_size().max(vec2(1.0, 1.0));
    let (area, _) = ui.allocate_exact_size(vec2(room.x, (room.y - LINE - 8.0).max(1.0)), egui::Sense::hover());
    ui.painter().rect_filled(area, 6.0, palette(ui.visuals()).rail);
    let inner = area.shrink(AROUND.min(area.width() / 4.0).min(area.height() / 4.0));
    let drawing = view.jobs.is_running(Kind::Picture) || sketch.wanted.is_some();
    match &mut sketch.made {
        Some((_, _, Ok(shown))) => paint(ui, view, shown, inner, drawing),
        Some((_, _, Err(reason))) if !drawing => failed_ui(ui, view, inner, reason),
        _ => {}
    }
    if drawing {
        let place = Rect::from_center_size(area.center(), vec2(24.0, 24.0));
        egui::Spinner::new().color(palette(ui.visuals()).accent).paint_at(ui, place);
    }
    ui.add_space(8.0);
    turning_ui(ui, view, sketch);
}

fn failed_ui(ui: &mut Ui, view: &View<'_>, place: Rect, reason: &Message) {
    let builder = UiBuilder::new().max_rect(place).layout(Layout::top_down(Align::Center));
    ui.scope_builder(builder, |ui| {
        let colour = theme::verdict_colour(Verdict::Violates, ui.visuals());
        ui.add_space((place.height() * 0.36).max(0.0));
        ui.label(Icon::Warning.text(24.0).color(colour));
        ui.add(egui::Label::new(RichText::new(reason.say(view.lang)).color(colour)).wrap());
    });
}

fn paint(ui: &Ui, view: &View<'_>, shown: &mut Shown, room: Rect, paler: bool) {
    let [width, height] = shown.sheet.image.size.map(|side| side as f32);
    let fit = (room.width() / width.max(1.0)).min(room.height() / height.max(1.0));
    let page = Rect::from_center_size(room.center(), vec2(width, height) * fit);
    let image = &shown.sheet.image;
    let texture = shown.texture.get_or_insert_with(|| ui.ctx().load_texture("picture-sketch", image.clone(), SMALLER));
    let shadow = ui.visuals().popup_shadow.as_shape(page, 0.0);
    ui.painter().add(shadow);
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    let tint = if paler { Color32::WHITE.gamma_multiply(0.5) } else { Color32::WHITE };
    ui.painter().rect_filled(page, 0.0, Color32::WHITE);
    ui.painter().image(texture.id(), page, whole, tint);
    ui.painter().rect_stroke(page, 0.0, Stroke::new(1.0, palette(ui.visuals()).line), StrokeKind::Outside);
    let response = ui.interact(page, ui.scope_id().with("sketch"), egui::Sense::hover());
    let name = view.say("picture-sketch");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
}

fn turning_ui(ui: &mut Ui, view: &View<'_>, sketch: &mut Sketch) {
    let told = match &sketch.made {
        Some((_, _, Ok(shown))) => Some((shown.sheet.sheets, shown.sheet.denominator)),
        _ => None,
    };
    let Some((sheets, denominator)) = told else { return };
    sketch.sheet = sketch.sheet.min(sheets.saturating_sub(1));
    ui.allocate_ui_with_layout(vec2(ui.available_width(), LINE), Layout::left_to_right(Align::Center), |ui| {
        let said = Message::new("app.picture-sheet")
            .with("scale", scale_text(denominator))
            .with("sheet", sketch.sheet + 1)
            .with("sheets", sheets);
        ui.label(said.say(view.lang));
        let turn = |ui: &mut Ui, icon, key: &str, enabled| {
            ui.add_enabled_ui(enabled, |ui| icon_button(ui, icon, &view.say(key)).clicked()).inner
        };
        if turn(ui, Icon::PageBefore, "picture-sheet-before", sketch.sheet > 0) {
            sketch.sheet -= 1;
        }
        if turn(ui, Icon::PageAfter, "picture-sheet-after", sketch.sheet + 1 < sheets) {
            sketch.sheet += 1;
        }
    });
}
