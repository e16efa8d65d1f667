//! `green-ratio`.

use serde_json::{Value, json};

use crate::support::{Plan, close, has_notice, rectangle};

/// One square kilometre.
fn built_up() -> Value {
    rectangle(0.0, 0.0, 1000.0, 1000.0, json!({"name": "建成区"}))
}

fn patch(class: &str, x: f64, y: f64, width: f64, height: f64) -> Value {
    rectangle(x, y, width, height, json!({"class": class}))
}

fn ratio(green: &[Value]) -> Value {
    Plan::new().layer("built-up-area", &[built_up()]).layer("green", green).clause("green-ratio")
}

#[test]
fn exactly_the_limit_meets_it() {
    let clause = ratio(&[patch("G1", 0.0, 0.0, 389.0, 1000.0)]);
    assert_eq!(clause["verdict"], "meets", "{clause}");
    close(&clause["value"], 38.9, 1e-8);
}

#[test]
fn a_hair_less_violates_it_and_does_not_look_equal() {
    let clause = ratio(&[patch("G1", 0.0, 0.0, 388.6, 1000.0)]);
    assert_eq!(clause["verdict"], "violates");
    close(&clause["value"], 38.86, 1e-8);
}

#[test]
fn the_green_that_is_missing_is_told_and_none_at_the_limit_or_above() {
    let clause = ratio(&[patch("G1", 0.0, 0.0, 355.0, 1000.0)]);
    close(&clause["facts"]["missing_ha"], 3.4, 1e-8);
    for width in [389.0, 400.0] {
        assert!(ratio(&[patch("G1", 0.0, 0.0, width, 1000.0)])["facts"]["missing_ha"].is_null());
    }
}

#[test]
fn overlapping_green_counts_once() {
    let clause = ratio(&[patch("G1", 0.0, 0.0, 300.0, 1000.0), patch("XG", 200.0, 0.0, 200.0, 1000.0)]);
    close(&clause["value"], 40.0, 1e-8);
    close(&clause["facts"]["by_class_ha"]["G1"], 30.0, 1e-8);
    close(&clause["facts"]["by_class_ha"]["XG"], 10.0, 1e-8);
    close(&clause["facts"]["overlap_ha"], 10.0, 1e-8);
}

#[test]
fn green_is_clipped_to_the_built_up_area() {
    let clause = ratio(&[patch("G1", -500.0, 0.0, 900.0, 1000.0)]);
    close(&clause["value"], 40.0, 1e-8);
}

#[test]
fn regional_green_counts_only_in_its_reading_up_to_a_fifth_of_the_rest() {
    let green = [patch("G1", 0.0, 0.0, 350.0, 1000.0), patch("EG", 350.0, 0.0, 87.5, 1000.0)];
    let clause = ratio(&green);
    close(&clause["value"], 35.0, 1e-8);
    assert_eq!(clause["readings"][1]["id"], "adjacent-regional-green");
    close(&clause["readings"][1]["value"], 42.0, 1e-8);
    assert_eq!(clause["verdict"], "depends-on-reading");
}

#[test]
fn regional_green_that_touches_nothing_never_counts() {
    let green = [patch("G1", 0.0, 0.0, 350.0, 1000.0), patch("EG", 600.0, 0.0, 100.0, 1000.0)];
    close(&ratio(&green)["readings"][1]["value"], 35.0, 1e-8);
}

#[test]
fn of_a_plaza_only_the_planted_share_counts() {
    let plaza = rectangle(0.0, 0.0, 100.0, 1000.0, json!({"class": "G3", "green_share": 70}));
    let unstated = rectangle(200.0, 0.0, 100.0, 1000.0, json!({"class": "G3", "green_share": null}));
    let clause = ratio(&[plaza, unstated]);
    close(&clause["value"], 7.0, 1e-8);
    assert!(has_notice(&clause["notices"], "share-unstated"), "{clause}");
}

#[test]
fn green_of_unknown_class_counts_with_a_notice() {
    let clause = ratio(&[patch("grass", 0.0, 0.0, 400.0, 1000.0)]);
    close(&clause["value"], 40.0, 1e-8);
    assert!(has_notice(&clause["notices"], "class-unknown"), "{clause}");
}

#[test]
fn the_edition_of_2002_has_other_classes_under_the_same_names() {
    // G4 tells the edition: attached green counts, G5 (other green) does not.
    let green = [patch("G4", 0.0, 0.0, 200.0, 1000.0), patch("G5", 300.0, 0.0, 200.0, 1000.0)];
    close(&ratio(&green)["value"], 20.0, 1e-8);
}

#[test]
fn land_use_alone_feeds_the_ratio() {
    let land = [
        rectangle(0.0, 0.0, 100.0, 1000.0, json!({"YDYHFLDM": "1401", "LDL": null})),
        rectangle(100.0, 0.0, 100.0, 1000.0, json!({"YDYHFLDM": "1402", "LDL": null})),
        rectangle(200.0, 0.0, 100.0, 1000.0, json!({"YDYHFLDM": "1403", "LDL": 40})),
        rectangle(300.0, 0.0, 200.0, 1000.0, json!({"YDYHFLDM": "0701", "LDL": 35})),
    ];
    let clause = Plan::new().layer("built-up-area", &[built_up()]).layer("land-use", &land).clause("green-ratio");
    close(&clause["value"], 10.0 + 10.0 + 4.0 + 7.0, 1e-8);
}

#[test]
fn without_green_or_boundary_nothing_is_judged() {
    assert_eq!(Plan::new().layer("built-up-area", &[built_up()]).clause("green-ratio")["verdict"], "not-judged");
    let green = [patch("G1", 0.0, 0.0, 400.0, 1000.0)];
    assert_eq!(Plan::new().layer("green", &green).clause("green-ratio")["verdict"], "not-judged");
}
