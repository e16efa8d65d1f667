//! What the map shows.

use std::sync::Arc;

use super::{Art, Mark};
use crate::layer::Laid;
use crate::text::Lang;

/// Everything a picture of the map shows.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// Layers in plan order; what is drawn over what follows from their symbols, not from this order.
    pub layers: Vec<SceneLayer>,
    /// Pictures beneath all layers, later ones above; those of layers lie above these.
    pub backdrops: Vec<Backdrop>,
    /// Whom the pictures are owed to, each once: it is written into the corner.
    pub attributions: Vec<String>,
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

/// A picture beneath the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Backdrop {
    /// The picture and where it lies.
    pub laid: Laid,
    /// How much of the paper it covers, from 0 to 1.
    pub opacity: f32,
}

impl Scene {
    /// Every picture that is shown, the lowest first.
    pub fn pictures(&self) -> impl Iterator<Item = Backdrop> + '_ {
        let of_layers = self.layers.iter().filter(|layer| layer.visible);
        let of_layers = of_layers.filter_map(|layer| {
            let layer = layer.art.layer();
            Some(Backdrop { laid: layer.image.clone()?, opacity: f32::from(layer.opacity) / 100.0 })
        });
        self.backdrops.iter().cloned().chain(of_layers)
    }
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
