//! Which symbol a feature is drawn with: one per feature, by the most telling role of its layer.

use crate::layer::{Field, GreenClass, Item, LandClass, Layer, RoadClass, Role, Shape};
use crate::text::Message;

/// Whether a symbol fills an area, follows a line or stands at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Form {
    Area,
    Line,
    Point,
}

/// What a symbol stands for. The order is that of a legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum What {
    /// A parcel; `None` where its use is unknown.
    Land(Option<LandClass>),
    /// Green land; `None` where its class is unknown.
    Green(Option<GreenClass>),
    /// A road with its red-line width in whole metres, where it is known.
    Road(Option<RoadClass>, Option<u16>),
    /// A control line of a colour that planners know it by.
    Control(Control),
    /// Everything else looks the same throughout its role.
    Role(Role),
}

/// The colours that control lines are called by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Control {
    /// 绿线: green land.
    Green,
    /// 蓝线: water.
    Blue,
    /// 紫线: historic places.
    Purple,
    /// 黄线: infrastructure.
    Yellow,
    /// 红线 and all others.
    Red,
}

/// The symbol of a feature. The order is that of a legend, and of nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Symbol {
    pub(super) what: What,
    pub(super) form: Form,
}

/// Roles from the most to the least telling: a file of several roles is drawn as the first of them.
const TELLING: &[Role] = &[
    Role::LandUse,
    Role::Corridors,
    Role::Greenways,
    Role::RoadCentrelines,
    Role::RoadAreas,
    Role::Buildings,
    Role::PlazaPlanting,
    Role::Green,
    Role::Plazas,
    Role::Water,
    Role::Walkways,
    Role::Crossings,
    Role::Facilities,
    Role::Lamps,
    Role::ControlLines,
    Role::RenewalUnits,
    Role::PlanningUnits,
    Role::Communities,
    Role::Clusters,
    Role::MainUrbanArea,
    Role::BuiltUpArea,
    Role::CountySeat,
    Role::AdminUnits,
    Role::Surfaces,
    Role::Population,
    Role::Obstacles,
    Role::Backdrop,
];

/// The role that a layer is drawn by.
pub(super) fn role_of(layer: &Layer) -> Role {
    TELLING.iter().copied().find(|role| layer.roles.contains(role)).unwrap_or(Role::Backdrop)
}

impl Symbol {
    /// The symbol of a feature; its role is that of its layer.
    pub(super) fn of(item: &Item<'_>) -> Self {
        let form = match item.feature.shape {
            Shape::Area(_) => Form::Area,
            Shape::Lines(_) => Form::Line,
            Shape::Points(_) => Form::Point,
        };
        let what = match (item.role, form) {
            (Role::LandUse, Form::Area) => What::Land(item.land_class()),
            (Role::Green, Form::Area) => What::Green(item.green_class()),
            (Role::RoadCentrelines, Form::Line) => What::Road(item.road_class(), width(item)),
            (Role::ControlLines, _) => What::Control(control(item)),
            (role, _) => What::Role(role),
        };
        Self { what, form }
    }

    /// What a legend calls it.
    pub(super) fn name(self) -> Message {
        match self.what {
            What::Land(class) => class.map_or_else(|| Message::new("layer.land-unknown"), LandClass::name),
            What::Green(None) => Message::new("layer.green-unknown"),
            What::Green(Some(class)) => Message::new(format!("layer.green-{}", class.code().to_lowercase())),
            What::Road(class, _) => class.map_or_else(|| Message::new("layer.road-unknown"), RoadClass::name),
            What::Control(_) => Role::ControlLines.name(),
            What::Role(role) => role.name(),
        }
    }
}

/// A stated red-line width in whole metres; widths that no road has are unknown.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie between 2 and 200")]
fn width(item: &Item<'_>) -> Option<u16> {
    item.red_line_width().filter(|width| (2.0..=200.0).contains(width)).map(|width| width.round() as u16)
}

fn control(item: &Item<'_>) -> Control {
    let texts = [Field::Class, Field::ClassName, Field::Name].map(|field| item.text(field).unwrap_or_default());
    let says = |word: &str| {
        texts.iter().any(|text| text.contains(word)) || item.layer.source().is_some_and(|s| s.contains(word))
    };
    let words =
        [("绿线", Control::Green), ("蓝线", Control::Blue), ("紫线", Control::Purple), ("黄线", Control::Yellow)];
    words.into_iter().find(|(word, _)| says(word)).map_or(Control::Red, |(_, control)| control)
}
