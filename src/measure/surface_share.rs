//! Share of a scope whose surface lets water through.
//!
//! What a spot is like, and what lies above what, is decided in `ground`; here each spot of the scope is counted once, as
//! what lies on top there. What is unknown, ground that no surface covers among it, may let all water through or none:
//! the share is known between bounds then.

mod ground;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize};

use self::ground::{Ground, Source};
use crate::geometry::{OverlayFailed, Region, Stacked, shown_areas};
use crate::layer::{Field, Item, LandClass, Layer, Role, is_loaded};
use crate::measure::lacking::{lacking, note};
use crate::measure::place::of_scope;
use crate::measure::selection::cut_to;
use crate::measure::{Input, Measured, NoFigure, Place, Scope};
use crate::notice::Notice;
use crate::text::Message;
use crate::units::{Figure, SquareMetres, Unit};

/// Areas below this part of the scope's are rounding noise, and no ground that nothing covers.
const NOISE: f64 = 1e-9;
/// The most values of a class field that are named in one notice.
const VALUES_NAMED: usize = 20;

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose areas are counted.
    #[serde(default = "default_role")]
    pub role: Role,
    /// What tells how much water a surface lets through.
    #[serde(default)]
    pub by: By,
    /// Whether water counts as letting water through.
    #[serde(default = "default_water")]
    pub water: bool,
    /// Surfaces whose runoff coefficient is below this let water through.
    #[serde(default = "default_runoff")]
    pub runoff_below: f64,
    /// Per cent of land that let water through, by class of land: the estimate where no surfaces are loaded. Land of
    /// other classes counts by its stated green share.
    #[serde(default = "default_shares", deserialize_with = "shares")]
    pub shares: BTreeMap<LandClass, f64>,
}

fn default_role() -> Role {
    Role::Surfaces
}

fn default_water() -> bool {
    true
}

fn default_runoff() -> f64 {
    0.60
}

fn default_shares() -> BTreeMap<LandClass, f64> {
    let open = [
        LandClass::Cropland,
        LandClass::Orchard,
        LandClass::Woodland,
        LandClass::Grassland,
        LandClass::Wetland,
        LandClass::Water,
    ];
    let green = [(LandClass::Parks, 85.0), (LandClass::Shelter, 95.0)];
    open.into_iter().map(|class| (class, 100.0)).chain(green).collect()
}

fn shares<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<LandClass, f64>, D::Error> {
    let shares: BTreeMap<LandClass, f64> = BTreeMap::deserialize(from)?;
    match shares.values().find(|share| !(0.0..=100.0).contains(*share)) {
        Some(share) => Err(serde::de::Error::custom(format!("{share} is no share in per cent"))),
        None => Ok(shares),
    }
}

/// What tells how much water a surface lets through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// Its class: all or nothing.
    #[default]
    Class,
    /// Its runoff coefficient: what does not run off.
    Runoff,
}

/// Facts behind the share.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Ground that lets water through.
    pub permeable_ha: f64,
    /// Ground that does not.
    pub impermeable_ha: f64,
    /// Ground of which that is not known, uncovered ground among it.
    pub unknown_ha: f64,
    /// Ground that no surface covers.
    pub uncovered_ha: f64,
    /// Water, whether it counts or not.
    pub water_ha: f64,
    /// Area of the scope.
    pub area_ha: f64,
    /// Area by class of what lies on top.
    pub by_class_ha: BTreeMap<&'static str, f64>,
    /// Whether it was estimated from land use.
    pub estimated: bool,
    /// Ground to let water through so that the share reaches the reference figure, the least of it where data is
    /// missing. Absent where the share may reach it, or no figure is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_ha: Option<f64>,
}

impl Parameters {
    /// The roles whose features can change the figure: land use only where no surfaces are loaded, buildings, roads and
    /// water only beside surfaces.
    pub fn roles(&self, layers: &[std::sync::Arc<Layer>]) -> Vec<Role> {
        if is_loaded(layers, self.role) || self.by == By::Runoff {
            std::iter::once(self.role).chain(ground::BESIDE.map(|(role, _)| role)).collect()
        } else {
            vec![self.role, Role::LandUse]
        }
    }
}

/// Measures the per cent of the scope's area. The place is the scope; it tells [`Facts::missing_ha`] too.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    let scope = input.scope.ok_or_else(|| NoFigure::Missing(Message::new("measure.scope-missing")))?;
    let scope_area = scope.region.area();
    if scope_area <= 0.0 {
        return Err(NoFigure::Missing(Message::new("measure.scope-empty").with("scope", &scope.name)));
    }
    let mut notices = Vec::new();
    let found = ground::sources(input.layers, with, &mut notices)?;
    let sources = inside(found.sources, scope, input, &mut notices)?;
    let (levels, areas) = shown(&sources, input)?;
    let mut sums = Sums::default();
    for (ground, area) in levels.iter().zip(&areas) {
        sums.add(ground, *area);
    }
    sums.uncover(scope_area);

    notices.extend(found.estimated.then(|| Notice::new("permeable-estimated")));
    notices.extend(unknown(&sources, found.estimated));
    if sums.uncovered > 0.0 {
        let hectares = SquareMetres(sums.uncovered).hectares();
        notices.push(Notice::new("surface-uncovered").with("area", Unit::Hectare.format(hectares, None)));
    }
    let per_cent = |area: f64| 100.0 * area / scope_area;
    let figure = Figure::between(per_cent(sums.permeable), per_cent(sums.permeable + sums.unknown), Unit::Percent);
    let most = sums.permeable + sums.unknown;
    let missing = input.at.and_then(|at| lacking(at / 100.0 * scope_area, most));
    let facts = sums.facts(scope_area, missing, found.estimated);
    let place = place(scope, figure, &sources, facts.missing_ha);
    Ok(Measured { figure, facts, places: vec![place], notices })
}

/// What of a surface lies in the scope.
struct Inside<'a> {
    source: Source<'a>,
    region: Region,
}

fn inside<'a>(
    sources: Vec<Source<'a>>,
    scope: &Scope,
    input: &Input<'_>,
    notices: &mut Vec<Notice>,
) -> Result<Vec<Inside<'a>>, NoFigure> {
    let areas: Vec<(Item<'_>, &Region)> = sources.iter().map(|source| (source.item, source.region)).collect();
    let cut = cut_to(&areas, &scope.region, input, notices)?;
    Ok(sources.into_iter().zip(cut).filter_map(|(source, region)| Some(Inside { source, region: region? })).collect())
}

/// Kinds of ground from the top down, and the area that shows of each.
fn shown(sources: &[Inside<'_>], input: &Input<'_>) -> Result<(Vec<Ground>, Vec<f64>), NoFigure> {
    let mut levels: Vec<Ground> = sources.iter().map(|inside| inside.source.ground).collect();
    levels.sort_by(Ground::above);
    levels.dedup_by(|a, b| a.above(b).is_eq());
    let level = |ground: &Ground| levels.partition_point(|other| other.above(ground).is_lt());
    let stacked = |inside: &Inside<'_>| level(&inside.source.ground);
    let stacked: Vec<Stacked<'_>> =
        sources.iter().map(|inside| Stacked { region: &inside.region, level: stacked(inside) }).collect();
    let areas = shown_areas(&stacked, levels.len(), input.handle)
        .map_err(|OverlayFailed| NoFigure::Missing(Message::new("measure.overlay-failed")))?;
    if input.handle.is_cancelled() {
        return Err(NoFigure::Cancelled);
    }
    Ok((levels, areas))
}

/// Sums in m².
#[derive(Default)]
struct Sums {
    permeable: f64,
    impermeable: f64,
    unknown: f64,
    uncovered: f64,
    water: f64,
    by_class: BTreeMap<&'static str, f64>,
}

impl Sums {
    fn add(&mut self, ground: &Ground, area: f64) {
        self.permeable += area * ground.low;
        self.impermeable += area * (1.0 - ground.high);
        self.unknown += area * (ground.high - ground.low);
        self.water += if ground.is_water() { area } else { 0.0 };
        *self.by_class.entry(ground.class).or_default() += area;
    }

    /// Takes what no surface covers as unknown.
    fn uncover(&mut self, scope_area: f64) {
        let rest = scope_area - self.by_class.values().sum::<f64>();
        if rest > NOISE * scope_area {
            self.uncovered = rest;
            self.unknown += rest;
        }
    }

    fn facts(self, scope_area: f64, missing: Option<f64>, estimated: bool) -> Facts {
        let hectares = |area: f64| SquareMetres(area).hectares();
        Facts {
            permeable_ha: hectares(self.permeable),
            impermeable_ha: hectares(self.impermeable),
            unknown_ha: hectares(self.unknown),
            uncovered_ha: hectares(self.uncovered),
            water_ha: hectares(self.water),
            area_ha: hectares(scope_area),
            by_class_ha: self.by_class.into_iter().map(|(class, area)| (class, hectares(area))).collect(),
            estimated,
            missing_ha: missing.map(hectares),
        }
    }
}

/// A notice per layer of the features in the scope of which it is not known whether they let water through.
fn unknown(sources: &[Inside<'_>], estimated: bool) -> Vec<Notice> {
    let of_layer = |layer: &[&Inside<'_>]| {
        let first = layer.first()?.source.item;
        let values: BTreeSet<String> =
            layer.iter().filter_map(|inside| inside.source.item.text(Field::Class)).collect();
        let mut named: Vec<&str> = values.iter().map(String::as_str).take(VALUES_NAMED).collect();
        named.extend((values.len() > named.len()).then_some("…"));
        let key = if estimated { "notice.permeable-share-unknown" } else { "notice.surface-unknown" };
        let message = Message::new(key)
            .with_message("layer", super::lines::layer_name(first.layer.source()))
            .with("count", layer.len());
        let message = if named.is_empty() {
            message.with_message("values", Message::new("measure.blank"))
        } else {
            message.with("values", named.join(", "))
        };
        Some(Notice { code: "class-unknown", row: Some(first.feature.row), at: None, message })
    };
    let open: Vec<&Inside<'_>> = sources.iter().filter(|inside| inside.source.ground.is_unknown()).collect();
    open.chunk_by(|a, b| std::ptr::eq(a.source.item.layer, b.source.item.layer)).filter_map(of_layer).collect()
}

/// The scope as the place of the figure, with what lets water through, and what is left out because it is unknown.
fn place(scope: &Scope, figure: Figure, sources: &[Inside<'_>], missing: Option<f64>) -> Place {
    let of = |wanted: &dyn Fn(&Ground) -> bool| -> Vec<Item<'_>> {
        sources.iter().filter(|inside| wanted(&inside.source.ground)).map(|inside| inside.source.item).collect()
    };
    let counted = of(&|ground| !ground.is_unknown() && ground.low > 0.0);
    let mut place = of_scope(scope, figure, &counted, &of(&Ground::is_unknown));
    note(&mut place.facts, "missing_ha", missing);
    place
}

#[cfg(test)]
mod tests;
