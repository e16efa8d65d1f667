//! Recorded arguments: the list of them, and a new one.

use egui::{ComboBox, RichText, Ui};

use super::frame::{Answer, Texts, frame_ui, quiet, stated, text_field, wrong};
use crate::app::Command;
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::theme::{self, palette};
use crate::app::widget::button::icon_button;
use crate::plan::Argument;
use crate::text::{Lang, Message};

/// What is typed and chosen.
#[derive(Debug)]
pub(super) struct Fields {
    argument: Argument,
    /// Clauses that a recorded argument can justify, by id and title.
    clauses: Vec<(String, String)>,
    tried: bool,
}

impl Fields {
    /// A new argument, about a clause and a subject of it where they are known.
    pub(super) fn of(view: &View<'_>, about: Option<&(String, Option<String>)>) -> Self {
        let clauses = view.document.loaded().map(|loaded| loaded.standard.clauses.as_slice()).unwrap_or_default();
        let clauses: Vec<(String, String)> = clauses
            .iter()
            .filter(|clause| clause.arguable)
            .map(|clause| (clause.id.clone(), clause.title.say(view.lang).to_owned()))
            .collect();
        let first = clauses.first().map(|(id, _)| id.clone()).unwrap_or_default();
        let (clause, subject) = about.cloned().unwrap_or((first, None));
        let argument =
            Argument { clause, subject, by: String::new(), reason: String::new(), document: None, date: None };
        Self { argument, clauses, tried: false }
    }
}

/// Shows the arguments of the plan, and the fields of a new one.
pub(super) fn arguments_ui(ui: &mut Ui, view: &mut View<'_>, fields: &mut Fields, fresh: bool) -> Answer {
    let lang = view.lang;
    let (title, cancel, confirm) = (view.say("arguments"), view.say("close"), view.say("record"));
    let confirm = (!fields.clauses.is_empty()).then_some(confirm.as_str());
    let texts = Texts { title: &title, cancel: &cancel, confirm, other: None, width: 520.0 };
    let answer = frame_ui(ui, &texts, |ui| {
        list_ui(ui, view);
        if fields.clauses.is_empty() {
            quiet(ui, &Message::new("app.nothing-arguable").say(lang));
            return false;
        }
        ui.label(theme::bold(Message::new("app.new-argument").say(lang)));
        clause_ui(ui, lang, fields);
        subject_ui(ui, view, fields);
        form_ui(ui, lang, fields, fresh)
    });
    if answer != Answer::Confirmed {
        return answer;
    }
    fields.tried = true;
    let Some(plan) = view.document.plan().filter(|_| fields.argument.problem().is_none()) else { return Answer::Open };
    view.commands.push(Command::Edit(plan.arguing(fields.argument.clone())));
    answer
}

fn list_ui(ui: &mut Ui, view: &mut View<'_>) {
    let Some(plan) = view.document.plan() else { return };
    let content = plan.content();
    if content.arguments.is_empty() {
        quiet(ui, &view.say("no-arguments"));
    }
    for (index, argument) in content.arguments.iter().enumerate() {
        ui.horizontal(|ui| {
            let clause = view.document.loaded().and_then(|loaded| loaded.standard.clause(&argument.clause));
            let title = clause.map_or(argument.clause.as_str(), |clause| clause.title.say(view.lang));
            let subject = argument.subject.as_deref().unwrap_or_default();
            let remove = Message::new("app.remove-argument").with("clause", title).with("subject", subject);
            if icon_button(ui, Icon::Remove, &remove.say(view.lang)).clicked() {
                view.commands.push(Command::Edit(plan.removing_argument(index)));
            }
            ui.vertical(|ui| {
                let quote = clause.map_or("", |clause| clause.quote.as_str());
                ui.label(theme::bold(format!("{title}  {subject}"))).on_hover_text(quote);
                let document = argument.document.as_deref().unwrap_or_default();
                let date = argument.date.as_deref().unwrap_or_default();
                let line = [argument.by.as_str(), document, date].into_iter().filter(|text| !text.is_empty());
                quiet(ui, &line.collect::<Vec<_>>().join(" · "));
                ui.label(&argument.reason);
            });
        });
    }
    ui.separator();
}

fn named(ui: &mut Ui, text: &str) -> egui::Response {
    ui.label(RichText::new(text).small().color(palette(ui.visuals()).quiet))
}

fn clause_ui(ui: &mut Ui, lang: Lang, fields: &mut Fields) {
    let name = named(ui, &Message::new("app.argument-clause").say(lang));
    let chosen = fields.clauses.iter().find(|(id, _)| *id == fields.argument.clause);
    let shown = chosen.map_or(fields.argument.clause.clone(), |(_, title)| title.clone());
    let before = fields.argument.clause.clone();
    let combo = ComboBox::from_id_salt("argument-clause").width(ui.available_width()).selected_text(shown);
    let response = combo.show_ui(ui, |ui| {
        for (id, title) in &fields.clauses {
            ui.selectable_value(&mut fields.argument.clause, id.clone(), title);
        }
    });
    response.response.labelled_by(name.id);
    if before != fields.argument.clause {
        fields.argument.subject = None;
    }
}

fn subject_ui(ui: &mut Ui, view: &View<'_>, fields: &mut Fields) {
    let name = named(ui, &view.say("argument-subject"));
    let whole = view.say("argument-whole");
    let shown = fields.argument.subject.clone().unwrap_or_else(|| whole.clone());
    let outcome = view.document.outcome();
    let clause = outcome.and_then(|found| found.clauses.iter().find(|own| own.clause == fields.argument.clause));
    let mut subjects: Vec<&str> = Vec::new();
    for finding in clause.map(|clause| clause.findings.as_slice()).unwrap_or_default() {
        if !subjects.contains(&finding.subject.as_str()) {
            subjects.push(&finding.subject);
        }
    }
    let combo = ComboBox::from_id_salt("argument-subject").width(ui.available_width()).selected_text(shown);
    let response = combo.show_ui(ui, |ui| {
        ui.selectable_value(&mut fields.argument.subject, None, whole);
        for subject in subjects {
            ui.selectable_value(&mut fields.argument.subject, Some(subject.to_owned()), subject);
        }
    });
    response.response.labelled_by(name.id);
}

/// Whether Enter confirms: not while the reason is typed, which may have several lines.
fn form_ui(ui: &mut Ui, lang: Lang, fields: &mut Fields, fresh: bool) -> bool {
    let says = |key: &str| Message::new(key).say(lang);
    let argument = &mut fields.argument;
    text_field(ui, &says("app.argument-by"), &mut argument.by, fresh);
    let name = named(ui, &says("app.argument-reason"));
    let reason = egui::TextEdit::multiline(&mut argument.reason).desired_rows(3).desired_width(f32::INFINITY);
    let reason = ui.add(reason).labelled_by(name.id);
    let optional = |ui: &mut Ui, key: &str, text: &mut Option<String>| {
        let mut typed = text.clone().unwrap_or_default();
        text_field(ui, &says(key), &mut typed, false);
        *text = stated(&typed).map(|_| typed);
    };
    ui.columns(2, |columns| {
        if let [left, right] = columns {
            optional(left, "app.argument-document", &mut argument.document);
            optional(right, "app.argument-date", &mut argument.date);
        }
    });
    if fields.tried
        && let Some(problem) = fields.argument.problem()
    {
        wrong(ui, Some(&problem.say(lang)));
    }
    !reason.has_focus()
}
