//! The panel of clauses: counts by verdict that filter, a card per clause, findings in the card that is open.

mod card;
mod chapter;
mod detail;
mod findings;
pub(super) mod mend;

use egui::{Align, Frame, Layout, Margin, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use self::chapter::{Chapter, is_looked_for};
use super::{View, state};
use crate::app::theme::{self, HEADING, SMALL};
use crate::app::widget::button::help_button;
use crate::app::widget::chip::verdict_chip;
use crate::app::{Command, PanelId, help};
use crate::check::{ClauseOutcome, Outcome, Verdict};
use crate::standard::{Clause, Standard};
use crate::text::Message;

/// A clause with what was found about it.
#[derive(Clone, Copy)]
struct Judged<'a> {
    clause: &'a Clause,
    outcome: &'a ClauseOutcome,
    /// What the plan as it is says, where the outcome is that of what is being drawn.
    before: Option<&'a ClauseOutcome>,
}

/// What was open and chosen in the last frame: the list follows what another part of the window opens or chooses, once.
#[derive(Clone, Default, PartialEq)]
struct Seen {
    open: Option<String>,
    chosen: Option<(String, usize)>,
}

/// What the list is to be scrolled to in this frame.
#[derive(Clone, Copy, Default)]
struct Follow {
    card: bool,
    finding: bool,
}

/// Shows the panel.
pub(super) fn clauses_ui(ui: &mut Ui, view: &mut View<'_>) {
    Frame::new().inner_margin(Margin { left: 10, right: 4, top: 10, bottom: 0 }).show(ui, |ui| contents(ui, view));
}

fn contents(ui: &mut Ui, view: &mut View<'_>) {
    // A panel shrinks to what it holds.
    ui.set_min_width(ui.available_width().max(0.0));
    let document = view.document;
    let found = document.outcome().zip(document.loaded());
    title(ui, view, document.loaded().map(|loaded| loaded.standard.as_ref()));
    if let Some((outcome, _)) = found {
        chips(ui, view, outcome);
        search_ui(ui, view);
    }
    ui.add_space(2.0);
    let Some((outcome, loaded)) = found else { return state::without_result(ui, view) };
    state::stale_note(ui, view);
    let follow = follow(ui, view, outcome);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width((ui.available_width() - 6.0).max(0.0));
        list(ui, view, &loaded.standard, outcome, follow);
    });
}

fn title(ui: &mut Ui, view: &mut View<'_>, standard: Option<&Standard>) {
    let quiet = theme::palette(ui.visuals()).quiet;
    ui.horizontal(|ui| {
        ui.label(theme::bold(view.say("clauses-title")).size(HEADING));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            help_button(ui, view, help::of_panel(PanelId::Clauses));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let Some(standard) = standard else { return };
                let title = standard.title.say(view.lang);
                ui.add(egui::Label::new(RichText::new(title).size(SMALL).color(quiet)).truncate()).on_hover_text(title);
            });
        });
    });
}

/// Verdicts that occur, each with its count; the one that filters stays even where nothing is left of it.
fn chips(ui: &mut Ui, view: &mut View<'_>, outcome: &Outcome) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        for verdict in Verdict::ALL {
            let count = outcome.clauses.iter().filter(|clause| clause.verdict == verdict).count();
            let chosen = view.session.filter == Some(verdict);
            if count == 0 && !chosen {
                continue;
            }
            let label = Message::new("app.clauses-chip").with_message("verdict", verdict.name()).with("count", count);
            if verdict_chip(ui, verdict, &label.say(view.lang), chosen, view.lang).clicked() {
                view.commands.push(Command::FilterVerdict((!chosen).then_some(verdict)));
            }
        }
    });
}

/// A field for words of the clause that is looked for.
fn search_ui(ui: &mut Ui, view: &mut View<'_>) {
    let hint = view.say("clauses-search");
    let width = (ui.available_width() - 8.0).max(0.0);
    let field = TextEdit::singleline(&mut view.session.clause_text).hint_text(hint.clone()).desired_width(width);
    ui.add(field).widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
}

/// Notices what was opened or chosen since the last frame. Choosing what the filter hides lifts the filter.
fn follow(ui: &Ui, view: &mut View<'_>, outcome: &Outcome) -> Follow {
    let id = egui::Id::unique("clauses-seen");
    let now = Seen { open: view.session.open_clause.clone(), chosen: view.session.chosen.clone() };
    let before = ui.data(|data| data.get_temp::<Seen>(id)).unwrap_or_default();
    if now == before {
        return Follow::default();
    }
    let finding = now.chosen.is_some() && now.chosen != before.chosen;
    let card = !finding && now.open.is_some() && now.open != before.open;
    let verdict_of = |id: &str| outcome.clauses.iter().find(|clause| clause.clause == id).map(|clause| clause.verdict);
    let hidden = now.chosen.as_ref().is_some_and(|(clause, _)| {
        view.session.filter.is_some_and(|filter| verdict_of(clause).is_some_and(|verdict| verdict != filter))
    });
    if finding && hidden {
        view.commands.push(Command::FilterVerdict(None));
        // Looked at again when the card is there.
        return Follow::default();
    }
    if card || finding {
        unfold(view, now.open.as_deref());
    }
    ui.data_mut(|data| data.insert_temp(id, now));
    Follow { card, finding }
}

/// Shows the chapter of a clause that was opened or chosen, whatever is looked for.
fn unfold(view: &mut View<'_>, clause: Option<&str>) {
    let standard = view.document.loaded().map(|loaded| loaded.standard.as_ref());
    let Some(clause) = standard.zip(clause).and_then(|(standard, id)| standard.clause(id)) else { return };
    view.session.folded.remove(&clause.number);
    if !is_looked_for(clause, view) {
        view.session.clause_text.clear();
    }
}

/// Cards under the numbers of the policy.
fn list(ui: &mut Ui, view: &mut View<'_>, standard: &Standard, outcome: &Outcome, follow: Follow) {
    let (filter, live) = (view.session.filter, view.live);
    let listed = outcome.clauses.iter().filter(|found| filter.is_none_or(|verdict| found.verdict == verdict));
    let judged = listed.filter_map(|found| {
        let clause = standard.clause(&found.clause).filter(|clause| is_looked_for(clause, view))?;
        let drawn = live.judged(&found.clause);
        Some(Judged { clause, outcome: drawn.unwrap_or(found), before: drawn.map(|_| found) })
    });
    let chapters = Chapter::all(judged);
    for (index, chapter) in chapters.iter().enumerate() {
        ui.add_space(if index == 0 { 0.0 } else { 4.0 });
        if chapter.head_ui(ui, view) {
            for judged in &chapter.clauses {
                ui.push_id(&judged.clause.id, |ui| card::card_ui(ui, view, *judged, follow));
            }
        }
    }
    if chapters.is_empty() {
        none_ui(ui, view, filter);
    }
    ui.add_space(12.0);
}

/// Says that nothing is listed, and leads back.
fn none_ui(ui: &mut Ui, view: &mut View<'_>, filter: Option<Verdict>) {
    let said = match filter {
        Some(verdict) if view.session.clause_text.trim().is_empty() => {
            Message::new("app.clauses-none-of-verdict").with_message("verdict", verdict.name())
        }
        _ => Message::new("app.clauses-none-looked-for"),
    };
    state::hint(ui, &said.say(view.lang));
    if ui.vertical_centered(|ui| ui.button(view.say("clauses-all")).clicked()).inner {
        view.session.clause_text.clear();
        view.commands.push(Command::FilterVerdict(None));
    }
}
