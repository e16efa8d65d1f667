//! The pointer in the hand of a tool.

use egui::{CursorIcon, PointerButton, Response, Ui};
use geo_types::Coord;

use super::draft::{Draft, Stand};
use super::grip::{Grip, grips, stretches};
use super::snap::Near;
use super::{EndsDraft, SnapIndex, Snapped, Target, Tool, Tools, selected_drawn, work};
use crate::app::panel::View;
use crate::geometry::segments::Segment;
use crate::geometry::vector::{distance, left_of, midpoint, unit};
use crate::layer::{Layer, Role, Shape};
use crate::map::Camera;
use crate::plan::DrawnFeature;

/// The pointer snaps to what lies so many points beside it.
const SNAP: f64 = 10.0;
/// A grip is taken so many points beside it.
const GRIP: f64 = 8.0;
/// Beyond this many metres a point nothing is snapped to: features are smaller than the pointer there.
const FARTHEST: f64 = 25.0;

/// Where the pointer is.
#[derive(Clone, Copy, Debug)]
pub(in crate::app) struct Hand {
    /// The view.
    pub(in crate::app) camera: Camera,
    /// The place under the pointer.
    pub(in crate::app) over: Option<Coord<f64>>,
    /// The place where a button was pressed.
    pub(in crate::app) pressed: Option<Coord<f64>>,
}

/// What a tool has made of the pointer: the rest is for the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::app) struct Used {
    /// A click.
    pub(in crate::app) click: bool,
    /// A drag.
    pub(in crate::app) drag: bool,
}

/// Lets the tool have the pointer.
pub(in crate::app) fn steer(ui: &Ui, view: &mut View<'_>, response: &Response, hand: Hand) -> Used {
    view.session.tools.snapped = None;
    if view.session.tools.spent {
        view.session.tools.spent = response.dragged();
        return Used { click: true, drag: true };
    }
    match view.session.tools.tool {
        Tool::Select => rectangle(ui, view, response, hand),
        Tool::Draw(_) | Tool::Measure => draw(ui, view, response, hand),
        Tool::Edit => edit(ui, view, response, hand),
    }
}

/// Shift and drag pull up a rectangle; all that lies wholly inside is selected.
fn rectangle(ui: &Ui, view: &mut View<'_>, response: &Response, hand: Hand) -> Used {
    let tools = &mut view.session.tools;
    let shift = ui.input(|input| input.modifiers.shift);
    if response.drag_started_by(PointerButton::Primary) && shift {
        tools.rectangle = hand.pressed.zip(hand.over).map(|(from, to)| [from, to]);
    }
    if let (Some([_, to]), Some(over)) = (&mut tools.rectangle, hand.over) {
        *to = over;
    }
    if tools.rectangle.is_some() && !response.dragged_by(PointerButton::Primary) {
        if let Some([from, to]) = tools.rectangle.take() {
            view.commands.push(crate::app::Command::SelectWithin(geo_types::Rect::new(from, to)));
        }
        return Used { click: true, drag: true };
    }
    Used { click: false, drag: tools.rectangle.is_some() }
}

/// Points of a new feature, or of a measurement.
fn draw(ui: &Ui, view: &mut View<'_>, response: &Response, hand: Hand) -> Used {
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
    }
    let Some(over) = hand.over else {
        aim(&mut view.session.tools, None);
        return Used { click: true, drag: false };
    };
    let from = work::last_point(&view.session.tools);
    let at = target(ui, view, hand, over, from);
    aim(&mut view.session.tools, Some(at));
    if response.secondary_clicked() {
        work::finish(view.document, view.session, view.commands);
    } else if response.clicked_by(PointerButton::Primary) {
        // The first click of a double click has placed the point already.
        let near = GRIP * hand.camera.metres_per_point;
        let again = response.double_clicked() && from.is_some_and(|last| distance(last, at) <= near);
        if response.double_clicked() && from.is_none() {
            // The first click has ended what was drawn.
        } else if again {
            work::finish(view.document, view.session, view.commands);
        } else {
            work::place(view.document, view.session, view.commands, at);
        }
        response.request_focus();
    }
    Used { click: true, drag: false }
}

/// Where the next point would be.
fn aim(tools: &mut Tools, at: Option<Coord<f64>>) {
    tools.ruler.next = at;
    let width = tools.stated.width;
    if let Some(draft) = tools.draft.as_mut().filter(|draft| draft.stand == Stand::Drawing)
        && (draft.next != at || (draft.next_width - width).abs() > 0.0)
    {
        (draft.next, draft.next_width) = (at, width);
        tools.touch();
    }
}

/// The place that is meant: snapped, else along an axis of the grid where that is asked for, else to a millimetre.
fn target(ui: &Ui, view: &mut View<'_>, hand: Hand, over: Coord<f64>, from: Option<Coord<f64>>) -> Coord<f64> {
    let ortho = view.session.tools.snapping.ortho || ui.input(|input| input.modifiers.shift);
    let snapped = snap(view, hand, over);
    view.session.tools.snapped = snapped;
    match (snapped, from.filter(|_| ortho)) {
        // What has a place of its own is meant whatever the axis; on an edge the axis says where.
        (Some(snapped), from) if from.is_none() || snapped.target != Target::Edge => snapped.at,
        (_, Some(from)) => work::rounded(work::squared(from, over)),
        _ => work::rounded(over),
    }
}

fn snap(view: &View<'_>, hand: Hand, over: Coord<f64>) -> Option<Snapped> {
    let tools = &view.session.tools;
    let index: &SnapIndex = view.document.snapping()?;
    if hand.camera.metres_per_point > FARTHEST {
        return None;
    }
    let draft = tools.draft.as_ref();
    let moving = draft.map(|draft| draft.feature.id.as_str());
    let own: Vec<Segment> = match draft {
        Some(draft) if draft.stand == Stand::Drawing => own_edges(&draft.feature),
        _ => Vec::new(),
    };
    let takes = |layer: &Layer| {
        let key = layer.key();
        !(tools.snapping.without.contains(&key) || view.session.hidden.contains(&key))
    };
    // What is moved does not snap to where it was.
    let is_moving = |layer: &Layer, edge: &Segment| {
        let id = layer.features.get(edge.tag).and_then(|feature| feature.id.as_deref());
        id.is_some() && id == moving
    };
    let near = Near { at: over, within: SNAP * hand.camera.metres_per_point, own: &own };
    index.nearest(&near, &tools.snapping, takes, is_moving)
}

/// Edges of what is being drawn; a first point alone is an edge without length.
fn own_edges(feature: &DrawnFeature) -> Vec<Segment> {
    let points = feature.shape.points();
    match points {
        [only] => vec![Segment::new(*only, *only, 0)],
        _ => points.windows(2).map(|ends| Segment::new(ends[0], ends[1], 0)).collect(),
    }
}

/// Grips of the selected drawn feature, and ends of the selected corridor.
fn edit(ui: &Ui, view: &mut View<'_>, response: &Response, hand: Hand) -> Used {
    if drag_end(ui, view, response, hand) {
        return Used { click: true, drag: true };
    }
    if let Some(Draft { stand: Stand::Moving(grip, from), .. }) = view.session.tools.draft {
        return drag(ui, view, response, hand, grip, from);
    }
    let place = if response.drag_started() { hand.pressed.or(hand.over) } else { hand.over };
    let reach = GRIP * hand.camera.metres_per_point;
    if start_end(view, response, place, reach) {
        return Used { click: true, drag: true };
    }
    let Some(drawn) = tuned_or_selected(view) else {
        view.session.tools.under = None;
        return Used::default();
    };
    let under = place.and_then(|at| grip_at(&drawn, at, reach).or_else(|| on_body(view, at, reach)));
    view.session.tools.under = under.map(|(grip, _)| grip);
    let Some((grip, at)) = under else { return Used::default() };
    ui.ctx().set_cursor_icon(if grip == Grip::Body { CursorIcon::Move } else { CursorIcon::PointingHand });
    if response.drag_started_by(PointerButton::Primary) {
        let from = if grip == Grip::Body { place.unwrap_or(at) } else { at };
        view.session.tools.draft = Some(Draft::taken(drawn, grip, from));
        view.session.tools.touch();
        return Used { click: true, drag: true };
    }
    if response.clicked()
        && let Grip::Point(number) = grip
    {
        let corners = &mut view.session.tools.corners;
        corners.retain(|known| *known != number);
        corners.push(number);
        response.request_focus();
    }
    Used { click: grip != Grip::Body, drag: false }
}

/// The selected drawn feature, with the value of it that is being changed.
fn tuned_or_selected(view: &View<'_>) -> Option<DrawnFeature> {
    let own = selected_drawn(view.document, view.session)?;
    let draft = view.session.tools.draft.as_ref();
    let tuned = draft.filter(|draft| draft.stand == Stand::Tuning && draft.feature.id == own.id);
    Some(tuned.map_or_else(|| own.clone(), |draft| draft.feature.clone()))
}

/// The grip nearest to a place: points come before sides, and those before middles.
fn grip_at(drawn: &DrawnFeature, at: Coord<f64>, reach: f64) -> Option<(Grip, Coord<f64>)> {
    let rank = |grip: &Grip| match grip {
        Grip::Point(_) => 0,
        Grip::Side { .. } => 1,
        Grip::Middle(_) | Grip::Body => 2,
    };
    let near = grips(drawn).into_iter().filter(|(_, place)| distance(*place, at) <= reach);
    near.min_by(|a, b| rank(&a.0).cmp(&rank(&b.0)).then(distance(a.1, at).total_cmp(&distance(b.1, at))))
}

/// The body of the selected feature, where the place lies on it.
fn on_body(view: &View<'_>, at: Coord<f64>, reach: f64) -> Option<(Grip, Coord<f64>)> {
    let selected = view.session.selected?;
    let (_, feature) = work::feature_of(&view.document.loaded()?.snapshot.layers, selected)?;
    let holds = match &feature.shape {
        Shape::Area(region) => region.contains_point(at),
        Shape::Lines(_) => {
            let drawn = selected_drawn(view.document, view.session)?;
            stretches(&drawn.shape).any(|(_, edge)| edge.distance(at) <= reach)
        }
        Shape::Points(_) => false,
    };
    holds.then_some((Grip::Body, at))
}

/// Moves the grip that is held; letting go makes it a change of the plan.
fn drag(ui: &Ui, view: &mut View<'_>, response: &Response, hand: Hand, grip: Grip, from: Coord<f64>) -> Used {
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    if let Some(over) = hand.over {
        let to = match grip {
            // A width is what the pointer says, and a whole is moved by as much as the pointer is.
            Grip::Side { .. } => over,
            Grip::Body => from + work::rounded(over - from),
            Grip::Point(_) | Grip::Middle(_) => target(ui, view, hand, over, Some(from)),
        };
        if let Some(draft) = &mut view.session.tools.draft {
            let before = draft.feature.clone();
            draft.drag(to);
            if draft.feature != before {
                view.session.tools.touch();
            }
        }
    }
    if !response.dragged_by(PointerButton::Primary) {
        let moved = view.session.tools.draft.as_ref().map(|draft| draft.feature.clone());
        if let Some(moved) = moved {
            work::redraw(view.document, view.session, view.commands, moved);
        }
    }
    Used { click: true, drag: true }
}

/// An end of the corridor that is followed: the place that states it, and where its grip is shown: beyond the face, clear of
/// the corners that lie on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::app) struct End {
    pub(in crate::app) place: Coord<f64>,
    pub(in crate::app) grip: Coord<f64>,
}

/// The grip of an end lies so many points beyond its face.
const BEYOND: f64 = 22.0;

/// The ends of the corridor that is followed, with its name.
pub(in crate::app) fn ends_of(view: &View<'_>) -> Option<(String, Vec<End>)> {
    let corridor = view.live.found()?.corridor.as_ref().ok()?;
    let beyond = BEYOND * view.session.camera?.metres_per_point;
    let of_face = |line: &Vec<[f64; 2]>| {
        let (first, last): (Coord<f64>, Coord<f64>) = ((*line.first()?).into(), (*line.last()?).into());
        let place = midpoint(first, last);
        // A face runs counter-clockwise with the corridor on its left.
        Some(End { place, grip: place - left_of(unit(last - first)) * beyond })
    };
    let mut ends: Vec<End> = corridor.ends.iter().filter_map(of_face).collect();
    if let Some(draft) = view.session.tools.ends.as_ref().filter(|draft| draft.name == corridor.name) {
        let held = draft.ends.get(draft.taken).map(|place| End { place: *place, grip: *place });
        ends.get_mut(draft.taken).zip(held).into_iter().for_each(|(own, held)| *own = held);
    }
    Some((corridor.name.clone(), ends))
}

/// Takes an end of the corridor that is followed.
fn start_end(view: &mut View<'_>, response: &Response, place: Option<Coord<f64>>, reach: f64) -> bool {
    let (Some(at), Some((name, ends))) = (place, ends_of(view)) else { return false };
    let near = ends.iter().position(|end| distance(end.grip, at) <= reach);
    let Some(taken) = near.filter(|_| response.drag_started_by(PointerButton::Primary)) else { return false };
    let ends = ends.iter().map(|end| end.place).collect();
    view.session.tools.ends = Some(EndsDraft { name, ends, taken, done: false });
    view.session.tools.touch();
    true
}

/// Moves the end that is held; letting go states it in the plan.
fn drag_end(ui: &Ui, view: &mut View<'_>, response: &Response, hand: Hand) -> bool {
    if view.session.tools.ends.as_ref().is_none_or(|draft| draft.done) {
        return false;
    }
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    let over = hand.over.map(|over| target(ui, view, hand, over, None));
    let tools = &mut view.session.tools;
    let Some(draft) = &mut tools.ends else { return false };
    if let (Some(own), Some(over)) = (draft.ends.get_mut(draft.taken), over)
        && *own != over
    {
        *own = over;
        tools.count += 1;
    }
    if !response.dragged_by(PointerButton::Primary) {
        draft.done = true;
        let draft = draft.clone();
        state_ends(view, &draft.name, draft.ends);
    }
    true
}

/// States the ends of a corridor: with the drawn feature where it is drawn, else by its name.
fn state_ends(view: &mut View<'_>, name: &str, ends: Vec<Coord<f64>>) {
    let drawn = selected_drawn(view.document, view.session).filter(|drawn| drawn.role == Role::Corridors).cloned();
    if let Some(drawn) = drawn.filter(|drawn| drawn.title() == name) {
        view.session.tools.ends = None;
        return work::redraw(view.document, view.session, view.commands, DrawnFeature { ends, ..drawn });
    }
    let (Some(plan), Some(loaded)) = (view.document.plan(), view.document.loaded()) else { return };
    let edit = plan.setting_ends(name, Some(ends), &loaded.snapshot.frame);
    view.commands.push(crate::app::Command::Edit(edit));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::plan::{DrawnShape, Width};

    #[test]
    fn a_point_is_taken_before_the_side_and_the_middle_beside_it() {
        let at = |x: f64, y: f64| Coord { x, y };
        let drawn = DrawnFeature {
            id: "c1".to_owned(),
            role: Role::Corridors,
            name: None,
            values: BTreeMap::new(),
            between: Vec::new(),
            ends: Vec::new(),
            shape: DrawnShape::Band { centreline: vec![at(0.0, 0.0), at(20.0, 0.0)], width: Width::Even(10.0) },
        };
        assert_eq!(grip_at(&drawn, at(7.0, 1.0), 8.0).map(|(grip, _)| grip), Some(Grip::Point(0)));
        assert_eq!(
            grip_at(&drawn, at(10.0, 4.0), 4.5).map(|(grip, _)| grip),
            Some(Grip::Side { number: 0, left: true })
        );
        assert_eq!(grip_at(&drawn, at(10.0, 0.0), 4.5).map(|(grip, _)| grip), Some(Grip::Middle(0)));
        assert_eq!(grip_at(&drawn, at(40.0, 0.0), 8.0), None);
    }
}
