//! What the ground is covered with: parcels as a survey of surfaces draws them, paved but for the green inside.
//!
//! Roofs and carriageways are not drawn: the layers of buildings and red lines hold them. Nobody has surveyed some spots.

use super::Town;
use super::dice::Dice;
use super::warp::Point;

/// A piece of ground.
pub(crate) struct Surface {
    pub(crate) class: &'static str,
    /// Its outline, then its holes.
    pub(crate) rings: Vec<Vec<Point>>,
}

/// How far a surveyed line may run beside the drawn one, in metres.
const SURVEYED: f64 = 0.25;

/// Strips of green below so many square metres are not surveyed, nor those that parcels too small for them turn inside out.
const SMALLEST: f64 = 20.0;

/// Covers the parcels of the town.
pub(crate) fn cover(town: &mut Town) {
    let attached: Vec<Vec<Point>> = town
        .green
        .iter()
        .filter(|patch| patch.class == "XG" && patch.name.is_empty())
        .flat_map(|patch| &patch.rings)
        .chain(town.planting.iter().filter(|bed| bed.name == "绿地").map(|bed| &bed.ring))
        .filter(|ring| twice_area(ring) < -2.0 * SMALLEST)
        .map(|ring| simple(ring))
        .collect();
    let wet: Vec<Vec<Point>> = town
        .water
        .iter()
        .skip(2)
        .chain(town.planting.iter().filter(|bed| bed.name == "水面"))
        .map(|water| simple(&water.ring))
        .collect();
    let mut surfaces = Vec::new();
    let mut dice = Dice::new(7_000);
    for parcel in &town.parcels {
        let (porous, unknown) = (dice.chance(0.2), dice.chance(0.02));
        let Some(class) = class(parcel.code, porous) else { continue };
        let outline = simple(&parcel.ring);
        let inside = |rings: &[Vec<Point>]| -> Vec<Vec<Point>> {
            rings.iter().filter(|ring| ring.iter().all(|corner| holds(&outline, *corner))).cloned().collect()
        };
        let pools = inside(&wet);
        let lawns = if class == "绿地" { Vec::new() } else { apart(inside(&attached)) };
        let holes = lawns.iter().chain(&pools).map(|ring| ring.iter().rev().copied().collect());
        let class = if unknown { "" } else { class };
        surfaces.push(Surface { class, rings: std::iter::once(outline.clone()).chain(holes).collect() });
        surfaces.extend(lawns.into_iter().map(|ring| Surface { class: "绿地", rings: vec![clockwise(ring)] }));
        surfaces.extend(pools.into_iter().map(|ring| Surface { class: "水体", rings: vec![clockwise(ring)] }));
    }
    town.surfaces = surfaces;
}

/// Without those that overlap one before them: hedges that meet in the corner of a small parcel.
fn apart(rings: Vec<Vec<Point>>) -> Vec<Vec<Point>> {
    let mut out: Vec<Vec<Point>> = Vec::new();
    for ring in rings {
        let reaches = |a: &[Point], b: &[Point]| a.iter().any(|corner| holds(b, *corner));
        if !out.iter().any(|known| reaches(known, &ring) || reaches(&ring, known)) {
            out.push(ring);
        }
    }
    out
}

/// The cover of a parcel by its land-use code; `None` where the survey did not go.
fn class(code: &str, porous: bool) -> Option<&'static str> {
    match code {
        "1401" | "1402" => Some("绿地"),
        "1701" => Some("水体"),
        "0301" => Some("林地"),
        _ if code < "07" || code == "0703" => None,
        _ => Some(if porous { "透水铺装" } else { "硬化地面" }),
    }
}

fn twice_area(ring: &[Point]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    let from = |p: Point| [p[0] - first[0], p[1] - first[1]];
    let cross = |pair: &[Point]| {
        let (a, b) = (from(pair[0]), from(pair[1]));
        a[0] * b[1] - b[0] * a[1]
    };
    ring.windows(2).map(cross).sum()
}

/// The ring in the order that shapefiles ask of outlines.
fn clockwise(mut ring: Vec<Point>) -> Vec<Point> {
    if twice_area(&ring) > 0.0 {
        ring.reverse();
    }
    ring
}

/// Whether a point lies in a ring, by the odd number of crossings of a ray to the east.
fn holds(ring: &[Point], [x, y]: Point) -> bool {
    let crosses = |pair: &&[Point]| {
        let (a, b) = (pair[0], pair[1]);
        (a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
    };
    ring.windows(2).filter(crosses).count() % 2 == 1
}

/// A ring, clockwise, less the corners that lie within [`SURVEYED`] of the side without them.
fn simple(ring: &[Point]) -> Vec<Point> {
    let ring = clockwise(ring.to_vec());
    // Halves from the first corner to the farthest one, so that neither end goes.
    let far = |first: Point| {
        let length = |p: &Point| (p[0] - first[0]).hypot(p[1] - first[1]);
        (0..ring.len()).max_by(|a, b| length(&ring[*a]).total_cmp(&length(&ring[*b]))).unwrap_or_default()
    };
    let Some(first) = ring.first() else { return ring };
    let (there, back) = ring.split_at(far(*first));
    let mut there = there.to_vec();
    there.extend(back.first().copied());
    let mut out = kept(&there);
    out.extend(kept(back).into_iter().skip(1));
    out
}

/// The ends of a path, and the corners between them that it needs (Douglas–Peucker).
fn kept(path: &[Point]) -> Vec<Point> {
    let (Some(&from), Some(&to)) = (path.first(), path.last()) else { return Vec::new() };
    let length = (to[0] - from[0]).hypot(to[1] - from[1]);
    let off = |p: &Point| ((to[0] - from[0]) * (p[1] - from[1]) - (to[1] - from[1]) * (p[0] - from[0])).abs() / length;
    let farthest = (1..path.len().saturating_sub(1)).max_by(|a, b| off(&path[*a]).total_cmp(&off(&path[*b])));
    match farthest {
        Some(corner) if length > 0.0 && off(&path[corner]) > SURVEYED => {
            let mut out = kept(&path[..=corner]);
            out.extend(kept(&path[corner..]).into_iter().skip(1));
            out
        }
        _ => vec![from, to],
    }
}
