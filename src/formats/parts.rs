//! The files of one layer: which of them stands for all, and whether they have changed since.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::shapefile::{has_extension, sibling};

/// Files beside a `.shp` that are part of its set, as far as a reader looks at them.
const READ_WITH: [&str; 4] = ["shx", "dbf", "prj", "cpg"];
/// All files that programs leave beside a `.shp`.
const PARTS: [&str; 11] = ["shx", "dbf", "prj", "cpg", "sbn", "sbx", "qix", "qpj", "qmd", "fbn", "fbx"];

/// Sizes and times of the files of a layer: a layer whose stamp is the same need not be read again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp(Vec<Option<(u64, Option<SystemTime>)>>);

impl Stamp {
    /// Bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.0.iter().flatten().map(|(bytes, _)| bytes).sum()
    }
}

/// The stamp of the layer with this main file. Files that are not there have their place in it.
pub fn stamp(path: &Path) -> Stamp {
    let beside = if has_extension(path, "shp") { READ_WITH.as_slice() } else { &[] };
    let of = |path: &Path| fs::metadata(path).ok().map(|found| (found.len(), found.modified().ok()));
    let parts = beside.iter().map(|extension| sibling(path, extension).and_then(|found| of(&found)));
    Stamp(std::iter::once(of(path)).chain(parts).collect())
}

/// The file that stands for the layer of which this one is a part: the `.shp` of its set, else the file itself. `None` for
/// a part without its `.shp`; a `.dbf` alone is a table.
pub fn main_of(path: &Path) -> Option<PathBuf> {
    // 道路.shp.xml: what editors write about a set.
    let about = path.file_stem().map(Path::new).filter(|stem| has_extension(path, "xml") && has_extension(stem, "shp"));
    if let Some(stem) = about {
        return Some(path.with_file_name(stem)).filter(|main| main.is_file());
    }
    if !PARTS.iter().any(|extension| has_extension(path, extension)) {
        return Some(path.to_owned());
    }
    sibling(path, "shp").or_else(|| has_extension(path, "dbf").then(|| path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let alone = stamp(&at("路.shp"));
        assert_eq!((alone.clone(), alone.bytes()), (stamp(&at("路.shp")), 4));
        fs::write(at("路.cpg"), "GBK").unwrap();
        let with_page = stamp(&at("路.shp"));
        assert_ne!(with_page, alone);
        fs::write(at("路.cpg"), "UTF-8").unwrap();
        assert_ne!(stamp(&at("路.shp")), with_page);
        fs::write(at("路.sbn"), "an index that nobody reads").unwrap();
        assert_eq!(stamp(&at("路.shp")).bytes(), 4 + 5);
    }
}
