//! Readers and writers of files: one per format, each way; encodings; coordinate systems; opening a folder.

pub mod geojson_writer;

use std::path::{Path, PathBuf};

use crate::geometry::frame::Frame;
use crate::handle::Handle;
use crate::layer::Layer;
use crate::text::Message;

/// What the planner says of a file that the file does not say itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Coordinate system, such as `EPSG:4543`.
    pub crs: Option<String>,
    /// Encoding of text, such as `GBK`.
    pub encoding: Option<String>,
}

/// A layer as read, still in its file's coordinates: the plan's frame is chosen when all are there.
#[derive(Clone, Debug)]
pub struct RawLayer {}

/// Why a file cannot be used: what failed, why, what to do, where.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct ReadError(pub Message);

/// Reads one file. `source` is its name as the plan states it.
///
/// # Errors
/// [`ReadError`] where nothing of the file can be used; a bad row is a notice.
pub fn read(_path: &Path, _source: &str, _options: &ReadOptions, _handle: &Handle) -> Result<RawLayer, ReadError> {
    Err(ReadError(Message::new("formats.not-read")))
}

/// The readable layers of a folder, in the order of their names.
///
/// # Errors
/// [`ReadError`] where the folder cannot be listed.
pub fn layers_in(_folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    Ok(Vec::new())
}

/// The frame that these layers are measured in: `stated`, else by the rule of the design (Decisions, Frame).
///
/// # Errors
/// [`ReadError`] where `stated` is unknown or not a projected system in metres.
pub fn frame_for(_stated: Option<&str>, _layers: &[&RawLayer]) -> Result<Frame, ReadError> {
    Err(ReadError(Message::new("formats.not-read")))
}

impl RawLayer {
    /// Turns coordinates into the frame and repairs rings. Roles and canonical fields are still empty.
    ///
    /// # Errors
    /// [`ReadError`] where the layer stands on another datum than the frame.
    pub fn into_layer(self, _frame: &Frame, _handle: &Handle) -> Result<Layer, ReadError> {
        Err(ReadError(Message::new("formats.not-read")))
    }
}
