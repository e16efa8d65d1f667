//! Plans of a few shapes for the tests of measures, with canonical fields and values.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::geometry::{Coord, LineString, Region};
use crate::handle::Handle;
use crate::layer::{Feature, Layer, Origin, Role, Shape, Value};
use crate::measure::{FeatureRef, Input, Scope, Surveys};
use crate::text::{Lang, Message};

/// Layers and a scope, built up shape by shape: the last layer takes the next feature.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub(super) layers: Vec<Arc<Layer>>,
    pub(super) scope: Option<Scope>,
    pub(super) figures: BTreeMap<String, f64>,
    pub(super) ends: BTreeMap<String, Vec<Coord<f64>>>,
    pub(super) at: Option<f64>,
    pub(super) year: Option<i32>,
    pub(super) surveys: Surveys,
    pub(super) handle: Handle,
}

impl Plan {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn layer(mut self, source: &str, roles: &[Role], fields: &[&str]) -> Self {
        self.layers.push(Arc::new(Layer::new(Origin::File(source.to_owned()), roles, fields, Vec::new())));
        self
    }

    pub(super) fn area(self, region: Region) -> Self {
        self.shape(Shape::Area(region))
    }

    pub(super) fn shape(self, shape: Shape) -> Self {
        self.with(shape, &[])
    }

    /// A feature with its values in the order of the layer's fields; blanks are missing values.
    pub(super) fn with(mut self, shape: Shape, values: &[&str]) -> Self {
        let layer = Arc::make_mut(self.layers.last_mut().unwrap());
        let row = layer.features.len();
        let values = values.iter().map(|text| value(text)).collect();
        layer.features.push(Feature { row, id: None, shape, values });
        self
    }

    pub(super) fn scope(mut self, region: Region) -> Self {
        self.scope = Some(scope(region));
        self
    }

    pub(super) fn input(&self) -> Input<'_> {
        Input {
            layers: &self.layers,
            scope: self.scope.as_ref(),
            figures: &self.figures,
            key: "clause",
            year: self.year,
            ends: &self.ends,
            at: self.at,
            surveys: &self.surveys,
            handle: &self.handle,
        }
    }

    /// The same plan with every shape, the scope's too, taken through `change` corner by corner.
    pub(super) fn map_corners(&self, change: impl Fn(Coord<f64>) -> Coord<f64>) -> Self {
        let mut plan = self.clone();
        for layer in &mut plan.layers {
            for feature in &mut Arc::make_mut(layer).features {
                if let Shape::Area(region) = &mut feature.shape {
                    *region = map_region(region, &change);
                }
            }
        }
        if let Some(scope) = &mut plan.scope {
            scope.region = map_region(&scope.region, &change);
        }
        plan
    }

    /// The same plan with the features of every layer in the opposite order.
    pub(super) fn reversed(&self) -> Self {
        let mut plan = self.clone();
        for layer in &mut plan.layers {
            Arc::make_mut(layer).features.reverse();
        }
        plan
    }
}

/// A value of a row: a number where the text is one, nothing where it is empty. Codes with a leading zero are text, as
/// in real files.
fn value(text: &str) -> Value {
    match text.parse() {
        Ok(number) if !(text.starts_with('0') && text[1..].starts_with(|next: char| next.is_ascii_digit())) => {
            Value::Number(number)
        }
        _ => Value::text(text),
    }
}

fn map_region(region: &Region, change: &impl Fn(Coord<f64>) -> Coord<f64>) -> Region {
    let parts: Vec<Region> = region
        .polygons()
        .map(|polygon| {
            let changed = |ring: &LineString<f64>| ring.0.iter().map(|&at| change(at)).collect();
            let outer: Vec<Coord<f64>> = changed(polygon.exterior());
            let holes: Vec<Vec<Coord<f64>>> = polygon.interiors().iter().map(changed).collect();
            let holes: Vec<&[Coord<f64>]> = holes.iter().map(Vec::as_slice).collect();
            Region::from_rings(&outer, &holes).unwrap()
        })
        .collect();
    Region::union(&parts).unwrap()
}

pub(super) fn polygon(points: &[(f64, f64)]) -> Region {
    let ring: Vec<Coord<f64>> = points.iter().map(|&(x, y)| Coord { x, y }).collect();
    Region::from_rings(&ring, &[]).unwrap()
}

pub(super) fn rectangle(x: f64, y: f64, width: f64, height: f64) -> Region {
    polygon(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
}

/// A line with its values.
pub(super) fn line(points: &[(f64, f64)], values: &[&str]) -> (Shape, Vec<Value>) {
    (Shape::Lines(vec![LineString::from(points.to_vec())]), values.iter().map(|text| value(text)).collect())
}

/// A rectangle with its values.
pub(super) fn area(corner: (f64, f64), size: (f64, f64), values: &[&str]) -> (Shape, Vec<Value>) {
    (Shape::Area(rectangle(corner.0, corner.1, size.0, size.1)), values.iter().map(|text| value(text)).collect())
}

/// A layer of one role, rows in order.
pub(super) fn layer(role: Role, fields: &[&str], rows: Vec<(Shape, Vec<Value>)>) -> Arc<Layer> {
    let features =
        rows.into_iter().enumerate().map(|(row, (shape, values))| Feature { row, id: None, shape, values }).collect();
    Arc::new(Layer::new(Origin::File(format!("{}.shp", role.code())), &[role], fields, features))
}

/// A scope of this shape.
pub(super) fn scope(region: Region) -> Scope {
    Scope {
        name: String::from("scope"),
        region,
        features: vec![FeatureRef { layer: Some(String::from("scope.shp")), row: 0, id: None }],
    }
}

/// Calls a measure on layers and a scope.
pub(super) fn with_input<T>(
    layers: &[Arc<Layer>],
    scope: Option<&Scope>,
    figures: &[(&str, f64)],
    at: Option<f64>,
    call: impl FnOnce(&Input<'_>) -> T,
) -> T {
    let figures: BTreeMap<String, f64> = figures.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect();
    let plan = Plan { layers: layers.to_vec(), scope: scope.cloned(), figures, at, ..Plan::default() };
    call(&plan.input())
}

/// Messages that a language lacks, or that leave a placeholder open.
pub(super) fn unsaid<'a>(messages: impl IntoIterator<Item = &'a Message>) -> Vec<String> {
    let both =
        messages.into_iter().flat_map(|message| [message.say(Lang::Zh), message.say(Lang::En)].map(|t| (message, t)));
    both.filter(|(message, text)| *text == message.key || text.contains('{')).map(|(_, text)| text).collect()
}

/// A turn by some angle and a move far east: figures must not feel it.
pub(super) fn moved(at: Coord<f64>) -> Coord<f64> {
    let (sin, cos) = 0.6_f64.sin_cos();
    Coord { x: 34_500_000.0 + cos * at.x - sin * at.y, y: 3_087_000.0 + sin * at.x + cos * at.y }
}
