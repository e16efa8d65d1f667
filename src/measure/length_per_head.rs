//! Length of lines in a scope per 10 000 people: the greenway length per head.

use serde::{Deserialize, Serialize};

use crate::layer::Role;
use crate::measure::{Input, Measured, NoFigure};
use crate::text::Message;

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose lines are counted.
    pub role: Role,
    /// Key of the typed-in number of people; it beats a population layer.
    pub population: String,
}

/// Facts behind the figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Counted length.
    pub length_km: f64,
    /// People.
    pub population: f64,
    /// Whether the people were typed in (`figure`) or summed from a layer by area (`layer`).
    pub population_from: String,
    /// Counted length of stretches with status existing, where any status is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existing_km: Option<f64>,
    /// Counted length of stretches with status planned, where any status is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_km: Option<f64>,
    /// Length of links on ordinary roads (连接线): not counted.
    pub link_km: f64,
    /// Length drawn more than once: counted once.
    pub duplicate_km: f64,
}

/// Measures the km per 10 000 people.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(_input: &Input<'_>, _with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    Err(NoFigure::Missing(Message::new("measure.not-implemented")))
}
