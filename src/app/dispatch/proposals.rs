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

/// Reads and checks the proposal beside the open one, where it or its layers have changed.
pub(super) fn refresh(app: &mut App) {
    let Some(name) = app.session.beside.clone() else { return };
    let Some(plan) = app.document.plan().filter(|_| app.document.is_read()) else { return };
    let Some(showing) = plan.showing(&name).filter(|_| plan.content().proposals.open() != Some(name.as_str())) else {
        return compare_with(app, None);
    };
    let (known, cache) = (app.document.beside().cloned(), app.document.cache().fork());
    let arts = app.document.drawn().map(|drawn| drawn.arts.clone()).unwrap_or_default();
    app.jobs.start(Kind::Compare, Message::new("app.job-compare").with("name", &name), move |handle| {
        let content = Content { proposals: Proposals::default(), ..Content::clone(showing.content()) };
        let stamps = showing.stamps();
        let made = known.filter(|known| known.name == name && known.content == content && known.drawn.stamps == stamps);
        let made = made.map_or_else(
            || {
                let loaded = showing.load(&cache, handle)?;
                let arts = super::arts(&loaded.snapshot, &arts, handle).ok_or(PlanError::Cancelled)?;
                let outcome = check(&loaded.snapshot, &loaded.standard, &[], handle)
                    .map_err(|_cancelled| PlanError::Cancelled)?;
                let drawn = Arc::new(Drawn { loaded, arts, stamps });
                Ok(Arc::new(Beside { name, content, drawn, outcome: Arc::new(outcome) }))
            },
            Ok,
        );
        Done::Compared(made)
    });
}

/// Takes the proposal beside the open one.
pub(super) fn compared(app: &mut App, made: Result<Arc<Beside>, PlanError>) {
    match made {
        Ok(beside) if app.session.beside.as_deref() == Some(beside.name.as_str()) => {
            app.document.set_beside(Some(beside));
        }
        Ok(_) | Err(PlanError::Cancelled) => {}
        Err(error) => {
            error.messages().into_iter().for_each(|message| app.session.warn(message));
            compare_with(app, None);
        }
    }
}
