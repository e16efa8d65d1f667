//! Straight segments of lines and outlines.
//!
//! Places on a segment are metres from its first point where a [`Span`] or `after` speaks of them, and shares of its
//! way, 0 to 1, where `at` and `foot` do. Spans ask for a positive length.

use geo_types::{Coord, LineString, Rect};
use rstar::{AABB, PointDistance, RTreeObject};

use super::boxes::Boxes;
use super::spans::{Span, where_linear};
use super::vector::{cross, distance, dot, norm, unit};

/// A straight piece of a line or an outline, ready for an R-tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// First point.
    pub a: Coord<f64>,
    /// Second point.
    pub b: Coord<f64>,
    /// Number of what it belongs to: a line, a ring, a wall.
    pub tag: usize,
}

impl Segment {
    /// The segment between two points.
    pub fn new(a: Coord<f64>, b: Coord<f64>, tag: usize) -> Self {
        Self { a, b, tag }
    }

    /// The box around it, widened on every side.
    pub fn reach(&self, by: f64) -> AABB<[f64; 2]> {
        AABB::from_corners(
            [self.a.x.min(self.b.x) - by, self.a.y.min(self.b.y) - by],
            [self.a.x.max(self.b.x) + by, self.a.y.max(self.b.y) + by],
        )
    }

    /// Its length.
    pub fn length(&self) -> f64 {
        distance(self.a, self.b)
    }

    /// Its direction, of length 1; zero where it has no length.
    pub fn direction(&self) -> Coord<f64> {
        unit(self.b - self.a)
    }

    /// The point at a share of the way from `a` to `b`.
    pub fn at(&self, share: f64) -> Coord<f64> {
        self.a + (self.b - self.a) * share
    }

    /// The point this many metres from its first point.
    pub fn after(&self, along: f64) -> Coord<f64> {
        self.a + self.direction() * along
    }

    /// Share of the way, 0 to 1, at which it comes nearest to a point.
    pub fn foot(&self, point: Coord<f64>) -> f64 {
        let way = self.b - self.a;
        let squared = dot(way, way);
        if squared > 0.0 { (dot(point - self.a, way) / squared).clamp(0.0, 1.0) } else { 0.0 }
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
        let (way, to) = (self.b - self.a, point - self.a);
        let along = dot(way, to);
        if along <= 0.0 {
            norm(to)
        } else if along >= dot(way, way) {
            distance(self.b, point)
        } else {
            cross(way, to).abs() / norm(way)
        }
    }

    /// The same points in the other direction.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self { a: self.b, b: self.a, tag: self.tag }
    }

    /// The part between two places on it.
    #[must_use]
    pub fn part(&self, span: Span) -> Self {
        Self { a: self.after(span[0]), b: self.after(span[1]), tag: self.tag }
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

impl RTreeObject for Segment {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.reach(0.0)
    }
}

impl PointDistance for Segment {
    fn distance_2(&self, point: &[f64; 2]) -> f64 {
        let gap = self.distance(Coord { x: point[0], y: point[1] });
        gap * gap
    }

    fn distance_2_if_less_or_equal(&self, point: &[f64; 2], limit: f64) -> Option<f64> {
        Some(self.distance_2(point)).filter(|found| *found <= limit)
    }
}

/// The segments of lines, in order, tagged with the number of their line; repeated points make none.
pub fn segments_of<'a>(lines: impl IntoIterator<Item = &'a LineString<f64>>) -> Vec<Segment> {
    lines
        .into_iter()
        .enumerate()
        .flat_map(|(line, points)| points.0.windows(2).map(move |pair| Segment::new(pair[0], pair[1], line)))
        .filter(|segment| segment.length() > 0.0)
        .collect()
}

/// Finds segments by place: the boxes of some segments, each under a number.
pub fn boxes_of<'a>(segments: impl IntoIterator<Item = (usize, &'a Segment)>) -> Boxes {
    Boxes::numbered(segments.into_iter().map(|(number, segment)| (number, Rect::new(segment.a, segment.b))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(a: (f64, f64), b: (f64, f64)) -> Segment {
        Segment::new(a.into(), b.into(), 0)
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
