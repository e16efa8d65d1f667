//! A plan with a feature that is still being drawn: what the moving draft is measured in.

use std::sync::Arc;

use geo_types::Coord;

use super::{DrawnFeature, Snapshot, drawn};
use crate::layer::{Layer, Role};

/// A snapshot without the feature that is being drawn anew: each position of the draft is one layer more.
#[derive(Clone, Debug)]
pub struct Ground {
    snapshot: Snapshot,
    /// Row of the draft among the drawn features.
    row: usize,
}

impl Ground {
    /// What stays while a feature of this id is drawn, or drawn anew. Surveys of its corridors, also those of a check, are
    /// made for a pointer that moves on.
    pub fn of(snapshot: &Snapshot, id: &str) -> Self {
        let mut ground = snapshot.clone();
        ground.surveys = snapshot.surveys.for_pointer();
        let is_it = |feature: &crate::layer::Feature| feature.id.as_deref() == Some(id);
        let drawn = snapshot.layers.iter().filter(|layer| layer.is_drawn());
        let own = drawn.clone().flat_map(|layer| &layer.features).find(|feature| is_it(feature));
        let row = own.map_or_else(|| drawn.map(|layer| layer.features.len()).sum(), |feature| feature.row);
        for layer in &mut ground.layers {
            if layer.is_drawn() && layer.features.iter().any(is_it) {
                let mut rest = Layer::clone(layer);
                rest.features.retain(|feature| !is_it(feature));
                *layer = Arc::new(rest);
            }
        }
        ground.layers.retain(|layer| !(layer.is_drawn() && layer.features.is_empty()));
        Self { snapshot: ground, row }
    }

    /// The plan with the draft as it stands now.
    pub fn with(&self, draft: &DrawnFeature) -> Snapshot {
        let mut snapshot = self.snapshot.clone();
        let layer = drawn::draft_layer(draft, self.row, &snapshot.frame.code);
        snapshot.layers.push(Arc::new(layer));
        if draft.role == Role::Corridors && draft.ends.len() > 1 {
            snapshot.ends.insert(draft.title().to_owned(), draft.ends.clone());
        }
        snapshot
    }

    /// The plan with other end faces of a corridor that comes from a layer; none finds them automatically.
    pub fn with_ends(&self, name: &str, ends: &[Coord<f64>]) -> Snapshot {
        let mut snapshot = self.snapshot.clone();
        if ends.len() > 1 {
            snapshot.ends.insert(name.to_owned(), ends.to_vec());
        } else {
            snapshot.ends.remove(name);
        }
        snapshot
    }

    /// What stays.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }
}
