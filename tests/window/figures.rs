//! The table of figures: typed into, pasted over, copied, marked where a clause waits.

use egui::{Event, Key};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use langdao::app::{App, Command, Opening, PanelId, Side, Stage};
use langdao::plan::TypedFigure;
use langdao::text::{Lang, Message};

use super::{until, window};

type Window = Harness<'static, App>;

/// A plan of one greenway, which states nothing; its folder goes with the test.
fn shown(lang: Lang) -> (tempfile::TempDir, Window) {
    let folder = tempfile::tempdir().unwrap();
    let plan =
        "langdao = 1\nname = \"x\"\ncrs = \"EPSG:4543\"\n[[layer]]\nsource = \"a.geojson\"\nrole = \"greenways\"\n";
    std::fs::write(folder.path().join("plan.toml"), plan).unwrap();
    let line = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},
        "geometry":{"type":"LineString","coordinates":[[102.2,27.9],[102.21,27.9]]}}]}"#;
    std::fs::write(folder.path().join("a.geojson"), line).unwrap();
    let mut harness = window(Opening::Paths(vec![folder.path().to_owned()]), lang);
    harness.set_size([1440.0, 1800.0].into());
    harness.state_mut().command(Command::MovePanel(PanelId::Figures, Side::Right));
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    (folder, harness)
}

fn figure(harness: &Window, key: &str) -> Option<TypedFigure> {
    harness.state().document().plan().unwrap().content().figures.get(key).cloned()
}

/// What a cell is called: the figure, the plan, its column, its value.
fn cell(harness: &Window, key: &str, column: &str, value: &str, lang: Lang) -> String {
    let standard = &harness.state().document().loaded().unwrap().standard;
    let say = |key: &str| Message::new(key).say(lang);
    let message = Message::new("app.figures-cell").with("figure", standard.figure_name(key, lang));
    let message = message.with("area", say("app.figures-plan")).with("column", say(column)).with("value", value);
    message.say(lang).trim_end().to_owned()
}

/// Chooses a cell and does something to it.
fn choose(harness: &mut Window, name: &str) {
    harness.get_by_label(name).focus();
    harness.run_steps(2);
}

#[test]
fn a_figure_is_typed_into_its_cell_and_waits_no_more() {
    for lang in [Lang::Zh, Lang::En] {
        let (_folder, mut harness) = shown(lang);
        let missing = |harness: &Window| {
            let label = harness.query_all_by_label_contains(if lang == Lang::Zh {
                "只看缺少的"
            } else {
                "Only what is missing"
            });
            label.map(|node| node.accesskit_node().label().unwrap_or_default()).next().unwrap()
        };
        let before = missing(&harness);
        let name = cell(&harness, "pipe-leakage", "app.findings-value", "", lang);
        choose(&mut harness, &name);
        harness.event(Event::Text("9".to_owned()));
        harness.run_steps(3);
        harness.event(Event::Text(".5".to_owned()));
        harness.run_steps(2);
        harness.key_press(Key::Enter);
        harness.run_steps(3);
        assert_eq!(figure(&harness, "pipe-leakage"), Some(TypedFigure::plain(9.5)));
        until(&mut harness, |app| app.document().stage() == Stage::Checked);
        assert_ne!(missing(&harness), before);
        assert!(harness.query_by_label(&cell(&harness, "pipe-leakage", "app.findings-value", "9.5", lang)).is_some());
    }
}

#[test]
fn enter_goes_to_the_next_figure_that_is_missing_where_the_one_before_leaves_the_list() {
    let (_folder, mut harness) = shown(Lang::Zh);
    harness.get_by_label_contains("只看缺少的").click();
    harness.run_steps(3);
    let values = |harness: &Window| -> Vec<String> {
        let cells = harness.query_all_by_role(egui::accesskit::Role::Cell);
        let names = cells.map(|cell| cell.accesskit_node().label().unwrap_or_default());
        names.filter(|name| name.ends_with("数值")).collect()
    };
    let before = values(&harness);
    let one = cell(&harness, "pipe-leakage", "app.findings-value", "", Lang::Zh);
    let next = before.iter().skip_while(|name| **name != one).nth(1).unwrap().clone();
    choose(&mut harness, &one);
    harness.event(Event::Text("9".to_owned()));
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    assert_eq!(figure(&harness, "pipe-leakage"), Some(TypedFigure::plain(9.0)));
    assert!(!values(&harness).contains(&one), "it is missing no more");
    assert!(harness.get_by_label(&next).accesskit_node().is_focused(), "{next}");
}

#[test]
fn what_is_typed_is_taken_although_its_cell_was_scrolled_out_of_sight() {
    let (_folder, mut harness) = shown(Lang::Zh);
    harness.set_size([1440.0, 500.0].into());
    harness.run_steps(3);
    let cells: Vec<String> = {
        let cells = harness.query_all_by_role(egui::accesskit::Role::Cell);
        let names = cells.map(|cell| cell.accesskit_node().label().unwrap_or_default());
        names.filter(|name| name.ends_with("数值")).collect()
    };
    choose(&mut harness, &cells[0]);
    let revision = harness.state().document().plan().unwrap().revision();
    harness.event(Event::Text("9".to_owned()));
    harness.run_steps(3);
    let field = harness.get_by_role_and_label(egui::accesskit::Role::Group, "右侧面板").rect();
    harness.event(Event::PointerMoved(field.center()));
    for _ in 0..6 {
        harness.event(Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, -400.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: egui::Modifiers::NONE,
        });
        harness.run_steps(3);
    }
    assert_eq!(harness.state().document().plan().unwrap().revision(), revision, "it is typed into still");
    for pressed in [true, false] {
        harness.event(Event::PointerButton {
            pos: field.center(),
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
    }
    harness.run_steps(4);
    assert_ne!(harness.state().document().plan().unwrap().revision(), revision, "what was typed is an edit");
}

#[test]
fn what_is_no_number_is_not_taken_and_escape_leaves_the_cell_as_it_was() {
    let (_folder, mut harness) = shown(Lang::Zh);
    let name = cell(&harness, "pipe-leakage", "app.findings-value", "", Lang::Zh);
    choose(&mut harness, &name);
    harness.event(Event::Text("很多".to_owned()));
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert_eq!(figure(&harness, "pipe-leakage"), None);
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert_eq!(figure(&harness, "pipe-leakage"), None);
    assert!(harness.query_by_label(&name).is_some());
}

#[test]
fn a_block_of_a_spreadsheet_is_one_step_and_is_taken_back_by_one() {
    let (_folder, mut harness) = shown(Lang::Zh);
    let (one, two) = {
        let standard = &harness.state().document().loaded().unwrap().standard;
        let name = |key: &str| standard.figure_name(key, Lang::Zh);
        (name("pipe-leakage"), name("reclaimed-water"))
    };
    let at = cell(&harness, "pipe-leakage", "app.findings-value", "", Lang::Zh);
    choose(&mut harness, &at);
    let block = format!("填报项\t数值\t年份\t来源\r\n{two}\t８.２\t2025\t年报\r\n{one}\t%\t9.6\t2024\r\n");
    harness.event(Event::Paste(block));
    harness.run_steps(3);
    let stated = |value: f64, year: i32, source: Option<&str>| {
        Some(TypedFigure { value, year: Some(year), source: source.map(str::to_owned) })
    };
    assert_eq!(figure(&harness, "reclaimed-water"), stated(8.2, 2025, Some("年报")));
    assert_eq!(
        figure(&harness, "pipe-leakage"),
        stated(9.6, 2024, None),
        "the unit behind the name is none of its figures"
    );
    harness.state_mut().command(Command::Do(langdao::app::Action::Undo));
    harness.run_steps(3);
    assert_eq!((figure(&harness, "reclaimed-water"), figure(&harness, "pipe-leakage")), (None, None));
}

#[test]
fn keys_in_a_cell_are_no_shortcuts_and_backspace_clears_it() {
    let (_folder, mut harness) = shown(Lang::En);
    let edit = harness.state().document().plan().unwrap().setting_figure("pipe-leakage", Some(TypedFigure::plain(9.5)));
    harness.state_mut().command(Command::Edit(edit));
    harness.run_steps(3);
    let name = cell(&harness, "pipe-leakage", "app.findings-value", "9.5", Lang::En);
    choose(&mut harness, &name);
    let tool = harness.state().session().tools.tool;
    harness.key_press(Key::M);
    harness.run_steps(2);
    assert_eq!(harness.state().session().tools.tool, tool);
    harness.key_press(Key::Backspace);
    harness.run_steps(3);
    assert_eq!(figure(&harness, "pipe-leakage"), None);
}

#[test]
fn the_table_shows_itself_at_any_size_on_every_side_and_without_a_plan() {
    at_any_size(&mut shown(Lang::En).1);
    at_any_size(&mut window(Opening::Empty, Lang::En));
}

fn at_any_size(harness: &mut Window) {
    for side in Side::ALL {
        harness.state_mut().command(Command::MovePanel(PanelId::Figures, side));
        for size in [[1440.0, 900.0], [640.0, 400.0], [0.0, 0.0], [200.0, 90.0]] {
            harness.set_size(size.into());
            harness.run_steps(3);
        }
    }
}
