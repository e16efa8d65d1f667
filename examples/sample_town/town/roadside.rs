//! What lies along streets: their red lines as areas, lamps and crossings.

use super::Town;
use super::dice::Dice;
use super::streets::Road;
use super::warp::{Point, at, mm};

/// The ground between the red lines of a link.
pub(crate) struct RedLine {
    pub(crate) name: String,
    pub(crate) class: &'static str,
    pub(crate) ring: Vec<Point>,
}

/// A street lamp.
pub(crate) struct Lamp {
    pub(crate) street: String,
    pub(crate) light: &'static str,
    /// Watts.
    pub(crate) power: f64,
    pub(crate) place: Point,
}

/// A place to cross a street.
pub(crate) struct Crossing {
    pub(crate) street: String,
    pub(crate) kind: &'static str,
    pub(crate) place: Point,
}

/// A street whose red line is drawn wider than its centreline states, and how wide.
const WIDER: (&str, f64) = ("河东大道", 47.0);
/// Metres between lamps, and from a lamp to the red line.
const SPACING: f64 = 38.0;
const VERGE: f64 = 2.0;
/// Longest link without a crossing in its middle.
const LONG: f64 = 240.0;

/// Lays all three.
pub(crate) fn lay(town: &mut Town) {
    let links = links(&town.roads);
    for (road, sides) in &links {
        let more = if road.name == WIDER.0 { (WIDER.1 - road.width) / 2.0 } else { 0.0 };
        let ring = band(&road.line, sides.map(|side| side + more));
        town.red_lines.push(RedLine { name: road.name.clone(), class: road.class, ring });
    }
    let mut dice = Dice::new(5_000);
    for (road, sides) in links {
        if matches!(road.class, "快速路" | "主干路" | "次干路") {
            light(road, sides, &mut dice, &mut town.lamps);
        }
    }
    cross(town);
}

/// Links with a red line, each street once: its distances from the line to the left and the right red line. Of two
/// carriageways the first stands for both.
fn links(roads: &[Road]) -> Vec<(&Road, [f64; 2])> {
    let mut out: Vec<(&Road, [f64; 2])> = Vec::new();
    let mut other = false;
    for (number, road) in roads.iter().enumerate() {
        if road.one_way && other {
            other = false;
            continue;
        }
        let again = || roads.iter().take(number).any(|known| known.line.iter().eq(road.line.iter().rev()));
        if road.width == 0.0 || again() {
            continue;
        }
        // Traffic keeps right, so the middle of the street is on the left.
        let middle = if road.one_way { apart(road, roads.get(number + 1)) / 2.0 } else { 0.0 };
        other = road.one_way;
        out.push((road, [road.width / 2.0 + middle, road.width / 2.0 - middle]));
    }
    out
}

fn apart(road: &Road, back: Option<&Road>) -> f64 {
    let ends = road.line.first().zip(back.and_then(|back| back.line.last()));
    ends.map_or(0.0, |(a, b)| (a[0] - b[0]).hypot(a[1] - b[1]))
}

/// A band along a line whose sides run at these distances to its left and right.
fn band(line: &[Point], [left, right]: [f64; 2]) -> Vec<Point> {
    let mut ring = beside(line, left);
    let mut back = beside(line, -right);
    back.reverse();
    ring.extend(back);
    ring.extend(ring.first().copied());
    ring
}

fn normal(a: Point, b: Point) -> Point {
    let length = (b[0] - a[0]).hypot(b[1] - a[1]);
    [-(b[1] - a[1]) / length, (b[0] - a[0]) / length]
}

/// The line at a distance to its left, its corners mitred.
fn beside(line: &[Point], by: f64) -> Vec<Point> {
    let normals: Vec<Point> = line.windows(2).map(|pair| normal(pair[0], pair[1])).collect();
    let place = |(number, point): (usize, &Point)| {
        let after = normals.get(number).or(normals.last()).copied().unwrap_or_default();
        let before = normals.get(number.saturating_sub(1)).copied().unwrap_or(after);
        let long = by / (1.0 + before[0] * after[0] + before[1] * after[1]);
        mm([point[0] + long * (before[0] + after[0]), point[1] + long * (before[1] + after[1])])
    };
    line.iter().enumerate().map(place).collect()
}

/// Lamps in turn on both sides. Whole streets were refitted at once: those that were not still have sodium lamps.
fn light(road: &Road, [left, right]: [f64; 2], dice: &mut Dice, lamps: &mut Vec<Lamp>) {
    let refitted = !SODIUM.contains(&road.name.as_str());
    let wide = road.class != "次干路";
    let (kind, power) = match (refitted, wide) {
        (true, true) => ("LED", 150.0),
        (true, false) => ("LED", 90.0),
        (false, true) => ("高压钠灯", 400.0),
        (false, false) => ("高压钠灯", 250.0),
    };
    let mut left_over = SPACING / 2.0;
    let mut side = 1.0;
    for pair in road.line.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let length = (b[0] - a[0]).hypot(b[1] - a[1]);
        let across = normal(a, b);
        while left_over < length {
            let share = left_over / length;
            let out = if side > 0.0 { left - VERGE } else { VERGE - right };
            let place =
                mm([a[0] + share * (b[0] - a[0]) + out * across[0], a[1] + share * (b[1] - a[1]) + out * across[1]]);
            let unknown = dice.chance(0.012);
            lamps.push(Lamp { street: road.name.clone(), light: if unknown { "" } else { kind }, power, place });
            side = -side;
            left_over += SPACING;
        }
        left_over -= length;
    }
}

/// Streets that still have sodium lamps.
const SODIUM: [&str; 5] = ["南环路", "东绕城快速路", "螺髻山南路", "螺髻山北路", "泸山南路"];

/// Zebra crossings at junctions and in the middle of long links of arterial roads, but for one stretch.
fn cross(town: &mut Town) {
    let bare = at(540.0, 2_700.0);
    let is_bare = |place: Point| (place[0] - bare[0]).hypot(place[1] - bare[1]) < 270.0;
    let mut known: Vec<Point> = Vec::new();
    for road in town.roads.iter().filter(|road| road.class == "主干路") {
        let length: f64 =
            road.line.windows(2).map(|pair| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1])).sum();
        let middle = road.line.get(road.line.len() / 2).filter(|_| length > LONG);
        let places = road.line.first().into_iter().chain(road.line.last());
        let places = places.map(|place| (*place, "人行横道")).chain(middle.map(|place| (*place, "人行天桥")));
        for (place, kind) in places {
            if known.contains(&place) || is_bare(place) {
                continue;
            }
            known.push(place);
            town.crossings.push(Crossing { street: road.name.clone(), kind, place });
        }
    }
}
