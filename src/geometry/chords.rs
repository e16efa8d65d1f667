//! How far an area reaches to both sides of a line that runs through it.

use geo_types::Coord;

use super::clip::Outline;
use super::vector::{dot, left_of, unit};

/// Where the boundary is looked for first: most streets are no wider than twice this, metres.
const FIRST: f64 = 45.0;

/// The two places where a line square to a direction first leaves the area on either side of a point, the right one first;
/// beyond `reach` metres it is taken to end there. `None` outside the area. Exact to about 1e-8 m.
pub fn across(outline: &Outline, at: Coord<f64>, direction: Coord<f64>, reach: f64) -> Option<[Coord<f64>; 2]> {
    if !outline.contains(at) {
        return None;
    }
    let along = unit(direction);
    let side = left_of(along);
    let within = |reach: f64| [-1.0, 1.0].map(|way| nearest(outline, at, side * way, along, reach));
    let [right, left] = match within(FIRST.min(reach)) {
        [Some(right), Some(left)] => [right, left],
        _ => within(reach).map(|found| found.unwrap_or(reach)),
    };
    Some([at - side * right, at + side * left])
}

/// Distance to the first edge that a ray meets within a reach.
fn nearest(outline: &Outline, at: Coord<f64>, ray: Coord<f64>, along: Coord<f64>, reach: f64) -> Option<f64> {
    let meets = |edge: usize| {
        let edge = outline.edges.get(edge)?;
        let (a, b) = (edge.a - at, edge.b - at);
        let (before, after) = (dot(a, along), dot(b, along));
        if (before > 0.0) == (after > 0.0) {
            return None;
        }
        let share = before / (before - after);
        Some(dot(a, ray) * (1.0 - share) + dot(b, ray) * share).filter(|distance| *distance >= 0.0)
    };
    let found = outline.near(at, at + ray * reach, 0.0).filter_map(meets).min_by(f64::total_cmp);
    found.filter(|distance| *distance <= reach)
}

#[cfg(test)]
mod tests {
    use super::super::region::Region;
    use super::super::region::tests::rectangle;
    use super::super::vector::distance;
    use super::*;

    fn width(outline: &Outline, at: (f64, f64), direction: (f64, f64)) -> Option<f64> {
        across(outline, at.into(), direction.into(), 150.0).map(|[a, b]| distance(a, b))
    }

    #[test]
    fn a_straight_street_is_as_wide_as_it_is_drawn_wherever_its_centreline_lies_in_it() {
        let outline = Outline::new(&rectangle(0.0, -20.0, 500.0, 40.0));
        for y in [0.0, 12.5, -19.0] {
            assert!((width(&outline, (250.0, y), (3.0, 0.0)).unwrap() - 40.0).abs() < 1e-9);
        }
        assert_eq!(width(&outline, (250.0, 21.0), (1.0, 0.0)), None);
        assert!((width(&outline, (250.0, 0.0), (0.0, 1.0)).unwrap() - 300.0).abs() < 1e-9, "no farther than the reach");
    }

    #[test]
    fn only_the_piece_that_the_point_lies_in_counts() {
        let both = Region::union([&rectangle(0.0, -20.0, 500.0, 40.0), &rectangle(0.0, 25.0, 500.0, 10.0)]).unwrap();
        assert!((width(&Outline::new(&both), (250.0, 0.0), (1.0, 0.0)).unwrap() - 40.0).abs() < 1e-9);
    }

    #[test]
    fn far_from_the_origin_and_turned_a_street_keeps_its_width_to_a_millimetre() {
        let (sin, cos) = 0.7_f64.sin_cos();
        let place = |x: f64, y: f64| Coord { x: 34_500_000.0 + x * cos - y * sin, y: 3_087_000.0 + x * sin + y * cos };
        let ring = [place(0.0, -20.0), place(500.0, -20.0), place(500.0, 20.0), place(0.0, 20.0)];
        let outline = Outline::new(&Region::from_rings(&ring, &[]).unwrap());
        let [a, b] = across(&outline, place(250.0, 3.0), place(1.0, 0.0) - place(0.0, 0.0), 150.0).unwrap();
        assert!((distance(a, b) - 40.0).abs() < 1e-3);
    }
}
