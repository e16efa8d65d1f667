//! Rings of a shapefile polygon to polygons with holes.
//!
//! A ring inside an odd number of larger rings is a hole of the smallest of them, any other is an outer. Directions are
//! not relied on: real files have all rings one way round, or holes digitised like outers.

use std::cell::OnceCell;

use geo_types::{Coord, LineString, Polygon};
use rstar::{AABB, RTree, RTreeObject};

/// Corners of a ring that vote on whether it lies inside another; a touching corner does not.
const VOTERS: usize = 7;

struct Boxed {
    ring: usize,
    envelope: AABB<[f64; 2]>,
}

impl RTreeObject for Boxed {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

/// Polygons of closed rings, in the order of their outers.
pub(super) fn polygons(rings: Vec<LineString<f64>>) -> Vec<Polygon<f64>> {
    if rings.len() == 1 {
        return rings.into_iter().map(|ring| Polygon::new(ring, Vec::new())).collect();
    }
    let areas: Vec<f64> = rings.iter().map(|ring| doubled_area(&ring.0).abs()).collect();
    let around = containers(&rings, &areas);
    let mut holes: Vec<Vec<usize>> = vec![Vec::new(); rings.len()];
    let mut outers = Vec::new();
    for (ring, around) in around.iter().enumerate() {
        let smallest = around.iter().copied().min_by(|&a, &b| areas[a].total_cmp(&areas[b]));
        match smallest {
            Some(outer) if around.len() % 2 == 1 => holes[outer].push(ring),
            _ => outers.push(ring),
        }
    }
    let mut rings: Vec<Option<LineString<f64>>> = rings.into_iter().map(Some).collect();
    let mut take = |ring: usize| rings[ring].take().unwrap_or_else(|| LineString(Vec::new()));
    outers
        .into_iter()
        .map(|outer| {
            let interiors = holes[outer].iter().map(|&hole| take(hole)).collect();
            Polygon::new(take(outer), interiors)
        })
        .collect()
}

/// For each ring the larger rings it lies in.
fn containers(rings: &[LineString<f64>], areas: &[f64]) -> Vec<Vec<usize>> {
    let boxes: Vec<AABB<[f64; 2]>> = rings
        .iter()
        .map(|ring| AABB::from_points(ring.0.iter().map(|c| [c.x, c.y]).collect::<Vec<_>>().iter()))
        .collect();
    let rows: Vec<OnceCell<Rows>> = rings.iter().map(|_| OnceCell::new()).collect();
    let tree = RTree::bulk_load(boxes.iter().enumerate().map(|(ring, &envelope)| Boxed { ring, envelope }).collect());
    rings
        .iter()
        .enumerate()
        .map(|(inner, ring)| {
            let near = tree.locate_in_envelope_intersecting(boxes[inner]);
            let mut around: Vec<usize> = near
                .map(|candidate| candidate.ring)
                .filter(|&outer| outer != inner && areas[outer] > areas[inner])
                .filter(|&outer| lies_in(&ring.0, rows[outer].get_or_init(|| Rows::new(&rings[outer].0, boxes[outer]))))
                .collect();
            around.sort_unstable();
            around
        })
        .collect()
}

/// Whether most corners (edges' middles, where all corners touch) of a ring lie inside another.
fn lies_in(inner: &[Coord<f64>], outer: &Rows) -> bool {
    let edges = inner.len().saturating_sub(1).max(1);
    let chosen = (0..VOTERS.min(edges)).map(|vote| vote * edges / VOTERS.min(edges));
    let mut balance = 0i32;
    let mut middles = 0i32;
    for edge in chosen {
        let Some(&corner) = inner.get(edge) else { continue };
        balance += outer.side(corner);
        if let Some(&next) = inner.get(edge + 1) {
            middles += outer.side((corner + next) / 2.0);
        }
    }
    if balance == 0 { middles > 0 } else { balance > 0 }
}

/// The edges of a ring by rows of equal height, so that a point meets only those at its height: an outer of a whole city
/// has thousands of holes.
struct Rows {
    low: f64,
    height: f64,
    edges: Vec<Vec<[Coord<f64>; 2]>>,
}

impl Rows {
    fn new(ring: &[Coord<f64>], around: AABB<[f64; 2]>) -> Self {
        let (low, high) = (around.lower()[1], around.upper()[1]);
        // Each edge stands in every row that it crosses: few rows for rings that go up and down often.
        let climb: f64 = ring.windows(2).map(|edge| (edge[1].y - edge[0].y).abs()).sum();
        let most = ring.len() as f64 * (high - low) / climb.max(f64::MIN_POSITIVE);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "no number becomes 0")]
        let count = (ring.len() / 4).min(most as usize).clamp(1, 1 << 16);
        let height = (high - low) / count as f64;
        let mut rows = Self { low, height, edges: vec![Vec::new(); count] };
        for edge in ring.windows(2) {
            let &[a, b] = edge else { continue };
            let (first, last) = (rows.row(a.y.min(b.y)), rows.row(a.y.max(b.y)));
            for row in rows.edges.get_mut(first..=last).into_iter().flatten() {
                row.push([a, b]);
            }
        }
        rows
    }

    /// The row of a height; the nearest for heights beyond the ring. Never falls as the height rises.
    fn row(&self, y: f64) -> usize {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "negative and no number become 0")]
        let row = ((y - self.low) / self.height) as usize;
        row.min(self.edges.len() - 1)
    }

    /// 1 inside, -1 outside, 0 on the boundary.
    fn side(&self, point: Coord<f64>) -> i32 {
        let mut inside = false;
        for &[a, b] in self.edges.get(self.row(point.y)).into_iter().flatten() {
            let cross = (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x);
            let within = (point.x - a.x) * (point.x - b.x) + (point.y - a.y) * (point.y - b.y) <= 0.0;
            if cross == 0.0 && within {
                return 0;
            }
            if (a.y > point.y) != (b.y > point.y) && ((cross > 0.0) == (b.y > a.y)) {
                inside = !inside;
            }
        }
        if inside { 1 } else { -1 }
    }
}

fn doubled_area(ring: &[Coord<f64>]) -> f64 {
    let Some(&origin) = ring.first() else { return 0.0 };
    let term = |edge: &[Coord<f64>]| {
        let (a, b) = (edge[0] - origin, edge[1] - origin);
        a.x * b.y - b.x * a.y
    };
    ring.windows(2).map(term).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, side: f64, clockwise: bool) -> LineString<f64> {
        let mut corners = vec![(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)];
        if clockwise {
            corners.reverse();
        }
        corners.into()
    }

    fn holes(rings: Vec<LineString<f64>>) -> Vec<usize> {
        polygons(rings).iter().map(|polygon| polygon.interiors().len()).collect()
    }

    #[test]
    fn a_ring_of_many_corners_holds_what_lies_in_it_whatever_its_rows() {
        // A comb: teeth of 10 m with gaps of 10 m, each tooth 90 m high above a back of 10 m.
        let mut comb = vec![(0.0, 0.0)];
        for tooth in (0..50).rev() {
            let x = f64::from(tooth) * 20.0;
            comb.extend([(x + 20.0, 10.0), (x + 10.0, 10.0), (x + 10.0, 100.0), (x, 100.0), (x, 10.0)]);
        }
        comb.insert(1, (1000.0, 0.0));
        comb.push((0.0, 0.0));
        let comb = LineString::from(comb);
        for tooth in 0..50 {
            let x = f64::from(tooth) * 20.0;
            assert_eq!(holes(vec![comb.clone(), square(x + 2.0, 50.0, 5.0, true)]), [1], "in tooth {tooth}");
            assert_eq!(holes(vec![comb.clone(), square(x + 12.0, 50.0, 5.0, true)]), [0, 0], "beside tooth {tooth}");
            assert_eq!(holes(vec![comb.clone(), square(x + 12.0, 2.0, 5.0, true)]), [1], "in the back");
        }
    }

    #[test]
    fn parts_side_by_side_stay_parts_whatever_their_direction() {
        for clockwise in [true, false] {
            assert_eq!(holes(vec![square(0., 0., 10., clockwise), square(20., 0., 10., clockwise)]), [0, 0]);
        }
        assert_eq!(holes(vec![square(0., 0., 10., true), square(20., 0., 10., false)]), [0, 0]);
    }

    #[test]
    fn a_ring_inside_another_is_its_hole_whatever_the_order() {
        for (a, b) in [(true, true), (true, false), (false, true), (false, false)] {
            assert_eq!(holes(vec![square(0., 0., 10., a), square(2., 2., 3., b)]), [1]);
            assert_eq!(holes(vec![square(2., 2., 3., b), square(0., 0., 10., a)]), [1]);
        }
    }

    #[test]
    fn an_island_in_a_hole_is_a_part_and_a_pond_on_it_is_its_own() {
        let rings = vec![
            square(4., 4., 1., true),
            square(0., 0., 10., true),
            square(2., 2., 6., false),
            square(3., 3., 4., true),
        ];
        assert_eq!(holes(rings), [1, 1]);
    }

    #[test]
    fn a_hole_that_touches_its_outer_is_a_hole() {
        let diamond: LineString<f64> = vec![(5., 0.), (8., 5.), (5., 10.), (2., 5.), (5., 0.)].into();
        assert_eq!(holes(vec![square(0., 0., 10., true), diamond]), [1]);
        assert_eq!(holes(vec![square(0., 0., 10., true), square(0., 0., 4., false)]), [1]);
    }

    #[test]
    fn the_same_ring_twice_is_two_parts() {
        assert_eq!(holes(vec![square(0., 0., 10., true), square(0., 0., 10., true)]), [0, 0]);
    }
}
