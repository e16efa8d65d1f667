//! The pages of the report, as they will be printed: made and drawn in jobs, made anew when a choice changes them.
#![expect(clippy::cast_possible_truncation, reason = "places on the screen; pages themselves are drawn from f64")]

use std::sync::Arc;
use std::time::Duration;

use egui::{
    Align, Color32, ColorImage, Key, Layout, Modifiers, Rect, RichText, Role, ScrollArea, Stroke, StrokeKind,
    TextureHandle, TextureOptions, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use super::edition::{Edition, is_checking};
use super::foot::progress_ui;
use crate::app::icon::Icon;
use crate::app::jobs::{Job, Kind};
use crate::app::panel::View;
use crate::app::theme::{self, palette};
use crate::app::widget::button::icon_button;
use crate::app::{Action, Command, ReportOrder};
use crate::check::Verdict;
use crate::report::Preview;
use crate::text::Message;

/// Pages are made anew when choices have stood for so many seconds.
const SETTLED: f64 = 0.5;
/// Height of the line below the page, and the room around the page, in points.
const LINE: f32 = 32.0;
const AROUND: f32 = 16.0;
/// A4 in points of paper: what a page is taken for until it was drawn.
const A4: Vec2 = Vec2::new(595.0, 842.0);
/// What says that pages are being made, over the page that is there.
const CARD: Vec2 = Vec2::new(248.0, 104.0);
/// Pixels to a point of paper, at most.
const FINEST: f64 = 4.0;
/// A page is drawn anew when it is off its place by more pixels than this: sides of pictures are whole pixels.
const OFF: f64 = 1.5;

/// The pages, as far as they were asked for and made.
#[derive(Debug, Default)]
pub(in crate::app) struct Proof {
    /// What was asked for last.
    asked: Option<Edition>,
    /// What is chosen instead, and since when.
    wanted: Option<(Edition, f64)>,
    /// What came of what was asked for, or of what was asked for before it.
    made: Option<(Edition, Result<Arc<Preview>, Message>)>,
    /// The page that is looked at.
    index: usize,
    /// The page that was drawn last.
    sheet: Option<Sheet>,
    /// The page that was asked for last.
    drawing: Option<Request>,
}

/// A page to be drawn: of which pages, its index, and pixels to a point of paper.
#[derive(Debug)]
struct Request {
    of: Arc<Preview>,
    index: usize,
    scale: f64,
}

impl Request {
    fn is_page(&self, of: &Arc<Preview>, index: usize) -> bool {
        Arc::ptr_eq(&self.of, of) && self.index == index
    }

    /// Whether a page of this size in points of paper would fill its place.
    fn fits(&self, scale: f64, size: Vec2) -> bool {
        (self.scale - scale).abs() * f64::from(size.max_elem()) < OFF
    }
}

/// A drawn page.
struct Sheet {
    request: Request,
    /// Its size in points of paper.
    size: Vec2,
    /// Its size in pixels.
    pixels: Vec2,
    /// Until it was handed to the graphics card.
    image: Option<ColorImage>,
    texture: Option<TextureHandle>,
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sheet").field("index", &self.request.index).field("size", &self.size).finish_non_exhaustive()
    }
}

impl Proof {
    /// What its pages are to be made of.
    pub(in crate::app) fn asked(&self) -> Option<&Edition> {
        self.asked.as_ref()
    }

    /// The pages that are there.
    pub(in crate::app) fn pages(&self) -> Option<&Arc<Preview>> {
        self.made.as_ref()?.1.as_ref().ok()
    }

    /// Takes pages, where they are still those that were asked for.
    pub(in crate::app) fn take_pages(&mut self, edition: &Edition, made: Result<Arc<Preview>, Message>) {
        if self.asked.as_ref().is_some_and(|asked| asked.has_pages_of(edition)) {
            self.made = Some((edition.clone(), made));
        }
    }

    /// Takes the picture of a page.
    pub(in crate::app) fn take_page(&mut self, of: &Arc<Preview>, index: usize, scale: f64, image: Option<ColorImage>) {
        let Some(image) = image.filter(|image| scale > 0.0 && image.width() > 0 && image.height() > 0) else { return };
        let size = image.size.map(|side| (side as f64 / scale) as f32).into();
        let pixels = image.size.map(|side| side as f32).into();
        let request = Request { of: Arc::clone(of), index, scale };
        self.sheet = Some(Sheet { request, size, pixels, image: Some(image), texture: None });
    }

    /// Takes why making the pages broke off.
    pub(in crate::app) fn fail(&mut self, message: Message) {
        self.made = self.asked.clone().map(|asked| (asked, Err(message)));
    }

    /// Pages that are not made yet are asked for anew when the dialog is open again.
    pub(super) fn forget_unmade(&mut self) {
        self.asked = None;
        self.drawing = None;
    }

    /// Whether this edition is to be asked for now: the first at once, another when it has stood for a while.
    fn is_due(&mut self, edition: &Edition, now: f64) -> bool {
        let Some(asked) = &self.asked else { return true };
        if asked.has_pages_of(edition) {
            self.wanted = None;
            return false;
        }
        match &self.wanted {
            Some((wanted, since)) if wanted.has_pages_of(edition) => now - since >= SETTLED,
            _ => {
                self.wanted = Some((edition.clone(), now));
                false
            }
        }
    }

    fn turn(&mut self, forward: bool) {
        let last = self.pages().map_or(0, |pages| pages.pages().saturating_sub(1));
        self.index = if forward { (self.index + 1).min(last) } else { self.index.min(last).saturating_sub(1) };
    }
}

/// Shows the page that is looked at, with a line to turn pages below.
pub(super) fn proof_ui(ui: &mut Ui, view: &mut View<'_>, proof: &mut Proof, edition: Option<&Edition>) {
    let now = ui.input(|input| input.time);
    if let Some(edition) = edition
        && proof.is_due(edition, now)
    {
        proof.asked = Some(edition.clone());
        proof.wanted = None;
        view.commands.push(Command::Report(ReportOrder::Preview));
        ui.ctx().request_repaint();
    }
    if proof.wanted.is_some() {
        ui.ctx().request_repaint_after(Duration::from_secs_f64(SETTLED));
    }
    let room = ui.available_size().max(vec2(1.0, 1.0));
    let (area, _) = ui.allocate_exact_size(vec2(room.x, (room.y - LINE - 8.0).max(1.0)), egui::Sense::hover());
    ui.painter().rect_filled(area, 6.0, palette(ui.visuals()).rail);
    let inner = area.shrink(AROUND.min(area.width() / 4.0).min(area.height() / 4.0));
    let jobs = view.jobs;
    let job = jobs.running().iter().find(|job| job.kind == Kind::Preview);
    let (made, is_current) = match (&proof.made, edition) {
        (Some((of, made)), Some(edition)) => (Some(made.clone()), of.has_pages_of(edition)),
        _ => (None, false),
    };
    let stopped = job.is_none() && !is_current && proof.wanted.is_none() && view.commands.is_empty();
    match made {
        _ if edition.is_none() => within(ui, inner, |ui| nothing_ui(ui, view)),
        Some(Err(reason)) if is_current && job.is_none() => within(ui, inner, |ui| failed_ui(ui, view, &reason)),
        Some(Ok(pages)) => page_ui(ui, view, proof, &pages, inner, is_current && job.is_none()),
        _ => {}
    }
    if edition.is_some() && (job.is_some() || stopped) {
        let card = Rect::from_center_size(area.center(), CARD).intersect(area);
        ui.painter().rect_filled(card, 6.0, palette(ui.visuals()).card);
        within(ui, card.shrink(8.0), |ui| match job {
            Some(job) => making_ui(ui, view, job),
            None => stopped_ui(ui, view, proof),
        });
    }
    ui.add_space(8.0);
    turning_ui(ui, view, proof, edition.is_some());
}

/// Something in the middle of a place.
fn within(ui: &mut Ui, place: Rect, content: impl FnOnce(&mut Ui)) {
    let builder = UiBuilder::new().max_rect(place).layout(Layout::top_down(Align::Center));
    ui.scope_builder(builder, |ui| {
        ui.set_clip_rect(place.intersect(ui.clip_rect()));
        ui.add_space((place.height() * 0.36 - 20.0).max(0.0));
        content(ui);
    });
}

fn says(ui: &mut Ui, text: String, colour: Color32) {
    ui.add(egui::Label::new(RichText::new(text).color(colour)).wrap());
}

/// Why there is nothing to show: no clause is chosen, or the plan is not checked as it is.
fn nothing_ui(ui: &mut Ui, view: &mut View<'_>) {
    let quiet = palette(ui.visuals()).quiet;
    if super::edition::checked(view.document, view.jobs).is_some() {
        return says(ui, view.say("report-no-clause"), quiet);
    }
    if is_checking(view.jobs) {
        spinner(ui);
        return says(ui, view.say("report-no-pages-yet"), quiet);
    }
    says(ui, view.say("report-check-failed"), quiet);
    for failure in view.document.failure().unwrap_or_default() {
        says(ui, failure.say(view.lang), theme::verdict_colour(Verdict::Violates, ui.visuals()));
    }
    ui.add_space(8.0);
    if ui.button(Action::Recheck.label().say(view.lang)).clicked() {
        view.commands.act(Action::Recheck);
    }
}

fn making_ui(ui: &mut Ui, view: &mut View<'_>, job: &Job) {
    let quiet = palette(ui.visuals()).quiet;
    spinner(ui);
    let label = job.handle.label().unwrap_or_else(|| job.label.clone());
    says(ui, label.say(view.lang), quiet);
    if job.handle.progress().1 > 0 {
        progress_ui(ui, job, 160.0);
    }
    let name = Message::new("app.cancel-job").with_message("job", job.label.clone()).say(view.lang);
    let response = ui.add(egui::Button::new(RichText::new(view.say("cancel")).small()).frame(false));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.clicked() {
        view.commands.push(Command::Cancel(job.id));
    }
    ui.ctx().request_repaint_after(Duration::from_millis(100));
}

fn spinner(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(20.0), egui::Sense::hover());
    spinner_at(ui, rect);
}

fn spinner_at(ui: &Ui, place: Rect) {
    egui::Spinner::new().color(palette(ui.visuals()).accent).paint_at(ui, place);
}

fn failed_ui(ui: &mut Ui, view: &View<'_>, reason: &Message) {
    let colour = theme::verdict_colour(Verdict::Violates, ui.visuals());
    ui.label(Icon::Warning.text(24.0).color(colour));
    says(ui, view.say("report-no-pages"), palette(ui.visuals()).ink);
    ScrollArea::vertical().id_salt("reason").show(ui, |ui| says(ui, reason.say(view.lang), colour));
}

/// The planner stopped it.
fn stopped_ui(ui: &mut Ui, view: &View<'_>, proof: &mut Proof) {
    says(ui, view.say("report-pages-stopped"), palette(ui.visuals()).quiet);
    if ui.button(view.say("report-pages-again")).clicked() {
        proof.forget_unmade();
    }
}

/// The page as large as there is room; paler while other pages are made.
fn page_ui(ui: &mut Ui, view: &mut View<'_>, proof: &mut Proof, pages: &Arc<Preview>, room: Rect, is_current: bool) {
    proof.index = proof.index.min(pages.pages().saturating_sub(1));
    let size = proof.sheet.as_ref().map_or(A4, |sheet| sheet.size);
    let fit = (room.width() / size.x).min(room.height() / size.y).max(0.01);
    let dots = ui.ctx().pixels_per_point();
    let scale = f64::from(fit * dots).clamp(0.05, FINEST);
    let is_it = |request: &Request| request.is_page(pages, proof.index) && request.fits(scale, size);
    let drawn = proof.sheet.as_ref().is_some_and(|sheet| is_it(&sheet.request));
    // One at a time: what is asked for while the window is drawn larger would pile up.
    if !drawn && pages.pages() > 0 && !view.jobs.is_running(Kind::Page) {
        let failed = proof.drawing.as_ref().is_some_and(is_it);
        if failed && view.commands.is_empty() {
            return within(ui, room, |ui| says(ui, view.say("report-page-failed"), palette(ui.visuals()).quiet));
        }
        if !failed {
            proof.drawing = Some(Request { of: Arc::clone(pages), index: proof.index, scale });
            view.commands.push(Command::Report(ReportOrder::Page(proof.index, scale)));
            ui.ctx().request_repaint();
        }
    }
    let shown = proof.sheet.as_ref().filter(|_| drawn).map_or(size * fit, |sheet| sheet.pixels / dots);
    let page = Rect::from_center_size(room.center(), shown);
    let corner = pos2((page.min.x * dots).round() / dots, (page.min.y * dots).round() / dots);
    let page = Rect::from_min_size(corner, page.size());
    let name = place_in(proof.index, pages.pages()).say(view.lang);
    let response = ui.interact(page, ui.scope_id().with("page"), egui::Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    match &mut proof.sheet {
        Some(sheet) => {
            let current = is_current && sheet.request.is_page(pages, proof.index);
            paint_sheet(ui, sheet, page, current);
        }
        None => spinner_at(ui, Rect::from_center_size(room.center(), Vec2::splat(20.0))),
    }
}

fn paint_sheet(ui: &Ui, sheet: &mut Sheet, place: Rect, current: bool) {
    if let Some(image) = sheet.image.take() {
        sheet.texture = Some(ui.ctx().load_texture("report-page", image, TextureOptions::LINEAR));
    }
    let Some(texture) = &sheet.texture else { return };
    let shadow = ui.visuals().popup_shadow.as_shape(place, 0.0);
    ui.painter().add(shadow);
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    ui.painter().rect_filled(place, 0.0, Color32::WHITE);
    let tint = if current { Color32::WHITE } else { Color32::WHITE.gamma_multiply(0.4) };
    ui.painter().image(texture.id(), place, whole, tint);
    ui.painter().rect_stroke(place, 0.0, Stroke::new(1.0, palette(ui.visuals()).line), StrokeKind::Outside);
}

fn place_in(index: usize, pages: usize) -> Message {
    Message::new("app.report-page").with("page", index + 1).with("pages", pages)
}

/// Turns pages, by buttons and by keys, and makes them anew.
fn turning_ui(ui: &mut Ui, view: &View<'_>, proof: &mut Proof, possible: bool) {
    let pages = proof.pages().filter(|_| possible).map_or(0, |pages| pages.pages());
    let pressed = |ui: &Ui, key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (back, forth) = (pressed(ui, Key::PageUp), pressed(ui, Key::PageDown));
    if pages > 0 && (back || forth) {
        proof.turn(forth);
    }
    ui.allocate_ui_with_layout(vec2(ui.available_width(), LINE), Layout::left_to_right(Align::Center), |ui| {
        let (before, after) = (view.say("report-page-before"), view.say("report-page-after"));
        let said = if pages > 0 { place_in(proof.index, pages).say(view.lang) } else { String::new() };
        let font = egui::TextStyle::Body.resolve(ui.style());
        let text = ui.painter().layout_no_wrap(said.clone(), font, ui.visuals().text_color());
        ui.add_space(((ui.available_width() - text.size().x) / 2.0 - 44.0).max(0.0));
        if turn_button(ui, Icon::PageBefore, &before, proof.index > 0 && pages > 0) {
            proof.turn(false);
        }
        ui.label(said);
        if turn_button(ui, Icon::PageAfter, &after, proof.index + 1 < pages) {
            proof.turn(true);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let again = |ui: &mut Ui| icon_button(ui, Icon::Refresh, &view.say("report-pages-again")).clicked();
            if ui.add_enabled_ui(possible, again).inner {
                proof.forget_unmade();
            }
        });
    });
}

fn turn_button(ui: &mut Ui, icon: Icon, name: &str, enabled: bool) -> bool {
    ui.add_enabled_ui(enabled, |ui| icon_button(ui, icon, name).clicked()).inner
}
