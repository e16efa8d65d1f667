//! Features of one symbol that lie near each other: what is culled, thinned and drawn at once.

use std::borrow::Cow;
use std::collections::HashSet;

use geo_types::{Coord, Rect};
use vello_cpu::kurbo::BezPath;

use super::symbol::Form;
use super::thin::{self, Corner, Paths, narrow};
use super::view::{Stretch, View, add_line};
use crate::geometry::Region;
use crate::layer::{Feature, Shape};

/// Corners of a chunk: enough that a path costs little beside them, few enough to stop between two chunks.
const CORNERS: usize = 4_096;
/// Tolerances of thinning, metres. Each is four times the one before.
const TOLERANCES: [f64; 8] = [0.25, 1.0, 4.0, 16.0, 64.0, 256.0, 1_024.0, 4_096.0];
/// A level is kept where it has at most this share of the corners of the one before.
const WORTH: f64 = 0.8;

/// Features of one symbol that lie near each other.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    /// The box around them.
    pub(super) bounds: Rect<f64>,
    /// Features of the layer with their boxes.
    pub(super) features: Vec<(usize, Rect<f64>)>,
    form: Form,
    origin: Coord<f64>,
    /// Thinned shapes with their tolerances, ascending.
    levels: Vec<(f64, Paths)>,
    /// What is drawn as its outline where that differs from its rings.
    outline: Option<Outline>,
}

/// Outlines of areas that share edges, each edge once.
#[derive(Clone, Debug)]
struct Outline {
    lines: Vec<Vec<Coord<f64>>>,
    levels: Vec<(f64, Paths)>,
}

/// The outlines of areas, each edge once however many areas share it: dashes of neighbours would fill each other's gaps.
#[derive(Debug, Default)]
pub(super) struct Edges(HashSet<[u64; 4]>);

impl Edges {
    /// The edges of areas that were not there before, as lines.
    fn new_of(&mut self, region: &Region) -> Vec<Vec<Coord<f64>>> {
        let mut lines: Vec<Vec<Coord<f64>>> = Vec::new();
        let mut open = false;
        for [a, b] in region.edges() {
            let joined = open && lines.last().and_then(|line| line.last()) == Some(&a);
            let (from, to) = ([a.x.to_bits(), a.y.to_bits()], [b.x.to_bits(), b.y.to_bits()]);
            let (low, high) = (from.min(to), from.max(to));
            open = self.0.insert([low[0], low[1], high[0], high[1]]);
            match lines.last_mut() {
                Some(line) if open && joined => line.push(b),
                _ if open => lines.push(vec![a, b]),
                _ => {}
            }
        }
        lines
    }
}

/// Sorts features of one form into chunks.
pub(super) fn chunks(
    mut found: Vec<(usize, Rect<f64>)>,
    features: &[Feature],
    whole: Rect<f64>,
) -> Vec<Vec<(usize, Rect<f64>)>> {
    found.sort_by_cached_key(|(number, bounds)| (along_curve(bounds.center(), whole), *number));
    let mut chunks = Vec::new();
    let (mut open, mut corners) = (Vec::new(), 0);
    for (number, bounds) in found {
        corners += features.get(number).map_or(0, |feature| count(&feature.shape));
        open.push((number, bounds));
        if corners >= CORNERS {
            chunks.push(std::mem::take(&mut open));
            corners = 0;
        }
    }
    if !open.is_empty() {
        chunks.push(open);
    }
    chunks
}

/// The place of a point along a curve that keeps neighbours together (Morton).
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 16 bits")]
fn along_curve(at: Coord<f64>, whole: Rect<f64>) -> u32 {
    let side = whole.width().max(whole.height()).max(f64::MIN_POSITIVE);
    let bits = |offset: f64| (offset / side * 65_535.0).clamp(0.0, 65_535.0) as u32;
    let spread = |bits: u32| (0..16).fold(0, |spread, bit| spread | ((bits >> bit) & 1) << (2 * bit));
    spread(bits(at.x - whole.min().x)) | spread(bits(at.y - whole.min().y)) << 1
}

fn count(shape: &Shape) -> usize {
    match shape {
        Shape::Points(points) => points.len(),
        Shape::Lines(lines) => lines.iter().map(|line| line.0.len()).sum(),
        Shape::Area(region) => region.rings().map(<[_]>::len).sum(),
    }
}

impl Chunk {
    /// Whether the box of any of its features lies in a view.
    pub(super) fn is_seen(&self, view: &View) -> bool {
        view.sees(&self.bounds) && self.features.iter().any(|(_, bounds)| view.sees(bounds))
    }

    /// Prepares features of one form; at least one.
    pub(super) fn of(features: Vec<(usize, Rect<f64>)>, all: &[Feature], form: Form) -> Option<Self> {
        let bounds = features.iter().map(|(_, bounds)| *bounds).reduce(around)?;
        let mut chunk = Self { bounds, features, form, origin: bounds.center(), levels: Vec::new(), outline: None };
        if form != Form::Point {
            chunk.levels = chunk.thinned(&chunk.exact(all), form);
        }
        Some(chunk)
    }

    /// Draws each edge of its outlines once, and none that stands in `edges` already.
    pub(super) fn share_edges(&mut self, all: &[Feature], edges: &mut Edges) {
        let mut lines = Vec::new();
        for feature in self.features.iter().filter_map(|(number, _)| all.get(*number)) {
            if let Shape::Area(region) = &feature.shape {
                lines.extend(edges.new_of(region));
            }
        }
        let mut paths = Paths::default();
        for line in &lines {
            paths.push(line.iter().map(|&at| narrow(at - self.origin)));
        }
        let levels = self.thinned(&paths, Form::Line);
        self.outline = Some(Outline { lines, levels });
    }

    fn thinned(&self, exact: &Paths, form: Form) -> Vec<(f64, Paths)> {
        let mut levels: Vec<(f64, Paths)> = Vec::new();
        let extent = self.bounds.width().max(self.bounds.height());
        let mut drift = 0.0;
        for tolerance in TOLERANCES.into_iter().take_while(|tolerance| *tolerance < extent) {
            let before = levels.last().map_or(exact, |(_, paths)| paths);
            if before.corners.len() < 16 {
                break;
            }
            // Each level is made from the one before; what both move must stay within the tolerance.
            let left = tolerance - drift;
            let paths = if form == Form::Area { thin::rings(before, left) } else { thin::lines(before, left) };
            if paths.corners.len() as f64 <= before.corners.len() as f64 * WORTH {
                levels.push((tolerance, paths));
                drift = tolerance;
            }
        }
        levels
    }

    /// All corners, relative to the chunk.
    fn exact(&self, all: &[Feature]) -> Paths {
        let mut paths = Paths::default();
        for feature in self.features.iter().filter_map(|(number, _)| all.get(*number)) {
            let near = |x: f64, y: f64| narrow(Coord { x: x - self.origin.x, y: y - self.origin.y });
            match &feature.shape {
                Shape::Points(_) => {}
                Shape::Lines(lines) => {
                    for line in lines {
                        paths.push(line.0.iter().map(|at| near(at.x, at.y)));
                    }
                }
                Shape::Area(region) => {
                    region.rings().for_each(|ring| paths.push(ring.iter().map(|&[x, y]| near(x, y))));
                }
            }
        }
        paths
    }

    /// What its corners are relative to.
    pub(super) fn origin(&self) -> Coord<f64> {
        self.origin
    }

    /// The number of its coarsest shapes, or outlines, that differ by at most `tolerance` metres; 0 are the exact ones.
    pub(super) fn level(&self, outlines: bool, tolerance: f64) -> usize {
        level_number(self.levels_of(outlines), tolerance)
    }

    /// All its lines or rings at a level, relative to its origin.
    pub(super) fn shapes(&self, all: &[Feature], level: usize) -> Cow<'_, Paths> {
        let thinned = level.checked_sub(1).and_then(|number| self.levels.get(number));
        thinned.map_or_else(|| Cow::Owned(self.exact(all)), |(_, paths)| Cow::Borrowed(paths))
    }

    /// What is drawn along at a level, with whether each path is closed.
    pub(super) fn outlines(&self, all: &[Feature], level: usize) -> (Cow<'_, Paths>, bool) {
        let Some(outline) = &self.outline else { return (self.shapes(all, level), self.form == Form::Area) };
        if let Some((_, paths)) = level.checked_sub(1).and_then(|number| outline.levels.get(number)) {
            return (Cow::Borrowed(paths), false);
        }
        let mut paths = Paths::default();
        for line in &outline.lines {
            paths.push(line.iter().map(|&at| narrow(at - self.origin)));
        }
        (Cow::Owned(paths), false)
    }

    fn levels_of(&self, outlines: bool) -> &[(f64, Paths)] {
        self.outline.as_ref().filter(|_| outlines).map_or(&self.levels, |outline| &outline.levels)
    }

    /// A path of a level, in the plan.
    fn places<'a>(&self, path: &'a [Corner]) -> impl Iterator<Item = Coord<f64>> + use<'a> {
        let origin = self.origin;
        path.iter().map(move |&[x, y]| Coord { x: origin.x + f64::from(x), y: origin.y + f64::from(y) })
    }

    /// Every path that a view sees, thinned by at most `tolerance` metres, with whether it lies wholly in the picture.
    fn each(
        &self,
        all: &[Feature],
        view: &View,
        tolerance: f64,
        mut take: impl FnMut(&mut dyn Iterator<Item = Coord<f64>>, bool),
    ) {
        if let Some(paths) = level(&self.levels, tolerance) {
            let whole = view.holds(&self.bounds);
            paths.iter().for_each(|path| take(&mut self.places(path), whole));
            return;
        }
        let seen = self.features.iter().filter(|(_, bounds)| view.sees(bounds));
        for (feature, whole) in seen.filter_map(|(number, bounds)| Some((all.get(*number)?, view.holds(bounds)))) {
            match &feature.shape {
                Shape::Points(points) => take(&mut points.iter().copied(), whole),
                Shape::Lines(lines) => lines.iter().for_each(|line| take(&mut line.0.iter().copied(), whole)),
                Shape::Area(region) => {
                    region.rings().for_each(|ring| take(&mut ring.iter().map(|&[x, y]| Coord { x, y }), whole));
                }
            }
        }
    }

    /// Its shapes as one path.
    pub(super) fn path(&self, all: &[Feature], view: &View, tolerance: f64) -> BezPath {
        let mut path = BezPath::new();
        self.each(all, view, tolerance, |places, whole| match (self.form, whole) {
            (Form::Area, _) => view.add_ring(&mut path, places, whole),
            (_, true) => {
                let points: Vec<_> = places.map(|place| view.at(place)).collect();
                add_line(&mut path, &points);
            }
            (_, false) => view.stretches(places).iter().for_each(|stretch| add_line(&mut path, &stretch.points)),
        });
        path
    }

    /// Its lines or outlines as stretches that know how far into their dashes they are.
    pub(super) fn stretches(&self, all: &[Feature], view: &View, tolerance: f64) -> Vec<Stretch> {
        let mut found = Vec::new();
        if let Some(outline) = &self.outline {
            match level(&outline.levels, tolerance) {
                Some(paths) => paths.iter().for_each(|path| found.extend(view.stretches(self.places(path)))),
                None => outline.lines.iter().for_each(|line| found.extend(view.stretches(line.iter().copied()))),
            }
            return found;
        }
        self.each(all, view, tolerance, |places, _| {
            let mut first = None;
            let mut closed: Vec<Coord<f64>> = places.inspect(|place| first = first.or(Some(*place))).collect();
            closed.extend(first.filter(|_| self.form == Form::Area));
            found.extend(view.stretches(closed.into_iter()));
        });
        found
    }

    /// All its points.
    pub(super) fn all_points(&self, all: &[Feature]) -> Vec<Coord<f64>> {
        let features = self.features.iter().filter_map(|(number, _)| all.get(*number));
        let points = features.filter_map(|feature| match &feature.shape {
            Shape::Points(points) => Some(points),
            Shape::Lines(_) | Shape::Area(_) => None,
        });
        points.flatten().copied().collect()
    }

    /// Its points that a view may see.
    pub(super) fn points(&self, all: &[Feature], view: &View) -> Vec<Coord<f64>> {
        let mut found = Vec::new();
        self.each(all, view, 0.0, |places, _| found.extend(places));
        found
    }
}

/// The coarsest shapes that differ by at most `tolerance` metres; `None` for the exact ones.
fn level(levels: &[(f64, Paths)], tolerance: f64) -> Option<&Paths> {
    let number = level_number(levels, tolerance).checked_sub(1)?;
    levels.get(number).map(|(_, paths)| paths)
}

/// Their number; 0 for the exact ones.
fn level_number(levels: &[(f64, Paths)], tolerance: f64) -> usize {
    levels.iter().rposition(|(of_level, _)| *of_level <= tolerance).map_or(0, |before| before + 1)
}

/// The box around two boxes.
pub(super) fn around(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    Rect::new(
        Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) },
        Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) },
    )
}
