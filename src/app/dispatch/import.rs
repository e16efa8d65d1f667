//! Files on their way into a plan: looked at, read as they would be, judged, and imported in one edit.

use std::path::PathBuf;
use std::sync::Arc;

use super::{change, is_plan};
use crate::app::dialog::import::{Import, Looked, Reading};
use crate::app::jobs::{Done, Kind};
use crate::app::session::Dialog;
use crate::app::trial::{Trial, Tried};
use crate::app::{App, Command, Goal, ImportOrder, Imported};
use crate::check::{Outcome, check};
use crate::plan::{Edit, Plan, PlanError};
use crate::text::Message;

pub(super) fn carry_out(app: &mut App, order: ImportOrder) {
    match order {
        ImportOrder::Look(goal, paths) => look(app, goal, paths),
        ImportOrder::Read => read(app),
        ImportOrder::Take => take(app),
    }
}

/// Finds out which files there are: a path may lie on a drive that answers slowly.
fn look(app: &mut App, goal: Goal, paths: Vec<PathBuf>) {
    if goal == Goal::Add && app.document.held().is_some() {
        return app.session.warn(Message::new("app.held-not-changed"));
    }
    let plan = app.document.plan().cloned().filter(|_| goal == Goal::Add);
    app.jobs.start(Kind::Import, Message::new("app.job-open"), move |_| {
        if paths.iter().any(|path| is_plan(path)) {
            return Done::Looked(Looked::Plan(paths));
        }
        Done::Looked(Looked::Files(Box::new(match plan {
            Some(plan) => adding(plan, paths),
            None => opening(paths),
        })))
    });
}

fn adding(plan: Plan, paths: Vec<PathBuf>) -> Import {
    let mut left_out = Plan::left_out(&paths);
    let mut with = plan.clone();
    let first = plan.content().layers.len();
    if let Ok(edit) = plan.adding(&paths) {
        with.commit(edit);
    }
    let entries = with.content().layers.get(first..).unwrap_or_default().to_vec();
    if entries.is_empty() && left_out.is_empty() {
        left_out.push(Message::new("app.import-all-known"));
    }
    Import::of(Goal::Add, paths, plan, entries).without(left_out)
}

fn opening(paths: Vec<PathBuf>) -> Import {
    let left_out = Plan::left_out(&paths);
    let usable: Vec<PathBuf> =
        paths.into_iter().filter(|path| Plan::left_out(std::slice::from_ref(path)).is_empty()).collect();
    let opened = if usable.is_empty() { None } else { Some(Plan::open(&usable)) };
    match opened {
        Some(Ok(plan)) => {
            let entries = plan.content().layers.clone();
            Import::of(Goal::Open, usable, plan, entries).without(left_out)
        }
        Some(Err(error)) => Import::of(Goal::Open, usable, Plan::default(), Vec::new()).without(error.messages()),
        None => Import::of(Goal::Open, usable, Plan::default(), Vec::new()).without(left_out),
    }
}

/// Shows what was found; a plan is opened instead.
pub(super) fn looked(app: &mut App, looked: Looked) {
    match looked {
        Looked::Plan(paths) => app.commands.push(Command::Open(paths)),
        Looked::Files(mut import) => {
            if import.goal == Goal::Add {
                import.cache = app.document.cache().fork();
            }
            app.session.import = Some(import);
            app.session.dialog = Some(Dialog::Import);
            read(app);
        }
    }
}

/// Reads the plan as it would be with what is stated now.
fn read(app: &mut App) {
    let Some(import) = &mut app.session.import else { return };
    import.start();
    let trial = Trial::with(import.plan(), import.cache.clone(), &app.document);
    app.jobs.cancel_kind(Kind::Judge);
    app.jobs.start(Kind::Import, Message::new("app.job-load"), move |handle| {
        Done::ImportRead(trial.run(handle).map(Arc::new))
    });
}

pub(super) fn tried(app: &mut App, tried: Result<Arc<Tried>, PlanError>) {
    let Some(import) = &mut app.session.import else { return };
    match tried {
        Ok(tried) => {
            import.take(&tried);
            if import.hurry {
                return take(app);
            }
            app.jobs.start(Kind::Judge, Message::new("app.job-check"), move |handle| {
                Done::ImportJudged(
                    check(&tried.loaded.snapshot, &tried.loaded.standard, &[], handle).ok().map(Box::new),
                )
            });
        }
        Err(PlanError::Cancelled) => {}
        Err(error) => {
            import.reading = Reading::Failed(error.messages());
            if import.hurry {
                take(app);
            }
        }
    }
}

pub(super) fn judged(app: &mut App, outcome: Option<Box<Outcome>>) {
    if let (Some(import), Some(outcome)) = (&mut app.session.import, outcome) {
        import.outcome = Some(*outcome);
    }
}

/// Imports the files as soon as they are read.
fn take(app: &mut App) {
    let Some(import) = app.session.import.take_if(|import| !matches!(import.reading, Reading::Now)) else { return };
    app.session.dialog = None;
    app.jobs.cancel_kind(Kind::Judge);
    match import.goal {
        Goal::Add => {
            let Some(plan) = app.document.plan() else { return };
            let edit = import.edit(plan, true);
            app.document.set_cache(import.cache);
            change(app, |plan| plan.commit(edit).into_iter().collect());
        }
        Goal::Open => {
            let edit = import.edit(&import.base, true);
            let imported = Imported { paths: import.paths, edit, cache: import.cache };
            app.commands.push(Command::OpenImported(Box::new(imported)));
        }
    }
}

impl Imported {
    /// Whether it says more of its files than that they are to be opened.
    pub(super) fn edit(&self) -> Option<Edit> {
        (!self.edit.is_empty()).then(|| self.edit.clone())
    }
}
