use geo_types::{Coord, LineString};
use serde_json::json;

use super::place::FindingPlace;
use super::*;
use crate::check::Finding;
use crate::standard::Standard;
use crate::units::{Figure, Unit};

fn finding(place: Shape, figure: Option<f64>, facts: serde_json::Value) -> Finding {
    let serde_json::Value::Object(facts) = facts else { panic!("{facts} is no object") };
    Finding {
        subject: String::from("甲"),
        verdict: Verdict::Violates,
        figure: figure.map(|value| Figure::exact(value, Unit::Metre)),
        features: Vec::new(),
        anchor: Coord::default(),
        place,
        facts,
        county: None,
    }
}

/// Length, whether it is a gap, and limit of what a plan shows as a dimension.
fn across(clause: &str, finding: &Finding) -> Option<(f64, bool, Option<f64>)> {
    let standard = Standard::built_in("liangshan-carbon-peak").unwrap();
    let clause = standard.clause(clause).unwrap();
    let outcome = ClauseOutcome {
        clause: clause.id.clone(),
        verdict: Verdict::Violates,
        bound: true,
        figure: None,
        readings: Vec::new(),
        facts: serde_json::Value::Null,
        reason: None,
        findings: Vec::new(),
        notices: Vec::new(),
        counties: Vec::new(),
    };
    let across = FindingPlace { clause, outcome: &outcome, finding, number: 1 }.across()?;
    Some((across.length, across.is_gap, across.limit))
}

#[test]
fn a_narrow_place_has_a_limit_and_a_gap_has_none() {
    let line = || Shape::Lines(vec![LineString::from(vec![(0.0, 0.0), (0.0, 8.0)])]);
    let ends = json!([[0.0, 0.0], [0.0, 37.3]]);
    let width = finding(line(), Some(37.3), json!({"narrowest": ends}));
    assert_eq!(across("corridor-net-width", &width), Some((37.3, false, Some(50.0))));
    let broken = finding(line(), Some(0.0), json!({"narrowest": ends, "gap_m": 86.4}));
    assert_eq!(across("corridor-net-width", &broken), Some((86.4, true, None)));
    let gap = finding(line(), None, json!({"distance_m": 8.0}));
    assert_eq!(across("walking-network", &gap), Some((8.0, true, None)));
    let road = finding(line(), Some(60.0), json!({}));
    assert_eq!(across("road-red-line", &road), None, "a road is no gap");
    let torn = finding(line(), Some(37.3), json!({"narrowest": "somewhere"}));
    assert_eq!(across("corridor-net-width", &torn), None);
}

#[test]
fn fixed_columns_have_short_names_that_differ_and_full_names() {
    for columns in [&FINDING[..], &NARROW, &CLAUSE, &NAMED] {
        for lang in [Lang::Zh, Lang::En] {
            for column in super::columns(columns, lang) {
                assert!(column.short.len() <= 10 && !column.title.starts_with("report."), "{column:?}");
                assert_eq!(columns.iter().filter(|(short, _)| *short == column.short).count(), 1, "{column:?}");
            }
        }
    }
}
