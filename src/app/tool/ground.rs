//! What is to be measured now, and the ground that it stands on.

use std::sync::Arc;

use super::live::{Live, Question, Subject};
use super::{Tool, selected_drawn};
use crate::app::document::Drawn;
use crate::app::session::Session;
use crate::app::{Document, Stage};
use crate::layer::{Item, Role};
use crate::plan::Ground;
use crate::standard::{Measure, Standard};

/// The ground of the feature that is drawn, kept while it is.
#[derive(Debug, Default)]
pub(in crate::app) struct Grounds(Option<(Arc<Drawn>, String, Arc<Ground>)>);

impl Grounds {
    fn of(&mut self, drawn: &Arc<Drawn>, id: &str) -> Arc<Ground> {
        if let Some((of, known, ground)) = &self.0
            && Arc::ptr_eq(of, drawn)
            && known == id
        {
            return Arc::clone(ground);
        }
        let ground = Arc::new(Ground::of(&drawn.loaded.snapshot, id));
        self.0 = Some((Arc::clone(drawn), id.to_owned(), Arc::clone(&ground)));
        ground
    }
}

/// Asks about what is drawn, else about the corridor that is looked at; rests where there is neither.
pub(in crate::app) fn ask(document: &Document, session: &Session, live: &mut Live, grounds: &mut Grounds) {
    let Some(drawn) = document.drawn() else {
        grounds.0 = None;
        return live.rest();
    };
    let settles = session.tools.queued && matches!(document.stage(), Stage::Loading | Stage::Checking);
    let (subject, id) = match subject(document, session) {
        // What was judged under the pointer stands until the check has told the same of the plan.
        None | Some((Subject::Corridor(_), _)) if settles => return,
        Some(found) => found,
        None => return live.rest(),
    };
    let judged = !matches!(subject, Subject::Corridor(_));
    if live.asked_about(drawn, &subject, session.tools.count) {
        return;
    }
    let question = Question {
        count: 0,
        ground: grounds.of(drawn, &id),
        standard: while_drawn(&drawn.loaded.standard),
        subject,
        judged,
    };
    live.ask(question, drawn, session.tools.count);
}

/// What is to be measured, and the id of the drawn feature that the ground is without.
fn subject(document: &Document, session: &Session) -> Option<(Subject, String)> {
    let tools = &session.tools;
    if let Some(ends) = &tools.ends {
        return Some((Subject::Ends(ends.name.clone(), ends.ends.clone()), String::new()));
    }
    if let Some(draft) = &tools.draft {
        let shown = draft.shown()?;
        let id = shown.id.clone();
        return Some((Subject::Draft(Box::new(shown)), id));
    }
    if tools.tool != Tool::Edit && !tools.profile {
        return None;
    }
    corridor_looked_at(document, session).map(|name| (Subject::Corridor(name), String::new()))
}

/// The corridor that is selected, or of which a finding was chosen, by its name.
pub(in crate::app) fn corridor_looked_at(document: &Document, session: &Session) -> Option<String> {
    if let Some(drawn) = selected_drawn(document, session) {
        return (drawn.role == Role::Corridors).then(|| drawn.title().to_owned());
    }
    let loaded = document.loaded()?;
    if let Some(selected) = session.selected.filter(|_| session.with.is_empty()) {
        let layer = loaded.snapshot.layers.get(selected.layer)?;
        let feature = layer.features.get(selected.feature)?;
        let item = Item { layer, feature, role: Role::Corridors };
        return layer.roles.contains(&Role::Corridors).then(|| item.name());
    }
    let (clause, finding) = session.chosen.as_ref()?;
    let measure = &loaded.standard.clause(clause)?.measure;
    let of_corridor = matches!(measure, Measure::CorridorWidth(_) | Measure::CorridorContinuity(_));
    let outcome = document.outcome()?.clauses.iter().find(|outcome| outcome.clause == *clause)?;
    outcome.findings.get(*finding).filter(|_| of_corridor).map(|finding| finding.subject.clone())
}

/// The standard as it is judged by under the pointer: other readings of net widths take every corridor of a city anew and
/// wait for the check that follows on letting go.
fn while_drawn(standard: &Standard) -> Arc<Standard> {
    let mut quick = standard.clone();
    let widths = quick.clauses.iter_mut().filter(|clause| matches!(clause.measure, Measure::CorridorWidth(_)));
    for clause in widths {
        clause.readings.clear();
    }
    Arc::new(quick)
}
