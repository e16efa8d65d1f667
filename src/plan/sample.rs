//! The sample plan that is part of the program.
//!
//! Writing it only adds: where one of the files is there already, nothing at all is written.

use std::io;
use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::disk::{failure, make_folder, write_together};
use crate::text::Message;

static SAMPLE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/sample-maps/anning");

/// What tests hold the check to; no part of the plan.
const NOT_WRITTEN: &str = "expected.toml";

/// The sample in a folder that goes away with the value.
///
/// # Errors
/// `plan.sample-not-written` where the system's folder for temporary files cannot be written.
pub fn unpacked() -> Result<tempfile::TempDir, Message> {
    let folder = tempfile::tempdir().map_err(|error| not_written(&std::env::temp_dir(), &error))?;
    write(folder.path())?;
    Ok(folder)
}

/// Writes the sample plan to a folder, which is made where it is missing, and returns how many files it has.
///
/// # Errors
/// `plan.sample-exists` where a file of the sample is there already; `plan.sample-not-written` where the folder or a file
/// cannot be written.
pub fn write(folder: &Path) -> Result<usize, Message> {
    let files: Vec<_> = SAMPLE.files().filter(|file| file.path() != Path::new(NOT_WRITTEN)).collect();
    let taken = files.iter().map(|file| folder.join(file.path())).find(|path| path.symlink_metadata().is_ok());
    if let Some(path) = taken {
        return Err(Message::new("plan.sample-exists").with("path", path.display()));
    }
    let files: Vec<_> = files.iter().map(|file| (folder.join(file.path()), file.contents().to_vec())).collect();
    let written = make_folder(folder).and_then(|()| write_together(&files, &[]));
    written.map(|()| files.len()).map_err(|error| not_written(folder, &error))
}

fn not_written(path: &Path, error: &io::Error) -> Message {
    Message::new("plan.sample-not-written").with("path", path.display()).with_message("reason", failure(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_folder_gets_the_whole_plan() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("示例");
        let count = write(&inner).unwrap();
        assert_eq!(std::fs::read_dir(&inner).unwrap().count(), count);
        assert!(inner.join("plan.toml").is_file() && inner.join("生态廊道.shp").is_file());
        assert!(!inner.join(NOT_WRITTEN).exists());
    }

    #[test]
    fn a_file_that_is_there_keeps_everything_from_being_written() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("plan.toml"), "mine").unwrap();
        let error = write(folder.path()).unwrap_err();
        assert_eq!(error.key, "plan.sample-exists");
        assert_eq!(std::fs::read(folder.path().join("plan.toml")).unwrap(), b"mine");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("file"), "").unwrap();
        let error = write(&folder.path().join("file").join("inside")).unwrap_err();
        assert_eq!(error.key, "plan.sample-not-written");
        assert!(error.to_string().contains("inside"));
    }
}
