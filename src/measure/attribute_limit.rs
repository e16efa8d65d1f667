//! The largest value of an attribute, each feature by itself: red-line widths, storeys.

use serde::{Deserialize, Serialize};

use crate::layer::{RoadClass, Role};
use crate::measure::{Input, Measured, NoFigure};
use crate::text::Message;

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose attribute it is.
    pub role: Role,
    /// Which attribute.
    pub attribute: Attribute,
    /// Which features are looked at.
    #[serde(default)]
    pub only: Only,
    /// Classes that are left out, such as highways that pass through.
    #[serde(default)]
    pub without: Vec<RoadClass>,
}

/// Attributes that have a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attribute {
    /// Width of a road's red line, in metres.
    RedLineWidth,
    /// Storeys above ground.
    Storeys,
}

/// Which features are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Only {
    /// All of them.
    #[default]
    All,
    /// New homes: planned or, without a status, completed after the base year.
    NewHomes,
}

/// Facts behind the figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Features with a value.
    pub measured: usize,
    /// Features without one: not judged.
    pub unknown: usize,
    /// Features whose value was estimated, such as storeys from a height.
    pub estimated: usize,
    /// Features above the reference figure.
    pub above: usize,
}

/// Measures the largest value, in the attribute's unit.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(_input: &Input<'_>, _with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    Err(NoFigure::Missing(Message::new("measure.not-implemented")))
}
