//! From the plan to the canvas: shapes as paths in points, with what lies far outside of the picture cut away.
//!
//! A coordinate becomes relative to the camera in `f64`; only then is it small enough for a renderer that counts in `f32`.

use geo_types::{Coord, LineString, Rect};
use vello_cpu::kurbo::{BezPath, Point};

use super::Camera;
use super::canvas::Texture;
use crate::geometry::Region;
use crate::geometry::vector::distance;

/// How far outside of the picture paths may reach, in points: more than half of any pen's width.
const MARGIN: f64 = 64.0;

/// A camera as drawing needs it.
#[derive(Clone, Debug)]
pub(crate) struct View {
    centre: Coord<f64>,
    points_per_metre: f64,
    middle: Point,
    /// The picture with its margin, in points.
    low: Point,
    high: Point,
    /// The same in the plan.
    seen: Rect<f64>,
}

impl View {
    /// What a camera sees. Sizes and scales that are no numbers see a single point.
    pub(crate) fn of(camera: &Camera) -> Self {
        let size = camera.size.map(|points| if points.is_finite() { points.clamp(0.0, 65_536.0) } else { 0.0 });
        let metres_per_point = if camera.metres_per_point > 0.0 { camera.metres_per_point } else { 1.0 };
        let finite = |value: f64| if value.is_finite() { value } else { 0.0 };
        let centre = Coord { x: finite(camera.centre.x), y: finite(camera.centre.y) };
        let half = |points: f64| (points / 2.0 + MARGIN) * metres_per_point;
        let (across, up) = (half(size[0]), half(size[1]));
        Self {
            centre,
            points_per_metre: metres_per_point.recip(),
            middle: Point::new(size[0] / 2.0, size[1] / 2.0),
            low: Point::new(-MARGIN, -MARGIN),
            high: Point::new(size[0] + MARGIN, size[1] + MARGIN),
            seen: Rect::new(
                Coord { x: centre.x - across, y: centre.y - up },
                Coord { x: centre.x + across, y: centre.y + up },
            ),
        }
    }

    /// The place in its middle.
    pub(super) fn centre(&self) -> Coord<f64> {
        self.centre
    }

    /// Metres that a point spans.
    pub(crate) fn metres_per_point(&self) -> f64 {
        self.points_per_metre.recip()
    }

    /// Where a place of the plan lies on the canvas.
    pub(crate) fn at(&self, place: Coord<f64>) -> Point {
        Point::new(
            self.middle.x + (place.x - self.centre.x) * self.points_per_metre,
            self.middle.y - (place.y - self.centre.y) * self.points_per_metre,
        )
    }

    /// The place of the plan that lies at a point of the canvas.
    pub(crate) fn place(&self, at: Point) -> Coord<f64> {
        let from_middle = (at - self.middle) * self.metres_per_point();
        Coord { x: self.centre.x + from_middle.x, y: self.centre.y - from_middle.y }
    }

    /// Where textures start, so that they stay on the ground while the map is dragged: a fixed place of the plan, brought
    /// near by whole steps of `spacing` points.
    pub(crate) fn origin_for(&self, spacing: f64) -> [f64; 2] {
        let ground = self.at(Coord { x: 0.0, y: 0.0 });
        [ground.x.rem_euclid(spacing), ground.y.rem_euclid(spacing)]
    }

    /// Where textures start; for spacings that divide 240 points.
    pub(crate) fn origin(&self) -> [f64; 2] {
        self.origin_for(240.0)
    }

    /// Where a texture starts, so that it stays on the ground: a place that is fixed up to whole steps of the texture.
    pub(super) fn origin_of(&self, texture: Texture) -> [f64; 2] {
        match texture {
            Texture::Dots { spacing, .. } => self.origin_for(spacing),
            Texture::Hatch { spacing, slant, .. } => {
                let ground = self.at(Coord { x: 0.0, y: 0.0 });
                let (sin, cos) = slant.to_radians().sin_cos();
                let step = (ground.x * sin + ground.y * cos).rem_euclid(spacing);
                [step * sin, step * cos]
            }
        }
    }

    /// Whether a box of the plan lies in the picture or its margin.
    pub(crate) fn sees(&self, bounds: &Rect<f64>) -> bool {
        bounds.min().x <= self.seen.max().x
            && bounds.max().x >= self.seen.min().x
            && bounds.min().y <= self.seen.max().y
            && bounds.max().y >= self.seen.min().y
    }

    /// Whether a box of the plan lies wholly in the picture or its margin, so that nothing of it needs cutting.
    pub(crate) fn holds(&self, bounds: &Rect<f64>) -> bool {
        bounds.min().x >= self.seen.min().x
            && bounds.max().x <= self.seen.max().x
            && bounds.min().y >= self.seen.min().y
            && bounds.max().y <= self.seen.max().y
    }

    /// An area, to fill or to clip by: what is cut away is replaced by the margin's edge.
    pub(crate) fn area(&self, region: &Region) -> BezPath {
        let mut path = BezPath::new();
        let whole = region.bounds().is_some_and(|bounds| self.holds(&bounds));
        for ring in region.rings() {
            self.add_ring(&mut path, ring.iter().map(|&[x, y]| Coord { x, y }), whole);
        }
        path
    }

    /// The outline of an area, to stroke: only the stretches that are seen.
    pub(crate) fn outline(&self, region: &Region) -> BezPath {
        let mut path = BezPath::new();
        for ring in region.rings() {
            let closed = ring.iter().chain(ring.first()).map(|&[x, y]| Coord { x, y });
            for stretch in self.stretches(closed) {
                add_line(&mut path, &stretch.points);
            }
        }
        path
    }

    /// Lines, only where they are seen.
    pub(crate) fn lines(&self, lines: &[LineString<f64>]) -> BezPath {
        let mut path = BezPath::new();
        for line in lines {
            for stretch in self.stretches(line.0.iter().copied()) {
                add_line(&mut path, &stretch.points);
            }
        }
        path
    }

    /// Adds a ring to a path; `whole` where it is known to need no cutting.
    pub(super) fn add_ring(&self, path: &mut BezPath, ring: impl Iterator<Item = Coord<f64>>, whole: bool) {
        let points = ring.map(|place| self.at(place));
        if whole {
            add_closed(path, points);
        } else {
            add_closed(path, self.cut(points.collect()).into_iter());
        }
    }

    /// A ring cut by the four sides of the picture's margin in turn (Sutherland and Hodgman).
    fn cut(&self, mut ring: Vec<Point>) -> Vec<Point> {
        type Side = fn(Point) -> f64;
        let sides: [(Side, f64, bool); 4] = [
            (|at| at.x, self.low.x, false),
            (|at| at.x, self.high.x, true),
            (|at| at.y, self.low.y, false),
            (|at| at.y, self.high.y, true),
        ];
        for (of, limit, below) in sides {
            let inside = |at: Point| if below { of(at) <= limit } else { of(at) >= limit };
            if ring.iter().all(|&at| inside(at)) {
                continue;
            }
            let mut kept = Vec::with_capacity(ring.len() / 2 + 4);
            let Some(&(mut before)) = ring.last() else { return ring };
            for &at in &ring {
                if inside(before) != inside(at) {
                    kept.push(before.lerp(at, (limit - of(before)) / (of(at) - of(before))));
                }
                if inside(at) {
                    kept.push(at);
                }
                before = at;
            }
            ring = kept;
        }
        ring
    }

    /// The stretches of a line that are seen, each with the length of the line before it.
    pub(super) fn stretches(&self, line: impl Iterator<Item = Coord<f64>>) -> Vec<Stretch> {
        let mut found: Vec<Stretch> = Vec::new();
        let (mut before, mut along, mut open): (Option<Coord<f64>>, f64, bool) = (None, 0.0, false);
        for place in line {
            let Some(last) = before.replace(place) else { continue };
            let length = distance(last, place);
            let (a, b) = (self.at(last), self.at(place));
            match self.span(a, b) {
                None => open = false,
                Some([from, to]) => {
                    if !open || from > 0.0 {
                        let start = (along + from * length) * self.points_per_metre;
                        found.push(Stretch { points: vec![a.lerp(b, from)], before: start });
                    }
                    if let Some(stretch) = found.last_mut() {
                        stretch.points.push(if to < 1.0 { a.lerp(b, to) } else { b });
                    }
                    open = to >= 1.0;
                }
            }
            along += length;
        }
        found
    }

    /// The shares of a step between which it lies in the picture's margin (Liang and Barsky).
    fn span(&self, a: Point, b: Point) -> Option<[f64; 2]> {
        let (mut from, mut to) = (0.0_f64, 1.0_f64);
        let step = b - a;
        let walls = [
            (-step.x, a.x - self.low.x),
            (step.x, self.high.x - a.x),
            (-step.y, a.y - self.low.y),
            (step.y, self.high.y - a.y),
        ];
        for (towards, room) in walls {
            if towards.abs() < 1e-12 {
                if room < 0.0 {
                    return None;
                }
            } else if towards < 0.0 {
                from = from.max(room / towards);
            } else {
                to = to.min(room / towards);
            }
        }
        (from <= to).then_some([from, to])
    }
}

/// A stretch of a line, in points.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stretch {
    /// Its corners.
    pub(super) points: Vec<Point>,
    /// Length of the line before it, for dashes that stay where they are while the map is dragged.
    pub(super) before: f64,
}

/// Adds an open line to a path.
pub(super) fn add_line(path: &mut BezPath, points: &[Point]) {
    let mut points = points.iter();
    let Some(&first) = points.next() else { return };
    path.move_to(first);
    for &point in points {
        path.line_to(point);
    }
}

/// Adds a closed ring to a path.
fn add_closed(path: &mut BezPath, mut points: impl Iterator<Item = Point>) {
    let Some(first) = points.next() else { return };
    path.move_to(first);
    for point in points {
        path.line_to(point);
    }
    path.close_path();
}

#[cfg(test)]
mod tests {
    use vello_cpu::kurbo::Shape as _;

    use super::*;

    fn view() -> View {
        let centre = Coord { x: 34_500_000.0, y: 3_087_000.0 };
        View::of(&Camera { centre, metres_per_point: 0.5, size: [100.0, 80.0] })
    }

    fn square(x: f64, y: f64, side: f64) -> Region {
        let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)].map(Coord::from);
        Region::from_rings(&corners, &[]).unwrap()
    }

    #[test]
    fn a_place_35_million_metres_east_is_right_to_a_thousandth_of_a_point() {
        let at = view().at(Coord { x: 34_500_000.123, y: 3_087_010.0 });
        assert!((at.x - 50.246).abs() < 1e-3 && (at.y - 20.0).abs() < 1e-9, "{at:?}");
    }

    #[test]
    fn an_area_larger_than_the_picture_is_cut_to_the_margin() {
        let path = view().area(&square(34_000_000.0, 3_000_000.0, 1e6));
        let bounds = path.bounding_box();
        assert!((bounds.x0 + 64.0).abs() < 1e-6 && (bounds.x1 - 164.0).abs() < 1e-6, "{bounds:?}");
        assert!(view().area(&square(0.0, 0.0, 10.0)).area().abs() < 1e-9, "far away");
        assert!(view().outline(&square(34_000_000.0, 3_000_000.0, 1e6)).is_empty(), "its outline lies far outside");
    }

    #[test]
    fn a_long_line_keeps_only_what_is_seen_and_knows_how_much_came_before() {
        let ends = [(33_500_000.0, 3_087_000.0), (35_500_000.0, 3_087_000.0)].map(Coord::from);
        let stretches = view().stretches(ends.into_iter());
        assert_eq!(stretches.len(), 1);
        let [from, to] = stretches[0].points[..] else { panic!("{stretches:?}") };
        assert!((from.x + 64.0).abs() < 1e-3 && (to.x - 164.0).abs() < 1e-3, "{from:?} {to:?}");
        // 1 000 000 m lie left of the middle, less 50 + 64 points of half a metre.
        assert!((stretches[0].before - (2_000_000.0 - 114.0)).abs() < 1e-3);
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_has_two_stretches() {
        let bow = [(34_500_000.0, 3_087_000.0), (34_500_500.0, 3_087_000.0), (34_500_000.0, 3_087_010.0)];
        assert_eq!(view().stretches(bow.map(Coord::from).into_iter()).len(), 2);
    }

    #[test]
    fn a_camera_without_size_or_scale_draws_no_number_that_is_none() {
        let camera = Camera { centre: Coord { x: f64::NAN, y: 0.0 }, metres_per_point: 0.0, size: [f64::NAN, 0.0] };
        let at = View::of(&camera).at(Coord { x: 1.0, y: 1.0 });
        assert!(at.x.is_finite() && at.y.is_finite());
    }
}
