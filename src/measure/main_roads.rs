//! What main roads take of a corridor where they are read as cutting it: expressways, arterial roads and railways.
//!
//! The red-line polygons of these classes tell it, else centrelines widened to the red-line width that they state.
//! Bridges and tunnels cut nothing, nor does a polygon where all main roads that run in it are bridges or tunnels. A
//! main road of which neither is known, or a road whose class is not, leaves the corridor unknown.

use std::borrow::Cow;
use std::sync::Arc;

use geo_types::{Coord, LineString, Rect};
use serde::Deserialize;

use super::surveys::Placed;
use crate::geometry::band::band;
use crate::geometry::clip::Outline;
use crate::geometry::segments::Segment;
use crate::geometry::{Mask, OverlayFailed, Region, slabs, tolerance};
use crate::layer::{Field, Item, Layer, RoadClass, Role, Shape, crossings_near, road_areas_near};

/// What main roads and railways are to a corridor that they cross.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Roads {
    /// They cross it and are listed.
    #[default]
    Cross,
    /// They cut it, unless on a bridge or in a tunnel.
    Cut,
}

/// What main roads take of a corridor.
#[derive(Debug, Default)]
pub(super) struct Taken<'a> {
    pub(super) by: Placed<'a, Item<'a>>,
    /// Whether some road may take more that is not known.
    pub(super) unknown: bool,
}

/// Whether the plan has roads at all.
pub(super) fn are_known(layers: &[Arc<Layer>]) -> bool {
    layers.iter().any(|layer| layer.roles.iter().any(|role| matches!(role, Role::RoadCentrelines | Role::RoadAreas)))
}

/// Finds what main roads take of a corridor's area.
pub(super) fn taken<'a>(layers: &'a [Arc<Layer>], area: &Mask<'_>) -> Taken<'a> {
    let boxes = slabs(area.region());
    let near = crossings_near(layers, &boxes);
    let lines: Vec<Line<'a>> = near.into_iter().filter_map(|item| Line::inside(item, area)).collect();
    let mut found = Taken::default();
    let mut covered = Vec::new();
    let has_lines = layers.iter().any(|layer| layer.roles.contains(&Role::RoadCentrelines));
    for (item, polygon) in road_areas_near(layers, &boxes) {
        let reaches =
            polygon.bounds().is_some_and(|bounds| area.relation(&bounds) != crate::geometry::Relation::Outside);
        match Rank::of(&item) {
            Rank::Main if reaches => {
                covered.push(polygon);
                if at_grade(&item) {
                    match cut(polygon, area, &lines) {
                        Ok(Some(region)) => found.by.push((item, region)),
                        Ok(None) => {}
                        Err(OverlayFailed) => found.unknown = true,
                    }
                }
            }
            // Where centrelines are loaded they tell which roads are main ones.
            Rank::Unknown if reaches && !has_lines => found.unknown |= area.area_inside(polygon) != Ok(0.0),
            _ => {}
        }
    }
    let Ok(covered) = Region::union(covered) else { return Taken { unknown: true, ..found } };
    let covered = Outline::new(&covered);
    for line in lines.iter().filter(|line| line.at_grade && line.is_uncovered(&covered)) {
        match (line.rank, line.item.red_line_width()) {
            (Rank::Minor, _) => {}
            (Rank::Main, Some(width)) => match widened(&line.item, width, &boxes) {
                Ok(region) => found.by.push((line.item, Cow::Owned(region))),
                Err(OverlayFailed) => found.unknown = true,
            },
            (Rank::Main, None) | (Rank::Unknown, _) => found.unknown = true,
        }
    }
    found
}

/// Whether a road is one that may cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    Main,
    Minor,
    Unknown,
}

impl Rank {
    fn of(item: &Item<'_>) -> Self {
        match item.road_class() {
            Some(RoadClass::Expressway | RoadClass::Arterial) => Self::Main,
            Some(_) => Self::Minor,
            None if item.is_railway() => Self::Main,
            None => Self::Unknown,
        }
    }
}

fn at_grade(item: &Item<'_>) -> bool {
    ![Field::Bridge, Field::Tunnel].into_iter().any(|field| item.flag(field) == Some(true))
}

/// A road or railway that runs through a corridor.
struct Line<'a> {
    item: Item<'a>,
    rank: Rank,
    at_grade: bool,
    inside: Vec<Segment>,
}

impl<'a> Line<'a> {
    fn inside(item: Item<'a>, area: &Mask<'_>) -> Option<Self> {
        let Shape::Lines(lines) = &item.feature.shape else { return None };
        let inside: Vec<Segment> = lines.iter().flat_map(|line| area.outline().parts_inside(line)).collect();
        let runs_through = inside.iter().any(|part| part.length() > tolerance::POINT);
        runs_through.then(|| Self { item, rank: Rank::of(&item), at_grade: at_grade(&item), inside })
    }

    /// Whether more of it runs outside an area than digitising explains.
    fn is_uncovered(&self, covered: &Outline) -> bool {
        let outside = |part: &Segment| part.length() - length_inside(covered, part);
        self.inside.iter().map(outside).sum::<f64>() > tolerance::JOIN
    }
}

fn length_inside(outline: &Outline, part: &Segment) -> f64 {
    outline.inside(part).iter().map(|[from, to]| to - from).sum()
}

/// What a red-line polygon takes: all of it but where main roads run in it on bridges and in tunnels only.
fn cut<'a>(polygon: &'a Region, area: &Mask<'_>, lines: &[Line<'_>]) -> Result<Option<Cow<'a, Region>>, OverlayFailed> {
    let main: Vec<&Line<'_>> = lines.iter().filter(|line| line.rank == Rank::Main).collect();
    if main.iter().all(|line| line.at_grade) {
        return Ok(Some(Cow::Borrowed(polygon)));
    }
    let (mut cutting, mut bridged) = (0, Vec::new());
    for piece in polygon.intersection(area.region())?.parts() {
        let outline = Outline::new(&piece);
        let runs = |line: &&&Line<'_>| line.inside.iter().any(|part| length_inside(&outline, part) > tolerance::POINT);
        let mut running = main.iter().filter(runs).peekable();
        if running.peek().is_some() && running.all(|line| !line.at_grade) {
            bridged.push(piece);
        } else {
            cutting += 1;
        }
    }
    if cutting == 0 {
        return Ok(None);
    }
    let bridged = Region::union(&bridged)?;
    Ok(Some(if bridged.is_empty() { Cow::Borrowed(polygon) } else { Cow::Owned(polygon.difference(&bridged)?) }))
}

/// The bands of a width around those stretches of a road that come near some boxes.
fn widened(item: &Item<'_>, width: f64, boxes: &[Rect<f64>]) -> Result<Region, OverlayFailed> {
    let Shape::Lines(lines) = &item.feature.shape else { return Ok(Region::default()) };
    let runs = lines.iter().flat_map(|line| runs_near(line, width / 2.0, boxes));
    let bands: Vec<Region> = runs.map(|run| band(&run, width)).collect::<Result<_, _>>()?;
    Region::union(&bands)
}

/// The longest stretches of a line of which every segment lies near a box.
fn runs_near(line: &LineString<f64>, within: f64, boxes: &[Rect<f64>]) -> Vec<Vec<Coord<f64>>> {
    let is_near = |a: Coord<f64>, b: Coord<f64>| {
        boxes.iter().any(|bounds| {
            a.x.min(b.x) - within <= bounds.max().x
                && a.x.max(b.x) + within >= bounds.min().x
                && a.y.min(b.y) - within <= bounds.max().y
                && a.y.max(b.y) + within >= bounds.min().y
        })
    };
    let mut runs: Vec<Vec<Coord<f64>>> = Vec::new();
    let mut goes_on = false;
    for pair in line.0.windows(2) {
        let near = is_near(pair[0], pair[1]);
        match runs.last_mut() {
            Some(run) if near && goes_on => run.push(pair[1]),
            _ if near => runs.push(pair.to_vec()),
            _ => {}
        }
        goes_on = near;
    }
    runs
}
