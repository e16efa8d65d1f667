//! Regions on top of each other: how much of each level shows where every spot belongs to the first level that covers it.
//!
//! What lies together is halved until little of it meets in one place, so that the cost grows about linearly with the
//! corners whatever the regions are like: a road network in one polygon, a hundred thousand roofs. Areas are right to
//! about 1e-10 of the whole.

use super::overlay::{self, OverlayFailed, Ring, Shapes};
use super::region::{Region, area_of, bounds_of};
use crate::handle::Handle;

/// Corners times levels that are overlaid in one go.
const AT_ONCE: usize = 20_000;
/// Where both halves together have more than this many times the corners of the whole, cutting on gains nothing.
const MOST_GROWTH: f64 = 1.25;

/// A region on its level; level 0 lies on top.
#[derive(Clone, Copy, Debug)]
pub struct Stacked<'a> {
    /// What it covers.
    pub region: &'a Region,
    /// Number of its level.
    pub level: usize,
}

/// The area of each of so many levels that no level above it covers, in m²; overlaps within a level count once. Without
/// meaning once the job is cancelled.
///
/// # Errors
/// [`OverlayFailed`] where the overlay library panics.
pub fn shown_areas(regions: &[Stacked<'_>], levels: usize, handle: &Handle) -> Result<Vec<f64>, OverlayFailed> {
    let pieces = regions.iter().map(|stacked| Piece {
        level: stacked.level,
        rings: stacked.region.rings().map(<[[f64; 2]]>::to_vec).collect(),
    });
    let mut pieces: Vec<Piece> = pieces.collect();
    pieces.sort_by_key(|piece| piece.level);
    let mut areas = vec![0.0; levels];
    for (level, area) in shown(pieces, handle)? {
        if let Some(sum) = areas.get_mut(level) {
            *sum += area;
        }
    }
    Ok(areas)
}

/// What of a region lies in one place.
struct Piece {
    level: usize,
    rings: Vec<Ring>,
}

fn corners(pieces: &[Piece]) -> usize {
    pieces.iter().flat_map(|piece| &piece.rings).map(Vec::len).sum()
}

/// Levels, ascending, with the area that shows.
type Shown = Vec<(usize, f64)>;

/// What shows of pieces that stand in the order of their levels.
fn shown(pieces: Vec<Piece>, handle: &Handle) -> Result<Shown, OverlayFailed> {
    let whole = corners(&pieces);
    let levels = pieces.chunk_by(|a, b| a.level == b.level).count();
    if handle.is_cancelled() {
        return Ok(Shown::new());
    }
    if pieces.len() < 2 || whole.saturating_mul(levels) <= AT_ONCE {
        return counted(&pieces);
    }
    let Some([low, high]) = halved(&pieces) else { return counted(&pieces) };
    if (corners(&low) + corners(&high)) as f64 > MOST_GROWTH * whole as f64 {
        return counted(&pieces);
    }
    drop(pieces);
    let (low, high) = rayon::join(|| shown(low, handle), || shown(high, handle));
    let mut both = [low?, high?].concat();
    both.sort_by_key(|&(level, _)| level);
    Ok(both.chunk_by(|a, b| a.0 == b.0).map(sum).collect())
}

fn sum(of_level: &[(usize, f64)]) -> (usize, f64) {
    (of_level.first().map_or(0, |&(level, _)| level), of_level.iter().map(|&(_, area)| area).sum())
}

/// The pieces on either side of the middle of what they extend over, across its longer side.
fn halved(pieces: &[Piece]) -> Option<[Vec<Piece>; 2]> {
    let bounds = bounds_of(pieces.iter().flat_map(|piece| &piece.rings).map(Vec::as_slice))?;
    let centre = bounds.center();
    let (axis, at) = if bounds.width() >= bounds.height() { (0, centre.x) } else { (1, centre.y) };
    let mut sides = [Vec::new(), Vec::new()];
    for piece in pieces {
        let halves = overlay::halves(&piece.rings, axis, at);
        for (side, rings) in sides.iter_mut().zip(halves).filter(|(_, rings)| !rings.is_empty()) {
            side.push(Piece { level: piece.level, rings });
        }
    }
    Some(sides)
}

/// Lays level under level and sees what each adds.
fn counted(pieces: &[Piece]) -> Result<Shown, OverlayFailed> {
    let mut covered = Shapes::new();
    let mut before = 0.0;
    let mut shown = Shown::new();
    for of_level in pieces.chunk_by(|a, b| a.level == b.level) {
        covered = overlay::united(covered.iter().chain(of_level.iter().map(|piece| &piece.rings)))?;
        let area = area_of(&covered);
        shown.extend(of_level.first().map(|piece| (piece.level, area - before)));
        before = area;
    }
    Ok(shown)
}

#[cfg(test)]
mod tests {
    use super::super::region::tests::rectangle;
    use super::*;

    fn areas(regions: &[(&Region, usize)], levels: usize) -> Vec<f64> {
        let stacked: Vec<Stacked<'_>> = regions.iter().map(|&(region, level)| Stacked { region, level }).collect();
        shown_areas(&stacked, levels, &Handle::default()).unwrap()
    }

    fn close(areas: &[f64], expected: &[f64]) {
        assert_eq!(areas.len(), expected.len());
        for (area, expected) in areas.iter().zip(expected) {
            assert!((area - expected).abs() <= 1e-10 * expected.max(1e4), "{areas:?} instead of {expected:?}");
        }
    }

    #[test]
    fn every_spot_belongs_to_the_first_level_that_covers_it() {
        let base = rectangle(34_500_000.0, 0.0, 100.0, 100.0);
        let road = rectangle(34_500_000.0, 40.0, 100.0, 20.0);
        let house = rectangle(34_500_010.0, 30.0, 20.0, 20.0);
        let twice = [(&base, 2), (&road, 1), (&house, 0), (&house, 0), (&road, 1)];
        close(&areas(&twice, 4), &[400.0, 2000.0 - 200.0, 10_000.0 - 2000.0 - 200.0, 0.0]);
    }

    #[test]
    fn nothing_covers_nothing() {
        assert_eq!(areas(&[], 2), [0.0, 0.0]);
        assert_eq!(areas(&[(&Region::default(), 1)], 2), [0.0, 0.0]);
    }

    /// A town of 40 × 40 blocks, each with a roof on its grass, on a web of streets in one polygon with many holes.
    #[test]
    fn a_town_that_is_cut_into_parts_counts_as_it_would_in_one() {
        let block = |x: usize, y: usize, inset: f64| {
            let at = |number: usize| 34_500_000.0 + 100.0 * number as f64 + inset;
            rectangle(at(x), at(y), 100.0 - 2.0 * inset, 100.0 - 2.0 * inset)
        };
        let places: Vec<(usize, usize)> = (0..40).flat_map(|x| (0..40).map(move |y| (x, y))).collect();
        let grass: Vec<Region> = places.iter().map(|&(x, y)| block(x, y, 5.0)).collect();
        let roofs: Vec<Region> = places.iter().map(|&(x, y)| block(x, y, 30.0)).collect();
        let town = rectangle(34_500_000.0, 34_500_000.0, 4_000.0, 4_000.0);
        let streets = town.difference(&Region::union(&grass).unwrap()).unwrap();
        let mut all: Vec<(&Region, usize)> = roofs.iter().map(|roof| (roof, 0)).collect();
        all.extend(grass.iter().map(|grass| (grass, 2)));
        all.extend([(&streets, 1), (&town, 3)]);
        let expected = [1600.0 * 1600.0, 1600.0 * 1900.0, 1600.0 * (8100.0 - 1600.0), 0.0];
        close(&areas(&all, 4), &expected);
        all.reverse();
        close(&areas(&all, 4), &expected);
    }

    #[test]
    fn many_copies_of_one_place_are_not_cut_for_ever() {
        let copies: Vec<Region> = (0..4_000).map(|_| rectangle(0.0, 0.0, 50.0, 50.0)).collect();
        let stacked: Vec<(&Region, usize)> = copies.iter().enumerate().map(|(number, one)| (one, number % 8)).collect();
        close(&areas(&stacked, 8), &[2_500.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    }
}
