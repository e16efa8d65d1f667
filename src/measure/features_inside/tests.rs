use super::*;
use crate::layer::Role;
use crate::measure::fixture::{Plan, moved, rectangle, unsaid};

fn water_space() -> Parameters {
    Parameters {
        what: What::Construction,
        within: vec![ControlKind::Water, ControlKind::BlueLine, ControlKind::Flood],
        needs: Vec::new(),
        since: None,
        depth: 1.0,
        area: 1.0,
    }
}

fn hazards() -> Parameters {
    Parameters {
        what: What::Village,
        within: vec![ControlKind::Geohazard, ControlKind::Flood],
        needs: vec![ControlKind::Geohazard],
        ..water_space()
    }
}

/// A blue line of 100 × 100 m; parcels are added by place.
fn plan() -> Plan {
    Plan::new()
        .layer("控制线.shp", &[Role::ControlLines], &["class", "name"])
        .with(Shape::Area(rectangle(0., 0., 100., 100.)), &["蓝线", "安宁河"])
        .layer("land.shp", &[Role::LandUse], &["class", "status", "name"])
}

fn parcel(plan: Plan, x: f64, code: &str, status: &str) -> Plan {
    plan.with(Shape::Area(rectangle(x, 10., 20., 20.)), &[code, status, "地块"])
}

fn count(plan: &Plan, with: &Parameters) -> [f64; 2] {
    let figure = measure(&plan.input(), with).unwrap().figure;
    [figure.low, figure.high]
}

fn is(found: [f64; 2], expected: [f64; 2]) {
    assert!(
        found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9 || a.total_cmp(&b).is_eq()),
        "{found:?} is not {expected:?}"
    );
}

fn codes(measured: &Measured<Facts>) -> Vec<&'static str> {
    assert_eq!(unsaid(measured.notices.iter().map(|notice| &notice.message)), [""; 0]);
    measured.notices.iter().map(|notice| notice.code).collect()
}

#[test]
fn construction_land_inside_a_blue_line_is_told_with_what_of_it_lies_there() {
    let plan = parcel(parcel(plan(), 90., "0701", "规划"), 200., "0901", "规划");
    let measured = measure(&plan.input(), &water_space()).unwrap();
    is([measured.figure.low, measured.figure.high], [1.0, 1.0]);
    let facts = &measured.facts;
    assert_eq!((facts.inside, facts.possible, facts.considered), (1, 0, 2));
    assert!((facts.area_ha - 0.02).abs() < 1e-12);
    assert_eq!(facts.by_kind, BTreeMap::from([("blue-line", 1)]));
    let [inside] = facts.features.as_slice() else { panic!("{facts:?}") };
    assert_eq!((inside.name.as_str(), inside.kind, inside.within.as_str()), ("地块", "blue-line", "安宁河"));
    let place = &measured.places[0];
    assert!((place.facts["inside_m2"].as_f64().unwrap() - 200.0).abs() < 1e-9);
    assert_eq!((place.figure, place.facts["kind"].as_str()), (None, Some("blue-line")));
    assert!((place.shape.size() - 200.0).abs() < 1e-9);
    assert_eq!(codes(&measured), ["control-kind-missing"]);
}

#[test]
fn nothing_inside_is_a_figure_of_none() {
    is(count(&parcel(plan(), 200., "0701", "规划"), &water_space()), [0.0, 0.0]);
}

#[test]
fn green_streets_and_what_exists_may_lie_there() {
    let plan = [("1401", "规划"), ("1207", "规划"), ("17", "规划"), ("0701", "现状"), ("16", "规划")]
        .into_iter()
        .fold(plan(), |plan, (code, status)| parcel(plan, 40., code, status));
    is(count(&plan, &water_space()), [0.0, 0.0]);
}

#[test]
fn touching_edges_and_digitising_noise_are_no_overlap() {
    // Depth of the overlap at x = 100.
    for (depth, expected) in [(0.0, 0.0), (0.9, 0.0), (1.0, 0.0), (1.01, 1.0)] {
        is(count(&parcel(plan(), 100. - depth, "0701", "规划"), &water_space()), [expected; 2]);
    }
    let small = plan().with(Shape::Area(rectangle(98.95, 10., 20., 0.9)), &["0701", "规划"]);
    is(count(&small, &water_space()), [0.0; 2]);
    let deeper = Parameters { depth: 5.0, ..water_space() };
    is(count(&parcel(plan(), 96., "0701", "规划"), &deeper), [0.0; 2]);
}

#[test]
fn areas_side_by_side_hold_what_reaches_into_both() {
    // A river in two polygons: the parcel reaches 0.8 m into the one and half a metre into the other.
    let plan = parcel(plan(), 181.3, "0701", "规划").layer("water.shp", &[Role::Water], &[]);
    let plan = plan.area(rectangle(200., 0., 0.8, 100.)).area(rectangle(200.8, 0., 50., 100.));
    is(count(&plan, &water_space()), [1.0, 1.0]);
}

#[test]
fn a_feature_in_two_kinds_of_areas_counts_once_and_in_both_kinds() {
    let plan = parcel(plan(), 40., "0701", "规划").layer("water.shp", &[Role::Water], &["name"]);
    let plan = plan.with(Shape::Area(rectangle(30., 0., 15., 100.)), &["东河"]);
    let measured = measure(&plan.input(), &water_space()).unwrap();
    is([measured.figure.low, measured.figure.high], [1.0, 1.0]);
    assert_eq!(measured.facts.by_kind, BTreeMap::from([("blue-line", 1), ("water", 1)]));
    assert_eq!(measured.facts.features[0].within, "安宁河", "it holds more");
}

#[test]
fn land_and_areas_of_unknown_kind_widen_the_bounds() {
    is(count(&parcel(plan(), 40., "?", "规划"), &water_space()), [0.0, 1.0]);
    let vague = Plan::new()
        .layer("控制线.shp", &[Role::ControlLines], &["class"])
        .with(Shape::Area(rectangle(0., 0., 100., 100.)), &["一级"])
        .with(Shape::Area(rectangle(300., 0., 100., 100.)), &["蓝线"])
        .layer("land.shp", &[Role::LandUse], &["class", "status", "name"]);
    let plan = parcel(parcel(vague, 40., "0701", "规划"), 320., "0701", "规划");
    is(count(&plan, &water_space()), [1.0, 2.0]);
    let measured = measure(&plan.input(), &water_space()).unwrap();
    assert_eq!((measured.facts.possible, measured.places.len()), (1, 1));
    assert_eq!(codes(&measured), ["control-kind-missing", "inside-unknown"]);
}

#[test]
fn other_lines_of_control_do_not_matter() {
    let plan = Plan::new()
        .layer("控制线.shp", &[Role::ControlLines], &["class"])
        .with(Shape::Area(rectangle(0., 0., 100., 100.)), &["紫线"])
        .with(Shape::Area(rectangle(300., 0., 100., 100.)), &["蓝线"])
        .layer("land.shp", &[Role::LandUse], &["class", "status", "name"]);
    is(count(&parcel(plan, 40., "0701", "规划"), &water_space()), [0.0, 0.0]);
}

#[test]
fn where_no_status_is_known_all_are_taken_as_planned_with_a_notice() {
    let measured = measure(&parcel(plan(), 40., "0701", "").input(), &water_space()).unwrap();
    is([measured.figure.low, measured.figure.high], [1.0, 1.0]);
    assert_eq!(codes(&measured), ["planned-assumed", "control-kind-missing"]);
}

#[test]
fn new_buildings_count_and_bridges_and_old_ones_do_not() {
    let rows = [("规划", "住宅", ""), ("现状", "住宅", "2010"), ("现状", "住宅", "2023"), ("规划", "廊桥", "")];
    let buildings = plan().layer("buildings.shp", &[Role::Buildings], &["status", "use", "year_built"]);
    let plan = rows.into_iter().enumerate().fold(buildings, |plan, (number, (status, use_, year))| {
        plan.with(Shape::Area(rectangle(20. * number as f64, 50., 10., 10.)), &[status, use_, year])
    });
    is(count(&plan, &water_space()), [1.0, 1.0]);
    is(count(&plan, &Parameters { since: Some(2021), ..water_space() }), [2.0, 2.0]);
}

/// A slope that may slide; parcels and buildings are added.
fn slope() -> Plan {
    Plan::new()
        .layer("地质灾害.shp", &[Role::ControlLines], &["class"])
        .with(Shape::Area(rectangle(0., 0., 100., 100.)), &["高易发区"])
        .layer("land.shp", &[Role::LandUse], &["class", "status", "name"])
}

#[test]
fn of_villages_their_land_and_their_buildings_are_looked_at() {
    let plan = parcel(parcel(slope(), 10., "0703", "规划"), 50., "0901", "规划")
        .layer("buildings.shp", &[Role::Buildings], &["status", "use"])
        .with(Shape::Area(rectangle(80., 80., 10., 10.)), &["规划", "农房"])
        .with(Shape::Area(rectangle(12., 12., 10., 10.)), &["规划", "住宅"])
        .with(Shape::Area(rectangle(52., 12., 10., 10.)), &["规划", "住宅"])
        .with(Shape::Area(rectangle(60., 80., 10., 10.)), &["规划", "商业"]);
    is(count(&plan, &hazards()), [3.0, 3.0]);
    let nowhere = plan.with(Shape::Area(rectangle(20., 80., 10., 10.)), &["规划", "住宅"]);
    is(count(&nowhere, &hazards()), [3.0, 4.0]);
}

#[test]
fn where_no_village_land_can_be_told_all_construction_is_looked_at() {
    let measured = measure(&parcel(slope(), 10., "0901", "规划").input(), &hazards()).unwrap();
    is([measured.figure.low, measured.figure.high], [1.0, 1.0]);
    assert_eq!(codes(&measured), ["village-land-unknown", "control-kind-missing"]);
}

#[test]
fn without_the_kind_that_is_needed_none_inside_proves_nothing_and_one_inside_does() {
    let flood = Plan::new().layer("洪涝.shp", &[Role::ControlLines], &[]).area(rectangle(0., 0., 100., 100.)).layer(
        "land.shp",
        &[Role::LandUse],
        &["class", "status", "name"],
    );
    let none = parcel(flood.clone(), 200., "0703", "规划");
    let Err(NoFigure::Missing(reason)) = measure(&none.input(), &hazards()) else { panic!() };
    assert_eq!(reason.key, "measure.features-inside-needs");
    assert_eq!(unsaid([&reason]), [""; 0]);
    is(count(&parcel(flood, 40., "0703", "规划"), &hazards()), [1.0, f64::INFINITY]);
}

#[test]
fn without_areas_or_features_there_is_no_figure() {
    let missing = |plan: &Plan| match measure(&plan.input(), &water_space()) {
        Err(NoFigure::Missing(message)) => {
            assert_eq!(unsaid([&message]), [""; 0]);
            message.key
        }
        other => panic!("{other:?}"),
    };
    let land = Plan::new().layer("land.shp", &[Role::LandUse], &["class"]);
    assert_eq!(missing(&parcel(land, 0., "0701", "")), "measure.features-inside-no-ground");
    let line = Plan::new().layer("蓝线.shp", &[Role::ControlLines], &[]).area(rectangle(0., 0., 1., 1.));
    assert_eq!(missing(&line), "measure.features-inside-nothing");
    let cancelled = parcel(plan(), 40., "0701", "规划");
    cancelled.handle.cancel();
    assert_eq!(measure(&cancelled.input(), &water_space()), Err(NoFigure::Cancelled));
}

#[test]
fn turning_moving_and_reordering_change_nothing() {
    let plan = [85., 95., 99.2, 110.].into_iter().fold(plan(), |plan, x| parcel(plan, x, "0701", "规划"));
    for plan in [plan.clone(), plan.map_corners(moved), plan.reversed()] {
        let measured = measure(&plan.input(), &water_space()).unwrap();
        is([measured.figure.low, measured.figure.high], [2.0, 2.0]);
        assert!((measured.facts.area_ha - 0.04).abs() < 1e-8, "{}", measured.facts.area_ha);
    }
}
