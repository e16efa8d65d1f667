//! `walking-network`.

use serde_json::{Value, json};

use crate::support::{Plan, close, has_notice, line};

fn network(lines: &[Value]) -> Value {
    Plan::new().layer("walkways", lines).clause("walking-network")
}

fn walk(points: &[(f64, f64)]) -> Value {
    line(points, json!({}))
}

#[test]
fn lines_that_meet_and_cross_are_one_piece() {
    let clause = network(&[
        walk(&[(0.0, 0.0), (500.0, 0.0)]),
        walk(&[(500.4, 0.0), (900.0, 0.0)]),
        walk(&[(250.0, -100.0), (250.0, 100.0)]),
    ]);
    assert_eq!(clause["verdict"], "meets", "{clause}");
    close(&clause["value"], 1.0, 0.0);
}

#[test]
fn a_gap_of_eight_metres_makes_two_pieces_and_is_found() {
    let clause = network(&[walk(&[(0.0, 0.0), (500.0, 0.0)]), walk(&[(508.0, 0.0), (900.0, 0.0)])]);
    assert_eq!(clause["verdict"], "violates");
    close(&clause["value"], 2.0, 0.0);
    close(&clause["facts"]["gaps"][0]["distance_m"], 8.0, 1e-6);
    assert_eq!(clause["findings"].as_array().unwrap().len(), 1);
}

#[test]
fn the_links_that_are_missing_are_summed_and_pieces_far_off_counted() {
    let ways = [
        walk(&[(0.0, 0.0), (500.0, 0.0)]),
        walk(&[(508.0, 0.0), (900.0, 0.0)]),
        walk(&[(920.0, 0.0), (990.0, 0.0)]),
        walk(&[(2000.0, 0.0), (2500.0, 0.0)]),
    ];
    let clause = network(&ways);
    close(&clause["facts"]["missing_m"], 28.0, 1e-6);
    assert_eq!(clause["facts"]["unlinked"], 1);
    assert!(network(&ways[..1])["facts"]["missing_m"].is_null());
}

#[test]
fn a_bridge_does_not_join_what_it_passes_over() {
    let bridge = line(&[(250.0, -100.0), (250.0, 100.0)], json!({"bridge": "是"}));
    let clause = network(&[line(&[(0.0, 0.0), (500.0, 0.0)], json!({"bridge": "否"})), bridge]);
    close(&clause["value"], 2.0, 0.0);
}

#[test]
fn without_walkways_nothing_is_judged() {
    let clause = Plan::new().layer("water", &[walk(&[(0.0, 0.0), (1.0, 0.0)])]).clause("walking-network");
    assert_eq!(clause["verdict"], "not-judged");
}

#[test]
fn a_gap_between_the_bend_of_a_path_and_another_path_is_found_there() {
    let clause = network(&[walk(&[(0.0, 0.0), (800.0, 0.0)]), walk(&[(100.0, 400.0), (400.0, 12.0), (700.0, 400.0)])]);
    close(&clause["value"], 2.0, 0.0);
    close(&clause["facts"]["gaps"][0]["distance_m"], 12.0, 1e-6);
    assert_eq!(clause["findings"][0]["place"]["type"], "LineString");
}

#[test]
fn roads_with_sidewalks_stand_in_for_walkways_that_are_not_loaded() {
    let road = |points: &[(f64, f64)], class: &str, sides: &str| line(points, json!({"class": class, "人行道": sides}));
    let roads = [
        road(&[(0.0, 0.0), (900.0, 0.0)], "主干路", "双侧"),
        road(&[(400.0, -200.0), (400.0, 200.0)], "支路", "单侧"),
        road(&[(900.0, 0.0), (900.0, 400.0)], "支路", "无"),
    ];
    let clause = Plan::new().layer("road-centrelines", &roads).clause("walking-network");
    assert_eq!((&clause["verdict"], &clause["facts"]["derived"]), (&json!("meets"), &json!(true)), "{clause}");
    assert!(has_notice(&clause["notices"], "walkways-derived"));
    // The side street is the only way across: 400 m before it and 500 m behind are listed, the longer first.
    let stretches = &clause["facts"]["without_crossing"];
    close(&stretches[0]["length_m"], 500.0, 1e-6);
    close(&stretches[1]["length_m"], 400.0, 1e-6);
}
