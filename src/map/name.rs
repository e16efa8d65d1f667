//! Names that the map may write, and where.

use std::sync::Arc;

use geo_types::Coord;
use rayon::prelude::*;

use crate::geometry::anchor;
use crate::geometry::vector::polyline_length;
use crate::layer::{Feature, Item, Layer, RoadClass, Role, Shape, Value};
use crate::plan::style::{Column, Label, Style};
use crate::units::{Metres, SquareMetres};

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
    /// Size in points, where the plan states it.
    pub size: Option<f64>,
    /// It is written up to so many metres a point.
    pub until: f64,
    /// What is written instead from near by: the name with a measure of the thing.
    pub near: Option<Arc<str>>,
}

/// Names have their measures with them up to so many metres a point, about 1:4000.
const NEAR: f64 = 1.06;

impl Name {
    /// What is written where a point is so many metres.
    pub(super) fn said(&self, metres_per_point: f64) -> &str {
        self.near.as_ref().filter(|_| metres_per_point <= NEAR).unwrap_or(&self.text)
    }
}

/// The names of a layer, in file order. Roles whose names say nothing on a map (parcels, buildings, surfaces) have none.
/// Where the plan states labels, those.
pub(super) fn names(layer: &Layer, role: Role, style: &Style) -> Vec<Name> {
    let parts: Option<Vec<Part>> = style.label.as_ref().map(|label| parts(layer, label));
    let rank = match (&parts, rank(role)) {
        (Some(parts), _) if parts.is_empty() => return Vec::new(),
        (Some(_), rank) => rank.unwrap_or(8),
        (None, Some(rank)) => rank,
        (None, None) => return Vec::new(),
    };
    let named = |feature: &Feature| {
        let item = Item { layer, feature, role };
        let size = style.label_size;
        let Some(parts) = &parts else {
            let own = name(&item, item.stated_name()?, rank)?;
            let near = measured(&item, &own.text).map(Arc::from);
            return Some(Name { size, near, until: farthest(&item), ..own });
        };
        Some(Name { size, ..name(&item, label_of(&item, parts)?, rank)? })
    };
    layer.features.par_iter().filter_map(named).collect()
}

/// The name with what a plan is read for near by: how wide a road is, how large a plaza.
fn measured(item: &Item<'_>, name: &str) -> Option<String> {
    let measure = match (item.role, &item.feature.shape) {
        (Role::RoadCentrelines, Shape::Lines(_)) => Metres(item.red_line_width()?).said(),
        (Role::Plazas, Shape::Area(area)) => SquareMetres(area.area()).said(),
        _ => return None,
    };
    Some(format!("{name} {measure}"))
}

/// Up to how many metres a point a name is written: names of small streets would hide a whole town.
fn farthest(item: &Item<'_>) -> f64 {
    if item.role != Role::RoadCentrelines {
        return f64::INFINITY;
    }
    match item.road_class() {
        Some(RoadClass::Expressway | RoadClass::Arterial | RoadClass::Highway) => f64::INFINITY,
        Some(RoadClass::Secondary) => 12.0,
        Some(RoadClass::Branch) | None => 4.8,
        Some(RoadClass::Lane | RoadClass::Ramp | RoadClass::Path) => 2.2,
    }
}

/// A part of a label, found in a layer.
enum Part {
    Column(Column),
    Area,
    Width,
    Length,
}

fn parts(layer: &Layer, label: &[Label]) -> Vec<Part> {
    let part = |label: &Label| match label {
        Label::Field(name) => Column::of(layer, name).map(Part::Column),
        Label::Area => Some(Part::Area),
        Label::Width => Some(Part::Width),
        Label::Length => Some(Part::Length),
    };
    label.iter().filter_map(part).collect()
}

/// What a feature is labelled with: the parts that it has, one after the other.
fn label_of(item: &Item<'_>, parts: &[Part]) -> Option<String> {
    let size = item.feature.shape.size();
    let said = |part: &Part| match (part, &item.feature.shape) {
        (Part::Column(column), _) => said_value(&column.value(item.layer, item.feature)),
        (Part::Area, Shape::Area(_)) => Some(SquareMetres(size).said()),
        (Part::Length, Shape::Lines(_)) => Some(Metres(size).said()),
        (Part::Width, _) => item.red_line_width().map(|width| Metres(width).said()),
        (Part::Area | Part::Length, _) => None,
    };
    let said: Vec<String> = parts.iter().filter_map(said).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// A value as a map writes it: no more decimals than can matter.
fn said_value(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(format!("{number:.3}").trim_end_matches('0').trim_end_matches('.').to_owned()),
        other => other.plain(),
    }
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

fn name(item: &Item<'_>, text: String, rank: u8) -> Option<Name> {
    let (feature, role) = (item.feature, item.role);
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
    Some(Name { text: Arc::from(text), at, along, extent, rank, role, size: None, until: f64::INFINITY, near: None })
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
