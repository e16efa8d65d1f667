use super::*;
use crate::layer::Shape;
use crate::measure::Part;
use crate::measure::fixture::{Plan, moved, rectangle, unsaid};

fn default() -> Parameters {
    Parameters {
        role: default_role(),
        by: By::Class,
        water: true,
        runoff_below: default_runoff(),
        shares: default_shares(),
    }
}

fn without_water() -> Parameters {
    Parameters { water: false, ..default() }
}

fn by_runoff() -> Parameters {
    Parameters { by: By::Runoff, ..default() }
}

/// A built-up area of 100 × 100 m and surfaces: an area of n m² is n/100 per cent.
fn plan() -> Plan {
    let fields = ["class", "permeable", "runoff"];
    Plan::new().scope(rectangle(0., 0., 100., 100.)).layer("surfaces.shp", &[Role::Surfaces], &fields)
}

fn land() -> Plan {
    let fields = ["class", "green_share"];
    Plan::new().scope(rectangle(0., 0., 100., 100.)).layer("land.shp", &[Role::LandUse], &fields)
}

/// A strip across the scope, so many metres wide.
fn strip(plan: Plan, x: f64, width: f64, values: &[&str]) -> Plan {
    plan.with(Shape::Area(rectangle(x, 0., width, 100.)), values)
}

fn share(plan: &Plan, with: &Parameters) -> [f64; 2] {
    let figure = measure(&plan.input(), with).unwrap().figure;
    [figure.low, figure.high]
}

fn close(share: [f64; 2], expected: [f64; 2]) {
    let near = |value: f64, expected: f64| (value - expected).abs() <= 1e-10 * expected.abs().max(1.0);
    assert!(near(share[0], expected[0]) && near(share[1], expected[1]), "{share:?} instead of {expected:?}");
}

fn exactly(plan: &Plan, with: &Parameters, expected: f64) {
    close(share(plan, with), [expected, expected]);
}

fn codes(measured: &Measured<Facts>) -> Vec<&'static str> {
    assert_eq!(unsaid(measured.notices.iter().map(|notice| &notice.message)), [""; 0]);
    measured.notices.iter().map(|notice| notice.code).collect()
}

/// 45 m of green and water on a hundred of asphalt.
fn at_the_limit() -> Plan {
    let plan = strip(strip(plan(), 0., 55., &["沥青"]), 55., 30., &["绿地"]);
    strip(plan, 85., 15., &["水体"])
}

#[test]
fn green_and_water_let_water_through_and_asphalt_does_not() {
    let mut plan = at_the_limit();
    plan.at = Some(45.0);
    let measured = measure(&plan.input(), &default()).unwrap();
    close([measured.figure.low, measured.figure.high], [45.0, 45.0]);
    let facts = &measured.facts;
    close([facts.permeable_ha, facts.impermeable_ha], [0.45, 0.55]);
    close([facts.water_ha, facts.area_ha], [0.15, 1.0]);
    close([facts.unknown_ha, facts.uncovered_ha], [0.0, 0.0]);
    close([facts.by_class_ha["sealed"], facts.by_class_ha["green"]], [0.55, 0.30]);
    assert_eq!((facts.missing_ha, facts.estimated), (None, false));
    assert!(codes(&measured).is_empty());
    let place = &measured.places[0];
    let parts: Vec<Part> = place.features.iter().map(|(_, part)| *part).collect();
    assert_eq!((place.subject.as_str(), parts), ("scope", vec![Part::Scope, Part::Counted, Part::Counted]));
}

#[test]
fn what_is_missing_to_the_limit_is_told_and_its_least_where_data_is_missing() {
    let missing = |plan: Plan| {
        let plan = Plan { at: Some(45.0), ..plan };
        let measured = measure(&plan.input(), &default()).unwrap();
        assert_eq!(
            measured.places[0].facts.get("missing_ha").and_then(serde_json::Value::as_f64),
            measured.facts.missing_ha
        );
        measured.facts.missing_ha
    };
    let short = |unknown: &str| strip(strip(plan(), 0., 90., &["混凝土"]), 90., 10., &[unknown]);
    close([missing(short("绿地")).unwrap(), missing(short("?")).unwrap()], [0.35, 0.35]);
    assert_eq!(missing(at_the_limit()), None);
    assert_eq!(missing(strip(plan(), 0., 40., &["绿地"])), None, "the rest may let water through");
}

#[test]
fn water_counts_unless_the_reading_leaves_it_out() {
    exactly(&at_the_limit(), &without_water(), 30.0);
    let facts = measure(&at_the_limit().input(), &without_water()).unwrap().facts;
    close([facts.water_ha, facts.impermeable_ha], [0.15, 0.70]);
}

#[test]
fn by_runoff_each_surface_counts_with_what_does_not_run_off() {
    // 0.90 of asphalt, 0.15 of green; of a stated coefficient that one.
    exactly(&at_the_limit(), &by_runoff(), 55.0 * 0.1 + 30.0 * 0.85 + 15.0);
    let stated = strip(strip(plan(), 0., 60., &["沥青", "", "0.8"]), 60., 40., &["", "", "0.3"]);
    exactly(&stated, &by_runoff(), 60.0 * 0.2 + 40.0 * 0.7);
    let flagged = strip(strip(plan(), 0., 60., &["", "否"]), 60., 40., &["", "是"]);
    close(share(&flagged, &by_runoff()), [40.0 * 0.4, 60.0 * 0.4 + 40.0]);
}

#[test]
fn what_is_stated_of_a_surface_rules_its_class() {
    let flagged = strip(strip(plan(), 0., 50., &["铺装", "透水"]), 50., 50., &["透水铺装", "否"]);
    exactly(&flagged, &default(), 50.0);
    for (runoff, expected) in [("0.59", 100.0), ("0.60", 0.0)] {
        exactly(&strip(plan(), 0., 100., &["铺装", "", runoff]), &default(), expected);
    }
}

#[test]
fn what_is_unknown_or_not_covered_may_let_water_through_or_not() {
    let plan = strip(strip(strip(plan(), 0., 30., &["绿地"]), 30., 20., &["铺装"]), 50., 10., &["石板"]);
    close(share(&plan, &default()), [30.0, 100.0]);
    let measured = measure(&plan.input(), &default()).unwrap();
    close([measured.facts.unknown_ha, measured.facts.uncovered_ha], [0.7, 0.4]);
    close([measured.facts.by_class_ha["unknown"], measured.facts.by_class_ha["stone"]], [0.2, 0.1]);
    assert_eq!(codes(&measured), ["class-unknown", "surface-uncovered"]);
    let said = measured.notices[0].message.say(crate::text::Lang::En);
    assert!(said.contains("铺装") && said.contains("石板") && said.contains('2'), "{said}");
}

#[test]
fn each_spot_counts_once_as_what_lies_on_top() {
    // Everywhere grass and soil, a pond in it, a road across all, a house on the road's edge.
    let plan = strip(strip(plan(), 0., 100., &["裸土"]), 0., 100., &["绿地"])
        .with(Shape::Area(rectangle(0., 0., 50., 20.)), &["水体"])
        .layer("roads.shp", &[Role::RoadAreas], &[])
        .area(rectangle(0., 10., 100., 10.))
        .layer("buildings.shp", &[Role::Buildings], &[])
        .area(rectangle(80., 15., 10., 10.));
    for plan in [&plan, &plan.reversed()] {
        exactly(plan, &default(), 100.0 - 10.0 - 0.5);
        let facts = measure(&plan.input(), &default()).unwrap().facts;
        // Grass lies above water: a pond that was cut out of nothing is overgrown.
        assert_eq!(facts.by_class_ha.keys().copied().collect::<Vec<_>>(), ["green", "road", "roof", "soil", "water"]);
        close([facts.by_class_ha["roof"], facts.by_class_ha["road"]], [0.01, 0.1 - 0.005]);
        close([facts.by_class_ha["green"], facts.by_class_ha["water"]], [1.0 - 0.105, 0.0]);
    }
}

#[test]
fn water_that_is_loaded_beside_surfaces_is_known_ground() {
    let plan = strip(plan(), 0., 60., &["沥青"]).layer("water.shp", &[Role::Water], &[]);
    let plan = plan.area(rectangle(50., 0., 50., 100.));
    exactly(&plan, &default(), 40.0);
    exactly(&plan, &without_water(), 0.0);
}

#[test]
fn what_is_known_of_a_spot_holds_over_what_is_not() {
    let plan = strip(strip(plan(), 0., 100., &["?"]), 0., 100., &["绿地"]);
    exactly(&plan, &default(), 100.0);
    exactly(&plan.reversed(), &default(), 100.0);
}

#[test]
fn only_what_lies_in_the_scope_counts() {
    let plan = plan().with(Shape::Area(rectangle(-50., -50., 100., 200.)), &["绿地"]);
    close(share(&plan, &default()), [50.0, 100.0]);
    let beside = plan.with(Shape::Area(rectangle(50., -50., 100., 200.)), &["屋面"]);
    exactly(&beside, &default(), 50.0);
}

#[test]
fn without_surfaces_land_use_is_an_estimate_by_class_and_green_share() {
    let parcels = [(10., "1401", ""), (20., "1402", ""), (30., "0701", "35"), (20., "17", ""), (20., "0101", "")];
    let (plan, _) = parcels
        .into_iter()
        .fold((land(), 0.), |(plan, x), (width, code, green)| (strip(plan, x, width, &[code, green]), x + width));
    exactly(&plan, &default(), 8.5 + 19.0 + 10.5 + 20.0 + 20.0);
    exactly(&plan, &without_water(), 8.5 + 19.0 + 10.5 + 20.0);
    let measured = measure(&plan.input(), &default()).unwrap();
    assert_eq!((measured.facts.estimated, codes(&measured)), (true, vec!["permeable-estimated"]));
    close([measured.facts.by_class_ha["parks"], measured.facts.by_class_ha["urban-homes"]], [0.1, 0.3]);
    assert!(matches!(measure(&plan.input(), &by_runoff()), Err(NoFigure::Missing(_))));
}

#[test]
fn land_without_a_share_may_let_water_through_or_not() {
    let plan = strip(strip(strip(land(), 0., 50., &["1401"]), 50., 30., &["1207"]), 80., 20., &["?"]);
    close(share(&plan, &default()), [42.5, 92.5]);
    let measured = measure(&plan.input(), &default()).unwrap();
    assert_eq!(codes(&measured), ["permeable-estimated", "class-unknown"]);
    let streets = Parameters { shares: [(LandClass::Parks, 85.0), (LandClass::Streets, 0.0)].into(), ..default() };
    close(share(&plan, &streets), [42.5, 62.5]);
}

#[test]
fn surfaces_make_land_use_unnecessary() {
    let both = strip(land(), 0., 100., &["1401"]).layer("s.shp", &[Role::Surfaces], &["class"]);
    exactly(&strip(both, 0., 100., &["沥青"]), &default(), 0.0);
}

#[test]
fn without_scope_or_ground_there_is_no_figure() {
    let missing = |plan: &Plan| match measure(&plan.input(), &default()) {
        Err(NoFigure::Missing(message)) => message.key,
        other => panic!("{other:?}"),
    };
    let nothing = Plan::new().scope(rectangle(0., 0., 100., 100.));
    assert_eq!(missing(&nothing), "measure.surface-share-none");
    assert_eq!(missing(&plan().scope(Region::default())), "measure.scope-empty");
    assert_eq!(missing(&Plan { scope: None, ..plan() }), "measure.scope-missing");
    let cancelled = at_the_limit();
    cancelled.handle.cancel();
    assert_eq!(measure(&cancelled.input(), &default()), Err(NoFigure::Cancelled));
}

#[test]
fn turning_moving_and_reordering_the_plan_changes_nothing() {
    let plan = at_the_limit()
        .with(Shape::Area(rectangle(20., 20., 30., 30.)), &["透水砖"])
        .with(Shape::Area(rectangle(40., 40., 30., 30.)), &["硬化"])
        .layer("buildings.shp", &[Role::Buildings], &[])
        .area(rectangle(45., 45., 10., 10.));
    for with in [default(), without_water(), by_runoff()] {
        let here = share(&plan, &with);
        let far = share(&plan.map_corners(moved), &with);
        assert!((far[0] - here[0]).abs() < 1e-7 && (far[1] - here[1]).abs() < 1e-7, "{far:?} {here:?}");
        close(share(&plan.reversed(), &with), here);
    }
}

#[test]
fn a_share_that_is_none_is_refused() {
    let read = |text: &str| toml_edit::de::from_str::<Parameters>(text);
    assert_eq!(read("").unwrap(), default());
    let own = read("by = 'runoff'\nwater = false\nshares = { parks = 85, streets = 12.5 }").unwrap();
    assert_eq!(own.shares[&LandClass::Streets].to_string(), "12.5");
    assert!(read("shares = { parks = 850 }").is_err());
    assert!(read("shares = { lawns = 85 }").is_err());
}
