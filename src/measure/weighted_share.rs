//! Share of features by weight within units: the demolished share of floor area.

use serde::{Deserialize, Serialize};

use crate::layer::Role;
use crate::measure::{Input, Measured, NoFigure};
use crate::text::Message;

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Units that are each judged by themselves.
    pub units: Role,
    /// Whose features are weighed.
    pub role: Role,
    /// How features that are exempt with evidence count.
    #[serde(default)]
    pub exempt: Exempt,
}

/// How features that are exempt with evidence count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exempt {
    /// Not in the numerator, but in the denominator.
    #[default]
    Numerator,
    /// In neither.
    Both,
    /// Like all others.
    None,
}

/// Facts behind the share of the worst unit, and of every unit.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Demolished floor area of the worst unit, m².
    pub numerator: f64,
    /// Existing floor area of the worst unit, m².
    pub denominator: f64,
    /// Share between bounds where data is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[f64; 2]>,
    /// One entry per unit.
    pub units: Vec<RenewalUnit>,
    /// Buildings whose floor area was estimated as footprint times storeys.
    pub estimated: usize,
    /// Buildings in no unit.
    pub outside: usize,
}

/// Facts of one renewal unit.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RenewalUnit {
    /// Its name.
    pub name: String,
    /// Demolished floor area that is not exempt, m².
    pub demolished_m2: f64,
    /// Demolished floor area that is exempt with evidence, m².
    pub exempt_m2: f64,
    /// Existing floor area, m².
    pub existing_m2: f64,
    /// Share in per cent.
    pub share: Option<f64>,
}

/// Measures the per cent of the weight, the worst unit.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(_input: &Input<'_>, _with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    Err(NoFigure::Missing(Message::new("measure.not-implemented")))
}
