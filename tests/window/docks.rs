//! Panels around the map: shown, moved, put behind each other, remembered.

use egui::accesskit::{Role, Toggled};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use langdao::app::{Action, App, Command, Opening, PanelId, Settings, Side, Stage};
use langdao::text::Lang;

use super::{until, window};

fn act(harness: &mut Harness<'static, App>, action: Action) {
    harness.state_mut().command(Command::Do(action));
    harness.run_steps(4);
}

fn sample(lang: Lang) -> Harness<'static, App> {
    let mut harness = window(Opening::Last, lang);
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    harness
}

#[test]
fn a_panel_is_opened_beside_the_map_and_closed_by_its_button() {
    let mut harness = sample(Lang::Zh);
    assert!(harness.query_by_role_and_label(Role::Tab, "说明").is_none());
    act(&mut harness, Action::Notices);
    assert!(harness.query_by_role_and_label(Role::Tab, "说明").is_some());
    harness.get_by_label("关闭“说明”").click();
    harness.run_steps(4);
    assert!(harness.query_by_role_and_label(Role::Tab, "说明").is_none());
}

#[test]
fn a_panel_moves_to_another_side_by_its_menu_and_the_map_takes_its_place() {
    let mut harness = sample(Lang::En);
    let map = |harness: &Harness<'static, App>| harness.get_by_role_and_label(Role::Canvas, "Map").rect();
    let before = map(&harness);
    act(&mut harness, Action::Notices);
    assert!(map(&harness).height() < before.height() - 80.0, "the panel stands below the map");
    harness.get_by_label("Move Notices").click();
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::RadioButton, "To the right").click();
    harness.run_steps(6);
    assert_eq!(harness.state().settings().dock.side(PanelId::Notices), Side::Right);
    assert!((map(&harness).height() - before.height()).abs() < 1.0, "the map has its height back");
    let tabs = harness.get_all_by_role(Role::Tab).map(|tab| tab.accesskit_node().label().unwrap_or_default());
    assert_eq!(tabs.collect::<Vec<_>>(), ["Clauses", "Notices"], "both are tabs of one side now");
}

#[test]
fn panels_stand_where_they_stood_the_last_time() {
    let mut settings = Settings { lang: Some(Lang::En), ..Settings::default() };
    settings.dock.move_to(PanelId::History, Side::Bottom);
    let text = serde_json::to_string(&settings).unwrap();
    let settings: Settings = serde_json::from_str(&text).unwrap();
    let mut harness = Harness::builder()
        .with_size([1440.0, 900.0])
        .build_eframe(move |creation| App::new(&creation.egui_ctx, settings, &Opening::Last, None));
    until(&mut harness, |app| app.document().plan().is_some());
    assert!(harness.query_by_role_and_label(Role::Tab, "History").is_some());
}

#[test]
fn every_panel_shows_itself_with_and_without_a_plan_at_any_size() {
    for opening in [Opening::Empty, Opening::Last] {
        let checked = opening == Opening::Last;
        let mut harness = window(opening, Lang::En);
        until(&mut harness, |app| !checked || app.document().stage() == Stage::Checked);
        for panel in PanelId::ALL {
            harness.state_mut().command(Command::ShowPanel(panel));
            harness.run_steps(3);
            assert!(harness.state().settings().dock.is_shown(panel), "{panel:?}");
        }
        for size in [[0.0, 0.0], [1.0, 1.0], [320.0, 200.0], [640.0, 400.0]] {
            harness.set_size(size.into());
            harness.run_steps(3);
        }
    }
}

#[test]
fn below_a_narrow_map_the_tab_in_front_is_in_sight_and_nothing_reaches_over_the_map() {
    let mut harness = sample(Lang::En);
    harness.set_size([640.0, 400.0].into());
    for panel in [PanelId::Findings, PanelId::Figures, PanelId::Table, PanelId::Notices, PanelId::Charts] {
        harness.state_mut().command(Command::ShowPanel(panel));
        harness.run_steps(6);
        let below = harness.get_by_role_and_label(Role::Group, "Panel below").rect();
        let map = harness.get_by_role_and_label(Role::Canvas, "Map").rect();
        assert!(map.bottom() <= below.top() + 1.0 && map.height() > 40.0, "{panel:?}: {map:?}, {below:?}");
        let tabs: Vec<_> = harness.get_all_by_role(Role::Tab).collect();
        let is_front = |tab: &&egui_kittest::Node<'_>| tab.accesskit_node().toggled() == Some(Toggled::True);
        let front = tabs.iter().find(is_front);
        assert!(front.is_some_and(|tab| below.expand(1.0).contains_rect(tab.rect())), "{panel:?}: {below:?}");
    }
}
