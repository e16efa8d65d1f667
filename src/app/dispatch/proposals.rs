//! Proposals: looking at a second one beside the open one.

use std::sync::Arc;

use crate::app::App;
use crate::app::beside::Beside;
use crate::app::document::Drawn;
use crate::app::jobs::{Done, Kind};
use crate::check::check;
use crate::plan::{Content, PlanError, Proposals};
use crate::text::Message;

/// Looks at a proposal beside the open one, or at the open one alone again.
pub(super) fn compare_with(app: &mut App, name: Option<String>) {
    app.session.beside = name;
    if app.session.beside.is_none() {
        app.jobs.cancel_kind(Kind::Compare);
        app.document.set_beside(None);
    }
    refresh(app);
}

/// Another proposal was opened: the one beside it stays the other one.
pub(super) fn opened(app: &mut App, before: Option<&str>) {
    let open = app.document.plan().and_then(|plan| plan.content().proposals.open());
    if open.is_some() && open == app.session.beside.as_deref() {
        app.session.beside = before.map(str::to_owned);
    }
}

/// Reads and checks the proposal beside the open one where it has changed.
pub(super) fn refresh(app: &mut App) {
    let Some(name) = app.session.beside.clone() else { return };
    let Some(plan) = app.document.plan().filter(|_| app.document.is_read()) else { return };
    let Some(showing) = plan.showing(&name).filter(|_| plan.content().proposals.open() != Some(name.as_str())) else {
        return compare_with(app, None);
    };
    let content = Content { proposals: Proposals::default(), ..Content::clone(showing.content()) };
    let files = app.document.drawn().map(|drawn| drawn.stamps.clone());
    let same = |beside: &Beside| beside.name == name && beside.content == content;
    if app.document.beside().is_some_and(|beside| same(beside)) && files == app.session.compared_files {
        return;
    }
    app.session.compared_files = None;
    let cache = app.document.cache().fork();
    let known = app.document.drawn().map(|drawn| drawn.arts.clone()).unwrap_or_default();
    app.jobs.start(Kind::Compare, Message::new("app.job-compare").with("name", &name), move |handle| {
        let made = (|| {
            let loaded = showing.load(&cache, handle)?;
            let arts = super::arts(&loaded.snapshot.layers, &known);
            let outcome =
                check(&loaded.snapshot, &loaded.standard, &[], handle).map_err(|_cancelled| PlanError::Cancelled)?;
            let drawn = Arc::new(Drawn { loaded, arts, stamps: Vec::new() });
            Ok(Box::new(Beside { name, content, files, drawn, outcome: Arc::new(outcome) }))
        })();
        Done::Compared(made)
    });
}

/// Takes the proposal beside the open one.
pub(super) fn compared(app: &mut App, made: Result<Box<Beside>, PlanError>) {
    match made {
        Ok(beside) if app.session.beside.as_deref() == Some(beside.name.as_str()) => {
            app.session.compared_files.clone_from(&beside.files);
            app.document.set_beside(Some(Arc::from(beside)));
        }
        Ok(_) | Err(PlanError::Cancelled) => {}
        Err(error) => {
            error.messages().into_iter().for_each(|message| app.session.warn(message));
            compare_with(app, None);
        }
    }
}
