//! A drawn corridor followed under the pointer: the same figures as the check, whatever was surveyed before.

#![expect(clippy::unwrap_used, reason = "a test stops where its own data does not hold")]

use std::collections::BTreeMap;
use std::sync::Arc;

use langdao::geometry::band::band;
use langdao::geometry::{Coord, LineString, Region};
use langdao::handle::Handle;
use langdao::layer::{Feature, Layer, Origin, Role, Shape, Value};
use langdao::measure::corridor_width::{Followed, follow};
use langdao::measure::{FeatureRef, Input, NoFigure, Part, Surveys, corridor_continuity, corridor_width};
use proptest::prelude::*;

type Points = Vec<(f64, f64)>;

fn area(points: &[(f64, f64)]) -> Region {
    let ring: Vec<Coord<f64>> = points.iter().map(|&(x, y)| Coord { x, y }).collect();
    Region::from_rings(&ring, &[]).unwrap()
}

fn rectangle(x0: f64, y0: f64, x1: f64, y1: f64) -> Region {
    area(&[(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
}

fn drawn(rows: Vec<(&str, &str, Region)>) -> Arc<Layer> {
    let features = rows.into_iter().enumerate().map(|(row, (id, name, region))| Feature {
        row,
        id: Some(id.to_owned()),
        shape: Shape::Area(region),
        values: vec![Value::text(name)],
    });
    Arc::new(Layer::new(Origin::Drawn, &[Role::Corridors], &["name"], features.collect()))
}

fn file(name: &str, role: Role, shapes: Vec<Shape>) -> Arc<Layer> {
    let features =
        shapes.into_iter().enumerate().map(|(row, shape)| Feature { row, id: None, shape, values: Vec::new() });
    Arc::new(Layer::new(Origin::File(name.to_owned()), &[role], &[], features.collect()))
}

fn buildings(regions: Vec<Region>) -> Arc<Layer> {
    file("buildings.shp", Role::Buildings, regions.into_iter().map(Shape::Area).collect())
}

#[derive(Default)]
struct Plan {
    layers: Vec<Arc<Layer>>,
    ends: BTreeMap<String, Vec<Coord<f64>>>,
    surveys: Surveys,
}

impl Plan {
    fn of(layers: Vec<Arc<Layer>>) -> Self {
        Self { layers, ..Self::default() }
    }

    fn with<T>(&self, run: impl FnOnce(&Input<'_>) -> T) -> T {
        let (figures, handle) = (BTreeMap::new(), Handle::default());
        run(&Input {
            layers: &self.layers,
            scope: None,
            figures: &figures,
            key: "",
            year: None,
            ends: &self.ends,
            at: Some(50.0),
            surveys: &self.surveys,
            handle: &handle,
        })
    }

    fn follow(&self, id: &str) -> Result<Followed, NoFigure> {
        self.with(|input| follow(input, id))
    }
}

/// Holds what is followed to what the check finds, with a memory of its own for the check.
fn assert_as_checked(plan: &Plan, id: &str) {
    let found = plan.follow(id).unwrap();
    let checked = Plan { layers: plan.layers.clone(), ends: plan.ends.clone(), surveys: Surveys::default() };
    let width = checked.with(|input| corridor_width::measure(input, &corridor_width::Parameters::default())).unwrap();
    let continuity =
        checked.with(|input| corridor_continuity::measure(input, &corridor_continuity::Parameters::default())).unwrap();
    let facts = width.facts.corridors.iter().find(|corridor| corridor.name == found.name).unwrap();
    let place = width.places.iter().find(|place| place.subject == found.name).unwrap();
    let broken = continuity.facts.corridors.iter().find(|corridor| corridor.name == found.name).unwrap();
    assert_eq!(found.net_width_m.to_bits(), facts.net_width_m.to_bits());
    assert_eq!(found.narrowest.map(|pair| pair.map(|at| [at.x, at.y])), facts.narrowest);
    assert_eq!((found.pieces, &found.gaps), (facts.pieces, &broken.gaps));
    assert_eq!((&found.crossings, &found.ends), (&facts.crossings, &facts.ends));
    assert_eq!(found.length_m.to_bits(), facts.length_m.to_bits());
    assert_eq!(found.compliant_length_m(50.0).to_bits(), facts.compliant_length_m.to_bits());
    let narrowing: Vec<&FeatureRef> =
        place.features.iter().filter(|(_, part)| *part == Part::Narrows).map(|(feature, _)| feature).collect();
    assert_eq!(found.narrowed_by.iter().collect::<Vec<_>>(), narrowing);
    match &place.shape {
        Shape::Area(narrow) => assert_eq!(found.too_narrow(50.0).as_ref(), Some(narrow)),
        _ => assert!(found.too_narrow(50.0).is_none() || found.net_width_m >= 50.0),
    }
    if let Some(stretches) = place.facts.get("stretches") {
        assert_eq!(stretches, &serde_json::json!(found.profile().stretches(50.0)));
        assert_eq!(place.facts["missing_m"], serde_json::json!(50.0 - found.net_width_m));
    }
    for notice in &found.notices {
        assert!(width.notices.contains(notice), "{notice:?}");
    }
    let widths = found.profile().lines.concat().into_iter().map(|station| station.width);
    let least = widths.min_by(f64::total_cmp).unwrap();
    assert!((least - found.net_width_m).abs() <= 1e-12, "{least} instead of {}", found.net_width_m);
}

/// A winding band of a width, eastwards from a place.
fn winding(from: (f64, f64), bends: &[f64], width: f64) -> Region {
    let line: Vec<Coord<f64>> = bends
        .iter()
        .enumerate()
        .map(|(step, aside)| Coord { x: from.0 + 90.0 * step as f64, y: from.1 + aside })
        .collect();
    band(&line, width).unwrap()
}

fn building((x, y): (f64, f64), (long, wide): (f64, f64), turn: f64) -> Region {
    let (sin, cos) = turn.sin_cos();
    let corners = [(-long, -wide), (long, -wide), (long, wide), (-long, wide)];
    area(&corners.map(|(u, v)| (x + u * cos - v * sin, y + u * sin + v * cos)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_corridors_among_random_buildings_are_followed_as_they_are_checked(
        bends in prop::collection::vec(-25.0_f64..25.0, 4..9),
        width in 30.0_f64..90.0,
        joined in any::<bool>(),
        named in any::<bool>(),
        places in prop::collection::vec(
            ((0.0_f64..800.0, -80.0_f64..80.0), (2.0_f64..14.0, 2.0_f64..9.0), 0.0_f64..3.0), 0..25),
        road in 50.0_f64..600.0,
    ) {
        let name = if named { "甲" } else { "" };
        let last = bends.last().copied().unwrap();
        let east = 90.0 * (bends.len() - 1) as f64;
        // A second parcel, drawn in another layer, that goes on where the first ends or lies apart.
        let from = if joined { (east, last) } else { (east + 30.0, last) };
        let obstacles = places.iter().map(|&(at, size, turn)| building(at, size, turn)).collect();
        let road = Shape::Lines(vec![LineString::from(vec![(road, -300.0), (road + 20.0, 300.0)])]);
        let plan = Plan::of(vec![
            drawn(vec![("a", name, winding((0.0, 0.0), &bends, width)), ("z", "", rectangle(0., 900., 300., 960.))]),
            buildings(obstacles),
            file("roads.shp", Role::RoadCentrelines, vec![road]),
            drawn(vec![("b", name, winding(from, &[0.0, 10.0, -5.0], width))]),
        ]);
        for id in ["a", "b", "z", "a"] {
            assert_as_checked(&plan, id);
        }
    }
}

#[test]
fn a_draft_of_exactly_fifty_metres_reads_fifty_and_nothing_of_it_is_too_narrow() {
    let plan = Plan::of(vec![drawn(vec![("c1", "甲", rectangle(0., 0., 1000., 50.))])]);
    let found = plan.follow("c1").unwrap();
    assert!((found.net_width_m - 50.0).abs() < 1e-9 && !found.ends_stated);
    assert_eq!((found.pieces, found.gaps.len(), found.ends.len(), found.narrowed_by.len()), (1, 0, 2, 0));
    assert!((found.compliant_length_m(50.0) - found.length_m).abs() < 1e-9);
    assert!(found.too_narrow(50.0).is_none());
    let codes: Vec<&str> = found.notices.iter().map(|notice| notice.code).collect();
    assert_eq!(codes, ["ends-assumed"]);
}

#[test]
fn a_building_in_a_draft_narrows_it_and_is_named() {
    let plan = Plan::of(vec![
        buildings(vec![rectangle(100., 200., 120., 220.), rectangle(490., 20., 510., 60.)]),
        drawn(vec![("c1", "甲", rectangle(0., 0., 1000., 60.))]),
    ]);
    let found = plan.follow("c1").unwrap();
    assert!((found.net_width_m - 20.0).abs() < 1e-9);
    assert_eq!(found.narrowed_by, [FeatureRef { layer: Some("buildings.shp".to_owned()), row: 1, id: None }]);
    assert!(found.too_narrow(50.0).is_some_and(|narrow| narrow.area() > 400.0));
    let stretches = found.profile().stretches(50.0);
    assert!(stretches.len() == 1 && stretches[0][0] < 490.0 && stretches[0][1] > 510.0, "{stretches:?}");
}

#[test]
fn a_broken_draft_has_no_width_and_says_where_the_gap_is() {
    let plan = Plan::of(vec![
        buildings(vec![rectangle(490., -10., 510., 70.)]),
        drawn(vec![("c1", "甲", rectangle(0., 0., 1000., 60.))]),
    ]);
    let found = plan.follow("c1").unwrap();
    assert_eq!((found.pieces, found.narrowest, found.narrowed_by.len()), (2, None, 1));
    assert!(found.net_width_m <= 0.0 && (found.gaps[0].distance_m - 20.0).abs() < 1e-9);
    assert!(found.too_narrow(50.0).is_none());
    assert_as_checked(&plan, "c1");
}

#[test]
fn what_is_not_drawn_or_covers_nothing_cannot_be_followed() {
    let parcel = Shape::Area(rectangle(0., 0., 1000., 60.));
    let plan = Plan::of(vec![
        file("corridors.shp", Role::Corridors, vec![parcel]),
        drawn(vec![("c1", "", Region::default())]),
    ]);
    for id in ["c1", "c2"] {
        assert!(matches!(plan.follow(id), Err(NoFigure::Missing(reason)) if reason.to_string().contains(id)));
    }
}

#[test]
fn a_draft_that_continues_a_parcel_of_its_name_is_followed_as_one_corridor() {
    let whole = Layer::new(
        Origin::File("corridors.shp".to_owned()),
        &[Role::Corridors],
        &["name"],
        vec![Feature {
            row: 0,
            id: None,
            shape: Shape::Area(rectangle(0., 0., 500., 60.)),
            values: vec![Value::text("甲")],
        }],
    );
    let mut plan = Plan::of(vec![Arc::new(whole), drawn(vec![("c1", "甲", rectangle(500., 0., 900., 40.))])]);
    assert!((plan.follow("c1").unwrap().length_m - 900.0).abs() < 5.0);
    plan.ends.insert("甲".to_owned(), vec![Coord { x: 0.0, y: 30.0 }, Coord { x: 900.0, y: 20.0 }]);
    assert!(plan.follow("c1").unwrap().ends_stated);
    assert_as_checked(&plan, "c1");
}

#[test]
fn what_was_surveyed_before_is_never_mistaken_for_what_has_changed() {
    let corridor = |y: f64| drawn(vec![("c1", "甲", rectangle(0., 0., 1000., y))]);
    let mut plan = Plan::of(vec![corridor(60.0), buildings(vec![rectangle(490., 20., 510., 40.)])]);
    let points: Points = vec![(490., 20.), (510., 20.), (510., 40.), (490., 40.001)];
    let width = |plan: &Plan| plan.follow("c1").unwrap().net_width_m;
    assert!((width(&plan) - 20.0).abs() < 1e-9);
    plan.layers[1] = buildings(vec![area(&points)]);
    assert!(width(&plan) < 20.0 + 1e-9);
    plan.layers[1] = buildings(vec![rectangle(490., 0., 510., 20.)]);
    assert!((width(&plan) - 40.0).abs() < 1e-9);
    plan.layers[0] = corridor(70.0);
    assert!((width(&plan) - 50.0).abs() < 1e-9);
    plan.layers = vec![corridor(60.0), buildings(vec![rectangle(490., 20., 510., 40.)])];
    assert!((width(&plan) - 20.0).abs() < 1e-9);
    assert_as_checked(&plan, "c1");
}
