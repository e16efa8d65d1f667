//! Figures of the cells of a grid or of planning units: what a thematic map shows.
//!
//! They are the figures of the clauses, taken zone by zone: a unit has the road density that it would have as the scope of
//! the clause. Nothing here is judged. The work grows with the features and the zones, not with their product.

mod buildings;
mod grid;
mod parks;
mod topic;
mod zones;

use std::sync::Arc;

pub(in crate::measure) use self::grid::Grid;
pub use self::topic::{Asked, Topic, Zoning};
use super::NoFigure;
use super::area_share;
use super::line_density;
use crate::geometry::Region;
use crate::handle::Handle;
use crate::layer::{Layer, RoadClass, Role, items};
use crate::text::Message;

/// What a thematic map is measured with.
#[derive(Clone, Debug)]
pub struct Parameters<'a> {
    /// What is measured, of which zones.
    pub asked: Asked,
    /// Which classes of roads count.
    pub classes: &'a [RoadClass],
    /// Cells are cut to this area; without one they cover the features that are measured.
    pub scope: Option<&'a Region>,
}

/// A zone with its figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// Name of a unit; cells have none.
    pub name: Option<String>,
    /// Its area.
    pub region: Region,
    /// Its figure in the unit of the topic; `None` where nothing is known.
    pub value: Option<f64>,
    /// Whether the figure is the least it can be: of some features there is no number.
    pub at_least: bool,
}

/// The figures of a topic, zone by zone; those of cells row by row from the south-west.
#[derive(Clone, Debug, PartialEq)]
pub struct Thematic {
    /// What was asked for.
    pub asked: Asked,
    /// Every zone.
    pub zones: Vec<Zone>,
}

/// Measures a topic in each zone.
///
/// # Errors
/// [`NoFigure::Missing`] where a layer is missing or cells would be too many; [`NoFigure::Cancelled`].
pub fn measure(layers: &[Arc<Layer>], with: &Parameters<'_>, handle: &Handle) -> Result<Thematic, NoFigure> {
    let role = with.asked.topic.role();
    let items = items(layers, role);
    if items.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.layer-missing").with_message("role", role.name())));
    }
    let (mut zones, grid) = match with.asked.zoning {
        Zoning::Units => (zones::units(layers)?, None),
        Zoning::Cells(side) => {
            let (zones, grid) = grid::cells(side, with.scope, &items)?;
            (zones, Some(grid))
        }
    };
    go_on(handle)?;
    let regions: Vec<&Region> = zones.iter().map(|zone| &zone.region).collect();
    let found = match with.asked.topic {
        Topic::RoadDensity => {
            let metres = match &grid {
                Some(grid) => line_density::metres_by_cell(&items, with.classes, with.scope, grid),
                None => line_density::metres_by_zone(&items, with.classes, &regions, handle),
            };
            metres.iter().zip(&regions).map(|(metres, region)| Found::of(metres * 1e3 / region.area())).collect()
        }
        Topic::GreenShare => {
            let shares = area_share::shares_by_zone(layers, &regions, handle)?;
            shares.into_iter().map(|share| Found { value: share, at_least: false }).collect()
        }
        Topic::ParkDistance => parks::distances(&items, &regions, handle)?,
        Topic::BuildingCoverage => buildings::coverage(&items, &regions, handle),
        Topic::FloorAreaRatio => buildings::floor_area_ratio(&items, &regions, handle),
    };
    go_on(handle)?;
    for (zone, found) in zones.iter_mut().zip(found) {
        (zone.value, zone.at_least) = (found.value, found.at_least);
    }
    Ok(Thematic { asked: with.asked, zones })
}

/// What was found of a zone.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    value: Option<f64>,
    at_least: bool,
}

impl Found {
    fn of(value: f64) -> Self {
        Self { value: value.is_finite().then_some(value), at_least: false }
    }
}

fn go_on(handle: &Handle) -> Result<(), NoFigure> {
    if handle.is_cancelled() { Err(NoFigure::Cancelled) } else { Ok(()) }
}

impl Topic {
    /// The role of the features that it is measured from.
    pub fn role(self) -> Role {
        match self {
            Self::RoadDensity => Role::RoadCentrelines,
            Self::GreenShare | Self::ParkDistance => Role::Green,
            Self::BuildingCoverage | Self::FloorAreaRatio => Role::Buildings,
        }
    }
}

#[cfg(test)]
mod tests;
