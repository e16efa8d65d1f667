//! What a layer needs for being drawn, prepared once.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo_types::Rect;
use rayon::prelude::*;

use super::Colour;
use super::chunk::{self, Chunk};
use super::name::{Name, names};
use super::style::{Ink, Pass, passes};
use super::symbol::{Form, Symbol, role_of};
use crate::layer::{Item, Layer};
use crate::text::Message;

/// A layer prepared for drawing and picking. Never changed once built.
#[derive(Clone, Debug)]
pub struct Art {
    layer: Arc<Layer>,
    bounds: Option<Rect<f64>>,
    groups: Vec<Group>,
    names: Vec<Name>,
}

/// The features of one symbol.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) symbol: Symbol,
    pub(super) passes: Vec<Pass>,
    pub(super) chunks: Vec<Chunk>,
    count: usize,
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

impl Art {
    /// Prepares a layer: sorts its features by symbol and place, and thins them for far views.
    pub fn of(layer: &Arc<Layer>) -> Self {
        let role = role_of(layer);
        // What codes mean is told from the whole layer on first use: once, before many threads ask for it.
        layer.digit_scheme();
        let symbols: Vec<Option<(Symbol, Rect<f64>)>> = layer
            .features
            .par_iter()
            .map(|feature| Some((Symbol::of(&Item { layer, feature, role }), feature.shape.bounds()?)))
            .collect();
        let bounds = symbols.iter().flatten().map(|(_, bounds)| *bounds).reduce(chunk::around);
        let mut by_symbol: BTreeMap<Symbol, Vec<(usize, Rect<f64>)>> = BTreeMap::new();
        for (number, found) in symbols.into_iter().enumerate() {
            if let Some((symbol, bounds)) = found {
                by_symbol.entry(symbol).or_default().push((number, bounds));
            }
        }
        let whole = bounds.unwrap_or(Rect::new((0.0, 0.0), (0.0, 0.0)));
        let groups = by_symbol
            .into_iter()
            .map(|(symbol, features)| Group {
                symbol,
                passes: passes(symbol),
                count: features.len(),
                chunks: chunk::chunks(features, &layer.features, whole)
                    .into_par_iter()
                    .filter_map(|features| Chunk::of(features, &layer.features, symbol.form))
                    .collect(),
            })
            .collect();
        Self { layer: Arc::clone(layer), bounds, groups, names: names(layer, role) }
    }

    /// The layer.
    pub fn layer(&self) -> &Arc<Layer> {
        &self.layer
    }

    /// The box around its features; `None` where it has none.
    pub fn bounds(&self) -> Option<Rect<f64>> {
        self.bounds
    }

    /// Its symbols, in the order of a legend. Symbols that differ only in the width of a road are one line.
    pub fn legend(&self) -> Vec<Legend> {
        let mut lines: Vec<Legend> = Vec::new();
        for group in &self.groups {
            let name = group.symbol.name();
            let swatch = swatch(group.symbol.form, &group.passes);
            let same = |line: &&mut Legend| line.name == name && line.swatch.point == swatch.point;
            match lines.iter_mut().find(same) {
                Some(line) => line.count += group.count,
                None => lines.push(Legend { name, swatch, count: group.count }),
            }
        }
        lines
    }

    /// Names to write on the map, in file order.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    pub(super) fn groups(&self) -> &[Group] {
        &self.groups
    }
}

/// How a symbol looks at about 1:10 000.
#[expect(clippy::cast_possible_truncation, reason = "a width in points")]
fn swatch(form: Form, passes: &[Pass]) -> Swatch {
    let mut swatch = Swatch { fill: None, line: None, width: 0.0, dashed: false, point: form == Form::Point };
    for pass in passes {
        match pass.ink {
            Ink::Fill(colour) => swatch.fill = Some(colour),
            Ink::Disc { colour, .. } => swatch.fill = Some(colour),
            Ink::Texture(..) => {}
            // The widest line below is the edge of the one above it.
            Ink::Line { colour, width, dash } if form == Form::Area || colour.a == 255 => {
                let is_fill_of_road = form == Form::Line && swatch.line.is_some();
                if is_fill_of_road {
                    swatch.fill = Some(colour);
                } else {
                    swatch.line = Some(colour);
                    swatch.width = width.points(2.6).clamp(0.5, 6.0) as f32;
                    swatch.dashed = !dash.is_empty();
                }
            }
            Ink::Line { .. } => {}
        }
    }
    swatch
}
