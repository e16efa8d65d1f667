//! Which clauses can be judged with the files, and what others still lack.

use egui::{RichText, ScrollArea, Ui};

use super::state::{Import, Reading};
use crate::app::dialog::layer::quiet;
use crate::app::panel::View;
use crate::app::theme;
use crate::app::widget::mark::mark_ui;
use crate::check::{ClauseOutcome, Verdict};
use crate::layer::Role;
use crate::standard::{Clause, Standard};
use crate::text::Message;

/// What comes of the clauses.
struct Gain<'a> {
    /// Those that could not be judged before and can be now.
    judged: Vec<(&'a Clause, &'a ClauseOutcome)>,
    /// Those that still cannot, with what they lack.
    lacking: Vec<(&'a Clause, Message)>,
}

/// What comes of the clauses, as soon as the check has run.
fn gain<'a>(view: &View<'_>, import: &'a Import) -> Option<Gain<'a>> {
    let Reading::Done(tried) = &import.reading else { return None };
    let before = view.document.outcome().filter(|_| import.goal == crate::app::Goal::Add);
    let was_judged =
        |id: &str| before.and_then(|outcome| outcome.clause(id)).is_some_and(|own| own.verdict != Verdict::NotJudged);
    let mut gain = Gain { judged: Vec::new(), lacking: Vec::new() };
    for outcome in &import.outcome.as_ref()?.clauses {
        let Some(clause) = tried.loaded.standard.clauses.iter().find(|clause| clause.id == outcome.clause) else {
            continue;
        };
        match outcome.verdict {
            Verdict::NotApplicable => {}
            Verdict::NotJudged => gain.lacking.extend(outcome.reason.clone().map(|reason| (clause, reason))),
            _ if was_judged(&clause.id) => {}
            _ => gain.judged.push((clause, outcome)),
        }
    }
    Some(gain)
}

/// How many there are of both.
pub(super) fn summary(view: &View<'_>, import: &Import) -> Option<Message> {
    let gain = gain(view, import)?;
    Some(Message::new("app.import-gain").with("judged", gain.judged.len()).with("lacking", gain.lacking.len()))
}

pub(super) fn clauses_ui(ui: &mut Ui, view: &View<'_>, import: &Import) {
    let Some(gain) = gain(view, import) else {
        drop(ui.spinner());
        return quiet(ui, view.say("import-judging"));
    };
    ScrollArea::vertical().id_salt("import-clauses").auto_shrink([false, false]).show(ui, |ui| {
        ui.label(theme::bold(view.say("import-judged")));
        if gain.judged.is_empty() {
            quiet(ui, view.say("import-judged-none"));
        }
        for (clause, outcome) in gain.judged {
            ui.horizontal(|ui| {
                mark_ui(ui, outcome.verdict, 14.0, view.lang);
                ui.label(clause.title.say(view.lang));
                let verdict = outcome.verdict.name().say(view.lang);
                ui.label(RichText::new(verdict).color(theme::palette(ui.visuals()).quiet).size(theme::SMALL));
            });
        }
        ui.add_space(8.0);
        ui.label(theme::bold(view.say("import-lacking")));
        for (clause, reason) in gain.lacking {
            ui.horizontal_wrapped(|ui| {
                mark_ui(ui, Verdict::NotJudged, 14.0, view.lang);
                ui.label(clause.title.say(view.lang));
                let says = RichText::new(reason.say(view.lang)).size(theme::SMALL);
                ui.label(says.color(theme::palette(ui.visuals()).quiet));
            });
        }
    });
}

/// Titles of the clauses whose figures features of these roles can change.
pub(super) fn served(view: &View<'_>, import: &Import, roles: &[Role]) -> Vec<String> {
    let Reading::Done(tried) = &import.reading else { return Vec::new() };
    let standard: &Standard = &tried.loaded.standard;
    let layers = &tried.loaded.snapshot.layers;
    let figures = tried.loaded.snapshot.figures.iter().map(|(key, figure)| (key.clone(), figure.value)).collect();
    let reads = |clause: &&Clause| {
        let mut read = clause.measure.roles(&figures, layers);
        read.extend(clause.scope);
        read.iter().any(|role| roles.contains(role))
    };
    standard.clauses.iter().filter(reads).map(|clause| clause.title.say(view.lang).to_owned()).collect()
}
