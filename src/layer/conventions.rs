//! What can only be told from a layer as a whole: whether shares are fractions, which edition its green classes
//! follow, what bare land-use digits mean, what the letters of one-way streets mean, in which unit floor areas are.
//!
//! Derived once from a layer, on first use; never part of what makes two layers equal.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::green_class::{EditionEvidence, GreenEdition};
use super::land_code::{DigitScheme, LandText, SchemeEvidence, take_apart};
use super::spelling::{fold, number};
use super::{Field, Layer, Role, Shape};

/// The conventions of one layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Conventions {
    /// What a green share is multiplied with to be per cent: 1 or 100.
    pub(super) share_scale: f64,
    /// Edition of the green classes.
    pub(super) edition: GreenEdition,
    /// Whether the edition had to be assumed although the layer holds G2 or G3.
    pub(super) edition_assumed: bool,
    /// What bare land-use digits mean.
    pub(super) digits: DigitScheme,
    /// Whether that had to be assumed although the layer holds codes that differ.
    pub(super) digits_assumed: bool,
    /// Whether one-way streets are marked F (forward), T (backward) and B (both).
    pub(super) forward_backward: bool,
    /// What a floor area is multiplied with to be m²: 1, or 10 000 where the layer holds 万平方米.
    pub(super) floor_area_scale: f64,
}

/// Holds the conventions of a layer once they have been asked for: they are those of the whole file, also after rows
/// were left out.
#[derive(Clone, Debug, Default)]
pub(super) struct Derived(OnceLock<Conventions>);

impl PartialEq for Derived {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Derived {
    pub(super) fn of(&self, layer: &Layer) -> Conventions {
        *self.0.get_or_init(|| Conventions::of(layer))
    }
}

impl Conventions {
    fn of(layer: &Layer) -> Self {
        let (edition, edition_assumed) = edition(layer);
        let (digits, digits_assumed) = digits(layer);
        Self {
            share_scale: share_scale(layer),
            edition,
            edition_assumed,
            digits,
            digits_assumed,
            forward_backward: forward_backward(layer),
            floor_area_scale: floor_area_scale(layer),
        }
    }
}

/// The texts of a field, through the planner's table.
fn texts(layer: &Layer, field: Field) -> impl Iterator<Item = String> + '_ {
    let there = layer.columns.contains_key(&field);
    let features = if there { layer.features.as_slice() } else { &[] };
    features.iter().filter_map(move |feature| layer.mapped(feature, field).plain())
}

/// Shares are fractions when none is above 1; texts with a per cent sign take no part.
fn share_scale(layer: &Layer) -> f64 {
    let shares = texts(layer, Field::GreenShare).filter(|text| !fold(text).contains('%'));
    let largest = shares.filter_map(|text| number(&text)).fold(0.0, f64::max);
    if largest > 0.0 && largest <= 1.0 { 100.0 } else { 1.0 }
}

/// The edition: stated by every row that states one, else told from the set of classes and names.
fn edition(layer: &Layer) -> (GreenEdition, bool) {
    if !layer.roles.contains(&Role::Green) && !layer.roles.contains(&Role::Plazas) {
        return (GreenEdition::default(), false);
    }
    // The planner's own table gives canonical classes, which are those of 2017.
    if layer.values.contains_key(&Field::Class) {
        return (GreenEdition::Of2017, false);
    }
    let stated = texts(layer, Field::Edition).find_map(|text| GreenEdition::read(&text));
    if let Some(edition) = stated {
        return (edition, false);
    }
    let mut evidence = EditionEvidence::default();
    for feature in &layer.features {
        let code = layer.mapped(feature, Field::Class).plain();
        let name = layer.value(feature, Field::ClassName).plain();
        let together = [code.clone(), name].into_iter().flatten().collect::<String>();
        evidence.add(&together);
    }
    evidence.settle()
}

fn digits(layer: &Layer) -> (DigitScheme, bool) {
    let lands = [Role::LandUse, Role::Green, Role::Plazas, Role::Obstacles];
    if !lands.iter().any(|role| layer.roles.contains(role)) {
        return (DigitScheme::default(), false);
    }
    let pairs: BTreeSet<(LandText, Option<String>)> = layer
        .features
        .iter()
        .filter_map(|feature| {
            let text = layer.mapped(feature, Field::Class).plain()?;
            Some((take_apart(&text), layer.value(feature, Field::ClassName).plain()))
        })
        .collect();
    let mut evidence = SchemeEvidence::default();
    for (text, beside) in &pairs {
        evidence.add(text, beside.as_deref());
    }
    evidence.settle()
}

fn forward_backward(layer: &Layer) -> bool {
    texts(layer, Field::OneWay).any(|text| fold(&text) == "b")
}

/// Whether the text of an area names its own unit.
pub(super) fn says_unit(text: &str) -> bool {
    ["万", "平", "㎡", "m"].iter().any(|unit| text.contains(unit))
}

/// Floor areas are 万平方米 when the field says so, or when in the middle of the layer they are below 0.004 of the
/// footprints: up to forty storeys buildings stay below it in 万平方米, and every building is far above it in m².
fn floor_area_scale(layer: &Layer) -> f64 {
    let Some(name) = layer.columns.get(&Field::FloorArea).and_then(|&column| layer.fields.get(column)) else {
        return 1.0;
    };
    if name.contains('万') {
        return 10_000.0;
    }
    let mut ratios: Vec<f64> = layer
        .features
        .iter()
        .filter_map(|feature| {
            let Shape::Area(region) = &feature.shape else { return None };
            let stated = layer.mapped(feature, Field::FloorArea).plain()?;
            if says_unit(&stated) {
                return None;
            }
            let stated = number(&stated)?;
            let footprint = region.area();
            (stated > 0.0 && footprint > 0.0).then(|| stated / footprint)
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    match ratios.get(ratios.len() / 2) {
        Some(&middle) if middle < 0.004 => 10_000.0,
        _ => 1.0,
    }
}
