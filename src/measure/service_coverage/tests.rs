use super::*;
use crate::layer::{Layer, Value};
use crate::measure::fixture::{Plan, area, layer, line, moved, rectangle, scope, unsaid, with_input};
use std::sync::Arc;

type Row = (Shape, Vec<Value>);

fn with(reach: Role, distance: f64, along: Along) -> Parameters {
    Parameters { reach, of: Of::ResidentialLand, distance, along, classes: Vec::new(), rings: Vec::new() }
}

fn parks() -> Parameters {
    let rings = vec![Ring { from_ha: 0.5, within: 500.0 }, Ring { from_ha: 0.2, within: 300.0 }];
    Parameters { rings, ..with(Role::Green, 1_000.0, Along::Straight) }
}

/// A row of homes 1 000 m long and 20 m deep.
fn homes() -> Arc<Layer> {
    layer(Role::LandUse, &["class", "name"], vec![area((0.0, 0.0), (1_000.0, 20.0), &["0701", "甲小区"])])
}

fn facility(x: f64, y: f64, class: &str) -> Row {
    (Shape::Points(vec![(x, y).into()]), vec![Value::text(class)])
}

fn facilities(rows: Vec<Row>) -> Arc<Layer> {
    layer(Role::Facilities, &["class"], rows)
}

fn call(layers: &[Arc<Layer>], with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    with_input(layers, None, &[], None, |input| measure(input, with))
}

#[track_caller]
fn is(figure: Figure, low: f64, high: f64) {
    assert!((figure.low - low).abs() < 1e-9 && (figure.high - high).abs() < 1e-9, "{figure:?}, not {low} to {high}");
}

#[test]
fn half_of_a_row_of_homes_lies_within_five_hundred_metres_of_its_end_straight() {
    let found = call(
        &[homes(), facilities(vec![facility(0.0, 10.0, "小学")])],
        &with(Role::Facilities, 500.0, Along::Straight),
    );
    let found = found.unwrap();
    is(found.figure, 50.0, 50.0);
    let facts = &found.facts;
    assert_eq!(
        (facts.along, facts.services[0].name.as_str(), facts.services[0].facilities),
        ("straight", "primary-school", 1)
    );
    assert!((facts.reached_ha.unwrap() - 1.0).abs() < 1e-9 && (facts.total_ha.unwrap() - 2.0).abs() < 1e-9);
    let [place] = found.places.as_slice() else { panic!("{:?}", found.places) };
    assert_eq!(place.subject, "甲小区");
    is(place.figure.unwrap(), 50.0, 50.0);
    assert!(matches!(place.shape, Shape::Area(_)));
}

#[test]
fn over_the_network_the_way_round_counts_and_both_accesses() {
    // The facility lies 10 m beside the street; the street goes 400 m round and then along the homes, 10 m off them.
    let street = line(&[(0.0, 410.0), (-1.0, 410.0), (-1.0, 10.0), (1_000.0, 10.0)], &["branch"]);
    let roads = layer(Role::RoadCentrelines, &["class"], vec![street]);
    let school = facilities(vec![facility(0.0, 420.0, "小学")]);
    // 1 000 m less 10 of access, 1 + 400 + 1 of the way to the first home: 588 m along the row, so middles up to 570.
    let near = |layers: &[Arc<Layer>]| call(layers, &with(Role::Facilities, 1_000.0, Along::Network)).unwrap();
    let found = near(&[homes(), roads, school.clone()]);
    is(found.figure, 58.0, 58.0);
    assert_eq!(found.facts.along, "network");
    let straight = near(&[homes(), school]);
    assert!(straight.figure.low > 80.0 && straight.facts.along == "straight");
    assert!(straight.notices.iter().any(|notice| notice.code == "straight-line-distance"));
    assert!(unsaid(straight.notices.iter().map(|notice| &notice.message)).is_empty());
}

#[test]
fn an_expressway_is_no_way_to_walk_and_a_road_of_unknown_class_is_one_with_a_notice() {
    let school = || facilities(vec![facility(0.0, 10.0, "小学")]);
    let along = |class: &str| {
        let road = layer(Role::RoadCentrelines, &["class"], vec![line(&[(0.0, 10.0), (1_000.0, 10.0)], &[class])]);
        call(&[homes(), road, school()], &with(Role::Facilities, 300.0, Along::Network)).unwrap()
    };
    assert_eq!(along("快速路").facts.along, "straight");
    assert!(along("支路").notices.is_empty());
    let unknown = along("其他");
    is(unknown.figure, 30.0, 30.0);
    assert_eq!(unknown.notices[0].code, "walkable-assumed");
}

#[test]
fn homes_have_to_reach_every_known_class_and_own_words_are_listed_only() {
    let rows = vec![facility(0.0, 10.0, "幼儿园"), facility(500.0, 10.0, "菜市场"), facility(0.0, 10.0, "奶站")];
    let layers = [homes(), facilities(rows)];
    let found = call(&layers, &with(Role::Facilities, 400.0, Along::Straight)).unwrap();
    // The kindergarten serves up to 400 m, the market from 100 to 900 m.
    is(found.figure, 30.0, 30.0);
    let shares: Vec<(&str, bool, f64)> =
        found.facts.services.iter().map(|own| (own.name.as_str(), own.required, own.reached_share.round())).collect();
    assert_eq!(shares, [("kindergarten", true, 40.0), ("market", true, 80.0), ("奶站", false, 40.0)]);
    assert_eq!(found.notices[0].code, "facility-class-unknown");

    let asked = |class| Parameters { classes: vec![class], ..with(Role::Facilities, 400.0, Along::Straight) };
    is(call(&layers, &asked(FacilityClass::Market)).unwrap().figure, 80.0, 80.0);
    let none = call(&layers, &asked(FacilityClass::Culture)).unwrap();
    is(none.figure, 0.0, 0.0);
    assert!(none.notices.iter().any(|notice| notice.code == "service-none"));
    assert!(unsaid(none.notices.iter().map(|notice| &notice.message)).is_empty());
}

#[test]
fn a_facility_of_no_class_may_be_of_any_and_classes_nobody_states_give_no_figure() {
    let rows = vec![facility(0.0, 10.0, "幼儿园"), facility(1_000.0, 10.0, "")];
    let found = call(&[homes(), facilities(rows)], &with(Role::Facilities, 400.0, Along::Straight)).unwrap();
    is(found.figure, 40.0, 80.0);
    let unclassed = facilities(vec![facility(0.0, 10.0, "")]);
    let none = call(&[homes(), unclassed], &with(Role::Facilities, 400.0, Along::Straight));
    assert!(matches!(none, Err(NoFigure::Missing(message)) if message.key == "measure.no-facility-class"));
}

#[test]
fn land_of_unknown_code_may_hold_homes_that_are_reached_or_not() {
    let land = layer(
        Role::LandUse,
        &["class"],
        vec![area((0.0, 0.0), (100.0, 20.0), &["0701"]), area((100.0, 0.0), (100.0, 20.0), &["未知"])],
    );
    let school = |x: f64| facilities(vec![facility(x, 10.0, "小学")]);
    let found = |x: f64| call(&[land.clone(), school(x)], &with(Role::Facilities, 100.0, Along::Straight)).unwrap();
    // All of the homes are reached, none of the unknown land: 100 % of 0.2 ha, or half of 0.4 ha.
    is(found(0.0).figure, 50.0, 100.0);
    assert!((found(0.0).facts.unknown_ha.unwrap() - 0.2).abs() < 1e-9);
    is(found(200.0).figure, 0.0, 50.0);
    is(found(100.0).figure, 100.0, 100.0);
}

#[test]
fn parks_serve_by_size_from_their_boundary_and_touching_patches_are_one() {
    let park = |width: f64, class: &str| area((-width, 0.0), (width, 50.0), &[class]);
    let found = |rows: Vec<Row>| call(&[homes(), layer(Role::Green, &["class"], rows)], &parks()).unwrap();
    // 50 m deep: 100 m are 5 000 m², 40 m are 2 000 m².
    is(found(vec![park(100.0, "G1")]).figure, 50.0, 50.0);
    is(found(vec![park(99.0, "G1")]).figure, 30.0, 30.0);
    is(found(vec![park(40.0, "G1")]).figure, 30.0, 30.0);
    is(found(vec![park(39.0, "G1")]).figure, 0.0, 0.0);
    is(found(vec![park(100.0, "XG")]).figure, 0.0, 0.0);
    let halves = found(vec![area((-50.0, 0.0), (50.0, 50.0), &["G1"]), area((-101.0, 0.0), (50.0, 50.0), &["G1"])]);
    is(halves.figure, 50.0, 50.0);
    assert_eq!(halves.facts.rings.iter().map(|ring| ring.facilities).collect::<Vec<_>>(), [1, 0]);
    // Of unknown class: with the known half it makes a park of 5 000 m².
    let unsure = found(vec![area((-50.0, 0.0), (50.0, 50.0), &["G1"]), area((-100.0, 0.0), (50.0, 50.0), &["绿化"])]);
    is(unsure.figure, 30.0, 50.0);
    assert_eq!(unsure.notices[0].code, "park-class-unknown");
}

#[test]
fn a_home_inside_a_park_or_exactly_at_the_distance_is_reached() {
    let land = layer(Role::LandUse, &["class"], vec![area((510.0, 0.0), (20.0, 20.0), &["R2"])]);
    let park = |x: f64| layer(Role::Green, &["class"], vec![area((x, -200.0), (400.0, 400.0), &["G1"])]);
    // The middle of the only cell lies at 520 m; the park ends at 20 m.
    is(call(&[land.clone(), park(-380.0)], &parks()).unwrap().figure, 100.0, 100.0);
    is(call(&[land.clone(), park(-381.0)], &parks()).unwrap().figure, 0.0, 0.0);
    is(call(&[land, park(400.0)], &parks()).unwrap().figure, 100.0, 100.0);
}

#[test]
fn clusters_and_people_are_told_beside_the_share_of_land() {
    let clusters = layer(
        Role::Clusters,
        &["name"],
        vec![area((-10.0, -10.0), (510.0, 100.0), &["西组团"]), area((500.0, -10.0), (600.0, 100.0), &["东组团"])],
    );
    let people = layer(
        Role::Population,
        &["population"],
        vec![
            (Shape::Points(vec![(100.0, 10.0).into()]), vec![Value::Number(300.0)]),
            (Shape::Points(vec![(900.0, 10.0).into()]), vec![Value::Number(100.0)]),
        ],
    );
    let layers = [homes(), clusters, people, facilities(vec![facility(0.0, 10.0, "小学")])];
    let facts = call(&layers, &with(Role::Facilities, 600.0, Along::Straight)).unwrap().facts;
    let shares: Vec<(&str, f64)> = facts.clusters.iter().map(|own| (own.name.as_str(), own.share.round())).collect();
    assert_eq!(shares, [("西组团", 100.0), ("东组团", 20.0)]);
    assert!((facts.least_cluster_share.unwrap() - 20.0).abs() < 1e-9);
    assert_eq!((facts.reached_population, facts.population), (Some(300.0), Some(400.0)));
    let by_people = Parameters { of: Of::Population, ..with(Role::Facilities, 600.0, Along::Straight) };
    is(call(&layers, &by_people).unwrap().figure, 75.0, 75.0);
}

#[test]
fn homes_outside_the_scope_do_not_count_and_facilities_outside_serve() {
    let land = layer(
        Role::LandUse,
        &["class"],
        vec![area((0.0, 0.0), (100.0, 20.0), &["0701"]), area((5_000.0, 0.0), (100.0, 20.0), &["0701"])],
    );
    let layers = [land, facilities(vec![facility(-200.0, 10.0, "小学")])];
    let scope = scope(rectangle(0.0, 0.0, 1_000.0, 1_000.0));
    let asked = with(Role::Facilities, 500.0, Along::Straight);
    let found = with_input(&layers, Some(&scope), &[], None, |input| measure(input, &asked)).unwrap();
    is(found.figure, 100.0, 100.0);
    assert!(found.places.is_empty());
}

#[test]
fn without_homes_or_facilities_there_is_no_figure() {
    let asked = with(Role::Facilities, 500.0, Along::Straight);
    let school = || facilities(vec![facility(0.0, 0.0, "小学")]);
    assert!(matches!(call(&[homes()], &asked), Err(NoFigure::Missing(_))));
    assert!(matches!(call(&[school()], &asked), Err(NoFigure::Missing(_))));
    let shops = layer(Role::LandUse, &["class"], vec![area((0.0, 0.0), (100.0, 20.0), &["0901"])]);
    assert!(
        matches!(call(&[shops, school()], &asked), Err(NoFigure::Missing(message)) if message.key == "measure.no-homes")
    );
}

#[test]
fn the_share_is_the_same_turned_moved_and_in_another_order() {
    let plan = Plan::new()
        .layer("land.shp", &[Role::LandUse], &["class"])
        .with(Shape::Area(rectangle(0.0, 0.0, 1_000.0, 20.0)), &["0701"])
        .with(Shape::Area(rectangle(0.0, 60.0, 300.0, 100.0)), &["R2"])
        .with(Shape::Area(rectangle(-100.0, 0.0, 100.0, 50.0)), &["G1"])
        .with(Shape::Area(rectangle(800.0, 60.0, 41.0, 50.0)), &["G1"]);
    let share = |plan: &Plan| measure(&plan.input(), &parks()).unwrap().figure;
    let expected = share(&plan);
    // 0 to 500 m and 500 to 1 000 m of the row, and all of the square: everything.
    is(expected, 100.0, 100.0);
    let fewer = Parameters { rings: vec![Ring { from_ha: 0.5, within: 407.0 }], ..parks() };
    let some = |plan: &Plan| measure(&plan.input(), &fewer).unwrap().figure;
    is(some(&plan), 3.8 / 5.0 * 100.0, 3.8 / 5.0 * 100.0);
    for other in [plan.reversed(), plan.map_corners(moved)] {
        is(share(&other), expected.low, expected.high);
        is(some(&other), some(&plan).low, some(&plan).high);
    }
}
