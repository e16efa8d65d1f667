//! The first minutes: start page, tour, help, keyboard, sizes of the interface.

use std::path::Path;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use langdao::app::{Action, App, Command, Dialog, HelpPage, Opening, Recent, Settings, Stage};
use langdao::text::Lang;

use super::dialogs::{checked, click, fill, order, show, town};
use super::{until, window};

fn with(settings: Settings, opening: Opening) -> Harness<'static, App> {
    Harness::builder()
        .with_size([1440.0, 900.0])
        .with_max_steps(64)
        .build_eframe(move |creation| App::new(&creation.egui_ctx, settings, &opening, None))
}

fn act(harness: &mut Harness<'static, App>, action: Action) {
    order(harness, Command::Do(action));
}

fn labels(harness: &Harness<'static, App>) -> Vec<String> {
    let buttons = harness.get_all_by_role(Role::Button);
    buttons.filter_map(|node| node.accesskit_node().label()).collect()
}

#[test]
fn without_a_plan_the_start_page_stands_in_place_of_map_and_panels() {
    for (lang, drop, sample) in [
        (Lang::Zh, "把图层或方案文件夹拖到这里", "打开示例方案"),
        (Lang::En, "Drop layers or a plan's folder here", "Open the sample plan"),
    ] {
        let mut harness = window(Opening::Empty, lang);
        harness.run_steps(4);
        harness.get_by_label(drop);
        assert!(harness.query_by_role(Role::Canvas).is_none(), "no empty map lies beside it");
        click(&mut harness, sample);
        until(&mut harness, |app| app.document().loaded().is_some());
        assert!(harness.query_by_label(drop).is_none());
        assert!(harness.query_by_role(Role::Canvas).is_some());
    }
}

#[test]
fn the_start_page_is_reached_from_a_plan_and_left_again() {
    let (_town, mut harness) = town(Lang::En);
    act(&mut harness, Action::StartPage);
    harness.get_by_label("Drop layers or a plan's folder here");
    harness.key_press(egui::Key::Escape);
    harness.run_steps(4);
    assert!(harness.query_by_role(Role::Canvas).is_some(), "Escape goes back to the plan");
    act(&mut harness, Action::StartPage);
    click(&mut harness, "Back to the plan");
    assert!(harness.query_by_role(Role::Canvas).is_some());
    act(&mut harness, Action::Close);
    harness.get_by_label("Drop layers or a plan's folder here");
    assert_eq!(harness.state().document().stage(), Stage::Empty);
}

#[test]
fn recent_plans_open_and_those_that_are_gone_can_be_removed() {
    // A plan that another window has would only be asked about.
    let town = town(Lang::En).0;
    let recent = |path: &Path| Recent { path: path.to_owned(), opened: Some(1_764_000_000) };
    let gone = town.path().join("gone").join("plan.toml");
    let plan = town.path().join("plan.toml");
    let settings = Settings { lang: Some(Lang::En), recent: vec![recent(&gone), recent(&plan)], ..Settings::default() };
    let mut harness = with(settings, Opening::Empty);
    harness.run_steps(4);
    until(&mut harness, |_| true);
    harness.get_by_label("gone is no longer there").click();
    harness.run_steps(4);
    assert_eq!(harness.state().document().stage(), Stage::Empty, "what is gone does not open");
    click(&mut harness, "Remove gone from the list");
    assert_eq!(harness.state().settings().recent.len(), 1);
    let name = town.path().file_name().unwrap().to_string_lossy().into_owned();
    click(&mut harness, &format!("Open {name}"));
    until(&mut harness, |app| app.document().plan().is_some());
    assert!(harness.state().settings().recent[0].opened.unwrap() > 1_764_000_000, "it was opened just now");
}

#[test]
fn the_start_page_shows_itself_at_any_size_in_both_languages_and_themes() {
    for (lang, theme) in [(Lang::Zh, "Dark"), (Lang::En, "Light")] {
        let mut harness = window(Opening::Empty, lang);
        harness.run_steps(2);
        let theme = if theme == "Dark" { egui::Theme::Dark } else { egui::Theme::Light };
        harness.ctx.set_theme(theme);
        for size in [[1440.0, 900.0], [640.0, 400.0], [200.0, 120.0], [1.0, 1.0], [0.0, 0.0]] {
            harness.set_size(size.into());
            harness.run_steps(3);
        }
    }
}

#[test]
fn the_tour_begins_at_the_very_first_start_only_and_goes_on_by_keys() {
    let settings = Settings { lang: Some(Lang::En), ..Settings::first() };
    let mut harness = with(settings, Opening::Last);
    checked(&mut harness);
    harness.run_steps(4);
    assert_eq!(harness.state().session().tour, Some(0));
    assert!(harness.state().settings().toured, "it is remembered as soon as it begins");
    // Its button has the keyboard.
    harness.key_press(egui::Key::Enter);
    harness.run_steps(4);
    assert_eq!(harness.state().session().tour, Some(1));
    harness.key_press(egui::Key::ArrowRight);
    harness.run_steps(4);
    assert_eq!(harness.state().session().tour, Some(2));
    harness.key_press(egui::Key::ArrowLeft);
    harness.run_steps(4);
    assert_eq!(harness.state().session().tour, Some(1));
    harness.key_press(egui::Key::Escape);
    harness.run_steps(4);
    assert_eq!(harness.state().session().tour, None);
    let harness = window(Opening::Last, Lang::En);
    assert!(harness.state().settings().toured, "who has used it before is not shown around");
}

#[test]
fn the_tour_ends_by_its_last_step_and_does_not_block_the_window() {
    let (_town, mut harness) = town(Lang::Zh);
    act(&mut harness, Action::Tour);
    for step in 0..6 {
        assert_eq!(harness.state().session().tour, Some(step));
        click(&mut harness, "下一步");
    }
    // The window works meanwhile.
    order(&mut harness, Command::ToggleClause("corridor-net-width".to_owned()));
    assert_eq!(harness.state().session().open_clause.as_deref(), Some("corridor-net-width"));
    click(&mut harness, "开始使用");
    assert_eq!(harness.state().session().tour, None);
}

#[test]
fn f1_opens_the_page_about_what_is_open_and_what_was_typed_stays() {
    let (_town, mut harness) = town(Lang::Zh);
    order(&mut harness, show(Dialog::Figure("urban_population".to_owned())));
    fill(&mut harness, "城区人口（人）", "4321");
    harness.key_press(egui::Key::F1);
    harness.run_steps(4);
    assert_eq!(harness.state().session().help.as_ref().map(|help| help.page), Some(HelpPage::Data));
    // Enter belongs to the help: the dialog beneath is not confirmed by it.
    harness.key_press(egui::Key::Enter);
    harness.run_steps(4);
    assert!(harness.state().session().dialog.is_some());
    harness.key_press(egui::Key::Escape);
    harness.run_steps(4);
    assert_eq!(harness.state().session().help, None);
    assert!(harness.state().session().dialog.is_some(), "only the help is left by Escape");
    click(&mut harness, "确定");
    let people = harness.state().document().plan().unwrap().content().figures["urban_population"].value;
    assert!((people - 4_321.0).abs() < 1e-9);
}

#[test]
fn the_question_mark_of_dialogs_and_panels_opens_their_page() {
    let (_town, mut harness) = town(Lang::En);
    click(&mut harness, "Help: Reading verdicts");
    assert_eq!(harness.state().session().help.as_ref().map(|help| help.page), Some(HelpPage::Verdicts));
    harness.key_press(egui::Key::Escape);
    harness.run_steps(4);
    order(&mut harness, show(Dialog::Argument(None)));
    click(&mut harness, "Help: Arguments");
    assert_eq!(harness.state().session().help.as_ref().map(|help| help.page), Some(HelpPage::Arguments));
}

#[test]
fn the_help_is_searched_in_both_languages() {
    for (lang, field, text, page) in [
        (Lang::Zh, "在帮助中查找", "乱码", "打开“准备数据”"),
        (Lang::En, "Search the help", "garbled", "Open “Preparing data”"),
    ] {
        let mut harness = window(Opening::Empty, lang);
        harness.run_steps(3);
        act(&mut harness, Action::Help);
        harness.get_by_role_and_label(Role::TextInput, field).type_text(text);
        harness.run_steps(4);
        harness.get_by_label(page).click();
        harness.run_steps(4);
        let help = harness.state().session().help.clone().unwrap();
        assert_eq!((help.page, help.query.as_str()), (HelpPage::Data, ""));
    }
}

#[test]
fn every_page_of_the_help_shows_itself_at_any_size() {
    for lang in [Lang::Zh, Lang::En] {
        let mut harness = window(Opening::Empty, lang);
        for size in [[1440.0, 900.0], [640.0, 400.0], [1.0, 1.0], [0.0, 0.0]] {
            harness.set_size(size.into());
            for page in HelpPage::ALL {
                order(&mut harness, Command::Help(page));
                assert!(harness.state().session().help.is_some());
            }
        }
    }
}

#[test]
fn the_keyboard_goes_from_part_to_part_of_the_window_and_tab_goes_on_inside() {
    let (_town, mut harness) = town(Lang::En);
    let focused = |harness: &Harness<'static, App>| {
        let id = harness.ctx.memory(egui::Memory::focused).unwrap();
        harness.ctx.read_response(id).unwrap().rect
    };
    let mut seen = Vec::new();
    for _ in 0..5 {
        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::F6);
        harness.run_steps(3);
        seen.push(focused(&harness));
    }
    assert!(seen[0].top() < 2.0 && seen[0].width() > 1_300.0, "the bar: {:?}", seen[0]);
    assert!(seen[1].left() < 2.0 && seen[1].height() > 600.0, "the left side: {:?}", seen[1]);
    assert!(seen[2].left() > 100.0, "the map: {:?}", seen[2]);
    assert!(seen[3].right() > 1_400.0 && seen[3].height() > 600.0, "the right side: {:?}", seen[3]);
    assert!(seen[4].bottom() > 890.0, "the status line: {:?}", seen[4]);
    harness.key_press_modifiers(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, egui::Key::F6);
    harness.run_steps(3);
    assert_eq!(focused(&harness), seen[3], "and back");
    harness.key_press(egui::Key::Tab);
    harness.run_steps(3);
    let inside = focused(&harness);
    assert!(seen[3].expand(1.0).contains_rect(inside) && inside != seen[3], "{inside:?}");
}

#[test]
fn keys_of_an_input_method_are_no_shortcuts() {
    let (_town, mut harness) = town(Lang::Zh);
    let composed =
        |text: &str| egui::Event::Ime(egui::ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None });
    harness.event(composed("c"));
    harness.key_press(egui::Key::C);
    harness.run_steps(3);
    assert_eq!(harness.state().session().tools.tool, langdao::app::Tool::Select, "it composes");
    harness.event(egui::Event::Ime(egui::ImeEvent::Commit("从".to_owned())));
    harness.run_steps(2);
    harness.key_press(egui::Key::C);
    harness.run_steps(3);
    assert_ne!(harness.state().session().tools.tool, langdao::app::Tool::Select, "it is over");
}

#[test]
fn letters_typed_into_a_field_are_no_shortcuts() {
    let (_town, mut harness) = town(Lang::En);
    act(&mut harness, Action::Palette);
    for key in [egui::Key::C, egui::Key::E, egui::Key::M, egui::Key::V] {
        harness.key_press(key);
        harness.run_steps(2);
    }
    harness.key_press(egui::Key::Escape);
    harness.run_steps(3);
    assert_eq!(harness.state().session().tools.tool, langdao::app::Tool::Select);
}

#[test]
fn the_interface_is_enlarged_in_steps_by_keys_and_remembered() {
    let (_town, mut harness) = town(Lang::En);
    // Without Shift the key is an equals sign.
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Equals);
    harness.run_steps(3);
    assert_eq!(harness.state().settings().size(), 110);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Minus);
    harness.run_steps(3);
    assert_eq!(harness.state().settings().size(), 100);
    order(&mut harness, Command::Enlarge(200));
    assert_eq!(harness.state().settings().size(), 200);
    let text = serde_json::to_string(harness.state().settings()).unwrap();
    assert_eq!(serde_json::from_str::<Settings>(&text).unwrap().size(), 200);
}

#[test]
fn the_bar_stays_in_its_place_when_the_language_changes() {
    let (_town, mut harness) = town(Lang::Zh);
    let map = |harness: &Harness<'static, App>| harness.get_by_role(Role::Canvas).rect();
    let before = map(&harness);
    act(&mut harness, Action::SwitchLanguage);
    assert_eq!(map(&harness), before, "map and panels keep their places");
    assert!(labels(&harness).iter().any(|label| label == "Menu"));
}

#[test]
fn disabled_buttons_say_what_they_need() {
    let mut harness = window(Opening::Empty, Lang::En);
    harness.run_steps(3);
    order(&mut harness, show(Dialog::Palette));
    harness.get_by_role_and_label(Role::TextInput, "Find actions, clauses, layers, places…").type_text("whole plan");
    harness.run_steps(4);
    harness.get_by_label_contains("No layers are read yet");
}
