//! The window on a city of a million vertices, painted without a display: what a frame takes while the map is dragged, zoomed
//! and pointed at, and when the map is sharp again.
//!
//! Prints a table. A frame is all of it: input, panels, map and marks, painted by the card that EGL finds, which is named; where
//! that is the processor in truth, as on a remote desktop, so is every figure.
#![expect(clippy::unwrap_used, reason = "a window that cannot be shown measures nothing")]
#![expect(clippy::print_stdout, reason = "the table is the result")]
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]

use std::path::Path;
use std::time::{Duration, Instant};

use egui::{Event, Modifiers, PointerButton, Pos2, Rect, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use langdao::app::{App, Card, Drawing, Opening, Settings, Stage};
use langdao::text::Lang;

use screen::Screen;
use synthetic_city::files::{write_plan, write_shapefile};
use synthetic_city::{City, population};

#[path = "../tests/support/headless.rs"]
mod headless;
#[path = "../tests/support/screen.rs"]
mod screen;
mod synthetic_city;

/// Features of the city: more than a million vertices.
const FEATURES: usize = 250_000;
/// Frames that are measured of each kind.
const FRAMES: usize = 100;
const WINDOW: [f32; 2] = [1_280.0, 800.0];

fn city(folder: &Path) {
    let layers = City::of_features(FEATURES).layers();
    for layer in &layers {
        write_shapefile(layer, folder).unwrap();
    }
    write_plan(&layers, population(&layers), folder).unwrap();
}

/// Steps and paints the window until something holds.
fn until(harness: &mut Harness<'static, App>, holds: impl Fn(&App) -> bool) {
    while !holds(harness.state()) {
        harness.step();
        harness.render().unwrap();
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn is_sharp(app: &App) -> bool {
    app.drawn_for() == app.session().camera
}

/// Milliseconds of a frame of each event: without painting, and with it.
fn frames(harness: &mut Harness<'static, App>, events: impl Iterator<Item = Event>) -> [Vec<f64>; 2] {
    let mut times = [Vec::new(), Vec::new()];
    for event in events {
        harness.event(event);
        let start = Instant::now();
        harness.step();
        times[0].push(start.elapsed().as_secs_f64() * 1e3);
        harness.render().unwrap();
        times[1].push(start.elapsed().as_secs_f64() * 1e3);
    }
    times
}

fn told(what: &str, [mut work, mut whole]: [Vec<f64>; 2]) {
    let [(work, _), (whole, slow)] = [&mut work, &mut whole].map(|times| {
        times.sort_by(f64::total_cmp);
        (times[times.len() / 2], times[times.len() * 95 / 100])
    });
    println!("{what:<28} {whole:>7.1} ms, 95 of 100 below {slow:>6.1} ms; without painting {work:>5.1} ms");
}

fn button(at: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

fn wheel(notches: f32) -> Event {
    Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        delta: egui::vec2(0.0, notches),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    }
}

/// Places along a way to and fro over the map.
fn places(map: Rect) -> impl Iterator<Item = Pos2> {
    (0..FRAMES).map(move |frame| {
        let along = (frame as f32 * 0.17).sin() * 0.3;
        map.center() + egui::vec2(map.width() * along, map.height() * along * 0.4)
    })
}

fn measure(folder: &Path, drawing: Drawing) -> Option<()> {
    let screen = Screen::new()?;
    let settings = Settings { lang: Some(Lang::En), drawing, ..Settings::default() };
    let opening = Opening::Paths(vec![folder.to_owned()]);
    let mut harness = Harness::builder().with_size(WINDOW).renderer(screen).build_eframe(move |creation| {
        let card = creation.gl.clone().map(Card::new);
        App::new(&creation.egui_ctx, settings, &opening, None).with_card(card)
    });
    println!("{}", harness.state().draws().said(Lang::En));
    until(&mut harness, |app| app.document().loaded().is_some());
    let start = Instant::now();
    until(&mut harness, |app| app.pictures() > 0 && is_sharp(app));
    println!("first picture after loading {:>7.0} ms", start.elapsed().as_secs_f64() * 1e3);
    until(&mut harness, |app| app.document().stage() == Stage::Checked && app.jobs().running().is_empty());
    until(&mut harness, is_sharp);
    let map = harness.get_by_role_and_label(egui::accesskit::Role::Canvas, "Map").rect();
    told("pointed at", frames(&mut harness, places(map).map(Event::PointerMoved)));
    harness.event(button(map.center(), true));
    told("dragged", frames(&mut harness, places(map).map(Event::PointerMoved)));
    harness.event(button(pos2(map.center().x, map.center().y), false));
    let start = Instant::now();
    until(&mut harness, is_sharp);
    println!("sharp after the drag        {:>7.0} ms", start.elapsed().as_secs_f64() * 1e3);
    harness.event(Event::PointerMoved(map.center()));
    told(
        "zoomed in and out",
        frames(&mut harness, (0..FRAMES).map(|frame| wheel(if frame % 40 < 20 { 1.0 } else { -1.0 }))),
    );
    println!("{}\n", harness.state().draws().said(Lang::En));
    Some(())
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    city(folder.path());
    for drawing in [Drawing::Processor, Drawing::Card] {
        if measure(folder.path(), drawing).is_none() {
            return println!("EGL finds no card, not even an emulated one: nothing can be painted");
        }
    }
}
