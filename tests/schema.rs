//! Holds what `check --format json` really writes to the published schema, and the schema to being strict.

#![expect(clippy::unwrap_used, reason = "a run that cannot be read has failed")]

mod support;

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use serde_json::{Value, json};
use support::{Plan, langdao, line, rectangle};

fn schema() -> Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/result.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert!(jsonschema::meta::is_valid(&schema), "the schema itself is not valid");
    jsonschema::validator_for(&schema).unwrap()
}

fn complaints(result: &Value) -> Vec<String> {
    schema().iter_errors(result).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[track_caller]
fn fits(result: &Value) {
    let complaints = complaints(result);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

fn verdict_of<'a>(result: &'a Value, id: &str) -> &'a str {
    let clauses = result["clauses"].as_array().unwrap();
    clauses.iter().find(|clause| clause["id"] == id).unwrap()["verdict"].as_str().unwrap()
}

/// A plan that breaks every clause it has data for.
fn broken_town() -> Plan {
    Plan::new()
        .layer(
            "corridors",
            &[
                rectangle(0.0, 0.0, 1000.0, 60.0, json!({"name": "甲廊道"})),
                rectangle(0.0, 500.0, 400.0, 60.0, json!({"name": "乙廊道"})),
                rectangle(500.0, 500.0, 400.0, 60.0, json!({"name": "乙廊道"})),
            ],
        )
        .layer(
            "buildings",
            &[
                rectangle(480.0, 40.0, 40.0, 30.0, json!({"storeys": 20, "use": "住宅", "renewal": "拆"})),
                rectangle(480.0, 140.0, 40.0, 30.0, json!({"storeys": 6, "use": "住宅", "renewal": "留"})),
            ],
        )
        .layer("renewal-units", &[rectangle(400.0, 0.0, 300.0, 300.0, json!({"name": "一号单元"}))])
        .layer("main-urban-area", &[rectangle(-500.0, -500.0, 3000.0, 3000.0, json!({"name": "主城区"}))])
        .layer("built-up-area", &[rectangle(-500.0, -500.0, 3000.0, 3000.0, json!({}))])
        .layer("county-seat", &[rectangle(-500.0, -500.0, 3000.0, 3000.0, json!({}))])
        .layer(
            "road-centrelines",
            &[
                line(&[(-400.0, 300.0), (2000.0, 300.0)], json!({"class": "arterial", "red_line_width": 50})),
                line(&[(200.0, -400.0), (200.0, 2000.0)], json!({"class": "无此类"})),
            ],
        )
        .layer("plazas", &[rectangle(1200.0, 1200.0, 200.0, 150.0, json!({"name": "中心广场"}))])
        .layer("green", &[rectangle(1500.0, 0.0, 500.0, 500.0, json!({"class": "G1"}))])
        .layer("greenways", &[line(&[(0.0, 900.0), (2000.0, 900.0)], json!({}))])
        .layer(
            "walkways",
            &[line(&[(0.0, 1000.0), (500.0, 1000.0)], json!({})), line(&[(510.0, 1000.0), (900.0, 1000.0)], json!({}))],
        )
        .toml("[figures]\nurban_population = { value = 182000, year = 2025, source = \"统计年鉴\" }\n")
}

#[test]
fn a_result_with_findings_of_every_clause_fits() {
    let result = broken_town().result();
    fits(&result);
    for id in ["corridor-net-width", "corridor-continuity", "road-density", "green-ratio", "plaza-area"] {
        assert_eq!(verdict_of(&result, id), "violates", "{id}");
    }
    let findings =
        result["clauses"].as_array().unwrap().iter().map(|clause| clause["findings"].as_array().unwrap().len());
    assert!(findings.sum::<usize>() >= 5);
}

#[test]
fn a_result_before_the_target_year_fits() {
    fits(&broken_town().without_head("year").head("year = 2025").result());
}

#[test]
fn a_result_without_an_evaluation_year_fits() {
    fits(&broken_town().without_head("year").result());
}

#[test]
fn a_result_with_arguments_and_a_drawn_corridor_fits() {
    let plan = broken_town().toml(
        "[[corridor]]\nid = \"c1\"\nname = \"丙廊道\"\nwidth = 40.0\n\
         centreline = [[526000.0, 3088500.0], [527000.0, 3088500.0]]\n\
         [[argument]]\nclause = \"corridor-net-width\"\nsubject = \"丙廊道\"\nby = \"市规委会\"\nreason = \"地形受限\"\n\
         [[argument]]\nclause = \"no-such-clause\"\nby = \"市规委会\"\nreason = \"无\"\n",
    );
    let result = plan.result();
    fits(&result);
    assert!(result.to_string().contains("\"id\":\"c1\""), "the drawn corridor is named by its id");
}

#[test]
fn a_result_of_a_plan_with_nothing_to_judge_fits() {
    let result = Plan::new().layer("backdrop", &[rectangle(0.0, 0.0, 10.0, 10.0, json!({}))]).result();
    fits(&result);
    assert_eq!(verdict_of(&result, "corridor-net-width"), "not-judged");
}

#[test]
fn a_result_of_a_county_that_clauses_do_not_bind_fits() {
    let result = broken_town().head("county = \"西昌市\"").result();
    fits(&result);
    assert_eq!(verdict_of(&result, "plaza-area"), "not-applicable");
}

#[test]
fn a_result_with_several_counties_fits() {
    let counties = [
        rectangle(-600.0, -600.0, 1600.0, 4000.0, json!({"name": "德昌县"})),
        rectangle(1000.0, -600.0, 2000.0, 4000.0, json!({"name": "西昌市"})),
    ];
    let result = broken_town().layer("admin-units", &counties).result();
    fits(&result);
    let clauses = result["clauses"].as_array().unwrap();
    let with_counties = clauses.iter().filter(|clause| clause["counties"].as_array().is_some_and(|all| all.len() == 2));
    assert!(with_counties.count() > 0);
}

#[test]
fn a_result_that_went_on_without_a_layer_fits() {
    let missing = "[[layer]]\nrole = \"greenways\"\nsource = \"没有.shp\"\n";
    let result = broken_town().toml(missing).with(&["--keep-going"]).result();
    fits(&result);
    assert!(support::has_notice(&result["notices"], "layer-unusable"));
}

#[test]
fn a_result_for_one_clause_fits() {
    let result = broken_town().with(&["--clause", "road-density"]).result();
    fits(&result);
    assert_eq!(result["clauses"].as_array().unwrap().len(), 1);
}

#[test]
fn the_result_of_the_sample_fits() {
    let folder = tempfile::TempDir::new().unwrap();
    let sample = folder.path().join("sample").display().to_string();
    assert_eq!(langdao(&["sample", &sample]).code, Some(0));
    fits(&serde_json::from_str(&langdao(&["check", &sample, "--format", "json"]).stdout).unwrap());
}

/// A small document that fits, to be spoiled.
fn smallest() -> Value {
    let sha256 = "0".repeat(64);
    let notice = json!({"code": "year-assumed", "row": null, "at": null, "text": "…"});
    let finding = json!({
        "subject": "主城区", "verdict": "violates", "value": 7.0,
        "features": [{"layer": "roads.shp", "row": 12, "part": "counted"}, {"layer": null, "id": "c1", "part": "subject"}],
        "anchor": [1.0, 2.0], "facts": {"anything": 1},
        "place": {"type": "Polygon", "coordinates": [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]},
    });
    let clause = json!({
        "id": "road-density", "title": {"zh": "道路网密度", "en": "Road density"}, "number": "（五）", "quote": "…",
        "measure": "line-density", "scope": "main-urban-area", "strength": "required", "comparison": ">=",
        "limit": 8.0, "unit": "km/km2", "year": 2030, "verdict": "violates", "value": 7.0, "margin": -1.0,
        "readings": [{"id": "default", "value": 7.0, "verdict": "violates"}],
        "facts": {"length_km": 7.0, "area_km2": 1.0, "by_class_km": {"branch": 7.0}, "unknown_class_km": 0.0,
            "missing_km": 1.0},
        "reason": null, "findings": [finding], "notices": [notice],
    });
    json!({
        "schema": "langdao-result/1",
        "tool": {"name": "langdao", "version": "0.1.0"},
        "plan": {"name": "试验", "proposal": null, "crs": "EPSG:4543", "county": null, "year": null, "area_method": "plane", "distortion_ppm": 9.0},
        "standard": {"id": "liangshan-carbon-peak", "title": {"zh": "甲", "en": "A"}, "sha256": sha256},
        "layers": [{"roles": ["road-centrelines"], "source": "roads.shp", "sha256": sha256, "crs": "EPSG:4543",
            "encoding": "GBK", "features": 3, "skipped": 0, "title": null, "year": null, "provenance": null, "notices": []}],
        "clauses": [clause],
        "notices": [],
    })
}

#[test]
fn the_result_of_a_plan_without_any_feature_fits() {
    let folder = tempfile::TempDir::new().unwrap();
    std::fs::write(folder.path().join("广场.geojson"), r#"{"type": "FeatureCollection", "features": []}"#).unwrap();
    let plan = "langdao = 1\ncrs = \"EPSG:4543\"\n[[layer]]\nrole = \"plazas\"\nsource = \"广场.geojson\"\n";
    std::fs::write(folder.path().join("plan.toml"), plan).unwrap();
    let run = langdao(&["check", &folder.path().display().to_string(), "--format", "json"]);
    fits(&serde_json::from_str(&run.stdout).unwrap());
}

#[test]
fn the_schema_refuses_keys_that_it_does_not_know() {
    fits(&smallest());
    for place in [
        "",
        "/tool",
        "/plan",
        "/standard",
        "/layers/0",
        "/clauses/0",
        "/clauses/0/readings/0",
        "/clauses/0/findings/0",
        "/clauses/0/findings/0/features/0",
        "/clauses/0/notices/0",
    ] {
        let mut spoiled = smallest();
        spoiled.pointer_mut(place).unwrap().as_object_mut().unwrap().insert(String::from("unheard_of"), json!(1));
        assert!(!complaints(&spoiled).is_empty(), "a new key at '{place}' goes unnoticed");
    }
}

#[test]
fn the_schema_refuses_values_that_contradict_each_other() {
    for (place, value) in [
        ("/schema", json!("langdao-result/2")),
        ("/clauses/0/verdict", json!("passes")),
        ("/clauses/0/verdict", json!("meets")),
        ("/clauses/0/verdict", json!("not-judged")),
        ("/clauses/0/verdict", json!("not-applicable")),
        ("/clauses/0/value", json!(null)),
        ("/clauses/0/value", json!("7.0")),
        ("/clauses/0/unit", json!("km")),
        ("/clauses/0/scope", json!("town")),
        ("/clauses/0/readings", json!([])),
        ("/clauses/0/readings/0/id", json!("half-boundary")),
        ("/clauses/0/facts/length_km", json!(-1.0)),
        ("/clauses/0/facts/missing_km", json!(0.0)),
        ("/clauses/0/facts", json!({})),
        ("/clauses/0/findings/0/verdict", json!("meets")),
        ("/clauses/0/findings/0/anchor", json!([1.0])),
        ("/clauses/0/findings/0/place/coordinates", json!([[0.0, 0.0]])),
        ("/clauses/0/findings/0/features/0/part", json!("bystander")),
        ("/clauses/0/findings/0/features/0/row", json!(-1)),
        ("/layers/0/sha256", json!("")),
        ("/layers/0/source", json!(null)),
    ] {
        let mut spoiled = smallest();
        *spoiled.pointer_mut(place).unwrap() = value.clone();
        assert!(!complaints(&spoiled).is_empty(), "{value} at {place} goes unnoticed");
    }
}

#[test]
fn the_schema_refuses_a_feature_without_a_row_or_an_id() {
    let mut spoiled = smallest();
    spoiled.pointer_mut("/clauses/0/findings/0/features/0").unwrap().as_object_mut().unwrap().remove("row");
    assert!(!complaints(&spoiled).is_empty());
}

#[test]
fn what_homes_reach_and_which_roads_cannot_be_crossed_fits() {
    let standard = r#"[standard]
id = "reach"
title = { zh = "可达", en = "Reach" }
version = "1"

[[clause]]
id = "schools"
title = { zh = "学校", en = "Schools" }
number = "1"
quote = "居住用地应可达学校"
strength = "required"
measure = "service-coverage"
test = ">= 90 %"
with = { reach = "facilities", along = "straight", distance = 500 }

[[clause]]
id = "parks"
title = { zh = "公园", en = "Parks" }
number = "2"
quote = "公园均衡"
strength = "encouraged"
measure = "service-coverage"
with = { reach = "green", rings = [{ from_ha = 0.5, within = 500 }] }

[[clause]]
id = "walks"
title = { zh = "步行道", en = "Walks" }
number = "3"
quote = "步行道连续"
strength = "required"
measure = "network-continuity"
test = "<= 1 1"
with = { role = "walkways", homes_within = 300 }
"#;
    let school = json!({"type": "Feature", "properties": {"class": "小学"},
        "geometry": {"type": "Point", "coordinates": [support::X0, support::Y0]}});
    let road = line(&[(0.0, -10.0), (900.0, -10.0)], json!({"class": "主干路", "sidewalk": "双侧"}));
    let parcels = [
        rectangle(0.0, 0.0, 900.0, 40.0, json!({"class": "0701", "name": "甲"})),
        rectangle(0.0, 40.0, 100.0, 100.0, json!({"class": "1401"})),
        rectangle(0.0, 140.0, 100.0, 100.0, json!({"class": "未知"})),
    ];
    let plan = Plan::new()
        .layer("facilities", &[school])
        .layer("road-centrelines", &[road])
        .layer("land-use", &parcels)
        .layer("clusters", &[rectangle(0.0, 0.0, 500.0, 500.0, json!({"name": "北组团"}))])
        .layer("population", &[rectangle(0.0, 0.0, 900.0, 40.0, json!({"population": 900}))]);
    let path = plan.path().join("reach.toml");
    fs::write(&path, standard).unwrap();
    let result = plan.with(&["--standard", &path.display().to_string()]).result();
    fits(&result);
    let facts = |id: &str| {
        let clauses = result["clauses"].as_array().unwrap();
        clauses.iter().find(|clause| clause["id"] == id).unwrap()["facts"].clone()
    };
    assert_eq!(facts("schools")["clusters"][0]["name"], "北组团");
    assert_eq!(facts("parks")["along"], "network");
    assert_eq!(facts("walks")["uncrossed_stretches"], 1);
    let mut wrong = result.clone();
    wrong["clauses"][0]["facts"]["services"][0]["facilities"] = json!(-1);
    assert!(!complaints(&wrong).is_empty());
}
