//! Tools: what the hand does on the map. A tool changes what is looked at ([`Tools`] in the session) and queues edits; a
//! draft becomes a change of the plan only when it is finished or let go.

pub(super) mod draft;
pub(super) mod grip;
pub(super) mod ground;
mod keys;
pub(super) mod kind;
pub(super) mod live;
pub(super) mod paint;
mod ruler;
pub(super) mod snap;
mod steer;
pub(in crate::app) mod typed;
pub(super) mod work;

use geo_types::Coord;

pub use draft::{Draft, Stand};
pub use grip::Grip;
pub(super) use keys::keys;
pub use kind::{Form, Kind, Stated};
pub use live::Live;
pub(super) use live::width_clause;
pub(super) use paint::{cause, paint, ruler_text, verdict, width_text};
pub use ruler::Ruler;
pub(super) use snap::SnapIndex;
pub use snap::{Snapped, Snapping, Target};
pub(super) use steer::{Hand, steer};

use super::Document;
use super::session::Session;
use crate::geometry::Region;
use crate::plan::DrawnFeature;

/// What the hand does on the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tool {
    /// Choose features: by a click, by a rectangle (Shift and drag), through what overlaps (click again).
    #[default]
    Select,
    /// Draw a feature of a kind.
    Draw(Kind),
    /// Change the shape of a drawn feature.
    Edit,
    /// Measure distances and areas.
    Measure,
}

/// The tool and all that it works on; nothing here is saved with the plan.
#[derive(Debug, Default)]
pub struct Tools {
    /// The tool.
    pub tool: Tool,
    /// What is being drawn or moved.
    pub draft: Option<Draft>,
    /// The kind that was drawn last.
    pub last_kind: Kind,
    /// What new features get: width, class, name.
    pub stated: Stated,
    /// What is snapped to.
    pub snapping: Snapping,
    /// What is being typed as the next place.
    pub typed: Option<String>,
    /// What the pointer snaps to now.
    pub snapped: Option<Snapped>,
    /// The distance or the area that is being measured.
    pub ruler: Ruler,
    /// The corner that was chosen last in the edit tool, and the one before it.
    pub corners: Vec<usize>,
    /// The grip under the pointer.
    pub under: Option<Grip>,
    /// The rectangle that is being pulled up, in the plan's frame.
    pub rectangle: Option<[Coord<f64>; 2]>,
    /// The id of the drawn feature that is to be selected as soon as it is loaded.
    pub to_select: Option<String>,
    /// Whether the width along the corridor is shown.
    pub profile: bool,
    /// End faces of a corridor of a layer, one of which is being moved.
    pub ends: Option<EndsDraft>,
    /// The place that the pointer shows in the profile: metres along the axis.
    pub station: Option<f64>,
    /// Whether a change is on its way into the plan: what was judged of it stands until the check has told the same.
    pub queued: bool,
    /// Whether the drag that goes on was taken back: the rest of it is nobody's.
    pub spent: bool,
    /// The area of the draft, and the count at which it was made.
    body: Option<(u64, Option<Region>)>,
    /// Counts drafts and their changes: what is measured names the count that it was measured at.
    pub count: u64,
}

/// End faces of a corridor while one of them is moved.
#[derive(Clone, Debug, PartialEq)]
pub struct EndsDraft {
    /// Name of the corridor.
    pub name: String,
    /// A point per end.
    pub ends: Vec<Coord<f64>>,
    /// Which of them is held.
    pub taken: usize,
    /// Whether the edit is queued.
    pub done: bool,
}

impl Tools {
    /// Takes another tool; what was not finished is dropped.
    pub(super) fn take(&mut self, tool: Tool) {
        if let Tool::Draw(kind) = tool {
            self.last_kind = kind;
        }
        self.tool = tool;
        // What is queued is shown until it is part of the plan.
        if self.draft.as_ref().is_none_or(|draft| draft.stand != Stand::Done) {
            self.drop_draft();
        }
        self.ruler = Ruler::default();
        self.corners.clear();
    }

    /// Drops the draft and all that belongs to it.
    pub(super) fn drop_draft(&mut self) {
        (self.draft, self.ends, self.typed, self.rectangle, self.queued) = (None, None, None, None, false);
        self.count += 1;
    }

    /// Lets go of what was queued: the plan has it now, or never will.
    pub(super) fn settle(&mut self) {
        if self.draft.as_ref().is_some_and(|draft| draft.stand == Stand::Done) {
            self.draft = None;
        }
        self.ends = self.ends.take().filter(|ends| !ends.done);
    }

    /// Notes that the draft has changed: it is measured anew.
    pub(super) fn touch(&mut self) {
        self.count += 1;
    }

    /// The draft as far as it can be shown and measured.
    pub(super) fn shown(&self) -> Option<DrawnFeature> {
        self.draft.as_ref().and_then(Draft::shown)
    }

    /// Whether points of a new feature are being placed.
    pub fn is_drawing(&self) -> bool {
        self.draft.as_ref().is_some_and(|draft| draft.stand == Stand::Drawing)
    }

    /// Whether a shape, a value or an end is being changed.
    pub(super) fn is_changing(&self) -> bool {
        let ends = self.ends.as_ref().is_some_and(|ends| !ends.done);
        let changes = |draft: &Draft| matches!(draft.stand, Stand::Moving(..) | Stand::Tuning);
        ends || self.draft.as_ref().is_some_and(changes)
    }

    /// Makes the area of the draft, where it has changed.
    pub(super) fn lay_out(&mut self) {
        if self.body.as_ref().is_none_or(|(count, _)| *count != self.count) {
            let region = self.shown().and_then(|drawn| paint::region_of(&drawn.shape));
            self.body = Some((self.count, region));
        }
    }

    /// The area of the draft as it is shown.
    pub(super) fn body(&self) -> Option<&Region> {
        self.body.as_ref().and_then(|(_, region)| region.as_ref())
    }

    /// Whether a new feature or a measurement is on its way.
    pub(super) fn is_busy(&self) -> bool {
        self.is_drawing() || self.ruler.is_open()
    }
}

/// The drawn feature that is selected, as the plan states it.
pub(super) fn selected_drawn<'a>(document: &'a Document, session: &Session) -> Option<&'a DrawnFeature> {
    let selected = session.selected.filter(|_| session.with.is_empty())?;
    let layer = document.loaded()?.snapshot.layers.get(selected.layer)?;
    let id = layer.features.get(selected.feature)?.id.as_deref()?;
    document.plan()?.content().drawn(id)
}
