//! The part of a passage that is narrower than a width, for showing it: never read a width off it.
//!
//! What a disc of that diameter cannot reach is the passage less its opening. Convex corners, teeth and dead ends are
//! left out: they border on the reachable part along one arc only, a narrow place that must be passed along two.

use geo_types::Coord;
use rstar::RTree;

use super::region::{OverlayFailed, Region};
use super::segments::Segment;
use super::vector::{left_of, midpoint, norm, unit};
use super::width::Passable;

/// The opening grows by this much, so that arcs and corners leave no slivers, in metres.
const SLACK: f64 = 0.07;
/// The arcs of the area of disc centres are thinned to this, in metres: they are what costs.
const SIMPLER: f64 = 0.02;
/// Edges this close to the boundary lie on it, in metres.
const ON_BOUNDARY: f64 = 0.01;

/// The places of the passage between end faces that are narrower than a width; empty where it is broken. Beyond each
/// end face the passage is taken to go on and widen, so that a narrow stretch may begin at it.
///
/// # Errors
/// [`OverlayFailed`] where the overlay library panics.
pub fn narrower_than(passable: &Passable, faces: &[Vec<Coord<f64>>], width: f64) -> Result<Region, OverlayFailed> {
    let Some(passage) = passable.through() else { return Ok(Region::default()) };
    let patches = faces.iter().filter_map(|face| patch(face, width)).collect::<Result<Vec<_>, _>>()?;
    let open = Region::union(std::iter::once(&passage.region).chain(&patches))?;
    // Centres of discs that fit, of those in the passage itself.
    let centres = open.offset(-width / 2.0)?.simplified(SIMPLER)?.intersection(&passage.region)?;
    let residue = passage.region.difference(&centres.offset(width / 2.0 + SLACK)?)?;
    let walls = passage.walls.edges.iter().filter(|edge| edge.wall.is_some()).map(|edge| edge.segment(0));
    let boundary = RTree::bulk_load(walls.collect());
    let kept: Vec<Region> = residue.parts().filter(|part| interfaces(part, &boundary) >= 2).collect();
    Region::union(&kept)
}

/// A square beyond an end face, wide enough for the disc.
fn patch(face: &[Coord<f64>], width: f64) -> Option<Result<Region, OverlayFailed>> {
    let (from, to) = (*face.first()?, *face.last()?);
    let along = unit(to - from);
    let half = (norm(to - from) / 2.0).max(0.75 * width);
    let (middle, outwards) = (midpoint(from, to), -left_of(along) * (1.5 * width));
    let (one, two) = (middle - along * half, middle + along * half);
    Some(Region::from_rings(&[one, two, two + outwards, one + outwards], &[]))
}

/// How many separate arcs of a piece do not lie on a wall.
fn interfaces(piece: &Region, boundary: &RTree<Segment>) -> usize {
    let inner = |edge: &Segment| {
        let middle = midpoint(edge.a, edge.b);
        boundary.locate_within_distance([middle.x, middle.y], ON_BOUNDARY * ON_BOUNDARY).next().is_none()
    };
    let mut count = 0;
    for ring in piece.rings() {
        let marks: Vec<bool> = ring
            .iter()
            .zip(ring.iter().cycle().skip(1))
            .map(|(&a, &b)| inner(&Segment::new(a.into(), b.into(), 0)))
            .collect();
        let starts = (0..marks.len()).filter(|&at| marks[at] && !marks[(at + marks.len() - 1) % marks.len()]).count();
        count += if starts == 0 && marks.first() == Some(&true) { 1 } else { starts };
    }
    count
}
