//! Counted metres of roads in each of many zones.

use rayon::prelude::*;

use super::carriageways::Carriageways;
use super::{Boundary, Counted};
use crate::geometry::clip::Outline;
use crate::geometry::spans::{intersection, total};
use crate::geometry::{Boxes, Region};
use crate::handle::Handle;
use crate::layer::{Item, RoadClass};
use crate::measure::lines::{LineSet, Sorted, Stretch};
use crate::measure::thematic::Grid;

/// A road this far outside a zone may run along its boundary, or be the other carriageway of one that does.
const BESIDE: f64 = 60.0;

/// Counted metres in each zone, as the clause counts them with that zone as its scope: a road along the boundary of two
/// zones counts in both.
pub(in crate::measure) fn metres_by_zone(
    items: &[Item<'_>],
    classes: &[RoadClass],
    zones: &[&Region],
    handle: &Handle,
) -> Vec<f64> {
    let boxes = Boxes::new(items.iter().map(|item| item.feature.shape.bounds()));
    let metres = |zone: &&Region| {
        let Some(bounds) = zone.bounds().filter(|_| !handle.is_cancelled()) else { return 0.0 };
        let mut near: Vec<usize> = boxes.near(bounds.min(), bounds.max(), BESIDE).collect();
        near.sort_unstable();
        let near = near.into_iter().filter_map(|number| items.get(number).copied()).collect();
        let set = LineSet::new(Sorted::new(near, classes).counted).without_near_copies();
        let counted = Counted::new(set, &Outline::new(zone), Boundary::Whole);
        let carriageways = Carriageways::new(&counted.set, &counted.stretches);
        counted.facts(carriageways).length_km * 1e3
    };
    zones.par_iter().map(metres).collect()
}

/// Counted metres in each cell of a grid: what lies in it. Lines between cells are drawn by nobody, so that no road runs
/// along them but by chance: each stretch belongs to one cell.
pub(in crate::measure) fn metres_by_cell(
    items: &[Item<'_>],
    classes: &[RoadClass],
    scope: Option<&Region>,
    grid: &Grid,
) -> Vec<f64> {
    let set = LineSet::new(Sorted::new(items.to_vec(), classes).counted).without_near_copies();
    let inside = scope.map(|scope| set.inside(&Outline::new(scope)));
    let mut stretches = Vec::new();
    for (segment, kept) in set.kept.iter().enumerate() {
        let within = inside.as_ref().and_then(|inside| inside.get(segment));
        let spans = within.map_or_else(|| kept.clone(), |within| intersection(kept, within));
        stretches.extend(spans.into_iter().map(|span| (Stretch { segment, span }, 1.0)));
    }
    let carriageways = Carriageways::new(&set, &stretches);
    let mut metres = vec![0.0; grid.zones()];
    for ((stretch, _), paired) in stretches.iter().zip(&carriageways.paired) {
        let length = total(&[stretch.span]);
        let Some(segment) = set.segments.get(stretch.segment).filter(|_| length > 0.0) else { continue };
        let counted = 1.0 - paired / 2.0 / length;
        grid.walk(&segment.part(stretch.span), |zone, within| {
            if let Some(sum) = metres.get_mut(zone) {
                *sum += within * counted;
            }
        });
    }
    metres
}
