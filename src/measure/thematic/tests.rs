use super::*;
use crate::measure::fixture::{self, area, layer, line, rectangle};
use crate::measure::line_density::{self as density, Area, Boundary};
use crate::measure::{Input, area_share as green};

const CLASSES: [RoadClass; 3] = [RoadClass::Arterial, RoadClass::Secondary, RoadClass::Branch];

fn asked(text: &str) -> Asked {
    text.parse().unwrap()
}

fn measured(layers: &[Arc<Layer>], text: &str, scope: Option<&Region>) -> Thematic {
    let with = Parameters { asked: asked(text), classes: &CLASSES, scope };
    measure(layers, &with, &Handle::default()).unwrap()
}

fn values(thematic: &Thematic) -> Vec<Option<f64>> {
    thematic.zones.iter().map(|zone| zone.value.map(|value| (value * 1e6).round() / 1e6)).collect()
}

#[test]
fn a_cell_of_half_a_kilometre_with_a_kilometre_of_road_reads_four() {
    let roads = vec![
        // Two lines through the first cell, each 500 m in it; the second goes on through the next cell.
        line(&[(0.0, 100.0), (500.0, 100.0)], &["branch"]),
        line(&[(0.0, 300.0), (1_000.0, 300.0)], &["branch"]),
        // Drawn once more, and of a class that does not count.
        line(&[(0.0, 100.0), (500.0, 100.0)], &["branch"]),
        line(&[(0.0, 200.0), (500.0, 200.0)], &["path"]),
    ];
    let layers = [layer(Role::RoadCentrelines, &["class"], roads)];
    let scope = rectangle(0.0, 0.0, 1_000.0, 500.0);
    let found = measured(&layers, "road-density:cell=500", Some(&scope));
    assert_eq!(values(&found), [Some(4.0), Some(2.0)]);
}

#[test]
fn a_cell_that_is_cut_is_divided_by_what_is_left_of_it_and_a_sliver_is_left_out() {
    let roads = vec![line(&[(-500.0, 250.0), (2_000.0, 250.0)], &["branch"])];
    let layers = [layer(Role::RoadCentrelines, &["class"], roads)];
    // The second cell lies half inside, the third by a twentieth: 0.25 km ÷ 0.125 km².
    let scope = rectangle(0.0, 0.0, 750.0, 500.0);
    assert_eq!(values(&measured(&layers, "road-density:cell=500", Some(&scope))), [Some(2.0), Some(2.0)]);
    let scope = rectangle(0.0, 0.0, 1_025.0, 500.0);
    assert_eq!(measured(&layers, "road-density:cell=500", Some(&scope)).zones.len(), 2);
}

#[test]
fn a_slanting_road_far_east_is_shared_out_among_the_cells_it_crosses() {
    let east = 34_500_000.0;
    let roads = vec![line(&[(east, 0.0), (east + 900.0, 1_200.0)], &["branch"])];
    let layers = [layer(Role::RoadCentrelines, &["class"], roads)];
    let found = measured(&layers, "road-density:cell=300", None);
    let metres: f64 = found.zones.iter().map(|zone| zone.value.unwrap() * zone.region.area() / 1e3).sum();
    assert!((metres - 1_500.0).abs() < 1e-6, "{metres}");
    assert_eq!(found.zones.len(), 12);
    assert_eq!(found.zones.iter().filter(|zone| zone.value.unwrap() > 0.0).count(), 6, "each column is left twice");
}

fn units() -> Arc<Layer> {
    let rows = vec![area((0.0, 0.0), (500.0, 400.0), &["甲"]), area((500.0, 0.0), (500.0, 400.0), &["乙"])];
    layer(Role::PlanningUnits, &["name"], rows)
}

/// What a clause says with each unit as its scope.
fn by_clause(layers: &[Arc<Layer>], units: &Layer, measure: impl Fn(&Input<'_>) -> f64) -> Vec<Option<f64>> {
    let of_unit = |region: &Region| {
        let scope = fixture::scope(region.clone());
        let value = fixture::with_input(layers, Some(&scope), &[], None, &measure);
        Some((value * 1e6).round() / 1e6)
    };
    let regions = units.features.iter().filter_map(|unit| match &unit.shape {
        crate::layer::Shape::Area(region) => Some(region),
        _ => None,
    });
    regions.map(of_unit).collect()
}

#[test]
fn a_unit_has_the_road_density_that_the_clause_gives_it_as_a_scope() {
    let roads = vec![
        line(&[(0.0, 200.0), (1_000.0, 200.0)], &["branch"]),
        // Along the boundary of both units.
        line(&[(503.0, 0.0), (503.0, 400.0)], &["secondary"]),
        line(&[(700.0, 0.0), (700.0, 400.0)], &["arterial"]),
    ];
    let units = units();
    let layers = [layer(Role::RoadCentrelines, &["class"], roads), Arc::clone(&units)];
    let with = density::Parameters {
        role: Role::RoadCentrelines,
        classes: CLASSES.to_vec(),
        boundary: Boundary::Whole,
        area: Area::Whole,
    };
    let found = measured(&layers, "road-density:units", None);
    // 0.5 + 0.4 km and 0.5 + 0.4 + 0.4 km on 0.2 km².
    assert_eq!(values(&found), [Some(4.5), Some(6.5)]);
    assert_eq!(values(&found), by_clause(&layers, &units, |input| density::measure(input, &with).unwrap().figure.low));
    assert_eq!(found.zones[0].name.as_deref(), Some("甲"));
}

#[test]
fn a_unit_has_the_green_share_that_the_clause_gives_it_as_a_scope() {
    let patches = vec![
        area((0.0, 0.0), (100.0, 400.0), &["G1"]),
        // Across the boundary, and over the first.
        area((50.0, 0.0), (500.0, 40.0), &["XG"]),
        area((800.0, 0.0), (100.0, 400.0), &["EG"]),
    ];
    let units = units();
    let layers = [layer(Role::Green, &["class"], patches), Arc::clone(&units)];
    let found = measured(&layers, "green-share:units", None);
    // 40 000 + 400 × 40 m² and 50 × 40 m² of 200 000 m².
    assert_eq!(values(&found), [Some(28.0), Some(1.0)]);
    let with = green::Parameters { role: Role::Green, regional: green::Regional::Excluded, regional_cap: 20.0 };
    assert_eq!(values(&found), by_clause(&layers, &units, |input| green::measure(input, &with).unwrap().figure.low));
}

#[test]
fn the_way_to_a_park_begins_in_the_middle_of_the_cell() {
    let patches = vec![area((1_000.0, 0.0), (100.0, 100.0), &["G1"]), area((0.0, 0.0), (100.0, 100.0), &["G2"])];
    let layers = [layer(Role::Green, &["class"], patches)];
    let scope = rectangle(0.0, 0.0, 1_200.0, 100.0);
    let found = measured(&layers, "park-distance:cell=100", Some(&scope));
    assert_eq!(found.zones.len(), 12);
    assert_eq!((values(&found)[0], values(&found)[10], values(&found)[11]), (Some(950.0), Some(0.0), Some(50.0)));
}

#[test]
fn buildings_count_by_the_part_inside_and_unknown_storeys_leave_a_least_ratio() {
    let houses = vec![
        area((0.0, 0.0), (20.0, 10.0), &["6"]),
        // Half of it lies in the next cell.
        area((90.0, 0.0), (20.0, 10.0), &["2"]),
        area((150.0, 0.0), (10.0, 10.0), &[""]),
        area((250.0, 0.0), (10.0, 10.0), &[""]),
    ];
    let layers = [layer(Role::Buildings, &["storeys"], houses)];
    let scope = rectangle(0.0, 0.0, 400.0, 100.0);
    let covered = measured(&layers, "building-coverage:cell=100", Some(&scope));
    assert_eq!(values(&covered), [Some(3.0), Some(2.0), Some(1.0), Some(0.0)]);
    let ratio = measured(&layers, "floor-area-ratio:cell=100", Some(&scope));
    assert_eq!(values(&ratio), [Some(0.14), Some(0.02), None, Some(0.0)]);
    assert_eq!(ratio.zones.iter().map(|zone| zone.at_least).collect::<Vec<_>>(), [false, true, false, false]);
}

#[test]
fn what_cannot_be_shown_says_why() {
    let key = |layers: &[Arc<Layer>], text: &str, scope: Option<&Region>| {
        let with = Parameters { asked: asked(text), classes: &CLASSES, scope };
        match measure(layers, &with, &Handle::default()) {
            Err(NoFigure::Missing(message)) => message.key,
            other => format!("{other:?}"),
        }
    };
    let roads = [layer(Role::RoadCentrelines, &["class"], vec![line(&[(0.0, 0.0), (9.0, 0.0)], &["branch"])])];
    assert_eq!(key(&[], "road-density", None), "measure.layer-missing");
    assert_eq!(key(&roads, "road-density:units", None), "measure.layer-missing");
    assert_eq!(key(&roads, "road-density:cell=10", Some(&rectangle(0.0, 0.0, 1e5, 1e5))), "measure.topic-too-many");
    let green = [layer(Role::Green, &["class"], vec![area((0.0, 0.0), (9.0, 9.0), &["EG"])])];
    assert_eq!(key(&green, "park-distance", None), "measure.topic-no-parks");
}

#[test]
fn the_same_figures_come_from_one_thread_and_from_four() {
    let roads = (0..40).map(|n| f64::from(n) * 37.0);
    let roads = roads.map(|y| line(&[(0.0, y), (1_500.0, y * 0.7)], &["branch"])).collect();
    let layers = [layer(Role::RoadCentrelines, &["class"], roads), units()];
    for text in ["road-density:cell=250", "road-density:units"] {
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| measured(&layers, text, None))
        };
        assert_eq!(with(1), with(4));
    }
}

#[test]
fn a_stopped_measure_gives_nothing() {
    let handle = Handle::default();
    handle.cancel();
    let roads = [layer(Role::RoadCentrelines, &["class"], vec![line(&[(0.0, 0.0), (9.0, 0.0)], &["branch"])])];
    let with = Parameters { asked: asked("road-density"), classes: &CLASSES, scope: None };
    assert_eq!(measure(&roads, &with, &handle), Err(NoFigure::Cancelled));
}
