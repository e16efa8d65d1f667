//! Which regions lie near each other: groups by the distance from boundary to boundary.
//!
//! Distances are exact, between edges and not between corners; a region that lies within another is at distance 0. An
//! index over all edges keeps the cost about linear in their number.

use std::cell::OnceCell;

use geo_types::Coord;
use rstar::RTree;

use super::facing::facing;
use super::segments::Segment;
use super::vector::{cross, distance, midpoint};
use super::{Boxes, Mask, Region, UnionFind, tolerance};

/// Where two regions come near each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contact {
    /// A point on the boundary of the one.
    pub from: Coord<f64>,
    /// The nearest point on an edge of the other.
    pub to: Coord<f64>,
}

impl Contact {
    /// Their distance in metres.
    pub fn distance(&self) -> f64 {
        distance(self.from, self.to)
    }

    /// The point halfway.
    pub fn middle(&self) -> Coord<f64> {
        midpoint(self.from, self.to)
    }
}

/// Groups of regions at most `distance` metres apart, directly or through others, in the order of their first
/// members. A distance counts up to [`tolerance::POINT`] more: floating-point and millimetre-grid noise.
pub fn groups_within(regions: &[&Region], distance: f64) -> Vec<Vec<usize>> {
    let mut found = UnionFind::new(regions.len());
    join_contacts(regions, distance, &mut found, |_, _, _| true);
    join_nested(regions, &mut found);
    found.groups()
}

/// As [`groups_within`], for regions that do not overlap; two regions are joined only over a contact that `joins`
/// accepts. It is asked with the indices of both and the contact, for one pair of edges after the other.
pub fn groups_where(
    regions: &[&Region],
    distance: f64,
    joins: impl FnMut(usize, usize, Contact) -> bool,
) -> Vec<Vec<usize>> {
    let mut found = UnionFind::new(regions.len());
    join_contacts(regions, distance, &mut found, joins);
    found.groups()
}

fn join_contacts(
    regions: &[&Region],
    distance: f64,
    found: &mut UnionFind,
    mut joins: impl FnMut(usize, usize, Contact) -> bool,
) {
    let reach = distance + tolerance::POINT;
    let edges: Vec<Segment> = regions
        .iter()
        .enumerate()
        .flat_map(|(owner, region)| region.edges().map(move |[a, b]| Segment::new(a, b, owner)))
        .collect();
    let tree = RTree::bulk_load(edges.clone());
    for edge in edges {
        for other in tree.locate_in_envelope_intersecting(edge.reach(reach)) {
            if other.tag <= edge.tag || found.find(edge.tag) == found.find(other.tag) {
                continue;
            }
            let contact = contact(&edge, other);
            if contact.distance() <= reach && joins(edge.tag, other.tag, contact) {
                found.join(edge.tag, other.tag);
            }
        }
    }
}

/// Joins regions of which one lies within the other, however far from its boundary.
fn join_nested(regions: &[&Region], found: &mut UnionFind) {
    let masks: Vec<OnceCell<Mask<'_>>> = regions.iter().map(|_| OnceCell::new()).collect();
    let boxes = Boxes::new(regions.iter().map(|region| region.bounds()));
    for (inner, region) in regions.iter().enumerate() {
        for part in region.polygons() {
            let Some(&corner) = part.exterior().0.first() else { continue };
            for outer in boxes.near(corner, corner, 0.0) {
                if found.find(inner) != found.find(outer)
                    && masks[outer].get_or_init(|| Mask::new(regions[outer])).contains(corner)
                {
                    found.join(inner, outer);
                }
            }
        }
    }
}

/// The two nearest points of two edges.
fn contact(one: &Segment, two: &Segment) -> Contact {
    if let Some(point) = crossing(one, two) {
        return Contact { from: point, to: point };
    }
    let nearest = facing(one, two);
    Contact { from: nearest.from, to: nearest.to }
}

/// The point where two edges properly cross.
fn crossing(one: &Segment, two: &Segment) -> Option<Coord<f64>> {
    let (along, edge, to) = (one.b - one.a, two.b - two.a, two.a - one.a);
    let turn = cross(along, edge);
    if turn.abs() <= 0.0 {
        return None;
    }
    let (part, other) = (cross(to, edge) / turn, cross(to, along) / turn);
    let inside = |part: f64| (0.0..=1.0).contains(&part);
    (inside(part) && inside(other)).then(|| one.at(part))
}

#[cfg(test)]
mod tests {
    use super::super::region::tests::{rectangle, region};
    use super::*;

    #[test]
    fn gaps_up_to_the_distance_join_and_wider_ones_do_not() {
        for (gap, together) in [(0.0, true), (0.5, true), (1.0, true), (1.01, false)] {
            let a = rectangle(34_500_000.0, 3_000_000.0, 100.0, 100.0);
            let b = rectangle(34_500_100.0 + gap, 3_000_000.0, 100.0, 100.0);
            let groups = groups_within(&[&a, &b], 1.0);
            assert_eq!(groups.len() == 1, together, "{gap}");
        }
    }

    #[test]
    fn distance_runs_from_edge_to_edge_and_not_between_corners_or_boxes() {
        let wall = rectangle(0.0, 0.0, 1.0, 100.0);
        let tip = region(&[(1.5, 50.), (20., 45.), (20., 55.)]);
        assert_eq!(groups_within(&[&wall, &tip], 1.0).len(), 1);
        let below = region(&[(0., 0.), (100., 0.), (0., 100.)]);
        let above = region(&[(100., 100.), (52., 52.), (100., 20.)]);
        assert_eq!(groups_within(&[&below, &above], 1.0).len(), 2, "their boxes overlap, they are 2.8 m apart");
    }

    #[test]
    fn a_region_within_another_is_at_distance_zero_and_one_in_its_hole_is_not() {
        let large = rectangle(0.0, 0.0, 100.0, 100.0);
        let small = rectangle(40.0, 40.0, 10.0, 10.0);
        assert_eq!(groups_within(&[&large, &small], 1.0).len(), 1);
        let ring = large.difference(&rectangle(20.0, 20.0, 60.0, 60.0)).unwrap();
        assert_eq!(groups_within(&[&ring, &small], 1.0).len(), 2);
    }

    #[test]
    fn regions_that_cross_without_a_corner_inside_each_other_are_together() {
        let across = rectangle(0.0, 40.0, 100.0, 20.0);
        let along = rectangle(40.0, 0.0, 20.0, 100.0);
        assert_eq!(groups_within(&[&across, &along], 0.0).len(), 1);
    }

    #[test]
    fn chains_form_one_group_in_the_order_of_first_members() {
        let squares: Vec<Region> = [0.0, 50.0, 10.5, 21.0].iter().map(|&x| rectangle(x, 0.0, 10.0, 10.0)).collect();
        let squares: Vec<&Region> = squares.iter().collect();
        assert_eq!(groups_within(&squares, 1.0), [vec![0, 2, 3], vec![1]]);
    }
}
