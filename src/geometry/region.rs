//! A clean area of the plane and its overlays: union, difference, intersection, offset.
//!
//! Input rings may run in any direction, cross themselves or overlap: each ring is repaired by itself under the
//! non-zero rule, which also orients it, before outers are united and holes taken out. What a region holds is always
//! clean, so an overlay never meets a bad ring. Accuracy: vertices to 6e-11 m (see `overlay`), areas of a
//! hectare and more to about 1e-12 of themselves.

use geo_types::{Coord, LineString, Polygon, Rect};
use i_overlay::core::overlay_rule::OverlayRule;

pub use super::overlay::OverlayFailed;
use super::overlay::{self, Ring, Shapes};
use super::segments::Segment;
use super::simplify::simplified;
use super::sum::Sum;
use super::union;

/// An area: polygons that do not overlap, outers counter-clockwise and holes clockwise.
///
/// The only way to get one is through the repair and the overlays here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Region {
    shapes: Shapes,
}

impl Region {
    /// The area covered by rings taken as one polygon: the first ring less the others. Holes that reach beyond the
    /// outer ring, or lie outside of it, take away only what it covers; a hole within a hole stays hole.
    ///
    /// Rings with fewer than three corners, or with one that is not finite, count as nothing.
    ///
    /// # Errors
    /// [`OverlayFailed`] where the overlay library panics, or a coordinate is no place on any map.
    pub fn from_rings(outer: &[Coord<f64>], holes: &[&[Coord<f64>]]) -> Result<Self, OverlayFailed> {
        let outer = Self { shapes: overlay::repaired(corners(outer))? };
        let mut inner = Shapes::new();
        for hole in holes {
            inner.extend(overlay::repaired(corners(hole))?);
        }
        if inner.is_empty() { Ok(outer) } else { outer.difference(&Self { shapes: overlay::united(inner.iter())? }) }
    }

    /// The area covered by a polygon.
    ///
    /// # Errors
    /// [`OverlayFailed`] as [`Self::from_rings`].
    pub fn from_polygon(polygon: &Polygon<f64>) -> Result<Self, OverlayFailed> {
        let holes: Vec<&[Coord<f64>]> = polygon.interiors().iter().map(|ring| ring.0.as_slice()).collect();
        Self::from_rings(&polygon.exterior().0, &holes)
    }

    /// Polygons that are known to be clean: no ring crosses itself or another, polygons do not overlap, holes lie inside.
    /// Keeps their coordinates bit for bit; only directions are set, and repeated corners dropped.
    pub(crate) fn from_clean(polygons: &[Polygon<f64>]) -> Self {
        let directed = |line: &LineString<f64>, outer: bool| -> Ring {
            let mut ring: Ring = line.0.iter().map(|corner| [corner.x, corner.y]).collect();
            ring.dedup();
            if ring.len() > 1 && ring.first() == ring.last() {
                ring.pop();
            }
            let mut doubled = Sum::default();
            add_doubled_area(&mut doubled, &ring);
            if (doubled.value() > 0.0) != outer {
                ring.reverse();
            }
            ring
        };
        let rings = |polygon: &Polygon<f64>| {
            let holes = polygon.interiors().iter().map(|hole| directed(hole, false));
            std::iter::once(directed(polygon.exterior(), true)).chain(holes).collect()
        };
        Self { shapes: polygons.iter().map(rings).collect() }
    }

    /// Everything that any of the regions covers. The cost grows about linearly with their corners; polygons that lie
    /// apart from all others are taken over as they are.
    ///
    /// # Errors
    /// [`OverlayFailed`] where the overlay library panics.
    pub fn union<'a>(regions: impl IntoIterator<Item = &'a Self>) -> Result<Self, OverlayFailed> {
        let shapes: Vec<&Vec<Ring>> = regions.into_iter().flat_map(|region| &region.shapes).collect();
        Ok(Self { shapes: union::of_shapes(&shapes)? })
    }

    /// What this region covers and the other does not.
    ///
    /// # Errors
    /// [`OverlayFailed`] where the overlay library panics.
    pub fn difference(&self, other: &Self) -> Result<Self, OverlayFailed> {
        if !self.may_meet(other) {
            return Ok(self.clone());
        }
        self.overlay(other, OverlayRule::Difference)
    }

    /// What both cover.
    ///
    /// # Errors
    /// [`OverlayFailed`] where the overlay library panics.
    pub fn intersection(&self, other: &Self) -> Result<Self, OverlayFailed> {
        if !self.may_meet(other) {
            return Ok(Self::default());
        }
        let (small, large) = if self.corners() <= other.corners() { (self, other) } else { (other, self) };
        small.overlay(large, OverlayRule::Intersect)
    }

    fn overlay(&self, other: &Self, rule: OverlayRule) -> Result<Self, OverlayFailed> {
        let subject = self.shapes.iter().flatten();
        let result = match self.near_part_of(other) {
            Some(near) => overlay::combined(subject, near.iter(), rule),
            None => overlay::combined(subject, other.shapes.iter().flatten(), rule),
        };
        result.map(|shapes| Self { shapes })
    }

    /// The rings of a much larger region, cut to this one's box: a boundary of many thousand corners meets many small
    /// features, and what lies far away has no say. `None` where all of it may take part.
    fn near_part_of(&self, other: &Self) -> Option<Vec<Ring>> {
        if other.corners() < 2 * self.corners() + 32 {
            return None;
        }
        let bounds = self.bounds()?;
        // Cut edges get new ends beyond the box, a hair off their line.
        let margin = 1.0 + 0.1 * bounds.width().max(bounds.height());
        let low = [bounds.min().x - margin, bounds.min().y - margin];
        let high = [bounds.max().x + margin, bounds.max().y + margin];
        Some(overlay::cut_to_box(other.shapes.iter().flatten(), low, high))
    }

    fn corners(&self) -> usize {
        self.shapes.iter().flatten().map(Vec::len).sum()
    }

    fn may_meet(&self, other: &Self) -> bool {
        match (self.bounds(), other.bounds()) {
            (Some(a), Some(b)) => boxes_meet(&a, &b),
            _ => false,
        }
    }

    /// The region grown by a distance in metres, or shrunk by a negative one; corners become arcs of chords at most
    /// 0.1 of the radius long, which stay within 0.13 % of it. No reported area and no width is ever read off this.
    ///
    /// # Errors
    /// [`OverlayFailed`] where the overlay library panics.
    pub fn offset(&self, distance: f64) -> Result<Self, OverlayFailed> {
        if self.is_empty() {
            return Ok(Self::default());
        }
        overlay::offset(&self.shapes, distance).map(|shapes| Self { shapes })
    }

    /// With fewer corners: none is farther than a tolerance in metres from the new boundary.
    ///
    /// # Errors
    /// [`OverlayFailed`] where the overlay library panics.
    pub fn simplified(&self, tolerance: f64) -> Result<Self, OverlayFailed> {
        let rings = |rings: &Vec<Ring>| rings.iter().map(|ring| simplified_ring(ring, tolerance)).collect();
        let shapes: Shapes = self.shapes.iter().map(rings).collect();
        overlay::united(shapes.iter()).map(|shapes| Self { shapes })
    }

    /// The part of the region that is at least `width` metres wide, right-angled corners included: what a disc of
    /// that width reaches (morphological opening), and what lies within 0.22 of the width of that.
    ///
    /// It tells wide ground from narrow; it is not made for reporting areas.
    ///
    /// # Errors
    /// [`OverlayFailed`] where the overlay library panics.
    pub fn wide_part(&self, width: f64) -> Result<Self, OverlayFailed> {
        // A strip of exactly the width is wide: the disc is a point tolerance smaller.
        let radius = (width - super::tolerance::POINT) / 2.0;
        if radius <= 0.0 {
            return Ok(self.clone());
        }
        // The disc falls short of a right-angled corner by (√2 − 1) radii; 1.01 covers the chords of its arcs.
        let reach = radius * std::f64::consts::SQRT_2 * 1.01;
        self.offset(-radius)?.offset(reach)?.intersection(self)
    }

    /// Whether it covers nothing.
    pub fn is_empty(&self) -> bool {
        self.shapes.is_empty()
    }

    /// Its area in square metres, exact for its corners: sums and products lose nothing to rounding.
    pub fn area(&self) -> f64 {
        area_of(&self.shapes)
    }

    /// Its connected polygons, rings closed. Polygons that touch in a point are apart.
    pub fn polygons(&self) -> impl Iterator<Item = Polygon<f64>> + '_ {
        self.shapes.iter().map(|rings| {
            let mut rings = rings.iter().map(|ring| {
                let mut line: Vec<Coord<f64>> = ring.iter().map(|&[x, y]| Coord { x, y }).collect();
                line.extend(line.first().copied());
                LineString(line)
            });
            let outer = rings.next().unwrap_or_else(|| LineString(Vec::new()));
            Polygon::new(outer, rings.collect())
        })
    }

    /// Each connected polygon as a region of its own.
    pub fn parts(&self) -> impl Iterator<Item = Self> + '_ {
        self.shapes.iter().map(|rings| Self { shapes: vec![rings.clone()] })
    }

    /// The connected polygon of largest area, the first of equals; `None` when empty.
    pub fn largest_part(&self) -> Option<Self> {
        let mut largest: Option<(f64, Self)> = None;
        for part in self.parts() {
            let area = part.area();
            if largest.as_ref().is_none_or(|(best, _)| area > *best) {
                largest = Some((area, part));
            }
        }
        largest.map(|(_, part)| part)
    }

    /// All boundary rings without a repeated last corner; outers counter-clockwise, holes clockwise, so that the
    /// covered side is always on the left.
    pub fn rings(&self) -> impl Iterator<Item = &[[f64; 2]]> {
        self.shapes.iter().flatten().map(Vec::as_slice)
    }

    /// All boundary edges, the covered side on the left.
    pub fn edges(&self) -> impl Iterator<Item = [Coord<f64>; 2]> + '_ {
        self.rings().flat_map(|ring| {
            let next = ring.iter().cycle().skip(1);
            ring.iter().zip(next).map(|(&[x0, y0], &[x1, y1])| [Coord { x: x0, y: y0 }, Coord { x: x1, y: y1 }])
        })
    }

    /// All boundary edges ring by ring, the covered side on the left, tagged with the number of their ring; edges of no
    /// length left out.
    pub(super) fn segments(&self) -> Vec<Segment> {
        let rings = self.rings().enumerate();
        rings
            .flat_map(|(tag, ring)| {
                let next = ring.iter().cycle().skip(1);
                ring.iter().zip(next).map(move |(&a, &b)| Segment::new(a.into(), b.into(), tag))
            })
            .filter(|edge| edge.length() > 0.0)
            .collect()
    }

    /// The smallest box around it; `None` when empty.
    pub fn bounds(&self) -> Option<Rect<f64>> {
        bounds_of(self.rings())
    }

    /// Whether a point lies inside, by counting the edges to its right. Points exactly on the boundary may go either
    /// way; for many points, or where the boundary matters, see [`super::Mask`].
    pub fn contains_point(&self, point: Coord<f64>) -> bool {
        self.edges().filter(|edge| lies_left_of(point, edge)).count() % 2 == 1
    }

    /// Distance from a point to the boundary, in metres; infinite when empty.
    pub fn distance_to_boundary(&self, point: Coord<f64>) -> f64 {
        self.edges().map(|[a, b]| Segment::new(a, b, 0).distance(point)).fold(f64::INFINITY, f64::min)
    }

    /// A point well inside its largest polygon, for a label; `None` when empty.
    pub fn interior_point(&self) -> Option<Coord<f64>> {
        let part = self.largest_part()?;
        let bounds = part.bounds()?;
        let mut best: Option<(f64, Coord<f64>)> = None;
        for step in [8, 4, 12, 6, 10, 2, 14, 7, 9, 1, 15] {
            let y = bounds.min().y + bounds.height() * f64::from(step) / 16.0;
            if let Some((width, x)) = part.widest_run(y)
                && best.is_none_or(|(widest, _)| width > widest * 1.000_001)
            {
                best = Some((width, Coord { x, y }));
            }
        }
        best.map(|(_, point)| point).or_else(|| part.edges().next().map(|[start, _]| start))
    }

    /// Width and middle of the widest run inside along a horizontal line.
    fn widest_run(&self, y: f64) -> Option<(f64, f64)> {
        let mut crossings: Vec<f64> = self
            .edges()
            .filter(|[a, b]| (a.y > y) != (b.y > y))
            .map(|[a, b]| a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y)))
            .collect();
        crossings.sort_by(f64::total_cmp);
        crossings
            .as_chunks::<2>()
            .0
            .iter()
            .map(|[from, to]| (to - from, f64::midpoint(*from, *to)))
            .max_by(|(a, _), (b, _)| a.total_cmp(b))
    }
}

/// Whether two boxes have a point in common.
pub(super) fn boxes_meet(a: &Rect<f64>, b: &Rect<f64>) -> bool {
    a.min().x <= b.max().x && b.min().x <= a.max().x && a.min().y <= b.max().y && b.min().y <= a.max().y
}

/// The smallest box around rings; `None` when there is no corner.
pub(super) fn bounds_of<'a>(rings: impl Iterator<Item = &'a [[f64; 2]]>) -> Option<Rect<f64>> {
    let mut corners = rings.flatten();
    let first = corners.next()?;
    let (low, high) = corners.fold((*first, *first), |(low, high), point| {
        ([low[0].min(point[0]), low[1].min(point[1])], [high[0].max(point[0]), high[1].max(point[1])])
    });
    Some(Rect::new(Coord { x: low[0], y: low[1] }, Coord { x: high[0], y: high[1] }))
}

/// Whether a ray from the point to the right crosses the edge; an end on the ray counts for one of its two edges.
pub(super) fn lies_left_of(point: Coord<f64>, &[a, b]: &[Coord<f64>; 2]) -> bool {
    if (a.y > point.y) == (b.y > point.y) {
        return false;
    }
    let turn = (b.x - a.x) * (point.y - a.y) - (point.x - a.x) * (b.y - a.y);
    (turn > 0.0) == (b.y > a.y)
}

fn corners(ring: &[Coord<f64>]) -> Ring {
    ring.iter().map(|corner| [corner.x, corner.y]).collect()
}

/// The area of clean shapes in m², exact for their corners.
pub(super) fn area_of(shapes: &Shapes) -> f64 {
    let mut doubled = Sum::default();
    for ring in shapes.iter().flatten() {
        add_doubled_area(&mut doubled, ring);
    }
    doubled.value() / 2.0
}

/// Adds twice the area of a ring, positive when counter-clockwise, relative to its first corner: far from the origin
/// the plain shoelace sum loses about 0.02 m² a hectare.
fn add_doubled_area(doubled: &mut Sum, ring: &[[f64; 2]]) {
    let Some(&[x0, y0]) = ring.first() else { return };
    for edge in ring.windows(2) {
        doubled.add_product(edge[0][0] - x0, edge[1][1] - y0);
        doubled.add_product(x0 - edge[1][0], edge[0][1] - y0);
    }
}

/// A ring cut at its first corner and the one farthest from it, each half simplified.
fn simplified_ring(ring: &[[f64; 2]], tolerance: f64) -> Ring {
    let line: Vec<Coord<f64>> = ring.iter().chain(ring.first()).map(|&point| point.into()).collect();
    let away = |index: &usize| (line[*index].x - line[0].x).hypot(line[*index].y - line[0].y);
    let Some(far) = (0..ring.len()).max_by(|one, two| away(one).total_cmp(&away(two))) else { return Ring::new() };
    let mut kept = simplified(&line[..=far], tolerance);
    kept.pop();
    kept.extend(simplified(&line[far..], tolerance));
    kept.pop();
    if kept.len() < 3 { ring.to_vec() } else { kept.into_iter().map(|point| [point.x, point.y]).collect() }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn ring(points: &[(f64, f64)]) -> Vec<Coord<f64>> {
        points.iter().map(|&(x, y)| Coord { x, y }).collect()
    }

    pub(crate) fn region(points: &[(f64, f64)]) -> Region {
        Region::from_rings(&ring(points), &[]).unwrap()
    }

    pub(crate) fn rectangle(x: f64, y: f64, width: f64, height: f64) -> Region {
        region(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
    }

    fn close(value: f64, expected: f64) {
        assert!((value - expected).abs() <= 1e-10 * expected.abs(), "{value} instead of {expected}");
    }

    #[test]
    fn bow_tie_has_both_its_halves() {
        close(region(&[(0., 0.), (10., 10.), (10., 0.), (0., 10.)]).area(), 50.0);
    }

    #[test]
    fn bow_tie_beside_a_square_keeps_all_of_both() {
        // Two triangles of 100 each; the square of 100 shares a strip of 5 × 10 with the right one.
        let bow_tie = region(&[(0., 0.), (20., 20.), (20., 0.), (0., 20.)]);
        let square = rectangle(15.0, 5.0, 10.0, 10.0);
        close(bow_tie.area(), 200.0);
        let both = Region::union([&bow_tie, &square]).unwrap().area();
        close(both, 200.0 + 100.0 - bow_tie.intersection(&square).unwrap().area());
        close(both, 250.0);
    }

    #[test]
    fn opposite_directions_do_not_cancel() {
        let forth = rectangle(0.0, 0.0, 10.0, 10.0);
        let back = region(&[(5., 0.), (5., 10.), (15., 10.), (15., 0.)]);
        close(Region::union([&forth, &back]).unwrap().area(), 150.0);
    }

    #[test]
    fn a_ring_digitised_twice_counts_once() {
        let once = [(0., 0.), (10., 0.), (10., 10.), (0., 10.)];
        let twice: Vec<(f64, f64)> = once.iter().chain(&once).copied().collect();
        close(region(&twice).area(), 100.0);
    }

    #[test]
    fn spikes_and_repeated_corners_add_nothing() {
        close(region(&[(0., 0.), (10., 0.), (10., 0.), (10., 10.), (0., 10.), (0., 0.), (0., 0.)]).area(), 100.0);
        let spike = region(&[(0., 0.), (10., 0.), (10., 10.), (5., 10.), (5., 30.), (5., 10.), (0., 10.)]);
        close(spike.area(), 100.0);
        assert!(spike.bounds().unwrap().max().y < 10.1);
        assert!(region(&[(0., 0.), (10., 10.), (20., 20.)]).is_empty(), "a ring without area");
        assert!(region(&[(0., 0.), (10., 10.)]).is_empty());
        assert!(region(&[]).is_empty());
    }

    #[test]
    fn corners_that_are_no_numbers_cover_nothing() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(region(&[(0., 0.), (bad, 0.), (1., 1.)]).is_empty());
        }
    }

    #[test]
    fn huge_coordinates_are_measured_and_absurd_ones_refused() {
        close(rectangle(1e11, -1e11, 1000.0, 1000.0).area(), 1e6);
        let absurd = ring(&[(0., 0.), (1e200, 0.), (1e200, 1e200)]);
        assert_eq!(Region::from_rings(&absurd, &[]), Err(OverlayFailed));
    }

    #[test]
    fn a_polygon_at_an_absurd_place_leaves_the_others_exact() {
        let stray = rectangle(1e11, 1e11, 10.0, 10.0);
        let pair = [rectangle(0.3, 0.0, 100.005, 100.0), rectangle(50.3, 0.0, 100.005, 100.0), stray];
        close(Region::union(&pair).unwrap().area(), 15_000.5 + 100.0);
    }

    #[test]
    fn squares_far_from_the_origin_and_far_apart_keep_their_area() {
        let a = rectangle(34_500_000.0, 3_087_000.0, 100.005, 100.005);
        let b = rectangle(34_700_000.0, 3_087_000.0, 100.005, 100.005);
        // The corners as stored: 100.005 is not exact at this easting.
        let side = |x: f64| (x + 100.005) - x;
        let expected = (side(34_500_000.0) + side(34_700_000.0)) * side(3_087_000.0);
        close(Region::union([&a, &b]).unwrap().area(), expected);
    }

    #[test]
    fn a_valid_ring_keeps_its_corners_far_from_the_origin() {
        let corners =
            ring(&[(34_500_000.123, 3_087_000.456), (34_500_100.789, 3_087_003.21), (34_500_050.5, 3_087_090.987)]);
        let kept = Region::from_rings(&corners, &[]).unwrap();
        for corner in kept.rings().flatten() {
            let moved = corners.iter().map(|at| (at.x - corner[0]).hypot(at.y - corner[1])).fold(f64::MAX, f64::min);
            assert!(moved < 1e-10, "{moved}");
        }
        assert_eq!(kept.rings().flatten().count(), 3);
    }

    #[test]
    fn a_crossing_is_found_to_a_nanometre_where_numbers_are_fine_enough() {
        // Two sides of a bow-tie cross where 3y = x and 7y = 30 − 2x: x = 90/13.
        let bow_tie = region(&[(0., 0.), (30., 10.), (15., 0.), (1., 4.)]);
        let expected = Coord { x: 90.0 / 13.0, y: 30.0 / 13.0 };
        let nearest =
            bow_tie.rings().flatten().map(|at| (at[0] - expected.x).hypot(at[1] - expected.y)).fold(f64::MAX, f64::min);
        assert!(nearest < 1e-9, "{nearest}");
    }

    #[test]
    fn a_thin_strip_across_a_province_keeps_its_area() {
        // 200 km long, 0.1 m wide, slanted: a parallelogram of 200 000 × 0.1 m².
        let (x, y) = (34_400_000.0, 2_900_000.0);
        let strip = region(&[(x, y), (x + 200_000.0, y + 170_000.0), (x + 200_000.0, y + 170_000.125), (x, y + 0.125)]);
        close(strip.area(), 25_000.0);
    }

    #[test]
    fn holes_are_taken_out_whatever_their_direction_and_place() {
        let outer = ring(&[(0., 0.), (10., 0.), (10., 10.), (0., 10.)]);
        let area = |holes: &[&[(f64, f64)]]| {
            let holes: Vec<Vec<Coord<f64>>> = holes.iter().map(|hole| ring(hole)).collect();
            let holes: Vec<&[Coord<f64>]> = holes.iter().map(Vec::as_slice).collect();
            Region::from_rings(&outer, &holes).unwrap().area()
        };
        close(area(&[&[(2., 2.), (4., 2.), (4., 4.), (2., 4.)]]), 96.0);
        close(area(&[&[(2., 2.), (2., 4.), (4., 4.), (4., 2.)]]), 96.0);
        close(area(&[&[(0., 2.), (4., 2.), (4., 4.), (0., 4.)]]), 92.0); // touches the shell along an edge
        close(area(&[&[(0., 5.), (4., 4.), (4., 6.)]]), 96.0); // touches it in a point
        close(area(&[&[(20., 2.), (24., 2.), (24., 4.)]]), 100.0); // lies outside
        close(area(&[&[(8., 2.), (12., 2.), (12., 4.), (8., 4.)]]), 96.0); // reaches beyond
        close(area(&[&[(1., 1.), (9., 1.), (9., 9.), (1., 9.)], &[(3., 3.), (5., 3.), (5., 5.), (3., 5.)]]), 36.0);
        close(area(&[&[(1., 1.), (5., 1.), (5., 5.), (1., 5.)], &[(3., 3.), (3., 7.), (7., 7.), (7., 3.)]]), 72.0);
    }

    #[test]
    fn a_small_square_meets_only_what_of_a_large_ring_lies_near() {
        // A wheel of 4000 corners with a hole of 4000: the square straddles the rim, half of it on either side.
        let circle = |radius: f64| {
            let corner = |index: i32| (f64::from(index) / 4000.0 * std::f64::consts::TAU).sin_cos();
            region(&(0..4000).map(corner).map(|(sin, cos)| (radius * cos, radius * sin)).collect::<Vec<_>>())
        };
        let wheel = circle(1000.0).difference(&circle(500.0)).unwrap();
        for (at, expected) in [(1000.0, 50.0), (500.0, 50.0), (750.0, 100.0), (0.0, 0.0), (2000.0, 0.0)] {
            let square = rectangle(at - 5.0, -5.0, 10.0, 10.0);
            let (inside, outside) = (wheel.intersection(&square).unwrap(), square.difference(&wheel).unwrap());
            assert!((inside.area() - expected).abs() < 0.2, "{at}: {}", inside.area());
            close(inside.area() + outside.area(), 100.0);
            let whole = square.intersection(&wheel).unwrap();
            close(whole.area(), inside.area());
        }
    }

    #[test]
    fn polygons_that_touch_in_a_point_are_apart() {
        let pair = Region::union([&rectangle(0., 0., 10., 10.), &rectangle(10., 10., 10., 10.)]).unwrap();
        assert_eq!(pair.parts().count(), 2);
        let cross = Region::union([&rectangle(0., 0., 10., 10.), &rectangle(10., 0., 10., 10.)]).unwrap();
        assert_eq!(cross.parts().count(), 1);
        // Two blocks cut out of a square meet in its middle: the other two quarters are apart as well.
        let square = rectangle(0., 0., 20., 20.);
        let rest = square.difference(&pair).unwrap();
        assert_eq!(rest.parts().count(), 2);
        close(rest.area(), 200.0);
    }

    #[test]
    fn many_overlapping_polygons_have_the_area_of_what_they_cover() {
        // 60 × 60 squares of 3 m every 2 m: each side is 2 · 59 + 3 m; the number exceeds what is united in one go.
        let squares: Vec<Region> = (0..3_600)
            .map(|index| rectangle(34_500_000.0 + f64::from(index % 60) * 2.0, f64::from(index / 60) * 2.0, 3.0, 3.0))
            .collect();
        let union = Region::union(&squares).unwrap();
        close(union.area(), 121.0 * 121.0);
        assert_eq!(union.parts().count(), 1);
        assert_eq!(union.rings().count(), 1, "no hole of rounding noise is left");
    }

    #[test]
    fn a_union_is_the_same_whatever_the_number_of_threads() {
        let squares: Vec<Region> = (0..1_500)
            .map(|index| {
                let (x, y) = (f64::from(index % 40) * 1.7, f64::from(index / 40) * 1.3);
                region(&[(x, y), (x + 2.1, y + 0.3), (x + 1.9, y + 1.8), (x - 0.2, y + 1.1)])
            })
            .collect();
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| Region::union(&squares).unwrap())
        };
        assert_eq!(with(1), with(3));
    }

    #[test]
    fn a_wide_part_keeps_corners_and_drops_hedges() {
        let bed = rectangle(0., 0., 10., 10.);
        close(bed.wide_part(2.0).unwrap().area(), 100.0);
        assert!(rectangle(0., 0., 50., 1.9).wide_part(2.0).unwrap().is_empty());
        close(rectangle(0., 0., 50., 2.0).wide_part(2.0).unwrap().area(), 100.0);
        // A hedge that leaves the bed is dropped but for its first metre.
        let with_hedge = Region::union([&bed, &rectangle(10., 4., 30., 1.5)]).unwrap();
        let wide = with_hedge.wide_part(2.0).unwrap();
        assert!(wide.bounds().unwrap().max().x < 11.0, "{:?}", wide.bounds());
    }

    #[test]
    fn a_label_point_lies_inside_even_a_ring_or_a_crescent() {
        let ring = rectangle(0., 0., 10., 10.).difference(&rectangle(1., 1., 8., 8.)).unwrap();
        let horseshoe = rectangle(0., 0., 10., 10.).difference(&rectangle(2., 2., 8., 6.)).unwrap();
        for shape in [ring, horseshoe, rectangle(5., 5., 3., 0.001)] {
            assert!(shape.contains_point(shape.interior_point().unwrap()));
        }
        assert_eq!(Region::default().interior_point(), None);
    }

    /// Rings of up to nine corners around a far place, most of them crossing themselves; some coordinates are whole
    /// metres, so that edges and corners meet exactly.
    fn any_ring() -> impl proptest::strategy::Strategy<Value = Vec<Coord<f64>>> {
        use proptest::prelude::*;
        let value = prop_oneof![(0..12_i32).prop_map(f64::from), 0.0..12.0_f64];
        proptest::collection::vec((value.clone(), value), 3..9).prop_map(|points| {
            points.into_iter().map(|(x, y)| Coord { x: 34_500_000.0 + x, y: 3_087_000.0 + y }).collect()
        })
    }

    /// Rounding of corners to 4e-9 m, the spacing of numbers at this easting, along some 100 m of edges.
    const ROUNDING: f64 = 1e-6;

    proptest::proptest! {
        #[test]
        fn parts_of_an_overlay_add_up(a in any_ring(), b in any_ring()) {
            let [a, b] = [a, b].map(|ring| Region::from_rings(&ring, &[]).unwrap());
            let union = Region::union([&a, &b]).unwrap().area();
            let both = a.intersection(&b).unwrap().area();
            let (only_a, only_b) = (a.difference(&b).unwrap().area(), b.difference(&a).unwrap().area());
            proptest::prop_assert!((only_a + both - a.area()).abs() < ROUNDING);
            proptest::prop_assert!((only_a + only_b + both - union).abs() < ROUNDING);
            proptest::prop_assert!((a.area() + b.area() - both - union).abs() < ROUNDING);
        }

        #[test]
        fn direction_start_and_repeated_corners_of_a_ring_do_not_matter(ring in any_ring(), start in 0..9_usize) {
            let area = |ring: &[Coord<f64>]| Region::from_rings(ring, &[]).unwrap().area();
            let expected = area(&ring);
            let mut other = ring.clone();
            other.rotate_left(start % ring.len());
            other.push(other[0]);
            other.insert(1, other[1]);
            other.reverse();
            proptest::prop_assert!((area(&other) - expected).abs() < ROUNDING);
        }

        #[test]
        fn points_lie_inside_as_the_winding_of_the_ring_says(ring in any_ring(), x in 0.0..12.0_f64, y in 0.0..12.0_f64) {
            let point = Coord { x: 34_500_000.0 + x, y: 3_087_000.0 + y };
            let region = Region::from_rings(&ring, &[]).unwrap();
            let edges = || ring.iter().zip(ring.iter().cycle().skip(1)).map(|(&a, &b)| [a, b]);
            proptest::prop_assume!(edges().all(|edge| Segment::new(edge[0], edge[1], 0).distance(point) > 1e-6));
            let winding: i32 = edges()
                .filter(|edge| lies_left_of(point, edge))
                .map(|[a, b]| if b.y > a.y { 1 } else { -1 })
                .sum();
            proptest::prop_assert_eq!(region.contains_point(point), winding != 0);
            proptest::prop_assert_eq!(crate::geometry::Mask::new(&region).contains(point), winding != 0);
        }

        #[test]
        fn the_union_of_many_does_not_depend_on_their_order(rings in proptest::collection::vec(any_ring(), 1..12)) {
            let mut regions: Vec<Region> =
                rings.iter().map(|ring| Region::from_rings(ring, &[]).unwrap()).collect();
            let forth = Region::union(&regions).unwrap().area();
            regions.reverse();
            let back = Region::union(&regions).unwrap().area();
            proptest::prop_assert!((forth - back).abs() < ROUNDING);
            let largest = regions.iter().map(Region::area).fold(0.0, f64::max);
            proptest::prop_assert!(forth >= largest - ROUNDING);
        }
    }
}
