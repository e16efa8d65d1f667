//! The extreme value of an attribute, each feature by itself: red-line widths, storeys, energy saved, waste of sites.
//!
//! What has no value could have any; it is never taken as meeting a limit. Widths of roads that none is stated of are
//! measured where there are polygons of the roads.

mod range;

use serde::{Deserialize, Serialize};
use serde_json::json;

use self::range::Range;
use super::condition::{Condition, Ground, count_notices, held, roles_of};
use super::lines::{go_on, require_layer};
use super::place::anchor_of;
use super::road_width;
use super::selection::selected;
use crate::geometry::vector::midpoint;
use crate::geometry::{Coord, OverlayFailed};
use crate::layer::{Field, Item, RoadClass, Role, items};
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
    /// Whether the largest value is the figure, or the least.
    #[serde(default)]
    pub extreme: Extreme,
    /// What must hold of the features that are looked at.
    #[serde(default)]
    pub among: Vec<Condition>,
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
    /// Energy saved by design, per cent.
    EnergySaving,
    /// Waste of a building site per floor area, tonnes per 10 000 m².
    SiteWaste,
}

impl Parameters {
    /// The roles whose features can change the figure.
    pub fn roles(&self) -> Vec<Role> {
        let mut roles = roles_of(self.role, &[&self.among]);
        if self.attribute == Attribute::RedLineWidth {
            roles.push(Role::RoadAreas);
        }
        if self.widths == Widths::Measured {
            roles.push(Role::LandUse);
        }
        roles
    }

    /// The fields that it reads.
    pub fn fields(&self) -> Vec<Field> {
        let of_attribute = self.attribute.fields().iter().copied();
        of_attribute.chain(self.among.iter().flat_map(Condition::fields)).collect()
    }
}

/// Which value is the figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extreme {
    /// The largest: a limit from above.
    #[default]
    Largest,
    /// The least: a limit from below.
    Least,
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
    /// Features beyond the reference figure: above it, or below where the least value counts.
    pub above: usize,
    /// Buildings of unknown use: they may be homes, and widen the bounds only.
    pub unknown_use: usize,
    /// Buildings taken as new because neither status nor year says otherwise.
    pub assumed_new: usize,
    /// How many features have each value, rising; empty where there are too many values to list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_value: Vec<Counted>,
}

/// Features of one value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Counted {
    /// The value.
    pub value: f64,
    /// How many have it.
    pub features: usize,
}

/// Values beyond this many are not listed: they are measured, not chosen.
const VALUES: usize = 60;

/// Counts features by their value.
fn by_value(mut values: Vec<f64>) -> Vec<Counted> {
    values.sort_by(f64::total_cmp);
    let mut counted: Vec<Counted> = Vec::new();
    for value in values {
        match counted.last_mut().filter(|last| last.value.total_cmp(&value).is_eq()) {
            Some(last) => last.features += 1,
            None => counted.push(Counted { value, features: 1 }),
        }
        if counted.len() > VALUES {
            return Vec::new();
        }
    }
    counted
}

/// Measures the extreme value, in the attribute's unit.
///
/// Features belong to the scope when their larger part lies inside. A feature without a value could have any: then the
/// largest is `[largest known value, infinity]` (results show such a bound as null), the least `[0, least known value]`,
/// which one known value beyond the limit decides and nothing else does. A feature that may or may not be one of those
/// that are looked at widens the bounds only. Where none is looked at for certain the largest is at least 0.
///
/// # Errors
/// [`NoFigure::Missing`] without a layer, without features in the scope, where no value is known, or where the least of
/// none is asked for; [`NoFigure::Cancelled`].
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    require_layer(input, with.role)?;
    let inside = selected(items(input.layers, with.role), input.scope);
    if inside.items.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.nothing-inside").with_message("role", with.role.name())));
    }
    go_on(input)?;
    let kept = |item: &Item<'_>| !item.road_class().is_some_and(|class| with.without.contains(&class));
    let looked_at: Vec<Item<'_>> = inside.items.into_iter().filter(kept).collect();
    let ground = Ground { layers: input.layers, since: with.since, year: input.year };
    let among = held(&with.among, &looked_at, &ground);
    let mut facts = Facts { unknown_use: among.unknown_use, assumed_new: among.assumed_new, ..Facts::default() };
    let mut notices: Vec<Notice> = inside.notices.into_iter().chain(among.notices).collect();
    let unit = with.attribute.unit();
    let mut range = Range::of(with.extreme);
    let (mut places, mut without, mut known) = (Vec::new(), Vec::new(), Vec::new());
    let possible = |(_, belongs): &(&Item<'_>, &Option<bool>)| **belongs != Some(false);
    let (chosen, certain): (Vec<Item<'_>>, Vec<bool>) = looked_at
        .iter()
        .zip(&among.truth)
        .filter(possible)
        .map(|(item, belongs)| (*item, *belongs == Some(true)))
        .unzip();
    let values = values(input, with, &chosen, &mut notices)?;
    go_on(input)?;
    for ((item, certain), value) in chosen.iter().zip(certain).zip(values) {
        let Some(value) = value else {
            without.push(*item);
            continue;
        };
        facts.measured += 1;
        known.push(with.extreme.surely(value));
        facts.estimated += usize::from(value.estimated);
        facts.measured_from_areas += usize::from(value.across.is_some());
        range.add([value.low, value.high], certain);
        if certain && input.at.is_some_and(|at| with.extreme.is_beyond(with.extreme.surely(value), at)) {
            places.push(place(item, value, with.extreme.surely(value), unit));
        }
    }
    facts.by_value = by_value(known);
    facts.unknown = without.len();
    facts.above = places.len();
    if facts.measured == 0 && facts.unknown > 0 {
        let missing = Message::new("measure.no-value").with_message("role", with.role.name());
        let fields: Vec<&str> = with.attribute.fields().iter().map(|field| field.name()).collect();
        return Err(NoFigure::Missing(missing.with("field", fields.join(", "))));
    }
    if facts.unknown > 0 {
        range.add_unknown();
        let field = with.attribute.fields().first().copied().unwrap_or(Field::Name);
        notices.extend(count_notices("value-unknown", &without, field));
    }
    let Some([low, high]) = range.bounds() else {
        return Err(NoFigure::Missing(Message::new("measure.share-none").with_message("role", with.role.name())));
    };
    Ok(Measured { figure: Figure::between(low, high, unit), facts, places, notices })
}

impl Extreme {
    /// The bound of a value that a miss would be proved by.
    fn surely(self, value: Value) -> f64 {
        match self {
            Self::Largest => value.low,
            Self::Least => value.high,
        }
    }

    fn is_beyond(self, value: f64, at: f64) -> bool {
        match self {
            Self::Largest => value > at,
            Self::Least => value < at,
        }
    }
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
    chosen: &[Item<'_>],
    notices: &mut Vec<Notice>,
) -> Result<Vec<Option<Value>>, NoFigure> {
    let all_measured = with.attribute == Attribute::RedLineWidth && with.widths == Widths::Measured;
    let stated = |item: &Item<'_>| with.attribute.of(item).filter(|_| !all_measured);
    let mut values: Vec<Option<Value>> = chosen.iter().map(stated).collect();
    if with.attribute != Attribute::RedLineWidth || values.iter().all(Option::is_some) {
        return Ok(values);
    }
    let ground = road_width::Ground::new(input.layers, with.role, all_measured, notices)
        .map_err(|OverlayFailed| NoFigure::Missing(Message::new("measure.overlay-failed")))?;
    let Some(ground) = ground else {
        return if all_measured {
            Err(NoFigure::Missing(Message::new("measure.road-areas-missing")))
        } else {
            Ok(values)
        };
    };
    let open = values.iter().zip(chosen).filter(|(value, _)| value.is_none());
    let roads: Vec<Item<'_>> = open.map(|(_, item)| *item).collect();
    let mut widths = ground.widths(&roads).into_iter();
    for value in values.iter_mut().filter(|value| value.is_none()) {
        let width = widths.next().flatten();
        *value =
            width.map(|width| Value { low: width.low, high: width.high, estimated: false, across: Some(width.across) });
    }
    Ok(values)
}

impl Attribute {
    /// What values are in.
    pub fn unit(self) -> Unit {
        match self {
            Self::RedLineWidth => Unit::Metre,
            Self::Storeys => Unit::Storeys,
            Self::EnergySaving => Unit::Percent,
            Self::SiteWaste => Unit::TonnesPer10kM2,
        }
    }

    /// The fields that tell it, the one that is usually filled in first.
    fn fields(self) -> &'static [Field] {
        match self {
            Self::RedLineWidth => &[Field::RedLineWidth],
            Self::Storeys => &[Field::Storeys],
            Self::EnergySaving => &[Field::EnergySaving],
            Self::SiteWaste => &[Field::SiteWaste, Field::FloorArea],
        }
    }

    /// The value of a feature. Widths and storeys of nought are blanks.
    fn of(self, item: &Item<'_>) -> Option<Value> {
        let above_nought = |amount: &f64| *amount > 0.0;
        let value = match self {
            Self::RedLineWidth => item.red_line_width().filter(above_nought).map(|width| Value::stated(width, false)),
            Self::Storeys => item
                .storeys()
                .filter(|storeys| storeys.count > 0.0)
                .map(|storeys| Value::stated(storeys.count, storeys.estimated)),
            Self::EnergySaving => item.per_cent(Field::EnergySaving).map(|share| Value::stated(share, false)),
            Self::SiteWaste => waste(item),
        };
        value.filter(|value| value.low.is_finite())
    }
}

/// Tonnes of waste per 10 000 m² of floor.
fn waste(item: &Item<'_>) -> Option<Value> {
    let tonnes = item.number(Field::SiteWaste).filter(|tonnes| *tonnes >= 0.0)?;
    let (area, estimated) = item.floor_area().filter(|(area, _)| *area > 0.0)?;
    Some(Value::stated(tonnes / (area / 10_000.0), estimated))
}

fn place(item: &Item<'_>, value: Value, amount: f64, unit: Unit) -> Place {
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
        figure: Some(Figure::exact(amount, unit)),
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
    use crate::layer::Layer;
    use crate::measure::Scope;
    use std::sync::Arc;

    type Row = (crate::layer::Shape, Vec<crate::layer::Value>);

    fn red_lines() -> Parameters {
        Parameters {
            role: Role::RoadCentrelines,
            attribute: Attribute::RedLineWidth,
            extreme: Extreme::Largest,
            among: Vec::new(),
            without: vec![RoadClass::Highway],
            since: None,
            widths: Widths::Stated,
        }
    }

    fn homes(since: Option<i32>) -> Parameters {
        let among = ["new", "home"].map(|word| Condition::try_from(word.to_owned()).unwrap()).to_vec();
        let (attribute, extreme, without) = (Attribute::Storeys, Extreme::Largest, Vec::new());
        let widths = Widths::Stated;
        Parameters { role: Role::Buildings, attribute, extreme, among, without, since, widths }
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
    fn features_are_counted_by_their_value_unless_there_are_too_many_values() {
        let found = call(&[roads(&["40", "24", "40", ""])], None, &red_lines()).unwrap();
        let counted: Vec<(f64, usize)> = found.facts.by_value.iter().map(|own| (own.value, own.features)).collect();
        assert_eq!(counted, [(24.0, 1), (40.0, 2)]);
        let widths: Vec<String> = (1..=61).map(|width| width.to_string()).collect();
        let widths: Vec<&str> = widths.iter().map(String::as_str).collect();
        assert!(call(&[roads(&widths)], None, &red_lines()).unwrap().facts.by_value.is_empty());
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
        let with = Parameters { among: Vec::new(), ..homes(None) };
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

    fn energy() -> Parameters {
        let text = "role = \"buildings\"\nattribute = \"energy-saving\"\nextreme = \"least\"\namong = [\"public\"]";
        toml_edit::de::from_str(text).unwrap()
    }

    #[test]
    fn the_least_value_is_the_figure_where_a_limit_stands_below() {
        let rows: [&[&str]; 4] = [&["小学", "80"], &["医院", "78"], &["住宅", "65"], &["办公", "77.9"]];
        let call = |rows: &[&[&str]]| {
            let layers = [buildings(&["use", "energy_saving"], rows)];
            with_input(&layers, None, &[], Some(78.0), |input| measure(input, &energy()))
        };
        let found = call(&rows).unwrap();
        assert_eq!(bounds(&found), (77.9, 77.9));
        assert_eq!((found.facts.above, found.places[0].features[0].0.row), (1, 3));
        let at_limit = call(&rows[..3]).unwrap();
        assert_eq!((bounds(&at_limit), at_limit.places.len()), ((78.0, 78.0), 0));
        let blank = call(&[&["小学", "80"], &["医院", ""], &["", "60"]]).unwrap();
        assert_eq!(bounds(&blank), (0.0, 80.0));
        assert!(matches!(call(&[&["住宅", "65"]]), Err(NoFigure::Missing(_))), "no public building, no figure");
    }

    #[test]
    fn waste_of_a_site_is_told_per_floor_area() {
        let text = "role = \"buildings\"\nattribute = \"site-waste\"";
        let with: Parameters = toml_edit::de::from_str(text).unwrap();
        let rows: [&[&str]; 2] = [&["450", "15000"], &["31", "1000"]];
        let layers = [buildings(&["site_waste", "floor_area"], &rows)];
        let found = with_input(&layers, None, &[], Some(300.0), |input| measure(input, &with)).unwrap();
        assert!((found.figure.high - 310.0).abs() < 1e-9 && found.places.len() == 1, "{:?}", found.figure);
    }
}
