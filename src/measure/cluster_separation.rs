//! Neighbouring clusters and what lies between them.

use serde::{Deserialize, Serialize};

use crate::layer::Role;
use crate::measure::{Input, Measured, NoFigure};
use crate::text::Message;

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Whose features are looked at.
    pub role: Role,
}

impl Parameters {
    /// The roles whose features can change the figure.
    pub fn roles(&self) -> Vec<Role> {
        vec![self.role]
    }
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
