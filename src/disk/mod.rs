//! Everything that changes a disk goes through here: files whole or not at all, sets of files all or none, lines that are
//! safe once they are written, locks.
//!
//! The rest of the program only reads. Each change is announced as a [`Step`] before it is made, so that tests can let any of
//! them fail, or end the process right before it ([`watch`]).

mod failure;
mod lines;
mod lock;
mod settle;
mod staged;
mod step;
mod together;
mod whole;

pub use failure::failure;
pub use lines::Lines;
pub use lock::{Holder, Lock, Refusal};
pub use settle::settle;
pub use step::{Step, Watching, watch};
pub use together::write_together;
pub use whole::{make_folder, remove, write_loosely, write_whole};

/// Bytes as people write checksums.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}
