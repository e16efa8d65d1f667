//! A line per clause, aligned; then findings that are gone and new; then how many clauses each effect has.

use unicode_width::UnicodeWidthStr as _;

use super::{ComparisonReport, Row};
use crate::check::{ClauseComparison, CountyComparison, Effect, Verdict};
use crate::report::clause::heading;
use crate::report::text::{MOST_FINDINGS, line, mark, padded};
use crate::report::wording::{detail_separator, list_separator, value_text};
use crate::standard::{Clause, is_equal};
use crate::text::{Lang, Message};

/// Between the columns of the table.
const GAP: &str = "   ";

/// The whole comparison.
pub(super) fn render(report: &ComparisonReport<'_>) -> String {
    let lang = report.reports[0].lang;
    let mut text = String::new();
    head(&mut text, report, lang);
    table(&mut text, report, lang);
    findings(&mut text, report, lang);
    text.push('\n');
    line(&mut text, &counts(report, lang));
    text
}

fn head(text: &mut String, report: &ComparisonReport<'_>, lang: Lang) {
    let [a, _] = report.reports;
    let head = Message::new("report.head").with("plan", &a.snapshot.name).with("standard", a.standard.title.say(lang));
    line(text, &head.say(lang));
    let years = report.reports.map(|report| report.snapshot.year);
    let side = |index: usize| match (report.names()[index], years[index]) {
        (name, Some(year)) => Message::new("report.compared-year").with("name", name).with("year", year).say(lang),
        (name, None) => name.to_owned(),
    };
    line(text, &Message::new("report.compared").with("a", side(0)).with("b", side(1)).say(lang));
    text.push('\n');
}

/// Clause, verdicts, both values, their difference, the effect, and what else there is to know.
type Cells = [String; 7];
/// Columns of figures.
const FIGURES: [usize; 3] = [2, 3, 4];

fn table(text: &mut String, report: &ComparisonReport<'_>, lang: Lang) {
    let say = |key: &str| Message::new(format!("report.compared-{key}")).say(lang);
    let [a, b] = report.names().map(str::to_owned);
    let head = [String::new(), say("verdict"), a, b, say("difference"), say("effect"), String::new()];
    let rows: Vec<Cells> = std::iter::once(head).chain(report.rows().map(|row| cells(report, &row, lang))).collect();
    let widest = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows.first().map_or(0, |row| row.len() - 1)).map(widest).collect();
    for row in &rows {
        let padding = |column: usize| widths.get(column).copied().unwrap_or(0);
        let cell = |(column, cell): (usize, &String)| {
            let padded = padded(cell, padding(column));
            // A figure ends where its column ends.
            if FIGURES.contains(&column) {
                padded.strip_prefix(cell).unwrap_or_default().to_owned() + cell
            } else {
                padded
            }
        };
        line(text, &row.iter().enumerate().map(cell).collect::<Vec<_>>().join(GAP));
    }
}

fn cells(report: &ComparisonReport<'_>, row: &Row<'_>, lang: Lang) -> Cells {
    let [a, b] = row.outcomes.map(|outcome| value_text(row.clause, outcome, lang).unwrap_or_else(|| "–".to_owned()));
    [
        heading(row.clause, lang),
        verdicts(row.compared.verdicts, lang),
        a,
        b,
        difference_text(row.clause, row.compared, lang).unwrap_or_else(|| "–".to_owned()),
        row.compared.effect.name().say(lang),
        rest(report, row, lang),
    ]
}

/// `✗ 未达标 → ✓ 达标`; once where both are the same.
fn verdicts([a, b]: [Verdict; 2], lang: Lang) -> String {
    let said = |verdict: Verdict| format!("{} {}", mark(verdict), verdict.name().say(lang));
    if a == b { said(a) } else { format!("{} → {}", said(a), said(b)) }
}

/// With sign and unit; what differs by no more than noise is nought. `None` where there is no difference to tell.
pub fn difference_text(clause: &Clause, compared: &ClauseComparison, lang: Lang) -> Option<String> {
    let (Some(difference), [Some(a), Some(b)]) = (compared.difference, compared.figures) else { return None };
    let unit = clause.measure.unit();
    if is_equal(a.low, b.low, unit) {
        return Some(String::from("0"));
    }
    let sign = if difference < 0.0 { "-" } else { "+" };
    let message = Message::new("report.amount").with("amount", format!("{sign}{}", unit.format_margin(difference)));
    Some(message.with_message("unit", unit.name()).say(lang).trim_end().to_owned())
}

/// Why one is not judged, and counties that change.
fn rest(report: &ComparisonReport<'_>, row: &Row<'_>, lang: Lang) -> String {
    let [a, b] = row.outcomes.map(|outcome| outcome.reason.as_ref().map(|reason| reason.say(lang)));
    let mut parts: Vec<String> = if a == b {
        a.into_iter().collect()
    } else {
        let reasons = report.names().into_iter().zip([a, b]);
        let said = |(name, reason): (&str, Option<String>)| {
            Some(Message::new("report.compared-reason").with("name", name).with("reason", reason?).say(lang))
        };
        reasons.filter_map(said).collect()
    };
    let changed = row.compared.counties.iter().filter(|county| county.effect != Effect::Same);
    parts.extend(changed.map(|county| county_text(county, lang)));
    parts.join(&detail_separator(lang))
}

fn county_text(county: &CountyComparison, lang: Lang) -> String {
    let [a, b] = county.verdicts;
    Message::new("report.compared-county")
        .with("county", &county.county)
        .with_message("a", a.name())
        .with_message("b", b.name())
        .with_message("effect", county.effect.name())
        .say(lang)
}

fn findings(text: &mut String, report: &ComparisonReport<'_>, lang: Lang) {
    let changed: Vec<Row<'_>> =
        report.rows().filter(|row| !(row.compared.gone.is_empty() && row.compared.new.is_empty())).collect();
    if changed.is_empty() {
        return;
    }
    text.push('\n');
    line(text, &Message::new("report.compared-findings").say(lang));
    for row in changed {
        line(text, &format!("  {}", heading(row.clause, lang)));
        for (key, subjects) in [("gone", &row.compared.gone), ("new", &row.compared.new)] {
            if !subjects.is_empty() {
                line(text, &format!("    {}", subjects_text(key, subjects, lang)));
            }
        }
    }
}

fn subjects_text(key: &str, subjects: &[String], lang: Lang) -> String {
    let listed = subjects.get(..MOST_FINDINGS).unwrap_or(subjects).join(&list_separator(lang));
    let message = Message::new(format!("report.compared-{key}")).with("count", subjects.len());
    let mut said = message.with("subjects", listed).say(lang);
    if subjects.len() > MOST_FINDINGS {
        let more = Message::new("report.more-findings").with("count", subjects.len() - MOST_FINDINGS);
        said.push_str(&detail_separator(lang));
        said.push_str(&more.say(lang));
    }
    said
}

fn counts(report: &ComparisonReport<'_>, lang: Lang) -> String {
    let count = |effect: &Effect| (effect.name().say(lang), report.comparison.count(*effect));
    let counts = Effect::ALL.iter().map(count).filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts.map(|(name, count)| format!("{name} {count}")).collect();
    let total = report.comparison.clauses.len();
    let counts = counts.join(&detail_separator(lang));
    Message::new("report.summary").with("total", total).with("counts", counts).say(lang)
}
