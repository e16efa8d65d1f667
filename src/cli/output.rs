//! Writing: results to standard output, everything else to standard error, files whole or not at all.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::disk::{failure, write_whole};
use crate::text::{Lang, Message};

/// Writes a result to standard output. A reader that closed the pipe early is not an error.
pub(super) fn to_stdout(bytes: &[u8]) {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).ok();
}

/// Writes a line to standard error.
pub(super) fn to_stderr(line: &str) {
    writeln!(io::stderr().lock(), "{line}").ok();
}

/// Writes a file whole or not at all.
///
/// # Errors
/// A message with the path and the system's reason.
pub(super) fn to_file(path: &Path, bytes: &[u8]) -> Result<(), Message> {
    write_whole(path, bytes).map_err(|error| {
        Message::new("cli.not-written").with("path", path.display()).with_message("reason", failure(&error))
    })
}

/// Names the files that are not called as was asked for.
pub(super) fn name_files(asked: &Path, mains: &[PathBuf], lang: Lang) {
    for main in mains.iter().filter(|main| main.as_path() != asked) {
        to_stderr(&Message::new("cli.written-as").with("path", main.display()).say(lang));
    }
}
