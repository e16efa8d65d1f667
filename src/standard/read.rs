//! Reads a standard file and reports everything that is wrong in it.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::{
    Applies, Clause, Measure, Other, Reading, Reference, ScopeUse, Standard, StandardError, Strength, Test, Titles,
    limit,
};
use crate::layer::Role;
use crate::text::Message;
use crate::toml_file::{FileError, Source, View};

const CLAUSE_KEYS: &[&str] = &[
    "id",
    "title",
    "number",
    "chapter",
    "quote",
    "strength",
    "year",
    "applies",
    "other",
    "argument",
    "measure",
    "scope",
    "test",
    "with",
    "reading",
    "figure",
    "reference",
];
/// Names the clause's own parameters among its readings.
const DEFAULT_READING: &str = "default";

/// The newest version of the format that this langdao reads.
pub(super) const VERSION: i64 = 1;

impl Standard {
    /// Reads the text of a standard file. `file_name` is its name for people.
    ///
    /// # Errors
    /// [`StandardError::Invalid`] with everything that is wrong, each with line and key.
    pub fn from_toml(text: &str, file_name: &str) -> Result<Self, StandardError> {
        read(text, file_name).map_err(StandardError::Invalid)
    }
}

fn read(text: &str, file_name: &str) -> Result<Standard, FileError> {
    let source = Source::parse(text, file_name)?;
    let (head, clauses) = understand(&source)?;
    source.check()?;
    Ok(Standard {
        id: head.id,
        title: head.title,
        version: head.version,
        sha256: sha256(text),
        counties: head.counties,
        clauses: clauses.into_iter().filter_map(|(_, clause)| clause).collect(),
        text: text.to_owned(),
    })
}

/// The tables of the clauses, each with the clause where nothing in it is wrong.
pub(super) type Tables<'a> = Vec<(View<'a>, Option<Clause>)>;

/// Reads as much as is understood: every table of a clause, and the clause where nothing in it is wrong. What is wrong
/// was reported to the source, so that no default can stand in for it.
///
/// # Errors
/// [`FileError`] where the format is newer: then nothing can be understood.
pub(super) fn understand(source: &Source) -> Result<(Head, Tables<'_>), FileError> {
    let root = source.root();
    version(&root);
    // A newer format may mean anything by its other keys.
    source.check()?;
    root.only(&["langdao", "standard", "clause"]);
    for part in ["standard", "clause"] {
        if !root.has(part) {
            root.missing(part);
        }
    }
    let head = root.table("standard").map(|view| head(&view)).unwrap_or_default();
    let mut ids = BTreeSet::new();
    let tables = root.tables("clause");
    let clauses: Vec<Option<Clause>> = tables.iter().map(|view| clause(view, &head.counties, &mut ids)).collect();
    one_chapter_per_number(&tables, &clauses);
    Ok((head, tables.into_iter().zip(clauses).collect()))
}

/// Reports a version of the format that this langdao does not read. A file without one is of the first.
fn version(root: &View<'_>) {
    let Some(found) = root.read::<i64>("langdao") else { return };
    let message = match found {
        1..=VERSION => return,
        ..1 => "standard.version-unknown",
        _ => "standard.newer",
    };
    root.report("langdao", Message::new(message).with("found", found).with("known", VERSION));
}

#[derive(Default)]
pub(super) struct Head {
    pub(super) id: String,
    pub(super) title: Titles,
    version: String,
    counties: Vec<String>,
}

fn head(view: &View<'_>) -> Head {
    view.only(&["id", "title", "version", "counties"]);
    let (id, title, version) = (id(view), title(view), view.require_text("version"));
    let counties = counties(view);
    // The counties serve to check the clauses even where the rest is wrong.
    Head {
        id: id.unwrap_or_default(),
        title: title.unwrap_or_default(),
        version: version.unwrap_or_default(),
        counties,
    }
}

/// SHA-256 of a text in hex.
fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let nibbles = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.filter_map(|nibble| char::from_digit(u32::from(nibble), 16)).collect()
}

fn counties(head: &View<'_>) -> Vec<String> {
    let counties: Vec<String> = head.read("counties").unwrap_or_default();
    let mut seen = BTreeSet::new();
    for county in &counties {
        if county.trim().is_empty() {
            head.report("counties", Message::new("toml.blank"));
        } else if !seen.insert(county) {
            head.report("counties", Message::new("standard.duplicate").with("found", county));
        }
    }
    counties
}

fn title(view: &View<'_>) -> Option<Titles> {
    let title: Titles = view.require("title")?;
    not_blank(view, "title", title)
}

/// What the policy calls the part that a clause stands in; a file may leave it out.
fn chapter(view: &View<'_>) -> Option<Titles> {
    let chapter: Titles = view.read("chapter")?;
    not_blank(view, "chapter", chapter)
}

fn not_blank(view: &View<'_>, key: &str, titles: Titles) -> Option<Titles> {
    if titles.zh.trim().is_empty() || titles.en.trim().is_empty() {
        view.report(key, Message::new("toml.blank"));
        return None;
    }
    Some(titles)
}

/// Reports a number with two names: a list shows one head for all clauses of a number.
fn one_chapter_per_number(views: &[View<'_>], clauses: &[Option<Clause>]) {
    let mut known: BTreeMap<&str, &Titles> = BTreeMap::new();
    for (view, clause) in views.iter().zip(clauses) {
        let Some(clause) = clause else { continue };
        let Some(chapter) = &clause.chapter else { continue };
        let first = *known.entry(&clause.number).or_insert(chapter);
        if first != chapter {
            view.report("chapter", Message::new("standard.chapter-differs").with("known", &first.zh));
        }
    }
}

/// The id of a table: without blanks and path separators, as commands and results spell it.
fn id(view: &View<'_>) -> Option<String> {
    let id = view.require_text("id")?;
    let fits = id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if !fits {
        view.report("id", Message::new("standard.id-spelling").with("found", &id));
        return None;
    }
    Some(id)
}

fn unique(view: &View<'_>, id: &str, ids: &mut BTreeSet<String>) {
    if !ids.insert(id.to_owned()) {
        view.report("id", Message::new("standard.duplicate").with("found", id));
    }
}

fn clause(view: &View<'_>, counties: &[String], ids: &mut BTreeSet<String>) -> Option<Clause> {
    view.only(CLAUSE_KEYS);
    // Every part is read before the first `?`, so that all that is wrong with a clause is reported.
    let id = id(view);
    if let Some(id) = &id {
        unique(view, id, ids);
    }
    let title = title(view);
    let number = view.require_text("number");
    let chapter = chapter(view);
    let quote = view.require_text("quote");
    let strength = view.require::<Strength>("strength");
    let year = view.read("year");
    let applies = applies(view, counties);
    let other = other(view, applies.as_ref());
    let argument: Option<bool> = view.read("argument");
    let scope: Option<Role> = view.read("scope");
    let with = view.table("with").unwrap_or_else(|| view.empty("with"));
    let way: Option<String> = view.require("measure");
    let measure = way.as_deref().and_then(|way| measure(view, way, &with, None));
    if !view.has("scope") && measure.as_ref().is_some_and(|measure| measure.scope_use() == ScopeUse::Divides) {
        // Without an area to divide by or clip to, no plan could ever be judged.
        view.missing("scope");
    }
    let test = test(view, measure.as_ref());
    let readings = readings(view, way.as_deref(), &with, measure.as_ref());
    let references = view.tables("reference").iter().filter_map(|own| reference(own, measure.as_ref())).collect();
    let figure = view.read("figure").unwrap_or(false);
    let strength = strength?;
    Some(Clause {
        id: id?,
        title: title?,
        number: number?,
        chapter,
        quote: quote?,
        strength,
        year,
        applies: applies?,
        other,
        arguable: argument.unwrap_or(strength == Strength::InPrinciple),
        scope,
        test,
        measure: measure?,
        readings,
        figure,
        references,
    })
}

/// A number of another document, in the unit of the clause's own measure.
fn reference(view: &View<'_>, measure: Option<&Measure>) -> Option<Reference> {
    view.only(&["test", "source"]);
    if !view.has("test") {
        view.missing("test");
    }
    let test = test(view, measure);
    let source: Option<Titles> = view.require("source");
    Some(Reference { test: test?, source: not_blank(view, "source", source?)? })
}

fn applies(view: &View<'_>, counties: &[String]) -> Option<Applies> {
    if !view.has("applies") {
        return Some(Applies::All);
    }
    let bound: Vec<String> = view.one_or_many("applies")?;
    if bound == ["all"] {
        return Some(Applies::All);
    }
    if bound.is_empty() {
        view.report("applies", Message::new("toml.blank"));
        return None;
    }
    let unknown: Vec<&String> = bound.iter().filter(|name| !counties.is_empty() && !counties.contains(name)).collect();
    for name in &unknown {
        let known = counties.join("、");
        view.report("applies", Message::new("standard.county-unknown").with("found", name).with("known", known));
    }
    unknown.is_empty().then_some(Applies::To(bound))
}

/// What the clause is elsewhere; must be said where it does not bind everyone.
fn other(view: &View<'_>, applies: Option<&Applies>) -> Other {
    if matches!(applies, Some(Applies::To(_))) && !view.has("other") {
        view.missing("other");
    }
    view.read("other").unwrap_or(Other::NotApplicable)
}

fn test(view: &View<'_>, measure: Option<&Measure>) -> Option<Test> {
    let text: String = view.read("test")?;
    match limit::parse(&text) {
        Err(message) => {
            view.report("test", message);
            None
        }
        Ok(test) => {
            if let Some(measure) = measure.filter(|measure| measure.unit().code() != test.unit.code()) {
                let message = Message::new("standard.unit-misfit")
                    .with("found", test.unit.code())
                    .with("measure", measure.id())
                    .with("expected", measure.unit().code());
                view.report("test", message);
            }
            Some(Test { unit: measure.map_or(test.unit, Measure::unit), ..test })
        }
    }
}

fn readings(view: &View<'_>, way: Option<&str>, with: &View<'_>, default: Option<&Measure>) -> Vec<Reading> {
    let mut ids = BTreeSet::from([DEFAULT_READING.to_owned()]);
    let read = |reading: &View<'_>| {
        reading.only(&["id", "title", "with"]);
        let id = self::id(reading);
        if let Some(id) = &id {
            unique(reading, id, &mut ids);
        }
        let title = title(reading);
        let over = reading.table("with");
        if !reading.has("with") {
            reading.missing("with");
        }
        let stated = over.as_ref().map(View::stated).unwrap_or_default();
        let measure = measure(view, way?, with, over.as_ref());
        if let (Some(measure), Some(default)) = (&measure, default)
            && measure.unit() != default.unit()
        {
            let message = Message::new("standard.unit-misfit")
                .with("found", measure.unit().code())
                .with("measure", default.id())
                .with("expected", default.unit().code());
            reading.report("with", message);
        }
        Some(Reading { id: id?, title: title?, stated, measure: measure? })
    };
    view.tables("reading").iter().filter_map(read).collect()
}

/// Reports parameters below 0, which no distance, year or share is.
fn negative(with: &View<'_>) {
    for key in with.keys() {
        if let Some(number) = with.number(key).filter(|number| *number < 0.0) {
            with.report(key, Message::new("standard.negative").with("found", number));
        }
    }
}

/// The measure of this id with the clause's parameters and a reading's over them.
fn measure(view: &View<'_>, way: &str, with: &View<'_>, over: Option<&View<'_>>) -> Option<Measure> {
    negative(over.unwrap_or(with));
    match way {
        "area-share" => with.merged(over).map(Measure::AreaShare),
        "attribute-limit" => with.merged(over).map(Measure::AttributeLimit),
        "block-size" => with.merged(over).map(Measure::BlockSize),
        "cluster-separation" => with.merged(over).map(Measure::ClusterSeparation),
        "corridor-continuity" => with.merged(over).map(Measure::CorridorContinuity),
        "corridor-width" => with.merged(over).map(Measure::CorridorWidth),
        "feature-clusters" => with.merged(over).map(Measure::FeatureClusters),
        "feature-count" => with.merged(over).map(Measure::FeatureCount),
        "feature-share" => with.merged(over).map(Measure::FeatureShare),
        "features-inside" => with.merged(over).map(Measure::FeaturesInside),
        "land-mix" => with.merged(over).map(Measure::LandMix),
        "length-per-head" => with.merged(over).map(Measure::LengthPerHead),
        "line-density" => with.merged(over).map(Measure::LineDensity),
        "network-continuity" => with.merged(over).map(Measure::NetworkContinuity),
        "patch-area" => with.merged(over).map(Measure::PatchArea),
        "service-coverage" => with.merged(over).map(Measure::ServiceCoverage),
        "surface-share" => with.merged(over).map(Measure::SurfaceShare),
        "typed-figure" => with.merged(over).map(Measure::TypedFigure),
        "weighted-share" => with.merged(over).map(Measure::WeightedShare),
        _ => {
            if over.is_none() {
                let message = Message::new("toml.unknown-value").with("found", way).with("known", WAYS.join(", "));
                view.report("measure", message);
            }
            None
        }
    }
}

/// Ids of all measures, for whoever mistyped one.
const WAYS: [&str; 19] = [
    "area-share",
    "attribute-limit",
    "block-size",
    "cluster-separation",
    "corridor-continuity",
    "corridor-width",
    "feature-clusters",
    "feature-count",
    "feature-share",
    "features-inside",
    "land-mix",
    "length-per-head",
    "line-density",
    "network-continuity",
    "patch-area",
    "service-coverage",
    "surface-share",
    "typed-figure",
    "weighted-share",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::RoadClass;
    use crate::measure::line_density::Boundary;
    use crate::standard::Comparison;
    use crate::text::Lang;
    use crate::units::Unit;

    /// Another prefecture: wider corridors, a denser network at half boundary, plazas listed without a limit.
    const OTHER: &str = r#"[standard]
id = "qingshan"
title = { zh = "青山州标准", en = "Qingshan standard" }
version = "3"

[[clause]]
id = "wide-corridors"
title = { zh = "廊道", en = "Corridors" }
number = "3.2"
quote = "生态廊道净宽度不少于100米"
strength = "required"
measure = "corridor-width"
test = ">= 100 m"

[[clause]]
id = "dense-roads"
title = { zh = "路网", en = "Roads" }
number = "4.1"
quote = "路网密度大于10"
strength = "aspiration"
year = 2035
applies = ["青川县"]
other = "info"
measure = "line-density"
scope = "built-up-area"
test = "> 10 km/km2"

[clause.with]
role = "road-centrelines"
classes = ["arterial", "branch"]
boundary = "half"

[[clause.reading]]
id = "no-branches"
title = { zh = "不计支路", en = "Without branch roads" }
with = { classes = ["arterial"] }

[[clause]]
id = "plaza-list"
title = { zh = "广场", en = "Plazas" }
number = "5"
quote = "控制广场规模"
strength = "encouraged"
measure = "patch-area"
with = { role = "plazas", join = 5 }
"#;

    fn problems(text: &str) -> Vec<(usize, String, String)> {
        match Standard::from_toml(text, "test.toml") {
            Err(StandardError::Invalid(error)) => error
                .problems
                .iter()
                .map(|problem| (problem.line, problem.key.clone(), problem.what.say(Lang::En)))
                .collect(),
            other => panic!("{other:?}"),
        }
    }

    /// The one problem after a piece of the other prefecture's file was replaced.
    fn problem(from: &str, to: &str) -> (usize, String, String) {
        assert_eq!(OTHER.matches(from).count(), 1, "{from}");
        let found = problems(&OTHER.replace(from, to));
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    }

    #[test]
    fn another_prefecture_writes_another_file_and_no_code() {
        let standard = Standard::from_toml(OTHER, "qingshan.toml").unwrap_or_else(|error| panic!("{error}"));
        let [corridors, roads, plazas] = standard.clauses.as_slice() else { panic!("{standard:?}") };
        let test = corridors.test.unwrap();
        assert_eq!((test.comparison, test.unit), (Comparison::AtLeast, Unit::Metre));
        assert!((test.limit - 100.0).abs() < f64::EPSILON);
        assert!(!corridors.arguable && corridors.applies == Applies::All && corridors.year.is_none());
        assert_eq!((roads.year, roads.other), (Some(2035), Other::Info));
        assert_eq!(roads.applies, Applies::To(vec!["青川县".to_owned()]));
        assert!(plazas.test.is_none(), "a clause without a test lists its figure only");
        assert_eq!(standard.county("成都市"), Ok("成都市".to_owned()), "no list, no refusal");
        assert_eq!(standard.county("青川"), Ok("青川县".to_owned()), "as its clauses spell it");
    }

    #[test]
    fn a_reading_changes_only_the_keys_it_names() {
        let standard = Standard::from_toml(OTHER, "qingshan.toml").unwrap();
        let [reading] = standard.clauses[1].readings.as_slice() else { panic!() };
        let Measure::LineDensity(with) = &reading.measure else { panic!() };
        assert_eq!(with.classes, [RoadClass::Arterial]);
        assert_eq!((with.role, with.boundary), (Role::RoadCentrelines, Boundary::Half));
    }

    #[test]
    fn in_principle_allows_an_argument_unless_the_file_says_otherwise() {
        let arguable = |to: &str| {
            let text = OTHER.replacen("strength = \"required\"", to, 1);
            Standard::from_toml(&text, "t").unwrap().clauses[0].arguable
        };
        assert!(arguable("strength = \"in-principle\""));
        assert!(!arguable("strength = \"in-principle\"\nargument = false"));
        assert!(arguable("strength = \"required\"\nargument = true"));
    }

    #[test]
    fn a_clause_that_no_plan_could_be_judged_by_is_refused() {
        let (line, key, said) = problem("scope = \"built-up-area\"\n", "");
        assert_eq!((line, key.as_str()), (15, "clause[2].scope"));
        assert!(said.contains("scope is missing"), "{said}");
        for value in ["-5", "-0.5"] {
            let (line, key, said) = problem("join = 5", &format!("join = {value}"));
            assert_eq!((line, key.as_str()), (45, "clause[3].with.join"));
            assert!(said.contains("not below 0"), "{said}");
        }
    }

    #[test]
    fn every_mistake_is_named_with_its_line_and_key() {
        for (from, to, line, key, word) in [
            ("version = \"3\"", "version = \"3\"\nauthor = \"x\"", 5, "standard.author", "unknown key"),
            ("version = \"3\"", "", 1, "standard.version", "missing"),
            ("id = \"qingshan\"", "id = \"Qing shan\"", 2, "standard.id", "blanks"),
            ("number = \"3.2\"", "numbr = \"3.2\"\nnumber = \"3.2\"", 9, "clause[1].numbr", "unknown key"),
            ("quote = \"生态廊道净宽度不少于100米\"\n", "", 6, "clause[1].quote", "missing"),
            ("quote = \"生态廊道净宽度不少于100米\"", "quote = \" \"", 10, "clause[1].quote", "blank"),
            ("number = \"5\"", "number = \"5\"\nchapter = 7", 42, "clause[3].chapter", "table"),
            ("number = \"5\"", "number = \"5\"\nchapter = { zh = \"广场\" }", 42, "clause[3].chapter", "en is missing"),
            (
                "number = \"5\"",
                "number = \"5\"\nchapter = { zh = \"广场\", en = \" \" }",
                42,
                "clause[3].chapter",
                "blank",
            ),
            ("strength = \"required\"", "strength = \"must\"", 11, "clause[1].strength", "in-principle"),
            ("measure = \"corridor-width\"", "measure = \"width\"", 12, "clause[1].measure", "corridor-width"),
            (">= 100 m", ">= 100 ha", 13, "clause[1].test", "\"m\""),
            (">= 100 m", "100 m", 13, "clause[1].test", "not a test"),
            ("\">= 100 m\"", "100", 13, "clause[1].test", "should be text"),
            ("year = 2035", "year = \"2035\"", 21, "clause[2].year", "a whole number"),
            ("other = \"info\"\n", "", 15, "clause[2].other", "missing"),
            ("other = \"info\"", "other = \"none\"", 23, "clause[2].other", "not-applicable"),
            ("scope = \"built-up-area\"", "scope = \"town\"", 25, "clause[2].scope", "built-up-area"),
            ("role = \"road-centrelines\"", "role = \"streets\"", 29, "clause[2].with.role", "road-centrelines"),
            ("\"arterial\", \"branch\"", "\"arterial\", \"alley\"", 30, "clause[2].with.classes", "alley"),
            ("boundary = \"half\"", "boundry = \"half\"", 31, "clause[2].with.boundry", "boundary"),
            ("id = \"no-branches\"", "id = \"default\"", 34, "clause[2].reading[1].id", "second time"),
            ("classes = [\"arterial\"]", "clases = [\"arterial\"]", 36, "clause[2].reading[1].with.clases", "classes"),
            ("id = \"plaza-list\"", "id = \"dense-roads\"", 39, "clause[3].id", "second time"),
            ("join = 5", "join = \"near\"", 45, "clause[3].with.join", "a number"),
            ("join = 5", "join = nan", 45, "clause[3].with.join", "finite"),
            ("role = \"plazas\", ", "", 45, "clause[3].with", "role is missing"),
        ] {
            let (found_line, found_key, what) = problem(from, to);
            assert_eq!((found_line, found_key.as_str()), (line, key), "{to}: {what}");
            assert!(what.contains(word), "{to}: {what}");
        }
    }

    #[test]
    fn all_problems_of_a_file_are_reported_in_the_order_of_lines() {
        let text = OTHER
            .replace(">= 100 m", ">= 100 ha")
            .replace("boundary = \"half\"", "boundary = \"third\"\nwidth = 3")
            .replace("classes = [\"arterial\"]", "classes = 4")
            .replace("strength = \"encouraged\"", "strength = 1");
        let found: Vec<(usize, String)> = problems(&text).into_iter().map(|(line, key, _)| (line, key)).collect();
        let expected = [
            (13, "clause[1].test"),
            (31, "clause[2].with.boundary"),
            (32, "clause[2].with.width"),
            (37, "clause[2].reading[1].with.classes"),
            (44, "clause[3].strength"),
        ];
        assert_eq!(found, expected.map(|(line, key)| (line, key.to_owned())));
    }

    #[test]
    fn a_number_has_one_chapter_and_need_not_have_any() {
        let named = |first: &str, second: &str| {
            let text = OTHER
                .replace("number = \"3.2\"", &format!("number = \"3\"\nchapter = {{ zh = \"{first}\", en = \"a\" }}"))
                .replace("number = \"4.1\"", &format!("number = \"3\"\nchapter = {{ zh = \"{second}\", en = \"a\" }}"));
            Standard::from_toml(&text, "t")
        };
        let standard = named("空间", "空间").unwrap();
        let chapters: Vec<Option<&str>> =
            standard.clauses.iter().map(|clause| Some(clause.chapter.as_ref()?.say(Lang::Zh))).collect();
        assert_eq!(chapters, [Some("空间"), Some("空间"), None]);
        let refusal = named("空间", "交通").unwrap_err().messages()[0].say(Lang::En);
        assert!(refusal.contains("clause[2].chapter") && refusal.contains("空间"), "{refusal}");
    }

    #[test]
    fn a_title_in_one_language_stands_for_both() {
        let text = OTHER.replace("title = { zh = \"廊道\", en = \"Corridors\" }", "title = \"Зелёные коридоры\"");
        let standard = Standard::from_toml(&text, "t").unwrap();
        let title = &standard.clauses[0].title;
        assert_eq!((title.say(Lang::Zh), title.say(Lang::En)), ("Зелёные коридоры", "Зелёные коридоры"));
    }

    #[test]
    fn a_county_that_the_file_does_not_list_is_refused() {
        let text = OTHER.replace("version = \"3\"", "version = \"3\"\ncounties = [\"青山市\"]");
        let found = problems(&text);
        assert_eq!((found[0].0, found[0].1.as_str()), (23, "clause[2].applies"));
    }

    #[test]
    fn a_file_that_is_not_toml_names_the_line() {
        let found = problems("[standard]\nid = \"a\nversion = 1\n");
        assert_eq!((found.len(), found[0].0), (1, 2));
        assert!(problems("").iter().any(|(line, key, _)| *line == 1 && key == "standard"));
    }

    #[test]
    fn problems_are_said_in_both_languages_with_file_line_and_key() {
        let error = Standard::from_toml(&OTHER.replace(">= 100 m", ">= 100 ha"), "青山.toml").unwrap_err();
        let [message] = error.messages().try_into().unwrap_or_else(|all| panic!("{all:?}"));
        let message: Message = message;
        assert!(message.say(Lang::Zh).starts_with("青山.toml 第 13 行，clause[1].test："), "{}", message.say(Lang::Zh));
        assert!(message.say(Lang::En).starts_with("青山.toml, line 13, clause[1].test: "), "{message}");
    }

    proptest::proptest! {
        #[test]
        fn a_damaged_standard_is_read_or_refused_with_places_and_never_panics(
            at in 0..OTHER.len(),
            cut in 0..40_usize,
            put in ".{0,6}",
        ) {
            let whole: Vec<char> = OTHER.chars().collect();
            let at = at.min(whole.len());
            let rest = &whole[(at + cut).min(whole.len())..];
            let text: String = whole[..at].iter().copied().chain(put.chars()).chain(rest.iter().copied()).collect();
            if let Err(StandardError::Invalid(error)) = Standard::from_toml(&text, "test.toml") {
                let lines = text.matches('\n').count() + 1;
                proptest::prop_assert!(!error.problems.is_empty());
                proptest::prop_assert!(error.problems.iter().all(|problem| (1..=lines).contains(&problem.line)));
            }
        }
    }
}
