//! The plan file `plan.toml`: what the planner states. Reads it whole, names every problem with line and key, and writes
//! it back with the keys and comments that it does not know.

mod proposals;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use geo_types::Coord;
use toml_edit::DocumentMut;

use super::{
    Argument, Content, LayerEntry, PlanError, Stated, TypedFigure, amendment, backdrop, drawn, entry, rewrite, style,
    upgrade,
};
use crate::notice::Notice;
use crate::text::Message;
use crate::toml_file::{Amount, FileError, Problem, Source, View};

/// The newest version of the format that this langdao reads and the one it writes.
pub const VERSION: i64 = 1;
/// Name of the plan file in a plan's folder.
pub const FILE_NAME: &str = "plan.toml";
/// Stands at the beginning of files that Windows editors wrote.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// What a plan file states. Sources are as written; nothing is opened yet.
#[derive(Clone, Debug)]
pub struct PlanFile {
    /// What it states.
    pub content: Content,
    /// What reading it assumed.
    pub notices: Vec<Notice>,
    file: String,
    lines: BTreeMap<&'static str, usize>,
    document: DocumentMut,
    text: String,
}

impl PlanFile {
    /// Reads a plan file from disk.
    ///
    /// # Errors
    /// [`PlanError`] where it cannot be read or is wrong.
    pub fn read(path: &Path) -> Result<Self, PlanError> {
        let file = path.display().to_string();
        let bytes = fs::read(path).map_err(|error| {
            PlanError::Stated(Message::new("plan.unreadable").with("file", &file).with("reason", error))
        })?;
        let text = Source::decode(bytes, &file)?;
        Ok(Self::from_toml(&text, &file)?)
    }

    /// Reads the text of a plan file. `file` is its name for people.
    ///
    /// # Errors
    /// [`FileError`] with everything that is wrong, each with line and key.
    pub fn from_toml(text: &str, file: &str) -> Result<Self, FileError> {
        let source = Source::parse(text, file)?;
        let root = source.root();
        let (version, notices) = version(&root);
        // A newer format may mean anything by its other keys.
        source.check()?;
        let text_at = |key| root.read::<String>(key).filter(|text| !text.trim().is_empty());
        let (name, standard, county, crs) = (text_at("name"), text_at("standard"), text_at("county"), text_at("crs"));
        let mut content = Content { name, standard, county, date: text_at("date"), crs, ..Content::default() };
        content.backdrops = backdrop::read(&root);
        content.state(stated(&root, root.read("year"), &Stated::default()));
        proposals::read(&root, &mut content);
        content.styles = style::read::read(&root);
        let lines = ["standard", "county", "crs"].map(|key| (key, root.line(key))).into();
        source.check()?;
        let document = source.into_document();
        let document = if version < VERSION {
            let newest = upgrade::upgraded(text.trim_start_matches(BYTE_ORDER_MARK), version);
            newest.parse().unwrap_or(document)
        } else {
            document
        };
        Ok(Self { content, notices, file: file.to_owned(), lines, document, text: text.to_owned() })
    }

    /// The text as it was read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a file that states `content`: what was read, rewritten only where it states something else. Keys and
    /// comments that this version does not know stay.
    pub fn text_with(&self, content: &Content) -> String {
        let mut document = self.document.clone();
        rewrite::rewrite(&mut document, &self.content, content);
        let mut changed = document.to_string();
        if changed == self.document.to_string() {
            return self.text.clone();
        }
        if self.text.contains("\r\n") {
            changed = changed.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        if self.text.starts_with(BYTE_ORDER_MARK) && !changed.starts_with(BYTE_ORDER_MARK) {
            changed.insert(0, BYTE_ORDER_MARK);
        }
        changed
    }

    /// A problem with one of the keys `standard`, `county` and `crs` that shows only when the plan is loaded.
    pub(super) fn problem(&self, key: &'static str, what: Message) -> FileError {
        let line = self.lines.get(key).copied().unwrap_or(1);
        FileError { file: self.file.clone(), problems: vec![Problem { line, key: key.to_owned(), what }] }
    }
}

/// What a table states for itself; of a key that it lacks, what is inherited.
fn stated(view: &View<'_>, year: Option<i32>, inherited: &Stated) -> Stated {
    let Stated { layers, figures, ends, drawn, amendments, arguments, .. } = inherited;
    Stated {
        year,
        layers: own_or(view, "layer", layers, self::layers),
        figures: own_or(view, "figures", figures, self::figures),
        ends: own_or(view, "ends", ends, self::ends),
        drawn: drawn::read(view, drawn),
        amendments: own_or(view, "amendment", amendments, amendment::read),
        arguments: own_or(view, "argument", arguments, self::arguments),
    }
}

fn own_or<T: Clone>(view: &View<'_>, key: &str, inherited: &T, read: impl Fn(&View<'_>) -> T) -> T {
    if view.has(key) { read(view) } else { inherited.clone() }
}

fn layers(view: &View<'_>) -> Vec<LayerEntry> {
    let tables = view.tables("layer");
    tables.iter().enumerate().filter_map(|(table, view)| entry::read(view, table)).collect()
}

/// The version that a file states, 0 where it states none.
fn version(root: &View<'_>) -> (i64, Vec<Notice>) {
    let stated = root.read::<i64>("langdao");
    match stated {
        Some(found) if found > VERSION => {
            root.report("langdao", Message::new("plan.newer").with("found", found).with("known", VERSION));
        }
        Some(found) if found < 1 => {
            root.report("langdao", Message::new("plan.version-unknown").with("found", found).with("known", VERSION));
        }
        None if !root.has("langdao") => {
            return (0, vec![Notice::new("plan-version-assumed").with("known", VERSION)]);
        }
        _ => {}
    }
    (stated.unwrap_or(VERSION), Vec::new())
}

fn figures(root: &View<'_>) -> BTreeMap<String, TypedFigure> {
    let Some(table) = root.table("figures") else { return BTreeMap::new() };
    let figure = |key: &&str| {
        let plain = !table.is_table(key);
        let figure =
            if plain { TypedFigure::plain(table.read::<Amount>(key)?.0) } else { stated_figure(&table.table(key)?)? };
        if figure.value < 0.0 {
            table.report(key, Message::new("plan.negative").with("found", figure.value));
        }
        Some(((*key).to_owned(), figure))
    };
    table.keys().iter().filter_map(figure).collect()
}

fn stated_figure(view: &View<'_>) -> Option<TypedFigure> {
    let (year, source) = (view.read("year"), view.read("source"));
    Some(TypedFigure { value: view.require::<Amount>("value")?.0, year, source })
}

fn ends(root: &View<'_>) -> BTreeMap<String, Vec<Coord<f64>>> {
    let Some(table) = root.table("ends") else { return BTreeMap::new() };
    table.keys().iter().filter_map(|key| Some(((*key).to_owned(), end_points(&table, key)?))).collect()
}

/// A point per end: a corridor has at least two.
pub(super) fn end_points(view: &View<'_>, key: &str) -> Option<Vec<Coord<f64>>> {
    let points = points(view, key)?;
    if points.len() < 2 {
        view.report(key, Message::new("plan.too-few-ends").with("found", points.len()));
        return None;
    }
    Some(points)
}

/// Points as `[x, y]` in metres of the plan's frame.
pub(super) fn points(view: &View<'_>, key: &str) -> Option<Vec<Coord<f64>>> {
    let numbers: Vec<Vec<f64>> = view.read(key)?;
    let points: Option<Vec<Coord<f64>>> = numbers
        .iter()
        .map(|point| match point.as_slice() {
            &[x, y] => Some(Coord { x, y }),
            _ => None,
        })
        .collect();
    if points.is_none() {
        view.report(key, Message::new("plan.not-a-point"));
    }
    points
}

fn arguments(root: &View<'_>) -> Vec<Argument> {
    let argument = |view: &View<'_>| {
        let (clause, by, reason) = (view.require_text("clause"), view.require_text("by"), view.require_text("reason"));
        let (subject, document, date) = (view.read("subject"), view.read("document"), view.read("date"));
        Some(Argument { clause: clause?, subject, by: by?, reason: reason?, document, date })
    };
    root.tables("argument").iter().filter_map(argument).collect()
}

/// Reports ids that stand twice.
pub(super) fn unique(view: &View<'_>, id: &str, seen: &mut BTreeSet<String>) {
    if !seen.insert(id.to_owned()) {
        view.report("id", Message::new("plan.duplicate").with("found", id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::{Carriageways, Field, Role};
    use crate::plan::{DrawnShape, Width};
    use crate::text::Lang;

    const PLAN: &str = r#"langdao = 1   # version of this format
name = "安宁新区"
standard = "liangshan-carbon-peak"
county = "西昌市"
year = 2030
crs = "EPSG:4543"
colour = "green"                # a later version knows this

[[layer]]
role = "road-centrelines"
source = '图层\道路中心线.shp'
crs = "EPSG:4543"
encoding = "GBK"
fields = { class = "DLDJ" }
values = { class = { "主干道" = "arterial", "4" = "branch" } }
where = { status = ["existing", "planned"], edition = 2017 }
carriageways = "alike"
title = "2025年道路现状"
year = 2025
provenance = "州自然资源局"
opacity = 0.5

[[layer]]
role = ["green", "plazas"]
source = "绿地.geojson"

[[layer]]
source = "../别处/未知.shp"

[figures]
urban_population = { value = 182000, year = 2025, source = "统计年鉴" }
pipe-leakage = 9.5

[ends]
"甲廊道" = [[526000.0, 3087000.0], [529000, 3088000]]

[[corridor]]
id = "c1"
name = "邛海—泸山廊道"
between = ["北组团", "南组团"]
ends = [[526582.2, 3087389.1], [527100.0, 3087400.0]]
centreline = [[526582.2, 3087389.1], [527100.0, 3087400.0]]
width = 60

[[corridor]]
id = "c2"
outline = [[0, 0], [100, 0], [100, 50], [0, 50], [0, 0]]

[[argument]]
clause = "corridor-net-width"
subject = "甲廊道"
by = "市规委会"
reason = "地形所限"
document = "西规委〔2026〕3号"
date = 2026-05-08
seen = true

[window]                        # and this
zoom = 3
"#;

    fn plan(text: &str) -> PlanFile {
        PlanFile::from_toml(text, "plan.toml").unwrap_or_else(|error| panic!("{error}"))
    }

    fn problems(text: &str) -> Vec<(usize, String, String)> {
        let error = PlanFile::from_toml(text, "plan.toml").unwrap_err();
        let said = |problem: &Problem| (problem.line, problem.key.clone(), problem.what.say(Lang::En));
        error.problems.iter().map(said).collect()
    }

    #[test]
    fn everything_that_a_plan_states_is_read() {
        let PlanFile { content: plan, notices, .. } = plan(PLAN);
        assert_eq!(plan.name.as_deref(), Some("安宁新区"));
        assert_eq!(
            (plan.county.as_deref(), plan.year, plan.crs.as_deref()),
            (Some("西昌市"), Some(2030), Some("EPSG:4543"))
        );
        let [roads, green, unknown] = plan.layers.as_slice() else { panic!("{:?}", plan.layers) };
        assert_eq!(
            (roads.roles.as_slice(), roads.source.as_str()),
            (&[Role::RoadCentrelines][..], "图层/道路中心线.shp")
        );
        assert_eq!((roads.crs.as_deref(), roads.encoding.as_deref()), (Some("EPSG:4543"), Some("GBK")));
        assert_eq!(roads.fields[&Field::Class], "DLDJ");
        assert_eq!(roads.values[&Field::Class]["4"], "branch");
        assert_eq!(roads.keep[&Field::Status], ["existing", "planned"]);
        assert_eq!(roads.keep[&Field::Edition], ["2017"]);
        assert_eq!(roads.provenance.title.as_deref(), Some("2025年道路现状"));
        assert_eq!((roads.provenance.year, roads.provenance.source.as_deref()), (Some(2025), Some("州自然资源局")));
        assert_eq!((roads.carriageways, green.carriageways), (Carriageways::Alike, Carriageways::Named));
        assert_eq!((roads.opacity, green.opacity), (Some(50), None));
        assert_eq!(green.roles, [Role::Green, Role::Plazas]);
        assert!(unknown.roles.is_empty(), "to be guessed");
        let population = &plan.figures["urban_population"];
        assert_eq!((population.year, population.source.as_deref()), (Some(2025), Some("统计年鉴")));
        assert!((population.value - 182_000.0).abs() < f64::EPSILON);
        assert!((plan.figures["pipe-leakage"].value - 9.5).abs() < f64::EPSILON);
        assert_eq!(plan.ends["甲廊道"][1], Coord { x: 529_000.0, y: 3_088_000.0 });
        let [line, outline] = plan.drawn.as_slice() else { panic!("{:?}", plan.drawn) };
        assert_eq!((line.title(), line.between.len(), line.ends.len()), ("邛海—泸山廊道", 2, 2));
        let width = Width::Even(60.0);
        assert!(
            matches!(&line.shape, DrawnShape::Band { centreline, width: own } if centreline.len() == 2 && *own == width)
        );
        assert_eq!((outline.title(), outline.ends.len()), ("c2", 0));
        assert!(
            matches!(&outline.shape, DrawnShape::Outline(corners) if corners.len() == 4),
            "the repeated corner goes"
        );
        let [argument] = plan.arguments.as_slice() else { panic!() };
        assert_eq!((argument.clause.as_str(), argument.subject.as_deref()), ("corridor-net-width", Some("甲廊道")));
        assert_eq!(argument.date.as_deref(), Some("2026-05-08"));
        assert!(notices.is_empty());
    }

    #[test]
    fn a_load_and_save_keeps_every_byte_with_unknown_keys_and_comments() {
        for text in [PLAN.to_owned(), PLAN.replace('\n', "\r\n"), format!("\u{feff}{PLAN}")] {
            let plan = plan(&text);
            assert_eq!(plan.text_with(&plan.content), text);
        }
    }

    #[test]
    fn a_change_of_one_key_leaves_the_rest_byte_for_byte() {
        let windows = format!("\u{feff}{}", PLAN.replace('\n', "\r\n"));
        for text in [PLAN, &windows] {
            let plan = plan(text);
            let later = Content { year: Some(2035), ..plan.content.clone() };
            assert_eq!(plan.text_with(&later), text.replace("year = 2030", "year = 2035"));
        }
    }

    #[test]
    fn every_mistake_is_named_with_its_line_and_key() {
        for (from, to, line, key, word) in [
            ("name = \"安宁新区\"", "name = 3", 2, "name", "should be text"),
            ("year = 2030", "year = 2030.5", 5, "year", "a whole number"),
            ("year = 2030", "year = 99999999999", 5, "year", "out of range"),
            ("year = 2030", "year = \"2030\"", 5, "year", "a whole number"),
            ("\"road-centrelines\"", "\"roads\"", 10, "layer[1].role", "road-centrelines"),
            ("\"green\", \"plazas\"", "\"green\", \"squares\"", 24, "layer[2].role", "squares"),
            ("source = \"绿地.geojson\"\n", "", 23, "layer[2].source", "missing"),
            ("encoding = \"GBK\"", "encoding = 936", 13, "layer[1].encoding", "should be text"),
            ("fields = { class", "fields = { klass", 14, "layer[1].fields.klass", "red_line_width"),
            ("fields = { class = \"DLDJ\" }", "fields = \"DLDJ\"", 14, "layer[1].fields", "a table"),
            ("values = { class", "values = { colour", 15, "layer[1].values.colour", "unknown canonical field"),
            ("where = { status", "where = { state", 16, "layer[1].where.state", "status"),
            ("\"alike\"", "\"both\"", 17, "layer[1].carriageways", "alike"),
            ("value = 182000", "value = -1", 31, "figures.urban_population", "negative"),
            ("value = 182000", "value = nan", 31, "figures.urban_population.value", "finite"),
            ("value = 182000, ", "", 31, "figures.urban_population.value", "missing"),
            ("pipe-leakage = 9.5", "pipe-leakage = \"9.5\"", 32, "figures.pipe-leakage", "a number"),
            ("[529000, 3088000]]", "[529000]]", 35, "ends.甲廊道", "two numbers"),
            ("[529000, 3088000]]", "[529000, 3088000, 12]]", 35, "ends.甲廊道", "two numbers"),
            (", [529000, 3088000]]", "]", 35, "ends.甲廊道", "two ends"),
            ("[529000, 3088000]]", "[529000, inf]]", 35, "ends.甲廊道", "finite"),
            ("width = 60", "width = -60", 43, "corridor[1].width", "above 0"),
            ("width = 60", "width = 0", 43, "corridor[1].width", "above 0"),
            ("width = 60", "width = \"60\"", 43, "corridor[1].width", "a number"),
            ("width = 60\n", "", 37, "corridor[1].width", "missing"),
            ("width = 60", "width = 60\noutline = [[0, 0], [1, 0], [0, 1]]", 44, "corridor[1].outline", "one of them"),
            (
                "centreline = [[526582.2, 3087389.1], [527100.0, 3087400.0]]",
                "",
                37,
                "corridor[1].centreline",
                "missing",
            ),
            (
                "centreline = [[526582.2, 3087389.1], [527100.0, 3087400.0]]",
                "centreline = [[526582.2, 3087389.1], [526582.2, 3087389.1]]",
                42,
                "corridor[1].centreline",
                "at least 2",
            ),
            ("[100, 50], [0, 50], [0, 0]]", "[0, 0]]", 47, "corridor[2].outline", "at least 3"),
            ("outline = [[0, 0], [100, 0], [100, 50], [0, 50], [0, 0]]", "", 45, "corridor[2].centreline", "missing"),
            ("id = \"c2\"", "id = \"c1\"", 46, "corridor[2].id", "second time"),
            ("id = \"c2\"\n", "", 45, "corridor[2].id", "missing"),
            ("by = \"市规委会\"\n", "", 49, "argument[1].by", "missing"),
            ("langdao = 1 ", "langdao = 0 ", 1, "langdao", "no version 0"),
            ("[[argument]]", "[argument]", 49, "argument", "[[ ]]"),
        ] {
            assert_eq!(PLAN.matches(from).count(), 1, "{from}");
            let found = problems(&PLAN.replace(from, to));
            assert_eq!(found.len(), 1, "{to}: {found:?}");
            let (found_line, found_key, what) = &found[0];
            assert_eq!((*found_line, found_key.as_str()), (line, key), "{to}: {what}");
            assert!(what.contains(word), "{to}: {what}");
        }
    }

    const DRAWN: &str = r#"langdao = 1

[[corridor]]
id = "c1"
centreline = [[0, 0], [100, 0]]
widths = [60, 45.5]

[[drawn]]
id = "d1"
role = "road-centrelines"
line = [[0, 0], [300, 400]]
values = { class = "branch", red_line_width = 24 }

[[drawn]]
id = "d2"
role = "green"
outline = [[0, 0], [10, 0], [0, 10]]

[[amendment]]
source = '图层\道路.shp'
row = 7
at = [0.5, 1]
removed = true

[[amendment]]
source = "用地.shp"
row = 8
values = { class = "1401" }
"#;

    #[test]
    fn what_is_drawn_and_amended_is_read() {
        let PlanFile { content: plan, notices, .. } = plan(DRAWN);
        let [corridor, road, green] = plan.drawn.as_slice() else { panic!("{:?}", plan.drawn) };
        let tapering = Width::Tapering(vec![60.0, 45.5]);
        assert!(matches!(&corridor.shape, DrawnShape::Band { width, .. } if *width == tapering));
        assert_eq!((road.role, road.values[&Field::RedLineWidth].as_str()), (Role::RoadCentrelines, "24"));
        assert!(matches!(&road.shape, DrawnShape::Line(points) if points.len() == 2));
        assert!(
            green.role == Role::Green && matches!(&green.shape, DrawnShape::Outline(corners) if corners.len() == 3)
        );
        let [(road, removed), (land, restated)] =
            plan.amendments.iter().collect::<Vec<_>>().try_into().unwrap_or_else(|found| panic!("{found:?}"));
        assert_eq!((road.source.as_str(), road.row), ("图层/道路.shp", 7));
        assert_eq!((removed.removed, removed.at), (true, Some(Coord { x: 0.5, y: 1.0 })));
        assert_eq!((land.row, restated.removed, restated.values[&Field::Class].as_str()), (8, false, "1401"));
        assert!(notices.is_empty());
    }

    #[test]
    fn every_mistake_in_what_is_drawn_and_amended_is_named_with_its_line_and_key() {
        for (from, to, line, key, word) in [
            ("widths = [60, 45.5]", "widths = [60]", 6, "corridor[1].widths", "1 width"),
            ("widths = [60, 45.5]", "widths = [60, 0]", 6, "corridor[1].widths", "above 0"),
            ("widths = [60, 45.5]", "widths = [60, nan]", 6, "corridor[1].widths", "finite"),
            ("widths = [60, 45.5]", "widths = 60", 6, "corridor[1].widths", "a list"),
            ("widths = [60, 45.5]", "widths = [60, 45.5]\nwidth = 60", 6, "corridor[1].widths", "one of them"),
            ("id = \"d2\"", "id = \"d1\"", 15, "drawn[2].id", "second time"),
            ("id = \"d2\"", "id = \"c1\"", 15, "drawn[2].id", "second time"),
            ("id = \"d2\"", "id = \" \"", 15, "drawn[2].id", ""),
            ("id = \"d1\"\n", "", 8, "drawn[1].id", "missing"),
            ("role = \"green\"", "role = \"corridors\"", 16, "drawn[2].role", "[[corridor]]"),
            ("role = \"green\"", "role = \"lawn\"", 16, "drawn[2].role", "lawn"),
            ("role = \"green\"\n", "", 14, "drawn[2].role", "missing"),
            ("line = [[0, 0], [300, 400]]\n", "", 8, "drawn[1].line", "missing"),
            ("line = [[0, 0], [300, 400]]", "line = [[0, 0], [0, 0]]", 11, "drawn[1].line", "at least 2"),
            ("line = [[0, 0], [300, 400]]", "line = [[0, 0], [300]]", 11, "drawn[1].line", "two numbers"),
            (
                "outline = [[0, 0], [10, 0], [0, 10]]",
                "outline = [[0, 0], [10, 0]]",
                17,
                "drawn[2].outline",
                "at least 3",
            ),
            (
                "outline = [[0, 0], [10, 0], [0, 10]]",
                "line = [[0, 0], [9, 0]]\noutline = [[0, 0], [10, 0], [0, 10]]",
                18,
                "drawn[2].outline",
                "one of them",
            ),
            ("class = \"branch\"", "klass = \"branch\"", 12, "drawn[1].values.klass", "red_line_width"),
            ("class = \"branch\"", "class = [1]", 12, "drawn[1].values.class", "text"),
            ("source = \"用地.shp\"\n", "", 25, "amendment[2].source", "missing"),
            ("row = 8\n", "", 25, "amendment[2].row", "missing"),
            ("row = 8", "row = -8", 27, "amendment[2].row", ""),
            ("row = 8", "row = 8.5", 27, "amendment[2].row", "whole number"),
            (
                "source = \"用地.shp\"\nrow = 8",
                "source = \"图层/道路.shp\"\nrow = 7",
                27,
                "amendment[2].row",
                "second time",
            ),
            ("at = [0.5, 1]", "at = [0.5]", 22, "amendment[1].at", "two numbers"),
            ("at = [0.5, 1]", "at = \"here\"", 22, "amendment[1].at", "a list"),
            ("removed = true", "removed = false", 23, "amendment[1].removed", "values"),
            ("removed = true", "removed = 1", 23, "amendment[1].removed", "true or false"),
            ("removed = true\n", "", 19, "amendment[1].removed", "values"),
            ("values = { class = \"1401\" }", "values = { kind = 1 }", 28, "amendment[2].values.kind", "unknown"),
            ("values = { class = \"1401\" }", "values = {}", 25, "amendment[2].removed", "values"),
            ("values = { class = \"1401\" }", "values = 1401", 28, "amendment[2].values", "a table"),
        ] {
            assert_eq!(DRAWN.matches(from).count(), 1, "{from}");
            let found = problems(&DRAWN.replace(from, to));
            let is_named = |(at, of, what): &(usize, String, String)| *at == line && of == key && what.contains(word);
            assert!(found.len() == 1 && found.iter().any(is_named), "{to}: {found:?}");
        }
    }

    const PROPOSALS: &str = r#"langdao = 1
base = "现状"
open = "方案一"

[[corridor]]
id = "c1"
centreline = [[0, 0], [100, 0]]
width = 60

[[proposal]]
name = "方案一"
year = "none"

[[proposal.drawn]]
id = "d1"
role = "green"
outline = [[0, 0], [10, 0], [0, 10]]

[[proposal]]
name = "方案二"
figures = { x = 1 }
"#;

    #[test]
    fn every_mistake_in_proposals_is_named_with_its_line_and_key() {
        assert_eq!(plan(PROPOSALS).content.proposals.names(), ["现状", "方案一", "方案二"]);
        for (from, to, line, key, word) in [
            ("open = \"方案一\"", "open = \"方案三\"", 3, "open", "现状, 方案一, 方案二"),
            ("open = \"方案一\"", "open = 1", 3, "open", "text"),
            ("base = \"现状\"", "base = \"方案二\"", 20, "proposal[2].name", "second time"),
            ("name = \"方案二\"", "name = \" 方案一\"", 20, "proposal[2].name", "second time"),
            ("name = \"方案二\"\n", "", 19, "proposal[2].name", "missing"),
            ("name = \"方案二\"", "name = \" \"", 20, "proposal[2].name", ""),
            ("year = \"none\"", "year = \"later\"", 12, "proposal[1].year", "whole number"),
            ("id = \"d1\"", "id = \"c1\"", 15, "proposal[1].drawn[1].id", "second time"),
            ("role = \"green\"", "role = \"lawn\"", 16, "proposal[1].drawn[1].role", "lawn"),
            ("x = 1", "x = -1", 21, "proposal[2].figures.x", "negative"),
            ("figures = { x = 1 }", "crs = \"EPSG:4543\"", 21, "proposal[2].crs", "share"),
            ("figures = { x = 1 }", "layer = [{ role = \"green\" }]", 21, "proposal[2].layer[1].source", "missing"),
        ] {
            assert_eq!(PROPOSALS.matches(from).count(), 1, "{from}");
            let found = problems(&PROPOSALS.replace(from, to));
            let is_named = |(at, of, what): &(usize, String, String)| *at == line && of == key && what.contains(word);
            assert!(found.len() == 1 && found.iter().any(is_named), "{to}: {found:?}");
        }
        let found = problems("langdao = 1\nopen = \"方案一\"\n");
        assert!(found[0].1 == "open" && found[0].2.contains("no proposals"), "{found:?}");
        let found = problems("langdao = 1\nproposal = \"方案一\"\n");
        assert!(found[0].1 == "proposal", "{found:?}");
    }

    #[test]
    fn all_problems_of_a_plan_are_reported() {
        let text =
            PLAN.replace("year = 2030", "year = true").replace("width = 60", "width = 0").replace("\"GBK\"", "1");
        let lines: Vec<usize> = problems(&text).into_iter().map(|(line, ..)| line).collect();
        assert_eq!(lines, [5, 13, 43]);
    }

    #[test]
    fn a_newer_format_is_refused_before_its_keys_are_judged() {
        let found = problems("langdao = 2\nyear = \"soon\"\n");
        assert_eq!((found.len(), found[0].0, found[0].1.as_str()), (1, 1, "langdao"));
        assert!(found[0].2.contains("newer"), "{}", found[0].2);
    }

    #[test]
    fn an_empty_plan_is_one_without_layers_and_says_that_its_version_is_assumed() {
        let plan = plan("");
        assert_eq!(plan.content, Content::default());
        assert_eq!(plan.notices[0].code, "plan-version-assumed");
    }

    #[test]
    fn a_byte_order_mark_does_no_harm() {
        let marked = format!("\u{feff}{PLAN}");
        assert_eq!(plan(&marked).content.name.as_deref(), Some("安宁新区"));
    }

    #[test]
    fn a_file_that_is_not_utf_8_or_not_there_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.toml");
        assert!(PlanFile::read(&path).unwrap_err().to_string().contains("plan.toml"));
        fs::write(&path, b"langdao = 1\n\nname = \"\xb0\xb2\"\n").unwrap();
        let error = PlanFile::read(&path).unwrap_err().to_string();
        assert!(error.contains("line 3") && error.contains("UTF-8"), "{error}");
    }

    #[test]
    fn hostile_files_are_refused_and_never_panic() {
        let deep = format!("ends = {}{}", "[".repeat(5_000), "]".repeat(5_000));
        for text in ["[", "a = 1\na = 2", "langdao = 99999999999999999999", "[[layer]]\n[layer]", deep.as_str()] {
            assert!(PlanFile::from_toml(text, "plan.toml").is_err(), "{text:.40}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_damaged_plan_is_read_or_refused_and_never_panics(at in 0..PLAN.len(), cut in 0..40_usize, put in ".{0,6}") {
            let whole: Vec<char> = PLAN.chars().collect();
            let at = at.min(whole.len());
            let rest = &whole[(at + cut).min(whole.len())..];
            let text: String = whole[..at].iter().copied().chain(put.chars()).chain(rest.iter().copied()).collect();
            if let Ok(plan) = PlanFile::from_toml(&text, "plan.toml") {
                proptest::prop_assert_eq!(plan.text_with(&plan.content), text);
            }
        }
    }
}
