//! How a layer looks where a plan wants it otherwise than built in: colours, widths, textures, classes, labels.
//!
//! What a style leaves open keeps the built-in look of the map. A style belongs to a file, or to what is drawn in the plan in
//! one role, and holds in every proposal.

mod breaks;
mod colour;
mod column;
mod ramp;
pub(super) mod read;

use serde::{Deserialize, Serialize};

pub use breaks::{Method, least_and_most};
pub use colour::Colour;
pub use column::Column;
pub use ramp::Ramp;

use super::exact;

/// How a layer looks; `None` and empty keep what is built in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Style {
    /// Inside of areas and roads, and of points.
    pub fill: Option<Paint>,
    /// Outlines of areas, edges of roads, all other lines, rims of points.
    pub line: Option<Paint>,
    /// Width of lines; diameter of points.
    pub width: Option<LineWidth>,
    /// Dashes of lines.
    pub dash: Option<Dash>,
    /// Texture over areas.
    pub texture: Option<Texture>,
    /// Opacity of the whole layer, per cent.
    pub opacity: Option<u8>,
    /// Denominator of the largest scale that shows it: nearer it is not drawn.
    #[serde(with = "exact::maybe_number")]
    pub from: Option<f64>,
    /// Denominator of the smallest scale that shows it: farther away it is not drawn.
    #[serde(with = "exact::maybe_number")]
    pub to: Option<f64>,
    /// What its features are labelled with; nothing where the list is empty.
    pub label: Option<Vec<Label>>,
    /// Size of labels in points.
    #[serde(with = "exact::maybe_number")]
    pub label_size: Option<f64>,
    /// Classes of features, each with a colour of its own.
    pub classes: Option<Classes>,
    /// Whether it lies above layers that otherwise lie above it.
    pub on_top: bool,
}

/// A colour, or nothing at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paint {
    /// Nothing is drawn.
    Nothing,
    /// This colour.
    Colour(Colour),
}

/// Width of a line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineWidth {
    /// The same at every scale, in points of 1/96 inch.
    Points(#[serde(with = "exact::number")] f64),
    /// That of something on the ground, in metres.
    Metres(#[serde(with = "exact::number")] f64),
}

/// Widths that a line can have, in points or metres.
pub const WIDTHS: std::ops::RangeInclusive<f64> = 0.1..=200.0;
/// Sizes that a label can have, in points.
pub const LABEL_SIZES: std::ops::RangeInclusive<f64> = 6.0..=48.0;
/// More classes than this no reader of a map tells apart; files may have more.
pub const MOST_CLASSES: usize = 12;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$each])* #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            /// Each with its word in a plan file.
            pub const ALL: &[(Self, &'static str)] = &[$((Self::$variant, $code),)*];

            /// Its word in a plan file.
            pub fn code(self) -> &'static str {
                Self::ALL.iter().find(|(own, _)| *own == self).map_or("", |(_, code)| code)
            }
        }
    };
}
pub(super) use named;

named! {
    /// Dashes of a line.
    Dash {
        /// No gaps.
        Solid = "solid",
        /// Dashes.
        Dashed = "dashed",
        /// Dots.
        Dotted = "dotted",
        /// A dash and a dot in turn.
        DashDot = "dash-dot",
        /// A dash and two dots in turn.
        DashDotDot = "dash-dot-dot",
    }
}

named! {
    /// A texture over an area.
    Texture {
        /// None.
        Plain = "plain",
        /// Lines that rise to the right.
        Hatch = "hatch",
        /// Lines that fall to the right.
        BackHatch = "back-hatch",
        /// Both.
        CrossHatch = "cross-hatch",
        /// Level lines.
        Horizontal = "horizontal",
        /// Upright lines.
        Vertical = "vertical",
        /// Dots.
        Dots = "dots",
    }
}

/// A part of a label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Label {
    /// The value of a field, by its canonical name or by that in the file.
    Field(String),
    /// The area that is drawn.
    Area,
    /// The red-line width that is stated of a road.
    Width,
    /// The length that is drawn.
    Length,
}

impl Label {
    /// The part that a word in a plan file means.
    pub fn from_word(word: &str) -> Self {
        match word {
            "area" => Self::Area,
            "width" => Self::Width,
            "length" => Self::Length,
            field => Self::Field(field.to_owned()),
        }
    }

    /// Its word in a plan file.
    pub fn word(&self) -> &str {
        match self {
            Self::Field(field) => field,
            Self::Area => "area",
            Self::Width => "width",
            Self::Length => "length",
        }
    }
}

/// Classes of features by the value of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Classes {
    /// The field, by its canonical name or by that in the file.
    pub field: String,
    /// How its values make classes.
    pub by: By,
    /// Colour of features in no class; what is built in otherwise.
    pub others: Option<Paint>,
}

/// How values make classes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// A class per value, in the order of a legend.
    Value(Vec<(String, Class)>),
    /// Classes of numbers, from each break up to the next one, which belongs to the class above it.
    Range {
        /// Ascending; one fewer than colours.
        #[serde(with = "exact::numbers")]
        breaks: Vec<f64>,
        /// The lowest class first.
        colours: Vec<Colour>,
        /// How the breaks were found; not stated where they were typed.
        method: Option<Method>,
    },
}

/// How a class looks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Class {
    /// The colour that tells it.
    pub colour: Colour,
    /// Width of its lines, where that differs.
    pub width: Option<LineWidth>,
}

impl Style {
    /// Whether it leaves everything as it is built in.
    pub fn is_built_in(&self) -> bool {
        *self == Self::default()
    }
}

impl Classes {
    /// The class of a value; `None` for the others.
    pub fn class_of(&self, value: &crate::layer::Value) -> Option<usize> {
        match &self.by {
            By::Value(values) => {
                let text = value.plain()?;
                values.iter().position(|(own, _)| *own == text)
            }
            By::Range { breaks, colours, .. } => {
                let number = column::number_of(value)?;
                let class = breaks.partition_point(|own| *own <= number);
                (class < colours.len()).then_some(class)
            }
        }
    }

    /// How a class looks.
    pub fn class(&self, index: usize) -> Option<Class> {
        match &self.by {
            By::Value(values) => values.get(index).map(|(_, class)| *class),
            By::Range { colours, .. } => colours.get(index).map(|colour| Class { colour: *colour, width: None }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Value;

    fn ranges(breaks: &[f64]) -> Classes {
        let colours = Ramp::Viridis.colours(breaks.len() + 1);
        Classes {
            field: "storeys".into(),
            by: By::Range { breaks: breaks.to_vec(), colours, method: None },
            others: None,
        }
    }

    #[test]
    fn a_break_belongs_to_the_class_above_it_and_a_feature_without_a_number_to_none() {
        let classes = ranges(&[3.0, 6.0]);
        let of = |value: Value| classes.class_of(&value);
        assert_eq!(
            [2.9, 3.0, 5.99, 6.0, 100.0].map(|n| of(Value::Number(n))),
            [Some(0), Some(1), Some(1), Some(2), Some(2)]
        );
        assert_eq!((of(Value::text("4层")), of(Value::text("高")), of(Value::Null)), (Some(1), None, None));
    }

    #[test]
    fn a_value_is_told_by_its_text() {
        let class = Class { colour: Colour::hex(0xff_00_00), width: None };
        let by = By::Value(vec![("住宅".into(), class), ("3".into(), class)]);
        let classes = Classes { field: "用途".into(), by, others: None };
        assert_eq!(classes.class_of(&Value::text("住宅")), Some(0));
        assert_eq!(classes.class_of(&Value::Number(3.0)), Some(1));
        assert_eq!(classes.class_of(&Value::text("商业")), None);
    }
}
