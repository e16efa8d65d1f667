//! The valley's own coordinates: `u` metres across it from the river, east positive, and `v` metres up it.
//!
//! Streets, blocks and corridors are straight in `(u, v)`; the warp bends them with the river. It is one to one over
//! the town, with lengths changed by at most about a third. Everything that leaves it is rounded to a millimetre, so
//! that the last bits of `sin` on a platform do not show.

use std::f64::consts::TAU;

/// A point in the plan's frame, metres, x east and y north.
pub(crate) type Point = [f64; 2];

/// Where `u = 0, v = MIDDLE` comes to lie, and the turn of the valley: the direction (24, 7)/25, so that rectangles
/// along it have corners on whole millimetres.
const ORIGIN: Point = [528_950.0, 3_087_450.0];
const MIDDLE: f64 = 1_850.0;
/// Cosine and sine of the turn.
pub(crate) const TURN: [f64; 2] = [0.96, 0.28];

/// Rounds to whole millimetres.
pub(crate) fn mm(point: Point) -> Point {
    point.map(|value| (value * 1000.0).round() / 1000.0)
}

/// The place of `(u, v)`, to the millimetre.
pub(crate) fn at(u: f64, v: f64) -> Point {
    mm(raw(u, v))
}

fn raw(u: f64, v: f64) -> Point {
    let (first, second) = (TAU / 4_300.0, TAU / 1_900.0);
    let shift = 190.0 * (first * (v - 300.0)).sin() + 24.0 * (second * v + 1.0).sin();
    let slope = 190.0 * first * (first * (v - 300.0)).cos() + 24.0 * second * (second * v + 1.0).cos();
    let near = 1.0 / (1.0 + (u / 1_200.0) * (u / 1_200.0));
    let square = 1.0 / (1.0 + (u / 900.0) * (u / 900.0));
    let x = u + shift * near + 9.0 * (v / 190.0 + u / 230.0).sin();
    let y = v - 0.85 * slope * u * square + 34.0 * (u / 520.0 + 0.8).sin() + 9.0 * (u / 170.0 - v / 280.0 + 2.0).sin();
    let [cos, sin] = TURN;
    let north = y - MIDDLE;
    [ORIGIN[0] + cos * x - sin * north, ORIGIN[1] + sin * x + cos * north]
}

/// Unit vector along growing `u` at a place, and how many metres one step of `u` and of `v` make there.
pub(crate) fn frame(u: f64, v: f64) -> (Point, f64, f64) {
    let (a, b) = (raw(u - 1.0, v), raw(u + 1.0, v));
    let (c, d) = (raw(u, v - 1.0), raw(u, v + 1.0));
    let across = [(b[0] - a[0]) / 2.0, (b[1] - a[1]) / 2.0];
    let along = [(d[0] - c[0]) / 2.0, (d[1] - c[1]) / 2.0];
    let su = (across[0] * across[0] + across[1] * across[1]).sqrt();
    // Only the part of a step up the valley that is square to the cross street makes depth.
    let sv = (across[0] * along[1] - across[1] * along[0]).abs() / su;
    ([across[0] / su, across[1] / su], su, sv)
}

/// A rectangle in `(u, v)`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rect {
    pub(crate) u: [f64; 2],
    pub(crate) v: [f64; 2],
}

impl Rect {
    pub(crate) fn new(u0: f64, u1: f64, v0: f64, v1: f64) -> Self {
        Self { u: [u0, u1], v: [v0, v1] }
    }

    pub(crate) fn middle(&self) -> [f64; 2] {
        [f64::midpoint(self.u[0], self.u[1]), f64::midpoint(self.v[0], self.v[1])]
    }

    /// Width and depth in metres at its middle.
    pub(crate) fn size(&self) -> [f64; 2] {
        let [u, v] = self.middle();
        let (_, su, sv) = frame(u, v);
        [(self.u[1] - self.u[0]) * su, (self.v[1] - self.v[0]) * sv]
    }

    /// The same less so many metres on its west, east, south and north side.
    pub(crate) fn inset(&self, west: f64, east: f64, south: f64, north: f64) -> Self {
        let [u, v] = self.middle();
        let (_, su, sv) = frame(u, v);
        Self::new(self.u[0] + west / su, self.u[1] - east / su, self.v[0] + south / sv, self.v[1] - north / sv)
    }

    /// The same less so many metres all round.
    pub(crate) fn shrink(&self, by: f64) -> Self {
        self.inset(by, by, by, by)
    }

    /// Cuts it at a share of its width.
    pub(crate) fn cut_u(&self, share: f64) -> [Self; 2] {
        let at = self.u[0] + share * (self.u[1] - self.u[0]);
        [Self::new(self.u[0], at, self.v[0], self.v[1]), Self::new(at, self.u[1], self.v[0], self.v[1])]
    }

    /// Cuts it at a share of its depth.
    pub(crate) fn cut_v(&self, share: f64) -> [Self; 2] {
        let at = self.v[0] + share * (self.v[1] - self.v[0]);
        [Self::new(self.u[0], self.u[1], self.v[0], at), Self::new(self.u[0], self.u[1], at, self.v[1])]
    }

    /// Its ring in the plan, sides bent with the valley, with so many metres off each corner of `block` that is its own.
    pub(crate) fn ring(&self, block: &Self, corner: f64) -> Vec<Point> {
        let [u, v] = self.middle();
        let (_, su, sv) = frame(u, v);
        let (cu, cv) = (corner / su, corner / sv);
        let same = |a: f64, b: f64| (a - b).abs() < 1e-6;
        let mut path = Vec::new();
        // Clockwise from the south-west corner: the order that shapefiles ask of outer rings.
        for (east, north, along_u) in [(0, 0, true), (0, 1, false), (1, 1, true), (1, 0, false)] {
            let (x, y) = (self.u[east], self.v[north]);
            if corner > 0.0 && same(x, block.u[east]) && same(y, block.v[north]) {
                let x_in = if east == 0 { x + cu } else { x - cu };
                let y_in = if north == 0 { y + cv } else { y - cv };
                let (first, second) = ([x_in, y], [x, y_in]);
                path.extend(if along_u { [first, second] } else { [second, first] });
            } else {
                path.push([x, y]);
            }
        }
        closed(&path, 25.0)
    }

    /// Its plain ring.
    pub(crate) fn plain(&self) -> Vec<Point> {
        self.ring(self, 0.0)
    }
}

/// A path in `(u, v)` brought to the plan with a vertex at least every `step` metres. Along a grid line the vertices
/// stand at multiples of `step`, so that neighbours on both sides of the line have the same.
pub(crate) fn line(path: &[[f64; 2]], step: f64) -> Vec<Point> {
    let mut out = Vec::new();
    for pair in path.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        out.push(at(a[0], a[1]));
        let along = [b[0] - a[0], b[1] - a[1]];
        let moves = usize::from(along[0].abs() < along[1].abs());
        let still = along[1 - moves].abs() < 1e-9;
        let (from, to) = (a[moves], b[moves]);
        let pieces = (along[0].hypot(along[1]) / step).ceil();
        let mut shares: Vec<f64> = Vec::new();
        if still {
            let mut place = (from.min(to) / step).floor() + 1.0;
            while place * step < from.max(to) - 0.5 {
                if place * step > from.min(to) + 0.5 {
                    shares.push((place * step - from) / (to - from));
                }
                place += 1.0;
            }
            shares.sort_by(f64::total_cmp);
        } else {
            let mut piece = 1.0;
            while piece < pieces {
                shares.push(piece / pieces);
                piece += 1.0;
            }
        }
        out.extend(shares.iter().map(|share| at(a[0] + share * along[0], a[1] + share * along[1])));
    }
    if let Some(end) = path.last() {
        out.push(at(end[0], end[1]));
    }
    out
}

/// A closed ring of a path in `(u, v)`; its first point is repeated at the end.
pub(crate) fn closed(path: &[[f64; 2]], step: f64) -> Vec<Point> {
    let mut path = path.to_vec();
    if let Some(first) = path.first().copied() {
        path.push(first);
    }
    line(&path, step)
}

/// A rectangle of true right angles along the street at `(u, v)`: `length` along the cross street, `depth` up the valley.
pub(crate) fn footprint(u: f64, v: f64, length: f64, depth: f64) -> Vec<Point> {
    let (e, _, _) = frame(u, v);
    let centre = raw(u, v);
    let corner = |a: f64, b: f64| {
        mm([
            centre[0] + a * length / 2.0 * e[0] - b * depth / 2.0 * e[1],
            centre[1] + a * length / 2.0 * e[1] + b * depth / 2.0 * e[0],
        ])
    };
    vec![corner(-1.0, -1.0), corner(-1.0, 1.0), corner(1.0, 1.0), corner(1.0, -1.0), corner(-1.0, -1.0)]
}

/// A rectangle whose corners are exact: metres `a` along and `b` square to the turn of the valley from an origin on whole
/// millimetres. Lengths must be multiples of 25 mm.
pub(crate) fn exact(origin: Point, a: [f64; 2], b: [f64; 2]) -> Vec<Point> {
    let corner = |a: f64, b: f64| exact_point(origin, a, b);
    vec![corner(a[0], b[0]), corner(a[0], b[1]), corner(a[1], b[1]), corner(a[1], b[0]), corner(a[0], b[0])]
}

/// One such point.
pub(crate) fn exact_point(origin: Point, a: f64, b: f64) -> Point {
    let [cos, sin] = TURN;
    mm([origin[0] + a * cos - b * sin, origin[1] + a * sin + b * cos])
}
