//! Toolbar, status line, dialogs, saving and exporting.

use std::path::PathBuf;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use langdao::app::{Action, App, Command, Opening, Stage};
use langdao::plan::{DrawnFeature, DrawnShape};
use langdao::text::Lang;

use super::{until, window};

const PLAN: &str = r#"langdao = 1
name = "小镇"
year = 2030
crs = "EPSG:4543"

[[layer]]
role = "built-up-area"
source = "town.geojson"

[[layer]]
role = "greenways"
source = "greenways.geojson"

[[layer]]
role = "corridors"
source = "corridor.geojson"

[figures]
urban_population = { value = 1000.0, year = 2025 }
"#;

/// A town of a square kilometre with 500 m of greenway and a corridor 40 m wide, in a folder that goes with the test.
pub(crate) fn town(lang: Lang) -> (tempfile::TempDir, Harness<'static, App>) {
    let folder = tempfile::tempdir().unwrap();
    let square = |x: f64, y: f64, width: f64, height: f64| {
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)];
        let corners: Vec<String> =
            corners.iter().map(|(x, y)| format!("[{},{}]", 500_000.0 + x, 3_087_000.0 + y)).collect();
        format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, corners.join(","))
    };
    let line = r#"{"type":"LineString","coordinates":[[500100,3087100],[500600,3087100]]}"#.to_owned();
    let layers = [
        ("town", square(0.0, 0.0, 1_000.0, 1_000.0)),
        ("greenways", line),
        ("corridor", square(0.0, 500.0, 1_000.0, 40.0)),
    ];
    for (name, shape) in layers {
        let text = format!(
            r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:4543"}}}},"features":[{{"type":"Feature","properties":{{"name":"{name}"}},"geometry":{shape}}}]}}"#
        );
        std::fs::write(folder.path().join(format!("{name}.geojson")), text).unwrap();
    }
    std::fs::write(folder.path().join("plan.toml"), PLAN).unwrap();
    let mut harness = window(Opening::Paths(vec![folder.path().to_owned()]), lang);
    checked(&mut harness);
    (folder, harness)
}

pub(crate) fn checked(harness: &mut Harness<'static, App>) {
    harness.run_steps(3);
    until(harness, |app| app.document().stage() == Stage::Checked);
}

pub(crate) fn order(harness: &mut Harness<'static, App>, command: Command) {
    harness.state_mut().command(command);
    harness.run_steps(4);
}

/// Saves the plan, and waits until that is done.
pub(crate) fn save(harness: &mut Harness<'static, App>, path: PathBuf) {
    order(harness, Command::SaveTo(path));
    until(harness, |app| app.jobs().running().iter().all(|job| job.kind != langdao::app::JobKind::Save));
}

pub(crate) fn click(harness: &mut Harness<'static, App>, label: &str) {
    harness.get_by_role_and_label(Role::Button, label).click();
    harness.run_steps(4);
}

/// Writes over what stands in a field.
pub(crate) fn fill(harness: &mut Harness<'static, App>, label: &str, text: &str) {
    fill_as(harness, Role::TextInput, label, text);
}

pub(crate) fn fill_as(harness: &mut Harness<'static, App>, role: Role, label: &str, text: &str) {
    harness.get_by_role_and_label(role, label).focus();
    harness.run_steps(2);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    harness.run_steps(1);
    harness.get_by_role_and_label(role, label).type_text(text);
    harness.run_steps(2);
}

pub(crate) fn figure(harness: &Harness<'static, App>, clause: &str) -> f64 {
    let outcome = harness.state().document().outcome().unwrap();
    outcome.clauses.iter().find(|own| own.clause == clause).and_then(|own| own.figure).unwrap().low
}

pub(crate) fn do_(name: &str) -> Command {
    use langdao::app::Action;
    Command::Do(Action::all().find(|action| action.label().key == format!("app.do-{name}")).unwrap())
}

pub(crate) fn show(name: langdao::app::Dialog) -> Command {
    Command::Show(Some(name))
}

#[test]
fn a_population_typed_with_wan_halves_the_greenway_length_per_head() {
    let (_town, mut harness) = town(Lang::Zh);
    let before = figure(&harness, "greenway-per-capita");
    let people = harness.state().document().plan().unwrap().content().figures["urban_population"].value;
    order(&mut harness, show(langdao::app::Dialog::Figure("urban_population".to_owned())));
    fill(&mut harness, "城区人口（人）", "很多");
    click(&mut harness, "确定");
    assert!(harness.state().session().dialog.is_some(), "words are no number");
    fill(&mut harness, "城区人口（人）", &format!("{}万", people * 2.0 / 10_000.0));
    fill(&mut harness, "数据来源", "统计年鉴");
    click(&mut harness, "确定");
    checked(&mut harness);
    assert!((figure(&harness, "greenway-per-capita") * 2.0 - before).abs() < 1e-9);
    let plan = harness.state().document().plan().unwrap();
    assert_eq!(plan.content().figures["urban_population"].source.as_deref(), Some("统计年鉴"));
}

#[test]
fn settings_are_one_edit_and_a_wrong_year_or_system_is_said_at_its_field() {
    let (_town, mut harness) = town(Lang::Zh);
    order(&mut harness, do_("plan-settings"));
    fill(&mut harness, "评价年份", "明年");
    click(&mut harness, "确定");
    assert!(harness.state().session().dialog.is_some());
    fill(&mut harness, "评价年份", "2027");
    fill(&mut harness, "坐标系，如 EPSG:4543", "EPSG:1");
    click(&mut harness, "确定");
    assert!(harness.state().session().dialog.is_some(), "no table knows EPSG:1");
    fill(&mut harness, "坐标系，如 EPSG:4543", "EPSG:4543");
    let county = harness.get_by_role_and_label(Role::ComboBox, "县（市）");
    county.click();
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Button, "会理市").click();
    harness.run_steps(4);
    click(&mut harness, "确定");
    checked(&mut harness);
    let plan = harness.state().document().plan().unwrap();
    assert_eq!((plan.content().year, plan.content().county.as_deref()), (Some(2027), Some("会理市")));
    assert_eq!(harness.state().document().loaded().unwrap().snapshot.county.as_deref(), Some("会理市"));
    order(&mut harness, do_("undo"));
    checked(&mut harness);
    let plan = harness.state().document().plan().unwrap();
    assert!(!plan.is_changed(), "the settings were one edit");
}

#[test]
fn an_argument_is_recorded_and_taken_back() {
    let (_town, mut harness) = town(Lang::Zh);
    order(&mut harness, do_("arguments"));
    let known = harness.state().document().plan().unwrap().content().arguments.len();
    click(&mut harness, "记录论证");
    assert!(harness.state().session().dialog.is_some(), "nobody argued anything");
    fill(&mut harness, "论证单位", "市规委会");
    fill_as(&mut harness, Role::MultilineTextInput, "理由", "地形所限");
    click(&mut harness, "记录论证");
    checked(&mut harness);
    let arguments = harness.state().document().plan().unwrap().content().arguments.clone();
    assert_eq!(arguments.len(), known + 1);
    assert_eq!(arguments.last().map(|own| own.reason.as_str()), Some("地形所限"));
}

#[test]
fn a_plan_is_saved_opened_again_and_found_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("方案.toml");
    let (_town, mut harness) = town(Lang::Zh);
    let before = figure(&harness, "greenway-per-capita");
    save(&mut harness, path.clone());
    assert!(path.is_file());
    checked(&mut harness);
    let verdicts = |harness: &Harness<'static, App>| {
        let outcome = harness.state().document().outcome().unwrap().clone();
        outcome.clauses.iter().map(|clause| (clause.clause.clone(), clause.verdict)).collect::<Vec<_>>()
    };
    let shown = verdicts(&harness);
    drop(harness);
    let mut again = window(Opening::Paths(vec![path]), Lang::Zh);
    checked(&mut again);
    assert!((figure(&again, "greenway-per-capita") - before).abs() < 1e-12);
    assert_eq!(verdicts(&again), shown);
}

fn exported(harness: &mut Harness<'static, App>, path: PathBuf) -> Vec<u8> {
    order(harness, Command::Export(path.clone()));
    until(harness, |app| app.jobs().running().is_empty());
    std::fs::read(path).unwrap()
}

#[test]
fn findings_and_map_are_exported_by_the_ending_of_the_path() {
    let folder = tempfile::tempdir().unwrap();
    let (_town, mut harness) = town(Lang::Zh);
    let geojson = exported(&mut harness, folder.path().join("a.geojson"));
    assert!(String::from_utf8(geojson).unwrap().contains("FeatureCollection"));
    let findings = harness.state().document().outcome().unwrap().clauses.iter().map(|own| own.findings.len());
    let findings: usize = findings.sum();
    let csv = exported(&mut harness, folder.path().join("a.csv"));
    assert!(findings > 0 && String::from_utf8(csv).unwrap().lines().count() > findings);
    let picture = exported(&mut harness, folder.path().join("a.png"));
    let picture = png::Decoder::new(std::io::Cursor::new(picture)).read_info().unwrap();
    // A3 at 300 dots to the inch.
    assert_eq!(picture.info().width.max(picture.info().height), 4_961);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn what_is_drawn_is_exported_as_a_set_or_as_geojson() {
    let folder = tempfile::tempdir().unwrap();
    let (_town, mut harness) = town(Lang::Zh);
    let enabled = |harness: &Harness<'static, App>| {
        let app = harness.state();
        Action::ExportDrawnShapefile.is_enabled(app.document(), app.session(), app.jobs())
    };
    assert!(!enabled(&harness), "nothing is drawn yet");
    let at = |x: f64| langdao::geometry::Coord { x: 500_000.0 + x, y: 3_087_000.0 };
    let drawn = DrawnFeature {
        id: "d1".to_owned(),
        role: langdao::layer::Role::Greenways,
        name: None,
        values: std::collections::BTreeMap::new(),
        between: Vec::new(),
        ends: Vec::new(),
        shape: DrawnShape::Line(vec![at(0.0), at(300.0)]),
    };
    let frame = harness.state().document().loaded().unwrap().snapshot.frame.clone();
    let edit = harness.state().document().plan().unwrap().drawing(drawn, &frame);
    order(&mut harness, Command::Edit(edit));
    checked(&mut harness);
    assert!(enabled(&harness));
    let set = exported(&mut harness, folder.path().join("a.shp"));
    assert_eq!(set.get(..4), Some(&9994_u32.to_be_bytes()[..]));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 5);
    let path = folder.path().join("b.geojson");
    order(&mut harness, Command::ExportDrawn(path.clone()));
    until(&mut harness, |app| app.jobs().running().is_empty());
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains("\"role\":\"greenways\"") && text.contains("\"length_m\":300.0"), "{text}");
}

#[test]
fn a_source_layer_is_never_written_over() {
    let (_town, mut harness) = town(Lang::Zh);
    let source = harness.state().document().loaded().unwrap().snapshot.sources[0].clone();
    let before = std::fs::read(&source).unwrap();
    order(&mut harness, Command::Export(source.clone()));
    assert!(harness.state().session().toasts.iter().any(|toast| toast.failed));
    assert_eq!(std::fs::read(&source).unwrap(), before);
}

/// Renames the town, so that it holds an unsaved change.
fn changed() -> (tempfile::TempDir, Harness<'static, App>) {
    let (folder, mut harness) = town(Lang::Zh);
    let edit = harness.state().document().plan().unwrap().setting_name(Some("新方案".to_owned()));
    order(&mut harness, Command::Edit(edit));
    checked(&mut harness);
    (folder, harness)
}

#[test]
fn unsaved_changes_are_asked_about_before_a_plan_is_closed() {
    let (_town, mut harness) = changed();
    order(&mut harness, do_("close"));
    click(&mut harness, "取消");
    assert!(harness.state().document().plan().is_some_and(langdao::plan::Plan::is_changed));
    order(&mut harness, do_("close"));
    click(&mut harness, "不保存");
    assert_eq!(harness.state().document().stage(), Stage::Empty);
}

#[test]
fn changes_are_saved_before_another_plan_is_opened() {
    let (folder, mut harness) = changed();
    order(&mut harness, do_("open-sample"));
    click(&mut harness, "保存");
    until(&mut harness, |app| app.document().is_sample());
    assert!(std::fs::read_to_string(folder.path().join("plan.toml")).unwrap().contains("新方案"));
}

#[test]
fn a_window_with_unsaved_changes_is_not_closed_unasked() {
    let (_town, mut harness) = changed();
    let root = harness.input().viewport_id;
    let events = &mut harness.input_mut().viewports.get_mut(&root).unwrap().events;
    events.push(egui::ViewportEvent::Close);
    harness.step();
    let held = harness.output().viewport_output.values().flat_map(|output| &output.commands);
    assert!(held.into_iter().any(|command| *command == egui::ViewportCommand::CancelClose));
    harness.run_steps(3);
    assert!(harness.query_by_role_and_label(Role::Button, "不保存").is_some());
}

#[test]
fn the_language_is_switched_at_once() {
    let (_town, mut harness) = town(Lang::Zh);
    click(&mut harness, "中文 / English");
    assert!(harness.query_by_role_and_label(Role::Button, "Export").is_some());
    click(&mut harness, "English / 中文");
    assert!(harness.query_by_role_and_label(Role::Button, "导出").is_some());
}

#[test]
fn a_theme_is_chosen_in_the_menu() {
    let mut harness = window(Opening::Empty, Lang::Zh);
    harness.run_steps(3);
    click(&mut harness, "菜单");
    click(&mut harness, "查看");
    harness.get_by_role_and_label(Role::RadioButton, "深色").click();
    harness.run_steps(4);
    assert!(harness.ctx.theme() == egui::Theme::Dark);
}

#[test]
fn every_action_of_the_menus_is_reached_by_its_label() {
    let mut found = std::collections::BTreeSet::new();
    for group in ["File", "Plan", "Drawing", "Export results", "Panels", "View"] {
        let mut harness = window(Opening::Empty, Lang::En);
        harness.run_steps(3);
        click(&mut harness, "Menu");
        click(&mut harness, group);
        for action in langdao::app::Action::all() {
            let label = action.label().say(Lang::En);
            found.extend(harness.query_all_by_label(&label).next().map(|_| label.clone()));
        }
    }
    let theme_and_keys = ["Back", "Light / dark / as the system", "English / 中文", "Draw"];
    for action in langdao::app::Action::all() {
        let label = action.label().say(Lang::En);
        assert!(found.contains(&label) || theme_and_keys.contains(&label.as_str()), "{label}");
    }
}

#[test]
fn a_typed_path_says_whether_it_is_there_and_enter_opens_it() {
    let mut harness = window(Opening::Empty, Lang::Zh);
    order(&mut harness, do_("open-path"));
    harness.key_press(egui::Key::Escape);
    harness.run_steps(4);
    assert!(harness.state().session().dialog.is_none(), "Escape leaves a dialog");
    order(&mut harness, do_("open-path"));
    fill(&mut harness, "路径", "/不存在/方案");
    harness.key_press(egui::Key::Enter);
    harness.run_steps(4);
    assert!(harness.query_by_label_contains("此处没有文件或文件夹").is_some());
    let sample = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sample-maps/anning");
    fill(&mut harness, "路径", &sample.display().to_string());
    harness.key_press(egui::Key::Enter);
    until(&mut harness, |app| app.document().plan().is_some());
    assert!(harness.state().session().dialog.is_none());
}

#[test]
fn an_existing_file_is_replaced_only_when_that_is_confirmed_once_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, "old").unwrap();
    let (_town, mut harness) = town(Lang::Zh);
    order(&mut harness, show(langdao::app::Dialog::Target(Box::new(Command::Export(path.clone())))));
    harness.key_press(egui::Key::Enter);
    harness.run_steps(4);
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    click(&mut harness, "替换现有文件");
    until(&mut harness, |app| app.jobs().running().is_empty());
    assert_ne!(std::fs::read(&path).unwrap(), b"old");
}

#[test]
fn every_dialog_shows_itself_at_any_size() {
    use langdao::app::Dialog;
    let dialogs = [
        Dialog::PlanSettings,
        Dialog::Figure("urban_population".to_owned()),
        Dialog::Argument(None),
        Dialog::OpenPath,
        Dialog::Unsaved(Box::new(do_("close"))),
        Dialog::About,
        Dialog::Clause("road-density".to_owned()),
    ];
    let (_town, mut harness) = town(Lang::En);
    for dialog in dialogs {
        for size in [[0.0, 0.0], [1.0, 1.0], [320.0, 200.0], [1440.0, 900.0]] {
            harness.set_size(size.into());
            order(&mut harness, show(dialog.clone()));
            assert_eq!(harness.state().session().dialog.as_ref(), Some(&dialog));
        }
    }
}

#[test]
fn what_asks_for_plan_settings_fits_the_smallest_window() {
    use langdao::app::Dialog;
    for lang in [Lang::Zh, Lang::En] {
        let (_town, mut harness) = town(lang);
        harness.set_size([640.0, 400.0].into());
        order(&mut harness, show(Dialog::PlanSettings));
        harness.run_steps(4);
        let confirm = langdao::text::Message::new("app.apply").say(lang);
        let button = harness.get_by_role_and_label(Role::Button, &confirm).rect();
        assert!(button.right() < 630.0 && button.bottom() < 390.0, "{button:?}");
    }
}

#[test]
fn the_first_save_of_a_folder_states_the_roles_that_were_guessed() {
    let (folder, harness) = town(Lang::Zh);
    drop(harness);
    let plan = folder.path().join("plan.toml");
    std::fs::remove_file(&plan).unwrap();
    let mut harness = window(Opening::Paths(vec![folder.path().to_owned()]), Lang::Zh);
    checked(&mut harness);
    let guessed = |app: &App| -> Vec<_> {
        app.document().loaded().unwrap().snapshot.layers.iter().map(|layer| layer.roles.clone()).collect()
    };
    let shown = guessed(harness.state());
    assert!(shown.iter().any(|roles| !roles.is_empty()));
    save(&mut harness, plan.clone());
    checked(&mut harness);
    assert!(!harness.state().document().plan().unwrap().is_changed());
    assert_eq!(guessed(harness.state()), shown);
    let text = std::fs::read_to_string(plan).unwrap();
    assert_eq!(text.matches("role = ").count(), shown.iter().map(Vec::len).sum::<usize>(), "{text}");
}

#[test]
fn a_file_among_added_ones_that_cannot_be_a_layer_is_said() {
    let (folder, mut harness) = town(Lang::Zh);
    let names = ["site.dwg", "more.geojson"].map(|name| folder.path().join(name));
    std::fs::write(&names[0], "AC1032").unwrap();
    std::fs::copy(folder.path().join("town.geojson"), &names[1]).unwrap();
    order(&mut harness, Command::Add(names.to_vec()));
    until(&mut harness, |app| app.session().dialog == Some(langdao::app::Dialog::Import));
    assert!(harness.query_by_label_contains("site.dwg").is_some());
    harness.key_press(egui::Key::Enter);
    until(&mut harness, |app| app.document().plan().unwrap().content().layers.len() == 4);
}
