//! What an open card holds: quote, strength, scope, readings, counties, what is missing or assumed, findings.

use egui::{Align, Layout, RichText, Ui};

use super::{Follow, Judged, findings, mend};
use crate::app::panel::View;
use crate::app::panel::charts::has_charts;
use crate::app::session::Dialog;
use crate::app::theme::{self, SMALL};
use crate::app::widget::chip::fact_chip;
use crate::app::widget::mark::{mark_ui, verdict_ink};
use crate::app::{Action, Command};
use crate::check::Verdict;
use crate::report::wording::{
    binding_test, bounds_text, distance_text, figure_text, limit_text, missing_text, strength_name,
};
use crate::standard::Applies;
use crate::text::{Lang, Message};
use crate::units::Figure;

/// Notices beyond this many are counted; the dialog lists all.
const MOST_NOTICES: usize = 3;

/// Shows it.
pub(super) fn detail_ui(ui: &mut Ui, view: &mut View<'_>, judged: Judged<'_>, follow: Follow) {
    ui.spacing_mut().item_spacing.y = 5.0;
    let quote = Message::new("app.clauses-quote").with("quote", &judged.clause.quote);
    ui.add_space(4.0);
    ui.label(RichText::new(quote.say(view.lang)).size(SMALL));
    facts(ui, judged, view);
    missing(ui, view, judged);
    judgement(ui, judged, view.lang);
    if judged.outcome.verdict != Verdict::DependsOnReading {
        readings(ui, judged, view);
    }
    counties(ui, judged, view);
    findings::findings_ui(ui, view, judged, follow);
    notices(ui, view, judged);
}

/// Strength, scope, year and counties that are bound, and the way to the page of the clause.
fn facts(ui: &mut Ui, judged: Judged<'_>, view: &mut View<'_>) {
    let (clause, lang) = (judged.clause, view.lang);
    let strength = strength_name(clause.strength);
    let strength = if clause.arguable {
        Message::new("app.clauses-strength-arguable").with_message("strength", strength)
    } else {
        strength
    };
    let mut texts = vec![strength.say(lang)];
    texts
        .extend(clause.scope.map(|role| Message::new("app.clauses-scope").with_message("role", role.name()).say(lang)));
    texts.extend(clause.year.map(|year| Message::new("app.clauses-year").with("year", year).say(lang)));
    if let Applies::To(counties) = &clause.applies {
        texts.push(Message::new("app.clauses-counties").with("counties", counties.join("、")).say(lang));
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        for text in &texts {
            fact_chip(ui, text);
        }
        if ui.add(egui::Link::new(RichText::new(view.say("clauses-page")).size(SMALL))).clicked() {
            view.commands.push(Command::Show(Some(Dialog::Clause(clause.id.clone()))));
        }
        let chart = Action::ChartsPanel.label().say(lang);
        if has_charts(&clause.measure) && ui.add(egui::Link::new(RichText::new(chart).size(SMALL))).clicked() {
            view.commands.push(Command::ShowChart(clause.id.clone()));
        }
    });
}

/// Limit and distance to it, what is missing in the unit one draws in, and the bounds where data is missing.
fn judgement(ui: &mut Ui, judged: Judged<'_>, lang: Lang) {
    let Judged { clause, outcome, .. } = judged;
    let quiet = theme::palette(ui.visuals()).quiet;
    if let Some((test, distance)) = binding_test(clause, outcome).zip(distance_text(clause, outcome, lang)) {
        let message = Message::new("app.clauses-judged").with("limit", limit_text(&test, lang));
        ui.label(RichText::new(message.with("distance", distance).say(lang)).size(SMALL).color(quiet));
    }
    if let Some(missing) = missing_text(clause, outcome, lang) {
        let ink = verdict_ink(outcome.verdict, ui.visuals());
        ui.label(theme::bold(missing).size(SMALL).color(ink));
    }
    if let Some(bounds) = bounds_text(clause, outcome, lang) {
        ui.label(RichText::new(bounds).size(SMALL).color(quiet));
    }
}

/// Why it is not judged, and the buttons that mend it.
fn missing(ui: &mut Ui, view: &mut View<'_>, judged: Judged<'_>) {
    let Some(reason) = &judged.outcome.reason else { return };
    ui.label(RichText::new(reason.say(view.lang)).size(SMALL).color(theme::palette(ui.visuals()).ink));
    mend::buttons(ui, view, &mend::of_reason(judged, reason, view.document));
}

/// The readings side by side with the limit.
pub(super) fn readings(ui: &mut Ui, judged: Judged<'_>, view: &View<'_>) {
    let Judged { clause, outcome, .. } = judged;
    if clause.readings.is_empty() {
        return;
    }
    hairline(ui);
    quiet(
        ui,
        &match binding_test(clause, outcome) {
            Some(test) => {
                let limit = limit_text(&test, view.lang);
                Message::new("app.clauses-readings-beside").with("limit", limit).say(view.lang)
            }
            None => view.say("clauses-readings"),
        },
    );
    for found in &outcome.readings {
        let other = clause.readings.iter().find(|reading| reading.id == found.id);
        let title =
            other.map_or_else(|| view.say("clauses-reading-default"), |own| own.title.say(view.lang).to_owned());
        judged_line(ui, judged, &title, found.figure, found.verdict, view.lang);
    }
}

fn counties(ui: &mut Ui, judged: Judged<'_>, view: &View<'_>) {
    if judged.outcome.counties.is_empty() {
        return;
    }
    hairline(ui);
    quiet(ui, &view.say("clauses-by-county"));
    for county in &judged.outcome.counties {
        judged_line(ui, judged, &county.county, county.figure, county.verdict, view.lang);
    }
}

/// Mark and name, and the value below that of the card.
fn judged_line(ui: &mut Ui, judged: Judged<'_>, name: &str, figure: Option<Figure>, verdict: Verdict, lang: Lang) {
    let ink = verdict_ink(verdict, ui.visuals());
    let value = figure.map_or_else(|| verdict.name().say(lang), |figure| figure_text(figure, judged.clause, lang));
    // A line of text, not of buttons.
    let height = std::mem::replace(&mut ui.spacing_mut().interact_size.y, 16.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        mark_ui(ui, verdict, 12.0, lang);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(theme::bold(value).size(SMALL).color(ink)).on_hover_text(verdict.name().say(lang));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(egui::Label::new(RichText::new(name).size(SMALL)).truncate()).on_hover_text(name);
            });
        });
    });
    ui.spacing_mut().interact_size.y = height;
}

/// What was left out or assumed, each once, and the button for what only the planner can say.
fn notices(ui: &mut Ui, view: &mut View<'_>, judged: Judged<'_>) {
    let notices = &judged.outcome.notices;
    if notices.is_empty() {
        return;
    }
    hairline(ui);
    quiet(ui, &view.say("clauses-assumed"));
    for notice in notices.iter().take(MOST_NOTICES) {
        quiet(ui, &notice.message.say(view.lang));
    }
    if notices.len() > MOST_NOTICES {
        let more = Message::new("app.clauses-more-notices").with("count", notices.len() - MOST_NOTICES);
        let text = RichText::new(more.say(view.lang)).size(SMALL);
        if ui.add(egui::Link::new(text)).clicked() {
            view.commands.push(Command::ShowNotices(None));
        }
    }
    mend::buttons(ui, view, &mend::of_notices(notices));
}

fn quiet(ui: &mut Ui, text: &str) {
    let colour = theme::palette(ui.visuals()).quiet;
    ui.label(RichText::new(text).size(SMALL).color(colour));
}

/// A thin line between parts of a card.
fn hairline(ui: &mut Ui) {
    let line = theme::palette(ui.visuals()).line;
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width().max(0.0), 5.0), egui::Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, egui::Stroke::new(1.0, line));
}
