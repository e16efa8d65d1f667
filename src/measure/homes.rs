//! Which buildings hold homes: by their use, else by the land-use parcel that they stand on.
//!
//! What neither tells is unknown, never a no.

use std::sync::Arc;

use rayon::prelude::*;

use super::selection::holds_most;
use crate::geometry::{Mask, Region};
use crate::layer::{Item, LandKind, Layer, Role, Shape, items, residential_land};

/// Whether each building holds homes; `None` where its use is unknown and no parcel of known kind holds most of it.
pub(super) fn homes(buildings: &[Item<'_>], layers: &[Arc<Layer>]) -> Vec<Option<bool>> {
    let by_use: Vec<Option<bool>> = buildings.par_iter().map(Item::is_home).collect();
    if by_use.iter().all(Option::is_some) {
        return by_use;
    }
    let (residential, other) = (parcels(layers, true), parcels(layers, false));
    let masks = [(&residential, true), (&other, false)].map(|(region, home)| (Mask::new(region), home));
    let by_ground = |building: &Item<'_>| {
        let stands = |mask: &Mask<'_>| holds_most(mask, &building.feature.shape).unwrap_or(false);
        masks.iter().find(|(mask, _)| stands(mask)).map(|&(_, home)| home)
    };
    by_use.into_par_iter().zip(buildings).map(|(home, building)| home.or_else(|| by_ground(building))).collect()
}

/// The ground of parcels of known kind: of homes, or of anything else.
fn parcels(layers: &[Arc<Layer>], residential: bool) -> Region {
    let parcels = if residential { residential_land(layers) } else { items(layers, Role::LandUse) };
    let wanted =
        parcels.iter().filter(|parcel| residential || parcel.land_kind().is_some_and(|kind| kind != LandKind::Home));
    let regions = wanted.filter_map(|parcel| match &parcel.feature.shape {
        Shape::Area(region) => Some(region),
        _ => None,
    });
    Region::union(regions).unwrap_or_default()
}
