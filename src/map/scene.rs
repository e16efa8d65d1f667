//! What the map shows.

use std::sync::Arc;

use super::{Art, Mark};
use crate::text::Lang;

/// Everything a picture of the map shows.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// Layers in plan order. What is drawn over what follows from the depths of their symbols; within one depth the first lies
    /// uppermost, and above it what is drawn in the plan.
    pub layers: Vec<SceneLayer>,
    /// Findings to mark, the chosen one last.
    pub marks: Vec<Mark>,
    /// Paper and ink.
    pub tone: Tone,
    /// Language of what the map itself writes.
    pub lang: Lang,
    /// Whether north arrow and scale bar are drawn into the picture, as an exported picture needs them.
    pub furniture: bool,
    /// Whether names are left out.
    pub names_hidden: bool,
    /// Which share of the picture on each side is not seen until the map is dragged: labels of findings stay out of it.
    pub unseen: f64,
}

/// A layer of the map.
#[derive(Clone, Debug)]
pub struct SceneLayer {
    /// How it is drawn.
    pub art: Arc<Art>,
    /// Whether it is shown.
    pub visible: bool,
}

/// Paper and ink of the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Near-white paper.
    #[default]
    Light,
    /// Slightly dimmed paper, for a dark window.
    Dimmed,
}
