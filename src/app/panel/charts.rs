//! The panel of charts: the facts of the last check as bars, for what is seen better than read.

mod chart;
mod facts;
mod paint;
mod place;

use std::sync::Arc;

use egui::{Align, ComboBox, Frame, Layout, Margin, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use self::chart::{Chart, Target};
pub(in crate::app::panel) use self::facts::has_charts;
use super::View;
use super::clauses::mend;
use super::state;
use crate::app::document::Drawn;
use crate::app::session::Pointed;
use crate::app::theme::{self, HEADING, SMALL, TEXT};
use crate::app::widget::mark::{mark_ui, paint_mark};
use crate::app::{Action, Command};
use crate::check::{ClauseOutcome, Outcome};
use crate::standard::{Clause, Measure};
use crate::text::Lang;

/// From this width on the clauses stand in a list at the left.
const WIDE: f32 = 600.0;
/// Width of that list.
const LIST: f32 = 208.0;
/// Height of a clause in it.
const ROW: f32 = 28.0;

/// Which clause's charts are shown, and what they were made of.
#[derive(Debug, Default)]
pub(in crate::app) struct Charts {
    clause: Option<String>,
    /// The card that was open in the last frame: the charts follow it.
    open: Option<String>,
    made: Option<Made>,
    pointed: Option<(Target, Arc<Drawn>, Arc<Pointed>)>,
}

#[derive(Debug)]
struct Made {
    outcome: Arc<Outcome>,
    clause: String,
    lang: Lang,
    charts: Vec<Chart>,
}

impl Charts {
    /// Shows the charts of a clause.
    pub(in crate::app) fn show(&mut self, clause: String) {
        self.clause = Some(clause);
    }

    fn make(&mut self, outcome: &Arc<Outcome>, clause: &Clause, lang: Lang) {
        let is_made = self
            .made
            .as_ref()
            .is_some_and(|made| Arc::ptr_eq(&made.outcome, outcome) && made.clause == clause.id && made.lang == lang);
        if !is_made {
            let found = outcome.clause(&clause.id);
            let charts = found.map(|found| facts::charts(clause, found, lang)).unwrap_or_default();
            let (outcome, clause) = (Arc::clone(outcome), clause.id.clone());
            self.made = Some(Made { outcome, clause, lang, charts });
            self.pointed = None;
        }
    }

    /// What a bar is of on the map, found once while it is pointed at.
    fn point(&mut self, target: &Target, outcome: &ClauseOutcome, drawn: &Arc<Drawn>) -> Arc<Pointed> {
        if let Some((known, of, pointed)) = &self.pointed
            && known == target
            && Arc::ptr_eq(of, drawn)
        {
            return Arc::clone(pointed);
        }
        let pointed = Arc::new(place::pointed(target, outcome, drawn));
        self.pointed = Some((target.clone(), Arc::clone(drawn), Arc::clone(&pointed)));
        pointed
    }
}

/// Shows the panel.
pub(super) fn charts_ui(ui: &mut Ui, view: &mut View<'_>) {
    Frame::new().inner_margin(Margin { left: 12, right: 4, top: 8, bottom: 0 }).show(ui, |ui| contents(ui, view));
}

fn contents(ui: &mut Ui, view: &mut View<'_>) {
    ui.set_min_width(ui.available_width().max(0.0));
    let found = view.document.outcome().cloned().zip(view.document.loaded().map(|loaded| Arc::clone(&loaded.standard)));
    let Some((outcome, standard)) = found else { return state::without_result(ui, view) };
    state::stale_note(ui, view);
    let charted: Vec<&Clause> = standard.clauses.iter().filter(|clause| has_charts(&clause.measure)).collect();
    let Some(clause) = chosen(view, &charted, &outcome) else { return state::hint(ui, &view.say("charts-none")) };
    if ui.available_width() >= WIDE {
        let size = ui.available_size();
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Min), |ui| {
            ui.allocate_ui_with_layout(vec2(LIST, size.y), Layout::top_down(Align::Min), |ui| {
                list_ui(ui, view, &charted, &outcome, clause);
            });
            ui.add_space(4.0);
            let rest = ui.available_size();
            ui.allocate_ui_with_layout(rest, Layout::top_down(Align::Min), |ui| {
                charts_of_ui(ui, view, clause, &outcome);
            });
        });
    } else {
        choice_ui(ui, view, &charted, clause);
        charts_of_ui(ui, view, clause, &outcome);
    }
}

/// The clause that was asked for, or whose card was opened since, else the first that is judged.
fn chosen<'a>(view: &mut View<'_>, charted: &[&'a Clause], outcome: &Outcome) -> Option<&'a Clause> {
    let open = view.session.open_clause.clone();
    let charts = &mut view.session.charts;
    let find = |id: &str| charted.iter().copied().find(|clause| clause.id == id);
    if open != charts.open {
        charts.open.clone_from(&open);
        if let Some(open) = open.filter(|open| find(open).is_some()) {
            charts.clause = Some(open);
        }
    }
    let asked = charts.clause.as_deref().and_then(find);
    let is_judged = |clause: &&Clause| outcome.clause(&clause.id).is_some_and(|found| found.figure.is_some());
    asked.or_else(|| charted.iter().copied().find(is_judged)).or(charted.first().copied())
}

/// The clauses with charts; a click shows those of one.
fn list_ui(ui: &mut Ui, view: &mut View<'_>, charted: &[&Clause], outcome: &Outcome, chosen: &Clause) {
    ui.set_width(LIST);
    ScrollArea::vertical().id_salt("charted").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for clause in charted {
            clause_ui(ui, view, clause, outcome.clause(&clause.id), clause.id == chosen.id);
        }
    });
}

fn clause_ui(ui: &mut Ui, view: &mut View<'_>, clause: &Clause, found: Option<&ClauseOutcome>, chosen: bool) {
    let palette = theme::palette(ui.visuals());
    let size = vec2((ui.available_width() - 8.0).max(0.0), ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let title = clause.title.say(view.lang);
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, title));
    if chosen || response.hovered() {
        let fill = if chosen { palette.accent_soft } else { palette.rail };
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 1.0)), 6.0, fill);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 6.0, egui::Stroke::new(1.5, palette.accent), egui::StrokeKind::Inside);
    }
    let middle = rect.left_center() + vec2(14.0, 0.0);
    if let Some(found) = found {
        paint_mark(ui.painter(), middle, 13.0, found.verdict, view.lang, ui.visuals());
    }
    paint::put_cut(ui, rect.left_center() + vec2(28.0, 0.0), title, SMALL, palette.ink, rect.width() - 34.0);
    if response.on_hover_text(&clause.quote).clicked() {
        view.session.charts.clause = Some(clause.id.clone());
    }
}

fn choice_ui(ui: &mut Ui, view: &mut View<'_>, charted: &[&Clause], chosen: &Clause) {
    let name = view.say("findings-clause");
    let width = (ui.available_width() - 16.0).max(40.0);
    let combo = ComboBox::from_id_salt("charted").width(width).selected_text(chosen.title.say(view.lang)).truncate();
    let response = combo.height(360.0).show_ui(ui, |ui| {
        for clause in charted {
            if ui.selectable_label(clause.id == chosen.id, clause.title.say(view.lang)).clicked() {
                view.session.charts.clause = Some(clause.id.clone());
            }
        }
    });
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
}

fn charts_of_ui(ui: &mut Ui, view: &mut View<'_>, clause: &Clause, outcome: &Arc<Outcome>) {
    let Some(found) = outcome.clause(&clause.id) else { return };
    head_ui(ui, view, clause, found);
    view.session.charts.make(outcome, clause, view.lang);
    let Some(made) = view.session.charts.made.take() else { return };
    ScrollArea::vertical().id_salt("charts").auto_shrink(false).show(ui, |ui| {
        ui.set_max_width((ui.available_width() - 12.0).max(0.0));
        if made.charts.is_empty() {
            empty_ui(ui, view, clause, found);
        }
        for chart in &made.charts {
            if let Some((target, clicked)) = paint::chart_ui(ui, view, chart) {
                pointed_ui(view, clause, found, target, clicked);
            }
            ui.add_space(12.0);
        }
    });
    view.session.charts.made = Some(made);
}

/// Outlines on the map what is pointed at; a click goes there.
fn pointed_ui(view: &mut View<'_>, clause: &Clause, found: &ClauseOutcome, target: &Target, clicked: bool) {
    let Some(drawn) = view.document.drawn() else { return };
    let pointed = view.session.charts.point(target, found, drawn);
    if clicked {
        for command in place::commands(target, &pointed, &clause.id, drawn) {
            view.commands.push(command);
        }
    }
    view.session.pointed = Some(pointed);
}

fn head_ui(ui: &mut Ui, view: &mut View<'_>, clause: &Clause, found: &ClauseOutcome) {
    ui.horizontal_wrapped(|ui| {
        mark_ui(ui, found.verdict, 16.0, view.lang);
        let title = theme::bold(clause.title.say(view.lang)).size(HEADING);
        ui.add(egui::Label::new(title).truncate()).on_hover_text(&clause.quote);
        if matches!(clause.measure, Measure::CorridorWidth(_)) {
            let able = Action::Profile.is_enabled(view.document, view.session, view.jobs);
            let button = ui.add_enabled(able, egui::Button::new(Action::Profile.label().say(view.lang)));
            if button.on_disabled_hover_text(view.say("charts-choose-corridor")).clicked() {
                view.commands.act(Action::Profile);
            }
        }
        if view.session.open_clause.as_ref() != Some(&clause.id)
            && ui.add(egui::Link::new(RichText::new(view.say("charts-card")).size(SMALL))).clicked()
        {
            view.commands.push(Command::ToggleClause(clause.id.clone()));
        }
    });
}

/// Says what is missing, with the buttons that mend it.
fn empty_ui(ui: &mut Ui, view: &mut View<'_>, clause: &Clause, found: &ClauseOutcome) {
    let quiet = theme::palette(ui.visuals()).quiet;
    ui.add_space(8.0);
    let said = found.reason.as_ref().map_or_else(|| view.say("charts-nothing"), |reason| reason.say(view.lang));
    ui.label(RichText::new(said).size(TEXT).color(quiet));
    if let Some(reason) = &found.reason {
        mend::reason_buttons(ui, view, clause, found, reason);
    }
}
