//! Length of lines per area of a scope: the road-network density.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::layer::{RoadClass, Role};
use crate::measure::{Input, Measured, NoFigure};
use crate::text::Message;

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose lines are counted.
    pub role: Role,
    /// Which classes count.
    pub classes: Vec<RoadClass>,
    /// How a line that runs along the boundary of the scope counts.
    #[serde(default)]
    pub boundary: Boundary,
}

/// How a line that runs along the boundary of the scope counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Boundary {
    /// Whole, even where it lies outside.
    #[default]
    Whole,
    /// At half.
    Half,
}

/// Facts behind the density.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Counted length.
    pub length_km: f64,
    /// Area of the scope.
    pub area_km2: f64,
    /// Counted length by class.
    pub by_class_km: BTreeMap<String, f64>,
    /// Length of roads of unknown class inside the scope: not counted.
    pub unknown_class_km: f64,
    /// Counted length of roads with status existing, where any status is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existing_km: Option<f64>,
    /// Counted length of roads with status planned, where any status is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_km: Option<f64>,
    /// Length drawn more than once: counted once.
    pub duplicate_km: f64,
    /// Length taken off for the second line of dual carriageways.
    pub dual_carriageway_km: f64,
    /// Length that runs along the boundary of the scope, counted whole or at half.
    pub boundary_km: f64,
}

/// Measures the counted km per km² of the scope.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(_input: &Input<'_>, _with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    Err(NoFigure::Missing(Message::new("measure.not-implemented")))
}
