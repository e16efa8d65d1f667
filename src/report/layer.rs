//! One inspected file as people read it, from the facts that `inspect` gathered.

use std::collections::BTreeMap;

use serde_json::Value;

use super::text::MOST_ROWS;
use crate::text::{Lang, Message};
use crate::units::grouped;

/// A file with its counts, fields, extent, role, length and area, and everything wrong with it.
pub fn layer_page(facts: &Value, lang: Lang) -> String {
    let text = |key: &str| facts[key].as_str().unwrap_or("").to_owned();
    let count = |value: &Value| grouped(&value.as_u64().unwrap_or(0).to_string());
    let mut page = Page { text: text("source") + "\n", lang };
    page.item("layer-format", &format!("{} · {} · {}", text("format"), crs(facts), text("encoding")));
    let shapes = &facts["shapes"];
    let counts = Message::new("report.layer-counts")
        .with("rows", count(&facts["rows"]))
        .with("features", count(&facts["features"]))
        .with("skipped", count(&facts["skipped"]))
        .with("points", count(&shapes["points"]))
        .with("lines", count(&shapes["lines"]))
        .with("areas", count(&shapes["areas"]));
    page.item("layer-rows", &counts.say(lang));
    if let Some([width, height]) = facts["pixels"].as_array().map(Vec::as_slice) {
        page.item("layer-pixels", &format!("{} × {}", count(width), count(height)));
    }
    if let Some(extent) = facts["extent"].as_array() {
        let corner: Vec<String> = extent.iter().map(|value| coordinate(value.as_f64().unwrap_or(0.0))).collect();
        if let [west, south, east, north] = corner.as_slice() {
            page.item("layer-extent", &format!("x {west} – {east}, y {south} – {north}"));
        }
    }
    if facts["roles"].is_array() {
        let role = format!("{} [{}]: {}", list(&facts["role_names"]), list(&facts["roles"]), text("role_reason"));
        page.item("layer-role", &role);
    }
    if let Some(reason) = facts["unusable"].as_str() {
        page.item("layer-unusable", reason);
    }
    page.item("layer-fields", &fields(facts));
    page.totals("layer-plane", &facts["plane"]);
    page.totals("layer-ellipsoidal", &facts["ellipsoidal"]);
    page.notices(facts["notices"].as_array().map(Vec::as_slice).unwrap_or_default());
    page.text
}

struct Page {
    text: String,
    lang: Lang,
}

impl Page {
    fn item(&mut self, key: &str, value: &str) {
        let name = Message::new(format!("report.{key}")).say(self.lang);
        self.text.extend(["  ", name.as_str(), ": ", value, "\n"]);
    }

    /// Notices, of each kind the first few.
    fn notices(&mut self, notices: &[Value]) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for notice in notices {
            let code = notice["code"].as_str().unwrap_or("");
            let count = seen.entry(code).or_default();
            *count += 1;
            if *count <= MOST_ROWS {
                self.item("layer-notice", &format!("{}  [{code}]", notice["text"].as_str().unwrap_or("")));
            }
        }
        for (code, count) in seen.into_iter().filter(|(_, count)| *count > MOST_ROWS) {
            let more = Message::new("report.more-findings").with("count", count - MOST_ROWS).say(self.lang);
            self.item("layer-notice", &format!("{more}  [{code}]"));
        }
    }

    fn totals(&mut self, key: &str, totals: &Value) {
        let mut parts = Vec::new();
        for (field, unit) in [("length_m", "m"), ("area_m2", "m²")] {
            let value = totals[field].as_f64().unwrap_or(0.0);
            if value > 0.0 {
                parts.push(format!("{} {unit}", grouped(&format!("{value:.3}"))));
            }
        }
        if parts.is_empty() {
            return;
        }
        parts.extend(totals["crs"].as_str().map(|crs| format!("[{crs}]")));
        self.item(key, &parts.join("  "));
    }
}

fn crs(facts: &Value) -> String {
    let code = facts["crs"].as_str().unwrap_or("");
    match facts["crs_name"].as_str() {
        Some(name) if name != code => format!("{code} {name}"),
        _ => code.to_owned(),
    }
}

fn coordinate(value: f64) -> String {
    if value.abs() <= 360.0 { format!("{value:.6}") } else { grouped(&format!("{value:.3}")) }
}

fn list(values: &Value) -> String {
    let texts: Vec<&str> = values.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    texts.join(", ")
}

fn fields(facts: &Value) -> String {
    let one = |field: &Value| {
        let name = field["name"].as_str().unwrap_or("");
        field["field"].as_str().map_or_else(|| name.to_owned(), |meaning| format!("{name} → {meaning}"))
    };
    let all: Vec<String> = facts["fields"].as_array().into_iter().flatten().map(one).collect();
    if all.is_empty() { String::from("–") } else { all.join(", ") }
}
