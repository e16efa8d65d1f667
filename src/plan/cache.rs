//! Layers that were read, kept by file and by what is stated of them.

/// Layers that were read: changing the role of one does not read the others again. Cheap to clone; clones share the layers.
#[derive(Clone, Debug, Default)]
pub struct LayerCache(());
