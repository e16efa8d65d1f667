//! Every panel in every state that a document can be in, in both languages, and in a window without size.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use langdao::app::{App, Command, Opening, PanelId, Stage};
use langdao::text::{Lang, Message};

use super::dialogs::town;
use super::{until, window};

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];
const SIZES: [[f32; 2]; 4] = [[0.0, 0.0], [1.0, 1.0], [640.0, 400.0], [1_440.0, 900.0]];

fn say(key: &str, lang: Lang) -> String {
    Message::new(format!("app.{key}")).say(lang)
}

/// Shows one panel and closes all others.
fn show_only(harness: &mut Harness<'static, App>, panel: PanelId) {
    let state = harness.state_mut();
    let others: Vec<PanelId> =
        PanelId::ALL.into_iter().filter(|other| *other != panel && state.settings().dock.is_shown(*other)).collect();
    for other in others {
        state.command(Command::Do(other.action()));
    }
    state.command(Command::ShowPanel(panel));
    harness.step();
    harness.step();
}

fn says(harness: &Harness<'static, App>, text: &str) -> bool {
    harness.query_all_by_label_contains(text).count() > 0
}

/// Holds each panel, alone beside the map, to a sentence that it must say.
fn hold(harness: &mut Harness<'static, App>, lang: Lang, expected: impl Fn(PanelId) -> String) {
    for panel in PanelId::ALL {
        show_only(harness, panel);
        let text = expected(panel);
        assert!(says(harness, &text), "{panel:?}, {lang:?}, {:?}: {text}", harness.state().document().stage());
    }
    for panel in PanelId::ALL {
        harness.state_mut().command(Command::ShowPanel(panel));
    }
    for size in SIZES {
        harness.set_size(size.into());
        harness.run_steps(2);
    }
}

/// What each panel says of the town of one greenway, one corridor and one built-up area once it is checked.
fn of_the_town(panel: PanelId, lang: Lang) -> String {
    let written = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    match panel {
        PanelId::Layers => written("绿道", "Greenways"),
        PanelId::Clauses | PanelId::Findings | PanelId::Charts => {
            written("生态廊道净宽度", "Net width of ecological corridors")
        }
        PanelId::Table => say("table-filter", lang),
        PanelId::Figures => say("figures-with-sources", lang),
        PanelId::Notices => say("notices-check", lang),
        PanelId::History => say("history-opened", lang),
    }
}

#[test]
fn without_a_plan_the_start_page_stands_in_place_of_every_panel() {
    for lang in LANGS {
        let mut harness = window(Opening::Empty, lang);
        harness.run_steps(3);
        assert_eq!(harness.state().document().stage(), Stage::Empty);
        hold(&mut harness, lang, |_| say("recent", lang));
        assert!(harness.query_all_by_role(Role::Tab).next().is_none());
    }
}

/// A plan of so many streets that reading them takes longer than some frames on any machine.
fn many_streets(folder: &std::path::Path) {
    let street = |number: u32| {
        let (x, y) = (500_000 + number % 500 * 20, 3_000_000 + number / 500 * 20);
        format!(
            r#"{{"type":"Feature","properties":{{"DLDJ":"支路","MC":"{number}"}},"geometry":{{"type":"LineString","coordinates":[[{x},{y}],[{},{y}]]}}}}"#,
            x + 15
        )
    };
    let streets: Vec<String> = (0..120_000).map(street).collect();
    let head = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4543"}},"features":["#;
    std::fs::write(folder.join("街道.geojson"), format!("{head}{}]}}", streets.join(","))).unwrap();
    let plan = "langdao = 1\n[[layer]]\nrole = \"road-centrelines\"\nsource = \"街道.geojson\"\n";
    std::fs::write(folder.join("plan.toml"), plan).unwrap();
}

#[test]
fn while_layers_are_read_every_panel_says_so_or_shows_what_the_plan_states() {
    let folder = tempfile::tempdir().unwrap();
    many_streets(folder.path());
    for lang in LANGS {
        let mut harness = window(Opening::Paths(vec![folder.path().to_owned()]), lang);
        let mut steps = 0;
        while harness.state().document().stage() != Stage::Loading && steps < 10_000 {
            harness.step();
            steps += 1;
        }
        assert_eq!(harness.state().document().stage(), Stage::Loading);
        let mut held = 0;
        for panel in PanelId::ALL {
            show_only(&mut harness, panel);
            let text = match panel {
                PanelId::Layers => "街道.geojson".to_owned(),
                PanelId::History => say("history-opened", lang),
                _ => say("clauses-loading", lang),
            };
            // What was read meanwhile is held by the test of what is checked.
            if harness.state().document().loaded().is_none() {
                assert!(says(&harness, &text), "{panel:?}, {lang:?}: {text}");
                held += 1;
            }
        }
        assert!(held > 0, "the streets were read within two frames");
        for size in SIZES {
            harness.set_size(size.into());
            harness.run_steps(2);
        }
    }
}

#[test]
fn what_is_checked_stands_in_every_panel() {
    for lang in LANGS {
        let (_folder, mut harness) = town(lang);
        hold(&mut harness, lang, |panel| of_the_town(panel, lang));
    }
}

#[test]
fn after_an_edit_every_panel_keeps_what_it_showed_and_says_that_it_is_of_before() {
    for lang in LANGS {
        let (_folder, mut harness) = town(lang);
        for (panel, year) in PanelId::ALL.into_iter().zip(2_040..) {
            show_only(&mut harness, panel);
            until(&mut harness, |app| app.document().stage() == Stage::Checked && app.jobs().running().is_empty());
            let state = harness.state_mut();
            let edit = state.document().plan().unwrap().setting_year(Some(year));
            state.command(Command::Edit(edit));
            // The frame that takes the edit already shows the plan as it is now.
            harness.step();
            assert_ne!(harness.state().document().stage(), Stage::Checked);
            assert!(harness.state().document().outcome().is_some(), "{panel:?}: what was found is kept");
            let (kept, note) = (of_the_town(panel, lang), say("clauses-stale", lang));
            assert!(says(&harness, &kept), "{panel:?}, {lang:?}: {kept}");
            let notes = [PanelId::Clauses, PanelId::Findings, PanelId::Charts, PanelId::Notices].contains(&panel);
            assert_eq!(says(&harness, &note), notes, "{panel:?}, {lang:?}");
        }
        for size in SIZES {
            harness.set_size(size.into());
            let plan = harness.state().document().plan().unwrap();
            let edit = plan.setting_year(Some(plan.content().year.unwrap_or_default() + 1));
            harness.state_mut().command(Command::Edit(edit));
            harness.step();
        }
    }
}

#[test]
fn what_cannot_be_checked_says_why_in_every_panel() {
    for lang in LANGS {
        let (folder, _) = town(lang);
        let plan = std::fs::read_to_string(folder.path().join("plan.toml")).unwrap();
        std::fs::write(folder.path().join("plan.toml"), format!("standard = \"没有.toml\"\n{plan}")).unwrap();
        let mut harness = window(Opening::Paths(vec![folder.path().to_owned()]), lang);
        until(&mut harness, |app| app.document().stage() == Stage::Failed);
        let reason = harness.state().document().failure().unwrap()[0].say(lang);
        hold(&mut harness, lang, |panel| match panel {
            PanelId::History => say("history-opened", lang),
            _ => reason.clone(),
        });
    }
}
