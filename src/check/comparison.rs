//! Two checks of one standard side by side: what one proposal mends, breaks or changes against another.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{ClauseOutcome, CountyOutcome, Finding, Outcome, Verdict};
use crate::standard::{Clause, Standard, is_equal, margin};
use crate::text::Message;
use crate::units::Figure;

/// What the second of two checks does to a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// 整改达标: it was missed, and every reading meets it now.
    Mends,
    /// 新增未达标: it was met, or argued, and is missed now, in some county at least.
    Breaks,
    /// 改善: the verdict is the same with more room or fewer findings.
    Improves,
    /// 变差: the verdict is the same with less room or more findings.
    Worsens,
    /// 变化: any other change of the verdict or the value.
    Changes,
    /// 不变
    Same,
}

impl Effect {
    /// Every effect, in the order in which summaries count them.
    pub const ALL: [Self; 6] = [Self::Mends, Self::Breaks, Self::Improves, Self::Worsens, Self::Changes, Self::Same];

    /// Its code in results.
    pub fn code(self) -> &'static str {
        match self {
            Self::Mends => "mends",
            Self::Breaks => "breaks",
            Self::Improves => "improves",
            Self::Worsens => "worsens",
            Self::Changes => "changes",
            Self::Same => "same",
        }
    }

    /// Its name for people.
    pub fn name(self) -> Message {
        Message::new(format!("check.effect-{}", self.code()))
    }
}

/// Two checks side by side. Clauses stand in the standard's order; those that only one of them judged are left out.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// One per clause.
    pub clauses: Vec<ClauseComparison>,
}

/// One clause in two checks, the first and the second.
#[derive(Clone, Debug)]
pub struct ClauseComparison {
    /// Id of the clause.
    pub clause: String,
    /// The verdicts.
    pub verdicts: [Verdict; 2],
    /// The default reading's figures.
    pub figures: [Option<Figure>; 2],
    /// The second figure less the first, in the clause's unit; `None` where either is missing or only bounded.
    pub difference: Option<f64>,
    /// What the second does to the clause.
    pub effect: Effect,
    /// Subjects of findings that the second has no more.
    pub gone: Vec<String>,
    /// Subjects of findings that only the second has.
    pub new: Vec<String>,
    /// Each county that both checks know, where the plan covers several.
    pub counties: Vec<CountyComparison>,
}

/// One county's share of a clause in two checks.
#[derive(Clone, Debug)]
pub struct CountyComparison {
    /// Name of the county.
    pub county: String,
    /// The verdicts.
    pub verdicts: [Verdict; 2],
    /// The figures.
    pub figures: [Option<Figure>; 2],
    /// As of the clause.
    pub difference: Option<f64>,
    /// As of the clause.
    pub effect: Effect,
}

impl Comparison {
    /// How many clauses have an effect.
    pub fn count(&self, effect: Effect) -> usize {
        self.clauses.iter().filter(|clause| clause.effect == effect).count()
    }
}

/// Compares two checks of one standard.
pub fn compare(a: &Outcome, b: &Outcome, standard: &Standard) -> Comparison {
    let both =
        standard.clauses.iter().filter_map(|clause| Some((clause, a.clause(&clause.id)?, b.clause(&clause.id)?)));
    Comparison { clauses: both.map(|(clause, a, b)| compared(clause, a, b)).collect() }
}

fn compared(clause: &Clause, a: &ClauseOutcome, b: &ClauseOutcome) -> ClauseComparison {
    let counties = counties(clause, a, b);
    let (gone, new) = (missing_in(&b.findings, &a.findings), missing_in(&a.findings, &b.findings));
    let sides = [a, b].map(Side::of);
    let effect = match effect(clause, sides) {
        // The figure is that of the worst place: others may have come or gone.
        Effect::Same => match (gone.is_empty(), new.is_empty()) {
            (true, true) => Effect::Same,
            (false, true) => Effect::Improves,
            (true, false) => Effect::Worsens,
            (false, false) => Effect::Changes,
        },
        other => other,
    };
    ClauseComparison {
        clause: clause.id.clone(),
        verdicts: sides.map(|side| side.verdict),
        figures: sides.map(|side| side.figure),
        difference: difference(sides),
        effect: over_counties(effect, &counties),
        gone,
        new,
        counties,
    }
}

/// A verdict and what it rests on.
#[derive(Clone, Copy)]
struct Side {
    verdict: Verdict,
    /// The default reading's verdict.
    default: Verdict,
    bound: bool,
    figure: Option<Figure>,
}

impl Side {
    fn of(outcome: &ClauseOutcome) -> Self {
        let default = outcome.readings.first().map_or(outcome.verdict, |reading| reading.verdict);
        Self { verdict: outcome.verdict, default, bound: outcome.bound, figure: outcome.figure }
    }

    /// Of a county only the verdict over all readings is known.
    fn of_county(outcome: &CountyOutcome) -> Self {
        let CountyOutcome { verdict, figure, .. } = *outcome;
        let bound = !matches!(verdict, Verdict::Info | Verdict::NotApplicable);
        Self { verdict, default: verdict, bound, figure }
    }

    /// The verdict that decides: that of the default reading where readings differ.
    fn deciding(self) -> Verdict {
        if self.verdict == Verdict::DependsOnReading { self.default } else { self.verdict }
    }

    fn is_missed(self) -> bool {
        matches!(self.deciding(), Verdict::Violates | Verdict::NotYetDue)
    }

    fn stands(self) -> bool {
        matches!(self.deciding(), Verdict::Meets | Verdict::Argued)
    }
}

/// What was doubtful may be broken; mended is only what no reading doubts.
fn effect(clause: &Clause, [a, b]: [Side; 2]) -> Effect {
    if a.is_missed() && b.verdict == Verdict::Meets {
        return Effect::Mends;
    }
    if a.stands() && b.is_missed() {
        return Effect::Breaks;
    }
    if a.verdict == b.verdict { change(clause, a, b) } else { Effect::Changes }
}

/// How the figure changes. More room is better only where a limit was judged by; bounds of a figure are better where all
/// of it is.
fn change(clause: &Clause, a: Side, b: Side) -> Effect {
    let (Some(old), Some(new)) = (a.figure, b.figure) else {
        return if a.figure.is_none() && b.figure.is_none() { Effect::Same } else { Effect::Changes };
    };
    let equal = |a: f64, b: f64| is_equal(a, b, clause.measure.unit());
    if equal(old.low, new.low) && equal(old.high, new.high) {
        return Effect::Same;
    }
    let judged = a.bound && b.bound && a.verdict != Verdict::NotJudged;
    let Some(test) = clause.test.filter(|_| judged) else { return Effect::Changes };
    let room = |figure: Figure| {
        let (low, high) = (margin(figure.low, &test), margin(figure.high, &test));
        (low.min(high), low.max(high))
    };
    let ((worst_old, best_old), (worst_new, best_new)) = (room(old), room(new));
    if worst_new > best_old {
        Effect::Improves
    } else if best_new < worst_old {
        Effect::Worsens
    } else {
        Effect::Changes
    }
}

fn difference([a, b]: [Side; 2]) -> Option<f64> {
    let exact = |side: Side| side.figure.filter(|figure| figure.high <= figure.low).map(|figure| figure.low);
    Some(exact(b)? - exact(a)?).filter(|difference| difference.is_finite())
}

fn counties(clause: &Clause, a: &ClauseOutcome, b: &ClauseOutcome) -> Vec<CountyComparison> {
    let both = a.counties.iter().filter_map(|own| Some((own, b.counties.iter().find(|b| b.county == own.county)?)));
    both.map(|(a, b)| {
        let sides = [a, b].map(Side::of_county);
        CountyComparison {
            county: a.county.clone(),
            verdicts: sides.map(|side| side.verdict),
            figures: sides.map(|side| side.figure),
            difference: difference(sides),
            effect: effect(clause, sides),
        }
    })
    .collect()
}

/// The figure is that of the worst county: what is broken in any is broken, and where they go different ways it changes.
fn over_counties(own: Effect, counties: &[CountyComparison]) -> Effect {
    if counties.iter().any(|county| county.effect == Effect::Breaks) {
        return Effect::Breaks;
    }
    // Met over all readings in the worst county, it is so in every one.
    if own == Effect::Mends {
        return own;
    }
    let of_county = |county: &CountyComparison| match county.effect {
        // The worst one is missed as before.
        Effect::Mends => Effect::Improves,
        other => other,
    };
    let mut effects = counties.iter().map(of_county).chain([own]).filter(|effect| *effect != Effect::Same);
    match effects.next() {
        Some(first) => {
            if effects.all(|effect| effect == first) {
                first
            } else {
                Effect::Changes
            }
        }
        None => Effect::Same,
    }
}

/// Subjects of `these` as often as they stand more often there than in `others`.
fn missing_in(others: &[Finding], these: &[Finding]) -> Vec<String> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in others {
        *known.entry(&finding.subject).or_default() += 1;
    }
    let mut is_missing = |finding: &&Finding| match known.get_mut(finding.subject.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    these.iter().filter(|finding| is_missing(finding)).map(|finding| finding.subject.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::ReadingOutcome;
    use crate::layer::Shape;
    use crate::plan::Revision;
    use crate::units::Unit;

    /// An outcome of the net width of corridors, at least 50 m: verdict of all readings and of the default one, and figure.
    fn widths(verdict: Verdict, default: Verdict, figure: Option<(f64, f64)>) -> ClauseOutcome {
        let figure = figure.map(|(low, high)| Figure::between(low, high, Unit::Metre));
        ClauseOutcome {
            clause: "corridor-net-width".to_owned(),
            verdict,
            bound: !matches!(verdict, Verdict::Info | Verdict::NotApplicable),
            figure,
            readings: vec![ReadingOutcome { id: "default".to_owned(), figure, verdict: default }],
            facts: serde_json::Value::Null,
            reason: None,
            findings: Vec::new(),
            notices: Vec::new(),
            counties: Vec::new(),
        }
    }

    fn width(verdict: Verdict, metres: f64) -> ClauseOutcome {
        widths(verdict, verdict, Some((metres, metres)))
    }

    fn found(mut outcome: ClauseOutcome, subjects: &[&str]) -> ClauseOutcome {
        outcome.findings = subjects
            .iter()
            .map(|subject| Finding {
                subject: (*subject).to_owned(),
                verdict: outcome.verdict,
                figure: None,
                features: Vec::new(),
                anchor: geo_types::Coord { x: 0.0, y: 0.0 },
                place: Shape::Points(Vec::new()),
                facts: serde_json::Map::new(),
                county: None,
            })
            .collect();
        outcome
    }

    fn in_counties(mut outcome: ClauseOutcome, counties: &[(&str, Verdict, f64)]) -> ClauseOutcome {
        let of = |&(county, verdict, metres): &(&str, Verdict, f64)| CountyOutcome {
            county: county.to_owned(),
            verdict,
            figure: Some(Figure::exact(metres, Unit::Metre)),
        };
        outcome.counties = counties.iter().map(of).collect();
        outcome
    }

    fn both(a: ClauseOutcome, b: ClauseOutcome) -> ClauseComparison {
        let outcome = |clause| Outcome { revision: Revision::default(), clauses: vec![clause], notices: Vec::new() };
        let standard = Standard::open(Standard::default_id()).unwrap();
        let mut comparison = compare(&outcome(a), &outcome(b), &standard);
        assert_eq!(comparison.clauses.len(), 1);
        comparison.clauses.remove(0)
    }

    fn effects(a: &ClauseOutcome, b: &ClauseOutcome) -> [Effect; 2] {
        [both(a.clone(), b.clone()).effect, both(b.clone(), a.clone()).effect]
    }

    #[test]
    fn a_miss_that_is_met_is_mended_and_the_reverse_is_broken() {
        let met = width(Verdict::Meets, 60.0);
        for missed in [Verdict::Violates, Verdict::NotYetDue] {
            assert_eq!(effects(&width(missed, 40.0), &met), [Effect::Mends, Effect::Breaks], "{missed:?}");
        }
        let doubtful = |default| widths(Verdict::DependsOnReading, default, Some((50.0, 50.0)));
        assert_eq!(effects(&doubtful(Verdict::Violates), &met), [Effect::Mends, Effect::Breaks]);
        assert_eq!(effects(&doubtful(Verdict::Meets), &met), [Effect::Changes, Effect::Changes]);
    }

    #[test]
    fn what_stood_only_by_an_argument_or_by_its_default_reading_is_broken_but_not_mended() {
        let violated = width(Verdict::Violates, 40.0);
        let argued = width(Verdict::Argued, 40.0);
        assert_eq!(effects(&argued, &violated), [Effect::Breaks, Effect::Changes]);
        let doubtful = widths(Verdict::DependsOnReading, Verdict::Meets, Some((55.0, 55.0)));
        assert_eq!(effects(&doubtful, &violated), [Effect::Breaks, Effect::Changes]);
        assert_eq!(effects(&argued, &width(Verdict::Meets, 60.0)), [Effect::Changes, Effect::Changes]);
    }

    #[test]
    fn more_room_is_better_beyond_the_slack() {
        let at = |metres| width(Verdict::Violates, metres);
        assert_eq!(effects(&at(40.0), &at(45.0)), [Effect::Improves, Effect::Worsens]);
        assert_eq!(effects(&at(40.0), &at(40.0009)), [Effect::Same, Effect::Same]);
        let compared = both(at(40.0), at(37.5));
        assert!((compared.difference.unwrap() + 2.5).abs() < 1e-12);
    }

    #[test]
    fn bounds_are_better_where_all_of_them_are_and_have_no_difference() {
        let between = |low, high| widths(Verdict::Meets, Verdict::Meets, Some((low, high)));
        assert_eq!(effects(&between(51.0, 52.0), &between(53.0, 54.0)), [Effect::Improves, Effect::Worsens]);
        assert_eq!(effects(&between(51.0, 53.0), &between(52.0, 54.0)), [Effect::Changes, Effect::Changes]);
        assert_eq!(both(between(51.0, 52.0), between(60.0, 60.0)).difference, None);
    }

    #[test]
    fn without_a_judgement_a_value_changes_and_is_neither_better_nor_worse() {
        for verdict in [Verdict::Info, Verdict::NotJudged] {
            let at = |metres| widths(verdict, verdict, Some((metres, metres)));
            assert_eq!(effects(&at(40.0), &at(60.0)), [Effect::Changes, Effect::Changes], "{verdict:?}");
            assert_eq!(effects(&at(40.0), &at(40.0)), [Effect::Same, Effect::Same]);
        }
        let nothing = widths(Verdict::NotJudged, Verdict::NotJudged, None);
        assert_eq!(effects(&nothing, &nothing), [Effect::Same, Effect::Same]);
        assert_eq!(effects(&nothing, &width(Verdict::Violates, 40.0)), [Effect::Changes, Effect::Changes]);
        assert_eq!(both(nothing, width(Verdict::Meets, 60.0)).difference, None);
    }

    #[test]
    fn findings_that_come_and_go_behind_the_worst_one_are_told_by_their_subjects() {
        let at = |subjects: &[&str]| found(width(Verdict::Violates, 40.0), subjects);
        let fewer = both(at(&["甲", "乙", "乙"]), at(&["乙", "甲"]));
        assert_eq!((fewer.effect, fewer.gone, fewer.new.len()), (Effect::Improves, vec!["乙".to_owned()], 0));
        let more = both(at(&["甲"]), at(&["甲", "丙"]));
        assert_eq!((more.effect, more.gone.len(), more.new), (Effect::Worsens, 0, vec!["丙".to_owned()]));
        assert_eq!(both(at(&["甲"]), at(&["丙"])).effect, Effect::Changes);
    }

    #[test]
    fn a_county_that_is_broken_breaks_the_clause_though_the_worst_one_is_the_same() {
        let worst = || width(Verdict::Violates, 20.0);
        let of =
            |verdict, metres| in_counties(worst(), &[("西昌市", Verdict::Violates, 20.0), ("会理市", verdict, metres)]);
        let broken = both(of(Verdict::Meets, 60.0), of(Verdict::Violates, 40.0));
        assert_eq!((broken.effect, broken.counties[1].effect), (Effect::Breaks, Effect::Breaks));
        assert_eq!(both(of(Verdict::Violates, 40.0), of(Verdict::Meets, 60.0)).effect, Effect::Improves);
        assert_eq!(both(of(Verdict::Meets, 60.0), of(Verdict::Meets, 60.0)).effect, Effect::Same);
    }
}
