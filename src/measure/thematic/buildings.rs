//! How much of each zone buildings cover, and their floor area in it.

use rayon::prelude::*;

use super::Found;
use crate::geometry::{Boxes, Mask, OverlayFailed, Region};
use crate::handle::Handle;
use crate::layer::{Item, Shape};

/// Buildings that have an area, found by place.
struct Buildings<'a> {
    all: Vec<(Item<'a>, &'a Region)>,
    boxes: Boxes,
}

impl<'a> Buildings<'a> {
    fn of(items: &[Item<'a>]) -> Self {
        let area = |item: &Item<'a>| match &item.feature.shape {
            Shape::Area(region) => Some((*item, region)),
            _ => None,
        };
        let all: Vec<(Item<'a>, &Region)> = items.iter().filter_map(area).collect();
        let boxes = Boxes::new(all.iter().map(|(_, region)| region.bounds()));
        Self { all, boxes }
    }

    fn near(&self, zone: &Region) -> impl Iterator<Item = &(Item<'a>, &'a Region)> {
        let near = zone.bounds().map(|bounds| self.boxes.meeting(&bounds)).unwrap_or_default();
        near.into_iter().filter_map(|number| self.all.get(number))
    }
}

/// The share of each zone that buildings cover, in per cent; ground below two of them counts once.
pub(super) fn coverage(items: &[Item<'_>], zones: &[&Region], handle: &Handle) -> Vec<Found> {
    let buildings = Buildings::of(items);
    let covered = |zone: &Region| -> Result<f64, OverlayFailed> {
        let ground = Region::union(buildings.near(zone).map(|(_, region)| *region))?;
        Ok(ground.intersection(zone)?.area())
    };
    let found = |zone: &&Region| match covered(zone) {
        Ok(area) if !handle.is_cancelled() => Found::of(100.0 * area / zone.area()),
        _ => Found::default(),
    };
    zones.par_iter().map(found).collect()
}

/// Floor area per area of each zone. A building across its edge counts by the part of its footprint inside; where some have
/// neither a floor area nor storeys, the ratio is the least it can be.
pub(super) fn floor_area_ratio(items: &[Item<'_>], zones: &[&Region], handle: &Handle) -> Vec<Found> {
    let buildings = Buildings::of(items);
    let ratio = |zone: &Region| -> Result<Found, OverlayFailed> {
        let mask = Mask::new(zone);
        let (mut floors, mut known, mut unknown) = (0.0, 0_usize, 0_usize);
        for (item, region) in buildings.near(zone) {
            let share = mask.area_inside(region)? / region.area();
            if share.is_nan() || share <= 0.0 {
                continue;
            }
            match item.floor_area() {
                Some((area, _)) => (floors, known) = (floors + area * share, known + 1),
                None => unknown += 1,
            }
        }
        if known == 0 && unknown > 0 {
            return Ok(Found::default());
        }
        Ok(Found { at_least: unknown > 0, ..Found::of(floors / zone.area()) })
    };
    let found = |zone: &&Region| match ratio(zone) {
        Ok(found) if !handle.is_cancelled() => found,
        _ => Found::default(),
    };
    zones.par_iter().map(found).collect()
}
