//! Clauses on ground: `water-space`, `hazard-avoidance`, `permeable-share`, `demolition-cluster`, `cluster-separation`,
//! `block-size`, `mixed-blocks`, and corridors between clusters where none is loaded.

use serde_json::{Value, json};

use crate::support::{Plan, close, has_notice, line, rectangle};

fn parcel(x: f64, code: &str, status: &str) -> Value {
    rectangle(x, 10.0, 20.0, 20.0, json!({"地块名称": format!("地块{x}"), "用地代码": code, "状态": status}))
}

fn control(kind: &str) -> Value {
    rectangle(0.0, 0.0, 100.0, 100.0, json!({"名称": kind, "类别": kind}))
}

#[test]
fn planned_homes_inside_a_blue_line_violate_and_beside_it_or_of_old_do_not() {
    let clause = |parcels: &[Value]| {
        Plan::new().layer("control-lines", &[control("蓝线")]).layer("land-use", parcels).clause("water-space")
    };
    let inside = clause(&[parcel(90.0, "0701", "规划"), parcel(200.0, "0701", "规划")]);
    assert_eq!((&inside["verdict"], &inside["value"]), (&json!("violates"), &json!(1.0)), "{inside}");
    assert_eq!(inside["findings"].as_array().map(Vec::len), Some(1));
    close(&inside["findings"][0]["facts"]["inside_m2"], 200.0, 1e-6);
    let beside = clause(&[parcel(100.0, "0701", "规划"), parcel(20.0, "0701", "现状"), parcel(50.0, "1401", "规划")]);
    assert_eq!((&beside["verdict"], &beside["value"]), (&json!("meets"), &json!(0.0)), "{beside}");
}

#[test]
fn without_water_or_control_lines_nothing_is_said_of_what_lies_inside() {
    let clause = Plan::new().layer("land-use", &[parcel(90.0, "0701", "规划")]).clause("water-space");
    assert_eq!((&clause["verdict"], &clause["value"]), (&json!("not-judged"), &Value::Null), "{clause}");
}

#[test]
fn a_hamlet_in_a_landslide_area_violates_and_a_town_block_there_is_not_asked_for() {
    let clause = |parcels: &[Value]| {
        Plan::new()
            .layer("control-lines", &[control("地质灾害易发区")])
            .layer("land-use", parcels)
            .clause("hazard-avoidance")
    };
    let hamlet = clause(&[parcel(40.0, "0703", "规划"), parcel(70.0, "0701", "规划")]);
    assert_eq!((&hamlet["verdict"], &hamlet["value"]), (&json!("violates"), &json!(1.0)), "{hamlet}");
    let clear = clause(&[parcel(140.0, "0703", "规划"), parcel(70.0, "0701", "规划")]);
    assert_eq!(clear["verdict"], "meets", "{clear}");
    let unknown = Plan::new().layer("land-use", &[parcel(40.0, "0703", "规划")]).clause("hazard-avoidance");
    assert_eq!(unknown["verdict"], "not-judged", "{unknown}");
}

/// A built-up area of one hectare with surfaces as wide as they are told.
fn permeable(surfaces: &[(f64, &str)]) -> Value {
    let mut x = 0.0;
    let mut features = Vec::new();
    for (width, class) in surfaces {
        features.push(rectangle(x, 0.0, *width, 100.0, json!({"下垫面类型": class})));
        x += width;
    }
    let scope = rectangle(0.0, 0.0, 100.0, 100.0, json!({"name": "建成区"}));
    Plan::new().layer("built-up-area", &[scope]).layer("surfaces", &features).clause("permeable-share")
}

#[test]
fn exactly_45_per_cent_of_green_and_water_let_water_through_enough() {
    let exact = permeable(&[(35.0, "绿地"), (10.0, "水体"), (55.0, "沥青")]);
    close(&exact["value"], 45.0, 1e-8);
    assert_eq!(exact["readings"][0]["verdict"], "meets", "{exact}");
    assert_eq!(exact["verdict"], "depends-on-reading", "without the water 35 % are left");
    let below = permeable(&[(44.9, "绿地"), (55.1, "屋面")]);
    assert_eq!(below["readings"][0]["verdict"], "violates", "{below}");
    close(&below["facts"]["missing_ha"], 0.001, 1e-8);
}

#[test]
fn ground_that_nobody_surveyed_is_both_and_decides_only_where_it_cannot_matter() {
    let open = permeable(&[(40.0, "绿地"), (50.0, "混凝土")]);
    assert_eq!(open["verdict"], "not-judged", "{open}");
    close(&open["bounds"][0], 40.0, 1e-8);
    close(&open["bounds"][1], 50.0, 1e-8);
    assert!(has_notice(&open["notices"], "surface-uncovered"), "{open}");
    let sure = permeable(&[(60.0, "绿地"), (30.0, "混凝土")]);
    assert_eq!(sure["readings"][0]["verdict"], "meets", "{sure}");
    let scope = rectangle(0.0, 0.0, 100.0, 100.0, json!({"name": "建成区"}));
    assert_eq!(Plan::new().layer("built-up-area", &[scope]).clause("permeable-share")["verdict"], "not-judged");
}

#[test]
fn the_largest_group_of_demolitions_is_told_without_a_verdict() {
    let building =
        |x: f64, renewal: &str| rectangle(x, 0.0, 20.0, 10.0, json!({"name": format!("楼{x}"), "拆改留": renewal}));
    // 20 m and exactly 30 m apart, then 31 m.
    let buildings =
        [building(0.0, "拆"), building(40.0, "拆"), building(90.0, "拆"), building(141.0, "拆"), building(25.0, "留")];
    let clause = Plan::new().layer("buildings", &buildings).clause("demolition-cluster");
    assert_eq!((&clause["verdict"], &clause["unit"]), (&json!("info"), &json!("ha")), "{clause}");
    close(&clause["value"], 0.06, 1e-9);
    assert_eq!(clause["facts"]["groups"][0]["buildings"], 3);
    assert_eq!(Plan::new().clause("demolition-cluster")["verdict"], "not-judged");
}

fn clusters() -> [Value; 2] {
    let cluster = |y: f64, name: &str| rectangle(0.0, y, 2000.0, 1000.0, json!({"name": name}));
    [cluster(0.0, "南组团"), cluster(1060.0, "北组团")]
}

#[test]
fn neighbours_without_a_corridor_are_counted_and_one_between_them_parts_them() {
    let bare = Plan::new().layer("clusters", &clusters()).clause("cluster-separation");
    assert_eq!((&bare["verdict"], &bare["value"]), (&json!("info"), &json!(1.0)), "{bare}");
    close(&bare["facts"]["pairs"][0]["distance_m"], 60.0, 1e-3);
    let corridor = rectangle(0.0, 1000.0, 2000.0, 60.0, json!({"name": "中廊道"}));
    let parted =
        Plan::new().layer("clusters", &clusters()).layer("corridors", &[corridor]).clause("cluster-separation");
    assert_eq!(parted["value"], 0.0, "{parted}");
    assert_eq!(Plan::new().clause("cluster-separation")["verdict"], "not-judged");
}

#[test]
fn a_corridor_is_derived_between_clusters_where_none_is_loaded() {
    let clause = Plan::new().layer("clusters", &clusters()).clause("corridor-net-width");
    close(&clause["value"], 60.0, 0.06);
    assert_eq!(clause["readings"][0]["verdict"], "meets", "{clause}");
    assert!(has_notice(&clause["notices"], "corridors-derived"), "{clause}");
    let house = rectangle(900.0, 1000.0, 100.0, 15.0, json!({"name": "农家乐"}));
    let narrowed = Plan::new().layer("clusters", &clusters()).layer("buildings", &[house]).clause("corridor-net-width");
    close(&narrowed["value"], 45.0, 0.06);
    assert_eq!(narrowed["readings"][0]["verdict"], "violates", "{narrowed}");
    assert_eq!(Plan::new().clause("corridor-net-width")["verdict"], "not-judged");
}

/// Streets around four blocks of 200 m by 100 m.
fn streets() -> Vec<Value> {
    let street = |points: &[(f64, f64)], name: &str| line(points, json!({"路名": name, "道路等级": "支路"}));
    vec![
        street(&[(0.0, 0.0), (400.0, 0.0)], "南街"),
        street(&[(0.0, 100.0), (400.0, 100.0)], "中街"),
        street(&[(0.0, 200.0), (400.0, 200.0)], "北街"),
        street(&[(0.0, 0.0), (0.0, 200.0)], "西街"),
        street(&[(200.0, 0.0), (200.0, 200.0)], "二街"),
        street(&[(400.0, 0.0), (400.0, 200.0)], "东街"),
    ]
}

#[test]
fn blocks_are_what_streets_enclose() {
    let clause = Plan::new().layer("road-centrelines", &streets()).clause("block-size");
    assert_eq!((&clause["verdict"], &clause["facts"]["blocks"]), (&json!("info"), &json!(4)), "{clause}");
    close(&clause["value"], 2.0, 1e-6);
    // Without the street between them there are two blocks of double size.
    let open: Vec<Value> = streets().into_iter().filter(|street| street["properties"]["路名"] != "二街").collect();
    close(&Plan::new().layer("road-centrelines", &open).clause("block-size")["value"], 4.0, 1e-6);
    assert_eq!(Plan::new().clause("block-size")["verdict"], "not-judged");
}

#[test]
fn other_uses_in_blocks_with_homes_are_told_as_their_share() {
    let land = |x: f64, width: f64, code: &str| rectangle(x, 0.0, width, 100.0, json!({"用地代码": code}));
    let parcels = [land(0.0, 150.0, "0701"), land(150.0, 50.0, "0901"), land(200.0, 200.0, "0901")];
    let clause = Plan::new().layer("road-centrelines", &streets()).layer("land-use", &parcels).clause("mixed-blocks");
    assert_eq!(clause["verdict"], "info", "{clause}");
    // The block of shops alone holds no homes and does not count.
    close(&clause["value"], 25.0, 1e-6);
    assert_eq!(Plan::new().layer("road-centrelines", &streets()).clause("mixed-blocks")["verdict"], "not-judged");
}
