//! Continuity of a network of lines: separate pieces, gaps, dead ends.

use serde::{Deserialize, Serialize};

use crate::layer::Role;
use crate::measure::{Input, Measured, NoFigure};
use crate::text::Message;

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose lines form the network.
    pub role: Role,
    /// Ends at most this far apart are one node, in metres.
    #[serde(default = "default_snap")]
    pub snap: f64,
    /// Gaps between pieces up to this length are findings, in metres.
    #[serde(default = "default_gap")]
    pub gap: f64,
}

fn default_snap() -> f64 {
    1.0
}

fn default_gap() -> f64 {
    30.0
}

/// Facts of the network.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Separate pieces.
    pub pieces: usize,
    /// Length of all lines.
    pub length_km: f64,
    /// Length of the largest piece.
    pub largest_km: f64,
    /// Ends of lines that meet nothing.
    pub dead_ends: usize,
    /// Gaps between pieces that are no longer than the parameter.
    pub gaps: Vec<Gap>,
}

/// A missing link between two pieces.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Gap {
    /// Its length.
    pub distance_m: f64,
    /// Its two ends.
    pub at: [[f64; 2]; 2],
}

/// Measures the number of separate pieces.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(_input: &Input<'_>, _with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    Err(NoFigure::Missing(Message::new("measure.not-implemented")))
}
