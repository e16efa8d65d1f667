//! Lines of a journal: a checksum, what was recorded and when.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Record;
use crate::disk::hex;

/// What was recorded and when, in seconds since 1970 UTC; 0 where that is not known any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) at: u64,
    pub(super) record: Record,
}

/// The checksum of the lines so far: a line fits only behind those that it was written behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chain(String);

impl Chain {
    /// The line as it is written.
    pub(super) fn write(&mut self, line: &Line) -> serde_json::Result<String> {
        let text = serde_json::to_string(line)?;
        self.0 = self.sum(&text);
        Ok(format!("{} {text}\n", self.0))
    }

    fn sum(&self, text: &str) -> String {
        let digest = Sha256::new().chain_update(self.0.as_bytes()).chain_update(text.as_bytes()).finalize();
        hex(digest.get(..8).unwrap_or_default())
    }

    fn read(&mut self, line: &[u8]) -> Option<Line> {
        let (sum, text) = std::str::from_utf8(line).ok()?.split_once(' ')?;
        let read = serde_json::from_str(text).ok().filter(|_: &Line| self.sum(text) == sum)?;
        sum.clone_into(&mut self.0);
        Some(read)
    }
}

/// The whole lines of a journal, and how many complete lines behind them cannot be used: each builds upon those before it.
pub(super) fn lines(bytes: &[u8]) -> (Vec<Line>, usize) {
    let mut chain = Chain::default();
    let mut found = Vec::new();
    let mut rest = bytes.split_inclusive(|byte| *byte == b'\n').filter_map(|line| line.strip_suffix(b"\n"));
    for line in rest.by_ref() {
        match chain.read(line) {
            Some(line) => found.push(line),
            None => return (found, 1 + rest.count()),
        }
    }
    (found, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal(count: u64) -> String {
        let mut chain = Chain::default();
        (0..count).map(|at| chain.write(&Line { at, record: Record::Undo }).unwrap()).collect()
    }

    fn read(bytes: &[u8]) -> (usize, usize) {
        let (lines, lost) = lines(bytes);
        assert!(lines.iter().zip(0..).all(|(line, at)| line.at == at));
        (lines.len(), lost)
    }

    #[test]
    fn a_torn_last_line_costs_that_line_only() {
        let whole = journal(5);
        let last = whole.trim_end().rfind('\n').unwrap() + 1;
        for cut in last..whole.len() {
            assert_eq!(read(&whole.as_bytes()[..cut]), (4, 0), "{cut}");
        }
        assert_eq!(read(whole.as_bytes()), (5, 0));
    }

    #[test]
    fn what_stands_behind_a_harmed_or_missing_line_is_not_taken_for_what_was_done() {
        let whole = journal(5);
        let lines: Vec<&str> = whole.split_inclusive('\n').collect();
        assert_eq!(read([lines[0], lines[1], lines[3], lines[4]].concat().as_bytes()), (2, 2));
        for at in 0..whole.len() {
            let mut harmed = whole.clone().into_bytes();
            harmed[at] ^= 1;
            let before = whole[..at].matches('\n').count();
            assert_eq!(read(&harmed).0, before, "{at}");
        }
    }
}
