//! Layers that tests of measures build, with canonical fields and values.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo_types::{Coord, LineString};

use super::{FeatureRef, Input, Scope};
use crate::geometry::Region;
use crate::handle::Handle;
use crate::layer::{Feature, Layer, Origin, Role, Shape, Value};
use crate::text::{Lang, Message};

/// A value of a row: text, or a number where it is one, or nothing where it is empty.
pub(super) fn value(text: &str) -> Value {
    text.parse().map_or_else(|_| Value::text(text), Value::Number)
}

/// A line with its values.
pub(super) fn line(points: &[(f64, f64)], values: &[&str]) -> (Shape, Vec<Value>) {
    (Shape::Lines(vec![LineString::from(points.to_vec())]), values.iter().map(|text| value(text)).collect())
}

/// A rectangle.
pub(super) fn rectangle(x: f64, y: f64, width: f64, height: f64) -> Region {
    let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)].map(Coord::from);
    Region::from_rings(&corners, &[]).unwrap()
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
    let (ends, handle) = (BTreeMap::new(), Handle::default());
    call(&Input { layers, scope, figures: &figures, ends: &ends, at, handle: &handle })
}

/// Messages that a language lacks, or that leave a placeholder open.
pub(super) fn unsaid<'a>(messages: impl IntoIterator<Item = &'a Message>) -> Vec<String> {
    let both =
        messages.into_iter().flat_map(|message| [message.say(Lang::Zh), message.say(Lang::En)].map(|t| (message, t)));
    both.filter(|(message, text)| *text == message.key || text.contains('{')).map(|(_, text)| text).collect()
}
