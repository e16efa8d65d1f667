//! The files of one layer: which of them stands for all, and whether they have changed since.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::image;
use super::shapefile::{has_extension, sibling};

/// Files beside a `.shp` that are part of its set, as far as a reader looks at them.
const READ_WITH: [&str; 4] = ["shx", "dbf", "prj", "cpg"];
/// All files that programs leave beside a `.shp`.
const PARTS: [&str; 11] = ["shx", "dbf", "prj", "cpg", "sbn", "sbx", "qix", "qpj", "qmd", "fbn", "fbx"];

/// Sizes and times of the files of a layer: a layer whose stamp is the same need not be read again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp(Vec<(OsString, u64, Option<SystemTime>)>);

impl Stamp {
    /// Bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.0.iter().map(|(_, bytes, _)| bytes).sum()
    }

    fn of<'a>(files: impl Iterator<Item = &'a Path>) -> Self {
        let file = |path: &'a Path| {
            let found = fs::metadata(path).ok()?;
            Some((path.file_name()?.to_owned(), found.len(), found.modified().ok()))
        };
        Self(files.filter_map(file).collect())
    }
}

/// The stamps of layers by their main files. A folder is listed once for all of its sets.
pub fn stamps<'a>(layers: impl IntoIterator<Item = &'a Path>) -> Vec<Stamp> {
    let mut folders: BTreeMap<&Path, Parts> = BTreeMap::new();
    let stamp = |path: &'a Path| {
        let own = std::iter::once(path);
        if image::format_of(path).is_some() {
            let parts: Vec<PathBuf> = image::read_with(path).collect();
            return Stamp::of(own.chain(parts.iter().map(PathBuf::as_path)));
        }
        if !has_extension(path, "shp") {
            return Stamp::of(own);
        }
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let parts = folders.entry(folder).or_insert_with(|| parts_in(folder));
        Stamp::of(own.chain(parts.get(&folded_stem(path)).into_iter().flatten().map(PathBuf::as_path)))
    };
    layers.into_iter().map(stamp).collect()
}

/// Files beside the `.shp` files of a folder, by the stem that they share whatever its letter case.
type Parts = BTreeMap<String, Vec<PathBuf>>;

fn parts_in(folder: &Path) -> Parts {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let mut parts = Parts::new();
    for path in files.into_iter().filter(|path| READ_WITH.iter().any(|extension| has_extension(path, extension))) {
        parts.entry(folded_stem(&path)).or_default().push(path);
    }
    parts
}

fn folded_stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// The file that stands for the layer of which this one is a part: the `.shp` of its set, else the file itself. `None` for
/// a part without its `.shp`; a `.dbf` alone is a table.
pub fn main_of(path: &Path) -> Option<PathBuf> {
    // 道路.shp.xml: what editors write about a set.
    let about = path.file_stem().map(Path::new).filter(|stem| has_extension(path, "xml") && has_extension(stem, "shp"));
    if let Some(stem) = about {
        return Some(path.with_file_name(stem)).filter(|main| main.is_file());
    }
    if image::is_world(path) {
        return image::picture_of(path);
    }
    if !PARTS.iter().any(|extension| has_extension(path, extension)) {
        return Some(path.to_owned());
    }
    let set = sibling(path, "shp").or_else(|| image::placed_by(path));
    set.or_else(|| has_extension(path, "dbf").then(|| path.to_owned()))
}

/// The files that a path means to somebody who writes there, without links: itself, what differs from it by letter case only,
/// as most systems tell no such files apart, and the main file of each.
pub fn files_meant(path: &Path) -> BTreeSet<PathBuf> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folded = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let beside = fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let alike = beside.filter(|other| folded(other) == folded(path));
    let named: Vec<PathBuf> = std::iter::once(path.to_owned()).chain(alike).collect();
    let led_to: Vec<PathBuf> = named.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let all = named.iter().chain(&led_to);
    let mains = all.clone().filter_map(|path| main_of(path)).filter_map(|main| main.canonicalize().ok());
    mains.chain(led_to.iter().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_written_to_are_known_by_letter_case_links_and_parts() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().canonicalize().unwrap().join(name);
        for name in ["路.shp", "路.dbf", "绿.geojson"] {
            fs::write(at(name), "").unwrap();
        }
        for (path, main) in
            [("路.SHP", "路.shp"), ("路.DBF", "路.shp"), ("路.prj", "路.shp"), ("绿.GeoJSON", "绿.geojson")]
        {
            assert!(files_meant(&at(path)).contains(&at(main)), "{path}");
        }
        assert!(files_meant(&at("新.shp")).is_empty() && !files_meant(&at("绿.shp")).contains(&at("绿.geojson")));
        if cfg!(unix) {
            #[cfg(unix)]
            std::os::unix::fs::symlink(at("路.dbf"), at("出.dbf")).unwrap();
            assert!(files_meant(&at("出.dbf")).contains(&at("路.shp")));
        }
    }

    #[test]
    fn the_parts_of_a_set_are_one_layer() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["路.shp", "路.dbf", "路.PRJ", "路.shp.xml", "表.dbf", "孤.prj", "绿.geojson"] {
            fs::write(at(name), "").unwrap();
        }
        for part in ["路.shp", "路.dbf", "路.PRJ", "路.cpg", "路.shp.xml"] {
            assert_eq!(main_of(&at(part)), Some(at("路.shp")), "{part}");
        }
        assert_eq!(main_of(&at("绿.geojson")), Some(at("绿.geojson")));
        assert_eq!(main_of(&at("表.dbf")), Some(at("表.dbf")));
        assert_eq!(main_of(&at("孤.prj")), None);
    }

    #[test]
    fn a_stamp_tells_a_part_that_was_written_or_has_come() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("路.shp"), "1234").unwrap();
        fs::write(at("水.dbf"), "of another set").unwrap();
        let stamp = || stamps([at("路.shp").as_path()]).remove(0);
        let alone = stamp();
        assert_eq!((alone.clone(), alone.bytes()), (stamp(), 4));
        fs::write(at("路.CPG"), "GBK").unwrap();
        let with_page = stamp();
        assert_ne!(with_page, alone);
        fs::write(at("路.CPG"), "UTF-8").unwrap();
        assert_ne!(stamp(), with_page);
        fs::write(at("路.sbn"), "an index that nobody reads").unwrap();
        assert_eq!(stamp().bytes(), 4 + 5);
        fs::remove_file(at("路.shp")).unwrap();
        assert_eq!(stamp().bytes(), 5);
    }
}
