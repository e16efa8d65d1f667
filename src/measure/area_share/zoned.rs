//! The green share of each of many zones.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Clipped, count, sources};
use crate::geometry::{Boxes, Mask, OverlayFailed, Region, Relation};
use crate::handle::Handle;
use crate::layer::{Layer, Role};
use crate::measure::NoFigure;

/// Per cent of each zone that is green, as the clause counts it with that zone as its scope, regional green left out;
/// `None` where shapes cannot be overlaid.
///
/// # Errors
/// [`NoFigure::Missing`] where no layer says what is green.
pub(in crate::measure) fn shares_by_zone(
    layers: &[Arc<Layer>],
    zones: &[&Region],
    handle: &Handle,
) -> Result<Vec<Option<f64>>, NoFigure> {
    let green = sources::sources(layers, Role::Green, &mut Vec::new())?;
    let boxes = Boxes::new(green.iter().map(|source| source.region.bounds()));
    let share = |zone: &Region| -> Result<f64, OverlayFailed> {
        let mask = Mask::new(zone);
        let near = zone.bounds().map(|bounds| boxes.meeting(&bounds)).unwrap_or_default();
        let mut clipped = Vec::with_capacity(near.len());
        for source in near.into_iter().filter_map(|number| green.get(number)) {
            let relation = source.region.bounds().map_or(Relation::Outside, |bounds| mask.relation(&bounds));
            let region = match relation {
                Relation::Inside => source.region.clone(),
                Relation::Outside => continue,
                Relation::Crossing => source.region.intersection(zone)?,
            };
            clipped.push(Clipped { source: *source, region });
        }
        Ok(100.0 * count(&clipped, handle)?.total / zone.area())
    };
    let found = |zone: &&Region| if handle.is_cancelled() { None } else { share(zone).ok() };
    Ok(zones.par_iter().map(found).collect())
}
