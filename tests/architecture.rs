//! Rules of the architecture that no compiler knows, read from the sources: the order of the modules, the doors for
//! degrees and for the window, the length of files, sentences that exist and are said, no paths of one machine.
//!
//! Every rule is a function from source text to complaints, and is first held to a snippet that breaks it.
#![expect(clippy::unwrap_used, reason = "a test that cannot read the sources has failed")]

#[path = "architecture/dependencies.rs"]
mod dependencies;
#[path = "architecture/lexer.rs"]
mod lexer;
#[path = "architecture/sentences.rs"]
mod sentences;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dependencies::{module_of, named};
use lexer::{Kind, tokens};
use sentences::Spoken;

/// The modules: each may use only those that stand before it.
const ORDER: [&str; 17] = [
    "text",
    "disk",
    "toml_file",
    "handle",
    "units",
    "notice",
    "geometry",
    "layer",
    "measure",
    "standard",
    "formats",
    "plan",
    "check",
    "map",
    "report",
    "app",
    "cli",
];
/// What `report`, which computes nothing, may take from `measure`: how a finding names a feature.
const PLAIN_DATA_OF_MEASURE: [&str; 2] = ["FeatureRef", "Part"];
/// Parts of names that speak of degrees on a globe, and the crates that turn them into metres.
const DEGREES: [&str; 9] =
    ["degrees", "lonlat", "longlat", "lon", "lat", "longitude", "latitude", "proj4rs", "geographiclib"];
/// Crates of the window.
const WINDOW: [&str; 5] = ["egui", "eframe", "epaint", "wgpu", "winit"];
/// Calls that change a disk.
const CHANGES: [&str; 11] = [
    "fs::write(",
    "fs::rename(",
    "fs::copy(",
    "fs::hard_link(",
    "remove_file(",
    "remove_dir",
    "create_dir",
    "File::create",
    "OpenOptions",
    "set_permissions(",
    "set_len(",
];
/// Codes of notices that results promise to those who read them by program.
const PROMISED: [&str; 20] = [
    "scope-substituted",
    "scope-assumed-all",
    "county-assumed",
    "year-assumed",
    "ends-assumed",
    "pointed-end",
    "null-shape",
    "row-skipped",
    "ring-repaired",
    "duplicate-line",
    "dual-carriageway",
    "class-unknown",
    "class-field-missing",
    "share-unstated",
    "encoding-guessed",
    "encoding-contradicts",
    "crs-assumed",
    "datum-null-shift",
    "layer-unusable",
    "argument-unused",
];
/// The most lines of a file before its tests.
const LONGEST: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder of the repository, in order, as paths from that folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() { collect(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    collect(folder, &mut found);
    found.sort();
    found
}

/// Rust sources below a folder: path from it with `/`, and text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let folder = root().join(folder);
    files_below(&folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .map(|path| {
            let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// Holds every source file of the crate to a rule.
fn hold(rule: fn(&str, &str) -> Vec<String>) {
    let sources = sources("src");
    assert!(sources.len() > 20, "the sources were not found");
    let complaints: Vec<String> = sources.iter().flat_map(|(file, source)| rule(file, source)).collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// What stands before a file's tests.
fn before_tests(source: &str) -> &str {
    source.split("#[cfg(test)]").next().unwrap_or(source)
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|known| *known == module)
}

/// Modules use only what stands left of them.
fn out_of_order(file: &str, source: &str) -> Vec<String> {
    let module = module_of(file);
    let complaint = |line: usize, path: &[String], why: &str| format!("src/{file}:{line}: {} {why}", path.join("::"));
    let own = module.first().map(String::as_str);
    let mut complaints = Vec::new();
    if let Some(own) = own.filter(|own| rank(own).is_none()) {
        complaints.push(format!("src/{file}: the module {own} has no place in the order"));
    }
    for named in named(&module, &tokens(source)) {
        let first = named.path.first().map_or("", String::as_str);
        let why = match (own.and_then(rank), rank(first)) {
            (_, None) => "is no module of the order",
            (None, Some(_)) if file == "main.rs" && !matches!(first, "cli" | "app") => "is not for main.rs",
            (Some(own), Some(used)) if used > own => "stands right of this module",
            _ if own == Some("report") && first == "measure" && !is_plain_data(&named.path) => {
                "computes; reports do not"
            }
            _ => continue,
        };
        complaints.push(complaint(named.line, &named.path, why));
    }
    complaints
}

fn is_plain_data(path: &[String]) -> bool {
    path.get(1).is_some_and(|item| PLAIN_DATA_OF_MEASURE.contains(&item.as_str()))
}

/// Names that contain one of these words, word by word: `lat` stands in `at_lat` and in `LatLon`, not in `flat`.
fn names_with(file: &str, source: &str, words: &[&str], why: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let tokens = tokens(source);
    for (at, token) in tokens.iter().enumerate() {
        let Kind::Word(name) = &token.kind else { continue };
        if name == "to_degrees" && is_call_without_arguments(&tokens[at + 1..]) {
            continue;
        }
        let mut snake = String::new();
        for letter in name.chars() {
            if letter.is_uppercase() && snake.ends_with(|last: char| last.is_lowercase()) {
                snake.push('_');
            }
            snake.extend(letter.to_lowercase());
        }
        if snake.split('_').any(|word| words.contains(&word)) {
            complaints.push(format!("src/{file}:{}: {name} {why}", token.line));
        }
    }
    complaints
}

/// `angle.to_degrees()` speaks of a turn, `frame.to_degrees(place)` of a place on the globe.
fn is_call_without_arguments(after: &[lexer::Token]) -> bool {
    matches!(after, [open, close, ..] if open.is_mark('(') && close.is_mark(')'))
}

/// Degrees stay at the door.
fn degrees_inside(file: &str, source: &str) -> Vec<String> {
    let door = ["formats/", "geometry/frame.rs", "geometry/frame/"].iter().any(|door| file.starts_with(door));
    if door { Vec::new() } else { names_with(file, source, &DEGREES, "speaks of degrees") }
}

/// Only the window names the crates of the window.
fn window_outside_app(file: &str, source: &str) -> Vec<String> {
    let app = file == "app.rs" || file.starts_with("app/");
    if app { Vec::new() } else { names_with(file, source, &WINDOW, "belongs to the window") }
}

/// Only `disk` changes a disk: what is changed elsewhere no test of a failing disk sees.
fn disk_changed_elsewhere(file: &str, source: &str) -> Vec<String> {
    let of_tests = file.ends_with("/tests.rs") || file.contains("/tests/");
    if file.starts_with("disk/") || of_tests {
        return Vec::new();
    }
    let found = CHANGES.iter().filter(|call| before_tests(source).contains(*call));
    found.map(|call| format!("src/{file}: {call} changes the disk outside `disk`")).collect()
}

/// Files stay short enough to be read at one sitting.
fn too_long(file: &str, source: &str) -> Vec<String> {
    let lines = before_tests(source).lines().count();
    if lines > LONGEST {
        vec![format!("src/{file}: {lines} lines before its tests, at most {LONGEST}")]
    } else {
        vec![]
    }
}

/// Sentences that code says and nobody wrote, and sentences that nobody says.
fn unsaid(sources: &[(String, String)], sentences: &BTreeSet<String>) -> Vec<String> {
    let files: BTreeSet<String> =
        sentences.iter().filter_map(|key| key.split_once('.')).map(|(file, _)| file.to_owned()).collect();
    let mut complaints = Vec::new();
    let mut spoken = Spoken::default();
    for (file, source) in sources {
        let mut here = Spoken::default();
        here.add(&tokens(before_tests(source)), &files);
        complaints.extend(
            here.keys
                .iter()
                .filter(|(_, key)| !sentences.contains(key))
                .map(|(line, key)| format!("src/{file}:{line}: no sentence has the key {key}")),
        );
        complaints.extend(
            here.beginnings
                .iter()
                .filter(|(_, beginning)| !sentences.iter().any(|key| key.starts_with(beginning.as_str())))
                .map(|(line, beginning)| format!("src/{file}:{line}: no sentence has a key that begins {beginning}")),
        );
        spoken.keys.extend(here.keys);
        spoken.beginnings.extend(here.beginnings);
        spoken.entries.extend(here.entries);
    }
    complaints.extend(sentences.iter().filter(|key| !spoken.names(key)).map(|key| format!("nobody says {key}")));
    complaints
}

/// Keys of all sentences, `file.entry`.
fn sentences() -> BTreeSet<String> {
    let folder = root().join("assets/locales");
    let mut keys = BTreeSet::new();
    for path in files_below(&folder) {
        let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let table: toml_edit::DocumentMut =
            text.parse().unwrap_or_else(|error| panic!("{file}.toml does not parse: {error}"));
        keys.extend(table.iter().map(|(entry, _)| format!("{file}.{entry}")));
    }
    keys
}

/// Places that exist on one machine only. Split, so that this file does not hold what it looks for.
fn machine_paths() -> Vec<String> {
    [("/wo", "rk/"), ("/ho", "me/"), ("/ro", "ot/"), ("/Us", "ers/"), ("\\Us", "ers\\"), ("/tmp", "/wt")]
        .iter()
        .map(|(start, end)| format!("{start}{end}"))
        .collect()
}

fn with_machine_path(file: &str, text: &str) -> Vec<String> {
    let paths = machine_paths();
    text.lines()
        .enumerate()
        .filter(|(_, line)| paths.iter().any(|path| line.contains(path.as_str())))
        .map(|(index, line)| format!("{file}:{}: {line}", index + 1))
        .collect()
}

#[test]
fn modules_use_only_what_stands_left_of_them() {
    hold(out_of_order);
}

#[test]
fn every_module_of_the_crate_has_a_place_in_the_order() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let declared: Vec<&str> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")).map(|name| name.trim_end_matches(';')).collect();
    assert!(declared.len() >= 13, "{declared:?}");
    for module in declared {
        assert!(rank(module).is_some(), "{module} is not in the order");
    }
}

#[test]
fn a_use_of_what_stands_right_is_found_however_it_is_written() {
    for (file, source, expected) in [
        ("measure/x.rs", "use crate::plan::Snapshot;", "plan::Snapshot"),
        ("measure/x.rs", "use crate::{layer::{Layer, Role}, plan as p};", "plan "),
        ("measure/mod.rs", "fn f() { crate::check::check(); }", "check::check"),
        ("units.rs", "use super::notice::Notice;", "notice::Notice"),
        ("report/json.rs", "use super::super::cli::run;", "cli::run"),
        ("report/json.rs", "mod tests { use super::super::super::cli::run; }", "cli::run"),
        ("text.rs", "use crate::handle::*;", "handle::*"),
        ("helper.rs", "", "helper"),
        ("layer/x.rs", "use crate::helper::f;", "helper::f"),
        ("main.rs", "use langdao::plan::load;", "plan::load"),
        ("report/json.rs", "use crate::measure::line_density::measure;", "line_density"),
        ("report/json.rs", "use crate::measure::{FeatureRef, Input};", "measure::Input"),
    ] {
        let complaints = out_of_order(file, source);
        assert_eq!(complaints.len(), 1, "{source}: {complaints:?}");
        assert!(complaints[0].contains(expected), "{source}: {complaints:?}");
    }
}

#[test]
fn a_use_of_what_stands_left_is_not_complained_about() {
    for (file, source) in [
        ("measure/x.rs", "use crate::{geometry::Region, layer::{Layer, Role}, units::Figure as F};"),
        ("measure/x.rs", "use super::Input; mod tests { use super::super::Input; use super::*; }"),
        ("measure/x.rs", "// crate::plan\n/* crate::plan /* */ crate::cli */ const A: &str = \"crate::plan\";"),
        ("measure/x.rs", "const A: &str = r#\"\"crate::plan::X\"#; const B: char = '\"'; fn f<'a>() {}"),
        ("report/json.rs", "use crate::measure::{FeatureRef, Part}; use crate::check::Outcome;"),
        ("main.rs", "fn main() { langdao::cli::run() }"),
    ] {
        assert_eq!(out_of_order(file, source), Vec::<String>::new(), "{source}");
    }
}

#[test]
fn degrees_stay_in_the_formats_and_the_frame() {
    hold(degrees_inside);
}

#[test]
fn degrees_inside_are_found_and_flat_things_are_not() {
    assert_eq!(degrees_inside("measure/x.rs", "use proj4rs::Proj; let lat = at_lon(LonLat::new());").len(), 4);
    assert_eq!(degrees_inside("layer/mod.rs", "let middle_degrees = 1.0;").len(), 1);
    assert_eq!(degrees_inside("layer/mod.rs", "frame.to_degrees(place)").len(), 1);
    assert!(degrees_inside("geometry/caps.rs", "turn.atan2(x).to_degrees()").is_empty());
    assert!(
        degrees_inside("measure/x.rs", "// degrees\nlet (flat, along, plate) = (\"lat\", belong, relate);").is_empty()
    );
    assert!(degrees_inside("geometry/frame.rs", "let lon = 1.0;").is_empty());
    assert!(degrees_inside("formats/crs.rs", "let lon = 1.0;").is_empty());
}

#[test]
fn only_the_window_names_its_crates() {
    hold(window_outside_app);
    assert_eq!(window_outside_app("check/mod.rs", "use egui::Ui;").len(), 1);
    assert!(window_outside_app("app/panel.rs", "use egui::Ui;").is_empty());
}

#[test]
fn only_the_disk_module_changes_a_disk() {
    hold(disk_changed_elsewhere);
    assert_eq!(disk_changed_elsewhere("plan/x.rs", "std::fs::write(path, text)?;").len(), 1);
    assert!(disk_changed_elsewhere("disk/x.rs", "std::fs::write(path, text)?;").is_empty());
    assert!(disk_changed_elsewhere("plan/x.rs", "fs::read(path)?; #[cfg(test)] fs::write(path, text)").is_empty());
}

#[test]
fn files_are_short_before_their_tests() {
    hold(too_long);
    let (long, short) = ("\n".repeat(LONGEST + 1), "\n".repeat(LONGEST));
    assert_eq!(too_long("x.rs", &long).len(), 1);
    assert!(too_long("x.rs", &format!("{short}#[cfg(test)]{long}")).is_empty());
}

#[test]
fn every_sentence_is_written_and_said() {
    let sentences = sentences();
    assert!(sentences.len() > 20, "the sentences were not found");
    let complaints = unsaid(&sources("src"), &sentences);
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn promised_notices_have_their_sentences() {
    let sentences = sentences();
    let missing: Vec<&str> =
        PROMISED.into_iter().filter(|code| !sentences.contains(&format!("notice.{code}"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_sentence_that_is_missing_or_never_said_is_found() {
    let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<String>>();
    let source = |text: &str| vec![(String::from("x.rs"), text.to_owned())];
    let known = keys(&["notice.null-shape", "layer.role-green", "report.head"]);
    let all = r#"Notice::new("null-shape"); format!("layer.role-{}", x); Message::new("report.head"); "plan.toml";"#;
    assert_eq!(unsaid(&source(all), &known), Vec::<String>::new());
    let through_a_name = r#"item("head"); Message::new(format!("report.{name}")); "null-shape"; "layer.role-green""#;
    assert_eq!(unsaid(&source(through_a_name), &known), Vec::<String>::new());
    for (text, expected) in [
        (r#"Notice::new("no-such");"#, "no sentence has the key notice.no-such"),
        (r#"Message::new("report.no-such");"#, "no sentence has the key report.no-such"),
        (r#"format!("layer.rule-{}", x);"#, "no sentence has a key that begins layer.rule-"),
    ] {
        let complaints = unsaid(&source(&format!("{all}{text}")), &known);
        assert!(complaints.len() == 1 && complaints[0].ends_with(expected), "{complaints:?}");
    }
    let only_tests = format!("#[cfg(test)] mod tests {{ {all} }}");
    assert_eq!(unsaid(&source(&only_tests), &known).len(), 3);
}

#[test]
fn no_file_names_a_path_of_one_machine() {
    let mut files = Vec::new();
    for folder in [".ci", "assets", "benches", "examples", "sample-maps", "src", "tests"] {
        files.extend(files_below(&root().join(folder)));
    }
    let beside = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path());
    // In a worktree `.git` is a file with a path of the machine; it is not the project's.
    files.extend(beside.filter(|path| path.is_file() && !path.ends_with(".git")));
    let complaints: Vec<String> = files
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok().map(|text| (path, text)))
        .flat_map(|(path, text)| with_machine_path(&path.display().to_string(), &text))
        .collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
    for path in machine_paths() {
        assert_eq!(with_machine_path("README.md", &format!("see {path}x")).len(), 1);
    }
}
