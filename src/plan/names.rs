//! How a plan names files: from its own folder where they lie below or beside it, else absolutely; `/` between folders.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// The name of a file in a plan of this folder. A file of which not even a folder is shared is named absolutely.
pub(super) fn name_from(folder: &Path, path: &Path) -> String {
    if folder.as_os_str().is_empty() {
        return portable(path);
    }
    if let Ok(inside) = path.strip_prefix(folder) {
        return portable(inside);
    }
    let (folder, whole) = (resolved(folder), resolved(path));
    let shared = folder.components().zip(whole.components()).take_while(|(a, b)| a == b);
    let (mut count, mut is_named) = (0, false);
    for (component, _) in shared {
        count += 1;
        is_named |= matches!(component, Component::Normal(_));
    }
    if !is_named {
        return portable(path);
    }
    let up = folder.components().skip(count).map(|_| Component::ParentDir);
    portable(&up.chain(whole.components().skip(count)).collect::<PathBuf>())
}

/// A path with `/` between folders, without `.`.
pub(super) fn portable(path: &Path) -> String {
    let mut name = String::new();
    for component in path.components().filter(|component| *component != Component::CurDir) {
        if !(name.is_empty() || name.ends_with('/')) {
            name.push('/');
        }
        name.push_str(&component.as_os_str().to_string_lossy().replace('\\', "/"));
    }
    name
}

/// The path without links, as far as it is there.
pub(super) fn resolved(path: &Path) -> PathBuf {
    if let Ok(whole) = fs::canonicalize(path) {
        return whole;
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) if !parent.as_os_str().is_empty() => resolved(parent).join(name),
        _ => absolute(path),
    }
}

/// The path from the root; itself where the working folder is not known.
pub(super) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_unknown| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_below_and_beside_are_named_from_the_folder() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::create_dir_all(at("方案/图层")).unwrap();
        fs::create_dir_all(at("数据")).unwrap();
        fs::write(at("数据/路.shp"), "").unwrap();
        for (path, name) in [
            ("方案/用地.shp", "用地.shp"),
            ("方案/图层/绿.shp", "图层/绿.shp"),
            ("数据/路.shp", "../数据/路.shp"),
            ("数据/不在.shp", "../数据/不在.shp"),
        ] {
            assert_eq!(name_from(&at("方案"), &at(path)), name);
        }
    }

    #[cfg(unix)]
    #[test]
    fn files_that_share_no_folder_are_named_absolutely() {
        assert_eq!(name_from(Path::new("/nowhere/plan"), Path::new("/elsewhere/a.shp")), "/elsewhere/a.shp");
        assert_eq!(name_from(Path::new(""), Path::new("/elsewhere/a.shp")), "/elsewhere/a.shp");
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_behind_a_link_is_climbed_from_where_it_really_is() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::create_dir_all(at("a/b")).unwrap();
        fs::write(at("a/x.shp"), "").unwrap();
        std::os::unix::fs::symlink(at("a/b"), at("link")).unwrap();
        let name = name_from(&at("link"), &at("a/x.shp"));
        assert_eq!(name, "../x.shp");
        assert!(at("link").join(name).is_file());
    }
}
