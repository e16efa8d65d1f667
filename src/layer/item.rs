//! Features by role, whatever layer they come from.

use std::sync::Arc;

use super::{Feature, Layer, Role};

/// A feature together with the layer it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// The layer.
    pub layer: &'a Layer,
    /// The feature.
    pub feature: &'a Feature,
}

/// The features that play a role, in the order of layers and rows.
pub fn items(layers: &[Arc<Layer>], role: Role) -> Vec<Item<'_>> {
    layers
        .iter()
        .filter(|layer| layer.roles.contains(&role))
        .flat_map(|layer| layer.features.iter().map(move |feature| Item { layer, feature }))
        .collect()
}
