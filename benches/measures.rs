//! Every measure of the built-in standard that needs geometry, on whole cities.
#![expect(clippy::unwrap_used, reason = "parameters that cannot be read measure nothing")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use langdao::handle::Handle;
use langdao::layer::Layer;
use langdao::measure::{
    Input, Measured, NoFigure, Scope, Surveys, area_share, attribute_limit, corridor_continuity, corridor_width,
    length_per_head, line_density, network_continuity,
};

use synthetic_city::{City, boundary_region, population};

mod synthetic_city;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// A city ready to be measured.
struct Ready {
    layers: Vec<Arc<Layer>>,
    scope: Scope,
    figures: BTreeMap<String, f64>,
}

impl Ready {
    fn of(size: usize) -> Self {
        let layers = City::of_features(size).layers();
        let scope = Scope { name: String::from("主城区"), region: boundary_region(&layers), features: Vec::new() };
        let figures = BTreeMap::from([(String::from("urban_population"), population(&layers))]);
        Self { layers: layers.into_iter().map(Arc::new).collect(), scope, figures }
    }
}

/// Parameters as a standard file states them.
fn parameters<P: serde::de::DeserializeOwned>(text: &str) -> P {
    toml_edit::de::from_str(text).unwrap()
}

/// Measures as often as the bench asks; a measure without a figure ends the run.
fn bench<F>(
    criterion: &mut Criterion,
    name: &str,
    (size, city): (usize, &Ready),
    at: f64,
    measure: impl Fn(&Input<'_>) -> Result<Measured<F>, NoFigure>,
) {
    let (ends, handle) = (BTreeMap::new(), Handle::default());
    let input = Input {
        layers: &city.layers,
        scope: Some(&city.scope),
        figures: &city.figures,
        key: "",
        year: None,
        ends: &ends,
        at: Some(at),
        surveys: &Surveys::default(),
        handle: &handle,
    };
    let mut group = criterion.benchmark_group("measures");
    group.sample_size(10).measurement_time(Duration::from_secs(4)).throughput(Throughput::Elements(size as u64));
    group.bench_function(BenchmarkId::new(name, size), |bencher| {
        bencher.iter(|| {
            // Every time as if for the first time.
            let input = Input { surveys: &Surveys::default(), ..input };
            measure(black_box(&input))
                .unwrap_or_else(|reason| panic!("{name} has no figure for {size} features: {reason:?}"))
        });
    });
    group.finish();
}

fn measures(criterion: &mut Criterion) {
    let density: line_density::Parameters = parameters(
        "role = 'road-centrelines'\nclasses = ['expressway', 'arterial', 'secondary', 'branch']\nboundary = 'whole'",
    );
    let green: area_share::Parameters = parameters("role = 'green'\nregional = 'adjacent'\nregional_cap = 20.0");
    let greenway: length_per_head::Parameters = parameters("role = 'greenways'\npopulation = 'urban_population'");
    let network: network_continuity::Parameters = parameters("role = 'road-centrelines'\nsnap = 1.0\ngap = 30.0");
    let red_line: attribute_limit::Parameters =
        parameters("role = 'road-centrelines'\nattribute = 'red-line-width'\nonly = 'all'");
    for size in SIZES {
        let city = Ready::of(size);
        let city = (size, &city);
        bench(criterion, "corridor width", city, 50.0, |input| {
            corridor_width::measure(input, &corridor_width::Parameters::default())
        });
        bench(criterion, "corridor continuity", city, 0.0, |input| {
            corridor_continuity::measure(input, &corridor_continuity::Parameters::default())
        });
        bench(criterion, "line density", city, 8.0, |input| line_density::measure(input, &density));
        bench(criterion, "area share", city, 38.9, |input| area_share::measure(input, &green));
        bench(criterion, "length per head", city, 1.0, |input| length_per_head::measure(input, &greenway));
        bench(criterion, "network continuity", city, 1.0, |input| network_continuity::measure(input, &network));
        bench(criterion, "attribute limit", city, 40.0, |input| attribute_limit::measure(input, &red_line));
    }
}

criterion_group!(benches, measures);
criterion_main!(benches);
