//! Sets read back with the `shapefile` and `dbase` crates.

use std::io::Cursor;

use dbase::FieldValue;
use dbase::encoding::EncodingRs;
use langdao::layer::Shape;
use langdao::report::{Files, Format, Options};
use serde_json::{Map, Value, json};
use shapefile::{Point, Shape as Read};

use crate::plans::{Checked, far_east, town};

type Rings = Vec<Vec<[f64; 2]>>;

/// A set as another reader sees it.
pub(crate) struct Set {
    pub(crate) shapes: Vec<Rings>,
    pub(crate) rows: Vec<Map<String, Value>>,
}

impl Set {
    /// The set of a name, whose parts agree in number.
    pub(crate) fn of(files: &Files, name: &str) -> Self {
        let bytes = |ending: &str| -> Vec<u8> {
            let name = format!("{name}.{ending}");
            let found = files.files.iter().find(|(path, _)| path.ends_with(&name));
            found.unwrap_or_else(|| panic!("no {name}")).1.clone()
        };
        let index = Cursor::new(bytes("shx"));
        let reader = shapefile::ShapeReader::with_shx(Cursor::new(bytes("shp")), index).unwrap();
        let shapes: Vec<Rings> = reader.read().unwrap().into_iter().map(parts).collect();
        let encoding = if bytes("cpg") == b"GBK" { encoding_rs::GBK } else { encoding_rs::UTF_8 };
        let mut table = dbase::ReaderBuilder::new()
            .with_encoding(EncodingRs::from(encoding))
            .build(Cursor::new(bytes("dbf")))
            .unwrap();
        let rows: Vec<Map<String, Value>> = table.iter_records().map(|record| row(record.unwrap())).collect();
        assert_eq!(shapes.len(), rows.len());
        assert!(String::from_utf8(bytes("prj")).unwrap().starts_with("PROJCS[\"CGCS2000"));
        Self { shapes, rows }
    }
}

fn row(record: dbase::Record) -> Map<String, Value> {
    let value = |value| match value {
        FieldValue::Character(text) => json!(text.unwrap_or_default()),
        FieldValue::Numeric(number) => json!(number),
        other => panic!("{other:?}"),
    };
    record.into_iter().map(|(name, held)| (name, value(held))).collect()
}

fn parts(shape: Read) -> Rings {
    let line = |points: &[Point]| points.iter().map(|point| [point.x, point.y]).collect();
    match shape {
        Read::Point(point) => vec![line(&[point])],
        Read::Polyline(lines) => lines.parts().iter().map(|part| line(part)).collect(),
        Read::Polygon(polygon) => polygon.rings().iter().map(|ring| line(ring.points())).collect(),
        other => panic!("{}", other.shapetype()),
    }
}

/// Rings as sets of corners, whatever each begins with and however it runs.
pub(crate) fn corners(rings: &Rings) -> Vec<Vec<[i64; 2]>> {
    #[expect(clippy::cast_possible_truncation, reason = "a place in millimetres is far below 2^53")]
    let millimetre = |value: f64| (value * 1e3).round() as i64;
    let mut all: Vec<Vec<[i64; 2]>> = rings
        .iter()
        .map(|ring| {
            let mut ring: Vec<[i64; 2]> = ring.iter().map(|at| at.map(millimetre)).collect();
            ring.sort_unstable();
            ring.dedup();
            ring
        })
        .collect();
    all.sort();
    all
}

/// The rings or lines of a shape of the plan.
pub(crate) fn rings(shape: &Shape) -> Rings {
    match shape {
        Shape::Points(points) => points.iter().map(|at| vec![[at.x, at.y]]).collect(),
        Shape::Lines(lines) => lines.iter().map(|line| line.0.iter().map(|at| [at.x, at.y]).collect()).collect(),
        Shape::Area(region) => region.rings().map(<[[f64; 2]]>::to_vec).collect(),
    }
}

#[test]
fn findings_are_read_back_where_they_lie_with_their_figures() {
    let checked = Checked::of(&town());
    let files = checked.files(Format::Shapefile, "a.shp", &Options::default());
    let findings = checked.all_findings();
    let points = Set::of(&files, "a-findings-points");
    assert_eq!(points.shapes.len(), findings.len());
    for ((shape, row), finding) in points.shapes.iter().zip(&points.rows).zip(&findings) {
        let at = shape[0][0];
        assert!((at[0] - finding.anchor.x).hypot(at[1] - finding.anchor.y) < 1e-3);
        assert_eq!(row["subject"], finding.subject.as_str());
        assert_eq!(row["verdict"], finding.verdict.code());
    }
    let narrow = points.rows.iter().find(|row| row["subject"] == "甲廊道").unwrap();
    let number = |name: &str| narrow[name].as_f64().unwrap();
    assert!((number("value") - 37.3).abs() < 1e-3 && (number("limit") - 50.0).abs() < 1e-9);
    assert!((number("margin") + 12.7).abs() < 1e-3);
    assert_eq!((narrow["unit"].as_str(), narrow["verd_name"].as_str()), (Some("m"), Some("未达标")));
    assert_eq!((narrow["clause"].as_str(), narrow["number"].as_str()), (Some("corridor-net-width"), Some("（四）")));
    assert!(narrow["missing"].as_str().unwrap().contains("12.7 m"), "{narrow:?}");
    assert!(narrow["features"].as_str().unwrap().contains("corridors.geojson#0"), "{narrow:?}");
    let mut places = 0;
    for (name, is_form) in [
        ("a-findings-lines", (|shape| matches!(shape, Shape::Lines(_))) as fn(&Shape) -> bool),
        ("a-findings-areas", |shape| matches!(shape, Shape::Area(_))),
    ] {
        let own: Vec<_> = findings.iter().filter(|finding| is_form(&finding.place)).collect();
        let set = Set::of(&files, name);
        assert!(set.shapes.len() == own.len() && !own.is_empty());
        for (shape, finding) in set.shapes.iter().zip(own) {
            assert_eq!(corners(shape), corners(&rings(&finding.place)), "{}", finding.subject);
            places += 1;
        }
    }
    assert!(places > 2);
}

#[test]
fn a_hole_runs_against_its_outer_ring() {
    let checked = Checked::of(&town());
    let areas = Set::of(&checked.files(Format::Shapefile, "a.shp", &Options::default()), "a-findings-areas");
    let row = areas.rows.iter().position(|row| row["clause"] == "road-density").unwrap();
    let mut sizes: Vec<f64> = areas.shapes[row].iter().map(|ring| crate::geopackage_file::signed_area(ring)).collect();
    sizes.sort_by(f64::total_cmp);
    // Clockwise outside, as shapefiles have it.
    assert_eq!(sizes, [-1_000_000.0, 40_000.0]);
}

#[test]
fn narrow_places_and_gaps_are_lines_between_their_two_points() {
    let checked = Checked::of(&town());
    let set = Set::of(&checked.files(Format::Shapefile, "a.shp", &Options::default()), "a-narrow-places");
    let length = |line: &[[f64; 2]]| (line[1][0] - line[0][0]).hypot(line[1][1] - line[0][1]);
    let of = |clause: &str| {
        let row = set.rows.iter().position(|row| row["clause"] == clause).unwrap();
        (length(&set.shapes[row][0]), &set.rows[row])
    };
    let (across, row) = of("corridor-net-width");
    assert!((across - 37.3).abs() < 1e-3, "{across}");
    assert_eq!((row["place"].as_str(), row["limit_m"].as_f64()), (Some("最窄处"), Some(50.0)));
    assert!((row["width_m"].as_f64().unwrap() - 37.3).abs() < 1e-3);
    assert!((row["short_m"].as_f64().unwrap() - 12.7).abs() < 1e-3);
    let (across, row) = of("corridor-continuity");
    assert!((across - 86.4).abs() < 1e-3, "{across}");
    assert_eq!((row["place"].as_str(), row["limit_m"].as_f64()), (Some("缺口"), None));
    assert!((row["width_m"].as_f64().unwrap() - 86.4).abs() < 1e-3);
    let (across, _) = of("walking-network");
    assert!((across - 8.0).abs() < 1e-3, "{across}");
}

#[test]
fn what_is_drawn_has_a_set_per_role_with_what_it_states() {
    let checked = Checked::of(&town());
    let files = checked.files(Format::Shapefile, "a.shp", &Options::default());
    let roads = Set::of(&files, "a-drawn-road-centrelines");
    let drawn = rings(&checked.loaded.snapshot.layers.iter().find(|layer| layer.is_drawn()).unwrap().features[0].shape);
    assert_eq!(corners(&roads.shapes[0]), corners(&drawn));
    let row = &roads.rows[0];
    assert_eq!((row["id"].as_str(), row["name"].as_str()), (Some("d1"), Some("规划一路")));
    assert_eq!((row["class"].as_str(), row["red_line_w"].as_f64()), (Some("branch"), Some(24.0)));
    assert!((row["length_m"].as_f64().unwrap() - 400.375).abs() < 1e-3);
    let green = Set::of(&files, "a-drawn-green");
    assert_eq!(green.rows.len(), 2);
    assert!((green.rows[0]["area_ha"].as_f64().unwrap() - 0.5).abs() < 1e-6);
}

#[test]
fn eastings_with_a_zone_number_lose_nothing() {
    let checked = Checked::of(&far_east());
    let set = Set::of(&checked.files(Format::Shapefile, "a.shp", &Options::default()), "a-findings-areas");
    let mut corners: Vec<[f64; 2]> = set.shapes[0][0].clone();
    corners.sort_by(|a, b| a[0].total_cmp(&b[0]));
    assert!((corners[0][0] - 34_500_000.123).abs() < 1e-6, "{corners:?}");
}
