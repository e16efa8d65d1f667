//! Areas as triangles.

use earcut::Earcut;

use super::super::thin::{Corner, Paths};
use super::Mesh;

/// The cost of a polygon grows faster than its corners; one with more is halved first.
const MOST: usize = 16_384;
/// A polygon that no halving makes smaller, such as a bundle of lines, is taken as it is.
const HALVINGS: usize = 24;

/// Triangles of rings: outers counter-clockwise, each followed by its holes.
pub(super) fn triangles(rings: &Paths) -> Mesh {
    let mut drawn = Drawn::default();
    let mut polygon: Vec<&[Corner]> = Vec::new();
    for ring in rings.iter() {
        if doubled_area(ring) > 0.0 {
            drawn.add(&std::mem::take(&mut polygon));
        }
        polygon.push(ring);
    }
    drawn.add(&polygon);
    Mesh::Triangles(drawn.corners, drawn.indices)
}

#[derive(Default)]
struct Drawn {
    corners: Vec<Corner>,
    indices: Vec<u32>,
    earcut: Earcut<f64>,
    found: Vec<u32>,
}

impl Drawn {
    fn add(&mut self, polygon: &[&[Corner]]) {
        self.add_halved(polygon, HALVINGS);
    }

    fn add_halved(&mut self, polygon: &[&[Corner]], halvings: usize) {
        let count: usize = polygon.iter().map(|ring| ring.len()).sum();
        if count <= MOST || halvings == 0 {
            return self.add_whole(polygon);
        }
        let (axis, at) = middle(polygon);
        for below in [true, false] {
            let half: Vec<Vec<Corner>> = polygon.iter().map(|ring| half(ring, axis, at, below)).collect();
            let rings: Vec<&[Corner]> = half.iter().map(Vec::as_slice).filter(|ring| ring.len() > 2).collect();
            self.add_halved(&rings, halvings - 1);
        }
    }

    fn add_whole(&mut self, polygon: &[&[Corner]]) {
        let Ok(first) = u32::try_from(self.corners.len()) else { return };
        let mut holes = Vec::new();
        let mut corners = 0_u32;
        for (number, ring) in polygon.iter().enumerate() {
            if number > 0 {
                holes.push(corners);
            }
            corners += u32::try_from(ring.len()).unwrap_or(0);
        }
        let all = polygon.iter().copied().flatten();
        self.earcut.earcut(all.clone().map(|&[x, y]| [f64::from(x), f64::from(y)]), &holes, &mut self.found);
        self.indices.extend(self.found.iter().map(|index| first + index));
        self.corners.extend(all);
    }
}

/// The longer axis of a polygon, and its middle there.
fn middle(polygon: &[&[Corner]]) -> (usize, f32) {
    let reach = |axis: usize| {
        let all = polygon.iter().copied().flatten().map(|corner| corner[axis]);
        all.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)))
    };
    let ((west, east), (south, north)) = (reach(0), reach(1));
    if east - west >= north - south { (0, f32::midpoint(west, east)) } else { (1, f32::midpoint(south, north)) }
}

/// What of a ring lies on one side of a line along the other axis (Sutherland and Hodgman).
fn half(ring: &[Corner], axis: usize, at: f32, below: bool) -> Vec<Corner> {
    let inside = |corner: Corner| if below { corner[axis] <= at } else { corner[axis] >= at };
    let mut kept = Vec::with_capacity(ring.len() / 2 + 4);
    let Some(&(mut before)) = ring.last() else { return kept };
    for &corner in ring {
        if inside(before) != inside(corner) {
            let share = (at - before[axis]) / (corner[axis] - before[axis]);
            let other = before[1 - axis] + (corner[1 - axis] - before[1 - axis]) * share;
            kept.push(if axis == 0 { [at, other] } else { [other, at] });
        }
        if inside(corner) {
            kept.push(corner);
        }
        before = corner;
    }
    kept
}

fn doubled_area(ring: &[Corner]) -> f64 {
    let wide = |[x, y]: Corner| [f64::from(x), f64::from(y)];
    let Some(&first) = ring.first() else { return 0.0 };
    let origin = wide(first);
    let around = ring.iter().chain([&first]).map(|&corner| [wide(corner)[0] - origin[0], wide(corner)[1] - origin[1]]);
    around.clone().zip(around.skip(1)).map(|(a, b)| a[0] * b[1] - a[1] * b[0]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(rings: &[&[Corner]]) -> f64 {
        let mut paths = Paths::default();
        for ring in rings {
            paths.push(ring.iter().copied());
        }
        let Mesh::Triangles(corners, indices) = triangles(&paths) else { panic!("no triangles") };
        let at = |index: u32| corners[index as usize];
        indices.chunks(3).map(|three| doubled_area(&[at(three[0]), at(three[1]), at(three[2])]).abs() / 2.0).sum()
    }

    fn square(x: f32, side: f32) -> [Corner; 4] {
        [[x, x], [x + side, x], [x + side, x + side], [x, x + side]]
    }

    #[test]
    fn triangles_cover_the_area_of_their_polygons() {
        assert!((covered(&[&square(0.0, 10.0), &square(20.0, 5.0)]) - 125.0).abs() < 1e-9);
    }

    #[test]
    fn a_hole_stays_a_hole() {
        let mut hole = square(2.0, 3.0);
        hole.reverse();
        assert!((covered(&[&square(0.0, 10.0), &hole, &square(20.0, 5.0)]) - 116.0).abs() < 1e-9);
    }

    #[test]
    fn a_ring_of_a_hundred_thousand_corners_is_halved_and_covers_what_it_did() {
        let corners: Vec<Corner> = (0_u32..100_000)
            .map(|step| {
                let turn = f64::from(step) / 100_000.0 * std::f64::consts::TAU;
                let radius = 900.0 + 90.0 * (turn * 997.0).sin();
                #[expect(clippy::cast_possible_truncation, reason = "metres")]
                [(radius * turn.cos()) as f32, (radius * turn.sin()) as f32]
            })
            .collect();
        let area = doubled_area(&corners) / 2.0;
        assert!((covered(&[&corners]) / area - 1.0).abs() < 1e-4);
    }

    #[test]
    fn rings_without_area_are_no_triangles() {
        assert!(covered(&[]).abs() < 1e-12);
        assert!(covered(&[&[[0.0, 0.0], [1.0, 1.0]], &[], &[[0.0, 0.0]; 9]]).abs() < 1e-12);
    }
}
