//! The first picture of a city and each picture while it is dragged.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use geo_types::Rect;
use langdao::handle::Handle;
use langdao::layer::{Layer, Shape};
use langdao::map::{Art, Camera, Scene, SceneLayer, draw};

use synthetic_city::City;

mod synthetic_city;

/// Vertices of the cities, about.
const VERTICES: [usize; 3] = [20_000, 200_000, 1_000_000];
/// A feature of the city has about so many vertices.
const VERTICES_A_FEATURE: usize = 4;
/// A window of an ordinary screen.
const WINDOW: [f64; 2] = [1_280.0, 800.0];

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
        let (scene, handle) = (scene(&layers), Handle::default());
        let far = whole(&scene);
        group.bench_function(BenchmarkId::new("whole city", there), |bencher| {
            bencher.iter(|| black_box(draw(&scene, &far, 1.0, &handle)));
        });
        for denominator in [25_000.0, 5_000.0] {
            let near = far.at_denominator(denominator);
            let name = BenchmarkId::new(format!("dragged at 1:{denominator}"), there);
            let mut step = 0.0;
            group.bench_function(name, |bencher| {
                bencher.iter(|| {
                    step += 16.0;
                    black_box(draw(&scene, &near.dragged([step % 320.0, 9.0]), 1.0, &handle))
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, drawing);
criterion_main!(benches);
