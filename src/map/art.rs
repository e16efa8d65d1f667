//! What a layer needs for being drawn, prepared once.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo_types::Rect;
use rayon::prelude::*;

use super::Colour;
use super::chunk::{self, Chunk, Edges};
use super::name::{Name, names};
use super::style::{Depth, Ink, Pass, passes};
use super::symbol::{Form, Symbol, role_of};
use super::view::View;
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
    pub(super) chunks: Arc<[Chunk]>,
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
    /// Whether it stands for an area.
    pub is_area: bool,
}

impl Group {
    fn of(layer: &Layer, symbol: Symbol, features: Vec<(usize, Rect<f64>)>, whole: Rect<f64>) -> Self {
        let (all, passes, count) = (layer.features.as_slice(), passes(symbol), features.len());
        let mut chunks: Vec<Chunk> = chunk::chunks(features, all, whole)
            .into_par_iter()
            .filter_map(|features| Chunk::of(features, all, symbol.form))
            .collect();
        if symbol.form == Form::Area && passes.iter().any(|pass| matches!(pass.depth, Depth::Boundary(_))) {
            let mut edges = Edges::default();
            for chunk in &mut chunks {
                chunk.share_edges(all, &mut edges);
            }
        }
        Self { symbol, passes, chunks: chunks.into(), count }
    }
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
        let groups =
            by_symbol.into_iter().map(|(symbol, features)| Group::of(layer, symbol, features, whole)).collect();
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
        legend_of(self.groups.iter())
    }

    /// The symbols that are seen in a view, in the order of a legend.
    pub(super) fn legend_in(&self, view: &View) -> Vec<Legend> {
        let is_drawn = |group: &&Group| group.passes.iter().any(|pass| view.metres_per_point() <= pass.until);
        let is_seen = |group: &&Group| group.chunks.iter().any(|chunk| chunk.is_seen(view));
        legend_of(self.groups.iter().filter(is_drawn).filter(is_seen))
    }

    /// Names to write on the map, in file order.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    pub(super) fn groups(&self) -> &[Group] {
        &self.groups
    }
}

fn legend_of<'a>(groups: impl Iterator<Item = &'a Group>) -> Vec<Legend> {
    let mut lines: Vec<Legend> = Vec::new();
    for group in groups {
        let name = group.symbol.name();
        let swatch = swatch(group.symbol.form, &group.passes);
        let same = |line: &&mut Legend| {
            line.name == name && line.swatch.line == swatch.line && line.swatch.point == swatch.point
        };
        match lines.iter_mut().find(same) {
            Some(line) => line.count += group.count,
            None => lines.push(Legend { name, swatch, count: group.count }),
        }
    }
    lines
}

/// How a symbol looks at about 1:10 000.
#[expect(clippy::cast_possible_truncation, reason = "a width in points")]
fn swatch(form: Form, passes: &[Pass]) -> Swatch {
    let mut swatch = Swatch {
        fill: None,
        line: None,
        width: 0.0,
        dashed: false,
        point: form == Form::Point,
        is_area: form == Form::Area,
    };
    for pass in passes {
        match pass.ink {
            Ink::Fill(colour) | Ink::Disc { colour, .. } => swatch.fill = Some(colour),
            // A line above another is the inside of a road, or the dashes of a line with a light rim.
            Ink::Line { colour, width, dash } => {
                if form == Form::Line && swatch.line.is_some() && dash.is_empty() {
                    swatch.fill = Some(colour);
                } else {
                    swatch.line = Some(colour);
                    swatch.width = width.points(2.6).clamp(0.5, 6.0) as f32;
                    swatch.dashed = !dash.is_empty();
                }
            }
            Ink::Texture(..) => {}
        }
    }
    swatch
}

#[cfg(test)]
mod tests {
    use geo_types::Coord;

    use super::*;
    use crate::geometry::Region;
    use crate::layer::{Feature, Origin, Role, Shape, Value};

    fn square(x: f64, side: f64) -> Vec<Coord<f64>> {
        [(x, 0.0), (x + side, 0.0), (x + side, side), (x, side)].map(Coord::from).to_vec()
    }

    fn layer(role: Role, fields: &[&str], rows: Vec<(Shape, Vec<Value>)>) -> Arc<Layer> {
        let features =
            rows.into_iter().enumerate().map(|(row, (shape, values))| Feature { row, id: None, shape, values });
        Arc::new(Layer::new(Origin::File("a.shp".into()), &[role], fields, features.collect()))
    }

    fn parcels(classes: &[&str]) -> Arc<Layer> {
        let rows = classes.iter().enumerate().map(|(row, class)| {
            let region = Region::from_rings(&square(row as f64 * 10.0, 10.0), &[]).unwrap();
            (Shape::Area(region), vec![Value::text(class), Value::text(&format!("{row}号"))])
        });
        layer(Role::LandUse, &["class", "name"], rows.collect())
    }

    #[test]
    fn a_legend_counts_the_features_of_each_class_in_the_order_of_the_classification() {
        let art = Art::of(&parcels(&["0901", "0701", "0701", "1401", "?"]));
        let lines: Vec<(String, usize)> =
            art.legend().iter().map(|line| (line.name.say(crate::text::Lang::Zh), line.count)).collect();
        let expected = [("未识别用地", 1), ("城镇住宅用地", 2), ("商业服务业用地", 1), ("公园绿地", 1)];
        assert_eq!(lines, expected.map(|(name, count)| (name.to_owned(), count)));
    }

    #[test]
    fn roads_of_one_class_and_several_widths_are_one_line_of_the_legend() {
        let road = |y: f64, width: f64| {
            let line = Shape::Lines(vec![vec![(0.0, y), (100.0, y)].into()]);
            (line, vec![Value::text("arterial"), Value::Number(width), Value::text("一号路")])
        };
        let layer =
            layer(Role::RoadCentrelines, &["class", "red_line_width", "name"], vec![road(0.0, 40.0), road(9.0, 30.0)]);
        let art = Art::of(&layer);
        assert_eq!(art.groups().len(), 2);
        assert_eq!(art.legend().iter().map(|line| line.count).collect::<Vec<_>>(), [2]);
        assert_eq!(art.names().len(), 2);
        assert!((art.names()[0].extent - 100.0).abs() < 1e-9 && (art.names()[0].at.x - 50.0).abs() < 1e-9);
    }

    #[test]
    fn a_pick_finds_the_area_below_it_but_not_in_its_hole_and_lines_first() {
        let mut hole: Vec<Coord<f64>> = square(40.0, 20.0);
        for corner in &mut hole {
            corner.y += 40.0;
        }
        let region = Region::from_rings(&square(0.0, 100.0), &[&hole]).unwrap();
        let line = Shape::Lines(vec![vec![(0.0, 10.0), (100.0, 10.0)].into()]);
        let layer = layer(Role::Water, &[], vec![(Shape::Area(region), vec![]), (line, vec![])]);
        let art = Art::of(&layer);
        let picked = |x: f64, y: f64, within: f64| -> Vec<(usize, f64)> {
            art.pick(Coord { x, y }, within).iter().map(|picked| (picked.feature, picked.distance)).collect()
        };
        assert_eq!(picked(50.0, 30.0, 1.0), [(0, 0.0)]);
        assert_eq!(picked(50.0, 50.0, 1.0), []);
        assert_eq!(picked(50.0, 50.0, 10.0), [(0, 10.0)]);
        assert_eq!(picked(50.0, 12.0, 3.0), [(1, 2.0), (0, 0.0)]);
        assert_eq!(picked(500.0, 12.0, 3.0), []);
    }

    #[test]
    fn an_empty_layer_has_no_bounds_no_legend_and_nothing_to_pick() {
        let art = Art::of(&parcels(&[]));
        assert!(art.bounds().is_none() && art.legend().is_empty());
        assert!(art.pick(Coord { x: 0.0, y: 0.0 }, 1e9).is_empty());
    }
}
