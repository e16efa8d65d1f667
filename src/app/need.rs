//! What must be there before an action can be done, and how people are told.

use super::tool::ground::corridor_looked_at;
use super::tool::selected_drawn;
use super::{Action, Document, Session};
use crate::text::Message;

/// What an action needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// An open plan.
    Plan,
    /// One that is not the sample, whose folder goes with the window.
    OwnPlan,
    /// Layers that were read.
    Layers,
    /// A finished check.
    Result,
    /// A step that can be taken back.
    Done,
    /// A step that can be done again.
    Undone,
    /// Something that is being drawn.
    Drawing,
    /// Selected features that are drawn in the plan.
    Drawn,
    /// Selected features of a file.
    Existing,
    /// One selected feature that is drawn.
    OneDrawn,
    /// A chosen corner of it.
    Corner,
    /// A corridor whose ends are stated.
    StatedEnds,
    /// A corridor that is looked at.
    Corridor,
    /// Anything that is drawn in the plan.
    AnyDrawn,
}

impl Need {
    /// What an action needs; `None` where it can be done always.
    pub(super) fn of(action: Action) -> Option<Self> {
        use Action as A;
        Some(match action {
            A::Undo => Self::Done,
            A::Redo => Self::Undone,
            A::Save
            | A::SaveAs
            | A::Close
            | A::AddLayers
            | A::AddBackdrop
            | A::PlanSettings
            | A::Recheck
            | A::History
            | A::Report => Self::Plan,
            A::ExportGeoJson | A::ExportCsv | A::NextFinding | A::PreviousFinding | A::Arguments => Self::Result,
            A::ExportPicture
            | A::Fit
            | A::ZoomIn
            | A::ZoomOut
            | A::Notices
            | A::SelectTool
            | A::DrawTool
            | A::EditTool
            | A::MeasureTool => Self::Layers,
            A::StandardText => Self::OwnPlan,
            A::Finish => Self::Drawing,
            A::Delete => Self::Drawn,
            A::TakeAway | A::DrawAnew => Self::Existing,
            A::Duplicate => Self::OneDrawn,
            A::Split => Self::Corner,
            A::AutomaticEnds => Self::StatedEnds,
            A::Profile => Self::Corridor,
            A::ExportDrawnShapefile | A::ExportDrawnGeoJson => Self::AnyDrawn,
            _ => return None,
        })
    }

    /// Whether it is there.
    pub(super) fn is_met(self, document: &Document, session: &Session) -> bool {
        let drawn = || selected_drawn(document, session);
        match self {
            Self::Plan => document.plan().is_some(),
            Self::OwnPlan => document.plan().is_some() && !document.is_sample(),
            Self::Layers => document.loaded().is_some(),
            Self::Result => document.outcome().is_some(),
            Self::Done => session.tools.is_busy() || document.plan().is_some_and(|plan| plan.undo_label().is_some()),
            Self::Undone => document.plan().is_some_and(|plan| plan.redo_label().is_some()),
            Self::Drawing => session.tools.is_busy(),
            Self::Drawn => has_selected(document, session, true),
            Self::Existing => has_selected(document, session, false),
            Self::OneDrawn => drawn().is_some(),
            Self::Corner => drawn().is_some() && !session.tools.corners.is_empty(),
            Self::StatedEnds => stated_ends(document, session),
            Self::Corridor => session.tools.profile || corridor_looked_at(document, session).is_some(),
            Self::AnyDrawn => document.loaded().is_some_and(|loaded| !loaded.drawn.is_empty()),
        }
    }

    /// Why an action that needs it cannot be done.
    pub(super) fn says(self) -> Message {
        Message::new(match self {
            Self::Plan => "app.need-plan",
            Self::OwnPlan => "app.need-own-plan",
            Self::Layers => "app.need-layers",
            Self::Result => "app.need-result",
            Self::Done => "app.need-done",
            Self::Undone => "app.need-undone",
            Self::Drawing => "app.need-drawing",
            Self::Drawn => "app.need-drawn",
            Self::Existing => "app.need-existing",
            Self::OneDrawn => "app.need-one-drawn",
            Self::Corner => "app.need-corner",
            Self::StatedEnds => "app.need-stated-ends",
            Self::Corridor => "app.need-corridor",
            Self::AnyDrawn => "app.need-any-drawn",
        })
    }
}

/// Whether a drawn feature is selected, or one of a file.
fn has_selected(document: &Document, session: &Session, drawn: bool) -> bool {
    let layers = document.loaded().map_or(&[][..], |loaded| loaded.snapshot.layers.as_slice());
    session.all_selected().any(|selected| layers.get(selected.layer).is_some_and(|layer| layer.is_drawn() == drawn))
}

/// Whether the plan states the ends of the corridor that is looked at.
fn stated_ends(document: &Document, session: &Session) -> bool {
    let name = corridor_looked_at(document, session);
    name.zip(document.loaded()).is_some_and(|(name, loaded)| loaded.snapshot.ends.contains_key(&name))
}
