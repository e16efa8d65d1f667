//! What a report gives to GIS and CAD, read back by other readers than the writers' own.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests stop at what a fixture cannot do"
)]

mod support;

#[path = "gis_outputs/dxf.rs"]
mod dxf_file;
#[path = "gis_outputs/geopackage.rs"]
mod geopackage_file;
#[path = "gis_outputs/plans.rs"]
mod plans;
#[path = "gis_outputs/shapefiles.rs"]
mod shapefiles;

use std::process::Command;

use langdao::report::{Format, Options, TextCode};
use plans::{Checked, narrow, nothing_wrong, odd_names, town};
use serde_json::json;

const FORMATS: [(Format, &str); 3] =
    [(Format::Shapefile, "a.shp"), (Format::GeoPackage, "a.gpkg"), (Format::Dxf, "a.dxf")];

#[test]
fn the_same_plan_gives_the_same_bytes() {
    for text_code in [TextCode::Utf8, TextCode::Gbk] {
        let options = Options { text_code, ..Options::default() };
        for (format, name) in FORMATS {
            let [one, two] = [town(), town()].map(|plan| Checked::of(&plan).files(format, name, &options).files);
            assert!(!one.is_empty() && one == two, "{name}");
        }
    }
}

#[test]
fn the_command_writes_all_three_and_names_the_sets() {
    let plan = narrow();
    plan.write();
    let out = |name: &str| plan.path().join(name).display().to_string();
    let [shp, gpkg, dxf] = ["r.shp", "r.gpkg", "r.dxf"].map(out);
    let run = support::langdao(&["report", &plan.path().display().to_string(), "-o", &shp, "-o", &gpkg, "-o", &dxf]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("r-findings-points.shp"), "{}", run.stderr);
    for name in ["r-findings-areas.shp", "r-narrow-places.dbf", "r-fields.csv", "r.gpkg", "r.dxf"] {
        assert!(plan.path().join(name).is_file(), "{name}");
    }
    assert!(!plan.path().join("r.shp").exists());
}

/// What `ogrinfo` says of a file; `None` where the machine has no such program.
fn ogrinfo(arguments: &[&str]) -> Option<String> {
    let run = Command::new("ogrinfo").args(arguments).output().ok()?;
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(run.stderr.is_empty(), "{}", String::from_utf8_lossy(&run.stderr));
    Some(String::from_utf8_lossy(&run.stdout).into_owned())
}

#[test]
fn gdal_reads_every_file_with_its_chinese_text_where_the_machine_has_it() {
    let checked = Checked::of(&town());
    let folder = tempfile::tempdir().unwrap();
    for text_code in [TextCode::Utf8, TextCode::Gbk] {
        for (format, name) in FORMATS {
            let files = checked.files(format, name, &Options { text_code, ..Options::default() });
            assert!(files.files.iter().all(|(_, bytes)| !bytes.is_empty()), "{name}");
            for (path, bytes) in &files.files {
                std::fs::write(folder.path().join(path), bytes).unwrap();
            }
            for main in &files.mains {
                let path = folder.path().join(main).display().to_string();
                let Some(said) = ogrinfo(&["-ro", "-al", &path]) else { return };
                let expected: &[&str] = match main.to_str().unwrap() {
                    name if name.contains("drawn") => &["规划"],
                    "a-findings-areas.shp" => &["主城区"],
                    "a-findings-lines.shp" => &["乙廊道"],
                    "a-findings-points.shp" | "a-narrow-places.shp" => &["甲廊道", "生态廊道净宽度"],
                    _ => &["甲廊道", "规划", "生态廊道净宽度", "绘制"],
                };
                // The package holds what is drawn under names without Chinese letters, the drawing without attributes.
                let found = expected.iter().filter(|text| said.contains(**text)).count();
                assert!(found >= expected.len().min(3), "{path}: {said}");
            }
        }
    }
}

#[test]
fn columns_have_short_names_that_differ_and_full_names_in_the_reports_language() {
    for lang in [langdao::text::Lang::Zh, langdao::text::Lang::En] {
        let files = Checked { lang, ..Checked::of(&town()) }.files(Format::Shapefile, "a.shp", &Options::default());
        let (_, names) = files.files.iter().find(|(path, _)| path.ends_with("a-fields.csv")).unwrap();
        let text = std::str::from_utf8(names).unwrap().strip_prefix('\u{feff}').unwrap();
        let rows: Vec<Vec<String>> = csv::Reader::from_reader(text.as_bytes())
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect();
        assert!(rows.len() > 30);
        for row in &rows {
            assert!(
                row[1].len() <= 10 && row[1].is_ascii() && !row[2].is_empty() && !row[2].contains("gis-"),
                "{row:?}"
            );
            assert_eq!(rows.iter().filter(|other| other[..2] == row[..2]).count(), 1, "{row:?}");
        }
        let meaning = |field: &str| rows.iter().find(|row| row[1] == field).map(|row| row[2].clone()).unwrap();
        let expected = if lang == langdao::text::Lang::Zh { "对象" } else { "subject" };
        assert_eq!(meaning("subject"), expected);
        let sets: Vec<String> =
            files.mains.iter().map(|main| main.file_stem().unwrap().to_str().unwrap().replacen("a-", "", 1)).collect();
        assert!(sets.iter().all(|set| rows.iter().any(|row| row[0] == *set)), "{sets:?}");
    }
}

#[test]
fn a_plan_in_which_nothing_is_wrong_gives_empty_sets_of_findings_that_replace_those_of_before() {
    let checked = Checked::of(&nothing_wrong());
    let files = checked.files(Format::Shapefile, "a.shp", &Options::default());
    let sets = ["a-findings-points", "a-findings-lines", "a-findings-areas", "a-narrow-places"];
    assert_eq!(files.mains, sets.map(|set| std::path::PathBuf::from(format!("{set}.shp"))));
    for set in sets.map(|set| shapefiles::Set::of(&files, set)) {
        assert!(set.shapes.is_empty() && set.rows.is_empty());
    }
    let package = geopackage_file::Package::of(&checked, &Options::default());
    assert_eq!(package.count("findings_points"), 0);
    assert!(package.count("clauses") > 5 && package.count("fields") > 20);
    let drawing = dxf_file::Drawing::of(&checked);
    assert_eq!(drawing.entities.len(), 0);
    assert_eq!(drawing.layers, ["0", "Defpoints"]);
}

#[test]
fn names_that_look_like_code_stay_what_they_are() {
    let checked = Checked::of(&odd_names());
    let subjects: Vec<String> =
        checked.findings("corridor-net-width").iter().map(|finding| finding.subject.clone()).collect();
    let long = "长".repeat(100);
    for name in ["=1+1", "a\"b'c<d>;--", &long] {
        assert!(subjects.iter().any(|subject| subject == name), "{subjects:?}");
    }
    let files = checked.files(Format::Shapefile, "a.shp", &Options::default());
    let rows = shapefiles::Set::of(&files, "a-findings-points").rows;
    let read: Vec<&str> = rows.iter().map(|row| row["subject"].as_str().unwrap()).collect();
    assert!(read.contains(&"=1+1") && read.contains(&"a\"b'c<d>;--"), "{read:?}");
    assert!(read.contains(&"长".repeat(84).as_str()), "{read:?}");
    let said: Vec<String> = files.notices.iter().map(|notice| notice.message.to_string()).collect();
    assert!(said.iter().any(|text| text.contains("subject")), "{said:?}");
    let package = geopackage_file::Package::of(&checked, &Options::default());
    let in_package = package.texts("SELECT subject FROM findings_points");
    let drawing = dxf_file::Drawing::of(&checked);
    for subject in &subjects {
        assert!(in_package.contains(subject), "{in_package:?}");
        assert!(drawing.texts().iter().any(|text| text.lines().next() == Some(subject)), "{:?}", drawing.texts());
    }
}

#[test]
fn letters_outside_gbk_are_replaced_and_the_row_and_the_field_are_told() {
    let plan = narrow().layer("plazas", &[support::rectangle(0.0, 0.0, 300.0, 100.0, json!({"name": "𠮷祥广场"}))]);
    let checked = Checked::of(&plan);
    let options = Options { text_code: TextCode::Gbk, ..Options::default() };
    let files = checked.files(Format::Shapefile, "a.shp", &options);
    let bytes = |ending: &str| {
        let name = format!("a-findings-points.{ending}");
        files.files.iter().find(|(path, _)| path.ends_with(&name)).unwrap().1.clone()
    };
    assert_eq!(bytes("cpg"), b"GBK");
    assert_eq!(bytes("dbf")[29], 0x4D);
    let rows = shapefiles::Set::of(&files, "a-findings-points").rows;
    let subjects: Vec<&str> = rows.iter().map(|row| row["subject"].as_str().unwrap()).collect();
    assert!(subjects.contains(&"?祥广场") && subjects.contains(&"甲廊道"), "{subjects:?}");
    let said: Vec<String> = files.notices.iter().map(|notice| notice.message.to_string()).collect();
    assert!(said.iter().any(|text| text.contains("plaza-area 1") && text.contains("subject")), "{said:?}");
    let without = checked.files(Format::Shapefile, "a.shp", &Options::default());
    assert!(without.notices.iter().all(|notice| notice.code != "letters-replaced"));
    let rows = shapefiles::Set::of(&without, "a-findings-points").rows;
    assert!(rows.iter().any(|row| row["subject"] == "𠮷祥广场"));
}
