//! The panel of findings: sorted, filtered, stepped through, looked through, remembered.

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use langdao::app::{Action, App, Command, Opening, PanelId, ReviewOrder, Selected, Side, Stage, State};
use langdao::plan::Journals;
use langdao::text::{Lang, Message};

use super::{until, window, window_with};

type Window = Harness<'static, App>;

/// A plan of three plazas in a folder that goes with the test: two above 2 ha, by 0.5 and 1 ha.
fn plazas() -> tempfile::TempDir {
    plazas_of(&[("小广场", 100), ("大广场", 250), ("新广场", 300)])
}

/// Plazas by name, each 100 m high and so many metres wide.
fn plazas_of(plazas: &[(&str, u32)]) -> tempfile::TempDir {
    let square = |name: &str, left: u32, width: u32| {
        let (low, right) = (3_087_000, left + width);
        let high = low + 100;
        let ring = format!("[[{left},{low}],[{right},{low}],[{right},{high}],[{left},{high}],[{left},{low}]]");
        format!(
            r#"{{"type":"Feature","properties":{{"name":"{name}"}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
        )
    };
    let placed = (500_000..).step_by(1_000).zip(plazas);
    let features: Vec<String> = placed.map(|(left, (name, width))| square(name, left, *width)).collect();
    let text = format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:4543"}}}},"features":[{}]}}"#,
        features.join(",")
    );
    let plan = "langdao = 1\nname = \"广场\"\nyear = 2030\ncrs = \"EPSG:4543\"\n\
        [[layer]]\nsource = \"a.geojson\"\nrole = \"plazas\"\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.geojson"), text).unwrap();
    std::fs::write(folder.path().join("plan.toml"), plan).unwrap();
    folder
}

fn shown(folder: &tempfile::TempDir, lang: Lang, journals: Option<Journals>) -> Window {
    let mut harness = window_with(Opening::Paths(vec![folder.path().to_owned()]), lang, journals);
    harness.state_mut().command(Command::ShowPanel(PanelId::Findings));
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    harness
}

fn subjects(harness: &Window) -> Vec<String> {
    let rows =
        harness.query_all_by_label_contains("广场 · ").map(|row| row.accesskit_node().label().unwrap_or_default());
    rows.map(|name| name.split(" · ").nth(1).unwrap_or_default().to_owned()).collect()
}

fn state(harness: &Window, finding: usize) -> State {
    let outcome = harness.state().document().outcome().unwrap();
    let clause = outcome.clause("plaza-area").unwrap();
    harness.state().session().review.state("plaza-area", finding, clause.findings[finding].verdict)
}

fn say(key: &str, lang: Lang) -> String {
    Message::new(key).say(lang)
}

#[test]
fn what_misses_most_comes_first_and_the_keys_step_in_that_order() {
    for lang in [Lang::Zh, Lang::En] {
        let folder = plazas();
        let mut harness = shown(&folder, lang, None);
        assert_eq!(subjects(&harness), ["大广场", "新广场"]);
        let by = Message::new("app.findings-sort-by").with("column", say("app.findings-miss", lang)).say(lang);
        harness.get_by_label(&by).click();
        harness.run_steps(3);
        assert_eq!(subjects(&harness), ["新广场", "大广场"], "by 1 ha, then by 0.5 ha");
        harness.key_press(Key::F8);
        harness.run_steps(4);
        assert_eq!(harness.state().session().chosen, Some(("plaza-area".to_owned(), 1)));
        harness.key_press(Key::F8);
        harness.run_steps(4);
        assert_eq!(harness.state().session().chosen, Some(("plaza-area".to_owned(), 0)));
    }
}

#[test]
fn a_finding_that_is_looked_at_is_seen_and_the_arrows_go_on_to_the_next() {
    let folder = plazas();
    let mut harness = shown(&folder, Lang::Zh, None);
    assert_eq!((state(&harness, 0), state(&harness, 1)), (State::New, State::New));
    let first = harness.query_all_by_label_contains("大广场 · ").next().unwrap();
    first.focus();
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    assert_eq!((state(&harness, 0), state(&harness, 1)), (State::Seen, State::New));
    harness.key_press(Key::ArrowDown);
    harness.run_steps(4);
    assert_eq!(harness.state().session().chosen, Some(("plaza-area".to_owned(), 1)));
    assert_eq!(state(&harness, 1), State::Seen);
    harness.key_press(Key::ArrowUp);
    harness.run_steps(4);
    assert_eq!(harness.state().session().chosen, Some(("plaza-area".to_owned(), 0)));
}

#[test]
fn the_filter_of_new_findings_lists_those_that_were_not_looked_at() {
    let folder = plazas();
    let mut harness = shown(&folder, Lang::Zh, None);
    harness.state_mut().command(Command::ChooseFinding { clause: "plaza-area".to_owned(), finding: 0 });
    harness.run_steps(3);
    harness.get_by_label("新增 1").click();
    harness.run_steps(3);
    assert_eq!(subjects(&harness), ["大广场", "新广场"], "what is chosen stays");
    harness.state_mut().command(Command::ChooseFinding { clause: "plaza-area".to_owned(), finding: 1 });
    harness.run_steps(3);
    assert_eq!(subjects(&harness), ["新广场"]);
    harness.get_by_label(&say("app.findings-all", Lang::Zh)).click();
    harness.run_steps(3);
    assert_eq!(subjects(&harness).len(), 2);
}

#[test]
fn arrows_through_what_is_new_leave_none_out_although_each_leaves_the_list() {
    let folder = plazas_of(&[("一广场", 250), ("二广场", 260), ("三广场", 270), ("四广场", 280), ("五广场", 290)]);
    let mut harness = shown(&folder, Lang::Zh, None);
    harness.get_by_label_contains("新增 5").click();
    harness.run_steps(3);
    harness.get_by_label_contains("一广场 · ").click();
    harness.run_steps(3);
    harness.get_by_label_contains("一广场 · ").focus();
    harness.run_steps(3);
    for (step, name) in ["二广场", "三广场", "四广场", "五广场"].into_iter().enumerate() {
        harness.key_press(Key::ArrowDown);
        harness.run_steps(4);
        let chosen = harness.state().session().chosen.clone();
        assert_eq!(chosen, Some(("plaza-area".to_owned(), step + 1)), "{name}");
    }
    assert!((0..5).all(|finding| state(&harness, finding) == State::Seen));
}

#[test]
fn what_an_edit_solves_stays_listed_until_it_is_dismissed_and_undo_brings_it_back() {
    let folder = plazas();
    let mut harness = shown(&folder, Lang::Zh, None);
    harness.state_mut().command(Command::Review(ReviewOrder::SeeAll));
    harness.run_steps(2);
    let edit = harness.state().document().plan().unwrap().setting_county(Some("西昌市".to_owned()));
    harness.state_mut().command(Command::Edit(edit));
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    assert_eq!(harness.state().session().review.solved().count(), 0, "a clause that does not apply solves nothing");
    harness.state_mut().command(Command::Do(Action::Undo));
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    assert_eq!(state(&harness, 0), State::Seen);
    harness.state_mut().command(Command::Select(vec![Selected { layer: 0, feature: 1 }]));
    harness.run_steps(2);
    harness.state_mut().command(Command::Do(Action::TakeAway));
    until(&mut harness, |app| app.document().stage() == Stage::Checked && app.session().review.solved().count() == 1);
    assert_eq!(subjects(&harness).len(), 2, "the one that is solved is listed still");
    harness.get_by_label("移除已消除的“大广场”").click();
    harness.run_steps(3);
    assert_eq!(subjects(&harness), ["新广场"]);
    assert_eq!(state(&harness, 0), State::Seen);
}

#[test]
fn what_was_looked_through_is_remembered_beside_the_journals() {
    let (folder, store) = (plazas(), tempfile::tempdir().unwrap());
    let journals = || Some(Journals::new(store.path().join("journals")));
    let mut harness = shown(&folder, Lang::Zh, journals());
    harness.state_mut().command(Command::ChooseFinding { clause: "plaza-area".to_owned(), finding: 1 });
    let review = Journals::new(store.path().join("journals")).review_of(&folder.path().join("plan.toml"));
    until(&mut harness, |app| {
        app.jobs().running().is_empty()
            && std::fs::read_to_string(&review).is_ok_and(|text| text.contains("\"seen\":true"))
    });
    drop(harness);
    let mut harness = shown(&folder, Lang::Zh, journals());
    until(&mut harness, |app| app.jobs().running().is_empty());
    assert_eq!((state(&harness, 0), state(&harness, 1)), (State::New, State::Seen));
}

#[test]
fn what_was_looked_through_goes_with_a_plan_that_is_saved_elsewhere() {
    let (folder, store, elsewhere) = (plazas(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let journals = || Some(Journals::new(store.path().join("journals")));
    let mut harness = shown(&folder, Lang::Zh, journals());
    harness.state_mut().command(Command::ChooseFinding { clause: "plaza-area".to_owned(), finding: 1 });
    until(&mut harness, |app| app.jobs().running().is_empty());
    let copy = elsewhere.path().join("plan.toml");
    harness.state_mut().command(Command::SaveTo(copy.clone()));
    let review = Journals::new(store.path().join("journals")).review_of(&copy);
    until(&mut harness, |app| {
        app.jobs().running().is_empty()
            && std::fs::read_to_string(&review).is_ok_and(|text| text.contains("\"seen\":true"))
    });
}

#[test]
fn the_list_shows_itself_at_any_size_on_every_side_and_without_a_plan() {
    let folder = plazas();
    at_any_size(&mut shown(&folder, Lang::En, None));
    at_any_size(&mut window(Opening::Empty, Lang::En));
}

fn at_any_size(harness: &mut Window) {
    for side in Side::ALL {
        harness.state_mut().command(Command::MovePanel(PanelId::Findings, side));
        for size in [[1440.0, 900.0], [640.0, 400.0], [0.0, 0.0], [200.0, 90.0]] {
            harness.set_size(size.into());
            harness.run_steps(3);
        }
    }
}
