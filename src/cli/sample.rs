//! `langdao sample`: writes the sample plan that is part of the program to a folder.
//!
//! It only adds: where one of the files is there already, nothing at all is written.

use std::fs::{File, OpenOptions, create_dir_all};
use std::io::{self, Write as _};
use std::path::Path;

use include_dir::{Dir, include_dir};

use super::{Failure, Status, output};
use crate::text::{Lang, Message};

static SAMPLE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/sample-maps/anning");

/// What tests hold the check to; no part of the plan.
const NOT_WRITTEN: &str = "expected.toml";

/// `langdao sample`.
pub(super) fn sample(folder: &Path, lang: Lang) -> Result<Status, Failure> {
    write_sample(folder)?;
    output::to_stderr(&Message::new("cli.sample-written").with("path", folder.display()).say(lang));
    Ok(Status::Good)
}

/// The sample in a folder that goes away with the value.
pub(super) fn unpacked() -> Result<tempfile::TempDir, Failure> {
    let folder = tempfile::tempdir().map_err(|error| not_written(&std::env::temp_dir(), &error))?;
    write_sample(folder.path())?;
    Ok(folder)
}

/// Writes the sample plan to a folder, which is made where it is missing, and returns how many files it has.
///
/// # Errors
/// `cli.sample-exists` where a file of the sample is there already; `cli.sample-not-written` where the folder or a file
/// cannot be written.
fn write_sample(folder: &Path) -> Result<usize, Message> {
    let files: Vec<_> = SAMPLE.files().filter(|file| file.path() != Path::new(NOT_WRITTEN)).collect();
    let taken = files.iter().map(|file| folder.join(file.path())).find(|path| path.symlink_metadata().is_ok());
    if let Some(path) = taken {
        return Err(Message::new("cli.sample-exists").with("path", path.display()));
    }
    create_dir_all(folder).map_err(|error| not_written(folder, &error))?;
    for file in &files {
        let path = folder.join(file.path());
        new_file(&path)
            .and_then(|mut out| out.write_all(file.contents()))
            .map_err(|error| not_written(&path, &error))?;
    }
    Ok(files.len())
}

/// Opens a file that must not exist yet, so that a file that appeared meanwhile is safe too.
fn new_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

fn not_written(path: &Path, error: &io::Error) -> Message {
    Message::new("cli.sample-not-written").with("path", path.display()).with("reason", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_folder_gets_the_whole_plan() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("示例");
        let count = write_sample(&inner).unwrap();
        assert_eq!(std::fs::read_dir(&inner).unwrap().count(), count);
        assert!(inner.join("plan.toml").is_file() && inner.join("生态廊道.shp").is_file());
        assert!(!inner.join(NOT_WRITTEN).exists());
    }

    #[test]
    fn a_file_that_is_there_keeps_everything_from_being_written() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("plan.toml"), "mine").unwrap();
        let error = write_sample(folder.path()).unwrap_err();
        assert_eq!(error.key, "cli.sample-exists");
        assert_eq!(std::fs::read(folder.path().join("plan.toml")).unwrap(), b"mine");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("file"), "").unwrap();
        let error = write_sample(&folder.path().join("file").join("inside")).unwrap_err();
        assert_eq!(error.key, "cli.sample-not-written");
        assert!(error.to_string().contains("inside"));
    }
}
