//! The hard ground of one plaza, and the pieces in which it hangs together.
//!
//! What is known decides, in this order (indicators §2.11): planting polygons in the plaza → what is left without them;
//! a stated green share → that part less; neither → all of it. Water and buildings are never hard. A `green` layer is
//! no planting data: its patches are land by class, the plaza itself among them.
//!
//! Pieces are judged on hard ground together with planting too narrow to split it, their area on hard ground alone.
//! Barriers count 1 mm wider than drawn, so that a bed drawn up to the plaza's edge leaves no way round its end.
//! Across the gaps between polygons of one plaza pieces are contiguous; within a polygon a touch in a point is a break.

use std::sync::Arc;

use crate::geometry::{Boxes, Mask, OverlayFailed, Region, groups_where, tolerance};
use crate::layer::{Item, Layer, Role, Shape, items};

/// Covers smaller than this are the seam between neighbours that share an edge, in m².
const TRACE: f64 = 1e-4;

/// What a cover of the ground is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Planting,
    /// Water or a building.
    Other,
}

/// Planting, water and buildings of the plan, by place.
pub(super) struct Covers<'a> {
    found: Vec<(Kind, Item<'a>, &'a Region)>,
    boxes: Boxes,
    /// Whether any planting layer is loaded: where it has nothing there is known to be none.
    planting_loaded: bool,
}

impl<'a> Covers<'a> {
    pub(super) fn new(layers: &'a [Arc<Layer>]) -> Self {
        let roles = [(Role::PlazaPlanting, Kind::Planting), (Role::Water, Kind::Other), (Role::Buildings, Kind::Other)];
        let found: Vec<(Kind, Item<'a>, &'a Region)> = roles
            .into_iter()
            .flat_map(|(role, kind)| items(layers, role).into_iter().map(move |item| (kind, item)))
            .filter_map(|(kind, item)| match &item.feature.shape {
                Shape::Area(region) => Some((kind, item, region)),
                _ => None,
            })
            .collect();
        Self {
            boxes: Boxes::new(found.iter().map(|(.., region)| region.bounds())),
            found,
            planting_loaded: layers.iter().any(|layer| layer.roles.contains(&Role::PlazaPlanting)),
        }
    }

    /// What covers some of a region, in the order of layers and rows.
    fn over(&self, region: &Region) -> Result<Vec<(Kind, Item<'a>, &'a Region)>, OverlayFailed> {
        let Some(bounds) = region.bounds() else { return Ok(Vec::new()) };
        let mask = Mask::new(region);
        let mut over = Vec::new();
        for (kind, item, cover) in self.boxes.meeting(&bounds).into_iter().map(|number| self.found[number]) {
            if mask.area_inside(cover)? > TRACE {
                over.push((kind, item, cover));
            }
        }
        Ok(over)
    }
}

/// A plaza's ground.
pub(super) struct Ground<'a> {
    /// The union of its polygons.
    pub(super) whole: Region,
    /// Whether planting polygons say what is planted here, or a planting layer that nothing is.
    pub(super) planting_known: bool,
    /// Planting, water and buildings on it.
    pub(super) covered_by: Vec<Item<'a>>,
    /// What is neither planting, water nor building.
    hard: Region,
    /// What splits it: planting that is wide enough, water and buildings.
    barrier: Region,
    /// Parts of the ground and the part of their uncovered area that is hard.
    factors: Vec<(Region, f64)>,
}

/// Contiguous hard ground.
pub(super) struct Piece {
    pub(super) region: Region,
    /// Its hard area, in m².
    pub(super) area: f64,
}

impl<'a> Ground<'a> {
    pub(super) fn of(members: &[(Item<'_>, &Region)], covers: &Covers<'a>, narrow: f64) -> Result<Self, OverlayFailed> {
        let whole = Region::union(members.iter().map(|(_, region)| *region))?;
        let over = covers.over(&whole)?;
        let of_kind = |wanted: Kind| over.iter().filter(move |(kind, ..)| *kind == wanted).map(|(.., region)| *region);
        let planting = Region::union(of_kind(Kind::Planting))?;
        let other = Region::union(of_kind(Kind::Other))?;
        let hard = whole.difference(&Region::union([&planting, &other])?)?;
        let wide = planting.wide_part(narrow)?;
        let barrier = Region::union([&wide, &other])?;
        let drawn = !planting.is_empty();
        let factors = if drawn { Vec::new() } else { factors(members, &hard)? };
        let planting_known = drawn || covers.planting_loaded;
        let covered_by = over.into_iter().map(|(_, item, _)| item).collect();
        Ok(Self { whole, planting_known, covered_by, hard, barrier, factors })
    }

    /// The hard ground in contiguous pieces.
    pub(super) fn pieces(&self, join: f64) -> Result<Vec<Piece>, OverlayFailed> {
        let open = self.whole.difference(&self.barrier.offset(tolerance::POINT)?)?;
        let open: Vec<Region> = open.parts().collect();
        let groups = self.contiguous(&open, join);
        let mut group_of = vec![0; open.len()];
        for (group, members) in groups.iter().enumerate() {
            for &member in members {
                group_of[member] = group;
            }
        }
        let mut pieces: Vec<Vec<Region>> = vec![Vec::new(); groups.len()];
        let boxes = Boxes::new(open.iter().map(Region::bounds));
        for part in self.hard.parts() {
            let Some(bounds) = part.bounds() else { continue };
            let near = boxes.meeting(&bounds);
            let shares = shares(&part, &near, &open, &group_of)?;
            if let [(group, _)] = shares.as_slice() {
                pieces[*group].push(part);
            } else {
                for (group, share) in shares {
                    pieces[group].push(share);
                }
            }
        }
        pieces
            .into_iter()
            .filter(|parts| !parts.is_empty())
            .map(|parts| {
                let region = Region::union(&parts)?;
                let area = self.hard_area(&region)?;
                Ok(Piece { region, area })
            })
            .collect()
    }

    /// Pieces of open ground that are contiguous across the gaps between polygons: those that come near each other
    /// across ground outside the plaza, or from one connected part of it to another.
    fn contiguous(&self, open: &[Region], join: f64) -> Vec<Vec<usize>> {
        let mask = Mask::new(&self.whole);
        let parts: Vec<Region> = self.whole.parts().collect();
        let masks: Vec<Mask<'_>> = parts.iter().map(Mask::new).collect();
        let part_of: Vec<Option<usize>> = open
            .iter()
            .map(|piece| piece.interior_point().and_then(|point| masks.iter().position(|mask| mask.contains(point))))
            .collect();
        let open: Vec<&Region> = open.iter().collect();
        groups_where(&open, join, |a, b, contact| {
            part_of[a] != part_of[b] || (contact.distance() > tolerance::POINT && !mask.contains(contact.middle()))
        })
    }

    /// The hard area of a piece, in m².
    fn hard_area(&self, piece: &Region) -> Result<f64, OverlayFailed> {
        match self.factors.as_slice() {
            [] => Ok(piece.area()),
            [(_, factor)] => Ok(piece.area() * factor),
            several => several
                .iter()
                .map(|(ground, factor)| Ok(ground.intersection(piece)?.area() * factor))
                .sum::<Result<f64, OverlayFailed>>(),
        }
    }
}

/// Which contiguous groups of open ground a connected part of the hard ground belongs to, and what of it to each:
/// several, where it hangs together by less than the tolerance only.
fn shares(
    part: &Region,
    near: &[usize],
    open: &[Region],
    group_of: &[usize],
) -> Result<Vec<(usize, Region)>, OverlayFailed> {
    let mut groups: Vec<usize> = near.iter().map(|&index| group_of[index]).collect();
    groups.sort_unstable();
    groups.dedup();
    if let [only] = groups.as_slice() {
        return Ok(vec![(*only, Region::default())]);
    }
    let mut shares = Vec::new();
    for group in groups {
        let members = near.iter().filter(|&&index| group_of[index] == group).map(|&index| &open[index]);
        let share = Region::union(members)?.offset(tolerance::POINT)?.intersection(part)?;
        // Less than a barrier's seam reaches over from the neighbour.
        if share.offset(-2.0 * tolerance::POINT)?.area() > 0.0 {
            shares.push((group, share));
        }
    }
    Ok(shares)
}

/// Polygons of the plaza that state no green share.
pub(super) fn without_share<'a>(members: &[(Item<'a>, &Region)]) -> Vec<Item<'a>> {
    members.iter().filter(|(item, _)| stated_share(*item).is_none()).map(|(item, _)| *item).collect()
}

fn stated_share(item: Item<'_>) -> Option<f64> {
    item.green_share().filter(|share| (0.0..=100.0).contains(share)).map(|share| share / 100.0)
}

/// Parts of the plaza by stated green share, with the part of their uncovered ground that is hard: the share is one of
/// all their ground, and what is planted lies beside water and buildings. Where polygons overlap the lower share holds.
fn factors(members: &[(Item<'_>, &Region)], hard: &Region) -> Result<Vec<(Region, f64)>, OverlayFailed> {
    let mut shares: Vec<(f64, &Region)> =
        members.iter().map(|(item, region)| (stated_share(*item).unwrap_or(0.0), *region)).collect();
    shares.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut factors = Vec::new();
    let mut taken = Region::default();
    for of_share in shares.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let Some(&(share, _)) = of_share.first() else { continue };
        let own = Region::union(of_share.iter().map(|(_, region)| *region))?.difference(&taken)?;
        let open = own.intersection(hard)?.area();
        let factor = if open > 0.0 { (1.0 - share * own.area() / open).max(0.0) } else { 0.0 };
        taken = Region::union([&taken, &own])?;
        // Without a share nothing is taken off, whatever the rounding of the areas.
        factors.push((own, if share > 0.0 { factor } else { 1.0 }));
    }
    Ok(factors)
}
