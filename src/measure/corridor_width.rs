//! Net width of corridors: the widest single strip that passes between obstacles from end to end.

use serde::{Deserialize, Serialize};

use crate::measure::{Input, Measured, NoFigure};
use crate::text::Message;

/// Parameters in a standard file. It has none yet: role and obstacles are fixed by what a corridor is.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {}

/// Facts of all corridors.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// One entry per corridor, in the order of names as they first appear.
    pub corridors: Vec<Corridor>,
}

/// Facts of one corridor.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Corridor {
    /// Its name.
    pub name: String,
    /// Its net width; 0 when broken.
    pub net_width_m: f64,
    /// The two facing wall points of the narrowest place; `None` when broken.
    pub narrowest: Option<[[f64; 2]; 2]>,
    /// Length along its axis from end to end.
    pub length_m: f64,
    /// The part of that length where it is at least as wide as the reference figure.
    pub compliant_length_m: f64,
    /// Connected pieces.
    pub pieces: usize,
    /// A polyline per end face.
    pub ends: Vec<Vec<[f64; 2]>>,
    /// Roads and railways that cross it.
    pub crossings: Vec<Crossing>,
}

/// A road or railway across a corridor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Crossing {
    /// File of the road layer; `None` for a drawn road.
    pub layer: Option<String>,
    /// Row in it.
    pub row: usize,
    /// Class, where known.
    pub class: Option<String>,
    /// Where it crosses.
    pub at: [f64; 2],
}

/// Measures the smallest net width of all corridors, in metres.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(_input: &Input<'_>, _with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    Err(NoFigure::Missing(Message::new("measure.not-implemented")))
}
