//! What can be drawn, and what new features state.

use std::collections::BTreeMap;

use crate::layer::{Field, RoadClass, Role};
use crate::plan::Width;
use crate::text::Message;

/// What can be drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A corridor along a centreline.
    #[default]
    Corridor,
    /// A corridor as a free outline.
    CorridorOutline,
    /// A road.
    Road,
    /// A greenway.
    Greenway,
    /// A walkway.
    Walkway,
    /// A green area.
    Green,
    /// A plaza.
    Plaza,
    /// Planting or water within a plaza.
    Planting,
    /// A building.
    Building,
}

/// How a kind is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A centreline with a width.
    Band,
    /// A line.
    Line,
    /// An outline.
    Outline,
}

impl Kind {
    /// Every kind, in the order of menus.
    pub const ALL: [Self; 9] = [
        Self::Corridor,
        Self::CorridorOutline,
        Self::Road,
        Self::Greenway,
        Self::Walkway,
        Self::Green,
        Self::Plaza,
        Self::Planting,
        Self::Building,
    ];

    /// What it means to a check.
    pub fn role(self) -> Role {
        match self {
            Self::Corridor | Self::CorridorOutline => Role::Corridors,
            Self::Road => Role::RoadCentrelines,
            Self::Greenway => Role::Greenways,
            Self::Walkway => Role::Walkways,
            Self::Green => Role::Green,
            Self::Plaza => Role::Plazas,
            Self::Planting => Role::PlazaPlanting,
            Self::Building => Role::Buildings,
        }
    }

    /// How it is drawn.
    pub fn form(self) -> Form {
        match self {
            Self::Corridor => Form::Band,
            Self::Road | Self::Greenway | Self::Walkway => Form::Line,
            Self::CorridorOutline | Self::Green | Self::Plaza | Self::Planting | Self::Building => Form::Outline,
        }
    }

    /// What it is called: `app.kind-<code>`.
    pub fn name(self) -> Message {
        Message::new(format!("app.kind-{}", self.code()))
    }

    fn code(self) -> &'static str {
        match self {
            Self::Corridor => "corridor",
            Self::CorridorOutline => "corridor-outline",
            Self::Road => "road",
            Self::Greenway => "greenway",
            Self::Walkway => "walkway",
            Self::Green => "green",
            Self::Plaza => "plaza",
            Self::Planting => "planting",
            Self::Building => "building",
        }
    }
}

/// Green areas that can be drawn, by class of CJJ/T 85-2017.
pub(in crate::app) const GREEN_CLASSES: [&str; 5] = ["G1", "G2", "G3", "XG", "EG"];

/// What new features get. The last words are kept, so that ten roads of a class are drawn one after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// Name of the next feature.
    pub name: String,
    /// Width of corridors in metres.
    pub width: f64,
    /// Whether corridors have a width of their own at every point.
    pub tapering: bool,
    /// Class of roads.
    pub road_class: RoadClass,
    /// Class of green areas.
    pub green_class: String,
    /// Storeys of buildings.
    pub storeys: u32,
}

impl Default for Stated {
    fn default() -> Self {
        Self {
            name: String::new(),
            width: 60.0,
            tapering: false,
            road_class: RoadClass::Branch,
            green_class: GREEN_CLASSES[0].to_owned(),
            storeys: 6,
        }
    }
}

impl Stated {
    /// The width of a band of so many points.
    pub(in crate::app) fn width_of(&self, points: usize) -> Width {
        if self.tapering { Width::Tapering(vec![self.width; points]) } else { Width::Even(self.width) }
    }

    /// The canonical values of a kind.
    pub(in crate::app) fn values(&self, kind: Kind) -> BTreeMap<Field, String> {
        match kind {
            Kind::Road => BTreeMap::from([(Field::Class, self.road_class.code().to_owned())]),
            Kind::Green => BTreeMap::from([(Field::Class, self.green_class.clone())]),
            Kind::Building => BTreeMap::from([(Field::Storeys, self.storeys.to_string())]),
            _ => BTreeMap::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn every_kind_has_its_name_in_the_table_of_sentences() {
        for kind in Kind::ALL {
            assert!(text::is_known(&kind.name().key), "{kind:?}");
        }
    }
}
