//! Length of lines per area of a scope: the road-network density.
//!
//! Lines count where they lie in the scope, each place once, and along its boundary by the parameter. Of unknown class
//! they do not count; where no class is recorded at all they all do. Both are said.

mod carriageways;
mod net;
mod zoned;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::carriageways::Carriageways;
pub use self::carriageways::{Pair, likely_carriageways};
pub(in crate::measure) use self::zoned::{metres_by_cell, metres_by_zone};
use super::lines::{
    ByStatus, Copy, LineSet, Sorted, Stretch, common_km, copies_km, go_on, line_items, not_lines, touched,
    unknown_notices,
};
use crate::geometry::alongside;
use crate::geometry::clip::Outline;
use crate::geometry::spans::{Span, difference, intersection, total, union};
use crate::layer::{Item, RoadClass, Role};
use crate::measure::lacking::{lacking, note};
use crate::measure::place::of_scope;
use crate::measure::{Input, Measured, NoFigure, Place, Scope};
use crate::text::Message;
use crate::units::{Figure, Metres, SquareMetres, Unit};

/// A stretch within 10 m of the boundary, within 15° of its direction, for at least 50 m is a boundary road.
const BOUNDARY: alongside::Rule = alongside::Rule { within: 10.0, angle: 15.0, length: 50.0 };
/// Key of the length without a class, where no class is recorded.
const UNCLASSIFIED: &str = "unclassified";

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose lines are counted.
    pub role: Role,
    /// Which classes count.
    pub classes: Vec<RoadClass>,
    /// How a line that runs along the boundary of the scope counts.
    #[serde(default)]
    pub boundary: Boundary,
    /// What the length is divided by.
    #[serde(default)]
    pub area: Area,
}

impl Parameters {
    /// The roles whose features can change the figure.
    pub fn roles(&self) -> Vec<Role> {
        match self.area {
            Area::Whole => vec![self.role],
            Area::Net => vec![self.role, Role::Water, Role::LandUse],
        }
    }
}

/// What the length is divided by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    /// All of the scope.
    #[default]
    Whole,
    /// The scope without water and land that is not built on.
    Net,
}

/// How a line that runs along the boundary of the scope counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Boundary {
    /// Whole, even where it lies outside.
    #[default]
    Whole,
    /// At half.
    Half,
}

/// Facts behind the density.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Counted length.
    pub length_km: f64,
    /// Area that the length is divided by.
    pub area_km2: f64,
    /// Area of the scope that was left out as water or land that is not built on, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out_km2: Option<f64>,
    /// Counted length by class.
    pub by_class_km: BTreeMap<String, f64>,
    /// Length of roads of unknown class inside the scope: not counted.
    pub unknown_class_km: f64,
    /// Counted length of roads with status existing, where any status is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existing_km: Option<f64>,
    /// Counted length of roads with status planned, where any status is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_km: Option<f64>,
    /// Length drawn more than once: counted once.
    pub duplicate_km: f64,
    /// Length taken off for the second line of dual carriageways.
    pub dual_carriageway_km: f64,
    /// Length that would be taken off for lines that only look like them, were it said of their layer.
    pub likely_carriageway_km: f64,
    /// Lines that only look like them, the first thousand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<Pair>,
    /// Length that runs along the boundary of the scope, counted whole or at half.
    pub boundary_km: f64,
    /// Counted length that would bring the density up to the reference figure: that times the area, less
    /// `length_km`. Absent where the density reaches it, or no figure is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_km: Option<f64>,
}

/// Measures the counted km per km² of the scope.
///
/// The place it marks is the scope, with its own features, those left out and the first thousand counted ones; it tells
/// [`Facts::missing_km`] too.
///
/// # Errors
/// [`NoFigure::Missing`] without a scope of some area, a layer of lines, or what the net area needs;
/// [`NoFigure::Cancelled`].
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    let scope = input.scope.ok_or_else(|| NoFigure::Missing(Message::new("measure.scope-missing")))?;
    let whole = scope.region.area();
    if whole <= 0.0 {
        return Err(NoFigure::Missing(Message::new("measure.scope-empty").with("scope", &scope.name)));
    }
    let sorted = Sorted::new(line_items(input, with.role)?, &with.classes);
    let outline = Outline::new(&scope.region);
    go_on(input)?;
    let set = LineSet::new(sorted.counted);
    go_on(input)?;
    let set = set.without_near_copies();
    go_on(input)?;
    let counted = Counted::new(set, &outline, with.boundary);
    go_on(input)?;
    let unknown = LineSet::new(sorted.unknown);
    let unknown_inside = unknown.inside(&outline);
    go_on(input)?;

    let mut notices = sorted.notices;
    let carriageways = Carriageways::new(&counted.set, &counted.stretches);
    go_on(input)?;
    notices.extend(carriageways.notices(&counted.set, &counted.stretches));
    let copies = counted.set.copies(&counted.reached);
    go_on(input)?;
    notices.extend(counted.set.copy_notices(&copies));
    notices.extend(unknown_notices(touched(&unknown, &unknown_inside)));
    notices.extend(not_lines(input, with.role));

    let mut facts = counted.facts(carriageways);
    let [least, most] = match with.area {
        Area::Whole => [whole; 2],
        Area::Net => net::area(input, scope, &mut notices)?,
    };
    facts.area_km2 = SquareMetres(most).km2();
    facts.left_out_km2 = (with.area == Area::Net).then(|| SquareMetres(whole - most).km2());
    facts.duplicate_km = copies_km(&copies);
    facts.unknown_class_km = common_km(&unknown.kept, &unknown_inside);
    facts.missing_km = input.at.and_then(|at| lacking(at * facts.area_km2, facts.length_km));
    let [low, high] = [most, least].map(|area| facts.length_km / SquareMetres(area).km2());
    let figure = Figure::between(low, high, Unit::KmPerKm2);
    let mut place = place(scope, figure, &counted, &copies, touched(&unknown, &unknown_inside));
    note(&mut place.facts, "missing_km", facts.missing_km);
    Ok(Measured { figure, facts, places: vec![place], notices })
}

/// What counts of each segment.
struct Counted<'a> {
    set: LineSet<'a>,
    /// Parts inside the scope or along its boundary, copies included.
    reached: Vec<Vec<Span>>,
    /// What counts, each with its weight: along the boundary by the parameter, else whole.
    stretches: Vec<(Stretch, f64)>,
    /// Length along the boundary of the scope.
    boundary: f64,
}

impl<'a> Counted<'a> {
    fn new(set: LineSet<'a>, outline: &Outline, boundary: Boundary) -> Self {
        let inside = set.inside(outline);
        let along = alongside::runs(&set.lines, &set.segments, &set.kept, outline, &BOUNDARY);
        let weight = match boundary {
            Boundary::Whole => 1.0,
            Boundary::Half => 0.5,
        };
        let mut reached = Vec::with_capacity(inside.len());
        let mut stretches = Vec::new();
        for (segment, ((inside, along), kept)) in inside.iter().zip(&along).zip(&set.kept).enumerate() {
            let within = intersection(&difference(inside, along), kept);
            stretches.extend(within.into_iter().map(|span| (Stretch { segment, span }, 1.0)));
            stretches.extend(along.iter().map(|&span| (Stretch { segment, span }, weight)));
            reached.push(union(inside.iter().chain(along).copied().collect()));
        }
        // A plain sum of nothing is −0, which would show.
        let boundary = along.iter().fold(0.0, |sum, spans| sum + total(spans));
        Self { set, reached, stretches, boundary }
    }

    fn item(&self, stretch: &Stretch) -> Item<'a> {
        self.set.items[self.set.item_number(stretch.segment)]
    }

    fn facts(&self, carriageways: Carriageways) -> Facts {
        let mut facts = Facts::default();
        let mut by_status = ByStatus::default();
        let mut by_class: BTreeMap<String, f64> = BTreeMap::new();
        let (mut length, mut second, mut likely) = (0.0, 0.0, 0.0);
        for (number, (stretch, weight)) in self.stretches.iter().enumerate() {
            let taken_off = weight * carriageways.paired[number] / 2.0;
            let counted = weight * total(&[stretch.span]) - taken_off;
            let item = self.item(stretch);
            length += counted;
            second += taken_off;
            likely += weight * carriageways.likely[number] / 2.0;
            by_status.add(item.status(), counted);
            *by_class.entry(class_code(item.road_class())).or_default() += counted;
        }
        facts.length_km = Metres(length).km();
        facts.boundary_km = Metres(self.boundary).km();
        facts.dual_carriageway_km = Metres(second).km();
        facts.likely_carriageway_km = Metres(likely).km();
        facts.pairs = carriageways.pairs;
        facts.by_class_km = by_class.into_iter().map(|(class, metres)| (class, Metres(metres).km())).collect();
        (facts.existing_km, facts.planned_km) = by_status.km();
        facts
    }
}

fn class_code(class: Option<RoadClass>) -> String {
    class
        .and_then(|class| serde_json::to_value(class).ok())
        .and_then(|code| code.as_str().map(str::to_owned))
        .unwrap_or_else(|| String::from(UNCLASSIFIED))
}

fn place(scope: &Scope, figure: Figure, counted: &Counted<'_>, copies: &[Copy], unknown: Vec<Item<'_>>) -> Place {
    let item = |number: usize| counted.set.items[number];
    let mut numbers: Vec<usize> =
        counted.stretches.iter().map(|(stretch, _)| counted.set.item_number(stretch.segment)).collect();
    numbers.dedup();
    let copied = copies.iter().filter(|copy| copy.left <= 0.0).map(|copy| item(copy.item));
    let left_out: Vec<Item<'_>> = copied.chain(unknown).collect();
    of_scope(scope, figure, &numbers.into_iter().map(item).collect::<Vec<_>>(), &left_out)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{layer, line, rectangle, scope, unsaid, with_input};
    use super::*;
    use crate::geometry::Region;
    use crate::layer::{Feature, Layer, Shape, Value};
    use crate::measure::Part;
    use geo_types::{Coord, LineString};
    use proptest::prelude::*;
    use std::sync::Arc;

    type Row = (Shape, Vec<Value>);

    fn parameters(boundary: Boundary) -> Parameters {
        use RoadClass::{Arterial, Branch, Expressway, Secondary};
        let classes = vec![Expressway, Arterial, Secondary, Branch];
        Parameters { role: Role::RoadCentrelines, classes, boundary, area: Area::Whole }
    }

    fn roads(rows: Vec<Row>) -> Arc<Layer> {
        layer(Role::RoadCentrelines, &["class", "name", "oneway"], rows)
    }

    fn measured(roads: &Arc<Layer>, region: Region, boundary: Boundary) -> Measured<Facts> {
        let scope = scope(region);
        with_input(std::slice::from_ref(roads), Some(&scope), &[], Some(8.0), |input| {
            measure(input, &parameters(boundary)).unwrap()
        })
    }

    fn square_km(rows: Vec<Row>) -> Measured<Facts> {
        measured(&roads(rows), rectangle(0.0, 0.0, 1000.0, 1000.0), Boundary::Whole)
    }

    fn codes(measured: &Measured<Facts>) -> Vec<&str> {
        measured.notices.iter().map(|notice| notice.code).collect()
    }

    /// Four streets across in each direction: 8 km in 1 km².
    fn eight_km() -> Vec<Vec<(f64, f64)>> {
        [200.0, 400.0, 600.0, 800.0]
            .iter()
            .flat_map(|&at| [vec![(0.0, at), (1000.0, at)], vec![(at, 0.0), (at, 1000.0)]])
            .collect()
    }

    fn rows(lines: &[Vec<(f64, f64)>]) -> Vec<Row> {
        lines.iter().map(|points| line(points, &["branch", "", ""])).collect()
    }

    #[test]
    fn eight_kilometres_in_a_square_kilometre_are_exactly_eight() {
        let found = square_km(rows(&eight_km()));
        assert!((found.figure.low - 8.0).abs() < 8e-9 && (found.figure.high - 8.0).abs() < 8e-9);
        assert!((found.facts.by_class_km["branch"] - 8.0).abs() < 1e-9);
        assert!(found.notices.is_empty(), "{:?}", found.notices);
    }

    #[test]
    fn the_missing_length_is_what_the_limit_asks_of_the_area_less_what_counts() {
        let six = square_km(rows(&eight_km()[..6]));
        assert!((six.facts.missing_km.unwrap() - 2.0).abs() < 1e-9, "8 km/km² of 1 km² less 6 km");
        assert_eq!(six.places[0].facts["missing_km"].as_f64(), six.facts.missing_km);
        let mut nine = eight_km();
        nine.push(vec![(0.0, 500.0), (1000.0, 500.0)]);
        for enough in [eight_km(), nine] {
            let found = square_km(rows(&enough));
            assert_eq!((found.facts.missing_km, found.places[0].facts.get("missing_km")), (None, None));
        }
    }

    #[test]
    fn every_road_drawn_twice_counts_once_and_is_named() {
        let mut lines = eight_km();
        lines.extend(eight_km().into_iter().map(|mut points| {
            points.reverse();
            points.insert(1, (f64::midpoint(points[0].0, points[1].0), f64::midpoint(points[0].1, points[1].1)));
            points
        }));
        let found = square_km(rows(&lines));
        assert!((found.figure.low - 8.0).abs() < 8e-9, "{}", found.figure.low);
        assert!((found.facts.duplicate_km - 8.0).abs() < 1e-9);
        assert_eq!(codes(&found), vec!["duplicate-line"; 8]);
        assert!(unsaid(found.notices.iter().map(|notice| &notice.message)).is_empty());
        assert_eq!(found.notices[0].row, Some(8));
        assert!(found.notices[0].at.is_some());
    }

    #[test]
    fn a_road_on_the_boundary_counts_whole_or_at_half() {
        for y in [0.0, -9.0, 9.0] {
            let road = roads(rows(&[vec![(0.0, y), (1000.0, y)]]));
            let region = || rectangle(0.0, 0.0, 1000.0, 1000.0);
            let whole = measured(&road, region(), Boundary::Whole);
            let half = measured(&road, region(), Boundary::Half);
            assert!((whole.figure.low - 1.0).abs() < 1e-9, "{y}: {}", whole.figure.low);
            assert!((half.figure.low - 0.5).abs() < 1e-9, "{y}: {}", half.figure.low);
            assert!((half.facts.boundary_km - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_road_eleven_metres_outside_does_not_count() {
        let found = square_km(rows(&[vec![(0.0, -11.0), (1000.0, -11.0)]]));
        assert!(found.figure.low.abs() < 1e-12);
    }

    #[test]
    fn a_road_that_crosses_the_boundary_many_times_is_only_clipped() {
        // Ten teeth, each 50 m up inside and 50 m down outside: in all ten legs of 50 m of each kind, and 10 m caps.
        let mut points = Vec::new();
        for tooth in 0..10 {
            let x = 20.0 * f64::from(tooth) + 100.0;
            points.extend([(x, -50.0), (x, 50.0), (x + 10.0, 50.0), (x + 10.0, -50.0)]);
        }
        for boundary in [Boundary::Whole, Boundary::Half] {
            let road = roads(rows(&[points.clone()]));
            let found = measured(&road, rectangle(0.0, 0.0, 1000.0, 1000.0), boundary);
            assert!((found.facts.length_km - (20.0 * 50.0 + 10.0 * 10.0) / 1000.0).abs() < 1e-9);
        }
    }

    #[test]
    fn two_carriageways_of_one_name_count_once() {
        let found = square_km(vec![
            line(&[(0.0, 500.0), (1000.0, 500.0)], &["arterial", "大道", "1"]),
            line(&[(1000.0, 520.0), (300.0, 520.0), (0.0, 520.0)], &["arterial", "大道", "1"]),
        ]);
        assert!((found.figure.low - 1.0).abs() < 1e-9, "{}", found.figure.low);
        assert!((found.facts.dual_carriageway_km - 1.0).abs() < 1e-9);
        assert!(found.notices.is_empty());
    }

    #[test]
    fn two_roads_of_other_names_or_not_one_way_count_twice() {
        for (name, one_way) in [("路", "1"), ("大道", "0")] {
            let found = square_km(vec![
                line(&[(0.0, 500.0), (1000.0, 500.0)], &["arterial", "大道", "1"]),
                line(&[(1000.0, 520.0), (0.0, 520.0)], &["arterial", name, one_way]),
            ]);
            assert!((found.figure.low - 2.0).abs() < 1e-9);
        }
    }

    #[test]
    fn what_looks_like_two_carriageways_is_only_noticed_where_a_field_is_missing() {
        for fields in [&["class", "name"][..], &["class", "remark"]] {
            let pair = vec![
                line(&[(0.0, 500.0), (1000.0, 500.0)], &["arterial", "大道"]),
                line(&[(1000.0, 520.0), (0.0, 520.0)], &["arterial", "大道"]),
            ];
            let road = layer(Role::RoadCentrelines, fields, pair);
            let found = measured(&road, rectangle(0.0, 0.0, 1000.0, 1000.0), Boundary::Whole);
            assert!((found.figure.low - 2.0).abs() < 1e-9);
            assert_eq!(codes(&found), vec!["dual-carriageway"], "{fields:?}");
            assert!(unsaid(found.notices.iter().map(|notice| &notice.message)).is_empty());
        }
    }

    /// Roads without one-way marks of which the plan says how they draw carriageways.
    fn undirected(lines: &[(&[(f64, f64)], &str)], carriageways: crate::layer::Carriageways) -> Measured<Facts> {
        let rows = lines.iter().map(|(points, name)| line(points, &["arterial", name])).collect();
        let mut roads = Arc::unwrap_or_clone(layer(Role::RoadCentrelines, &["class", "name"], rows));
        roads.carriageways = carriageways;
        measured(&Arc::new(roads), rectangle(0.0, 0.0, 1000.0, 1000.0), Boundary::Whole)
    }

    #[test]
    fn what_looks_like_two_carriageways_counts_once_where_the_plan_says_so_and_is_told_elsewhere() {
        use crate::layer::Carriageways::{Alike, Named};
        let pair: [(&[(f64, f64)], &str); 2] =
            [(&[(0.0, 500.0), (1000.0, 500.0)], ""), (&[(0.0, 520.0), (400.0, 520.0), (1000.0, 520.0)], "")];
        let told = undirected(&pair, Named);
        assert!((told.figure.low - 2.0).abs() < 1e-9 && told.facts.dual_carriageway_km.abs() < 1e-12);
        assert!((told.facts.likely_carriageway_km - 1.0).abs() < 1e-9);
        let [only] = told.facts.pairs.as_slice() else { panic!("{:?}", told.facts.pairs) };
        assert!((only.length_km - 1.0).abs() < 1e-9 && !only.taken_off);
        assert!((only.at[0] - 500.0).abs() < 1e-9 && (only.at[1] - 500.0).abs() < 1e-9);
        assert!(told.notices[0].message.say(crate::text::Lang::En).contains("1.000 km would go off"));
        let taken = undirected(&pair, Alike);
        assert!((taken.figure.low - 1.0).abs() < 1e-9 && (taken.facts.dual_carriageway_km - 1.0).abs() < 1e-9);
        assert!(taken.notices.is_empty() && taken.facts.likely_carriageway_km.abs() < 1e-12);
        assert!(taken.facts.pairs[0].taken_off);
    }

    #[test]
    fn roads_of_other_names_too_far_apart_or_beside_only_part_of_a_road_are_not_alike() {
        let road: &[(f64, f64)] = &[(0.0, 500.0), (1000.0, 500.0)];
        for (beside, name) in [
            (&[(0.0, 520.0), (1000.0, 520.0)][..], "乙路"),
            (&[(0.0, 541.0), (1000.0, 541.0)], "甲路"),
            (&[(0.0, 520.0), (600.0, 520.0)], "甲路"),
            (&[(0.0, 505.0), (1000.0, 790.0)], "甲路"),
        ] {
            let found = undirected(&[(road, "甲路"), (beside, name)], crate::layer::Carriageways::Alike);
            assert!(found.facts.dual_carriageway_km.abs() < 1e-12, "{beside:?}");
        }
        let most =
            undirected(&[(road, "甲路"), (&[(0.0, 520.0), (601.0, 520.0)], "甲路")], crate::layer::Carriageways::Alike);
        assert!((most.facts.dual_carriageway_km - 0.601).abs() < 1e-9);
    }

    #[test]
    fn where_directions_are_recorded_only_opposite_one_way_roads_are_alike() {
        for (other, one_way, off) in [
            ([(1000.0, 520.0), (0.0, 520.0)], "1", 1.0),
            ([(0.0, 520.0), (1000.0, 520.0)], "1", 0.0),
            ([(1000.0, 520.0), (0.0, 520.0)], "", 0.0),
        ] {
            let rows = vec![
                line(&[(0.0, 500.0), (1000.0, 500.0)], &["arterial", "", "1"]),
                line(&other, &["arterial", "", one_way]),
            ];
            let found = square_km(rows);
            assert!((found.facts.likely_carriageway_km - off).abs() < 1e-9, "{other:?} {one_way}");
        }
    }

    #[test]
    fn a_road_digitised_twice_within_a_metre_counts_once_and_is_named() {
        let mut lines = eight_km();
        lines.push(vec![(0.0, 200.7), (500.0, 199.4), (1000.0, 200.9)]);
        let found = square_km(rows(&lines));
        assert!((found.figure.low - 8.0).abs() < 1e-3, "{}", found.figure.low);
        assert_eq!(codes(&found), ["duplicate-line"]);
    }

    #[test]
    fn lanes_count_where_they_are_asked_for() {
        let road = roads(vec![line(&[(0.0, 500.0), (1000.0, 500.0)], &["lane", "", ""])]);
        let scope = scope(rectangle(0.0, 0.0, 1000.0, 1000.0));
        let density = |classes: Vec<RoadClass>| {
            let with = Parameters { classes, ..parameters(Boundary::Whole) };
            with_input(std::slice::from_ref(&road), Some(&scope), &[], None, |input| measure(input, &with).unwrap())
        };
        assert!(density(vec![RoadClass::Branch]).figure.low.abs() < 1e-12);
        assert!((density(vec![RoadClass::Branch, RoadClass::Lane]).figure.low - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_net_area_is_without_water_and_open_land_and_unknown_land_is_between() {
        let net = |layers: &[Arc<Layer>]| {
            let scope = scope(rectangle(0.0, 0.0, 1000.0, 1000.0));
            let with = Parameters { area: Area::Net, ..parameters(Boundary::Whole) };
            with_input(layers, Some(&scope), &[], None, |input| measure(input, &with))
        };
        let road = roads(rows_of_one());
        let Err(NoFigure::Missing(why)) = net(std::slice::from_ref(&road)) else { panic!() };
        assert!(unsaid([&why]).is_empty());
        let parcel = |x: f64, width: f64, class: &str| super::super::fixture::area((x, 0.0), (width, 1000.0), &[class]);
        let water = layer(Role::Water, &["name"], vec![parcel(0.0, 100.0, "河")]);
        let half = net(&[Arc::clone(&road), Arc::clone(&water)]).unwrap();
        assert!((half.figure.low - 1.0 / 0.9).abs() < 1e-9 && (half.facts.left_out_km2.unwrap() - 0.1).abs() < 1e-9);
        // Water under both layers, woods; homes, streets and parks stay; 100 m of unknown land may or may not.
        let land = vec![
            parcel(50.0, 100.0, "1701"),
            parcel(150.0, 350.0, "0301"),
            parcel(500.0, 200.0, "0701"),
            parcel(700.0, 100.0, "1207"),
            parcel(800.0, 100.0, "1401"),
            parcel(900.0, 100.0, "某地"),
        ];
        let found = net(&[road, water, layer(Role::LandUse, &["class"], land)]).unwrap();
        assert!((found.figure.low - 2.0).abs() < 1e-9 && (found.figure.high - 2.5).abs() < 1e-9, "{:?}", found.figure);
        assert!((found.facts.area_km2 - 0.5).abs() < 1e-9);
    }

    #[test]
    fn roads_of_unknown_class_are_left_out_and_told_by_value() {
        let found = square_km(vec![
            line(&[(0.0, 500.0), (1000.0, 500.0)], &["arterial", "", ""]),
            line(&[(0.0, 600.0), (1000.0, 600.0)], &["甲", "", ""]),
            line(&[(0.0, 700.0), (1000.0, 700.0)], &["甲", "", ""]),
            line(&[(0.0, 800.0), (1000.0, 800.0)], &["", "", ""]),
            line(&[(0.0, 900.0), (1000.0, 900.0)], &["lane", "", ""]),
        ]);
        assert!((found.facts.length_km - 1.0).abs() < 1e-9);
        assert!((found.facts.unknown_class_km - 3.0).abs() < 1e-9);
        assert_eq!(codes(&found), vec!["class-unknown"; 2]);
        assert!(unsaid(found.notices.iter().map(|notice| &notice.message)).is_empty());
        let parts: Vec<(usize, Part)> = found.places[0].features.iter().map(|(f, part)| (f.row, *part)).collect();
        let left = Part::LeftOut;
        assert_eq!(parts, vec![(0, Part::Scope), (1, left), (2, left), (3, left), (0, Part::Counted)]);
    }

    #[test]
    fn a_layer_without_classes_counts_whole_with_a_notice() {
        let road = layer(Role::RoadCentrelines, &["name"], vec![line(&[(0.0, 500.0), (2000.0, 500.0)], &["路"])]);
        let found = measured(&road, rectangle(0.0, 0.0, 1000.0, 1000.0), Boundary::Whole);
        assert!((found.figure.low - 1.0).abs() < 1e-9);
        assert_eq!(codes(&found), vec!["class-field-missing"]);
        assert!(unsaid(found.notices.iter().map(|notice| &notice.message)).is_empty());
    }

    #[test]
    fn no_scope_or_no_layer_gives_no_figure_and_no_counted_road_gives_nought() {
        let scope = scope(rectangle(0.0, 0.0, 1000.0, 1000.0));
        let road = roads(rows(&[vec![(5000.0, 0.0), (6000.0, 0.0)]]));
        let call = |layers: &[Arc<Layer>], scope: Option<&Scope>| {
            with_input(layers, scope, &[], None, |input| measure(input, &parameters(Boundary::Whole)))
        };
        assert!(matches!(call(std::slice::from_ref(&road), None), Err(NoFigure::Missing(_))));
        assert!(matches!(call(&[], Some(&scope)), Err(NoFigure::Missing(_))));
        assert!(call(&[road], Some(&scope)).unwrap().figure.low.abs() < 1e-12);
    }

    #[test]
    fn existing_and_planned_lengths_are_told_where_any_status_is_known() {
        let rows = vec![
            line(&[(0.0, 500.0), (1000.0, 500.0)], &["branch", "existing"]),
            line(&[(0.0, 600.0), (400.0, 600.0)], &["branch", "planned"]),
            line(&[(0.0, 700.0), (100.0, 700.0)], &["branch", ""]),
        ];
        let road = layer(Role::RoadCentrelines, &["class", "status"], rows);
        let facts = measured(&road, rectangle(0.0, 0.0, 1000.0, 1000.0), Boundary::Whole).facts;
        assert!((facts.length_km - 1.5).abs() < 1e-9);
        assert!((facts.existing_km.unwrap() - 1.0).abs() < 1e-9 && (facts.planned_km.unwrap() - 0.4).abs() < 1e-9);
        assert_eq!(square_km(rows_of_one()).facts.existing_km, None);
    }

    fn rows_of_one() -> Vec<Row> {
        rows(&[vec![(0.0, 500.0), (1000.0, 500.0)]])
    }

    #[test]
    fn a_road_marked_as_running_against_its_drawing_pairs_with_one_drawn_alike() {
        let found = square_km(vec![
            line(&[(0.0, 500.0), (1000.0, 500.0)], &["arterial", "大道", "1"]),
            line(&[(0.0, 520.0), (1000.0, 520.0)], &["arterial", "大道", "-1"]),
        ]);
        assert!((found.figure.low - 1.0).abs() < 1e-9);
    }

    #[test]
    fn threads_do_not_change_anything_and_a_cancelled_job_gives_no_figure() {
        let mut lines = eight_km();
        lines.extend(eight_km());
        let in_pool = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| square_km(rows(&lines)))
        };
        assert_eq!(in_pool(1), in_pool(4));
        let scope = scope(rectangle(0.0, 0.0, 1000.0, 1000.0));
        let cancelled = with_input(&[roads(rows_of_one())], Some(&scope), &[], None, |input| {
            input.handle.cancel();
            measure(input, &parameters(Boundary::Whole))
        });
        assert_eq!(cancelled, Err(NoFigure::Cancelled));
    }

    fn turned(points: &[(f64, f64)], turn: f64, by: (f64, f64)) -> Vec<Coord<f64>> {
        let place = |&(x, y): &(f64, f64)| Coord {
            x: by.0 + x * turn.cos() - y * turn.sin(),
            y: by.1 + x * turn.sin() + y * turn.cos(),
        };
        points.iter().map(place).collect()
    }

    proptest! {
        #[test]
        fn the_figure_survives_moving_turning_reordering_reversing_and_splitting(
            turn in 0.0..6.3_f64, far in prop_oneof![Just((0.0, 0.0)), Just((34_500_000.0, 3_000_000.0))],
            shift in 0usize..8, split in 1.0..999.0_f64,
        ) {
            // Streets that run through the square with 100 m over each edge, and one along its edge.
            let mut lines: Vec<Vec<(f64, f64)>> =
                [200.0, 450.0].iter().flat_map(|&at| [vec![(-100.0, at), (1100.0, at)], vec![(at, -100.0), (at, 1100.0)]])
                    .collect();
            lines.push(vec![(0.0, -4.0), (split, -4.0)]);
            lines.push(vec![(1000.0, -4.0), (split, -4.0)]);
            lines.push(vec![(100.0, 700.0), (split.max(110.0), 700.0), (1000.0, 900.0)]);
            let by_hand = 4.0 + 1.0
                + ((split.max(110.0) - 100.0) + (1000.0 - split.max(110.0)).hypot(200.0)) / 1000.0;
            let turn_by = shift % lines.len();
            lines.rotate_left(turn_by);
            let features = lines.iter().enumerate().map(|(row, points)| {
                let mut points = turned(points, turn, far);
                if row % 2 == 0 { points.reverse(); }
                Feature { row, id: None, shape: Shape::Lines(vec![LineString(points)]), values: vec![Value::text("branch")] }
            });
            let origin = crate::layer::Origin::File(String::from("r.shp"));
            let road = Layer::new(origin, &[Role::RoadCentrelines], &["class"], features.collect());
            let square = turned(&[(0.0, 0.0), (1000.0, 0.0), (1000.0, 1000.0), (0.0, 1000.0)], turn, far);
            let found = measured(&Arc::new(road), Region::from_rings(&square, &[]).unwrap(), Boundary::Whole);
            prop_assert!((found.figure.low - by_hand).abs() < 1e-6, "{} {}", found.figure.low, by_hand);
        }
    }
}
