//! The two corridor measures on small plans that can be checked by hand.

#![expect(clippy::unwrap_used, reason = "a test stops where its own data does not hold")]

use std::collections::BTreeMap;
use std::sync::Arc;

use langdao::geometry::{Coord, LineString, Region};
use langdao::handle::Handle;
use langdao::layer::{Feature, Layer, Origin, Role, Shape, Value};
use langdao::measure::{Input, Measured, NoFigure, Part, Surveys, corridor_continuity, corridor_width};

fn rectangle(x0: f64, y0: f64, x1: f64, y1: f64) -> Shape {
    polygon(&[(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
}

fn polygon(points: &[(f64, f64)]) -> Shape {
    let ring: Vec<Coord<f64>> = points.iter().map(|&(x, y)| Coord { x, y }).collect();
    Shape::Area(Region::from_rings(&ring, &[]).unwrap())
}

fn line(points: &[(f64, f64)]) -> Shape {
    Shape::Lines(vec![LineString(points.iter().map(|&(x, y)| Coord { x, y }).collect())])
}

fn layer(file: &str, role: Role, fields: &[&str], rows: Vec<(Shape, Vec<&str>)>) -> Arc<Layer> {
    let features = rows
        .into_iter()
        .enumerate()
        .map(|(row, (shape, values))| Feature {
            row,
            id: None,
            shape,
            values: values.into_iter().map(Value::text).collect(),
        })
        .collect();
    Arc::new(Layer::new(Origin::File(file.to_owned()), &[role], fields, features))
}

fn corridors(rows: Vec<(Shape, &str)>) -> Arc<Layer> {
    let rows = rows.into_iter().map(|(shape, name)| (shape, vec![name])).collect();
    layer("corridors.shp", Role::Corridors, &["name"], rows)
}

fn obstacles(shapes: Vec<Shape>) -> Arc<Layer> {
    layer("obstacles.shp", Role::Obstacles, &[], shapes.into_iter().map(|shape| (shape, vec![])).collect())
}

struct Plan {
    layers: Vec<Arc<Layer>>,
    ends: BTreeMap<String, Vec<Coord<f64>>>,
    at: Option<f64>,
    surveys: Surveys,
    handle: Handle,
}

impl Plan {
    fn new(layers: Vec<Arc<Layer>>) -> Self {
        Self { layers, ends: BTreeMap::new(), at: Some(50.0), surveys: Surveys::default(), handle: Handle::default() }
    }

    fn with<T>(&self, run: impl FnOnce(&Input<'_>) -> T) -> T {
        let figures = BTreeMap::new();
        run(&Input {
            layers: &self.layers,
            scope: None,
            figures: &figures,
            key: "",
            year: None,
            ends: &self.ends,
            at: self.at,
            surveys: &self.surveys,
            handle: &self.handle,
        })
    }

    fn width(&self) -> Result<Measured<corridor_width::Facts>, NoFigure> {
        self.with(|input| corridor_width::measure(input, &corridor_width::Parameters::default()))
    }

    fn continuity(&self) -> Result<Measured<corridor_continuity::Facts>, NoFigure> {
        self.with(|input| corridor_continuity::measure(input, &corridor_continuity::Parameters::default()))
    }
}

#[track_caller]
fn assert_near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} instead of {expected}");
}

fn codes<F>(measured: &Measured<F>) -> Vec<&'static str> {
    measured.notices.iter().map(|notice| notice.code).collect()
}

#[test]
fn a_corridor_of_exactly_fifty_metres_measures_fifty_all_along() {
    let measured = Plan::new(vec![corridors(vec![(rectangle(0., 0., 1000., 50.), "A")])]).width().unwrap();
    assert_near(measured.figure.low, 50.0, 1e-9);
    let facts = &measured.facts.corridors[0];
    assert_near(facts.length_m, 1000.0, 0.1);
    assert_near(facts.compliant_length_m, facts.length_m, 1e-9);
    assert_eq!((facts.pieces, facts.ends.len()), (1, 2));
    assert_eq!(codes(&measured), ["ends-assumed"]);
}

#[test]
fn a_building_in_the_middle_leaves_the_wider_strip_and_is_named() {
    let plan = Plan::new(vec![
        corridors(vec![(rectangle(0., 0., 1000., 60.), "A")]),
        obstacles(vec![rectangle(100., 100., 120., 120.), rectangle(490., 20., 510., 40.)]),
    ]);
    let measured = plan.width().unwrap();
    assert_near(measured.figure.low, 20.0, 1e-9);
    let place = &measured.places[0];
    assert_eq!(place.subject, "A");
    let narrowing: Vec<usize> =
        place.features.iter().filter(|(_, part)| *part == Part::Narrows).map(|(feature, _)| feature.row).collect();
    assert_eq!(narrowing, [1]);
    let facts = &measured.facts.corridors[0];
    // 20 m are beside the building; discs of 50 m end less than 25 m before and after it.
    assert!(facts.compliant_length_m < 980.0 && facts.compliant_length_m > 925.0, "{}", facts.compliant_length_m);
    let Shape::Area(narrow) = &place.shape else { panic!("no area") };
    assert!(narrow.area() > 800.0 && narrow.area() < 3000.0, "{}", narrow.area());
    assert!(place.facts.contains_key("area_ha") && place.facts.contains_key("short_length_m"));
}

#[test]
fn a_corridor_that_is_too_narrow_all_along_is_marked_whole() {
    let measured = Plan::new(vec![corridors(vec![(rectangle(0., 0., 1000., 40.), "A")])]).width().unwrap();
    let Shape::Area(narrow) = &measured.places[0].shape else { panic!("no area") };
    assert_near(narrow.area(), 40_000.0, 200.0);
    assert_near(measured.facts.corridors[0].compliant_length_m, 0.0, 1e-9);
}

#[test]
fn only_the_pinch_of_an_hourglass_is_marked() {
    let points = [(0., 0.), (500., 14.), (1000., 0.), (1000., 60.), (500., 46.), (0., 60.)];
    let measured = Plan::new(vec![corridors(vec![(polygon(&points), "A")])]).width().unwrap();
    assert_near(measured.figure.low, 32.0, 1e-9);
    let Shape::Area(narrow) = &measured.places[0].shape else { panic!("no area") };
    assert_eq!(narrow.parts().count(), 1);
    // 50 m wide at 5 m from either wall: 178.6 m from the ends, 642.9 m between.
    assert_near(measured.facts.corridors[0].compliant_length_m, 357.1, 3.0);
    let bounds = narrow.bounds().unwrap();
    assert!(bounds.min().x > 150.0 && bounds.max().x < 850.0, "{bounds:?}");
}

#[test]
fn parcels_of_one_name_are_one_corridor_across_a_gap_of_a_metre() {
    let parcels = |gap: f64| {
        Plan::new(vec![corridors(vec![
            (rectangle(0., 0., 500., 60.), "A"),
            (rectangle(500. + gap, 5., 1000., 65.), "A"),
            (rectangle(0., 500., 1000., 570.), "B"),
        ])])
    };
    for gap in [0.0, 0.3, 1.0] {
        let measured = parcels(gap).width().unwrap();
        assert_eq!(measured.facts.corridors.len(), 2);
        assert_near(measured.figure.low, 55.0, 1e-3);
        assert_near(measured.facts.corridors[1].net_width_m, 70.0, 1e-9);
        assert_near(parcels(gap).continuity().unwrap().figure.low, 0.0, 0.0);
    }
    let broken = parcels(1.2);
    assert_near(broken.width().unwrap().figure.low, 0.0, 0.0);
    let continuity = broken.continuity().unwrap();
    assert_near(continuity.figure.low, 1.0, 0.0);
    let facts = &continuity.facts.corridors[0];
    assert_eq!((facts.pieces, facts.gaps.len()), (2, 1));
    assert_near(facts.gaps[0].distance_m, 1.2, 1e-9);
    assert_eq!(continuity.places.len(), 1);
}

#[test]
fn a_touch_in_a_point_is_a_break_of_no_length() {
    let plan =
        Plan::new(vec![corridors(vec![(rectangle(0., 0., 500., 60.), "A"), (rectangle(500., 60., 1000., 120.), "A")])]);
    let continuity = plan.continuity().unwrap();
    let facts = &continuity.facts.corridors[0];
    assert_eq!((facts.pieces, facts.gaps.len()), (2, 1));
    assert_near(facts.gaps[0].distance_m, 0.0, 0.0);
    assert_near(facts.gaps[0].at[0][0], 500.0, 1e-6);
    let width = plan.width().unwrap();
    assert_near(width.figure.low, 0.0, 0.0);
    assert!(width.facts.corridors[0].narrowest.is_none());
    assert_near(width.places[0].anchor.x, 500.0, 1e-6);
    assert_eq!(width.facts.corridors[0].ends.len(), 2);
}

#[test]
fn an_obstacle_right_across_breaks_a_corridor_and_a_cut_off_corner_does_not() {
    let across = Plan::new(vec![
        corridors(vec![(rectangle(0., 0., 1000., 60.), "A")]),
        obstacles(vec![rectangle(400., -5., 430., 65.), rectangle(700., -5., 701., 65.)]),
    ]);
    let continuity = across.continuity().unwrap();
    let facts = &continuity.facts.corridors[0];
    assert_eq!(facts.pieces, 3);
    let lengths: Vec<f64> = facts.gaps.iter().map(|gap| gap.distance_m).collect();
    assert_near(lengths[0], 1.0, 1e-6);
    assert_near(lengths[1], 30.0, 1e-6);
    // The finding of the width stands at the largest gap.
    assert_near(across.width().unwrap().places[0].anchor.x, 415.0, 1e-6);

    let corner = Plan::new(vec![
        corridors(vec![(rectangle(0., 0., 1000., 60.), "A")]),
        obstacles(vec![polygon(&[(480., 0.), (482., 0.), (500., 18.), (518., 0.), (520., 0.), (500., 20.)])]),
    ]);
    assert_near(corner.width().unwrap().figure.low, 40.0, 1e-9);
    let continuity = corner.continuity().unwrap();
    assert_eq!((continuity.facts.corridors[0].pieces, continuity.facts.corridors[0].gaps.len()), (1, 0));
}

#[test]
fn an_end_that_is_built_over_is_a_break() {
    let plan = Plan::new(vec![
        corridors(vec![(rectangle(0., 0., 1000., 60.), "A")]),
        obstacles(vec![rectangle(-5., -5., 30., 65.)]),
    ]);
    let continuity = plan.continuity().unwrap();
    assert_near(continuity.figure.low, 1.0, 0.0);
    assert_near(continuity.facts.corridors[0].gaps[0].distance_m, 30.0, 1e-6);
}

#[test]
fn nameless_parcels_that_meet_are_one_corridor_and_others_their_own() {
    let plan = Plan::new(vec![corridors(vec![
        (rectangle(0., 0., 500., 60.), ""),
        (rectangle(500.5, 0., 1000., 60.), ""),
        (rectangle(0., 500., 1000., 555.), ""),
    ])]);
    let measured = plan.width().unwrap();
    let names: Vec<&str> = measured.facts.corridors.iter().map(|corridor| corridor.name.as_str()).collect();
    assert_eq!(names, ["corridors.shp#0", "corridors.shp#2"]);
    assert_near(measured.figure.low, 55.0, 1e-9);
}

#[test]
fn roads_do_not_cut_but_are_listed_where_they_cross() {
    let roads = layer(
        "roads.shp",
        Role::RoadCentrelines,
        &["class"],
        vec![
            (line(&[(300., -100.), (300., 200.)]), vec!["arterial"]),
            (line(&[(0., -10.), (1000., -10.)]), vec!["branch"]),
            (line(&[(700., -100.), (760., 160.)]), vec!["???"]),
        ],
    );
    let measured = Plan::new(vec![corridors(vec![(rectangle(0., 0., 1000., 60.), "A")]), roads]).width().unwrap();
    assert_near(measured.figure.low, 60.0, 1e-9);
    let crossings = &measured.facts.corridors[0].crossings;
    let rows: Vec<usize> = crossings.iter().map(|crossing| crossing.row).collect();
    assert_eq!(rows, [0, 2]);
    assert_eq!(crossings[0].class.as_deref(), Some("arterial"));
    assert_near(crossings[0].at[0], 300.0, 1e-9);
    assert_near(crossings[0].at[1], 30.0, 1e-9);
}

#[test]
fn stated_ends_silence_the_notice_and_are_reported() {
    let mut plan = Plan::new(vec![corridors(vec![(rectangle(0., 0., 1000., 60.), "A")])]);
    plan.ends.insert("A".to_owned(), vec![Coord { x: -3.0, y: 20.0 }, Coord { x: 1010.0, y: 70.0 }]);
    let measured = plan.width().unwrap();
    assert!(codes(&measured).is_empty());
    assert_eq!(measured.facts.corridors[0].ends[0].len(), 2);
    // Both at one end: they cannot hold.
    plan.ends.insert("A".to_owned(), vec![Coord { x: -3.0, y: 20.0 }, Coord { x: -1.0, y: 30.0 }]);
    assert_eq!(codes(&plan.width().unwrap()), ["ends-assumed"]);
}

#[test]
fn missing_and_unusable_data_is_said() {
    assert!(matches!(Plan::new(vec![]).width(), Err(NoFigure::Missing(_))));
    assert!(matches!(Plan::new(vec![]).continuity(), Err(NoFigure::Missing(_))));
    let lines = Plan::new(vec![corridors(vec![(line(&[(0., 0.), (1000., 0.)]), "A")])]);
    assert!(matches!(lines.width(), Err(NoFigure::Missing(_))));
    let mixed = Plan::new(vec![
        corridors(vec![(line(&[(0., 0.), (1000., 0.)]), "A"), (rectangle(0., 0., 1000., 60.), "B")]),
        obstacles(vec![line(&[(0., 0.), (1000., 60.)])]),
    ]);
    let mut said = codes(&mixed.width().unwrap());
    said.sort_unstable();
    assert_eq!(said, ["corridor-without-area", "ends-assumed", "obstacle-without-area"]);
    let cancelled = Plan::new(vec![corridors(vec![(rectangle(0., 0., 1000., 60.), "A")])]);
    cancelled.handle.cancel();
    assert_eq!(cancelled.width(), Err(NoFigure::Cancelled));
    assert_eq!(cancelled.continuity(), Err(NoFigure::Cancelled));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let many = (0..12)
        .map(|index| {
            let y = f64::from(index) * 200.0;
            (polygon(&[(0., y), (1000., y + 10.), (1000., y + 55.), (500., y + 50.), (0., y + 70.)]), "")
        })
        .collect();
    let buildings = (0..300)
        .map(|index| {
            let (x, y) = (f64::from(index * 37 % 1000), f64::from(index * 91 % 2400));
            rectangle(x, y, x + 9., y + 7.)
        })
        .collect();
    let plan = Plan::new(vec![corridors(many), obstacles(buildings)]);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| (plan.width().unwrap(), plan.continuity().unwrap()))
    };
    let (one, four) = (on(1), on(4));
    assert_eq!(one.0, four.0);
    assert_eq!(one.1, four.1);
}
