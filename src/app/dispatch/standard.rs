//! The text of a standard: opened, examined and written in jobs; without mistakes the plan is checked by it.

use crate::app::dialog::standard::{StandardDraft, StandardOrder, Written, is_unsaved};
use crate::app::jobs::{Done, Kind};
use crate::app::session::Dialog;
use crate::app::{App, Document};
use crate::standard::{Examined, Standard};
use crate::text::Message;

/// Carries out what is asked for.
pub(super) fn carry_out(app: &mut App, order: StandardOrder) {
    match order {
        StandardOrder::Open { of, copy } => open(app, of, copy),
        StandardOrder::Examine => examine(app),
        StandardOrder::Save => save(app),
    }
}

/// The standard that the plan is checked by.
pub(super) fn stated(document: &Document) -> Option<String> {
    let content = document.plan()?.content();
    Some(content.standard.clone().unwrap_or_else(|| Standard::default_id().to_owned()))
}

fn open(app: &mut App, of: String, copy: bool) {
    // What is not saved is not replaced.
    if is_unsaved(&app.session) {
        app.session.dialog = Some(Dialog::Standard);
        return;
    }
    let Some(folder) = app.document.plan().map(|plan| plan.folder().to_owned()) else { return };
    app.jobs.start(Kind::Standard, Message::new("app.job-standard"), move |_| {
        let text = Standard::text_in(&of, &folder).map_err(|error| error.messages());
        let new = copy || Standard::built_in(&of).is_some();
        let draft = |text| {
            let name = if new { StandardDraft::free_name(&folder, &of) } else { of.clone() };
            Box::new(StandardDraft::of(text, (!new).then_some(of), name))
        };
        Done::StandardRead(text.map(draft))
    });
}

pub(super) fn read(app: &mut App, draft: Result<Box<StandardDraft>, Vec<Message>>) {
    match draft {
        Ok(draft) => {
            app.session.standard = Some(draft);
            app.session.dialog = Some(Dialog::Standard);
        }
        Err(messages) => messages.into_iter().for_each(|message| app.session.warn(message)),
    }
}

fn examine(app: &mut App) {
    let Some((text, name)) = app.session.standard.as_ref().map(|draft| draft.to_examine()) else { return };
    app.jobs.start(Kind::Examine, Message::new("app.job-examine"), move |_| {
        Done::StandardExamined(Box::new(Examined::of(&text, &name)))
    });
}

pub(super) fn examined(app: &mut App, examined: Examined) {
    if let Some(draft) = &mut app.session.standard {
        draft.take_examined(examined);
    }
}

fn save(app: &mut App) {
    let Some(folder) = app.document.plan().map(|plan| plan.folder().to_owned()) else { return };
    let Some(writing) = app.session.standard.as_ref().map(|draft| draft.to_write()) else { return };
    // One at a time: what is typed meanwhile is saved with the next.
    if app.jobs.is_running(Kind::Standard) {
        return;
    }
    app.jobs
        .start(Kind::Standard, Message::new("app.job-standard"), move |_| Done::StandardSaved(writing.write(&folder)));
}

/// Takes what came of writing. The dialog has served when the text is a standard and nothing was typed since.
pub(super) fn saved(app: &mut App, written: Result<Written, Message>) {
    let Some(draft) = &mut app.session.standard else { return };
    let written = match written {
        Ok(written) => written,
        Err(message) => return draft.fail(message),
    };
    let (name, whole) = (written.name.clone(), written.whole);
    let leaving = draft.take_written(written);
    app.session.say(Message::new("app.saved").with("path", &name));
    if (whole || leaving.is_some()) && !is_unsaved(&app.session) {
        app.session.standard = None;
        app.session.dialog = app.session.dialog.take().filter(|open| *open != Dialog::Standard);
    }
    check_by(app, name, whole);
    app.commands.extend(leaving.and_then(|leaving| leaving.then).map(|then| *then));
}

/// Has the plan checked by a file that was written: with mistakes only where the plan names it already, so that they show.
fn check_by(app: &mut App, name: String, whole: bool) {
    let Some(plan) = app.document.plan() else { return };
    if plan.content().standard.as_ref() == Some(&name) {
        super::load(app);
    } else if whole {
        let edit = plan.setting_standard(Some(name));
        super::edit_plan(app, edit);
    }
}
