//! The dialog of the report: what is chosen, the pages, writing.

use std::path::{Path, PathBuf};

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use langdao::app::{Action, App, Command, Dialog, Stage};
use langdao::text::Lang;

use super::dialogs::{checked, click, fill, order, town};
use super::until;

/// Outputs that are ticked at first, as they are called in Chinese.
const TICKED: [&str; 3] = ["Word 文档 .docx", "PDF 文档 .pdf", "Excel 表格 .xlsx"];
const TARGET: &str = "保存到（文件夹和文件名，不含扩展名）";
const TEMPLATE: &str = "PDF 版式模板";
const DATE: &str = "报告日期";

fn open(harness: &mut Harness<'static, App>) {
    order(harness, Command::Do(Action::Report));
    assert_eq!(harness.state().session().dialog, Some(Dialog::Report));
}

fn tick(harness: &mut Harness<'static, App>, label: &str) {
    harness.get_by_role_and_label(Role::CheckBox, label).click();
    harness.run_steps(3);
}

fn is_ticked(harness: &Harness<'static, App>, label: &str) -> bool {
    let node = harness.get_by_role_and_label(Role::CheckBox, label);
    node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
}

fn is_enabled(harness: &Harness<'static, App>, button: &str) -> bool {
    !harness.get_by_role_and_label(Role::Button, button).accesskit_node().is_disabled()
}

fn is_said(harness: &Harness<'static, App>, part: &str) -> bool {
    harness.query_all_by_label_contains(part).next().is_some()
}

/// The dialog with only these outputs ticked, writing under a name in a folder.
fn writing(outputs: &[&str], target: &Path) -> (tempfile::TempDir, Harness<'static, App>) {
    let (town, mut harness) = town(Lang::Zh);
    open(&mut harness);
    for label in TICKED.iter().chain(outputs) {
        tick(&mut harness, label);
    }
    fill(&mut harness, TARGET, &target.display().to_string());
    (town, harness)
}

fn written(harness: &mut Harness<'static, App>) {
    until(harness, |app| !app.jobs().running().iter().any(|job| job.label.key == "app.job-export"));
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn the_dialog_is_opened_by_its_shortcut_and_by_its_button_and_left_by_escape() {
    let (_town, mut harness) = town(Lang::Zh);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::R);
    harness.run_steps(4);
    assert_eq!(harness.state().session().dialog, Some(Dialog::Report));
    harness.key_press(Key::Escape);
    harness.run_steps(4);
    assert_eq!(harness.state().session().dialog, None);
    click(&mut harness, "报告…");
    assert_eq!(harness.state().session().dialog, Some(Dialog::Report));
    harness.get_all_by_role_and_label(Role::Button, "关闭").last().unwrap().click();
    harness.run_steps(4);
    assert_eq!(harness.state().session().dialog, None);
}

#[test]
fn choices_are_there_again_when_the_dialog_is_opened_again() {
    let (_town, mut harness) = town(Lang::Zh);
    open(&mut harness);
    for label in TICKED {
        assert!(is_ticked(&harness, label), "{label}");
    }
    tick(&mut harness, "JSON 结果 .json");
    tick(&mut harness, TICKED[0]);
    fill(&mut harness, DATE, "2026-05-31");
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    order(&mut harness, Command::Show(None));
    open(&mut harness);
    assert!(
        is_ticked(&harness, "JSON 结果 .json") && !is_ticked(&harness, TICKED[0]) && is_ticked(&harness, TICKED[1])
    );
    let date = harness.get_by_role_and_label(Role::TextInput, DATE);
    assert_eq!(date.accesskit_node().value().as_deref(), Some("2026-05-31"));
}

#[test]
fn without_an_output_or_a_clause_or_with_a_wrong_date_nothing_can_be_written() {
    let (_town, mut harness) = town(Lang::Zh);
    open(&mut harness);
    assert!(is_enabled(&harness, "生成报告"));
    for label in TICKED {
        tick(&mut harness, label);
    }
    assert!(!is_enabled(&harness, "生成报告") && is_said(&harness, "没有勾选任何输出"));
    tick(&mut harness, "CSV 表格 .csv");
    assert!(is_enabled(&harness, "生成报告"));
    fill(&mut harness, DATE, "2026-02-30");
    assert!(!is_enabled(&harness, "生成报告") && is_said(&harness, "日期请写成"));
    fill(&mut harness, DATE, "2026-02-28");
    assert!(is_enabled(&harness, "生成报告"));
    harness.get_by_role_and_label(Role::RadioButton, "逐条选择").click();
    harness.run_steps(3);
    let clauses: Vec<String> = {
        let loaded = harness.state().document().loaded().unwrap();
        loaded.standard.clauses.iter().map(|clause| clause.title.say(Lang::Zh).to_owned()).collect()
    };
    for title in &clauses {
        assert!(is_ticked(&harness, title), "single clauses start from all: {title}");
        harness.get_by_role_and_label(Role::CheckBox, title).click_accesskit();
        harness.run_steps(2);
    }
    assert!(!is_enabled(&harness, "生成报告") && is_said(&harness, "没有选中任何条款"));
}

#[test]
fn the_ticked_outputs_are_written_under_one_name() {
    let folder = tempfile::tempdir().unwrap();
    let (_town, mut harness) =
        writing(&["JSON 结果 .json", "CSV 表格 .csv", "GeoJSON .geojson"], &folder.path().join("小镇.报告"));
    click(&mut harness, "生成报告");
    written(&mut harness);
    assert_eq!(names(folder.path()), ["小镇.报告.csv", "小镇.报告.geojson", "小镇.报告.json"]);
    assert!(is_said(&harness, "已生成 3 个文件"));
    assert_eq!(harness.state().session().dialog, None, "the dialog has served");
    let json = std::fs::read_to_string(folder.path().join("小镇.报告.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["clauses"].as_array().unwrap().len(), 50);
}

#[test]
fn a_report_of_violations_speaks_of_no_other_clause_and_in_the_language_that_was_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let (_town, mut harness) = writing(&["JSON 结果 .json"], &folder.path().join("a"));
    for choice in ["未达标和存疑", "English"] {
        harness.get_by_role_and_label(Role::RadioButton, choice).click();
        harness.run_steps(3);
    }
    click(&mut harness, "生成报告");
    written(&mut harness);
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.path().join("a.json")).unwrap()).unwrap();
    let verdicts: Vec<&str> =
        json["clauses"].as_array().unwrap().iter().map(|clause| clause["verdict"].as_str().unwrap()).collect();
    let outcome = harness.state().document().outcome().unwrap();
    let wanting = outcome.clauses.iter().filter(|own| matches!(own.verdict.code(), "violates" | "depends-on-reading"));
    assert_eq!(verdicts, wanting.map(|own| own.verdict.code()).collect::<Vec<_>>());
    assert!(!verdicts.is_empty() && verdicts.len() < outcome.clauses.len());
}

#[test]
fn a_source_layer_is_not_written_over_and_then_nothing_else_is_written_either() {
    let (town, mut harness) = town(Lang::Zh);
    open(&mut harness);
    for label in TICKED.iter().chain(&["CSV 表格 .csv", "GeoJSON .geojson"]) {
        tick(&mut harness, label);
    }
    let before = std::fs::read(town.path().join("town.geojson")).unwrap();
    let known = names(town.path());
    fill(&mut harness, TARGET, &town.path().join("town").display().to_string());
    click(&mut harness, "生成报告");
    written(&mut harness);
    assert!(is_said(&harness, "是方案的源图层"));
    assert_eq!(std::fs::read(town.path().join("town.geojson")).unwrap(), before);
    assert_eq!(names(town.path()), known);
}

#[test]
fn files_that_are_there_are_replaced_only_when_that_is_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, "old").unwrap();
    let (_town, mut harness) = writing(&["CSV 表格 .csv", "JSON 结果 .json"], &folder.path().join("a"));
    click(&mut harness, "生成报告");
    written(&mut harness);
    assert!(is_said(&harness, "生成时会替换：a.csv"));
    assert_eq!(
        (std::fs::read(&path).unwrap().as_slice(), names(folder.path())),
        (&b"old"[..], vec!["a.csv".to_owned()])
    );
    click(&mut harness, "不替换");
    assert!(is_enabled(&harness, "生成报告"), "the question was taken back");
    click(&mut harness, "生成报告");
    written(&mut harness);
    fill(&mut harness, TARGET, &folder.path().join("b").display().to_string());
    assert!(is_enabled(&harness, "生成报告"), "another name is another question");
    fill(&mut harness, TARGET, &folder.path().join("a").display().to_string());
    click(&mut harness, "生成报告");
    written(&mut harness);
    click(&mut harness, "替换");
    written(&mut harness);
    assert_ne!(std::fs::read(&path).unwrap(), b"old");
    assert_eq!(names(folder.path()), ["a.csv", "a.json"]);
}

#[test]
fn an_output_that_fails_is_named_and_nothing_half_written_is_left() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("a.json")).unwrap();
    let (_town, mut harness) = writing(&["JSON 结果 .json"], &folder.path().join("a"));
    click(&mut harness, "生成报告");
    written(&mut harness);
    click(&mut harness, "替换");
    written(&mut harness);
    assert!(is_said(&harness, "a.json 未能生成") && is_said(&harness, "没有写入任何文件"));
    assert_eq!(names(folder.path()), ["a.json"]);
}

#[test]
fn a_template_that_is_not_there_is_said_at_its_field_and_in_place_of_the_pages() {
    let (_town, mut harness) = town(Lang::Zh);
    open(&mut harness);
    until(&mut harness, |app| app.jobs().running().is_empty());
    fill(&mut harness, TEMPLATE, "/不存在/a.typ");
    assert!(!is_enabled(&harness, "生成报告") && is_said(&harness, "没有这个模板文件"));
    settle(&mut harness);
    assert!(is_said(&harness, "无法生成预览") && is_said(&harness, "无法读取"));
}

/// Steps until choices have stood long enough for pages to be made of them, and they are.
fn settle(harness: &mut Harness<'static, App>) {
    harness.run_steps(12);
    until(harness, |app| app.jobs().running().is_empty());
}

#[test]
fn pages_are_turned_by_buttons_and_keys_and_made_anew_when_a_choice_changes_them() {
    let (_town, mut harness) = town(Lang::Zh);
    open(&mut harness);
    settle(&mut harness);
    let pages = |harness: &Harness<'static, App>| -> String {
        harness.get_by_role(Role::Image).accesskit_node().label().unwrap_or_default()
    };
    let first = pages(&harness);
    let all: usize = first.rsplit('共').next().unwrap().trim_end_matches('页').trim().parse().unwrap();
    assert!(first.starts_with("第 1 页") && all > 1, "{first}");
    assert!(!is_enabled(&harness, "上一页"));
    click(&mut harness, "下一页");
    assert!(pages(&harness).starts_with("第 2 页"));
    harness.key_press(Key::PageUp);
    harness.run_steps(3);
    assert!(pages(&harness).starts_with("第 1 页"));
    for _ in 0..all + 2 {
        harness.key_press(Key::PageDown);
        harness.run_steps(2);
    }
    assert!(pages(&harness).starts_with(&format!("第 {all} 页")), "the last page is the last");
    harness.get_by_role_and_label(Role::RadioButton, "未达标和存疑").click();
    settle(&mut harness);
    assert_ne!(pages(&harness), format!("第 {all} 页，共 {all} 页"), "fewer clauses, fewer pages");
}

#[test]
fn a_plan_that_is_being_checked_can_be_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let (_town, mut harness) = writing(&["CSV 表格 .csv"], &folder.path().join("a"));
    let edit = harness.state().document().plan().unwrap().setting_name(Some("新方案".to_owned()));
    harness.state_mut().command(Command::Edit(edit));
    // Reading starts in this frame and ends in a later one at the earliest, checking in one after that.
    harness.step();
    assert!(is_said(&harness, "方案有改动，正在核查"));
    harness.get_by_role_and_label(Role::Button, "核查后生成").click_accesskit();
    harness.step();
    checked(&mut harness);
    written(&mut harness);
    assert_eq!(names(folder.path()), ["a.csv"]);
}

#[test]
fn a_plan_that_cannot_be_checked_says_why_in_place_of_the_pages() {
    let (_town, mut harness) = town(Lang::Zh);
    open(&mut harness);
    let edit = harness.state().document().plan().unwrap().setting_standard(Some("没有.toml".to_owned()));
    order(&mut harness, Command::Edit(edit));
    until(&mut harness, |app| app.document().stage() == Stage::Failed);
    assert!(is_said(&harness, "没有可写入报告的结果") && is_said(&harness, "没有.toml"));
    assert!(!is_enabled(&harness, "核查后生成"));
    let again = Action::Recheck.label().say(Lang::Zh);
    let ways = |harness: &Harness<'static, App>| harness.query_all_by_role_and_label(Role::Button, &again).count();
    let with_dialog = ways(&harness);
    order(&mut harness, Command::Show(None));
    assert_eq!(ways(&harness) + 1, with_dialog, "the dialog offers to check again");
    open(&mut harness);
    order(&mut harness, Command::Do(Action::Undo));
    checked(&mut harness);
    assert!(is_enabled(&harness, "生成报告"));
}

#[test]
fn writing_that_is_stopped_says_that_nothing_half_written_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let (_town, mut harness) = writing(&["JSON 结果 .json"], &folder.path().join("a"));
    harness.get_by_role_and_label(Role::Button, "生成报告").click_accesskit();
    harness.step();
    harness.step();
    let job = harness.state().jobs().running().iter().find(|job| job.label.key == "app.job-export").unwrap().id;
    assert!(harness.query_by_role_and_label(Role::Button, "停止生成").is_some());
    harness.state_mut().command(Command::Cancel(job));
    harness.run_steps(3);
    let toasts = &harness.state().session().toasts;
    assert!(toasts.iter().any(|toast| toast.message.key == "app.export-cancelled") || !names(folder.path()).is_empty());
    assert!(names(folder.path()).iter().all(|name| name == "a.json"), "{:?}", names(folder.path()));
}

#[test]
fn the_dialog_speaks_english_and_proposes_a_name_beside_the_plan() {
    let (town, mut harness) = town(Lang::En);
    open(&mut harness);
    let target = |harness: &Harness<'static, App>| -> PathBuf {
        let field = harness.get_by_role_and_label(Role::TextInput, "Write to (folder and name, without ending)");
        PathBuf::from(field.accesskit_node().value().unwrap_or_default())
    };
    assert_eq!(target(&harness), town.path().join("小镇-report"));
    assert!(is_enabled(&harness, "Write") && is_ticked(&harness, "Word .docx"));
    harness.get_by_role_and_label(Role::RadioButton, "中文").click();
    harness.run_steps(3);
    assert_eq!(target(&harness), town.path().join("小镇-报告"));
}

#[test]
fn how_text_is_written_is_asked_only_for_shapefiles() {
    let (_town, mut harness) = town(Lang::Zh);
    open(&mut harness);
    assert!(harness.query_by_role_and_label(Role::RadioButton, "GBK（旧版软件）").is_none());
    tick(&mut harness, "Shapefile .shp");
    assert!(harness.query_by_role_and_label(Role::RadioButton, "GBK（旧版软件）").is_some());
}

#[test]
fn the_dialog_shows_itself_at_any_size() {
    for lang in [Lang::Zh, Lang::En] {
        let (_town, mut harness) = town(lang);
        for size in [[0.0, 0.0], [1.0, 1.0], [320.0, 200.0], [640.0, 400.0], [900.0, 600.0], [1_440.0, 900.0]] {
            harness.set_size(size.into());
            order(&mut harness, Command::Show(Some(Dialog::Report)));
            harness.run_steps(6);
            assert_eq!(harness.state().session().dialog, Some(Dialog::Report));
        }
    }
}
