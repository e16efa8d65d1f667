//! Share of homes that reach what they need within a distance: the life circle, the spread of parks.
//!
//! Homes are cut into cells of at most 20 m, and each cell is reached or not as a whole: its middle lies within the
//! distance. Straight distances are those to the nearest point or boundary. Over the network one goes straight to the
//! nearest walkway or road, along it, and straight to the facility; all three count. Facilities serve from wherever they
//! lie, also outside the scope; homes belong to it when their larger part lies inside.
//!
//! Land of unknown code may hold homes, and facilities of unknown class may be of any: the figure lies between bounds then.

mod homes;
mod reach;
mod services;

use std::iter::zip;

use serde::{Deserialize, Serialize};

use self::homes::Homes;
use self::reach::{Ground, cover};
pub use self::services::Ring;
use self::services::{RingFacts, Service, Services};
use super::lines::go_on;
use super::place::{NAMED, anchor_of};
use super::walks::walkable;
use crate::geometry::network::Network;
use crate::geometry::{Mask, OverlayFailed};
use crate::layer::{FacilityClass, Item, Role, Shape, items};
use crate::measure::{Input, Measured, NoFigure, Part, Place};
use crate::notice::Notice;
use crate::text::Message;
use crate::units::{Figure, SquareMetres, Unit};

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose features are to be reached: `facilities` class by class, parks of `green`, any other role as it is.
    pub reach: Role,
    /// Whose homes reach them.
    #[serde(default)]
    pub of: Of,
    /// Within which distance, in metres.
    #[serde(default = "default_distance")]
    pub distance: f64,
    /// How the distance is measured.
    #[serde(default)]
    pub along: Along,
    /// Classes of facilities that every home has to reach; none for all known ones that the plan has.
    #[serde(default)]
    pub classes: Vec<FacilityClass>,
    /// Distances by size of what is to be reached, instead of `distance`: those smaller than all sizes do not serve.
    #[serde(default)]
    pub rings: Vec<Ring>,
}

impl Parameters {
    /// The roles whose features can change the figure.
    pub fn roles(&self) -> Vec<Role> {
        let mut roles = vec![self.reach, self.of.role(), Role::LandUse];
        if self.along == Along::Network {
            roles.extend([Role::Walkways, Role::RoadCentrelines]);
        }
        roles.dedup();
        roles
    }
}

fn default_distance() -> f64 {
    1_000.0
}

/// Whose homes are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// Parcels of homes of the land use, by area.
    #[default]
    ResidentialLand,
    /// Buildings that hold homes, by ground area.
    Buildings,
    /// Communities, by area.
    Communities,
    /// People of a population layer, by number.
    Population,
}

impl Of {
    fn role(self) -> Role {
        match self {
            Self::ResidentialLand => Role::LandUse,
            Self::Buildings => Role::Buildings,
            Self::Communities => Role::Communities,
            Self::Population => Role::Population,
        }
    }
}

/// How distances are measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Along {
    /// Over walkways and roads that one may walk along; straight, with a notice, where neither is there.
    #[default]
    Network,
    /// Straight.
    Straight,
}

/// Facts behind the figure. Homes of unknown land are in none but `unknown_ha`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// How distances were measured: `network` or `straight`.
    pub along: &'static str,
    /// Homes that reach everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reached_ha: Option<f64>,
    /// All homes; absent where people are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_ha: Option<f64>,
    /// Land or buildings that may hold homes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_ha: Option<f64>,
    /// People that reach everything, where a population layer is loaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reached_population: Option<f64>,
    /// All people of the layer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub population: Option<f64>,
    /// Each thing to be reached by itself.
    pub services: Vec<ServiceFacts>,
    /// How many parks serve how far, by size.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rings: Vec<RingFacts>,
    /// Each cluster by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clusters: Vec<ClusterFacts>,
    /// Share of the cluster that is served worst.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_cluster_share: Option<f64>,
    /// Share of the cluster that is served best.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_cluster_share: Option<f64>,
}

/// Facts of one thing to be reached.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ServiceFacts {
    /// Code of the class or the role, else the text that the layer has.
    pub name: String,
    /// Whether the figure asks for it.
    pub required: bool,
    /// How many there are.
    pub facilities: usize,
    /// Share of homes that reach one, per cent.
    pub reached_share: f64,
    /// Homes that reach one; absent where people are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reached_ha: Option<f64>,
    /// All homes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_ha: Option<f64>,
}

/// Facts of one cluster.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ClusterFacts {
    /// Its name.
    pub name: String,
    /// Share of its homes that reach everything, per cent.
    pub share: f64,
}

/// Homes near something, as another measure tells of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Reached {
    /// Share of residential land within the distance, per cent.
    pub homes_reached_share: f64,
    /// Residential land within the distance.
    pub homes_reached_ha: f64,
    /// All residential land.
    pub homes_ha: f64,
}

/// At most this many homes out of reach have a place of their own, those that lack most first.
const PLACES: usize = 500;
/// Ends of ways at most this far apart meet, metres: see `network-continuity`.
const SNAP: f64 = 1.0;

/// Measures the share of homes that reach everything, in per cent. Every parcel of which a part does not is a place.
///
/// # Errors
/// [`NoFigure::Missing`] without homes or without anything to reach; [`NoFigure::Cancelled`].
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    let mut notices = Vec::new();
    let homes = Homes::find(input, with.of, &mut notices)?;
    let services = Services::find(input, with, &mut notices)?;
    go_on(input)?;
    let network = walking_network(input, with.along, &mut notices);
    let ground = Ground::new(network.as_ref(), SNAP);
    go_on(input)?;
    let covered = cover(&homes, &services, &ground, input.handle).map_err(failed)?;
    let people = if with.of == Of::Population { None } else { Homes::people(input) };
    let people = people.map(|people| Ok((cover(&people, &services, &ground, input.handle)?, people))).transpose();
    let people = people.map_err(failed)?;
    go_on(input)?;

    let figure = figure(&homes, &covered.low, &covered.high);
    let clusters = clusters(input, &homes, &covered.low);
    let shares = || clusters.iter().map(|cluster| cluster.share);
    let mut facts = Facts {
        along: if network.is_some() { "network" } else { "straight" },
        services: zip(&services.all, &covered.by_service)
            .map(|(own, cells)| service_facts(own, &homes, cells, with.of))
            .collect(),
        rings: services.rings,
        least_cluster_share: shares().reduce(f64::min),
        most_cluster_share: shares().reduce(f64::max),
        clusters,
        ..Facts::default()
    };
    let [reached, total, unknown] = [homes.certain_in(&covered.low), homes.certain(), homes.uncertain()];
    if with.of == Of::Population {
        (facts.reached_population, facts.population) = (Some(reached), Some(total));
    } else {
        let ha = |area: f64| SquareMetres(area).hectares();
        (facts.reached_ha, facts.total_ha) = (Some(ha(reached)), Some(ha(total)));
        facts.unknown_ha = (unknown > 0.0).then(|| ha(unknown));
    }
    if let Some((covered, people)) = people {
        (facts.reached_population, facts.population) = (Some(people.certain_in(&covered.low)), Some(people.certain()));
    }
    let places = places(&homes, &covered.low, &covered.high);
    Ok(Measured { figure, facts, places, notices })
}

/// Residential land within a straight distance of the features of a role; `None` where no distance is asked for, or no
/// homes are known.
///
/// # Errors
/// [`NoFigure::Missing`] where an overlay fails; [`NoFigure::Cancelled`].
pub(super) fn within_straight(input: &Input<'_>, role: Role, distance: f64) -> Result<Option<Reached>, NoFigure> {
    let homes = if distance > 0.0 { Homes::find(input, Of::ResidentialLand, &mut Vec::new()).ok() } else { None };
    let Some(homes) = homes else { return Ok(None) };
    let services = Services::one(Service::of_role(input, role, distance));
    let covered = cover(&homes, &services, &Ground::new(None, SNAP), input.handle).map_err(failed)?;
    go_on(input)?;
    let [reached, total] = [homes.certain_in(&covered.low), homes.certain()];
    Ok(Some(Reached {
        homes_reached_share: per_cent(reached, total),
        homes_reached_ha: SquareMetres(reached).hectares(),
        homes_ha: SquareMetres(total).hectares(),
    }))
}

fn failed(OverlayFailed: OverlayFailed) -> NoFigure {
    NoFigure::Missing(Message::new("measure.overlay-failed"))
}

/// The network that distances go over; `None` for straight ones.
fn walking_network<'a>(input: &Input<'a>, along: Along, notices: &mut Vec<Notice>) -> Option<Network<'a>> {
    if along == Along::Straight {
        return None;
    }
    let (ways, assumed) = walkable(input);
    if ways.is_empty() {
        notices.push(Notice::new("straight-line-distance"));
        return None;
    }
    notices.extend(assumed);
    Some(Network::new(super::walks::Walks::new(ways).tracks()))
}

/// The share of homes that reach everything. What may hold homes only counts where it makes the bound wider.
fn figure(homes: &Homes<'_>, low: &[bool], high: &[bool]) -> Figure {
    let unsure = |in_reach: &[bool], reached: bool| {
        let cells = zip(&homes.cells, in_reach).filter(|(cell, own)| !homes.is_certain(cell) && **own == reached);
        cells.fold(0.0, |sum, (cell, _)| sum + cell.weight)
    };
    let total = homes.certain();
    let least = per_cent(homes.certain_in(low), total + unsure(low, false));
    let more = unsure(high, true);
    Figure::between(least, per_cent(homes.certain_in(high) + more, total + more), Unit::Percent)
}

fn per_cent(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole * 100.0 } else { 0.0 }
}

fn service_facts(service: &Service, homes: &Homes<'_>, reached: &[bool], of: Of) -> ServiceFacts {
    let ha = |area: f64| (of != Of::Population).then(|| SquareMetres(area).hectares());
    let [reached, total] = [homes.certain_in(reached), homes.certain()];
    ServiceFacts {
        name: service.name.clone(),
        required: service.required,
        facilities: service.facilities,
        reached_share: per_cent(reached, total),
        reached_ha: ha(reached),
        total_ha: ha(total),
    }
}

/// The share of each cluster that has homes; clusters of one name are one.
fn clusters(input: &Input<'_>, homes: &Homes<'_>, reached: &[bool]) -> Vec<ClusterFacts> {
    let mut found: Vec<(String, [f64; 2])> = Vec::new();
    for cluster in items(input.layers, Role::Clusters) {
        let Shape::Area(region) = &cluster.feature.shape else { continue };
        let mask = Mask::new(region);
        let cells = zip(&homes.cells, reached).filter(|(cell, _)| homes.is_certain(cell) && mask.contains(cell.at));
        let sums = cells.fold([0.0, 0.0], |[part, whole], (cell, reached)| {
            [part + if *reached { cell.weight } else { 0.0 }, whole + cell.weight]
        });
        let name = cluster.name();
        match found.iter_mut().find(|(known, _)| *known == name) {
            Some((_, [part, whole])) => (*part, *whole) = (*part + sums[0], *whole + sums[1]),
            None => found.push((name, sums)),
        }
    }
    found.retain(|(_, [_, whole])| *whole > 0.0);
    found.into_iter().map(|(name, [part, whole])| ClusterFacts { name, share: per_cent(part, whole) }).collect()
}

/// Homes of which a part does not reach everything, those that lack most first.
fn places(homes: &Homes<'_>, low: &[bool], high: &[bool]) -> Vec<Place> {
    let mut sums = vec![[0.0; 3]; homes.items.len()];
    for ((cell, low), high) in homes.cells.iter().zip(low).zip(high) {
        let parts = [true, *low, *high].map(|counts| if counts { cell.weight } else { 0.0 });
        sums[cell.item] = [sums[cell.item][0] + parts[0], sums[cell.item][1] + parts[1], sums[cell.item][2] + parts[2]];
    }
    let lacking = |item: usize| sums[item][0] - sums[item][1];
    let mut short: Vec<usize> =
        (0..homes.items.len()).filter(|&item| homes.certain_items[item] && lacking(item) > 0.0).collect();
    short.sort_by(|&a, &b| lacking(b).total_cmp(&lacking(a)).then(a.cmp(&b)));
    short.into_iter().take(PLACES).map(|item| place(homes.items[item], sums[item])).collect()
}

fn place(item: Item<'_>, [whole, low, high]: [f64; 3]) -> Place {
    let shape = match &item.feature.shape {
        Shape::Points(points) => Shape::Points(points.iter().take(NAMED).copied().collect()),
        shape => shape.clone(),
    };
    let mut facts = serde_json::Map::new();
    facts.insert("reached_share".to_owned(), per_cent(low, whole).into());
    Place {
        subject: item.name(),
        figure: Some(Figure::between(per_cent(low, whole), per_cent(high, whole), Unit::Percent)),
        features: vec![(item.into(), Part::Subject)],
        anchor: anchor_of(&shape),
        shape,
        facts,
    }
}

#[cfg(test)]
mod tests;
