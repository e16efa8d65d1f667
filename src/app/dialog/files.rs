//! The system's file dialogs, in a job: the window goes on while one is open.

use crate::app::App;
use crate::app::jobs::Wanted;

/// Asks for files.
pub(in crate::app) fn ask_files(_app: &mut App, _wanted: Wanted) {}

/// Asks for a folder.
pub(in crate::app) fn ask_folder(_app: &mut App, _wanted: Wanted) {}

/// Asks where to write.
pub(in crate::app) fn ask_target(_app: &mut App, _wanted: Wanted, _name: &str) {}
