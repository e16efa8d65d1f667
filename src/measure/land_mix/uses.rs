//! What is built in a block, by use.

use super::super::homes::homes;
use super::super::selection::areas;
use super::By;
use crate::geometry::{Boxes, Mask, OverlayFailed, Region};
use crate::layer::{Item, LandClass, LandKind, Role, items};
use crate::measure::{Input, NoFigure};
use crate::notice::Notice;
use crate::text::Message;

/// Groups of use: homes, services, shops, works and stores, all else that is built.
const GROUPS: usize = 5;
/// The first of them.
const HOMES: usize = 0;

/// Amounts of each group of use, in m².
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mix {
    /// By group, homes first.
    groups: [f64; GROUPS],
    /// Of unknown use.
    pub(super) unknown: f64,
    /// How many groups can be told apart, where not all can.
    told: Option<usize>,
}

impl Mix {
    /// Homes.
    pub(super) fn homes(&self) -> f64 {
        self.groups[HOMES]
    }

    /// All other known uses.
    pub(super) fn other(&self) -> f64 {
        self.groups.iter().skip(1).fold(0.0, |sum, amount| sum + amount)
    }

    /// Both together.
    pub(super) fn and(mut self, other: &Self) -> Self {
        self.groups.iter_mut().zip(other.groups).for_each(|(sum, amount)| *sum += amount);
        self.unknown += other.unknown;
        self.told = other.told;
        self
    }

    /// Shannon's entropy of the groups, over that of equal shares of all: 0 to 1.
    pub(super) fn entropy(&self) -> f64 {
        let whole: f64 = self.groups.iter().sum();
        let shares = self.groups.iter().map(|amount| amount / whole).filter(|share| *share > 0.0);
        let entropy = shares.fold(0.0, |sum, share| sum - share * share.ln());
        entropy / (self.told.unwrap_or(GROUPS) as f64).ln()
    }
}

/// Everything with a use, to be looked up by block.
pub(super) struct Uses<'a> {
    /// Each with its ground, its group (`None` where that is unknown) and what of it counts per m² of ground.
    list: Vec<(&'a Region, Option<usize>, f64)>,
    boxes: Boxes,
    told: Option<usize>,
}

impl<'a> Uses<'a> {
    /// # Errors
    /// [`NoFigure::Missing`] where nothing is there to compare.
    pub(super) fn new(input: &Input<'a>, by: By, notices: &mut Vec<Notice>) -> Result<Self, NoFigure> {
        let role = match by {
            By::Land => Role::LandUse,
            By::FloorArea => Role::Buildings,
        };
        let all = areas(&items(input.layers, role), notices);
        if all.is_empty() {
            return Err(NoFigure::Missing(Message::new("measure.layer-missing").with_message("role", role.name())));
        }
        let (list, told) = match by {
            By::Land => (all.into_iter().filter_map(of_parcel).collect(), None),
            By::FloorArea => (of_buildings(input, all), Some(2)),
        };
        let boxes = Boxes::new(list.iter().map(|(region, ..): &(&Region, _, _)| region.bounds()));
        Ok(Self { list, boxes, told })
    }

    /// What is built in a block.
    ///
    /// # Errors
    /// [`OverlayFailed`] where the overlay library panics.
    pub(super) fn of(&self, block: &Region) -> Result<Mix, OverlayFailed> {
        let mut mix = Mix { told: self.told, ..Mix::default() };
        let Some(bounds) = block.bounds() else { return Ok(mix) };
        let mask = Mask::new(block);
        for number in self.boxes.meeting(&bounds) {
            let (region, group, weight) = self.list[number];
            let amount = weight * mask.area_inside(region)?;
            match group {
                Some(group) => mix.groups[group] += amount,
                None => mix.unknown += amount,
            }
        }
        Ok(mix)
    }
}

/// A parcel that is built on, or may be.
fn of_parcel<'a>((parcel, region): (Item<'a>, &'a Region)) -> Option<(&'a Region, Option<usize>, f64)> {
    match parcel.land_kind() {
        Some(LandKind::Home) => Some((region, Some(HOMES), 1.0)),
        Some(LandKind::Built) => Some((region, parcel.land_class().map(group), 1.0)),
        Some(_) => None,
        None => Some((region, None, 1.0)),
    }
}

/// Buildings with their floor area; those without any have none to compare.
fn of_buildings<'a>(input: &Input<'a>, all: Vec<(Item<'a>, &'a Region)>) -> Vec<(&'a Region, Option<usize>, f64)> {
    let (buildings, regions): (Vec<Item<'a>>, Vec<&'a Region>) = all.into_iter().unzip();
    let homes = homes(&buildings, input.layers);
    let of = |((building, region), home): ((&Item<'a>, &'a Region), Option<bool>)| {
        let (floor, _) = building.floor_area()?;
        let ground = region.area();
        (ground > 0.0).then(|| (region, home.map(|home| usize::from(!home)), floor / ground))
    };
    buildings.iter().zip(regions).zip(homes).filter_map(of).collect()
}

/// The group of what is built and holds no homes.
fn group(class: LandClass) -> usize {
    use LandClass::{
        Commerce, Culture, Education, Health, Industry, Mining, Offices, Research, Reserves, RuralHomes, Sports,
        Storage, UrbanHomes, Welfare,
    };
    match class {
        // What is built among homes and is none serves them: 社区服务设施.
        UrbanHomes | RuralHomes | Offices | Research | Culture | Education | Sports | Health | Welfare => 1,
        Commerce => 2,
        Industry | Mining | Storage | Reserves => 3,
        _ => 4,
    }
}
