//! Builds a [`Model`] from a check.

use super::{Head, Model, NoticeEntry, VerdictCount, clauses, layers};
use crate::check::{Outcome, Verdict};
use crate::notice::Notice;
use crate::plan::{Argument, Snapshot};
use crate::report::Report;
use crate::text::{Lang, Message};

impl Model {
    /// All that a report says, in its language.
    pub fn of(report: &Report<'_>) -> Self {
        let checked = report.outcome.clauses.iter();
        Self {
            lang: report.lang,
            head: head(report),
            counts: counts(report.outcome, report.lang),
            clauses: checked
                .filter_map(|outcome| Some(clauses::entry(report, report.clause(&outcome.clause)?, outcome)))
                .collect(),
            layers: layers::entries(report),
            figures: layers::figures(report),
            arguments: arguments(report),
            notices: notices(report),
        }
    }
}

fn head(report: &Report<'_>) -> Head {
    let (snapshot, standard, lang) = (report.snapshot, report.standard, report.lang);
    let distortion_ppm = snapshot.distortion_ppm().filter(|ppm| ppm.is_finite());
    let area_method = match distortion_ppm {
        Some(ppm) => Message::new("report.area-method").with("distortion", format!("{ppm:.0}")),
        None => Message::new("report.area-method-local"),
    };
    Head {
        title: Message::new("report.title").say(lang),
        plan: snapshot.name.clone(),
        proposal: snapshot.proposal.clone(),
        standard: standard.title.say(lang).to_owned(),
        standard_id: standard.id.clone(),
        standard_version: standard.version.clone(),
        standard_clauses: standard.clauses.len(),
        standard_sha256: standard.sha256.clone(),
        county: snapshot.county.clone(),
        year: snapshot.year,
        date: report.options.date.clone(),
        crs: crs(snapshot),
        area_method: area_method.say(lang),
        distortion_ppm,
        tool: format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
    }
}

/// The coordinate system by its number, and by its name where it has one of its own.
fn crs(snapshot: &Snapshot) -> String {
    let (code, name) = (snapshot.frame.code(), snapshot.frame.name());
    if code == name || name.is_empty() { code.to_owned() } else { format!("{code} {name}") }
}

fn counts(outcome: &Outcome, lang: Lang) -> Vec<VerdictCount> {
    let count = |verdict: Verdict| outcome.clauses.iter().filter(|clause| clause.verdict == verdict).count();
    Verdict::ALL
        .into_iter()
        .map(|verdict| VerdictCount { verdict, name: verdict.name().say(lang), count: count(verdict) })
        .filter(|entry| entry.count > 0)
        .collect()
}

fn arguments(report: &Report<'_>) -> Vec<Argument> {
    let title = |id: &str| report.clause(id).map_or(id, |clause| clause.title.say(report.lang)).to_owned();
    let titled = |own: &Argument| Argument { clause: title(&own.clause), ..own.clone() };
    report.snapshot.arguments.iter().map(titled).collect()
}

/// Every notice, of the plan first, then of layers, then of clauses.
fn notices(report: &Report<'_>) -> Vec<NoticeEntry> {
    let lang = report.lang;
    let entries = |about: &str, notices: &[Notice]| -> Vec<NoticeEntry> {
        let entry = |notice: &Notice| NoticeEntry {
            about: about.to_owned(),
            code: notice.code.to_owned(),
            row: notice.row,
            text: notice.message.say(lang),
        };
        notices.iter().map(entry).collect()
    };
    let mut all = entries("", &report.outcome.notices);
    for layer in &report.snapshot.layers {
        all.extend(entries(&layers::name(layer, lang), &layer.notices));
    }
    for outcome in &report.outcome.clauses {
        let title = report.clause(&outcome.clause).map_or("", |clause| clause.title.say(lang));
        all.extend(entries(title, &outcome.notices));
    }
    all
}
