//! `plaza-area`.

use serde_json::{Value, json};

use crate::support::{Plan, close, rectangle};

fn plaza(x: f64, width: f64) -> Value {
    rectangle(x, 0.0, width, 100.0, json!({"name": "市民广场"}))
}

fn hard(plazas: &[Value]) -> Value {
    Plan::new().layer("plazas", plazas).clause("plaza-area")
}

#[test]
fn a_plaza_planted_all_over_has_no_hard_ground() {
    let lawn = rectangle(-10.0, -10.0, 400.0, 200.0, json!({}));
    let clause =
        Plan::new().layer("plazas", &[plaza(0.0, 300.0)]).layer("plaza-planting", &[lawn]).clause("plaza-area");
    assert_eq!(clause["verdict"], "meets", "{clause}");
    assert_eq!(clause["facts"]["plazas"][0]["total_hard_ha"].to_string(), "0.0", "not -0.0");
}

#[test]
fn two_hectares_meet_the_limit() {
    let clause = hard(&[plaza(0.0, 200.0)]);
    assert_eq!(clause["verdict"], "meets", "{clause}");
    close(&clause["value"], 2.0, 1e-9);
}

#[test]
fn a_larger_plaza_without_planting_data_violates_it_as_drawn() {
    let clause = hard(&[plaza(0.0, 240.0)]);
    assert_eq!(clause["verdict"], "violates");
    close(&clause["value"], 2.4, 1e-9);
    assert_eq!(clause["facts"]["plazas"][0]["assumed_all_hard"], true);
    assert_eq!(clause["findings"][0]["facts"]["assumed_all_hard"], true);
}

#[test]
fn the_hectares_to_plant_are_told_by_plaza_and_in_sum_and_none_at_the_limit() {
    let clause = hard(&[plaza(0.0, 240.0), plaza(1000.0, 230.0), plaza(2000.0, 200.0)]);
    close(&clause["findings"][0]["facts"]["excess_ha"], 0.4, 1e-9);
    close(&clause["findings"][1]["facts"]["excess_ha"], 0.3, 1e-9);
    close(&clause["facts"]["excess_ha"], 0.7, 1e-9);
    assert!(clause["facts"]["plazas"][2]["excess_ha"].is_null(), "{clause}");
    assert!(hard(&[plaza(0.0, 200.0), plaza(1000.0, 150.0)])["facts"]["excess_ha"].is_null());
}

#[test]
fn splitting_a_plaza_into_parcels_does_not_pass_it() {
    for gap in [0.0, 0.5, 1.0] {
        let clause = hard(&[plaza(0.0, 120.0), rectangle(120.0 + gap, 0.0, 120.0, 100.0, json!({"name": "别名"}))]);
        close(&clause["value"], 2.4, 1e-9);
        assert_eq!(clause["facts"]["plazas"].as_array().unwrap().len(), 1, "gap {gap}");
        assert_eq!(clause["facts"]["plazas"][0]["rows"], json!([0, 1]));
    }
    let apart = hard(&[plaza(0.0, 120.0), plaza(121.01, 120.0)]);
    close(&apart["value"], 1.2, 1e-9);
}

#[test]
fn planting_that_divides_a_plaza_leaves_the_larger_piece() {
    let planting = [rectangle(100.0, -10.0, 40.0, 120.0, json!({}))];
    let clause =
        Plan::new().layer("plazas", &[plaza(0.0, 300.0)]).layer("plaza-planting", &planting).clause("plaza-area");
    close(&clause["value"], 1.6, 1e-9);
    close(&clause["facts"]["plazas"][0]["area_ha"], 3.0, 1e-9);
}

#[test]
fn a_narrow_hedge_is_not_hard_but_does_not_divide() {
    let hedge = [rectangle(149.5, -10.0, 1.0, 120.0, json!({}))];
    let clause = Plan::new().layer("plazas", &[plaza(0.0, 300.0)]).layer("plaza-planting", &hedge).clause("plaza-area");
    close(&clause["value"], 2.99, 1e-9);
}

#[test]
fn a_stated_green_share_is_taken_off() {
    let clause = hard(&[rectangle(0.0, 0.0, 300.0, 100.0, json!({"name": "绿荫广场", "green_share": 40}))]);
    close(&clause["value"], 1.8, 1e-9);
    assert_eq!(clause["verdict"], "meets");
}

#[test]
fn only_plazas_whose_larger_part_lies_in_the_county_seat_count() {
    let seat = rectangle(0.0, -500.0, 1000.0, 1000.0, json!({"name": "县城"}));
    let outside = plaza(-400.0, 300.0);
    let inside = plaza(-90.0, 190.0);
    let clause = Plan::new().layer("county-seat", &[seat]).layer("plazas", &[outside, inside]).clause("plaza-area");
    close(&clause["value"], 1.9, 1e-9);
    assert_eq!(clause["facts"]["plazas"].as_array().unwrap().len(), 1);
}
