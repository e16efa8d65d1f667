//! Nearest points of two segments, and the small vector algebra that wall geometry is written in.
//!
//! Every formula works on differences of coordinates, so it is as good at 34 500 000 m as at the origin.

use geo_types::Coord;
use rstar::{AABB, PointDistance, RTreeObject};

/// A directed segment with what it stands for, ready for an R-tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Segment {
    pub(crate) a: Coord<f64>,
    pub(crate) b: Coord<f64>,
    /// Index of whatever it belongs to.
    pub(crate) tag: usize,
}

impl Segment {
    pub(crate) fn new(a: Coord<f64>, b: Coord<f64>, tag: usize) -> Self {
        Self { a, b, tag }
    }

    /// The box around it, widened on every side.
    pub(crate) fn reach(&self, by: f64) -> AABB<[f64; 2]> {
        AABB::from_corners(
            [self.a.x.min(self.b.x) - by, self.a.y.min(self.b.y) - by],
            [self.a.x.max(self.b.x) + by, self.a.y.max(self.b.y) + by],
        )
    }

    pub(crate) fn length(&self) -> f64 {
        norm(self.b - self.a)
    }

    /// The point at a share of the way from `a` to `b`.
    pub(crate) fn at(&self, share: f64) -> Coord<f64> {
        self.a + (self.b - self.a) * share
    }

    /// Share of the way, 0 to 1, at which it comes nearest to a point.
    pub(crate) fn foot(&self, point: Coord<f64>) -> f64 {
        let along = self.b - self.a;
        let squared = dot(along, along);
        if squared > 0.0 { (dot(point - self.a, along) / squared).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Distance to a point.
    pub(crate) fn distance(&self, point: Coord<f64>) -> f64 {
        norm(point - self.at(self.foot(point)))
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

/// The shortest way between two segments that do not cross.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Facing {
    /// Point on the first segment and its share of the way.
    pub(crate) from: Coord<f64>,
    pub(crate) from_share: f64,
    /// Point on the second segment and its share of the way.
    pub(crate) to: Coord<f64>,
    pub(crate) to_share: f64,
    pub(crate) distance: f64,
}

/// Directions this close to parallel, as the sine of their angle, have their nearest points in the middle of the
/// stretch where they face each other.
const PARALLEL: f64 = 1e-9;

/// Nearest points of two segments that do not cross; of parallel ones the middle of the stretch they share.
pub(crate) fn facing(s: &Segment, t: &Segment) -> Facing {
    let mut best = [(s.a, 0.0), (s.b, 1.0)]
        .map(|(point, share)| pair(point, share, t))
        .into_iter()
        .chain([(t.a, 0.0), (t.b, 1.0)].map(|(point, share)| swapped(&pair(point, share, s))))
        .fold(None, |best: Option<Facing>, next| match best {
            Some(best) if best.distance <= next.distance => Some(best),
            _ => Some(next),
        })
        .unwrap_or_else(|| pair(s.a, 0.0, t));
    let (along, across) = (s.b - s.a, t.b - t.a);
    let lengths = norm(along) * norm(across);
    if lengths > 0.0 && cross(along, across).abs() <= PARALLEL * lengths {
        let (u, v) = (s.foot(t.a), s.foot(t.b));
        if (u - v).abs() * norm(along) > PARALLEL {
            let share = f64::midpoint(u, v);
            let middle = pair(s.at(share), share, t);
            if middle.distance <= best.distance + PARALLEL {
                best = middle;
            }
        }
    }
    best
}

fn pair(point: Coord<f64>, share: f64, t: &Segment) -> Facing {
    let to_share = t.foot(point);
    let to = if to_share >= 1.0 { t.b } else { t.at(to_share) };
    Facing { from: point, from_share: share, to, to_share, distance: norm(to - point) }
}

fn swapped(facing: &Facing) -> Facing {
    Facing {
        from: facing.to,
        from_share: facing.to_share,
        to: facing.from,
        to_share: facing.from_share,
        distance: facing.distance,
    }
}

/// Whether two segments cross at a point inside both; touching is not crossing.
pub(crate) fn cross_inside(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>, d: Coord<f64>) -> bool {
    let (ab, cd) = (b - a, d - c);
    let noise = TOUCH * norm(ab);
    let (on_c, on_d) = (cross(ab, c - a), cross(ab, d - a));
    if !((on_c > noise && on_d < -noise) || (on_c < -noise && on_d > noise)) {
        return false;
    }
    let noise = TOUCH * norm(cd);
    let (on_a, on_b) = (cross(cd, a - c), cross(cd, b - c));
    (on_a > noise && on_b < -noise) || (on_a < -noise && on_b > noise)
}

/// Points nearer to a line than this touch it: a hundred times the grid of coordinates at 34 500 000 m.
const TOUCH: f64 = 1e-6;

/// Twice the signed area between two vectors.
pub(crate) fn cross(a: Coord<f64>, b: Coord<f64>) -> f64 {
    a.x * b.y - a.y * b.x
}

/// Scalar product.
pub(crate) fn dot(a: Coord<f64>, b: Coord<f64>) -> f64 {
    a.x * b.x + a.y * b.y
}

/// Length of a vector.
pub(crate) fn norm(a: Coord<f64>) -> f64 {
    a.x.hypot(a.y)
}

/// The vector of length 1 in its direction; zero stays zero.
pub(crate) fn unit(a: Coord<f64>) -> Coord<f64> {
    let length = norm(a);
    if length > 0.0 { a / length } else { a }
}

/// Turned left by a right angle.
pub(crate) fn left_of(a: Coord<f64>) -> Coord<f64> {
    Coord { x: -a.y, y: a.x }
}

/// Point halfway between two.
pub(crate) fn midpoint(a: Coord<f64>, b: Coord<f64>) -> Coord<f64> {
    a + (b - a) * 0.5
}

/// Length of a polyline.
pub(crate) fn polyline_length(line: &[Coord<f64>]) -> f64 {
    line.windows(2).map(|edge| norm(edge[1] - edge[0])).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(a: (f64, f64), b: (f64, f64)) -> Segment {
        Segment::new(a.into(), b.into(), 0)
    }

    #[test]
    fn parallel_segments_face_each_other_in_the_middle_of_what_they_share() {
        let found = facing(&segment((0., 0.), (100., 0.)), &segment((80., 40.), (20., 40.)));
        assert!((found.distance - 40.0).abs() < 1e-12);
        assert!((found.from.x - 50.0).abs() < 1e-12 && (found.to.x - 50.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn segments_at_an_angle_are_nearest_at_an_end() {
        let found = facing(&segment((0., 0.), (100., 0.)), &segment((30., 50.), (60., 10.)));
        assert!((found.distance - 10.0).abs() < 1e-12 && (found.from.x - 60.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn touching_is_not_crossing() {
        let (a, b) = ((0., 0.).into(), (10., 0.).into());
        assert!(!cross_inside(a, b, (5., 0.).into(), (5., 5.).into()));
        assert!(cross_inside(a, b, (5., -1.).into(), (5., 5.).into()));
    }
}
