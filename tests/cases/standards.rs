//! A standard of another prefecture, and arguments that nothing needs.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Plan, has_notice, langdao, rectangle};

const OTHER: &str = r#"[standard]
id = "qingshan"
title = { zh = "青山州标准", en = "Qingshan standard" }
version = "3"

[[clause]]
id = "wide-corridors"
title = { zh = "廊道", en = "Corridors" }
number = "3.2"
quote = "生态廊道净宽度不少于100米"
strength = "required"
measure = "corridor-width"
test = ">= 100 m"

[[clause]]
id = "plaza-list"
title = { zh = "广场", en = "Plazas" }
number = "5"
quote = "推进小广场建设"
strength = "encouraged"
measure = "patch-area"
test = "<= 0.5 ha"
with = { role = "plazas" }
"#;

#[expect(clippy::unwrap_used, reason = "a fixture that cannot be made fails its test")]
fn plan() -> Plan {
    let plan = Plan::new()
        .layer("corridors", &[rectangle(0.0, 0.0, 2000.0, 99.0, json!({"name": "甲廊道"}))])
        .layer("plazas", &[rectangle(0.0, 500.0, 100.0, 100.0, json!({"name": "甲广场"}))]);
    fs::write(plan.path().join("青山.toml"), OTHER).unwrap();
    let standard = plan.path().join("青山.toml").display().to_string();
    plan.with(&["--standard", &standard])
}

#[test]
fn another_prefecture_judges_by_its_own_limits() {
    let clause = plan().clause("wide-corridors");
    assert_eq!((&clause["verdict"], &clause["limit"]), (&json!("violates"), &json!(100.0)), "{clause}");
}

#[test]
fn what_is_only_encouraged_is_told_without_a_limit_to_miss() {
    let clause = plan().clause("plaza-list");
    assert_eq!(clause["verdict"], "info");
    assert!(clause["value"].is_number(), "{clause}");
    assert_eq!((&clause["limit"], &clause["margin"]), (&Value::Null, &Value::Null), "{clause}");
}

#[test]
fn a_number_without_brackets_stands_apart_from_its_title() {
    let plan = plan();
    let standard = plan.path().join("青山.toml").display().to_string();
    let shown = langdao(&["standard", "show", &standard, "--lang", "en"]).stdout;
    assert!(shown.contains("Corridors 3.2  [wide-corridors]"), "{shown}");
    let shown = langdao(&["standard", "show", "plaza-area", "--lang", "zh"]).stdout;
    assert!(shown.contains("广场集中硬地面积（二十七）  [plaza-area]"), "{shown}");
}

#[test]
fn an_argument_is_unused_where_the_clause_does_not_apply_or_cannot_be_judged() {
    for (clause, head) in [("plaza-area", "county = \"西昌市\""), ("green-ratio", "county = \"西昌市\"")] {
        let argument = format!("[[argument]]\nclause = \"{clause}\"\nby = \"市规委会\"\nreason = \"地形\"\n");
        let judged = Plan::new().head(head).layer("plazas", &[]).toml(&argument).clause(clause);
        assert_eq!(judged["value"], Value::Null, "{judged}");
        assert!(has_notice(&judged["notices"], "argument-unused"), "{judged}");
    }
}

#[test]
fn a_plan_without_any_feature_has_no_place_to_tell_the_distortion_of() {
    let result = Plan::new().layer("plazas", &[]).result();
    assert_eq!(result["plan"]["distortion_ppm"], Value::Null);
}

#[test]
fn land_use_that_cannot_be_used_takes_nothing_from_a_clause_that_does_not_need_it() {
    let gone = "[[layer]]\nrole = \"land-use\"\nsource = \"无.shp\"\n";
    let scope = rectangle(0.0, 0.0, 1000.0, 1000.0, json!({"name": "建成区"}));
    let park = rectangle(0.0, 0.0, 400.0, 1000.0, json!({"class": "G1"}));
    let plan = || Plan::new().layer("built-up-area", std::slice::from_ref(&scope)).toml(gone).with(&["--keep-going"]);
    let clause = plan().layer("green", &[park]).clause("green-ratio");
    assert_eq!(clause["verdict"], "meets", "{clause}");
    assert_eq!(
        clause["readings"][1]["verdict"], "not-judged",
        "which regional green touches construction land is open"
    );
    assert_eq!(plan().clause("green-ratio")["verdict"], "not-judged", "land use would have told the green");
}
