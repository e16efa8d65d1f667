//! Which county a plan belongs to decides which clauses bind.

use serde_json::{Value, json};

use crate::support::{Plan, close, has_notice, rectangle};

fn plaza() -> Value {
    rectangle(0.0, 0.0, 240.0, 100.0, json!({"name": "市民广场"}))
}

fn in_county(county: &str) -> Plan {
    Plan::new().head(&format!("county = \"{county}\""))
}

#[test]
fn county_seat_clauses_do_not_apply_in_the_two_cities() {
    for city in ["西昌市", "会理市"] {
        let clause = in_county(city).layer("plazas", &[plaza()]).clause("plaza-area");
        assert_eq!(clause["verdict"], "not-applicable");
        assert!(clause["value"].is_null());
    }
    assert_eq!(in_county("德昌县").layer("plazas", &[plaza()]).clause("plaza-area")["verdict"], "violates");
}

#[test]
fn the_green_ratio_is_shown_without_a_limit_in_the_other_counties() {
    let plan = |county| {
        in_county(county)
            .layer("built-up-area", &[rectangle(0.0, 0.0, 1000.0, 1000.0, json!({}))])
            .layer("green", &[rectangle(0.0, 0.0, 200.0, 1000.0, json!({"class": "G1"}))])
            .clause("green-ratio")
    };
    assert_eq!(plan("西昌市")["verdict"], "violates");
    let clause = plan("昭觉县");
    assert_eq!(clause["verdict"], "info");
    close(&clause["value"], 20.0, 1e-8);
    assert!(clause["limit"].is_null() && clause["margin"].is_null());
    assert_eq!(clause["findings"], json!([]));
}

#[test]
fn without_a_county_every_clause_applies_with_a_notice() {
    let result = Plan::new().layer("plazas", &[plaza()]).result();
    assert!(has_notice(&result["notices"], "county-assumed"));
}

#[test]
fn several_counties_are_each_judged_and_the_worst_one_leads() {
    let admin = [
        rectangle(0.0, 0.0, 1000.0, 1000.0, json!({"name": "德昌县"})),
        rectangle(1000.0, 0.0, 1000.0, 1000.0, json!({"name": "西昌市"})),
        rectangle(2000.0, 0.0, 1000.0, 1000.0, json!({"name": "会东县"})),
    ];
    let square = |x: f64, width: f64, name: &str| rectangle(x, 100.0, width, 100.0, json!({"name": name}));
    let plazas = [square(100.0, 150.0, "甲"), square(1100.0, 400.0, "乙"), square(2100.0, 260.0, "丙")];
    let clause = Plan::new().layer("admin-units", &admin).layer("plazas", &plazas).clause("plaza-area");
    assert_eq!(clause["verdict"], "violates", "{clause}");
    close(&clause["value"], 2.6, 1e-9);
    let counties = clause["counties"].as_array().unwrap();
    let verdicts: Vec<&str> = counties.iter().filter_map(|county| county["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["meets", "not-applicable", "violates"]);
    assert_eq!(counties[2]["county"], "会东县");
}

fn two_units(west: &str, east: &str) -> Plan {
    let unit = |x: f64, name: &str| rectangle(x, 0.0, 1000.0, 1000.0, json!({"name": name}));
    let square = |x: f64| rectangle(x, 100.0, 300.0, 100.0, json!({"name": "广场"}));
    Plan::new()
        .layer("admin-units", &[unit(0.0, west), unit(1000.0, east)])
        .layer("plazas", &[square(100.0), square(1100.0)])
}

#[test]
fn units_named_without_their_rank_are_the_counties_they_mean() {
    let clause = two_units("西昌", "德昌").clause("plaza-area");
    assert_eq!(clause["counties"][0]["verdict"], "not-applicable", "{clause}");
    assert_eq!(clause["counties"][1]["county"], "德昌县");
    assert_eq!(clause["counties"][1]["verdict"], "violates");
    assert_eq!(clause["verdict"], "violates");
}

#[test]
fn a_unit_that_is_no_county_of_the_standard_escapes_no_clause() {
    let result = two_units("西昌市", "新区").result();
    assert!(has_notice(&result["notices"], "county-unknown"), "{}", result["notices"]);
    let clauses = result["clauses"].as_array().unwrap();
    let clause = clauses.iter().find(|clause| clause["id"] == "plaza-area").unwrap();
    assert_eq!(clause["verdict"], "violates", "{clause}");
}

#[test]
fn an_argument_for_a_clause_that_does_not_apply_is_reported_as_unused() {
    let argument = "[[argument]]\nclause = \"storeys-limit\"\nby = \"市规委会\"\nreason = \"地形\"";
    let clause = in_county("西昌市").toml(argument).layer("plazas", &[plaza()]).clause("storeys-limit");
    assert_eq!(clause["verdict"], "not-applicable");
    assert!(has_notice(&clause["notices"], "argument-unused"), "{clause}");
}
