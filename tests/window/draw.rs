//! Drawing with the verdict under the pointer: by pointer, by keys, by label.

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use geo_types::Coord;
use langdao::app::{Action, App, Command, Kind, Opening, Stage, Tool};
use langdao::check::check;
use langdao::handle::Handle;
use langdao::layer::{Field, Role};
use langdao::plan::{DrawnShape, Request, Width, load};
use langdao::text::{Lang, Message};
use langdao::units::Unit;

use super::{until, window};

type Window = Harness<'static, App>;

/// Lower left corner of the town.
const X: f64 = 526_000.0;
const Y: f64 = 3_087_000.0;

const PLAN: &str = r#"langdao = 1
name = "小镇"
year = 2030
crs = "EPSG:4543"

[[layer]]
role = ["main-urban-area", "built-up-area", "county-seat"]
source = "town.geojson"

[[layer]]
role = "buildings"
source = "buildings.geojson"

[[layer]]
role = "road-centrelines"
source = "roads.geojson"
fields = { class = "class" }

[[layer]]
role = "green"
source = "green.geojson"

[[layer]]
role = "plazas"
source = "plaza.geojson"

[[layer]]
role = "greenways"
source = "greenway.geojson"

[figures]
urban_population = { value = 1000.0, year = 2025 }
"#;

fn place(x: f64, y: f64) -> String {
    format!("[{},{}]", X + x, Y + y)
}

fn ring(x: f64, y: f64, width: f64, height: f64) -> String {
    let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)];
    let corners: Vec<String> = corners.iter().map(|&(x, y)| place(x, y)).collect();
    format!(r#""type":"Polygon","coordinates":[[{}]]"#, corners.join(","))
}

fn line(from: (f64, f64), to: (f64, f64)) -> String {
    format!(r#""type":"LineString","coordinates":[{},{}]"#, place(from.0, from.1), place(to.0, to.1))
}

fn collection(features: &[(&str, String)]) -> String {
    let feature = |(properties, shape): &(&str, String)| {
        format!(r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{{shape}}}}}"#)
    };
    let features: Vec<String> = features.iter().map(feature).collect();
    format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:4543"}}}},"features":[{}]}}"#,
        features.join(",")
    )
}

/// A town of a square kilometre: a building whose corner lies at (400, 520), two roads that cross at (200, 200), a park,
/// a plaza of 2.4 ha, a greenway of 500 m for 1 000 people.
fn town() -> (tempfile::TempDir, Window) {
    let folder = tempfile::tempdir().unwrap();
    let road = r#""name":"甲路","class":"主干路""#;
    for (name, features) in [
        ("town", vec![(r#""name":"主城区""#, ring(0.0, 0.0, 1_000.0, 1_000.0))]),
        ("buildings", vec![("", ring(400.0, 520.0, 40.0, 30.0)), ("", ring(700.0, 620.0, 40.0, 30.0))]),
        ("roads", vec![(road, line((0.0, 200.0), (1_000.0, 200.0))), (road, line((200.0, 0.0), (200.0, 1_000.0)))]),
        ("green", vec![(r#""class":"G1""#, ring(750.0, 50.0, 100.0, 100.0))]),
        ("plaza", vec![(r#""name":"市民广场""#, ring(780.0, 250.0, 120.0, 200.0))]),
        ("greenway", vec![("", line((300.0, 950.0), (800.0, 950.0)))]),
    ] {
        std::fs::write(folder.path().join(format!("{name}.geojson")), collection(&features)).unwrap();
    }
    std::fs::write(folder.path().join("plan.toml"), PLAN).unwrap();
    let mut harness = window(Opening::Paths(vec![folder.path().to_owned()]), Lang::Zh);
    settled(&mut harness);
    (folder, harness)
}

/// Read, checked, drawn, and nothing more to be measured.
fn settled(harness: &mut Window) {
    harness.run_steps(3);
    until(harness, |app| {
        let drawn = app.drawn_for();
        let still = app.session().tools.draft.is_none() || app.session().tools.is_drawing();
        app.document().stage() == Stage::Checked && drawn.is_some() && drawn == app.session().camera && still
    });
}

/// Where a place of the town lies on the screen.
fn on_screen(harness: &Window, x: f64, y: f64) -> Pos2 {
    let camera = harness.state().session().camera.unwrap();
    let [across, down] = camera.screen_from_plan(Coord { x: X + x, y: Y + y });
    #[expect(clippy::cast_possible_truncation, reason = "points of the screen")]
    let at = Vec2::new(across as f32, down as f32);
    harness.get_by_label("地图").rect().min + at
}

fn button(harness: &mut Window, at: Pos2, pressed: bool, modifiers: Modifiers) {
    harness.event(Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers });
    harness.step();
}

fn hover(harness: &mut Window, x: f64, y: f64) {
    let at = on_screen(harness, x, y);
    harness.hover_at(at);
    harness.run_steps(2);
}

fn click(harness: &mut Window, x: f64, y: f64) {
    hover(harness, x, y);
    let at = on_screen(harness, x, y);
    button(harness, at, true, Modifiers::NONE);
    button(harness, at, false, Modifiers::NONE);
    // Long enough that the next click is no double click.
    harness.run_steps(3);
}

fn drag(harness: &mut Window, from: (f64, f64), to: (f64, f64)) {
    hover(harness, from.0, from.1);
    let (from, to) = (on_screen(harness, from.0, from.1), on_screen(harness, to.0, to.1));
    button(harness, from, true, Modifiers::NONE);
    for share in [0.2, 0.6, 1.0] {
        harness.hover_at(from.lerp(to, share));
        harness.step();
    }
    harness.run_steps(2);
    button(harness, to, false, Modifiers::NONE);
    harness.run_steps(2);
}

fn press(harness: &mut Window, key: Key) {
    harness.key_press(key);
    harness.run_steps(2);
}

fn types(harness: &mut Window, text: &str) {
    for letter in text.chars() {
        harness.event(Event::Text(letter.to_string()));
        harness.step();
    }
}

fn act(harness: &mut Window, action: Action) {
    harness.state_mut().command(Command::Do(action));
    harness.run_steps(3);
}

fn take(harness: &mut Window, kind: Kind) {
    harness.state_mut().command(Command::Draw(kind));
    harness.run_steps(3);
    until(harness, |app| app.jobs().running().is_empty());
}

/// Draws a line of two points, or a corridor along it, to its end.
fn draw_line(harness: &mut Window, kind: Kind, from: (f64, f64), to: (f64, f64)) {
    take(harness, kind);
    click(harness, from.0, from.1);
    click(harness, to.0, to.1);
    press(harness, Key::Enter);
    settled(harness);
}

/// Waits for what is measured under the pointer.
fn measured(harness: &mut Window) {
    harness.run_steps(3);
    until(harness, |app| app.live().is_current());
}

/// The net width under the pointer.
fn live_width(harness: &mut Window) -> f64 {
    measured(harness);
    harness.state().live().found().unwrap().corridor.as_ref().unwrap().net_width_m
}

fn value(harness: &Window, clause: &str) -> Option<f64> {
    let outcome = harness.state().document().outcome().unwrap();
    let found = outcome.clauses.iter().find(|found| found.clause == clause).unwrap();
    found.figure.map(|figure| figure.low)
}

fn drawn(harness: &Window) -> &[langdao::plan::DrawnFeature] {
    &harness.state().document().plan().unwrap().content().drawn
}

/// What the command line finds of the plan as it is saved.
fn checked_from_file(harness: &mut Window, folder: &tempfile::TempDir, clause: &str) -> f64 {
    let path = folder.path().join("plan.toml");
    super::dialogs::save(harness, path.clone());
    let request = Request { paths: vec![path], ..Request::default() };
    let loaded = load(&request, &Handle::default()).unwrap();
    let outcome = check(&loaded.snapshot, &loaded.standard, &[clause.to_owned()], &Handle::default()).unwrap();
    outcome.clauses[0].figure.unwrap().low
}

#[test]
fn a_corridor_is_drawn_with_the_width_following_the_pointer_and_the_check_finds_the_same() {
    let (folder, mut harness) = town();
    harness.get_by_label("绘制").click();
    harness.run_steps(3);
    assert_eq!(harness.state().session().tools.tool, Tool::Draw(Kind::Corridor));
    until(&mut harness, |app| app.jobs().running().is_empty());
    click(&mut harness, 300.0, 470.0);
    hover(&mut harness, 600.0, 470.0);
    assert!((live_width(&mut harness) - 60.0).abs() < 1e-3, "clear of the building by 20 m");
    // The band reaches 500 + 30: ten metres of the building stand in it.
    hover(&mut harness, 300.0, 480.0);
    harness.state_mut().command(Command::Do(Action::Undo));
    harness.run_steps(2);
    click(&mut harness, 300.0, 500.0);
    hover(&mut harness, 600.0, 500.0);
    let narrow = live_width(&mut harness);
    let expected = 500.0 - harness.state().session().pointer.map_or(0.0, |at| at.y - Y) + 520.0 - 500.0 + 30.0;
    assert!((narrow - expected).abs() < 1.5 && narrow < 55.0, "{narrow} is not about {expected}");
    let found = harness.state().live().found().unwrap().clone();
    assert_eq!(found.corridor.as_ref().unwrap().narrowed_by.len(), 1, "the building is named");
    let judged = harness.state().live().judged("corridor-net-width").unwrap().figure.unwrap().low;
    assert!((judged - narrow).abs() < f64::EPSILON, "the check of the moving draft says the same");
    click(&mut harness, 600.0, 500.0);
    let before = live_width(&mut harness);
    press(&mut harness, Key::Enter);
    settled(&mut harness);
    assert_eq!(drawn(&harness).len(), 1);
    assert_eq!((drawn(&harness)[0].id.as_str(), drawn(&harness)[0].role), ("c1", Role::Corridors));
    let checked = value(&harness, "corridor-net-width").unwrap();
    assert!((checked - before).abs() < f64::EPSILON, "{checked} {before}");
    let from_file = checked_from_file(&mut harness, &folder, "corridor-net-width");
    assert!((from_file - before).abs() < f64::EPSILON, "{from_file} {before}");
}

#[test]
fn a_side_that_is_dragged_widens_the_corridor_and_undo_takes_it_back() {
    let (_folder, mut harness) = town();
    draw_line(&mut harness, Kind::Corridor, (300.0, 400.0), (700.0, 400.0));
    assert_eq!(harness.state().session().tools.tool, Tool::Edit, "it is in hand to be changed");
    let width = |harness: &Window| match &drawn(harness)[0].shape {
        DrawnShape::Band { width: Width::Even(width), .. } => *width,
        other => panic!("{other:?}"),
    };
    assert!((width(&harness) - 60.0).abs() < f64::EPSILON);
    drag(&mut harness, (500.0, 430.0), (500.0, 440.0));
    settled(&mut harness);
    assert!((width(&harness) - 80.0).abs() < 2.5, "{}", width(&harness));
    let label = harness.state().document().plan().unwrap().undo_label().unwrap();
    assert!(label.say(Lang::Zh).contains("形状"), "{label}");
    act(&mut harness, Action::Undo);
    settled(&mut harness);
    assert!((width(&harness) - 60.0).abs() < f64::EPSILON);
    act(&mut harness, Action::Redo);
    settled(&mut harness);
    assert!(width(&harness) > 70.0);
}

#[test]
fn a_corner_is_dragged_made_and_deleted_and_the_whole_is_moved() {
    let (_folder, mut harness) = town();
    draw_line(&mut harness, Kind::Corridor, (300.0, 400.0), (700.0, 400.0));
    let points = |harness: &Window| drawn(harness)[0].shape.points().to_vec();
    // The middle of the stretch makes a corner.
    drag(&mut harness, (500.0, 400.0), (500.0, 350.0));
    settled(&mut harness);
    assert_eq!(points(&harness).len(), 3);
    assert!((points(&harness)[1].y - (Y + 350.0)).abs() < 1.5, "{:?}", points(&harness));
    drag(&mut harness, (700.0, 400.0), (800.0, 420.0));
    settled(&mut harness);
    assert!((points(&harness)[2].x - (X + 800.0)).abs() < 1.5);
    click(&mut harness, 500.0, 350.0);
    assert_eq!(harness.state().session().tools.corners, [1]);
    press(&mut harness, Key::Delete);
    settled(&mut harness);
    assert_eq!(points(&harness).len(), 2);
    let before = points(&harness);
    drag(&mut harness, (450.0, 420.0), (450.0, 470.0));
    settled(&mut harness);
    let after = points(&harness);
    assert!((after[0].y - before[0].y - 50.0).abs() < 1.5 && (after[1].y - before[1].y - 50.0).abs() < 1.5);
    act(&mut harness, Action::Delete);
    settled(&mut harness);
    assert!(drawn(&harness).is_empty(), "without a chosen corner the whole goes");
}

#[test]
fn the_pointer_snaps_to_corners_crossings_and_edges_and_says_so() {
    let (_folder, mut harness) = town();
    take(&mut harness, Kind::Road);
    for (over, expected, label) in [
        ((397.0, 523.0), (400.0, 520.0), "app.snap-corner"),
        ((202.0, 197.0), (200.0, 200.0), "app.snap-crossing"),
        ((602.0, 203.0), (602.0, 200.0), "app.snap-edge"),
    ] {
        hover(&mut harness, over.0, over.1);
        let snapped = harness.state().session().tools.snapped.unwrap_or_else(|| panic!("{label}"));
        let away = (snapped.at.x - X - expected.0).hypot(snapped.at.y - Y - expected.1);
        assert!(away < 1.0, "{label}: {snapped:?}");
    }
    click(&mut harness, 397.0, 523.0);
    let first = harness.state().session().tools.draft.clone().unwrap().feature.shape.points()[0];
    assert_eq!(first, Coord { x: X + 400.0, y: Y + 520.0 }, "the corner itself, not a place beside it");
    act(&mut harness, Action::Snap);
    hover(&mut harness, 202.0, 197.0);
    assert_eq!(harness.state().session().tools.snapped, None);
}

#[test]
fn coordinates_lengths_and_angles_are_typed() {
    let (_folder, mut harness) = town();
    take(&mut harness, Kind::Road);
    hover(&mut harness, 500.0, 500.0);
    types(&mut harness, "526300,3087300");
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("526300,3087300").is_some(), "what is typed is shown");
    press(&mut harness, Key::Enter);
    types(&mut harness, "@0,100");
    press(&mut harness, Key::Enter);
    types(&mut harness, "120<0");
    press(&mut harness, Key::Enter);
    types(&mut harness, "nonsense");
    press(&mut harness, Key::Enter);
    settled(&mut harness);
    let expected = [(300.0, 300.0), (300.0, 400.0), (420.0, 400.0)].map(|(x, y)| Coord { x: X + x, y: Y + y });
    assert_eq!(drawn(&harness)[0].shape.points(), expected, "letters that are no place end it by Enter");
    assert_eq!(drawn(&harness)[0].values[&Field::Class], "branch");
}

#[test]
fn undo_and_escape_step_back_through_what_is_drawn_before_they_leave() {
    let (_folder, mut harness) = town();
    take(&mut harness, Kind::Green);
    for at in [(300.0, 300.0), (400.0, 300.0), (400.0, 400.0)] {
        click(&mut harness, at.0, at.1);
    }
    let placed = |harness: &Window| {
        harness.state().session().tools.draft.as_ref().map_or(0, |draft| draft.feature.shape.points().len())
    };
    assert_eq!(placed(&harness), 3);
    act(&mut harness, Action::Undo);
    assert_eq!((placed(&harness), harness.state().document().plan().unwrap().revision().0), (2, 0));
    types(&mut harness, "12");
    press(&mut harness, Key::Escape);
    assert_eq!((placed(&harness), harness.state().session().tools.typed.clone()), (2, None));
    press(&mut harness, Key::Escape);
    press(&mut harness, Key::Escape);
    assert_eq!(placed(&harness), 0);
    assert_eq!(harness.state().session().tools.tool, Tool::Draw(Kind::Green));
    press(&mut harness, Key::Escape);
    assert_eq!(harness.state().session().tools.tool, Tool::Select);
    assert!(drawn(&harness).is_empty());
}

#[test]
fn each_of_the_five_clauses_is_mended_by_drawing_and_the_card_says_what_is_missing_meanwhile() {
    let (folder, mut harness) = town();
    let density = value(&harness, "road-density").unwrap();
    take(&mut harness, Kind::Road);
    click(&mut harness, 300.0, 300.0);
    hover(&mut harness, 900.0, 300.0);
    measured(&mut harness);
    let judged = harness.state().live().judged("road-density").unwrap();
    let moving = judged.figure.unwrap().low;
    assert!((moving - density - 0.6).abs() < 0.005, "600 m more on a square kilometre: {moving} after {density}");
    let missing = judged.facts.get("missing_km").and_then(serde_json::Value::as_f64).unwrap();
    assert!((missing - (8.0 - moving)).abs() < 1e-6, "{missing}");
    click(&mut harness, 900.0, 300.0);
    press(&mut harness, Key::Enter);
    settled(&mut harness);
    assert!((value(&harness, "road-density").unwrap() - density - 0.6).abs() < 0.005);

    let green = value(&harness, "green-ratio").unwrap();
    take(&mut harness, Kind::Green);
    // Clear of the card of the tool, which lies over the upper left of the town.
    for at in [(500.0, 600.0), (800.0, 600.0), (800.0, 900.0), (500.0, 900.0)] {
        click(&mut harness, at.0, at.1);
    }
    // The first corner closes it.
    click(&mut harness, 500.0, 600.0);
    settled(&mut harness);
    let planted = value(&harness, "green-ratio").unwrap() - green;
    assert!((planted - 9.0).abs() < 0.15, "nine hectares of a hundred: {planted}; {:?}", drawn(&harness));

    let greenway = value(&harness, "greenway-per-capita").unwrap();
    draw_line(&mut harness, Kind::Greenway, (100.0, 100.0), (100.0, 600.0));
    assert!(value(&harness, "greenway-per-capita").unwrap() - greenway > 4.9);

    assert!((value(&harness, "plaza-area").unwrap() - 2.4).abs() < 1e-6);
    take(&mut harness, Kind::Planting);
    for at in [(800.0, 350.0), (880.0, 350.0), (880.0, 400.0), (800.0, 400.0)] {
        click(&mut harness, at.0, at.1);
    }
    press(&mut harness, Key::Enter);
    settled(&mut harness);
    assert!((value(&harness, "plaza-area").unwrap() - 2.0).abs() < 0.02);

    let roles: Vec<Role> = drawn(&harness).iter().map(|drawn| drawn.role).collect();
    assert_eq!(roles, [Role::RoadCentrelines, Role::Green, Role::Greenways, Role::PlazaPlanting]);
    for clause in ["road-density", "green-ratio", "greenway-per-capita", "plaza-area"] {
        let shown = value(&harness, clause).unwrap();
        let from_file = checked_from_file(&mut harness, &folder, clause);
        assert!((shown - from_file).abs() <= f64::EPSILON * shown.abs(), "{clause}: {shown} {from_file}");
    }
}

#[test]
fn an_existing_feature_is_taken_away_or_drawn_anew_in_the_plan_and_its_file_stays() {
    let (folder, mut harness) = town();
    let roads = folder.path().join("roads.geojson");
    let bytes = std::fs::read(&roads).unwrap();
    let density = value(&harness, "road-density").unwrap();
    click(&mut harness, 600.0, 200.0);
    harness.get_by_label(&Action::TakeAway.label().say(Lang::Zh)).click_accesskit();
    harness.run_steps(3);
    settled(&mut harness);
    assert!((density - value(&harness, "road-density").unwrap() - 1.0).abs() < 1e-9, "a kilometre less");
    act(&mut harness, Action::Undo);
    settled(&mut harness);
    assert!((density - value(&harness, "road-density").unwrap()).abs() < 1e-12);

    click(&mut harness, 600.0, 200.0);
    harness.get_by_label(&Action::DrawAnew.label().say(Lang::Zh)).click_accesskit();
    harness.run_steps(3);
    settled(&mut harness);
    assert!((density - value(&harness, "road-density").unwrap()).abs() < 1e-12, "it counts as before");
    assert_eq!((drawn(&harness)[0].title(), drawn(&harness)[0].values[&Field::Class].as_str()), ("甲路", "arterial"));
    drag(&mut harness, (1_000.0, 200.0), (900.0, 300.0));
    settled(&mut harness);
    assert!(value(&harness, "road-density").unwrap() < density);
    checked_from_file(&mut harness, &folder, "road-density");
    assert_eq!(std::fs::read(&roads).unwrap(), bytes);
}

#[test]
fn a_rectangle_selects_what_lies_wholly_inside() {
    let (_folder, mut harness) = town();
    let (from, to) = (on_screen(&harness, 380.0, 500.0), on_screen(&harness, 780.0, 680.0));
    harness.event(Event::ModifiersChanged(Modifiers::SHIFT));
    harness.hover_at(from);
    harness.run_steps(2);
    button(&mut harness, from, true, Modifiers::SHIFT);
    for share in [0.3, 1.0] {
        harness.hover_at(from.lerp(to, share));
        harness.step();
    }
    button(&mut harness, to, false, Modifiers::SHIFT);
    harness.event(Event::ModifiersChanged(Modifiers::NONE));
    harness.run_steps(3);
    assert_eq!(harness.state().session().all_selected().count(), 2, "both buildings, no road that reaches beyond");
    let many = Message::new("app.inspector-many").with("count", 2).say(Lang::Zh);
    assert!(harness.query_all_by_label(&many).next().is_some());
}

#[test]
fn the_list_of_steps_goes_back_and_forth() {
    let (_folder, mut harness) = town();
    take(&mut harness, Kind::Greenway);
    for row in [100.0, 150.0, 300.0] {
        click(&mut harness, 600.0, row);
        click(&mut harness, 700.0, row);
        press(&mut harness, Key::Enter);
        settled(&mut harness);
    }
    act(&mut harness, Action::History);
    let step = |number: usize, app: &App| {
        let done = app.document().plan().unwrap().done();
        let label = done.get(number - 1).map(|step| step.say(Lang::Zh)).unwrap_or_default();
        Message::new("app.history-go").with("number", number).with("step", label).say(Lang::Zh)
    };
    let first = step(1, harness.state());
    harness.get_by_label(&first).click_accesskit();
    harness.run_steps(4);
    assert_eq!(drawn(&harness).len(), 1);
    harness.state_mut().command(Command::GoTo(3));
    harness.run_steps(4);
    assert_eq!(drawn(&harness).len(), 3);
    harness.state_mut().command(Command::GoTo(0));
    harness.run_steps(4);
    let plan = harness.state().document().plan().unwrap();
    assert!(drawn(&harness).is_empty() && !plan.is_changed(), "as it was opened, byte for byte");
    assert_eq!(plan.undone().len(), 3);
}

#[test]
fn distances_and_areas_are_measured() {
    let (_folder, mut harness) = town();
    act(&mut harness, Action::MeasureTool);
    until(&mut harness, |app| app.jobs().running().is_empty());
    click(&mut harness, 400.0, 520.0);
    click(&mut harness, 440.0, 520.0);
    let length = harness.state().session().tools.ruler.length();
    assert!((length - 40.0).abs() < 1e-6, "snapped to both corners: {length}");
    click(&mut harness, 440.0, 550.0);
    press(&mut harness, Key::Enter);
    let area = harness.state().session().tools.ruler.area().unwrap();
    assert!((area - 600.0).abs() < 1e-6, "{area}");
    let hectares = Unit::Hectare.format(0.06, Some(0.0));
    assert!(harness.query_by_label_contains(&format!("{hectares} ha")).is_some());
}

#[test]
fn the_width_along_the_axis_is_shown_and_its_places_are_on_the_map() {
    let (_folder, mut harness) = town();
    draw_line(&mut harness, Kind::Corridor, (300.0, 500.0), (700.0, 500.0));
    act(&mut harness, Action::Profile);
    until(&mut harness, |app| {
        app.live().found().is_some_and(|found| found.detail.is_some()) && app.live().is_current()
    });
    harness.run_steps(3);
    let name = Message::new("app.profile-chart").say(Lang::Zh);
    let chart = harness.get_by_label(&name).rect();
    harness.hover_at(chart.center());
    harness.run_steps(3);
    let along = harness.state().session().tools.station.unwrap();
    assert!((along - 200.0).abs() < 25.0, "the middle of 400 m: {along}");
    let found = harness.state().live().found().unwrap().clone();
    let stations = found.detail.as_ref().unwrap().profile.lines.iter().flatten();
    let least = stations.map(|station| station.width).fold(f64::INFINITY, f64::min);
    assert!((least - found.corridor.as_ref().unwrap().net_width_m).abs() < 1e-9, "the curve's lowest point");
}

#[test]
fn letters_in_a_typed_place_take_no_other_tool_and_another_tool_keeps_what_is_whole() {
    let (_folder, mut harness) = town();
    take(&mut harness, Kind::Greenway);
    click(&mut harness, 300.0, 900.0);
    click(&mut harness, 700.0, 900.0);
    hover(&mut harness, 700.0, 700.0);
    types(&mut harness, "50");
    press(&mut harness, Key::M);
    assert_eq!(harness.state().session().tools.tool, Tool::Draw(Kind::Greenway));
    assert_eq!(harness.state().session().tools.typed.as_deref(), Some("50"));
    press(&mut harness, Key::Escape);
    press(&mut harness, Key::M);
    settled(&mut harness);
    assert_eq!(harness.state().session().tools.tool, Tool::Measure);
    assert_eq!(drawn(&harness).len(), 1, "the greenway was whole and is kept");
}

#[test]
fn a_space_or_a_second_enter_places_nothing() {
    let (_folder, mut harness) = town();
    take(&mut harness, Kind::Greenway);
    click(&mut harness, 300.0, 900.0);
    click(&mut harness, 700.0, 900.0);
    press(&mut harness, Key::Space);
    let placed = harness.state().session().tools.draft.as_ref().unwrap().feature.shape.points().len();
    assert_eq!(placed, 2);
    press(&mut harness, Key::Enter);
    settled(&mut harness);
    press(&mut harness, Key::Enter);
    settled(&mut harness);
    assert!(!harness.state().session().tools.is_drawing());
    assert_eq!(drawn(&harness).len(), 1);
}

#[test]
fn corners_on_one_line_are_no_area_and_the_tool_says_so() {
    let (_folder, mut harness) = town();
    take(&mut harness, Kind::Green);
    for x in [500.0, 600.0, 700.0] {
        click(&mut harness, x, 900.0);
    }
    act(&mut harness, Action::Finish);
    let said = Message::new("app.no-extent");
    assert!(harness.state().session().toasts.iter().any(|toast| toast.message == said));
    click(&mut harness, 600.0, 800.0);
    act(&mut harness, Action::Finish);
    settled(&mut harness);
    assert_eq!(drawn(&harness).len(), 1);
}

#[test]
fn a_dragged_shape_stays_as_it_was_let_go_until_the_plan_has_it() {
    let (_folder, mut harness) = town();
    draw_line(&mut harness, Kind::Greenway, (300.0, 900.0), (700.0, 900.0));
    act(&mut harness, Action::EditTool);
    click(&mut harness, 500.0, 900.0);
    let (from, to) = (on_screen(&harness, 700.0, 900.0), on_screen(&harness, 800.0, 800.0));
    harness.hover_at(from);
    harness.run_steps(2);
    button(&mut harness, from, true, Modifiers::NONE);
    harness.hover_at(to);
    harness.run_steps(2);
    button(&mut harness, to, false, Modifiers::NONE);
    let draft = harness.state().session().tools.draft.clone();
    let shown = draft.map(|draft| draft.feature).or_else(|| drawn(&harness).first().cloned()).unwrap();
    assert!((shown.shape.points()[1].x - X - 800.0).abs() < 2.0, "it does not jump back: {shown:?}");
    settled(&mut harness);
    assert!((drawn(&harness)[0].shape.points()[1].x - X - 800.0).abs() < 2.0);
}

#[test]
fn an_end_of_a_corridor_is_moved_by_hand_and_found_automatically_again() {
    let (_folder, mut harness) = town();
    draw_line(&mut harness, Kind::Corridor, (300.0, 400.0), (700.0, 400.0));
    until(&mut harness, |app| app.live().found().is_some() && app.live().is_current());
    assert!(drawn(&harness)[0].ends.is_empty());
    // The grip of an end lies 22 points beyond its face.
    let beyond = 22.0 * harness.state().session().camera.unwrap().metres_per_point;
    drag(&mut harness, (700.0 + beyond, 400.0), (660.0, 415.0));
    settled(&mut harness);
    let ends = drawn(&harness)[0].ends.clone();
    let stated = |x: f64, y: f64| ends.iter().any(|end| (end.x - X - x).hypot(end.y - Y - y) < 2.0);
    assert!(ends.len() == 2 && stated(660.0, 415.0) && stated(300.0, 400.0), "{ends:?}");
    assert_eq!(drawn(&harness)[0].shape.points().len(), 2, "no corner was moved or made");
    act(&mut harness, Action::AutomaticEnds);
    settled(&mut harness);
    assert!(drawn(&harness)[0].ends.is_empty());
}

/// Numbers that look random and are the same everywhere.
fn dice(seed: u64) -> impl FnMut(f64, f64) -> f64 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move |low, high| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        low + (high - low) * ((state >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

#[test]
fn random_corridors_read_the_same_under_the_pointer_in_the_window_and_from_the_saved_file() {
    let (folder, mut harness) = town();
    for seed in 1..=12 {
        let mut roll = dice(seed);
        take(&mut harness, if seed % 3 == 0 { Kind::CorridorOutline } else { Kind::Corridor });
        let mut along = roll(60.0, 120.0);
        let base = roll(250.0, 700.0);
        let points: Vec<(f64, f64)> = if seed % 3 == 0 {
            let (right, high) = (roll(500.0, 850.0), roll(40.0, 130.0));
            vec![(along, base), (right, base + roll(-60.0, 60.0)), (right, base + 80.0 + high), (along, base + high)]
        } else {
            (0..4)
                .map(|_| {
                    along += roll(100.0, 200.0);
                    (along, base + roll(-90.0, 90.0))
                })
                .collect()
        };
        for (x, y) in points {
            click(&mut harness, x, y);
        }
        measured(&mut harness);
        press(&mut harness, Key::Enter);
        measured(&mut harness);
        let live = harness.state().live().found().unwrap().corridor.as_ref().map(|found| found.net_width_m).ok();
        settled(&mut harness);
        let id = drawn(&harness).iter().find(|drawn| drawn.role == Role::Corridors).unwrap().id.clone();
        let shown = value(&harness, "corridor-net-width");
        let from_file = checked_from_file(&mut harness, &folder, "corridor-net-width");
        let bits = |value: Option<f64>| value.map(f64::to_bits);
        assert_eq!(bits(shown), bits(Some(from_file)), "seed {seed}: {shown:?} {from_file}");
        assert_eq!(bits(live), bits(Some(from_file)), "seed {seed}: {live:?} {from_file}");
        // Only the next one lies there: then the clause's figure is its own.
        let erasing = harness.state().document().plan().unwrap().erasing(&[id]);
        harness.state_mut().command(Command::Edit(erasing));
        settled(&mut harness);
    }
}

#[test]
fn the_tools_have_names_for_those_who_hear_the_window() {
    let (_folder, mut harness) = town();
    for action in [Action::SelectTool, Action::DrawTool, Action::EditTool, Action::MeasureTool] {
        let name = action.label().say(Lang::Zh);
        assert_eq!(harness.get_all_by_label(&name).count(), 1, "{name}");
    }
    take(&mut harness, Kind::Building);
    for key in ["app.snapping", "app.tool-leave", "app.drawn-name", "app.drawn-storeys"] {
        let name = Message::new(key).say(Lang::Zh);
        assert!(harness.query_all_by_label(&name).next().is_some(), "{name}");
    }
    let name = Action::Snap.label().say(Lang::Zh);
    let snap = harness.get_by_label(&name);
    assert!(snap.accesskit_node().role() == egui::accesskit::Role::Button);
}
