//! What is computed from the shapes of the rows in sight. It is kept while the rows scroll: a place well inside a district
//! takes some passes over all its corners, too many for every frame.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::layer::table::Column;
use crate::layer::{Layer, Value};

/// So many values are kept; with more it begins anew.
const MOST: usize = 20_000;

/// Values of one layer by row and column.
#[derive(Debug, Default)]
pub(in crate::app) struct Computed {
    of: Option<Arc<Layer>>,
    values: BTreeMap<(usize, Column), Value>,
}

impl Computed {
    /// What stands in a column for a feature of a layer, by its index.
    pub(in crate::app) fn value(&mut self, layer: &Arc<Layer>, index: usize, column: Column) -> Value {
        let Some(feature) = layer.features.get(index) else { return Value::Null };
        if matches!(column, Column::Row | Column::Field(_)) {
            return column.value(feature);
        }
        let is_other = self.of.as_ref().is_none_or(|of| !Arc::ptr_eq(of, layer));
        if is_other || self.values.len() >= MOST {
            *self = Self { of: Some(Arc::clone(layer)), values: BTreeMap::new() };
        }
        self.values.entry((index, column)).or_insert_with(|| column.value(feature)).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Coord;
    use crate::layer::{Feature, Origin, Shape};

    fn layer(x: f64) -> Arc<Layer> {
        let shape = Shape::Points(vec![Coord { x, y: 3.0 }]);
        let feature = Feature { row: 0, id: None, shape, values: Vec::new() };
        Arc::new(Layer::new(Origin::File("a.shp".to_owned()), &[], &[], vec![feature]))
    }

    #[test]
    fn a_place_is_computed_once_and_another_layer_has_its_own() {
        let (mut computed, one, other) = (Computed::default(), layer(1.0), layer(2.0));
        for _ in 0..3 {
            assert_eq!(computed.value(&one, 0, Column::East), Value::Number(1.0));
        }
        assert_eq!(computed.values.len(), 1);
        assert_eq!(computed.value(&other, 0, Column::East), Value::Number(2.0));
        assert_eq!(computed.value(&other, 0, Column::Row), Value::Number(0.0));
        assert_eq!((computed.value(&other, 7, Column::East), computed.values.len()), (Value::Null, 1));
    }
}
