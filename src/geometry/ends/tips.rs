//! The way from a tip inwards, and the outline run that closes the branch there.

use geo_types::Coord;

use super::super::skeleton::Skeleton;
use super::super::vector::{dot, midpoint, norm, unit};
use super::caps;

/// A run of outline: samples `first` to `last` counter-clockwise, with its exact ends where they lie between samples.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) first: usize,
    pub(super) last: usize,
    /// Exact first and last point; the samples then count only between them.
    pub(super) ends: Option<[Coord<f64>; 2]>,
    /// Whether it stands before a point, and how far.
    pub(super) before_point: Option<f64>,
}

impl Run {
    pub(super) fn new(first: usize, last: usize) -> Self {
        Self { first, last, ends: None, before_point: None }
    }

    /// The run of a share of the outline with a sample in its middle.
    pub(super) fn around(middle: usize, share: f64, samples: &[Coord<f64>]) -> Self {
        let count = samples.len();
        let half = share * super::ring_length(samples) / 2.0;
        let walk = |step: usize| {
            let (mut at, mut gone) = (middle, 0.0);
            for _ in 1..count {
                if gone >= half {
                    break;
                }
                let next = (at + step) % count;
                gone += norm(samples[next] - samples[at]);
                at = next;
            }
            at
        };
        Self::new(walk(count - 1), walk(1))
    }

    /// Whether a sample lies on the run, its two outermost samples left aside.
    pub(super) fn holds_inside(&self, sample: usize, count: usize) -> bool {
        let (at, length) = ((sample + count - self.first) % count, (self.last + count - self.first) % count);
        at > 0 && at < length
    }

    pub(super) fn overlaps(&self, other: &Self, count: usize) -> bool {
        let inside = |run: &Self, of: &Self| of.holds_inside(run.first, count) || of.holds_inside(run.last, count);
        let meet = self.first == other.last || self.last == other.first;
        let same = self.first == other.first || self.last == other.last;
        inside(self, other) || inside(other, self) || meet || same
    }

    pub(super) fn points(&self, samples: &[Coord<f64>]) -> Vec<Coord<f64>> {
        let count = samples.len();
        let length = (self.last + count - self.first) % count;
        let mut points: Vec<Coord<f64>> = (0..=length).map(|step| samples[(self.first + step) % count]).collect();
        if let (Some([from, to]), true) = (self.ends, points.len() >= 2) {
            let last = points.len() - 1;
            points[0] = from;
            points[last] = to;
        }
        points
    }
}

/// A chord on the way from a tip inwards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// Its corner before and after the tip, counter-clockwise.
    pub(super) before: usize,
    pub(super) after: usize,
    /// Distance from the tip along the middles of the chords.
    pub(super) depth: f64,
    pub(super) length: f64,
    /// Radius of the circle through the triangle on its inner side.
    pub(super) radius: f64,
}

/// The way from a tip inwards.
pub(super) struct Approach<'a> {
    pub(super) samples: &'a [Coord<f64>],
    pub(super) tip: usize,
    pub(super) mean: f64,
    pub(super) steps: Vec<Step>,
}

/// A disc touches both sides where its contacts are at least 106° apart, a chord of 1.6 radii: sides that close at
/// less than 74°. The corners of a cap close at more.
const OPPOSITE: f64 = 1.6;
/// A disc at a cap is at least this share of the mean width wide; smaller ones lie inside the cap.
const LEAST_DISC: f64 = 0.5;
/// A chord beyond a mouth that is longer by this share of the disc's radius shows that the area widens again.
const WIDENS: f64 = 0.2;
/// Sides that open by no more than this per metre have stopped opening.
const STEADY: f64 = 0.015;
/// A cap is no narrower than this share of the steady width behind it; what is narrower tapers.
const TAPER: f64 = 0.5;
/// How far faces of discs are set back, as a share of the mean width.
const SET_BACK: f64 = 0.12;

impl<'a> Approach<'a> {
    /// Follows a way of triangles from its tip at most three mean widths or half the way inwards.
    pub(super) fn new(skeleton: &'a Skeleton, way: &[usize], tip: usize, mean: f64) -> Self {
        let count = skeleton.samples.len();
        let mut steps: Vec<Step> = Vec::new();
        let (mut at, mut depth) = (skeleton.samples[tip], 0.0);
        for pair in way.windows(2) {
            let chord = skeleton.shared(pair[0], pair[1]);
            let middle = skeleton.middle(chord);
            depth += norm(middle - at);
            at = middle;
            let from_tip = |corner: usize| (corner + count - tip) % count;
            let [near, far] = if from_tip(chord[0]) <= from_tip(chord[1]) { chord } else { [chord[1], chord[0]] };
            let radius = skeleton.circumradius(pair[1]);
            steps.push(Step { before: far, after: near, depth, length: skeleton.length(chord), radius });
        }
        let limit = (3.0 * mean).min(depth / 2.0);
        let reached = steps.iter().take_while(|step| step.depth <= limit).count();
        steps.truncate(reached.max(1));
        Self { samples: &skeleton.samples, tip, mean, steps }
    }

    /// Direction of the way from inside to the tip.
    pub(super) fn outwards(&self) -> Coord<f64> {
        let tip = self.samples[self.tip];
        self.steps.last().map_or(tip, |step| unit(tip - midpoint(self.samples[step.before], self.samples[step.after])))
    }

    /// The outline run that closes the branch.
    pub(super) fn closing_run(&self) -> Run {
        let mouth = self.mouth();
        let disc = mouth.map(|index| 2.0 * self.steps[index].radius);
        if let Some(run) = caps::flat(self, disc) {
            return run;
        }
        match mouth {
            Some(index) => self.beyond_disc(index),
            None => self.before_point(),
        }
    }

    /// The innermost chord beyond which only a cap lies: the disc behind it does not touch it on opposite sides, and
    /// what lies beyond is no longer than the disc is wide and does not widen again.
    fn mouth(&self) -> Option<usize> {
        (0..self.steps.len()).rev().find(|&index| {
            let step = &self.steps[index];
            step.depth <= 2.0 * self.mean
                && step.length < OPPOSITE * step.radius
                && step.depth <= 2.0 * step.radius
                && step.radius.is_finite()
                && 2.0 * step.radius >= LEAST_DISC * self.mean
                && !self.widens_beyond(index)
        })
    }

    fn widens_beyond(&self, index: usize) -> bool {
        let allowed = WIDENS * self.steps[index].radius;
        let mut least = f64::INFINITY;
        self.steps[..=index].iter().rev().any(|step| {
            least = least.min(step.length);
            step.length > least + allowed
        })
    }

    /// The outline beyond the last disc that touches both sides.
    fn beyond_disc(&self, mouth: usize) -> Run {
        let start = (mouth + 1).min(self.steps.len() - 1);
        let steady = self.steady_from(start).unwrap_or(start);
        let depth = self.steps[steady].depth + SET_BACK * self.mean;
        let index = self.steps.iter().position(|step| step.depth >= depth).unwrap_or(self.steps.len() - 1);
        Run::new(self.steps[index].before, self.steps[index].after)
    }

    /// The first chord from which on the sides no longer open, as an elongated round cap does.
    fn steady_from(&self, start: usize) -> Option<usize> {
        let first = self.steps[start];
        let steady = (start..self.steps.len()).find(|&index| {
            let step = self.steps[index];
            let ahead = self.steps[index..].iter().find(|next| next.depth >= step.depth + self.mean / 4.0);
            ahead.is_some_and(|next| next.length - step.length <= 2.0 * STEADY * (next.depth - step.depth))
        })?;
        let found = self.steps[steady];
        let near = found.depth <= first.depth + 1.5 * self.mean;
        (near && first.length >= TAPER * found.length).then_some(steady)
    }

    /// The outline beyond one mean width before the point.
    fn before_point(&self) -> Run {
        let tip = self.samples[self.tip];
        let deepest = self.steps.last().map_or(self.mean, |step| step.depth);
        let back = self.mean.min(deepest);
        let inner = self.steps.iter().find(|step| step.depth >= back).or(self.steps.last());
        let towards = inner.map_or(tip, |step| midpoint(self.samples[step.before], self.samples[step.after]));
        let way = unit(towards - tip);
        let count = self.samples.len();
        let walk = |step: usize| {
            let mut at = self.tip;
            for _ in 1..count {
                let next = (at + step) % count;
                let (here, there) = (dot(self.samples[at] - tip, way), dot(self.samples[next] - tip, way));
                if there >= back {
                    let share = if there > here { ((back - here) / (there - here)).clamp(0.0, 1.0) } else { 1.0 };
                    return (next, self.samples[at] + (self.samples[next] - self.samples[at]) * share);
                }
                at = next;
            }
            (at, self.samples[at])
        };
        let ((first, from), (last, to)) = (walk(count - 1), walk(1));
        Run { first, last, ends: Some([from, to]), before_point: Some(back) }
    }
}
