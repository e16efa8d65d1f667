//! Share of features by weight within units: the demolished share of floor area.
//!
//! A building belongs to the unit that holds the largest part of it, and to none where the part outside is larger
//! still. What is not known of a building widens the bounds of its unit; nothing is guessed (see `share`).

mod share;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use self::share::{Building, Tally};
use crate::geometry::{Boxes, Coord, Mask, OverlayFailed, Region};
use crate::layer::{Field, Item, Renewal, Role, Shape, Status, items};
use crate::measure::lacking::{note, sum};
use crate::measure::place::named;
use crate::measure::selection::{areas, overlay_failed, selected};
use crate::measure::{FeatureRef, Input, Measured, NoFigure, Part, Place};
use crate::notice::Notice;
use crate::text::Message;
use crate::units::Figure;

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Units that are each judged by themselves.
    pub units: Role,
    /// Whose features are weighed.
    pub role: Role,
    /// How features that are exempt with evidence count.
    #[serde(default)]
    pub exempt: Exempt,
}

/// How features that are exempt with evidence count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exempt {
    /// Not in the numerator, but in the denominator.
    #[default]
    Numerator,
    /// In neither.
    Both,
    /// Like all others.
    None,
}

/// Facts behind the share of the worst unit, and of every unit.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Demolished floor area of the worst unit, m².
    pub numerator: f64,
    /// Existing floor area of the worst unit, m².
    pub denominator: f64,
    /// Share between bounds where data is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[f64; 2]>,
    /// One entry per unit.
    pub units: Vec<RenewalUnit>,
    /// Buildings whose floor area was estimated as footprint times storeys.
    pub estimated: usize,
    /// What of the existing floor area of all units was estimated so, per cent.
    pub estimated_share: f64,
    /// Buildings that are planned, or completed after the year of their data: they were not there before the plan.
    pub later: usize,
    /// Buildings in no unit.
    pub outside: usize,
    /// Demolished floor area above the reference share, summed over all units, m². Absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excess_m2: Option<f64>,
}

/// Facts of one renewal unit.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RenewalUnit {
    /// Its name.
    pub name: String,
    /// Demolished floor area that is not exempt, m².
    pub demolished_m2: f64,
    /// Demolished floor area that is exempt with evidence, m².
    pub exempt_m2: f64,
    /// Existing floor area, m².
    pub existing_m2: f64,
    /// Share in per cent, where it is known exactly.
    pub share: Option<f64>,
    /// Share between bounds where data is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[f64; 2]>,
    /// Demolished floor area above the reference share, m²: to be kept, so that the share comes down to it; the least of
    /// it where data is missing. Absent where there is none for certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excess_m2: Option<f64>,
}

/// Measures the per cent of the weight, the worst unit. Every unit with a figure is a place; it tells
/// [`RenewalUnit::excess_m2`] too.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    let mut notices = Vec::new();
    let chosen = selected(items(input.layers, with.units), input.scope);
    notices.extend(chosen.notices);
    let units = areas(&chosen.items, &mut notices);
    if units.is_empty() {
        return Err(missing("measure.weighted-share-no-units", with.units));
    }
    let all = items(input.layers, with.role);
    let unit_of = belonging(&all, &units, input, &mut notices)?;
    let inside = || all.iter().zip(&unit_of).filter_map(|(item, unit)| Some((*item, (*unit)?)));
    if inside().next().is_none() {
        return Err(missing("measure.weighted-share-no-buildings", with.role));
    }
    if !inside().any(|(item, _)| item.has(Field::Renewal)) {
        return Err(missing("measure.weighted-share-no-renewal", with.role));
    }

    let mut of_unit: Vec<Vec<Building<'_>>> = vec![Vec::new(); units.len()];
    for (item, unit) in inside() {
        of_unit[unit].push(Building::of(item));
    }
    let outside = unit_of.iter().filter(|unit| unit.is_none()).count();
    let tallies: Vec<Tally> = of_unit.iter().map(|buildings| Tally::of(buildings, with.exempt)).collect();
    let later = later(&of_unit, input.year);
    notices.extend(notices_of(&of_unit, outside, &later));

    let figures: Vec<Option<Figure>> = tallies.iter().map(Tally::figure).collect();
    let Some(figure) = worst(&figures) else {
        return Err(missing("measure.weighted-share-no-buildings", with.role));
    };
    let units_facts: Vec<RenewalUnit> =
        units.iter().zip(&tallies).map(|(unit, tally)| unit_facts(unit.0, tally, input.at)).collect();
    let worst_unit = tallies.iter().zip(&figures).filter_map(|(tally, own)| Some((tally, (*own)?)));
    let worst_tally = worst_unit.reduce(|best, next| if is_worse(next.1, best.1) { next } else { best });
    let facts = Facts {
        numerator: worst_tally.map_or(0.0, |(tally, _)| tally.demolished),
        denominator: worst_tally.map_or(0.0, |(tally, _)| tally.denominator),
        bounds: bounds(figure),
        estimated: of_unit.iter().flatten().filter(|building| building.estimated).count(),
        estimated_share: estimated_share(&tallies),
        later: later.len(),
        outside,
        excess_m2: sum(units_facts.iter().map(|unit| unit.excess_m2)),
        units: units_facts,
    };
    let places = units.iter().zip(&of_unit).zip(figures.iter().zip(&facts.units));
    let places = places.filter_map(|((unit, buildings), (figure, own))| {
        let mut place = place(*unit, buildings, (*figure)?, with.exempt);
        note(&mut place.facts, "excess_m2", own.excess_m2);
        Some(place)
    });
    let places = places.collect();
    Ok(Measured { figure, facts, places, notices })
}

fn missing(key: &str, role: Role) -> NoFigure {
    NoFigure::Missing(Message::new(key).with_message("role", role.name()))
}

/// The worst figure over all units: each bound is the largest of its kind.
fn worst(figures: &[Option<Figure>]) -> Option<Figure> {
    figures.iter().copied().flatten().reduce(|a, b| Figure::between(a.low.max(b.low), a.high.max(b.high), a.unit))
}

/// Whether a unit's figure is worse than another's: by what it may be at most, then at least.
fn is_worse(figure: Figure, than: Figure) -> bool {
    figure.high.total_cmp(&than.high).then(figure.low.total_cmp(&than.low)).is_gt()
}

fn bounds(figure: Figure) -> Option<[f64; 2]> {
    (figure.low < figure.high).then_some([figure.low, figure.high])
}

fn unit_facts(unit: Item<'_>, tally: &Tally, at: Option<f64>) -> RenewalUnit {
    let figure = tally.figure();
    let bounds = figure.and_then(bounds);
    RenewalUnit {
        name: unit.name(),
        demolished_m2: tally.demolished,
        exempt_m2: tally.exempt,
        existing_m2: tally.existing,
        share: figure.filter(|_| bounds.is_none()).map(|figure| figure.high),
        bounds,
        excess_m2: at.and_then(|at| tally.excess(at)),
    }
}

fn place(unit: (Item<'_>, &Region), buildings: &[Building<'_>], figure: Figure, exempt: Exempt) -> Place {
    let part = |building: &Building<'_>| {
        let gone = building.renewal == Some(Renewal::Demolish);
        let spared = building.exempt && exempt != Exempt::None;
        gone.then_some(if spared { Part::LeftOut } else { Part::Counted })
    };
    let mut features: Vec<(FeatureRef, Part)> = vec![(unit.0.into(), Part::Subject)];
    for wanted in [Part::Counted, Part::LeftOut] {
        let of_part = buildings.iter().filter(|building| part(building) == Some(wanted));
        features.extend(named(of_part.map(|building| building.item), wanted));
    }
    Place {
        subject: unit.0.name(),
        figure: Some(figure),
        features,
        anchor: unit.1.interior_point().unwrap_or_default(),
        shape: Shape::Area(unit.1.clone()),
        facts: serde_json::Map::new(),
    }
}

/// The unit of each building, by its place among the units; `None` for those in no unit.
fn belonging(
    buildings: &[Item<'_>],
    units: &[(Item<'_>, &Region)],
    input: &Input<'_>,
    notices: &mut Vec<Notice>,
) -> Result<Vec<Option<usize>>, NoFigure> {
    let masks: Vec<Mask<'_>> = units.iter().map(|(_, region)| Mask::new(region)).collect();
    let boxes = Boxes::new(units.iter().map(|(_, region)| region.bounds()));
    let found: Vec<Result<Option<usize>, OverlayFailed>> = buildings
        .par_iter()
        .map(|building| {
            if input.handle.is_cancelled() {
                return Ok(None);
            }
            unit_of(&building.feature.shape, &masks, &boxes)
        })
        .collect();
    if input.handle.is_cancelled() {
        return Err(NoFigure::Cancelled);
    }
    Ok(buildings
        .iter()
        .zip(found)
        .map(|(building, unit)| {
            unit.unwrap_or_else(|OverlayFailed| {
                notices.push(overlay_failed(*building));
                None
            })
        })
        .collect())
}

/// The unit that holds the largest part of a shape, the first of equals.
fn unit_of(shape: &Shape, masks: &[Mask<'_>], boxes: &Boxes) -> Result<Option<usize>, OverlayFailed> {
    let whole = match shape {
        Shape::Area(region) => region.area(),
        Shape::Points(points) => points.len() as f64,
        // A line has no footprint.
        Shape::Lines(_) => return Ok(None),
    };
    let Some(bounds) = shape.bounds() else { return Ok(None) };
    let mut best: Option<(usize, f64)> = None;
    let mut inside = 0.0;
    for unit in boxes.meeting(&bounds) {
        let part = match shape {
            Shape::Area(region) => masks[unit].area_inside(region)?,
            Shape::Points(points) => count_inside(&masks[unit], points),
            Shape::Lines(_) => 0.0,
        };
        inside += part;
        // Equal halves differ by rounding only.
        if best.is_none_or(|(_, largest)| part > largest * (1.0 + 1e-9)) {
            best = Some((unit, part));
        }
    }
    let rest = whole - inside;
    Ok(best.filter(|&(_, part)| part > 0.0 && part >= rest * (1.0 - 1e-9)).map(|(unit, _)| unit))
}

fn count_inside(mask: &Mask<'_>, points: &[Coord<f64>]) -> f64 {
    points.iter().filter(|&&point| mask.contains(point)).count() as f64
}

/// What of the floor area was estimated, per cent.
fn estimated_share(tallies: &[Tally]) -> f64 {
    let sum = |part: &dyn Fn(&Tally) -> f64| tallies.iter().map(part).fold(0.0, |sum, area| sum + area);
    let existing = sum(&|tally| tally.existing);
    if existing > 0.0 { 100.0 * sum(&|tally| tally.estimated) / existing } else { 0.0 }
}

/// Buildings that were not there before the plan: planned ones, and those completed after the year of their data, as
/// the plan states it, else after the year that is looked at.
fn later<'a>(of_unit: &[Vec<Building<'a>>], year: Option<i32>) -> Vec<Item<'a>> {
    let is_later = |item: &Item<'_>| {
        let base = item.layer.provenance.year.or(year);
        let completed_later = item.year_built().zip(base).is_some_and(|(built, base)| built > base);
        completed_later || item.status() == Some(Status::Planned)
    };
    of_unit.iter().flatten().map(|building| building.item).filter(is_later).collect()
}

/// What was estimated, is missing or looks wrong about the buildings in units.
fn notices_of(of_unit: &[Vec<Building<'_>>], outside: usize, later: &[Item<'_>]) -> Vec<Notice> {
    let first_and_count = |wanted: &dyn Fn(&Building<'_>) -> bool| {
        let mut found = of_unit.iter().flatten().filter(|building| wanted(building)).peekable();
        let row = found.peek().map(|building| building.item.feature.row);
        (row, found.count())
    };
    let mut notices = Vec::new();
    let mut tell = |code: &'static str, (row, count): (Option<usize>, usize)| {
        if count > 0 {
            notices.push(Notice { row, ..Notice::new(code).with("count", count) });
        }
    };
    tell("floor-area-estimated", first_and_count(&|building| building.estimated));
    tell("floor-area-unknown", first_and_count(&|building| building.area.is_none()));
    tell("renewal-unknown", first_and_count(&|building| building.renewal.is_none()));
    tell("buildings-outside-units", (None, outside));
    tell("buildings-later", (later.first().map(|item| item.feature.row), later.len()));
    if first_and_count(&|building| building.renewal == Some(Renewal::Demolish)).1 == 0 {
        notices.push(Notice::new("no-demolition"));
    }
    notices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::fixture::{Plan, moved, rectangle};

    fn with(exempt: Exempt) -> Parameters {
        Parameters { units: Role::RenewalUnits, role: Role::Buildings, exempt }
    }

    /// One unit of 100 × 100 m; buildings are added by place, floor area, renewal and exemption.
    fn plan() -> Plan {
        let units = Plan::new().layer("units.shp", &[Role::RenewalUnits], &["name"]);
        units.with(Shape::Area(rectangle(0., 0., 100., 100.)), &["西片区"]).layer(
            "buildings.shp",
            &[Role::Buildings],
            &["floor_area", "renewal", "exemption"],
        )
    }

    fn building(plan: Plan, x: f64, values: &[&str]) -> Plan {
        plan.with(Shape::Area(rectangle(x, 10., 10., 10.)), values)
    }

    fn measured(plan: &Plan) -> Measured<Facts> {
        measure(&plan.input(), &with(Exempt::Numerator)).unwrap()
    }

    fn share(plan: &Plan, exempt: Exempt) -> (f64, f64) {
        let figure = measure(&plan.input(), &with(exempt)).unwrap().figure;
        (figure.low, figure.high)
    }

    fn close(value: f64, expected: f64) {
        assert!((value - expected).abs() <= 1e-12 * expected.abs(), "{value} instead of {expected}");
    }

    #[test]
    fn a_fifth_demolished_is_exactly_twenty_per_cent() {
        let plan = building(building(plan(), 0., &["2000", "demolish"]), 20., &["8000", "keep"]);
        let measured = measured(&plan);
        close(measured.figure.high, 20.0);
        close(measured.figure.low, 20.0);
        close(measured.facts.numerator, 2000.0);
        close(measured.facts.denominator, 10_000.0);
        assert_eq!(measured.facts.bounds, None);
        assert!(measured.notices.is_empty());
        let place = &measured.places[0];
        assert_eq!(place.subject, "西片区");
        let parts: Vec<(usize, Part)> = place.features.iter().map(|(feature, part)| (feature.row, *part)).collect();
        assert_eq!(parts, [(0, Part::Subject), (0, Part::Counted)]);
    }

    #[test]
    fn the_worst_unit_decides_and_each_has_its_own_figure() {
        let units = Plan::new()
            .layer("units.shp", &[Role::RenewalUnits], &["name"])
            .with(Shape::Area(rectangle(0., 0., 100., 100.)), &["A"])
            .with(Shape::Area(rectangle(100., 0., 100., 100.)), &["B"])
            .with(Shape::Area(rectangle(200., 0., 100., 100.)), &["empty"])
            .layer("buildings.shp", &[Role::Buildings], &["floor_area", "renewal", "exemption"]);
        let plan =
            [(10., "1000", "demolish"), (30., "9000", "alter"), (110., "3000", "demolish"), (130., "7000", "keep")]
                .into_iter()
                .fold(units, |plan, (x, area, renewal)| building(plan, x, &[area, renewal]));
        let measured = measured(&plan);
        close(measured.figure.high, 30.0);
        close(measured.facts.numerator, 3000.0);
        let shares: Vec<Option<f64>> = measured.facts.units.iter().map(|unit| unit.share).collect();
        assert_eq!(shares, [Some(10.0), Some(30.0), None]);
        assert_eq!(measured.places.len(), 2);
    }

    /// What is above a fifth, of the one unit and in sum.
    fn above_a_fifth(plan: &Plan) -> Option<f64> {
        let plan = Plan { at: Some(20.0), ..plan.clone() };
        let measured = measured(&plan);
        let told = measured.places[0].facts.get("excess_m2").and_then(serde_json::Value::as_f64);
        assert_eq!((measured.facts.units[0].excess_m2, told), (measured.facts.excess_m2, measured.facts.excess_m2));
        measured.facts.excess_m2
    }

    #[test]
    fn floor_area_above_the_share_is_told_and_at_or_below_it_there_is_none() {
        let plan = |demolished: &str, kept: &str| {
            building(building(plan(), 0., &[demolished, "demolish"]), 20., &[kept, "keep"])
        };
        close(above_a_fifth(&plan("3000", "7000")).unwrap(), 1000.0);
        assert_eq!(above_a_fifth(&plan("2000", "8000")), None, "exactly at the limit");
        assert_eq!(above_a_fifth(&plan("1000", "9000")), None);
    }

    #[test]
    fn of_unknown_data_the_least_excess_is_told_and_none_where_it_may_vanish() {
        let plan = building(building(plan(), 0., &["3000", "demolish"]), 20., &["5000", "keep"]);
        // 2000 m² may be kept: then a fifth of 10 000 m² may go.
        close(above_a_fifth(&building(plan.clone(), 40., &["2000", ""])).unwrap(), 1000.0);
        assert_eq!(above_a_fifth(&building(plan, 40., &["", "keep"])), None, "what is kept may be of any size");
    }

    #[test]
    fn the_excess_of_all_units_is_summed() {
        let units = Plan::new()
            .layer("units.shp", &[Role::RenewalUnits], &["name"])
            .with(Shape::Area(rectangle(0., 0., 100., 100.)), &["A"])
            .with(Shape::Area(rectangle(100., 0., 100., 100.)), &["B"])
            .with(Shape::Area(rectangle(200., 0., 100., 100.)), &["empty"])
            .layer("buildings.shp", &[Role::Buildings], &["floor_area", "renewal"]);
        let mut plan =
            [(10., "300", "demolish"), (30., "700", "keep"), (110., "500", "demolish"), (130., "500", "keep")]
                .into_iter()
                .fold(units, |plan, (x, area, renewal)| building(plan, x, &[area, renewal]));
        plan.at = Some(20.0);
        let facts = measured(&plan).facts;
        close(facts.excess_m2.unwrap(), 100.0 + 300.0);
        assert_eq!(facts.units[2].excess_m2, None);
    }

    #[test]
    fn a_building_belongs_to_the_unit_with_its_larger_part_and_counts_once() {
        let units = Plan::new()
            .layer("units.shp", &[Role::RenewalUnits], &[])
            .area(rectangle(0., 0., 100., 100.))
            .area(rectangle(100., 0., 100., 100.))
            .layer("buildings.shp", &[Role::Buildings], &["floor_area", "renewal"]);
        // Six metres of ten in the second unit; half in the first and half outside; three of ten inside.
        let plan = [(96., 10., "demolish"), (50., -5., "keep"), (150., -7., "keep")].into_iter().fold(
            building(building(units, 20., &["1000", "keep"]), 120., &["3000", "keep"]),
            |plan, (x, y, renewal)| plan.with(Shape::Area(rectangle(x, y, 10., 10.)), &["1000", renewal]),
        );
        let measured = measured(&plan);
        close(measured.facts.units[0].existing_m2, 2000.0);
        close(measured.facts.units[1].existing_m2, 4000.0);
        close(measured.figure.high, 25.0);
        assert_eq!(measured.facts.outside, 1);
        assert_eq!(measured.notices[0].code, "buildings-outside-units");
    }

    #[test]
    fn exempt_buildings_leave_the_numerator_both_or_neither() {
        let plan = [("1000", "demolish", "危鉴〔2026〕7号"), ("2000", "demolish", ""), ("7000", "keep", "")]
            .into_iter()
            .enumerate()
            .fold(plan(), |plan, (index, (area, renewal, exemption))| {
                building(plan, 20. * index as f64, &[area, renewal, exemption])
            });
        close(share(&plan, Exempt::Numerator).1, 20.0);
        close(share(&plan, Exempt::Both).1, 100.0 * 2000.0 / 9000.0);
        close(share(&plan, Exempt::None).1, 30.0);
        let measured = measured(&plan);
        close(measured.facts.units[0].exempt_m2, 1000.0);
        assert!(measured.places[0].features.iter().any(|(feature, part)| feature.row == 0 && *part == Part::LeftOut));
    }

    #[test]
    fn an_exemption_that_says_there_is_none_is_none() {
        let plan = building(building(plan(), 0., &["2000", "demolish", "无"]), 20., &["8000", "keep", ""]);
        close(share(&plan, Exempt::Numerator).1, 20.0);
        close(measured(&plan).facts.units[0].exempt_m2, 0.0);
    }

    #[test]
    fn what_of_the_floor_area_was_estimated_is_told() {
        // 10 × 10 m and five storeys beside 1500 m² that are stated.
        let fields = ["floor_area", "renewal", "storeys"];
        let plan = plan().layer("more.shp", &[Role::Buildings], &fields);
        let plan = building(building(plan, 0., &["1500", "demolish", "3"]), 20., &["", "keep", "5"]);
        let facts = measured(&plan).facts;
        assert_eq!(facts.estimated, 1);
        close(facts.estimated_share, 25.0);
    }

    #[test]
    fn buildings_that_were_not_there_before_the_plan_are_warned_of() {
        let fields = ["floor_area", "renewal", "status", "year_built"];
        let stock = [("现状", "1990"), ("现状", "2025"), ("规划", ""), ("现状", "2031"), ("", "")];
        let buildings = plan().layer("stock.shp", &[Role::Buildings], &fields);
        let mut plan = stock.into_iter().enumerate().fold(buildings, |plan, (number, (status, year))| {
            building(plan, 18. * number as f64, &["1000", "keep", status, year])
        });
        plan.year = Some(2030);
        let later = |plan: &Plan| {
            let measured = measured(plan);
            let notice = measured.notices.iter().find(|notice| notice.code == "buildings-later").unwrap();
            (measured.facts.later, notice.row)
        };
        assert_eq!(later(&plan), (2, Some(2)));
        std::sync::Arc::make_mut(&mut plan.layers[2]).provenance.year = Some(2024);
        assert_eq!(later(&plan), (3, Some(1)));
    }

    #[test]
    fn unknown_renewal_is_kept_at_one_bound_and_demolished_at_the_other() {
        let plan = [("1000", "demolish"), ("2000", ""), ("7000", "keep")]
            .into_iter()
            .enumerate()
            .fold(plan(), |plan, (index, (area, renewal))| building(plan, 20. * index as f64, &[area, renewal]));
        let (low, high) = share(&plan, Exempt::Numerator);
        close(low, 10.0);
        close(high, 30.0);
        let measured = measured(&plan);
        assert_eq!(measured.facts.bounds, Some([10.0, 30.0]));
        assert_eq!(measured.facts.units[0].share, None);
        assert_eq!(measured.notices[0].code, "renewal-unknown");
        assert_eq!(measured.notices[0].row, Some(1));
    }

    #[test]
    fn unknown_floor_area_opens_the_bound_it_may_move() {
        let kept = building(building(plan(), 0., &["1000", "demolish"]), 20., &["9000", "keep"]);
        let (low, high) = share(&building(kept.clone(), 40., &["", "keep"]), Exempt::Numerator);
        assert!(low.abs() < 1e-12, "an unknown kept building may be of any size: {low}");
        close(high, 10.0);
        let (low, high) = share(&building(kept.clone(), 40., &["", "demolish"]), Exempt::Numerator);
        close(low, 10.0);
        close(high, 100.0);
        // Exempt and unknown: it can only enlarge what is divided by.
        let (low, high) = share(&building(kept, 40., &["", "demolish", "doc"]), Exempt::Numerator);
        assert!(low.abs() < 1e-12);
        close(high, 10.0);
        let (low, high) = share(&building(plan(), 40., &["", "demolish"]), Exempt::Numerator);
        close(low, 100.0);
        close(high, 100.0);
    }

    #[test]
    fn a_unit_where_nothing_is_demolished_meets_every_limit_with_a_warning() {
        let plan = building(plan(), 0., &["1000", "keep"]);
        let measured = measured(&plan);
        assert!(measured.figure.high.abs() < 1e-12);
        assert_eq!(measured.notices[0].code, "no-demolition");
    }

    #[test]
    fn missing_units_buildings_or_renewal_give_no_figure() {
        let key = |plan: &Plan| match measure(&plan.input(), &with(Exempt::Numerator)) {
            Err(NoFigure::Missing(message)) => message.key,
            other => panic!("{other:?}"),
        };
        let no_units = Plan::new().layer("buildings.shp", &[Role::Buildings], &["floor_area", "renewal"]);
        assert_eq!(key(&building(no_units, 0., &["1000", "demolish"])), "measure.weighted-share-no-units");
        assert_eq!(key(&plan()), "measure.weighted-share-no-buildings");
        assert_eq!(key(&building(plan(), 500., &["1000", "demolish"])), "measure.weighted-share-no-buildings");
        let no_renewal = Plan::new()
            .layer("units.shp", &[Role::RenewalUnits], &[])
            .area(rectangle(0., 0., 100., 100.))
            .layer("buildings.shp", &[Role::Buildings], &["floor_area"]);
        assert_eq!(key(&building(no_renewal, 0., &["1000"])), "measure.weighted-share-no-renewal");
    }

    #[test]
    fn turning_moving_and_reordering_change_nothing() {
        let plan = [(0., "1500", "demolish"), (30., "2500", "keep"), (60., "6000", "alter"), (97., "900", "keep")]
            .into_iter()
            .fold(plan(), |plan, (x, area, renewal)| building(plan, x, &[area, renewal]));
        close(measured(&plan).figure.high, 15.0);
        close(measured(&plan.map_corners(moved)).figure.high, 15.0);
        close(measured(&plan.reversed()).figure.high, 15.0);
    }
}
