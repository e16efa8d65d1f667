//! Gives a layer the roles and fields that are stated of it, else those that are guessed.

use super::LayerEntry;
use crate::layer::{Layer, Stated};

/// The layer with what the plan states of it: roles, fields, values, filter, provenance, carriageways.
pub(super) fn assign(mut layer: Layer, entry: &LayerEntry) -> Layer {
    layer.assign(&Stated {
        roles: (!entry.roles.is_empty()).then(|| entry.roles.clone()),
        fields: entry.fields.clone(),
        values: entry.values.clone(),
        keep: entry.keep.clone(),
    });
    layer.provenance = entry.provenance.clone();
    layer.carriageways = entry.carriageways;
    layer.opacity = entry.opacity.unwrap_or(100);
    layer
}
