//! Names on the map: those of large things first, each only where its thing is large enough for it and nothing is written yet.

mod chains;

use std::collections::BTreeMap;

use geo_types::{Coord, Rect as PlanRect};
use vello_cpu::kurbo::{Point, Rect};

use self::chains::chains;
use super::canvas::{Canvas, Pen};
use super::colour::PAPER;
use super::lettering::{ASCENT, DESCENT, Line, Way, Weight};
use super::room::Room;
use super::view::View;
use super::{Colour, Name, Scene, SceneLayer, Tone};
use crate::layer::Role;

/// The same name stands no nearer to itself than this, in points.
const REPEAT: f64 = 340.0;
/// Points are named from this many metres per point on.
const POINTS_NAMED: f64 = 2.5;
/// At most this many names stand on a picture.
const MOST: usize = 600;
/// A way may turn this much from letter to letter under a name, in radians.
const SHARPEST: f64 = 0.35;

/// How names of a role are written.
#[derive(Clone, Copy, Debug)]
struct Hand {
    weight: Weight,
    size: f64,
    colour: Colour,
    /// The part of the name's width that an area must have.
    room: f64,
}

fn hand(role: Role) -> Hand {
    let hand = |weight, size, rgb, room| Hand { weight, size, colour: Colour::hex(rgb), room };
    match role {
        Role::AdminUnits | Role::Clusters => hand(Weight::Bold, 16.0, 0x2b_2b_2b, 0.5),
        Role::Corridors => hand(Weight::Bold, 13.0, 0x1b_55_33, 0.7),
        Role::Water => hand(Weight::Regular, 12.5, 0x1d_66_99, 0.6),
        Role::RenewalUnits | Role::PlanningUnits | Role::Communities => hand(Weight::Regular, 11.5, 0x55_4a_3c, 0.8),
        Role::Plazas => hand(Weight::Bold, 11.5, 0x33_33_33, 0.6),
        Role::Green => hand(Weight::Regular, 11.0, 0x2a_6a_3d, 0.8),
        Role::Greenways => hand(Weight::Regular, 11.0, 0x0a_62_5e, 1.0),
        Role::RoadCentrelines | Role::Walkways => hand(Weight::Regular, 11.0, 0x4a_46_40, 1.0),
        _ => hand(Weight::Regular, 11.0, 0x4a_4a_4a, 0.9),
    }
}

/// How a name is written: as those of its role, in the size that the plan states.
fn hand_of(name: &Name) -> Hand {
    let hand = hand(name.role);
    Hand { size: name.size.unwrap_or(hand.size), ..hand }
}

/// Writes the names of the layers that are shown; takes the room they need.
pub(super) fn draw(canvas: &mut dyn Canvas, scene: &Scene, view: &View, room: &mut Room) {
    let paper = match scene.tone {
        Tone::Light => PAPER,
        Tone::Dimmed => PAPER.dimmed(88),
    };
    let shown =
        |layer: &&SceneLayer| layer.visible && !scene.names_hidden && layer.art.is_shown_at(view.metres_per_point());
    let names = scene.layers.iter().filter(shown).flat_map(|layer| layer.art.names());
    let names = names.filter(|name| view.metres_per_point() <= name.until);
    for written in place(names, view, room) {
        canvas.stroke(&written.outline, &Pen::solid(3.4).round(), paper.with_opacity(225));
        canvas.fill(&written.outline, written.colour);
    }
}

/// A name at its place.
struct Written {
    outline: vello_cpu::kurbo::BezPath,
    colour: Colour,
}

fn place<'a>(names: impl Iterator<Item = &'a Name>, view: &View, room: &mut Room) -> Vec<Written> {
    let mut areas: Vec<&Name> = Vec::new();
    let mut lines: Vec<&Name> = Vec::new();
    for name in names.filter(|name| may_be_seen(name, view)) {
        if name.along.is_some() { lines.push(name) } else { areas.push(name) }
    }
    // Whether a name fits is cheaper to know than where.
    areas.retain(|name| fits(name, view));
    let mut wanted: Vec<Wanted<'_>> = areas.into_iter().map(Wanted::Spot).collect();
    wanted.extend(chains(&lines).into_iter().map(|(name, way)| Wanted::Along(name, way)));
    wanted.sort_by(|a, b| a.key().partial_cmp(&b.key()).unwrap_or(std::cmp::Ordering::Equal));
    let mut near = Near::default();
    let mut written = Vec::new();
    for one in wanted {
        if written.len() >= MOST {
            break;
        }
        match one {
            Wanted::Spot(name) => written.extend(spot(name, view, room, &mut near)),
            Wanted::Along(name, way) => written.extend(along(name, &way, view, room, &mut near)),
        }
    }
    written
}

enum Wanted<'a> {
    Spot(&'a Name),
    Along(&'a Name, Vec<Coord<f64>>),
}

impl Wanted<'_> {
    /// By rank, then the larger first, then by name and place: never by chance.
    fn key(&self) -> (u8, f64, &str, f64, f64) {
        let (name, extent) = match self {
            Self::Spot(name) => (*name, name.extent),
            Self::Along(name, way) => (*name, crate::geometry::vector::polyline_length(way)),
        };
        (name.rank, -extent, &name.text, name.at.x, name.at.y)
    }
}

fn may_be_seen(name: &Name, view: &View) -> bool {
    // A line of this length reaches no farther from its middle.
    let reach = if name.along.is_some() { name.extent } else { 0.0 };
    let corner = Coord { x: reach, y: reach };
    view.sees(&PlanRect::new(name.at - corner, name.at + corner))
}

fn fits(name: &Name, view: &View) -> bool {
    if name.extent <= 0.0 {
        return view.metres_per_point() <= POINTS_NAMED;
    }
    let hand = hand_of(name);
    // Before layout: no letter is narrower than about half its size.
    let least = name.said(view.metres_per_point()).chars().count() as f64 * hand.size * 0.5 * hand.room;
    name.extent / view.metres_per_point() >= least
}

/// Where names stand already.
#[derive(Default)]
struct Near<'a>(BTreeMap<&'a str, Vec<Point>>);

impl<'a> Near<'a> {
    fn is_free(&self, text: &str, at: Point) -> bool {
        self.0.get(text).is_none_or(|places| places.iter().all(|place| place.distance(at) >= REPEAT))
    }

    fn take(&mut self, text: &'a str, at: Point) {
        self.0.entry(text).or_default().push(at);
    }
}

/// A name on a spot: on it, else above or below it.
fn spot<'a>(name: &'a Name, view: &View, room: &mut Room, near: &mut Near<'a>) -> Option<Written> {
    let hand = hand_of(name);
    let at = view.at(name.at);
    if !near.is_free(&name.text, at) {
        return None;
    }
    let line = Line::new(name.said(view.metres_per_point()), hand.weight, hand.size);
    if name.extent > 0.0 && name.extent / view.metres_per_point() < line.width * hand.room {
        return None;
    }
    let height = hand.size * (ASCENT + DESCENT);
    let shifts = if name.extent > 0.0 { [0.0, -1.5, 1.5] } else { [-1.0, 1.0, -2.0] };
    let boxed = shifts
        .into_iter()
        .map(|shift| Rect::from_center_size((at.x, at.y + shift * height), (line.width + 4.0, height + 2.0)))
        .find(|&wanted| room.claim(wanted))?;
    near.take(&name.text, at);
    let outline = line.outline([boxed.x0 + 2.0, boxed.y1 - 1.0 - hand.size * DESCENT]);
    Some(Written { outline, colour: hand.colour })
}

/// A name along a line, as often as its length asks for.
fn along<'a>(name: &'a Name, way: &[Coord<f64>], view: &View, room: &mut Room, near: &mut Near<'a>) -> Vec<Written> {
    let hand = hand_of(name);
    let said = name.said(view.metres_per_point());
    let least = said.chars().count() as f64 * hand.size * 0.5;
    let mut written = Vec::new();
    for stretch in view.stretches(way.iter().copied()) {
        let way = Way::new(stretch.points.iter().map(|point| [point.x, point.y]));
        if way.length() < least {
            continue;
        }
        let line = Line::new(said, hand.weight, hand.size);
        let spare = way.length() - line.width;
        if spare < hand.size {
            continue;
        }
        let parts = (way.length() / REPEAT).floor().clamp(1.0, 16.0);
        let mut part = 0.0;
        while part < parts {
            let middle = (part + 0.5) / parts * way.length();
            // The middle of the part first, then beside it.
            let starts = [0.0, -0.2, 0.2, -0.35, 0.35]
                .map(|shift| (middle + shift * way.length() / parts - line.width / 2.0).clamp(0.0, spare.max(0.0)));
            let laid = Laid { name, hand, line: &line, way: &way };
            let found = starts.into_iter().find_map(|start| laid.written(start, room, near));
            written.extend(found);
            part += 1.0;
        }
    }
    written
}

/// A name laid out, and the line it may stand along.
struct Laid<'a, 'b> {
    name: &'a Name,
    hand: Hand,
    line: &'b Line,
    way: &'b Way,
}

impl<'a> Laid<'a, '_> {
    /// The name from a distance along the line, where there is room and the line is straight enough.
    fn written(&self, start: f64, room: &mut Room, near: &mut Near<'a>) -> Option<Written> {
        let Self { name, hand, line, way } = self;
        if way.sharpest(start, start + line.width, hand.size) > SHARPEST {
            return None;
        }
        let (from, _) = way.at(start)?;
        let (to, _) = way.at((start + line.width).min(way.length()))?;
        let middle = Point::new(f64::midpoint(from[0], to[0]), f64::midpoint(from[1], to[1]));
        if !near.is_free(&name.text, middle) {
            return None;
        }
        // Upright: read from the left, straight lines from below.
        let backward = to[0] < from[0] - 1e-6 || ((to[0] - from[0]).abs() <= 1e-6 && to[1] > from[1]);
        let (outline, middles) = if backward {
            line.outline_along(&way.reversed(), way.length() - start - line.width)?
        } else {
            line.outline_along(way, start)?
        };
        let boxes: Vec<Rect> =
            middles.iter().map(|&[x, y]| Rect::from_center_size((x, y), (hand.size + 1.0, hand.size + 1.0))).collect();
        if !boxes.iter().all(|&wanted| room.is_free(wanted)) {
            return None;
        }
        for own in boxes {
            room.take(own);
        }
        near.take(&name.text, middle);
        Some(Written { outline, colour: hand.colour })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::map::Camera;
    use vello_cpu::kurbo::Shape as _;

    fn view() -> View {
        View::of(&Camera { centre: Coord { x: 500.0, y: 300.0 }, metres_per_point: 1.0, size: [1000.0, 600.0] })
    }

    fn area(text: &str, x: f64, y: f64, extent: f64, role: Role, rank: u8) -> Name {
        Name {
            text: Arc::from(text),
            at: Coord { x, y },
            along: None,
            extent,
            rank,
            role,
            size: None,
            until: f64::INFINITY,
            near: None,
        }
    }

    fn road(text: &str, points: &[(f64, f64)]) -> Name {
        let along: Vec<Coord<f64>> = points.iter().map(|&point| point.into()).collect();
        let extent = crate::geometry::vector::polyline_length(&along);
        let at = along[along.len() / 2];
        Name {
            text: Arc::from(text),
            at,
            along: Some(along),
            extent,
            rank: 5,
            role: Role::RoadCentrelines,
            size: None,
            until: f64::INFINITY,
            near: None,
        }
    }

    fn boxes(names: &[Name]) -> Vec<Rect> {
        let mut room = Room::new([1000.0, 600.0], 5.0);
        place(names.iter(), &view(), &mut room).iter().map(|written| written.outline.bounding_box()).collect()
    }

    #[test]
    fn of_two_names_at_one_place_the_more_important_stands_on_it_and_the_other_beside_it() {
        let names = [
            area("中心公园", 500.0, 300.0, 400.0, Role::Green, 7),
            area("北组团", 500.0, 300.0, 800.0, Role::Clusters, 0),
        ];
        let found = boxes(&names);
        assert_eq!(found.len(), 2);
        assert!(found[0].contains(Point::new(500.0, 300.0)) && !found[1].contains(Point::new(500.0, 300.0)));
        assert!(found[0].intersect(found[1]).area() < 1e-9, "{found:?}");
    }

    #[test]
    fn a_thing_too_small_for_its_name_or_at_the_edge_has_none() {
        assert!(boxes(&[area("中心公园", 500.0, 300.0, 20.0, Role::Green, 7)]).is_empty());
        assert!(boxes(&[area("北组团", 2.0, 300.0, 800.0, Role::Clusters, 0)]).is_empty());
    }

    #[test]
    fn a_road_from_east_to_west_is_read_from_the_left() {
        let found = boxes(&[road("滨河路", &[(700.0, 300.0), (500.0, 300.0), (300.0, 300.0)])]);
        assert_eq!(found.len(), 1);
        let forward = boxes(&[road("滨河路", &[(300.0, 300.0), (500.0, 300.0), (700.0, 300.0)])]);
        assert!((found[0].x0 - forward[0].x0).abs() < 1e-6 && (found[0].y0 - forward[0].y0).abs() < 1e-6);
    }

    #[test]
    fn a_name_is_not_repeated_nearby_and_links_of_one_road_are_one() {
        let links: Vec<Name> = (0..9)
            .map(|link| {
                road("滨河路", &[(f64::from(link) * 100.0 + 50.0, 300.0), (f64::from(link) * 100.0 + 150.0, 300.0)])
            })
            .collect();
        let found = boxes(&links);
        assert_eq!(found.len(), 2, "900 points of road hold the name twice");
        assert!((found[0].center().x - found[1].center().x).abs() >= REPEAT);
    }

    #[test]
    fn names_never_overlap_and_do_not_depend_on_their_order() {
        let mut names: Vec<Name> = (0..60_u16)
            .map(|number| {
                let (x, y) = (f64::from(number * 37 % 100) * 10.0, f64::from(number * 53 % 60) * 10.0);
                area(&format!("地名{number}"), x, y, 300.0, Role::Water, 3)
            })
            .collect();
        let found = boxes(&names);
        assert!(found.len() > 10);
        for (index, one) in found.iter().enumerate() {
            assert!(found[index + 1..].iter().all(|other| one.intersect(*other).area() < 1e-9));
        }
        names.reverse();
        assert_eq!(found, boxes(&names));
    }
}
