//! Wide roads that nobody can cross for a long way: listed, not judged.
//!
//! A road is crossed where a walkway passes it or meets it at an angle, at grade or not, and at crossings. Its parts count
//! together where one goes on from the end of another.

use rayon::prelude::*;

use crate::geometry::UnionFind;
use crate::geometry::segments::{Segment, boxes_of, segments_of};
use crate::geometry::vector::{angle_between, distance};
use crate::geometry::{Boxes, Coord, LineString};
use crate::layer::{Item, Role, Shape, items};
use crate::measure::Input;
use crate::measure::walks::Walks;

/// Stretches up to this length without a crossing are as they should be: GB/T 51328 asks for one about every 250 m.
const LONGEST: f64 = 300.0;
/// A crossing drawn as a point belongs to a road at most this far away: half of a wide one, metres.
const BESIDE: f64 = 25.0;
/// Walkways meet a road where their directions differ at least this much, radians: others run along it.
const ANGLE: f64 = std::f64::consts::FRAC_PI_6;

/// A stretch of road without a crossing.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Severed {
    /// Name of the road.
    pub name: String,
    /// Length of the stretch.
    pub length_m: f64,
    /// The middle of the longest part of it.
    pub at: [f64; 2],
}

/// Stretches without a crossing, the longest first. `walked` are the lines that people walk on.
pub(super) fn stretches(input: &Input<'_>, roads: Vec<Item<'_>>, walked: &Walks<'_>, snap: f64) -> Vec<Severed> {
    let roads = Walks::new(roads);
    let crossings = Crossings::new(input, walked, snap);
    let parts: Vec<Vec<Part>> = roads
        .lines
        .par_iter()
        .enumerate()
        .map(|(line, points)| parts(points, line, &crossings.along(points)))
        .collect();
    let ends: Vec<[Coord<f64>; 2]> =
        roads.lines.iter().filter_map(|line| Some([*line.0.first()?, *line.0.last()?])).collect();
    let parts = Parts::new(parts);
    let mut joined = UnionFind::new(parts.all.len());
    for [one, two] in followers(&ends, snap) {
        if let (Some(one), Some(two)) = (parts.open_at(one), parts.open_at(two)) {
            joined.join(one, two);
        }
    }
    let mut found: Vec<Severed> = joined
        .groups()
        .into_iter()
        .filter_map(|group| {
            let members: Vec<&Part> = group.iter().map(|&part| &parts.all[part]).collect();
            let length_m = members.iter().map(|part| part.length()).sum();
            let longest =
                members.iter().copied().reduce(|best, next| if next.length() > best.length() { next } else { best })?;
            let name = members.iter().find_map(|part| roads.item(part.line).stated_name());
            let name = name.unwrap_or_else(|| roads.item(longest.line).name());
            let at = point_at(roads.lines[longest.line], f64::midpoint(longest.from, longest.to))?;
            (length_m > LONGEST + snap).then_some(Severed { name, length_m, at: [at.x, at.y] })
        })
        .collect();
    found.sort_by(|a, b| {
        b.length_m.total_cmp(&a.length_m).then(a.at[0].total_cmp(&b.at[0])).then(a.at[1].total_cmp(&b.at[1]))
    });
    found
}

/// A part of a road line between two crossings or ends.
struct Part {
    line: usize,
    from: f64,
    to: f64,
    /// Whether it reaches the first and the last point of the line.
    open: [bool; 2],
}

impl Part {
    fn length(&self) -> f64 {
        self.to - self.from
    }
}

fn parts(line: &LineString<f64>, number: usize, crossings: &[f64]) -> Vec<Part> {
    let length: f64 = segments_of([line]).iter().map(Segment::length).sum();
    let mut cuts = vec![0.0];
    cuts.extend(crossings.iter().copied());
    cuts.push(length);
    let last = cuts.len() - 2;
    cuts.windows(2)
        .enumerate()
        // A part of no length at an end is a crossing right there, beyond which nothing goes on.
        .map(|(index, cut)| {
            let open = [index == 0, index == last].map(|at_end| at_end && cut[1] - cut[0] > 1.0);
            Part { line: number, from: cut[0], to: cut[1], open }
        })
        .collect()
}

/// All parts, and where those of each line begin.
struct Parts {
    all: Vec<Part>,
    first: Vec<usize>,
}

impl Parts {
    fn new(by_line: Vec<Vec<Part>>) -> Self {
        let mut first = Vec::with_capacity(by_line.len() + 1);
        let mut all = Vec::new();
        for parts in by_line {
            first.push(all.len());
            all.extend(parts);
        }
        first.push(all.len());
        Self { all, first }
    }

    /// The part that reaches an end of a line, which is its first (0) or last (1).
    fn open_at(&self, (line, end): (usize, usize)) -> Option<usize> {
        let part = if end == 0 { *self.first.get(line)? } else { self.first.get(line + 1)?.checked_sub(1)? };
        self.all.get(part)?.open.get(end).filter(|open| **open).map(|_| part)
    }
}

/// Ends of lines of which one goes on from the other: no third end lies there.
fn followers(ends: &[[Coord<f64>; 2]], snap: f64) -> Vec<[(usize, usize); 2]> {
    let all: Vec<((usize, usize), Coord<f64>)> =
        ends.iter().enumerate().flat_map(|(line, ends)| [((line, 0), ends[0]), ((line, 1), ends[1])]).collect();
    let points: Vec<Segment> = all.iter().map(|&(_, at)| Segment::new(at, at, 0)).collect();
    let boxes = boxes_of(points.iter().enumerate());
    let mut pairs = Vec::new();
    for (number, &(end, at)) in all.iter().enumerate() {
        let near = boxes.near(at, at, snap).filter(|&other| other != number && distance(all[other].1, at) <= snap);
        if let [other] = near.collect::<Vec<_>>().as_slice()
            && number < *other
        {
            pairs.push([end, all[*other].0]);
        }
    }
    pairs
}

/// What roads are crossed by.
struct Crossings {
    paths: Vec<Segment>,
    path_boxes: Boxes,
    points: Vec<Coord<f64>>,
    point_boxes: Boxes,
    snap: f64,
}

impl Crossings {
    fn new(input: &Input<'_>, walked: &Walks<'_>, snap: f64) -> Self {
        let drawn = items(input.layers, Role::Crossings);
        let mut points = Vec::new();
        let mut lines: Vec<&LineString<f64>> = walked.lines.clone();
        for item in &drawn {
            match &item.feature.shape {
                Shape::Points(own) => points.extend(own),
                Shape::Lines(own) => lines.extend(own),
                Shape::Area(area) => points.extend(area.interior_point()),
            }
        }
        let paths = segments_of(lines);
        let dots: Vec<Segment> = points.iter().map(|&at| Segment::new(at, at, 0)).collect();
        Self {
            path_boxes: boxes_of(paths.iter().enumerate()),
            paths,
            point_boxes: boxes_of(dots.iter().enumerate()),
            points,
            snap,
        }
    }

    /// Where a line is crossed, metres along it, sorted.
    fn along(&self, line: &LineString<f64>) -> Vec<f64> {
        let mut walked = 0.0;
        let mut found = Vec::new();
        for segment in segments_of([line]) {
            let paths = self.path_boxes.near(segment.a, segment.b, self.snap).map(|path| &self.paths[path]);
            let crossing = paths.filter(|path| {
                segment.touches(path, self.snap) && angle_between(segment.direction(), path.direction()) >= ANGLE
            });
            found.extend(crossing.map(|path| walked + nearest_to(&segment, path)));
            let points = self.point_boxes.near(segment.a, segment.b, BESIDE).map(|point| self.points[point]);
            let beside = points.filter(|&point| segment.distance(point) <= BESIDE);
            found.extend(beside.map(|point| walked + segment.nearest(point)));
            walked += segment.length();
        }
        found.sort_by(f64::total_cmp);
        found
    }
}

/// Where a segment comes nearest to one that touches it.
fn nearest_to(segment: &Segment, path: &Segment) -> f64 {
    let [a, b] = [segment.offset(path.a), segment.offset(path.b)];
    let crosses = (a > 0.0) != (b > 0.0);
    let nearer = if a.abs() <= b.abs() { path.a } else { path.b };
    segment.nearest(if crosses { path.at(a / (a - b)) } else { nearer })
}

/// The place so far along a line.
fn point_at(line: &LineString<f64>, along: f64) -> Option<Coord<f64>> {
    let mut left = along;
    for segment in segments_of([line]) {
        if left <= segment.length() {
            return Some(segment.after(left));
        }
        left -= segment.length();
    }
    line.0.last().copied()
}
