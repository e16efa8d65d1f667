//! Corridors as both corridor measures see them: parcels grouped and dissolved, obstacles taken out, ends and walls
//! found.
//!
//! A corridor that cannot be measured stays in the list with its reason: it is never passed over in silence.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use geo_types::Coord;
use rayon::prelude::*;
use serde::Serialize;

use super::clusters::clusters;
use super::main_roads::{self, Roads};
use crate::geometry::pieces::groups;
use crate::geometry::prepared::Prepared;
use crate::geometry::{Mask, Region, Relation, slabs};
use crate::layer::{Item, Layer, Role, Shape, items, obstacles_near, obstacles_without_area};
use crate::measure::surveys::{For, Placed, Source, Survey};
use crate::measure::{Input, NoFigure};
use crate::notice::Notice;
use crate::text::Message;

/// A feature that is an area.
pub(crate) type Parcel<'a> = (Item<'a>, &'a Region);

/// A corridor to be measured.
pub(crate) struct Wanted<'a> {
    pub(crate) name: String,
    pub(crate) items: Vec<Item<'a>>,
    source: Source,
    /// The clusters between which it was derived, where none is loaded or drawn.
    between: Option<[String; 2]>,
}

/// A corridor and what was found of it.
pub(crate) struct Corridor<'a> {
    pub(crate) name: String,
    pub(crate) items: Vec<Item<'a>>,
    /// Obstacles that reach into it, in the order of layers and rows.
    obstacles: Placed<'a, Item<'a>>,
    /// `None` where it could not be measured; a notice says why.
    pub(crate) survey: Option<Arc<Survey>>,
    /// The clusters between which it was derived.
    pub(crate) between: Option<[String; 2]>,
    /// Whether main roads may take more of it than is known.
    pub(crate) unknown_roads: bool,
}

/// Neighbouring clusters with nothing between them that could be a corridor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WithoutCorridor {
    /// The names of both.
    pub name: String,
    /// How far apart they are; 0 where they touch.
    pub distance_m: f64,
    /// Whether they touch; otherwise only their corners look at each other.
    pub touching: bool,
}

impl<'a> Corridor<'a> {
    /// Obstacles whose boundary passes within a centimetre of one of these points.
    pub(crate) fn touched_by(&self, points: &[Coord<f64>]) -> impl Iterator<Item = Item<'a>> {
        let touches = |region: &Region| points.iter().any(|&point| region.distance_to_boundary(point) <= TOUCHING);
        self.obstacles.iter().filter(move |(_, region)| touches(region)).map(|(item, _)| *item)
    }

    /// Says among the facts of a place that the corridor was derived, and from which clusters.
    pub(crate) fn tell_derived(&self, facts: &mut serde_json::Map<String, serde_json::Value>) {
        if let Some(between) = &self.between {
            facts.insert("derived".into(), true.into());
            facts.insert("between".into(), serde_json::json!(between));
        }
    }
}

/// All corridors of a plan.
pub(crate) struct Surveyed<'a> {
    pub(crate) corridors: Vec<Corridor<'a>>,
    /// Of derived corridors: neighbours that have none.
    pub(crate) without: Vec<WithoutCorridor>,
    pub(crate) notices: Vec<Notice>,
}

/// Boundaries this close to a point of a wall are that wall, in metres.
const TOUCHING: f64 = 0.01;

/// Finds and measures every corridor, in the order in which they first appear. Where none is loaded or drawn they are
/// derived from clusters at most `within` metres apart.
///
/// # Errors
/// [`NoFigure::Missing`] where no feature is an area of role corridors and none can be derived,
/// [`NoFigure::Cancelled`].
pub(crate) fn survey<'a>(input: &Input<'a>, within: f64, roads: Roads) -> Result<Surveyed<'a>, NoFigure> {
    let All { wanted, without, mut notices } = all(input, within)?;
    let without_area = obstacles_without_area(input.layers);
    if without_area > 0 {
        notices.push(Notice::new("obstacle-without-area").with("count", without_area));
    }
    input.surveys.begin();
    input.handle.expect_steps(wanted.len() as u64);
    let surveyed: Vec<Option<(Corridor<'a>, Vec<Notice>)>> = wanted
        .into_par_iter()
        .map(|wanted| {
            if input.handle.is_cancelled() {
                return None;
            }
            let found = corridor(wanted, input, roads, For::Check);
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
    Ok(Surveyed { corridors, without, notices })
}

struct All<'a> {
    wanted: Vec<Wanted<'a>>,
    without: Vec<WithoutCorridor>,
    notices: Vec<Notice>,
}

fn all<'a>(input: &Input<'a>, within: f64) -> Result<All<'a>, NoFigure> {
    if are_derived(input.layers) {
        return derived(input, within);
    }
    let (parcels, notices) = parcels(input.layers);
    if parcels.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.corridors-missing")));
    }
    let wanted = grouped(&parcels).into_iter().map(|(name, parcels)| Wanted::of_parcels(name, &parcels, input));
    Ok(All { wanted: wanted.collect(), without: Vec::new(), notices })
}

/// Whether corridors have to be derived from clusters: no layer of corridors is loaded and none is drawn.
pub(crate) fn are_derived(layers: &[Arc<Layer>]) -> bool {
    !layers.iter().any(|layer| layer.roles.contains(&Role::Corridors))
}

fn derived<'a>(input: &Input<'a>, within: f64) -> Result<All<'a>, NoFigure> {
    let found = clusters(input, Role::Clusters, within);
    if found.all.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.corridors-missing")));
    }
    let between = Arc::clone(&found.between);
    if between.spaces.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.clusters-without-space")));
    }
    let mut wanted: Vec<Wanted<'a>> = Vec::with_capacity(between.spaces.len());
    for (number, space) in between.spaces.iter().enumerate() {
        let before = between.spaces.iter().take(number).filter(|other| other.pair == space.pair).count();
        let name = found.name(space.pair);
        wanted.push(Wanted {
            // A third cluster may part the space in several.
            name: if before > 0 { format!("{name}（{}）", before + 1) } else { name },
            items: found.items(space.pair).collect(),
            source: Source::Space(space.clone()),
            between: Some(found.names(space.pair)),
        });
    }
    let touching = between.touching.keys().map(|pair| (found.name(*pair), 0.0, true));
    let oblique = between.oblique.iter().map(|(pair, distance)| (found.name(*pair), *distance, false));
    let without =
        touching.chain(oblique).map(|(name, distance_m, touching)| WithoutCorridor { name, distance_m, touching });
    let without = without.collect();
    let mut notices = found.notices;
    notices.push(Notice::new("corridors-derived").with("count", wanted.len()));
    Ok(All { wanted, without, notices })
}

/// The derived corridor of a name; `None` where corridors are not derived or none has that name.
pub(crate) fn derived_named<'a>(input: &Input<'a>, name: &str, within: f64) -> Option<Wanted<'a>> {
    let all = if are_derived(input.layers) { derived(input, within).ok()? } else { return None };
    all.wanted.into_iter().find(|wanted| wanted.name == name)
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

impl<'a> Wanted<'a> {
    /// The corridor of these parcels, with the ends that the plan states.
    pub(crate) fn of_parcels(name: String, parcels: &[Parcel<'a>], input: &Input<'_>) -> Self {
        let stated = input.ends.get(&name).cloned().unwrap_or_default();
        let regions: Vec<Region> = parcels.iter().flat_map(|(_, region)| region.parts()).collect();
        let items = parcels.iter().map(|(item, _)| *item).collect();
        Self { name, items, source: Source::Parcels(regions, stated), between: None }
    }
}

/// Surveys a corridor.
pub(crate) fn corridor<'a>(
    wanted: Wanted<'a>,
    input: &Input<'a>,
    roads: Roads,
    asked_for: For,
) -> (Corridor<'a>, Vec<Notice>) {
    let Wanted { name, items, source, between } = wanted;
    let row = items.first().map_or(0, |item| item.feature.row);
    let mut unknown_roads = false;
    let surveyed = input.surveys.of(asked_for, source, |area| {
        let mut found = reaching(input.layers, area);
        if roads == Roads::Cut {
            let taken = main_roads::taken(input.layers, area);
            unknown_roads = taken.unknown;
            found.extend(taken.by);
        }
        found
    });
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
    (Corridor { name, items, obstacles, survey, between, unknown_roads }, notices)
}

/// Obstacles that reach into an area, in the order of layers and rows.
fn reaching<'a>(layers: &'a [Arc<Layer>], area: &Mask<'_>) -> Placed<'a, Item<'a>> {
    let near = obstacles_near(layers, &slabs(area.region()), |other| {
        other.bounds().is_some_and(|box_of| area.relation(&box_of) != Relation::Outside)
    });
    near.into_iter().map(|(item, region)| (item, Cow::Borrowed(region))).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Shape;
    use crate::measure::fixture::{Plan, moved, rectangle, unsaid};
    use crate::measure::{Measured, corridor_continuity, corridor_width};

    fn clusters(gap: f64) -> Plan {
        let (one, two) = (rectangle(0.0, 0.0, 1000.0, 800.0), rectangle(0.0, 800.0 + gap, 1000.0, 800.0));
        let plan = Plan::new().layer("组团.shp", &[Role::Clusters], &["name"]);
        plan.with(Shape::Area(one), &["甲组团"]).with(Shape::Area(two), &["乙组团"])
    }

    fn width(plan: &Plan, strips: corridor_width::Strips) -> Result<Measured<corridor_width::Facts>, NoFigure> {
        corridor_width::measure(&plan.input(), &corridor_width::Parameters { strips, ..Default::default() })
    }

    fn widest(plan: &Plan) -> Result<Measured<corridor_width::Facts>, NoFigure> {
        width(plan, corridor_width::Strips::Widest)
    }

    fn broken(plan: &Plan) -> f64 {
        corridor_continuity::measure(&plan.input(), &corridor_continuity::Parameters::default()).unwrap().figure.high
    }

    fn building(plan: Plan, x: f64, y: f64, across: f64, deep: f64) -> Plan {
        plan.layer("建筑.shp", &[Role::Buildings], &[]).area(rectangle(x, y, across, deep))
    }

    #[test]
    fn without_corridors_the_space_between_clusters_is_one_and_says_so() {
        let plan = clusters(80.0);
        let found = widest(&plan).unwrap();
        assert!((found.figure.low - 80.0).abs() < 1e-6);
        let [corridor] = found.facts.corridors.as_slice() else { panic!("{:?}", found.facts) };
        assert_eq!((corridor.name.as_str(), corridor.derived), ("甲组团—乙组团", true));
        assert_eq!(corridor.between, Some(["甲组团".to_owned(), "乙组团".to_owned()]));
        assert!((corridor.length_m - 1000.0).abs() < 0.1 && corridor.ends.len() == 2);
        assert_eq!(found.notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["corridors-derived"]);
        assert!(unsaid(found.notices.iter().map(|notice| &notice.message)).is_empty());
        assert!(broken(&plan).abs() < 1e-9);
        let followed = corridor_width::follow_named(&plan.input(), "甲组团—乙组团").unwrap();
        assert_eq!(followed.net_width_m.to_bits(), corridor.net_width_m.to_bits());
    }

    #[test]
    fn a_space_of_exactly_fifty_metres_measures_fifty_wherever_it_lies() {
        for plan in [clusters(50.0), clusters(50.0).map_corners(moved), clusters(50.0).reversed()] {
            assert!((widest(&plan).unwrap().figure.low - 50.0).abs() < 1e-6);
        }
    }

    #[test]
    fn a_building_between_clusters_leaves_strips_and_one_from_end_to_end_breaks() {
        let plan = building(clusters(80.0), 500.0, 830.0, 20.0, 20.0);
        assert!((widest(&plan).unwrap().figure.low - 30.0).abs() < 1e-6);
        let summed = width(&plan, corridor_width::Strips::Summed).unwrap();
        assert!((summed.figure.low - 60.0).abs() < 1e-6);
        let Shape::Lines(marked) = &summed.places[0].shape else { panic!("no lines") };
        assert_eq!(marked.len(), 2);
        let across = building(clusters(80.0), 500.0, 790.0, 20.0, 100.0);
        assert!(widest(&across).unwrap().figure.high.abs() < 1e-9);
        assert!((broken(&across) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn clusters_that_touch_or_do_not_face_have_no_corridor_and_that_is_a_fact() {
        let Err(NoFigure::Missing(reason)) = widest(&clusters(0.5)) else { panic!("a figure") };
        assert_eq!(reason.key, "measure.clusters-without-space");
        // A third one touches the first and looks at the second from corner to corner.
        let plan = clusters(80.0).layer("c.shp", &[Role::Clusters], &["name"]);
        let plan = plan.with(Shape::Area(rectangle(1000.5, 0.0, 300.0, 300.0)), &["丙组团"]);
        let found = widest(&plan).unwrap().facts;
        assert_eq!(found.corridors.len(), 1);
        let touching: Vec<(&str, bool)> =
            found.without_corridor.iter().map(|pair| (pair.name.as_str(), pair.touching)).collect();
        assert!(touching.contains(&("甲组团—丙组团", true)), "{touching:?}");
    }

    #[test]
    fn a_corridor_that_is_loaded_or_drawn_stands_for_itself() {
        let plan = clusters(80.0).layer("廊道.shp", &[Role::Corridors], &["name"]);
        let own = plan.clone().with(Shape::Area(rectangle(0.0, 810.0, 1000.0, 60.0)), &["廊道"]);
        let found = widest(&own).unwrap();
        assert_eq!((found.facts.corridors[0].name.as_str(), found.facts.corridors[0].derived), ("廊道", false));
        let none = NoFigure::Missing(Message::new("measure.corridors-missing"));
        assert_eq!(widest(&plan).map(|found| found.figure), Err(none), "a layer of corridors without one");
    }
}
