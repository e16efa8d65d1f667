//! Straight segments of lines and the tree that finds those near a place.
//!
//! Places on a segment are metres from its first point. A segment has a positive length.

use geo_types::{Coord, LineString};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::spans::{Span, where_linear};

/// A straight piece of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// First point.
    pub a: Coord<f64>,
    /// Second point, different from the first.
    pub b: Coord<f64>,
    /// Number of the line or ring it belongs to.
    pub line: usize,
}

impl Segment {
    /// Its length.
    pub fn length(&self) -> f64 {
        distance(self.a, self.b)
    }

    /// Its direction, of length 1.
    pub fn direction(&self) -> Coord<f64> {
        (self.b - self.a) / self.length()
    }

    /// The point this far from its first point.
    pub fn at(&self, along: f64) -> Coord<f64> {
        self.a + self.direction() * along
    }

    /// How far along the foot of a point lies: negative before the first point, beyond the length after the second.
    pub fn along(&self, point: Coord<f64>) -> f64 {
        dot(self.direction(), point - self.a)
    }

    /// Distance of a point from the infinite line, positive on the left.
    pub fn offset(&self, point: Coord<f64>) -> f64 {
        cross(self.direction(), point - self.a)
    }

    /// The place on it that is nearest to a point.
    pub fn nearest(&self, point: Coord<f64>) -> f64 {
        self.along(point).clamp(0.0, self.length())
    }

    /// Distance of a point from it.
    pub fn distance(&self, point: Coord<f64>) -> f64 {
        let along = self.along(point);
        if along <= 0.0 {
            distance(self.a, point)
        } else if along >= self.length() {
            distance(self.b, point)
        } else {
            self.offset(point).abs()
        }
    }

    /// The same points in the other direction.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self { a: self.b, b: self.a, line: self.line }
    }

    /// The part between two places on it.
    #[must_use]
    pub fn part(&self, span: Span) -> Self {
        Self { a: self.at(span[0]), b: self.at(span[1]), line: self.line }
    }

    /// The part of this segment that lies beside another: whose feet fall on it and whose distance from its line is
    /// within `reach` (on either side).
    pub fn beside(&self, other: &Self, reach: [f64; 2]) -> Option<Span> {
        let (mine, its) = (self.direction(), other.direction());
        let feet = [0.0, other.length()];
        let span = where_linear([0.0, self.length()], other.along(self.a), dot(mine, its), feet)?;
        let (start, slope) = (other.offset(self.a), cross(its, mine));
        let left = where_linear(span, start, slope, reach);
        let right = where_linear(span, start, slope, [-reach[1], -reach[0]]);
        match (left, right) {
            // Both sides only where the reach starts at the line itself: then they meet there.
            (Some(one), Some(two)) => Some([one[0].min(two[0]), one[1].max(two[1])]),
            (one, two) => one.or(two),
        }
    }

    /// Whether the two have a point in common, to within a distance.
    pub fn touches(&self, other: &Self, within: f64) -> bool {
        let crosses = |one: &Self, two: &Self| (one.offset(two.a) > 0.0) != (one.offset(two.b) > 0.0);
        (crosses(self, other) && crosses(other, self))
            || self.distance(other.a) <= within
            || self.distance(other.b) <= within
            || other.distance(self.a) <= within
            || other.distance(self.b) <= within
    }
}

/// Distance of two points.
pub fn distance(a: Coord<f64>, b: Coord<f64>) -> f64 {
    (b.x - a.x).hypot(b.y - a.y)
}

/// Inner product.
pub fn dot(a: Coord<f64>, b: Coord<f64>) -> f64 {
    a.x * b.x + a.y * b.y
}

/// Outer product: positive where `b` points to the left of `a`.
pub fn cross(a: Coord<f64>, b: Coord<f64>) -> f64 {
    a.x * b.y - a.y * b.x
}

/// The angle between two lines whatever their directions, 0 to π/2.
pub fn angle_between(a: Coord<f64>, b: Coord<f64>) -> f64 {
    cross(a, b).abs().atan2(dot(a, b).abs())
}

/// Length of a line.
pub fn line_length(line: &LineString<f64>) -> f64 {
    line.0.windows(2).map(|pair| distance(pair[0], pair[1])).sum()
}

/// The segments of lines, in order, numbered by line; repeated points make none.
pub fn segments_of<'a>(lines: impl IntoIterator<Item = &'a LineString<f64>>) -> Vec<Segment> {
    lines
        .into_iter()
        .enumerate()
        .flat_map(|(line, points)| points.0.windows(2).map(move |pair| Segment { a: pair[0], b: pair[1], line }))
        .filter(|segment| segment.length() > 0.0)
        .collect()
}

/// Finds segments by place.
#[derive(Clone, Debug)]
pub struct SegmentTree {
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl SegmentTree {
    /// A tree of all these segments.
    pub fn new(segments: &[Segment]) -> Self {
        Self::of(segments.iter().enumerate())
    }

    /// A tree of some segments, each under a number.
    pub fn of<'a>(segments: impl Iterator<Item = (usize, &'a Segment)>) -> Self {
        let boxes = segments.map(|(number, segment)| {
            let corners = Rectangle::from_corners([segment.a.x, segment.a.y], [segment.b.x, segment.b.y]);
            GeomWithData::new(corners, number)
        });
        Self { tree: RTree::bulk_load(boxes.collect()) }
    }

    /// Numbers of the segments whose box lies within a distance of the box of two points; in no particular order.
    pub fn near(&self, a: Coord<f64>, b: Coord<f64>, within: f64) -> impl Iterator<Item = usize> + '_ {
        let low = [a.x.min(b.x) - within, a.y.min(b.y) - within];
        let high = [a.x.max(b.x) + within, a.y.max(b.y) + within];
        self.tree.locate_in_envelope_intersecting(AABB::from_corners(low, high)).map(|entry| entry.data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(a: (f64, f64), b: (f64, f64)) -> Segment {
        Segment { a: a.into(), b: b.into(), line: 0 }
    }

    #[test]
    fn a_segment_lies_beside_another_where_its_feet_fall_on_it() {
        let long = segment((0.0, 0.0), (100.0, 0.0));
        let back = segment((150.0, 10.0), (40.0, 10.0));
        assert_eq!(back.beside(&long, [2.0, 40.0]), Some([50.0, 110.0]));
        assert_eq!(long.beside(&back, [2.0, 40.0]), Some([40.0, 100.0]));
        assert_eq!(long.beside(&back, [0.0, 5.0]), None);
    }

    #[test]
    fn segments_touch_where_they_cross_or_meet() {
        let east = segment((0.0, 0.0), (10.0, 0.0));
        assert!(east.touches(&segment((5.0, -5.0), (5.0, 5.0)), 1e-3));
        assert!(east.touches(&segment((5.0, 0.0), (5.0, 5.0)), 1e-3));
        assert!(!east.touches(&segment((5.0, 0.1), (5.0, 5.0)), 1e-3));
        assert!(!east.touches(&segment((11.0, -5.0), (11.0, 5.0)), 1e-3));
    }

    #[test]
    fn repeated_points_make_no_segment() {
        let line = LineString::from(vec![(0.0, 0.0), (0.0, 0.0), (1.0, 0.0)]);
        assert_eq!(segments_of([&line]).len(), 1);
    }
}
