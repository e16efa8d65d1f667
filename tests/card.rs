//! The same scenes drawn by a graphics card and by the processor. Needs EGL, with or without a real card behind it;
//! where there is none each test says that it was skipped. With a folder in `LANGDAO_PICTURES` both pictures are left there.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a fixture that cannot be made fails its test; what was measured or skipped is said"
)]

use std::sync::Arc;

use geo_types::Coord;
use langdao::app::Card;
use langdao::geometry::Region;
use langdao::handle::Handle;
use langdao::layer::{Feature, Layer, Origin, Role, Shape, Value};
use langdao::map::{Art, Camera, Picture, Scene, SceneLayer, Tone, draw};

use headless::headless;

#[path = "support/headless.rs"]
mod headless;
#[path = "../benches/synthetic_city/mod.rs"]
mod synthetic_city;

/// Far from the origin of the plan, as coordinates with a zone prefix are.
const EAST: f64 = 34_500_000.0;
const NORTH: f64 = 3_087_000.0;
/// A channel that differs by more is seen by eye.
const SEEN: u8 = 48;

fn scene(layers: Vec<Layer>) -> Scene {
    let layer = |layer: Layer| SceneLayer { art: Arc::new(Art::of(&Arc::new(layer))), visible: true };
    Scene { layers: layers.into_iter().map(layer).collect(), names_hidden: true, ..Scene::default() }
}

fn layer(role: Role, shapes: Vec<(Shape, &str)>) -> Layer {
    let features = shapes.into_iter().enumerate();
    let feature = |(row, (shape, class)): (usize, (Shape, &str))| Feature {
        row,
        id: None,
        shape,
        values: vec![Value::text(class)],
    };
    Layer::new(Origin::File(format!("{role:?}.shp")), &[role], &["class"], features.map(feature).collect())
}

fn ring(x: f64, y: f64, side: f64) -> Vec<Coord<f64>> {
    let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)];
    corners.map(|(x, y)| Coord { x: EAST + x, y: NORTH + y }).to_vec()
}

fn square(x: f64, y: f64, side: f64) -> Shape {
    Shape::Area(Region::from_rings(&ring(x, y, side), &[]).unwrap())
}

fn line(corners: &[(f64, f64)]) -> Shape {
    Shape::Lines(vec![corners.iter().map(|(x, y)| (EAST + x, NORTH + y)).collect()])
}

fn winding(y: f64) -> Shape {
    let corners: Vec<(f64, f64)> =
        (0_u8..80).map(|step| (f64::from(step) * 5.0, y + 12.0 * (f64::from(step) * 0.4).sin())).collect();
    line(&corners)
}

/// A bit of everything that the map knows to draw: fills, joints, holes, see-through areas, dots, casings, dashes, points.
fn town() -> Scene {
    let parcels = (0_u8..100).map(|n| {
        let class = ["0701", "0901", "1401", "0802"][usize::from(n % 4)];
        (square(f64::from(n % 10) * 40.0, f64::from(n / 10) * 40.0, 36.0), class)
    });
    let houses = (0_u8..100).map(|n| {
        let (x, y) = (f64::from(n % 10) * 40.0 + 9.0, f64::from(n / 10) * 40.0 + 9.0);
        (square(x, y, 14.0), "")
    });
    let hole = ring(120.0, 120.0, 60.0);
    let park = Shape::Area(Region::from_rings(&ring(60.0, 60.0, 180.0), &[&hole]).unwrap());
    let lamps = (0_u8..60).map(|n| Coord { x: EAST + f64::from(n) * 6.0, y: NORTH + 203.0 });
    scene(vec![
        layer(Role::LandUse, parcels.collect()),
        layer(Role::Buildings, houses.collect()),
        layer(Role::Corridors, vec![(park, "")]),
        layer(Role::MainUrbanArea, vec![(square(-20.0, -20.0, 440.0), "")]),
        layer(Role::RoadCentrelines, vec![(winding(100.0), "arterial"), (winding(220.0), "branch")]),
        layer(Role::Greenways, vec![(winding(300.0), "")]),
        layer(Role::Facilities, vec![(Shape::Points(vec![Coord { x: EAST + 200.0, y: NORTH + 260.0 }]), "")]),
        layer(Role::Lamps, vec![(Shape::Points(lamps.collect()), "")]),
    ])
}

fn camera(x: f64, y: f64, metres_per_point: f64) -> Camera {
    Camera { centre: Coord { x: EAST + x, y: NORTH + y }, metres_per_point, size: [480.0, 320.0] }
}

fn by_processor(scene: &Scene, camera: &Camera, scale: f64) -> Picture {
    draw(scene, camera, scale, &Handle::default()).unwrap()
}

fn by_card(card: &Card, scene: &Scene, camera: &Camera, scale: f64) -> Picture {
    card.draw(scene, camera, scale).unwrap_or_else(|reason| panic!("{reason}"));
    card.picture().unwrap()
}

/// The mean difference of a channel, of 255, and the share of pixels that look different.
fn apart(a: &Picture, b: &Picture) -> (f64, f64) {
    assert_eq!((a.width, a.height), (b.width, b.height));
    let pixels = (a.width * a.height) as f64;
    let sum: u64 = a.rgba.iter().zip(&b.rgba).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let differs = |(a, b): &(&[u8], &[u8])| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > SEEN);
    let seen = a.rgba.chunks(4).zip(b.rgba.chunks(4)).filter(differs).count();
    (sum as f64 / (pixels * 4.0), seen as f64 / pixels)
}

/// Holds the picture of the card to that of the processor: on average within 1.5 of 255, and at most so many pixels, of
/// edges above all, that look different: a card has four samples a pixel, the processor counts covered area.
fn hold_alike(card: &Card, scene: &Scene, camera: &Camera, scale: f64, what: &str) {
    let (drawn, expected) = (by_card(card, scene, camera, scale), by_processor(scene, camera, scale));
    if let Some(folder) = std::env::var_os("LANGDAO_PICTURES") {
        let folder = std::path::PathBuf::from(folder);
        std::fs::write(folder.join(format!("{what}-card.png")), drawn.png(1.0).unwrap()).unwrap();
        std::fs::write(folder.join(format!("{what}-processor.png")), expected.png(1.0).unwrap()).unwrap();
    }
    let (mean, seen) = apart(&drawn, &expected);
    println!("{what}: mean {mean:.3}, seen {:.3} %", seen * 100.0);
    assert!(mean < 1.5, "{what}: mean {mean}");
    assert!(seen < 0.02, "{what}: {seen} of the pixels");
}

/// Runs a test on a card, or says that there is none.
fn with_card(test: impl FnOnce(&Card)) {
    match headless() {
        Some(headless) => test(&headless.card),
        None => println!("skipped: EGL finds no card, not even an emulated one"),
    }
}

#[test]
fn a_card_draws_what_the_processor_draws_from_near_and_far_in_light_and_dimmed() {
    with_card(|card| {
        for (metres_per_point, what) in [(0.2, "near"), (1.0, "town"), (4.0, "far"), (40.0, "very-far")] {
            hold_alike(card, &town(), &camera(190.0, 190.0, metres_per_point), 1.0, what);
        }
        hold_alike(card, &town(), &camera(190.0, 190.0, 0.8), 2.0, "fine-screen");
        hold_alike(card, &Scene { tone: Tone::Dimmed, ..town() }, &camera(190.0, 190.0, 1.0), 1.0, "dimmed");
    });
}

#[test]
fn a_card_draws_a_city_at_every_level_as_the_processor_does() {
    with_card(|card| {
        let scene = scene(synthetic_city::City::of_features(20_000).layers());
        let middle = Coord { x: synthetic_city::ORIGIN.x + 1_500.0, y: synthetic_city::ORIGIN.y + 1_500.0 };
        for (metres_per_point, what) in [(0.5, "city-near"), (3.0, "city-blocks"), (12.0, "city")] {
            let camera = Camera { centre: middle, metres_per_point, size: [640.0, 400.0] };
            hold_alike(card, &scene, &camera, 1.0, what);
        }
    });
}

#[test]
fn what_is_far_too_large_for_a_view_is_cut_and_stands_where_it_should() {
    with_card(|card| {
        let county = Region::from_rings(&ring(-150_000.0, -200_000.0, 300_000.0), &[]).unwrap();
        let road = line(&[(-150_000.0, -100_000.0), (150_000.0, 100_000.0)]);
        let scene = scene(vec![
            layer(Role::Water, vec![(Shape::Area(county), "")]),
            layer(Role::RoadCentrelines, vec![(road, "arterial")]),
            layer(Role::AdminUnits, vec![(square(0.0, -200_000.0, 200_010.0), "")]),
        ]);
        // 1:500, 1:50 and 1:1 on a screen of 96 dots per inch.
        for (metres_per_point, what) in [(0.1323, "cut-500"), (0.01323, "cut-50"), (0.001, "cut-nearest")] {
            hold_alike(card, &scene, &camera(0.0, 0.0, metres_per_point), 1.0, what);
        }
    });
}

#[test]
fn the_same_scene_drawn_twice_is_the_same_picture() {
    with_card(|card| {
        let camera = camera(190.0, 190.0, 1.0);
        let first = by_card(card, &town(), &camera, 1.0);
        assert!(first == by_card(card, &town(), &camera, 1.0));
        assert!(card.bytes() > 10_000, "{}", card.bytes());
    });
}

#[test]
fn a_card_draws_nothing_and_a_window_without_size() {
    with_card(|card| {
        let none = Camera { size: [0.0, 0.0], ..camera(0.0, 0.0, 1.0) };
        assert_eq!(by_card(card, &Scene::default(), &none, 1.0).rgba, [250, 250, 245, 255]);
        assert_eq!(by_card(card, &town(), &none, 1.0).width, 1);
    });
}
