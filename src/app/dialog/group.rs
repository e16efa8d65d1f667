//! Names a group of layers: a new one, or one that is there.

use super::frame::{Answer, Texts, frame_ui, quiet, text_field};
use crate::app::Command;
use crate::app::panel::View;
use crate::app::panel::layers::menu::into_group;

/// What a name of a group of layers is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// A new one around this layer, by its index in the plan.
    Around(usize),
    /// The group of this path.
    Rename(String),
}

/// What is typed.
#[derive(Debug, Default)]
pub(super) struct Fields {
    name: String,
}

impl Fields {
    /// The name that is there.
    pub(super) fn of(grouping: &Grouping) -> Self {
        Self { name: if let Grouping::Rename(path) = grouping { path.clone() } else { String::new() } }
    }
}

/// Asks for the name.
pub(super) fn naming_ui(
    ui: &mut egui::Ui,
    view: &mut View<'_>,
    grouping: &Grouping,
    fields: &mut Fields,
    fresh: bool,
) -> Answer {
    let Some(plan) = view.document.plan() else { return Answer::Cancelled };
    let renames = matches!(grouping, Grouping::Rename(_));
    let title = view.say(if renames { "group-rename-title" } else { "group-new-title" });
    let (cancel, confirm) = (view.say("cancel"), view.say("apply"));
    let texts = Texts { title: &title, cancel: &cancel, confirm: Some(&confirm), other: None, width: 400.0 };
    let answer = frame_ui(ui, &texts, |ui| {
        text_field(ui, &view.say("group-name"), &mut fields.name, fresh);
        quiet(ui, &view.say("group-hint"));
        true
    });
    if answer != Answer::Confirmed {
        return answer;
    }
    if fields.name.trim_matches(['/', ' ']).is_empty() {
        return Answer::Open;
    }
    let edit = match grouping {
        Grouping::Around(entry) => into_group(plan, *entry, &fields.name),
        Grouping::Rename(path) => plan.renaming_group(path, Some(&fields.name)),
    };
    if !edit.is_empty() {
        view.commands.push(Command::Edit(edit));
    }
    answer
}
