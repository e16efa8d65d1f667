//! What a measure needs before it can run: which roles it reads and what it does with its scope.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Measure;
use crate::layer::{Layer, Role, is_loaded};
use crate::measure::area_share::Regional;
use crate::measure::corridor_width::Roads;

/// What a measure does with its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeUse {
    /// It divides by the scope or clips to it, so the scope's polygon is needed.
    Divides,
    /// It only selects features, so without a scope all of them are taken.
    Selects,
}

impl Measure {
    /// What it does with its scope.
    pub fn scope_use(&self) -> ScopeUse {
        match self {
            Self::AreaShare(_) | Self::LengthPerHead(_) | Self::LineDensity(_) | Self::SurfaceShare(_) => {
                ScopeUse::Divides
            }
            Self::AttributeLimit(_)
            | Self::CorridorContinuity(_)
            | Self::CorridorWidth(_)
            | Self::NetworkContinuity(_)
            | Self::PatchArea(_)
            | Self::WeightedShare(_)
            | Self::BlockSize(_)
            | Self::ClusterSeparation(_)
            | Self::FeatureClusters(_)
            | Self::FeatureCount(_)
            | Self::FeatureShare(_)
            | Self::FeaturesInside(_)
            | Self::LandMix(_)
            | Self::ServiceCoverage(_)
            | Self::TypedFigure(_) => ScopeUse::Selects,
        }
    }

    /// The roles whose features can change its figure, given the figures that were typed in and the layers loaded: land
    /// use plays green and plazas only where no layer of that role is loaded.
    pub fn roles(&self, figures: &BTreeMap<String, f64>, layers: &[Arc<Layer>]) -> Vec<Role> {
        let loaded = |role: Role| is_loaded(layers, role);
        match self {
            Self::AreaShare(with) if loaded(with.role) && with.regional == Regional::Excluded => vec![with.role],
            Self::AreaShare(with) => vec![with.role, Role::LandUse],
            Self::AttributeLimit(with) => with.roles(),
            Self::CorridorContinuity(_) => corridor_roles(layers),
            Self::CorridorWidth(with) => {
                let mut roles = corridor_roles(layers);
                if with.roads == Roads::Cut {
                    roles.extend([Role::RoadCentrelines, Role::RoadAreas]);
                }
                roles
            }
            Self::LengthPerHead(with) if figures.contains_key(&with.population) => vec![with.role],
            Self::LengthPerHead(with) => vec![with.role, Role::Population],
            Self::LineDensity(with) => with.roles(),
            Self::NetworkContinuity(with) => with.roles(loaded),
            Self::PatchArea(with) => {
                let mut roles = vec![with.role, Role::PlazaPlanting, Role::Water, Role::Buildings];
                if !loaded(with.role) {
                    roles.push(Role::LandUse);
                }
                roles
            }
            Self::WeightedShare(with) => vec![with.units, with.role],
            Self::BlockSize(with) => with.roles(),
            Self::ClusterSeparation(with) => with.roles(),
            Self::FeatureClusters(with) => with.roles(),
            Self::FeatureCount(with) => with.roles(),
            Self::FeatureShare(with) => with.roles(),
            Self::FeaturesInside(with) => with.roles(),
            Self::LandMix(with) => with.roles(),
            Self::ServiceCoverage(with) => with.roles(),
            Self::SurfaceShare(with) => with.roles(layers),
            Self::TypedFigure(_) => Vec::new(),
        }
    }
}

/// The roles that corridors are measured by. Where none is loaded or drawn they are derived from clusters.
fn corridor_roles(layers: &[Arc<Layer>]) -> Vec<Role> {
    let mut roles = vec![Role::Corridors, Role::Obstacles, Role::Buildings, Role::LandUse];
    if !layers.iter().any(|layer| layer.roles.contains(&Role::Corridors)) {
        roles.push(Role::Clusters);
    }
    roles
}
