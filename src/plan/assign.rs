//! Gives a layer the roles and fields that are stated of it.

use super::LayerEntry;
use crate::layer::Layer;
use crate::notice::Notice;

/// The layer with what the plan states of it: roles, fields, values, provenance.
pub(super) fn assign(mut layer: Layer, entry: &LayerEntry) -> Layer {
    layer.roles.clone_from(&entry.roles);
    for (field, name) in &entry.fields {
        if let Some(column) = layer.fields.iter().position(|known| known == name) {
            layer.columns.insert(*field, column);
        } else {
            let known = layer.fields.join(", ");
            let notice = Notice::new("field-not-in-file").with("field", name).with("known", known);
            layer.notices.push(notice.with("canonical", field.name()));
        }
    }
    layer.values.clone_from(&entry.values);
    layer.provenance = entry.provenance.clone();
    layer
}
