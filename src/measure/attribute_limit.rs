//! The largest value of an attribute, each feature by itself: red-line widths, storeys.
//!
//! What has no value could have any; it is never taken as meeting a limit. Widths of roads that none is stated of are
//! measured where there are polygons of the roads.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::homes::homes;
use super::lines::{go_on, layer_name, require_layer};
use super::place::anchor_of;
use super::road_width::Ground;
use super::selection::selected;
use crate::geometry::vector::midpoint;
use crate::geometry::{Coord, OverlayFailed};
use crate::layer::{Field, Item, Layer, RoadClass, Role, Status, items};
use crate::measure::{Input, Measured, NoFigure, Part, Place};
use crate::notice::Notice;
use crate::text::Message;
use crate::units::{Figure, Unit};

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose attribute it is.
    pub role: Role,
    /// Which attribute.
    pub attribute: Attribute,
    /// Which features are looked at.
    #[serde(default)]
    pub only: Only,
    /// Classes that are left out, such as highways that pass through.
    #[serde(default)]
    pub without: Vec<RoadClass>,
    /// First year of completion that makes a building new; without it the year says nothing.
    #[serde(default)]
    pub since: Option<i32>,
    /// Where the widths of roads come from.
    #[serde(default)]
    pub widths: Widths,
}

impl Parameters {
    /// The roles whose features can change the figure.
    pub fn roles(&self) -> Vec<Role> {
        match (self.attribute, self.widths) {
            (Attribute::Storeys, _) => vec![self.role],
            (Attribute::RedLineWidth, Widths::Stated) => vec![self.role, Role::RoadAreas],
            (Attribute::RedLineWidth, Widths::Measured) => vec![self.role, Role::RoadAreas, Role::LandUse],
        }
    }
}

/// Where the widths of roads come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Widths {
    /// Those that are stated; where none is, from the polygons of road areas.
    #[default]
    Stated,
    /// All from the polygons of road areas, else from the street parcels of land-use layers.
    Measured,
}

/// Attributes that have a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attribute {
    /// Width of a road's red line, in metres.
    RedLineWidth,
    /// Storeys above ground.
    Storeys,
}

/// Which features are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Only {
    /// All of them.
    #[default]
    All,
    /// New homes: planned, or completed from the base year on.
    NewHomes,
}

/// Facts behind the figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Features with a value.
    pub measured: usize,
    /// Of those, roads whose width was measured from polygons.
    pub measured_from_areas: usize,
    /// Features without one: not judged.
    pub unknown: usize,
    /// Features whose value was estimated, such as storeys from a height.
    pub estimated: usize,
    /// Features above the reference figure.
    pub above: usize,
    /// New buildings of unknown use: they may be homes, and raise the upper bound only.
    pub unknown_use: usize,
    /// Buildings taken as new because neither status nor year says otherwise.
    pub assumed_new: usize,
}

/// Measures the largest value, in the attribute's unit.
///
/// Features belong to the scope when their larger part lies inside. A feature without a value could have any: then the
/// figure is `[largest known value, infinity]`, which one known value above the limit decides and nothing else does
/// (results show such an upper bound as null). A building of unknown use that stands on no parcel of known kind may or may
/// not be a home: it raises the upper bound only. Without any home the figure is 0.
///
/// # Errors
/// [`NoFigure::Missing`] without a layer, without features in the scope, or where no value is known;
/// [`NoFigure::Cancelled`].
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    require_layer(input, with.role)?;
    let inside = selected(items(input.layers, with.role), input.scope);
    if inside.items.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.nothing-inside").with_message("role", with.role.name())));
    }
    go_on(input)?;
    let (selected, mut notices) = Selected::new(inside.items, input.layers, with);
    notices.extend(inside.notices);
    let mut facts = Facts { unknown_use: selected.unknown_use, assumed_new: selected.assumed_new, ..Facts::default() };
    let unit = with.attribute.unit();
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    let (mut places, mut without) = (Vec::new(), Vec::new());
    let values = values(input, with, &selected, &mut notices)?;
    go_on(input)?;
    for (&(item, certain), value) in selected.items.iter().zip(values) {
        let Some(value) = value else {
            without.push(item);
            continue;
        };
        facts.measured += 1;
        facts.measured_from_areas += usize::from(value.across.is_some());
        facts.estimated += usize::from(value.estimated);
        high = high.max(value.high);
        if certain {
            low = low.max(value.low);
            if input.at.is_some_and(|at| value.low > at) {
                places.push(place(&item, value, unit));
            }
        }
    }
    if facts.measured == 0 && !selected.items.is_empty() {
        let missing = Message::new("measure.no-value").with_message("role", with.role.name());
        return Err(NoFigure::Missing(missing.with("field", with.attribute.field().name())));
    }
    facts.unknown = without.len();
    facts.above = places.len();
    if facts.unknown > 0 {
        high = f64::INFINITY;
        notices.extend(count_notices("value-unknown", &without, with.attribute.field()));
    }
    Ok(Measured { figure: Figure::between(low, high, unit), facts, places, notices })
}

/// A value of a feature, or the bounds of one.
#[derive(Clone, Copy)]
struct Value {
    low: f64,
    high: f64,
    estimated: bool,
    /// Where it was measured.
    across: Option<[Coord<f64>; 2]>,
}

impl Value {
    fn stated(amount: f64, estimated: bool) -> Self {
        Self { low: amount, high: amount, estimated, across: None }
    }
}

/// The value of each feature: stated, or measured by the parameters.
fn values(
    input: &Input<'_>,
    with: &Parameters,
    selected: &Selected<'_>,
    notices: &mut Vec<Notice>,
) -> Result<Vec<Option<Value>>, NoFigure> {
    let all_measured = with.attribute == Attribute::RedLineWidth && with.widths == Widths::Measured;
    let stated = |(item, _): &(Item<'_>, bool)| with.attribute.of(item).filter(|_| !all_measured);
    let mut values: Vec<Option<Value>> = selected.items.iter().map(stated).collect();
    if with.attribute != Attribute::RedLineWidth || values.iter().all(Option::is_some) {
        return Ok(values);
    }
    let ground = Ground::new(input.layers, with.role, all_measured, notices)
        .map_err(|OverlayFailed| NoFigure::Missing(Message::new("measure.overlay-failed")))?;
    let Some(ground) = ground else {
        return if all_measured {
            Err(NoFigure::Missing(Message::new("measure.road-areas-missing")))
        } else {
            Ok(values)
        };
    };
    let open = || values.iter().zip(&selected.items).filter(|(value, _)| value.is_none());
    let roads: Vec<Item<'_>> = open().map(|(_, (item, _))| *item).collect();
    let mut widths = ground.widths(&roads).into_iter();
    for value in values.iter_mut().filter(|value| value.is_none()) {
        let width = widths.next().flatten();
        *value =
            width.map(|width| Value { low: width.low, high: width.high, estimated: false, across: Some(width.across) });
    }
    Ok(values)
}

impl Attribute {
    fn unit(self) -> Unit {
        match self {
            Self::RedLineWidth => Unit::Metre,
            Self::Storeys => Unit::Storeys,
        }
    }

    fn field(self) -> Field {
        match self {
            Self::RedLineWidth => Field::RedLineWidth,
            Self::Storeys => Field::Storeys,
        }
    }

    /// The stated value of a feature, above nought.
    fn of(self, item: &Item<'_>) -> Option<Value> {
        let value = match self {
            Self::RedLineWidth => item.red_line_width().map(|amount| Value::stated(amount, false)),
            Self::Storeys => item.storeys().map(|storeys| Value::stated(storeys.count, storeys.estimated)),
        };
        value.filter(|value| value.low > 0.0 && value.low.is_finite())
    }
}

/// The features to look at.
#[derive(Default)]
struct Selected<'a> {
    /// Each with whether it is certainly one of them.
    items: Vec<(Item<'a>, bool)>,
    unknown_use: usize,
    assumed_new: usize,
}

impl<'a> Selected<'a> {
    fn new(items: Vec<Item<'a>>, layers: &[Arc<Layer>], with: &Parameters) -> (Self, Vec<Notice>) {
        let items =
            items.into_iter().filter(|item| !item.road_class().is_some_and(|class| with.without.contains(&class)));
        match with.only {
            Only::All => (Self { items: items.map(|item| (item, true)).collect(), ..Self::default() }, Vec::new()),
            Only::NewHomes => Self::new_homes(items.collect(), layers, with.since),
        }
    }

    fn new_homes(items: Vec<Item<'a>>, layers: &[Arc<Layer>], since: Option<i32>) -> (Self, Vec<Notice>) {
        let homes = homes(&items, layers);
        let (mut selected, mut notices) = (Self::default(), Vec::new());
        let (mut unknown, mut assumed, mut useless) = (Vec::new(), Vec::new(), Vec::new());
        for (item, home) in items.into_iter().zip(homes) {
            if home == Some(false) {
                continue;
            }
            match is_new(&item, since) {
                Some(false) => continue,
                Some(true) => {}
                None => assumed.push(item),
            }
            if home.is_none() {
                if item.has(Field::Use) { &mut unknown } else { &mut useless }.push(item);
            }
            selected.items.push((item, home.is_some()));
        }
        selected.unknown_use = unknown.len() + useless.len();
        selected.assumed_new = assumed.len();
        notices.extend(count_notices("use-unknown", &unknown, Field::Use));
        notices.extend(count_notices("use-field-missing", &useless, Field::Use));
        notices.extend(count_notices("new-assumed", &assumed, Field::Status));
        (selected, notices)
    }
}

/// Whether a building is new: planned, or completed from the base year on; `None` when neither its status nor its year
/// says anything.
fn is_new(item: &Item<'_>, since: Option<i32>) -> Option<bool> {
    let recent = since.zip(item.year_built()).map(|(since, year)| year >= since);
    match item.status() {
        Some(Status::Planned) => Some(true),
        Some(Status::Existing) => Some(recent == Some(true)),
        None => recent,
    }
}

/// A notice per layer of what its features lack, with their number and the first rows.
fn count_notices(code: &'static str, items: &[Item<'_>], field: Field) -> Vec<Notice> {
    items
        .chunk_by(|a, b| std::ptr::eq(a.layer, b.layer))
        .map(|of_layer| {
            let rows: Vec<String> = of_layer.iter().take(20).map(|item| item.feature.row.to_string()).collect();
            let more = if of_layer.len() > rows.len() { ", …" } else { "" };
            let notice = Notice::new(code)
                .with_message("layer", layer_name(of_layer[0].layer.source()))
                .with("field", field.name());
            notice.with("count", of_layer.len()).with("rows", format!("{}{more}", rows.join(", ")))
        })
        .collect()
}

fn place(item: &Item<'_>, value: Value, unit: Unit) -> Place {
    let mut facts = serde_json::Map::new();
    if value.estimated {
        facts.insert(String::from("estimated"), true.into());
    }
    if item.flag(Field::Argued) == Some(true) {
        facts.insert(String::from("argued"), true.into());
    }
    if let Some(across) = value.across {
        facts.insert(String::from("measured"), true.into());
        facts.insert(String::from("across"), json!(across.map(|end| [end.x, end.y])));
    }
    let shape = item.feature.shape.clone();
    Place {
        subject: item.name(),
        figure: Some(Figure::exact(value.low, unit)),
        features: vec![((*item).into(), Part::Subject)],
        anchor: value.across.map_or_else(|| anchor_of(&shape), |[a, b]| midpoint(a, b)),
        shape,
        facts,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{area, layer, line, rectangle, scope, unsaid, with_input};
    use super::*;
    use crate::measure::Scope;

    type Row = (crate::layer::Shape, Vec<crate::layer::Value>);

    fn red_lines() -> Parameters {
        Parameters {
            role: Role::RoadCentrelines,
            attribute: Attribute::RedLineWidth,
            only: Only::All,
            without: vec![RoadClass::Highway],
            since: None,
            widths: Widths::Stated,
        }
    }

    fn homes(since: Option<i32>) -> Parameters {
        let without = Vec::new();
        let (only, widths) = (Only::NewHomes, Widths::Stated);
        Parameters { role: Role::Buildings, attribute: Attribute::Storeys, only, without, since, widths }
    }

    fn call(layers: &[Arc<Layer>], scope: Option<&Scope>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
        let at = if with.attribute == Attribute::Storeys { 18.0 } else { 40.0 };
        with_input(layers, scope, &[], Some(at), |input| measure(input, with))
    }

    fn roads(widths: &[&str]) -> Arc<Layer> {
        let rows = widths.iter().map(|width| line(&[(0.0, 0.0), (100.0, 0.0)], &["甲路", "branch", width])).collect();
        layer(Role::RoadCentrelines, &["name", "class", "red_line_width"], rows)
    }

    fn buildings(fields: &[&str], values: &[&[&str]]) -> Arc<Layer> {
        let rows: Vec<Row> = values.iter().map(|values| area((0.0, 0.0), (10.0, 10.0), values)).collect();
        layer(Role::Buildings, fields, rows)
    }

    fn bounds(found: &Measured<Facts>) -> (f64, f64) {
        (found.figure.low, found.figure.high)
    }

    #[test]
    fn the_widest_red_line_is_the_figure_and_each_above_the_limit_a_place() {
        let found = call(&[roads(&["40", "24", "40.5"])], None, &red_lines()).unwrap();
        assert_eq!(bounds(&found), (40.5, 40.5));
        assert_eq!((found.facts.measured, found.facts.above, found.places.len()), (3, 1, 1));
        assert_eq!(found.places[0].subject, "甲路");
        assert_eq!(found.places[0].features[0].0.row, 2);
        assert_eq!(found.places[0].anchor, geo_types::Coord { x: 50.0, y: 0.0 });
    }

    #[test]
    fn red_lines_at_the_limit_have_no_place() {
        let found = call(&[roads(&["40", "24"])], None, &red_lines()).unwrap();
        assert_eq!(bounds(&found), (40.0, 40.0));
        assert!(found.places.is_empty());
    }

    #[test]
    fn an_unknown_width_leaves_the_figure_open_above_and_none_at_all_gives_no_figure() {
        let found = call(&[roads(&["24", "", "0"])], None, &red_lines()).unwrap();
        assert_eq!(bounds(&found), (24.0, f64::INFINITY));
        assert_eq!(found.facts.unknown, 2);
        assert_eq!(found.notices[0].code, "value-unknown");
        assert!(unsaid(found.notices.iter().map(|notice| &notice.message)).is_empty());
        assert!(matches!(call(&[roads(&["", ""])], None, &red_lines()), Err(NoFigure::Missing(_))));
        assert!(matches!(call(&[], None, &red_lines()), Err(NoFigure::Missing(_))));
    }

    #[test]
    fn only_roads_whose_larger_part_lies_in_the_scope_count_and_highways_do_not() {
        let road = |from: f64, class: &str, width: &str| line(&[(from, 50.0), (from + 100.0, 50.0)], &[class, width]);
        let rows = vec![
            road(10.0, "branch", "30"),
            road(-60.0, "branch", "60"),
            road(-40.0, "branch", "35"),
            road(10.0, "highway", "80"),
        ];
        let roads = layer(Role::RoadCentrelines, &["class", "red_line_width"], rows);
        let scope = scope(rectangle(0.0, 0.0, 200.0, 100.0));
        assert_eq!(bounds(&call(&[roads], Some(&scope), &red_lines()).unwrap()), (35.0, 35.0));
    }

    #[test]
    fn a_road_without_a_width_is_measured_from_its_polygon_and_a_stated_width_holds() {
        let rows = vec![
            line(&[(0.0, 0.0), (500.0, 0.0)], &["甲路", "branch", ""]),
            line(&[(0.0, 300.0), (500.0, 300.0)], &["乙路", "branch", "30"]),
        ];
        let roads = layer(Role::RoadCentrelines, &["name", "class", "red_line_width"], rows);
        let areas = vec![area((0.0, -21.0), (500.0, 42.0), &[]), area((0.0, 275.0), (500.0, 50.0), &[])];
        let layers = [roads, layer(Role::RoadAreas, &[], areas)];
        let found = call(&layers, None, &red_lines()).unwrap();
        assert!((found.figure.low - 42.0).abs() < 1e-9 && (found.figure.high - 42.0).abs() < 1e-9);
        assert_eq!((found.facts.measured, found.facts.measured_from_areas, found.facts.unknown), (2, 1, 0));
        let [only] = found.places.as_slice() else { panic!("{:?}", found.places) };
        assert_eq!((only.subject.as_str(), &only.facts["measured"]), ("甲路", &json!(true)));
        let across: [[f64; 2]; 2] = serde_json::from_value(only.facts["across"].clone()).unwrap();
        assert!((across[0][1] + 21.0).abs() < 1e-9 && (across[1][1] - 21.0).abs() < 1e-9);
        let all = call(&layers, None, &Parameters { widths: Widths::Measured, ..red_lines() }).unwrap();
        assert!((all.figure.low - 50.0).abs() < 1e-9 && all.facts.measured_from_areas == 2);
    }

    #[test]
    fn street_parcels_give_widths_only_where_all_are_to_be_measured() {
        let roads = |width: &str| {
            let row = line(&[(0.0, 0.0), (500.0, 0.0)], &["branch", width]);
            layer(Role::RoadCentrelines, &["class", "red_line_width"], vec![row])
        };
        let parcels = vec![area((0.0, -20.0), (500.0, 40.0), &["1207"]), area((0.0, 20.0), (500.0, 90.0), &["0701"])];
        let parcels = layer(Role::LandUse, &["class"], parcels);
        let measured = Parameters { widths: Widths::Measured, ..red_lines() };
        let found = call(&[roads("30"), Arc::clone(&parcels)], None, &measured).unwrap();
        assert!((found.figure.low - 40.0).abs() < 1e-3 && found.places.is_empty());
        assert!(call(&[roads(""), parcels], None, &red_lines()).is_err());
        let Err(NoFigure::Missing(why)) = call(&[roads("30")], None, &measured) else { panic!() };
        assert!(unsaid([&why]).is_empty());
    }

    #[test]
    fn only_buildings_whose_larger_part_lies_in_the_scope_count() {
        let rows = vec![
            area((50.0, 50.0), (10.0, 10.0), &["6"]),
            area((-4.0, 20.0), (10.0, 10.0), &["7"]),
            area((-6.0, 40.0), (10.0, 10.0), &["8"]),
            area((500.0, 40.0), (10.0, 10.0), &["9"]),
        ];
        let with = Parameters { only: Only::All, ..homes(None) };
        let scope = scope(rectangle(0.0, 0.0, 100.0, 100.0));
        let found = call(&[layer(Role::Buildings, &["storeys"], rows)], Some(&scope), &with).unwrap();
        assert_eq!(bounds(&found), (7.0, 7.0));
        assert_eq!(found.facts.measured, 2);
    }

    #[test]
    fn eighteen_storeys_have_no_place_and_nineteen_have_one() {
        let fields = ["use", "status", "storeys", "argued"];
        let rows: [&[&str]; 4] = [
            &["residential", "planned", "18", ""],
            &["residential", "planned", "19", "是"],
            &["residential", "existing", "30", ""],
            &["office", "planned", "40", ""],
        ];
        let found = call(&[buildings(&fields, &rows)], None, &homes(None)).unwrap();
        assert_eq!(bounds(&found), (19.0, 19.0));
        assert_eq!(found.places.len(), 1);
        assert_eq!(found.places[0].facts["argued"], true);
        assert!(found.notices.is_empty(), "{:?}", found.notices);
    }

    #[test]
    fn without_status_and_year_every_home_is_new_and_said_so() {
        let rows: [&[&str]; 2] = [&["residential", "12"], &["residential", "6"]];
        let found = call(&[buildings(&["use", "storeys"], &rows)], None, &homes(Some(2021))).unwrap();
        assert_eq!(bounds(&found), (12.0, 12.0));
        assert_eq!(found.facts.assumed_new, 2);
        assert_eq!(found.notices[0].code, "new-assumed");
        assert!(unsaid(found.notices.iter().map(|notice| &notice.message)).is_empty());
    }

    #[test]
    fn the_year_tells_new_homes_from_the_base_year_on() {
        let rows: [&[&str]; 2] = [&["residential", "20", "2020"], &["residential", "6", "2021"]];
        let layer = buildings(&["use", "storeys", "year_built"], &rows);
        assert_eq!(bounds(&call(&[layer], None, &homes(Some(2021))).unwrap()), (6.0, 6.0));
    }

    #[test]
    fn without_a_use_field_low_buildings_prove_a_pass_and_high_ones_nothing() {
        let low = call(&[buildings(&["storeys"], &[&["6"], &["18"]])], None, &homes(None)).unwrap();
        assert_eq!(bounds(&low), (0.0, 18.0));
        let high = call(&[buildings(&["storeys"], &[&["6"], &["30"]])], None, &homes(None)).unwrap();
        assert_eq!(bounds(&high), (0.0, 30.0));
        assert!(high.places.is_empty());
    }

    #[test]
    fn an_unknown_use_leaves_the_figure_open_above_and_proves_a_pass_when_low() {
        let rows: [&[&str]; 2] = [&["residential", "6"], &["", "30"]];
        let found = call(&[buildings(&["use", "storeys"], &rows)], None, &homes(None)).unwrap();
        assert_eq!(bounds(&found), (6.0, 30.0));
        assert_eq!((found.facts.unknown_use, found.notices[0].code), (1, "use-unknown"));
        assert!(unsaid(found.notices.iter().map(|notice| &notice.message)).is_empty());
        let low = call(&[buildings(&["use", "storeys"], &[&["", "6"]])], None, &homes(None)).unwrap();
        assert_eq!(bounds(&low), (0.0, 6.0));
    }

    #[test]
    fn a_building_of_unknown_use_is_what_its_parcel_says() {
        let rows = vec![
            area((10.0, 10.0), (10.0, 10.0), &["", "20"]),
            area((110.0, 10.0), (10.0, 10.0), &["", "30"]),
            area((10.0, 40.0), (10.0, 10.0), &["office", "40"]),
        ];
        let parcels = vec![area((0.0, 0.0), (100.0, 100.0), &["0701"]), area((100.0, 0.0), (100.0, 100.0), &["0901"])];
        let layers = [layer(Role::Buildings, &["use", "storeys"], rows), layer(Role::LandUse, &["class"], parcels)];
        let found = call(&layers, None, &homes(None)).unwrap();
        assert_eq!(bounds(&found), (20.0, 20.0));
    }

    #[test]
    fn an_existing_home_of_the_base_year_or_later_is_new() {
        let rows: [&[&str]; 3] = [
            &["residential", "existing", "2019", "33"],
            &["residential", "existing", "2023", "20"],
            &["residential", "existing", "", "40"],
        ];
        let fields = ["use", "status", "year_built", "storeys"];
        assert_eq!(bounds(&call(&[buildings(&fields, &rows)], None, &homes(Some(2021))).unwrap()), (20.0, 20.0));
    }
}
