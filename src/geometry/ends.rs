//! Where a band-like area ends: its branches, the end face that closes each, and its axis.
//!
//! Works on one outline without holes. A branch is what lies beyond a chord and is longer than twice its mean width
//! (area ÷ length) and than the whole area is wide; the two farthest tips are always ends. The face that closes a
//! branch is a nearly straight cap where there is one (`caps`), else the outline beyond the last disc that touches
//! both sides; a tip without either has its face one mean width before the point. Faces of discs are set back by a
//! tenth of the mean width, which keeps the sampling of the outline out of what is measured between the faces.

mod caps;
mod tips;

use geo_types::Coord;

use super::simplify::simplified;
use super::skeleton::{NotSimple, Rooted, Skeleton};
use super::vector::{cross, norm, polyline_length};
use tips::{Approach, Run};

/// An end face.
#[derive(Clone, Debug, PartialEq)]
pub struct EndFace {
    /// The run of outline that it takes away from the walls, counter-clockwise, the area on its left.
    pub run: Vec<Coord<f64>>,
    /// The face as shown: the run, or the chord before a point.
    pub line: Vec<Coord<f64>>,
    /// Whether it stands before a point because nothing closes the branch.
    pub pointed: bool,
}

/// Ends and axis of an outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// One face per end.
    pub faces: Vec<EndFace>,
    /// Polylines along the middle: the first leads from the first face to the second, the others from there to the
    /// further faces.
    pub axis: Vec<Vec<Coord<f64>>>,
    /// Length of the whole axis in metres.
    pub length: f64,
    /// Area by length, in metres.
    pub mean_width: f64,
}

/// Samples of the outline per mean width.
const SAMPLES_PER_WIDTH: f64 = 16.0;
/// Samples between corners lie on the outline within this, in metres.
const SAMPLED: f64 = 1e-6;
/// The axis is smoothed by this share of the mean width.
pub(super) const SMOOTHING: f64 = 0.01;

/// Finds ends and axis of an outline (counter-clockwise, not closed). Stated ends are points, each taken to the
/// nearest face; with fewer than two different faces among them the automatic ones hold. The flag tells whether the
/// stated ones were used.
pub(crate) fn layout(outline: &[Coord<f64>], stated: &[Coord<f64>]) -> Result<(Layout, bool), NotSimple> {
    let (area, perimeter) = (ring_area(outline), ring_length(outline));
    if outline.len() < 3 || area <= 0.0 {
        return Err(NotSimple);
    }
    let shape = Shape::new(outline, area, 2.0 * area / perimeter / SAMPLES_PER_WIDTH)?;
    let mut mean = area / shape.tree.length[shape.tree.root];
    let (mut branches, mut runs) = shape.ends(mean);
    // The mean width rests on the length between the faces, and they on the mean width: two rounds settle it.
    for _ in 0..2 {
        let beyond: f64 = runs.iter().filter_map(|run| run.before_point).sum();
        mean = area / (shape.axis(&branches, &runs).1 + beyond);
        (branches, runs) = shape.ends(mean);
    }
    let (axis, length) = shape.axis(&branches, &runs);
    let faces: Vec<EndFace> = runs.iter().map(|run| shape.face(run)).collect();
    let smoothed = axis.iter().map(|line| simplified(line, SMOOTHING * mean)).collect();
    let found = Layout { faces, axis: smoothed, length, mean_width: mean };
    let chosen = shape.stated_faces(&found.faces, stated, mean);
    if chosen.len() < 2 {
        return Ok((found, false));
    }
    Ok((Layout { faces: chosen, ..found }, true))
}

struct Shape {
    skeleton: Skeleton,
    tree: Rooted,
}

/// The way along a branch, from its tip inwards, and the sample at the tip.
struct Branch {
    way: Vec<usize>,
    tip: usize,
}

impl Shape {
    fn new(outline: &[Coord<f64>], area: f64, spacing: f64) -> Result<Self, NotSimple> {
        let skeleton = Skeleton::new(outline, spacing)?;
        let middle = skeleton.triangles.first().map(|first| skeleton.samples[first.corners[0]]).ok_or(NotSimple)?;
        let any = skeleton.rooted(0, middle);
        let leaf = any.way(0).last().copied().unwrap_or(0);
        let mut tree = skeleton.rooted(leaf, skeleton.samples[any.tip[0]]);
        // Which of the two farthest tips comes first must not hang on where an outline starts.
        let place = |tip: usize| (skeleton.samples[tip].x, skeleton.samples[tip].y);
        let (near, far) = (any.tip[0], tree.tip[leaf]);
        if place(far) < place(near) {
            let leaf = tree.way(leaf).last().copied().unwrap_or(leaf);
            tree = skeleton.rooted(leaf, skeleton.samples[far]);
        }
        if tree.length[tree.root] <= 0.0 || area <= 0.0 {
            return Err(NotSimple);
        }
        Ok(Self { skeleton, tree })
    }

    /// Branches and the outline run that closes each.
    fn ends(&self, mean: f64) -> (Vec<Branch>, Vec<Run>) {
        let mut branches = self.branches(mean);
        let mut runs: Vec<Run> = branches.iter().map(|branch| self.closing_run(branch, mean)).collect();
        if self.disjoint(&runs) {
            return (branches, runs);
        }
        // A shape as broad as long: its second end is the tip farthest from the first.
        if let [first, second] = branches.as_mut_slice() {
            *second = self.branch_opposite(first);
            runs[1] = self.closing_run(second, mean);
            if self.disjoint(&runs) {
                return (branches, runs);
            }
        }
        // Without any cap, such as the disc inside a ring, each end is an equal share of the outline.
        let share = 0.5 / branches.len() as f64;
        runs = branches.iter().map(|branch| Run::around(branch.tip, share, &self.skeleton.samples)).collect();
        (branches, runs)
    }

    fn disjoint(&self, runs: &[Run]) -> bool {
        let count = self.skeleton.samples.len();
        runs.iter().enumerate().all(|(index, run)| runs[..index].iter().all(|other| !run.overlaps(other, count)))
    }

    fn branch_opposite(&self, first: &Branch) -> Branch {
        let samples = &self.skeleton.samples;
        let distance = |leaf: &usize| norm(samples[self.tree.tip[*leaf]] - samples[first.tip]);
        let leaf = self.leaves().max_by(|one, two| distance(one).total_cmp(&distance(two))).unwrap_or(self.tree.root);
        self.branch_from(leaf)
    }

    /// Triangles at the tips, the root left aside.
    fn leaves(&self) -> impl Iterator<Item = usize> {
        let triangles = self.skeleton.triangles.iter().enumerate();
        triangles
            .filter(|(index, triangle)| *index != self.tree.root && triangle.across.iter().flatten().count() == 1)
            .map(|(index, _)| index)
    }

    fn branch_from(&self, leaf: usize) -> Branch {
        let way = std::iter::successors(Some(leaf), |&triangle| self.tree.parent[triangle]).collect();
        Branch { way, tip: self.tree.tip[leaf] }
    }

    /// The longest way through, as seen from both ends, and every further branch that is long enough.
    fn branches(&self, mean: f64) -> Vec<Branch> {
        let tree = &self.tree;
        let main = tree.way(tree.root);
        let tip = self.tip_of_root();
        let backwards: Vec<usize> = main.iter().rev().copied().collect();
        let mut found = vec![Branch { way: main.clone(), tip }, Branch { way: backwards, tip: tree.tip[tree.root] }];
        let mut ways = vec![main];
        while let Some(way) = ways.pop() {
            for &triangle in &way {
                for child in self.skeleton.children(tree, triangle) {
                    if tree.next[triangle] != Some(child) && self.is_long(child, tree.length[child], mean) {
                        let outwards = tree.way(child);
                        let inwards = outwards.iter().rev().copied().chain([triangle]).collect();
                        let branch = Branch { way: inwards, tip: tree.tip[child] };
                        if self.is_long(child, self.length_to_face(&branch, mean), mean) {
                            found.push(branch);
                            ways.push(outwards);
                        }
                    }
                }
            }
        }
        found
    }

    /// Whether what lies beyond a triangle's chord is a branch of its own, given its length.
    fn is_long(&self, triangle: usize, length: f64, mean: f64) -> bool {
        length * length > 2.0 * self.tree.area[triangle] * (1.0 + 1e-9) && length > mean
    }

    /// Length of a branch from the chord where it sets out to its end face: tips in corners overstate it.
    fn length_to_face(&self, branch: &Branch, mean: f64) -> f64 {
        let run = self.closing_run(branch, mean);
        self.branch_axis(branch, &run).map_or(0.0, |line| polyline_length(&line))
    }

    /// The middles of the chords from the end face inwards.
    fn branch_axis(&self, branch: &Branch, run: &Run) -> Option<Vec<Coord<f64>>> {
        let count = self.skeleton.samples.len();
        let mut line = vec![halfway(&self.face(run).line)?];
        let chords = branch.way.windows(2).map(|pair| self.skeleton.shared(pair[0], pair[1]));
        let free = chords.filter(|chord| chord.iter().all(|&corner| !run.holds_inside(corner, count)));
        line.extend(free.map(|chord| self.skeleton.middle(chord)));
        Some(line)
    }

    fn tip_of_root(&self) -> usize {
        let root = self.tree.root;
        let corners = self.skeleton.triangles[root].corners;
        let chord = self.tree.next[root].map(|next| self.skeleton.shared(root, next));
        corners.into_iter().find(|corner| chord.is_none_or(|chord| !chord.contains(corner))).unwrap_or(corners[0])
    }

    fn closing_run(&self, branch: &Branch, mean: f64) -> Run {
        let approach = Approach::new(&self.skeleton, &branch.way, branch.tip, mean);
        approach.closing_run()
    }

    fn face(&self, run: &Run) -> EndFace {
        let line = simplified(&run.points(&self.skeleton.samples), SAMPLED);
        let shown = match (run.before_point.is_some(), line.first(), line.last()) {
            (true, Some(&first), Some(&last)) => vec![first, last],
            _ => line.clone(),
        };
        EndFace { run: line, line: shown, pointed: run.before_point.is_some() }
    }

    /// The axis between the runs and its length.
    fn axis(&self, branches: &[Branch], runs: &[Run]) -> (Vec<Vec<Coord<f64>>>, f64) {
        let count = self.skeleton.samples.len();
        let mut lines = Vec::new();
        for (index, (branch, run)) in branches.iter().zip(runs).enumerate().filter(|(index, _)| *index != 1) {
            let mut line = self.branch_axis(branch, run).unwrap_or_default();
            if let (0, Some(far)) = (index, runs.get(1)) {
                let chords = branch.way.windows(2).map(|pair| self.skeleton.shared(pair[0], pair[1]));
                let free = |chord: &[usize; 2], run: &Run| chord.iter().all(|&at| !run.holds_inside(at, count));
                line.truncate(1);
                let middles = chords.filter(|chord| free(chord, run) && free(chord, far));
                line.extend(middles.map(|chord| self.skeleton.middle(chord)));
                line.extend(halfway(&self.face(far).line));
            }
            lines.push(line);
        }
        let length = lines.iter().map(|line| polyline_length(line)).sum();
        (lines, length)
    }

    /// The face nearest to each stated point: an automatic one, or that of the tip nearest to it.
    fn stated_faces(&self, automatic: &[EndFace], stated: &[Coord<f64>], mean: f64) -> Vec<EndFace> {
        let mut chosen: Vec<EndFace> = Vec::new();
        for &point in stated {
            let own = self.face_near(point, mean);
            let away = |face: &EndFace| distance_to_line(point, &face.line);
            let nearest = automatic
                .iter()
                .min_by(|one, two| away(one).total_cmp(&away(two)))
                .filter(|face| own.as_ref().is_none_or(|own| away(face) <= away(own) + super::tolerance::POINT))
                .or(own.as_ref());
            if let Some(face) = nearest.filter(|face| chosen.iter().all(|known| known.line != face.line)) {
                chosen.push(face.clone());
            }
        }
        chosen
    }

    /// The face at the tip nearest to a point.
    fn face_near(&self, point: Coord<f64>, mean: f64) -> Option<EndFace> {
        let distance = |leaf: &usize| norm(self.skeleton.samples[self.tree.tip[*leaf]] - point);
        let leaf = self.leaves().min_by(|one, two| distance(one).total_cmp(&distance(two)))?;
        Some(self.face(&self.closing_run(&self.branch_from(leaf), mean)))
    }
}

fn distance_to_line(point: Coord<f64>, line: &[Coord<f64>]) -> f64 {
    line.windows(2)
        .map(|edge| super::segments::Segment::new(edge[0], edge[1], 0).distance(point))
        .fold(f64::INFINITY, f64::min)
}

/// The point halfway along a polyline.
fn halfway(line: &[Coord<f64>]) -> Option<Coord<f64>> {
    let mut left = polyline_length(line) / 2.0;
    for edge in line.windows(2) {
        let length = norm(edge[1] - edge[0]);
        if length >= left && length > 0.0 {
            return Some(edge[0] + (edge[1] - edge[0]) * (left / length));
        }
        left -= length;
    }
    line.last().copied()
}

fn ring_length(ring: &[Coord<f64>]) -> f64 {
    polyline_length(ring) + ring.first().zip(ring.last()).map_or(0.0, |(first, last)| norm(*first - *last))
}

pub(crate) fn ring_area(ring: &[Coord<f64>]) -> f64 {
    let Some(&origin) = ring.first() else { return 0.0 };
    ring.windows(2).map(|edge| cross(edge[0] - origin, edge[1] - origin)).sum::<f64>() / 2.0
}
