//! Names a proposal: a copy of the open one, or one that is there.

use super::frame::{Answer, Texts, frame_ui, quiet, text_field, wrong};
use crate::app::panel::View;
use crate::app::{Command, Naming};
use crate::text::{Lang, Message};

/// What is typed.
#[derive(Debug, Default)]
pub(super) struct Fields {
    name: String,
}

impl Fields {
    /// The name that is there, or the first that is free for a copy.
    pub(super) fn of(view: &View<'_>, naming: &Naming) -> Self {
        let name = match naming {
            Naming::Rename(name) => name.clone(),
            Naming::Duplicate => free_name(view),
        };
        Self { name }
    }
}

/// 方案一, 方案二, … as planners count them.
fn free_name(view: &View<'_>) -> String {
    let known = view.document.plan().map(|plan| plan.proposal_names()).unwrap_or_default();
    let mut names = (1_usize..)
        .map(|number| Message::new("app.proposal-numbered").with("number", counted(number, view.lang)).say(view.lang));
    names.find(|name| !known.contains(&name.as_str())).unwrap_or_default()
}

fn counted(number: usize, lang: Lang) -> String {
    const DIGITS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let chinese = DIGITS.get(number - 1).filter(|_| lang == Lang::Zh);
    chinese.map_or_else(|| number.to_string(), |digit| (*digit).to_owned())
}

/// Asks for the name.
pub(super) fn naming_ui(
    ui: &mut egui::Ui,
    view: &mut View<'_>,
    naming: &Naming,
    fields: &mut Fields,
    fresh: bool,
) -> Answer {
    let Some(plan) = view.document.plan() else { return Answer::Cancelled };
    let copies = *naming == Naming::Duplicate;
    let title = view.say(if copies { "proposal-duplicate-title" } else { "proposal-rename-title" });
    let (cancel, confirm) = (view.say("cancel"), view.say(if copies { "proposal-make" } else { "proposal-rename-do" }));
    let texts = Texts { title: &title, cancel: &cancel, confirm: Some(&confirm), other: None, width: 400.0 };
    let unchanged = matches!(naming, Naming::Rename(old) if *old == fields.name.trim());
    let mut problem = None;
    let answer = frame_ui(ui, &texts, |ui| {
        text_field(ui, &view.say("proposal-name"), &mut fields.name, fresh);
        problem = plan.content().proposals.problem(&fields.name).filter(|_| !unchanged);
        wrong(ui, problem.as_ref().map(|problem| problem.say(view.lang)).as_deref());
        if copies {
            quiet(ui, &view.say("proposal-duplicate-hint"));
        }
        true
    });
    if answer != Answer::Confirmed {
        return answer;
    }
    if problem.is_some() {
        return Answer::Open;
    }
    let edit = match naming {
        Naming::Duplicate => plan.duplicating_proposal(&fields.name),
        Naming::Rename(old) => plan.renaming_proposal(old, &fields.name),
    };
    if !unchanged {
        view.commands.push(Command::Edit(edit));
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proposals_are_counted_as_planners_do() {
        assert_eq!([1, 2, 10, 11].map(|number| counted(number, Lang::Zh)), ["一", "二", "十", "11"]);
        assert_eq!(counted(2, Lang::En), "2");
    }
}
