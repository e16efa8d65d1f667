//! Clauses on a share of features: buildings, communities, lamps. Each meets its limit, violates it, stands exactly at it,
//! and is not judged where the data does not say; each takes a typed-in figure instead.

use serde_json::{Value, json};

use crate::support::{Plan, close, has_notice, rectangle};

/// A clause with features that count and features that do not, of one weight each.
struct Share {
    clause: &'static str,
    role: &'static str,
    limit: u32,
    /// Whether the limit itself misses.
    strict: bool,
    /// What all of its features have.
    all: Value,
    /// The field that decides, as real files name it, with a value that counts and one that does not.
    decides: (&'static str, Value, Value),
}

impl Share {
    /// A thousand alike, of which so many count.
    fn judged(&self, counting: u32) -> Value {
        let (field, yes, no) = &self.decides;
        let feature = |index: u32| {
            let mut properties = self.all.clone();
            properties["名称"] = json!(format!("{index}号"));
            properties[*field] = if index < counting { yes } else { no }.clone();
            rectangle(f64::from(index % 50) * 30.0, f64::from(index / 50) * 30.0, 20.0, 20.0, properties)
        };
        let features: Vec<Value> = (0..1000).map(feature).collect();
        Plan::new().layer(self.role, &features).clause(self.clause)
    }

    fn blank(&self) -> Value {
        let features = [rectangle(0.0, 0.0, 20.0, 20.0, self.all.clone())];
        Plan::new().layer(self.role, &features).clause(self.clause)
    }

    fn typed(&self, value: f64) -> Value {
        Plan::new().with(&["--set", &format!("{}={value}", self.clause)]).clause(self.clause)
    }
}

fn shares() -> Vec<Share> {
    let share = |clause, role, limit, all, decides| Share { clause, role, limit, strict: false, all, decides };
    let new = |more: Value| {
        let mut all = json!({"状态": "规划"});
        if let (Some(all), Some(more)) = (all.as_object_mut(), more.as_object()) {
            all.extend(more.clone());
        }
        all
    };
    let by_area = || new(json!({"建筑面积": 1000}));
    let mut shares = vec![
        share("green-communities", "communities", 60, json!({}), ("绿色社区", json!("是"), json!("否"))),
        share("complete-communities", "communities", 60, json!({}), ("完整居住社区", json!("是"), json!("否"))),
        share("green-building-standard", "buildings", 100, by_area(), ("执行绿建标准", json!("是"), json!("否"))),
        share("starred-buildings-2025", "buildings", 15, by_area(), ("绿建星级", json!(1), json!(0))),
        share("starred-buildings-2030", "buildings", 30, by_area(), ("绿建星级", json!("二星级"), json!("无"))),
        share(
            "starred-public-buildings",
            "buildings",
            100,
            new(json!({"用途": "医院", "投资性质": "政府投资"})),
            ("绿建星级", json!(1), json!(0)),
        ),
        share(
            "retrofit-done",
            "buildings",
            100,
            json!({"用途": "办公", "需改造": "是"}),
            ("已改造", json!("是"), json!("否")),
        ),
        share(
            "retrofit-homes",
            "buildings",
            100,
            json!({"用途": "住宅", "具备改造条件": "是"}),
            ("已改造", json!("是"), json!("否")),
        ),
        share(
            "electrified-public",
            "buildings",
            20,
            new(json!({"用途": "学校", "建筑面积": 1000})),
            ("全面电气化", json!("是"), json!("否")),
        ),
        share(
            "prefabricated-share",
            "buildings",
            40,
            new(json!({"竣工年份": 2030, "建筑面积": 1000})),
            ("装配式", json!("是"), json!("否")),
        ),
        share("green-materials", "buildings", 100, json!({"绿建星级": 2}), ("绿色建材", json!("是"), json!("否"))),
    ];
    let mut lamps = share("efficient-lamps", "lamps", 80, json!({}), ("光源类型", json!("LED"), json!("高压钠灯")));
    lamps.strict = true;
    shares.push(lamps);
    shares
}

#[test]
fn each_share_meets_its_limit_violates_it_and_stands_exactly_at_it() {
    for share in shares() {
        let (at, limit) = (share.limit * 10, f64::from(share.limit));
        let exact = share.judged(at);
        let expected = if share.strict { "violates" } else { "meets" };
        assert_eq!(exact["verdict"], expected, "{}: {exact}", share.clause);
        close(&exact["value"], limit, 1e-9);
        close(&exact["limit"], limit, 0.0);
        let below = share.judged(at - 1);
        assert_eq!(below["verdict"], "violates", "{}", share.clause);
        close(&below["value"], limit - 0.1, 1e-9);
        close(&below["facts"]["missing"], share_missing(&below), 1e-9);
        assert!(!below["findings"].as_array().is_none_or(Vec::is_empty), "{below}");
        if at < 1000 {
            assert_eq!(share.judged(at + 1)["verdict"], "meets", "{}", share.clause);
        }
    }
}

/// What the numerator lacks by the facts' own sums.
fn share_missing(clause: &Value) -> f64 {
    let number = |key: &str| clause["facts"][key].as_f64().unwrap_or_default();
    clause["limit"].as_f64().unwrap_or_default() / 100.0 * number("denominator") - number("numerator")
}

#[test]
fn a_blank_is_no_answer() {
    for share in shares() {
        let blank = share.blank();
        assert_eq!(blank["verdict"], "not-judged", "{}: {blank}", share.clause);
        assert!(blank["reason"].as_str().is_some_and(|reason| !reason.is_empty()));
        assert!(blank["value"].is_null());
        let nothing = Plan::new().clause(share.clause);
        assert_eq!(nothing["verdict"], "not-judged", "{}", share.clause);
    }
}

#[test]
fn a_figure_typed_in_stands_for_what_would_be_measured() {
    for share in shares() {
        let limit = f64::from(share.limit);
        let exact = share.typed(limit);
        assert_eq!(exact["verdict"], if share.strict { "violates" } else { "meets" }, "{}", share.clause);
        assert_eq!(exact["facts"]["from"], "figure");
        assert_eq!(share.typed(limit - 0.5)["verdict"], "violates", "{}", share.clause);
    }
}

#[test]
fn a_typed_in_figure_beats_the_layer_and_says_so_with_its_source() {
    let tower = rectangle(0.0, 0.0, 20.0, 20.0, json!({"状态": "规划", "建筑面积": 900, "绿建星级": 0}));
    let clause = Plan::new()
        .toml("[figures]\nstarred-buildings-2030 = { value = 31.5, year = 2029, source = \"年度统计\" }\n")
        .layer("buildings", &[tower])
        .clause("starred-buildings-2030");
    assert_eq!(clause["verdict"], "meets", "{clause}");
    close(&clause["value"], 31.5, 0.0);
    assert_eq!(
        (&clause["facts"]["figure_year"], &clause["facts"]["figure_source"]),
        (&json!(2029), &json!("年度统计"))
    );
    assert!(has_notice(&clause["notices"], "figure-used"), "{clause}");
}

#[test]
fn missing_stars_are_bounds_that_may_decide() {
    let building = |x: f64, area: u32, stars: Value| {
        rectangle(x, 0.0, 20.0, 20.0, json!({"状态": "规划", "建筑面积": area, "绿建星级": stars}))
    };
    let clause = |buildings: &[Value]| Plan::new().layer("buildings", buildings).clause("starred-buildings-2030");
    let proved = clause(&[building(0.0, 400, json!(1)), building(50.0, 600, Value::Null)]);
    assert_eq!(proved["verdict"], "meets", "{proved}");
    assert_eq!(proved["bounds"], json!([40.0, 100.0]));
    let open =
        clause(&[building(0.0, 200, json!(1)), building(50.0, 200, Value::Null), building(100.0, 600, json!(0))]);
    assert_eq!(open["verdict"], "not-judged", "{open}");
    let mut buildings = vec![building(0.0, 100, json!(1)), building(50.0, 100, Value::Null)];
    buildings.extend((2..10).map(|index| building(f64::from(index) * 50.0, 100, json!(0))));
    let lost = clause(&buildings);
    assert_eq!(lost["verdict"], "violates", "{lost}");
    assert_eq!(lost["bounds"], json!([10.0, 20.0]));
}

#[test]
fn by_floor_area_and_by_number_may_disagree_and_then_it_depends_on_the_reading() {
    let building = |x: f64, area: u32, stars: u32| {
        rectangle(x, 0.0, 20.0, 20.0, json!({"状态": "规划", "建筑面积": area, "绿建星级": stars}))
    };
    let buildings = [building(0.0, 900, 1), building(50.0, 50, 0), building(100.0, 50, 0), building(150.0, 50, 0)];
    let clause = Plan::new().layer("buildings", &buildings).clause("starred-buildings-2030");
    assert_eq!(clause["verdict"], "depends-on-reading", "{clause}");
    assert_eq!(clause["readings"][1]["id"], "by-count");
    close(&clause["readings"][1]["value"], 25.0, 1e-9);
}

#[test]
fn only_buildings_of_the_year_looked_at_are_that_years_new_ones() {
    let building = |x: f64, year: u32, prefabricated: &str| {
        let properties = json!({"状态": "规划", "建筑面积": 500, "竣工年份": year, "装配式": prefabricated});
        rectangle(x, 0.0, 20.0, 20.0, properties)
    };
    let buildings = [building(0.0, 2030, "是"), building(50.0, 2030, "否"), building(100.0, 2029, "否")];
    let clause = Plan::new().layer("buildings", &buildings).clause("prefabricated-share");
    close(&clause["value"], 50.0, 1e-9);
}

#[test]
fn large_public_buildings_need_a_star_whoever_pays() {
    let building = |x: f64, name: &str, area: u32, money: &str, stars: u32| {
        let properties = json!({"名称": name, "状态": "规划", "用途": "商业", "建筑面积": area, "投资性质": money, "绿建星级": stars});
        rectangle(x, 0.0, 20.0, 20.0, properties)
    };
    let buildings = [
        building(0.0, "商场", 20_001, "企业", 0),
        building(50.0, "门店", 20_000, "企业", 0),
        building(100.0, "文化馆", 3_000, "政府投资", 1),
    ];
    let clause = Plan::new().layer("buildings", &buildings).clause("starred-public-buildings");
    assert_eq!(clause["verdict"], "violates", "{clause}");
    close(&clause["value"], 50.0, 1e-9);
    assert_eq!(clause["findings"][0]["subject"], "商场");
    assert_eq!(clause["findings"].as_array().map(Vec::len), Some(1));
}

#[expect(clippy::needless_pass_by_value, reason = "cases write the values where they stand")]
fn roof(x: f64, kind: &str, roof: u32, solar: Value) -> Value {
    rectangle(x, 0.0, 20.0, 20.0, json!({"状态": "规划", "用途": kind, "屋顶面积": roof, "光伏面积": solar}))
}

#[test]
fn half_of_the_new_roofs_of_institutions_and_factories_carry_panels() {
    let share = |solar: f64| {
        let roofs = [
            roof(0.0, "学校", 600, json!(solar)),
            roof(50.0, "厂房", 400, json!(100)),
            roof(100.0, "住宅", 5000, json!(0)),
        ];
        Plan::new().layer("buildings", &roofs).clause("rooftop-solar")
    };
    let (exact, below) = (share(400.0), share(399.0));
    assert_eq!(exact["verdict"], "meets", "{exact}");
    close(&exact["value"], 50.0, 1e-9);
    assert_eq!(below["verdict"], "violates");
    assert_eq!(below["strength"], "aspiration");
    let open = Plan::new().layer("buildings", &[roof(0.0, "学校", 600, Value::Null)]).clause("rooftop-solar");
    assert_eq!(open["verdict"], "not-judged");
}

#[test]
fn energy_gained_by_retrofit_is_that_of_all_buildings_together() {
    let building = |x: f64, before: u32, after: Value| {
        let properties = json!({"用途": "办公", "已改造": "是", "改造前能耗": before, "改造后能耗": after});
        rectangle(x, 0.0, 20.0, 20.0, properties)
    };
    let gain = |after: Value| {
        let buildings = [building(0.0, 100, json!(90)), building(50.0, 100, after)];
        Plan::new().layer("buildings", &buildings).clause("retrofit-gain")
    };
    assert_eq!(gain(json!(70))["verdict"], "meets");
    close(&gain(json!(70))["value"], 20.0, 1e-9);
    assert_eq!(gain(json!(71))["verdict"], "violates");
    assert_eq!(gain(Value::Null)["verdict"], "not-judged");
}

#[test]
fn energy_saved_by_design_is_that_of_the_worst_building_of_its_zone() {
    let clause = |id: &str, kind: &str, zone: &str, saving: Value| {
        let properties = json!({"名称": "1号楼", "状态": "规划", "用途": kind, "气候区": zone, "节能率": saving});
        Plan::new().layer("buildings", &[rectangle(0.0, 0.0, 20.0, 20.0, properties)]).clause(id)
    };
    for (id, kind, zone, limit) in [
        ("energy-saving-cold", "住宅", "寒冷", 83.0),
        ("energy-saving-mild", "住宅", "温和", 75.0),
        ("energy-saving-public", "医院", "温和", 78.0),
    ] {
        assert_eq!(clause(id, kind, zone, json!(limit))["verdict"], "meets", "{id}");
        let below = clause(id, kind, zone, json!(limit - 0.1));
        assert_eq!(below["verdict"], "violates", "{id}");
        assert_eq!(below["findings"][0]["subject"], "1号楼");
        assert_eq!(clause(id, kind, zone, Value::Null)["verdict"], "not-judged", "{id}");
        assert_eq!(Plan::new().with(&["--set", &format!("{id}={limit}")]).clause(id)["verdict"], "meets", "{id}");
    }
    assert_eq!(clause("energy-saving-cold", "住宅", "温和", json!(60))["verdict"], "not-judged", "no home in the zone");
}

#[test]
fn waste_of_each_site_is_held_to_its_floor_area() {
    let clause = |waste: Value| {
        let properties = json!({"名称": "工地", "状态": "规划", "建筑面积": 20_000, "建筑垃圾排放量": waste});
        Plan::new().layer("buildings", &[rectangle(0.0, 0.0, 20.0, 20.0, properties)]).clause("site-waste")
    };
    assert_eq!(clause(json!(600))["verdict"], "meets");
    close(&clause(json!(600))["value"], 300.0, 1e-9);
    assert_eq!(clause(json!(601))["verdict"], "violates");
    assert_eq!(clause(Value::Null)["verdict"], "not-judged");
}

#[test]
fn new_homes_above_100_m_violate_and_offices_are_only_told() {
    let building = |x: f64, kind: &str, height: Value| {
        rectangle(x, 0.0, 20.0, 20.0, json!({"名称": kind, "状态": "规划", "用途": kind, "建筑高度": height}))
    };
    let clause = |buildings: &[Value]| Plan::new().layer("buildings", buildings).clause("high-rise-homes");
    let meets = clause(&[building(0.0, "住宅", json!(100)), building(50.0, "办公", json!(140))]);
    assert_eq!(meets["verdict"], "meets", "{meets}");
    assert_eq!(meets["facts"]["others"], 1);
    let violates = clause(&[building(0.0, "住宅", json!(100.1))]);
    assert_eq!(violates["verdict"], "violates");
    assert_eq!((&violates["value"], &violates["findings"][0]["subject"]), (&json!(1.0), &json!("住宅")));
    assert_eq!(clause(&[building(0.0, "住宅", Value::Null)])["verdict"], "not-judged");
    assert_eq!(Plan::new().with(&["--set", "high-rise-homes=0"]).clause("high-rise-homes")["verdict"], "meets");
}

#[test]
fn homes_of_up_to_six_storeys_are_told_beside_the_numbers_of_other_documents() {
    let home = |x: f64, storeys: u32, area: u32| {
        rectangle(x, 0.0, 20.0, 20.0, json!({"状态": "规划", "用途": "住宅", "层数": storeys, "建筑面积": area}))
    };
    let homes = [home(0.0, 6, 700), home(50.0, 7, 300)];
    let clause = Plan::new().layer("buildings", &homes).clause("mostly-six-storeys");
    assert_eq!(clause["verdict"], "info", "{clause}");
    close(&clause["value"], 70.0, 1e-9);
    assert_eq!((&clause["limit"], &clause["findings"]), (&Value::Null, &json!([])));
    assert_eq!(clause["references"][0]["limit"], 70.0);
    assert!(clause["references"][0]["source"]["zh"].as_str().is_some_and(|source| source.contains("15部门")));
}
