//! The real binary on files as offices send them: strays, wrong systems, formats that are not read.

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{Plan, collection, has_notice, langdao, rectangle};

/// A square of 10 m in degrees at a place, as a plaza.
fn square(lon: f64, lat: f64) -> Value {
    let side = 1e-4;
    json!({"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[
        [lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]]]}})
}

#[expect(clippy::unwrap_used, reason = "a fixture that cannot be made fails its test")]
fn plazas(crs: &str, features: &[Value]) -> Plan {
    let plan = Plan::new();
    fs::write(plan.path().join("plazas.geojson"), collection(crs, features)).unwrap();
    plan.toml("[[layer]]\nrole = \"plazas\"\nsource = \"plazas.geojson\"\n")
}

fn checked(folder: &std::path::Path) -> Value {
    let run = langdao(&["check", &folder.display().to_string(), "--format", "json", "--lang", "en"]);
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr))
}

#[test]
fn a_stray_row_does_not_choose_the_frame() {
    for stray in [square(200.0, 28.0), square(28.0, 102.27), square(0.5, 0.5)] {
        let folder = tempfile::tempdir().unwrap();
        let features = [square(102.27, 27.9), stray, square(102.28, 27.9)];
        fs::write(folder.path().join("plazas.geojson"), collection("EPSG:4490", &features)).unwrap();
        let result = checked(folder.path());
        assert_eq!(result["plan"]["crs"], "EPSG:4543");
        let notices = &result["layers"][0]["notices"];
        assert!(has_notice(notices, "row-skipped") || result["layers"][0]["features"] == 3, "{notices}");
    }
}

#[test]
fn a_feature_too_far_away_for_the_frame_is_noticed() {
    let near = plazas("EPSG:4490", &[square(102.27, 27.9), square(105.0, 27.9)]).result();
    assert!(!has_notice(&near["layers"][0]["notices"], "far-from-meridian"));
    let far = plazas("EPSG:4490", &[square(102.27, 27.9), square(60.0, 27.9)]).result();
    assert!(has_notice(&far["layers"][0]["notices"], "far-from-meridian"));
}

#[test]
fn degrees_in_a_layer_that_says_metres_are_noticed() {
    let result = plazas("EPSG:4543", &[square(102.27, 27.9)]).result();
    assert!(has_notice(&result["layers"][0]["notices"], "crs-implausible"), "{result}");
}

#[test]
fn a_database_beside_the_layers_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("规划.gdb")).unwrap();
    fs::write(folder.path().join("city.gpkg"), b"SQLite format 3").unwrap();
    let path = folder.path().display().to_string();
    let alone = langdao(&["check", &path, "--lang", "en"]);
    assert_eq!(alone.code, Some(2));
    assert!(alone.stderr.contains("city.gpkg, 规划.gdb"), "{}", alone.stderr);
    let inspected = langdao(&["inspect", &path, "--lang", "en"]);
    assert!(inspected.stderr.contains("ogr2ogr"), "{}", inspected.stderr);
    let features = [rectangle(0.0, 0.0, 100.0, 100.0, json!({}))];
    fs::write(folder.path().join("plazas.geojson"), collection("EPSG:4543", &features)).unwrap();
    assert!(has_notice(&checked(folder.path())["notices"], "files-unread"));
}

#[test]
fn a_geodatabase_is_not_searched_for_layers() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("规划.gdb");
    fs::create_dir(&database).unwrap();
    let run = langdao(&["check", &database.display().to_string(), "--lang", "zh"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("空间数据库"), "{}", run.stderr);
}
