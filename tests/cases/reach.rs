//! Homes that reach facilities and parks: a standard of its own with limits, so that places become findings.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Plan, close, has_notice, line, rectangle};

const STANDARD: &str = r#"[standard]
id = "qinghe"
title = { zh = "清河州标准", en = "Qinghe standard" }
version = "1"

[[clause]]
id = "life-circle"
title = { zh = "生活圈", en = "Life circle" }
number = "1"
quote = "居住用地半数以上一公里内可达小学"
strength = "required"
measure = "service-coverage"
test = ">= 50 %"
with = { reach = "facilities", distance = 1000, along = "network", classes = ["primary-school"] }

[[clause.reading]]
id = "straight-line"
title = { zh = "直线距离", en = "Straight" }
with = { along = "straight" }

[[clause]]
id = "parks"
title = { zh = "公园", en = "Parks" }
number = "2"
quote = "公园分布均衡"
strength = "encouraged"
measure = "service-coverage"
with = { reach = "green", along = "straight", rings = [{ from_ha = 0.5, within = 500 }, { from_ha = 0.2, within = 300 }] }
"#;

/// 2 km of homes along a street, and a school 10 m beside the street `x` metres from its beginning.
#[expect(clippy::unwrap_used, reason = "a fixture that cannot be made fails its test")]
fn plan(x: f64) -> Plan {
    let school = json!({"type": "Feature", "properties": {"class": "第一小学"},
        "geometry": {"type": "Point", "coordinates": [crate::support::X0 + x, crate::support::Y0 - 10.0]}});
    let plan = Plan::new()
        .layer("road-centrelines", &[line(&[(0.0, 0.0), (2000.0, 0.0)], json!({"class": "支路"}))])
        .layer("land-use", &[rectangle(0.0, 0.0, 2000.0, 20.0, json!({"class": "0701", "name": "长街"}))])
        .layer("facilities", &[school]);
    fs::write(plan.path().join("清河.toml"), STANDARD).unwrap();
    let standard = plan.path().join("清河.toml").display().to_string();
    plan.with(&["--standard", &standard])
}

#[test]
fn a_school_beyond_the_end_of_the_street_serves_less_than_half_of_it_and_the_homes_are_a_finding() {
    // 10 m on to the street and 10 m off it leave 980 m along it: 98 cells of 20 m on both sides of the middle.
    close(&plan(1000.0).clause("life-circle")["value"], 98.0, 1e-9);
    let clause = plan(-100.0).clause("life-circle");
    assert_eq!(clause["verdict"], "violates", "{clause}");
    assert!(clause["value"].as_f64().is_some_and(|share| (43.0..=45.0).contains(&share)), "{clause}");
    let finding = &clause["findings"][0];
    assert_eq!((&finding["subject"], &finding["place"]["type"]), (&json!("长街"), &json!("Polygon")));
    assert_eq!(clause["facts"]["services"][0]["name"], "primary-school");
}

#[test]
fn exactly_half_meets_and_the_straight_line_reaches_as_far_or_farther() {
    // 980 m along the street reach the middle of a cell that ends at 1 000 m when the school stands 10 m from the start.
    let clause = plan(10.0).clause("life-circle");
    close(&clause["value"], 50.0, 1e-9);
    assert_eq!(clause["verdict"], "meets", "{clause}");
    let straight = clause["readings"][1]["value"].as_f64();
    assert!(straight.is_some_and(|share| share >= 50.0), "{clause}");
}

#[test]
fn parks_of_a_land_use_are_told_by_code_and_size_without_a_verdict() {
    let parcels = [
        rectangle(0.0, 0.0, 1000.0, 20.0, json!({"class": "0701"})),
        rectangle(-100.0, 0.0, 100.0, 50.0, json!({"class": "1401"})),
    ];
    let clause = plan(0.0).named_layer("land-use", "用地二.geojson", &parcels).clause("parks");
    // 500 m of 2 000 and of 1 000 m.
    close(&clause["value"], 100.0 / 3.0, 1e-9);
    assert_eq!(
        (&clause["verdict"], &clause["facts"]["rings"][0]["facilities"]),
        (&json!("info"), &json!(1)),
        "{clause}"
    );
    assert_eq!(plan(0.0).clause("parks")["value"], Value::Null, "no green is known at all");
}

#[test]
fn without_land_use_nothing_is_told() {
    let schools = plan(0.0).clause("life-circle");
    assert!(!has_notice(&schools["notices"], "straight-line-distance"));
    let plan = Plan::new().layer("facilities", &[]);
    let path = plan.path().join("清河.toml");
    assert!(fs::write(&path, STANDARD).is_ok());
    let clause = plan.with(&["--standard", &path.display().to_string()]).clause("life-circle");
    assert_eq!((&clause["verdict"], &clause["value"]), (&json!("not-judged"), &Value::Null));
}
