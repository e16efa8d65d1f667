//! The model of the sample plan, and of clauses made by hand.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{Model, facts, findings, methods};
use crate::check::{self, Finding, Outcome, Verdict};
use crate::handle::Handle;
use crate::layer::Shape;
use crate::plan::{self, Argument, Request, Snapshot};
use crate::report::{Options, Report};
use crate::standard::Standard;
use crate::text::{Lang, Message};

struct Checked {
    snapshot: Snapshot,
    standard: Arc<Standard>,
    outcome: Outcome,
}

impl Checked {
    fn sample() -> Self {
        let handle = Handle::default();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-maps/anning");
        let request = Request { paths: vec![path], ..Request::default() };
        let plan::Loaded { snapshot, standard, .. } = plan::load(&request, &handle).unwrap();
        let outcome = check::check(&snapshot, &standard, &[], &handle).unwrap();
        Self { snapshot, standard, outcome }
    }

    fn report<'a>(&'a self, lang: Lang, options: &'a Options) -> Report<'a> {
        Report::new(&self.snapshot, &self.standard, &self.outcome, lang, options)
    }

    fn model(&self, lang: Lang) -> Model {
        Model::of(&self.report(lang, &Options::default()))
    }
}

fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
        Value::Object(object) => object.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

/// Whether a text is a key that the table lacks, or holds a placeholder that nobody filled.
fn is_unsaid(text: &str) -> bool {
    let module = text.split_once('.').map(|(module, _)| module);
    let is_key =
        !text.contains(' ') && module.is_some_and(|module| ["report", "app", "check", "layer"].contains(&module));
    is_key || text.contains('{')
}

#[test]
fn every_text_of_the_sample_is_said_in_both_languages() {
    assert!(is_unsaid(&Message::new(["report", "no-such"].join(".")).say(Lang::Zh)) && is_unsaid("差 {margin} m"));
    let sample = Checked::sample();
    for lang in [Lang::Zh, Lang::En] {
        let mut found = Vec::new();
        texts(&serde_json::to_value(sample.model(lang)).unwrap(), &mut found);
        assert!(found.len() > 300, "{}", found.len());
        let unsaid: Vec<&String> = found.iter().filter(|text| is_unsaid(text)).collect();
        assert!(unsaid.is_empty(), "{unsaid:?}");
    }
}

#[test]
fn every_number_among_the_facts_of_the_sample_has_a_name() {
    let sample = Checked::sample();
    let mut unnamed = BTreeSet::new();
    let mut named = BTreeSet::new();
    for outcome in &sample.outcome.clauses {
        let clause = sample.standard.clause(&outcome.clause).unwrap();
        let keys: Vec<String> =
            facts::entries(clause, &outcome.facts, Lang::Zh).into_iter().map(|fact| fact.key).collect();
        for (key, value) in outcome.facts.as_object().unwrap() {
            let is_said = keys.iter().any(|said| said == key || said.starts_with(&format!("{key}.")));
            let has_numbers = value.is_number() || value.as_object().is_some_and(|classes| !classes.is_empty());
            if has_numbers && !is_said {
                unnamed.insert(format!("{}: {key}", clause.measure.id()));
            }
        }
        named.extend(keys);
    }
    assert_eq!(unnamed, BTreeSet::new());
    for key in ["length_km", "by_class_km.branch", "area_km2", "green_ha", "by_class_ha.G1", "population", "numerator"]
    {
        assert!(named.contains(key), "{key} of {named:?}");
    }
}

#[test]
fn every_number_of_each_corridor_plaza_and_unit_of_the_sample_has_a_name() {
    let sample = Checked::sample();
    let model = sample.model(Lang::Zh);
    let mut checked = 0;
    for (clause, outcome) in model.clauses.iter().zip(&sample.outcome.clauses) {
        let lists = facts::PARTS.iter().filter_map(|list| outcome.facts.get(list)?.as_array());
        let numbers = |part: &Value| part.as_object().unwrap().values().filter(|value| value.is_number()).count();
        let expected: Vec<usize> = lists.flatten().map(numbers).collect();
        assert_eq!(clause.parts.iter().map(|part| part.facts.len()).collect::<Vec<_>>(), expected, "{}", clause.id);
        assert!(clause.parts.iter().all(|part| !part.subject.is_empty()));
        checked += expected.len();
    }
    assert!(checked >= 8, "{checked}");
}

#[test]
fn a_fact_bears_its_unit_and_digits_that_are_not_all_noughts() {
    let standard = Standard::built_in("liangshan-carbon-peak").unwrap();
    let clause = standard.clause("road-density").unwrap();
    let facts = json!({"length_km": 45.25, "area_km2": 6.08, "by_class_km": {"branch": 0.000_04}, "no_such_fact": 1.0});
    let said: Vec<(String, String)> =
        facts::entries(clause, &facts, Lang::Zh).into_iter().map(|fact| (fact.name, fact.text)).collect();
    let expected = [("计入长度", "45.250 km"), ("评价范围面积", "6.0800 km²"), ("计入长度：支路", "0.00004 km")];
    assert_eq!(said, expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
}

#[test]
fn every_clause_of_the_built_in_standard_says_how_it_is_measured() {
    let standard = Standard::built_in("liangshan-carbon-peak").unwrap();
    for lang in [Lang::Zh, Lang::En] {
        let sentences: Vec<String> = standard.clauses.iter().map(|clause| methods::sentence(clause, lang)).collect();
        for sentence in &sentences {
            assert!(!is_unsaid(sentence) && sentence.ends_with(['。', '.']), "{sentence}");
        }
        for (clause, sentence) in standard.clauses.iter().zip(&sentences) {
            let alike = standard.clauses.iter().zip(&sentences).filter(|(_, other)| *other == sentence);
            assert!(alike.into_iter().all(|(other, _)| other.measure == clause.measure), "{}", clause.id);
        }
    }
}

#[test]
fn parameters_change_how_a_clause_is_measured() {
    let standard = Standard::built_in("liangshan-carbon-peak").unwrap();
    let said = |id: &str, reading: Option<&str>| {
        let mut clause = standard.clause(id).unwrap().clone();
        if let Some(reading) = reading {
            clause.measure = clause.readings.iter().find(|own| own.id == reading).unwrap().measure.clone();
        }
        methods::sentence(&clause, Lang::Zh)
    };
    assert!(said("road-density", None).contains("快速路、主干路、次干路、支路"));
    assert!(said("road-density", None).contains("全长计入"));
    assert!(said("road-density", Some("half-boundary")).contains("按一半计入"));
    assert!(said("green-ratio", None).contains("区域绿地不计入"));
    assert!(said("green-ratio", Some("adjacent-regional-green")).contains("不超过其余绿地的 20%"));
    assert!(said("demolition-share", None).contains("不计入拆除面积，但计入现状面积"));
    assert!(said("storeys-limit", None).contains("2021 年及以后建成"));
    assert!(said("walking-network", None).contains("30 m"));
}

#[test]
fn figures_rest_on_the_layers_that_their_readings_use_and_on_what_was_typed_in() {
    let model = Checked::sample().model(Lang::Zh);
    let sources = |id: &str| model.clauses.iter().find(|clause| clause.id == id).unwrap().sources.clone();
    // The net area of a reading leaves out water and open land.
    assert_eq!(sources("road-density"), ["主城区.shp", "道路中心线.shp", "用地.shp", "水域.shp"]);
    let greenways = sources("greenway-per-capita");
    assert!(greenways.iter().any(|source| source == "2025年建成区范围（2025年）"), "{greenways:?}");
    assert!(greenways.iter().any(|source| source.starts_with("城区人口 ")), "{greenways:?}");
}

fn finding(subject: &str, facts: Value) -> Finding {
    let Value::Object(facts) = facts else { panic!("{facts} is no object") };
    Finding {
        subject: subject.to_owned(),
        verdict: Verdict::Argued,
        figure: None,
        features: Vec::new(),
        anchor: geo_types::Coord::default(),
        place: Shape::Points(Vec::new()),
        facts,
        county: None,
    }
}

#[test]
fn a_finding_names_the_arguments_that_fit_its_subject() {
    let mut sample = Checked::sample();
    let argument = |clause: &str, subject: Option<&str>, document: Option<&str>| Argument {
        clause: clause.to_owned(),
        subject: subject.map(str::to_owned),
        by: String::from("市规委会"),
        reason: String::from("地形所限"),
        document: document.map(str::to_owned),
        date: document.map(|_| String::from("2026-05-08")),
    };
    sample.snapshot.arguments = vec![
        argument("storeys-limit", Some("甲楼"), Some("西规委〔2026〕3号")),
        argument("storeys-limit", Some("乙楼"), None),
        argument("road-density", None, None),
    ];
    let index = sample.outcome.clauses.iter().position(|outcome| outcome.clause == "storeys-limit").unwrap();
    let own = [
        ("甲楼", json!({})),
        ("乙楼", json!({"argued": true})),
        ("丙楼", json!({"argued": true})),
        ("丁楼", json!({})),
    ];
    sample.outcome.clauses[index].findings = own.map(|(subject, facts)| finding(subject, facts)).to_vec();
    let options = Options::default();
    let report = sample.report(Lang::Zh, &options);
    let clause = sample.standard.clause("storeys-limit").unwrap();
    let entries = findings::entries(&report, clause, &sample.outcome.clauses[index]);
    let said: Vec<Option<&str>> = entries.iter().map(|entry| entry.argument.as_deref()).collect();
    let recorded = "市规委会论证：地形所限（西规委〔2026〕3号，2026-05-08）";
    assert_eq!(said, [Some(recorded), Some("市规委会论证：地形所限"), Some("图层中该要素已注明论证"), None]);
    assert_eq!(entries.iter().map(|entry| entry.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[test]
fn notices_of_plan_layers_and_clauses_are_all_told() {
    let sample = Checked::sample();
    let model = sample.model(Lang::Zh);
    let of_layers: usize = sample.snapshot.layers.iter().map(|layer| layer.notices.len()).sum();
    let of_clauses: usize = sample.outcome.clauses.iter().map(|outcome| outcome.notices.len()).sum();
    assert!(of_clauses > 0 && !sample.outcome.notices.is_empty());
    assert_eq!(model.notices.len(), sample.outcome.notices.len() + of_layers + of_clauses);
    assert_eq!(model.notices.iter().filter(|notice| notice.about.is_empty()).count(), sample.outcome.notices.len());
}

#[test]
fn counts_are_those_of_the_clauses_and_leave_out_verdicts_that_none_has() {
    let model = Checked::sample().model(Lang::En);
    assert_eq!(model.counts.iter().map(|count| count.count).sum::<usize>(), model.clauses.len());
    for count in &model.counts {
        let own = model.clauses.iter().filter(|clause| clause.verdict == count.verdict).count();
        assert_eq!((count.count, count.count > 0), (own, true));
    }
}
