//! Share of features that something holds of, by number, floor area or another weight: star-rated buildings,
//! efficient lamps, green communities, solar roofs.
//!
//! A feature of which it is not known whether it belongs, or whether the condition holds, is taken the way that makes
//! the share least, then the way that makes it largest. A blank is never a no.

use serde::{Deserialize, Serialize};

use super::bounded::{Bound, Goes, figure};
use super::condition::{Condition, Ground, held, roles_of};
use super::lacking::{excess, lacking, note};
use super::lines::{go_on, require_layer};
use super::place::{NAMED, anchor_of, named};
use super::selection::selected;
use crate::layer::{Field, Item, Role, Shape, items};
use crate::measure::{Input, Measured, NoFigure, Part, Place};
use crate::notice::Notice;
use crate::text::{Lang, Message};
use crate::units::Figure;

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose features are looked at.
    pub role: Role,
    /// What each feature weighs.
    #[serde(default)]
    pub weight: Weight,
    /// What must hold of a feature for it to be in the denominator.
    #[serde(default)]
    pub among: Vec<Condition>,
    /// What must hold of it to be in the numerator too.
    #[serde(default)]
    pub having: Vec<Condition>,
    /// A part of each feature's weight that is in the numerator, in place of the whole.
    #[serde(default)]
    pub part: Option<Amount>,
    /// First year of completion that makes a building new.
    #[serde(default)]
    pub since: Option<i32>,
}

/// What a feature weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Every feature the same.
    #[default]
    Count,
    /// Floor area, estimated as footprint times storeys where it is not stated.
    FloorArea,
    /// Roof area, the footprint where it is not stated.
    RoofArea,
    /// Electric power.
    Power,
    /// Energy taken before a retrofit.
    Energy,
    /// People.
    Population,
}

/// A part of a feature's weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Amount {
    /// Area of solar panels.
    SolarArea,
    /// Energy before a retrofit less that afterwards.
    EnergySaved,
}

impl Parameters {
    /// The roles whose features can change the figure.
    pub fn roles(&self) -> Vec<Role> {
        roles_of(self.role, &[&self.among, &self.having])
    }

    /// The fields that it reads.
    pub fn fields(&self) -> Vec<Field> {
        let conditions = self.among.iter().chain(&self.having).flat_map(Condition::fields);
        let amounts = self.part.into_iter().flat_map(Amount::fields).copied();
        conditions.chain(self.weight.fields().iter().copied()).chain(amounts).collect()
    }

    /// The fields that decide the numerator.
    fn deciding(&self) -> Vec<Field> {
        let conditions = self.having.iter().flat_map(Condition::fields);
        conditions.chain(self.part.into_iter().flat_map(Amount::fields).copied()).collect()
    }
}

impl Weight {
    fn fields(self) -> &'static [Field] {
        match self {
            Self::Count => &[],
            Self::FloorArea => &[Field::FloorArea],
            Self::RoofArea => &[Field::RoofArea],
            Self::Power => &[Field::Power],
            Self::Energy => &[Field::EnergyBefore],
            Self::Population => &[Field::Population],
        }
    }

    /// The weight of a feature with `true` for "estimated".
    fn of(self, item: &Item<'_>) -> Option<(f64, bool)> {
        let stated = |field: Field| item.number(field).filter(|weight| *weight >= 0.0);
        let footprint = || match &item.feature.shape {
            Shape::Area(region) => Some(region.area()),
            _ => None,
        };
        match self {
            Self::Count => Some((1.0, false)),
            Self::FloorArea => item.floor_area().filter(|(area, _)| area.is_finite() && *area >= 0.0),
            Self::RoofArea => stated(Field::RoofArea).or_else(footprint).map(|area| (area, false)),
            Self::Power => stated(Field::Power).map(|power| (power, false)),
            Self::Energy => stated(Field::EnergyBefore).map(|energy| (energy, false)),
            Self::Population => stated(Field::Population).map(|people| (people, false)),
        }
    }

    /// What the sums are in, as facts say it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::FloorArea => "floor-area",
            Self::RoofArea => "roof-area",
            Self::Power => "power",
            Self::Energy => "energy",
            Self::Population => "population",
        }
    }
}

impl Amount {
    fn fields(self) -> &'static [Field] {
        match self {
            Self::SolarArea => &[Field::SolarArea],
            Self::EnergySaved => &[Field::EnergyBefore, Field::EnergyAfter],
        }
    }

    /// The part of a weight; energy that rose is a part below nought.
    fn of(self, item: &Item<'_>, weight: f64) -> Option<f64> {
        match self {
            Self::SolarArea => item.number(Field::SolarArea).filter(|area| *area >= 0.0).map(|area| area.min(weight)),
            Self::EnergySaved => {
                item.number(Field::EnergyAfter).filter(|energy| *energy >= 0.0).map(|after| weight - after)
            }
        }
    }
}

/// Facts behind the share.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Weight that the condition holds of, as far as known.
    pub numerator: f64,
    /// Weight of all that belongs, as far as known.
    pub denominator: f64,
    /// What both are in: `count`, `floor-area` (m²), `roof-area` (m²), `power` (W), `energy`, `population`.
    pub weight: &'static str,
    /// Share between bounds where data is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[f64; 2]>,
    /// Features that belong.
    pub features: usize,
    /// Those that the condition holds of.
    pub having: usize,
    /// Features of which it is not known whether they belong or whether the condition holds, or what they weigh.
    pub unknown: usize,
    /// Features whose weight was estimated, as footprint times storeys.
    pub estimated: usize,
    /// Buildings taken as new because neither status nor year says otherwise.
    pub assumed_new: usize,
    /// What the numerator lacks to the reference share. Absent where it reaches it or none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<f64>,
    /// What the numerator has over the reference share. Absent where it has none or none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excess: Option<f64>,
}

/// Measures the per cent.
///
/// Where the reference share is 100 every feature that the condition does not hold of is a place; else there is one
/// place, the features that it does not hold of.
///
/// # Errors
/// [`NoFigure::Missing`] without a layer, without features that belong, or where nothing says of any whether the
/// condition holds; [`NoFigure::Cancelled`].
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    require_layer(input, with.role)?;
    let inside = selected(items(input.layers, with.role), input.scope);
    go_on(input)?;
    let ground = Ground { layers: input.layers, since: with.since, year: input.year };
    let among = held(&with.among, &inside.items, &ground);
    let having = held(&with.having, &inside.items, &ground);
    let members: Vec<Member<'_>> = inside
        .items
        .iter()
        .zip(among.truth.iter().zip(&having.truth))
        .filter(|(_, (belongs, _))| **belongs != Some(false))
        .map(|(item, (belongs, holds))| Member::of(*item, *belongs == Some(true), *holds, with))
        .collect();
    if members.is_empty() {
        let missing = Message::new("measure.share-none").with_message("role", with.role.name());
        return Err(NoFigure::Missing(missing));
    }
    if members.iter().all(|member| member.part.is_none()) {
        return Err(NoFigure::Missing(no_value(with)));
    }
    let (low, high) = bounds(&members);
    let Some(share) = figure(low, high) else {
        return Err(NoFigure::Missing(no_value(with)));
    };
    let mut facts = facts(&members, with, share, input.at);
    facts.assumed_new = among.assumed_new;
    let mut notices: Vec<Notice> = inside.notices.into_iter().chain(among.notices).chain(having.notices).collect();
    notices.extend(unknown_notice(&members, with));
    let places = places(&members, input, share, with, &facts);
    Ok(Measured { figure: share, facts, places, notices })
}

fn no_value(with: &Parameters) -> Message {
    let fields: Vec<&str> = with.deciding().into_iter().map(Field::name).collect();
    let missing = Message::new("measure.share-no-value").with_message("role", with.role.name());
    missing.with("fields", fields.join(", "))
}

/// A feature that belongs, or may.
struct Member<'a> {
    item: Item<'a>,
    certain: bool,
    weight: Option<f64>,
    estimated: bool,
    /// The part of its weight in the numerator, 0 to 1; `None` where that is not known.
    part: Option<f64>,
}

impl<'a> Member<'a> {
    fn of(item: Item<'a>, certain: bool, holds: Option<bool>, with: &Parameters) -> Self {
        let weight = with.weight.of(&item);
        let part = match with.part {
            None => holds.map(f64::from),
            Some(amount) => weight.map(|(weight, _)| weight).filter(|weight| *weight > 0.0).and_then(|weight| {
                let part = amount.of(&item, weight)? / weight;
                // Where a condition stands beside the amount, only what it holds of has any.
                if with.having.is_empty() { Some(part) } else { holds.map(|holds| if holds { part } else { 0.0 }) }
            }),
        };
        Self {
            item,
            certain,
            weight: weight.map(|(weight, _)| weight),
            estimated: weight.is_some_and(|(_, estimated)| estimated),
            part,
        }
    }

    fn is_known(&self) -> bool {
        self.certain && self.weight.is_some() && self.part.is_some()
    }
}

/// The least and the most: each member taken the way that presses the share down, then the way that lifts it.
fn bounds(members: &[Member<'_>]) -> (Bound, Bound) {
    let (mut low, mut high) = (Bound::default(), Bound::default());
    for member in members {
        let whole = member.part.is_some_and(|part| part >= 1.0);
        let none = member.part.is_some_and(|part| part <= 0.0);
        if let (true, Some(weight), Some(part)) = (member.certain, member.weight, member.part) {
            low.add_part(weight * part, weight);
            high.add_part(weight * part, weight);
            continue;
        }
        // Nought in the denominator presses any share down, as much in both as in one lifts it.
        let may_stay_out = !member.certain;
        low.add(
            member.weight,
            if whole && may_stay_out {
                Goes::Nowhere
            } else if whole {
                Goes::Both
            } else {
                Goes::Denominator
            },
        );
        high.add(
            member.weight,
            if none && may_stay_out {
                Goes::Nowhere
            } else if none {
                Goes::Denominator
            } else {
                Goes::Both
            },
        );
    }
    (low, high)
}

fn facts(members: &[Member<'_>], with: &Parameters, share: Figure, at: Option<f64>) -> Facts {
    let known = || members.iter().filter(|member| member.certain);
    let weight = |member: &Member<'_>| member.weight.unwrap_or(0.0);
    let numerator: f64 = known().fold(0.0, |sum, member| sum + weight(member) * member.part.unwrap_or(0.0));
    let denominator: f64 = known().fold(0.0, |sum, member| sum + weight(member));
    let should = at.map(|at| at / 100.0 * denominator);
    Facts {
        numerator,
        denominator,
        weight: with.weight.code(),
        bounds: (share.low < share.high).then_some([share.low, share.high]),
        features: known().count(),
        having: known().filter(|member| member.part.is_some_and(|part| part > 0.0)).count(),
        unknown: members.iter().filter(|member| !member.is_known()).count(),
        estimated: members.iter().filter(|member| member.estimated).count(),
        assumed_new: 0,
        missing: should.and_then(|should| lacking(should, numerator)),
        excess: should.and_then(|should| excess(numerator, should)),
    }
}

/// How many features lack what decides, and the first of them.
fn unknown_notice(members: &[Member<'_>], with: &Parameters) -> Option<Notice> {
    let mut unknown = members.iter().filter(|member| !member.is_known());
    let first = unknown.next()?;
    let fields: Vec<&str> = with.fields().into_iter().map(Field::name).collect();
    let layer = super::lines::layer_name(first.item.layer.source());
    let notice = Notice::new("share-unknown").row(first.item.feature.row).with_message("layer", layer);
    Some(notice.with("count", unknown.count() + 1).with("fields", fields.join(", ")))
}

/// Where the condition does not hold.
fn places(members: &[Member<'_>], input: &Input<'_>, share: Figure, with: &Parameters, facts: &Facts) -> Vec<Place> {
    let lacks = |member: &&Member<'_>| member.certain && member.part.is_some_and(|part| part < 1.0);
    let lacking: Vec<Item<'_>> = members.iter().filter(lacks).map(|member| member.item).collect();
    if input.at.is_some_and(|at| at >= 100.0) {
        return lacking.iter().take(NAMED).map(of_feature).collect();
    }
    let has = |member: &&Member<'_>| member.certain && member.part.is_some_and(|part| part > 0.0);
    let having = members.iter().filter(has).map(|member| member.item);
    let points = lacking.iter().take(NAMED).map(|item| anchor_of(&item.feature.shape)).collect();
    let (subject, shape) = match input.scope {
        Some(scope) => (scope.name.clone(), Shape::Area(scope.region.clone())),
        None => (with.role.name().say(Lang::Zh), Shape::Points(points)),
    };
    let features = named(having, Part::Counted).chain(named(lacking.iter().copied(), Part::LeftOut)).collect();
    let mut place = Place {
        subject,
        figure: Some(share),
        features,
        anchor: anchor_of(&shape),
        shape,
        facts: serde_json::Map::new(),
    };
    note(&mut place.facts, "missing", facts.missing);
    vec![place]
}

fn of_feature(item: &Item<'_>) -> Place {
    let shape = item.feature.shape.clone();
    Place {
        subject: item.name(),
        figure: None,
        features: vec![((*item).into(), Part::Subject)],
        anchor: anchor_of(&shape),
        shape,
        facts: serde_json::Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{area, layer, unsaid, with_input};
    use super::*;
    use crate::layer::Layer;
    use std::sync::Arc;

    fn with(text: &str) -> Parameters {
        toml_edit::de::from_str(text).unwrap()
    }

    fn stars() -> Parameters {
        with(
            "role = \"buildings\"\nweight = \"floor-area\"\namong = [\"new\"]\nhaving = [\"stars >= 1\"]\nsince = 2021",
        )
    }

    fn buildings(fields: &[&str], rows: &[&[&str]]) -> Arc<Layer> {
        let row = |(number, values): (usize, &&[&str])| area((20.0 * number as f64, 0.0), (10.0, 10.0), values);
        layer(Role::Buildings, fields, rows.iter().enumerate().map(row).collect())
    }

    fn call(layers: &[Arc<Layer>], with: &Parameters, at: f64) -> Result<Measured<Facts>, NoFigure> {
        with_input(layers, None, &[], Some(at), |input| measure(input, with))
    }

    fn close(figure: Figure, low: f64, high: f64) {
        assert!((figure.low - low).abs() < 1e-9 && (figure.high - high).abs() < 1e-9, "{figure:?}");
    }

    #[test]
    fn new_floor_area_with_a_star_over_all_new_floor_area() {
        let rows: [&[&str]; 4] =
            [&["planned", "300", "1"], &["planned", "700", "0"], &["existing", "9000", "3"], &["planned", "1000", "2"]];
        let found = call(&[buildings(&["status", "floor_area", "stars"], &rows)], &stars(), 70.0).unwrap();
        close(found.figure, 65.0, 65.0);
        assert_eq!((found.facts.features, found.facts.having, found.facts.unknown), (3, 2, 0));
        assert_eq!((found.facts.numerator, found.facts.denominator), (1300.0, 2000.0));
        assert!((found.facts.missing.unwrap() - 100.0).abs() < 1e-9);
        let parts: Vec<(usize, Part)> =
            found.places[0].features.iter().map(|(feature, part)| (feature.row, *part)).collect();
        assert_eq!(parts, [(0, Part::Counted), (3, Part::Counted), (1, Part::LeftOut)]);
        assert!(found.notices.is_empty());
    }

    #[test]
    fn an_unknown_star_is_no_star_and_every_star_between_the_bounds() {
        let rows: [&[&str]; 3] = [&["planned", "500", "1"], &["planned", "300", "0"], &["planned", "200", ""]];
        let found = call(&[buildings(&["status", "floor_area", "stars"], &rows)], &stars(), 50.0).unwrap();
        close(found.figure, 50.0, 70.0);
        assert_eq!(found.facts.unknown, 1);
        assert_eq!(found.notices[0].code, "share-unknown");
        assert!(unsaid(found.notices.iter().map(|notice| &notice.message)).is_empty());
    }

    #[test]
    fn an_unknown_floor_area_may_be_any_and_is_estimated_from_storeys_where_they_stand() {
        let rows: [&[&str]; 2] = [&["planned", "500", "1"], &["planned", "", "0"]];
        let found = call(&[buildings(&["status", "floor_area", "stars"], &rows)], &stars(), 50.0).unwrap();
        close(found.figure, 0.0, 100.0);
        let rows: [&[&str]; 2] = [&["planned", "500", "1", ""], &["planned", "", "0", "5"]];
        let layer = buildings(&["status", "floor_area", "stars", "storeys"], &rows);
        let found = call(&[layer], &stars(), 50.0).unwrap();
        close(found.figure, 50.0, 50.0);
        assert_eq!(found.facts.estimated, 1);
    }

    #[test]
    fn where_all_must_each_one_that_does_not_is_a_place() {
        let each = with("role = \"buildings\"\namong = [\"public\"]\nhaving = [\"stars >= 1\"]");
        let rows: [&[&str]; 3] = [&["甲", "小学", "1"], &["乙", "医院", "0"], &["丙", "住宅", "0"]];
        let found = call(&[buildings(&["name", "use", "stars"], &rows)], &each, 100.0).unwrap();
        close(found.figure, 50.0, 50.0);
        assert_eq!(found.places.iter().map(|place| place.subject.as_str()).collect::<Vec<_>>(), ["乙"]);
    }

    #[test]
    fn a_feature_that_may_belong_widens_the_bounds_both_ways() {
        let each = with("role = \"buildings\"\namong = [\"public\"]\nhaving = [\"stars >= 1\"]");
        let rows: [&[&str]; 3] = [&["小学", "1"], &["医院", "0"], &["", "1"]];
        close(call(&[buildings(&["use", "stars"], &rows)], &each, 100.0).unwrap().figure, 50.0, 200.0 / 3.0);
        let rows: [&[&str]; 2] = [&["小学", "1"], &["", "0"]];
        close(call(&[buildings(&["use", "stars"], &rows)], &each, 100.0).unwrap().figure, 50.0, 100.0);
        let rows: [&[&str]; 1] = [&["", "1"]];
        close(call(&[buildings(&["use", "stars"], &rows)], &each, 100.0).unwrap().figure, 100.0, 100.0);
    }

    #[test]
    fn a_part_of_each_roof_is_covered_and_no_more_than_all_of_it() {
        let roofs = with("role = \"buildings\"\nweight = \"roof-area\"\npart = \"solar-area\"");
        let rows: [&[&str]; 3] = [&["200", "100"], &["", "60"], &["200", "300"]];
        let found = call(&[buildings(&["roof_area", "solar_area"], &rows)], &roofs, 50.0).unwrap();
        close(found.figure, 72.0, 72.0);
        let rows: [&[&str]; 2] = [&["200", "100"], &["200", ""]];
        close(call(&[buildings(&["roof_area", "solar_area"], &rows)], &roofs, 50.0).unwrap().figure, 25.0, 75.0);
    }

    #[test]
    fn energy_saved_is_weighed_by_the_energy_before() {
        let saved =
            with("role = \"buildings\"\nweight = \"energy\"\npart = \"energy-saved\"\namong = [\"retrofitted\"]");
        let rows: [&[&str]; 3] = [&["是", "100", "70"], &["是", "300", "270"], &["否", "900", ""]];
        let found = call(&[buildings(&["retrofitted", "energy_before", "energy_after"], &rows)], &saved, 20.0).unwrap();
        close(found.figure, 15.0, 15.0);
    }

    #[test]
    fn without_a_layer_members_or_any_value_there_is_no_figure() {
        let reason = |layers: &[Arc<Layer>]| match call(layers, &stars(), 15.0) {
            Err(NoFigure::Missing(message)) => message,
            other => panic!("{other:?}"),
        };
        let old = buildings(&["status", "floor_area", "stars"], &[&["existing", "100", "1"]]);
        let blank = buildings(&["status", "floor_area"], &[&["planned", "100"]]);
        let reasons = [reason(&[]), reason(&[old]), reason(&[blank])];
        let keys: Vec<&str> = reasons.iter().map(|reason| reason.key.as_ref()).collect();
        assert_eq!(keys, ["measure.layer-missing", "measure.share-none", "measure.share-no-value"]);
        assert!(unsaid(&reasons).is_empty());
    }

    #[test]
    fn the_order_of_features_changes_nothing() {
        let rows: [&[&str]; 4] =
            [&["planned", "300.1", "1"], &["planned", "", "0"], &["", "10.7", ""], &["planned", "1000.3", "2"]];
        let mut turned = rows;
        turned.reverse();
        let fields = ["status", "floor_area", "stars"];
        let [a, b] = [rows, turned].map(|rows| call(&[buildings(&fields, &rows)], &stars(), 15.0).unwrap().figure);
        close(a, b.low, b.high);
    }
}
