//! The blocks between streets, for the measures that speak of them.

use std::collections::BTreeMap;

use super::lines::{LineSet, Sorted, go_on, line_items, not_lines, unknown_notices};
use crate::geometry::faces::{Face, faces};
use crate::geometry::planar::Graph;
use crate::geometry::tolerance::JOIN;
use crate::geometry::vector::distance;
use crate::geometry::{Mask, OverlayFailed, Region};
use crate::layer::{RoadClass, Role};
use crate::measure::{Input, NoFigure};
use crate::notice::Notice;
use crate::text::Message;

/// At most this many streets name a block.
const NAMING: usize = 4;

/// The roads that bound blocks unless a standard file says otherwise: all that one can walk along within a town.
pub(super) fn street_classes() -> Vec<RoadClass> {
    use RoadClass::{Arterial, Branch, Expressway, Lane, Secondary};
    vec![Expressway, Arterial, Secondary, Branch, Lane]
}

/// Ground narrower than this on average is a median or an island of a junction, metres.
pub(super) fn narrow() -> f64 {
    20.0
}

/// A block.
pub(super) struct Block {
    /// The streets around it that have names, those with the longest sides first; else its number by size.
    pub(super) name: String,
    /// Its ground up to the centrelines around it.
    pub(super) region: Region,
    /// Its area, m².
    pub(super) area: f64,
}

/// The blocks of a scope.
pub(super) struct Blocks {
    /// The blocks, largest first.
    pub(super) list: Vec<Block>,
    /// Medians and islands that are no blocks.
    pub(super) islands: usize,
    /// Roads that were left out.
    pub(super) notices: Vec<Notice>,
}

/// Blocks are the faces of the planar graph of all roads of these classes, with ends joined over a metre; they belong to a
/// scope when their larger part lies inside.
///
/// # Errors
/// [`NoFigure::Missing`] without a layer of lines or any block; [`NoFigure::Cancelled`].
pub(super) fn blocks(input: &Input<'_>, role: Role, classes: &[RoadClass], narrow: f64) -> Result<Blocks, NoFigure> {
    let failed = |OverlayFailed| NoFigure::Missing(Message::new("measure.overlay-failed"));
    let sorted = Sorted::new(line_items(input, role)?, classes);
    let mut notices = sorted.notices;
    notices.extend(unknown_notices(sorted.unknown));
    notices.extend(not_lines(input, role));
    let set = LineSet::new(sorted.counted);
    go_on(input)?;
    let graph = Graph::new(&set.lines, JOIN);
    go_on(input)?;
    let found = faces(&graph).map_err(failed)?;
    go_on(input)?;
    let found = match input.scope {
        Some(scope) => {
            let mask = Mask::new(&scope.region);
            let mut inside = Vec::new();
            for face in found {
                if mask.holds_most_of_area(&face.region).map_err(failed)? {
                    inside.push(face);
                }
            }
            inside
        }
        None => found,
    };
    let all = found.len();
    let wide = found.into_iter().filter(|face| mean_width(&face.region) >= narrow);
    let list: Vec<Block> = wide.enumerate().map(|(number, face)| block(number, face, &set)).collect();
    if list.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.no-blocks").with_message("role", role.name())));
    }
    Ok(Blocks { islands: all - list.len(), list, notices })
}

/// Twice the area by the length of the boundary: the width of a long strip, half the side of a square.
fn mean_width(region: &Region) -> f64 {
    let around: f64 = region.edges().map(|[a, b]| distance(a, b)).sum();
    if around > 0.0 { 2.0 * region.area() / around } else { 0.0 }
}

fn block(number: usize, face: Face, set: &LineSet<'_>) -> Block {
    let mut sides: BTreeMap<String, f64> = BTreeMap::new();
    for (line, length) in face.lines {
        if let Some(name) = set.items[set.item_of[line]].stated_name() {
            *sides.entry(name).or_default() += length;
        }
    }
    let mut sides: Vec<(String, f64)> = sides.into_iter().collect();
    sides.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let names: Vec<String> = sides.into_iter().take(NAMING).map(|(name, _)| name).collect();
    let name = if names.is_empty() { format!("#{}", number + 1) } else { names.join(" / ") };
    let area = face.region.area();
    Block { name, region: face.region, area }
}
