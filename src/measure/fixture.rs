//! Plans of a few shapes for the tests of the measures that speak of areas.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::geometry::{Coord, Region};
use crate::handle::Handle;
use crate::layer::{Feature, Layer, Origin, Role, Shape, Value};
use crate::measure::{Input, Scope};

/// Layers and a scope, built up shape by shape: the last layer takes the next feature.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub(super) layers: Vec<Arc<Layer>>,
    pub(super) scope: Option<Scope>,
    pub(super) figures: BTreeMap<String, f64>,
    pub(super) ends: BTreeMap<String, Vec<Coord<f64>>>,
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
        // Codes with a leading zero are text, as in real files.
        let value = |text: &&str| match text.parse() {
            Ok(number) if !(text.starts_with('0') && text.len() > 1) => Value::Number(number),
            _ => Value::text(text),
        };
        let values = values.iter().map(value).collect();
        layer.features.push(Feature { row, id: None, shape, values });
        self
    }

    pub(super) fn scope(mut self, region: Region) -> Self {
        self.scope = Some(Scope { name: "scope".to_owned(), region, features: Vec::new() });
        self
    }

    pub(super) fn input(&self) -> Input<'_> {
        Input {
            layers: &self.layers,
            scope: self.scope.as_ref(),
            figures: &self.figures,
            ends: &self.ends,
            at: None,
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

fn map_region(region: &Region, change: &impl Fn(Coord<f64>) -> Coord<f64>) -> Region {
    let parts: Vec<Region> = region
        .polygons()
        .map(|polygon| {
            let changed = |ring: &crate::geometry::LineString<f64>| ring.0.iter().map(|&at| change(at)).collect();
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

pub(super) fn area(region: Region) -> Shape {
    Shape::Area(region)
}

/// A turn by some angle and a move far east: figures must not feel it.
pub(super) fn moved(at: Coord<f64>) -> Coord<f64> {
    let (sin, cos) = 0.6_f64.sin_cos();
    Coord { x: 34_500_000.0 + cos * at.x - sin * at.y, y: 3_087_000.0 + sin * at.x + cos * at.y }
}
