//! Flat and slanted caps: a nearly straight run of outline between two distinct turns that closes a branch.

use geo_types::Coord;

use super::super::segments::Segment;
use super::super::simplify::kept_corners;
use super::super::tolerance;
use super::super::vector::{cross, dot, left_of, norm, polyline_length, unit};
use super::tips::{Approach, Run};

/// Turns at both ends of a cap, in degrees, and their sum.
const TURN: f64 = 45.0;
const TURNS: f64 = 120.0;
/// A cap between parallel sides may be slanted further: its smaller turn, and how far the sum may be from 180°.
const SLANTED_TURN: f64 = 25.0;
const PARALLEL: f64 = 15.0;
/// A cut corner turns no further than this, in degrees, before the cut; one that turns further is a side that tapers.
const CUT: f64 = 60.0 - ANGLE_NOISE;
/// Angles are taken to a tenth of a degree, that of coordinates rounded to millimetres on short edges.
const ANGLE_NOISE: f64 = 0.1;
/// A cap is at most this many mean widths long; the excess allows for the mean of slanted ends.
const LONGEST: f64 = 2.04;
/// A cap faces outwards: cosine of the angle between its normal and the way to the tip.
const OUTWARDS: f64 = 0.3;
/// A cap is at least this share of the last disc wide: a tooth of a ragged end is not.
const NARROWEST: f64 = 0.5;
/// Nearly straight: no farther from the chord than this share of its length.
const BULGE: f64 = 0.05;
/// A cap starts or ends no farther than this share of the mean width from the tip.
const FROM_TIP: f64 = 0.75;
/// Of two caps that face outwards equally up to this difference of cosines, as at the corner of a nearly square area,
/// the shorter one closes it.
const EQUALLY: f64 = 0.05;
/// Two edges of a point face outwards equally, up to this difference of cosines.
const PAIRED: f64 = 0.2;
/// Corners that an outline has within this share of the mean width are one corner.
const CORNER: f64 = 4e-4;

/// A run between two turns that may be a cap, in samples counted from the start of the window around the tip.
struct Cap {
    from: usize,
    to: usize,
    length: f64,
    /// Sum of both turns and the smaller of them, in degrees.
    turns: f64,
    least: f64,
}

/// The flat or slanted cap at a tip, where there is one: of several the one that faces outwards most, of equals the
/// shorter or the first, so that the two ends of a square are opposite. Two caps between converging sides that meet in the tip close
/// it together, as the edges of a point do, and are none. `disc` is the width of the last disc behind the tip.
pub(super) fn flat(approach: &Approach<'_>, disc: Option<f64>) -> Option<Run> {
    let count = approach.samples.len();
    let (start, at_tip, window) = window(approach);
    let tolerance = (CORNER * approach.mean).max(tolerance::POINT);
    let corners = kept_corners(&window, tolerance);
    let mut caps: Vec<Cap> = Vec::new();
    for (place, &from) in corners.iter().enumerate().skip(1) {
        if turn(&window, &corners, place) < SLANTED_TURN - ANGLE_NOISE {
            continue;
        }
        for (ahead, &to) in corners.iter().enumerate().skip(place + 1) {
            if ahead + 1 >= corners.len() || polyline_length(&window[from..=to]) > 2.0 * LONGEST * approach.mean {
                break;
            }
            let cap = Cap::new(&window, &corners, place, ahead);
            let closes = |cap: &Cap| {
                cap.is_short(approach.mean)
                    && cap.touches(at_tip, &window, approach.mean)
                    && !cap.is_chamfered(&window, &corners, [place, ahead], approach.mean)
            };
            if let Some(cap) = cap.filter(closes) {
                caps.push(cap);
            }
            if turn(&window, &corners, ahead).abs() >= TURN {
                break;
            }
        }
    }
    let outwards = approach.outwards();
    let facing = |cap: &Cap| dot(unit(left_of(window[cap.from] - window[cap.to])), outwards);
    let mut best: Option<(&Cap, f64)> = None;
    for cap in caps.iter().filter(|cap| disc.is_none_or(|disc| cap.length >= NARROWEST * disc)) {
        let here = facing(cap);
        let better = best.map_or(here >= OUTWARDS, |(known, there)| {
            let shorter = cap.length - known.length;
            if (here - there).abs() < EQUALLY && shorter.abs() > tolerance::POINT {
                shorter < 0.0
            } else {
                here >= there + 1e-6
            }
        });
        if better {
            best = Some((cap, here));
        }
    }
    let (best, best_facing) = best?;
    let pair = caps.iter().any(|other| {
        (other.from == best.to || other.to == best.from)
            && !other.is_between_parallel_sides()
            && !best.is_between_parallel_sides()
            && facing(other) >= best_facing - PAIRED
    });
    let [from, to] = wider_front(&window, &corners, best, approach).unwrap_or([best.from, best.to]);
    (!pair).then(|| Run::new((start + from) % count, (start + to) % count))
}

/// The edge beside a cap that closes the branch in its place: longer, and facing outwards more. At an end that flares at
/// once the edge across it turns too little to be a cap by itself, and a cut corner beside it must not stand for it.
fn wider_front(window: &[Coord<f64>], corners: &[usize], cap: &Cap, approach: &Approach<'_>) -> Option<[usize; 2]> {
    let outwards = approach.outwards();
    let facing = |[from, to]: [usize; 2]| dot(unit(left_of(window[from] - window[to])), outwards);
    let beside =
        corners.windows(2).map(|edge| [edge[0], edge[1]]).filter(|edge| edge[1] == cap.from || edge[0] == cap.to);
    beside
        .filter(|edge| {
            let length = norm(window[edge[1]] - window[edge[0]]);
            length > cap.length
                && length <= LONGEST * approach.mean
                && facing(*edge) > facing([cap.from, cap.to]) + EQUALLY
        })
        .max_by(|&one, &two| facing(one).total_cmp(&facing(two)))
}

impl Cap {
    /// The run between two corners, if its turns and its straightness make it one.
    fn new(window: &[Coord<f64>], corners: &[usize], from: usize, to: usize) -> Option<Self> {
        let (first, second) = (turn(window, corners, from), turn(window, corners, to));
        let (least, turns) = (first.min(second), first + second);
        let distinct = least >= TURN - ANGLE_NOISE && turns >= TURNS - ANGLE_NOISE;
        let slanted = least >= SLANTED_TURN - ANGLE_NOISE && (turns - 180.0).abs() <= PARALLEL;
        let run = &window[corners[from]..=corners[to]];
        let chord = Segment::new(*run.first()?, *run.last()?, 0);
        let straight = run.iter().all(|&point| chord.distance(point) <= BULGE * chord.length());
        ((distinct || slanted) && straight).then(|| Self {
            from: corners[from],
            to: corners[to],
            length: chord.length(),
            turns,
            least,
        })
    }

    /// Whether the tip lies on it or at one of its ends.
    fn touches(&self, tip: usize, window: &[Coord<f64>], mean: f64) -> bool {
        let near = |corner: usize| norm(window[corner] - window[tip]) <= FROM_TIP * mean;
        (self.from..=self.to).contains(&tip) || near(self.from) || near(self.to)
    }

    /// At most twice the mean width long; between parallel sides also twice the width between them.
    fn is_short(&self, mean: f64) -> bool {
        let across = if self.is_between_parallel_sides() { self.length * self.least.to_radians().sin() } else { 0.0 };
        self.length <= LONGEST * mean.max(across)
    }

    /// Whether one of its corners is cut off: the short edge beyond that corner turns on until the sides are parallel.
    /// The end is then as wide as its sides are apart, not as what the cut has left of its cap.
    fn is_chamfered(&self, window: &[Coord<f64>], corners: &[usize], ends: [usize; 2], mean: f64) -> bool {
        let cut = |at: usize, beyond: Option<usize>| {
            let Some(beyond) = beyond.filter(|&beyond| beyond < corners.len()) else { return false };
            let turned = turn(window, corners, beyond);
            let short = norm(window[corners[at]] - window[corners[beyond]]) <= 1.5 * mean;
            let half_turned = turn(window, corners, at) <= CUT && turned >= SLANTED_TURN;
            short && half_turned && (self.turns + turned - 180.0).abs() <= PARALLEL
        };
        !self.is_between_parallel_sides() && (cut(ends[0], ends[0].checked_sub(1)) || cut(ends[1], Some(ends[1] + 1)))
    }

    fn is_between_parallel_sides(&self) -> bool {
        (self.turns - 180.0).abs() <= PARALLEL
    }
}

/// The outline around a tip: index of its first sample, place of the tip in it, and its points.
fn window(approach: &Approach<'_>) -> (usize, usize, Vec<Coord<f64>>) {
    let samples = approach.samples;
    let count = samples.len();
    let reach = 3.0 * approach.mean;
    let walk = |step: usize| {
        let (mut at, mut gone, mut steps) = (approach.tip, 0.0, 0);
        while gone < reach && 2 * (steps + 1) < count {
            let next = (at + step) % count;
            gone += norm(samples[next] - samples[at]);
            at = next;
            steps += 1;
        }
        steps
    };
    let (before, after) = (walk(count - 1), walk(1));
    let start = (approach.tip + count - before) % count;
    let points = (0..=before + after).map(|step| samples[(start + step) % count]).collect();
    (start, before, points)
}

/// The turn to the left at a corner of the simplified window, in degrees; 0 at its ends.
fn turn(window: &[Coord<f64>], corners: &[usize], place: usize) -> f64 {
    let (Some(before), Some(&after)) = (place.checked_sub(1).and_then(|at| corners.get(at)), corners.get(place + 1))
    else {
        return 0.0;
    };
    let here = window[corners[place]];
    let (arriving, leaving) = (here - window[*before], window[after] - here);
    cross(arriving, leaving).atan2(dot(arriving, leaving)).to_degrees()
}
