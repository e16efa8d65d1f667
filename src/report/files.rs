//! Files that an output consists of, put in place together or not at all.

use std::io;
use std::path::{Path, PathBuf};

use crate::disk::write_together;
use crate::notice::Notice;
use crate::plan::Snapshot;

/// Files beside a set that speak of what it held before, which would lead programs astray.
const OUTDATED: [&str; 6] = ["sbn", "sbx", "fbn", "fbx", "qix", "qpj"];

/// Files to be written, all or none.
#[derive(Clone, Debug)]
pub struct Files {
    /// Every file with its bytes.
    pub files: Vec<(PathBuf, Vec<u8>)>,
    /// The files that stand for all: one, or the `.shp` of each set.
    pub mains: Vec<PathBuf>,
    /// What was left out or cut.
    pub notices: Vec<Notice>,
}

impl Files {
    /// Writes all files or none, and takes away indexes of sets that were there before.
    ///
    /// # Errors
    /// [`io::Error`] where a folder cannot be written to; the old files are there then.
    pub fn write(&self) -> io::Result<()> {
        let sets = self.mains.iter().filter(|main| is_shapefile(main));
        let outdated = sets.flat_map(|main| OUTDATED.iter().map(|ending| main.with_extension(ending)));
        write_together(&self.files, &outdated.collect::<Vec<PathBuf>>())
    }

    /// Files that are there already and would be replaced unasked: all but `named`, which whoever named it was asked about,
    /// and the other parts of its set where it is there itself.
    pub fn existing(&self, named: &Path) -> Vec<PathBuf> {
        let asked = named.exists().then(|| named.with_extension(""));
        let is_asked = |path: &Path| path == named || asked.as_ref() == Some(&path.with_extension(""));
        let unasked = self.files.iter().map(|(path, _)| path).filter(|path| !is_asked(path));
        unasked.filter(|path| path.exists()).cloned().collect()
    }

    /// The first of these files that a plan was read from: source layers are only ever read.
    pub fn source_of(&self, snapshot: &Snapshot) -> Option<&Path> {
        self.files.iter().map(|(path, _)| path.as_path()).find(|path| snapshot.is_source(path))
    }
}

/// Whether a path asks for a shapefile set.
pub(super) fn is_shapefile(path: &Path) -> bool {
    has_ending(path, "shp")
}

/// Whether a path has an ending, in any case.
pub(super) fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

/// The path with a part more in its name, before the ending.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(suffix);
    name.push(".");
    name.push(path.extension().unwrap_or_default());
    path.with_file_name(name)
}

/// The part of a set with an ending; the `.shp` is called as it was asked for.
pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    if has_ending(path, ending) { path.to_owned() } else { path.with_extension(ending) }
}
