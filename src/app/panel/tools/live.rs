//! What is measured while one draws: the corridor under the pointer, and the clauses that the draft touches.

use egui::{RichText, Ui};

use crate::app::panel::View;
use crate::app::theme::{self, SMALL, palette};
use crate::app::tool::{cause, verdict, width_clause, width_text};
use crate::app::widget::mark::{mark_ui, verdict_ink};
use crate::check::ClauseOutcome;
use crate::report::wording::{missing_text, value_text, versus_text, with_unit};
use crate::standard::{Clause, Test};
use crate::text::Message;
use crate::units::Unit;

/// Shows it; nothing while nothing is drawn.
pub(super) fn live_ui(ui: &mut Ui, view: &View<'_>) {
    let Some(loaded) = view.document.loaded() else { return };
    let standard = &loaded.standard;
    if view.live.found().is_none() && view.live.all_judged().is_empty() {
        return;
    }
    ui.separator();
    corridor_ui(ui, view, width_clause(standard).and_then(|clause| clause.test));
    for judged in view.live.all_judged() {
        if let Some(clause) = standard.clause(&judged.clause) {
            clause_ui(ui, view, clause, judged);
        }
    }
}

fn corridor_ui(ui: &mut Ui, view: &View<'_>, test: Option<Test>) {
    let Some(found) = view.live.found() else { return };
    let lang = view.lang;
    let quiet = palette(ui.visuals()).quiet;
    let corridor = match &found.corridor {
        Ok(corridor) => corridor,
        Err(reason) => {
            ui.label(RichText::new(reason.say(lang)).size(SMALL).color(quiet));
            return;
        }
    };
    let verdict = verdict(view, corridor);
    ui.horizontal(|ui| {
        mark_ui(ui, verdict, 16.0, lang);
        let head = Message::new("app.live-width").with("value", width_text(corridor, test.as_ref(), lang)).say(lang);
        let label = ui.label(theme::bold(&head).size(theme::HEADING).color(verdict_ink(verdict, ui.visuals())));
        label.on_hover_text(&corridor.name);
        if let Some(test) = test {
            ui.label(RichText::new(versus_text(corridor.net_width_m, &test, lang)).size(SMALL));
        }
    });
    let length = |value: f64| with_unit(value, Unit::Metre, Some(0.0), lang);
    let mut facts = vec![cause(corridor, &found.narrowing).say(lang)];
    if let Some(gap) = corridor.gaps.last() {
        let gaps = Message::new("app.live-gaps").with("pieces", corridor.pieces).with("gaps", corridor.gaps.len());
        facts.push(gaps.with("length", length(gap.distance_m)).say(lang));
    }
    let wide = found.detail.as_ref().and_then(|detail| detail.compliant_length_m);
    if let Some(wide) = wide.filter(|wide| corridor.length_m - wide > 0.05) {
        facts.push(Message::new("app.live-short").with("length", length(corridor.length_m - wide)).say(lang));
    }
    facts.push(Message::new("app.live-length").with("length", length(corridor.length_m)).say(lang));
    if !corridor.crossings.is_empty() {
        facts.push(Message::new("app.live-crossings").with("count", corridor.crossings.len()).say(lang));
    }
    let ends = if corridor.ends_stated { "app.live-ends-stated" } else { "app.live-ends-found" };
    facts.push(Message::new(ends).with("count", corridor.ends.len()).say(lang));
    ui.label(RichText::new(facts.join(" · ")).size(SMALL).color(quiet));
}

/// A clause as it stands in the plan, and as it would with the draft.
fn clause_ui(ui: &mut Ui, view: &View<'_>, clause: &Clause, judged: &ClauseOutcome) {
    let lang = view.lang;
    let before =
        view.document.outcome().and_then(|outcome| outcome.clauses.iter().find(|known| known.clause == judged.clause));
    let value =
        |outcome: &ClauseOutcome| value_text(clause, outcome, lang).unwrap_or_else(|| outcome.verdict.name().say(lang));
    let now = value(judged);
    let was = before.map(value).filter(|was| *was != now);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        mark_ui(ui, judged.verdict, 13.0, lang);
        ui.label(RichText::new(clause.title.say(lang)).size(SMALL)).on_hover_text(&clause.quote);
        if let Some(was) = was {
            ui.label(RichText::new(format!("{was} →")).size(SMALL).color(palette(ui.visuals()).quiet));
        }
        ui.label(theme::bold(now).size(SMALL).color(verdict_ink(judged.verdict, ui.visuals())));
        if let Some(missing) = missing_text(clause, judged, lang) {
            ui.label(RichText::new(missing).size(SMALL).color(palette(ui.visuals()).quiet));
        }
    });
}
