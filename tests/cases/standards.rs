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
    assert!(shown.contains("`wide-corridors` | Corridors 3.2 "), "{shown}");
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

/// Another prefecture in one language: wider corridors, lower homes, more stars, clauses that Liangshan does not have.
const WEST_LAKE: &str = r#"[standard]
id = "west-lake"
title = "West Lake standard"
version = "1"
counties = ["North", "South"]

[[clause]]
id = "wide-corridors"
title = "Corridors"
number = "1"
quote = "at least 100 m"
strength = "required"
measure = "corridor-width"
test = ">= 100 m"

[[clause]]
id = "low-homes"
title = "Height of homes"
number = "2"
quote = "no home above 60 m"
strength = "required"
measure = "feature-count"
test = "<= 0 1"
with = { role = "buildings", among = ["home"], having = ["height > 60"] }

[[clause]]
id = "two-stars"
title = "Buildings with two stars"
number = "3"
quote = "half of all buildings have two stars"
strength = "aspiration"
year = 2035
measure = "feature-share"
test = ">= 50 %"
figure = true
with = { role = "buildings", having = ["stars >= 2"] }

[[clause.reading]]
id = "by-floor-area"
title = "By floor area"
with = { weight = "floor-area" }

[[clause.reference]]
test = ">= 30 %"
source = "the policy before it"

[[clause]]
id = "leaks"
title = "Leakage"
number = "4"
quote = "at most 8 %"
strength = "required"
applies = ["North"]
other = "not-applicable"
measure = "typed-figure"
test = "<= 8 %"
with = { unit = "%" }
"#;

#[expect(clippy::unwrap_used, reason = "a fixture that cannot be made fails its test")]
fn west_lake(county: &str) -> Plan {
    let building = |x: f64, stars: u32, area: u32, height: u32| {
        let properties = json!({"stars": stars, "floor_area": area, "height": height, "use": "residential"});
        rectangle(x, 500.0, 20.0, 20.0, properties)
    };
    let plan = Plan::new()
        .head(&format!("county = \"{county}\""))
        .layer("corridors", &[rectangle(0.0, 0.0, 2000.0, 99.0, json!({"name": "A"}))])
        .layer("buildings", &[building(0.0, 2, 100, 60), building(50.0, 1, 300, 61)]);
    fs::write(plan.path().join("west-lake.toml"), WEST_LAKE).unwrap();
    let standard = plan.path().join("west-lake.toml").display().to_string();
    plan.with(&["--standard", &standard, "--set", "leaks=8.5"])
}

#[test]
fn a_prefecture_with_other_clauses_in_one_language_needs_a_file_and_no_code() {
    let result = west_lake("North").result();
    let clauses = result["clauses"].as_array().map_or(&[][..], Vec::as_slice);
    let said: Vec<(&Value, &Value, &Value)> =
        clauses.iter().map(|clause| (&clause["id"], &clause["verdict"], &clause["value"])).collect();
    let (id, verdict) = (|index: usize| said[index].0, |index: usize| said[index].1);
    assert_eq!(said.len(), 4);
    assert_eq!((id(0), verdict(0)), (&json!("wide-corridors"), &json!("violates")));
    assert_eq!((id(1), verdict(1), said[1].2), (&json!("low-homes"), &json!("violates"), &json!(1.0)));
    assert_eq!((id(2), verdict(2), said[2].2), (&json!("two-stars"), &json!("depends-on-reading"), &json!(50.0)));
    assert_eq!(clauses[2]["readings"][1]["value"], 25.0);
    assert_eq!(clauses[2]["references"][0]["source"]["en"], "the policy before it");
    assert_eq!((id(3), verdict(3), said[3].2), (&json!("leaks"), &json!("violates"), &json!(8.5)));
    assert_eq!(result["standard"]["title"], json!({"zh": "West Lake standard", "en": "West Lake standard"}));
    assert_eq!(west_lake("South").clause("leaks")["verdict"], "not-applicable");
}

#[test]
fn a_condition_that_is_not_known_is_refused_with_line_key_and_those_that_are() {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let path = folder.path().join("own.toml");
    let wrong = WEST_LAKE.replace("stars >= 2", "star >= 2");
    fs::write(&path, wrong).unwrap_or_else(|error| panic!("{error}"));
    let run = langdao(&["standard", "validate", &path.display().to_string(), "--lang", "en"]);
    assert_ne!(run.code, Some(0), "{}", run.stdout);
    let said = format!("{}{}", run.stdout, run.stderr);
    assert!(
        said.contains("clause[3].with.having") && said.contains("line 36") && said.contains("prefabricated"),
        "{said}"
    );
}
