//! Reading of shapefiles and GeoJSON into layers of the plan's frame.
#![expect(clippy::unwrap_used, reason = "a bench of a failure measures nothing")]

use std::path::Path;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use langdao::formats::{ReadOptions, frame_for, read};
use langdao::handle::Handle;
use langdao::layer::{Layer, Role};

use synthetic_city::City;
use synthetic_city::files::{write_geojson, write_shapefile};

mod synthetic_city;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// A file as a check gets to see it.
fn loaded(path: &Path) -> Layer {
    let handle = Handle::default();
    let raw = read(path, "layer", &ReadOptions::default(), &handle).unwrap();
    let frame = frame_for(Some("EPSG:4543"), &[&raw]).unwrap();
    raw.into_layer(&frame, &handle).unwrap()
}

fn load(criterion: &mut Criterion) {
    for size in SIZES {
        let folder = tempfile::TempDir::new().unwrap();
        for layer in City::of_features(size).layers() {
            let Some(role) =
                [Role::RoadCentrelines, Role::Buildings].into_iter().find(|role| layer.roles.contains(role))
            else {
                continue;
            };
            let count = layer.features.len();
            let mut group = criterion.benchmark_group("load");
            group
                .sample_size(10)
                .measurement_time(Duration::from_secs(4))
                .throughput(Throughput::Elements(count as u64));
            for (format, path) in [
                ("shapefile", write_shapefile(&layer, folder.path()).unwrap()),
                ("geojson", write_geojson(&layer, folder.path()).unwrap()),
            ] {
                assert_eq!(loaded(&path).features.len(), count, "{}", path.display());
                let id = BenchmarkId::new(format!("{} {format}", role.code()), count);
                group.bench_function(id, |bencher| bencher.iter(|| loaded(&path)));
            }
            group.finish();
        }
    }
}

criterion_group!(benches, load);
criterion_main!(benches);
