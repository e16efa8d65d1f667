//! How far it is to the nearest park.

use geo_types::Coord;
use rayon::prelude::*;

use super::Found;
use crate::geometry::{Nearness, OverlayFailed, Region};
use crate::handle::Handle;
use crate::layer::{GreenClass, Item, Shape};
use crate::measure::NoFigure;
use crate::text::Message;

/// From the middle of each zone straight to the nearest park; nought inside one. Parks are green of class G1 and G3 and
/// green of which no class is known: nobody spends an hour in protective, attached or regional green.
pub(super) fn distances(items: &[Item<'_>], zones: &[&Region], handle: &Handle) -> Result<Vec<Found>, NoFigure> {
    let is_park =
        |item: &&Item<'_>| !matches!(item.green_class(), Some(GreenClass::G2 | GreenClass::XG | GreenClass::EG));
    let (mut points, mut lines, mut areas) = (Vec::new(), Vec::new(), Vec::new());
    for item in items.iter().filter(is_park) {
        match &item.feature.shape {
            Shape::Points(own) => points.extend(own.iter().copied()),
            Shape::Lines(own) => lines.extend(own),
            Shape::Area(region) => areas.push(region),
        }
    }
    if points.is_empty() && lines.is_empty() && areas.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.topic-no-parks")));
    }
    let parks = Nearness::new(points, lines, areas)
        .map_err(|OverlayFailed| NoFigure::Missing(Message::new("measure.overlay-failed")))?;
    let middle = |zone: &Region| -> Option<Coord<f64>> {
        let centre = zone.bounds()?.center();
        if zone.contains_point(centre) { Some(centre) } else { zone.interior_point() }
    };
    let found = |zone: &&Region| {
        let distance = middle(zone).filter(|_| !handle.is_cancelled()).and_then(|at| parks.distance(at));
        distance.map_or_else(Found::default, Found::of)
    };
    Ok(zones.par_iter().map(found).collect())
}
