//! The tree of triangles inside an outline: where its branches and tips are.
//!
//! The outline is sampled finely enough for its local width and triangulated with its edges kept (constrained
//! Delaunay). Without holes the triangles inside form a tree over the chords that they share; the middles of these
//! chords follow the middle of the outline. Sampling decides only where things are looked for, never a width.

use geo_types::Coord;
use spade::{ConstrainedDelaunayTriangulation, HasPosition, Point2, Triangulation as _};

use super::segments::Segment;
use super::triangles;
use super::vector::{cross, midpoint, norm};

/// The triangles inside an outline, a tree over shared chords.
#[derive(Clone, Debug)]
pub(crate) struct Skeleton {
    /// The outline's corners and the points between them, counter-clockwise.
    pub(crate) samples: Vec<Coord<f64>>,
    pub(crate) triangles: Vec<Triangle>,
}

/// A triangle of samples; `across[i]` is the triangle beyond the chord from corner `i` to corner `i + 1`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Triangle {
    pub(crate) corners: [usize; 3],
    pub(crate) across: [Option<usize>; 3],
}

/// A chord between two samples.
pub(crate) type Chord = [usize; 2];

/// The outline could not be triangulated: its edges cross within rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotSimple;

struct Vertex {
    at: Point2<f64>,
    sample: usize,
}

impl HasPosition for Vertex {
    type Scalar = f64;

    fn position(&self) -> Point2<f64> {
        self.at
    }
}

/// Points added to an outline, at most: an outline of odd proportions must not cost more than a long one.
const MOST_SAMPLES: f64 = 30_000.0;
/// Square of the outline by area from which on a shape is long: ten times as long as wide. In a shorter one many corners
/// lie on one circle, and where its ends are may hang on which triangles come out.
const LONG: f64 = 40.0;
/// Passes that refine the sampling where the outline is narrow.
const REFINEMENTS: usize = 3;

impl Skeleton {
    /// Triangulates an outline (counter-clockwise, not closed, simple) sampled at a spacing, more finely where it is
    /// narrower than that.
    pub(crate) fn new(outline: &[Coord<f64>], spacing: f64) -> Result<Self, NotSimple> {
        let perimeter: f64 = edges(outline).map(|edge| edge.length()).sum();
        let spacing = spacing.max(perimeter / MOST_SAMPLES);
        let is_long = perimeter * perimeter > LONG * super::ends::ring_area(outline);
        let mut samples = sampled(outline, |edge| edge.length() / spacing);
        let mut found = Self::triangulated(samples.clone(), is_long)?;
        for _ in 0..REFINEMENTS {
            let wanted = found.wanted(spacing);
            let enough = MOST_SAMPLES + 4.0 * outline.len() as f64;
            if wanted.iter().all(|pieces| *pieces <= 1.0) || wanted.iter().sum::<f64>() > enough {
                break;
            }
            let mut index = 0;
            samples = sampled(&samples, |_| {
                index += 1;
                wanted[index - 1]
            });
            found = Self::triangulated(samples.clone(), is_long)?;
        }
        Ok(found)
    }

    /// Into how many pieces each sampled edge should be cut so that it is no longer than half the width it faces.
    fn wanted(&self, spacing: f64) -> Vec<f64> {
        let count = self.samples.len();
        let mut wanted = vec![1.0_f64; count];
        for triangle in &self.triangles {
            for side in 0..3 {
                let (a, b, apex) =
                    (triangle.corners[side], triangle.corners[(side + 1) % 3], triangle.corners[(side + 2) % 3]);
                if triangle.across[side].is_some() || b != (a + 1) % count {
                    continue;
                }
                let edge = Segment::new(self.samples[a], self.samples[b], 0);
                let height = edge.distance(self.samples[apex]).max(spacing / 20.0);
                let near = [(apex + count - a) % count, (a + count - apex) % count].into_iter().min().unwrap_or(0);
                if near > 4 {
                    wanted[a] = wanted[a].max(2.0 * edge.length() / height);
                }
            }
        }
        wanted
    }

    /// The triangles inside the outline. A short outline, or one that touches itself, is triangulated with all that surrounds it: that
    /// takes ten times as long and tells whether it also crosses itself.
    fn triangulated(samples: Vec<Coord<f64>>, is_long: bool) -> Result<Self, NotSimple> {
        let count = samples.len();
        let origin = samples.first().copied().unwrap_or_default();
        // The triangulation refuses numbers that are almost but not quite zero.
        let local = |value: f64| if value.abs() < 1e-12 { 0.0 } else { value };
        let here: Vec<Coord<f64>> =
            samples.iter().map(|point| Coord { x: local(point.x - origin.x), y: local(point.y - origin.y) }).collect();
        if is_long && let Some(triangles) = triangles::inside(&here) {
            return Ok(Self { samples, triangles });
        }
        let at = |sample: usize| Point2::new(here[sample].x, here[sample].y);
        let vertices: Vec<Vertex> = (0..count).map(|sample| Vertex { at: at(sample), sample }).collect();
        let outline = (0..count).map(|index| [index, (index + 1) % count]).collect();
        let mut conflicts = 0;
        let mesh = ConstrainedDelaunayTriangulation::<Vertex>::try_bulk_load_cdt(vertices, outline, |_| conflicts += 1)
            .map_err(|_refused| NotSimple)?;
        if conflicts > 0 || mesh.num_inner_faces() == 0 {
            return Err(NotSimple);
        }
        Ok(Self { triangles: inside_of(&mesh), samples })
    }

    /// Middle of a chord.
    pub(crate) fn middle(&self, chord: Chord) -> Coord<f64> {
        midpoint(self.samples[chord[0]], self.samples[chord[1]])
    }

    /// Length of a chord.
    pub(crate) fn length(&self, chord: Chord) -> f64 {
        norm(self.samples[chord[1]] - self.samples[chord[0]])
    }

    /// Radius of the circle through a triangle's corners.
    pub(crate) fn circumradius(&self, triangle: usize) -> f64 {
        let [a, b, c] = self.triangles[triangle].corners.map(|corner| self.samples[corner]);
        let doubled = cross(b - a, c - a).abs();
        if doubled > 0.0 { norm(b - a) * norm(c - b) * norm(a - c) / (2.0 * doubled) } else { f64::INFINITY }
    }

    fn area(&self, triangle: usize) -> f64 {
        let [a, b, c] = self.triangles[triangle].corners.map(|corner| self.samples[corner]);
        cross(b - a, c - a).abs() / 2.0
    }

    /// The chord that two neighbouring triangles share.
    pub(crate) fn shared(&self, from: usize, to: usize) -> Chord {
        let triangle = &self.triangles[from];
        let side = (0..3).find(|&side| triangle.across[side] == Some(to)).unwrap_or(0);
        [triangle.corners[side], triangle.corners[(side + 1) % 3]]
    }

    /// The tree seen from a triangle and a point in it.
    pub(crate) fn rooted(&self, root: usize, start: Coord<f64>) -> Rooted {
        let count = self.triangles.len();
        let mut tree = Rooted {
            root,
            parent: vec![None; count],
            length: vec![0.0; count],
            area: vec![0.0; count],
            next: vec![None; count],
            tip: vec![0; count],
        };
        let mut order = Vec::with_capacity(count);
        let mut waiting = vec![root];
        while let Some(triangle) = waiting.pop() {
            order.push(triangle);
            for child in self.children(&tree, triangle) {
                tree.parent[child] = Some(triangle);
                waiting.push(child);
            }
        }
        for &triangle in order.iter().rev() {
            self.sum_up(&mut tree, triangle, start);
        }
        tree
    }

    fn sum_up(&self, tree: &mut Rooted, triangle: usize, start: Coord<f64>) {
        let entry = tree.parent[triangle].map(|parent| self.shared(triangle, parent));
        let from = entry.map_or(start, |chord| self.middle(chord));
        tree.area[triangle] = self.area(triangle);
        let corners = self.triangles[triangle].corners;
        let opposite = corners.into_iter().find(|corner| entry.is_none_or(|chord| !chord.contains(corner)));
        tree.tip[triangle] = opposite.unwrap_or(corners[0]);
        tree.length[triangle] = norm(self.samples[tree.tip[triangle]] - from);
        let mut longest = None;
        for child in self.children(tree, triangle) {
            tree.area[triangle] += tree.area[child];
            let length = norm(self.middle(self.shared(triangle, child)) - from) + tree.length[child];
            if longest.is_none_or(|longest| length > longest) {
                longest = Some(length);
                tree.length[triangle] = length;
                tree.next[triangle] = Some(child);
                tree.tip[triangle] = tree.tip[child];
            }
        }
    }

    /// Triangles beyond a triangle's chords, away from the root.
    pub(crate) fn children(&self, tree: &Rooted, triangle: usize) -> impl Iterator<Item = usize> + use<> {
        let from = tree.parent[triangle];
        self.triangles[triangle].across.into_iter().flatten().filter(move |next| Some(*next) != from)
    }
}

/// The tree of triangles as seen from its root; every list is by triangle.
#[derive(Clone, Debug)]
pub(crate) struct Rooted {
    pub(crate) root: usize,
    pub(crate) parent: Vec<Option<usize>>,
    /// Longest way from the middle of the chord towards the root to a tip.
    pub(crate) length: Vec<f64>,
    /// Area from that chord on.
    pub(crate) area: Vec<f64>,
    /// The neighbour on the longest way.
    pub(crate) next: Vec<Option<usize>>,
    /// The sample where the longest way ends.
    pub(crate) tip: Vec<usize>,
}

impl Rooted {
    /// The longest way from a triangle outwards.
    pub(crate) fn way(&self, from: usize) -> Vec<usize> {
        std::iter::successors(Some(from), |&triangle| self.next[triangle]).collect()
    }
}

/// The triangles inside: crossing an edge of the outline changes between inside and outside.
fn inside_of(mesh: &ConstrainedDelaunayTriangulation<Vertex>) -> Vec<Triangle> {
    let count = mesh.num_all_faces();
    let mut covered: Vec<Option<bool>> = vec![None; count];
    let mut waiting = vec![mesh.outer_face().index()];
    covered[mesh.outer_face().index()] = Some(false);
    let mut around: Vec<Vec<(usize, bool)>> = vec![Vec::new(); count];
    for edge in mesh.undirected_edges() {
        let [one, two] = edge.as_directed().undirected_faces();
        around[one].push((two, edge.is_constraint_edge()));
        around[two].push((one, edge.is_constraint_edge()));
    }
    while let Some(face) = waiting.pop() {
        for &(next, border) in &around[face] {
            if covered[next].is_none() {
                covered[next] = Some(covered[face].unwrap_or(false) != border);
                waiting.push(next);
            }
        }
    }
    let mut number = vec![None; count];
    let mut found = Vec::new();
    for face in mesh.inner_faces().filter(|face| covered[face.index()] == Some(true)) {
        number[face.index()] = Some(found.len());
        found.push(face);
    }
    found
        .into_iter()
        .map(|face| Triangle {
            corners: face.adjacent_edges().map(|edge| edge.from().data().sample),
            across: face.adjacent_edges().map(|edge| {
                let beyond = number[edge.rev().face().index()];
                if edge.is_constraint_edge() { None } else { beyond }
            }),
        })
        .collect()
}

/// The numbers of the faces on both sides of a directed edge.
trait BothFaces {
    fn undirected_faces(&self) -> [usize; 2];
}

impl<V, DE, CUE, F> BothFaces for spade::handles::DirectedEdgeHandle<'_, V, DE, CUE, F> {
    fn undirected_faces(&self) -> [usize; 2] {
        [self.face().index(), self.rev().face().index()]
    }
}

fn edges(outline: &[Coord<f64>]) -> impl Iterator<Item = Segment> {
    (0..outline.len()).map(|index| Segment::new(outline[index], outline[(index + 1) % outline.len()], index))
}

/// The outline with every edge cut into so many equal pieces, rounded up.
fn sampled(outline: &[Coord<f64>], mut pieces: impl FnMut(&Segment) -> f64) -> Vec<Coord<f64>> {
    let mut samples = Vec::with_capacity(outline.len());
    for edge in edges(outline) {
        let pieces = pieces(&edge).ceil().max(1.0);
        let mut step = 0.0;
        while step < pieces {
            samples.push(edge.at(step / pieces));
            step += 1.0;
        }
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_way_through_a_band_is_as_long_as_the_band() {
        let band: Vec<Coord<f64>> =
            [(0., 0.), (1000., 0.), (1000., 60.), (0., 60.)].into_iter().map(Coord::from).collect();
        let skeleton = Skeleton::new(&band, 6.0).unwrap();
        let first = skeleton.rooted(0, Coord { x: 500., y: 30. });
        let tip = skeleton.samples[first.tip[0]];
        assert!(band.contains(&tip), "{tip:?}");
        let area: f64 = (0..skeleton.triangles.len()).map(|triangle| skeleton.area(triangle)).sum();
        assert!((area - 60_000.0).abs() < 1e-6);
    }
}
