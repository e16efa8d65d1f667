//! The outline of a connected area with its holes filled, fit for triangulation.
//!
//! Overlay leaves what rounding makes of edges on one line: spikes and notches a few grid steps wide, and holes that
//! touch the outline and so became part of its ring. They are taken out here; no corner moves. Only the search for
//! ends and axis rests on this outline, never a width.

use geo_types::Coord;

use super::ends::ring_area;
use super::segments::Segment;
use super::vector::{dot, norm};

/// Corners this close are one, and what is narrower is a spike: a thousand times the noise of overlay, in metres.
const WELD: f64 = 1e-5;
/// A part that hangs on by a touch and is larger than this is no rounding, in square metres.
const PART: f64 = 1e-2;

/// The outline of a ring that runs counter-clockwise, without spikes and without the holes that touch it.
pub(crate) fn filled(ring: &[Coord<f64>]) -> Vec<Coord<f64>> {
    let mut welded = without_spikes(ring);
    // The first corner may lie in a spike: the second round starts elsewhere.
    let half = welded.len() / 2;
    welded.rotate_left(half);
    let welded = without_spikes(&welded);
    let loops = loops(&welded);
    let parts = loops.iter().filter(|part| closed_area(part) > PART).count();
    match loops.into_iter().max_by(|one, two| closed_area(one).total_cmp(&closed_area(two))) {
        Some(largest) if parts == 1 => largest,
        _ => welded,
    }
}

fn closed_area(ring: &[Coord<f64>]) -> f64 {
    let closed: Vec<Coord<f64>> = ring.iter().chain(ring.first()).copied().collect();
    ring_area(&closed)
}

fn without_spikes(ring: &[Coord<f64>]) -> Vec<Coord<f64>> {
    let mut kept: Vec<Coord<f64>> = Vec::with_capacity(ring.len());
    for &corner in ring {
        while let &[.., before, tip] = kept.as_slice()
            && is_spike(before, tip, corner)
        {
            kept.pop();
        }
        if kept.last().is_none_or(|&last| norm(corner - last) > WELD) {
            kept.push(corner);
        }
    }
    while kept.len() > 3 && norm(kept[0] - kept[kept.len() - 1]) <= WELD {
        kept.pop();
    }
    kept
}

/// Whether the way from one corner over a tip to the next turns straight back.
fn is_spike(before: Coord<f64>, tip: Coord<f64>, after: Coord<f64>) -> bool {
    dot(tip - before, after - tip) < 0.0
        && (Segment::new(before, tip, 0).distance(after) <= WELD
            || Segment::new(tip, after, 0).distance(before) <= WELD)
}

/// A ring cut wherever it comes back to a corner.
fn loops(ring: &[Coord<f64>]) -> Vec<Vec<Coord<f64>>> {
    let place = places(ring);
    let mut at: Vec<Option<usize>> = vec![None; ring.len()];
    let mut open: Vec<usize> = Vec::with_capacity(ring.len());
    let mut found = Vec::new();
    for index in 0..ring.len() {
        if let Some(start) = at[place[index]] {
            found.push(open[start..].iter().map(|&corner| ring[corner]).collect());
            for corner in open.drain(start + 1..) {
                at[place[corner]] = None;
            }
        } else {
            at[place[index]] = Some(open.len());
            open.push(index);
        }
    }
    found.push(open.into_iter().map(|corner| ring[corner]).collect());
    found
}

/// For each corner the number of the place where it lies: corners no farther apart than [`WELD`] share one.
fn places(ring: &[Coord<f64>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..ring.len()).collect();
    order.sort_by(|&one, &two| ring[one].x.total_cmp(&ring[two].x).then(ring[one].y.total_cmp(&ring[two].y)));
    let mut place: Vec<usize> = (0..ring.len()).collect();
    for (rank, &one) in order.iter().enumerate() {
        for &two in order[rank + 1..].iter().take_while(|&&two| ring[two].x - ring[one].x <= WELD) {
            if norm(ring[two] - ring[one]) <= WELD {
                place[two] = place[one];
            }
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> Vec<Coord<f64>> {
        points.iter().map(|&(x, y)| Coord { x, y }).collect()
    }

    #[test]
    fn a_hole_that_touches_the_outline_is_filled_wherever_the_ring_starts() {
        let mut corners =
            ring(&[(0., 0.), (40., 0.), (35., 3.), (45., 3.), (40., 1e-9), (100., 0.), (100., 6.), (0., 6.)]);
        for _ in 0..corners.len() {
            corners.rotate_left(1);
            assert!((closed_area(&filled(&corners)) - 600.0).abs() < 1e-6);
        }
    }

    #[test]
    fn a_crack_along_an_edge_is_closed() {
        let corners = ring(&[(0., 0.), (50., 0.), (30., 1e-9), (60., 2e-9), (100., 0.), (100., 6.), (0., 6.)]);
        assert_eq!(filled(&corners).len(), 6);
    }

    #[test]
    fn two_parts_that_touch_in_a_point_both_stay() {
        let corners = ring(&[(0., 0.), (5., 0.), (5., 5.), (9., 5.), (9., 9.), (5., 9.), (5., 5.), (0., 5.)]);
        assert_eq!(filled(&corners).len(), 8);
    }
}
