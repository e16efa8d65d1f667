//! Where nothing should be built: water, lines of control, hazard areas.

use std::sync::Arc;

use super::{Parameters, names};
use crate::geometry::{Boxes, Mask, OverlayFailed, Region, Relation, tolerance};
use crate::layer::{ControlKind, Item, Layer, Role, items};
use crate::measure::NoFigure;
use crate::measure::selection::areas;
use crate::notice::Notice;
use crate::text::Message;

/// The roles that hold areas of these kinds.
pub(super) fn roles(kinds: &[ControlKind]) -> Vec<Role> {
    let is_water = |kind: &ControlKind| *kind == ControlKind::Water;
    let water = kinds.iter().any(is_water).then_some(Role::Water);
    let lines = kinds.iter().any(|kind| !is_water(kind)).then_some(Role::ControlLines);
    water.into_iter().chain(lines).collect()
}

/// An area where nothing should be built.
struct Ground<'a> {
    item: Item<'a>,
    /// `None` for a line of control that does not say what it is.
    kind: Option<ControlKind>,
    mask: Mask<'a>,
}

/// All of them, by place.
pub(super) struct Grounds<'a> {
    found: Vec<Ground<'a>>,
    boxes: Boxes,
    /// Kinds asked for of which there is no area.
    absent: Vec<ControlKind>,
    /// Kinds of which one must be there, where none is.
    needed: Vec<ControlKind>,
}

/// What of a feature lies inside.
pub(super) struct Overlap {
    /// What is more than digitising noise of it.
    pub(super) region: Region,
    /// Kinds of the areas, the one that holds most first.
    pub(super) kinds: Vec<ControlKind>,
    /// Name of the area that holds most.
    pub(super) within: String,
    /// Whether the areas are known to be of a kind that is asked for.
    pub(super) is_certain: bool,
}

impl<'a> Grounds<'a> {
    pub(super) fn new(
        layers: &'a [Arc<Layer>],
        with: &Parameters,
        notices: &mut Vec<Notice>,
    ) -> Result<Self, NoFigure> {
        let all: Vec<Item<'a>> = roles(&with.within).into_iter().flat_map(|role| items(layers, role)).collect();
        let wanted = |item: &Item<'_>| item.control_kind().is_none_or(|kind| with.within.contains(&kind));
        let all: Vec<Item<'a>> = all.into_iter().filter(wanted).collect();
        let found: Vec<Ground<'a>> = areas(&all, notices)
            .into_iter()
            .map(|(item, region)| Ground { item, kind: item.control_kind(), mask: Mask::new(region) })
            .collect();
        if found.is_empty() {
            return Err(NoFigure::Missing(
                Message::new("measure.features-inside-no-ground").with_message("kinds", names(&with.within)),
            ));
        }
        let is_there = |kind: &ControlKind| found.iter().any(|ground| ground.kind == Some(*kind));
        let absent = with.within.iter().copied().filter(|kind| !is_there(kind)).collect();
        let needed = if with.needs.iter().any(is_there) { Vec::new() } else { with.needs.clone() };
        let boxes = Boxes::new(found.iter().map(|ground| ground.mask.region().bounds()));
        Ok(Self { found, boxes, absent, needed })
    }

    /// The notice that areas of some kinds were not there to be looked at.
    pub(super) fn missing(&self) -> Option<Notice> {
        let absent = (!self.absent.is_empty()).then(|| names(&self.absent))?;
        Some(Notice::new("control-kind-missing").with_message("kinds", absent))
    }

    /// Why no feature inside means nothing; `None` where it means something.
    pub(super) fn lacking(&self) -> Option<Message> {
        let needed = (!self.needed.is_empty()).then(|| names(&self.needed))?;
        Some(Message::new("measure.features-inside-needs").with_message("kinds", needed))
    }

    /// What of a region lies inside: within areas of a known kind, else within any.
    pub(super) fn overlap(&self, region: &Region, with: &Parameters) -> Result<Option<Overlap>, OverlayFailed> {
        let mut parts = Vec::new();
        for ground in self.near(region) {
            let part = ground.part_of(region)?;
            if !part.is_empty() {
                parts.push((ground, part));
            }
        }
        let (known, unknown): (Vec<Part<'_>>, Vec<Part<'_>>) =
            parts.into_iter().partition(|(ground, _)| ground.kind.is_some());
        if let Some(found) = overlap(&known, true, with)? {
            return Ok(Some(found));
        }
        if unknown.is_empty() { Ok(None) } else { overlap(&[known, unknown].concat(), false, with) }
    }

    fn near(&self, region: &Region) -> impl Iterator<Item = &Ground<'a>> {
        let near = region.bounds().map(|bounds| self.boxes.meeting(&bounds)).unwrap_or_default();
        near.into_iter().filter_map(|number| self.found.get(number))
    }
}

impl Ground<'_> {
    fn part_of(&self, region: &Region) -> Result<Region, OverlayFailed> {
        let Some(bounds) = region.bounds() else { return Ok(Region::default()) };
        match self.mask.relation(&bounds) {
            Relation::Outside => Ok(Region::default()),
            Relation::Inside => Ok(region.clone()),
            Relation::Crossing => region.intersection(self.mask.region()),
        }
    }
}

/// What of a region one area holds.
type Part<'a> = (&'a Ground<'a>, Region);

/// The overlap that these parts make up, without digitising noise.
fn overlap(parts: &[Part<'_>], is_certain: bool, with: &Parameters) -> Result<Option<Overlap>, OverlayFailed> {
    let mut kept = Vec::new();
    for piece in Region::union(parts.iter().map(|(_, part)| part))?.parts() {
        if counts(&piece, with)? {
            kept.push(piece);
        }
    }
    let Some(most) = parts.iter().reduce(|most, next| if next.1.area() > most.1.area() { next } else { most }) else {
        return Ok(None);
    };
    if kept.is_empty() {
        return Ok(None);
    }
    let mut kinds: Vec<ControlKind> = most.0.kind.into_iter().collect();
    for (ground, part) in parts {
        let Some(kind) = ground.kind.filter(|kind| !kinds.contains(kind)) else { continue };
        if counts(part, with)? {
            kinds.push(kind);
        }
    }
    Ok(Some(Overlap { region: Region::union(&kept)?, kinds, within: most.0.item.name(), is_certain }))
}

/// Whether an overlap is more than digitising noise: larger, and deeper, than that is. At the very depth it is not.
fn counts(part: &Region, with: &Parameters) -> Result<bool, OverlayFailed> {
    Ok(part.area() > with.area && !part.offset(-(with.depth + tolerance::POINT) / 2.0)?.is_empty())
}
