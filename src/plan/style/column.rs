//! The field that classes and labels read: by its canonical name, else by the name that the file gives it.

use crate::layer::{Feature, Field, Layer, Value};

/// Where a layer holds a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Under a canonical name, through the planner's own table of values.
    Canonical(Field),
    /// In this column of the file.
    Own(usize),
}

impl Column {
    /// The column that a name means; `None` where the layer has no such field.
    pub fn of(layer: &Layer, name: &str) -> Option<Self> {
        let canonical = Field::from_name(name).filter(|field| layer.columns.contains_key(field));
        canonical.map(Self::Canonical).or_else(|| layer.fields.iter().position(|own| own == name).map(Self::Own))
    }

    /// What a feature has there.
    pub fn value(self, layer: &Layer, feature: &Feature) -> Value {
        match self {
            Self::Canonical(field) => layer.mapped(feature, field),
            Self::Own(column) => feature.values.get(column).cloned().unwrap_or_default(),
        }
    }

    /// The number that a feature has there, also as a text that begins with one.
    pub fn number(self, layer: &Layer, feature: &Feature) -> Option<f64> {
        number_of(&self.value(layer, feature))
    }
}

/// A number as it stands, or the leading one of a text such as `40m`.
pub(super) fn number_of(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => *number,
        Value::Bool(flag) => f64::from(*flag),
        Value::Null => return None,
        Value::Text(text) => {
            let end = text.find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | '-' | '+')));
            text.get(..end.unwrap_or(text.len()))?.parse().ok()?
        }
    };
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::{Origin, Role, Shape};

    #[test]
    fn a_field_is_found_by_either_name_and_the_canonical_one_goes_first() {
        let values = vec![Value::text("4层"), Value::Number(9.0)];
        let feature = Feature { row: 0, id: None, shape: Shape::Points(vec![(0.0, 0.0).into()]), values };
        let mut layer = Layer::new(Origin::Drawn, &[Role::Buildings], &["层数", "storeys"], vec![feature]);
        let feature = layer.features[0].clone();
        assert_eq!(Column::of(&layer, "storeys").and_then(|column| column.number(&layer, &feature)), Some(9.0));
        layer.columns.insert(Field::Storeys, 0);
        assert_eq!(Column::of(&layer, "storeys").and_then(|column| column.number(&layer, &feature)), Some(4.0));
        assert_eq!(Column::of(&layer, "层数"), Some(Column::Own(0)));
        assert_eq!(Column::of(&layer, "height"), None);
    }
}
