//! The attribute table: rows, sorting, the filter, statistics, selection both ways, writing, amending.

use std::path::{Path, PathBuf};

use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use langdao::app::{App, Command, Opening, PanelId, Selected, Stage, TableOrder};
use langdao::text::Lang;

use super::{until, window};

/// Buildings of a name, storeys and a side in metres, in plan metres.
const BUILDINGS: [(&str, &str, f64); 4] =
    [("市民楼", "6", 20.0), ("高层甲", "18", 40.0), ("", "null", 10.0), ("2号楼", "9", 30.0)];

/// A plan with these buildings and a road, in a folder that goes with the test.
fn town() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let crs = r#""crs":{"type":"name","properties":{"name":"EPSG:4543"}}"#;
    let building = |(at, (name, storeys, side)): (usize, &(&str, &str, f64))| {
        let (x, y) = (500_000.0 + 100.0 * f64::from(u32::try_from(at).unwrap()), 3_087_000.0);
        let ring = format!("[[{x},{y}],[{},{y}],[{},{}],[{x},{}],[{x},{y}]]", x + side, x + side, y + side, y + side);
        format!(
            r#"{{"type":"Feature","properties":{{"名称":"{name}","层数":{storeys}}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
        )
    };
    let buildings: Vec<String> = BUILDINGS.iter().enumerate().map(building).collect();
    let collection = |features: &str| format!(r#"{{"type":"FeatureCollection",{crs},"features":[{features}]}}"#);
    let road = r#"{"type":"Feature","properties":{"道路等级":"主干道"},"geometry":{"type":"LineString","coordinates":[[500000,3086900],[500300,3086900]]}}"#;
    let plan = "langdao = 1\nname = \"小镇\"\ncrs = \"EPSG:4543\"\n\
        [[layer]]\nsource = \"楼.geojson\"\nrole = \"buildings\"\n\
        [[layer]]\nsource = \"路.geojson\"\nrole = \"road-centrelines\"\n";
    let files = [
        ("plan.toml", plan.to_owned()),
        ("楼.geojson", collection(&buildings.join(","))),
        ("路.geojson", collection(road)),
    ];
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// A window with the table of the buildings.
fn table(folder: &Path, lang: Lang) -> Harness<'static, App> {
    let mut harness = window(Opening::Paths(vec![folder.to_owned()]), lang);
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    harness.state_mut().command(Command::Table(TableOrder::Show(0)));
    settle(&mut harness);
    harness
}

/// Steps until no job of the table runs.
fn settle(harness: &mut Harness<'static, App>) {
    harness.run_steps(4);
    until(harness, |app| app.jobs().running().is_empty());
    harness.run_steps(4);
    until(harness, |app| app.jobs().running().is_empty());
}

/// Names of the rows from the top, as they are read out.
fn rows(harness: &Harness<'static, App>) -> Vec<String> {
    let rows = harness.get_all_by_role(Role::Row).map(|row| (row.rect().top(), row.accesskit_node().label()));
    let mut rows: Vec<(f32, String)> = rows.map(|(top, name)| (top, name.unwrap_or_default())).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, name)| name).collect()
}

/// Numbers of the rows that are shown.
fn numbers(harness: &Harness<'static, App>) -> Vec<u32> {
    let digits = |name: &String| {
        name.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect::<String>()
    };
    if harness.query_all_by_role(Role::Row).count() == 0 {
        return Vec::new();
    }
    rows(harness).iter().map(|name| digits(name).parse().unwrap()).collect()
}

fn head(harness: &mut Harness<'static, App>, name: &str) {
    harness.get_by_role_and_label(Role::ColumnHeader, name).click();
    settle(harness);
}

fn row<'a>(harness: &'a Harness<'static, App>, number: u32) -> egui_kittest::Node<'a> {
    let begins = format!("第 {number} 行：");
    let is_it =
        |row: &egui_kittest::Node<'_>| row.accesskit_node().label().is_some_and(|name| name.starts_with(&begins));
    harness.get_all_by_role(Role::Row).find(is_it).unwrap()
}

fn type_filter(harness: &mut Harness<'static, App>, text: &str) {
    harness.get_by_role_and_label(Role::TextInput, "筛选").focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "筛选").type_text(text);
    settle(harness);
}

fn selected(app: &App) -> Vec<(usize, usize)> {
    app.session().all_selected().map(|selected| (selected.layer, selected.feature)).collect()
}

#[test]
fn every_feature_is_a_row_with_its_fields_and_its_size_in_both_languages() {
    let folder = town();
    let mut harness = table(folder.path(), Lang::Zh);
    assert_eq!(numbers(&harness), [0, 1, 2, 3]);
    let told = rows(&harness)[1].clone();
    for part in ["名称 高层甲", "层数 18", "面积 1\u{2009}600.0"] {
        assert!(told.contains(part), "{told}");
    }
    assert!(harness.query_by_label("共 4 行").is_some());
    assert!(harness.query_by_label("合计 3\u{2009}000.0 m²").is_some());
    harness.state_mut().command(Command::Speak(Lang::En));
    settle(&mut harness);
    assert!(harness.query_by_label("4 rows").is_some());
    assert!(rows(&harness)[3].starts_with("Row 3:"));
}

#[test]
fn a_head_sorts_up_then_down_then_not_and_what_is_empty_comes_last() {
    let folder = town();
    let mut harness = table(folder.path(), Lang::Zh);
    head(&mut harness, "层数");
    assert_eq!(numbers(&harness), [0, 3, 1, 2]);
    head(&mut harness, "层数");
    assert_eq!(numbers(&harness), [1, 3, 0, 2]);
    head(&mut harness, "层数");
    assert_eq!(numbers(&harness), [0, 1, 2, 3]);
}

#[test]
fn a_condition_filters_while_it_is_typed_and_a_mistake_leaves_the_rows_and_says_what_is_expected() {
    let folder = town();
    let mut harness = table(folder.path(), Lang::Zh);
    type_filter(&mut harness, "层数 > 6");
    assert_eq!(numbers(&harness), [1, 3]);
    assert!(harness.query_by_label("筛选出 2").is_some());
    type_filter(&mut harness, " 且 名称 =");
    assert_eq!(numbers(&harness), [1, 3], "the rows of what could be read last stay");
    assert!(harness.query_by_label_contains("此处应为字段、数字或加引号的文字").is_some());
    type_filter(&mut harness, " \"2号楼\"");
    assert_eq!(numbers(&harness), [3]);
    harness.get_by_label("清除筛选").click();
    settle(&mut harness);
    assert_eq!(numbers(&harness), [0, 1, 2, 3]);
}

#[test]
fn nothing_that_fits_is_said() {
    let folder = town();
    let mut harness = table(folder.path(), Lang::Zh);
    type_filter(&mut harness, "层数 > 60");
    assert!(numbers(&harness).is_empty());
    assert!(harness.query_by_label("筛选出 0").is_some());
    assert!(harness.query_by_label("属性表，0 行").is_some());
}

#[test]
fn names_and_values_are_proposed_and_taken_by_key_and_by_click() {
    let folder = town();
    let mut harness = table(folder.path(), Lang::Zh);
    type_filter(&mut harness, "层");
    assert!(harness.query_by_label("填入 层数").is_some());
    harness.key_press(Key::Enter);
    settle(&mut harness);
    type_filter(&mut harness, "> 1 and 名称 = ");
    harness.get_by_label("填入 \"高层甲\"").click();
    settle(&mut harness);
    assert_eq!(numbers(&harness), [1]);
}

#[test]
fn tab_passes_an_empty_condition_and_takes_a_proposal_only_where_one_is_begun() {
    let folder = town();
    let mut harness = table(folder.path(), Lang::Zh);
    harness.get_by_role_and_label(Role::TextInput, "筛选").focus();
    harness.run_steps(2);
    for modifiers in [Modifiers::NONE, Modifiers::SHIFT] {
        harness.key_press_modifiers(modifiers, Key::Tab);
        settle(&mut harness);
        assert_eq!(numbers(&harness), [0, 1, 2, 3], "{modifiers:?}");
        let field = harness.get_by_role_and_label(Role::TextInput, "筛选");
        assert_eq!(field.accesskit_node().value().unwrap_or_default(), "");
    }
}

#[test]
fn clicks_select_on_the_map_with_control_and_shift() {
    let folder = town();
    let mut harness = table(folder.path(), Lang::Zh);
    row(&harness, 1).click();
    harness.run_steps(4);
    assert_eq!(selected(harness.state()), [(0, 1)]);
    row(&harness, 3).click_modifiers(Modifiers::COMMAND);
    harness.run_steps(4);
    assert_eq!(selected(harness.state()), [(0, 1), (0, 3)]);
    assert!(harness.query_by_label("选中 2").is_some());
    assert!(harness.query_by_label("选中合计 2\u{2009}500.0 m²").is_some());
    row(&harness, 0).click();
    harness.run_steps(4);
    row(&harness, 2).click_modifiers(Modifiers::SHIFT);
    harness.run_steps(4);
    assert_eq!(selected(harness.state()), [(0, 0), (0, 1), (0, 2)]);
}

#[test]
fn keys_walk_through_the_rows_and_enter_flies_there() {
    let folder = town();
    let mut harness = table(folder.path(), Lang::Zh);
    row(&harness, 0).click();
    harness.run_steps(4);
    harness.key_press(Key::ArrowDown);
    harness.run_steps(4);
    assert_eq!(selected(harness.state()), [(0, 1)]);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::End);
    harness.run_steps(4);
    assert_eq!(selected(harness.state()), [(0, 1), (0, 2), (0, 3)]);
    let scale = harness.state().session().camera.unwrap().metres_per_point;
    harness.key_press(Key::PageDown);
    harness.run_steps(30);
    let after = harness.state().session().camera.unwrap().metres_per_point;
    assert!((scale - after).abs() < 1e-9, "pages are of the rows, not of the map");
    harness.key_press(Key::Enter);
    harness.run_steps(60);
    let camera = harness.state().session().camera.unwrap();
    assert!((camera.centre.x - 500_315.0).abs() < 1.0 && (camera.centre.y - 3_087_015.0).abs() < 1.0, "{camera:?}");
}

#[test]
fn what_is_selected_on_the_map_is_marked_comes_first_or_is_shown_alone() {
    let folder = town();
    let mut harness = table(folder.path(), Lang::Zh);
    let third = Command::Select(vec![select_of(&harness, 3)]);
    harness.state_mut().command(third);
    settle(&mut harness);
    assert_eq!(row(&harness, 3).accesskit_node().toggled(), Some(Toggled::True));
    choose_rows(&mut harness, "选中在前");
    assert_eq!(numbers(&harness), [3, 0, 1, 2]);
    choose_rows(&mut harness, "仅选中");
    assert_eq!(numbers(&harness), [3]);
    let two = Command::Select(vec![select_of(&harness, 2), select_of(&harness, 0)]);
    harness.state_mut().command(two);
    settle(&mut harness);
    assert_eq!(numbers(&harness), [0, 2]);
    row(&harness, 2).click();
    harness.run_steps(4);
    assert_eq!(
        (selected(harness.state()), numbers(&harness)),
        (vec![(0, 2)], vec![0, 2]),
        "rows stay under the pointer"
    );
}

fn choose_rows(harness: &mut Harness<'static, App>, which: &str) {
    harness.get_by_role_and_label(Role::ComboBox, "显示哪些行").click();
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Button, which).click();
    settle(harness);
}

/// The building of a number, as the map selects it.
fn select_of(harness: &Harness<'static, App>, feature: usize) -> Selected {
    let layers = &harness.state().document().loaded().unwrap().snapshot.layers;
    assert!(layers[0].features.len() > feature);
    Selected { layer: 0, feature }
}

#[test]
fn statistics_of_a_column_follow_the_rows_and_a_value_filters() {
    let folder = town();
    let mut harness = table(folder.path(), Lang::Zh);
    harness.get_by_label("字段统计").click();
    settle(&mut harness);
    harness.get_by_role_and_label(Role::ComboBox, "统计的字段").click();
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Button, "层数").click();
    settle(&mut harness);
    for figure in ["33", "11", "9"] {
        assert!(harness.query_all_by_label(figure).count() > 0, "{figure}");
    }
    assert!(harness.query_by_label("分布图，6 至 18").is_some());
    type_filter(&mut harness, "面积 > 500");
    assert!(harness.query_by_label("分布图，9 至 18").is_some());
    harness.get_by_role_and_label(Role::ComboBox, "统计的字段").click();
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Button, "名称").click();
    settle(&mut harness);
    harness.get_by_label("高层甲，1 个").click();
    settle(&mut harness);
    assert_eq!(numbers(&harness), [1]);
}

#[test]
fn another_layer_is_chosen_in_the_head_and_by_the_menu_of_the_layer() {
    let folder = town();
    let mut harness = table(folder.path(), Lang::Zh);
    harness.get_by_role_and_label(Role::ComboBox, "属性表的图层").click();
    harness.run_steps(4);
    // The line of the layer in the list of layers bears the same name.
    harness.get_all_by_role_and_label(Role::Button, "道路中心线").last().unwrap().click();
    settle(&mut harness);
    assert!(rows(&harness)[0].contains("主干道") && rows(&harness)[0].contains("长度 300.0"));
    harness.get_by_label("建筑：更多操作").click();
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Button, "属性表").click();
    settle(&mut harness);
    assert_eq!(numbers(&harness).len(), 4);
}

#[test]
fn the_shortcut_opens_the_table_of_what_is_selected() {
    let folder = town();
    let mut harness = window(Opening::Paths(vec![folder.path().to_owned()]), Lang::Zh);
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    harness.state_mut().command(Command::Select(vec![Selected { layer: 1, feature: 0 }]));
    harness.run_steps(3);
    harness.key_press(Key::F6);
    settle(&mut harness);
    assert!(harness.state().settings().dock.is_shown(PanelId::Table));
    assert!(rows(&harness)[0].contains("主干道"));
}

/// Writes what is shown and waits for the file.
fn export(harness: &mut Harness<'static, App>, path: &Path) {
    harness.state_mut().command(Command::Table(TableOrder::ExportTo(path.to_owned())));
    settle(harness);
    assert!(path.exists(), "{}", path.display());
}

#[test]
fn the_rows_that_are_shown_are_written_in_their_order_for_spreadsheets() {
    let folder = town();
    let mut harness = table(folder.path(), Lang::Zh);
    head(&mut harness, "层数");
    type_filter(&mut harness, "层数 < 10");
    let csv: PathBuf = folder.path().join("表.csv");
    export(&mut harness, &csv);
    let text = std::fs::read_to_string(&csv).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("Excel shows Chinese by this mark");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("行号,名称,层数,面积（m²）,"), "{}", lines[0]);
    assert!(lines[1].starts_with("0,市民楼,6,400,") && lines[2].starts_with("3,2号楼,9,900,"), "{text}");
    assert_eq!(lines.len(), 3);
    let xlsx = folder.path().join("表.xlsx");
    export(&mut harness, &xlsx);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&xlsx).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut book, "属性表").unwrap();
    assert_eq!(sheet.get_value((2, 1)).unwrap().to_string(), "2号楼");
    assert_eq!(sheet.get_value((2, 2)), Some(&calamine::Data::Float(9.0)));
    assert_eq!(sheet.height(), 3);
}

#[test]
fn a_table_is_never_written_over_a_layer() {
    let folder = town();
    std::fs::rename(folder.path().join("楼.geojson"), folder.path().join("楼.csv.geojson")).unwrap();
    let plan = std::fs::read_to_string(folder.path().join("plan.toml")).unwrap();
    std::fs::write(folder.path().join("plan.toml"), plan.replace("楼.geojson", "楼.csv.geojson")).unwrap();
    let mut harness = table(folder.path(), Lang::Zh);
    let source = folder.path().join("楼.csv.geojson");
    let before = std::fs::read(&source).unwrap();
    harness.state_mut().command(Command::Table(TableOrder::ExportTo(source.clone())));
    settle(&mut harness);
    assert_eq!(std::fs::read(&source).unwrap(), before);
    assert!(harness.state().session().toasts.iter().any(|toast| toast.failed));
}

#[test]
fn a_value_is_amended_in_the_plan_from_its_cell_and_taken_back() {
    let folder = town();
    let mut harness = table(folder.path(), Lang::Zh);
    let at = harness.get_by_role_and_label(Role::ColumnHeader, "层数").rect().center().x;
    let y = row(&harness, 1).rect().center().y;
    let source = std::fs::read(folder.path().join("楼.geojson")).unwrap();
    secondary_click(&mut harness, egui::pos2(at, y));
    harness.get_by_label("在方案中修订“层数”…").click();
    harness.run_steps(4);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run_steps(2);
    let field = "选中的 1 个要素，“层数”改为";
    harness.get_by_role_and_label(Role::TextInput, field).type_text("五");
    harness.run_steps(3);
    assert!(harness.query_by_label("此字段应为数字").is_some());
    harness.key_press(Key::Backspace);
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, field).type_text("5");
    harness.run_steps(2);
    harness.get_by_label("修订").click();
    until(&mut harness, |app| storeys(app) == Some("5".to_owned()) && app.document().stage() == Stage::Checked);
    settle(&mut harness);
    assert!(rows(&harness)[1].contains("层数 5"), "{:?}", rows(&harness));
    assert_eq!(std::fs::read(folder.path().join("楼.geojson")).unwrap(), source, "the file stays as it is");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    until(&mut harness, |app| storeys(app) == Some("18".to_owned()));
}

/// Storeys of the second building.
fn storeys(app: &App) -> Option<String> {
    let layer = &app.document().loaded()?.snapshot.layers[0];
    layer.value(layer.features.get(1)?, langdao::layer::Field::Storeys).plain()
}

#[test]
fn the_table_says_why_a_plan_cannot_be_read() {
    let folder = town();
    let plan = std::fs::read_to_string(folder.path().join("plan.toml")).unwrap();
    std::fs::write(folder.path().join("plan.toml"), format!("standard = \"没有.toml\"\n{plan}")).unwrap();
    let mut harness = window(Opening::Paths(vec![folder.path().to_owned()]), Lang::Zh);
    until(&mut harness, |app| app.document().stage() == Stage::Failed);
    harness.state_mut().command(Command::ShowPanel(PanelId::Table));
    settle(&mut harness);
    let reason = harness.state().document().failure().unwrap()[0].say(Lang::Zh);
    assert!(harness.query_all_by_label(&reason).count() > 0, "{reason}");
}

#[test]
fn a_layer_that_is_read_anew_keeps_its_rows_its_order_and_its_condition() {
    let folder = town();
    let mut harness = table(folder.path(), Lang::Zh);
    head(&mut harness, "层数");
    type_filter(&mut harness, "层数 > 6");
    assert_eq!(numbers(&harness), [3, 1]);
    let source = folder.path().join("楼.geojson");
    let changed = std::fs::read_to_string(&source).unwrap().replace("\"层数\":9", "\"层数\":90");
    std::fs::write(&source, changed).unwrap();
    harness.state_mut().command(Command::Do(langdao::app::Action::Recheck));
    settle(&mut harness);
    assert_eq!(numbers(&harness), [1, 3]);
}

#[test]
fn the_panel_has_room_for_rows_from_the_first() {
    let folder = town();
    let harness = table(folder.path(), Lang::En);
    let grid = harness.get_by_label("Attribute table, 4 rows").rect();
    assert!(grid.height() > 4.0 * 24.0, "{grid:?}");
}

#[test]
fn the_table_shows_itself_at_any_size_with_statistics_and_a_mistake() {
    let folder = town();
    let mut harness = table(folder.path(), Lang::Zh);
    harness.get_by_label("字段统计").click();
    type_filter(&mut harness, "层数 >");
    harness.set_size([640.0, 400.0].into());
    harness.run_steps(4);
    assert_eq!(
        harness.get_by_role_and_label(Role::TextInput, "筛选").accesskit_node().value().as_deref(),
        Some("层数 >")
    );
    for size in [[320.0, 200.0], [1.0, 1.0], [0.0, 0.0]] {
        harness.set_size(size.into());
        harness.run_steps(4);
        assert!(harness.state().settings().dock.is_shown(PanelId::Table));
    }
}

/// A click of the other button at a place.
fn secondary_click(harness: &mut Harness<'static, App>, at: egui::Pos2) {
    harness.event(egui::Event::PointerMoved(at));
    harness.run_steps(1);
    for pressed in [true, false] {
        let button = egui::PointerButton::Secondary;
        harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        harness.run_steps(2);
    }
    harness.run_steps(4);
}
