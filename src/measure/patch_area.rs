//! Area of contiguous patches: the hard surface of plazas.

use serde::{Deserialize, Serialize};

use crate::layer::Role;
use crate::measure::{Input, Measured, NoFigure};
use crate::text::Message;

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose polygons are grouped into patches.
    pub role: Role,
    /// Polygons at most this far apart are one patch, in metres.
    #[serde(default = "default_join")]
    pub join: f64,
    /// Planting narrower than this is not hard but does not split a piece, in metres.
    #[serde(default = "default_narrow")]
    pub narrow: f64,
}

fn default_join() -> f64 {
    1.0
}

fn default_narrow() -> f64 {
    2.0
}

/// Facts of all patches.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// One entry per plaza, in the order of their first rows.
    pub plazas: Vec<Plaza>,
}

/// Facts of one plaza.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Plaza {
    /// Name of its first named polygon.
    pub name: String,
    /// Rows of its polygons.
    pub rows: Vec<usize>,
    /// Area of their union.
    pub area_ha: f64,
    /// Its largest contiguous hard piece.
    pub hard_ha: f64,
    /// All its hard ground.
    pub total_hard_ha: f64,
    /// Whether nothing is known of its planting, so that all of it was taken as hard.
    pub assumed_all_hard: bool,
}

/// Measures the largest contiguous hard area, in hectares.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(_input: &Input<'_>, _with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    Err(NoFigure::Missing(Message::new("measure.not-implemented")))
}
