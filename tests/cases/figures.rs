//! Clauses whose figure is typed in: a number, yes or no, a change between two numbers; for one county or for each.

use serde_json::{Value, json};

use crate::support::{Plan, close, has_notice, rectangle};

fn typed(clause: &str, figures: &[&str]) -> Value {
    let arguments: Vec<&str> = figures.iter().flat_map(|figure| ["--set", figure]).collect();
    Plan::new().with(&arguments).clause(clause)
}

#[test]
fn each_number_meets_its_limit_violates_it_and_stands_exactly_at_it() {
    for (clause, limit, worse, better, at_limit) in [
        ("waste-reuse", 65.0, 64.9, 65.1, "meets"),
        ("pipe-leakage", 10.0, 10.1, 9.9, "meets"),
        ("reclaimed-water", 10.0, 9.9, 10.1, "meets"),
        ("renewable-share", 8.0, 7.9, 8.1, "meets"),
        ("electricity-share", 65.0, 64.9, 65.1, "violates"),
        ("demolition-waste-reuse", 30.0, 29.9, 30.1, "meets"),
        ("plant-efficiency", 10.0, 9.9, 10.1, "meets"),
        ("material-loss", 20.0, 19.9, 20.1, "meets"),
    ] {
        let verdict = |value: f64| typed(clause, &[&format!("{clause}={value}")])["verdict"].clone();
        assert_eq!(
            (verdict(limit), verdict(worse), verdict(better)),
            (json!(at_limit), json!("violates"), json!("meets")),
            "{clause}"
        );
        let missing = typed(clause, &[]);
        assert_eq!(missing["verdict"], "not-judged", "{clause}");
        assert!(missing["reason"].as_str().is_some_and(|reason| reason.contains(clause)), "{missing}");
    }
}

#[test]
fn before_the_target_year_a_miss_is_not_due_yet() {
    let clause =
        Plan::new().without_head("year").head("year = 2026").with(&["--set", "waste-reuse=50"]).clause("waste-reuse");
    assert_eq!(clause["verdict"], "not-yet-due", "{clause}");
    let past = Plan::new().without_head("year").head("year = 2026").with(&["--set", "renewable-share=5"]);
    assert_eq!(past.clause("renewable-share")["verdict"], "violates", "the target of 2025 stays");
}

#[test]
fn a_change_is_computed_from_the_first_and_the_later_number() {
    let loss = typed("material-loss", &["material-loss-before=5", "material-loss-after=4"]);
    assert_eq!(loss["verdict"], "meets", "{loss}");
    close(&loss["value"], 20.0, 1e-9);
    assert_eq!((&loss["facts"]["before"], &loss["facts"]["after"]), (&json!(5.0), &json!(4.0)));
    let rise = typed("plant-efficiency", &["plant-efficiency-before=2.0", "plant-efficiency-after=2.2"]);
    assert_eq!(rise["verdict"], "meets", "{rise}");
    close(&rise["value"], 10.0, 1e-9);
    assert_eq!(typed("plant-efficiency", &["plant-efficiency-before=2.0"])["verdict"], "not-judged");
}

#[test]
fn yes_and_no_are_answers() {
    for (answer, verdict) in [("yes", "meets"), ("是", "meets"), ("1", "meets"), ("no", "violates"), ("否", "violates")]
    {
        assert_eq!(typed("lighting-control", &[&format!("lighting-control={answer}")])["verdict"], verdict, "{answer}");
    }
    let plan = Plan::new().toml("[figures]\nlighting-control = { value = true, year = 2029, source = \"住建局\" }\n");
    assert_eq!(plan.clause("lighting-control")["verdict"], "meets");
    assert_eq!(typed("lighting-control", &[])["verdict"], "not-judged");
}

#[test]
fn raw_refuse_to_landfill_is_told_without_a_verdict() {
    let clause = typed("raw-landfill", &["raw-landfill=40", "raw-landfill-daily=320"]);
    assert_eq!((&clause["verdict"], &clause["unit"]), (&json!("info"), &json!("t/d")), "{clause}");
    close(&clause["value"], 40.0, 0.0);
    close(&clause["facts"]["beside"], 320.0, 0.0);
}

#[test]
fn a_figure_that_no_clause_takes_is_reported() {
    let result = Plan::new().with(&["--set", "pipe-leakege=9"]).result();
    assert!(has_notice(&result["notices"], "figure-unused"), "{}", result["notices"]);
}

fn three_counties() -> Plan {
    let unit = |x: f64, name: &str| rectangle(x, 0.0, 1000.0, 1000.0, json!({"name": name}));
    Plan::new().layer("admin-units", &[unit(0.0, "西昌市"), unit(1000.0, "昭觉县"), unit(2000.0, "会东县")])
}

#[test]
fn every_county_states_its_own_figure_and_the_worst_one_leads() {
    let figures = ["efficient-lamps@西昌市=92", "efficient-lamps@昭觉=80", "efficient-lamps@会东县=85"];
    let arguments: Vec<&str> = figures.iter().flat_map(|figure| ["--set", figure]).collect();
    let result = three_counties().with(&arguments).result();
    assert!(!has_notice(&result["notices"], "figure-unused"), "{}", result["notices"]);
    let clauses = result["clauses"].as_array().unwrap_or_else(|| panic!("{result}"));
    let clause = clauses.iter().find(|clause| clause["id"] == "efficient-lamps").unwrap_or_else(|| panic!("{result}"));
    assert_eq!(clause["verdict"], "violates", "{clause}");
    close(&clause["value"], 80.0, 0.0);
    let verdicts: Vec<&Value> =
        clause["counties"].as_array().into_iter().flatten().map(|county| &county["verdict"]).collect();
    assert_eq!(verdicts, ["meets", "violates", "meets"]);
}

#[test]
fn a_county_without_its_figure_is_not_judged_and_one_that_is_not_bound_only_told() {
    let plan = three_counties().with(&["--set", "lighting-control@西昌市=yes", "--set", "lighting-control@昭觉县=no"]);
    let clause = plan.clause("lighting-control");
    let verdicts: Vec<&Value> =
        clause["counties"].as_array().into_iter().flatten().map(|county| &county["verdict"]).collect();
    assert_eq!(verdicts, ["meets", "info", "not-judged"], "{clause}");
    assert_eq!(clause["verdict"], "not-judged");
}

#[test]
fn a_figure_of_the_whole_prefecture_is_judged_once_for_all() {
    let clause = three_counties().with(&["--set", "waste-reuse=66"]).clause("waste-reuse");
    assert_eq!(clause["verdict"], "meets", "{clause}");
    assert!(clause["counties"].is_null(), "{clause}");
}

#[test]
fn a_plan_of_one_county_takes_the_figure_that_bears_its_name() {
    let plan = Plan::new().head("county = \"会东县\"").with(&[
        "--set",
        "pipe-leakage@会东=11",
        "--set",
        "pipe-leakage@西昌市=5",
    ]);
    let clause = plan.clause("pipe-leakage");
    close(&clause["value"], 11.0, 0.0);
    assert_eq!((&clause["verdict"], &clause["strength"]), (&json!("violates"), &json!("aspiration")));
}

#[test]
fn all_seventeen_counties_are_judged_in_one_run() {
    let names = [
        "西昌市",
        "会理市",
        "木里藏族自治县",
        "盐源县",
        "德昌县",
        "会东县",
        "宁南县",
        "普格县",
        "布拖县",
        "金阳县",
        "昭觉县",
        "喜德县",
        "冕宁县",
        "越西县",
        "甘洛县",
        "美姑县",
        "雷波县",
    ];
    let units: Vec<Value> = (0_u32..)
        .zip(names)
        .map(|(index, name)| rectangle(f64::from(index) * 1000.0, 0.0, 1000.0, 1000.0, json!({"name": name})))
        .collect();
    let plaza = rectangle(4100.0, 100.0, 300.0, 100.0, json!({"name": "德昌广场"}));
    let result = Plan::new().layer("admin-units", &units).layer("plazas", &[plaza]).result();
    for clause in result["clauses"].as_array().into_iter().flatten() {
        assert_eq!(clause["counties"].as_array().map(Vec::len), Some(17), "{}", clause["id"]);
    }
    let clauses = result["clauses"].as_array().into_iter().flatten();
    let plazas = clauses.into_iter().find(|clause| clause["id"] == "plaza-area").unwrap_or_else(|| panic!("{result}"));
    assert_eq!(plazas["verdict"], "violates");
    let not_bound =
        plazas["counties"].as_array().into_iter().flatten().filter(|county| county["verdict"] == "not-applicable");
    assert_eq!(not_bound.count(), 2);
}
