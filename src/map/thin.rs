//! Shapes with fewer corners, for views from afar.

use std::collections::{BTreeMap, HashSet};

use geo_types::Coord;

use crate::geometry::simplify::staying;
use crate::geometry::vector::distance;

/// A corner relative to the origin of its chunk, metres. Chunks are small enough for `f32` wherever thinning is used.
pub(super) type Corner = [f32; 2];

/// Lines or rings, one after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Paths {
    /// Corners of all paths.
    pub(super) corners: Vec<Corner>,
    /// Where each path ends in `corners`.
    pub(super) ends: Vec<usize>,
}

impl Paths {
    /// Adds a path.
    pub(super) fn push(&mut self, path: impl IntoIterator<Item = Corner>) {
        self.corners.extend(path);
        self.ends.push(self.corners.len());
    }

    /// The paths in turn.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[Corner]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| self.corners.get(start..end).unwrap_or_default())
    }
}

/// Rings whose corners lie at most `tolerance` from where they were. What is smaller than the tolerance goes into one square
/// of the same area per cell of twice the tolerance, so that a city of small houses keeps its grey.
pub(super) fn rings(paths: &Paths, tolerance: f64) -> Paths {
    let mut thinned = Paths::default();
    let mut small: BTreeMap<[i64; 2], Heap> = BTreeMap::new();
    let cell = tolerance * 2.0;
    for ring in paths.iter() {
        let bounds = Bounds::of(ring);
        if bounds.side() <= cell {
            let (area, middle) = (area(ring), bounds.middle());
            small.entry([index(middle.x, cell), index(middle.y, cell)]).or_default().add(area, middle);
            continue;
        }
        let kept = corners(ring.iter().chain(ring.first()).copied(), tolerance);
        // A ring is closed by its first corner come again, which is not kept; two corners cover nothing.
        if kept.len() > 3 {
            thinned.push(kept[..kept.len() - 1].iter().copied());
        }
    }
    for heap in small.into_values().filter(|heap| heap.area > 0.0) {
        thinned.push(heap.square());
    }
    thinned
}

/// Lines whose corners lie at most `tolerance` from where they were. A line shorter than the tolerance leads from cell to
/// cell, so that a street of many short pieces still leads through; pieces that fall together are drawn once.
pub(super) fn lines(paths: &Paths, tolerance: f64) -> Paths {
    let mut thinned = Paths::default();
    let mut drawn = HashSet::new();
    // The corner of a cell is at most 0.71 of its side from what lies in it.
    let cell = tolerance;
    for line in paths.iter() {
        if Bounds::of(line).side() > tolerance * 2.0 {
            thinned.push(corners(line.iter().copied(), tolerance));
            continue;
        }
        let (Some(first), Some(last)) = (line.first(), line.last()) else { continue };
        let cells = [first, last].map(|&[x, y]| [index(f64::from(x), cell), index(f64::from(y), cell)]);
        if cells[0] != cells[1] && drawn.insert([cells[0].min(cells[1]), cells[0].max(cells[1])]) {
            thinned.push(cells.map(|[x, y]| narrow(Coord { x: (x as f64 + 0.5) * cell, y: (y as f64 + 0.5) * cell })));
        }
    }
    thinned
}

/// The corners of a line that stay: first those too near to the last kept one go, which costs little however many there
/// are, then those that lie near the line of the others (Douglas and Peucker). Both together move nothing by more than the tolerance.
fn corners(line: impl Iterator<Item = Corner>, tolerance: f64) -> Vec<Corner> {
    let points: Vec<Coord<f64>> = line.map(wide).collect();
    let mut sparse: Vec<Coord<f64>> = Vec::with_capacity(points.len());
    for (number, &point) in points.iter().enumerate() {
        let near = sparse.last().is_some_and(|&last| distance(last, point) < tolerance * 0.25);
        if !near || number + 1 == points.len() {
            sparse.push(point);
        }
    }
    let stays = staying(&sparse, tolerance * 0.7);
    sparse.iter().zip(stays).filter(|(_, stays)| *stays).map(|(&point, _)| narrow(point)).collect()
}

/// Small areas of one cell.
#[derive(Default)]
struct Heap {
    area: f64,
    weight: f64,
    moment: Coord<f64>,
}

impl Heap {
    fn add(&mut self, area: f64, middle: Coord<f64>) {
        self.area += area;
        self.weight += area.abs();
        self.moment = self.moment + middle * area.abs();
    }

    fn square(&self) -> [Corner; 4] {
        let middle = self.moment / self.weight;
        let half = self.area.sqrt() / 2.0;
        [(-half, -half), (half, -half), (half, half), (-half, half)]
            .map(|(x, y)| narrow(Coord { x: middle.x + x, y: middle.y + y }))
    }
}

/// Signed area of a ring.
fn area(ring: &[Corner]) -> f64 {
    let Some(&first) = ring.first() else { return 0.0 };
    let origin = wide(first);
    let around = ring.iter().chain(ring.first()).map(|&corner| wide(corner) - origin);
    let next = around.clone().skip(1);
    around.zip(next).map(|(a, b)| a.x * b.y - a.y * b.x).sum::<f64>() / 2.0
}

struct Bounds {
    low: Coord<f64>,
    high: Coord<f64>,
}

impl Bounds {
    fn of(path: &[Corner]) -> Self {
        let none = Coord { x: f64::INFINITY, y: f64::INFINITY };
        path.iter().fold(Self { low: none, high: none * -1.0 }, |bounds, &corner| {
            let at = wide(corner);
            Self {
                low: Coord { x: bounds.low.x.min(at.x), y: bounds.low.y.min(at.y) },
                high: Coord { x: bounds.high.x.max(at.x), y: bounds.high.y.max(at.y) },
            }
        })
    }

    fn side(&self) -> f64 {
        (self.high.x - self.low.x).max(self.high.y - self.low.y)
    }

    fn middle(&self) -> Coord<f64> {
        (self.low + self.high) / 2.0
    }
}

fn wide([x, y]: Corner) -> Coord<f64> {
    Coord { x: f64::from(x), y: f64::from(y) }
}

/// Relative to its chunk a coordinate keeps its millimetres.
#[expect(clippy::cast_possible_truncation, reason = "relative to the chunk")]
pub(super) fn narrow(at: Coord<f64>) -> Corner {
    [at.x as f32, at.y as f32]
}

#[expect(clippy::cast_possible_truncation, reason = "cells of a plan are far fewer than 2^63")]
fn index(value: f64, cell: f64) -> i64 {
    (value / cell).floor() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::segments::Segment;

    fn paths(lines: &[&[Corner]]) -> Paths {
        let mut paths = Paths::default();
        for line in lines {
            paths.push(line.iter().copied());
        }
        paths
    }

    #[test]
    fn no_corner_of_a_wiggling_line_ends_farther_from_it_than_the_tolerance() {
        let wiggling: Vec<Corner> = (0_u16..2_000)
            .map(|step| {
                let along = f32::from(step) * 0.7;
                [along, (along * 0.05).sin() * 40.0 + (along * 1.7).sin() * 0.9 + (along * 9.1).cos() * 0.3]
            })
            .collect();
        for tolerance in [0.5, 2.0, 8.0] {
            let thinned = lines(&paths(&[&wiggling]), tolerance);
            let segments: Vec<Segment> =
                thinned.corners.windows(2).map(|ends| Segment::new(wide(ends[0]), wide(ends[1]), 0)).collect();
            let away = |at: Coord<f64>| segments.iter().map(|s| s.distance(at)).fold(f64::INFINITY, f64::min);
            let worst = wiggling.iter().map(|&at| away(wide(at))).fold(0.0, f64::max);
            assert!(worst <= tolerance, "{worst} > {tolerance}");
            assert!(thinned.corners.len() < wiggling.len() / 2, "{}", thinned.corners.len());
        }
    }

    #[test]
    fn small_houses_of_a_cell_become_one_square_of_their_area() {
        let house = |x: f32| [[x, 1.0], [x + 2.0, 1.0], [x + 2.0, 3.0], [x, 3.0]];
        let thinned = rings(&paths(&[&house(1.0), &house(4.0), &house(25.0)]), 8.0);
        let areas: Vec<f64> = thinned.iter().map(area).collect();
        assert_eq!(areas.len(), 2);
        assert!((areas[0] - 8.0).abs() < 1e-4 && (areas[1] - 4.0).abs() < 1e-4, "{areas:?}");
    }

    #[test]
    fn a_large_ring_keeps_its_corners() {
        let ring: &[Corner] = &[[0.0, 0.0], [50.0, 0.1], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]];
        let thinned = rings(&paths(&[ring]), 2.0);
        assert_eq!(thinned.corners, [[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]]);
    }

    #[test]
    fn a_street_of_short_pieces_still_leads_through() {
        let pieces: Vec<[Corner; 2]> = (0_u16..100).map(|i| [[f32::from(i), 0.0], [f32::from(i) + 1.0, 0.0]]).collect();
        let pieces: Vec<&[Corner]> = pieces.iter().map(<[Corner; 2]>::as_slice).collect();
        let thinned = lines(&paths(&pieces), 8.0);
        let length: f32 = thinned.iter().map(|line| line[1][0] - line[0][0]).sum();
        assert!((length - 96.0).abs() < 1e-3, "{length}");
        assert_eq!(thinned.ends.len(), 12);
    }
}
