//! Grips: where a drawn shape can be taken, and what becomes of it when one is moved.

use geo_types::Coord;

use crate::geometry::segments::Segment;
use crate::geometry::vector::{left_of, midpoint, norm, unit};
use crate::plan::{DrawnFeature, DrawnShape, Width};

/// Widths that are dragged come in steps of this many metres.
const STEP: f64 = 0.1;

/// Where a shape is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// A point of it.
    Point(usize),
    /// The middle between a point and the next: moving it makes a new point.
    Middle(usize),
    /// A side of a band beside the middle of a stretch (even width) or beside a point (tapering); moving it changes the
    /// width.
    Side {
        /// The stretch, by its first point, or the point.
        number: usize,
        /// Whether it is the left side in the direction of the centreline.
        left: bool,
    },
    /// All of it.
    Body,
}

/// Every grip of a feature but its body, with its place.
pub(in crate::app) fn grips(feature: &DrawnFeature) -> Vec<(Grip, Coord<f64>)> {
    let shape = &feature.shape;
    let points = shape.points();
    let mut found: Vec<(Grip, Coord<f64>)> = Vec::with_capacity(4 * points.len());
    found.extend(points.iter().enumerate().map(|(number, at)| (Grip::Point(number), *at)));
    found.extend(sides(shape));
    found.extend(stretches(shape).map(|(number, edge)| (Grip::Middle(number), midpoint(edge.a, edge.b))));
    found
}

/// The stretches between points, each under the number of its first one; an outline is closed.
pub(in crate::app) fn stretches(shape: &DrawnShape) -> impl Iterator<Item = (usize, Segment)> + '_ {
    let points = shape.points();
    let closing = matches!(shape, DrawnShape::Outline(_)).then(|| points.first()).flatten();
    let next = points.iter().skip(1).chain(closing);
    points.iter().zip(next).enumerate().map(|(number, (a, b))| (number, Segment::new(*a, *b, number)))
}

fn sides(shape: &DrawnShape) -> Vec<(Grip, Coord<f64>)> {
    let DrawnShape::Band { centreline, width } = shape else { return Vec::new() };
    let both = |number: usize, at: Coord<f64>, across: Coord<f64>, width: f64| {
        [(true, 0.5), (false, -0.5)].map(|(left, side)| (Grip::Side { number, left }, at + across * (side * width)))
    };
    match width {
        Width::Even(width) => stretches(shape)
            .flat_map(|(number, edge)| both(number, edge.at(0.5), left_of(edge.direction()), *width))
            .collect(),
        Width::Tapering(_) => (0..centreline.len())
            .flat_map(|number| both(number, centreline[number], across(centreline, number), width.at(number)))
            .collect(),
    }
}

/// The direction across a centreline at one of its points, to the left: half way between those of the stretches that
/// meet there.
fn across(line: &[Coord<f64>], number: usize) -> Coord<f64> {
    let way = |from: usize, to: usize| match (line.get(from), line.get(to)) {
        (Some(a), Some(b)) => unit(*b - *a),
        _ => Coord::default(),
    };
    let before = number.checked_sub(1).map_or(Coord::default(), |previous| way(previous, number));
    let sum = before + way(number, number + 1);
    left_of(unit(if norm(sum) > 0.0 { sum } else { before }))
}

/// The feature after a grip of it was moved from one place to another.
pub(in crate::app) fn moved(feature: &DrawnFeature, grip: Grip, from: Coord<f64>, to: Coord<f64>) -> DrawnFeature {
    let mut moved = feature.clone();
    let mut points = feature.shape.points().to_vec();
    match grip {
        Grip::Point(number) => {
            points.get_mut(number).into_iter().for_each(|at| *at = to);
            moved.shape = feature.shape.through(points);
        }
        Grip::Middle(number) => moved = with_point(feature, number + 1, to),
        Grip::Side { number, .. } => moved.shape = widened(&feature.shape, number, to),
        Grip::Body => {
            points.iter_mut().chain(&mut moved.ends).for_each(|at| *at = *at + (to - from));
            moved.shape = feature.shape.through(points);
        }
    }
    moved
}

/// The feature with one point more, before the one of this number. A tapering band is there as wide as it was.
pub(in crate::app) fn with_point(feature: &DrawnFeature, number: usize, at: Coord<f64>) -> DrawnFeature {
    let mut more = feature.clone();
    let mut points = feature.shape.points().to_vec();
    let number = number.min(points.len());
    points.insert(number, at);
    more.shape = feature.shape.through(points);
    if let DrawnShape::Band { width: Width::Tapering(widths), .. } = &mut more.shape {
        let beside = |number: usize| widths.get(number).or(widths.last()).copied().unwrap_or(1.0);
        let width = f64::midpoint(beside(number.saturating_sub(1)), beside(number));
        widths.insert(number.min(widths.len()), width);
    }
    more
}

/// The feature without one of its points; `None` where too few would be left.
pub(in crate::app) fn without_point(feature: &DrawnFeature, number: usize) -> Option<DrawnFeature> {
    let mut points = feature.shape.points().to_vec();
    if points.len() <= feature.shape.fewest() || number >= points.len() {
        return None;
    }
    points.remove(number);
    let mut less = feature.clone();
    less.shape = feature.shape.through(points);
    if let DrawnShape::Band { width: Width::Tapering(widths), .. } = &mut less.shape {
        widths.remove(number);
    }
    less.shape.is_whole().then_some(less)
}

/// The band whose side passes through a place: everywhere, or of a tapering one at a point.
fn widened(shape: &DrawnShape, number: usize, to: Coord<f64>) -> DrawnShape {
    let DrawnShape::Band { centreline, width } = shape else { return shape.clone() };
    let rounded = |half: f64| ((2.0 * half.abs() / STEP).round() * STEP).max(STEP);
    let to_tenth = |width: f64| (width * 10.0).round() / 10.0;
    let width = match width {
        Width::Even(even) => {
            let edge = stretches(shape).find(|(own, _)| *own == number).map(|(_, edge)| edge);
            Width::Even(edge.map_or(*even, |edge| to_tenth(rounded(edge.offset(to)))))
        }
        Width::Tapering(widths) => {
            let mut widths = widths.clone();
            if let (Some(own), Some(at)) = (widths.get_mut(number), centreline.get(number)) {
                let side = across(centreline, number);
                *own = to_tenth(rounded((to.x - at.x) * side.x + (to.y - at.y) * side.y));
            }
            Width::Tapering(widths)
        }
    };
    DrawnShape::Band { centreline: centreline.clone(), width }
}

/// The two features that a feature falls into at one of its points (lines and bands), or along the chord from one corner
/// to another (outlines). The second part has the id given. `None` where a part would be no shape.
pub(in crate::app) fn split(
    feature: &DrawnFeature,
    at: usize,
    other: Option<usize>,
    second_id: &str,
) -> Option<[DrawnFeature; 2]> {
    let part =
        |shape: DrawnShape, id: &str| DrawnFeature { id: id.to_owned(), ends: Vec::new(), shape, ..feature.clone() };
    let shapes = match &feature.shape {
        DrawnShape::Line(points) => {
            [DrawnShape::Line(points.get(..=at)?.to_vec()), DrawnShape::Line(points.get(at..)?.to_vec())]
        }
        DrawnShape::Band { centreline, width } => {
            let part = |range: std::ops::Range<usize>| {
                let width = match width {
                    Width::Even(width) => Width::Even(*width),
                    Width::Tapering(widths) => Width::Tapering(widths.get(range.clone())?.to_vec()),
                };
                Some(DrawnShape::Band { centreline: centreline.get(range)?.to_vec(), width })
            };
            [part(0..at + 1)?, part(at..centreline.len())?]
        }
        DrawnShape::Outline(corners) => {
            let (low, high) = (at.min(other?), at.max(other?));
            let outer = corners.get(high..)?.iter().chain(corners.get(..=low)?);
            [DrawnShape::Outline(corners.get(low..=high)?.to_vec()), DrawnShape::Outline(outer.copied().collect())]
        }
    };
    let [first, second] = shapes;
    (first.is_whole() && second.is_whole()).then(|| [part(first, &feature.id), part(second, second_id)])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::layer::Role;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    fn feature(shape: DrawnShape) -> DrawnFeature {
        DrawnFeature {
            id: "c1".to_owned(),
            role: Role::Corridors,
            name: None,
            values: BTreeMap::new(),
            between: Vec::new(),
            ends: vec![at(0.0, 0.0), at(200.0, 0.0)],
            shape,
        }
    }

    fn band(width: Width) -> DrawnFeature {
        feature(DrawnShape::Band { centreline: vec![at(0.0, 0.0), at(100.0, 0.0), at(200.0, 0.0)], width })
    }

    fn width(feature: &DrawnFeature) -> &Width {
        let DrawnShape::Band { width, .. } = &feature.shape else { panic!("{feature:?}") };
        width
    }

    #[test]
    fn a_side_that_is_dragged_gives_the_band_its_distance_twice_to_a_decimetre() {
        let even = band(Width::Even(60.0));
        let side = Grip::Side { number: 1, left: true };
        assert_eq!(*width(&moved(&even, side, at(150.0, 30.0), at(150.0, 25.03))), Width::Even(50.1));
        assert_eq!(*width(&moved(&even, side, at(150.0, 30.0), at(150.0, 0.0))), Width::Even(0.1), "never nothing");
        let tapering = band(Width::Tapering(vec![60.0, 60.0, 60.0]));
        let moved = moved(&tapering, Grip::Side { number: 1, left: false }, at(100.0, -30.0), at(100.0, -20.0));
        assert_eq!(*width(&moved), Width::Tapering(vec![60.0, 40.0, 60.0]));
    }

    #[test]
    fn a_point_is_moved_made_and_taken_away_and_a_taper_keeps_a_width_for_each() {
        let tapering = band(Width::Tapering(vec![60.0, 40.0, 80.0]));
        let more = moved(&tapering, Grip::Middle(1), at(150.0, 0.0), at(150.0, 10.0));
        assert_eq!((more.shape.points()[2], width(&more).at(2)), (at(150.0, 10.0), 60.0));
        assert!(more.shape.is_whole());
        let less = without_point(&more, 1).unwrap();
        assert_eq!(*width(&less), Width::Tapering(vec![60.0, 60.0, 80.0]));
        assert_eq!(without_point(&without_point(&less, 1).unwrap(), 0), None, "two points are the fewest");
        let there = moved(&less, Grip::Point(0), at(0.0, 0.0), at(-5.0, 1.0));
        assert_eq!(there.shape.points()[0], at(-5.0, 1.0));
    }

    #[test]
    fn the_whole_moves_with_its_stated_ends() {
        let moved = moved(&band(Width::Even(60.0)), Grip::Body, at(50.0, 0.0), at(60.0, 5.0));
        assert_eq!((moved.shape.points()[2], moved.ends[1]), (at(210.0, 5.0), at(210.0, 5.0)));
    }

    #[test]
    fn a_line_falls_into_two_at_a_point_and_an_outline_along_a_chord() {
        let [first, second] = split(&band(Width::Tapering(vec![60.0, 40.0, 80.0])), 1, None, "c2").unwrap();
        assert_eq!((*width(&first)).clone(), Width::Tapering(vec![60.0, 40.0]));
        assert_eq!((second.id.as_str(), width(&second).at(1)), ("c2", 80.0));
        assert!(split(&band(Width::Even(9.0)), 0, None, "c2").is_none(), "an end is no place to split");
        let square = feature(DrawnShape::Outline(vec![at(0.0, 0.0), at(10.0, 0.0), at(10.0, 10.0), at(0.0, 10.0)]));
        let parts = split(&square, 3, Some(1), "c2").unwrap();
        assert_eq!(parts[0].shape.points(), [at(10.0, 0.0), at(10.0, 10.0), at(0.0, 10.0)]);
        assert_eq!(parts[1].shape.points(), [at(0.0, 10.0), at(0.0, 0.0), at(10.0, 0.0)]);
        assert!(split(&square, 0, Some(1), "c2").is_none());
    }

    #[test]
    fn a_grip_lies_on_every_point_middle_and_side() {
        let even = grips(&band(Width::Even(60.0)));
        let has = |grip: Grip, place: Coord<f64>| even.contains(&(grip, place));
        assert!(has(Grip::Point(1), at(100.0, 0.0)) && has(Grip::Middle(0), at(50.0, 0.0)));
        assert!(has(Grip::Side { number: 0, left: true }, at(50.0, 30.0)));
        let square = feature(DrawnShape::Outline(vec![at(0.0, 0.0), at(10.0, 0.0), at(10.0, 10.0)]));
        assert_eq!(
            grips(&square).iter().filter(|(grip, _)| matches!(grip, Grip::Middle(_))).count(),
            3,
            "it is closed"
        );
    }
}
