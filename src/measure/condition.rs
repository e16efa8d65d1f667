//! What must hold of a feature for it to be looked at, or to be counted: words of standard files.
//!
//! A condition is one or more terms joined by ` or `: `new`, `home`, `prefabricated`, `stars >= 1`,
//! `government-funded or floor-area > 20000`. What the data does not say is unknown, neither true nor false.

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;

use super::homes::homes;
use super::lines::layer_name;
use crate::layer::{BuildingUse, ClimateZone, Field, Item, Layer, Renewal, Role, Status};
use crate::notice::Notice;

/// Terms of which at least one must hold.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Condition {
    terms: Vec<Term>,
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Term {
    /// Planned, or completed from the base year on; where neither status nor year says anything it is taken to be.
    New,
    Planned,
    Existing,
    /// It holds homes, by its use or by the parcel that it stands on.
    Home,
    /// Its renewal is demolition.
    Demolished,
    /// 公共建筑
    Public,
    /// 公共机构
    Institution,
    /// 厂房
    Factory,
    /// The public pays for it.
    GovernmentFunded,
    /// A lamp that gives much light for its power.
    EfficientLamp,
    /// Completed in the year that is looked at.
    OfYear,
    Zone(ClimateZone),
    /// A field that says yes.
    Says(Field),
    Compares(Quantity, Comparing, f64),
}

/// Words for terms without a number.
const WORDS: [(&str, Term); 11] = [
    ("new", Term::New),
    ("planned", Term::Planned),
    ("existing", Term::Existing),
    ("home", Term::Home),
    ("demolished", Term::Demolished),
    ("public", Term::Public),
    ("institution", Term::Institution),
    ("factory", Term::Factory),
    ("government-funded", Term::GovernmentFunded),
    ("efficient-lamp", Term::EfficientLamp),
    ("of-year", Term::OfYear),
];

/// Fields that say yes or no.
const FLAGS: [Field; 8] = [
    Field::GreenStandard,
    Field::Prefabricated,
    Field::GreenMaterials,
    Field::Electrified,
    Field::RetrofitDue,
    Field::Retrofitted,
    Field::GreenCommunity,
    Field::CompleteCommunity,
];

/// What a term compares with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quantity {
    Stars,
    Storeys,
    Height,
    FloorArea,
}

const QUANTITIES: [(&str, Quantity); 4] = [
    ("stars", Quantity::Stars),
    ("storeys", Quantity::Storeys),
    ("height", Quantity::Height),
    ("floor-area", Quantity::FloorArea),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparing {
    AtLeast,
    Above,
    AtMost,
    Below,
}

/// Signs, the longer first.
const SIGNS: [(&str, Comparing); 4] =
    [(">=", Comparing::AtLeast), ("<=", Comparing::AtMost), (">", Comparing::Above), ("<", Comparing::Below)];

impl TryFrom<String> for Condition {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let terms = text.split(" or ").map(|term| Term::read(term.trim())).collect::<Result<_, _>>()?;
        Ok(Self { terms, text })
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

impl Condition {
    /// The fields that it reads, for whoever has to fill them in.
    pub fn fields(&self) -> Vec<Field> {
        self.terms.iter().flat_map(|term| term.fields().iter().copied()).collect()
    }

    /// Whether it asks which buildings hold homes, which their parcels may tell.
    pub(super) fn asks_for_homes(&self) -> bool {
        self.terms.contains(&Term::Home)
    }
}

/// The roles that tell whether conditions hold, beside the features' own.
pub(super) fn roles_of(role: Role, conditions: &[&[Condition]]) -> Vec<Role> {
    let homes = conditions.iter().copied().flatten().any(Condition::asks_for_homes);
    if homes { vec![role, Role::LandUse] } else { vec![role] }
}

fn kebab(field: Field) -> String {
    field.name().replace('_', "-")
}

impl Term {
    fn read(text: &str) -> Result<Self, String> {
        if let Some((_, term)) = WORDS.iter().find(|(word, _)| *word == text) {
            return Ok(*term);
        }
        if let Some(field) = FLAGS.into_iter().find(|field| kebab(*field) == text) {
            return Ok(Self::Says(field));
        }
        if let Some(zone) = text.strip_prefix("climate-zone = ") {
            let known = ClimateZone::ALL.iter().find(|(_, word)| *word == zone.trim());
            return known.map(|(zone, _)| Self::Zone(*zone)).ok_or_else(|| unknown(text));
        }
        let compared = SIGNS.iter().find_map(|(sign, comparing)| {
            let (quantity, number) = text.split_once(sign)?;
            let quantity = QUANTITIES.iter().find(|(word, _)| *word == quantity.trim())?.1;
            let number: f64 = number.trim().parse().ok().filter(|number: &f64| number.is_finite())?;
            Some(Self::Compares(quantity, *comparing, number))
        });
        compared.ok_or_else(|| unknown(text))
    }

    fn fields(self) -> &'static [Field] {
        match self {
            Self::New => &[Field::Status, Field::YearBuilt],
            Self::Planned | Self::Existing => &[Field::Status],
            Self::Home | Self::Public | Self::Institution | Self::Factory => &[Field::Use],
            Self::Demolished => &[Field::Renewal],
            Self::GovernmentFunded => &[Field::Funding],
            Self::EfficientLamp => &[Field::Class],
            Self::OfYear => &[Field::YearBuilt],
            Self::Zone(_) => &[Field::ClimateZone],
            Self::Says(field) => FLAGS.iter().position(|known| *known == field).map_or(&[], |at| &FLAGS[at..=at]),
            Self::Compares(Quantity::Stars, ..) => &[Field::Stars],
            Self::Compares(Quantity::Storeys | Quantity::Height, ..) => &[Field::Height, Field::Storeys],
            Self::Compares(Quantity::FloorArea, ..) => &[Field::FloorArea],
        }
    }

    /// Whether it holds of a feature; `None` where the data does not say.
    fn holds(self, item: &Item<'_>, home: Option<bool>, ground: &Ground<'_>) -> Option<bool> {
        match self {
            Self::New => Some(is_new(item, ground.since).unwrap_or(true)),
            Self::Planned => item.status().map(|status| status == Status::Planned),
            Self::Existing => item.status().map(|status| status == Status::Existing),
            Self::Home => home,
            Self::Demolished => item.renewal().map(|renewal| renewal == Renewal::Demolish),
            Self::Public => item.building_use().map(BuildingUse::is_public),
            Self::Institution => item.building_use().map(|kind| kind == BuildingUse::Institution),
            Self::Factory => item.building_use().map(|kind| kind == BuildingUse::Factory),
            Self::GovernmentFunded => item.is_publicly_funded(),
            Self::EfficientLamp => item.is_efficient_lamp(),
            Self::OfYear => of_year(item, ground),
            Self::Zone(zone) => item.climate_zone().map(|own| own == zone),
            Self::Says(Field::GreenStandard) => item.flag(Field::GreenStandard).or_else(|| has_star(item)),
            Self::Says(field) => item.flag(field),
            Self::Compares(quantity, comparing, limit) => {
                let value = quantity.of(item)?;
                Some(match comparing {
                    Comparing::AtLeast => value >= limit,
                    Comparing::Above => value > limit,
                    Comparing::AtMost => value <= limit,
                    Comparing::Below => value < limit,
                })
            }
        }
    }
}

impl Quantity {
    fn of(self, item: &Item<'_>) -> Option<f64> {
        match self {
            Self::Stars => item.stars(),
            Self::Storeys => item.storeys().map(|storeys| storeys.count),
            Self::Height => item.height().map(|(height, _)| height),
            Self::FloorArea => item.floor_area().map(|(area, _)| area),
        }
    }
}

fn unknown(text: &str) -> String {
    let words = WORDS.iter().map(|(word, _)| (*word).to_owned());
    let flags = FLAGS.into_iter().map(kebab);
    let quantities = QUANTITIES.iter().map(|(word, _)| format!("{word} >= 1"));
    let known: Vec<String> =
        words.chain(flags).chain(quantities).chain([String::from("climate-zone = cold")]).collect();
    format!("{text}: {}", known.join(", "))
}

/// A building with a star meets the standard that stars are given by; one without may or may not.
fn has_star(item: &Item<'_>) -> Option<bool> {
    item.stars().filter(|stars| *stars >= 1.0).map(|_| true)
}

/// What conditions are held against beside the features themselves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ground<'a> {
    /// All layers: parcels tell which buildings hold homes.
    pub(super) layers: &'a [Arc<Layer>],
    /// First year of completion that makes a building new.
    pub(super) since: Option<i32>,
    /// The year that is looked at.
    pub(super) year: Option<i32>,
}

/// Features with whether conditions hold of each.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// `None` where the data does not say.
    pub(super) truth: Vec<Option<bool>>,
    /// Features taken as new because neither status nor year says otherwise.
    pub(super) assumed_new: usize,
    /// Features that may or may not hold homes.
    pub(super) unknown_use: usize,
    pub(super) notices: Vec<Notice>,
}

/// Holds all of the conditions against each feature.
pub(super) fn held(conditions: &[Condition], items: &[Item<'_>], ground: &Ground<'_>) -> Held {
    let asks_for_homes = conditions.iter().any(Condition::asks_for_homes);
    let homes = if asks_for_homes { homes(items, ground.layers) } else { vec![None; items.len()] };
    let truth: Vec<Option<bool>> = items
        .iter()
        .zip(&homes)
        .map(|(item, home)| {
            let any = |condition: &Condition| any(condition.terms.iter().map(|term| term.holds(item, *home, ground)));
            all(conditions.iter().map(any))
        })
        .collect();
    let mut held = Held { truth, ..Held::default() };
    let possible = |at: &usize| held.truth.get(*at).is_some_and(|truth| *truth != Some(false));
    if conditions.iter().any(|condition| condition.terms.contains(&Term::New)) {
        let assumed: Vec<Item<'_>> = (0..items.len())
            .filter(possible)
            .filter_map(|at| items.get(at).copied())
            .filter(|item| is_new(item, ground.since).is_none())
            .collect();
        held.assumed_new = assumed.len();
        held.notices.extend(count_notices("new-assumed", &assumed, Field::Status));
    }
    if asks_for_homes {
        let unknown = (0..items.len()).filter(possible).filter(|at| homes.get(*at) == Some(&None));
        let unknown: Vec<Item<'_>> = unknown.filter_map(|at| items.get(at).copied()).collect();
        held.unknown_use = unknown.len();
        let (blank, useless): (Vec<Item<'_>>, Vec<Item<'_>>) =
            unknown.into_iter().partition(|item| item.has(Field::Use));
        held.notices.splice(0..0, count_notices("use-field-missing", &useless, Field::Use));
        held.notices.splice(0..0, count_notices("use-unknown", &blank, Field::Use));
    }
    held
}

/// True where one is, false where all are, else unknown.
fn any(truths: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut answer = Some(false);
    for truth in truths {
        match truth {
            Some(true) => return Some(true),
            Some(false) => {}
            None => answer = None,
        }
    }
    answer
}

/// False where one is, true where all are, else unknown.
fn all(truths: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    any(truths.map(|truth| truth.map(|holds| !holds))).map(|fails| !fails)
}

/// Whether a building is new: planned, or completed from the base year on; `None` when neither its status nor its year
/// says anything.
pub(super) fn is_new(item: &Item<'_>, since: Option<i32>) -> Option<bool> {
    let recent = since.zip(item.year_built()).map(|(since, year)| year >= since);
    match item.status() {
        Some(Status::Planned) => Some(true),
        Some(Status::Existing) => Some(recent == Some(true)),
        None => recent,
    }
}

/// Whether a building is of the year that is looked at; all are where no year is asked for or the layer has none.
fn of_year(item: &Item<'_>, ground: &Ground<'_>) -> Option<bool> {
    let Some(wanted) = ground.year.filter(|_| item.has(Field::YearBuilt)) else { return Some(true) };
    item.year_built().map(|year| year == wanted)
}

/// A notice per layer of what its features lack, with their number and the first rows.
pub(super) fn count_notices(code: &'static str, items: &[Item<'_>], field: Field) -> Vec<Notice> {
    items
        .chunk_by(|a, b| std::ptr::eq(a.layer, b.layer))
        .filter_map(|of_layer| {
            let rows: Vec<String> = of_layer.iter().take(20).map(|item| item.feature.row.to_string()).collect();
            let more = if of_layer.len() > rows.len() { ", …" } else { "" };
            let notice = Notice::new(code)
                .with_message("layer", layer_name(of_layer.first()?.layer.source()))
                .with("field", field.name());
            Some(notice.with("count", of_layer.len()).with("rows", format!("{}{more}", rows.join(", "))))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{area, layer};
    use super::*;

    fn conditions(texts: &[&str]) -> Vec<Condition> {
        texts.iter().map(|text| Condition::try_from((*text).to_owned()).unwrap()).collect()
    }

    fn truths(fields: &[&str], rows: &[&[&str]], texts: &[&str]) -> Vec<Option<bool>> {
        let rows = rows.iter().map(|values| area((0.0, 0.0), (10.0, 10.0), values)).collect();
        let layers = [layer(Role::Buildings, fields, rows)];
        let items = crate::layer::items(&layers, Role::Buildings);
        held(&conditions(texts), &items, &Ground { layers: &layers, since: Some(2021), year: Some(2030) }).truth
    }

    #[test]
    fn terms_hold_fail_or_are_unknown() {
        let fields = ["stars", "prefabricated", "use", "floor_area", "funding", "height", "climate_zone"];
        let rows: [&[&str]; 3] = [
            &["2", "是", "小学", "25000", "政府投资", "120", "寒冷"],
            &["0", "否", "住宅", "900", "企业", "20", "温和"],
            &["", "", "", "", "", "", ""],
        ];
        for text in [
            "stars >= 1",
            "prefabricated",
            "public",
            "institution",
            "government-funded",
            "floor-area > 20000",
            "height > 100",
            "climate-zone = cold or climate-zone = severe-cold",
        ] {
            assert_eq!(truths(&fields, &rows, &[text]), [Some(true), Some(false), None], "{text}");
        }
        assert_eq!(truths(&fields, &rows, &["home"]), [Some(false), Some(true), None]);
    }

    #[test]
    fn one_true_term_is_enough_and_one_false_condition_too_much() {
        let fields = ["stars", "prefabricated"];
        let rows: [&[&str]; 3] = [&["", "是"], &["", "否"], &["2", "否"]];
        assert_eq!(truths(&fields, &rows, &["stars >= 1 or prefabricated"]), [Some(true), None, Some(true)]);
        assert_eq!(truths(&fields, &rows, &["stars >= 1", "prefabricated"]), [None, Some(false), Some(false)]);
    }

    #[test]
    fn the_year_looked_at_is_compared_only_where_the_layer_has_years() {
        assert_eq!(
            truths(&["year_built"], &[&["2030"], &["2029"], &[""]], &["of-year"]),
            [Some(true), Some(false), None]
        );
        assert_eq!(truths(&["stars"], &[&["1"]], &["of-year"]), [Some(true)]);
    }

    #[test]
    fn a_word_that_is_not_known_is_refused_with_those_that_are() {
        for text in ["star >= 1", "stars >= x", "climate-zone = hot", "", "new or"] {
            let refusal = Condition::try_from(text.to_owned()).unwrap_err();
            assert!(refusal.contains("stars >= 1") && refusal.contains("prefabricated"), "{refusal}");
        }
    }
}
