//! Thematic maps: measured in a job, anew for each revision, and taken when they belong to what is shown.

use std::sync::Arc;

use crate::app::App;
use crate::app::jobs::{Done, Kind};
use crate::check::thematic;
use crate::map::Shading;
use crate::measure::NoFigure;
use crate::measure::thematic::Asked;
use crate::plan::Revision;
use crate::text::Message;

/// Shows a topic, or none.
pub(super) fn show(app: &mut App, asked: Option<Asked>) {
    app.session.topic = asked;
    if app.document.shading().is_some_and(|shading| Some(shading.asked()) != asked) {
        app.document.set_shading(None);
    }
    measure(app);
}

/// Measures the topic that is shown of the plan as it was read last.
pub(super) fn measure(app: &mut App) {
    app.jobs.cancel_kind(Kind::Shade);
    let (Some(asked), Some(drawn)) = (app.session.topic, app.document.drawn().cloned()) else { return };
    app.jobs.start(Kind::Shade, Message::new("app.job-shade"), move |handle| {
        let loaded = &drawn.loaded;
        let figures = thematic(&loaded.snapshot, &loaded.standard, asked, handle);
        Done::Shaded(loaded.snapshot.revision, asked, figures.map(|figures| Arc::new(Shading::of(figures))))
    });
}

/// Lets go of what was not measured.
pub(super) fn forget(app: &mut App) {
    app.session.topic = None;
    app.document.set_shading(None);
}

/// Takes a thematic map, where it is still asked for and of what is shown.
pub(super) fn shaded(app: &mut App, revision: Revision, asked: Asked, made: Result<Arc<Shading>, NoFigure>) {
    let read = app.document.loaded().map(|loaded| loaded.snapshot.revision);
    if app.session.topic != Some(asked) || read != Some(revision) {
        return;
    }
    match made {
        Ok(shading) => app.document.set_shading(Some((revision, shading))),
        Err(NoFigure::Cancelled) => {}
        Err(NoFigure::Missing(reason)) => {
            forget(app);
            app.session.warn(Message::new("app.topic-not-shown").with_message("reason", reason));
        }
    }
}
