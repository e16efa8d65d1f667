//! The findings of a clause as a list: only rows that can be seen are laid out, however many there are.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "rows to points and back; beyond 10^5 rows the list is a few points off, which nobody sees"
)]

use std::ops::Range;

use egui::{Align2, CursorIcon, FontFamily, FontId, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::{Follow, Judged};
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::session::Dialog;
use crate::app::theme::{self, BOLD, SMALL, TEXT};
use crate::app::widget::button::{action_icon, primary_button};
use crate::app::widget::mark::{paint_badge, verdict_ink};
use crate::app::{Action, Command};
use crate::check::{Finding, Verdict};
use crate::measure::Part;
use crate::report::wording::{figure_text, missing_beside_text, shortfall_text, with_unit};
use crate::standard::{Clause, Measure};
use crate::text::{Lang, Message};
use crate::units::Unit;

/// Height of a row, in points.
const ROW: f32 = 44.0;
/// Rows beyond the seen ones that are laid out too, for the keyboard and for those who hear the window.
const AROUND: usize = 16;

/// Shows the list and what one does next.
pub(super) fn findings_ui(ui: &mut Ui, view: &mut View<'_>, judged: Judged<'_>, follow: Follow) {
    let findings = &judged.outcome.findings;
    if findings.is_empty() {
        return;
    }
    let count = Message::new("app.clauses-findings").with("count", findings.len());
    let quiet = theme::palette(ui.visuals()).quiet;
    ui.label(egui::RichText::new(count.say(view.lang)).size(SMALL).color(quiet));
    let chosen =
        view.session.chosen.as_ref().filter(|(clause, _)| *clause == judged.clause.id).map(|(_, index)| *index);
    let size = Vec2::new(ui.available_width().max(0.0), ROW * findings.len() as f32);
    let (_, whole) = ui.allocate_space(size);
    if let Some(index) = chosen.filter(|index| follow.finding && *index < findings.len()) {
        ui.scroll_to_rect(row_rect(whole, index).expand2(Vec2::new(0.0, ROW)), None);
    }
    for index in seen(ui.clip_rect(), whole, findings.len()) {
        let Some(finding) = findings.get(index) else { break };
        row(ui, view, judged, (index, finding), (row_rect(whole, index), chosen == Some(index)));
    }
    buttons(ui, view, judged, chosen.and_then(|index| findings.get(index)));
}

fn row_rect(whole: Rect, index: usize) -> Rect {
    Rect::from_min_size(whole.min + Vec2::new(0.0, ROW * index as f32), Vec2::new(whole.width(), ROW - 2.0))
}

/// Rows within the clip, and some around them.
fn seen(clip: Rect, whole: Rect, count: usize) -> Range<usize> {
    let row_at = |y: f32| ((y - whole.top()) / ROW).max(0.0) as usize;
    let first = row_at(clip.top()).saturating_sub(AROUND).min(count);
    let last = row_at(clip.bottom()).saturating_add(AROUND).min(count);
    first..last
}

fn row(
    ui: &mut Ui,
    view: &mut View<'_>,
    judged: Judged<'_>,
    (index, finding): (usize, &Finding),
    (rect, chosen): (Rect, bool),
) {
    let lang = view.lang;
    let palette = theme::palette(ui.visuals());
    let number = (index + 1).to_string();
    let value = finding.figure.map(|figure| figure_text(figure, judged.clause, lang)).unwrap_or_default();
    let name = Message::new("app.clauses-finding").with("number", &number).with("subject", &finding.subject);
    let name = name.with("value", &value).say(lang);
    let response = ui.interact(rect, ui.scope_id().with(("finding", index)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, name.trim_end()));

    let colour = theme::verdict_colour(finding.verdict, ui.visuals());
    let painter = ui.painter();
    if chosen {
        painter.rect_filled(rect, 6.0, colour.gamma_multiply(0.14));
    } else if response.hovered() {
        painter.rect_filled(rect, 6.0, palette.rail);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 6.0, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
    }
    let (top, below) = (rect.top() + 13.0, rect.top() + 31.0);
    paint_badge(painter, Pos2::new(rect.left() + 6.0, top), &number, colour);
    let arrow = FontId::new(TEXT, FontFamily::Name(crate::app::icon::FAMILY.into()));
    painter.text(Pos2::new(rect.right() - 8.0, top), Align2::RIGHT_CENTER, Icon::Right.glyph(), arrow, palette.accent);

    let left = rect.left() + 34.0;
    let right = rect.right() - 28.0;
    let value = painter.layout_no_wrap(value, FontId::proportional(TEXT), verdict_ink(finding.verdict, ui.visuals()));
    let bold = FontId::new(TEXT, FontFamily::Name(BOLD.into()));
    let subject = elided(ui, &finding.subject, bold, palette.ink, right - left - value.size().x - 6.0);
    let after = left + subject.size().x + 6.0;
    painter.galley(Pos2::new(left, top - subject.size().y / 2.0), subject, palette.ink);
    painter.galley(Pos2::new(after, top - value.size().y / 2.0), value, palette.ink);
    let detail = wrong(judged, finding, lang);
    let detail_line = elided(ui, &detail, FontId::proportional(SMALL), palette.quiet, rect.right() - left - 6.0);
    let cut = detail_line.elided;
    painter.galley(Pos2::new(left, below - detail_line.size().y / 2.0), detail_line, palette.quiet);

    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let response = if cut { response.on_hover_text(detail) } else { response };
    // Places of what is being drawn are on the map already, and none of the check's.
    if response.clicked() && judged.before.is_none() {
        view.commands.push(Command::ChooseFinding { clause: judged.clause.id.clone(), finding: index });
    }
}

/// One line of text, cut where it does not fit.
fn elided(ui: &Ui, text: &str, font: FontId, colour: egui::Color32, width: f32) -> std::sync::Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, colour);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(0.0));
    ui.painter().layout_job(job)
}

/// What is wrong at the place: its verdict where the mark does not say it, distance to the limit, what is missing, then facts
/// of the measure, else how much is concerned.
fn wrong(judged: Judged<'_>, finding: &Finding, lang: Lang) -> String {
    let missing = missing_beside_text(judged.clause, judged.outcome, finding, lang);
    // The width that a corridor lacks is its distance to the limit.
    let widens = matches!(judged.clause.measure, Measure::CorridorWidth(_)) && missing.is_some();
    let mut messages = details(judged.clause, finding, missing.is_some(), lang);
    if messages.is_empty() && missing.is_none() && finding.features.len() > 1 {
        messages.push(count("features", finding.features.len()));
    }
    let mut parts = Vec::new();
    if !matches!(finding.verdict, Verdict::Violates | Verdict::DependsOnReading) {
        parts.push(finding.verdict.name().say(lang));
    }
    let shortfall = finding.figure.filter(|_| !widens);
    parts.extend(shortfall.and_then(|figure| shortfall_text(figure, judged.clause, lang)));
    parts.extend(missing);
    parts.extend(messages.iter().map(|message| message.say(lang)));
    parts.join(" · ")
}

/// Facts of the measure at the place, but for lengths of gaps and narrow stretches where what is missing says them.
fn details(clause: &Clause, finding: &Finding, said: bool, lang: Lang) -> Vec<Message> {
    let fact = |name: &str| finding.facts.get(name).and_then(serde_json::Value::as_f64);
    let length = |key: &str, metres: f64| {
        Message::new(format!("app.clauses-detail-{key}")).with("length", with_unit(metres, Unit::Metre, None, lang))
    };
    let gap = |name: &str| fact(name).filter(|_| !said).map(|gap| length("gap", gap));
    match &clause.measure {
        Measure::CorridorWidth(_) if fact("gap_m").is_some() => gap("gap_m").into_iter().collect(),
        Measure::CorridorWidth(_) => {
            let narrowing = finding.features.iter().filter(|(_, part)| *part == Part::Narrows).count();
            let short = fact("short_length_m").filter(|short| *short > 0.0 && !said);
            let narrowed = (narrowing > 0).then(|| count("narrowed", narrowing));
            narrowed.into_iter().chain(short.map(|short| length("short", short))).collect()
        }
        Measure::CorridorContinuity(_) => gap("distance_m").into_iter().collect(),
        Measure::NetworkContinuity(_) if fact("distance_m").is_some() => gap("distance_m").into_iter().collect(),
        Measure::NetworkContinuity(_) => fact("length_m").map(|piece| length("piece", piece)).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn count(key: &str, count: usize) -> Message {
    Message::new(format!("app.clauses-detail-{key}")).with("count", count)
}

fn buttons(ui: &mut Ui, view: &mut View<'_>, judged: Judged<'_>, chosen: Option<&Finding>) {
    let of_corridor = matches!(judged.clause.measure, Measure::CorridorWidth(_) | Measure::CorridorContinuity(_));
    ui.horizontal_wrapped(|ui| {
        if let Some(finding) = chosen.filter(|_| of_corridor) {
            if primary_button(ui, &view.say("clauses-edit-corridor")).clicked() {
                view.commands.push(Command::EditCorridor(finding.subject.clone()));
            }
            if ui.button(Action::Profile.label().say(view.lang)).clicked() {
                view.commands.act(Action::Profile);
            }
        }
        if judged.clause.arguable && ui.button(view.say("clauses-argue")).clicked() {
            let subject = chosen.map(|finding| finding.subject.clone());
            let about = (judged.clause.id.clone(), subject);
            view.commands.push(Command::Show(Some(Dialog::Argument(Some(about)))));
        }
        action_icon(ui, view, Action::PreviousFinding);
        action_icon(ui, view, Action::NextFinding);
    });
}
