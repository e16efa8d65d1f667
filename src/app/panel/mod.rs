//! Panels: what surrounds the map. They read the document and queue commands.

pub(super) mod changed;
pub(super) mod charts;
mod clauses;
pub(super) mod comparison;
pub(super) mod docks;
pub(super) mod figures;
pub(super) mod findings;
mod history;
pub(super) mod inspector;
pub(super) mod layers;
mod notices;
pub(super) mod profile;
mod state;
pub(super) mod status;
pub(super) mod table;
pub(super) mod toasts;
pub(super) mod toolbar;
pub(super) mod tools;

use super::dispatch::plans::Pending;
use super::tiles::Tiles;
use super::watcher::Changed;
use super::{Commands, Document, Draws, Jobs, Live, Session, Settings};
use crate::text::{Lang, Message};

/// What a panel gets: it may change what is looked at, everything else through commands.
pub(super) struct View<'a> {
    /// Language of the window.
    pub(super) lang: Lang,
    /// The plan and what was found in it.
    pub(super) document: &'a Document,
    /// What is looked at.
    pub(super) session: &'a mut Session,
    /// What is running.
    pub(super) jobs: &'a Jobs,
    /// What is remembered.
    pub(super) settings: &'a Settings,
    /// What is measured under the pointer.
    pub(super) live: &'a Live,
    /// Maps from the net.
    pub(super) tiles: &'a Tiles,
    /// What waits for the planner's word.
    pub(super) pending: Option<&'a Pending>,
    /// What others have changed.
    pub(super) changed: Changed,
    /// What draws the map.
    pub(super) drawing: &'a Draws,
    /// Where to queue what is asked for.
    pub(super) commands: &'a mut Commands,
}

impl View<'_> {
    /// A sentence of the window without facts: `app.<key>`.
    pub(super) fn say(&self, key: &str) -> String {
        Message::new(format!("app.{key}")).say(self.lang)
    }
}
