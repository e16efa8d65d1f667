//! Which features should not lie there: planned construction land and new buildings, or those of villages.

use std::sync::Arc;

use super::{Hit, Parameters, What};
use crate::geometry::{Mask, Region};
use crate::layer::{Field, Item, LandClass, LandKind, Layer, Role, Shape, items};
use crate::measure::condition::is_new;
use crate::measure::lines::layer_name;
use crate::measure::selection::{areas, holds_most, selected};
use crate::measure::{Input, NoFigure};
use crate::notice::Notice;
use crate::text::Message;

/// A feature that is looked at.
pub(super) struct Subject<'a> {
    pub(super) item: Item<'a>,
    pub(super) region: &'a Region,
    /// Whether it is known to be one that should not lie there.
    pub(super) is_certain: bool,
}

/// The features to look at, and what was assumed of them.
pub(super) fn subjects<'a>(
    input: &Input<'a>,
    with: &Parameters,
    notices: &mut Vec<Notice>,
) -> Result<(Vec<Subject<'a>>, Vec<Notice>), NoFigure> {
    let both = [Role::LandUse, Role::Buildings];
    let all: Vec<Item<'a>> = both.into_iter().flat_map(|role| items(input.layers, role)).collect();
    if all.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.features-inside-nothing")));
    }
    let chosen = selected(all, input.scope);
    notices.extend(chosen.notices);
    let what = what(&chosen.items, with, notices);
    let mut assumed = Vec::new();
    let mut found = Vec::new();
    for (item, region) in areas(&chosen.items, notices) {
        let is = if item.role == Role::LandUse { land(item, what) } else { building(item, what) };
        if is == Some(false) {
            continue;
        }
        match is_new(&item, with.since) {
            Some(false) => continue,
            Some(true) => {}
            None => assumed.push(item),
        }
        found.push(Subject { item, region, is_certain: is == Some(true) });
    }
    Ok((found, assumed_notices(&assumed)))
}

/// What is looked at: where no village land can be told, all construction.
fn what(items: &[Item<'_>], with: &Parameters, notices: &mut Vec<Notice>) -> What {
    let is_land = |item: &Item<'_>| item.role == Role::LandUse && item.land_class() == Some(LandClass::RuralHomes);
    let is_told = items.iter().any(|item| is_land(item) || item.is_of_village() == Some(true));
    if with.what == What::Village && !is_told {
        notices.push(Notice::new("village-land-unknown"));
        return What::Construction;
    }
    with.what
}

/// Whether a parcel is of the land that is looked at; streets, railways and other lines cross water and are none.
fn land(parcel: Item<'_>, what: What) -> Option<bool> {
    match what {
        What::Construction => match parcel.land_kind()? {
            LandKind::Home | LandKind::Built => Some(true),
            LandKind::Transport => None,
            _ => Some(false),
        },
        What::Village => parcel.land_class().map(|class| class == LandClass::RuralHomes),
    }
}

/// Whether a building is one that is looked at. Bridges are none.
fn building(building: Item<'_>, what: What) -> Option<bool> {
    let is_bridge =
        building.text(Field::Use).is_some_and(|text| text.contains('桥') || text.eq_ignore_ascii_case("bridge"));
    if is_bridge || building.flag(Field::Bridge) == Some(true) {
        return Some(false);
    }
    if what == What::Construction { Some(true) } else { building.is_of_village() }
}

/// Settles for buildings of unknown use whether they are those of villages: by the parcel that holds most of each.
pub(super) fn settle(hits: &mut Vec<Hit<'_>>, layers: &[Arc<Layer>], with: &Parameters) {
    let is_open = |hit: &Hit<'_>| hit.subject.item.role == Role::Buildings && !hit.subject.is_certain;
    if with.what != What::Village || !hits.iter().any(is_open) {
        return;
    }
    let of = |village: bool| {
        let parcels = items(layers, Role::LandUse).into_iter();
        let wanted = parcels
            .filter(|parcel| parcel.land_class().is_some_and(|class| (class == LandClass::RuralHomes) == village));
        let regions = wanted.filter_map(|parcel| match &parcel.feature.shape {
            Shape::Area(region) => Some(region),
            _ => None,
        });
        Region::union(regions).unwrap_or_default()
    };
    let (village, other) = (of(true), of(false));
    let (village, other) = (Mask::new(&village), Mask::new(&other));
    hits.retain_mut(|hit| {
        if !is_open(hit) {
            return true;
        }
        let stands_on = |mask: &Mask<'_>| holds_most(mask, &hit.subject.item.feature.shape).unwrap_or(false);
        let is_of_village = stands_on(&village);
        let stays = is_of_village || !stands_on(&other);
        hit.subject.is_certain = is_of_village;
        stays
    });
}

/// A notice per layer of features that do not say whether they are planned: all of them are looked at.
fn assumed_notices(assumed: &[Item<'_>]) -> Vec<Notice> {
    let notice = |of_layer: &[Item<'_>]| {
        let first = of_layer.first()?;
        let notice = Notice::new("planned-assumed").with_message("layer", layer_name(first.layer.source()));
        Some(notice.row(first.feature.row).with("count", of_layer.len()))
    };
    assumed.chunk_by(|a, b| std::ptr::eq(a.layer, b.layer)).filter_map(notice).collect()
}
