//! Where a layer would lie beside the others if it were read so.

use std::sync::Arc;

use egui::{Ui, vec2};

use super::later::Later;
use super::{LayerDraft, quiet};
use crate::app::dialog::small_map::{SmallMap, elsewhere};
use crate::app::panel::View;
use crate::app::theme;
use crate::app::trial::Tried;
use crate::handle::Handle;
use crate::map::Art;
use crate::plan::LoadedEntry;
use crate::text::Message;

/// A coordinate system that is typed is tried when it has stood for so many seconds.
const SETTLED: f64 = 0.4;

/// The map, and what was tried for it.
#[derive(Debug, Default)]
pub(super) struct Sight {
    map: SmallMap,
    tried: Option<(Option<String>, Later<Outcome>)>,
    /// What is stated instead, and since when.
    wanted: Option<(Option<String>, f64)>,
}

type Outcome = Result<Tried, Message>;

pub(super) fn sight_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft) {
    ui.add_space(4.0);
    quiet(ui, view.say("layer-sight"));
    if draft.entry.crs == draft.crs_before() {
        let Some(drawn) = view.document.drawn() else { return };
        let own = match drawn.loaded.entries.get(draft.index) {
            Some(LoadedEntry::Layer(at)) => Some(*at),
            _ => None,
        };
        return map_ui(ui, view, &mut draft.sight.map, &drawn.arts, own);
    }
    try_again(ui, view, draft);
    let index = draft.index;
    let Sight { map, tried, .. } = &mut draft.sight;
    match tried.as_mut().map(|(_, later)| later.look()) {
        Some(Later::There(Ok(tried))) => match tried.layer_of(index) {
            Some(own) => map_ui(ui, view, map, &tried.arts, Some(own)),
            None => warning(ui, &unusable(tried, index).say(view.lang)),
        },
        Some(Later::There(Err(reason))) => warning(ui, &reason.say(view.lang)),
        Some(Later::Waiting(_)) | None => drop(ui.spinner()),
        Some(Later::Lost) => quiet(ui, view.say("layer-preview-lost")),
    }
}

/// Tries what is stated as soon as nobody types any more.
fn try_again(ui: &Ui, view: &View<'_>, draft: &mut LayerDraft) {
    let crs = draft.entry.crs.clone();
    let now = ui.input(|input| input.time);
    if draft.sight.wanted.as_ref().is_none_or(|(wanted, _)| *wanted != crs) {
        draft.sight.wanted = Some((crs.clone(), now));
    }
    let since = draft.sight.wanted.as_ref().map_or(now, |(_, since)| *since);
    if draft.sight.tried.as_ref().is_some_and(|(of, _)| *of == crs) {
        return;
    }
    if now - since < SETTLED {
        return ui.ctx().request_repaint_after_secs(0.1);
    }
    let Some(trial) = view.document.trial(draft.index, draft.entry.clone()) else { return };
    let run = move || trial.run(&Handle::default()).map_err(|error| error.messages().swap_remove(0));
    draft.sight.tried = Some((crs, Later::start(ui.ctx(), run)));
}

fn unusable(tried: &Tried, index: usize) -> Message {
    let reason = match tried.loaded.entries.get(index) {
        Some(LoadedEntry::Unusable(at)) => tried.loaded.snapshot.unusable.get(*at).map(|own| own.reason.clone()),
        _ => None,
    };
    reason.unwrap_or_else(|| Message::new("app.layer-preview-lost"))
}

fn map_ui(ui: &mut Ui, view: &View<'_>, map: &mut SmallMap, arts: &[Arc<Art>], own: Option<usize>) {
    if let Some(message) = own.and_then(|own| elsewhere(arts, own)) {
        warning(ui, &message.say(view.lang));
    }
    let size = vec2(ui.available_width(), (ui.available_height() - 4.0).max(60.0));
    map.show(ui, view, arts, own, size);
}

fn warning(ui: &mut Ui, says: &str) {
    let amber = theme::palette(ui.visuals()).amber;
    ui.add(egui::Label::new(egui::RichText::new(says).color(amber).size(theme::SMALL)).wrap());
}
