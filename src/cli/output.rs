//! Writing: results to standard output, everything else to standard error, files whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::text::Message;

/// Writes a result to standard output. A reader that closed the pipe early is not an error.
pub(super) fn to_stdout(bytes: &[u8]) {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).ok();
}

/// Writes a line to standard error.
pub(super) fn to_stderr(line: &str) {
    writeln!(io::stderr().lock(), "{line}").ok();
}

/// Writes a file whole or not at all: to a new file beside it, synced, then renamed.
///
/// # Errors
/// A message with the path and the system's reason.
pub(super) fn to_file(path: &Path, bytes: &[u8]) -> Result<(), Message> {
    write_atomically(path, bytes)
        .map_err(|error| Message::new("cli.not-written").with("path", path.display()).with("reason", error))
}

fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = beside(path);
    let written = File::create(&unfinished).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let result = written.and_then(|()| fs::rename(&unfinished, path));
    if result.is_err() {
        fs::remove_file(&unfinished).ok();
    }
    result
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.unfinished", std::process::id()));
    path.with_file_name(name)
}
