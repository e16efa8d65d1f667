//! Dialogs over the map, the system's file dialogs, and what is written to files.

mod about;
mod argument;
pub(super) mod backdrop;
mod clause;
pub(super) mod export;
pub(super) mod figure;
pub(super) mod files;
pub(super) mod frame;
pub(super) mod group;
pub(super) mod import;
mod in_use;
pub(super) mod layer;
mod number;
mod open_path;
pub(super) mod picture;
mod plan_settings;
mod proposal;
mod recover;
pub(super) mod report;
mod segments;
mod small_map;
pub(super) mod standard;
pub(super) mod style;
mod unsaved;

use self::frame::Answer;
use super::panel::View;
use super::session::Dialog;
use super::{Command, help, palette};
use crate::text::Message;

/// What is typed into the dialog that is open, until it is confirmed or left.
#[derive(Debug)]
pub(super) struct Draft {
    of: Dialog,
    /// Whether it was not shown yet: the cursor goes into its first field.
    fresh: bool,
    form: Form,
}

/// The fields of each dialog.
#[derive(Debug)]
enum Form {
    None,
    Settings(Box<plan_settings::Fields>),
    Figure(figure::Fields),
    Argument(Box<argument::Fields>),
    Path(open_path::Fields),
    Backdrop(Box<backdrop::Fields>),
    Proposal(proposal::Fields),
    Group(group::Fields),
    Palette(palette::Fields),
}

impl Draft {
    fn of(dialog: Dialog, view: &View<'_>) -> Self {
        let form = match &dialog {
            Dialog::PlanSettings => Form::Settings(Box::new(plan_settings::Fields::of(view))),
            Dialog::Figure(key) => Form::Figure(figure::Fields::of(view, key)),
            Dialog::Argument(about) => Form::Argument(Box::new(argument::Fields::of(view, about.as_ref()))),
            Dialog::OpenPath | Dialog::AddPath => Form::Path(open_path::Fields::default()),
            Dialog::Target(command) => Form::Path(open_path::Fields::proposing(command)),
            Dialog::Palette => Form::Palette(palette::Fields::default()),
            Dialog::Proposal(naming) => Form::Proposal(proposal::Fields::of(view, naming)),
            Dialog::Backdrop(index) => Form::Backdrop(Box::new(backdrop::Fields::of(view, *index))),
            Dialog::Group(grouping) => Form::Group(group::Fields::of(grouping)),
            Dialog::Import
            | Dialog::Layer(_)
            | Dialog::Report
            | Dialog::Picture
            | Dialog::Clause(_)
            | Dialog::Standard
            | Dialog::Unsaved(_)
            | Dialog::Recover
            | Dialog::Left
            | Dialog::InUse
            | Dialog::About => Form::None,
        };
        Self { of: dialog, fresh: true, form }
    }
}

/// Shows the dialog that is open; its title offers the page of the help about it.
pub(super) fn dialogs_ui(ui: &mut egui::Ui, view: &mut View<'_>) {
    let Some(page) = view.session.dialog.as_ref().map(help::of_dialog) else { return dialog_ui(ui, view) };
    let name = Message::new("app.help-on").with("page", page.title(view.lang));
    frame::offer_help(ui, name.say(view.lang));
    dialog_ui(ui, view);
    if frame::help_asked(ui) {
        view.commands.push(Command::Help(page));
    }
}

fn dialog_ui(ui: &mut egui::Ui, view: &mut View<'_>) {
    layer::layer_dialog_ui(ui, view);
    import::import_ui(ui, view);
    report::report_ui(ui, view);
    picture::picture_ui(ui, view);
    standard::standard_ui(ui, view);
    let held = view.session.draft.take();
    let Some(dialog) = view.session.dialog.clone() else { return };
    let mut draft = match held {
        Some(draft) if draft.of == dialog => draft,
        _ => Draft::of(dialog, view),
    };
    let answer = draft_ui(ui, view, &mut draft);
    draft.fresh = false;
    if answer == Answer::Open {
        view.session.draft = Some(draft);
    } else {
        view.session.dialog = None;
        ui.ctx().request_repaint();
    }
}

fn draft_ui(ui: &mut egui::Ui, view: &mut View<'_>, draft: &mut Draft) -> Answer {
    let fresh = draft.fresh;
    match (&draft.of, &mut draft.form) {
        (_, Form::Settings(fields)) => plan_settings::settings_ui(ui, view, fields, fresh),
        (Dialog::Figure(_), Form::Figure(fields)) => figure::figure_ui(ui, view, fields, fresh),
        (_, Form::Argument(fields)) => argument::arguments_ui(ui, view, fields, fresh),
        (Dialog::Target(command), Form::Path(fields)) => open_path::target_ui(ui, view, command, fields, fresh),
        (dialog, Form::Path(fields)) => open_path::open_ui(ui, view, dialog, fields, fresh),
        (Dialog::Proposal(naming), Form::Proposal(fields)) => proposal::naming_ui(ui, view, naming, fields, fresh),
        (Dialog::Group(grouping), Form::Group(fields)) => group::naming_ui(ui, view, grouping, fields, fresh),
        (_, Form::Palette(fields)) => palette::palette_ui(ui, view, fields, fresh),
        (Dialog::Backdrop(index), Form::Backdrop(fields)) => backdrop::backdrop_ui(ui, view, *index, fields, fresh),
        (Dialog::Unsaved(then), _) => unsaved::unsaved_ui(ui, view, then),
        (Dialog::Recover, _) => recover::recover_ui(ui, view),
        (Dialog::Left, _) => recover::left_ui(ui, view),
        (Dialog::InUse, _) => in_use::in_use_ui(ui, view),
        (Dialog::About, _) => about::about_ui(ui, view),
        (Dialog::Clause(id), _) => clause::clause_ui(ui, view, id),
        _ => Answer::Open,
    }
}
