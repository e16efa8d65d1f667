//! The panel of clauses: cards, filter, findings, states, by what they are called.

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use langdao::app::{Action, App, Command, Opening, Stage};
use langdao::check::Verdict;
use langdao::report::wording::missing_text;
use langdao::text::{Lang, Message};

use super::{until, window};

type Window = Harness<'static, App>;

/// The sample, read and checked.
fn sample(lang: Lang) -> Window {
    let mut harness = window(Opening::Last, lang);
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    harness
}

/// Six corridors, too narrow by 20 m and less, read and checked, in a folder that goes with the test. Nothing else is
/// there, so that the clauses of corridors are judged and the others are not.
fn checked(lang: Lang) -> (tempfile::TempDir, Window) {
    let corridor = |index: u32| {
        let (low, width) = (3_087_000 + 500 * index, 30 + index);
        let high = low + width;
        let ring = format!("[[500000,{low}],[501000,{low}],[501000,{high}],[500000,{high}],[500000,{low}]]");
        format!(
            r#"{{"type":"Feature","properties":{{"name":"廊道{index}"}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
        )
    };
    let features: Vec<String> = (0..6).map(corridor).collect();
    let text = format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:4543"}}}},"features":[{}]}}"#,
        features.join(",")
    );
    let plan = "langdao = 1\nname = \"廊道\"\nyear = 2030\ncrs = \"EPSG:4543\"\n\
        [[layer]]\nsource = \"a.geojson\"\nrole = \"corridors\"\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.geojson"), text).unwrap();
    std::fs::write(folder.path().join("plan.toml"), plan).unwrap();
    let mut harness = window(Opening::Paths(vec![folder.path().to_owned()]), lang);
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    (folder, harness)
}

/// Ids of the clauses with what their cards are called, and how many findings they have.
fn cards(app: &App, lang: Lang) -> Vec<(String, String, usize)> {
    let standard = &app.document().loaded().unwrap().standard;
    let clauses = &app.document().outcome().unwrap().clauses;
    clauses
        .iter()
        .map(|found| {
            let title = standard.clause(&found.clause).unwrap().title.say(lang);
            let name = Message::new("app.clauses-card").with("title", title);
            let name = name.with_message("verdict", found.verdict.name()).say(lang);
            (found.clause.clone(), name, found.findings.len())
        })
        .collect()
}

fn chip(harness: &Window, verdict: Verdict, lang: Lang) -> String {
    let clauses = &harness.state().document().outcome().unwrap().clauses;
    let count = clauses.iter().filter(|clause| clause.verdict == verdict).count();
    let name = Message::new("app.clauses-chip").with_message("verdict", verdict.name()).with("count", count);
    name.say(lang)
}

fn click(harness: &mut Window, name: &str) {
    harness.get_by_label(name).click_accesskit();
    harness.run_steps(4);
}

/// What the `number`th finding in the open card is called.
fn finding_name(harness: &Window, number: usize) -> Option<String> {
    let start = format!("{number} ");
    let clause = harness.state().session().open_clause.clone().unwrap();
    let clauses = &harness.state().document().outcome().unwrap().clauses;
    let found = clauses.iter().find(|found| found.clause == clause)?;
    let start = format!("{start}{}", found.findings.get(number - 1)?.subject);
    let node = harness.query_all_by_label_contains(&start).next()?;
    node.accesskit_node().label()
}

#[test]
fn every_clause_of_the_sample_opens_by_its_name_and_every_finding_in_it_is_chosen_by_its_own() {
    let mut harness = sample(Lang::Zh);
    for lang in [Lang::Zh, Lang::En] {
        harness.state_mut().command(Command::Speak(lang));
        harness.run_steps(4);
        for (id, name, findings) in cards(harness.state(), lang) {
            click(&mut harness, &name);
            assert_eq!(harness.state().session().open_clause.as_ref(), Some(&id), "{name}");
            for index in 0..findings {
                let finding = finding_name(&harness, index + 1).unwrap();
                click(&mut harness, &finding);
                assert_eq!(harness.state().session().chosen, Some((id.clone(), index)), "{finding}");
            }
        }
    }
}

#[test]
fn an_open_card_says_what_is_missing_in_the_unit_one_draws_in() {
    let mut harness = sample(Lang::Zh);
    let missing: Vec<(String, String)> = {
        let standard = &harness.state().document().loaded().unwrap().standard;
        let clauses = &harness.state().document().outcome().unwrap().clauses;
        let texts = clauses.iter().map(|found| {
            let clause = standard.clause(&found.clause).unwrap();
            Some((found.clause.clone(), missing_text(clause, found, Lang::Zh)?))
        });
        texts.flatten().collect()
    };
    assert!(missing.iter().any(|(_, text)| text.starts_with("还差道路")), "{missing:?}");
    for (id, name, _) in cards(harness.state(), Lang::Zh) {
        click(&mut harness, &name);
        for (_, text) in missing.iter().filter(|(clause, _)| *clause == id) {
            assert_eq!(harness.query_all_by_label(text).count(), 1, "{text}");
        }
    }
}

#[test]
fn a_card_is_closed_by_a_second_click_and_opened_by_the_keyboard() {
    let (_folder, mut harness) = checked(Lang::Zh);
    let (id, name, _) = cards(harness.state(), Lang::Zh).remove(1);
    click(&mut harness, &name);
    click(&mut harness, &name);
    assert_eq!(harness.state().session().open_clause, None);
    for key in [egui::Key::Enter, egui::Key::Space] {
        harness.get_by_label(&name).focus();
        harness.run_steps(2);
        harness.key_press(key);
        harness.run_steps(4);
        let open = harness.state().session().open_clause.clone();
        assert_eq!(open, (key == egui::Key::Enter).then(|| id.clone()), "{key:?}");
    }
}

#[test]
fn the_first_finding_is_named_by_number_subject_and_value() {
    let (_folder, mut harness) = checked(Lang::Zh);
    let (_, name, _) = cards(harness.state(), Lang::Zh).remove(0);
    click(&mut harness, &name);
    assert_eq!(finding_name(&harness, 1).as_deref(), Some("1 廊道0 30.0 m"));
}

#[test]
fn cards_stand_under_their_chapters_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        let (_folder, harness) = checked(lang);
        let standard = &harness.state().document().loaded().unwrap().standard;
        let first = &standard.clauses[0];
        let head = format!("{}{}", first.number, first.chapter.as_ref().unwrap().say(lang));
        assert_eq!(harness.query_all_by_label(&head).count(), 1, "one head for both clauses: {head}");
    }
}

#[test]
fn keys_step_through_the_findings_and_open_the_card_of_each() {
    let (_folder, mut harness) = checked(Lang::Zh);
    let first = cards(harness.state(), Lang::Zh).into_iter().find(|(_, _, findings)| *findings > 1).unwrap().0;
    harness.key_press(egui::Key::F8);
    harness.run_steps(4);
    assert_eq!(harness.state().session().chosen, Some((first.clone(), 0)));
    assert_eq!(harness.state().session().open_clause.as_ref(), Some(&first));
    harness.key_press(egui::Key::F8);
    harness.run_steps(4);
    assert_eq!(harness.state().session().chosen, Some((first.clone(), 1)));
    harness.key_press_modifiers(egui::Modifiers::SHIFT, egui::Key::F8);
    harness.run_steps(4);
    assert_eq!(harness.state().session().chosen, Some((first, 0)));
}

#[test]
fn a_finding_chosen_elsewhere_is_scrolled_into_view() {
    let (_folder, mut harness) = checked(Lang::Zh);
    harness.set_size([1440.0, 320.0].into());
    harness.run_steps(3);
    let (clause, _, findings) =
        cards(harness.state(), Lang::Zh).into_iter().rev().find(|(_, _, findings)| *findings > 1).unwrap();
    harness.state_mut().command(Command::ChooseFinding { clause, finding: findings - 1 });
    harness.run_steps(60);
    let name = finding_name(&harness, findings).unwrap();
    let place = harness.get_by_label(&name).rect();
    assert!(place.top() > 60.0 && place.bottom() < 320.0, "{place:?}");
}

#[test]
fn a_chip_filters_the_cards_and_a_second_click_lists_all() {
    let (_folder, mut harness) = checked(Lang::Zh);
    let all = cards(harness.state(), Lang::Zh);
    let verdict_of = |harness: &Window, id: &str| {
        let clauses = &harness.state().document().outcome().unwrap().clauses;
        clauses.iter().find(|found| found.clause == id).unwrap().verdict
    };
    let chip = chip(&harness, Verdict::NotJudged, Lang::Zh);
    click(&mut harness, &chip);
    for (id, name, _) in &all {
        let shown = harness.query_by_label(name).is_some();
        assert_eq!(shown, verdict_of(&harness, id) == Verdict::NotJudged, "{name}");
    }
    click(&mut harness, &chip);
    assert_eq!(harness.state().session().filter, None);
}

#[test]
fn choosing_a_finding_that_the_filter_hides_lifts_the_filter() {
    let (_folder, mut harness) = checked(Lang::Zh);
    let chip = chip(&harness, Verdict::NotJudged, Lang::Zh);
    click(&mut harness, &chip);
    harness.key_press(egui::Key::F8);
    harness.run_steps(5);
    assert_eq!(harness.state().session().filter, None);
    assert!(finding_name(&harness, 1).is_some());
}

#[test]
fn a_verdict_without_clauses_says_so_and_leads_back() {
    let (_folder, mut harness) = checked(Lang::En);
    harness.state_mut().command(Command::FilterVerdict(Some(Verdict::Argued)));
    harness.run_steps(3);
    click(&mut harness, &Message::new("app.clauses-all").say(Lang::En));
    assert_eq!(harness.state().session().filter, None);
}

/// A plan of one greenway, its settings given.
fn greenway(settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let plan = format!(
        "langdao = 1\nname = \"x\"\ncrs = \"EPSG:4543\"\n{settings}\n[[layer]]\nsource = \"a.geojson\"\nrole = \"greenways\"\n"
    );
    std::fs::write(folder.path().join("plan.toml"), plan).unwrap();
    let line = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},
        "geometry":{"type":"LineString","coordinates":[[102.2,27.9],[102.21,27.9]]}}]}"#;
    std::fs::write(folder.path().join("a.geojson"), line).unwrap();
    folder
}

#[test]
fn what_cannot_be_checked_says_why_and_is_tried_again() {
    let folder = greenway("standard = \"no-such\"");
    let mut harness = window(Opening::Paths(vec![folder.path().to_owned()]), Lang::En);
    until(&mut harness, |app| app.document().stage() == Stage::Failed);
    let said = harness.state().document().failure().unwrap()[0].say(Lang::En);
    assert!(harness.query_all_by_label(&said).count() >= 1, "{said}");
    harness.get_by_label(&Message::new("app.clauses-retry").say(Lang::En)).click_accesskit();
    harness.step();
    until(&mut harness, |app| app.document().stage() == Stage::Failed);
}

#[test]
fn what_is_missing_has_a_button_that_mends_it() {
    let folder = greenway("");
    let mut harness = window(Opening::Paths(vec![folder.path().to_owned()]), Lang::Zh);
    until(&mut harness, |app| matches!(app.document().stage(), Stage::Checked | Stage::Failed));
    assert!(harness.state().document().failure().is_none(), "{:?}", harness.state().document().failure());
    let (_, name, _) = cards(harness.state(), Lang::Zh).remove(0);
    let add = Action::AddLayers.label().say(Lang::Zh);
    let before = harness.query_all_by_label(&add).count();
    click(&mut harness, &name);
    assert_eq!(harness.query_all_by_label(&add).count(), before + 1, "the head of the layers has one too");
}

#[test]
fn a_missing_figure_is_typed_in_from_the_card_that_lacks_it() {
    let folder = greenway("[[layer]]\nsource = \"b.geojson\"\nrole = \"built-up-area\"");
    let area = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon",
        "coordinates":[[[102.19,27.89],[102.22,27.89],[102.22,27.91],[102.19,27.91],[102.19,27.89]]]}}]}"#;
    std::fs::write(folder.path().join("b.geojson"), area).unwrap();
    let mut harness = window(Opening::Paths(vec![folder.path().to_owned()]), Lang::En);
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    let all = cards(harness.state(), Lang::En);
    let (_, name, _) = all.into_iter().find(|(id, _, _)| id == "greenway-per-capita").unwrap();
    click(&mut harness, &name);
    click(&mut harness, &Message::new("app.clauses-figure").say(Lang::En));
    let asked = format!("{:?}", harness.state().session().dialog);
    assert_eq!(asked, "Some(Figure(\"urban_population\"))");
}

#[test]
fn an_open_card_is_shown_at_any_size() {
    let (_folder, mut harness) = checked(Lang::En);
    harness.key_press(egui::Key::F8);
    for size in [[0.0, 0.0], [1.0, 900.0], [120.0, 80.0], [2000.0, 30.0]] {
        harness.set_size(size.into());
        harness.run_steps(3);
        assert_eq!(harness.state().document().stage(), Stage::Checked);
    }
}
