//! What is missing to a clause, in the unit one draws in: metres of width and of link, kilometres of road, hectares of
//! green. Measures tell the amounts among their facts; here they are only said.

use serde_json::{Map, Value};

use super::{binding_test, is_miss, list_separator};
use crate::check::{ClauseOutcome, Finding};
use crate::layer::Role;
use crate::standard::{Clause, Comparison, Measure, Test, is_at_limit, margin};
use crate::text::{Lang, Message};
use crate::units::{Figure, Metres, SquareMetres, Unit, grouped};

/// Stretches of one corridor beyond this many are left to the map.
const MOST_STRETCHES: usize = 3;

/// What a clause lacks by its default reading, of corridors the worst; `None` where that reading does not miss the limit,
/// or its measure knows no amount.
pub fn missing_text(clause: &Clause, outcome: &ClauseOutcome, lang: Lang) -> Option<String> {
    let test = binding_test(clause, outcome).filter(|_| default_misses(outcome))?;
    if matches!(clause.measure, Measure::CorridorWidth(_) | Measure::CorridorContinuity(_)) {
        return worst(clause, &outcome.findings, test, lang);
    }
    Amounts { clause, test, facts: outcome.facts.as_object()?, figure: outcome.figure }.say(lang)
}

/// What is missing at a finding, by the reading that it belongs to; `None` where its measure knows no amount.
pub fn missing_at_text(clause: &Clause, finding: &Finding, lang: Lang) -> Option<String> {
    Amounts { clause, test: clause.test?, facts: &finding.facts, figure: finding.figure }.say(lang)
}

/// What is missing at a finding where that is more than what [`missing_text`] says of the clause as a whole; `None` also
/// where the default reading does not miss the limit.
pub fn missing_beside_text(clause: &Clause, outcome: &ClauseOutcome, finding: &Finding, lang: Lang) -> Option<String> {
    let at = missing_at_text(clause, finding, lang).filter(|_| default_misses(outcome));
    at.filter(|at| missing_text(clause, outcome, lang).as_ref() != Some(at))
}

fn default_misses(outcome: &ClauseOutcome) -> bool {
    outcome.readings.first().is_some_and(|default| is_miss(default.verdict))
}

/// The worst finding with its subject, and how many others there are.
fn worst(clause: &Clause, findings: &[Finding], test: Test, lang: Lang) -> Option<String> {
    let room = |finding: &Finding| finding.figure.map_or(0.0, |figure| margin(clause.shown(figure), &test));
    let worst = findings.iter().min_by(|a, b| a.verdict.cmp(&b.verdict).then(room(a).total_cmp(&room(b))))?;
    let missing = missing_at_text(clause, worst, lang)?;
    let message = match findings.len() {
        1 => Message::new("report.missing-worst"),
        count => Message::new("report.missing-worst-of").with("count", count - 1),
    };
    Some(message.with("subject", &worst.subject).with("missing", missing).say(lang))
}

/// The amounts that a measure tells, of a clause or of a place.
struct Amounts<'a> {
    clause: &'a Clause,
    test: Test,
    facts: &'a Map<String, Value>,
    figure: Option<Figure>,
}

impl Amounts<'_> {
    fn say(&self, lang: Lang) -> Option<String> {
        let messages = self.messages(lang);
        if messages.is_empty() {
            return self.is_at_excluded_limit().then(|| Message::new("report.missing-beyond").say(lang));
        }
        let texts: Vec<String> = messages.iter().map(|message| message.say(lang)).collect();
        Some(texts.join(" · "))
    }

    /// What the measure tells is said only of tests in the direction that it speaks of.
    fn messages(&self, lang: Lang) -> Vec<Message> {
        let rises = matches!(self.test.comparison, Comparison::AtLeast | Comparison::MoreThan);
        match (&self.clause.measure, rises) {
            (Measure::LineDensity(with), true) => self.lacking(with.role, self.length("missing_km")),
            (Measure::LengthPerHead(with), true) => self.lacking(with.role, self.length("missing_km")),
            (Measure::AreaShare(with), true) => self.lacking(with.role, self.hectares("missing_ha")),
            (Measure::SurfaceShare(with), true) => self.lacking(with.role, self.hectares("missing_ha")),
            (Measure::PatchArea(_), false) => with_amount("planting", self.hectares("excess_ha")),
            (Measure::WeightedShare(_), false) => self.floor_area(),
            (Measure::AttributeLimit(_), false) => self.counted("above", "above"),
            (Measure::NetworkContinuity(_), false) => self.links(),
            (Measure::CorridorWidth(_), true) => self.width(lang),
            (Measure::CorridorContinuity(_), false) => self.gap("distance_m"),
            _ => Vec::new(),
        }
    }

    fn number(&self, key: &str) -> Option<f64> {
        self.facts.get(key).and_then(Value::as_f64).filter(|amount| *amount > 0.0)
    }

    fn length(&self, key: &str) -> Option<Message> {
        self.number(key).map(|km| Metres(km * 1_000.0).needed())
    }

    fn hectares(&self, key: &str) -> Option<Message> {
        self.number(key).map(|hectares| Unit::Hectare.needed(hectares))
    }

    fn metres(&self, key: &str) -> Option<Message> {
        self.number(key).map(|metres| Unit::Metre.needed(metres))
    }

    /// Whether data is missing, so that the amount is the least that it can be.
    fn is_least(&self) -> bool {
        self.figure.is_some_and(|figure| figure.low < figure.high)
    }

    /// Whether the figure is equal to a limit that has to be passed.
    fn is_at_excluded_limit(&self) -> bool {
        let strict = matches!(self.test.comparison, Comparison::MoreThan | Comparison::LessThan);
        strict && self.figure.is_some_and(|figure| is_at_limit(self.clause.shown(figure), &self.test))
    }

    fn lacking(&self, role: Role, amount: Option<Message>) -> Vec<Message> {
        let key = if self.test.comparison == Comparison::MoreThan {
            "report.missing-more"
        } else if self.is_least() {
            "report.missing-least"
        } else {
            "report.missing"
        };
        amount
            .map(|amount| Message::new(key).with_message("amount", amount).with_message("of", drawn(role)))
            .into_iter()
            .collect()
    }

    fn counted(&self, key: &str, fact: &str) -> Vec<Message> {
        let message = |count| Message::new(format!("report.missing-{key}")).with("count", count);
        self.number(fact).map(message).into_iter().collect()
    }

    fn floor_area(&self) -> Vec<Message> {
        let key = if self.is_least() { "floor-area-least" } else { "floor-area" };
        with_amount(key, self.number("excess_m2").map(|area| SquareMetres(area).needed()))
    }

    /// The gap of a place, or the links of the whole network.
    fn links(&self) -> Vec<Message> {
        let mut messages = self.gap("distance_m");
        messages.extend(with_amount("links", self.metres("missing_m")));
        messages.extend(self.counted("unlinked", "unlinked"));
        messages
    }

    fn gap(&self, key: &str) -> Vec<Message> {
        with_amount("gap", self.metres(key))
    }

    /// The width that a corridor lacks, and where along its axis; of a broken one its gap.
    fn width(&self, lang: Lang) -> Vec<Message> {
        let gap = self.gap("gap_m");
        let Some(width) = self.metres("missing_m").filter(|_| gap.is_empty()) else { return gap };
        let length = self.number("short_length_m").map(|length| Metres(length).needed());
        let stretches = self.stretches(lang);
        let message = match (length, stretches.is_empty()) {
            (None, _) => Message::new("report.missing-width"),
            (Some(length), true) => Message::new("report.missing-width-along").with_message("length", length),
            (Some(length), false) => Message::new("report.missing-width-stretches")
                .with_message("length", length)
                .with("stretches", stretches),
        };
        vec![message.with_message("width", width)]
    }

    /// Stretches along the axis, in metres from its first end: `340–492、600–641`.
    fn stretches(&self, lang: Lang) -> String {
        let listed = self.facts.get("stretches").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let mut texts: Vec<String> = listed.iter().filter_map(stretch).take(MOST_STRETCHES).collect();
        if listed.len() > MOST_STRETCHES {
            texts.push(String::from("…"));
        }
        texts.join(&list_separator(lang))
    }
}

fn with_amount(key: &str, amount: Option<Message>) -> Vec<Message> {
    let message = |amount| Message::new(format!("report.missing-{key}")).with_message("amount", amount);
    amount.map(message).into_iter().collect()
}

/// A stretch in whole metres, or with more digits where both ends would look alike.
fn stretch(ends: &Value) -> Option<String> {
    let [from, to] = ends.as_array()?.as_slice() else { return None };
    let (from, to) = (from.as_f64()?, to.as_f64()?);
    let texts = |decimals: usize| (format!("{from:.decimals$}"), format!("{to:.decimals$}"));
    let (from, to) = (0..4).map(texts).find(|(from, to)| from != to).unwrap_or_else(|| texts(4));
    Some(format!("{}–{}", grouped(&from), grouped(&to)))
}

/// What one draws for a role.
fn drawn(role: Role) -> Message {
    match role {
        Role::RoadCentrelines => Message::new("report.missing-road"),
        Role::Greenways => Message::new("report.missing-greenway"),
        Role::Green => Message::new("report.missing-green"),
        Role::Surfaces => Message::new("report.missing-permeable"),
        other => other.name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{ReadingOutcome, Verdict};
    use crate::layer::Shape;
    use crate::standard::Standard;
    use geo_types::Coord;
    use serde_json::json;

    fn clause(id: &str) -> Clause {
        Standard::built_in("liangshan-carbon-peak").unwrap().clause(id).unwrap().clone()
    }

    /// A clause as a check that misses its limit leaves it: one default reading, facts, findings.
    fn missed(clause: &Clause, figure: Figure, facts: Value, findings: Vec<Finding>) -> ClauseOutcome {
        ClauseOutcome {
            clause: clause.id.clone(),
            verdict: Verdict::Violates,
            bound: true,
            figure: Some(figure),
            readings: vec![ReadingOutcome {
                id: String::from("default"),
                figure: Some(figure),
                verdict: Verdict::Violates,
            }],
            facts,
            reason: None,
            findings,
            notices: Vec::new(),
            counties: Vec::new(),
        }
    }

    fn finding(subject: &str, figure: Option<Figure>, facts: Value) -> Finding {
        let Value::Object(facts) = facts else { panic!("{facts} is no object") };
        Finding {
            subject: subject.to_owned(),
            verdict: Verdict::Violates,
            figure,
            features: Vec::new(),
            anchor: Coord::default(),
            place: Shape::Points(Vec::new()),
            facts,
            county: None,
        }
    }

    fn exact(value: f64, clause: &Clause) -> Figure {
        Figure::exact(value, clause.measure.unit())
    }

    /// What is said of a clause with these facts, in both languages.
    fn of_clause(id: &str, value: f64, facts: Value) -> [Option<String>; 2] {
        let clause = clause(id);
        let outcome = missed(&clause, exact(value, &clause), facts, Vec::new());
        [Lang::Zh, Lang::En].map(|lang| missing_text(&clause, &outcome, lang))
    }

    /// What is said of a corridor with these facts, in both languages.
    fn of_corridor(facts: Value) -> [Option<String>; 2] {
        let clause = clause("corridor-net-width");
        let finding = finding("甲廊道", Some(exact(37.3, &clause)), facts);
        [Lang::Zh, Lang::En].map(|lang| missing_at_text(&clause, &finding, lang))
    }

    fn said(texts: [Option<String>; 2]) -> [String; 2] {
        texts.map(Option::unwrap_or_default)
    }

    #[test]
    fn every_measure_says_its_amount_in_the_unit_one_draws_in() {
        let road = of_clause("road-density", 7.58, json!({"missing_km": 2.31}));
        assert_eq!(said(road), ["还差道路 2.31 km", "2.31 km of road missing"]);
        let green = of_clause("green-ratio", 30.0, json!({"missing_ha": 3.4}));
        assert_eq!(said(green), ["还差绿地 3.40 ha", "3.40 ha of green missing"]);
        let greenway = of_clause("greenway-per-capita", 0.9, json!({"missing_km": 0.64}));
        assert_eq!(said(greenway), ["还差绿道超过 640 m", "more than 640 m of greenway missing"]);
        let plaza = of_clause("plaza-area", 2.4, json!({"excess_ha": 0.4}));
        assert_eq!(
            said(plaza),
            ["须绿化 0.40 ha 以上，或以绿化带分隔", "plant at least 0.40 ha, or divide it by planting"]
        );
        let demolition = of_clause("demolition-share", 28.0, json!({"excess_m2": 1234.0}));
        assert_eq!(said(demolition), ["建筑面积超出 1\u{2009}234 m²", "1\u{2009}234 m² of floor area over the limit"]);
        let storeys = of_clause("storeys-limit", 26.0, json!({"above": 2}));
        assert_eq!(said(storeys), ["2 处须降到限值以内", "2 to bring down to the limit"]);
        let network = of_clause("walking-network", 4.0, json!({"missing_m": 41.5, "unlinked": 1}));
        assert_eq!(
            said(network),
            [
                "还差连接线 41.5 m · 另有 1 片相距过远，未计连接",
                "41.5 m of links missing · pieces too far off for a link: 1"
            ]
        );
    }

    #[test]
    fn bounds_make_it_the_least_that_is_missing() {
        let clause = clause("demolition-share");
        let figure = Figure::between(25.0, 40.0, Unit::Percent);
        let outcome = missed(&clause, figure, json!({"excess_m2": 500.0}), Vec::new());
        assert_eq!(missing_text(&clause, &outcome, Lang::Zh).unwrap(), "建筑面积至少超出 500 m²");
        let mut roads = super::tests::clause("road-density");
        roads.test = roads.test.map(|test| Test { limit: 9.0, ..test });
        let figure = Figure::between(7.0, 7.5, Unit::KmPerKm2);
        let outcome = missed(&roads, figure, json!({"missing_km": 1.5}), Vec::new());
        assert_eq!(missing_text(&roads, &outcome, Lang::En).unwrap(), "at least 1.50 km of road missing");
    }

    #[test]
    fn a_corridor_says_its_width_its_length_and_where() {
        let whole = json!({"missing_m": 12.7, "short_length_m": 152.0, "stretches": [[340.0, 492.0]]});
        assert_eq!(
            said(of_corridor(whole)),
            ["加宽 12.7 m，长 152 m（340–492 m 段）", "widen by 12.7 m along 152 m (at 340–492 m)"]
        );
        let without = json!({"missing_m": 12.7, "short_length_m": 152.0});
        assert_eq!(said(of_corridor(without)), ["加宽 12.7 m，长 152 m", "widen by 12.7 m along 152 m"]);
        assert_eq!(said(of_corridor(json!({"missing_m": 0.04, "short_length_m": 0.0})))[0], "加宽 0.04 m");
        let many = json!({"missing_m": 5.0, "short_length_m": 90.3,
            "stretches": [[10.2, 10.4], [100.0, 140.0], [1200.0, 1240.0], [1500.0, 1510.0]]});
        assert_eq!(
            said(of_corridor(many))[0],
            "加宽 5.0 m，长 91 m（10.2–10.4、100–140、1\u{2009}200–1\u{2009}240、… m 段）"
        );
    }

    #[test]
    fn a_broken_corridor_says_its_gap_and_one_without_amounts_nothing() {
        let broken = json!({"gap_m": 86.4, "missing_m": 50.0, "short_length_m": 900.0});
        assert_eq!(said(of_corridor(broken)), ["须连通 86.4 m 的缺口", "close the gap of 86.4 m"]);
        assert_eq!(of_corridor(json!({"short_length_m": 152.0})), [None, None]);
    }

    #[test]
    fn of_several_corridors_the_clause_names_the_worst() {
        let clause = clause("corridor-net-width");
        let corridor = |name: &str, width: f64| {
            finding(name, Some(exact(width, &clause)), json!({"missing_m": 50.0 - width, "short_length_m": 80.0}))
        };
        let text = |findings: Vec<Finding>| {
            let outcome = missed(&clause, exact(30.0, &clause), json!({}), findings);
            missing_text(&clause, &outcome, Lang::Zh).unwrap()
        };
        assert_eq!(text(vec![corridor("甲", 40.0)]), "甲：加宽 10.0 m，长 80 m");
        assert_eq!(text(vec![corridor("甲", 40.0), corridor("乙", 30.0)]), "乙：加宽 20.0 m，长 80 m；另有 1 处");
    }

    #[test]
    fn nothing_is_missing_where_the_default_reading_meets_or_the_limit_does_not_bind() {
        let clause = clause("green-ratio");
        let mut outcome = missed(&clause, exact(38.0, &clause), json!({"missing_ha": 1.0}), Vec::new());
        for verdict in [Verdict::Violates, Verdict::NotYetDue, Verdict::Argued] {
            outcome.readings[0].verdict = verdict;
            assert!(missing_text(&clause, &outcome, Lang::Zh).is_some(), "{verdict:?}");
        }
        outcome.verdict = Verdict::DependsOnReading;
        assert!(missing_text(&clause, &outcome, Lang::Zh).is_some(), "the default reading misses");
        let at = finding("建成区", Some(exact(38.0, &clause)), json!({"missing_ha": 2.0}));
        assert!(missing_beside_text(&clause, &outcome, &at, Lang::Zh).is_some(), "another amount than the clause's");
        let same = finding("建成区", Some(exact(38.0, &clause)), json!({"missing_ha": 1.0}));
        assert_eq!(missing_beside_text(&clause, &outcome, &same, Lang::Zh), None);
        outcome.readings[0].verdict = Verdict::Meets;
        assert_eq!(missing_text(&clause, &outcome, Lang::Zh), None);
        assert_eq!(missing_beside_text(&clause, &outcome, &at, Lang::Zh), None);
        outcome.readings[0].verdict = Verdict::Violates;
        outcome.bound = false;
        assert_eq!(missing_text(&clause, &outcome, Lang::Zh), None);
    }

    #[test]
    fn an_amount_is_not_said_of_a_test_in_the_other_direction() {
        let mut clause = clause("green-ratio");
        clause.test = clause.test.map(|test| Test { comparison: Comparison::AtMost, ..test });
        let outcome = missed(&clause, exact(50.0, &clause), json!({"missing_ha": 1.0}), Vec::new());
        assert_eq!(missing_text(&clause, &outcome, Lang::Zh), None);
    }

    #[test]
    fn a_figure_at_a_limit_that_has_to_be_passed_lacks_no_amount_but_is_said() {
        let texts = of_clause("greenway-per-capita", 1.0, json!({}));
        assert_eq!(said(texts), ["恰为限值，还须越过", "exactly at the limit, which has to be passed"]);
        assert_eq!(of_clause("road-density", 7.0, json!({})), [None, None]);
    }
}
