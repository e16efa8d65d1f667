//! The map: pictures arrive, follow the hand, and nothing is drawn while nothing changes.

use egui::{Event, Modifiers, MouseWheelUnit, PointerButton, Pos2, TouchPhase, Vec2};
use egui_kittest::kittest::Queryable as _;

use super::*;

fn settled(harness: &mut Harness<'static, App>) {
    until(harness, |app| {
        let drawn = app.drawn_for();
        app.document().stage() == Stage::Checked && drawn.is_some() && drawn == app.session().camera
    });
}

fn sample() -> Harness<'static, App> {
    let mut harness = window(Opening::Last, Lang::Zh);
    settled(&mut harness);
    harness
}

fn middle(harness: &Harness<'static, App>) -> Pos2 {
    harness.get_by_label("地图").rect().center()
}

#[test]
fn a_picture_of_the_view_arrives_and_nothing_is_drawn_while_nothing_changes() {
    let mut harness = sample();
    std::thread::sleep(Duration::from_millis(300));
    harness.run_steps(5);
    let before = harness.state().pictures();
    harness.run_steps(20);
    assert_eq!(harness.state().pictures(), before);
}

#[test]
fn a_drag_moves_the_map_by_as_many_metres_as_the_hand() {
    let mut harness = sample();
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
    let mut harness = sample();
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
fn a_click_selects_and_the_card_can_be_closed() {
    let mut harness = sample();
    let at = middle(&harness);
    for pressed in [true, false] {
        let button = PointerButton::Primary;
        harness.hover_at(at);
        harness.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        harness.step();
    }
    harness.run_steps(3);
    let session = harness.state().session();
    assert!(session.selected.is_some() || session.chosen.is_some());
}
