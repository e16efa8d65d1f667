//! `road-density` and `road-red-line`.

use serde_json::{Value, json};

use crate::support::{Plan, close, has_notice, line, polygon, rectangle};

fn square_km() -> Value {
    rectangle(0.0, 0.0, 1000.0, 1000.0, json!({"name": "主城区"}))
}

/// North–south streets that cross the square, `count` of them, away from its edges.
fn streets(count: u32) -> Vec<Value> {
    (0..count)
        .map(|index| {
            let x = 100.0 + 100.0 * f64::from(index);
            line(&[(x, -50.0), (x, 1050.0)], json!({"class": "支路"}))
        })
        .collect()
}

fn density(roads: &[Value]) -> Value {
    Plan::new().layer("main-urban-area", &[square_km()]).layer("road-centrelines", roads).clause("road-density")
}

#[test]
fn eight_kilometres_in_one_square_kilometre_meet_the_limit_exactly() {
    let clause = density(&streets(8));
    assert_eq!(clause["verdict"], "meets", "{clause}");
    close(&clause["value"], 8.0, 1e-9);
    close(&clause["facts"]["length_km"], 8.0, 1e-9);
    close(&clause["facts"]["area_km2"], 1.0, 1e-12);
}

#[test]
fn seven_kilometres_violate_it() {
    let clause = density(&streets(7));
    assert_eq!(clause["verdict"], "violates");
    close(&clause["margin"], -1.0, 1e-9);
    assert_eq!(clause["findings"][0]["subject"], "主城区");
}

#[test]
fn the_kilometres_that_are_missing_are_told_and_none_at_the_limit_or_above() {
    let clause = density(&streets(7));
    close(&clause["facts"]["missing_km"], 1.0, 1e-9);
    close(&clause["findings"][0]["facts"]["missing_km"], 1.0, 1e-9);
    for count in [8, 9] {
        assert!(density(&streets(count))["facts"]["missing_km"].is_null());
    }
}

#[test]
fn every_road_drawn_twice_counts_once() {
    let mut roads = streets(7);
    let reversed = (0..7).map(|index| {
        let x = 100.0 + 100.0 * f64::from(index);
        line(&[(x, 1050.0), (x, 300.0), (x, -50.0)], json!({"class": "支路"}))
    });
    roads.extend(reversed);
    let clause = density(&roads);
    close(&clause["value"], 7.0, 1e-9);
    assert!(has_notice(&clause["notices"], "duplicate-line"), "{clause}");
}

#[test]
fn a_dual_carriageway_with_name_and_oneway_counts_once() {
    let mut roads = vec![
        line(&[(500.0, 0.0), (500.0, 1000.0)], json!({"class": "主干路", "name": "航天大道", "oneway": "是"})),
        line(&[(520.0, 1000.0), (520.0, 0.0)], json!({"class": "主干路", "name": "航天大道", "oneway": "是"})),
    ];
    roads.push(line(&[(0.0, 700.0), (1000.0, 700.0)], json!({"class": "次干路", "name": "纬七路", "oneway": "否"})));
    let clause = density(&roads);
    close(&clause["value"], 2.0, 1e-6);
}

#[test]
fn a_road_along_the_boundary_counts_whole_by_default_and_half_in_the_reading() {
    // Five metres outside the boundary, along all of its west side.
    let mut roads = streets(7);
    roads.push(line(&[(-5.0, 0.0), (-5.0, 1000.0)], json!({"class": "支路"})));
    let clause = density(&roads);
    close(&clause["readings"][0]["value"], 8.0, 1e-6);
    assert_eq!(clause["readings"][1]["id"], "half-boundary");
    close(&clause["readings"][1]["value"], 7.5, 1e-6);
    assert_eq!(clause["verdict"], "depends-on-reading");
}

#[test]
fn a_road_that_crosses_the_boundary_often_is_only_clipped() {
    // A zigzag over the west side: half of every stroke lies inside.
    let points: Vec<(f64, f64)> =
        (0..=10).map(|index| (if index % 2 == 0 { -40.0 } else { 40.0 }, 100.0 + 80.0 * f64::from(index))).collect();
    let clause = density(&[line(&points, json!({"class": "支路"}))]);
    let stroke = 80.0 * 2f64.sqrt();
    close(&clause["value"], 10.0 * stroke / 2.0 / 1000.0, 1e-9);
    close(&clause["readings"][1]["value"], 10.0 * stroke / 2.0 / 1000.0, 1e-9);
}

#[test]
fn a_road_of_unknown_class_is_not_counted_and_said() {
    let mut roads = streets(8);
    roads.push(line(&[(950.0, 0.0), (950.0, 1000.0)], json!({"class": "神秘路"})));
    roads.push(line(&[(970.0, 0.0), (970.0, 1000.0)], json!({"class": "街坊内道路"})));
    let clause = density(&roads);
    close(&clause["value"], 8.0, 1e-9);
    close(&clause["facts"]["unknown_class_km"], 1.0, 1e-9);
    assert!(has_notice(&clause["notices"], "class-unknown"), "{clause}");
}

#[test]
fn without_any_class_field_all_roads_count_with_a_notice() {
    let roads: Vec<Value> = (0..8)
        .map(|index| {
            line(
                &[(100.0 + 100.0 * f64::from(index), 0.0), (100.0 + 100.0 * f64::from(index), 1000.0)],
                json!({"remark": "x"}),
            )
        })
        .collect();
    let clause = density(&roads);
    close(&clause["value"], 8.0, 1e-9);
    assert!(has_notice(&clause["notices"], "class-field-missing"), "{clause}");
}

#[test]
fn without_a_boundary_the_density_is_not_judged() {
    let clause = Plan::new().layer("road-centrelines", &streets(8)).clause("road-density");
    assert_eq!(clause["verdict"], "not-judged");
    assert!(clause["value"].is_null());
    assert!(clause["reason"].is_string());
}

#[test]
fn another_boundary_stands_in_with_a_notice_but_never_the_clusters() {
    let plan = Plan::new().layer("road-centrelines", &streets(8)).layer("clusters", &[square_km()]);
    assert_eq!(plan.clause("road-density")["verdict"], "not-judged");
    let clause = plan.layer("county-seat", &[square_km()]).clause("road-density");
    assert_eq!(clause["verdict"], "meets");
    assert!(has_notice(&clause["notices"], "scope-substituted"), "{clause}");
}

#[test]
fn before_the_target_year_a_miss_is_not_yet_due() {
    let plan = Plan::new().without_head("year").head("year = 2026");
    let clause =
        plan.layer("main-urban-area", &[square_km()]).layer("road-centrelines", &streets(7)).clause("road-density");
    assert_eq!(clause["verdict"], "not-yet-due");
    assert_eq!(clause["findings"][0]["verdict"], "not-yet-due");
}

#[test]
fn without_a_year_the_clause_is_judged_as_at_its_target_year_and_says_so() {
    let clause = Plan::new()
        .without_head("year")
        .layer("main-urban-area", &[square_km()])
        .layer("road-centrelines", &streets(7))
        .clause("road-density");
    assert_eq!(clause["verdict"], "violates");
    assert!(has_notice(&clause["notices"], "year-assumed"), "{clause}");
}

#[test]
fn existing_and_planned_lengths_are_both_told() {
    let roads = [
        line(&[(200.0, 0.0), (200.0, 1000.0)], json!({"class": "支路", "status": "现状"})),
        line(&[(400.0, 0.0), (400.0, 1000.0)], json!({"class": "支路", "status": "规划"})),
    ];
    let clause = density(&roads);
    close(&clause["facts"]["existing_km"], 1.0, 1e-9);
    close(&clause["facts"]["planned_km"], 1.0, 1e-9);
    close(&clause["value"], 2.0, 1e-9);
}

fn red_lines(widths: &[Value]) -> Value {
    let roads: Vec<Value> = widths
        .iter()
        .enumerate()
        .map(|(index, width)| {
            let y = 50.0 * index as f64;
            line(
                &[(0.0, y), (300.0, y)],
                json!({"class": "次干路", "red_line_width": width, "name": format!("路{index}")}),
            )
        })
        .collect();
    let seat = polygon(&[(-10.0, -10.0), (310.0, -10.0), (310.0, 900.0), (-10.0, 900.0)], json!({"name": "县城"}));
    Plan::new().layer("county-seat", &[seat]).layer("road-centrelines", &roads).clause("road-red-line")
}

#[test]
fn a_red_line_of_forty_metres_meets_the_limit_and_a_hair_more_violates_it() {
    let clause = red_lines(&[json!(24), json!(40)]);
    assert_eq!(clause["verdict"], "meets", "{clause}");
    close(&clause["value"], 40.0, 0.0);
    let clause = red_lines(&[json!(24), json!(40.5)]);
    assert_eq!(clause["verdict"], "violates");
    assert_eq!(clause["findings"][0]["subject"], "路1");
    close(&clause["findings"][0]["value"], 40.5, 0.0);
}

#[test]
fn an_unknown_red_line_leaves_the_clause_open_but_cannot_hide_a_violation() {
    assert_eq!(red_lines(&[json!(24), json!(0)])["verdict"], "not-judged");
    assert_eq!(red_lines(&[json!(50), Value::Null])["verdict"], "violates");
}

#[test]
fn a_curved_dual_carriageway_split_differently_counts_once() {
    // A quarter of a ring road: the outer carriageway is longer, and every part of it has its partner inside.
    let arc = |radius: f64, count: u32| -> Vec<(f64, f64)> {
        let place = |i: u32| (std::f64::consts::FRAC_PI_2 * f64::from(i) / f64::from(count)).sin_cos();
        (0..=count).map(|i| (100.0 + radius * place(i).1, 100.0 + radius * place(i).0)).collect()
    };
    let (inner, mut outer) = (arc(300.0, 40), arc(320.0, 57));
    outer.reverse();
    let length = |points: &[(f64, f64)]| -> f64 {
        points.windows(2).map(|pair| (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1)).sum()
    };
    let half = f64::midpoint(length(&inner), length(&outer));
    let properties = || json!({"class": "主干路", "name": "环路", "oneway": "yes"});
    let roads: Vec<Value> = inner
        .chunks(8)
        .zip(inner.iter().skip(8).step_by(8))
        .map(|(points, next)| line(&[points, &[*next]].concat(), properties()))
        .chain([line(&outer, properties())])
        .collect();
    let clause = density(&roads);
    close(&clause["value"], half / 1000.0, 0.001);
}

#[test]
fn a_road_that_crosses_the_boundary_at_a_small_angle_is_clipped_beyond_ten_metres() {
    let (sin, cos) = 10.0_f64.to_radians().sin_cos();
    let road =
        line(&[(-200.0 * sin, 500.0 - 200.0 * cos), (200.0 * sin, 500.0 + 200.0 * cos)], json!({"class": "支路"}));
    let clause = density(&[road]);
    // Inside from the boundary on, and outside as far as it lies within ten metres.
    close(&clause["value"], (200.0 + 10.0 / sin) / 1000.0, 1e-6);
}

#[test]
fn a_road_in_the_sliver_between_two_parts_of_the_scope_counts_whole() {
    let scope = [rectangle(0.0, 0.0, 500.0, 1000.0, json!({})), rectangle(500.2, 0.0, 499.8, 1000.0, json!({}))];
    let clause = Plan::new()
        .layer("main-urban-area", &scope)
        .layer("road-centrelines", &[line(&[(500.1, 0.0), (500.1, 1000.0)], json!({"class": "支路"}))])
        .clause("road-density");
    close(&clause["facts"]["length_km"], 1.0, 1e-9);
    close(&clause["readings"][1]["value"], 1.0, 0.001);
}

#[test]
fn a_boundary_drawn_as_a_line_is_said_to_hold_no_polygon() {
    let clause = Plan::new()
        .layer("main-urban-area", &[line(&[(0.0, 0.0), (1000.0, 0.0)], json!({}))])
        .layer("road-centrelines", &streets(8))
        .clause("road-density");
    assert_eq!(clause["verdict"], "not-judged");
    assert!(clause["reason"].as_str().unwrap().contains("no polygon"), "{clause}");
}
