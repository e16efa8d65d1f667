//! Where the labels of marks stand: the chosen one first, then the others by how bad they are, each where there is room.

use vello_cpu::kurbo::{BezPath, PathEl, Point, Rect};

use super::plate::Plate;
use super::{Kind, Mark};
use crate::layer::Shape;
use crate::map::room::Room;
use crate::map::view::View;
use crate::text::Lang;

/// At most this many plates stand in a picture beside the chosen one; further marks have badges.
const MOST_PLATES: usize = 40;
/// A place larger than this in points, both ways, is not kept free as a whole box.
const LARGE: f64 = 220.0;
/// Places smaller than this are shown by their badge alone.
pub(super) const SMALL: f64 = 5.0;
/// Half the side of a badge, and of what it keeps free.
pub(super) const BADGE: f64 = 8.0;

/// A mark that is seen, with what stands for it.
#[derive(Clone, Debug)]
pub(super) struct Laid<'a> {
    pub(super) mark: &'a Mark,
    /// Larger extent of its place on the picture, in points.
    pub(super) extent: f64,
    pub(super) sign: Sign,
}

/// What says which finding it is.
#[derive(Clone, Debug)]
pub(super) enum Sign {
    /// A label, and where its leader goes.
    Plate { plate: Plate, at: Rect, to: Option<Point> },
    /// The number of the finding.
    Badge(Point),
    /// There is no room for a number.
    Dot(Point),
    /// Its outline alone.
    None,
}

/// Lays out marks; takes room for all that is written and for what may not be written over. The chosen mark comes last, on top.
pub(super) fn lay_out<'a>(marks: &'a [Mark], view: &View, room: &mut Room, lang: Lang) -> Vec<Laid<'a>> {
    let seen: Vec<&Mark> = marks.iter().filter(|mark| is_seen(mark, view)).collect();
    let chosen = marks.iter().any(|mark| mark.chosen);
    let mut order: Vec<usize> = (0..seen.len()).collect();
    order.sort_by_key(|&index| (!seen[index].chosen, seen[index].verdict, index));
    for mark in &seen {
        keep_free(mark, view, room);
    }
    // Badges lie on places and are kept apart from each other only.
    let mut badges = room.clone_empty();
    let mut plates = 0;
    let mut signs: Vec<Sign> = vec![Sign::None; seen.len()];
    for index in order {
        let mark = seen[index];
        let wanted = mark.chosen || (!chosen && plates < MOST_PLATES);
        let plate = if wanted { plate(mark, view, room, lang) } else { None };
        plates += usize::from(plate.is_some());
        signs[index] = match plate {
            Some(sign) => sign,
            None if mark.kind == Kind::Scope => Sign::None,
            None => badge(view.at(mark.label.at), room, &mut badges),
        };
    }
    let laid = seen.into_iter().zip(signs).filter(|(mark, _)| mark.chosen || !(chosen && mark.kind == Kind::Scope));
    laid.map(|(mark, sign)| Laid { mark, extent: extent(mark, view), sign }).collect()
}

fn is_seen(mark: &Mark, view: &View) -> bool {
    view.sees(&mark.bounds()) || mark.dimensions.iter().any(|&[a, b]| view.sees(&geo_types::Rect::new(a, b)))
}

fn extent(mark: &Mark, view: &View) -> f64 {
    let bounds = mark.bounds();
    bounds.width().max(bounds.height()) / view.metres_per_point()
}

fn screen_box(bounds: geo_types::Rect<f64>, view: &View) -> Rect {
    Rect::from_points(view.at(bounds.min()), view.at(bounds.max()))
}

/// The dimension of a mark and its place, where that is not large, are not written over.
fn keep_free(mark: &Mark, view: &View, room: &mut Room) {
    if let Some(about) = core_box(mark, view) {
        room.take(about);
    }
}

/// What of a mark a label stands beside: its dimension, and its place unless that is large.
fn core_box(mark: &Mark, view: &View) -> Option<Rect> {
    if mark.kind == Kind::Scope {
        return None;
    }
    let place = screen_box(mark.bounds(), view);
    let small = (place.width() < LARGE && place.height() < LARGE).then_some(place);
    let dimensions = mark.dimensions.iter().map(|&[a, b]| Rect::from_points(view.at(a), view.at(b)).inflate(7.0, 7.0));
    small.into_iter().chain(dimensions).reduce(|one, other| one.union(other))
}

fn plate(mark: &Mark, view: &View, room: &mut Room, lang: Lang) -> Option<Sign> {
    let plate = if mark.chosen { Plate::full(mark, lang) } else { Plate::compact(mark) };
    let Some(to) = lead_to(mark, view, room) else {
        // Nothing of its boundary is seen: the picture lies inside the place.
        let at = plate.at_edge(room).filter(|_| mark.chosen)?;
        room.take(at);
        return Some(Sign::Plate { plate, at, to: None });
    };
    let about = core_box(mark, view)
        .filter(|core| core.contains(to))
        .unwrap_or_else(|| Rect::from_center_size(to, (12.0, 12.0)));
    let edges = if mark.chosen || about.area() > 0.0 { edges(mark, view) } else { Vec::new() };
    let covers = |wanted: Rect| edges.iter().any(|&[a, b]| crosses(wanted, a, b)) || holds_middle(mark, view, wanted);
    let hides_nothing = |_: Rect| false;
    let at = plate
        .find_room(about, room, &covers)
        .or_else(|| plate.find_room(about, room, &hides_nothing))
        .or_else(|| if mark.chosen { plate.at_edge(room) } else { None })?;
    room.take(at.inflate(2.0, 2.0));
    Some(Sign::Plate { plate, at, to: Some(to) })
}

/// Where the leader goes: the dimension or the middle of the place; of a scope, and of a place whose middle lies outside the
/// picture, the point of its outline that is nearest to a good place for the plate.
fn lead_to(mark: &Mark, view: &View, room: &Room) -> Option<Point> {
    let at = view.at(mark.label.at);
    if mark.kind != Kind::Scope && room.holds(at) {
        return Some(at);
    }
    let whole = room.whole();
    let wanted = match mark.kind {
        Kind::Scope => Point::new(whole.x0 + whole.width() * 0.3, whole.y0 + whole.height() * 0.12),
        _ => Point::new(at.x.clamp(whole.x0, whole.x1), at.y.clamp(whole.y0, whole.y1)),
    };
    let ends = |path: BezPath| -> Vec<Point> { path.elements().iter().filter_map(PathEl::end_point).collect() };
    let points = match &mark.place {
        Shape::Area(region) => ends(view.outline(region)),
        Shape::Lines(lines) => ends(view.lines(lines)),
        Shape::Points(points) => points.iter().map(|&place| view.at(place)).collect(),
    };
    let inner = whole.inset(-6.0);
    let inside = points.into_iter().filter(|&point| inner.contains(point));
    inside.min_by(|a, b| a.distance_squared(wanted).total_cmp(&b.distance_squared(wanted)))
}

/// Edges of the place that are seen.
fn edges(mark: &Mark, view: &View) -> Vec<[Point; 2]> {
    let path = match &mark.place {
        _ if mark.kind == Kind::Scope => return Vec::new(),
        Shape::Area(region) => view.outline(region),
        Shape::Lines(lines) => view.lines(lines),
        Shape::Points(_) => return Vec::new(),
    };
    let mut edges = Vec::new();
    let mut last = None;
    for element in path.elements() {
        match (element, last) {
            (PathEl::LineTo(to), Some(from)) => edges.push([from, *to]),
            _ => {}
        }
        last = element.end_point();
    }
    edges
}

fn holds_middle(mark: &Mark, view: &View, wanted: Rect) -> bool {
    let Shape::Area(region) = &mark.place else { return false };
    let middle = wanted.center();
    mark.kind != Kind::Scope && region.contains_point(view.place(middle))
}

/// Whether a step crosses a box or ends in it.
fn crosses(wanted: Rect, a: Point, b: Point) -> bool {
    if a.x.max(b.x) < wanted.x0 || a.x.min(b.x) > wanted.x1 || a.y.max(b.y) < wanted.y0 || a.y.min(b.y) > wanted.y1 {
        return false;
    }
    let step = b - a;
    let side = |corner: Point| step.cross(corner - a);
    let corners = [(wanted.x0, wanted.y0), (wanted.x1, wanted.y0), (wanted.x1, wanted.y1), (wanted.x0, wanted.y1)];
    let sides = corners.map(|(x, y)| side(Point::new(x, y)));
    sides.iter().any(|&side| side >= 0.0) && sides.iter().any(|&side| side <= 0.0)
}

fn badge(at: Point, room: &mut Room, badges: &mut Room) -> Sign {
    if !room.holds(at) {
        return Sign::Dot(at);
    }
    let own = Rect::from_center_size(at, (2.0 * BADGE, 2.0 * BADGE));
    if badges.claim(own) {
        room.take(own);
        Sign::Badge(at)
    } else {
        Sign::Dot(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_crosses_a_box_it_runs_through_ends_in_or_touches() {
        let wanted = Rect::new(0.0, 0.0, 10.0, 10.0);
        let crosses = |a: (f64, f64), b: (f64, f64)| super::crosses(wanted, a.into(), b.into());
        assert!(
            crosses((-5.0, 5.0), (15.0, 6.0)) && crosses((5.0, 5.0), (50.0, 50.0)) && crosses((2.0, 2.0), (3.0, 3.0))
        );
        assert!(!crosses((-5.0, 8.0), (8.0, 25.0)), "past a corner");
        assert!(!crosses((11.0, 0.0), (20.0, 10.0)));
    }
}
