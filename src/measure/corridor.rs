//! Corridors as both corridor measures see them: parcels grouped and dissolved, obstacles taken out, ends and walls
//! found.
//!
//! A corridor that cannot be measured stays in the list with its reason: it is never passed over in silence.

use std::collections::BTreeMap;

use geo_types::Coord;
use rayon::prelude::*;

use crate::geometry::gaps::{Continuity, continuity};
use crate::geometry::narrow::narrower_than;
use crate::geometry::pieces::{dissolved, groups};
use crate::geometry::prepared::Prepared;
use crate::geometry::region::OverlayFailed;
use crate::geometry::width::{Passable, Passage};
use crate::geometry::{Boxes, Mask, Region, Relation};
use crate::layer::{Item, Layer, Role, Shape, items, obstacle_items};
use crate::measure::{Input, NoFigure};
use crate::notice::Notice;
use crate::text::Message;

/// A corridor and what was found of it.
pub(crate) struct Corridor<'a> {
    pub(crate) name: String,
    pub(crate) items: Vec<Item<'a>>,
    /// `None` where it could not be measured; a notice says why.
    pub(crate) survey: Option<Survey>,
}

/// A corridor without its obstacles.
pub(crate) struct Survey {
    pub(crate) area: Prepared,
    pub(crate) left: Region,
    pub(crate) passable: Passable,
    pub(crate) passage: Passage,
    pub(crate) continuity: Continuity,
    /// Indices of the obstacles that reach into it.
    pub(crate) obstacles: Vec<usize>,
}

impl Survey {
    /// The part of the passage that is narrower than a width.
    pub(crate) fn too_narrow(&self, width: f64) -> Result<Region, OverlayFailed> {
        let runs: Vec<Vec<Coord<f64>>> = self.area.faces.iter().map(|face| face.run.clone()).collect();
        narrower_than(&self.passable, &runs, width)
    }
}

/// All corridors of a plan.
pub(crate) struct Surveyed<'a> {
    pub(crate) corridors: Vec<Corridor<'a>>,
    pub(crate) obstacles: Obstacles<'a>,
    pub(crate) notices: Vec<Notice>,
}

/// Everything that narrows corridors, found by place.
pub(crate) struct Obstacles<'a> {
    found: Vec<(Item<'a>, &'a Region)>,
    boxes: Boxes,
    without_area: usize,
}

impl<'a> Obstacles<'a> {
    fn new(layers: &'a [std::sync::Arc<Layer>]) -> Self {
        let (mut found, mut without_area) = (Vec::new(), 0);
        for item in obstacle_items(layers) {
            match &item.feature.shape {
                Shape::Area(region) => found.push((item, region)),
                Shape::Lines(_) | Shape::Points(_) => without_area += 1,
            }
        }
        let boxes = Boxes::new(found.iter().map(|(_, region)| region.bounds()));
        Self { found, boxes, without_area }
    }

    /// Obstacles that reach into a region, in order.
    fn reaching(&self, region: &Region) -> Vec<usize> {
        let Some(bounds) = region.bounds() else { return Vec::new() };
        let mask = Mask::new(region);
        let may_meet =
            |other: &Region| other.bounds().is_some_and(|box_of| mask.relation(&box_of) != Relation::Outside);
        let near = self.boxes.meeting(&bounds).into_iter();
        near.filter(|&index| may_meet(self.found[index].1)).collect()
    }

    /// Obstacles whose boundary passes within a centimetre of one of these points.
    pub(crate) fn touching(&self, candidates: &[usize], points: &[Coord<f64>]) -> Vec<Item<'a>> {
        let touches =
            |index: &&usize| points.iter().any(|&point| self.found[**index].1.distance_to_boundary(point) <= TOUCHING);
        candidates.iter().filter(touches).map(|&index| self.found[index].0).collect()
    }

    /// A region without obstacles; those that overlay cannot take out are returned.
    fn take_out(&self, area: &Prepared, obstacles: &[usize]) -> (Region, Vec<usize>) {
        let together = Region::union(obstacles.iter().map(|&index| self.found[index].1))
            .and_then(|obstacles| area.without(&obstacles));
        if let Ok(left) = together {
            return (left, Vec::new());
        }
        let (mut left, mut failed) = (area.region.clone(), Vec::new());
        for &index in obstacles {
            match left.difference(self.found[index].1) {
                Ok(less) => left = less,
                Err(OverlayFailed) => failed.push(index),
            }
        }
        (left, failed)
    }
}

/// Boundaries this close to a point of a wall are that wall, in metres.
const TOUCHING: f64 = 0.01;

/// Finds and measures every corridor, in the order in which they first appear.
///
/// # Errors
/// [`NoFigure::Missing`] where no feature is an area of role corridors, [`NoFigure::Cancelled`].
pub(crate) fn survey<'a>(input: &Input<'a>) -> Result<Surveyed<'a>, NoFigure> {
    let mut notices = Vec::new();
    let mut parcels: Vec<(Item<'a>, &'a Region)> = Vec::new();
    for item in items(input.layers, Role::Corridors) {
        match &item.feature.shape {
            Shape::Area(region) if !region.is_empty() => parcels.push((item, region)),
            _ => notices.push(Notice::new("corridor-without-area").row(item.feature.row).with("name", item.name())),
        }
    }
    if parcels.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.corridors-missing")));
    }
    let obstacles = Obstacles::new(input.layers);
    if obstacles.without_area > 0 {
        notices.push(Notice::new("obstacle-without-area").with("count", obstacles.without_area));
    }
    let grouped = grouped(&parcels);
    input.handle.expect_steps(grouped.len() as u64);
    let surveyed: Vec<Option<(Corridor<'a>, Vec<Notice>)>> = grouped
        .into_par_iter()
        .map(|(name, parcels)| {
            if input.handle.is_cancelled() {
                return None;
            }
            let found = corridor(name, &parcels, &obstacles, input);
            input.handle.advance(1);
            Some(found)
        })
        .collect();
    let mut corridors = Vec::with_capacity(surveyed.len());
    for found in surveyed {
        let Some((corridor, said)) = found else { return Err(NoFigure::Cancelled) };
        corridors.push(corridor);
        notices.extend(said);
    }
    Ok(Surveyed { corridors, obstacles, notices })
}

/// Parcels by corridor: those of one name, and nameless ones that meet along an edge or touch.
fn grouped<'a>(parcels: &[(Item<'a>, &'a Region)]) -> Vec<(String, Vec<(Item<'a>, &'a Region)>)> {
    let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut nameless = Vec::new();
    for (index, (item, _)) in parcels.iter().enumerate() {
        match item.stated_name() {
            Some(name) => named.entry(name).or_default().push(index),
            None => nameless.push(index),
        }
    }
    let regions: Vec<Region> = nameless.iter().map(|&index| parcels[index].1.clone()).collect();
    let meeting = groups(&regions).into_iter().map(|group| {
        let members: Vec<usize> = group.into_iter().map(|member| nameless[member]).collect();
        (members.first().map(|&first| parcels[first].0.name()).unwrap_or_default(), members)
    });
    let mut all: Vec<(String, Vec<usize>)> = named.into_iter().chain(meeting).collect();
    all.sort_by_key(|(_, members)| members.first().copied());
    all.into_iter().map(|(name, members)| (name, members.into_iter().map(|index| parcels[index]).collect())).collect()
}

fn corridor<'a>(
    name: String,
    parcels: &[(Item<'a>, &'a Region)],
    obstacles: &Obstacles<'a>,
    input: &Input<'a>,
) -> (Corridor<'a>, Vec<Notice>) {
    let stated = input.ends.get(&name).map_or(&[][..], Vec::as_slice);
    let row = parcels.first().map_or(0, |(item, _)| item.feature.row);
    let (survey, mut notices) = match surveyed(parcels, stated, obstacles) {
        Some((survey, left_out)) => {
            let mut notices = ends_notices(&survey.area, &name, row);
            notices.extend(left_out.into_iter().map(|index| {
                let item = obstacles.found[index].0;
                Notice::new("obstacle-left-out").row(item.feature.row).with("name", item.name())
            }));
            (Some(survey), notices)
        }
        None => (None, Vec::new()),
    };
    if survey.is_none() {
        notices.push(Notice::new("corridor-unmeasured").row(row).with("name", &name));
    }
    (Corridor { name, items: parcels.iter().map(|(item, _)| *item).collect(), survey }, notices)
}

/// `None` where overlay or the search for ends fails, or where nothing stands between the ends to measure.
fn surveyed(
    parcels: &[(Item<'_>, &Region)],
    stated: &[Coord<f64>],
    obstacles: &Obstacles<'_>,
) -> Option<(Survey, Vec<usize>)> {
    let regions: Vec<Region> = parcels.iter().flat_map(|(_, region)| region.parts()).collect();
    let area = Prepared::new(dissolved(&regions).ok()?, stated).ok()?;
    let reaching = obstacles.reaching(&area.region);
    let (left, failed) = obstacles.take_out(&area, &reaching);
    let passable = area.passable(&left);
    let passage = passable.passage();
    if passage == Passage::Unwalled {
        return None;
    }
    let continuity = continuity(&area, &passable, &passage);
    Some((Survey { area, left, passable, passage, continuity, obstacles: reaching }, failed))
}

fn ends_notices(area: &Prepared, name: &str, row: usize) -> Vec<Notice> {
    let mut notices = Vec::new();
    if !area.ends_stated {
        notices.push(Notice::new("ends-assumed").row(row).with("name", name).with("count", area.faces.len()));
    }
    for face in area.faces.iter().filter(|face| face.pointed) {
        let at = face.line.first().copied().unwrap_or_default();
        notices.push(Notice::new("pointed-end").row(row).with("name", name).at(at.x, at.y));
    }
    notices
}

/// A point as the result writes it.
pub(crate) fn pair(point: Coord<f64>) -> [f64; 2] {
    [point.x, point.y]
}
