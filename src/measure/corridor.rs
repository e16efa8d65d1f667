//! Corridors as both corridor measures see them: parcels grouped and dissolved, obstacles taken out, ends and walls
//! found.
//!
//! A corridor that cannot be measured stays in the list with its reason: it is never passed over in silence.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo_types::Coord;
use rayon::prelude::*;

use crate::geometry::pieces::groups;
use crate::geometry::prepared::Prepared;
use crate::geometry::{Mask, Region, Relation, slabs};
use crate::layer::{Item, Layer, Role, Shape, items, obstacles_near, obstacles_without_area};
use crate::measure::surveys::{For, Survey};
use crate::measure::{Input, NoFigure};
use crate::notice::Notice;
use crate::text::Message;

/// A feature that is an area.
pub(crate) type Parcel<'a> = (Item<'a>, &'a Region);

/// A corridor and what was found of it.
pub(crate) struct Corridor<'a> {
    pub(crate) name: String,
    pub(crate) items: Vec<Item<'a>>,
    /// Obstacles that reach into it, in the order of layers and rows.
    obstacles: Vec<Parcel<'a>>,
    /// `None` where it could not be measured; a notice says why.
    pub(crate) survey: Option<Arc<Survey>>,
}

impl<'a> Corridor<'a> {
    /// Obstacles whose boundary passes within a centimetre of one of these points.
    pub(crate) fn touched_by(&self, points: &[Coord<f64>]) -> impl Iterator<Item = Item<'a>> {
        let touches = |region: &Region| points.iter().any(|&point| region.distance_to_boundary(point) <= TOUCHING);
        self.obstacles.iter().filter(move |(_, region)| touches(region)).map(|(item, _)| *item)
    }
}

/// All corridors of a plan.
pub(crate) struct Surveyed<'a> {
    pub(crate) corridors: Vec<Corridor<'a>>,
    pub(crate) notices: Vec<Notice>,
}

/// Boundaries this close to a point of a wall are that wall, in metres.
const TOUCHING: f64 = 0.01;

/// Finds and measures every corridor, in the order in which they first appear.
///
/// # Errors
/// [`NoFigure::Missing`] where no feature is an area of role corridors, [`NoFigure::Cancelled`].
pub(crate) fn survey<'a>(input: &Input<'a>) -> Result<Surveyed<'a>, NoFigure> {
    let (parcels, mut notices) = parcels(input.layers);
    if parcels.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.corridors-missing")));
    }
    let without_area = obstacles_without_area(input.layers);
    if without_area > 0 {
        notices.push(Notice::new("obstacle-without-area").with("count", without_area));
    }
    let grouped = grouped(&parcels);
    input.surveys.begin();
    input.handle.expect_steps(grouped.len() as u64);
    let surveyed: Vec<Option<(Corridor<'a>, Vec<Notice>)>> = grouped
        .into_par_iter()
        .map(|(name, parcels)| {
            if input.handle.is_cancelled() {
                return None;
            }
            let found = corridor(name, &parcels, input, For::Check);
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
    Ok(Surveyed { corridors, notices })
}

/// All parcels of corridors, and a notice for every feature that is none.
pub(crate) fn parcels(layers: &[Arc<Layer>]) -> (Vec<Parcel<'_>>, Vec<Notice>) {
    let (mut parcels, mut notices) = (Vec::new(), Vec::new());
    for item in items(layers, Role::Corridors) {
        match &item.feature.shape {
            Shape::Area(region) if !region.is_empty() => parcels.push((item, region)),
            _ => notices.push(Notice::new("corridor-without-area").row(item.feature.row).with("name", item.name())),
        }
    }
    (parcels, notices)
}

/// Parcels by corridor: those of one name, and nameless ones that meet along an edge or touch.
pub(crate) fn grouped<'a>(parcels: &[Parcel<'a>]) -> Vec<(String, Vec<Parcel<'a>>)> {
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

/// Surveys the corridor of these parcels.
pub(crate) fn corridor<'a>(
    name: String,
    parcels: &[Parcel<'a>],
    input: &Input<'a>,
    asked_for: For,
) -> (Corridor<'a>, Vec<Notice>) {
    let stated = input.ends.get(&name).map_or(&[][..], Vec::as_slice);
    let row = parcels.first().map_or(0, |(item, _)| item.feature.row);
    let regions: Vec<Region> = parcels.iter().flat_map(|(_, region)| region.parts()).collect();
    let surveyed = input.surveys.of(asked_for, regions, stated, |area| reaching(input.layers, area));
    let mut notices = Vec::new();
    if let Some((survey, obstacles)) = &surveyed {
        notices.extend(ends_notices(&survey.area, &name, row));
        let left_out = survey.left_out.iter().filter_map(|&number| obstacles.get(number));
        notices.extend(
            left_out.map(|(item, _)| Notice::new("obstacle-left-out").row(item.feature.row).with("name", item.name())),
        );
    } else {
        notices.push(Notice::new("corridor-unmeasured").row(row).with("name", &name));
    }
    let (survey, obstacles) = surveyed.map_or((None, Vec::new()), |(survey, obstacles)| (Some(survey), obstacles));
    (Corridor { name, items: parcels.iter().map(|(item, _)| *item).collect(), obstacles, survey }, notices)
}

/// Obstacles that reach into an area, in the order of layers and rows.
fn reaching<'a>(layers: &'a [Arc<Layer>], area: &Mask<'_>) -> Vec<Parcel<'a>> {
    obstacles_near(layers, &slabs(area.region()), |other| {
        other.bounds().is_some_and(|box_of| area.relation(&box_of) != Relation::Outside)
    })
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
