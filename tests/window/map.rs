//! The map: pictures arrive, follow the hand, and nothing is drawn while nothing changes.

use egui::{Event, Modifiers, MouseWheelUnit, PointerButton, Pos2, TouchPhase, Vec2};
use egui_kittest::kittest::Queryable as _;
use langdao::app::{Action, Command};

use super::*;

const PLAN: &str = r#"langdao = 1
name = "小镇"
year = 2030
crs = "EPSG:4543"

[[layer]]
role = "built-up-area"
source = "town.geojson"

[[layer]]
role = "land-use"
source = "parcel.geojson"

[[layer]]
role = "corridors"
source = "corridor.geojson"

[figures]
urban_population = { value = 1000.0, year = 2025 }
"#;

/// A town of a square kilometre whose lower left corner lies at `x`, with one parcel in its middle and a corridor 40 m
/// wide at its upper edge, where 50 m are asked for.
fn town(code: &str, x: f64) -> (tempfile::TempDir, Harness<'static, App>) {
    let folder = tempfile::tempdir().unwrap();
    let square = |east: f64, north: f64, width: f64, height: f64| {
        let corners = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height), (0.0, 0.0)];
        let corners = corners.map(|(right, up)| format!("[{},{}]", x + east + right, 3_087_000.0 + north + up));
        format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, corners.join(","))
    };
    let layers = [
        ("town", square(0.0, 0.0, 1_000.0, 1_000.0)),
        ("parcel", square(400.0, 400.0, 200.0, 200.0)),
        ("corridor", square(0.0, 900.0, 1_000.0, 40.0)),
    ];
    for (name, shape) in layers {
        let text = format!(
            r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"{code}"}}}},"features":[{{"type":"Feature","properties":{{"name":"{name}"}},"geometry":{shape}}}]}}"#
        );
        std::fs::write(folder.path().join(format!("{name}.geojson")), text).unwrap();
    }
    std::fs::write(folder.path().join("plan.toml"), PLAN.replace("EPSG:4543", code)).unwrap();
    let mut harness = window(Opening::Paths(vec![folder.path().to_owned()]), Lang::Zh);
    settled(&mut harness);
    (folder, harness)
}

fn small() -> (tempfile::TempDir, Harness<'static, App>) {
    town("EPSG:4543", 500_000.0)
}

fn settled(harness: &mut Harness<'static, App>) {
    harness.run_steps(3);
    until(harness, |app| {
        let drawn = app.drawn_for();
        app.document().stage() == Stage::Checked && drawn.is_some() && drawn == app.session().camera
    });
}

fn middle(harness: &Harness<'static, App>) -> Pos2 {
    harness.get_by_label("地图").rect().center()
}

fn click(harness: &mut Harness<'static, App>, at: Pos2) {
    for pressed in [true, false] {
        let button = PointerButton::Primary;
        harness.hover_at(at);
        harness.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        harness.step();
    }
    harness.run_steps(3);
}

/// Which layer and feature is selected, by the file of the layer.
fn selected(harness: &Harness<'static, App>) -> Option<String> {
    let selected = harness.state().session().selected?;
    harness.state().document().loaded()?.snapshot.layers.get(selected.layer)?.source().map(str::to_owned)
}

#[test]
fn a_picture_of_the_view_arrives_and_nothing_is_drawn_while_nothing_changes() {
    let (_folder, mut harness) = small();
    std::thread::sleep(Duration::from_millis(300));
    harness.run_steps(5);
    let before = harness.state().pictures();
    harness.run_steps(20);
    assert_eq!(harness.state().pictures(), before);
}

#[test]
fn a_drag_moves_the_map_by_as_many_metres_as_the_hand() {
    let (_folder, mut harness) = small();
    let from = middle(&harness);
    let before = harness.state().session().camera.unwrap();
    harness.drag_at(from);
    harness.step();
    harness.hover_at(from + Vec2::new(60.0, 0.0));
    harness.step();
    harness.hover_at(from + Vec2::new(120.0, -40.0));
    harness.step();
    harness.drop_at(from + Vec2::new(120.0, -40.0));
    harness.step();
    let after = harness.state().session().camera.unwrap();
    assert!((before.centre.x - after.centre.x - 120.0 * before.metres_per_point).abs() < 1e-3);
    assert!((before.centre.y - after.centre.y - 40.0 * before.metres_per_point).abs() < 1e-3);
    settled(&mut harness);
}

#[test]
fn the_wheel_keeps_the_place_under_the_pointer() {
    let (_folder, mut harness) = small();
    harness.hover_at(middle(&harness) + Vec2::new(90.0, 70.0));
    harness.run_steps(2);
    let (place, scale) = (harness.state().session().pointer.unwrap(), harness.state().session().camera.unwrap());
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: Vec2::new(0.0, 3.0),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    harness.run_steps(30);
    let after = harness.state().session().pointer.unwrap();
    assert!(harness.state().session().camera.unwrap().metres_per_point < scale.metres_per_point * 0.9);
    assert!((after.x - place.x).abs() < 1e-3 && (after.y - place.y).abs() < 1e-3);
    settled(&mut harness);
}

#[test]
fn a_click_on_the_parcel_names_it_and_the_next_one_goes_on_to_what_lies_beneath() {
    let (_folder, mut harness) = small();
    let at = middle(&harness);
    click(&mut harness, at);
    assert_eq!(selected(&harness).as_deref(), Some("parcel.geojson"));
    assert!(harness.query_all_by_label("parcel").next().is_some(), "the card has its name");
    // Long enough that the next click is no double click: a step of the harness is a quarter of a second.
    harness.run_steps(6);
    click(&mut harness, at);
    assert_eq!(selected(&harness).as_deref(), Some("town.geojson"));
    harness.run_steps(6);
    click(&mut harness, at);
    assert_eq!(selected(&harness).as_deref(), Some("parcel.geojson"), "after the last comes the first");
}

#[test]
fn choosing_a_finding_brings_it_into_view() {
    let (_folder, mut harness) = small();
    let outcome = harness.state().document().outcome().unwrap();
    let clause = outcome.clauses.iter().find(|clause| clause.clause == "corridor-net-width").unwrap();
    let anchor = clause.findings[0].anchor;
    let before = harness.state().session().camera.unwrap();
    harness.state_mut().command(Command::ChooseFinding { clause: "corridor-net-width".to_owned(), finding: 0 });
    harness.run_steps(6);
    settled(&mut harness);
    let camera = harness.state().session().camera.unwrap();
    let [x, y] = camera.screen_from_plan(anchor);
    assert!(camera.metres_per_point < before.metres_per_point, "nearer than the whole town");
    assert!((0.0..=camera.size[0]).contains(&x) && (0.0..=camera.size[1]).contains(&y), "{x} {y}");
}

#[test]
fn a_click_hits_the_parcel_at_34_500_000_m_too() {
    // EPSG:4522 is the zone of 102° E with its number before the easting.
    let (_folder, mut harness) = town("EPSG:4522", 34_500_000.0);
    let camera = harness.state().session().camera.unwrap();
    assert!((camera.centre.x - 34_500_500.0).abs() < 1.0, "{}", camera.centre.x);
    let [x, y] = camera.screen_from_plan(geo_types::Coord { x: 34_500_401.0, y: 3_087_500.0 });
    let origin = harness.get_by_label("地图").rect().min;
    #[expect(clippy::cast_possible_truncation, reason = "points of the screen")]
    let at = origin + Vec2::new(x as f32, y as f32);
    click(&mut harness, at);
    assert_eq!(selected(&harness).as_deref(), Some("parcel.geojson"));
}

#[test]
fn two_presses_of_nearer_add_up_though_the_first_still_glides() {
    let (_folder, mut harness) = small();
    let before = harness.state().session().camera.unwrap().metres_per_point;
    for _ in 0..2 {
        harness.state_mut().command(Command::Do(Action::ZoomIn));
    }
    harness.run_steps(8);
    let after = harness.state().session().camera.unwrap().metres_per_point;
    assert!((before / after - 2.25).abs() < 1e-6, "{}", before / after);
}

#[test]
fn a_plan_stays_open_in_a_window_of_no_size() {
    let (_folder, mut harness) = small();
    for size in [[0.0, 0.0], [1.0, 1.0], [40.0, 700.0], [1_440.0, 900.0]] {
        harness.set_size(size.into());
        harness.run_steps(4);
    }
    settled(&mut harness);
    assert!(harness.state().session().camera.is_some_and(|camera| camera.metres_per_point.is_finite()));
}

#[test]
fn the_card_of_a_feature_lists_the_clauses_that_measure_it_with_their_verdicts() {
    let (_folder, mut harness) = small();
    let at = middle(&harness);
    click(&mut harness, at);
    // The parcel is land use, which obstructs corridors and feeds the green ratio; roads it has no part in.
    let state = harness.state();
    let verdict = |id: &str| {
        let outcome = state.document().outcome().unwrap();
        outcome.clauses.iter().find(|clause| clause.clause == id).unwrap().verdict.name().say(Lang::Zh)
    };
    let title =
        |id: &str| state.document().loaded().unwrap().standard.clause(id).unwrap().title.say(Lang::Zh).to_owned();
    let label = |id: &str| format!("{}：{}", title(id), verdict(id));
    let (green, roads) = (label("green-ratio"), label("road-density"));
    assert!(harness.query_by_label(&green).is_some(), "{green}");
    assert!(harness.query_by_label(&roads).is_none(), "{roads}");
}
