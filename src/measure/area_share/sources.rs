//! What counts as green, in which class, and with which part of its area.
//!
//! A green layer says it by class. Only where no such layer is loaded, a land-use layer does: parcels of green land by
//! their code, other parcels by their stated green share, as attached green (indicators §2.7, mode 2).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::geometry::Region;
use crate::layer::{Field, GreenClass, Item, LandKind, Layer, Role, Value, is_loaded, items};
use crate::measure::NoFigure;
use crate::measure::area_share::Clipped;
use crate::measure::selection::areas;
use crate::notice::Notice;
use crate::text::Message;

/// The most values of a class field that are named one by one in notices.
const VALUES_NAMED: usize = 20;

/// Classes as they are counted, in the order in which they claim a spot that several cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Counted {
    Park,
    Protective,
    Attached,
    Unknown,
    Plaza,
    Regional,
}

impl Counted {
    /// Classes whose areas count whole, in the order in which they claim a spot.
    pub(super) const WHOLE: [Self; 4] = [Self::Park, Self::Protective, Self::Attached, Self::Unknown];

    /// Its key in the facts.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Park => "G1",
            Self::Protective => "G2",
            Self::Attached => "XG",
            Self::Unknown => "unknown",
            Self::Plaza => "G3",
            Self::Regional => "EG",
        }
    }
}

/// Why a feature counts as it does, where that needs saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    None,
    /// Its layer has no class field.
    NoClassField,
    /// Its class is blank or not understood.
    UnknownClass,
    /// A plaza whose planted share is not stated: 0.
    NoShare,
}

/// A green feature.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    pub(super) item: Item<'a>,
    pub(super) region: &'a Region,
    pub(super) counted: Counted,
    /// Whether only a stated share of its area is green.
    pub(super) partial: bool,
    /// The part of its area that is green, 0 to 1.
    pub(super) share: f64,
    pub(super) doubt: Doubt,
}

impl Source<'_> {
    /// Whether all of its area is green.
    pub(super) fn is_whole(&self) -> bool {
        !self.partial && self.counted != Counted::Regional
    }
}

/// All green features of the plan, and what the missing data is where there are none.
pub(super) fn sources<'a>(
    layers: &'a [Arc<Layer>],
    role: Role,
    notices: &mut Vec<Notice>,
) -> Result<Vec<Source<'a>>, NoFigure> {
    let patches = |items: &[Item<'a>], notices: &mut Vec<Notice>| -> Vec<Source<'a>> {
        areas(items, notices).into_iter().map(|(item, region)| green_patch(item, region)).collect()
    };
    let mut green = items(layers, role);
    if is_loaded(layers, role) {
        return Ok(patches(&green, notices));
    }
    green.retain(|item| item.layer.is_drawn());
    let drawn = patches(&green, notices);
    if !is_loaded(layers, Role::LandUse) {
        if !drawn.is_empty() {
            return Ok(drawn);
        }
        let message = Message::new("measure.area-share-no-green").with_message("role", role.name());
        return Err(NoFigure::Missing(message));
    }
    let parcels = areas(&items(layers, Role::LandUse), notices);
    let parcels = parcels.into_iter().filter_map(|(item, region)| parcel(item, region));
    let found: Vec<Source<'_>> = parcels.chain(drawn).collect();
    if found.is_empty() {
        // Codes that nobody understood look just like a town without green.
        return Err(NoFigure::Missing(Message::new("measure.area-share-no-green-parcel")));
    }
    Ok(found)
}

/// A patch of a green layer: its class decides, and a class that is not known counts as urban green.
fn green_patch<'a>(item: Item<'a>, region: &'a Region) -> Source<'a> {
    match item.green_class() {
        Some(class) => of_class(item, region, class),
        None if item.has(Field::Class) => whole(item, region, Counted::Unknown, Doubt::UnknownClass),
        None => whole(item, region, Counted::Unknown, Doubt::NoClassField),
    }
}

/// A parcel of a land-use layer: green land by its code, other land by its stated green share, else none.
fn parcel<'a>(item: Item<'a>, region: &'a Region) -> Option<Source<'a>> {
    match item.green_class() {
        Some(class) => Some(of_class(item, region, class)),
        None if item.land_kind() == Some(LandKind::Green(None)) => {
            Some(whole(item, region, Counted::Unknown, Doubt::UnknownClass))
        }
        None => stated_share(item).map(|share| partial(item, region, Counted::Attached, share, Doubt::None)),
    }
}

fn of_class<'a>(item: Item<'a>, region: &'a Region, class: GreenClass) -> Source<'a> {
    match class {
        GreenClass::G1 => whole(item, region, Counted::Park, Doubt::None),
        GreenClass::G2 => whole(item, region, Counted::Protective, Doubt::None),
        GreenClass::XG => whole(item, region, Counted::Attached, Doubt::None),
        GreenClass::EG => whole(item, region, Counted::Regional, Doubt::None),
        GreenClass::G3 => match stated_share(item) {
            Some(share) => partial(item, region, Counted::Plaza, share, Doubt::None),
            None => partial(item, region, Counted::Plaza, 0.0, Doubt::NoShare),
        },
    }
}

fn whole<'a>(item: Item<'a>, region: &'a Region, counted: Counted, doubt: Doubt) -> Source<'a> {
    Source { item, region, counted, partial: false, share: 1.0, doubt }
}

fn partial<'a>(item: Item<'a>, region: &'a Region, counted: Counted, share: f64, doubt: Doubt) -> Source<'a> {
    Source { item, region, counted, partial: true, share, doubt }
}

/// The stated planted share as a part of one; a number that is no share is not stated.
fn stated_share(item: Item<'_>) -> Option<f64> {
    item.green_share().filter(|share| (0.0..=100.0).contains(share)).map(|share| share / 100.0)
}

/// What was assumed about features in the scope: a notice per layer, and per value that was not understood.
pub(super) fn notices(green: &[Clipped<'_>]) -> Vec<Notice> {
    // First row and number of rows; keyed by the layer's place among those that have a doubt.
    let mut layers: Vec<*const Layer> = Vec::new();
    let mut found: BTreeMap<(usize, u8, String), (Item<'_>, usize)> = BTreeMap::new();
    for Clipped { source, .. } in green {
        let (order, value) = match source.doubt {
            Doubt::None => continue,
            Doubt::NoClassField => (0, String::new()),
            Doubt::UnknownClass => (1, text_of(source.item.value(Field::Class))),
            Doubt::NoShare => (2, String::new()),
        };
        let layer: *const Layer = source.item.layer;
        let place = layers.iter().position(|known| *known == layer).unwrap_or_else(|| {
            layers.push(layer);
            layers.len() - 1
        });
        found.entry((place, order, value)).or_insert((source.item, 0)).1 += 1;
    }
    let mut notices = Vec::new();
    let mut named: BTreeMap<usize, usize> = BTreeMap::new();
    for ((place, order, value), (first, count)) in found {
        let told = named.entry(place).or_default();
        if order == 1 {
            *told += 1;
        }
        if order == 1 && *told > VALUES_NAMED {
            continue;
        }
        let (code, key) = match order {
            0 => ("class-field-missing", "notice.green-class-field-missing"),
            1 => ("class-unknown", "notice.green-class-unknown"),
            _ => ("share-unstated", "notice.share-unstated"),
        };
        let message = Message::new(key)
            .with("layer", first.layer.source().unwrap_or_default())
            .with("value", value)
            .with("count", count);
        notices.push(Notice { code, row: Some(first.feature.row), at: None, message });
    }
    notices
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
    }
}
