//! One feature: a row of a file.

use std::sync::Arc;

use geo_types::{Coord, LineString, Rect};

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
    /// Its values, in the order of the layer's fields; missing ones at the end may be left out.
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

impl Shape {
    /// Length of lines in metres, area of an area in square metres, number of points.
    pub fn size(&self) -> f64 {
        match self {
            Self::Points(points) => points.len() as f64,
            Self::Lines(lines) => {
                let length = |ends: &[Coord<f64>]| (ends[1].x - ends[0].x).hypot(ends[1].y - ends[0].y);
                lines.iter().flat_map(|line| line.0.windows(2)).map(length).sum()
            }
            Self::Area(region) => region.area(),
        }
    }

    /// The smallest box around it; `None` where it has no vertex.
    pub fn bounds(&self) -> Option<Rect<f64>> {
        let around = |mut corners: Box<dyn Iterator<Item = Coord<f64>> + '_>| {
            let first = corners.next()?;
            let (low, high) = corners.fold((first, first), |(low, high), at| {
                let low = Coord { x: low.x.min(at.x), y: low.y.min(at.y) };
                (low, Coord { x: high.x.max(at.x), y: high.y.max(at.y) })
            });
            Some(Rect::new(low, high))
        };
        match self {
            Self::Points(points) => around(Box::new(points.iter().copied())),
            Self::Lines(lines) => around(Box::new(lines.iter().flat_map(|line| line.0.iter().copied()))),
            Self::Area(region) => region.bounds(),
        }
    }
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
