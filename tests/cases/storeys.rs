//! `storeys-limit`.

use serde_json::{Value, json};

use crate::support::{Plan, close, has_notice, rectangle};

fn home(index: u32, storeys: impl serde::Serialize, status: &str) -> Value {
    rectangle(
        50.0 * f64::from(index),
        0.0,
        20.0,
        12.0,
        json!({"name": format!("{index}号楼"), "storeys": storeys, "use": "住宅", "status": status}),
    )
}

fn limit(buildings: &[Value]) -> Value {
    Plan::new().layer("buildings", buildings).clause("storeys-limit")
}

#[test]
fn eighteen_storeys_pass_and_nineteen_do_not() {
    let clause = limit(&[home(0, json!(18), "规划"), home(1, json!(6), "规划")]);
    assert_eq!(clause["verdict"], "meets", "{clause}");
    let clause = limit(&[home(0, json!(19), "规划"), home(1, json!(6), "规划")]);
    assert_eq!(clause["verdict"], "violates");
    close(&clause["value"], 19.0, 0.0);
    assert_eq!(clause["findings"][0]["subject"], "0号楼");
}

#[test]
fn existing_homes_and_other_buildings_are_not_new_homes() {
    let office = rectangle(0.0, 100.0, 30.0, 30.0, json!({"storeys": 30, "use": "办公", "status": "规划"}));
    let clause = limit(&[home(0, json!(24), "现状"), home(1, json!(11), "规划"), office]);
    assert_eq!(clause["verdict"], "meets", "{clause}");
    close(&clause["value"], 11.0, 0.0);
}

#[test]
fn without_status_all_homes_are_taken_as_new_with_a_notice() {
    let tower = rectangle(0.0, 0.0, 20.0, 12.0, json!({"storeys": "混22", "use": "住宅"}));
    let clause = limit(&[tower]);
    assert_eq!(clause["verdict"], "violates");
    close(&clause["value"], 22.0, 0.0);
    assert!(clause["notices"].as_array().is_some_and(|notices| !notices.is_empty()));
    assert!(has_notice(&clause["notices"], "scope-assumed-all"));
}

#[test]
fn an_argued_tower_is_argued() {
    let argument =
        "[[argument]]\nclause = \"storeys-limit\"\nsubject = \"0号楼\"\nby = \"县规委会\"\nreason = \"消防已论证\"\n";
    let clause = Plan::new().layer("buildings", &[home(0, json!(20), "规划")]).toml(argument).clause("storeys-limit");
    assert_eq!(clause["verdict"], "argued", "{clause}");
}

#[test]
fn a_home_without_storeys_leaves_the_clause_open() {
    assert_eq!(limit(&[home(0, Value::Null, "规划"), home(1, json!(6), "规划")])["verdict"], "not-judged");
}

#[test]
fn a_tall_building_of_unknown_use_leaves_the_clause_open_until_its_parcel_tells() {
    let tall = rectangle(500.0, 0.0, 20.0, 12.0, json!({"name": "塔楼", "storeys": 30, "use": "", "status": "规划"}));
    let buildings = [home(0, 6, "规划"), tall];
    let clause = limit(&buildings);
    assert_eq!(clause["verdict"], "not-judged", "{clause}");
    assert_eq!(clause["bounds"], json!([6.0, 30.0]));
    assert!(has_notice(&clause["notices"], "use-unknown"), "{clause}");
    for (code, verdict) in [("0701", "violates"), ("0901", "meets")] {
        let parcel = rectangle(450.0, -50.0, 200.0, 200.0, json!({"YDYHFLDM": code}));
        let plan = Plan::new().layer("buildings", &buildings).layer("land-use", &[parcel]);
        assert_eq!(plan.clause("storeys-limit")["verdict"], verdict, "{code}");
    }
}
