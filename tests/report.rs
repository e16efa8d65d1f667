//! `langdao report` as an office runs it: the real binary, every form of output, both languages.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop at what a fixture cannot do")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::{Plan, langdao, rectangle};

const DOCUMENTS: [&str; 4] = ["a.pdf", "a.docx", "a.xlsx", "a.html"];
const SHAPES: [&str; 2] = ["a.gpkg", "a.dxf"];

fn corridor(name: &str, width: f64) -> Value {
    rectangle(0.0, 0.0, 1000.0, width, json!({"name": name}))
}

fn narrow() -> Plan {
    Plan::new().layer("corridors", &[corridor("甲廊道", 37.3)])
}

/// Runs `report` and gives the files it was asked for, from a fresh folder.
fn written(plan: &Plan, names: &[&str], more: &[&str]) -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = names.iter().map(|name| folder.path().join(name)).collect();
    let mut arguments = vec![String::from("report"), plan.write().display().to_string()];
    for path in &paths {
        arguments.extend([String::from("-o"), path.display().to_string()]);
    }
    arguments.extend(more.iter().map(|&argument| argument.to_owned()));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let run = langdao(&arguments);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    (folder, paths)
}

fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap()
}

#[test]
fn one_check_writes_every_document_and_every_form_for_gis_and_cad() {
    let names = [&DOCUMENTS[..], &SHAPES[..]].concat();
    let (_folder, paths) = written(&narrow(), &names, &["--lang", "zh"]);
    let begins = |index: usize, magic: &[u8]| assert!(bytes(&paths[index]).starts_with(magic), "{}", names[index]);
    begins(0, b"%PDF-");
    begins(1, b"PK");
    begins(2, b"PK");
    begins(3, b"<!doctype html>");
    begins(4, b"SQLite format 3\0");
    let html = String::from_utf8(bytes(&paths[3])).unwrap();
    for expected in ["核查结论", "甲廊道", "37.3 m", "附录：方法与版本", "<svg "] {
        assert!(html.contains(expected), "{expected}");
    }
}

#[test]
fn the_same_plan_gives_the_same_bytes_whatever_the_threads_and_a_date_only_when_it_is_stated() {
    let names = [&DOCUMENTS[..], &SHAPES[..]].concat();
    let (_one, first) = written(&narrow(), &names, &["--threads", "1"]);
    let (_two, again) = written(&narrow(), &names, &["--threads", "4"]);
    for (a, b) in first.iter().zip(&again) {
        assert!(bytes(a) == bytes(b), "{}", a.display());
    }
    let (_dated, dated) = written(&narrow(), &["a.html"], &["--date", "2026-05-08"]);
    let html = String::from_utf8(bytes(&dated[0])).unwrap();
    assert!(html.contains("2026-05-08"));
    assert!(!String::from_utf8(bytes(&first[3])).unwrap().contains("2026-05-08"));
    let (_stated, stated) = written(&narrow().head("date = \"2026-06-30\""), &["a.html"], &[]);
    assert!(String::from_utf8(bytes(&stated[0])).unwrap().contains("2026-06-30"), "the date of the plan");
}

#[test]
fn names_that_look_like_markup_are_text_in_pages() {
    let name = "#panic() *粗* $x$ <b>&\"\\ @label [a] = ";
    let plan = Plan::new().layer("corridors", &[corridor(name, 37.3)]);
    let (_folder, paths) = written(&plan, &["a.pdf", "a.html", "a.docx"], &[]);
    assert!(bytes(&paths[0]).starts_with(b"%PDF-"));
    let html = String::from_utf8(bytes(&paths[1])).unwrap();
    assert!(html.contains("#panic() *粗* $x$ &lt;b&gt;&amp;&quot;\\ @label [a] ="));
}

#[test]
fn a_template_of_the_office_is_used_and_a_wrong_one_is_told_with_its_line() {
    let plan = narrow();
    let folder = tempfile::tempdir().unwrap();
    let template = folder.path().join("局.typ");
    let run = |text: &str| {
        fs::write(&template, text).unwrap();
        let out = folder.path().join("a.pdf");
        let arguments = ["report", &plan.write().display().to_string(), "-o", &out.display().to_string()];
        let template = template.display().to_string();
        let run = langdao(&[&arguments[..], &["--template", &template]].concat());
        (run.code, run.stderr, out.exists())
    };
    let (code, error, _) = run("#let data = json(\"data.json\")\n= x\n#data.nothing");
    assert_eq!(code, Some(2));
    assert!(error.contains("局.typ") && error.contains('3'), "{error}");
    fs::write(folder.path().join("抬头.txt"), "安宁市自然资源局").unwrap();
    let (code, error, exists) =
        run("#let data = json(\"data.json\")\n#read(\"抬头.txt\") #data.report.head.plan #data.maps.len()");
    assert_eq!((code, exists), (Some(1), true), "{error}");
    fs::remove_file(folder.path().join("a.pdf")).unwrap();
    let (code, error, exists) = run("#read(\"../etc/passwd\")");
    assert_eq!((code, exists), (Some(2), false), "{error}");
}

#[test]
fn a_report_never_replaces_a_source_layer_and_leaves_what_was_there_where_it_fails() {
    let plan = narrow();
    let source = plan.path().join("corridors.geojson");
    let before = bytes(&source);
    let saved = plan.write().display().to_string();
    let run = langdao(&["report", &saved, "-o", &source.display().to_string()]);
    assert_eq!(run.code, Some(2));
    assert_eq!(bytes(&source), before);
    let out = plan.path().join("old.pdf");
    fs::write(&out, b"old").unwrap();
    let template = plan.path().join("wrong.typ");
    fs::write(&template, "#x").unwrap();
    let arguments = ["report", &saved, "-o", &out.display().to_string(), "--template", &template.display().to_string()];
    assert_eq!(langdao(&arguments).code, Some(2));
    assert_eq!(bytes(&out), b"old");
    let beside = fs::read_dir(plan.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'));
    assert_eq!(beside.count(), 0, "nothing half-written is left");
}

#[test]
fn a_plan_that_meets_everything_has_a_report_too() {
    let plan = Plan::new().layer("corridors", &[corridor("乙廊道", 60.0)]);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.pdf");
    let html = folder.path().join("a.html");
    let saved = plan.write().display().to_string();
    let arguments =
        ["report", &saved, "-o", &out.display().to_string(), "-o", &html.display().to_string(), "--lang", "en"];
    let run = langdao(&arguments);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let html = String::from_utf8(bytes(&html)).unwrap();
    assert!(html.contains("Clauses without a verdict") && html.contains("None of them counts as met"));
}

#[test]
fn a_report_of_some_clauses_says_that_it_concludes_nothing_about_the_others() {
    let (_folder, paths) = written(&narrow(), &["a.html"], &["--clause", "corridor-net-width", "--lang", "en"]);
    let html = String::from_utf8(bytes(&paths[0])).unwrap();
    assert_eq!(
        html.matches("covers 1 of the 50 clauses of the standard").count(),
        2,
        "on the cover and in the conclusions"
    );
    let (_folder, paths) = written(&narrow(), &["a.html"], &["--lang", "en"]);
    assert!(!String::from_utf8(bytes(&paths[0])).unwrap().contains("of the 50 clauses"));
}

#[test]
fn a_gap_is_told_by_its_length_and_never_by_the_figure_of_its_clause() {
    // Two corridors of two parts each, 100 m and 40 m apart: the clause counts 2 broken ones.
    let part = |x: f64, y: f64, name: &str| rectangle(x, y, 400.0, 60.0, json!({"name": name}));
    let parts = [part(0.0, 0.0, "甲"), part(500.0, 0.0, "甲"), part(0.0, 900.0, "乙"), part(440.0, 900.0, "乙")];
    let plan = Plan::new().layer("corridors", &parts);
    let (_folder, paths) = written(&plan, &["a.csv", "a.html"], &["--clause", "corridor-continuity", "--lang", "en"]);
    let table = String::from_utf8(bytes(&paths[0])).unwrap();
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row[6].is_empty()), "{rows:?}");
    let html = String::from_utf8(bytes(&paths[1])).unwrap();
    let captions: Vec<&str> =
        html.split("<figcaption>").skip(1).filter_map(|rest| rest.split("</figcaption>").next()).collect();
    assert!(captions.iter().any(|caption| caption.contains("close the gap of 100.0 m")), "{captions:?}");
    assert!(captions.iter().any(|caption| caption.contains("close the gap of 40.0 m")), "{captions:?}");
}

#[test]
fn a_date_that_is_none_is_refused_before_any_work() {
    let plan = narrow();
    let out = plan.path().join("a.pdf").display().to_string();
    let run = langdao(&["report", &plan.write().display().to_string(), "-o", &out, "--date", "8.5.2026"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("8.5.2026"), "{}", run.stderr);
    assert!(!Path::new(&out).exists());
}
