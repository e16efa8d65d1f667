//! `greenway-per-capita`.

use serde_json::{Value, json};

use crate::support::{Plan, close, langdao, line, rectangle};

fn built_up() -> Value {
    rectangle(0.0, 0.0, 2000.0, 1000.0, json!({"name": "建成区"}))
}

fn way(y: f64, from: f64, to: f64) -> Value {
    line(&[(from, y), (to, y)], json!({"name": format!("绿道{y}"), "link": "否"}))
}

fn per_head(greenways: &[Value], people: u32) -> Value {
    Plan::new()
        .layer("built-up-area", &[built_up()])
        .layer("greenways", greenways)
        .toml(&format!("[figures]\nurban_population = {{ value = {people}, year = 2025, source = \"年鉴\" }}"))
        .clause("greenway-per-capita")
}

#[test]
fn exactly_one_kilometre_for_ten_thousand_people_is_not_more_than_one() {
    let clause = per_head(&[way(100.0, 500.0, 1500.0)], 10_000);
    close(&clause["value"], 1.0, 1e-9);
    assert_eq!(clause["verdict"], "violates", "{clause}");
}

#[test]
fn the_length_that_is_missing_is_told_and_none_at_the_limit_or_above() {
    let clause = per_head(&[way(100.0, 500.0, 1500.0)], 16_400);
    close(&clause["facts"]["missing_km"], 0.64, 1e-9);
    assert!(per_head(&[way(100.0, 500.0, 1500.0)], 10_000)["facts"]["missing_km"].is_null());
    assert!(per_head(&[way(100.0, 500.0, 1501.0)], 10_000)["facts"]["missing_km"].is_null());
}

#[test]
fn a_little_more_meets_the_limit() {
    let clause = per_head(&[way(100.0, 500.0, 1501.0)], 10_000);
    assert_eq!(clause["verdict"], "meets");
    close(&clause["facts"]["length_km"], 1.001, 1e-9);
    close(&clause["facts"]["population"], 10_000.0, 0.0);
}

#[test]
fn greenways_are_clipped_and_counted_once() {
    let ways = [way(100.0, -1000.0, 1000.0), way(100.0, 400.0, 1000.0)];
    close(&per_head(&ways, 10_000)["value"], 1.0, 1e-9);
}

#[test]
fn links_on_ordinary_roads_are_left_out() {
    let ways = [way(100.0, 0.0, 1500.0), line(&[(0.0, 500.0), (900.0, 500.0)], json!({"name": "连", "link": "是"}))];
    let clause = per_head(&ways, 10_000);
    close(&clause["value"], 1.5, 1e-9);
    close(&clause["facts"]["link_km"], 0.9, 1e-9);
}

#[test]
fn a_population_layer_is_weighted_by_area_and_yields_to_a_figure() {
    // Half of the block of 30 000 people lies inside.
    let people = [rectangle(1000.0, 0.0, 2000.0, 1000.0, json!({"population": 30_000}))];
    let plan = Plan::new()
        .layer("built-up-area", &[built_up()])
        .layer("greenways", &[way(100.0, 0.0, 1500.0)])
        .layer("population", &people);
    close(&plan.clause("greenway-per-capita")["value"], 1.0, 1e-9);
    let typed = plan.with(&["--set", "urban_population=10000"]);
    close(&typed.clause("greenway-per-capita")["value"], 1.5, 1e-9);
}

#[test]
fn without_people_nothing_is_judged() {
    let clause = Plan::new()
        .layer("built-up-area", &[built_up()])
        .layer("greenways", &[way(100.0, 0.0, 1500.0)])
        .clause("greenway-per-capita");
    assert_eq!(clause["verdict"], "not-judged");
}

#[test]
fn a_miss_at_a_strict_limit_is_not_shown_as_room_left() {
    let plan = Plan::new()
        .layer("built-up-area", &[built_up()])
        .layer("greenways", &[way(100.0, 500.0, 1500.0)])
        .toml("[figures]\nurban_population = { value = 10000 }");
    plan.write();
    let folder = plan.path().display().to_string();
    let run = langdao(&["check", &folder, "--lang", "zh", "--clause", "greenway-per-capita"]);
    let shown = run.stdout.lines().find(|line| line.starts_with("✗ 每万人绿道长度（二十）")).unwrap_or_default();
    assert!(shown.contains("差 0.00") && !shown.contains("余"), "{}", run.stdout);
    assert!(run.stderr.is_empty(), "as text the result says its notices itself: {}", run.stderr);
    let json = langdao(&["check", &folder, "--lang", "zh", "--format", "json"]);
    assert!(json.stderr.contains("[county-assumed]"), "{}", json.stderr);
}
