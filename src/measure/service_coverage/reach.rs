//! Which cells of homes reach which services.

use rayon::prelude::*;

use super::homes::Homes;
use super::services::{Service, Services};
use crate::geometry::network::{Entry, Network, Ways};
use crate::geometry::segments::segments_of;
use crate::geometry::tolerance::POINT;
use crate::geometry::{Coord, LineString, Nearness, OverlayFailed, Region};
use crate::handle::Handle;
use crate::layer::Shape;

/// Lines and boundaries are entered every so many metres, at least.
const STEP: f64 = 20.0;

/// What distances go over.
pub(super) struct Ground<'a> {
    /// `None` for straight distances.
    ways: Option<Ways<'a>>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(network: Option<&'a Network<'a>>, snap: f64) -> Self {
        Self { ways: network.map(|network| Ways::new(network, snap)) }
    }
}

/// Cells within reach.
pub(super) struct Covered {
    /// Of each service.
    pub(super) by_service: Vec<Vec<bool>>,
    /// Of all that the figure asks for, for sure.
    pub(super) low: Vec<bool>,
    /// The same where everything unknown serves.
    pub(super) high: Vec<bool>,
}

/// Finds the cells that reach each service.
///
/// # Errors
/// [`OverlayFailed`] where the overlay library panics.
pub(super) fn cover(
    homes: &Homes<'_>,
    services: &Services,
    ground: &Ground<'_>,
    handle: &Handle,
) -> Result<Covered, OverlayFailed> {
    let all = || services.all.iter().chain(&services.unsure);
    let widest = all().flat_map(|service| &service.rings).map(|(within, _)| *within).fold(0.0, f64::max);
    let places: Vec<Coord<f64>> = homes.cells.iter().map(|cell| cell.at).collect();
    let cells = Cells {
        entries: ground
            .ways
            .as_ref()
            .map(|ways| places.par_iter().map(|&at| ways.entries(at, widest + POINT)).collect()),
        places,
    };
    let reached = |service: &Service| {
        if handle.is_cancelled() { Ok(vec![false; cells.places.len()]) } else { cells.reaching(service, ground) }
    };
    let by_service: Vec<Vec<bool>> = services.all.par_iter().map(reached).collect::<Result<_, _>>()?;
    let unsure = services.unsure.as_ref().map(reached).transpose()?;
    let required: Vec<&Vec<bool>> =
        services.all.iter().zip(&by_service).filter(|(service, _)| service.required).map(|(_, own)| own).collect();
    let low: Vec<bool> = (0..cells.places.len()).map(|cell| required.iter().all(|own| own[cell])).collect();
    let high = match unsure {
        Some(unsure) => low.iter().zip(unsure).map(|(low, may)| *low || may).collect(),
        None => low.clone(),
    };
    Ok(Covered { by_service, low, high })
}

/// Cells, and where each gets on to the network.
struct Cells {
    places: Vec<Coord<f64>>,
    entries: Option<Vec<Vec<Entry>>>,
}

impl Cells {
    fn reaching(&self, service: &Service, ground: &Ground<'_>) -> Result<Vec<bool>, OverlayFailed> {
        let mut reached = vec![false; self.places.len()];
        for (within, shapes) in &service.rings {
            let found = match (&ground.ways, &self.entries) {
                (Some(ways), Some(entries)) => over(ways, entries, shapes, *within),
                _ => self.straight(shapes, *within)?,
            };
            for (reached, found) in reached.iter_mut().zip(found) {
                *reached |= found;
            }
        }
        Ok(reached)
    }

    fn straight(&self, shapes: &[Shape], within: f64) -> Result<Vec<bool>, OverlayFailed> {
        let mut points: Vec<Coord<f64>> = Vec::new();
        let mut lines: Vec<&LineString<f64>> = Vec::new();
        let mut areas: Vec<&Region> = Vec::new();
        for shape in shapes {
            match shape {
                Shape::Points(own) => points.extend(own),
                Shape::Lines(own) => lines.extend(own),
                Shape::Area(own) => areas.push(own),
            }
        }
        let near = Nearness::new(points, lines, areas)?;
        Ok(self.places.par_iter().map(|&at| near.holds(at, within)).collect())
    }
}

/// Cells that reach a shape over the network.
fn over(ways: &Ways<'_>, cells: &[Vec<Entry>], shapes: &[Shape], within: f64) -> Vec<bool> {
    let within = within + POINT;
    let starts: Vec<Entry> =
        shapes.par_iter().flat_map_iter(stops).flat_map_iter(|at| ways.entries(at, within)).collect();
    let distances = ways.from(&starts, within);
    let reached = |entries: &Vec<Entry>| entries.iter().any(|entry| entry.access + distances.at(entry.stop) <= within);
    cells.par_iter().map(reached).collect()
}

/// Places at which a shape is entered: points, and lines and boundaries in steps.
fn stops(shape: &Shape) -> Vec<Coord<f64>> {
    match shape {
        Shape::Points(points) => points.clone(),
        Shape::Lines(lines) => segments_of(lines).iter().flat_map(|segment| steps(segment.a, segment.b)).collect(),
        Shape::Area(region) => region.edges().flat_map(|[a, b]| steps(a, b)).collect(),
    }
}

/// Both ends of a stretch and places between them, at most a step apart.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of steps along a finite line")]
fn steps(a: Coord<f64>, b: Coord<f64>) -> impl Iterator<Item = Coord<f64>> {
    let way = b - a;
    let count = (way.x.hypot(way.y) / STEP).ceil().max(1.0) as u32;
    (0..=count).map(move |step| a + way * (f64::from(step) / f64::from(count)))
}
