//! Findings: choosing one, and stepping from one to the next.

use geo_types::Rect;

use super::look_at;
use crate::app::dock::PanelId;
use crate::app::{App, Session};
use crate::check::Verdict;
use crate::text::Message;

/// Chooses a finding: flies to it, opens its card, and remembers it as looked at.
pub(super) fn choose(app: &mut App, clause: String, finding: usize) {
    let Some(outcome) = app.document.outcome() else { return };
    let found = outcome.clauses.iter().find(|outcome| outcome.clause == clause);
    let Some(found) = found.and_then(|outcome| outcome.findings.get(finding)) else { return };
    let bounds = app.map.focus(&app.document, &clause, finding);
    let bounds = bounds.or(found.place.bounds()).unwrap_or_else(|| Rect::new(found.anchor, found.anchor));
    app.session.open_clause = Some(clause.clone());
    app.session.review.see(&clause, finding);
    app.session.chosen = Some((clause, finding));
    app.session.select(&[]);
    look_at(app, bounds);
}

/// Which way to step through the findings.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Next,
    Previous,
}

/// The next finding: of the list in its order, where it is shown; else the next that is not excused, in the order of clauses.
/// Past the last comes the first.
pub(super) fn step_finding(app: &mut App, step: Step) {
    let Some(outcome) = app.document.outcome() else { return };
    let doubtful = |verdict: Verdict| matches!(verdict, Verdict::Violates | Verdict::DependsOnReading);
    let is_listed = app.settings.dock.is_shown(PanelId::Findings);
    let all: Vec<(String, usize)> = if is_listed {
        let lang = app.settings.lang();
        let Session { findings, review, chosen, .. } = &mut app.session;
        findings.refresh(&app.document, review, chosen.as_ref(), lang);
        findings.listed()
    } else {
        let of_clause = outcome.clauses.iter().flat_map(|clause| {
            let listed = clause.findings.iter().enumerate().filter(|(_, finding)| doubtful(finding.verdict));
            listed.map(|(index, _)| (clause.clause.clone(), index))
        });
        of_clause.collect()
    };
    if all.is_empty() {
        let key = if is_listed { "app.findings-none-listed" } else { "app.no-violation" };
        return app.session.say(Message::new(key));
    }
    let at = app.session.chosen.as_ref().and_then(|chosen| all.iter().position(|known| known == chosen));
    let next = match (at, step) {
        (None, Step::Next) => 0,
        (None, Step::Previous) => all.len() - 1,
        (Some(at), Step::Next) => (at + 1) % all.len(),
        (Some(at), Step::Previous) => (at + all.len() - 1) % all.len(),
    };
    if let Some((clause, finding)) = all.get(next).cloned() {
        choose(app, clause, finding);
    }
}
