//! Tiles on the disk, from one start to the next: in the user's folder for such things, no more than a limit. What is lost of
//! it is fetched again.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use sha2::{Digest as _, Sha256};

use crate::app::clock;
use crate::disk;
use crate::formats::tiles::{Grid, Tile};

/// A tile is asked for anew after so many seconds: 30 days.
const FRESH: u64 = 30 * 24 * 3_600;
/// Beyond the limit the oldest go until so much of it is left.
const LEFT: f64 = 0.8;

/// Tiles on the disk.
#[derive(Debug)]
pub(in crate::app) struct Cache {
    folder: PathBuf,
    limit: u64,
    /// Bytes in it, once they were counted.
    size: Mutex<Option<u64>>,
}

/// A tile that is there.
pub(super) struct Stored {
    /// Empty where the service has nothing there.
    pub(super) bytes: Vec<u8>,
    pub(super) is_fresh: bool,
}

impl Cache {
    /// A cache of at most so many bytes; of none it keeps nothing and has nothing.
    pub(super) fn new(folder: PathBuf, limit: u64) -> Self {
        Self { folder, limit, size: Mutex::new(None) }
    }

    /// Where it lies.
    pub(in crate::app) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of the tiles of an address; keys are no part of it.
    pub(super) fn folder_of(address: &str, grid: Grid) -> String {
        let hash = Sha256::new().chain_update(address).chain_update(grid.code()).finalize();
        disk::hex(hash.get(..8).unwrap_or_default())
    }

    fn path(&self, folder: &str, tile: Tile) -> PathBuf {
        self.folder.join(folder).join(format!("{}-{}-{}.tile", tile.zoom, tile.column, tile.row))
    }

    pub(super) fn get(&self, folder: &str, tile: Tile) -> Option<Stored> {
        if self.limit == 0 {
            return None;
        }
        let path = self.path(folder, tile);
        let written = fs::metadata(&path).ok()?.modified().ok()?;
        let age =
            written.duration_since(UNIX_EPOCH).map_or(u64::MAX, |since| clock::now().saturating_sub(since.as_secs()));
        Some(Stored { bytes: fs::read(&path).ok()?, is_fresh: age < FRESH })
    }

    /// Keeps a tile. Where the disk refuses it is fetched again.
    pub(super) fn put(&self, folder: &str, tile: Tile, bytes: &[u8]) {
        if bytes.len() as u64 > self.limit || self.limit == 0 {
            return;
        }
        let path = self.path(folder, tile);
        let made = path.parent().map_or(Ok(()), disk::make_folder);
        if made.and_then(|()| disk::write_loosely(&path, bytes)).is_err() {
            return;
        }
        let mut size = self.size.lock().unwrap_or_else(PoisonError::into_inner);
        let whole =
            size.map_or_else(|| self.files().iter().map(|(_, bytes, _)| bytes).sum(), |size| size + bytes.len() as u64);
        *size = Some(if whole > self.limit { self.shrink() } else { whole });
    }

    /// Every file in it: when it was written, its bytes, its path.
    fn files(&self) -> Vec<(u64, u64, PathBuf)> {
        let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let file = |entry: fs::DirEntry| {
            let found = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            let written = found.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
            Some((written.map_or(0, |since| since.as_secs()), found.len(), entry.path()))
        };
        entries(&self.folder).flat_map(|folder| entries(&folder.path())).filter_map(file).collect()
    }

    /// Lets the oldest go; returns what is left.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a size")]
    fn shrink(&self) -> u64 {
        let mut files = self.files();
        files.sort();
        let mut left: u64 = files.iter().map(|(_, bytes, _)| bytes).sum();
        let most = (self.limit as f64 * LEFT) as u64;
        for (_, bytes, path) in files {
            if left <= most {
                break;
            }
            if disk::remove(&path).is_ok() {
                left -= bytes;
            }
        }
        left
    }

    /// Lets all go.
    ///
    /// # Errors
    /// Where the disk refuses it.
    pub(in crate::app) fn empty(&self) -> io::Result<()> {
        let mut size = self.size.lock().unwrap_or_else(PoisonError::into_inner);
        *size = None;
        self.files().iter().try_for_each(|(_, _, path)| disk::remove(path))
    }
}

/// The user's folder for what can be fetched again, as each system has one.
pub(in crate::app) fn usual_folder() -> Option<PathBuf> {
    let stated = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || std::env::home_dir();
    let caches = if cfg!(windows) {
        stated("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Caches"))
    } else {
        stated("XDG_CACHE_HOME").or_else(|| home().map(|home| home.join(".cache")))
    };
    caches.map(|caches| caches.join("langdao").join("tiles"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(row: u32) -> Tile {
        Tile { zoom: 12, column: 3_211, row }
    }

    #[test]
    fn a_tile_is_kept_and_the_oldest_go_beyond_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().to_owned(), 1_000);
        for row in 0..5 {
            cache.put("a", tile(row), &[7; 300]);
        }
        let there = |row| cache.get("a", tile(row)).is_some();
        let kept = (0..5).filter(|&row| there(row)).count();
        assert!((1..=3).contains(&kept), "{kept} of 300 bytes each");
        assert!(cache.get("b", tile(4)).is_none(), "another service");
        cache.put("a", tile(9), &[7; 2_000]);
        assert!(!there(9), "larger than all that may be kept");
        cache.empty().unwrap();
        assert!((0..5).all(|row| !there(row)));
    }

    #[test]
    fn a_cache_of_nothing_writes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().join("none"), 0);
        cache.put("a", tile(1), b"x");
        assert!(cache.get("a", tile(1)).is_none() && !folder.path().join("none").exists());
    }

    #[test]
    fn folders_tell_addresses_and_grids_apart() {
        let of = |address, grid| Cache::folder_of(address, grid);
        assert_ne!(of("https://a", Grid::Mercator), of("https://a", Grid::Cgcs2000));
        assert_ne!(of("https://a", Grid::Mercator), of("https://b", Grid::Mercator));
        assert_eq!(of("https://a", Grid::Mercator).len(), 16);
    }
}
