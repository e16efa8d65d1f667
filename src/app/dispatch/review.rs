//! Remembers what the planner has looked through: read once when a plan is opened, written when something changed.

use std::path::Path;

use crate::app::jobs::{Done, Kind};
use crate::app::review::Kept;
use crate::app::{App, ReviewOrder};
use crate::disk;
use crate::text::Message;

/// Carries out what is asked of it.
pub(super) fn carry_out(app: &mut App, order: ReviewOrder) {
    let review = &mut app.session.review;
    match order {
        ReviewOrder::SeeAll => review.see_all(),
        ReviewOrder::Dismiss(which) => review.dismiss(Some(which)),
        ReviewOrder::DismissAll => review.dismiss(None),
    }
}

/// Reads what was remembered of the plan that was opened.
pub(super) fn read(app: &mut App) {
    let (Some(journals), Some(plan)) = (app.journals.clone(), app.document.path().map(Path::to_owned)) else { return };
    app.session.review.waits = true;
    app.jobs.start(Kind::Review, Message::new("app.job-review"), move |_| {
        let text = std::fs::read_to_string(journals.review_of(&plan)).ok();
        // What another version has written is begun anew: it holds no work.
        Done::ReviewRead(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    });
}

/// Takes what was remembered, and holds what was found meanwhile against it.
pub(super) fn take(app: &mut App, kept: Kept) {
    app.session.review.take(kept);
    meet(app);
}

/// Holds what was found last against what was there before.
pub(super) fn meet(app: &mut App) {
    let Some((outcome, loaded)) = app.document.outcome().zip(app.document.loaded()) else { return };
    if !app.session.review.waits {
        app.session.review.meet(outcome, loaded.snapshot.proposal.as_deref().unwrap_or_default());
    }
}

/// Writes what has changed, one at a time.
pub(in crate::app) fn keep(app: &mut App) {
    let review = &app.session.review;
    if !review.unwritten || review.waits || app.jobs.is_running(Kind::Review) {
        return;
    }
    let Some((file, kept)) = target(app) else { return };
    app.session.review.unwritten = false;
    app.jobs.start(Kind::Review, Message::new("app.job-review"), move |_| Done::ReviewKept(write(file, &kept)));
}

/// Writes what has changed before the window is gone.
pub(in crate::app) fn keep_now(app: &mut App) {
    if !app.session.review.unwritten || app.session.review.waits {
        return;
    }
    // A disk that refuses now costs only which findings are new.
    if let Some((file, kept)) = target(app) {
        drop(write(file, &kept));
    }
}

/// Where it is written, found on the thread that writes: the plan's drive may not answer.
type File = Box<dyn FnOnce() -> std::path::PathBuf + Send>;

fn target(app: &App) -> Option<(File, Kept)> {
    let (journals, plan) = (app.journals.clone()?, app.document.path()?.to_owned());
    Some((Box::new(move || journals.review_of(&plan)), app.session.review.kept().clone()))
}

fn write(file: File, kept: &Kept) -> Result<(), Message> {
    let file = file();
    let failed = |error: std::io::Error| {
        Message::new("app.review-not-kept").with_message("reason", disk::failure(&error)).with("path", file.display())
    };
    let bytes = serde_json::to_vec(kept).map_err(|error| failed(error.into()))?;
    file.parent().map_or(Ok(()), disk::make_folder).and_then(|()| disk::write_whole(&file, &bytes)).map_err(failed)
}
