//! Writes GeoJSON (RFC 7946).
use crate::geometry::frame::Frame;
use crate::layer::Shape;
use crate::text::Message;

/// A feature to be written.
#[derive(Debug)]
pub struct Export<'a> {
    /// Its shape, metres in the plan's frame.
    pub shape: &'a Shape,
    /// Its properties: an object.
    pub properties: serde_json::Value,
}

/// Stand-in.
///
/// # Errors
/// None.
pub fn write(_exports: &[Export<'_>], _frame: &Frame) -> Result<Vec<u8>, Message> {
    Ok(Vec::new())
}
