//! A layer as a table: a row for each feature, the fields of the file and what is computed from the shapes as columns.

mod order;
mod statistics;

pub(super) use order::natural;
pub use order::{Direction, sorted};
pub use statistics::{Frequent, Numbers, Statistics, Totals, summarise, totals};

use geo_types::Coord;

use super::{Feature, Field, Layer, Shape, Value};
use crate::geometry::anchor;

/// A column of a layer's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// The row in the file, from 0.
    Row,
    /// A field of the file by its index.
    Field(usize),
    /// Area of the shape in square metres.
    Area,
    /// Length of the shape in metres.
    Length,
    /// East coordinate of the shape's centre, in the plan's frame.
    East,
    /// North coordinate of it.
    North,
}

impl Column {
    /// Columns that are computed from shapes, with what filters call them.
    pub const COMPUTED: [(Self, &'static str); 5] = [
        (Self::Row, "$row"),
        (Self::Area, "$area"),
        (Self::Length, "$length"),
        (Self::East, "$x"),
        (Self::North, "$y"),
    ];

    /// The columns of a layer: its fields, then sizes that its shapes have, then their centre.
    pub fn all(layer: &Layer) -> Vec<Self> {
        let has = |test: fn(&Shape) -> bool| layer.features.iter().any(|feature| test(&feature.shape));
        let mut columns: Vec<Self> = (0..layer.fields.len()).map(Self::Field).collect();
        columns.extend(has(|shape| matches!(shape, Shape::Area(_))).then_some(Self::Area));
        columns.extend(has(|shape| matches!(shape, Shape::Lines(_))).then_some(Self::Length));
        columns.extend([Self::East, Self::North]);
        columns
    }

    /// The canonical field that it holds.
    pub fn canonical(self, layer: &Layer) -> Option<Field> {
        let Self::Field(index) = self else { return None };
        layer.columns.iter().find(|(_, column)| **column == index).map(|(field, _)| *field)
    }

    /// What stands in it for a feature: of a field the raw value.
    pub fn value(self, feature: &Feature) -> Value {
        let number = |number: Option<f64>| number.map_or(Value::Null, Value::Number);
        match (self, &feature.shape) {
            (Self::Row, _) => Value::Number(feature.row as f64),
            (Self::Field(index), _) => feature.values.get(index).cloned().unwrap_or_default(),
            (Self::Area, Shape::Area(region)) => Value::Number(region.area()),
            (Self::Length, Shape::Lines(_)) => Value::Number(feature.shape.size()),
            (Self::Area | Self::Length, _) => Value::Null,
            (Self::East, shape) => number(centre(shape).map(|at| at.x)),
            (Self::North, shape) => number(centre(shape).map(|at| at.y)),
        }
    }
}

/// The place that a label of the shape is led to: well inside an area, half way along the longest line.
pub fn centre(shape: &Shape) -> Option<Coord<f64>> {
    match shape {
        Shape::Points(points) => points.first().copied(),
        Shape::Lines(lines) => anchor::of_lines(lines),
        Shape::Area(region) => region.interior_point(),
    }
}

/// The number that a value is: text that is a number throughout counts, as tables of text fields hold them.
pub fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
        Value::Null | Value::Bool(_) => None,
    }
}

#[cfg(test)]
pub(super) mod fixture {
    use geo_types::LineString;

    use crate::geometry::Region;
    use crate::layer::{Feature, Layer, Origin, Role, Shape, Value};

    /// Buildings: a square of a side in metres, a name and storeys each.
    pub(in crate::layer) fn buildings(rows: &[(f64, &str, Value)]) -> Layer {
        let features = rows.iter().enumerate().map(|(row, (side, name, storeys))| {
            let corners = [(0.0, 0.0), (*side, 0.0), (*side, *side), (0.0, *side)];
            let corners = corners.map(|(x, y)| geo_types::Coord { x, y });
            let shape = Shape::Area(Region::from_rings(&corners, &[]).unwrap());
            Feature { row: row + 10, id: None, shape, values: vec![Value::text(name), storeys.clone()] }
        });
        Layer::new(Origin::File("建筑.shp".into()), &[Role::Buildings], &["name", "storeys"], features.collect())
    }

    /// Roads of a length in metres and a class each.
    pub(in crate::layer) fn roads(rows: &[(f64, &str)]) -> Layer {
        let features = rows.iter().enumerate().map(|(row, (length, class))| {
            let line = LineString::from(vec![(0.0, 0.0), (*length, 0.0)]);
            Feature { row, id: None, shape: Shape::Lines(vec![line]), values: vec![Value::text(class)] }
        });
        let mut layer =
            Layer::new(Origin::File("道路.shp".into()), &[Role::RoadCentrelines], &["class"], features.collect());
        layer.fields = vec!["道路等级".to_owned()];
        layer
    }
}

#[cfg(test)]
mod tests {
    use super::fixture::{buildings, roads};
    use super::*;

    #[test]
    fn a_table_has_the_sizes_that_its_shapes_have() {
        let areas = buildings(&[(10.0, "甲", Value::Number(6.0))]);
        let of = [Column::Field(0), Column::Field(1), Column::Area, Column::East, Column::North];
        assert_eq!(Column::all(&areas), of);
        let lines = roads(&[(300.0, "主干路")]);
        assert_eq!(Column::all(&lines), [Column::Field(0), Column::Length, Column::East, Column::North]);
    }

    #[test]
    fn a_cell_holds_the_raw_value_the_size_and_a_place_inside() {
        let layer = buildings(&[(10.0, "甲", Value::Number(6.0))]);
        let value = |column: Column| column.value(&layer.features[0]);
        assert_eq!(value(Column::Row), Value::Number(10.0));
        assert_eq!(value(Column::Field(0)), Value::text("甲"));
        assert_eq!(value(Column::Field(7)), Value::Null);
        assert_eq!(value(Column::Area), Value::Number(100.0));
        assert_eq!(value(Column::Length), Value::Null);
        assert!(matches!(value(Column::East), Value::Number(x) if x > 0.0 && x < 10.0));
        assert_eq!(Column::Field(1).canonical(&layer), Some(Field::Storeys));
        assert_eq!(Column::Area.canonical(&layer), None);
    }
}
