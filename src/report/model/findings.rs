//! The places of a clause, with the argument that each is covered by.

use super::FindingEntry;
use super::clauses::finite_value;
use crate::check::{ClauseOutcome, Finding};
use crate::plan::Argument;
use crate::report::Report;
use crate::report::wording::{detail_separator, feature_text, figure_text, remedy_text, sentence_separator};
use crate::standard::{Clause, margin};
use crate::text::{Lang, Message};

/// Every finding of a clause, numbered as they stand.
pub(super) fn entries(report: &Report<'_>, clause: &Clause, outcome: &ClauseOutcome) -> Vec<FindingEntry> {
    (1..).zip(&outcome.findings).map(|(number, finding)| entry(report, clause, number, finding)).collect()
}

fn entry(report: &Report<'_>, clause: &Clause, number: usize, finding: &Finding) -> FindingEntry {
    let lang = report.lang;
    let value = finding.figure.and_then(|figure| finite_value(figure, clause));
    let figure = finding.figure.filter(|_| value.is_some());
    FindingEntry {
        number,
        subject: finding.subject.clone(),
        verdict: finding.verdict,
        verdict_name: finding.verdict.name().say(lang),
        value,
        value_text: figure.map(|figure| figure_text(figure, clause, lang)),
        margin: value.zip(clause.test).map(|(value, test)| margin(value, &test)),
        missing: remedy_text(clause, finding, lang),
        x: finding.anchor.x,
        y: finding.anchor.y,
        features: finding.features.iter().map(|feature| feature_text(feature, lang)).collect(),
        argument: argument_text(report, clause, finding),
    }
}

/// The arguments that cover a finding: those that the plan records for its clause and subject, else what the feature
/// itself states.
fn argument_text(report: &Report<'_>, clause: &Clause, finding: &Finding) -> Option<String> {
    if !clause.arguable {
        return None;
    }
    let fits = |argument: &&Argument| {
        argument.clause == clause.id && argument.subject.as_deref().is_none_or(|named| named == finding.subject)
    };
    let recorded = report.snapshot.arguments.iter().filter(fits);
    let mut texts: Vec<String> = recorded.map(|argument| said(argument, report.lang)).collect();
    let stated = finding.facts.get("argued").and_then(serde_json::Value::as_bool) == Some(true);
    if texts.is_empty() && stated {
        texts.push(Message::new("report.argued-by-feature").say(report.lang));
    }
    (!texts.is_empty()).then(|| texts.join(&sentence_separator(report.lang)))
}

fn said(argument: &Argument, lang: Lang) -> String {
    let evidence: Vec<&str> = [&argument.document, &argument.date].into_iter().flatten().map(String::as_str).collect();
    let key = if evidence.is_empty() { "report.argued" } else { "report.argued-with" };
    Message::new(key)
        .with("by", &argument.by)
        .with("reason", &argument.reason)
        .with("evidence", evidence.join(&detail_separator(lang)))
        .say(lang)
}
