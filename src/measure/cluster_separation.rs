//! Neighbouring clusters: what lies between them, and whether a corridor keeps them apart.
//!
//! Neighbours face each other with no third cluster between, or touch (`clusters`). A corridor lies between two
//! clusters where it states both, and otherwise where it lies across at least half of the ways from the one to the
//! other, several corridors together; of those the one across most gives the name. Where no corridor is loaded or drawn
//! no neighbours have one: open ground alone keeps nobody from building on it.

use std::sync::Arc;

use geo_types::Rect;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::clusters::{Clusters, WITHIN, clusters};
use super::corridor::{Parcel, grouped, parcels};
use super::place::{anchor_of, named};
use super::spaces::Land;
use crate::geometry::between::{Pair, Space};
use crate::geometry::segments::Segment;
use crate::geometry::{Mask, OverlayFailed, Region, Relation, slabs};
use crate::layer::{Item, LandClass, Layer, Role, Shape, items, obstacles_near};
use crate::measure::{Input, Measured, NoFigure, Part, Place};
use crate::text::Message;
use crate::units::{Figure, SquareMetres, Unit};

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    /// Whose features are clusters.
    pub role: Role,
    /// How far apart neighbours may be, in metres.
    pub within: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { role: Role::Clusters, within: WITHIN }
    }
}

impl Parameters {
    /// The roles whose features can change the figure.
    pub fn roles(&self) -> Vec<Role> {
        vec![self.role, Role::Corridors, Role::LandUse, Role::Green, Role::Obstacles, Role::Buildings]
    }
}

/// Facts behind the figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Every two neighbouring clusters.
    pub pairs: Vec<Neighbours>,
    /// Every cluster, in the order in which they first appear.
    pub clusters: Vec<Cluster>,
}

/// Two neighbouring clusters.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Neighbours {
    /// The names of both.
    pub name: String,
    /// How far apart they are; 0 where they touch.
    pub distance_m: f64,
    /// The corridor between them.
    pub corridor: Option<String>,
    /// Fields, woods, grass, wetland, green and water between them, each spot once.
    pub open_ha: f64,
    /// Buildings, construction land and other obstacles between them, each spot once.
    pub built_ha: f64,
}

/// One cluster.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cluster {
    /// Its name.
    pub name: String,
    /// Its area.
    pub area_ha: f64,
}

/// A corridor lies between where at least this share of the ways meet one.
const BETWEEN: f64 = 0.5;

/// Measures how many pairs of neighbouring clusters have no corridor between them. Each of them is a place: the space
/// between, or where they touch.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    let found = clusters(input, with.role, with.within);
    if found.all.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.layer-missing").with_message("role", with.role.name())));
    }
    let land = input.surveys.spaces.land(&found.between, told_by(input.layers), || land(&found, input));
    let Some(land) = land else {
        let unknown = NoFigure::Missing(Message::new("measure.land-between-unknown"));
        return Err(if input.handle.is_cancelled() { NoFigure::Cancelled } else { unknown });
    };
    let corridors = corridors(input.layers, &found);
    let mut measured = Measured {
        figure: Figure::exact(0.0, Unit::Count),
        facts: Facts::default(),
        places: Vec::new(),
        notices: found.notices.clone(),
    };
    for pair in pairs(&found) {
        let spaces: Vec<(&Space, Land)> =
            found.between.spaces.iter().zip(land.iter().copied()).filter(|(space, _)| space.pair == pair).collect();
        let neighbours = neighbours(&found, pair, &spaces, &corridors);
        if neighbours.corridor.is_none() {
            measured.places.push(place(&found, pair, &spaces, &neighbours));
        }
        measured.facts.pairs.push(neighbours);
    }
    let area = |cluster: &super::clusters::Cluster<'_>| SquareMetres(cluster.region.area()).hectares();
    measured.facts.clusters =
        found.all.iter().map(|cluster| Cluster { name: cluster.name.clone(), area_ha: area(cluster) }).collect();
    let lacking = measured.places.len() as f64;
    // Where no corridors are loaded none is known to lie anywhere: open ground alone is no corridor.
    measured.figure = Figure::exact(lacking, Unit::Count);
    Ok(measured)
}

/// Every pair of neighbours once, in order.
fn pairs(found: &Clusters<'_>) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = found.between.spaces.iter().map(|space| space.pair).collect();
    pairs.extend(found.between.touching.keys());
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn neighbours(found: &Clusters<'_>, pair: Pair, spaces: &[(&Space, Land)], corridors: &[Corridor<'_>]) -> Neighbours {
    let names = found.names(pair);
    let hectares = |of: fn(&Land) -> f64| SquareMetres(spaces.iter().map(|(_, land)| of(land)).sum()).hectares();
    let spaces: Vec<&Space> = spaces.iter().map(|(space, _)| *space).collect();
    let distance = spaces.iter().map(|space| space.distance).reduce(f64::min);
    Neighbours {
        name: found.name(pair),
        distance_m: if found.between.touching.contains_key(&pair) { 0.0 } else { distance.unwrap_or_default() },
        corridor: corridor_between(&names, &spaces, corridors),
        open_ha: hectares(|land| land.open),
        built_ha: hectares(|land| land.built),
    }
}

fn place(found: &Clusters<'_>, pair: Pair, spaces: &[(&Space, Land)], neighbours: &Neighbours) -> Place {
    let touch = found.between.touching.get(&pair).copied();
    let space = || Region::union(spaces.iter().map(|(space, _)| &space.region)).unwrap_or_default();
    let shape = touch.map_or_else(|| Shape::Area(space()), |at| Shape::Points(vec![at]));
    let mut facts = serde_json::Map::new();
    facts.insert("distance_m".to_owned(), neighbours.distance_m.into());
    facts.insert("open_ha".to_owned(), neighbours.open_ha.into());
    facts.insert("built_ha".to_owned(), neighbours.built_ha.into());
    Place {
        subject: neighbours.name.clone(),
        figure: None,
        features: named(found.items(pair), Part::Subject).collect(),
        anchor: anchor_of(&shape),
        shape,
        facts,
    }
}

/// A corridor as far as it can lie between clusters.
struct Corridor<'a> {
    name: String,
    /// Those of all clusters that it states to keep apart.
    between: Vec<String>,
    parcels: Vec<Mask<'a>>,
}

fn corridors<'a>(layers: &'a [Arc<Layer>], found: &Clusters<'_>) -> Vec<Corridor<'a>> {
    let is_cluster = |name: &String| found.all.iter().any(|cluster| cluster.name == *name);
    let of = |(name, parcels): (String, Vec<Parcel<'a>>)| Corridor {
        name,
        between: parcels.iter().flat_map(|(item, _)| item.between()).filter(is_cluster).collect(),
        parcels: parcels.iter().map(|(_, region)| Mask::new(region)).collect(),
    };
    grouped(&parcels(layers).0).into_iter().map(of).collect()
}

impl Corridor<'_> {
    fn meets(&self, way: &Segment) -> bool {
        let around = Rect::new(way.a, way.b);
        let crosses = |parcel: &Mask<'_>| !parcel.outline().inside(way).is_empty();
        self.parcels.iter().any(|parcel| parcel.relation(&around) != Relation::Outside && crosses(parcel))
    }
}

/// The corridor that keeps two clusters apart: one that says so, else one of those that lie across the ways between.
fn corridor_between(names: &[String; 2], spaces: &[&Space], corridors: &[Corridor<'_>]) -> Option<String> {
    let says_so = |corridor: &&Corridor<'_>| names.iter().all(|name| corridor.between.contains(name));
    if let Some(stated) = corridors.iter().find(says_so) {
        return Some(stated.name.clone());
    }
    let silent: Vec<&Corridor<'_>> = corridors.iter().filter(|corridor| corridor.between.len() < 2).collect();
    let mut crossed = vec![0.0; silent.len()];
    let (mut all, mut any) = (0.0, 0.0);
    for (way, length) in spaces.iter().flat_map(|space| ways(space)) {
        all += length;
        let mut meets = false;
        for (_, crossed) in silent.iter().zip(&mut crossed).filter(|(corridor, _)| corridor.meets(&way)) {
            meets = true;
            *crossed += length;
        }
        any += if meets { length } else { 0.0 };
    }
    let most = silent.iter().zip(&crossed).reduce(|most, next| if next.1 > most.1 { next } else { most })?;
    (any > 0.0 && any >= BETWEEN * all).then(|| most.0.name.clone())
}

/// The ways across a space, each with the length of the middle that it stands for.
fn ways(space: &Space) -> Vec<(Segment, f64)> {
    let axis = space.axis();
    let steps: Vec<f64> = axis.windows(2).map(|step| Segment::new(step[0], step[1], 0).length()).collect();
    let half = |step: Option<&f64>| step.map_or(0.0, |step| step / 2.0);
    let around =
        |number: usize| half(number.checked_sub(1).and_then(|before| steps.get(before))) + half(steps.get(number));
    let way =
        |(number, way): (usize, &[crate::geometry::Coord<f64>; 2])| (Segment::new(way[0], way[1], 0), around(number));
    space.ways.iter().enumerate().map(way).collect()
}

/// The layers that tell what lies between clusters.
fn told_by(layers: &[Arc<Layer>]) -> Vec<Arc<Layer>> {
    let tells = |role: &Role| matches!(role, Role::LandUse | Role::Green | Role::Obstacles | Role::Buildings);
    layers.iter().filter(|layer| layer.roles.iter().any(tells)).cloned().collect()
}

/// The land in every space; `None` where overlay fails or the job was cancelled.
fn land(found: &Clusters<'_>, input: &Input<'_>) -> Option<Vec<Land>> {
    let open: Vec<&Region> = open_land(input.layers);
    let boxes = crate::geometry::Boxes::new(open.iter().map(|region| region.bounds()));
    let of = |space: &Space| {
        if input.handle.is_cancelled() {
            return None;
        }
        let mask = Mask::new(&space.region);
        let near = |region: &&Region| region.bounds().is_some_and(|own| mask.relation(&own) != Relation::Outside);
        let around = space.region.bounds().map(|bounds| boxes.meeting(&bounds)).unwrap_or_default();
        let fields = around.into_iter().filter_map(|number| open.get(number).copied()).filter(near);
        let built = obstacles_near(input.layers, &slabs(&space.region), |region| near(&region));
        let within = |regions: Vec<&Region>| -> Result<f64, OverlayFailed> {
            Ok(Region::union(regions)?.intersection(&space.region)?.area())
        };
        let built = within(built.into_iter().map(|(_, region)| region).collect()).ok()?;
        Some(Land { open: within(fields.collect()).ok()?, built })
    };
    found.between.spaces.par_iter().map(of).collect()
}

/// Land of the classes 01 to 05, 14 and 17, and green.
fn open_land(layers: &[Arc<Layer>]) -> Vec<&Region> {
    let is_open = |item: &Item<'_>| {
        use LandClass::{Cropland, Grassland, Orchard, Parks, Plazas, Shelter, Water, Wetland, Woodland};
        let class = item.land_class();
        class.is_some_and(|class| {
            matches!(class, Cropland | Orchard | Woodland | Grassland | Wetland | Parks | Shelter | Plazas | Water)
        })
    };
    let land = items(layers, Role::LandUse).into_iter().filter(is_open);
    land.chain(items(layers, Role::Green)).filter_map(area).collect()
}

fn area(item: Item<'_>) -> Option<&Region> {
    match &item.feature.shape {
        Shape::Area(region) => Some(region),
        Shape::Lines(_) | Shape::Points(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::fixture::{Plan, moved, rectangle};

    /// Three clusters in a row, 200 m apart.
    fn row() -> Plan {
        let plan = Plan::new().layer("组团.shp", &[Role::Clusters], &["name"]);
        ["甲", "乙", "丙"].into_iter().enumerate().fold(plan, |plan, (step, name)| {
            plan.with(Shape::Area(rectangle(1200.0 * step as f64, 0.0, 1000.0, 1000.0)), &[name])
        })
    }

    fn corridor(plan: Plan, x: f64, y: f64, length: f64, between: &str) -> Plan {
        let plan = plan.layer("廊道.shp", &[Role::Corridors], &["name", "between"]);
        plan.with(Shape::Area(rectangle(x, y, 60.0, length)), &[&format!("廊道{x}-{y}"), between])
    }

    fn found(plan: &Plan) -> Measured<Facts> {
        measure(&plan.input(), &Parameters::default()).unwrap()
    }

    fn figure(plan: &Plan) -> (f64, f64) {
        let figure = found(plan).figure;
        (figure.low, figure.high)
    }

    #[test]
    fn a_pair_with_a_corridor_is_kept_apart_and_the_other_is_a_place() {
        let plan = corridor(row(), 1070.0, -100.0, 1200.0, "");
        let found = found(&plan);
        assert_eq!((found.figure.low, found.figure.high), (1.0, 1.0));
        let [one, two] = found.facts.pairs.as_slice() else { panic!("{:?}", found.facts) };
        assert_eq!((one.name.as_str(), one.corridor.as_deref()), ("甲—乙", Some("廊道1070--100")));
        assert_eq!((two.name.as_str(), two.corridor.as_deref()), ("乙—丙", None));
        assert!((two.distance_m - 200.0).abs() < 1e-6);
        let areas: Vec<f64> = found.facts.clusters.iter().map(|cluster| cluster.area_ha).collect();
        assert!(areas.len() == 3 && areas.iter().all(|area| (area - 100.0).abs() < 1e-9));
        let [place] = found.places.as_slice() else { panic!("{:?}", found.places) };
        let Shape::Area(space) = &place.shape else { panic!("no area") };
        assert!((space.area() - 200_000.0).abs() < 0.1, "{}", space.area());
        assert_eq!((place.subject.as_str(), place.features.len()), ("乙—丙", 2));
    }

    #[test]
    fn a_corridor_counts_for_the_clusters_that_it_states_and_for_no_others() {
        let elsewhere = corridor(corridor(row(), 1070.0, 0.0, 1000.0, "乙、丙"), 9000.0, 0.0, 100.0, "甲、乙");
        let names: Vec<Option<String>> = found(&elsewhere).facts.pairs.into_iter().map(|pair| pair.corridor).collect();
        assert_eq!(names, [Some("廊道9000-0".to_owned()), Some("廊道1070-0".to_owned())]);
    }

    #[test]
    fn what_a_corridor_states_must_be_clusters() {
        let typo = corridor(row(), 1070.0, 0.0, 1000.0, "甲、己");
        assert_eq!(found(&typo).facts.pairs[0].corridor.as_deref(), Some("廊道1070-0"), "where it lies tells it");
    }

    #[test]
    fn corridors_must_lie_across_half_of_the_ways_together() {
        let short = corridor(row(), 1070.0, 0.0, 400.0, "");
        assert_eq!(figure(&short), (2.0, 2.0));
        let both = corridor(short, 1100.0, 500.0, 300.0, "");
        assert_eq!(figure(&both), (1.0, 1.0));
        assert_eq!(found(&both).facts.pairs[0].corridor.as_deref(), Some("廊道1070-0"), "the longer one");
    }

    #[test]
    fn without_any_corridor_no_pair_has_one_and_clusters_that_touch_are_a_pair() {
        assert_eq!(figure(&row()), (2.0, 2.0));
        let touching = row().layer("d.shp", &[Role::Clusters], &["name"]);
        let touching = touching.with(Shape::Area(rectangle(3400.0, 0.0, 500.0, 500.0)), &["丁"]);
        let found = found(&touching);
        assert_eq!((found.figure.low, found.figure.high), (3.0, 3.0));
        assert!(found.facts.pairs.iter().any(|pair| pair.name == "丙—丁" && pair.distance_m.abs() < 1e-9));
        assert!(matches!(found.places[2].shape, Shape::Points(_)));
    }

    #[test]
    fn land_between_counts_each_spot_once() {
        let land = row().layer("用地.shp", &[Role::LandUse], &["class"]);
        let strip = |y: f64, deep: f64| Shape::Area(rectangle(900.0, y, 400.0, deep));
        let land = land
            .with(strip(0.0, 100.0), &["0101"])
            .with(strip(50.0, 100.0), &["1401"])
            .with(strip(400.0, 100.0), &["0701"])
            .with(strip(600.0, 100.0), &["1207"]);
        let plan = land.layer("绿地.shp", &[Role::Green], &["class"]).with(strip(100.0, 100.0), &["G1"]);
        let plan = plan.layer("建筑.shp", &[Role::Buildings], &[]).area(rectangle(1100.0, 450.0, 50.0, 100.0));
        let pair = &found(&plan).facts.pairs[0];
        // 200 m of the 200 m wide space are open; homes take 100 × 200 m, the building 50 × 50 m beyond them.
        assert!((pair.open_ha - 4.0).abs() < 1e-6, "{}", pair.open_ha);
        assert!((pair.built_ha - 2.25).abs() < 1e-6, "{}", pair.built_ha);
    }

    #[test]
    fn order_place_and_turn_change_nothing() {
        let plan = corridor(row(), 1070.0, -100.0, 1200.0, "");
        for plan in [plan.reversed(), plan.map_corners(moved)] {
            let found = found(&plan);
            assert_eq!((found.figure.low, found.figure.high), (1.0, 1.0));
            let lacking: Vec<f64> =
                found.facts.pairs.iter().filter(|pair| pair.corridor.is_none()).map(|pair| pair.distance_m).collect();
            assert!(lacking.len() == 1 && (lacking[0] - 200.0).abs() < 1e-6);
        }
    }

    #[test]
    fn without_clusters_there_is_no_figure_and_one_alone_has_no_neighbour() {
        let missing = measure(&Plan::new().input(), &Parameters::default());
        assert!(matches!(missing, Err(NoFigure::Missing(_))));
        let line = Plan::new().layer("组团.shp", &[Role::Clusters], &[]).area(rectangle(0.0, 0.0, 9.0, 9.0));
        assert_eq!(figure(&line), (0.0, 0.0));
    }
}
