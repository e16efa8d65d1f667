//! Regional green (EG): what of it may count, and how much.
//!
//! Patches of regional green are dissolved first, so that drawing one in two parcels changes nothing. A patch counts
//! whole where it touches counted green (or construction land, where land use is loaded).

use std::sync::Arc;

use crate::geometry::{OverlayFailed, Region, groups_within, tolerance};
use crate::handle::Handle;
use crate::layer::{Layer, Role, Shape, items};
use crate::measure::area_share::sources::Counted;
use crate::measure::area_share::{Clipped, Count, Parameters, Regional};

/// Regional green in m².
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RegionalCount {
    pub(super) counted: f64,
    pub(super) left_out: f64,
    /// Whether there is any in the scope.
    pub(super) present: bool,
}

/// Counts regional green that other counted green does not cover already. Without meaning once the job is cancelled.
pub(super) fn count(
    layers: &[Arc<Layer>],
    green: &[Clipped<'_>],
    counted: &Count,
    with: &Parameters,
    scope: &Region,
    handle: &Handle,
) -> Result<RegionalCount, OverlayFailed> {
    let regional: Vec<&Region> = green
        .iter()
        .filter(|clipped| clipped.source.counted == Counted::Regional)
        .map(|clipped| &clipped.region)
        .collect();
    if regional.is_empty() {
        return Ok(RegionalCount::default());
    }
    let outside = |region: &Region| region.difference(&counted.ground).map(|rest| rest.area());
    let all = outside(&Region::union(regional.iter().copied())?)?;
    let adjacent = match with.regional {
        Regional::Excluded => 0.0,
        Regional::Adjacent => outside(&adjacent(layers, &regional, counted, scope, handle)?)?,
    };
    let counted = adjacent.min(counted.total * with.regional_cap / 100.0);
    Ok(RegionalCount { counted, left_out: all - counted, present: true })
}

/// The patches that touch counted green or construction land; gaps up to [`tolerance::JOIN`] are digitising noise.
fn adjacent(
    layers: &[Arc<Layer>],
    regional: &[&Region],
    counted: &Count,
    scope: &Region,
    handle: &Handle,
) -> Result<Region, OverlayFailed> {
    let patches = groups_within(regional, tolerance::JOIN)
        .into_iter()
        .take_while(|_| !handle.is_cancelled())
        .map(|patch| Region::union(patch.into_iter().map(|index| regional[index])))
        .collect::<Result<Vec<Region>, OverlayFailed>>()?;
    if handle.is_cancelled() {
        return Ok(Region::default());
    }
    let built: Vec<&Region> = items(layers, Role::LandUse)
        .into_iter()
        .filter(|parcel| parcel.is_construction_land() == Some(true))
        .filter_map(|parcel| match &parcel.feature.shape {
            Shape::Area(region) if near(region, scope) => Some(region),
            _ => None,
        })
        .collect();
    let neighbours: Vec<&Region> = counted.green.iter().chain(built).collect();
    let all: Vec<&Region> = neighbours.iter().copied().chain(&patches).collect();
    let touching = touched(&all, neighbours.len());
    Region::union(patches.iter().zip(touching).filter(|(_, touching)| *touching).map(|(patch, _)| patch))
}

/// Which of the regions from `first` on touch one of those before it.
fn touched(regions: &[&Region], first: usize) -> Vec<bool> {
    let mut touching = vec![false; regions.len() - first];
    for group in groups_within(regions, tolerance::JOIN) {
        // Patches are further apart from each other than the tolerance: they meet in a group only through neighbours.
        let has_neighbour = group.first().is_some_and(|&index| index < first);
        for index in group.into_iter().filter(|&index| index >= first) {
            touching[index - first] = has_neighbour;
        }
    }
    touching
}

fn near(region: &Region, scope: &Region) -> bool {
    match (region.bounds(), scope.bounds()) {
        (Some(a), Some(b)) => {
            a.min().x <= b.max().x + tolerance::JOIN
                && b.min().x <= a.max().x + tolerance::JOIN
                && a.min().y <= b.max().y + tolerance::JOIN
                && b.min().y <= a.max().y + tolerance::JOIN
        }
        _ => false,
    }
}
