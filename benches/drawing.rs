//! The first picture of a city and each picture while it is dragged: by the processor, and by the graphics card that EGL
//! finds, which is named; an emulated one is the processor again by another way.
#![expect(clippy::print_stdout, reason = "which card is measured is part of the result")]
#![expect(clippy::expect_used, reason = "a card that fails measures nothing")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use geo_types::Rect;
use langdao::handle::Handle;
use langdao::layer::{Layer, Shape};
use langdao::map::{Art, Camera, Scene, SceneLayer, draw};

use headless::headless;
use synthetic_city::City;

#[path = "../tests/support/headless.rs"]
mod headless;
mod synthetic_city;

/// Vertices of the cities, about.
const VERTICES: [usize; 3] = [20_000, 200_000, 1_000_000];
/// A feature of the city has about so many vertices.
const VERTICES_A_FEATURE: usize = 4;
/// A window of an ordinary screen.
const WINDOW: [f64; 2] = [1_280.0, 800.0];
/// Scales that a city is dragged at.
const DENOMINATORS: [f64; 2] = [25_000.0, 5_000.0];

fn city(vertices: usize) -> Vec<Arc<Layer>> {
    City::of_features(vertices / VERTICES_A_FEATURE).layers().into_iter().map(Arc::new).collect()
}

fn vertices(layers: &[Arc<Layer>]) -> usize {
    let of_shape = |shape: &Shape| match shape {
        Shape::Points(points) => points.len(),
        Shape::Lines(lines) => lines.iter().map(|line| line.0.len()).sum(),
        Shape::Area(region) => region.rings().map(<[_]>::len).sum(),
    };
    layers.iter().flat_map(|layer| &layer.features).map(|feature| of_shape(&feature.shape)).sum()
}

fn scene(layers: &[Arc<Layer>]) -> Scene {
    let layers = layers.iter().map(|layer| SceneLayer { art: Arc::new(Art::of(layer)), visible: true });
    Scene { layers: layers.collect(), ..Scene::default() }
}

fn whole(scene: &Scene) -> Camera {
    let boxes = scene.layers.iter().filter_map(|layer| layer.art.bounds());
    let around = boxes.reduce(|a, b| {
        let (low, high) = ((a.min(), b.min()), (a.max(), b.max()));
        Rect::new((low.0.x.min(low.1.x), low.0.y.min(low.1.y)), (high.0.x.max(high.1.x), high.0.y.max(high.1.y)))
    });
    Camera::fitting(around.unwrap_or_else(|| Rect::new((0.0, 0.0), (1.0, 1.0))), WINDOW)
}

fn drawing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("drawing");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    for size in VERTICES {
        let layers = city(size);
        let there = vertices(&layers);
        group.throughput(Throughput::Elements(there as u64));
        group.bench_function(BenchmarkId::new("prepare", there), |bencher| {
            bencher.iter(|| black_box(scene(&layers)));
        });
        let scene = scene(&layers);
        by_processor(&mut group, &scene, there);
        by_card(&mut group, &scene, there);
    }
    group.finish();
}

fn by_processor(group: &mut BenchmarkGroup<'_, WallTime>, scene: &Scene, vertices: usize) {
    let (far, handle) = (whole(scene), Handle::default());
    group.bench_function(BenchmarkId::new("whole city", vertices), |bencher| {
        bencher.iter(|| black_box(draw(scene, &far, 1.0, &handle)));
    });
    for denominator in DENOMINATORS {
        let mut views = dragged(far.at_denominator(denominator));
        group.bench_function(BenchmarkId::new(format!("dragged at 1:{denominator}"), vertices), |bencher| {
            bencher.iter(|| black_box(draw(scene, &views(), 1.0, &handle)));
        });
    }
}

/// The same with all of the city on the card, and before: triangulated and put there.
fn by_card(group: &mut BenchmarkGroup<'_, WallTime>, scene: &Scene, vertices: usize) {
    let Some(there) = headless() else { return println!("EGL finds no card") };
    println!("card: {}", there.card.renderer());
    let far = whole(scene);
    group.bench_function(BenchmarkId::new("whole city for the first time, card", vertices), |bencher| {
        let fresh = || headless().expect("a card that was there");
        bencher.iter_batched(fresh, |fresh| fresh.card.draw(scene, &far, 1.0), BatchSize::PerIteration);
    });
    let card = headless().expect("a card that was there");
    let drawn = |camera: &Camera| card.card.draw(scene, camera, 1.0).expect("a card that draws");
    group.bench_function(BenchmarkId::new("whole city, card", vertices), |bencher| bencher.iter(|| drawn(&far)));
    for denominator in DENOMINATORS {
        let mut views = dragged(far.at_denominator(denominator));
        group.bench_function(BenchmarkId::new(format!("dragged at 1:{denominator}, card"), vertices), |bencher| {
            bencher.iter(|| drawn(&views()));
        });
    }
    println!("card: {:.1} MB used", card.card.bytes() as f64 / 1e6);
}

/// View after view of a map that a hand drags to and fro.
fn dragged(camera: Camera) -> impl FnMut() -> Camera {
    let mut step = 0.0;
    move || {
        step += 16.0;
        camera.dragged([step % 320.0, 9.0])
    }
}

criterion_group!(benches, drawing);
criterion_main!(benches);
