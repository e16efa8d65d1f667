//! The palette: anything is found by its name and done, by keys alone.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use langdao::app::{App, Dialog, Opening, PanelId};
use langdao::text::Lang;

use super::dialogs::town;
use super::{until, window};

/// Opens the palette by its keys and types into it.
fn look_for(harness: &mut Harness<'static, App>, field: &str, text: &str) {
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::K);
    harness.run_steps(4);
    assert_eq!(harness.state().session().dialog, Some(Dialog::Palette));
    harness.get_by_role_and_label(Role::TextInput, field).type_text(text);
    harness.run_steps(4);
    until(harness, |app| app.jobs().running().is_empty());
}

fn press(harness: &mut Harness<'static, App>, key: egui::Key) {
    harness.key_press(key);
    harness.run_steps(4);
}

const ZH: &str = "查找操作、条款、图层、地点…";
const EN: &str = "Find actions, clauses, layers, places…";

#[test]
fn an_action_is_found_by_its_name_in_either_language_and_done_by_enter() {
    for (lang, field, text) in [(Lang::Zh, ZH, "history"), (Lang::En, EN, "操作历史"), (Lang::En, EN, "czls")] {
        let (_town, mut harness) = town(lang);
        assert!(!harness.state().settings().dock.is_shown(PanelId::History));
        look_for(&mut harness, field, text);
        press(&mut harness, egui::Key::Enter);
        assert_eq!(harness.state().session().dialog, None, "{text}");
        assert!(harness.state().settings().dock.is_shown(PanelId::History), "{text}");
    }
}

#[test]
fn a_clause_is_found_by_its_title_or_its_quote_and_its_card_opens() {
    let (_town, mut harness) = town(Lang::Zh);
    look_for(&mut harness, ZH, "道路网密度达到");
    press(&mut harness, egui::Key::Enter);
    assert_eq!(harness.state().session().open_clause.as_deref(), Some("road-density"));
}

#[test]
fn a_feature_is_found_by_its_name_selected_and_flown_to() {
    let (_town, mut harness) = town(Lang::Zh);
    let before = harness.state().session().camera.unwrap();
    look_for(&mut harness, ZH, "corridor");
    harness.get_by_label("corridor · 要素");
    press(&mut harness, egui::Key::Enter);
    harness.run_steps(40);
    let app = harness.state();
    let selected = app.session().selected.unwrap();
    let layer = &app.document().loaded().unwrap().snapshot.layers[selected.layer];
    let bounds = layer.features[selected.feature].shape.bounds().unwrap();
    let camera = app.session().camera.unwrap();
    assert!((camera.centre.y - before.centre.y).abs() > 5.0, "it flew there");
    assert!((camera.centre.x - bounds.center().x).abs() < 1.0 && (camera.centre.y - bounds.center().y).abs() < 1.0);
}

#[test]
fn coordinates_and_scales_are_understood_as_they_are_written() {
    let (_town, mut harness) = town(Lang::En);
    let middle = harness.state().session().camera.unwrap().centre;
    let (x, y) = (middle.x + 120.0, middle.y - 80.0);
    look_for(&mut harness, EN, &format!("{x:.1}，{y:.1}"));
    press(&mut harness, egui::Key::Enter);
    harness.run_steps(40);
    let camera = harness.state().session().camera.unwrap();
    assert!((camera.centre.x - x).abs() < 0.1 && (camera.centre.y - y).abs() < 0.1);
    look_for(&mut harness, EN, "1：5 000");
    press(&mut harness, egui::Key::Enter);
    assert!((harness.state().session().camera.unwrap().denominator() - 5_000.0).abs() < 1.0);
}

#[test]
fn what_cannot_be_done_says_why_and_is_not_done() {
    let (_town, mut harness) = town(Lang::Zh);
    look_for(&mut harness, ZH, "重做");
    harness.get_by_label_contains("没有可以重做的操作");
    press(&mut harness, egui::Key::Enter);
    assert_eq!(harness.state().session().dialog, Some(Dialog::Palette), "it stays to be corrected");
    press(&mut harness, egui::Key::Escape);
    assert_eq!(harness.state().session().dialog, None);
}

#[test]
fn arrows_choose_a_line_and_what_is_chosen_is_read_out() {
    let (_town, mut harness) = town(Lang::En);
    look_for(&mut harness, EN, "theme");
    let chosen = |harness: &Harness<'static, App>| {
        let nodes: Vec<String> = harness
            .get_all_by_role(Role::Button)
            .filter(|node| node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True))
            .filter_map(|node| node.accesskit_node().label())
            .collect();
        nodes.into_iter().find(|label| label.ends_with(" · Setting") || label.ends_with(" · Action")).unwrap()
    };
    let first = chosen(&harness);
    press(&mut harness, egui::Key::ArrowDown);
    let second = chosen(&harness);
    assert_ne!(first, second);
    press(&mut harness, egui::Key::ArrowUp);
    assert_eq!(chosen(&harness), first);
}

#[test]
fn without_a_plan_and_at_any_size_it_shows_itself() {
    let mut harness = window(Opening::Empty, Lang::En);
    harness.run_steps(3);
    look_for(&mut harness, EN, "density");
    for size in [[640.0, 400.0], [300.0, 200.0], [1.0, 1.0], [0.0, 0.0]] {
        harness.set_size(size.into());
        harness.run_steps(3);
    }
    assert_eq!(harness.state().session().dialog, Some(Dialog::Palette));
}
