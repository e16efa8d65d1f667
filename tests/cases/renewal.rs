//! `demolition-share`.

use serde_json::{Value, json};

use crate::support::{Plan, close, rectangle};

fn building(x: f64, floor_area: f64, renewal: &str, exemption: &str) -> Value {
    rectangle(
        x,
        10.0,
        10.0,
        10.0,
        json!({"floor_area": floor_area, "renewal": renewal, "exemption": exemption, "name": format!("楼{x}")}),
    )
}

fn share(buildings: &[Value]) -> Value {
    let unit = rectangle(0.0, 0.0, 1000.0, 100.0, json!({"name": "老城片区"}));
    Plan::new().layer("renewal-units", &[unit]).layer("buildings", buildings).clause("demolition-share")
}

#[test]
fn exactly_a_fifth_meets_the_limit() {
    let clause = share(&[building(0.0, 200.0, "拆", ""), building(50.0, 800.0, "留", "")]);
    assert_eq!(clause["verdict"], "meets", "{clause}");
    close(&clause["value"], 20.0, 1e-9);
}

#[test]
fn more_violates_it_in_the_unit_where_it_happens() {
    let clause = share(&[building(0.0, 210.0, "拆除", ""), building(50.0, 790.0, "改", "")]);
    assert_eq!(clause["verdict"], "violates");
    close(&clause["value"], 21.0, 1e-9);
    assert_eq!(clause["findings"][0]["subject"], "老城片区");
    close(&clause["facts"]["numerator"], 210.0, 1e-9);
    close(&clause["facts"]["denominator"], 1000.0, 1e-9);
}

#[test]
fn the_floor_area_above_the_share_is_told_and_none_at_the_limit_or_below() {
    let clause = share(&[building(0.0, 300.0, "拆除", ""), building(50.0, 700.0, "改", "")]);
    close(&clause["findings"][0]["facts"]["excess_m2"], 100.0, 1e-9);
    close(&clause["facts"]["excess_m2"], 100.0, 1e-9);
    for demolished in [200.0, 150.0] {
        let clause = share(&[building(0.0, demolished, "拆", ""), building(50.0, 1000.0 - demolished, "留", "")]);
        assert!(clause["facts"]["excess_m2"].is_null(), "{clause}");
    }
}

#[test]
fn what_is_exempt_with_evidence_is_not_counted_as_demolished_but_as_existing() {
    let clause = share(&[building(0.0, 300.0, "拆", "危房鉴定〔2025〕12号"), building(50.0, 700.0, "留", "")]);
    close(&clause["value"], 0.0, 1e-12);
    close(&clause["facts"]["denominator"], 1000.0, 1e-9);
}

#[test]
fn the_ways_to_read_an_exemption_decide_together() {
    // Of 1000 m² 200 go and 100 go by exemption: 20 %, 22.2 % without them, 30 % without the exemption.
    let clause = share(&[
        building(0.0, 200.0, "拆", ""),
        building(50.0, 100.0, "拆", "危房鉴定〔2025〕12号"),
        building(100.0, 700.0, "留", ""),
    ]);
    assert_eq!(clause["verdict"], "depends-on-reading", "{clause}");
    for (number, (id, value)) in
        [("default", 20.0), ("exempt-left-out", 200.0 / 9.0), ("nothing-exempt", 30.0)].into_iter().enumerate()
    {
        assert_eq!(clause["readings"][number]["id"], id);
        close(&clause["readings"][number]["value"], value, 1e-9);
    }
    let argued_away = share(&[building(0.0, 100.0, "拆", "无"), building(50.0, 900.0, "留", "")]);
    assert_eq!(argued_away["verdict"], "meets", "{argued_away}");
    close(&argued_away["value"], 10.0, 1e-9);
}

#[test]
fn without_units_nothing_is_judged() {
    let clause = Plan::new().layer("buildings", &[building(0.0, 300.0, "拆", "")]).clause("demolition-share");
    assert_eq!(clause["verdict"], "not-judged");
}
