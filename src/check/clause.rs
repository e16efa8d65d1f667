//! One clause in one county: scope, readings, verdict, findings.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::arguments::Arguments;
use super::outcome::{ClauseOutcome, Finding, ReadingOutcome, Verdict};
use super::run::run;
use super::{Cancelled, scope};
use crate::handle::Handle;
use crate::layer::Layer;
use crate::measure::{Input, Measured, NoFigure, Place, Scope};
use crate::notice::Notice;
use crate::plan::Snapshot;
use crate::standard::{Applies, Clause, Judgement, Measure, Other, Strength, judge, of_county};
use crate::text::Message;
use crate::units::Figure;

/// The part of a plan that is judged as one: the whole plan, or one county of several.
pub(super) struct Part<'a> {
    /// Layers to measure.
    pub(super) layers: &'a [Arc<Layer>],
    /// Figures typed in that hold for this part.
    pub(super) figures: &'a BTreeMap<String, f64>,
    /// Cuts the scope to the part; `None` for the whole plan.
    pub(super) cut: Option<&'a crate::geometry::Region>,
    /// County whose clauses apply; `None` where every clause is taken to apply.
    pub(super) county: Option<&'a str>,
}

type Facts = serde_json::Value;

/// Judges one clause.
///
/// # Errors
/// [`Cancelled`].
pub(super) fn check(
    snapshot: &Snapshot,
    part: &Part<'_>,
    clause: &Clause,
    handle: &Handle,
) -> Result<ClauseOutcome, Cancelled> {
    let mut outcome = outcome(snapshot, part, clause, handle)?;
    if outcome.figure.is_none() {
        // Nothing was compared, so nothing needed an argument.
        outcome.notices.extend(Arguments::of(clause, snapshot).unused());
    }
    Ok(outcome)
}

fn outcome(snapshot: &Snapshot, part: &Part<'_>, clause: &Clause, handle: &Handle) -> Result<ClauseOutcome, Cancelled> {
    let bound = applies(clause, part.county);
    if !bound && clause.other == Other::NotApplicable {
        let notices = Arguments::of(clause, snapshot).unused();
        return Ok(ClauseOutcome { notices, ..empty(clause, Verdict::NotApplicable, None) });
    }
    if let Some(typed) = typed(snapshot, part, clause) {
        let unread: Vec<(&str, Option<Measured<Facts>>)> =
            clause.readings.iter().map(|reading| (reading.id.as_str(), None)).collect();
        return Ok(judged(snapshot, clause, bound, typed, &unread));
    }
    if let Some(reason) = unusable_layer(snapshot, part, clause, &clause.measure) {
        return Ok(ClauseOutcome { bound, ..empty(clause, Verdict::NotJudged, Some(reason)) });
    }
    let resolved = match scope::resolve(clause, part.layers).and_then(|resolved| cut(resolved, part, clause)) {
        Ok(resolved) => resolved,
        Err(reason) => return Ok(ClauseOutcome { bound, ..empty(clause, Verdict::NotJudged, Some(reason)) }),
    };
    let run_reading =
        |measure: &Measure, at| measured(snapshot, part, clause, measure, (resolved.scope.as_ref(), at), handle);
    let limit = clause.test.map(|test| test.limit);
    let default = match run_reading(&clause.measure, limit)? {
        Ok(default) => default,
        // Where there is no figure, nothing rests on how its scope was found.
        Err(reason) => return Ok(ClauseOutcome { bound, ..empty(clause, Verdict::NotJudged, Some(reason)) }),
    };
    // Where the default misses, its places are the findings, and other readings need mark none.
    let misses = clause.test.is_some_and(|test| judge(default.figure, &test) == Judgement::Misses);
    let marked = limit.filter(|_| !misses);
    let others: Vec<(&str, Option<Measured<Facts>>)> = clause
        .readings
        .iter()
        .map(|reading| {
            let lacking = unusable_layer(snapshot, part, clause, &reading.measure).is_some();
            let measured = if lacking { None } else { run_reading(&reading.measure, marked)?.ok() };
            Ok((reading.id.as_str(), measured))
        })
        .collect::<Result<_, Cancelled>>()?;
    let mut outcome = judged(snapshot, clause, bound, default, &others);
    outcome.notices.splice(0..0, resolved.notices);
    Ok(outcome)
}

/// The figure that the planner typed in where the clause lets one stand for what would be measured.
fn typed(snapshot: &Snapshot, part: &Part<'_>, clause: &Clause) -> Option<Measured<Facts>> {
    let value = part.figures.get(&clause.id).copied().filter(|value| clause.figure && value.is_finite())?;
    let stated = snapshot
        .figures
        .iter()
        .find(|(key, figure)| of_county(key).0 == clause.id && figure.value.total_cmp(&value).is_eq());
    let mut facts = serde_json::Map::new();
    facts.insert(String::from("from"), "figure".into());
    if let Some((_, figure)) = stated {
        facts.extend(figure.year.map(|year| (String::from("figure_year"), year.into())));
        facts.extend(figure.source.clone().map(|source| (String::from("figure_source"), source.into())));
    }
    let unit = clause.measure.unit();
    let measured = clause.measure.roles(part.figures, part.layers);
    let is_there = part.layers.iter().any(|layer| layer.roles.iter().any(|role| measured.contains(role)));
    let notice = is_there.then(|| Notice::new("figure-used").with("key", &clause.id).with("value", value));
    Some(Measured {
        figure: Figure::exact(value, unit),
        facts: Facts::Object(facts),
        places: Vec::new(),
        notices: notice.into_iter().collect(),
    })
}

/// Whether the clause binds the county.
fn applies(clause: &Clause, county: Option<&str>) -> bool {
    match (&clause.applies, county) {
        (Applies::All, _) | (_, None) => true,
        (Applies::To(counties), Some(county)) => counties.iter().any(|bound| bound == county),
    }
}

/// An outcome without a figure or a reason.
pub(super) fn without_figure(clause: &Clause, verdict: Verdict) -> ClauseOutcome {
    empty(clause, verdict, None)
}

/// An outcome without a figure.
fn empty(clause: &Clause, verdict: Verdict, reason: Option<Message>) -> ClauseOutcome {
    let ids = std::iter::once("default").chain(clause.readings.iter().map(|reading| reading.id.as_str()));
    let readings = ids.map(|id| ReadingOutcome { id: id.to_owned(), figure: None, verdict }).collect();
    ClauseOutcome {
        clause: clause.id.clone(),
        verdict,
        bound: verdict != Verdict::NotApplicable,
        figure: None,
        readings,
        facts: Facts::Object(serde_json::Map::new()),
        reason,
        findings: Vec::new(),
        notices: Vec::new(),
        counties: Vec::new(),
    }
}

/// Why a reading has no figure where a layer that it reads could not be used: silence is never a pass.
fn unusable_layer(snapshot: &Snapshot, part: &Part<'_>, clause: &Clause, measure: &Measure) -> Option<Message> {
    let mut needed = measure.roles(part.figures, part.layers);
    needed.extend(clause.scope);
    let broken = snapshot.unusable.iter().find(|layer| layer.roles.iter().any(|role| needed.contains(role)))?;
    Some(Message::new("check.needs-unusable-layer").with("source", &broken.source))
}

/// Cuts the scope to the county.
fn cut(resolved: scope::Resolved, part: &Part<'_>, clause: &Clause) -> Result<scope::Resolved, Message> {
    let (Some(cut), Some(scope)) = (part.cut, &resolved.scope) else { return Ok(resolved) };
    let region = scope.region.intersection(cut).unwrap_or_default();
    if region.is_empty() {
        let role = clause.scope.map_or_else(|| Message::new("check.scope"), crate::layer::Role::name);
        return Err(Message::new("check.scope-outside-county").with_message("role", role));
    }
    let scope = Scope { region, ..scope.clone() };
    Ok(scope::Resolved { scope: Some(scope), notices: resolved.notices })
}

/// Runs one reading in a scope, with the reference figure at which places are marked; the inner error is the reason for
/// having no figure.
fn measured(
    snapshot: &Snapshot,
    part: &Part<'_>,
    clause: &Clause,
    measure: &Measure,
    (scope, at): (Option<&Scope>, Option<f64>),
    handle: &Handle,
) -> Result<Result<Measured<Facts>, Message>, Cancelled> {
    let input = Input {
        layers: part.layers,
        scope,
        figures: part.figures,
        key: &clause.id,
        year: snapshot.year.or(clause.year),
        ends: &snapshot.ends,
        at,
        surveys: &snapshot.surveys,
        handle,
    };
    match run(measure, &input) {
        Ok(measured) => Ok(Ok(measured)),
        Err(NoFigure::Missing(reason)) => Ok(Err(reason)),
        Err(NoFigure::Cancelled) => Err(Cancelled),
    }
}

/// Turns figures into verdicts and places into findings.
fn judged(
    snapshot: &Snapshot,
    clause: &Clause,
    bound: bool,
    default: Measured<Facts>,
    others: &[(&str, Option<Measured<Facts>>)],
) -> ClauseOutcome {
    let mut outcome = empty(clause, Verdict::Info, None);
    // Of what is only encouraged the fact is told, without a limit to miss.
    outcome.bound = bound && clause.strength != Strength::Encouraged;
    outcome.figure = Some(default.figure);
    outcome.notices.extend(default.notices.iter().cloned());
    let judged = clause.test.filter(|_| outcome.bound);
    let mut arguments = Arguments::of(clause, snapshot);
    if let Some(test) = judged {
        let mut readings = vec![Judged::new("default", Some(&default), &test)];
        readings.extend(others.iter().map(|(id, measured)| Judged::new(id, measured.as_ref(), &test)));
        let due = Due::of(snapshot, clause);
        outcome.notices.extend(due.notice(clause));
        settle(&mut outcome, &readings, due, &mut arguments, &test);
    } else {
        outcome.readings = info_readings(&default, others);
    }
    outcome.notices.extend(arguments.unused());
    outcome.facts = default.facts;
    outcome
}

fn info_readings(default: &Measured<Facts>, others: &[(&str, Option<Measured<Facts>>)]) -> Vec<ReadingOutcome> {
    let all = std::iter::once(("default", Some(default))).chain(others.iter().map(|(id, other)| (*id, other.as_ref())));
    all.map(|(id, measured)| ReadingOutcome {
        id: id.to_owned(),
        figure: measured.map(|measured| measured.figure),
        verdict: if measured.is_some() { Verdict::Info } else { Verdict::NotJudged },
    })
    .collect()
}

/// Whether a miss counts already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Due {
    /// The target year has come, or there is none.
    Now,
    /// The target year lies ahead.
    Later,
    /// The plan has no evaluation year: judged as at the target year.
    Assumed,
}

impl Due {
    fn of(snapshot: &Snapshot, clause: &Clause) -> Self {
        match (clause.year, snapshot.year) {
            (Some(_), None) => Self::Assumed,
            (Some(target), Some(year)) if year < target => Self::Later,
            _ => Self::Now,
        }
    }

    fn notice(self, clause: &Clause) -> Option<Notice> {
        let year = clause.year.filter(|_| self == Self::Assumed)?;
        Some(Notice::new("year-assumed").with("year", year))
    }
}

/// A reading compared with the limit.
struct Judged<'a> {
    id: &'a str,
    measured: Option<&'a Measured<Facts>>,
    judgement: Judgement,
}

impl<'a> Judged<'a> {
    fn new(id: &'a str, measured: Option<&'a Measured<Facts>>, test: &crate::standard::Test) -> Self {
        let judgement = measured.map_or(Judgement::Open, |measured| judge(measured.figure, test));
        Self { id, measured, judgement }
    }
}

/// The verdict over all readings, and its findings.
fn settle(
    outcome: &mut ClauseOutcome,
    readings: &[Judged<'_>],
    due: Due,
    arguments: &mut Arguments<'_>,
    test: &crate::standard::Test,
) {
    let Some(default) = readings.first() else { return };
    let missing: Vec<&Judged<'_>> = readings.iter().filter(|reading| reading.judgement == Judgement::Misses).collect();
    let differ = !missing.is_empty() && readings.iter().any(|reading| reading.judgement == Judgement::Meets);
    let mut miss_verdicts = BTreeMap::new();
    for (index, reading) in readings.iter().enumerate().filter(|(_, reading)| reading.judgement == Judgement::Misses) {
        let findings = findings(reading, due, arguments, test);
        miss_verdicts.insert(index, (worst(&findings, due), findings));
    }
    outcome.readings = readings
        .iter()
        .enumerate()
        .map(|(index, reading)| ReadingOutcome {
            id: reading.id.to_owned(),
            figure: reading.measured.map(|measured| measured.figure),
            verdict: match reading.judgement {
                Judgement::Meets => Verdict::Meets,
                Judgement::Open => Verdict::NotJudged,
                Judgement::Misses => miss_verdicts.get(&index).map_or(Verdict::Violates, |(verdict, _)| *verdict),
            },
        })
        .collect();
    outcome.verdict = match default.judgement {
        Judgement::Open => Verdict::NotJudged,
        _ if differ => Verdict::DependsOnReading,
        Judgement::Meets => Verdict::Meets,
        Judgement::Misses => outcome.readings[0].verdict,
    };
    if outcome.verdict == Verdict::NotJudged {
        outcome.reason = Some(Message::new("check.bounds-open"));
        return;
    }
    if let Some((_, (_, mut found))) = miss_verdicts.pop_first() {
        if differ {
            for finding in &mut found {
                finding.verdict = Verdict::DependsOnReading;
            }
        }
        outcome.findings = found;
    }
}

/// The verdict of a reading that misses: argued only if every subject is.
fn worst(findings: &[Finding], due: Due) -> Verdict {
    let without_place = if due == Due::Later { Verdict::NotYetDue } else { Verdict::Violates };
    findings.iter().map(|finding| finding.verdict).min().unwrap_or(without_place)
}

/// The places of a reading that miss the limit, each with its verdict.
fn findings(
    reading: &Judged<'_>,
    due: Due,
    arguments: &mut Arguments<'_>,
    test: &crate::standard::Test,
) -> Vec<Finding> {
    let places = reading.measured.map_or(&[][..], |measured| measured.places.as_slice());
    places
        .iter()
        .filter(|place| place.figure.is_none_or(|figure| judge(figure, test) == Judgement::Misses))
        .map(|place| {
            let stated = place.facts.get("argued").and_then(serde_json::Value::as_bool) == Some(true);
            let verdict = if arguments.cover(&place.subject, stated) {
                Verdict::Argued
            } else if due == Due::Later {
                Verdict::NotYetDue
            } else {
                Verdict::Violates
            };
            finding(place, verdict)
        })
        .collect()
}

fn finding(place: &Place, verdict: Verdict) -> Finding {
    Finding {
        subject: place.subject.clone(),
        verdict,
        figure: place.figure,
        features: place.features.clone(),
        anchor: place.anchor,
        place: place.shape.clone(),
        facts: place.facts.clone(),
        county: None,
    }
}
