//! Share of a scope that features cover: the green-land ratio.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::layer::Role;
use crate::measure::{Input, Measured, NoFigure};
use crate::text::Message;

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose areas are counted.
    pub role: Role,
    /// Whether regional green (EG) counts.
    #[serde(default)]
    pub regional: Regional,
    /// The most that regional green may add, in per cent of the rest.
    #[serde(default = "default_cap")]
    pub regional_cap: f64,
}

fn default_cap() -> f64 {
    20.0
}

/// Whether regional green (EG) counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Regional {
    /// It does not.
    #[default]
    Excluded,
    /// What touches counted green or construction land does, up to the cap.
    Adjacent,
}

/// Facts behind the share.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Counted green, each spot once.
    pub green_ha: f64,
    /// Area of the scope.
    pub area_ha: f64,
    /// Counted green by class; overlaps belong to the first of G1, G2, XG, G3, unknown, EG.
    pub by_class_ha: BTreeMap<String, f64>,
    /// Ground that more than one counted feature covers: counted once.
    pub overlap_ha: f64,
    /// Regional green inside the scope that was not counted.
    pub excluded_regional_ha: f64,
}

/// Measures the per cent of the scope's area.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(_input: &Input<'_>, _with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    Err(NoFigure::Missing(Message::new("measure.not-implemented")))
}
