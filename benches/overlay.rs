//! Union, difference, intersection and repair of areas.
#![expect(clippy::unwrap_used, reason = "a bench of a failure measures nothing")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use geo_types::Coord;
use langdao::geometry::Region;
use langdao::layer::Role;

use synthetic_city::{City, areas, boundary_region};

mod synthetic_city;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

fn overlay(criterion: &mut Criterion) {
    for size in SIZES {
        let layers = City::of_features(size).layers();
        let (buildings, green) = (areas(&layers, Role::Buildings), areas(&layers, Role::Green));
        let (corridors, scope) = (areas(&layers, Role::Corridors), boundary_region(&layers));
        let united_buildings = Region::union(&buildings).unwrap();
        let united_corridors = Region::union(&corridors).unwrap();
        let united_green = Region::union(&green).unwrap();
        assert!(!united_buildings.is_empty() && !united_corridors.is_empty() && !united_green.is_empty());

        let mut group = criterion.benchmark_group("overlay");
        group.sample_size(10).measurement_time(Duration::from_secs(4)).throughput(Throughput::Elements(size as u64));
        group.bench_function(BenchmarkId::new("union of green", size), |bencher| {
            bencher.iter(|| Region::union(black_box(&green)).unwrap());
        });
        group.bench_function(BenchmarkId::new("corridors less buildings", size), |bencher| {
            bencher.iter(|| united_corridors.difference(black_box(&united_buildings)).unwrap());
        });
        group.bench_function(BenchmarkId::new("green within the boundary", size), |bencher| {
            bencher.iter(|| united_green.intersection(black_box(&scope)).unwrap());
        });
        let rings: Vec<Vec<Coord<f64>>> =
            buildings.iter().flat_map(Region::polygons).map(|polygon| polygon.exterior().0.clone()).collect();
        group.bench_function(BenchmarkId::new("repair of every building", size), |bencher| {
            bencher.iter(|| {
                rings.iter().map(|ring| Region::from_rings(black_box(ring), &[]).unwrap().area()).sum::<f64>()
            });
        });
        group.finish();
    }
}

criterion_group!(benches, overlay);
criterion_main!(benches);
