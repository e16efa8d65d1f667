//! The faces of a planar graph: what lines enclose.
//!
//! Each face is walked once with itself on the left. Dead ends are taken away first; what hangs on a single edge or lies
//! free within a face is taken out of it. Areas are those of the nodes, so they do not feel how far the origin is.

use std::collections::BTreeMap;

use geo_types::{Coord, Rect};
use rayon::prelude::*;

use super::boxes::Boxes;
use super::overlay::OverlayFailed;
use super::planar::Graph;
use super::region::{Region, lies_left_of};
use super::union_find::UnionFind;
use super::vector::{cross, distance};

/// Loops that enclose less than this are noise of rounding, m².
const NOTHING: f64 = 1e-6;

/// What lines enclose.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// The ground, without what lies free within it.
    pub region: Region,
    /// The lines around it with the length that each has there, ascending by number.
    pub lines: Vec<(usize, f64)>,
}

/// A closed walk along edges.
struct Walk {
    /// Its nodes in order.
    nodes: Vec<usize>,
    /// The area on its left, m²; that of the outer side of a component is negative.
    area: f64,
    lines: BTreeMap<usize, f64>,
}

/// All bounded faces, largest first, then by place: the order of lines does not matter.
///
/// # Errors
/// [`OverlayFailed`] where the overlay library panics.
pub fn faces(graph: &Graph) -> Result<Vec<Face>, OverlayFailed> {
    let walks = walks(graph);
    let (inner, outer): (Vec<Walk>, Vec<Walk>) =
        walks.into_iter().filter(|walk| walk.area.abs() > NOTHING).partition(|walk| walk.area > 0.0);
    let holes = holes(graph, &inner, &outer);
    let ring = |walk: &Walk| -> Vec<Coord<f64>> { walk.nodes.iter().map(|&node| graph.nodes[node]).collect() };
    let face = |(walk, holes): (&Walk, &Vec<usize>)| {
        let holes: Vec<Vec<Coord<f64>>> = holes.iter().map(|&hole| ring(&outer[hole])).collect();
        let holes: Vec<&[Coord<f64>]> = holes.iter().map(Vec::as_slice).collect();
        let region = Region::from_rings(&ring(walk), &holes)?;
        Ok(Face { region, lines: walk.lines.iter().map(|(&line, &length)| (line, length)).collect() })
    };
    let found: Vec<Face> = inner.par_iter().zip(&holes).map(face).collect::<Result<_, OverlayFailed>>()?;
    Ok(sorted(found))
}

fn sorted(faces: Vec<Face>) -> Vec<Face> {
    let corner = |face: &Face| face.region.bounds().map_or([0.0; 2], |bounds| [bounds.min().x, bounds.min().y]);
    let mut keyed: Vec<(f64, [f64; 2], Face)> =
        faces.into_iter().map(|face| (face.region.area(), corner(&face), face)).collect();
    keyed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1[0].total_cmp(&b.1[0])).then(a.1[1].total_cmp(&b.1[1])));
    keyed.into_iter().map(|(_, _, face)| face).collect()
}

/// Which edges are left without dead ends.
fn alive(graph: &Graph, arms: &[Vec<usize>]) -> Vec<bool> {
    let mut alive = vec![true; graph.edges.len()];
    let mut degree: Vec<usize> = arms.iter().map(Vec::len).collect();
    let mut dead: Vec<usize> = (0..arms.len()).filter(|&node| degree[node] == 1).collect();
    while let Some(node) = dead.pop() {
        let Some(&edge) = arms[node].iter().find(|&&edge| alive[edge]) else { continue };
        alive[edge] = false;
        for end in graph.edges[edge].ends {
            degree[end] -= 1;
            if degree[end] == 1 && end != node {
                dead.push(end);
            }
        }
    }
    alive
}

/// Every way along an edge has the face on its left. Way `2 k` runs from the first node of edge `k`, way `2 k + 1` back.
fn walks(graph: &Graph) -> Vec<Walk> {
    let arms = graph.arms();
    let alive = alive(graph, &arms);
    let start = |way: usize| graph.edges[way / 2].ends[way % 2];
    let next = next_ways(graph, &arms, &alive);
    let mut seen: Vec<bool> = (0..next.len()).map(|way| !alive[way / 2]).collect();
    let mut walks = Vec::new();
    for first in 0..next.len() {
        let mut walk = Walk { nodes: Vec::new(), area: 0.0, lines: BTreeMap::new() };
        let origin = graph.nodes[start(first)];
        let mut way = first;
        while !seen[way] {
            seen[way] = true;
            let (a, b) = (graph.nodes[start(way)], graph.nodes[start(way ^ 1)]);
            walk.nodes.push(start(way));
            walk.area += cross(a - origin, b - origin) / 2.0;
            *walk.lines.entry(graph.edges[way / 2].line).or_default() += distance(a, b);
            way = next[way];
        }
        if !walk.nodes.is_empty() {
            walks.push(walk);
        }
    }
    walks
}

/// The way that goes on with the same face on the left: at its last node the next one clockwise.
fn next_ways(graph: &Graph, arms: &[Vec<usize>], alive: &[bool]) -> Vec<usize> {
    let mut next = vec![0; 2 * graph.edges.len()];
    for (node, edges) in arms.iter().enumerate() {
        let mut leaving: Vec<(f64, usize)> = edges
            .iter()
            .filter(|&&edge| alive[edge])
            .map(|&edge| {
                let ends = graph.edges[edge].ends;
                let side = usize::from(ends[0] != node);
                let to = graph.nodes[ends[1 - side]] - graph.nodes[node];
                (to.y.atan2(to.x), 2 * edge + side)
            })
            .collect();
        leaving.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let clockwise = leaving.iter().cycle().skip(leaving.len().saturating_sub(1));
        for (&(_, way), &(_, before)) in leaving.iter().zip(clockwise) {
            next[way ^ 1] = before;
        }
    }
    next
}

/// For each inner walk the outer walks of components that lie free within it: in the smallest that holds them.
fn holes(graph: &Graph, inner: &[Walk], outer: &[Walk]) -> Vec<Vec<usize>> {
    let mut sets = UnionFind::new(graph.nodes.len());
    graph.edges.iter().for_each(|edge| sets.join(edge.ends[0], edge.ends[1]));
    let mut component = |walk: &Walk| walk.nodes.first().map(|&node| sets.find(node));
    let components: Vec<Option<usize>> = inner.iter().map(&mut component).collect();
    let boxes = Boxes::new(inner.iter().map(|walk| bounds(graph, walk)));
    let mut holes = vec![Vec::new(); inner.len()];
    for (number, walk) in outer.iter().enumerate() {
        let Some(at) = walk.nodes.first().map(|&node| graph.nodes[node]) else { continue };
        let own = component(walk);
        let around = boxes
            .near(at, at, 0.0)
            .filter(|&face| components[face] != own && holds(graph, &inner[face], at))
            .min_by(|&a, &b| inner[a].area.total_cmp(&inner[b].area).then(a.cmp(&b)));
        if let Some(face) = around {
            holes[face].push(number);
        }
    }
    holes
}

fn bounds(graph: &Graph, walk: &Walk) -> Option<Rect<f64>> {
    let mut nodes = walk.nodes.iter().map(|&node| graph.nodes[node]);
    let first = nodes.next()?;
    let (low, high) = nodes.fold((first, first), |(low, high), at| {
        let least = Coord { x: low.x.min(at.x), y: low.y.min(at.y) };
        (least, Coord { x: high.x.max(at.x), y: high.y.max(at.y) })
    });
    Some(Rect::new(low, high))
}

fn holds(graph: &Graph, walk: &Walk, at: Coord<f64>) -> bool {
    let following = walk.nodes.iter().cycle().skip(1);
    let edges = walk.nodes.iter().zip(following).map(|(&a, &b)| [graph.nodes[a], graph.nodes[b]]);
    edges.filter(|edge| lies_left_of(at, edge)).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::LineString;
    use proptest::prelude::*;

    type Line = Vec<(f64, f64)>;

    fn areas(lines: &[Line]) -> Vec<f64> {
        areas_joined(lines, 1.0)
    }

    fn areas_joined(lines: &[Line], snap: f64) -> Vec<f64> {
        let lines: Vec<LineString<f64>> = lines.iter().map(|points| LineString::from(points.clone())).collect();
        let graph = Graph::new(&lines.iter().collect::<Vec<_>>(), snap);
        faces(&graph).unwrap().iter().map(|face| face.region.area()).collect()
    }

    /// Four streets each way, 100 m apart, that run 20 m beyond the last crossings: nine blocks.
    fn grid() -> Vec<Line> {
        let across = |at: f64| [vec![(-20.0, at), (320.0, at)], vec![(at, -20.0), (at, 320.0)]];
        [0.0, 100.0, 200.0, 300.0].into_iter().flat_map(across).collect()
    }

    fn ring(x: f64, y: f64, side: f64) -> Line {
        vec![(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    }

    #[test]
    fn a_grid_has_its_blocks_and_neither_dead_ends_nor_the_outside_count() {
        let found = areas(&grid());
        assert_eq!(found.len(), 9);
        assert!(found.iter().all(|area| (area - 10_000.0).abs() < 1e-6), "{found:?}");
    }

    #[test]
    fn a_dead_end_inside_a_block_changes_nothing() {
        let lines = [ring(0.0, 0.0, 100.0), vec![(50.0, 0.0), (50.0, 60.0), (70.0, 60.0)]];
        assert_eq!(areas(&lines), [10_000.0]);
    }

    #[test]
    fn what_lies_free_or_hangs_on_one_street_within_a_block_is_taken_out_of_it() {
        let free = areas(&[ring(0.0, 0.0, 100.0), ring(40.0, 40.0, 20.0)]);
        assert_eq!(free, [9_600.0, 400.0]);
        let hanging = areas(&[ring(0.0, 0.0, 100.0), ring(40.0, 40.0, 20.0), vec![(0.0, 40.0), (40.0, 40.0)]]);
        assert_eq!(hanging.len(), 2);
        assert!((hanging[0] - 9_600.0).abs() < 1e-6 && (hanging[1] - 400.0).abs() < 1e-6, "{hanging:?}");
    }

    #[test]
    fn streets_that_miss_each_other_by_less_than_a_metre_still_close_a_block() {
        let lines = [
            vec![(0.0, 0.4), (0.0, 99.7)],
            vec![(0.3, 100.0), (100.0, 100.0)],
            vec![(100.0, 100.5), (100.0, -0.6)],
            vec![(99.5, 0.0), (0.2, 0.0)],
        ];
        let found = areas(&lines);
        assert_eq!(found.len(), 1);
        assert!((found[0] - 10_000.0).abs() < 150.0, "{found:?}");
    }

    #[test]
    fn a_face_knows_the_lines_around_it() {
        let lines = [ring(0.0, 0.0, 100.0), vec![(50.0, -10.0), (50.0, 110.0)]].map(LineString::from);
        let graph = Graph::new(&lines.iter().collect::<Vec<_>>(), 1.0);
        let found = faces(&graph).unwrap();
        assert_eq!(found[0].lines.len(), 2);
        assert!((found[0].lines[0].1 - 200.0).abs() < 1e-9 && (found[0].lines[1].1 - 100.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn faces_add_up_to_what_lines_enclose_wherever_they_lie_and_in_any_order(
            cuts in proptest::collection::vec((1.0..399.0_f64, 1.0..399.0_f64), 1..12),
            turn in 0.0..6.3_f64, far in prop_oneof![Just(0.0), Just(34_500_000.0)], first in 0usize..13
        ) {
            // Chords from side to side part a square whatever way they run.
            let mut lines = vec![ring(0.0, 0.0, 400.0)];
            lines.extend(cuts.iter().enumerate().map(|(number, &(from, to))| {
                if number % 2 == 0 { vec![(0.0, from), (400.0, to)] } else { vec![(from, 0.0), (to, 400.0)] }
            }));
            let place = |&(x, y): &(f64, f64)| {
                (far + x * turn.cos() - y * turn.sin(), far / 10.0 + x * turn.sin() + y * turn.cos())
            };
            let mut moved: Vec<Line> = lines.iter().map(|line| line.iter().map(place).collect()).collect();
            let near = areas_joined(&moved, 1e-3);
            prop_assert!((near.iter().sum::<f64>() - 160_000.0).abs() < 0.1, "{:?}", near);
            let count = moved.len();
            moved.rotate_left(first % count);
            let again = areas_joined(&moved, 1e-3);
            prop_assert_eq!(again.len(), near.len());
            prop_assert!(again.iter().zip(&near).all(|(a, b)| (a - b).abs() < 1e-3));
        }
    }
}
