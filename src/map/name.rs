//! Names that the map may write, and where.

use std::sync::Arc;

use geo_types::Coord;
use rayon::prelude::*;

use crate::geometry::anchor;
use crate::geometry::vector::polyline_length;
use crate::layer::{Feature, Item, Layer, RoadClass, Role, Shape};

/// A name that the map may write.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// What is written.
    pub text: Arc<str>,
    /// Inside the area, on the middle of the line, or the point itself.
    pub at: Coord<f64>,
    /// The line it may be written along; `None` for areas and points.
    pub along: Option<Vec<Coord<f64>>>,
    /// Metres: the length of the line, the width that an area has for a name, 0 for a point.
    pub extent: f64,
    /// From 0, the most important, to 9.
    pub rank: u8,
    /// The role that it is drawn by.
    pub role: Role,
}

/// The names of a layer, in file order. Roles whose names say nothing on a map (parcels, buildings, surfaces) have none.
pub(super) fn names(layer: &Layer, role: Role) -> Vec<Name> {
    let Some(rank) = rank(role) else { return Vec::new() };
    layer.features.par_iter().filter_map(|feature| name(layer, feature, role, rank)).collect()
}

fn rank(role: Role) -> Option<u8> {
    Some(match role {
        Role::AdminUnits | Role::Clusters => 0,
        Role::Corridors => 1,
        Role::Water | Role::RenewalUnits | Role::PlanningUnits => 3,
        Role::Plazas => 4,
        Role::RoadCentrelines => 5,
        Role::Communities | Role::Greenways => 6,
        Role::Green | Role::ControlLines => 7,
        Role::Facilities | Role::Backdrop => 8,
        Role::Walkways => 9,
        _ => return None,
    })
}

fn name(layer: &Layer, feature: &Feature, role: Role, rank: u8) -> Option<Name> {
    let item = Item { layer, feature, role };
    let text = item.stated_name()?;
    let rank = if role == Role::RoadCentrelines { rank + below_arterial(item.road_class()) } else { rank };
    let (at, along, extent) = match &feature.shape {
        Shape::Points(points) => (*points.first()?, None, 0.0),
        Shape::Lines(lines) => {
            let longest = lines.iter().max_by(|a, b| polyline_length(&a.0).total_cmp(&polyline_length(&b.0)))?;
            (anchor::of_lines(lines)?, Some(longest.0.clone()), polyline_length(&longest.0))
        }
        Shape::Area(region) => {
            let bounds = region.bounds()?;
            let mean_width = region.area() / bounds.height().max(f64::MIN_POSITIVE);
            (region.interior_point()?, None, mean_width.min(bounds.width()))
        }
    };
    Some(Name { text: Arc::from(text), at, along, extent, rank, role })
}

fn below_arterial(class: Option<RoadClass>) -> u8 {
    match class {
        Some(RoadClass::Expressway | RoadClass::Arterial | RoadClass::Highway) => 0,
        Some(RoadClass::Secondary) => 1,
        Some(RoadClass::Branch) => 2,
        Some(RoadClass::Lane) | None => 3,
        Some(RoadClass::Ramp | RoadClass::Path) => 4,
    }
}
