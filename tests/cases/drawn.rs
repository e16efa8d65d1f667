//! What is drawn in a plan, and what it does to existing features: their effect on the clauses.

use serde_json::{Value, json};

use crate::support::{Plan, X0, Y0, close, has_notice, line, rectangle};

/// Points from ([`X0`], [`Y0`]) as a plan file writes them.
fn points(points: &[(f64, f64)]) -> String {
    let points: Vec<[f64; 2]> = points.iter().map(|&(x, y)| [X0 + x, Y0 + y]).collect();
    json!(points).to_string()
}

fn drawn(role: &str, shape: &str, corners: &[(f64, f64)], values: &str) -> String {
    let points = points(corners);
    format!("[[drawn]]\nid = \"d1\"\nrole = \"{role}\"\n{shape} = {points}\nvalues = {{ {values} }}\n")
}

fn corners(x: f64, y: f64, width: f64, height: f64) -> [(f64, f64); 4] {
    [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
}

fn amended(source: &str, row: usize, what: &str) -> String {
    format!("[[amendment]]\nsource = \"{source}\"\nrow = {row}\n{what}\n")
}

fn square_km() -> Value {
    rectangle(0.0, 0.0, 1000.0, 1000.0, json!({"name": "主城区"}))
}

/// Seven streets of one kilometre.
fn town() -> Plan {
    let street = |index: u32| {
        let x = 100.0 + 100.0 * f64::from(index);
        line(&[(x, 0.0), (x, 1000.0)], json!({"class": "支路"}))
    };
    let roads: Vec<Value> = (0..7).map(street).collect();
    Plan::new().layer("main-urban-area", &[square_km()]).layer("road-centrelines", &roads)
}

#[test]
fn a_drawn_road_adds_exactly_its_length() {
    let road = drawn("road-centrelines", "line", &[(850.0, 100.0), (850.0, 850.5)], "class = \"branch\"");
    let clause = town().toml(&road).clause("road-density");
    close(&clause["facts"]["length_km"], 7.7505, 1e-9);
    close(&clause["value"], 7.7505, 1e-9);
    let lane = road.replace("branch", "lane");
    close(&town().toml(&lane).clause("road-density")["value"], 7.0, 1e-9);
}

#[test]
fn a_removed_road_is_not_counted_and_one_of_another_class_counts_as_that() {
    let removed = amended("road-centrelines.geojson", 0, "removed = true");
    let plan = town().toml(&removed);
    close(&plan.clause("road-density")["value"], 6.0, 1e-9);
    let layers = &plan.result()["layers"];
    assert!(has_notice(&layers[1]["notices"], "features-amended"), "{layers}");
    let lane = amended("road-centrelines.geojson", 3, "values = { class = \"lane\" }");
    close(&town().toml(&lane).clause("road-density")["value"], 6.0, 1e-9);
}

#[test]
fn drawn_green_adds_to_a_green_layer_and_overlaps_count_once() {
    let lawn = rectangle(0.0, 0.0, 200.0, 1000.0, json!({"class": "G1"}));
    let park = drawn("green", "outline", &corners(100.0, 0.0, 289.0, 1000.0), "class = \"G1\"");
    let built_up = rectangle(0.0, 0.0, 1000.0, 1000.0, json!({"name": "建成区"}));
    let plan = Plan::new().layer("built-up-area", &[built_up]).layer("green", &[lawn]).toml(&park);
    let clause = plan.clause("green-ratio");
    close(&clause["value"], 38.9, 1e-8);
    assert_eq!(clause["verdict"], "meets", "{clause}");
}

#[test]
fn drawn_green_adds_to_the_green_of_land_use() {
    let land = [rectangle(0.0, 0.0, 200.0, 1000.0, json!({"YDYHFLDM": "1401"}))];
    let park = drawn("green", "outline", &corners(500.0, 0.0, 100.0, 1000.0), "class = \"G1\"");
    let built_up = rectangle(0.0, 0.0, 1000.0, 1000.0, json!({"name": "建成区"}));
    let plan = Plan::new().layer("built-up-area", &[built_up]).layer("land-use", &land).toml(&park);
    close(&plan.clause("green-ratio")["value"], 30.0, 1e-8);
}

#[test]
fn drawn_planting_divides_a_plaza_whether_or_not_there_is_planting_already() {
    let plaza = rectangle(0.0, 0.0, 300.0, 100.0, json!({"name": "市民广场"}));
    let strip = drawn("plaza-planting", "outline", &corners(100.0, -10.0, 40.0, 120.0), "");
    let bare = Plan::new().layer("plazas", std::slice::from_ref(&plaza));
    close(&bare.clause("plaza-area")["value"], 3.0, 1e-9);
    // 160 m of 100 m are left on the larger side.
    let clause = bare.toml(&strip).clause("plaza-area");
    close(&clause["value"], 1.6, 1e-9);
    let default = &clause["readings"][0];
    assert_eq!((&default["id"], &default["verdict"]), (&json!("default"), &json!("meets")), "{clause}");
    assert_eq!(clause["verdict"], "depends-on-reading", "2.6 ha of hard ground are left in all: {clause}");
    let bed = rectangle(290.0, 0.0, 10.0, 100.0, json!({}));
    let planted = Plan::new().layer("plazas", &[plaza]).layer("plaza-planting", &[bed]).toml(&strip);
    close(&planted.clause("plaza-area")["value"], 1.5, 1e-9);
}

fn corridor() -> Plan {
    Plan::new().layer("corridors", &[rectangle(0.0, 0.0, 1000.0, 60.0, json!({"name": "甲廊道"}))])
}

#[test]
fn a_drawn_building_narrows_a_corridor_and_is_named_by_its_id() {
    let house = drawn("buildings", "outline", &corners(480.0, 45.0, 40.0, 30.0), "");
    let clause = corridor().toml(&house).clause("corridor-net-width");
    close(&clause["value"], 45.0, 1e-3);
    let features = clause["findings"][0]["features"].as_array().unwrap();
    let named = features.iter().find(|feature| feature["part"] == "narrows").unwrap_or_else(|| panic!("{clause}"));
    assert_eq!((&named["layer"], &named["id"]), (&Value::Null, &json!("d1")));
}

#[test]
fn a_removed_building_widens_a_corridor() {
    let plan = corridor().layer("buildings", &[rectangle(480.0, 45.0, 40.0, 30.0, json!({}))]);
    close(&plan.clause("corridor-net-width")["value"], 45.0, 1e-3);
    let at = format!("at = [{}, {}]\nremoved = true", X0 + 480.0, Y0 + 45.0);
    let clause = plan.toml(&amended("buildings.geojson", 0, &at)).clause("corridor-net-width");
    close(&clause["value"], 60.0, 1e-3);
    assert_eq!(clause["verdict"], "meets", "{clause}");
}

#[test]
fn a_tapering_corridor_reads_its_narrowest_width() {
    let centreline = points(&[(0.0, 0.0), (500.0, 0.0), (1000.0, 0.0)]);
    let plan = |widths: &str| {
        let corridor = format!("[[corridor]]\nid = \"c1\"\ncentreline = {centreline}\nwidths = {widths}\n");
        Plan::new().toml(&corridor).clause("corridor-net-width")
    };
    let waist = plan("[80, 49, 80]");
    close(&waist["value"], 49.0, 1e-3);
    assert_eq!(waist["verdict"], "violates", "{waist}");
    assert_eq!(waist["findings"][0]["features"][0]["id"], "c1");
    close(&waist["findings"][0]["anchor"][0], X0 + 500.0, 5.0);
    close(&plan("[80, 50, 60]")["value"], 50.0, 1e-3);
}
