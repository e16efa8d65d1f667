//! Features by role, whatever layer they come from.
//!
//! A land-use layer plays green, plazas and residential land by its codes where no layer of that role is loaded, and
//! obstacles always.

use std::sync::Arc;

use super::{Feature, Field, GreenClass, LandKind, Layer, Role};

/// A feature together with the layer it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// The layer.
    pub layer: &'a Layer,
    /// The feature.
    pub feature: &'a Feature,
    /// The role it plays here; a parcel that is asked for as green plays green.
    pub role: Role,
}

/// The features that play a role, in the order of layers and rows.
///
/// Where no layer of the roles green and plazas is loaded, parcels of land-use layers play them by code: 1401, 1402,
/// 1403, G1, G2, G3 and their like are green, 1403 and G3 are plazas. In a layer of several of these roles the codes
/// decide too.
pub fn items(layers: &[Arc<Layer>], role: Role) -> Vec<Item<'_>> {
    let loaded = layers.iter().any(|layer| layer.roles.contains(&role));
    let by_code = matches!(role, Role::Green | Role::Plazas);
    layers
        .iter()
        .filter(|layer| layer.roles.contains(&role) || (by_code && !loaded && layer.roles.contains(&Role::LandUse)))
        .flat_map(|layer| layer.features.iter().map(move |feature| Item { layer, feature, role }))
        .filter(|item| !by_code || plays_by_code(item))
        .collect()
}

/// Whether a feature is green or a plaza. Features of a layer of that role alone are; parcels of a land-use layer and
/// plazas of a layer that is also green are told by their codes.
fn plays_by_code(item: &Item<'_>) -> bool {
    let also = |role| item.layer.roles.contains(&role);
    if !also(Role::LandUse) {
        let among_green = item.role == Role::Plazas && also(Role::Green) && item.has(Field::Class);
        return !among_green || item.green_class() == Some(GreenClass::G3);
    }
    match item.land_kind() {
        Some(LandKind::Green(class)) => item.role == Role::Green || class == Some(GreenClass::G3),
        _ => false,
    }
}

/// Parcels of homes in land-use layers: 0701, R and their like.
pub fn residential_land(layers: &[Arc<Layer>]) -> Vec<Item<'_>> {
    items(layers, Role::LandUse).into_iter().filter(|item| item.land_kind() == Some(LandKind::Home)).collect()
}

/// Everything that narrows a corridor, each feature once: the obstacles role, buildings, construction land. The
/// item's role says which.
pub fn obstacle_items(layers: &[Arc<Layer>]) -> Vec<Item<'_>> {
    const ROLES: [Role; 3] = [Role::Obstacles, Role::Buildings, Role::LandUse];
    layers
        .iter()
        .filter_map(|layer| ROLES.into_iter().find(|role| layer.roles.contains(role)).map(|role| (layer, role)))
        .flat_map(|(layer, role)| layer.features.iter().map(move |feature| Item { layer, feature, role }))
        .filter(|item| item.role != Role::LandUse || item.is_construction_land() == Some(true))
        .collect()
}
