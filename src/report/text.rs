//! The result for a terminal: a line per clause, aligned; then findings; then notices.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::clause::heading;
use super::wording::{
    binding_test, bounds_text, detail_separator, distance_text, feature_text, figure_text, limit_text,
    missing_beside_text, missing_text, references_text, strength_name, with_unit,
};
use super::{Report, shown_value};
use crate::check::{ClauseOutcome, CountyOutcome, Finding, ReadingOutcome, Verdict};
use crate::measure::FeatureRef;
use crate::notice::Notice;
use crate::standard::{Clause, Strength};
use crate::text::{Lang, Message};
use crate::units::grouped;

/// Findings of one clause beyond this many are counted, not listed; the other forms list all.
pub(super) const MOST_FINDINGS: usize = 12;
/// Features of one finding beyond this many are counted, not listed.
const MOST_FEATURES: usize = 4;
/// Of more counties than this only those that miss are named.
const MOST_COUNTIES: usize = 4;
/// Rows of one notice beyond this many are counted, not listed.
pub(super) const MOST_ROWS: usize = 5;

/// The whole result.
pub(super) fn render(report: &Report<'_>) -> String {
    let mut text = String::new();
    head(&mut text, report);
    clause_lines(&mut text, report);
    findings(&mut text, report);
    notices(&mut text, report);
    text
}

pub(super) fn line(text: &mut String, content: &str) {
    text.push_str(content.trim_end());
    text.push('\n');
}

fn head(text: &mut String, report: &Report<'_>) {
    let (snapshot, lang) = (report.snapshot, report.lang);
    let title = report.standard.title.say(lang);
    line(text, &Message::new("report.head").with("plan", &snapshot.name).with("standard", title).say(lang));
    let proposal = snapshot.proposal.as_ref();
    let mut facts: Vec<String> =
        proposal.map(|name| Message::new("report.proposal").with("name", name).say(lang)).into_iter().collect();
    facts.push(
        match snapshot.distortion_ppm() {
            Some(ppm) => Message::new("report.frame").with("distortion", format!("{ppm:.0}")),
            None => Message::new("report.frame-local"),
        }
        .with("crs", snapshot.frame.code())
        .say(lang),
    );
    facts.extend(snapshot.county.as_ref().map(|county| Message::new("report.county").with("county", county).say(lang)));
    facts.extend(snapshot.year.map(|year| Message::new("report.year").with("year", year).say(lang)));
    line(text, &facts.join(&detail_separator(lang)));
    let verdicts: Vec<Verdict> = report.outcome.clauses.iter().map(|outcome| outcome.verdict).collect();
    let counts = verdict_counts(&verdicts, lang);
    let total = report.outcome.clauses.len();
    line(text, &Message::new("report.summary").with("total", total).with("counts", counts).say(lang));
    depending(text, report);
    text.push('\n');
}

/// Clauses whose verdict hangs on the reading, each with the values of all readings side by side.
fn depending(text: &mut String, report: &Report<'_>) {
    let lang = report.lang;
    let hanging = |outcome: &&ClauseOutcome| outcome.verdict == Verdict::DependsOnReading;
    for outcome in report.outcome.clauses.iter().filter(hanging) {
        let Some(clause) = report.clause(&outcome.clause) else { continue };
        let readings: Vec<String> =
            outcome.readings.iter().map(|reading| value_by_reading(clause, reading, lang)).collect();
        let limit = binding_test(clause, outcome).map(|test| limit_text(&test, lang)).unwrap_or_default();
        let message = Message::new("report.depends")
            .with("clause", heading(clause, lang))
            .with("limit", limit)
            .with("readings", readings.join(&detail_separator(lang)));
        line(text, &message.say(lang));
    }
}

/// The value of a reading: `默认口径 8.2 km/km² ✓`.
fn value_by_reading(clause: &Clause, reading: &ReadingOutcome, lang: Lang) -> String {
    let other = clause.readings.iter().find(|own| own.id == reading.id);
    let title = match other {
        Some(own) => own.title.say(lang).to_owned(),
        None => Message::new("report.reading-default").say(lang),
    };
    let value = reading.figure.map(|figure| figure_text(figure, clause, lang)).unwrap_or_default();
    format!("{title} {value} {}", mark(reading.verdict)).replace("  ", " ")
}

/// The mark of a verdict in running text, told apart without colour.
pub(super) fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Meets => "✓",
        Verdict::Violates => "✗",
        Verdict::Argued => "※",
        Verdict::NotYetDue => "◷",
        Verdict::DependsOnReading => "◆",
        Verdict::NotJudged => "?",
        Verdict::NotApplicable => "–",
        Verdict::Info => "i",
    }
}

/// Columns of one clause: mark and title, value, limit, distance, and what else there is to know.
struct Row {
    title: String,
    value: String,
    limit: String,
    distance: String,
    rest: String,
}

fn clause_lines(text: &mut String, report: &Report<'_>) {
    let rows: Vec<Row> = report
        .outcome
        .clauses
        .iter()
        .filter_map(|outcome| report.clause(&outcome.clause).map(|clause| row(clause, outcome, report.lang)))
        .collect();
    let widest = |of: fn(&Row) -> &str| rows.iter().map(|row| of(row).width()).max().unwrap_or(0);
    let (title, value) = (widest(|row| &row.title), widest(|row| &row.value));
    let (limit, distance) = (widest(|row| &row.limit), widest(|row| &row.distance));
    for row in &rows {
        let columns = [
            padded(&row.title, title),
            format!("{}{}", " ".repeat(value - row.value.width()), row.value),
            padded(&row.limit, limit),
            padded(&row.distance, distance),
            row.rest.clone(),
        ];
        line(text, &columns.join("   "));
    }
}

pub(super) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn row(clause: &Clause, outcome: &ClauseOutcome, lang: Lang) -> Row {
    let verdict_mark = mark(outcome.verdict);
    let title = format!("{verdict_mark} {}", heading(clause, lang));
    let unit = clause.measure.unit();
    let value = outcome.figure.map(|figure| shown_value(figure, clause)).filter(|value| value.is_finite());
    let test = binding_test(clause, outcome);
    let limit = test.map(|test| limit_text(&test, lang));
    Row {
        title,
        value: value
            .map_or_else(|| String::from("–"), |value| with_unit(value, unit, test.map(|test| test.limit), lang)),
        limit: limit.unwrap_or_default(),
        distance: distance_text(clause, outcome, lang).unwrap_or_default(),
        rest: rest(clause, outcome, lang),
    }
}

/// What else there is to know: verdicts that a mark does not say alone, strength, what is missing, readings that differ,
/// counties.
fn rest(clause: &Clause, outcome: &ClauseOutcome, lang: Lang) -> String {
    let mut parts = Vec::new();
    if !matches!(outcome.verdict, Verdict::Meets | Verdict::Violates) {
        parts.push(outcome.verdict.name().say(lang));
    }
    if clause.strength != Strength::Required && outcome.verdict != Verdict::NotApplicable {
        parts.push(strength_name(clause.strength).say(lang));
    }
    parts.extend(outcome.reason.as_ref().map(|reason| reason.say(lang)));
    parts.extend(bounds_text(clause, outcome, lang));
    parts.extend(missing_text(clause, outcome, lang));
    parts.extend(references_text(clause, lang).filter(|_| outcome.figure.is_some()));
    if let Some(default) = outcome.readings.first() {
        let others = outcome.readings.iter().skip(1).filter(|reading| differs(reading, default));
        parts.extend(others.map(|other| reading_text(clause, other, lang)));
    }
    parts.extend(counties(clause, &outcome.counties, lang));
    parts.join(" · ")
}

/// Each county's figure and verdict; of many how they count, and those that miss.
fn counties(clause: &Clause, counties: &[CountyOutcome], lang: Lang) -> Vec<String> {
    let of_county = |county: &CountyOutcome| {
        let value = county.figure.map_or_else(|| String::from("–"), |figure| figure_text(figure, clause, lang));
        Message::new("report.county-line")
            .with("county", &county.county)
            .with("value", value)
            .with_message("verdict", county.verdict.name())
            .say(lang)
    };
    if counties.len() <= MOST_COUNTIES {
        return counties.iter().map(of_county).collect();
    }
    let verdicts: Vec<Verdict> = counties.iter().map(|county| county.verdict).collect();
    let counts = verdict_counts(&verdicts, lang);
    let summary =
        Message::new("report.counties-summary").with("total", counties.len()).with("counts", counts).say(lang);
    let missing =
        counties.iter().filter(|county| matches!(county.verdict, Verdict::Violates | Verdict::DependsOnReading));
    std::iter::once(summary).chain(missing.take(MOST_COUNTIES).map(of_county)).collect()
}

/// How many there are of each verdict.
fn verdict_counts(verdicts: &[Verdict], lang: Lang) -> String {
    let counts: Vec<String> = Verdict::ALL
        .into_iter()
        .filter_map(|verdict| {
            let count = verdicts.iter().filter(|own| **own == verdict).count();
            (count > 0).then(|| format!("{} {count}", verdict.name().say(lang)))
        })
        .collect();
    counts.join(&detail_separator(lang))
}

fn differs(reading: &ReadingOutcome, default: &ReadingOutcome) -> bool {
    reading.verdict != default.verdict && reading.verdict != Verdict::NotApplicable
}

fn reading_text(clause: &Clause, outcome: &ReadingOutcome, lang: Lang) -> String {
    let title = clause
        .readings
        .iter()
        .find(|reading| reading.id == outcome.id)
        .map_or(outcome.id.as_str(), |reading| reading.title.say(lang));
    match outcome.figure {
        None => Message::new("report.reading-not-judged").with("reading", title).say(lang),
        Some(figure) => Message::new("report.reading-differs")
            .with("reading", title)
            .with("value", figure_text(figure, clause, lang))
            .with_message("verdict", outcome.verdict.name())
            .say(lang),
    }
}

fn findings(text: &mut String, report: &Report<'_>) {
    let lang = report.lang;
    if report.outcome.clauses.iter().all(|outcome| outcome.findings.is_empty()) {
        return;
    }
    text.push('\n');
    line(text, &Message::new("report.findings").say(lang));
    for outcome in report.outcome.clauses.iter().filter(|outcome| !outcome.findings.is_empty()) {
        let Some(clause) = report.clause(&outcome.clause) else { continue };
        line(text, &format!("  {}", heading(clause, lang)));
        for finding in outcome.findings.iter().take(MOST_FINDINGS) {
            line(text, &format!("    {}", finding_text(clause, outcome, finding, lang)));
        }
        let more = outcome.findings.len().saturating_sub(MOST_FINDINGS);
        if more > 0 {
            let message = Message::new("report.more-findings").with("count", more);
            line(text, &format!("    {}", message.say(lang)));
        }
    }
}

fn finding_text(clause: &Clause, outcome: &ClauseOutcome, finding: &Finding, lang: Lang) -> String {
    let mut parts = vec![format!("{} {}", mark(finding.verdict), finding.subject)];
    parts.extend(finding.figure.map(|figure| figure_text(figure, clause, lang)));
    parts.extend(missing_beside_text(clause, outcome, finding, lang));
    let coordinate = |value: f64| grouped(&format!("{value:.1}"));
    let at = Message::new("report.at").with("x", coordinate(finding.anchor.x)).with("y", coordinate(finding.anchor.y));
    parts.push(at.say(lang));
    if !finding.features.is_empty() {
        let listed: Vec<String> =
            finding.features.iter().take(MOST_FEATURES).map(|feature| feature_text(feature, lang)).collect();
        let mut features =
            Message::new("report.features").with("features", listed.join(&detail_separator(lang))).say(lang);
        if finding.features.len() > MOST_FEATURES {
            let message = Message::new("report.more-features").with("count", finding.features.len());
            let _infallible = write!(features, " {}", message.say(lang));
        }
        parts.push(features);
    }
    parts.join("  ")
}

/// `file#row`, or the id of a drawn feature.
pub(super) fn feature_name(feature: &FeatureRef) -> String {
    match (&feature.id, &feature.layer) {
        (Some(id), _) => id.clone(),
        (None, layer) => format!("{}#{}", layer.as_deref().unwrap_or(""), feature.row),
    }
}

/// The notices alone, under their heading; empty where there are none.
pub(super) fn notices_alone(report: &Report<'_>) -> String {
    let mut text = String::new();
    notices(&mut text, report);
    text.trim_start().to_owned()
}

fn notices(text: &mut String, report: &Report<'_>) {
    let lang = report.lang;
    let mut lines = Vec::new();
    lines.extend(notice_lines("", &report.outcome.notices, lang));
    for layer in &report.snapshot.layers {
        lines.extend(notice_lines(layer.source().unwrap_or(""), &layer.notices, lang));
    }
    for outcome in &report.outcome.clauses {
        let title = report.clause(&outcome.clause).map_or("", |clause| clause.title.say(lang));
        lines.extend(notice_lines(title, &outcome.notices, lang));
    }
    if lines.is_empty() {
        return;
    }
    text.push('\n');
    line(text, &Message::new("report.notices").say(lang));
    for content in lines {
        line(text, &format!("  {content}"));
    }
}

/// One line per kind of notice: the first few rows are named, the others counted.
fn notice_lines(about: &str, notices: &[Notice], lang: Lang) -> Vec<String> {
    let mut kinds: Vec<(&str, Vec<&Notice>)> = Vec::new();
    let mut index: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    for notice in notices {
        // Notices without a row speak for themselves; those about rows are gathered by code.
        let kind = *index.entry((notice.code, notice.row.is_some())).or_insert_with(|| {
            kinds.push((notice.code, Vec::new()));
            kinds.len() - 1
        });
        kinds[kind].1.push(notice);
    }
    let prefix = if about.is_empty() { String::new() } else { format!("{about}: ") };
    let mut lines = Vec::new();
    for (code, members) in kinds {
        let listed = members.len().min(MOST_ROWS);
        lines.extend(
            members.iter().take(listed).map(|notice| format!("{prefix}{}  [{code}]", notice.message.say(lang))),
        );
        if members.len() > listed {
            let more = Message::new("report.more-findings").with("count", members.len() - listed);
            lines.push(format!("{prefix}{}  [{code}]", more.say(lang)));
        }
    }
    lines
}
