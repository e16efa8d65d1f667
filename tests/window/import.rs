//! Files on their way into a plan: what each is, what it does for the clauses, and the one edit that imports them.

use std::path::PathBuf;

use egui::accesskit::Role as Widget;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use langdao::app::{App, Command, Dialog, Goal, ImportOrder, Opening, Stage};
use langdao::layer::Role;
use langdao::text::Lang;

use super::dialogs::{checked, do_, order, town};
use super::{until, window};

/// A file as the system drops it.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// Four streets of 100 m in the town, in metres of its system.
fn streets(folder: &std::path::Path, name: &str) -> PathBuf {
    let street = |y: u32| {
        format!(
            r#"{{"type":"Feature","properties":{{"DLDJ":"支路"}},"geometry":{{"type":"LineString","coordinates":[[500100,{y}],[500200,{y}]]}}}}"#
        )
    };
    let all: Vec<String> = (0..4).map(|number| street(3_087_100 + 100 * number)).collect();
    let text = format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:4543"}}}},"features":[{}]}}"#,
        all.join(",")
    );
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn is_open(app: &App) -> bool {
    app.session().dialog == Some(Dialog::Import)
}

/// Waits for the page and until it has read and judged what would come.
fn read(harness: &mut Harness<'static, App>) {
    until(harness, |app| is_open(app) && app.jobs().running().is_empty());
    harness.run_steps(3);
}

fn press(harness: &mut Harness<'static, App>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

fn layers(app: &App) -> Vec<(String, Vec<Role>)> {
    let layers = &app.document().plan().unwrap().content().layers;
    layers.iter().map(|layer| (layer.source.clone(), layer.roles.clone())).collect()
}

#[test]
fn a_dropped_file_shows_what_it_is_and_enter_imports_it_as_guessed_in_one_edit() {
    for (lang, clauses, title) in
        [(Lang::Zh, "条款能否判定", "道路网密度"), (Lang::En, "What can be judged", "Road-network density")]
    {
        let (folder, mut harness) = town(lang);
        let path = streets(folder.path(), "道路中心线.geojson");
        harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path)));
        harness.run_steps(2);
        read(&mut harness);
        assert!(harness.query_by_label_contains("GeoJSON · ").is_some());
        let before = harness.query_all_by_label(title).count();
        press(&mut harness, clauses);
        assert!(harness.query_all_by_label(title).count() > before, "{title}");
        assert_eq!(layers(harness.state()).len(), 3, "nothing is changed yet");
        harness.key_press(egui::Key::Escape);
        harness.run_steps(3);
        assert!(!is_open(harness.state()));
        order(&mut harness, Command::Add(vec![folder.path().join("道路中心线.geojson")]));
        read(&mut harness);
        harness.key_press(egui::Key::Enter);
        harness.run_steps(2);
        until(&mut harness, |app| layers(app).len() == 4);
        assert_eq!(layers(harness.state())[3], ("道路中心线.geojson".to_owned(), vec![Role::RoadCentrelines]));
        checked(&mut harness);
        assert_eq!(harness.state().document().plan().unwrap().done().len(), 1);
        order(&mut harness, do_("undo"));
        assert_eq!(layers(harness.state()).len(), 3);
    }
}

#[test]
fn a_role_is_corrected_and_a_file_left_out_before_anything_is_imported() {
    let (folder, mut harness) = town(Lang::Zh);
    let paths = vec![streets(folder.path(), "a.geojson"), streets(folder.path(), "b.geojson")];
    order(&mut harness, Command::Add(paths));
    read(&mut harness);
    press(&mut harness, "导入 b.geojson");
    read(&mut harness);
    let roles = harness.get_by_role_and_label(Widget::ComboBox, "a.geojson 的角色");
    let column = roles.rect().x_range();
    roles.click();
    harness.run_steps(4);
    // A tool of drawing has that name too; the role stands beneath what was pressed.
    let beneath = |button: &egui_kittest::Node<'_>| column.contains(button.rect().left() + 1.0);
    // The list is longer than its window: the role is reached as a screen reader reaches it.
    harness.get_all_by_role_and_label(Widget::Button, "绿道").find(beneath).unwrap().click_accesskit();
    harness.run_steps(4);
    read(&mut harness);
    press(&mut harness, "导入 1 个图层");
    until(&mut harness, |app| layers(app).len() == 4);
    assert_eq!(layers(harness.state())[3], ("a.geojson".to_owned(), vec![Role::Greenways]));
}

#[test]
fn files_that_cannot_be_layers_are_named_with_what_to_do_and_leaving_changes_nothing() {
    let (folder, mut harness) = town(Lang::Zh);
    let drawing = folder.path().join("总图.dwg");
    std::fs::write(&drawing, "AC1032").unwrap();
    order(&mut harness, Command::Add(vec![drawing]));
    read(&mut harness);
    assert!(harness.query_by_label_contains("总图.dwg").is_some());
    harness.key_press(egui::Key::Enter);
    harness.run_steps(3);
    assert!(is_open(harness.state()), "there is nothing to import");
    harness.key_press(egui::Key::Escape);
    harness.run_steps(3);
    assert!(!is_open(harness.state()));
    assert_eq!(layers(harness.state()).len(), 3);
    let known = folder.path().join("town.geojson");
    order(&mut harness, Command::Add(vec![known]));
    read(&mut harness);
    assert!(harness.query_by_label("这些文件已经是此方案的图层").is_some());
}

#[test]
fn a_broken_file_is_shown_with_its_reason_beside_those_that_can_be_used() {
    let (folder, mut harness) = town(Lang::Zh);
    let broken = folder.path().join("坏.geojson");
    std::fs::write(&broken, "{").unwrap();
    order(&mut harness, Command::Add(vec![broken, streets(folder.path(), "路.geojson")]));
    read(&mut harness);
    let reason = harness.query_all_by_label_contains("坏.geojson").count();
    assert!(reason >= 2, "its line and its reason: {reason}");
    press(&mut harness, "导入 坏.geojson");
    read(&mut harness);
    press(&mut harness, "导入 1 个图层");
    until(&mut harness, |app| layers(app).len() == 4);
    assert_eq!(layers(harness.state())[3].0, "路.geojson");
}

#[test]
fn a_folder_without_a_plan_is_looked_at_and_opened_with_what_was_stated() {
    let folder = tempfile::tempdir().unwrap();
    streets(folder.path(), "a.geojson");
    streets(folder.path(), "b.geojson");
    let mut harness = window(Opening::Empty, Lang::Zh);
    harness.run_steps(3);
    let look = || Command::Import(ImportOrder::Look(Goal::Open, vec![folder.path().to_owned()]));
    order(&mut harness, look());
    read(&mut harness);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(2);
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    assert_eq!(layers(harness.state()).len(), 2);
    assert!(!harness.state().document().plan().unwrap().is_changed(), "opened as it was guessed");
    order(&mut harness, do_("close"));
    order(&mut harness, look());
    read(&mut harness);
    press(&mut harness, "导入 a.geojson");
    read(&mut harness);
    press(&mut harness, "导入 1 个图层");
    until(&mut harness, |app| app.document().stage() == Stage::Checked && layers(app).len() == 1);
    assert_eq!(layers(harness.state())[0].0, "b.geojson");
    order(&mut harness, do_("undo"));
    assert_eq!(layers(harness.state()).len(), 2, "one edit, which undo takes back");
}

#[test]
fn a_folder_with_a_plan_is_opened_at_once() {
    let (folder, mut harness) = town(Lang::Zh);
    order(&mut harness, do_("close"));
    order(&mut harness, Command::Add(vec![folder.path().to_owned()]));
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    assert!(!is_open(harness.state()));
}

#[test]
fn the_page_shows_itself_at_any_size() {
    let (folder, mut harness) = town(Lang::En);
    let path = streets(folder.path(), "roads.geojson");
    order(&mut harness, Command::Add(vec![path]));
    read(&mut harness);
    for size in [[0.0, 0.0], [1.0, 1.0], [640.0, 400.0], [1440.0, 900.0]] {
        harness.set_size(size.into());
        harness.run_steps(4);
        assert!(is_open(harness.state()), "{size:?}");
    }
}
