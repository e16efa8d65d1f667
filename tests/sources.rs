//! Source files are only ever read: every command and an editing session leave them as they were, bit by bit, with nothing
//! beside them that was not asked for; nothing is exported over them, whatever they are called.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at what a fixture cannot do")]

#[path = "support/session.rs"]
mod session;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use session::{KINDS, Session, edit, files};
use sha2::{Digest as _, Sha256};
use support::langdao;

const PLAN: &str = r#"langdao = 1
name = "试验"
standard = "标准.toml"
year = 2030
crs = "EPSG:4543"

[[layer]]
role = "main-urban-area"
source = "主城区.shp"

[[layer]]
role = "road-centrelines"
source = "道路中心线.shp"

[[layer]]
role = "green"
source = "绿地.geojson"

[[corridor]]
id = "c1"
name = "甲廊道"
centreline = [[526582.2, 3087389.1], [527100.0, 3087400.0]]
width = 40.0
"#;

/// A plan with shapefile sets, GeoJSON and a standard file of its own, with all that other programs leave beside them.
fn town() -> tempfile::TempDir {
    let town = tempfile::tempdir().unwrap();
    let at = |name: &str| town.path().join(name);
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-maps/anning");
    for stem in ["主城区", "道路中心线"] {
        for ending in ["shp", "shx", "dbf", "prj"] {
            let name = format!("{stem}.{ending}");
            fs::copy(sample.join(&name), at(&name)).unwrap();
        }
        fs::write(at(&format!("{stem}.sbn")), "index").unwrap();
        fs::write(at(&format!("{stem}.shp.xml")), "<metadata/>").unwrap();
    }
    fs::write(at("绿地.geojson"), session::ROADS.replace("支路", "G1")).unwrap();
    fs::write(at("说明.docx"), "of somebody else").unwrap();
    fs::write(
        at("标准.toml"),
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/standards/liangshan-carbon-peak.toml")).unwrap(),
    )
    .unwrap();
    fs::write(at("plan.toml"), PLAN).unwrap();
    town
}

/// SHA-256 of every file below a folder.
fn sums(folder: &Path) -> BTreeMap<String, [u8; 32]> {
    let sum = |(path, bytes): (PathBuf, Vec<u8>)| (path.to_string_lossy().into_owned(), Sha256::digest(bytes).into());
    files(folder).into_iter().map(sum).collect()
}

/// Runs a command on a town and returns the names of the files that came; what was there is as it was.
#[track_caller]
fn come(town: &Path, arguments: &[&str], codes: &[i32]) -> Vec<String> {
    let before = sums(town);
    let place = town.display().to_string();
    let arguments: Vec<String> = arguments.iter().map(|argument| argument.replace("TOWN", &place)).collect();
    let run = langdao(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(run.code.is_some_and(|code| codes.contains(&code)), "{arguments:?}: {:?} {}", run.code, run.stderr);
    let mut after = sums(town);
    for (name, sum) in &before {
        assert_eq!(after.remove(name).as_ref(), Some(sum), "{arguments:?} has changed {name}");
    }
    after.into_keys().collect()
}

#[test]
fn every_command_leaves_all_source_files_as_they_were() {
    let town = town();
    let town = town.path();
    let done = [0, 1];
    for silent in [
        &["check", "TOWN"][..],
        &["check", "TOWN", "--format", "json", "--strict"],
        &["check", "TOWN/主城区.shp", "TOWN/道路中心线.shp", "--county", "西昌市", "--set", "urban_population=1000"],
        &["inspect", "TOWN"],
        &["inspect", "TOWN/道路中心线.dbf", "TOWN/绿地.geojson", "--format", "json"],
        &["standard", "list"],
        &["standard", "show", "road-density"],
        &["standard", "show", "TOWN/标准.toml"],
        &["standard", "validate", "TOWN/标准.toml"],
        &["standard", "export", "liangshan-carbon-peak"],
    ] {
        assert!(come(town, silent, &done).is_empty(), "{silent:?}");
    }
    for ending in ["pdf", "docx", "xlsx", "html", "gpkg", "dxf", "geojson", "csv", "json", "txt"] {
        let output = format!("TOWN/结果.{ending}");
        let asked = ["report", "TOWN", "-o", &output, "--clause", "corridor-net-width"];
        assert_eq!(come(town, &asked, &done), [format!("结果.{ending}")]);
    }
    for (more, ending) in [("--yearly", "xlsx"), ("--yearly", "docx"), ("--drawn", "geojson")] {
        let output = format!("TOWN/{more}.{ending}");
        assert_eq!(come(town, &["report", more, "TOWN", "-o", &output], &done), [format!("{more}.{ending}")]);
    }
    for more in [&["--drawn"][..], &["--clause", "corridor-net-width"]] {
        let asked = [&["report", "TOWN", "-o", "TOWN/集.shp"], more].concat();
        let found = come(town, &asked, &done);
        assert!(found.len() >= 5 && found.iter().all(|name| name.starts_with('集')), "{found:?}");
        for name in found {
            fs::remove_file(town.join(name)).unwrap();
        }
    }
    assert_eq!(come(town, &["standard", "export", "liangshan-carbon-peak", "-o", "TOWN/另.toml"], &done), ["另.toml"]);
    let sample = come(town, &["sample", "TOWN/示例"], &done);
    assert!(sample.len() > 40 && sample.iter().all(|name| name.starts_with("示例/")));
    assert!(come(town, &["sample", "TOWN"], &[2]).is_empty(), "a folder that has a plan gets no sample");
}

#[test]
fn an_editing_session_that_is_saved_elsewhere_leaves_all_source_files_as_they_were() {
    let town = town();
    let before = sums(town.path());
    let elsewhere = tempfile::tempdir().unwrap();
    let mut session = Session::open(&[town.path().to_owned()], &elsewhere.path().join("journals"));
    let load = |session: &Session| {
        let loaded = session.plan.load(&langdao::plan::LayerCache::default(), &langdao::handle::Handle::default());
        assert!(loaded.unwrap().snapshot.layers.len() >= 3);
    };
    for number in 0..KINDS {
        let next = edit(&session.plan, number, u32::try_from(number).unwrap());
        session.edit(next).unwrap();
        load(&session);
    }
    session.save_as(&elsewhere.path().join("plan.toml")).unwrap();
    load(&session);
    drop(session);
    assert_eq!(sums(town.path()), before);
    assert_eq!(files(elsewhere.path()).len(), 2, "the plan and its journal");
    assert!(come(town.path(), &["check", &elsewhere.path().display().to_string(), "--keep-going"], &[0, 1]).is_empty());
}

#[test]
fn nothing_is_exported_over_a_source_whatever_it_is_called() {
    let town = town();
    let town = town.path();
    fs::create_dir(town.join("x")).unwrap();
    let outputs = [
        "道路中心线.shp",
        "主城区.shp",
        "绿地.geojson",
        "绿地.GEOJSON",
        "道路中心线.SHP",
        "./x/../道路中心线.shp",
        "x/../绿地.geojson",
    ];
    for output in outputs {
        let output = format!("TOWN/{output}");
        for more in [&["--drawn"][..], &["--clause", "corridor-net-width"]] {
            let asked = [&["report", "TOWN", "-o", output.as_str()], more].concat();
            assert!(come(town, &asked, &[2]).is_empty(), "{output}");
        }
    }
    // Parts that no output is called by are no outputs.
    for ending in ["dbf", "shx", "prj", "sbn", "shp.xml"] {
        let output = format!("TOWN/道路中心线.{ending}");
        assert!(come(town, &["report", "--drawn", "TOWN", "-o", &output], &[2]).is_empty(), "{output}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_exported_over_a_source_through_a_link() {
    use std::os::unix::fs::symlink;
    let town = town();
    let elsewhere = tempfile::tempdir().unwrap();
    let at = |name: &str| elsewhere.path().join(name);
    symlink(town.path().join("道路中心线.shp"), at("路.shp")).unwrap();
    symlink(town.path().join("绿地.geojson"), at("绿.geojson")).unwrap();
    symlink(town.path(), at("夹")).unwrap();
    // A part only: the set is new, but one of its files would be written into the source's table.
    symlink(town.path().join("道路中心线.dbf"), at("新.dbf")).unwrap();
    for output in ["路.shp", "绿.geojson", "夹/道路中心线.shp", "夹/绿地.geojson", "新.shp"] {
        let output = at(output).display().to_string();
        let asked = ["report", "--drawn", "TOWN", "-o", &output];
        assert!(come(town.path(), &asked, &[2]).is_empty(), "{output}");
        assert_eq!(files(elsewhere.path()).iter().filter(|(path, _)| !path.starts_with("夹")).count(), 3, "{output}");
    }
}

#[test]
fn sets_that_an_export_is_split_into_are_not_written_over_a_source_either() {
    let town = town();
    let town = town.path();
    let first = come(town, &["report", "TOWN", "-o", "TOWN/集.shp", "--clause", "corridor-net-width"], &[0, 1]);
    let main = first.iter().find(|name| Path::new(name).extension().is_some_and(|ending| ending == "shp")).unwrap();
    // The same set, now a layer of the plan.
    fs::write(town.join("plan.toml"), format!("{PLAN}\n[[layer]]\nrole = \"backdrop\"\nsource = \"{main}\"\n"))
        .unwrap();
    assert!(come(town, &["report", "TOWN", "-o", "TOWN/集.shp", "--clause", "corridor-net-width"], &[2]).is_empty());
}
