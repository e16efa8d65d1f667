//! The one form of shapes that a table of a file has.

use crate::layer::Shape;

/// The one form of shapes that a table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Points, one or several a row.
    Points,
    /// Lines.
    Lines,
    /// Areas.
    Areas,
}

impl Form {
    /// The form of a shape.
    pub fn of(shape: &Shape) -> Self {
        match shape {
            Shape::Points(_) => Self::Points,
            Shape::Lines(_) => Self::Lines,
            Shape::Area(_) => Self::Areas,
        }
    }

    /// Its plural in names of files and tables.
    pub fn code(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Lines => "lines",
            Self::Areas => "areas",
        }
    }
}
