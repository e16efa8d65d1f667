//! Plans with what the outputs have to show.

use langdao::check::{Finding, Outcome};
use langdao::handle::Handle;
use langdao::plan::{Loaded, Request, load};
use langdao::report::{Files, Format, Options, Report};
use langdao::text::Lang;
use serde_json::json;
use std::path::Path;

use crate::support::{Plan, X0, Y0, holed, line, rectangle};

/// A plan with what a check found in it.
pub(crate) struct Checked {
    pub(crate) loaded: Loaded,
    pub(crate) outcome: Outcome,
    pub(crate) lang: Lang,
}

impl Checked {
    pub(crate) fn of(plan: &Plan) -> Self {
        plan.write();
        let request = Request { paths: vec![plan.path().to_owned()], ..Request::default() };
        let loaded = load(&request, &Handle::default()).unwrap();
        let outcome = langdao::check::check(&loaded.snapshot, &loaded.standard, &[], &Handle::default()).unwrap();
        Self { loaded, outcome, lang: Lang::Zh }
    }

    pub(crate) fn files(&self, format: Format, name: &str, options: &Options) -> Files {
        let report = Report::new(&self.loaded.snapshot, &self.loaded.standard, &self.outcome, self.lang, options);
        report.files(format, Path::new(name), &Handle::default()).unwrap()
    }

    pub(crate) fn findings(&self, clause: &str) -> &[Finding] {
        let found = self.outcome.clauses.iter().find(|outcome| outcome.clause == clause);
        &found.unwrap_or_else(|| panic!("no clause {clause}")).findings
    }

    /// All findings, in the order of clauses.
    pub(crate) fn all_findings(&self) -> Vec<&Finding> {
        self.outcome.clauses.iter().flat_map(|outcome| &outcome.findings).collect()
    }
}

/// A corridor of 37.3 m where 50 m are asked for.
pub(crate) fn narrow() -> Plan {
    Plan::new().layer("corridors", &[rectangle(0.0, 0.0, 1000.0, 37.3, json!({"name": "甲廊道"}))])
}

/// A corridor wide enough, and nothing drawn.
pub(crate) fn nothing_wrong() -> Plan {
    Plan::new().layer("corridors", &[rectangle(0.0, 0.0, 1000.0, 60.0, json!({"name": "甲廊道"}))])
}

/// A narrow corridor, one in two pieces, a main urban area with a hole in it and hardly a road, walkways with a gap, and
/// three drawn features of two roles.
pub(crate) fn town() -> Plan {
    let place = |points: &[(f64, f64)]| -> String {
        let all: Vec<String> = points.iter().map(|(x, y)| format!("[{}, {}]", X0 + x, Y0 + y)).collect();
        format!("[{}]", all.join(", "))
    };
    let square = [(0.0, 0.0), (1000.0, 0.0), (1000.0, 1000.0), (0.0, 1000.0)];
    let hole = [(400.0, 400.0), (600.0, 400.0), (600.0, 600.0), (400.0, 600.0)];
    let drawn = format!(
        "[[drawn]]\nid = \"d1\"\nrole = \"road-centrelines\"\nname = \"规划一路\"\nline = {}\nvalues = {{ class = \"branch\", red_line_width = \"24\" }}\n\
         [[drawn]]\nid = \"d2\"\nrole = \"green\"\nname = \"规划公园\"\noutline = {}\n\
         [[drawn]]\nid = \"d3\"\nrole = \"green\"\nname = \"规划绿带\"\noutline = {}\n",
        place(&[(100.0, 100.0), (300.125, 100.25), (300.125, 300.5)]),
        place(&[(700.0, 700.0), (800.0, 700.0), (750.0, 800.0)]),
        place(&[(700.0, 100.0), (800.0, 100.0), (800.0, 200.0)]),
    );
    Plan::new()
        .layer(
            "corridors",
            &[
                rectangle(0.0, 2000.0, 1000.0, 37.3, json!({"name": "甲廊道"})),
                rectangle(0.0, 3000.0, 400.0, 80.0, json!({"name": "乙廊道"})),
                rectangle(486.4, 3000.0, 400.0, 80.0, json!({"name": "乙廊道"})),
            ],
        )
        .layer("main-urban-area", &[holed(&square, &hole, json!({"name": "主城区"}))])
        .layer("road-centrelines", &[line(&[(0.0, 50.0), (1000.0, 50.0)], json!({"class": "支路"}))])
        .layer(
            "walkways",
            &[line(&[(0.0, 10.0), (500.0, 10.0)], json!({})), line(&[(508.0, 10.0), (900.0, 10.0)], json!({}))],
        )
        .toml(&drawn)
}

/// Corridors whose names look like formulas, code and markup, or are longer than a field.
pub(crate) fn odd_names() -> Plan {
    let names = ["=1+1".to_owned(), "a\"b'c<d>;--".to_owned(), "长".repeat(100), "{\\C1;红}^M".to_owned()];
    let corridors: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(row, name)| rectangle(0.0, 100.0 * row as f64, 1000.0, 37.3, json!({"name": name})))
        .collect();
    Plan::new().layer("corridors", &corridors)
}

/// A narrow corridor at eastings with the zone number before them.
pub(crate) fn far_east() -> Plan {
    let ring =
        [[0.0, 0.0], [1000.0, 0.0], [1000.0, 37.3], [0.0, 37.3], [0.0, 0.0]].map(|[x, y]| [34_500_000.123 + x, Y0 + y]);
    let feature = json!({"type": "Feature", "properties": {"name": "甲廊道"},
        "geometry": {"type": "Polygon", "coordinates": [ring]}});
    let plan = Plan::new().without_head("crs").head("crs = \"EPSG:4522\"");
    let text = crate::support::collection("urn:ogc:def:crs:EPSG::4522", &[feature]);
    std::fs::write(plan.path().join("c.geojson"), text).unwrap();
    plan.toml("[[layer]]\nrole = \"corridors\"\nsource = \"c.geojson\"\n")
}
