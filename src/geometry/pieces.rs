//! Parcels dissolved into one area: facing edges that are a hand's breadth apart are joined along that edge.
//!
//! Only the strip between two facing edges is filled, so that parcels which touch in a point stay apart and no place
//! becomes wider than the parcels are.

use geo_types::Coord;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::clip::Outline;
use super::region::{OverlayFailed, Region};
use super::segments::Segment;
use super::tolerance;
use super::vector::{cross, dot, left_of, norm, unit};

/// Facing edges run in opposite directions within this angle (cosine of 15°).
const OPPOSITE: f64 = 0.965_925_826_289_068_3;
/// Edges exactly [`tolerance::JOIN`] apart are joined, rounding aside.
const REACH: f64 = tolerance::JOIN + tolerance::POINT;
/// A strip goes on to the ends of both edges where these are at most this many times its reach apart, so that a slanted
/// joint leaves no notch in the walls.
const ENDS: f64 = 1.5;
/// Strips reach this far into the parcels on both sides and past their own ends, so that rounding leaves no crack.
const OVERLAP: f64 = 1e-4;

/// The union of parcels, with the strips between facing edges at most [`tolerance::JOIN`] apart filled.
///
/// # Errors
/// [`OverlayFailed`] where the overlay library panics.
pub fn dissolved(parcels: &[Region]) -> Result<Region, OverlayFailed> {
    let strips =
        strips(parcels, REACH).iter().map(|strip| Region::from_rings(strip, &[])).collect::<Result<Vec<_>, _>>()?;
    Region::union(parcels.iter().chain(&strips))
}

/// Groups of parcels that touch, overlap or face each other along an edge at most [`tolerance::JOIN`] apart; each
/// group and the list of groups in the order of the parcels.
pub fn groups(parcels: &[Region]) -> Vec<Vec<usize>> {
    let segments = segments(parcels);
    let tree = RTree::bulk_load(segments.clone());
    let mut first: Vec<usize> = (0..parcels.len()).collect();
    for own in &segments {
        for other in tree.locate_in_envelope_intersecting(own.reach(REACH)) {
            if other.tag < own.tag && meet(own, other) {
                let (one, two) = (root(&first, own.tag), root(&first, other.tag));
                first[one.max(two)] = one.min(two);
            }
        }
    }
    // A parcel wholly inside another has no edge near it.
    let boxes = RTree::bulk_load(parcels.iter().enumerate().filter_map(|(tag, parcel)| boxed(parcel, tag)).collect());
    for (index, inner) in parcels.iter().enumerate() {
        let Some(&corner) = inner.rings().next().and_then(|ring| ring.first()) else { continue };
        let around = boxes.locate_in_envelope_intersecting(AABB::from_point(corner));
        for other in around.map(|found: &GeomWithData<Rectangle<[f64; 2]>, usize>| found.data) {
            let (one, two) = (root(&first, index), root(&first, other));
            if one != two && Outline::new(&parcels[other]).contains(corner.into()) {
                first[one.max(two)] = one.min(two);
            }
        }
    }
    let mut grouped: Vec<Vec<usize>> = vec![Vec::new(); parcels.len()];
    for index in 0..parcels.len() {
        grouped[root(&first, index)].push(index);
    }
    grouped.retain(|group| !group.is_empty());
    grouped
}

fn root(first: &[usize], mut index: usize) -> usize {
    while first[index] != index {
        index = first[index];
    }
    index
}

fn boxed(region: &Region, tag: usize) -> Option<GeomWithData<Rectangle<[f64; 2]>, usize>> {
    let bounds = region.bounds()?;
    let corners = Rectangle::from_corners([bounds.min().x, bounds.min().y], [bounds.max().x, bounds.max().y]);
    Some(GeomWithData::new(corners, tag))
}

/// Whether two edges touch, cross or face each other closely.
fn meet(one: &Segment, two: &Segment) -> bool {
    super::facing::facing(one, two).distance <= tolerance::POINT
        || super::facing::cross_inside(one.a, one.b, two.a, two.b)
        || strip(one, two, REACH).is_some()
        || strip(two, one, REACH).is_some()
}

fn segments(parcels: &[Region]) -> Vec<Segment> {
    let mut segments = Vec::new();
    for (tag, parcel) in parcels.iter().enumerate() {
        for ring in parcel.rings() {
            let edges = ring.iter().zip(ring.iter().cycle().skip(1));
            segments.extend(edges.map(|(&a, &b)| Segment::new(a.into(), b.into(), tag)));
        }
    }
    segments
}

/// The strips between facing edges of different parcels.
fn strips(parcels: &[Region], reach: f64) -> Vec<[Coord<f64>; 4]> {
    if parcels.len() < 2 {
        return Vec::new();
    }
    let segments = segments(parcels);
    let tree = RTree::bulk_load(segments.clone());
    let mut found: Vec<(usize, [Coord<f64>; 4])> = Vec::new();
    for (index, own) in segments.iter().enumerate() {
        let near = tree.locate_in_envelope_intersecting(own.reach(reach)).filter(|other| other.tag != own.tag);
        found.extend(near.filter_map(|other| strip(own, other, reach)).map(|strip| (index, strip)));
    }
    found.sort_by(|one, two| {
        let corner = |strip: &[Coord<f64>; 4]| (strip[2].x, strip[2].y);
        let (a, b) = (corner(&one.1), corner(&two.1));
        one.0.cmp(&two.0).then(a.0.total_cmp(&b.0)).then(a.1.total_cmp(&b.1))
    });
    found.into_iter().map(|(_, strip)| strip).collect()
}

/// The strip between the stretch of `s` that lies square before `t` and `t` itself. Both edges have their parcel on
/// their left.
fn strip(s: &Segment, t: &Segment, reach: f64) -> Option<[Coord<f64>; 4]> {
    let (s_length, t_length) = (s.length(), t.length());
    let (s_way, t_way) = (unit(s.b - s.a), unit(t.b - t.a));
    if s_length <= tolerance::POINT || t_length <= tolerance::POINT || dot(s_way, t_way) > -OPPOSITE {
        return None;
    }
    // Along `s`, how far the foot on `t` and the distance before it change per metre.
    let (foot, foot_rate) = (dot(s.a - t.a, t_way), dot(s_way, t_way));
    let (gap, gap_rate) = (-cross(t_way, s.a - t.a), -cross(t_way, s_way));
    let (mut from, mut to) = (0.0_f64, s_length);
    for (value, rate, least, most) in [(foot, foot_rate, 0.0, t_length), (gap, gap_rate, -tolerance::POINT, reach)] {
        if rate.abs() <= 1e-12 {
            if value < least || value > most {
                return None;
            }
            continue;
        }
        let (one, two) = ((least - value) / rate, (most - value) / rate);
        from = from.max(one.min(two));
        to = to.min(one.max(two));
    }
    if to - from <= tolerance::POINT {
        return None;
    }
    let (from, to) = (from - OVERLAP, to + OVERLAP);
    let own = |at: f64| s.a + s_way * at + left_of(s_way) * OVERLAP;
    let other = |at: f64| t.a + t_way * (foot + foot_rate * at) + left_of(t_way) * OVERLAP;
    let mut corners = [own(from), own(to), other(to), other(from)];
    let close = |one: Coord<f64>, two: Coord<f64>| {
        norm(one - two) <= ENDS * reach
            && (s.distance(two) <= reach || t.distance(one) <= reach)
            && cross(t_way, two - one).abs() > tolerance::POINT
    };
    if close(s.a, t.b) {
        (corners[0], corners[3]) = (s.a + left_of(s_way) * OVERLAP, t.b + left_of(t_way) * OVERLAP);
    }
    if close(s.b, t.a) {
        (corners[1], corners[2]) = (s.b + left_of(s_way) * OVERLAP, t.a + left_of(t_way) * OVERLAP);
    }
    Some(corners)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rectangle(x0: f64, y0: f64, x1: f64, y1: f64) -> Region {
        let ring: Vec<Coord<f64>> = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)].into_iter().map(Coord::from).collect();
        Region::from_rings(&ring, &[]).unwrap()
    }

    #[test]
    fn facing_edges_up_to_a_metre_apart_are_joined_along_what_they_share() {
        let joined = dissolved(&[rectangle(0., 0., 10., 10.), rectangle(11., 5., 20., 15.)]).unwrap();
        assert_eq!(joined.parts().count(), 1);
        assert!((joined.area() - (100.0 + 90.0 + 5.0)).abs() < 0.01, "{}", joined.area());
    }

    #[test]
    fn parcels_farther_apart_or_touching_in_a_point_stay_apart() {
        let apart = dissolved(&[rectangle(0., 0., 10., 10.), rectangle(11.01, 0., 20., 10.)]).unwrap();
        assert_eq!(apart.parts().count(), 2);
        let touching = dissolved(&[rectangle(0., 0., 10., 10.), rectangle(10., 10., 20., 20.)]).unwrap();
        assert_eq!(touching.parts().count(), 2);
        let corners = dissolved(&[rectangle(0., 0., 10., 10.), rectangle(10.3, 10.3, 20., 20.)]).unwrap();
        assert_eq!(corners.parts().count(), 2);
    }

    #[test]
    fn a_shared_edge_digitised_with_other_corners_leaves_no_crack() {
        let left: Vec<Coord<f64>> = [(0., 0.), (10., 0.), (10.0003, 3.3), (9.9998, 7.1), (10., 10.), (0., 10.)]
            .into_iter()
            .map(Coord::from)
            .collect();
        let joined = dissolved(&[Region::from_rings(&left, &[]).unwrap(), rectangle(10., 0., 20., 10.)]).unwrap();
        assert_eq!(joined.rings().count(), 1);
        assert!((joined.area() - 200.0).abs() < 0.01);
    }

    #[test]
    fn parcels_that_touch_or_lie_inside_each_other_are_one_group() {
        let parcels = [
            rectangle(0., 0., 10., 10.),
            rectangle(50., 0., 60., 10.),
            rectangle(10., 10., 20., 20.),
            rectangle(52., 2., 53., 3.),
            rectangle(10.5, 0., 20., 5.),
        ];
        assert_eq!(groups(&parcels), [vec![0, 2, 4], vec![1, 3]]);
    }
}
