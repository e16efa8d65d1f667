//! The panel of layers, correcting a layer, and the list of notices.

use std::path::{Path, PathBuf};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use langdao::app::{App, Command, Opening, Stage};
use langdao::check::{Outcome, Verdict};
use langdao::layer::Role;
use langdao::text::Lang;

use super::{until, window};

fn checked(app: &App) -> bool {
    app.document().stage() == Stage::Checked
}

/// A window with the sample read and checked.
fn sample(lang: Lang) -> Harness<'static, App> {
    let mut harness = window(Opening::Last, lang);
    until(&mut harness, checked);
    harness
}

/// A built-up area with a greenway in it, read and checked, in a folder that goes with the test.
fn town() -> (tempfile::TempDir, Harness<'static, App>) {
    let of = |geometry: &str| format!(r#"{{"type":"Feature","properties":{{}},"geometry":{geometry}}}"#);
    let area = r#"{"type":"Polygon","coordinates":[[[102.19,27.89],[102.22,27.89],[102.22,27.91],[102.19,27.91],[102.19,27.89]]]}"#;
    let line = r#"{"type":"LineString","coordinates":[[102.2,27.9],[102.21,27.9]]}"#;
    let plan = "langdao = 1\nname = \"小镇\"\ncrs = \"EPSG:4543\"\n\
        [[layer]]\nsource = \"a.geojson\"\nrole = \"built-up-area\"\n\
        [[layer]]\nsource = \"b.geojson\"\nrole = \"greenways\"\n\
        [figures]\nurban_population = { value = 1000.0, year = 2025 }\n";
    folder(&[("plan.toml", plan), ("a.geojson", &of(area)), ("b.geojson", &of(line))])
}

/// A window with a plan of these files, read and checked.
fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, Harness<'static, App>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let mut harness = window(Opening::Paths(vec![folder.path().to_owned()]), Lang::Zh);
    until(&mut harness, checked);
    (folder, harness)
}

/// A ring that crosses itself, which reading repairs, named `name`.
fn bow_tie(name: &str) -> String {
    let ring = "[[[102.0,27.9],[102.001,27.901],[102.001,27.9],[102.0,27.901],[102.0,27.9]]]";
    format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"name":"{name}"}},
        "geometry":{{"type":"Polygon","coordinates":{ring}}}}}]}}"#
    )
}

fn press(harness: &mut Harness<'static, App>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

fn verdicts(outcome: &Outcome) -> Vec<Verdict> {
    outcome.clauses.iter().map(|clause| clause.verdict).collect()
}

fn roles(app: &App, index: usize) -> &[Role] {
    &app.document().plan().unwrap().content().layers[index].roles
}

/// The index of the layer of the plan that plays a role.
fn entry_of(app: &App, role: Role) -> usize {
    app.document().plan().unwrap().content().layers.iter().position(|entry| entry.roles.contains(&role)).unwrap()
}

fn open_properties(harness: &mut Harness<'static, App>, more: &str) {
    press(harness, more);
    press(harness, "图层属性…");
}

#[test]
fn a_layer_is_hidden_and_shown_by_its_eye() {
    let (_town, mut harness) = town();
    press(&mut harness, "隐藏绿道");
    let hidden = harness.state().session().hidden.clone();
    assert_eq!(hidden.len(), 1, "{hidden:?}");
    press(&mut harness, "显示绿道");
    assert!(harness.state().session().hidden.is_empty());
}

#[test]
fn every_layer_of_the_sample_has_its_line_in_both_languages() {
    let mut harness = sample(Lang::Zh);
    for (lang, label) in [(Lang::Zh, "隐藏建筑"), (Lang::En, "Hide Buildings")] {
        harness.state_mut().command(Command::Speak(lang));
        harness.run_steps(4);
        assert!(harness.query_by_label(label).is_some(), "{label}");
        let (verb, layers) = (
            if lang == Lang::Zh { "隐藏" } else { "Hide " },
            &harness.state().document().loaded().unwrap().snapshot.layers,
        );
        assert_eq!(harness.query_all_by_label_contains(verb).count(), layers.len());
    }
}

#[test]
fn another_role_is_applied_in_one_edit_that_the_check_follows_and_undo_takes_back() {
    let (_town, mut harness) = town();
    let greenways = entry_of(harness.state(), Role::Greenways);
    let before = verdicts(harness.state().document().outcome().unwrap());
    open_properties(&mut harness, "绿道：更多操作");
    // The dialog lies over the list: the box of the role is the one that can be ticked.
    press(&mut harness, "底图");
    press(&mut harness, "应用");
    until(&mut harness, |app| roles(app, greenways) == [Role::Backdrop] && checked(app));
    let after = verdicts(harness.state().document().outcome().unwrap());
    assert_ne!(before, after);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run_steps(3);
    until(&mut harness, |app| roles(app, greenways) == [Role::Greenways] && checked(app));
    assert_eq!(verdicts(harness.state().document().outcome().unwrap()), before);
}

#[test]
fn a_cancelled_correction_changes_nothing() {
    let (_town, mut harness) = town();
    open_properties(&mut harness, "绿道：更多操作");
    press(&mut harness, "底图");
    press(&mut harness, "取消");
    let app = harness.state();
    assert!(app.session().dialog.is_none() && !app.document().plan().unwrap().is_changed());
    assert!(app.document().plan().unwrap().undo_label().is_none());
}

#[test]
fn the_first_rows_are_shown_in_the_chosen_encoding() {
    let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"邛海"},
        "geometry":{"type":"Polygon","coordinates":[[[102.0,27.9],[102.001,27.9],[102.001,27.901],[102.0,27.9]]]}}]}"#;
    let (_folder, mut harness) = folder(&[("水域.geojson", text)]);
    open_properties(&mut harness, "水域：更多操作");
    press(&mut harness, "坐标与编码");
    wait_for(&mut harness, "邛海");
    harness.get_by_role_and_label(egui::accesskit::Role::ComboBox, "文字编码").click();
    harness.run_steps(4);
    press(&mut harness, "windows-1252");
    // The three bytes of 邛 in UTF-8, each a letter of the other encoding.
    wait_for(&mut harness, "é‚›æµ·");
    assert!(harness.query_by_label("邛海").is_none());
}

/// Steps until a label is there.
fn wait_for(harness: &mut Harness<'static, App>, label: &str) {
    for _ in 0..6000 {
        if harness.query_by_label(label).is_some() {
            return;
        }
        harness.step();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("{label} never came");
}

#[test]
fn what_was_repaired_is_listed_and_flown_to() {
    let (_folder, mut harness) = folder(&[("水域.geojson", &bow_tie("邛海"))]);
    let layer = &harness.state().document().loaded().unwrap().snapshot.layers[0];
    let notice = layer.notices.iter().find(|notice| notice.at.is_some()).unwrap().clone();
    let label = format!("{} 条说明", layer.notices.len());
    press(&mut harness, &label);
    assert!(harness.query_by_label(&notice.message.say(Lang::Zh)).is_some());
    press(&mut harness, &format!("看第 {} 行所在处", notice.row.unwrap()));
    let app = harness.state();
    assert!(app.session().dialog.is_none());
    let [x, y] = notice.at.unwrap();
    let camera = app.session().camera.unwrap();
    assert!((camera.centre.x - x).abs() < 1.0 && (camera.centre.y - y).abs() < 1.0);
}

#[test]
fn a_layer_that_cannot_be_used_stands_in_the_list_and_can_be_corrected() {
    let plan = "langdao = 1\n[[layer]]\nrole = \"green\"\nsource = \"没有.shp\"\n[[layer]]\nrole = \"water\"\nsource = \"水.geojson\"\n";
    let (_folder, mut harness) = folder(&[("plan.toml", plan), ("水.geojson", &bow_tie("a"))]);
    press(&mut harness, "更正绿地图斑");
    let reason = harness.state().document().loaded().unwrap().snapshot.unusable[0].reason.say(Lang::Zh);
    assert!(harness.query_by_label(&reason).is_some(), "{reason}");
}

#[test]
fn a_backdrop_goes_by_its_file() {
    let (_folder, harness) = folder(&[("草图.geojson", &bow_tie("a"))]);
    assert_eq!(harness.state().document().loaded().unwrap().snapshot.layers[0].roles, [Role::Backdrop]);
    assert!(harness.query_by_label("隐藏草图.geojson").is_some());
}

#[test]
fn a_plan_that_cannot_be_opened_leaves_the_panel_with_its_hint() {
    let mut harness = window(Opening::Paths(vec![PathBuf::from("/nowhere")]), Lang::Zh);
    harness.run_steps(4);
    assert!(harness.query_by_label_contains("把 Shapefile").is_some());
}

#[test]
fn files_held_over_the_window_are_told_where_they_will_go() {
    let (_town, mut harness) = town();
    let held = egui::HoveredFile { path: Some(Path::new("a.shp").to_owned()), ..egui::HoveredFile::default() };
    harness.input_mut().hovered_files.push(held);
    harness.run_steps(3);
    let name = harness.state().document().loaded().unwrap().snapshot.name.clone();
    assert!(harness.query_by_label(&format!("松开后作为图层加入“{name}”")).is_some());
}
