//! Where the labels of marks stand: the chosen one first, then the others by how bad they are, each where there is room.

use std::collections::{BTreeMap, BTreeSet};

use vello_cpu::kurbo::{BezPath, PathEl, Point, Rect, Vec2};

use super::plate::{Plate, leaves};
use super::{Kind, Mark};
use crate::layer::Shape;
use crate::map::room::Room;
use crate::map::view::View;
use crate::text::Lang;

/// A plate stands on so many square points of the picture, beside the chosen one; further marks have badges.
const A_PLATE: f64 = 44_000.0;
/// At most this many plates stand in a picture, and of one clause.
const MOST_PLATES: usize = 40;
const MOST_OF_CLAUSE: usize = 2;
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
    let mut placed = Placed::default();
    let mut said: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
    let mut of_clause: BTreeMap<&str, usize> = BTreeMap::new();
    let most = most_plates(room);
    let mut signs: Vec<Sign> = vec![Sign::None; seen.len()];
    for index in order {
        let mark = seen[index];
        let told = of_clause.entry(mark.clause.as_str()).or_default();
        let wanted = mark.chosen || (!chosen && placed.0.len() < most && *told < MOST_OF_CLAUSE);
        // Ten links of a road that say the same are one road.
        let subject = mark.label.notes.first().map_or("", String::as_str);
        let repeated = !mark.chosen && !said.insert((&mark.clause, subject, &mark.label.head));
        let plate = if wanted && !repeated { plate(mark, view, room, &mut placed, lang) } else { None };
        *told += usize::from(plate.is_some());
        signs[index] = match plate {
            Some(sign) => sign,
            None if mark.kind == Kind::Scope => Sign::None,
            None if repeated && mark.kind == Kind::Course && !chosen => Sign::None,
            None => badge(placed.beside(view.at(mark.label.at)), room, &mut badges),
        };
        if let (true, Sign::Plate { to: Some(to), .. }) = (mark.chosen, &signs[index]) {
            badges.take(Rect::from_center_size(*to, (2.0 * BADGE, 2.0 * BADGE)));
        }
    }
    hide_covered(&mut signs, &placed);
    let laid = seen.into_iter().zip(signs).filter(|(mark, _)| mark.chosen || !(chosen && mark.kind == Kind::Scope));
    laid.map(|(mark, sign)| Laid { mark, extent: extent(mark, view), sign }).collect()
}

/// How many plates a picture has room for without the map being lost below them.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a picture of bounded size")]
fn most_plates(room: &Room) -> usize {
    ((room.whole().area() / A_PLATE) as usize).clamp(3, MOST_PLATES)
}

/// Of marks at one place that has its label or number, the others are not shown.
fn hide_covered(signs: &mut [Sign], placed: &Placed) {
    let badges = signs.iter().filter_map(|sign| if let Sign::Badge(at) = sign { Some(*at) } else { None });
    let labelled: Vec<Point> = placed.0.iter().filter_map(|one| one.to).chain(badges).collect();
    for sign in signs {
        if matches!(sign, Sign::Dot(at) if labelled.iter().any(|other| other.distance(*at) < BADGE)) {
            *sign = Sign::None;
        }
    }
}

/// Plates that stand, with their leaders.
#[derive(Default)]
struct Placed(Vec<Standing>);

struct Standing {
    plate: Rect,
    to: Option<Point>,
}

impl Placed {
    /// A place, or the nearest one beside the plate that lies over it.
    fn beside(&self, at: Point) -> Point {
        let over =
            self.0.iter().map(|one| one.plate.inflate(BADGE + 1.0, BADGE + 1.0)).find(|plate| plate.contains(at));
        let Some(plate) = over else { return at };
        let ways = [
            Point::new(at.x, plate.y0),
            Point::new(at.x, plate.y1),
            Point::new(plate.x0, at.y),
            Point::new(plate.x1, at.y),
        ];
        ways.into_iter().min_by(|a, b| a.distance(at).total_cmp(&b.distance(at))).unwrap_or(at)
    }

    /// Whether a plate with its leader would cross another's.
    fn crosses(&self, wanted: Rect, to: Point) -> bool {
        let from = leaves(wanted, to);
        self.0.iter().any(|one| {
            crosses(one.plate, from, to)
                || one.to.is_some_and(|end| {
                    let start = leaves(one.plate, end);
                    crosses(wanted, start, end) || meet([from, to], [start, end])
                })
        })
    }
}

/// Whether two steps cross between their ends.
fn meet([a, b]: [Point; 2], [c, d]: [Point; 2]) -> bool {
    let side = |from: Point, to: Point, at: Point| (to - from).cross(at - from);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
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

/// Parts of the picture's width and height where the label of a scope may stand, best first.
const ABOUT_SCOPES: [[f64; 2]; 5] = [[0.3, 0.12], [0.05, 0.45], [0.95, 0.45], [0.7, 0.1], [0.5, 0.95]];

fn plate(mark: &Mark, view: &View, room: &mut Room, placed: &mut Placed, lang: Lang) -> Option<Sign> {
    let plate = if mark.chosen { Plate::full(mark, lang) } else { Plate::compact(mark) };
    let targets = targets(mark, view, room);
    let edges = edges(mark, view);
    let along = mark.dimensions.first().map_or(Vec2::ZERO, |&[a, b]| (view.at(b) - view.at(a)).normalize());
    let along = if along.is_finite() { along } else { Vec2::ZERO };
    let stand = |to: Point, hiding: bool| {
        let covers = |wanted: Rect| {
            let hides = || edges.iter().any(|&[a, b]| crosses(wanted, a, b)) || holds_middle(mark, view, wanted);
            placed.crosses(wanted, to) || (!hiding && hides())
        };
        let own = Rect::from_center_size(to, (12.0, 12.0));
        let about = core_box(mark, view).filter(|core| core.contains(to)).unwrap_or(own);
        plate.find_room(about, along, room, &covers)
    };
    // The shortest leader wins; the first of equals.
    let best = |hiding: bool| {
        let found = targets.iter().filter_map(|&to| Some((stand(to, hiding)?, to)));
        let leader = |(at, to): &(Rect, Point)| leaves(*at, *to).distance(*to);
        found.min_by(|a, b| leader(a).total_cmp(&leader(b))).map(|(at, to)| (at, Some(to)))
    };
    let found = best(false).or_else(|| best(true));
    let at_edge = || {
        let to = targets.first().copied();
        Some((plate.at_edge(room, to)?, to))
    };
    let (at, to) = found.or_else(|| if mark.chosen { at_edge() } else { None })?;
    room.take(at.inflate(2.0, 2.0));
    if let Some(to) = to {
        room.take(Rect::from_center_size(to, (10.0, 10.0)));
    }
    placed.0.push(Standing { plate: at, to });
    Some(Sign::Plate { plate, at, to })
}

/// Where the leader may go: the dimension or the middle of the place; of a scope, and of a place whose middle lies outside the
/// picture, points of its outline. None where nothing of it is seen: the picture lies inside the place.
fn targets(mark: &Mark, view: &View, room: &Room) -> Vec<Point> {
    let at = view.at(mark.label.at);
    if mark.kind != Kind::Scope && room.holds(at) {
        return vec![at];
    }
    let ends = |path: BezPath| -> Vec<Point> { path.elements().iter().filter_map(PathEl::end_point).collect() };
    let mut points = match &mark.place {
        Shape::Area(region) => ends(view.outline(region)),
        Shape::Lines(lines) => ends(view.lines(lines)),
        Shape::Points(points) => points.iter().map(|&place| view.at(place)).collect(),
    };
    let whole = room.whole();
    let inner = whole.inset(-6.0);
    points.retain(|&point| inner.contains(point));
    let wanted: Vec<Point> = match mark.kind {
        Kind::Scope => ABOUT_SCOPES
            .iter()
            .map(|[x, y]| Point::new(whole.x0 + whole.width() * x, whole.y0 + whole.height() * y))
            .collect(),
        _ => vec![Point::new(at.x.clamp(whole.x0, whole.x1), at.y.clamp(whole.y0, whole.y1))],
    };
    let nearest = |wanted: Point| {
        points.iter().copied().min_by(|a, b| a.distance_squared(wanted).total_cmp(&b.distance_squared(wanted)))
    };
    wanted.into_iter().filter_map(nearest).collect()
}

/// Edges that are seen of the place and of what stands in the way there.
fn edges(mark: &Mark, view: &View) -> Vec<[Point; 2]> {
    let mut path = BezPath::new();
    let place = Some(&mark.place).filter(|_| mark.chosen || mark.kind != Kind::Scope);
    for shape in place.into_iter().chain(&mark.evidence.in_the_way) {
        match shape {
            Shape::Area(region) => path.extend(view.outline(region)),
            Shape::Lines(lines) => path.extend(view.lines(lines)),
            Shape::Points(_) => {}
        }
    }
    let mut edges = Vec::new();
    let mut last = None;
    for element in path.elements() {
        if let (PathEl::LineTo(to), Some(from)) = (element, last) {
            edges.push([from, *to]);
        }
        last = element.end_point();
    }
    edges
}

fn holds_middle(mark: &Mark, view: &View, wanted: Rect) -> bool {
    let Shape::Area(region) = &mark.place else { return false };
    let middle = wanted.center();
    (mark.chosen || mark.kind != Kind::Scope) && region.contains_point(view.place(middle))
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
    fn a_number_that_would_lie_on_a_label_stands_beside_it() {
        let plate = Rect::new(100.0, 100.0, 200.0, 120.0);
        let placed = Placed(vec![Standing { plate, to: None }]);
        assert_eq!(placed.beside(Point::new(150.0, 104.0)), Point::new(150.0, 100.0 - BADGE - 1.0));
        assert_eq!(placed.beside(Point::new(198.0, 110.0)), Point::new(200.0 + BADGE + 1.0, 110.0));
        assert_eq!(placed.beside(Point::new(150.0, 60.0)), Point::new(150.0, 60.0));
    }

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
