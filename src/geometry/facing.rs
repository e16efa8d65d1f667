//! Nearest points of two segments, and whether they cross.

use geo_types::Coord;

use super::segments::Segment;
use super::vector::{cross, norm};

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

/// Whether two segments are surely farther apart than a distance, told from their middles alone: much cheaper than
/// their nearest points, and enough to leave most pairs aside.
pub(crate) fn farther_apart(s: &Segment, t: &Segment, than: f64) -> bool {
    let squared = |way: Coord<f64>| way.x * way.x + way.y * way.y;
    let middles = ((s.a - t.a) + (s.b - t.b)) * 0.5;
    let reach = than + f64::midpoint(squared(s.b - s.a).sqrt(), squared(t.b - t.a).sqrt());
    squared(middles) > reach * reach * (1.0 + 1e-9) + 1e-9
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
    fn segments_as_near_as_asked_are_never_told_to_be_farther_apart() {
        let (s, far) = (segment((0., 0.), (100., 0.)), segment((0., 60.), (3., 200.)));
        for (t, distance) in
            [(segment((90., 40.), (150., 40.)), 40.0), (far, 60.0), (segment((103., 4.), (200., 50.)), 5.0)]
        {
            assert!((facing(&s, &t).distance - distance).abs() < 1e-12);
            assert!(!farther_apart(&s, &t, distance) && !farther_apart(&t, &s, distance));
        }
        assert!(farther_apart(&segment((0., 0.), (3., 0.)), &segment((0., 64.), (3., 64.)), 60.0));
    }

    #[test]
    fn touching_is_not_crossing() {
        let (a, b) = ((0., 0.).into(), (10., 0.).into());
        assert!(!cross_inside(a, b, (5., 0.).into(), (5., 5.).into()));
        assert!(cross_inside(a, b, (5., -1.).into(), (5., 5.).into()));
    }
}
