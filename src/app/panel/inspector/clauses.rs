//! What clauses say of a feature: findings that name it, and clauses that measure features of its layer.

use std::collections::BTreeMap;

use egui::{RichText, Ui};

use crate::app::Command;
use crate::app::document::Drawn;
use crate::app::panel::View;
use crate::app::theme::{self, SMALL};
use crate::app::widget::mark::mark_ui;
use crate::check::{Outcome, Verdict};
use crate::layer::Item;
use crate::measure::FeatureRef;
use crate::report::wording::part_name;
use crate::text::{Lang, Message};

/// Findings that are listed at most.
const LISTED: usize = 50;

/// The part of a feature in the clauses.
#[derive(Debug, Default)]
pub(super) struct Clauses {
    named: Vec<Taking>,
    measured: Vec<Measured>,
}

/// A finding that names the feature.
#[derive(Debug)]
struct Taking {
    clause: String,
    finding: usize,
    text: String,
    part: String,
}

/// A clause that measures features of the layer and has no finding of this one.
#[derive(Debug)]
struct Measured {
    clause: String,
    title: String,
    quote: String,
    verdict: Verdict,
}

impl Clauses {
    /// What an outcome says of a feature.
    pub(super) fn of(item: &Item<'_>, drawn: &Drawn, outcome: &Outcome, lang: Lang) -> Self {
        let named = takings(item, drawn, outcome, lang);
        let snapshot = &drawn.loaded.snapshot;
        let figures: BTreeMap<String, f64> =
            snapshot.figures.iter().map(|(key, figure)| (key.clone(), figure.value)).collect();
        let measured = outcome.clauses.iter().filter_map(|found| {
            let clause = drawn.loaded.standard.clause(&found.clause)?;
            let roles = clause.measure.roles(&figures, &snapshot.layers);
            let reads = item.layer.roles.iter().any(|role| roles.contains(role));
            let told = found.verdict == Verdict::NotApplicable || named.iter().any(|one| one.clause == found.clause);
            (reads && !told).then(|| Measured {
                clause: found.clause.clone(),
                title: clause.title.say(lang).to_owned(),
                quote: clause.quote.clone(),
                verdict: found.verdict,
            })
        });
        Self { measured: measured.collect(), named }
    }

    /// Shows both lists; a click goes to the finding, or opens the clause.
    pub(super) fn clauses_ui(&self, ui: &mut Ui, view: &mut View<'_>) {
        if !self.named.is_empty() {
            ui.separator();
            ui.label(theme::bold(view.say("inspector-clauses")).size(SMALL));
        }
        for taking in &self.named {
            let text = format!("{}（{}）", taking.text, taking.part);
            let link = egui::Link::new(RichText::new(&text).size(SMALL));
            if ui.add(link).on_hover_text(&text).clicked() {
                let (clause, finding) = (taking.clause.clone(), taking.finding);
                view.commands.push(Command::ChooseFinding { clause, finding });
            }
        }
        if !self.measured.is_empty() {
            ui.separator();
            ui.label(theme::bold(view.say("inspector-measured")).size(SMALL));
        }
        for one in &self.measured {
            ui.horizontal(|ui| {
                mark_ui(ui, one.verdict, 14.0, view.lang);
                let name = Message::new("app.inspector-clause")
                    .with("clause", &one.title)
                    .with_message("verdict", one.verdict.name())
                    .say(view.lang);
                let response = ui.add(egui::Link::new(RichText::new(&one.title).size(SMALL)));
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, &name));
                if response.on_hover_text(&one.quote).clicked()
                    && view.session.open_clause.as_ref() != Some(&one.clause)
                {
                    view.commands.push(Command::ToggleClause(one.clause.clone()));
                }
            });
        }
    }
}

fn takings(item: &Item<'_>, drawn: &Drawn, outcome: &Outcome, lang: Lang) -> Vec<Taking> {
    let this = FeatureRef::from(*item);
    let mut found = Vec::new();
    for clause in &outcome.clauses {
        let known = drawn.loaded.standard.clause(&clause.clause);
        let title = known.map_or(clause.clause.as_str(), |known| known.title.say(lang));
        for (finding, place) in clause.findings.iter().enumerate() {
            let Some((_, part)) = place.features.iter().find(|(feature, _)| *feature == this) else { continue };
            found.push(Taking {
                clause: clause.clause.clone(),
                finding,
                text: format!("{title} · {}", place.subject),
                part: part_name(*part).say(lang),
            });
            if found.len() == LISTED {
                return found;
            }
        }
    }
    found
}
