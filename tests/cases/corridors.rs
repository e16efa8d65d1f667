//! `corridor-net-width` and `corridor-continuity`.

use serde_json::{Value, json};

use crate::support::{Plan, close, has_notice, line, polygon, rectangle};

fn corridor(x: f64, y: f64, length: f64, width: f64) -> Value {
    rectangle(x, y, length, width, json!({"name": "甲廊道"}))
}

fn width(corridors: &[Value]) -> Value {
    Plan::new().layer("corridors", corridors).clause("corridor-net-width")
}

fn width_among(corridors: &[Value], buildings: &[Value]) -> Value {
    Plan::new().layer("corridors", corridors).layer("buildings", buildings).clause("corridor-net-width")
}

#[test]
fn a_corridor_of_exactly_fifty_metres_meets_the_limit() {
    let clause = width(&[corridor(0.0, 0.0, 1000.0, 50.0)]);
    assert_eq!(clause["verdict"], "meets", "{clause}");
    close(&clause["value"], 50.0, 1e-3);
    close(&clause["facts"]["corridors"][0]["length_m"], 1000.0, 1.0);
    assert!(has_notice(&clause["notices"], "ends-assumed"), "{clause}");
}

#[test]
fn a_corridor_pinched_at_one_spot_violates_it_there() {
    let outline = [(0.0, 0.0), (1000.0, 0.0), (1000.0, 60.0), (520.0, 60.0), (500.0, 49.9), (480.0, 60.0), (0.0, 60.0)];
    let clause = width(&[polygon(&outline, json!({"name": "甲廊道"}))]);
    assert_eq!(clause["verdict"], "violates", "{clause}");
    close(&clause["value"], 49.9, 1e-3);
    let finding = &clause["findings"][0];
    assert_eq!(finding["subject"], "甲廊道");
    close(&finding["anchor"][0], 526_500.0, 5.0);
}

#[test]
fn a_building_in_the_middle_leaves_the_wider_strip() {
    let clause = width_among(
        &[corridor(0.0, 0.0, 1000.0, 60.0)],
        &[rectangle(480.0, 20.0, 40.0, 20.0, json!({"name": "泵房"}))],
    );
    close(&clause["value"], 20.0, 1e-3);
    assert_eq!(clause["verdict"], "violates");
    let features = clause["findings"][0]["features"].as_array().unwrap();
    assert!(features.iter().any(|feature| feature["layer"] == "buildings.geojson" && feature["part"] == "narrows"));
}

#[test]
fn roads_cross_without_narrowing_and_are_listed() {
    let plan = Plan::new()
        .layer("corridors", &[corridor(0.0, 0.0, 1000.0, 60.0)])
        .layer("road-centrelines", &[line(&[(500.0, -50.0), (500.0, 110.0)], json!({"class": "主干路"}))]);
    let clause = plan.clause("corridor-net-width");
    close(&clause["value"], 60.0, 1e-3);
    let crossings = &clause["facts"]["corridors"][0]["crossings"];
    assert_eq!(crossings[0]["row"], 0);
    assert_eq!(crossings[0]["class"], "arterial");
}

#[test]
fn two_parts_that_touch_in_a_point_are_broken() {
    let parts = [corridor(0.0, 0.0, 500.0, 60.0), corridor(500.0, 60.0, 500.0, 60.0)];
    let plan = Plan::new().layer("corridors", &parts);
    let clause = plan.clause("corridor-continuity");
    assert_eq!(clause["verdict"], "violates", "{clause}");
    close(&clause["value"], 1.0, 0.0);
    assert_eq!(clause["facts"]["corridors"][0]["pieces"], 2);
    close(&plan.clause("corridor-net-width")["value"], 0.0, 0.0);
}

#[test]
fn parcels_of_one_name_are_joined_along_edges_up_to_a_metre_apart() {
    for gap in [0.0, 0.4, 1.0] {
        let parts = [corridor(0.0, 0.0, 500.0, 60.0), corridor(500.0 + gap, 0.0, 500.0, 60.0)];
        let plan = Plan::new().layer("corridors", &parts);
        let clause = plan.clause("corridor-net-width");
        close(&clause["value"], 60.0, 1e-3);
        assert_eq!(plan.clause("corridor-continuity")["verdict"], "meets", "gap {gap}");
    }
}

#[test]
fn a_gap_of_twenty_metres_breaks_it_and_is_measured() {
    let parts = [corridor(0.0, 0.0, 500.0, 60.0), corridor(520.0, 0.0, 480.0, 60.0)];
    let plan = Plan::new().layer("corridors", &parts);
    let continuity = plan.clause("corridor-continuity");
    assert_eq!(continuity["verdict"], "violates");
    close(&continuity["facts"]["corridors"][0]["gaps"][0]["distance_m"], 20.0, 1e-3);
    let width = plan.clause("corridor-net-width");
    close(&width["value"], 0.0, 0.0);
    assert_eq!(width["findings"].as_array().unwrap().len(), 1);
}

#[test]
fn a_recorded_argument_makes_a_miss_argued_and_an_unneeded_one_is_reported() {
    let argument =
        "[[argument]]\nclause = \"corridor-net-width\"\nsubject = \"甲廊道\"\nby = \"市规委会\"\nreason = \"地形\"\n";
    let narrow = Plan::new().layer("corridors", &[corridor(0.0, 0.0, 1000.0, 40.0)]).toml(argument);
    let clause = narrow.clause("corridor-net-width");
    assert_eq!(clause["verdict"], "argued", "{clause}");
    assert_eq!(clause["findings"][0]["verdict"], "argued");
    assert_eq!(narrow.with(&["--clause", "corridor-net-width"]).run().code, Some(0));
    let wide = Plan::new().layer("corridors", &[corridor(0.0, 0.0, 1000.0, 70.0)]).toml(argument);
    let clause = wide.clause("corridor-net-width");
    assert_eq!(clause["verdict"], "meets");
    assert!(has_notice(&clause["notices"], "argument-unused"), "{clause}");
}

#[test]
fn an_argument_for_one_corridor_does_not_cover_another() {
    let corridors = [corridor(0.0, 0.0, 1000.0, 40.0), rectangle(0.0, 500.0, 1000.0, 45.0, json!({"name": "乙廊道"}))];
    let argument =
        "[[argument]]\nclause = \"corridor-net-width\"\nsubject = \"甲廊道\"\nby = \"市规委会\"\nreason = \"地形\"\n";
    let clause = Plan::new().layer("corridors", &corridors).toml(argument).clause("corridor-net-width");
    assert_eq!(clause["verdict"], "violates");
    let verdicts: Vec<&str> =
        clause["findings"].as_array().unwrap().iter().filter_map(|finding| finding["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["argued", "violates"]);
}

#[test]
fn continuity_takes_no_argument() {
    let parts = [corridor(0.0, 0.0, 500.0, 60.0), corridor(520.0, 0.0, 480.0, 60.0)];
    let argument =
        "[[argument]]\nclause = \"corridor-continuity\"\nsubject = \"甲廊道\"\nby = \"市规委会\"\nreason = \"地形\"\n";
    let clause = Plan::new().layer("corridors", &parts).toml(argument).clause("corridor-continuity");
    assert_eq!(clause["verdict"], "violates");
    assert!(has_notice(&clause["notices"], "argument-unused"));
}

#[test]
fn a_corridor_drawn_in_the_plan_is_as_wide_as_it_was_drawn() {
    let drawn = "[[corridor]]\nid = \"c1\"\nname = \"画的廊道\"\ncentreline = [[526000.0, 3087000.0], [526500.0, 3087000.0], [526900.0, 3087300.0]]\nwidth = 60.0\n";
    let clause = Plan::new().toml(drawn).clause("corridor-net-width");
    close(&clause["value"], 60.0, 1e-3);
    let narrow = drawn.replace("60.0", "45.0");
    let clause = Plan::new().toml(&narrow).clause("corridor-net-width");
    assert_eq!(clause["verdict"], "violates");
    let feature = &clause["findings"][0]["features"][0];
    assert!(feature["layer"].is_null());
    assert_eq!(feature["id"], "c1");
}

#[test]
fn without_corridors_nothing_is_judged() {
    let clause =
        Plan::new().layer("buildings", &[rectangle(0.0, 0.0, 10.0, 10.0, json!({}))]).clause("corridor-net-width");
    assert_eq!(clause["verdict"], "not-judged");
    assert!(clause["value"].is_null());
}

#[test]
fn construction_land_narrows_a_corridor_and_roads_and_parks_do_not() {
    let land = [
        rectangle(300.0, 45.0, 100.0, 50.0, json!({"YDYHFLDM": "0701"})),
        rectangle(500.0, 20.0, 100.0, 60.0, json!({"YDYHFLDM": "1401"})),
        rectangle(700.0, -10.0, 20.0, 100.0, json!({"YDYHFLDM": "1207"})),
    ];
    let clause = Plan::new()
        .layer("corridors", &[corridor(0.0, 0.0, 1000.0, 60.0)])
        .layer("land-use", &land)
        .clause("corridor-net-width");
    close(&clause["value"], 45.0, 1e-3);
}

/// Corners turned about the origin by an angle in degrees: nothing then lies on round numbers.
fn turned(points: &[(f64, f64)], degrees: f64) -> Vec<(f64, f64)> {
    let (sin, cos) = degrees.to_radians().sin_cos();
    points.iter().map(|&(x, y)| (x * cos - y * sin, x * sin + y * cos)).collect()
}

fn box_of(x: f64, y: f64, width: f64, height: f64) -> [(f64, f64); 4] {
    [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
}

fn turned_corridor(points: &[(f64, f64)], degrees: f64) -> Value {
    polygon(&turned(points, degrees), json!({"name": "甲廊道"}))
}

#[test]
fn overlapping_parcels_of_one_name_are_measured_at_any_angle() {
    for degrees in [4.0, 9.0, 21.0, 33.0] {
        let parts = [box_of(0.0, 0.0, 520.0, 60.0), box_of(480.0, 0.0, 520.0, 60.0)];
        let clause = width(&parts.map(|part| turned_corridor(&part, degrees)));
        close(&clause["value"], 60.0, 1e-3);
        close(&clause["facts"]["corridors"][0]["length_m"], 1000.0, 0.1);
    }
}

#[test]
fn a_hole_that_touches_the_outline_narrows_the_corridor_and_is_no_end() {
    for degrees in [4.0, 21.0, 45.0] {
        let outline = [
            (0.0, 0.0),
            (400.0, 0.0),
            (350.0, 30.0),
            (450.0, 30.0),
            (400.0, 0.0),
            (1000.0, 0.0),
            (1000.0, 60.0),
            (0.0, 60.0),
        ];
        let clause = width(&[turned_corridor(&outline, degrees)]);
        close(&clause["value"], 30.0, 1e-3);
        assert_eq!(clause["facts"]["corridors"][0]["ends"].as_array().unwrap().len(), 2, "{clause}");
    }
}

#[test]
fn a_nearly_square_corridor_ends_at_its_short_sides() {
    for degrees in [0.0, 12.0, 45.0, 77.0] {
        let clause = width(&[turned_corridor(&box_of(0.0, 0.0, 101.0, 100.0), degrees)]);
        close(&clause["value"], 100.0, 1e-3);
    }
}

#[test]
fn an_end_with_one_corner_cut_off_reads_the_width_between_the_sides() {
    for cut in [5.0, 20.0, 30.0] {
        let outline = [(0.0, 0.0), (800.0, 0.0), (800.0, 60.0 - cut), (800.0 - cut, 60.0), (0.0, 60.0)];
        let clause = width(&[turned_corridor(&outline, 11.0)]);
        close(&clause["value"], 60.0, 0.06);
    }
}

#[test]
fn the_gap_at_buildings_flush_with_walls_and_each_other_is_as_deep_as_they_are() {
    for degrees in [0.0, 9.0, 31.0] {
        let buildings = [box_of(400.0, 0.0, 20.0, 30.0), box_of(400.0, 30.0, 20.0, 30.0)];
        let buildings = buildings.map(|points| polygon(&turned(&points, degrees), json!({})));
        let plan = Plan::new()
            .layer("corridors", &[turned_corridor(&box_of(0.0, 0.0, 1000.0, 60.0), degrees)])
            .layer("buildings", &buildings);
        let corridor = &plan.clause("corridor-continuity")["facts"]["corridors"][0];
        assert_eq!(corridor["pieces"], 2, "{corridor}");
        assert_eq!(corridor["gaps"].as_array().unwrap().len(), 1);
        close(&corridor["gaps"][0]["distance_m"], 20.0, 2e-3);
    }
}

#[test]
fn a_joint_of_a_metre_is_closed_at_any_angle_and_a_slanted_one_leaves_no_notch() {
    let square = [box_of(0.0, 0.0, 500.0, 50.0), box_of(501.0, 0.0, 500.0, 50.0)];
    close(&width(&square.map(|part| turned_corridor(&part, 29.0)))["value"], 50.0, 1e-3);
    let slanted = [
        [(0.0, 0.0), (500.0, 0.0), (525.0, 50.0), (0.0, 50.0)],
        [(500.6, 0.0), (1000.0, 0.0), (1000.0, 50.0), (525.6, 50.0)],
    ];
    close(&width(&slanted.map(|part| turned_corridor(&part, 29.0)))["value"], 50.0, 1e-3);
}

#[test]
fn parts_of_one_feature_are_joined_as_parcels_are() {
    let part = |x: f64| {
        let corners = [(x, 0.0), (x + 500.0, 0.0), (x + 500.0, 60.0), (x, 60.0), (x, 0.0)];
        json!([corners.map(|(x, y)| [crate::support::X0 + x, crate::support::Y0 + y])])
    };
    let geometry = json!({"type": "MultiPolygon", "coordinates": [part(0.0), part(500.5)]});
    let clause = width(&[json!({"type": "Feature", "properties": {"name": "甲廊道"}, "geometry": geometry})]);
    close(&clause["value"], 60.0, 1e-3);
}

#[test]
fn a_corridor_that_is_wide_enough_is_so_over_its_whole_length() {
    let slanted = [(0.0, 0.0), (1000.0, 0.0), (1060.0, 60.0), (0.0, 60.0)];
    let corridor = &width(&[turned_corridor(&slanted, 17.0)])["facts"]["corridors"][0];
    assert_eq!(corridor["compliant_length_m"], corridor["length_m"]);
}

#[test]
fn a_corridor_drawn_with_bends_is_as_wide_in_them_as_it_was_drawn() {
    let centreline = [(0.0, 0.0), (300.0, 0.0), (550.0, 170.0), (600.0, 480.0), (950.0, 520.0)]
        .map(|(x, y)| format!("[{}, {}]", crate::support::X0 + x, crate::support::Y0 + y))
        .join(", ");
    let drawn = format!("[[corridor]]\nid = \"c1\"\ncentreline = [{centreline}]\nwidth = 50.0\n");
    let clause = Plan::new().toml(&drawn).clause("corridor-net-width");
    assert_eq!(clause["verdict"], "meets");
    close(&clause["value"], 50.0, 2e-4);
}

#[test]
fn a_gap_is_shown_in_the_middle_of_the_building_that_makes_it() {
    let building = rectangle(400.0, -5.0, 30.0, 70.0, json!({}));
    let clause = width_among(&[corridor(0.0, 0.0, 1000.0, 60.0)], &[building]);
    let anchor = &clause["findings"][0]["anchor"];
    close(&anchor[0], crate::support::X0 + 415.0, 1e-3);
    close(&anchor[1], crate::support::Y0 + 30.0, 1e-3);
}

#[test]
fn a_notch_beside_the_end_is_not_taken_for_a_corner_of_its_cap() {
    // A slot of 8 m is cut into the upper side 53 m from the west end; the narrowest place is farther east.
    let upper = [(0.0, 49.0), (53.1, 54.8), (55.2, 30.8), (61.3, 64.8), (490.5, 37.2), (924.6, 52.0), (1366.3, 50.6)];
    let lower = [(0.0, -37.5), (61.3, -47.6), (490.5, -40.0), (924.6, -69.4), (1366.3, -37.7)];
    let outline: Vec<(f64, f64)> = lower.into_iter().chain(upper.into_iter().rev()).collect();
    let clause = width(&[polygon(&outline, json!({"name": "甲廊道"}))]);
    let west = clause["facts"]["corridors"][0]["ends"].as_array().unwrap().iter().any(|end| {
        let points = end.as_array().unwrap();
        points.len() == 2 && points.iter().all(|point| (point[0].as_f64().unwrap() - 526_000.0).abs() < 1e-6)
    });
    assert!(west, "{clause}");
    assert!(clause["value"].as_f64().unwrap() > 70.0, "{clause}");
}

#[test]
fn the_front_of_a_flaring_end_is_its_face_and_not_the_slanted_edge_beside_it() {
    // 69.0 m wide at its west end, and widening from there; the slanted edge above the end is 44.0 m long.
    let upper = [
        (0.0, 35.5),
        (39.1, 55.7),
        (67.7, 31.7),
        (73.9, 32.7),
        (76.8, 31.9),
        (189.0, 64.3),
        (260.0, 60.5),
        (273.8, 38.0),
        (362.3, 68.2),
        (586.5, 51.4),
        (701.0, 56.6),
        (784.1, 65.2),
        (833.2, 60.2),
        (861.8, 58.4),
        (913.9, 45.4),
        (1025.8, 39.9),
        (1151.5, 38.1),
        (1287.3, 31.4),
        (1388.2, 68.0),
        (1419.0, 66.4),
        (1481.1, 60.2),
    ];
    let lower = [
        (0.0, -33.5),
        (39.1, -60.1),
        (67.7, -55.3),
        (73.9, -49.1),
        (76.8, -35.3),
        (189.0, -61.7),
        (260.0, -55.9),
        (273.8, -41.8),
        (362.3, -43.5),
        (586.5, -40.4),
        (701.0, -44.0),
        (784.1, -67.2),
        (833.2, -31.9),
        (861.8, -60.4),
        (913.9, -66.4),
        (1025.8, -60.8),
        (1151.5, -54.1),
        (1287.3, -49.0),
        (1388.2, -41.5),
        (1419.0, -59.8),
        (1481.1, -61.6),
    ];
    let outline: Vec<(f64, f64)> = lower.into_iter().chain(upper.into_iter().rev()).collect();
    let clause = width(&[polygon(&outline, json!({"name": "甲廊道"}))]);
    let ends = clause["facts"]["corridors"][0]["ends"].as_array().unwrap();
    let on_front = |point: &Value| (point[0].as_f64().unwrap() - 526_000.0).abs() < 1e-6;
    assert!(ends.iter().any(|end| end.as_array().unwrap().iter().all(on_front)), "{clause}");
    assert!(clause["value"].as_f64().unwrap() > 65.0, "{clause}");
}
