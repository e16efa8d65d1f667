//! The panel of charts: bars that are read out, point at the map, and lead to what they are of.

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use langdao::app::{App, Command, Opening, PanelId, Side, Stage};
use langdao::standard::Measure;
use langdao::text::{Lang, Message};

use super::{until, window};

type Window = Harness<'static, App>;

fn sample(lang: Lang) -> Window {
    let mut harness = window(Opening::Last, lang);
    harness.set_size([1440.0, 1600.0].into());
    harness.state_mut().command(Command::MovePanel(PanelId::Charts, Side::Right));
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    harness
}

fn show(harness: &mut Window, clause: &str) {
    harness.state_mut().command(Command::ShowChart(clause.to_owned()));
    harness.run_steps(4);
}

#[test]
fn bars_are_read_out_with_their_values_and_lead_to_the_place() {
    let mut harness = sample(Lang::Zh);
    show(&mut harness, "corridor-net-width");
    assert!(harness.query_by_label("邛海—泸山廊道：37.3 m，未达限值").is_some());
    assert!(harness.query_by_label("螺髻山廊道：52.0 m").is_some());
    harness.get_by_label("邛海—泸山廊道：37.3 m，未达限值").click_accesskit();
    harness.run_steps(4);
    assert_eq!(harness.state().session().chosen, Some(("corridor-net-width".to_owned(), 0)));
    show(&mut harness, "plaza-area");
    harness.get_by_label("市民广场：2.40 ha，未达限值").focus();
    harness.run_steps(3);
    let pointed = harness.state().session().pointed.clone().unwrap();
    assert!(!pointed.features.is_empty(), "what the bar is of is outlined");
    show(&mut harness, "road-density");
    let all = harness.query_all_by_label_contains("主干路：").next().unwrap();
    assert_eq!(all.accesskit_node().label().as_deref(), Some("主干路：17.84 km"));
    all.click_accesskit();
    harness.run_steps(4);
    let selected = harness.state().session().all_selected().count();
    assert!(selected > 20, "every arterial is selected: {selected}");
    show(&mut harness, "storeys-limit");
    assert!(harness.query_by_label("26 层：1 处，未达限值").is_some());
}

#[test]
fn every_clause_has_its_charts_or_says_why_not_in_both_languages() {
    let mut harness = sample(Lang::Zh);
    let standard = std::sync::Arc::clone(&harness.state().document().loaded().unwrap().standard);
    for lang in [Lang::Zh, Lang::En] {
        harness.state_mut().command(Command::Speak(lang));
        for clause in standard.clauses.iter().filter(|clause| !matches!(clause.measure, Measure::TypedFigure(_))) {
            show(&mut harness, &clause.id);
            let open = Message::new("app.charts-card").say(lang);
            let of_open = harness.state().session().open_clause.as_ref() == Some(&clause.id);
            assert!(
                of_open
                    || harness.query_by_label(&open).is_some()
                    || matches!(clause.measure, Measure::FeatureCount(_)),
                "{}",
                clause.id
            );
        }
    }
}

#[test]
fn what_cannot_be_drawn_says_which_layer_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.toml"), "langdao = 1\nname = \"x\"\ncrs = \"EPSG:4543\"\n").unwrap();
    let mut harness = window(Opening::Paths(vec![folder.path().to_owned()]), Lang::Zh);
    until(&mut harness, |app| app.document().stage() == Stage::Checked);
    show(&mut harness, "plaza-area");
    let outcome = harness.state().document().outcome().unwrap();
    let reason = outcome.clause("plaza-area").unwrap().reason.clone().unwrap().say(Lang::Zh);
    assert!(harness.query_by_label(&reason).is_some(), "{reason}");
}

#[test]
fn charts_show_themselves_at_any_size_on_every_side_and_without_a_plan() {
    at_any_size(&mut sample(Lang::En));
    at_any_size(&mut window(Opening::Empty, Lang::En));
}

fn at_any_size(harness: &mut Window) {
    for side in Side::ALL {
        harness.state_mut().command(Command::MovePanel(PanelId::Charts, side));
        for size in [[1440.0, 900.0], [640.0, 400.0], [0.0, 0.0], [200.0, 90.0]] {
            harness.set_size(size.into());
            harness.run_steps(3);
        }
    }
}
