//! Features by their names, looked for in a job: a plan may have hundreds of thousands.

use std::sync::Arc;

use geo_types::Rect;

use super::search;
use crate::app::App;
use crate::app::jobs::{Done, Kind};
use crate::handle::Handle;
use crate::layer::{Item, Layer, Role};
use crate::text::Message;

/// Features that are brought at most, those that fit best.
const MOST: usize = 20;
/// After so many it is asked whether the job is to stop.
const STRIDE: usize = 2_048;

/// A feature that was found.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) struct Hit {
    /// Index of its layer in the snapshot.
    pub(super) layer: usize,
    /// Its index in that.
    pub(super) feature: usize,
    /// What it is called.
    pub(super) name: String,
    /// What its layer means.
    pub(super) of: Message,
    /// Where it lies.
    pub(super) bounds: Rect<f64>,
}

impl Hit {
    /// So much is shown around it, metres.
    pub(super) fn around(&self) -> f64 {
        (self.bounds.width().max(self.bounds.height()) * 0.4).max(60.0)
    }
}

/// Looks for features by a name; an empty one finds none.
pub(in crate::app) fn seek(app: &mut App, text: String) {
    app.jobs.cancel_kind(Kind::Seek);
    app.session.sought = None;
    let Some(drawn) = app.document.drawn().cloned().filter(|_| !text.is_empty()) else { return };
    app.jobs.start(Kind::Seek, Message::new("app.job-seek"), move |handle| {
        let found = hits(&drawn.loaded.snapshot.layers, &text, handle);
        Done::Sought(text, found)
    });
}

fn hits(layers: &[Arc<Layer>], text: &str, handle: &Handle) -> Vec<Hit> {
    let mut found: Vec<(u32, usize, usize, String)> = Vec::new();
    for (at, layer) in layers.iter().enumerate() {
        for (row, feature) in layer.features.iter().enumerate() {
            if row % STRIDE == 0 && handle.is_cancelled() {
                return Vec::new();
            }
            let item = Item { layer, feature, role: role(layer) };
            let name = item.stated_name().or_else(|| feature.id.clone());
            if let Some((score, name)) = name.and_then(|name| Some((search::score(text, &name)?, name))) {
                found.push((score, at, row, name));
            }
        }
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    found.truncate(MOST);
    let hit = |(_, layer, feature, name): (u32, usize, usize, String)| {
        let own = layers.get(layer)?;
        let bounds = own.features.get(feature)?.shape.bounds()?;
        Some(Hit { layer, feature, name, of: role(own).name(), bounds })
    };
    found.into_iter().filter_map(hit).collect()
}

fn role(layer: &Layer) -> Role {
    layer.roles.first().copied().unwrap_or(Role::Backdrop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::{Feature, Origin, Shape, Value};

    #[test]
    fn the_best_fits_come_first_and_a_stopped_search_brings_none() {
        let feature = |row: usize, name: &str| Feature {
            row,
            id: None,
            shape: Shape::Points(vec![geo_types::Coord { x: 526_000.0, y: 3_087_000.0 }]),
            values: vec![Value::text(name)],
        };
        let features = vec![feature(0, "东河廊道北段"), feature(1, "东河廊道"), feature(2, "西山")];
        let layer = Layer::new(Origin::File("a.shp".to_owned()), &[Role::Corridors], &["name"], features);
        let layers = [Arc::new(layer)];
        let names = |text: &str| {
            let found = hits(&layers, text, &Handle::default());
            found.into_iter().map(|hit| (hit.feature, hit.name)).collect::<Vec<_>>()
        };
        assert_eq!(names("东河廊道"), [(1, "东河廊道".to_owned()), (0, "东河廊道北段".to_owned())]);
        assert_eq!(names("xs"), [(2, "西山".to_owned())]);
        let stopped = Handle::default();
        stopped.cancel();
        assert_eq!(hits(&layers, "东河", &stopped), []);
    }
}
