//! What the text means: every mistake, and each clause as it is understood, that of the cursor with all it says.

use egui::{RichText, ScrollArea, Ui};

use super::{StandardDraft, quiet};
use crate::app::panel::View;
use crate::app::theme::{self, SMALL, palette};
use crate::check::Verdict;
use crate::report::wording::short_limit_text;
use crate::report::{ClauseFact, clause_facts};
use crate::standard::{Clause, Examined, ExaminedClause};
use crate::text::{Lang, Message};
use crate::toml_file::Problem;

/// Mistakes take this part of the height at most; they stay in sight while the clauses follow the cursor.
const MISTAKES: f32 = 0.4;

/// Shows the list; a click on anything goes to its line.
pub(super) fn understood_ui(ui: &mut Ui, view: &View<'_>, draft: &mut StandardDraft) {
    quiet(ui, &view.say("standard-understood"));
    let Some(examined) = draft.examined().cloned() else { return };
    let at = examined.clause_at(draft.line);
    let before = ui.data(|data| data.get_temp::<Option<usize>>(ui.scope_id())).flatten();
    ui.data_mut(|data| data.insert_temp(ui.scope_id(), at));
    let mut go_to = None;
    if !examined.problems.is_empty() {
        let height = ui.available_height() * MISTAKES;
        ScrollArea::vertical().id_salt("mistakes").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            for problem in &examined.problems {
                go_to = go_to.or(problem_ui(ui, view.lang, problem));
            }
        });
        ui.separator();
    }
    if draft.is_stale() {
        quiet(ui, &view.say("standard-stale"));
    }
    ScrollArea::vertical().id_salt("understood").auto_shrink(false).show(ui, |ui| {
        ui.set_max_width((ui.available_width() - 8.0).max(0.0));
        for (index, clause) in examined.clauses.iter().enumerate() {
            let open = at == Some(index);
            let shown = ui.push_id(index, |ui| clause_ui(ui, view.lang, &examined, index, clause, open));
            go_to = go_to.or(shown.inner);
            if open && at != before {
                ui.scroll_to_rect(shown.response.rect, None);
            }
        }
    });
    if go_to.is_some() {
        draft.go_to = go_to;
    }
}

/// Text that a click goes to the line of.
fn link(ui: &mut Ui, text: RichText, line: usize) -> Option<usize> {
    ui.add(egui::Button::new(text).frame(false).wrap()).clicked().then_some(line)
}

fn problem_ui(ui: &mut Ui, lang: Lang, problem: &Problem) -> Option<usize> {
    let key = if problem.key.is_empty() { "app.standard-mistake" } else { "app.standard-mistake-at-key" };
    let said = Message::new(key).with("line", problem.line).with("key", &problem.key);
    let said = said.with_message("what", problem.what.clone()).say(lang);
    let miss = theme::verdict_colour(Verdict::Violates, ui.visuals());
    link(ui, RichText::new(said).size(SMALL).color(miss), problem.line)
}

fn clause_ui(
    ui: &mut Ui,
    lang: Lang,
    examined: &Examined,
    index: usize,
    own: &ExaminedClause,
    open: bool,
) -> Option<usize> {
    let end = examined.clauses.get(index + 1).map_or(usize::MAX, |next| next.line);
    let wrong = examined.problems.iter().any(|problem| (own.line..end).contains(&problem.line));
    let ink = match (wrong, open) {
        (true, _) => theme::verdict_colour(Verdict::Violates, ui.visuals()),
        (false, true) => palette(ui.visuals()).accent,
        (false, false) => palette(ui.visuals()).ink,
    };
    let Some(clause) = &own.clause else {
        let said = Message::new("app.standard-not-understood").with("line", own.line).say(lang);
        return link(ui, RichText::new(said).color(ink), own.line);
    };
    let mut go_to = link(ui, theme::bold(summary(clause, lang)).color(ink), own.line);
    if open {
        ui.indent("facts", |ui| go_to = go_to.or(facts_ui(ui, lang, examined, own, clause)));
    }
    go_to
}

/// A clause on a line: its title, its limit, how many other readings it has.
fn summary(clause: &Clause, lang: Lang) -> String {
    let mut parts = vec![clause.title.say(lang).to_owned()];
    parts.extend(clause.test.map(|test| short_limit_text(&test, lang)));
    if !clause.readings.is_empty() {
        parts.push(Message::new("app.standard-readings").with("count", clause.readings.len()).say(lang));
    }
    parts.join(" · ")
}

/// What each line of a clause means; a line with a mistake means nothing yet and says what is wrong.
fn facts_ui(ui: &mut Ui, lang: Lang, examined: &Examined, own: &ExaminedClause, clause: &Clause) -> Option<usize> {
    let miss = theme::verdict_colour(Verdict::Violates, ui.visuals());
    // Lines of text, not of buttons.
    ui.spacing_mut().interact_size.y = 16.0;
    let mut go_to = None;
    for (line, fact) in told(own, clause, lang) {
        let said = Message::new("app.standard-fact").with("name", fact.name).with("value", fact.value).say(lang);
        let Some(line) = line else {
            quiet(ui, &said);
            continue;
        };
        let wrong = examined.problems.iter().find(|problem| problem.line == line);
        let (said, ink) = match wrong {
            Some(problem) => (problem.what.say(lang), miss),
            None => (said, palette(ui.visuals()).ink),
        };
        let numbered = Message::new("app.standard-line").with("line", line).with("said", said).say(lang);
        go_to = go_to.or(link(ui, RichText::new(numbered).size(SMALL).color(ink), line));
    }
    go_to
}

/// What a clause says in the order of its lines; last what it says without a line of its own.
fn told(own: &ExaminedClause, clause: &Clause, lang: Lang) -> Vec<(Option<usize>, ClauseFact)> {
    let mut readings = own.lines_of("reading");
    let line = |fact: ClauseFact| {
        let line = if fact.key == "reading" { readings.next() } else { own.lines_of(fact.key).next() };
        (line, fact)
    };
    let mut told: Vec<_> = clause_facts(clause, lang).into_iter().map(line).collect();
    told.sort_by_key(|(line, _)| line.unwrap_or(usize::MAX));
    told
}
