//! The constrained Delaunay triangulation of what lies inside a simple outline, and of nothing else.
//!
//! Ears are cut off, that with the smallest circle first, which zips a band up from its tips; then edges are flipped
//! until no circle around a triangle holds a corner that is seen from it. Predicates are exact. Of corners on one
//! circle any triangles may come out.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use geo_types::Coord;
use robust::{incircle, orient2d};

use super::skeleton::Triangle;

/// Flips per corner, at most: far more than any outline of a plan needs.
const MOST_FLIPS: usize = 200;
/// Cells of the grid that finds corners, at most.
const MOST_CELLS: f64 = 1e6;

/// The triangles inside an outline (counter-clockwise, not closed). `None` where it touches or crosses itself within
/// rounding: then ears or flips may find no end.
pub(super) fn inside(outline: &[Coord<f64>]) -> Option<Vec<Triangle>> {
    let mut found = Ears::new(outline)?.cut()?;
    flip(&mut found, outline).then_some(found)
}

fn turn(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> f64 {
    let at = |point: Coord<f64>| robust::Coord { x: point.x, y: point.y };
    orient2d(at(a), at(b), at(c))
}

/// Where a triangle lies: its number and its side.
type Side = (usize, usize);

/// What is left of the outline while ears are cut off.
struct Ears<'a> {
    corners: &'a [Coord<f64>],
    before: Vec<usize>,
    after: Vec<usize>,
    /// Whether a corner turns left; once it does it always will.
    convex: Vec<bool>,
    gone: Vec<bool>,
    /// The triangle beyond the edge that sets out from a corner.
    beyond: Vec<Option<Side>>,
    grid: Grid,
    /// Corners that may be ears by the square of the circle's radius; outdated ones are told by their neighbours.
    waiting: BinaryHeap<Reverse<(u64, usize, usize, usize)>>,
    found: Vec<Triangle>,
}

impl<'a> Ears<'a> {
    fn new(corners: &'a [Coord<f64>]) -> Option<Self> {
        let count = corners.len();
        if count < 3 {
            return None;
        }
        let mut ears = Self {
            corners,
            before: (0..count).map(|corner| (corner + count - 1) % count).collect(),
            after: (0..count).map(|corner| (corner + 1) % count).collect(),
            convex: vec![false; count],
            gone: vec![false; count],
            beyond: vec![None; count],
            grid: Grid::new(corners),
            waiting: BinaryHeap::with_capacity(2 * count),
            found: Vec::with_capacity(count - 2),
        };
        ears.look_at_all();
        Some(ears)
    }

    fn look_at_all(&mut self) {
        for corner in 0..self.corners.len() {
            if !self.gone[corner] {
                self.look_at(corner);
            }
        }
    }

    /// Lets a corner wait for its turn where it turns left.
    fn look_at(&mut self, corner: usize) {
        let (before, after) = (self.before[corner], self.after[corner]);
        let [a, b, c] = [before, corner, after].map(|at| self.corners[at]);
        let doubled = turn(a, b, c);
        self.convex[corner] = doubled > 0.0;
        if self.convex[corner] {
            let squared = |from: Coord<f64>, to: Coord<f64>| (to.x - from.x).powi(2) + (to.y - from.y).powi(2);
            let radius = squared(a, b) * squared(b, c) * squared(c, a) / (doubled * doubled);
            self.waiting.push(Reverse((radius.to_bits(), corner, before, after)));
        }
    }

    fn cut(mut self) -> Option<Vec<Triangle>> {
        let count = self.corners.len();
        let mut left = count;
        while left > 3 {
            let before = left;
            while let Some(Reverse((_, corner, from, to))) = self.waiting.pop() {
                let outdated = self.gone[corner] || (self.before[corner], self.after[corner]) != (from, to);
                if outdated || !self.is_ear(corner) {
                    continue;
                }
                self.cut_off(corner);
                left -= 1;
                if left == 3 {
                    break;
                }
            }
            if left == before {
                return None;
            }
            // What stood in an ear may have gone since.
            self.look_at_all();
        }
        let first = (0..count).find(|&corner| !self.gone[corner])?;
        let (second, third) = (self.after[first], self.before[first]);
        if turn(self.corners[first], self.corners[second], self.corners[third]) <= 0.0 {
            return None;
        }
        self.close([first, second, third]);
        Some(self.found)
    }

    /// Whether no other corner lies in the triangle that a corner makes with its neighbours.
    fn is_ear(&self, corner: usize) -> bool {
        let own = [self.before[corner], corner, self.after[corner]];
        let [a, b, c] = own.map(|at| self.corners[at]);
        !self.grid.any_in([a, b, c], |other| {
            if self.convex[other] || self.gone[other] || own.contains(&other) {
                return false;
            }
            let at = self.corners[other];
            turn(c, a, at) >= 0.0 && turn(a, b, at) >= 0.0 && turn(b, c, at) >= 0.0
        })
    }

    fn cut_off(&mut self, corner: usize) {
        let (before, after) = (self.before[corner], self.after[corner]);
        let triangle = self.close([before, corner, after]);
        self.gone[corner] = true;
        self.after[before] = after;
        self.before[after] = before;
        self.beyond[before] = Some((triangle, 2));
        self.look_at(before);
        self.look_at(after);
    }

    /// Adds the triangle of three corners that follow each other and joins it to those beyond its edges.
    fn close(&mut self, corners: [usize; 3]) -> usize {
        let number = self.found.len();
        let mut across = [None; 3];
        for (side, &corner) in corners.iter().enumerate() {
            if self.after[corner] != corners[(side + 1) % 3] {
                continue;
            }
            if let Some((triangle, its)) = self.beyond[corner] {
                self.found[triangle].across[its] = Some(number);
                across[side] = Some(triangle);
            }
        }
        self.found.push(Triangle { corners, across });
        number
    }
}

/// Corners by place: a grid of lists.
struct Grid {
    low: Coord<f64>,
    cell: f64,
    columns: usize,
    rows: usize,
    first: Vec<usize>,
    next: Vec<usize>,
}

/// The end of a list.
const NONE: usize = usize::MAX;

impl Grid {
    fn new(corners: &[Coord<f64>]) -> Self {
        let mut low = Coord { x: f64::INFINITY, y: f64::INFINITY };
        let mut high = -low;
        for corner in corners {
            low = Coord { x: low.x.min(corner.x), y: low.y.min(corner.y) };
            high = Coord { x: high.x.max(corner.x), y: high.y.max(corner.y) };
        }
        let (width, height) = (high.x - low.x, high.y - low.y);
        let apart = 2.0 * super::vector::polyline_length(corners) / corners.len() as f64;
        let cell = apart.max((width * height / MOST_CELLS).sqrt()).max((width + height) / MOST_CELLS);
        let cell = if cell > 0.0 { cell } else { 1.0 };
        let mut grid = Self { low, cell, columns: 1, rows: 1, first: Vec::new(), next: vec![NONE; corners.len()] };
        grid.columns = grid.step(width) + 1;
        grid.rows = grid.step(height) + 1;
        grid.first = vec![NONE; grid.columns * grid.rows];
        for (number, corner) in corners.iter().enumerate() {
            let at = grid.row(corner.y) * grid.columns + grid.column(corner.x);
            grid.next[number] = std::mem::replace(&mut grid.first[at], number);
        }
        grid
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the number of a cell")]
    fn step(&self, along: f64) -> usize {
        (along / self.cell).max(0.0) as usize
    }

    fn column(&self, x: f64) -> usize {
        self.step(x - self.low.x).min(self.columns - 1)
    }

    fn row(&self, y: f64) -> usize {
        self.step(y - self.low.y).min(self.rows - 1)
    }

    /// Whether any of the corners in the box around a triangle is one that is looked for.
    fn any_in(&self, [a, b, c]: [Coord<f64>; 3], is_it: impl Fn(usize) -> bool) -> bool {
        let columns = self.column(a.x.min(b.x).min(c.x))..=self.column(a.x.max(b.x).max(c.x));
        (self.row(a.y.min(b.y).min(c.y))..=self.row(a.y.max(b.y).max(c.y))).any(|row| {
            columns.clone().any(|column| {
                let mut number = self.first[row * self.columns + column];
                while number != NONE {
                    if is_it(number) {
                        return true;
                    }
                    number = self.next[number];
                }
                false
            })
        })
    }
}

/// Flips edges until every one of them is Delaunay; false where that does not come to an end.
fn flip(triangles: &mut [Triangle], corners: &[Coord<f64>]) -> bool {
    let at = |corner: usize| robust::Coord { x: corners[corner].x, y: corners[corner].y };
    let mut waiting: Vec<Side> = (0..triangles.len()).flat_map(|number| [0, 1, 2].map(|side| (number, side))).collect();
    let mut left = MOST_FLIPS * corners.len();
    while let Some((one, side)) = waiting.pop() {
        let Some(two) = triangles[one].across[side] else { continue };
        let Some(its) = triangles[two].across.iter().position(|&beyond| beyond == Some(one)) else { return false };
        let [a, b, c] = [0, 1, 2].map(|step| triangles[one].corners[(side + step) % 3]);
        let d = triangles[two].corners[(its + 2) % 3];
        if incircle(at(a), at(b), at(c), at(d)) <= 0.0 {
            continue;
        }
        if left == 0 {
            return false;
        }
        left -= 1;
        let [beyond_bc, beyond_ca] = [1, 2].map(|step| triangles[one].across[(side + step) % 3]);
        let [beyond_ad, beyond_db] = [1, 2].map(|step| triangles[two].across[(its + step) % 3]);
        triangles[one] = Triangle { corners: [d, b, c], across: [beyond_db, beyond_bc, Some(two)] };
        triangles[two] = Triangle { corners: [a, d, c], across: [beyond_ad, Some(one), beyond_ca] };
        for (moved, from, to) in [(beyond_db, two, one), (beyond_ca, one, two)] {
            let Some(moved) = moved else { continue };
            for beyond in triangles[moved].across.iter_mut().filter(|beyond| **beyond == Some(from)) {
                *beyond = Some(to);
            }
        }
        waiting.extend([(one, 0), (one, 1), (two, 0), (two, 2)]);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> Vec<Coord<f64>> {
        points.iter().map(|&(x, y)| Coord { x, y }).collect()
    }

    /// Holds triangles to what they must be: all of the inside once, joined both ways, and Delaunay.
    fn assert_delaunay(outline: &[Coord<f64>], area: f64) {
        let found = inside(outline).unwrap();
        assert_eq!(found.len(), outline.len() - 2);
        let mut sum = 0.0;
        for (number, triangle) in found.iter().enumerate() {
            let [a, b, c] = triangle.corners.map(|corner| outline[corner]);
            assert!(turn(a, b, c) > 0.0, "{triangle:?}");
            sum += turn(a, b, c) / 2.0;
            for side in 0..3 {
                let (from, to) = (triangle.corners[side], triangle.corners[(side + 1) % 3]);
                let Some(beyond) = triangle.across[side] else {
                    assert_eq!(to, (from + 1) % outline.len(), "an edge of the outline");
                    continue;
                };
                let its = found[beyond].across.iter().position(|&back| back == Some(number)).unwrap();
                assert_eq!([found[beyond].corners[its], found[beyond].corners[(its + 1) % 3]], [to, from]);
                let apex = outline[found[beyond].corners[(its + 2) % 3]];
                let at = |point: Coord<f64>| robust::Coord { x: point.x, y: point.y };
                assert!(incircle(at(a), at(b), at(c), at(apex)) <= 0.0);
            }
        }
        assert!((sum - area).abs() < 1e-6 * area, "{sum} instead of {area}");
    }

    #[test]
    fn a_triangle_a_square_and_a_comb_are_triangulated_whole() {
        assert_delaunay(&ring(&[(0., 0.), (4., 0.), (0., 3.)]), 6.0);
        assert_delaunay(&ring(&[(0., 0.), (5., 0.), (10., 0.), (10., 10.), (5., 10.), (0., 10.)]), 100.0);
        let teeth = (0..20).rev().flat_map(|tooth| {
            let x = f64::from(tooth) * 10.0;
            [(x + 10.0, 5.0), (x + 10.0, 40.0), (x + 3.0, 40.0), (x + 3.0, 5.0)]
        });
        let comb: Vec<(f64, f64)> = [(0., 0.), (200., 0.)].into_iter().chain(teeth).chain([(0., 5.)]).collect();
        assert_delaunay(&ring(&comb), 200.0 * 5.0 + 20.0 * 7.0 * 35.0);
    }

    #[test]
    fn a_spiral_is_triangulated_inside_its_windings_only() {
        let arm = |radius: f64| {
            move |step: i32| {
                let angle = f64::from(step) * 0.1;
                let out = radius + 4.0 * angle;
                (out * angle.cos(), out * angle.sin())
            }
        };
        let points: Vec<(f64, f64)> = (0..200).map(arm(20.0)).chain((0..200).rev().map(arm(12.0))).collect();
        let outline = ring(&points);
        let closed: f64 = outline
            .iter()
            .zip(outline.iter().cycle().skip(1))
            .map(|(a, b)| super::super::vector::cross(*a, *b) / 2.0)
            .sum();
        assert_delaunay(&outline, closed);
    }

    #[test]
    fn an_outline_that_crosses_itself_or_runs_clockwise_has_no_triangles() {
        assert!(inside(&ring(&[(0., 0.), (0., 3.), (4., 0.)])).is_none());
        assert!(inside(&ring(&[(0., 0.), (10., 10.), (10., 0.), (0., 10.)])).is_none());
        assert!(inside(&ring(&[(0., 0.), (1., 0.)])).is_none());
    }
}
