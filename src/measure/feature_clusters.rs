//! Size of the largest group of features that lie close together: demolished buildings.
//!
//! Groups are of buildings of which each lies within the gap of another, from wall to wall. A building of which it is not
//! known whether it goes may join groups or not: the size is known between bounds then.

use serde::{Deserialize, Serialize};

use crate::geometry::{Mask, OverlayFailed, Region, groups_within};
use crate::layer::{Field, Item, Renewal, Role, Shape, items};
use crate::measure::lines::require_layer;
use crate::measure::place::named;
use crate::measure::selection::{areas, selected};
use crate::measure::{FeatureRef, Input, Measured, NoFigure, Part, Place};
use crate::notice::Notice;
use crate::text::Message;
use crate::units::{Figure, SquareMetres, Unit};

/// Groups that are told one by one, the largest first.
const LISTED: usize = 100;

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose features are grouped.
    pub role: Role,
    /// What renewal does with those that are looked at.
    #[serde(default = "default_renewal")]
    pub renewal: Renewal,
    /// Features at most this far apart are one group, in metres.
    #[serde(default = "default_gap")]
    pub gap: f64,
    /// Units of renewal: where they are loaded, what lies in none of them and states nothing is not touched.
    #[serde(default)]
    pub units: Option<Role>,
    /// Whether those that are exempt with evidence are looked at too.
    #[serde(default)]
    pub exempt: bool,
}

fn default_renewal() -> Renewal {
    Renewal::Demolish
}

fn default_gap() -> f64 {
    30.0
}

impl Parameters {
    /// The roles whose features can change the figure.
    pub fn roles(&self) -> Vec<Role> {
        std::iter::once(self.role).chain(self.units).collect()
    }
}

/// Facts of all groups.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// The first hundred groups, the largest first.
    pub groups: Vec<Group>,
    /// How many groups there are, single buildings among them.
    pub clusters: usize,
    /// Buildings in all groups.
    pub buildings: usize,
    /// Ground that they cover.
    pub footprint_ha: f64,
    /// Buildings of which it is not known whether they belong.
    pub unknown: usize,
}

/// Facts of one group.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Group {
    /// Name of its first building that has one.
    pub name: String,
    /// How many buildings it has.
    pub buildings: usize,
    /// Ground that they cover.
    pub footprint_ha: f64,
    /// Their floor area, as far as it is known.
    pub floor_area_m2: f64,
    /// Buildings without a known floor area.
    pub unknown_floor_area: usize,
}

/// Measures the footprint of the largest group, in hectares. The groups are places, the largest first.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    require_layer(input, with.role)?;
    let mut notices = Vec::new();
    let chosen = selected(items(input.layers, with.role), input.scope);
    notices.extend(chosen.notices);
    let all = areas(&chosen.items, &mut notices);
    if all.is_empty() {
        return Err(missing("measure.nothing-inside", with.role));
    }
    if !all.iter().any(|(item, _)| item.has(Field::Renewal)) {
        return Err(missing("measure.feature-clusters-no-renewal", with.role));
    }
    let may_belong = |item: &Item<'_>| with.exempt || item.exemption().is_none();
    let certain: Vec<(Item<'_>, &Region)> =
        all.iter().copied().filter(|(item, _)| item.renewal() == Some(with.renewal) && may_belong(item)).collect();
    let silent = all.iter().copied().filter(|(item, _)| item.renewal().is_none() && may_belong(item)).collect();
    let open = touched(silent, with, input, &mut notices)?;

    let groups = groups(&certain, with, input)?;
    let low = largest(&groups);
    let high = if open.is_empty() {
        low
    } else {
        notices.push(Notice::new("clusters-unknown").with("count", open.len()));
        largest(&self::groups(&[certain.as_slice(), &open].concat(), with, input)?)
    };
    if certain.is_empty() {
        notices.push(Notice::new("no-clusters"));
    }
    let facts = Facts {
        groups: groups.iter().take(LISTED).map(|group| group.facts.clone()).collect(),
        clusters: groups.len(),
        buildings: certain.len(),
        footprint_ha: groups.iter().map(|group| group.facts.footprint_ha).fold(0.0, |sum, area| sum + area),
        unknown: open.len(),
    };
    let places = groups.into_iter().take(LISTED).map(|group| group.place).collect();
    // More buildings make no group smaller, but for rounding.
    Ok(Measured { figure: Figure::between(low, high.max(low), Unit::Hectare), facts, places, notices })
}

/// Those of the buildings that renewal may touch: where units are loaded, those of which most lies in one.
fn touched<'a>(
    silent: Vec<(Item<'a>, &'a Region)>,
    with: &Parameters,
    input: &Input<'a>,
    notices: &mut Vec<Notice>,
) -> Result<Vec<(Item<'a>, &'a Region)>, NoFigure> {
    let units = with.units.map(|units| areas(&items(input.layers, units), notices)).unwrap_or_default();
    if units.is_empty() {
        return Ok(silent);
    }
    let units = Region::union(units.iter().map(|(_, unit)| *unit)).map_err(failed)?;
    let mask = Mask::new(&units);
    let in_unit = |(_, region): &(Item<'_>, &Region)| mask.holds_most_of_area(region).unwrap_or(true);
    Ok(silent.into_iter().filter(in_unit).collect())
}

fn failed(_: OverlayFailed) -> NoFigure {
    NoFigure::Missing(Message::new("measure.overlay-failed"))
}

fn missing(key: &str, role: Role) -> NoFigure {
    NoFigure::Missing(Message::new(key).with_message("role", role.name()))
}

/// A group, measured.
struct Measurement {
    facts: Group,
    place: Place,
}

fn largest(groups: &[Measurement]) -> f64 {
    groups.first().map_or(0.0, |group| group.facts.footprint_ha)
}

/// The groups that features form, the largest first, equal ones in the order of their first features.
fn groups(
    features: &[(Item<'_>, &Region)],
    with: &Parameters,
    input: &Input<'_>,
) -> Result<Vec<Measurement>, NoFigure> {
    let regions: Vec<&Region> = features.iter().map(|(_, region)| *region).collect();
    if input.handle.is_cancelled() {
        return Err(NoFigure::Cancelled);
    }
    let measured: Result<Vec<Measurement>, OverlayFailed> = groups_within(&regions, with.gap)
        .into_iter()
        .map(|group| group_of(&group.into_iter().filter_map(|index| features.get(index).copied()).collect::<Vec<_>>()))
        .collect();
    let mut groups = measured.map_err(failed)?;
    groups.sort_by(|a, b| b.facts.footprint_ha.total_cmp(&a.facts.footprint_ha));
    Ok(groups)
}

fn group_of(members: &[(Item<'_>, &Region)]) -> Result<Measurement, OverlayFailed> {
    let footprint = Region::union(members.iter().map(|(_, region)| *region))?;
    let floor_areas: Vec<Option<f64>> =
        members.iter().map(|(item, _)| item.floor_area().map(|(area, _)| area)).collect();
    let stated = members.iter().find_map(|(item, _)| item.stated_name());
    let facts = Group {
        name: stated.or_else(|| members.first().map(|(item, _)| item.name())).unwrap_or_default(),
        buildings: members.len(),
        footprint_ha: SquareMetres(footprint.area()).hectares(),
        floor_area_m2: floor_areas.iter().flatten().fold(0.0, |sum, area| sum + area),
        unknown_floor_area: floor_areas.iter().filter(|area| area.is_none()).count(),
    };
    let features: Vec<(FeatureRef, Part)> = named(members.iter().map(|(item, _)| *item), Part::Subject).collect();
    let mut place_facts = serde_json::Map::new();
    place_facts.insert("buildings".to_owned(), facts.buildings.into());
    place_facts.insert("floor_area_m2".to_owned(), facts.floor_area_m2.into());
    let place = Place {
        subject: facts.name.clone(),
        figure: Some(Figure::exact(facts.footprint_ha, Unit::Hectare)),
        features,
        anchor: footprint.interior_point().unwrap_or_default(),
        shape: Shape::Area(footprint),
        facts: place_facts,
    };
    Ok(Measurement { facts, place })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::fixture::{Plan, moved, rectangle, unsaid};

    fn with() -> Parameters {
        Parameters { role: Role::Buildings, renewal: Renewal::Demolish, gap: 30.0, units: None, exempt: false }
    }

    fn plan() -> Plan {
        Plan::new().layer("buildings.shp", &[Role::Buildings], &["name", "floor_area", "renewal", "exemption"])
    }

    /// A building of 20 × 20 m with three storeys.
    fn building(plan: Plan, x: f64, renewal: &str) -> Plan {
        plan.with(Shape::Area(rectangle(x, 0., 20., 20.)), &["", "1200", renewal])
    }

    fn measured(plan: &Plan) -> Measured<Facts> {
        let measured = measure(&plan.input(), &with()).unwrap();
        assert_eq!(unsaid(measured.notices.iter().map(|notice| &notice.message)), [""; 0]);
        measured
    }

    fn close(value: f64, expected: f64) {
        assert!((value - expected).abs() <= 1e-10, "{value} instead of {expected}");
    }

    #[test]
    fn buildings_up_to_the_gap_apart_are_one_group_and_the_largest_counts() {
        for (gap, groups, footprint) in [(30.0, 2, 0.08), (30.01, 3, 0.04)] {
            let plan = [0., 20. + gap, 500.].into_iter().fold(plan(), |plan, x| building(plan, x, "拆除"));
            let measured = measured(&building(plan, 20., "保留"));
            assert_eq!((measured.facts.clusters, measured.facts.buildings), (groups, 3), "{gap}");
            close(measured.figure.low, footprint);
            close(measured.figure.high, footprint);
            close(measured.facts.footprint_ha, 0.12);
            close(measured.places[0].figure.unwrap().high, footprint);
        }
    }

    #[test]
    fn the_largest_group_comes_first_with_its_name_and_floor_area() {
        let plan = building(plan(), 0., "拆")
            .with(Shape::Area(rectangle(500., 0., 50., 20.)), &["机修厂", "2000", "拆"])
            .with(Shape::Area(rectangle(550., 0., 50., 20.)), &["", "", "拆"]);
        let measured = measured(&plan);
        let first = &measured.facts.groups[0];
        assert_eq!((first.name.as_str(), first.buildings, first.unknown_floor_area), ("机修厂", 2, 1));
        close(first.footprint_ha, 0.2);
        close(first.floor_area_m2, 2000.0);
        assert_eq!(measured.facts.groups[1].name, "buildings.shp#0");
        assert_eq!(measured.places[0].features.len(), 2);
    }

    #[test]
    fn footprints_drawn_twice_count_once() {
        close(measured(&building(building(plan(), 0., "拆"), 0., "拆")).figure.high, 0.04);
    }

    #[test]
    fn exempt_buildings_are_looked_at_only_where_the_reading_says_so() {
        let plan =
            building(plan(), 0., "拆").with(Shape::Area(rectangle(20., 0., 20., 20.)), &["", "", "拆", "危鉴7号"]);
        let plan = plan.with(Shape::Area(rectangle(40., 0., 20., 20.)), &["", "", "拆", "无"]);
        close(measured(&plan).figure.high, 0.08);
        close(measure(&plan.input(), &Parameters { exempt: true, ..with() }).unwrap().figure.high, 0.12);
    }

    #[test]
    fn what_may_go_may_join_two_groups() {
        let plan = building(building(building(plan(), 0., "拆"), 40., ""), 80., "拆");
        let measured = measured(&plan);
        close(measured.figure.low, 0.04);
        close(measured.figure.high, 0.12);
        assert_eq!((measured.facts.unknown, measured.notices[0].code), (1, "clusters-unknown"));
    }

    #[test]
    fn what_lies_in_no_unit_and_states_nothing_is_not_touched() {
        let plan = building(building(building(plan(), 0., "拆"), 40., ""), 80., "");
        let units = plan.layer("units.shp", &[Role::RenewalUnits], &[]).area(rectangle(-10., -10., 70., 40.));
        let with = Parameters { units: Some(Role::RenewalUnits), ..with() };
        let measured = measure(&units.input(), &with).unwrap();
        close(measured.figure.high, 0.08);
        assert_eq!(measured.facts.unknown, 1);
    }

    #[test]
    fn where_nothing_is_demolished_there_is_no_group() {
        let measured = measured(&building(plan(), 0., "留"));
        close(measured.figure.high, 0.0);
        assert_eq!((measured.facts.clusters, measured.notices[0].code), (0, "no-clusters"));
    }

    #[test]
    fn missing_buildings_or_renewal_give_no_figure() {
        let key = |plan: &Plan| match measure(&plan.input(), &with()) {
            Err(NoFigure::Missing(message)) => message.key,
            other => panic!("{other:?}"),
        };
        assert_eq!(key(&plan()), "measure.nothing-inside");
        let silent = Plan::new().layer("b.shp", &[Role::Buildings], &[]).area(rectangle(0., 0., 1., 1.));
        assert_eq!(key(&silent), "measure.feature-clusters-no-renewal");
        let cancelled = building(plan(), 0., "拆");
        cancelled.handle.cancel();
        assert_eq!(measure(&cancelled.input(), &with()), Err(NoFigure::Cancelled));
    }

    #[test]
    fn turning_moving_and_reordering_change_nothing() {
        let plan = [0., 45., 90., 500., 530.].into_iter().fold(plan(), |plan, x| building(plan, x, "拆"));
        for plan in [plan.clone(), plan.map_corners(moved), plan.reversed()] {
            let measured = measured(&plan);
            assert!((measured.figure.high - 0.12).abs() < 1e-9, "{}", measured.figure.high);
            assert_eq!(measured.facts.clusters, 2);
        }
    }
}
