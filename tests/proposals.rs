//! Proposals of a plan on the command line: which one is checked, and two of them side by side.

#![expect(clippy::unwrap_used, reason = "a run that cannot be read has failed")]

mod support;

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use support::{Plan, Run, X0, Y0, close, langdao, line, polygon, rectangle};
use unicode_width::UnicodeWidthStr as _;

fn points(points: &[(f64, f64)]) -> String {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("[{:?}, {:?}]", X0 + x, Y0 + y)).collect();
    format!("[{}]", points.join(", "))
}

/// A corridor of 1 km in a `[[corridor]]` of the root or of a proposal.
fn corridor(key: &str, width: u8) -> String {
    let centreline = points(&[(0.0, 1500.0), (1000.0, 1500.0)]);
    format!("[[{key}]]\nid = \"c1\"\nname = \"甲廊道\"\ncentreline = {centreline}\nwidth = {width}\n")
}

/// A plaza of so many metres by 100.
fn plaza(key: &str, length: f64) -> String {
    let outline = points(&[(0.0, 0.0), (length, 0.0), (length, 100.0), (0.0, 100.0)]);
    format!("[[{key}]]\nid = \"d1\"\nrole = \"plazas\"\nname = \"中心广场\"\noutline = {outline}\n")
}

/// A square kilometre with seven streets of 1 km, 45 m wide, 1 km of greenway, a corridor of 40 m and a plaza of 1 ha.
/// 方案一 widens the corridor to 60 m, enlarges the plaza to 2.4 ha, draws half a kilometre of street 50 m wide and states
/// the population; 方案二 states nothing of its own.
fn town() -> Plan {
    let square = || rectangle(0.0, 0.0, 1000.0, 1000.0, json!({"name": "城区"}));
    let streets: Vec<Value> = (1..8)
        .map(|at| 100.0 * f64::from(at))
        .map(|x| line(&[(x, 0.0), (x, 1000.0)], json!({"class": "支路", "red_line_width": 45})))
        .collect();
    let street = points(&[(150.0, 500.0), (650.0, 500.0)]);
    Plan::new()
        .layer("main-urban-area", &[square()])
        .layer("built-up-area", &[square()])
        .layer("county-seat", &[square()])
        .layer("road-centrelines", &streets)
        .layer("greenways", &[line(&[(0.0, 50.0), (1000.0, 50.0)], json!({}))])
        .toml(&corridor("corridor", 40))
        .toml(&plaza("drawn", 100.0))
        .toml("[[proposal]]\nname = \"方案一\"\nfigures = { urban_population = 5000 }\n")
        .toml(&corridor("proposal.corridor", 60))
        .toml(&plaza("proposal.drawn", 240.0))
        .toml(&format!(
            "[[proposal.drawn]]\nid = \"d2\"\nrole = \"road-centrelines\"\nline = {street}\n\
             values = {{ class = \"branch\", red_line_width = 50 }}\n"
        ))
        .toml("[[proposal]]\nname = \"方案二\"\n")
}

fn compare(plan: &Plan, a: &str, b: &str, more: &[&str]) -> Run {
    plan.write();
    let folder = plan.path().display().to_string();
    langdao(&[&["compare", &folder, a, b], more].concat())
}

fn compared(plan: &Plan, a: &str, b: &str) -> Value {
    let run = compare(plan, a, b, &["--format", "json", "--lang", "en"]);
    let result = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}\n{}", run.stderr));
    fits(&result);
    result
}

fn schema() -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/comparison.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert!(jsonschema::meta::is_valid(&schema), "the schema itself is not valid");
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn fits(result: &Value) {
    let complaints: Vec<String> =
        schema().iter_errors(result).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

fn clause<'a>(result: &'a Value, id: &str) -> &'a Value {
    result["clauses"].as_array().unwrap().iter().find(|clause| clause["id"] == id).unwrap()
}

#[test]
fn each_effect_is_told_with_both_verdicts_both_values_and_their_difference() {
    let result = compared(&town(), "现状", "方案一");
    for (id, a, b, difference, effect) in [
        ("corridor-net-width", ("violates", 40.0), ("meets", 60.0), 20.0, "mends"),
        ("plaza-area", ("meets", 1.0), ("violates", 2.4), 1.4, "breaks"),
        ("road-density", ("violates", 7.0), ("violates", 7.5), 0.5, "improves"),
        ("road-red-line", ("violates", 45.0), ("violates", 50.0), 5.0, "worsens"),
        ("corridor-continuity", ("meets", 0.0), ("meets", 0.0), 0.0, "same"),
    ] {
        let clause = clause(&result, id);
        assert_eq!((&clause["a"]["verdict"], &clause["b"]["verdict"]), (&json!(a.0), &json!(b.0)), "{id}");
        assert_eq!(clause["effect"], effect, "{id}");
        close(&clause["a"]["value"], a.1, 1e-9);
        close(&clause["b"]["value"], b.1, 1e-9);
        close(&clause["difference"], difference, 1e-9);
    }
    let greenway = clause(&result, "greenway-per-capita");
    assert_eq!((&greenway["a"]["verdict"], &greenway["a"]["value"]), (&json!("not-judged"), &Value::Null));
    assert!(greenway["a"]["reason"].as_str().unwrap().contains("urban_population"), "{greenway}");
    assert_eq!((&greenway["b"]["verdict"], &greenway["effect"]), (&json!("meets"), &json!("changes")));
    close(&greenway["b"]["value"], 2.0, 1e-9);
    assert_eq!(greenway["difference"], Value::Null);
    let counts = json!({"mends": 1, "breaks": 1, "improves": 1, "worsens": 1, "changes": 1, "same": 45});
    assert_eq!(result["counts"], counts);
    assert_eq!(clause(&result, "corridor-net-width")["gone"], json!(["甲廊道"]));
    assert_eq!(clause(&result, "plaza-area")["new"], json!(["中心广场"]));
    let proposals: Vec<&Value> = result["proposals"].as_array().unwrap().iter().map(|own| &own["name"]).collect();
    assert_eq!(proposals, ["现状", "方案一"]);
}

#[test]
fn the_exit_status_says_whether_the_second_breaks_a_clause() {
    let town = town();
    for (a, b, code) in [("现状", "方案一", 1), ("方案一", "现状", 1), ("现状", "方案二", 0), ("方案一", "方案一", 0)]
    {
        assert_eq!(compare(&town, a, b, &[]).code, Some(code), "{a} → {b}");
    }
    let only = ["--clause", "corridor-net-width"];
    assert_eq!(compare(&town, "现状", "方案一", &only).code, Some(0), "what is not asked for breaks nothing");
}

#[test]
fn an_unknown_proposal_ends_with_two_and_the_names_that_there_are() {
    let town = town();
    let run = compare(&town, "现状", "方案三", &["--lang", "zh"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("方案三") && run.stderr.contains("现状, 方案一, 方案二"), "{}", run.stderr);
    let run = town.with(&["--proposal", "方案三"]).run();
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("现状, 方案一, 方案二"), "{}", run.stderr);
}

#[test]
fn a_plan_without_proposals_and_a_folder_without_plan_have_none_to_take() {
    let plan = Plan::new().layer("corridors", &[rectangle(0.0, 0.0, 1000.0, 60.0, json!({}))]);
    let run = compare(&plan, "现状", "方案一", &["--lang", "en"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("has no proposals"), "{}", run.stderr);
    fs::remove_file(plan.path().join("plan.toml")).unwrap();
    let folder = plan.path().display().to_string();
    let run = langdao(&["check", &folder, "--proposal", "方案一", "--lang", "en"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("has no proposals"), "{}", run.stderr);
}

#[test]
fn a_check_takes_the_proposal_that_is_named_else_the_open_one() {
    let width = |plan: Plan| {
        let result = plan.result();
        (result["plan"]["proposal"].clone(), clause(&result, "corridor-net-width")["value"].clone())
    };
    for (plan, name, expected) in [
        (town(), "现状", 40.0),
        (town().with(&["--proposal", "方案一"]), "方案一", 60.0),
        (town().head("open = \"方案一\""), "方案一", 60.0),
        (town().head("open = \"方案一\"").with(&["--proposal", "方案二"]), "方案二", 40.0),
        (town().head("base = \"既有\""), "既有", 40.0),
    ] {
        let (proposal, value) = width(plan);
        assert_eq!(proposal, name);
        close(&value, expected, 1e-9);
    }
    let alone = Plan::new().layer("corridors", &[rectangle(0.0, 0.0, 1000.0, 60.0, json!({}))]);
    assert_eq!(alone.result()["plan"]["proposal"], Value::Null);
}

#[test]
fn text_and_reports_name_the_proposal_that_was_checked() {
    let town = town();
    town.write();
    let folder = town.path().display().to_string();
    let run = langdao(&["check", &folder, "--proposal", "方案一", "--lang", "zh"]);
    assert!(run.stdout.contains("比选方案“方案一”"), "{}", run.stdout);
    let html = town.path().join("报告.html").display().to_string();
    let report = langdao(&["report", &folder, "--proposal", "方案一", "--lang", "zh", "-o", &html]);
    assert_eq!(report.code, Some(1), "{}", report.stderr);
    let page = fs::read_to_string(&html).unwrap();
    assert!(page.contains("比选方案") && page.contains("方案一"));
    let drawn = town.path().join("画.geojson").display().to_string();
    assert_eq!(langdao(&["report", &folder, "--proposal", "方案一", "--drawn", "-o", &drawn]).code, Some(0));
    assert!(fs::read_to_string(&drawn).unwrap().contains("\"d2\""), "what is drawn in the proposal");
}

#[test]
fn the_table_lines_up_and_ends_with_the_counts() {
    let run = compare(&town(), "现状", "方案一", &["--lang", "zh"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    let line = |title: &str| *lines.iter().find(|line| line.starts_with(title)).unwrap();
    let row = line("生态廊道净宽度");
    for part in ["✗ 未达标 → ✓ 达标", "40.0 m  ", "60.0 m  ", "+20.0 m", "整改达标"] {
        assert!(row.contains(part), "{part} is not in: {row}");
    }
    let column = |title: &str, effect: &str| line(title).split_once(effect).unwrap().0.width();
    let expected = column("生态廊道净宽度", "整改达标");
    for (title, effect) in [
        ("广场集中硬地面积", "新增未达标"),
        ("道路网密度", "改善"),
        ("县城道路红线宽度", "变差"),
        ("每万人绿道长度", "变化"),
    ] {
        assert_eq!(column(title, effect), expected, "{}", run.stdout);
    }
    assert!(run.stdout.contains("消除 1 处：甲廊道") && run.stdout.contains("新增 1 处：中心广场"), "{}", run.stdout);
    let counts = lines.last().unwrap();
    for part in ["共 50 条", "整改达标 1", "新增未达标 1", "改善 1", "变差 1", "变化 1", "不变 45"] {
        assert!(counts.contains(part), "{part} is not in: {counts}");
    }
    let back = compare(&town(), "方案一", "现状", &["--lang", "en"]);
    assert!(back.stdout.contains("-20.0 m") && back.stdout.contains("breaks"), "{}", back.stdout);
}

#[test]
fn outputs_follow_their_endings_and_are_the_same_for_any_number_of_threads() {
    let town = town();
    let at = |name: &str| town.path().join(name).display().to_string();
    let [csv, json, txt] = ["比选.csv", "比选.json", "比选.txt"].map(at);
    let outputs = ["-o", &csv, "-o", &json, "-o", &txt, "--lang", "zh", "--threads", "1"];
    let run = compare(&town, "现状", "方案一", &outputs);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""), "{}", run.stderr);
    let table = fs::read_to_string(&csv).unwrap();
    let row = table.lines().find(|row| row.starts_with("plaza-area,")).unwrap();
    assert!(row.contains(",现状,方案一,达标,未达标,1,2.4") && row.contains("新增未达标"), "{row}");
    fits(&serde_json::from_str(&fs::read_to_string(&json).unwrap()).unwrap());
    let text = compare(&town, "现状", "方案一", &["--lang", "zh", "--threads", "4"]).stdout;
    assert_eq!(fs::read_to_string(&txt).unwrap(), text);
    let wrong = compare(&town, "现状", "方案一", &["-o", &at("比选.pdf"), "--lang", "en"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.stderr.contains(".csv .json .txt"), "{}", wrong.stderr);
}

#[test]
fn a_layer_of_either_proposal_that_cannot_be_used_stops_it_unless_told_to_go_on() {
    let missing = "[[proposal]]\nname = \"方案三\"\n[[proposal.layer]]\nrole = \"corridors\"\nsource = \"没有.shp\"\n";
    let town = town().toml(missing);
    let run = compare(&town, "现状", "方案三", &["--format", "json"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("没有.shp"), "{}", run.stderr);
    let run = compare(&town, "现状", "方案三", &["--format", "json", "--keep-going"]);
    let result: Value = serde_json::from_str(&run.stdout).unwrap();
    fits(&result);
    assert_eq!(clause(&result, "corridor-net-width")["b"]["verdict"], "not-judged");
    assert_eq!((run.code, &clause(&result, "corridor-net-width")["effect"]), (Some(0), &json!("changes")));
}

#[test]
fn what_the_command_line_says_over_a_plan_holds_for_both() {
    let result = {
        let run = compare(
            &town(),
            "现状",
            "方案一",
            &["--format", "json", "--set", "urban_population=20000", "--year", "2025"],
        );
        serde_json::from_str::<Value>(&run.stdout).unwrap()
    };
    let greenway = clause(&result, "greenway-per-capita");
    close(&greenway["a"]["value"], 0.5, 1e-9);
    assert_eq!((&greenway["a"]["verdict"], &greenway["effect"]), (&json!("not-yet-due"), &json!("same")));
    assert_eq!(result["proposals"][1]["year"], 2025);
}

#[test]
fn a_plan_of_several_counties_is_compared_county_by_county() {
    let counties = [
        polygon(&[(-100.0, -100.0), (500.0, -100.0), (500.0, 2000.0), (-100.0, 2000.0)], json!({"name": "德昌县"})),
        polygon(&[(500.0, -100.0), (1100.0, -100.0), (1100.0, 2000.0), (500.0, 2000.0)], json!({"name": "会东县"})),
    ];
    let result = compared(&town().layer("admin-units", &counties), "现状", "方案一");
    let plaza = clause(&result, "plaza-area");
    let effects: Vec<(&Value, &Value)> =
        plaza["counties"].as_array().unwrap().iter().map(|own| (&own["county"], &own["effect"])).collect();
    assert_eq!(effects[0], (&json!("德昌县"), &json!("breaks")));
    assert_eq!((&plaza["effect"], effects.len()), (&json!("breaks"), 2));
}

#[test]
fn the_schema_refuses_keys_and_effects_that_it_does_not_know() {
    let result = compared(&town(), "现状", "方案一");
    for place in ["", "/tool", "/plan", "/standard", "/proposals/0", "/clauses/0", "/clauses/0/a", "/counts"] {
        let mut spoiled = result.clone();
        spoiled.pointer_mut(place).unwrap().as_object_mut().unwrap().insert(String::from("unheard_of"), json!(1));
        assert!(!schema().is_valid(&spoiled), "a new key at '{place}' goes unnoticed");
    }
    for (place, value) in
        [("/schema", "langdao-comparison/2"), ("/clauses/0/effect", "helps"), ("/clauses/0/difference", "1")]
    {
        let mut spoiled = result.clone();
        *spoiled.pointer_mut(place).unwrap() = json!(value);
        assert!(!schema().is_valid(&spoiled), "{value} at {place} goes unnoticed");
    }
}
