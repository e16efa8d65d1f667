//! A plan in a fresh folder, made by code, and the real binary run on it.
#![allow(dead_code, clippy::allow_attributes, reason = "each test binary uses the part it needs")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_docs_in_private_items,
    reason = "a fixture that cannot be made fails its test"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Where fixtures lie in EPSG:4543: Xichang, so that nothing sits at the origin.
pub(crate) const X0: f64 = 526_000.0;
/// See [`X0`].
pub(crate) const Y0: f64 = 3_087_000.0;

/// A plan in a fresh folder.
pub(crate) struct Plan {
    folder: TempDir,
    head: String,
    tables: String,
    arguments: Vec<String>,
}

/// What a run of the binary gave.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Plan {
    /// A plan without layers, in EPSG:4543, of the year 2030 and of no county.
    pub(crate) fn new() -> Self {
        let head = String::from(
            "langdao = 1\nname = \"试验\"\nstandard = \"liangshan-carbon-peak\"\nyear = 2030\ncrs = \"EPSG:4543\"\n",
        );
        Self { folder: TempDir::new().unwrap(), head, tables: String::new(), arguments: Vec::new() }
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Adds a line to the head of plan.toml.
    pub(crate) fn head(mut self, line: &str) -> Self {
        writeln!(self.head, "{line}").unwrap();
        self
    }

    /// Replaces a line of the head that begins so.
    pub(crate) fn without_head(mut self, start: &str) -> Self {
        self.head = self
            .head
            .lines()
            .filter(|line| !line.starts_with(start))
            .fold(String::new(), |all, line| all + line + "\n");
        self
    }

    /// Adds tables to plan.toml.
    pub(crate) fn toml(mut self, text: &str) -> Self {
        writeln!(self.tables, "{text}").unwrap();
        self
    }

    /// Adds command-line arguments.
    pub(crate) fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        self
    }

    /// Adds a GeoJSON layer of a role in the plan's system; coordinates are metres from ([`X0`], [`Y0`]).
    pub(crate) fn layer(self, role: &str, features: &[Value]) -> Self {
        let name = format!("{role}.geojson");
        self.named_layer(role, &name, features)
    }

    /// The same under a file name.
    pub(crate) fn named_layer(mut self, role: &str, name: &str, features: &[Value]) -> Self {
        fs::write(self.path().join(name), collection("urn:ogc:def:crs:EPSG::4543", features)).unwrap();
        writeln!(self.tables, "[[layer]]\nrole = \"{role}\"\nsource = \"{name}\"").unwrap();
        self
    }

    /// Writes plan.toml and runs `langdao check` with JSON output.
    pub(crate) fn run(&self) -> Run {
        self.write();
        let mut arguments = vec![String::from("check"), self.path().display().to_string()];
        arguments.extend(["--format", "json", "--lang", "en"].map(str::to_owned));
        arguments.extend(self.arguments.iter().cloned());
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        langdao(&arguments)
    }

    /// Writes plan.toml.
    pub(crate) fn write(&self) -> PathBuf {
        let path = self.path().join("plan.toml");
        fs::write(&path, format!("{}{}", self.head, self.tables)).unwrap();
        path
    }

    /// The whole result.
    pub(crate) fn result(&self) -> Value {
        let run = self.run();
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}\n{}\n{}", run.stdout, run.stderr))
    }

    /// One clause of the result.
    pub(crate) fn clause(&self, id: &str) -> Value {
        let result = self.result();
        let clauses = result["clauses"].as_array().unwrap();
        clauses.iter().find(|clause| clause["id"] == id).unwrap_or_else(|| panic!("no clause {id}")).clone()
    }
}

/// Runs the binary.
pub(crate) fn langdao(arguments: &[&str]) -> Run {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_langdao")).args(arguments).output().unwrap();
    Run {
        code: status.code(),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8_lossy(&stderr).into_owned(),
    }
}

/// A GeoJSON collection with a `crs` member.
pub(crate) fn collection(crs: &str, features: &[Value]) -> String {
    json!({
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": crs}},
        "features": features,
    })
    .to_string()
}

fn place(points: &[(f64, f64)]) -> Vec<[f64; 2]> {
    points.iter().map(|&(x, y)| [X0 + x, Y0 + y]).collect()
}

/// A polygon by its corners.
#[expect(clippy::needless_pass_by_value, reason = "cases write the properties where they stand")]
pub(crate) fn polygon(points: &[(f64, f64)], properties: Value) -> Value {
    let mut ring = place(points);
    ring.push(ring[0]);
    json!({"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}})
}

/// A polygon with one hole.
#[expect(clippy::needless_pass_by_value, reason = "cases write the properties where they stand")]
pub(crate) fn holed(points: &[(f64, f64)], hole: &[(f64, f64)], properties: Value) -> Value {
    let rings: Vec<Vec<[f64; 2]>> = [points, hole]
        .into_iter()
        .map(|points| {
            let mut ring = place(points);
            ring.push(ring[0]);
            ring
        })
        .collect();
    json!({"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": rings}})
}

/// A rectangle by its lower left corner, width and height.
pub(crate) fn rectangle(x: f64, y: f64, width: f64, height: f64, properties: Value) -> Value {
    polygon(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)], properties)
}

/// A line by its points.
#[expect(clippy::needless_pass_by_value, reason = "cases write the properties where they stand")]
pub(crate) fn line(points: &[(f64, f64)], properties: Value) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry": {"type": "LineString", "coordinates": place(points)}})
}

/// Whether a notice of this code stands in a list of notices.
pub(crate) fn has_notice(notices: &Value, code: &str) -> bool {
    notices.as_array().is_some_and(|notices| notices.iter().any(|notice| notice["code"] == code))
}

/// Holds a JSON number to an expected value.
#[track_caller]
pub(crate) fn close(value: &Value, expected: f64, tolerance: f64) {
    let number = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!((number - expected).abs() <= tolerance, "{number} is not {expected} within {tolerance}");
}
