//! Whole files: sets on disk, folders, broken bytes.

use std::fs;
use std::path::{Path, PathBuf};

use ::shapefile::dbase::{FieldValue, Record, TableWriterBuilder};
use ::shapefile::{Point, Polyline};
use geo_types::Coord;
use proptest::prelude::*;

use super::*;
use crate::layer::Value;

fn options() -> ReadOptions {
    ReadOptions::default()
}

fn open(path: &Path) -> Result<RawLayer, ReadError> {
    read(path, "layer", &options(), &Handle::default())
}

/// Three lines with names in UTF-8; writes .shp, .shx and .dbf.
fn written(folder: &Path, stem: &str) -> PathBuf {
    let path = folder.join(format!("{stem}.shp"));
    let table = TableWriterBuilder::new().add_character_field("name".try_into().unwrap(), 20).add_numeric_field(
        "width".try_into().unwrap(),
        10,
        2,
    );
    let mut writer = ::shapefile::Writer::from_path(&path, table).unwrap();
    for (row, name) in ["a", "b", "c"].into_iter().enumerate() {
        let x = 526_000.0 + row as f64;
        let line = Polyline::new(vec![Point::new(x, 3_087_000.0), Point::new(x, 3_087_100.0)]);
        let mut record = Record::default();
        record.insert("name".into(), FieldValue::Character(Some(name.into())));
        record.insert("width".into(), FieldValue::Numeric(Some(12.5)));
        writer.write_shape_and_record(&line, &record).unwrap();
    }
    path
}

const PRJ_4543: &str = "PROJCS[\"CGCS2000_3_Degree_GK_CM_102E\",GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",\
    DATUM[\"D_China_2000\",SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],\
    UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\",500000.0],\
    PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",102.0],PARAMETER[\"Scale_Factor\",1.0],\
    PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";

#[test]
fn a_set_with_a_chinese_name_and_parts_in_capitals_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "道路中心线");
    fs::write(folder.path().join("道路中心线.PRJ"), PRJ_4543).unwrap();
    fs::write(folder.path().join("道路中心线.CPG"), "936").unwrap();
    let layer = open(&path).unwrap();
    assert_eq!((layer.crs().as_str(), layer.encoding.as_str(), layer.rows), ("EPSG:4543", "GBK", 3));
    assert_eq!(layer.fields, ["name", "width"]);
    assert_eq!(layer.features[1].values, [Value::text("b"), Value::Number(12.5)]);
    assert!(layer.notices.is_empty(), "{:?}", layer.notices);
    assert!((layer.plane().unwrap().length.0 - 300.0).abs() < 1e-9);
}

#[test]
fn the_index_is_not_needed_and_a_lone_shp_is_read_without_attributes() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "a");
    fs::write(folder.path().join("a.shx"), "nonsense").unwrap();
    assert_eq!(open(&path).unwrap().features.len(), 3);
    fs::remove_file(folder.path().join("a.shx")).unwrap();
    fs::remove_file(folder.path().join("a.dbf")).unwrap();
    let layer = open(&path).unwrap();
    assert_eq!((layer.features.len(), layer.fields.len()), (3, 0));
    assert!(layer.notices.iter().any(|notice| notice.code == "table-missing"));
}

#[test]
fn a_lone_dbf_shows_its_rows_but_is_no_layer() {
    let folder = tempfile::tempdir().unwrap();
    fs::remove_file(written(folder.path(), "a")).unwrap();
    let layer = open(&folder.path().join("a.dbf")).unwrap();
    assert_eq!((layer.format, layer.rows, layer.features.len()), (Format::Table, 3, 3));
    let frame = frame_for(Some("EPSG:4543"), &[]).unwrap();
    assert!(layer.into_layer(&frame, &Handle::default()).is_err());
}

#[test]
fn every_file_of_the_set_is_in_the_fingerprint() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "a");
    let before = open(&path).unwrap().sha256;
    assert_eq!(before.len(), 64);
    fs::write(folder.path().join("a.prj"), PRJ_4543).unwrap();
    assert_ne!(open(&path).unwrap().sha256, before);
}

#[test]
fn what_the_planner_states_beats_the_file_and_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "a");
    fs::write(folder.path().join("a.prj"), PRJ_4543).unwrap();
    let stated = ReadOptions { crs: Some("EPSG:4544".into()), encoding: Some("Big5".into()) };
    let layer = read(&path, "a.shp", &stated, &Handle::default()).unwrap();
    assert_eq!((layer.crs().as_str(), layer.encoding.as_str()), ("EPSG:4544", "Big5"));
    assert_eq!(layer.notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["crs-contradicts"]);
    let unknown = ReadOptions { encoding: Some("no such".into()), ..options() };
    assert!(read(&path, "a.shp", &unknown, &Handle::default()).is_err());
}

#[test]
fn a_folder_lists_its_layers_by_name_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    written(folder.path(), "b");
    fs::rename(folder.path().join("b.shp"), folder.path().join("b.SHP")).unwrap();
    let geojson = r#"{"type":"FeatureCollection","features":[]}"#;
    for (name, text) in
        [("绿道.geojson", geojson), ("a.json", geojson), ("package.json", "{}"), ("notes.txt", ""), ("x.dwg", "")]
    {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let names: Vec<String> = layers_in(folder.path())
        .unwrap()
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into())
        .collect();
    assert_eq!(names, ["a.json", "b.SHP", "绿道.geojson"]);
    assert_eq!(open(&folder.path().join("b.SHP")).unwrap().rows, 3);
    assert!(layers_in(&folder.path().join("no such")).is_err());
}

#[test]
fn formats_that_are_not_read_say_how_to_convert() {
    let folder = tempfile::tempdir().unwrap();
    for (name, word) in [
        ("a.dwg", "DXF"),
        ("a.gdb", "ogr2ogr"),
        ("a.gpkg", "ogr2ogr"),
        ("a.zip", "unpack"),
        ("a.kml", "ogr2ogr"),
        ("a.tab", "ogr2ogr"),
        ("a.csv", "QGIS"),
        ("a", "QGIS"),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, "").unwrap();
        let error = read(&path, name, &options(), &Handle::default()).unwrap_err().to_string();
        assert!(error.contains(word) && error.contains(name), "{error}");
    }
}

#[test]
fn a_path_where_nothing_lies_is_not_taken_for_a_wrong_format() {
    for name in ["no such.shp", "no such.geojson", "no such.dwg", "no such"] {
        let error = read(Path::new(name), name, &options(), &Handle::default()).unwrap_err().to_string();
        assert!(error.contains("cannot be opened") && error.contains(name), "{error}");
    }
}

#[test]
fn text_that_is_no_shapefile_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("a.shp", "hello"), ("a.dbf", "hello"), ("a.geojson", "{"), ("b.geojson", "")] {
        fs::write(folder.path().join(name), text).unwrap();
        assert!(open(&folder.path().join(name)).is_err(), "{name}");
    }
}

#[test]
fn geodesic_length_of_a_degree_of_longitude_on_the_equator() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.geojson");
    fs::write(&path, r#"{"type":"LineString","coordinates":[[9,0],[10,0]]}"#).unwrap();
    let length = open(&path).unwrap().ellipsoidal().unwrap().length.0;
    // 6378137 · π / 180
    assert!((length - 111_319.490_793).abs() < 1e-6, "{length}");
}

/// Every key that the sources name, by the way they name it.
fn keys_in(folder: &Path, opening: &str, prefix: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            keys_in(&path, opening, prefix, found);
        } else if path.file_name().is_some_and(|name| name != "tests.rs") {
            let text = fs::read_to_string(&path).unwrap();
            let keys = text.split(opening).skip(1).filter_map(|rest| rest.split('"').next());
            found.extend(keys.map(|key| format!("{prefix}{key}")));
        }
    }
}

#[test]
fn every_sentence_that_readers_say_stands_in_both_languages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/formats");
    let mut keys = Vec::new();
    keys_in(&folder, "Notice::new(\"", "notice.", &mut keys);
    keys_in(&folder, "\"formats.", "formats.", &mut keys);
    keys.retain(|key| !key.ends_with('-'));
    assert!(keys.len() > 40);
    let unsaid: Vec<&String> = keys.iter().filter(|key| !crate::text::is_known(key)).collect();
    assert!(unsaid.is_empty(), "{unsaid:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_set_with_any_byte_changed_or_cut_never_fails_hard(
        which in 0usize..3, at in 0usize..600, value: u8, cut in proptest::option::of(0usize..600),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = written(folder.path(), "a");
        fs::write(folder.path().join("a.prj"), PRJ_4543).unwrap();
        let harmed = folder.path().join(["a.shp", "a.dbf", "a.prj"][which]);
        let mut bytes = fs::read(&harmed).unwrap();
        if let Some(byte) = bytes.get_mut(at) {
            *byte = value;
        }
        bytes.truncate(cut.unwrap_or(usize::MAX));
        fs::write(&harmed, bytes).unwrap();
        if let Ok(layer) = open(&path) {
            let frame = frame_for(None, &[&layer]).unwrap();
            let ppm = frame.distortion_ppm(Coord { x: 0.0, y: 0.0 });
            prop_assert!(ppm.is_none_or(f64::is_finite));
            let rows = layer.rows;
            if let Ok(layer) = layer.into_layer(&frame, &Handle::default()) {
                prop_assert_eq!(layer.features.len() + layer.skipped, rows);
            }
        }
    }
}
