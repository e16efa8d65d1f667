//! Pictures true to scale, the typed scale, the grid of coordinates and thematic maps.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use langdao::app::{Action, Command, Dialog, PictureOrder};
use langdao::measure::thematic::Asked;
use langdao::text::Message;

use super::dialogs::{checked, order, town};
use super::*;

fn say(lang: Lang, key: &str) -> String {
    Message::new(format!("app.{key}")).say(lang)
}

fn idle(harness: &mut Harness<'static, App>) {
    until(harness, |app| app.jobs().running().is_empty());
}

fn asked(text: &str) -> Asked {
    text.parse().unwrap()
}

fn denominator(harness: &Harness<'static, App>) -> f64 {
    harness.state().session().camera.unwrap().denominator()
}

#[test]
fn a_picture_is_chosen_looked_at_and_written_to_scale() {
    for lang in [Lang::Zh, Lang::En] {
        let folder = tempfile::tempdir().unwrap();
        let (_town, mut harness) = town(lang);
        order(&mut harness, Command::Do(Action::ExportPicture));
        assert_eq!(harness.state().session().dialog, Some(Dialog::Picture));
        idle(&mut harness);
        harness.get_by_role_and_label(Role::Image, &say(lang, "picture-sketch"));
        let scale = say(lang, "picture-scale");
        harness.get_by_role_and_label(Role::TextInput, &scale).focus();
        harness.run_steps(2);
        harness.get_by_role_and_label(Role::TextInput, &scale).type_text("1：5000");
        harness.get_by_role_and_label(Role::RadioButton, &say(lang, "picture-landscape")).click();
        harness.run_steps(4);
        idle(&mut harness);
        let path = folder.path().join("a.svg");
        order(&mut harness, Command::Picture(PictureOrder::Write(path.clone())));
        idle(&mut harness);
        let svg = std::fs::read_to_string(path).unwrap();
        assert!(svg.contains("width=\"1190.55pt\" height=\"841.89pt\""), "A3 lies across: {}", &svg[..200]);
        assert_eq!(harness.state().session().dialog, None, "it has served");
    }
}

#[test]
fn a_scale_that_is_none_is_told_and_nothing_is_written() {
    let (_town, mut harness) = town(Lang::Zh);
    order(&mut harness, Command::Do(Action::ExportPicture));
    let scale = say(Lang::Zh, "picture-scale");
    harness.get_by_role_and_label(Role::TextInput, &scale).focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, &scale).type_text("五千");
    harness.run_steps(4);
    harness.get_by_label(&say(Lang::Zh, "picture-scale-wrong"));
    assert!(
        harness.get_by_role_and_label(Role::Button, &say(Lang::Zh, "picture-write")).accesskit_node().is_disabled()
    );
}

#[test]
fn the_dialog_stands_in_small_windows_and_in_none() {
    for lang in [Lang::Zh, Lang::En] {
        let (_town, mut harness) = town(lang);
        order(&mut harness, Command::Do(Action::ExportPicture));
        for size in [[640.0, 400.0], [1.0, 1.0], [0.0, 0.0]] {
            harness.set_size(size.into());
            harness.run_steps(3);
        }
        assert_eq!(harness.state().session().dialog, Some(Dialog::Picture));
    }
    let mut empty = window(Opening::Empty, Lang::En);
    order(&mut empty, Command::Show(Some(Dialog::Picture)));
    empty.run_steps(3);
    let write = say(Lang::En, "picture-write");
    assert!(empty.get_by_role_and_label(Role::Button, &write).accesskit_node().is_disabled(), "nothing is open");
}

#[test]
fn a_scale_is_typed_as_planners_write_it() {
    let (_town, mut harness) = town(Lang::Zh);
    for (text, wanted) in [("1：5000", 5_000.0), ("1/2 000", 2_000.0), ("10000", 10_000.0), ("1:2.5万", 25_000.0)] {
        let shown = harness.query_all_by_role(Role::Button).find_map(|node| {
            let name = node.accesskit_node().label()?.clone();
            name.contains("1 : ").then_some(name)
        });
        let shown = shown.unwrap();
        harness.get_by_role_and_label(Role::Button, &shown).click();
        harness.run_steps(3);
        let field = say(Lang::Zh, "scale-typed");
        harness.get_by_role_and_label(Role::TextInput, &field).focus();
        harness.run_steps(2);
        harness.get_by_role_and_label(Role::TextInput, &field).type_text(text);
        harness.run_steps(2);
        harness.key_press(Key::Enter);
        harness.run_steps(4);
        assert!((denominator(&harness) - wanted).abs() < wanted * 1e-9, "{text}: {}", denominator(&harness));
    }
}

#[test]
fn the_grid_of_coordinates_is_shown_and_hidden_and_the_map_is_drawn_anew() {
    let (_town, mut harness) = town(Lang::Zh);
    checked(&mut harness);
    idle(&mut harness);
    let before = harness.state().pictures();
    harness.key_press(Key::G);
    harness.run_steps(4);
    assert!(harness.state().settings().graticule);
    until(&mut harness, |app| app.pictures() > before);
    harness.key_press(Key::G);
    harness.run_steps(4);
    assert!(!harness.state().settings().graticule);
}

#[test]
fn a_thematic_map_is_measured_anew_for_each_change_of_the_plan_and_hidden_again() {
    for lang in [Lang::Zh, Lang::En] {
        let mut harness = window(Opening::Last, lang);
        checked(&mut harness);
        order(&mut harness, Command::ShowTopic(Some(asked("green-share:cell=250"))));
        until(&mut harness, |app| app.document().shading().is_some());
        harness.run_steps(3);
        let title = asked("green-share:cell=250").title().say(lang);
        harness.get_by_label(&title);
        let shown = harness.state().document().shading().cloned().unwrap();
        assert_eq!(shown.asked(), asked("green-share:cell=250"));
        order(&mut harness, Command::Do(Action::Recheck));
        checked(&mut harness);
        idle(&mut harness);
        let again = harness.state().document().shading().cloned().unwrap();
        assert!(!std::sync::Arc::ptr_eq(&shown, &again), "it belongs to what was read last");
        harness.get_by_role_and_label(Role::Button, &say(lang, "topic-hide")).click();
        harness.run_steps(4);
        let app = harness.state();
        assert!(app.session().topic.is_none() && app.document().shading().is_none());
        assert!(harness.query_by_label(&title).is_none());
    }
}

#[test]
fn a_thematic_map_without_its_layer_says_what_is_missing() {
    let (_town, mut harness) = town(Lang::Zh);
    order(&mut harness, Command::ShowTopic(Some(asked("road-density:units"))));
    idle(&mut harness);
    let session = harness.state().session();
    assert!(session.topic.is_none());
    assert!(session.toasts.iter().any(|toast| toast.failed && toast.message.key == "app.topic-not-shown"));
}

#[test]
fn the_menu_of_themes_lists_them_all() {
    let (_town, mut harness) = town(Lang::En);
    checked(&mut harness);
    harness.get_by_role_and_label(Role::Button, &say(Lang::En, "topics")).click();
    harness.run_steps(3);
    let hide = say(Lang::En, "topic-hide");
    assert!(harness.get_by_role_and_label(Role::Button, &hide).accesskit_node().is_disabled(), "none is shown");
    let names = langdao::measure::thematic::Topic::ALL.map(|(topic, _)| topic.name().say(Lang::En));
    for name in names {
        let is_it = |label: &str| label.starts_with(&name);
        let found = harness
            .query_all_by_role(Role::Button)
            .any(|node| node.accesskit_node().label().is_some_and(|label| is_it(&label)));
        assert!(found, "{name}");
    }
}
