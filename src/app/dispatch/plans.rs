//! Opens, saves and closes plans; what was not saved the last time, and what others have changed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::jobs::{Done, Found, Kind, Saved, Wanted};
use crate::app::keeper::Recorder;
use crate::app::session::Dialog;
use crate::app::watcher::Watched;
use crate::app::{App, Document, Imported, OpenHeld, clock, dialog};
use crate::disk::{Holder, Lock, Refusal};
use crate::handle::Handle;
use crate::plan::journal::lock_of;
use crate::plan::{self, Access, Edit, Journals, LayerCache, Left, Opened, Plan, PlanFile};
use crate::text::Message;

/// What waits for the planner's word before it is shown.
#[derive(Debug)]
pub(in crate::app) enum Pending {
    /// A plan that another window has open.
    Held(Box<Found>),
    /// A plan with edits that were not saved.
    Unsaved(Box<Found>),
}

/// Finds out in a job what is there: a path may lie on a drive that answers slowly.
pub(super) fn open(app: &mut App, paths: Vec<PathBuf>, restore: bool) {
    // Opened again it gives its lock and its journal back first.
    if let Some(own) = app.document.path().map(Path::to_owned)
        && paths.iter().any(|path| *path == own || path.join(plan::FILE_NAME) == own)
    {
        close(app);
    }
    let journals = app.journals.clone();
    let open = move |_: &Handle| found(paths, journals.as_ref(), restore, None);
    app.jobs.start(Kind::Open, Message::new("app.job-open"), open);
}

/// Opens files as a plan, with what was stated of them when they were imported.
pub(super) fn open_imported(app: &mut App, imported: Box<Imported>) {
    let journals = app.journals.clone();
    let open = move |_: &Handle| found(imported.paths.clone(), journals.as_ref(), false, Some(imported));
    app.jobs.start(Kind::Open, Message::new("app.job-open"), open);
}

fn found(paths: Vec<PathBuf>, journals: Option<&Journals>, restore: bool, imported: Option<Box<Imported>>) -> Done {
    let opened = Opened::open(&paths, journals).map_err(|error| error.messages());
    Done::Opened(opened.map(|opened| Box::new(Found { opened, sample: None, restore, imported })), paths)
}

/// Opens the plan that was open last; the sample where it is not there any more.
pub(in crate::app) fn open_last(app: &mut App, path: PathBuf) {
    let journals = app.journals.clone();
    app.jobs.start(Kind::Open, Message::new("app.job-open"), move |_| {
        if !path.exists() {
            return Done::Opened(sample(journals.as_ref()), Vec::new());
        }
        found(vec![path], journals.as_ref(), false, None)
    });
}

pub(super) fn open_sample(app: &mut App) {
    let journals = app.journals.clone();
    let open = move |_: &Handle| Done::Opened(sample(journals.as_ref()), Vec::new());
    app.jobs.start(Kind::Open, Message::new("app.job-open"), open);
}

fn sample(journals: Option<&Journals>) -> Result<Box<Found>, Vec<Message>> {
    let folder = plan::sample::unpacked().map_err(|message| vec![message])?;
    let plan = Plan::open(&[folder.path().to_owned()]).map_err(|error| error.messages())?;
    // Its folder goes with the window: what is done to it is kept as that of a plan without a file.
    let opened = Opened { plan, access: Access::fresh(journals), unsaved: None };
    Ok(Box::new(Found { opened, sample: Some(folder), restore: false, imported: None }))
}

/// Opens a plan that was never saved from its journal.
pub(super) fn open_left(app: &mut App, journal: PathBuf) {
    let Some(journals) = app.journals.clone() else { return };
    app.jobs.start(Kind::Open, Message::new("app.job-open"), move |_| {
        let opened = Opened::from_journal(&journal, &journals).map_err(|message| vec![message]);
        Done::Opened(
            opened.map(|opened| Box::new(Found { opened, sample: None, restore: true, imported: None })),
            Vec::new(),
        )
    });
}

pub(super) fn opened(app: &mut App, found: Result<Box<Found>, Vec<Message>>, paths: &[PathBuf]) {
    match found {
        Ok(found) => {
            let path = found.opened.plan.path().or(paths.first().map(PathBuf::as_path));
            path.filter(|_| found.sample.is_none())
                .into_iter()
                .for_each(|path| app.settings.remember(path, clock::now()));
            match &found.opened {
                Opened { access: Access::Held(_), .. } => ask(app, Pending::Held(found)),
                Opened { unsaved: Some(_), .. } if !found.restore => ask(app, Pending::Unsaved(found)),
                _ => take(app, *found, true),
            }
        }
        Err(messages) => messages.into_iter().for_each(|message| app.session.warn(message)),
    }
    look_for_left(app);
}

fn ask(app: &mut App, pending: Pending) {
    app.session.dialog = Some(match pending {
        Pending::Held(_) => Dialog::InUse,
        Pending::Unsaved(_) => Dialog::Recover,
    });
    app.pending = Some(pending);
}

/// Shows a plan that was asked about: with the edits that were not saved, or as it is saved. These stay in the history then.
pub(super) fn recover(app: &mut App, restore: bool) {
    if let Some(Pending::Unsaved(found)) = app.pending.take() {
        take(app, *found, restore);
    }
    app.session.dialog = app.session.dialog.take().filter(|open| *open != Dialog::Recover);
}

fn take(app: &mut App, found: Found, restore: bool) {
    let Found { opened: Opened { plan, mut access, unsaved }, sample, imported, .. } = found;
    let Some(unsaved) = unsaved else {
        let (edit, cache) = imported.map(|imported| (imported.edit(), imported.cache)).unwrap_or_default();
        show(app, plan, access, sample, cache);
        if let Some(edit) = edit {
            super::change(app, |plan| plan.commit(edit).into_iter().collect());
        }
        return;
    };
    let mut plan = unsaved.plan;
    if !restore {
        plan.revert();
    }
    let said = |dropped: &Message| Message::new("app.recover-dropped").with_message("edit", dropped.clone());
    let dropped: Vec<Message> = unsaved.dropped.iter().map(said).collect();
    if let Access::Whole { journal: Ok(journal), .. } = &mut access {
        journal.set_since(unsaved.since);
    }
    show(app, plan, access, sample, LayerCache::default());
    app.document.tell();
    for message in dropped {
        app.session.warn(message);
    }
}

/// Shows a plan that another window has open, to be looked at or as a copy, or leaves it.
pub(super) fn open_held(app: &mut App, how: OpenHeld) {
    let Some(Pending::Held(found)) = app.pending.take() else { return };
    let Opened { plan, access, .. } = found.opened;
    match how {
        OpenHeld::ReadOnly => show(app, plan, access, None, LayerCache::default()),
        OpenHeld::Copy => {
            let journals = app.journals.clone();
            app.jobs.start(Kind::Open, Message::new("app.job-open"), move |_| {
                let opened = Opened { plan: plan.copied(), access: Access::fresh(journals.as_ref()), unsaved: None };
                Done::Opened(Ok(Box::new(Found { opened, sample: None, restore: false, imported: None })), Vec::new())
            });
        }
    }
}

/// Looks once for edits that were not saved, of plans that nobody has open.
pub(in crate::app) fn look_for_left(app: &mut App) {
    if let Some(journals) = app.journals.clone().filter(|_| !std::mem::replace(&mut app.looked, true)) {
        list_left(app, journals);
    }
}

fn list_left(app: &mut App, journals: Journals) {
    app.jobs.start(Kind::Leftover, Message::new("app.job-left"), move |_| Done::Left(journals.left()));
}

/// Shows what was not saved, of any plan.
pub(super) fn show_left(app: &mut App) {
    app.session.dialog = Some(Dialog::Left);
    if let Some(journals) = app.journals.clone() {
        list_left(app, journals);
    }
}

pub(super) fn found_left(app: &mut App, left: Vec<Left>) {
    // The plan that is asked about already is not asked about twice.
    let asked = match &app.pending {
        Some(Pending::Unsaved(found)) => found.opened.plan.path().map(Path::to_owned),
        _ => None,
    };
    app.session.left = left.into_iter().filter(|left| asked.is_none() || left.plan != asked).map(Arc::new).collect();
    app.left_untold = !app.session.left.is_empty();
}

/// Sees to what waits for the planner: a question whose dialog is gone is not asked any more, edits that were left are told as
/// soon as no other dialog is open, and what was to follow a save is forgotten where no save comes to be.
pub(in crate::app) fn attend(app: &mut App) {
    let dialog = app.session.dialog.as_ref();
    if app.pending.is_some() && !matches!(dialog, Some(Dialog::Recover | Dialog::InUse)) {
        app.pending = None;
    }
    if dialog.is_none() && std::mem::take(&mut app.left_untold) {
        app.session.dialog = Some(Dialog::Left);
    }
    let saves = [Kind::Save, Kind::Ask].iter().any(|kind| app.jobs.is_running(*kind));
    let may_save = saves || matches!(app.session.dialog, Some(Dialog::Target(_) | Dialog::Unsaved(_)));
    if app.session.after_save.is_some() && !may_save && app.commands.is_empty() {
        app.session.after_save = None;
    }
    if !app.jobs.is_running(Kind::Save) {
        app.session.save_again = false;
    }
}

/// Lets go of what a journal holds.
pub(super) fn forget_left(app: &mut App, journal: PathBuf) {
    app.session.left.retain(|left| left.journal != journal);
    let Some(journals) = app.journals.clone() else { return };
    app.jobs.start(Kind::Leftover, Message::new("app.job-left"), move |_| {
        // One that another window has taken meanwhile is still listed.
        drop(journals.forget(&journal));
        Done::Left(journals.left())
    });
}

/// Shows a plan, of which some layers may have been read already.
fn show(app: &mut App, plan: Plan, access: Access, sample: Option<tempfile::TempDir>, read: LayerCache) {
    for kind in [
        Kind::Import,
        Kind::Judge,
        Kind::Check,
        Kind::Index,
        Kind::Preview,
        Kind::Page,
        Kind::Save,
        Kind::Reload,
        Kind::Compare,
    ] {
        app.jobs.cancel_kind(kind);
    }
    let context = app.jobs.context();
    app.pending = None;
    app.document.wait();
    super::review::keep_now(app);
    app.document.replace(plan, access, sample, &context);
    app.document.set_cache(read);
    app.session.reset();
    app.session.hidden = app.document.place().map(|place| app.settings.hidden_of(&place)).unwrap_or_default();
    super::review::read(app);
    super::load(app);
}

pub(super) fn close(app: &mut App) {
    for kind in [
        Kind::Open,
        Kind::Import,
        Kind::Judge,
        Kind::Load,
        Kind::Check,
        Kind::Index,
        Kind::Preview,
        Kind::Page,
        Kind::Save,
        Kind::Reload,
        Kind::Compare,
    ] {
        app.jobs.cancel_kind(kind);
    }
    app.pending = None;
    if app.document.path().is_none() && app.document.plan().is_some_and(|plan| !plan.is_changed()) {
        app.document.forget();
    }
    app.document.wait();
    super::review::keep_now(app);
    app.document.close();
    app.session.reset();
    app.watcher.watch(Watched::default());
}

/// Takes back what is not saved before the plan is left: it is not offered again, but stays in the history.
pub(super) fn let_go(app: &mut App) {
    let Some(plan) = app.document.plan_mut() else { return };
    plan.revert();
    if app.document.path().is_some() {
        app.document.tell();
    } else {
        app.document.forget();
    }
    app.document.wait();
    // What follows may not come to be: then the plan is there as it is saved.
    super::load(app);
}

pub(super) fn save(app: &mut App) {
    match app.document.path().map(Path::to_owned) {
        Some(path) => save_to(app, &path),
        None => dialog::files::ask_target(app, Wanted::Save, plan::FILE_NAME),
    }
}

/// The roles that were guessed and are shown: a plan that is saved for the first time states them.
fn guesses_shown(document: &Document) -> Option<Edit> {
    let plan = document.plan().filter(|plan| plan.path().is_none())?;
    document.loaded().map(|loaded| plan.adopting_guesses(loaded))
}

/// Saves the plan in a job. What is being saved to the same file goes first.
pub(super) fn save_to(app: &mut App, path: &Path) {
    let path = std::path::absolute(path).unwrap_or_else(|_unknown| path.to_owned());
    let own = app.document.plan().and_then(Plan::path) == Some(path.as_path());
    if app.document.held().is_some() && own {
        app.session.after_save = None;
        return app.session.warn(Message::new("app.held-not-saved"));
    }
    if app.jobs.is_running(Kind::Save) && own {
        app.session.save_again = true;
        return;
    }
    if let Some(edit) = guesses_shown(&app.document) {
        super::change(app, |plan| plan.commit(edit).into_iter().collect());
    }
    let Some(plan) = app.document.plan().cloned() else { return };
    let (recorder, journals) = (app.document.recorder().filter(|_| own), app.journals.clone());
    app.jobs.start(Kind::Save, Message::new("app.job-save"), move |_| {
        let saved = if own {
            written(&plan, &path, recorder.as_ref()).map(|plan| (plan, None))
        } else {
            let access = access_to(&path, journals.as_ref());
            access.and_then(|access| Ok((written(&plan, &path, None)?, Some(access))))
        };
        Done::Saved(saved)
    });
}

fn written(plan: &Plan, path: &Path, recorder: Option<&Recorder>) -> Result<Box<Plan>, Message> {
    let saving = plan.saving(path)?;
    if let Some(recorder) = recorder {
        recorder.record(saving.record());
    }
    saving.write().map(Box::new)
}

/// The lock and the journal of a file that the plan is saved to for the first time.
fn access_to(path: &Path, journals: Option<&Journals>) -> Result<Access, Message> {
    let held = |holder: Option<Holder>| {
        let message = Message::new("app.held-elsewhere").with("path", path.display());
        message.with("who", holder.map(|holder| said(&holder)).unwrap_or_default())
    };
    let lock = match Lock::take(&lock_of(path), &Holder::this()) {
        Ok(lock) => Some(lock),
        Err(Refusal::Held(holder)) => return Err(held(holder)),
        Err(Refusal::Failed(_)) => None,
    };
    Access::with_lock(lock, path, journals).map_err(held)
}

/// Who it is: user and computer, as far as they are known.
pub(in crate::app) fn said(holder: &Holder) -> String {
    let parts = [&holder.user, &holder.computer];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
}

pub(super) fn saved(app: &mut App, saved: Result<Saved, Message>) {
    let again = std::mem::take(&mut app.session.save_again);
    match saved {
        Ok((saved, access)) => {
            let context = app.jobs.context();
            let Some(plan) = app.document.plan_mut() else { return };
            let before = plan.revision();
            let place = plan.path().map(Path::to_owned);
            let sources = sources(plan);
            plan.take_saved(*saved);
            let now = self::sources(plan);
            // In another folder its layers go by other names.
            let renamed = plan.revision() != before;
            let path = plan.path().map(Path::to_owned).unwrap_or_default();
            // What was looked through is kept for each place of a plan.
            app.session.review.unwritten |= place.as_ref() != Some(&path);
            if let Some(access) = access {
                app.document.take_hold(access, &context);
            }
            app.document.tell();
            let hidden = app.session.hidden.iter().map(|key| {
                let own = sources.iter().position(|source| source == key);
                own.and_then(|own| now.get(own)).unwrap_or(key).clone()
            });
            super::hide(app, hidden.collect());
            app.settings.remember(&path, clock::now());
            app.session.say(Message::new("app.saved").with("path", path.display()));
            watch(app);
            if renamed {
                super::load(app);
            }
            if again {
                return save_to(app, &path);
            }
            app.session.after_save.take().into_iter().for_each(|then| app.commands.push(then));
        }
        Err(message) => {
            app.session.after_save = None;
            app.session.warn(message);
            // The journal says that a save was begun; it came to nothing.
            app.document.tell();
        }
    }
}

/// What its layers are known by, in plan order: saved to another folder they go by other names.
fn sources(plan: &Plan) -> Vec<String> {
    plan.content().layers.iter().map(|entry| entry.source.clone()).collect()
}

/// Looks at the files of the plan as it was read last.
pub(super) fn watch(app: &App) {
    let plan = app.document.plan().filter(|_| !app.document.is_sample());
    let file = plan.and_then(|plan| Some((plan.path()?.to_owned(), plan.file_text()?.to_owned())));
    let layers = app.document.drawn().map(|drawn| drawn.stamps.clone()).unwrap_or_default();
    app.watcher.watch(Watched { plan: file, layers });
}

/// Reads what others have changed; edits that are not saved stay.
pub(super) fn reload(app: &mut App) {
    let changed = app.watcher.changed();
    let path = app.document.path().map(Path::to_owned);
    let Some(path) = path.filter(|_| changed.plan) else {
        app.document.set_beside(None);
        return super::load(app);
    };
    app.jobs.start(Kind::Reload, Message::new("app.job-open"), move |_| {
        Done::Reloaded(PlanFile::read(&path).map(Box::new).map_err(|error| error.messages()))
    });
}

pub(super) fn reloaded(app: &mut App, file: Result<Box<PlanFile>, Vec<Message>>) {
    let file = match file {
        Ok(file) => Arc::from(file),
        Err(messages) => return messages.into_iter().for_each(|message| app.session.warn(message)),
    };
    let Some(plan) = app.document.plan_mut() else { return };
    let (onto, dropped) = plan.onto(file);
    let kept = onto.unsaved().len();
    *plan = onto;
    app.document.tell();
    app.document.set_beside(None);
    app.session.tools.settle();
    app.session.say(Message::new("app.reloaded").with("count", kept));
    for edit in dropped {
        app.session.warn(Message::new("app.recover-dropped").with_message("edit", edit));
    }
    watch(app);
    super::load(app);
}
