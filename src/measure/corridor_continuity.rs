//! Continuity of corridors: how many are broken, and at which gaps.

use serde::{Deserialize, Serialize};

use crate::measure::{Input, Measured, NoFigure};
use crate::text::Message;

/// Parameters in a standard file. It has none.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {}

/// Facts of all corridors.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// One entry per corridor, in the order of names as they first appear.
    pub corridors: Vec<Corridor>,
}

/// Pieces and gaps of one corridor.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Corridor {
    /// Its name.
    pub name: String,
    /// Connected pieces.
    pub pieces: usize,
    /// Gaps between them.
    pub gaps: Vec<Gap>,
}

/// A gap between two pieces of a corridor.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Gap {
    /// Shortest distance across it.
    pub distance_m: f64,
    /// The two facing points.
    pub at: [[f64; 2]; 2],
}

/// Measures the number of broken corridors.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(_input: &Input<'_>, _with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    Err(NoFigure::Missing(Message::new("measure.not-implemented")))
}
