//! The map on paper: chosen, looked at, written.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use langdao::app::{Action, App, Command, Opening, Stage};
use langdao::text::Lang;

use super::{until, window};

fn dialog(lang: Lang) -> Harness<'static, App> {
    let mut harness = window(Opening::Last, lang);
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    harness.state_mut().command(Command::Do(Action::ExportPicture));
    harness.run_steps(3);
    harness
}

#[test]
fn the_map_on_paper_shows_its_first_sheet_and_says_scale_and_number() {
    let mut harness = dialog(Lang::En);
    for _ in 0..4_000 {
        if harness.query_by_role_and_label(Role::Image, "Preview of the first sheet").is_some() {
            break;
        }
        harness.step();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    // The town is about 5 km long: on A3 upright the largest usual scale is 1:25 000.
    assert!(harness.query_by_label("1 : 25\u{2009}000, sheets: 1").is_some());
    let scale = harness.get_by_role_and_label(Role::TextInput, "Scale");
    scale.focus();
    scale.type_text("five");
    harness.run_steps(3);
    assert!(harness.query_by_label("That is no scale; for example 1:5000").is_some());
}

#[test]
fn the_map_on_paper_is_written_as_it_was_chosen_and_never_over_a_layer() {
    let mut harness = dialog(Lang::Zh);
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("图.svg");
    harness.get_by_role_and_label(Role::CheckBox, "标注问题点").click();
    harness.run_steps(3);
    harness.state_mut().command(Command::WriteSheet(target.clone()));
    harness.run_steps(3);
    until(&mut harness, |app| app.jobs().running().is_empty());
    let svg = std::fs::read_to_string(&target).unwrap();
    assert!(svg.starts_with("<svg ") && svg.contains("width=\"841.89pt\""), "A3 upright is 297 mm wide");
    let layer = harness.state().document().loaded().unwrap().snapshot.sources[0].clone();
    let before = std::fs::read(&layer).unwrap();
    harness.state_mut().command(Command::WriteSheet(layer.clone()));
    harness.run_steps(3);
    until(&mut harness, |app| app.jobs().running().is_empty());
    assert_eq!(std::fs::read(&layer).unwrap(), before);
}
