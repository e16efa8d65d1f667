//! Hand and pointer on the map: dragging, zooming, what lies beneath, choosing it.

use std::sync::Arc;

use egui::{EventFilter, Key, PointerButton, Pos2, Response, Ui};
use geo_types::Coord;

use super::painter::Painter;
use super::scene::is_shown;
use crate::app::Action;
use crate::app::Command;
use crate::app::document::Drawn;
use crate::app::panel::View;
use crate::app::panel::inspector::telling_of;
use crate::app::session::Selected;
use crate::app::tool::{self, Hand, Tool};
use crate::layer::Role;
use crate::map::{Camera, Mark, Picked};

/// Wheel points for a zoom by e; a notch of 40 points is a quarter nearer.
const WHEEL: f64 = 180.0;
/// What lies so many points beside the pointer counts as under it.
const REACH: f64 = 4.0;
/// The pointer rests after so many seconds.
const REST: f32 = 0.06;
/// Points that an arrow key pans.
const STEP: f64 = 64.0;

/// What the pointer is doing.
#[derive(Debug, Default)]
pub(super) struct Pointer {
    /// The place of the plan that the hand holds.
    held: Option<Coord<f64>>,
    hovered: Option<Selected>,
    /// For which view and place that was looked up.
    looked: Option<(Camera, [f64; 2], Arc<Drawn>)>,
    /// Where the last click was, and how many features it went through.
    clicked: Option<([f64; 2], Camera, usize)>,
}

/// The view after the wheel and two fingers, about a place of the screen.
pub(super) fn wheeled(ui: &Ui, camera: Camera, at: [f64; 2]) -> Camera {
    let (wheel, pinch) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
    let factor = f64::from(pinch) * (f64::from(wheel) / WHEEL).exp();
    if (factor - 1.0).abs() > 1e-6 { camera.zoomed(at, factor) } else { camera }
}

impl Pointer {
    /// The feature under the resting pointer.
    pub(super) fn hovered(&self) -> Option<Selected> {
        self.hovered
    }

    /// Follows the hand; returns a flight that it asks for.
    pub(super) fn steer(
        &mut self,
        ui: &Ui,
        view: &mut View<'_>,
        response: &Response,
        painter: &Painter,
    ) -> Option<(Camera, Camera)> {
        let before = view.session.camera?;
        let origin = response.rect.min;
        let place = |at: Pos2| [f64::from(at.x - origin.x), f64::from(at.y - origin.y)];
        let over = response.hover_pos().map(place);
        let hand = hand(ui, before, response, place);
        let used = tool::steer(ui, view, response, hand);
        let mut camera = if used.drag { before } else { self.dragged(ui, response, before, place) };
        if let Some(at) = over {
            camera = wheeled(ui, camera, at);
        }
        camera = keys(ui, view, response, camera);
        view.session.camera = Some(camera);
        view.session.pointer = over.map(|at| camera.plan_from_screen(at));
        let looks = !matches!(view.session.tools.tool, Tool::Draw(_) | Tool::Measure);
        self.look(ui, view, camera, over.filter(|_| looks), response.dragged());
        let pressed = response.interact_pointer_pos().map(place);
        if used.click {
            return None;
        }
        if let Some(at) = pressed.filter(|_| response.double_clicked()) {
            return Some((camera, camera.zoomed(at, 2.0)));
        }
        if response.clicked() {
            response.request_focus();
            if let Some(at) = pressed.or(over) {
                self.click(view, camera, at, painter, ui.input(|input| input.modifiers.shift));
            }
        }
        None
    }

    fn dragged(&mut self, ui: &Ui, response: &Response, camera: Camera, place: impl Fn(Pos2) -> [f64; 2]) -> Camera {
        let by_hand = response.dragged_by(PointerButton::Primary) || response.dragged_by(PointerButton::Middle);
        let at = response.interact_pointer_pos().filter(|_| by_hand);
        let Some(at) = at.map(&place) else {
            self.held = None;
            return camera;
        };
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
        let origin = ui.input(|input| input.pointer.press_origin()).map_or(at, &place);
        let held = *self.held.get_or_insert_with(|| camera.plan_from_screen(origin));
        let under = camera.screen_from_plan(held);
        camera.dragged([at[0] - under[0], at[1] - under[1]])
    }

    /// Looks up what lies under the pointer, once it rests.
    fn look(&mut self, ui: &Ui, view: &View<'_>, camera: Camera, over: Option<[f64; 2]>, dragged: bool) {
        let Some(drawn) = view.document.drawn() else { return };
        let Some(at) = over.filter(|_| !dragged) else {
            (self.hovered, self.looked) = (None, None);
            return;
        };
        let known = self
            .looked
            .as_ref()
            .is_some_and(|(of, place, what)| *of == camera && near(*place, at, 0.5) && Arc::ptr_eq(what, drawn));
        if known {
            return;
        }
        let rested = ui.input(|input| input.pointer.time_since_last_movement());
        if rested < REST {
            self.hovered = None;
            ui.ctx().request_repaint_after_secs(REST);
            return;
        }
        self.hovered = under(view, camera, at).first().copied();
        self.looked = Some((camera, at, Arc::clone(drawn)));
    }

    /// Selects what lies there; another click at the same place goes on to what lies beneath.
    fn click(&mut self, view: &mut View<'_>, camera: Camera, at: [f64; 2], painter: &Painter, too: bool) {
        let within = REACH * camera.metres_per_point;
        let place = camera.plan_from_screen(at);
        let again = self.clicked.filter(|(last, of, _)| near(*last, at, REACH) && *of == camera);
        let made = painter.made();
        let marks = made.as_ref().map_or(&[][..], |made| made.marks(view.document));
        let mark = marks.iter().rev().find(|mark| mark.hit(place, within) && !mark.chosen);
        let count = again.map_or(0, |(_, _, count)| count + 1);
        self.clicked = Some((at, camera, count));
        let found = under(view, camera, at);
        if too {
            found.first().into_iter().for_each(|first| view.commands.push(Command::SelectToo(*first)));
            return;
        }
        let edits = view.session.tools.tool == Tool::Edit;
        if let Some(Mark { clause, finding, .. }) = mark.filter(|_| count == 0 && !edits) {
            view.commands.push(Command::ChooseFinding { clause: clause.clone(), finding: *finding });
            return;
        }
        let found = if edits { editable(view, found) } else { found };
        let number = view.session.selected.filter(|_| again.is_some()).map_or(0, |selected| {
            found.iter().position(|known| *known == selected).map_or(0, |at| (at + 1) % found.len().max(1))
        });
        view.commands.push(Command::Select(found.get(number).copied().into_iter().collect()));
    }

    /// Name of what lies under the pointer, and what tells most about it.
    pub(super) fn telling(&self, view: &View<'_>) -> Option<(String, Vec<String>)> {
        let selected = self.hovered?;
        let layer = view.document.drawn()?.loaded.snapshot.layers.get(selected.layer)?;
        Some(telling_of(layer, layer.features.get(selected.feature)?, view.lang))
    }
}

/// What the edit tool takes: drawn features and corridors first, else whatever lies there.
fn editable(view: &View<'_>, found: Vec<Selected>) -> Vec<Selected> {
    let Some(drawn) = view.document.drawn() else { return found };
    let takes = |selected: &&Selected| {
        let layer = drawn.loaded.snapshot.layers.get(selected.layer);
        layer.is_some_and(|layer| layer.is_drawn() || layer.roles.contains(&Role::Corridors))
    };
    let own: Vec<Selected> = found.iter().filter(takes).copied().collect();
    if own.is_empty() { found } else { own }
}

/// Where the pointer is in the plan: while it is held it may lie beside the map.
fn hand(ui: &Ui, camera: Camera, response: &Response, place: impl Fn(Pos2) -> [f64; 2]) -> Hand {
    let held = response.dragged() || response.drag_stopped();
    let at = if held { response.interact_pointer_pos() } else { None };
    let pressed = ui.input(|input| input.pointer.press_origin());
    let in_plan = |at: Pos2| camera.plan_from_screen(place(at));
    Hand { camera, over: at.or(response.hover_pos()).map(in_plan), pressed: pressed.map(in_plan) }
}

fn near(a: [f64; 2], b: [f64; 2], points: f64) -> bool {
    (a[0] - b[0]).hypot(a[1] - b[1]) <= points
}

/// The features of visible layers at a point of the screen, the uppermost first.
fn under(view: &View<'_>, camera: Camera, at: [f64; 2]) -> Vec<Selected> {
    let Some(drawn) = view.document.drawn() else { return Vec::new() };
    let (place, within) = (camera.plan_from_screen(at), REACH * camera.metres_per_point);
    let mut found: Vec<(Picked, Selected)> = Vec::new();
    let shown = drawn.arts.iter().enumerate().filter(|(_, art)| is_shown(art, &view.session.hidden));
    let (in_plan, in_files): (Vec<_>, Vec<_>) = shown.partition(|(_, art)| art.layer().is_drawn());
    for (layer, art) in in_plan.into_iter().chain(in_files) {
        let picked = art.pick(place, within).into_iter();
        found.extend(picked.map(|picked| (picked, Selected { layer, feature: picked.feature })));
    }
    found.sort_by(|(a, _), (b, _)| a.depth.cmp(&b.depth).then(a.distance.total_cmp(&b.distance)));
    found.into_iter().map(|(_, selected)| selected).collect()
}

/// Arrow keys pan, plus and minus zoom, Home shows the whole plan, while the map has the focus.
fn keys(ui: &Ui, view: &mut View<'_>, response: &Response, camera: Camera) -> Camera {
    if !response.has_focus() {
        return camera;
    }
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    ui.input(|input| {
        if input.key_pressed(Key::Home) {
            view.commands.act(Action::Fit);
        }
        let pressed = |key: Key| f64::from(u8::from(input.key_pressed(key)));
        let across = pressed(Key::ArrowLeft) - pressed(Key::ArrowRight);
        let down = pressed(Key::ArrowUp) - pressed(Key::ArrowDown);
        let nearer = pressed(Key::Plus).max(pressed(Key::Equals)) - pressed(Key::Minus);
        if !input.modifiers.command && nearer.abs() > 0.5 {
            view.commands.act(if nearer > 0.0 { Action::ZoomIn } else { Action::ZoomOut });
        }
        camera.dragged([across * STEP, down * STEP])
    })
}
