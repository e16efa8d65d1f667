//! Holds the sample plan to its generator and to the figures that its README states as exact.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the helpers of these tests read files that the repository holds"
)]

#[path = "../examples/sample_town/town/mod.rs"]
mod town;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use dbase::FieldValue;
use dbase::encoding::EncodingRs;
use serde_json::Value;
use shapefile::{Point, Shape};

type Ring = Vec<[f64; 2]>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-maps/anning")
}

/// The rings or lines of a layer, a list per row.
fn shapes(layer: &str) -> Vec<Vec<Ring>> {
    let ring = |points: &[Point]| points.iter().map(|point| [point.x, point.y]).collect();
    let parts = |shape: Shape| match shape {
        Shape::Polygon(polygon) => polygon.rings().iter().map(|part| ring(part.points())).collect(),
        Shape::Polyline(line) => line.parts().iter().map(|part| ring(part)).collect(),
        other => panic!("{layer} holds a {}", other.shapetype()),
    };
    let path = folder().join(format!("{layer}.shp"));
    shapefile::read_shapes(path).unwrap().into_iter().map(parts).collect()
}

/// A column as text, blank where there is no value.
fn column(layer: &str, name: &str) -> Vec<String> {
    let path = folder().join(format!("{layer}.dbf"));
    let mut reader = dbase::ReaderBuilder::new().with_encoding(EncodingRs::from(encoding_rs::GBK)).open(path).unwrap();
    let records = reader.iter_records().map(Result::unwrap);
    records
        .map(|record| match record.get(name) {
            Some(FieldValue::Character(text)) => text.clone().unwrap_or_default(),
            Some(FieldValue::Numeric(number)) => number.map(|number| number.to_string()).unwrap_or_default(),
            other => panic!("{layer} has no field {name}: {other:?}"),
        })
        .collect()
}

/// Smallest distance from a vertex of one path to a segment of the other, either way round.
fn distance(a: &Ring, b: &Ring) -> f64 {
    let from = |p: [f64; 2], q: &[[f64; 2]]| {
        let along = [q[1][0] - q[0][0], q[1][1] - q[0][1]];
        let to = [p[0] - q[0][0], p[1] - q[0][1]];
        let share = (to[0] * along[0] + to[1] * along[1]) / (along[0] * along[0] + along[1] * along[1]);
        let share = share.clamp(0.0, 1.0);
        (to[0] - share * along[0]).hypot(to[1] - share * along[1])
    };
    let one_way = |a: &Ring, b: &Ring| {
        let pairs = a.iter().flat_map(|point| b.windows(2).map(|segment| from(*point, segment)));
        pairs.fold(f64::INFINITY, f64::min)
    };
    one_way(a, b).min(one_way(b, a))
}

fn area(ring: &Ring) -> f64 {
    let [x, y] = ring[0];
    let cross = |pair: &[[f64; 2]]| (pair[0][0] - x) * (pair[1][1] - y) - (pair[1][0] - x) * (pair[0][1] - y);
    (ring.windows(2).map(cross).sum::<f64>() / 2.0).abs()
}

fn row(layer: &str, field: &str, name: &str) -> usize {
    column(layer, field).iter().position(|value| value == name).unwrap_or_else(|| panic!("{layer} has no {name}"))
}

#[test]
fn the_committed_files_are_what_the_generator_makes() {
    let made = town::files();
    for (name, bytes) in &made {
        let committed = std::fs::read(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(committed == *bytes, "{name} differs; run `cargo run --example sample_town -- sample-maps/anning`");
    }
    let by_hand = ["README.md", "expected.toml"].map(str::to_owned);
    let known: BTreeSet<String> = made.into_keys().chain(by_hand).collect();
    let there: BTreeSet<String> =
        std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(there, known);
}

#[test]
fn the_embedded_sample_is_the_committed_one() {
    let target = tempfile::tempdir().unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_langdao")).arg("sample").arg(target.path()).status().unwrap();
    assert!(status.success());
    for name in town::files().keys() {
        let (written, committed) = (std::fs::read(target.path().join(name)), std::fs::read(folder().join(name)));
        assert!(written.unwrap() == committed.unwrap(), "{name}");
    }
}

#[test]
fn the_farms_leave_37_3_metres_of_the_corridor() {
    let buildings = shapes("建筑");
    let [first, second] = ["泸山农家乐", "邛海山庄"].map(|name| &buildings[row("建筑", "名称", name)][0]);
    assert!((distance(first, second) - 37.3).abs() < 1e-6, "{}", distance(first, second));
}

#[test]
fn the_broken_corridor_gapes_by_86_4_metres() {
    let names = column("生态廊道", "廊道名称");
    let corridors = shapes("生态廊道");
    let parts: Vec<&Ring> =
        corridors.iter().zip(&names).filter(|(_, name)| *name == "东河廊道").map(|(parts, _)| &parts[0]).collect();
    assert_eq!(parts.len(), 2);
    assert!((distance(parts[0], parts[1]) - 86.4).abs() < 1e-6, "{}", distance(parts[0], parts[1]));
}

#[test]
fn the_plazas_have_the_stated_areas() {
    let plazas = shapes("广场");
    let of = |name: &str| area(&plazas[row("广场", "广场名称", name)][0]);
    let beds = shapes("广场内绿地水面");
    let inside = |bed: &Ring, ring: &Ring| {
        let bounds = ring.iter().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |b, p| {
            [b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[0]), b[3].max(p[1])]
        });
        bed.iter().all(|p| bounds[0] < p[0] && p[0] < bounds[2] && bounds[1] < p[1] && p[1] < bounds[3])
    };
    let both: Vec<&Ring> =
        ["市民广场", "市民广场东区"].iter().map(|name| &plazas[row("广场", "广场名称", name)][0]).collect();
    let beds_of = |rings: &[&Ring]| {
        let within = beds.iter().filter(|bed| rings.iter().any(|ring| inside(&bed[0], ring)));
        within.map(|bed| area(&bed[0])).sum::<f64>()
    };
    let hard = both.iter().map(|ring| area(ring)).sum::<f64>() - beds_of(&both);
    assert!((hard - 24_000.0).abs() < 1e-3, "{hard}");
    assert!(both.iter().all(|ring| area(ring) < 20_000.0), "each part passes by itself");
    let saved = of("河东体育广场") - beds_of(&[&plazas[row("广场", "广场名称", "河东体育广场")][0]]);
    assert!((of("河东体育广场") - 23_625.0).abs() < 1e-3 && (saved - 18_000.0).abs() < 1e-3, "{saved}");
}

#[test]
fn the_paths_gape_by_the_stated_distances() {
    let paths = shapes("步行道");
    let of = |name: &str| &paths[row("步行道", "名称", name)][0];
    for (before, after, gap) in [
        ("西岸步道南段", "西岸步道中段", 12.5),
        ("西岸步道中段", "西岸步道北段", 18.25),
        ("东岸步道南段", "东岸步道北段", 27.5),
    ] {
        let measured = distance(of(before), of(after));
        assert!((measured - gap).abs() < 1e-6, "{before}: {measured}");
    }
}

#[test]
fn red_lines_and_storeys_have_the_stated_rows() {
    let (names, widths) = (column("道路中心线", "路名"), column("道路中心线", "HXKD"));
    for row in [163, 164, 165, 166, 167, 321, 322, 323, 324, 365] {
        assert_eq!((names[row].as_str(), widths[row].as_str()), ("航天大道", "45"), "row {row}");
    }
    assert!(widths.iter().any(String::is_empty), "some widths are unknown");
    let (storeys, status, uses) = (column("建筑", "层数"), column("建筑", "状态"), column("建筑", "用途"));
    let is_high =
        |row: &usize| uses[*row] == "住宅" && storeys[*row].parse::<f64>().is_ok_and(|storeys| storeys > 18.0);
    let high: Vec<usize> = (0..storeys.len()).filter(is_high).collect();
    let new: Vec<usize> = high.iter().copied().filter(|row| status[*row] == "规划").collect();
    assert_eq!(new, [551, 553, 555]);
    assert_eq!(new.iter().map(|row| storeys[*row].as_str()).collect::<Vec<_>>(), ["26", "24", "19"]);
    assert_eq!(high.len(), 4, "one of the high homes exists already");
}

#[test]
fn the_superblocks_of_the_north_west_have_only_lanes_inside() {
    let (names, classes) = (column("道路中心线", "路名"), column("道路中心线", "DLDJ"));
    let inner = ["下顺城街", "石塔街", "名店街", "月亮湖路", "红旗路", "土城路"];
    let rows: Vec<usize> = (0..names.len()).filter(|row| inner.contains(&names[*row].as_str())).collect();
    assert_eq!(rows.len(), 25);
    assert!(rows.iter().all(|row| classes[*row] == "街坊路"));
}

/// Whether the middle of one ring lies in another, by the odd number of crossings of a ray to the east.
fn middle_within(ring: &Ring, area: &Ring) -> bool {
    let count = (ring.len() - 1) as f64;
    let sum = ring.iter().skip(1).fold([0.0, 0.0], |sum, p| [sum[0] + p[0], sum[1] + p[1]]);
    let [x, y] = sum.map(|value| value / count);
    let crosses = |pair: &&[[f64; 2]]| {
        let [a, b] = [pair[0], pair[1]];
        (a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
    };
    area.windows(2).filter(crosses).count() % 2 == 1
}

#[test]
fn the_renewal_units_have_the_stated_floor_areas() {
    let (units, buildings) = (shapes("更新单元"), shapes("建筑"));
    let floor: Vec<u64> = column("建筑", "建筑面积").iter().map(|area| area.parse().unwrap()).collect();
    let (renewal, exempt) = (column("建筑", "拆改留"), column("建筑", "豁免依据"));
    let sum = |unit: &Ring, wanted: &dyn Fn(usize) -> bool| {
        let rows = (0..floor.len()).filter(|row| wanted(*row) && middle_within(&buildings[*row][0], unit));
        rows.map(|row| floor[row]).sum::<u64>()
    };
    for (name, stated) in [
        ("老城南片更新单元", [28_934, 0, 102_588]),
        ("河东机修厂片区", [34_162, 26_156, 235_278]),
        ("北门片区更新单元", [12_302, 0, 147_996]),
    ] {
        let unit = &units[row("更新单元", "单元名称", name)][0];
        let down = |freed: bool| sum(unit, &|row| renewal[row] == "拆" && exempt[row].is_empty() != freed);
        assert_eq!([down(false), down(true), sum(unit, &|_| true)], stated, "{name}");
    }
}

/// The ids of a document's clauses.
fn ids(text: &str) -> Vec<String> {
    let table: toml_edit::DocumentMut = text.parse().unwrap();
    let clauses = table["clause"].as_array_of_tables().unwrap();
    clauses.iter().map(|clause| clause["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_readme_tells_what_is_planted_for_every_clause() {
    let standard = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/standards/liangshan-carbon-peak.toml");
    let clauses = ids(&std::fs::read_to_string(standard).unwrap());
    let readme = std::fs::read_to_string(folder().join("README.md")).unwrap();
    let planted = readme.split("## What is planted").nth(1).unwrap();
    let told: Vec<&str> = planted.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next()).collect();
    assert_eq!(told.first(), Some(&"clause"));
    assert_eq!(told[1..], clauses);
}

#[test]
fn the_communities_are_one_green_more_than_the_limit_and_hold_the_people_of_the_town() {
    let (people, green, complete) = (column("社区", "人口"), column("社区", "绿色社区"), column("社区", "完整社区"));
    let of = |wanted: &dyn Fn(usize) -> bool| {
        (0..people.len()).filter(|row| wanted(*row)).map(|row| people[row].parse::<u64>().unwrap()).sum::<u64>()
    };
    let count = |column: &[String], value: &str| column.iter().filter(|own| *own == value).count();
    assert_eq!((people.len(), count(&green, "是"), count(&complete, "是"), count(&complete, "")), (24, 15, 13, 1));
    assert_eq!((of(&|_| true), of(&|row| green[row] == "是")), (96_000, 55_160));
}

#[test]
fn the_red_lines_of_one_street_are_11_metres_wider_than_stated() {
    let names = column("道路红线", "路名");
    for (name, width) in [("河东大道", 47.0), ("航天大道", 45.0), ("海河大道", 36.0)] {
        let links: Vec<Ring> = shapes("道路红线")
            .into_iter()
            .zip(&names)
            .filter(|(_, own)| *own == name)
            .filter_map(|(rings, _)| rings.into_iter().next())
            .collect();
        assert!(links.len() > 5, "{name}");
        for ring in links {
            // Out along one side and back along the other.
            let half = ring.len() / 2;
            let across = distance(&ring[..half].to_vec(), &ring[half..ring.len() - 1].to_vec());
            assert!((across - width).abs() < 2e-3, "{name}: {across}");
        }
    }
}

fn near(found: &Value, expected: &Value, tolerance: f64, what: &str) {
    let (found, expected) = (found.as_f64(), expected.as_f64());
    let (Some(found), Some(expected)) = (found, expected) else { panic!("{what}: {found:?} for {expected:?}") };
    assert!((found - expected).abs() <= tolerance.max(1e-9 * expected.abs()), "{what}: {found} for {expected}");
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// Facts of named things: every number that is expected of one, within its tolerance.
fn named_facts(found: &[Value], expected: &[Value], clause: &str) {
    for thing in expected {
        let name = &thing["name"];
        let same = found.iter().find(|found| found["name"] == *name).unwrap_or_else(|| panic!("{clause}: no {name}"));
        let tolerance = thing["tolerance"].as_f64().unwrap_or(1e-6);
        for (key, value) in thing.as_object().unwrap() {
            match key.as_str() {
                "name" | "tolerance" | "exact" => {}
                "rows" => assert_eq!(same["rows"], *value, "{clause} {name}"),
                "gaps_m" => {
                    let gaps = list(same, "gaps");
                    assert_eq!(gaps.len(), value.as_array().unwrap().len(), "{clause} {name}");
                    for (gap, distance) in gaps.iter().zip(value.as_array().unwrap()) {
                        near(&gap["distance_m"], distance, 1e-3, clause);
                    }
                }
                _ => near(&same[key], value, tolerance, &format!("{clause} {name} {key}")),
            }
        }
    }
}

#[test]
fn the_check_finds_what_was_planted() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_langdao")).args(["check", "--format", "json"]).arg(folder()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = std::fs::read_to_string(folder().join("expected.toml")).unwrap();
    let expected: Value = toml_edit::de::from_str(&text).unwrap();
    let known: BTreeSet<&str> = list(&expected, "clause").iter().filter_map(|clause| clause["id"].as_str()).collect();
    for found in list(&result, "clauses").iter().filter(|found| found["verdict"] != "not-judged") {
        assert!(known.contains(found["id"].as_str().unwrap()), "{found:#}");
    }
    for expected in list(&expected, "clause") {
        let id = expected["id"].as_str().unwrap();
        let found = list(&result, "clauses").iter().find(|found| found["id"] == id).unwrap();
        assert_eq!(found["verdict"], expected["verdict"], "{id}: {found:#}");
        assert_eq!(found["unit"], expected["unit"], "{id}");
        let tolerance = expected["tolerance"].as_f64().unwrap();
        match expected.get("value") {
            Some(value) => near(&found["value"], value, tolerance, id),
            None => assert!(found["value"].is_null(), "{id}: {found:#}"),
        }
        for (found, bound) in list(found, "bounds").iter().zip(list(expected, "bounds")) {
            near(found, bound, tolerance, id);
        }
        assert!(list(found, "bounds").len() >= list(expected, "bounds").len(), "{id} is known exactly");
        for reading in list(expected, "readings") {
            let same = list(found, "readings").iter().find(|found| found["id"] == reading["id"]).unwrap();
            assert_eq!(same["verdict"], reading["verdict"], "{id}");
            near(&same["value"], &reading["value"], reading["tolerance"].as_f64().unwrap(), id);
        }
        for key in ["corridors", "units", "plazas"] {
            named_facts(list(&found["facts"], key), list(expected, key), id);
        }
        if let Some(rows) = expected["rows"].as_array() {
            let found: BTreeSet<u64> =
                list(found, "findings").iter().filter_map(|finding| finding["features"][0]["row"].as_u64()).collect();
            assert_eq!(found, rows.iter().filter_map(Value::as_u64).collect(), "{id}");
        }
        for distance in list(expected, "gaps_m") {
            let gaps = list(&found["facts"], "gaps");
            let same = |gap: &&Value| (gap["distance_m"].as_f64().unwrap() - distance.as_f64().unwrap()).abs() < 1e-3;
            assert!(gaps.iter().any(|gap| same(&gap)), "{id}: {distance} in {gaps:?}");
        }
    }
}

#[test]
fn the_second_proposal_mends_the_corridor_of_the_farms() {
    let output = Command::new(env!("CARGO_BIN_EXE_langdao"))
        .args(["check", "--format", "json", "--clause", "corridor-net-width", "--proposal", "廊道修复方案"])
        .arg(folder())
        .output()
        .unwrap();
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    let clause = list(&result, "clauses").iter().find(|clause| clause["id"] == "corridor-net-width").unwrap();
    let mended = serde_json::json!([{ "name": "邛海—泸山廊道", "net_width_m": 93.230_314, "tolerance": 0.001 }]);
    named_facts(list(&clause["facts"], "corridors"), mended.as_array().unwrap(), "corridor-net-width");
    let subjects: Vec<&str> =
        list(clause, "findings").iter().filter_map(|finding| finding["subject"].as_str()).collect();
    assert_eq!(subjects, ["东河廊道"]);
}
