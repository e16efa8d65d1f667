//! Coordinate systems: the only home of degrees beside the readers.

/// The projected coordinate system that a plan is measured in.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Code such as `EPSG:4543`, or a description where no number is known.
    pub code: String,
}

impl Frame {
    /// Code such as `EPSG:4543`.
    pub fn code(&self) -> &str {
        &self.code
    }
}
