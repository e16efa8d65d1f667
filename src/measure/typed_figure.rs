//! A figure that the planner types in.

use serde::{Deserialize, Serialize};

use crate::measure::{Input, Measured, NoFigure};
use crate::text::Message;
use crate::units::Unit;

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// The unit of the figure.
    pub unit: Unit,
}

/// Facts behind the figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {}

/// Measures the figure.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(_input: &Input<'_>, _with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    Err(NoFigure::Missing(Message::new("measure.layer-missing")))
}
