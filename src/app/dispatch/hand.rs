//! Commands of the hand: tools, and what is selected.

use std::collections::HashSet;

use geo_types::Rect;

use crate::app::jobs::{Done, Kind};
use crate::app::session::Selected;
use crate::app::tool::{SnapIndex, Tool, work};
use crate::app::{Action, App};
use crate::layer::{Feature, Item, Role};
use crate::text::Message;

/// A rectangle, or a range of rows, selects so many features at most.
pub(in crate::app) const MOST_SELECTED: usize = 20_000;

/// Actions of the tools.
pub(super) fn draw(app: &mut App, action: Action) {
    let lang = app.lang();
    let App { document, session, commands, .. } = app;
    match action {
        Action::SelectTool => take(app, Tool::Select),
        Action::DrawTool => take(app, Tool::Draw(app.session.tools.last_kind)),
        Action::EditTool => take(app, Tool::Edit),
        Action::MeasureTool => take(app, Tool::Measure),
        Action::Ortho => session.tools.snapping.ortho = !session.tools.snapping.ortho,
        Action::Snap => session.tools.snapping.on = !session.tools.snapping.on,
        Action::Finish => work::finish(document, session, commands),
        Action::Delete => work::delete(document, session, commands),
        Action::Duplicate => work::duplicate(document, session, commands, lang),
        Action::Split => work::split(document, session, commands),
        Action::AutomaticEnds => work::find_ends(document, session, commands),
        Action::TakeAway => work::take_away(document, session, commands),
        Action::DrawAnew => work::draw_anew(document, session, commands),
        Action::Profile => session.tools.profile = !session.tools.profile,
        _ => {}
    }
}

/// Takes a tool in hand; what it snaps to is indexed beside the window.
pub(super) fn take(app: &mut App, tool: Tool) {
    let App { document, session, commands, .. } = app;
    // What is whole is not lost with the tool that drew it.
    if session.tools.is_drawing() {
        work::finish(document, session, commands);
    }
    session.tools.take(tool);
    index_edges(app);
}

/// Selects the parcels of a corridor and takes the tool that changes them.
pub(super) fn edit_corridor(app: &mut App, name: &str) {
    let Some(loaded) = app.document.loaded() else { return };
    let layers = loaded.snapshot.layers.iter().enumerate().filter(|(_, layer)| layer.roles.contains(&Role::Corridors));
    let parcels = layers.flat_map(|(number, layer)| {
        let named = move |feature: &Feature| Item { layer, feature, role: Role::Corridors }.name() == name;
        let features = layer.features.iter().enumerate().filter(move |(_, feature)| named(feature));
        features.map(move |(feature, _)| Selected { layer: number, feature })
    });
    let found: Vec<Selected> = parcels.collect();
    take(app, Tool::Edit);
    app.session.select(&found);
}

/// Indexes the edges of layers that have changed, while a tool is in hand that snaps to them.
pub(super) fn index_edges(app: &mut App) {
    if app.session.tools.tool == Tool::Select || app.document.snapping().is_some() {
        return;
    }
    let Some(drawn) = app.document.drawn().cloned() else { return };
    let known = app.document.last_snapping();
    app.jobs.start(Kind::Index, Message::new("app.job-index"), move |handle| {
        Done::Indexed(SnapIndex::of(&drawn.loaded.snapshot.layers, &known, handle))
    });
}

pub(super) fn select_too(app: &mut App, selected: Selected) {
    let mut all: Vec<Selected> = app.session.all_selected().collect();
    match all.iter().position(|known| *known == selected) {
        Some(at) => drop(all.remove(at)),
        None => all.push(selected),
    }
    app.session.select(&all);
}

pub(super) fn select_within(app: &mut App, bounds: Rect<f64>) {
    let Some(drawn) = app.document.drawn() else { return };
    let inside = |own: &Rect<f64>| {
        own.min().x >= bounds.min().x
            && own.min().y >= bounds.min().y
            && own.max().x <= bounds.max().x
            && own.max().y <= bounds.max().y
    };
    let shown = drawn.loaded.snapshot.layers.iter().enumerate();
    let shown = shown.filter(|(_, layer)| !app.session.hidden.contains(&layer.key()));
    let within = shown.flat_map(|(layer, features)| {
        let features = features.features.iter().enumerate();
        let inside = features.filter(|(_, feature)| feature.shape.bounds().is_some_and(|own| inside(&own)));
        inside.map(move |(feature, _)| Selected { layer, feature })
    });
    let found: Vec<Selected> = within.take(MOST_SELECTED).collect();
    app.session.select(&found);
}

/// A feature by what does not change with the snapshot: its layer, and its row or its id.
pub(super) type Named = (String, Option<usize>, Option<String>);

/// Names of the selected features: their numbers are those of one snapshot.
pub(super) fn named_selected(app: &App) -> HashSet<Named> {
    let Some(loaded) = app.document.loaded() else { return HashSet::new() };
    let named = app.session.all_selected().filter_map(|selected| {
        let (layer, feature) = work::feature_of(&loaded.snapshot.layers, selected)?;
        Some(named(layer.key(), feature))
    });
    named.collect()
}

/// The rows of drawn features change with those before them.
fn named(layer: String, feature: &Feature) -> Named {
    (layer, feature.id.is_none().then_some(feature.row), feature.id.clone())
}

/// Selects the features of these names that are still there, or the drawn one that was to be selected.
pub(super) fn select_again(app: &mut App, known: &HashSet<Named>) {
    let Some(loaded) = app.document.loaded() else { return };
    let current = app.document.plan().is_some_and(|plan| plan.revision() == loaded.snapshot.revision);
    let to_select = app.session.tools.to_select.clone().filter(|_| current);
    let mut found = Vec::new();
    for (layer, own) in loaded.snapshot.layers.iter().enumerate() {
        let key = own.key();
        if !own.is_drawn() && known.iter().all(|(of, ..)| *of != key) {
            continue;
        }
        let features = own.features.iter().enumerate();
        let is_it = |feature: &Feature| match &to_select {
            Some(id) => feature.id.as_ref() == Some(id),
            None => known.contains(&named(key.clone(), feature)),
        };
        found.extend(features.filter(|(_, own)| is_it(own)).map(|(feature, _)| Selected { layer, feature }));
    }
    // Corners that were chosen are the same as long as none has come or gone: else they were let go of.
    let corners = std::mem::take(&mut app.session.tools.corners);
    app.session.select(&found);
    if to_select.is_none() {
        app.session.tools.corners = corners;
    }
    if current {
        app.session.tools.to_select = None;
    }
}
