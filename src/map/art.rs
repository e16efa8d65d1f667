//! What a layer needs for being drawn, prepared once.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo_types::Rect;
use rayon::prelude::*;

use super::Colour;
use super::camera::metres_per_point_at;
use super::canvas::Texture;
use super::chunk::{self, Chunk, Edges};
use super::name::{Name, names};
use super::restyle::{ClassIndex, restyled};
use super::style::{Depth, Ink, Pass};
use super::symbol::{Form, Symbol, role_of};
use super::view::View;
use crate::layer::{Item, Layer};
use crate::plan::style::{By, Classes, Column, Style};
use crate::text::Message;
use crate::units;

/// A layer prepared for drawing and picking. Never changed once built.
#[derive(Clone, Debug)]
pub struct Art {
    layer: Arc<Layer>,
    style: Arc<Style>,
    bounds: Option<Rect<f64>>,
    groups: Vec<Group>,
    names: Arc<[Name]>,
}

/// The features of one symbol and class. Groups of arts that look otherwise share their chunks.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) symbol: Symbol,
    /// The class of the layer's style, where that has classes; `None` for those in no class.
    pub(super) class: ClassIndex,
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
    /// The texture over an area.
    pub texture: Option<(Texture, Colour)>,
}

/// What features are drawn alike by.
type Key = (ClassIndex, Symbol);
/// Features with their boxes.
type Found = Vec<(usize, Rect<f64>)>;

impl Group {
    fn of(layer: &Layer, (class, symbol): Key, style: &Style, features: Found, whole: Rect<f64>) -> Self {
        let (all, passes, count) = (layer.features.as_slice(), restyled(symbol, style, class), features.len());
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
        Self { symbol, class, passes, chunks: chunks.into(), count }
    }
}

impl Art {
    /// Prepares a layer with its built-in look.
    pub fn of(layer: &Arc<Layer>) -> Self {
        Self::styled(layer, &Style::default())
    }

    /// Prepares a layer: sorts its features by class, symbol and place, and thins them for far views.
    pub fn styled(layer: &Arc<Layer>, style: &Style) -> Self {
        let role = role_of(layer);
        // What codes mean is told from the whole layer on first use: once, before many threads ask for it.
        layer.digit_scheme();
        let sorter = style.classes.as_ref().and_then(|classes| Some((classes, Column::of(layer, &classes.field)?)));
        let keyed = layer.features.par_iter().map(|feature| {
            let class = sorter.and_then(|(classes, column)| classes.class_of(&column.value(layer, feature)));
            Some(((class, Symbol::of(&Item { layer, feature, role })), feature.shape.bounds()?))
        });
        let keyed: Vec<Option<(Key, Rect<f64>)>> = keyed.collect();
        let bounds = keyed.iter().flatten().map(|(_, bounds)| *bounds).reduce(chunk::around);
        // Features in no class come last.
        let mut by_key: BTreeMap<(usize, Symbol), Found> = BTreeMap::new();
        for (number, found) in keyed.into_iter().enumerate() {
            if let Some(((class, symbol), bounds)) = found {
                by_key.entry((class.unwrap_or(usize::MAX), symbol)).or_default().push((number, bounds));
            }
        }
        let whole = bounds.unwrap_or(Rect::new((0.0, 0.0), (0.0, 0.0)));
        // A picture is drawn as one; its outline is neither drawn, named nor picked.
        if layer.image.is_some() {
            let (style, names) = (Arc::new(style.clone()), Vec::new().into());
            return Self { layer: Arc::clone(layer), style, bounds, groups: Vec::new(), names };
        }
        let group = |((class, symbol), found): ((usize, Symbol), Found)| {
            let class = (class < usize::MAX).then_some(class);
            Group::of(layer, (class, symbol), style, found, whole)
        };
        let groups = by_key.into_iter().map(group).collect();
        let names = names(layer, role, style).into();
        Self { layer: Arc::clone(layer), style: Arc::new(style.clone()), bounds, groups, names }
    }

    /// The same layer with another look. Features are sorted anew only where other classes are wanted.
    #[must_use]
    pub fn restyled(&self, style: &Style) -> Self {
        if !sort_alike(self.style.classes.as_ref(), style.classes.as_ref()) {
            return Self::styled(&self.layer, style);
        }
        let looks = |group: &Group| Group { passes: restyled(group.symbol, style, group.class), ..group.clone() };
        let names = if self.style.label == style.label && self.style.label_size == style.label_size {
            Arc::clone(&self.names)
        } else {
            names(&self.layer, role_of(&self.layer), style).into()
        };
        let groups = self.groups.iter().map(looks).collect();
        Self { layer: Arc::clone(&self.layer), style: Arc::new(style.clone()), bounds: self.bounds, groups, names }
    }

    /// What the plan states of its look.
    pub fn style(&self) -> &Style {
        &self.style
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
        legend_of(self.groups.iter(), self.style.classes.as_ref())
    }

    /// The symbols that are seen in a view, in the order of a legend.
    pub(super) fn legend_in(&self, view: &View) -> Vec<Legend> {
        let is_drawn = |group: &&Group| group.passes.iter().any(|pass| pass.is_drawn_at(view.metres_per_point()));
        let is_seen = |group: &&Group| group.chunks.iter().any(|chunk| chunk.is_seen(view));
        let mut lines = legend_of(self.groups.iter().filter(is_drawn).filter(is_seen), self.style.classes.as_ref());
        // Among those of other layers a class says whose it is.
        for line in lines.iter_mut().filter(|_| self.style.classes.is_some()) {
            let class = std::mem::replace(&mut line.name, Message::new("map.class-of"));
            let layer = match &self.layer.provenance.title {
                Some(title) => Message::new("map.class-value").with("value", title),
                None => role_of(&self.layer).name(),
            };
            line.name = Message::new("map.class-of").with_message("layer", layer).with_message("class", class);
        }
        lines
    }

    /// Names to write on the map, in file order.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// Whether anything of it may be seen where a point is so many metres: names are written only then.
    pub(super) fn is_shown_at(&self, metres_per_point: f64) -> bool {
        let Style { from, to, .. } = *self.style;
        let at = metres_per_point_at;
        from.is_none_or(|from| at(from) <= metres_per_point) && to.is_none_or(|to| metres_per_point <= at(to))
    }

    pub(super) fn groups(&self) -> &[Group] {
        &self.groups
    }
}

/// Whether both put every feature into the same class.
fn sort_alike(a: Option<&Classes>, b: Option<&Classes>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return a.is_none() && b.is_none() };
    let alike = match (&a.by, &b.by) {
        (By::Value(a), By::Value(b)) => a.iter().map(|(value, _)| value).eq(b.iter().map(|(value, _)| value)),
        (By::Range { breaks: a, .. }, By::Range { breaks: b, .. }) => a == b,
        _ => false,
    };
    alike && a.field == b.field
}

/// What a legend calls a class.
fn class_name(classes: &Classes, class: ClassIndex) -> Message {
    let others = || Message::new("map.class-others");
    match (&classes.by, class) {
        (_, None) => others(),
        (By::Value(values), Some(index)) => {
            values.get(index).map_or_else(others, |(value, _)| Message::new("map.class-value").with("value", value))
        }
        (By::Range { breaks, .. }, Some(index)) => range_name(breaks, index),
    }
}

/// What a class between breaks is called.
pub fn range_name(breaks: &[f64], index: usize) -> Message {
    let at = |index: usize| breaks.get(index).map(|at| units::grouped(&at.to_string()));
    match (index.checked_sub(1).and_then(at), at(index)) {
        (None, Some(high)) => Message::new("map.class-below").with("high", high),
        (Some(low), Some(high)) => Message::new("map.class-between").with("low", low).with("high", high),
        (Some(low), None) => Message::new("map.class-from").with("low", low),
        (None, None) => Message::new("map.class-all"),
    }
}

fn legend_of<'a>(groups: impl Iterator<Item = &'a Group>, classes: Option<&Classes>) -> Vec<Legend> {
    let mut lines: Vec<Legend> = Vec::new();
    for group in groups {
        let name = classes.map_or_else(|| group.symbol.name(), |classes| class_name(classes, group.class));
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
        texture: None,
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
            Ink::Texture(texture, colour) => swatch.texture = Some((texture, colour)),
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
    use crate::plan::style::{Class, Label};

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

    fn by_class(colours: [u32; 2]) -> Style {
        let class = |rgb| Class { colour: Colour::hex(rgb), width: None };
        let by = By::Value(vec![("0901".into(), class(colours[0])), ("0701".into(), class(colours[1]))]);
        Style { classes: Some(Classes { field: "class".into(), by, others: None }), ..Style::default() }
    }

    #[test]
    fn a_legend_follows_the_classes_of_a_style_and_ends_with_the_others() {
        let art = Art::styled(&parcels(&["0701", "1401", "0901", "0701"]), &by_class([1, 2]));
        let lines: Vec<(String, usize, Option<Colour>)> = art
            .legend()
            .iter()
            .map(|line| (line.name.say(crate::text::Lang::Zh), line.count, line.swatch.fill))
            .collect();
        let of = |at: usize| (lines[at].0.as_str(), lines[at].1, lines[at].2);
        assert_eq!((of(0), of(1)), (("0901", 1, Some(Colour::hex(1))), ("0701", 2, Some(Colour::hex(2)))));
        assert_eq!((lines.len(), lines[2].0.as_str(), lines[2].1), (3, "其他", 1));
    }

    #[test]
    fn other_colours_share_the_shapes_and_other_classes_sort_anew() {
        let layer = parcels(&["0701", "1401", "0901"]);
        let art = Art::styled(&layer, &by_class([1, 2]));
        let recoloured = art.restyled(&by_class([3, 4]));
        let shares = |a: &Art, b: &Art| {
            a.groups.iter().zip(&b.groups).all(|(a, b)| Arc::ptr_eq(&a.chunks, &b.chunks))
                && Arc::ptr_eq(&a.names, &b.names)
        };
        assert!(shares(&art, &recoloured) && recoloured.groups[0].passes != art.groups[0].passes);
        let built_in = recoloured.restyled(&Style::default());
        assert_eq!(built_in.legend(), Art::of(&layer).legend());
        assert!(built_in.groups.iter().all(|group| group.class.is_none()));
    }

    #[test]
    fn labels_are_the_fields_and_measures_that_a_style_names() {
        let labels = |words: &[&str]| -> Vec<String> {
            let label = Some(words.iter().map(|word| Label::from_word(word)).collect());
            let style = Style { label, label_size: Some(9.0), ..Style::default() };
            let art = Art::styled(&parcels(&["0701"]), &style);
            art.names().iter().map(|name| name.text.to_string()).collect()
        };
        // A parcel of 10 m by 10 m; a field that is not there says nothing.
        assert_eq!(labels(&["class", "area"]), ["0701 100 m²"]);
        assert!(labels(&[]).is_empty() && labels(&["storeys"]).is_empty() && labels(&["width"]).is_empty());
        assert!(Art::of(&parcels(&["0701"])).names().is_empty(), "parcels have none of their own");
    }

    #[test]
    fn an_empty_layer_has_no_bounds_no_legend_and_nothing_to_pick() {
        let art = Art::of(&parcels(&[]));
        assert!(art.bounds().is_none() && art.legend().is_empty());
        assert!(art.pick(Coord { x: 0.0, y: 0.0 }, 1e9).is_empty());
    }
}
