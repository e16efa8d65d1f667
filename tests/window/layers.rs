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

/// A plan of four layers, two of them in a group.
fn grouped() -> (tempfile::TempDir, Harness<'static, App>) {
    let plan = "langdao = 1\n[[layer]]\nrole = \"water\"\nsource = \"水.geojson\"\n\
        [[layer]]\nrole = \"green\"\nsource = \"绿.geojson\"\ngroup = \"现状\"\n\
        [[layer]]\nrole = \"plazas\"\nsource = \"广.geojson\"\ngroup = \"现状\"\n\
        [[layer]]\nrole = \"buildings\"\nsource = \"建.geojson\"\n";
    folder(&[
        ("plan.toml", plan),
        ("水.geojson", &bow_tie("a")),
        ("绿.geojson", &bow_tie("b")),
        ("广.geojson", &bow_tie("c")),
        ("建.geojson", &bow_tie("d")),
    ])
}

/// The layers of the plan with their groups, in its order.
fn arranged(app: &App) -> Vec<(String, String)> {
    let layers = &app.document().plan().unwrap().content().layers;
    layers.iter().map(|layer| (layer.source.replace(".geojson", ""), layer.group.clone().unwrap_or_default())).collect()
}

fn owned(layers: &[(&str, &str)]) -> Vec<(String, String)> {
    layers.iter().map(|(source, group)| ((*source).to_owned(), (*group).to_owned())).collect()
}

const AT_FIRST: [(&str, &str); 4] = [("水", ""), ("绿", "现状"), ("广", "现状"), ("建", "")];

#[test]
fn a_group_is_folded_hidden_and_shown_alone() {
    let (_folder, mut harness) = grouped();
    assert!(harness.query_by_label("隐藏绿地图斑").is_some());
    press(&mut harness, "收起分组“现状”");
    assert!(harness.query_by_label("隐藏绿地图斑").is_none());
    press(&mut harness, "隐藏现状");
    let hidden = |harness: &Harness<'static, App>| harness.state().session().hidden.iter().cloned().collect::<Vec<_>>();
    assert_eq!(hidden(&harness), ["广.geojson", "绿.geojson"]);
    press(&mut harness, "显示现状");
    assert!(hidden(&harness).is_empty());
    press(&mut harness, "现状：更多操作");
    press(&mut harness, "只显示此分组");
    assert_eq!(hidden(&harness), ["建.geojson", "水.geojson"]);
    press(&mut harness, "显示全部图层");
    assert!(hidden(&harness).is_empty());
}

#[test]
fn what_is_hidden_is_remembered_for_its_plan_on_this_computer() {
    let (folder, mut harness) = grouped();
    press(&mut harness, "隐藏水域");
    let hidden = harness.state().session().hidden.clone();
    assert!(!harness.state().document().plan().unwrap().is_changed());
    harness.state_mut().command(Command::Do(langdao::app::Action::Close));
    harness.run_steps(3);
    harness.state_mut().command(Command::Open(vec![folder.path().to_owned()]));
    harness.run_steps(3);
    until(&mut harness, checked);
    assert_eq!(harness.state().session().hidden, hidden);
}

#[test]
fn alt_and_arrows_move_a_layer_past_others_into_no_second_check_and_undo_takes_it_back() {
    let (_folder, mut harness) = grouped();
    let (checked_in, layers) = {
        let app = harness.state();
        (app.document().checked_in(), app.document().loaded().unwrap().snapshot.layers.clone())
    };
    harness.get_by_label("建筑").focus();
    harness.run_steps(2);
    let alt = |harness: &mut Harness<'static, App>, key| {
        harness.key_press_modifiers(egui::Modifiers::ALT, key);
        harness.run_steps(3);
        until(harness, checked);
    };
    alt(&mut harness, egui::Key::ArrowUp);
    assert_eq!(arranged(harness.state()), owned(&[("水", ""), ("建", ""), ("绿", "现状"), ("广", "现状")]));
    alt(&mut harness, egui::Key::ArrowUp);
    assert_eq!(arranged(harness.state()), owned(&[("建", ""), ("水", ""), ("绿", "现状"), ("广", "现状")]));
    let app = harness.state();
    // The same layers, not read again, and the same check.
    let now = &app.document().loaded().unwrap().snapshot.layers;
    assert!(now.iter().all(|layer| layers.iter().any(|known| std::sync::Arc::ptr_eq(known, layer))));
    assert_eq!(app.document().checked_in(), checked_in);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run_steps(3);
    assert_eq!(arranged(harness.state()), owned(&AT_FIRST));
}

#[test]
fn a_layer_is_dragged_into_a_group() {
    let (_folder, mut harness) = grouped();
    let from = harness.get_by_label("建筑").rect().center();
    let to = harness.get_by_label("收起分组“现状”").rect().center() + egui::vec2(0.0, 4.0);
    harness.drag_at(from);
    harness.run_steps(2);
    for share in [0.2, 0.6, 1.0] {
        harness.hover_at(from.lerp(to, share));
        harness.run_steps(1);
    }
    harness.drop_at(to);
    harness.run_steps(4);
    assert_eq!(arranged(harness.state()), owned(&[("水", ""), ("建", "现状"), ("绿", "现状"), ("广", "现状")]));
}

#[test]
fn a_layer_goes_into_a_new_group_which_is_renamed_and_dissolved() {
    let (_folder, mut harness) = grouped();
    press(&mut harness, "水域：更多操作");
    press(&mut harness, "新建分组…");
    harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "分组名称").type_text("底图");
    harness.run_steps(2);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(4);
    assert_eq!(arranged(harness.state())[0], ("水".to_owned(), "底图".to_owned()));
    press(&mut harness, "底图：更多操作");
    press(&mut harness, "解散分组");
    assert_eq!(arranged(harness.state()), owned(&AT_FIRST));
}

#[test]
fn features_to_keep_are_ticked_with_their_counts_and_the_filter_can_be_seen_and_taken_back() {
    let one = |status: &str, at: f64| {
        format!(
            r#"{{"type":"Feature","properties":{{"状态":"{status}"}},"geometry":{{"type":"LineString","coordinates":[[102.2,{at}],[102.21,{at}]]}}}}"#
        )
    };
    let all = [one("现状", 27.9), one("已建", 27.91), one("规划", 27.92)].join(",");
    let roads = format!(r#"{{"type":"FeatureCollection","features":[{all}]}}"#);
    let (_folder, mut harness) = folder(&[("道路中心线.geojson", &roads)]);
    let count = |harness: &Harness<'static, App>| {
        harness.state().document().loaded().unwrap().snapshot.layers[0].features.len()
    };
    press(&mut harness, "道路中心线：更多操作");
    press(&mut harness, "筛选要素…");
    wait_for(&mut harness, "保留 3 个，共 3 个要素");
    wait_for(&mut harness, "规划");
    press(&mut harness, "规划");
    wait_for(&mut harness, "保留 2 个，共 3 个要素");
    press(&mut harness, "应用");
    until(&mut harness, checked);
    assert_eq!(count(&harness), 2);
    press(&mut harness, "道路中心线：只保留部分要素，点击查看筛选");
    // The values that are left out are still there to be ticked.
    wait_for(&mut harness, "规划");
    press(&mut harness, "取消此字段的筛选");
    press(&mut harness, "应用");
    until(&mut harness, |app| checked(app) && app.document().plan().unwrap().content().layers[0].keep.is_empty());
    assert_eq!(count(&harness), 3);
}

#[test]
fn many_layers_can_be_searched() {
    let files: Vec<(String, String)> = (0..14).map(|number| (format!("图{number}.geojson"), bow_tie("a"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (_folder, mut harness) = folder(&files);
    let shown = |harness: &Harness<'static, App>| harness.query_all_by_label_contains("隐藏").count();
    assert_eq!(shown(&harness), 14);
    harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "查找图层").focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "查找图层").type_text("图12");
    harness.run_steps(3);
    assert_eq!(shown(&harness), 1);
    harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "查找图层").type_text("无");
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("没有名称").is_some());
}

#[test]
fn a_layer_read_in_another_system_is_said_to_lie_elsewhere_before_that_is_applied() {
    let (_town, mut harness) = town();
    open_properties(&mut harness, "绿道：更多操作");
    press(&mut harness, "坐标与编码");
    assert!(harness.query_by_label("位置预览").is_some());
    let field = harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "坐标系");
    field.focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "坐标系").type_text("EPSG:4543");
    // Degrees taken for metres: the layer has nothing within reach.
    for _ in 0..2_000 {
        if harness.query_by_label_contains("坐标系可能不对").is_some()
            || harness.query_by_label_contains("b.geojson：").is_some()
        {
            return;
        }
        harness.step();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("nothing is said of where it would lie");
}
