//! One feature: a row of a file.

use std::sync::Arc;

use geo_types::{Coord, LineString};

use crate::geometry::Region;

/// One row: its place in the file, its shape and its raw values.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Row in the file, from 0, counting rows that were skipped.
    pub row: usize,
    /// Id of a drawn feature.
    pub id: Option<String>,
    /// Its shape, metres in the plan's frame.
    pub shape: Shape,
    /// Its values, in the order of the layer's fields.
    pub values: Vec<Value>,
}

/// A shape that can be measured: finite coordinates, areas repaired.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// One or more points.
    Points(Vec<Coord<f64>>),
    /// One or more lines of at least two different points each.
    Lines(Vec<LineString<f64>>),
    /// An area.
    Area(Region),
}

/// A raw attribute value.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    /// Missing, blank, or filled with the format's mark for "no value".
    #[default]
    Null,
    /// Text, outer blanks removed.
    Text(Arc<str>),
    /// A finite number.
    Number(f64),
    /// True or false.
    Bool(bool),
}

impl Value {
    /// Text value.
    pub fn text(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() { Self::Null } else { Self::Text(Arc::from(text)) }
    }

    /// The value as text: numbers in their shortest form, truth values as `true` and `false`; `None` when missing.
    pub fn plain(&self) -> Option<String> {
        match self {
            Self::Null => None,
            Self::Text(text) => Some(text.to_string()),
            Self::Number(number) => Some(number.to_string()),
            Self::Bool(flag) => Some(flag.to_string()),
        }
    }

    /// Whether nothing is there.
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }
}
