//! The map in the window: shows the drawn picture, moves and scales it under the hand, and tells what lies under the pointer.

pub(super) mod beside;
pub(super) mod card;
mod furniture;
mod overlay;
mod painter;
mod picture;
mod pointer;
pub(super) mod scene;

use std::sync::Arc;

use egui::{Color32, Sense, WidgetInfo};
use geo_types::Rect;

use self::overlay::Overlay;
use self::picture::Picture;
use self::pointer::Pointer;
use self::scene::Current;
use super::dispatch::whole;
use super::panel::{View, inspector};
use super::region::Region;
use super::tiles::Looked;
use super::tool::{self, Tool};
use super::{Document, Session};
use crate::map::{Camera, Tone};
use crate::text::Message;

/// How long a flight takes, seconds.
const FLIGHT: f64 = 0.2;

/// What the map keeps from frame to frame.
#[derive(Debug)]
pub(super) struct MapView {
    context: egui::Context,
    picture: Picture,
    /// Which of the plans that were opened the picture is of.
    opened: u64,
    /// Which of them the card was told of.
    looked: u64,
    content: Current,
    flight: Option<Flight>,
    /// The view that shows the whole of a plan; it stays whole while the window changes its size.
    fitted: Option<Camera>,
    pointer: Pointer,
    overlay: Overlay,
    inspector: inspector::Inspector,
}

/// A short flight from one view to another.
#[derive(Debug)]
struct Flight {
    from: Camera,
    to: Camera,
    since: f64,
    /// Where it was last; a view changed by others ends it.
    at: Camera,
}

impl MapView {
    /// A map that has drawn nothing yet.
    pub(super) fn new(context: egui::Context) -> Self {
        Self {
            picture: Picture::new(context.clone(), "map"),
            opened: 0,
            looked: 0,
            context,
            content: Current::default(),
            flight: None,
            fitted: None,
            pointer: Pointer::default(),
            overlay: Overlay::default(),
            inspector: inspector::Inspector::default(),
        }
    }

    /// How many pictures were drawn.
    pub(super) fn pictures(&self) -> u64 {
        self.picture.drawn()
    }

    /// The view that the picture shown was drawn for.
    pub(super) fn drawn_for(&self) -> Option<Camera> {
        self.picture.shown().map(|request| request.view)
    }

    /// Looks at a part of the plan.
    pub(super) fn fly_to(&mut self, session: &mut Session, bounds: Rect<f64>) {
        if let Some(camera) = session.camera {
            self.fly(camera, Camera::fitting(bounds, camera.size));
        }
    }

    /// The box to fly to for a finding: its place with surroundings.
    pub(super) fn focus(&self, document: &Document, clause: &str, finding: usize) -> Option<Rect<f64>> {
        self.picture.painter().made()?.focus(document, clause, finding)
    }

    /// Glides nearer by a factor above 1, farther below it; what is in the middle stays there.
    pub(super) fn zoom(&mut self, session: &Session, factor: f64) {
        if let Some(camera) = session.camera {
            let middle = [camera.size[0] / 2.0, camera.size[1] / 2.0];
            // Pressed again on the way it goes on from where the first glide would end.
            let goal = self.flight.as_ref().map_or(camera, |flight| flight.to.resized(camera.size));
            self.fly(camera, goal.zoomed(middle, factor));
        }
    }

    fn fly(&mut self, from: Camera, to: Camera) {
        let since = self.context.input(|input| input.time);
        self.flight = Some(Flight { from, to, since, at: from });
        self.context.request_repaint();
    }

    /// Shows the map in what the panels leave.
    pub(super) fn map_ui(&mut self, ui: &mut egui::Ui, view: &mut View<'_>) {
        egui::CentralPanel::no_frame().show(ui, |ui| {
            let rect = ui.available_rect_before_wrap();
            let response = ui.allocate_rect(rect, Sense::click_and_drag());
            let name = view.say("map");
            response.widget_info(|| WidgetInfo::labeled(egui::Role::Canvas, true, &name));
            view.session.regions.set(Region::Map, &response);
            let tone = if ui.visuals().dark_mode { Tone::Dimmed } else { Tone::Light };
            ui.painter().rect_filled(rect, 0.0, paper(tone));
            if !rect.is_positive() || view.document.drawn().is_none() {
                view.session.pointer = None;
                furniture::loading_ui(ui, view, rect);
                return;
            }
            self.aim(view, rect);
            self.lay_ground(ui, view);
            let content = self.content.get(view.document, view.session, view.settings, tone);
            self.steer(ui, view, &response);
            let Some(camera) = view.session.camera else { return };
            self.receive(view);
            self.settle(view);
            let is_of_plan = self.opened == view.document.opened();
            if self.looked != view.document.opened() {
                self.looked = view.document.opened();
                self.picture.forget_layers();
            }
            self.picture.draw_with(view.drawing.card());
            self.picture.look(&content, camera, rect);
            self.picture.request(&content, camera);
            if is_of_plan {
                self.picture.paint(ui, rect, camera, self.flight.is_some());
            } else {
                self.picture.paint_layers(ui, rect, false);
            }
            self.overlay.paint(ui, view, rect, self.pointer.hovered());
            view.session.tools.lay_out();
            tool::paint(ui, view, rect, camera);
            furniture::furniture_ui(ui, view, rect, camera);
            let open = view.document.plan().and_then(|plan| plan.content().proposals.open());
            if let (Some(open), Some(_)) = (open, &view.session.beside) {
                beside::plate(ui, rect, &Message::new("app.map-open").with("name", open).say(view.lang));
            }
            if let Some((name, telling)) = self.pointer.telling(view) {
                furniture::readout(ui, rect, &name, &telling);
            }
            furniture::loading_ui(ui, view, rect);
            if view.session.tools.tool == Tool::Select {
                self.inspector.inspector_ui(ui, view, rect);
            }
        });
    }

    /// Lays what is there of the maps from the net beneath the plan, and fetches what is not.
    fn lay_ground(&self, ui: &egui::Ui, view: &mut View<'_>) {
        let Some(camera) = view.session.camera else { return };
        let scale = f64::from(ui.pixels_per_point());
        let now = ui.input(|input| input.time);
        let looked = Looked { document: view.document, settings: view.settings, camera, scale, now };
        let ground = view.tiles.arrange(&looked);
        // Tiles that arrive faster than the map is drawn would overtake each picture, and none would ever be shown.
        let is_drawing = self.picture.painter().asked().is_some();
        if Arc::ptr_eq(&ground, &view.session.ground) {
            return;
        }
        if is_drawing && !ground.backdrops.is_empty() {
            return ui.ctx().request_repaint_after_secs(0.05);
        }
        view.session.ground = ground;
    }

    /// Keeps the view at the size of the map; the first one shows the whole plan.
    fn aim(&mut self, view: &mut View<'_>, rect: egui::Rect) {
        let size = [f64::from(rect.width()), f64::from(rect.height())];
        match view.session.camera {
            Some(camera) if Some(camera) != self.fitted => view.session.camera = Some(camera.resized(size)),
            Some(camera) if camera == camera.resized(size) => {}
            _ => {
                let bounds = view.document.drawn().and_then(|drawn| whole(&drawn.arts));
                view.session.camera = bounds.map(|bounds| Camera::fitting(bounds, size));
                self.fitted = view.session.camera;
                self.flight = None;
            }
        }
    }

    /// Moves the view: a flight first, then the hand, which ends it.
    fn steer(&mut self, ui: &egui::Ui, view: &mut View<'_>, response: &egui::Response) {
        if let (Some(flight), Some(camera)) = (&mut self.flight, view.session.camera) {
            let takes = FLIGHT.min(f64::from(ui.style().animation_time) * 4.0);
            let now = ui.input(|input| input.time);
            let share = if takes > 0.0 { ((now - flight.since) / takes).clamp(0.0, 1.0) } else { 1.0 };
            if camera != flight.at.resized(camera.size) {
                self.flight = None;
            } else if share < 1.0 {
                flight.at = between(flight.from, flight.to, share).resized(camera.size);
                view.session.camera = Some(flight.at);
                self.context.request_repaint();
            } else {
                view.session.camera = Some(flight.to.resized(camera.size));
                self.flight = None;
            }
        }
        if let Some((from, to)) = self.pointer.steer(ui, view, response, self.picture.painter()) {
            self.fly(from, to);
        }
        view.session.camera.into_iter().for_each(|camera| self.picture.rest(camera));
    }

    fn receive(&mut self, view: &mut View<'_>) {
        let before = self.picture.drawn();
        if let Some(reason) = self.picture.receive() {
            let message = Message::new("app.map-broken").with("reason", reason);
            let said = view.session.toasts.iter().any(|toast| toast.message == message);
            if !said {
                view.session.warn(message);
            }
        }
        if self.picture.drawn() != before {
            self.opened = view.document.opened();
        }
    }

    /// Lets go of a draft that the picture shows now as part of the plan.
    fn settle(&self, view: &mut View<'_>) {
        let shown = self.picture.shown().is_some_and(|request| request.content.is_of(view.document))
            && self.picture.layers_are_newest();
        // What is queued in this frame is not part of the plan yet.
        if shown && view.document.is_read() && view.commands.is_empty() {
            view.session.tools.settle();
        }
    }
}

/// The colour beneath the picture, where a drag outruns it.
fn paper(tone: Tone) -> Color32 {
    match tone {
        Tone::Light => Color32::from_rgb(0xfa, 0xfa, 0xf5),
        Tone::Dimmed => Color32::from_rgb(0xd9, 0xd9, 0xd3),
    }
}

/// A view on the way from one to another; scales are passed through evenly as the eye sees them.
fn between(from: Camera, to: Camera, share: f64) -> Camera {
    let eased = share * share * (3.0 - 2.0 * share);
    let ratio = to.metres_per_point / from.metres_per_point;
    let scale = from.metres_per_point * ratio.powf(eased);
    // The middle moves with the scale, so that a zoom to a place keeps that place still.
    let moved = if (ratio - 1.0).abs() < 1e-6 { eased } else { (ratio.powf(eased) - 1.0) / (ratio - 1.0) };
    let centre = geo_types::Coord {
        x: from.centre.x + (to.centre.x - from.centre.x) * moved,
        y: from.centre.y + (to.centre.y - from.centre.y) * moved,
    };
    Camera { centre, metres_per_point: scale, ..from }
}

#[cfg(test)]
mod tests {
    use geo_types::Coord;

    use super::*;

    #[test]
    fn a_flight_starts_and_ends_where_it_should_and_keeps_the_place_it_zooms_to() {
        let from = Camera { centre: Coord { x: 34_500_000.0, y: 0.0 }, metres_per_point: 8.0, size: [800.0, 600.0] };
        let to = from.zoomed([100.0, 500.0], 4.0);
        let held = from.plan_from_screen([100.0, 500.0]);
        for share in [0.0, 0.3, 0.7, 1.0] {
            let at = between(from, to, share).plan_from_screen([100.0, 500.0]);
            assert!((at.x - held.x).abs() < 1e-4 && (at.y - held.y).abs() < 1e-4, "{share}");
        }
        assert!((between(from, to, 1.0).metres_per_point - 2.0).abs() < 1e-9);
    }
}
