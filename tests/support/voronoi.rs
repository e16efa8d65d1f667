//! The second method: a disc moves best along the segment Voronoi diagram of the walls, and the widest path through
//! the diagram is a maximum spanning tree. It shares nothing with the library but the region that is measured.

use boostvoronoi::prelude::{Builder, Cell, SourceCategory};
use langdao::geometry::{Coord, Region};

/// Grid of the diagram's integers, per metre.
const GRID: f64 = 1e4;

/// Diameter of the largest disc that can be moved through a region from near one point to near another.
pub(crate) fn widest(region: &Region, from: Coord<f64>, to: Coord<f64>) -> f64 {
    let origin = region.bounds().unwrap().min();
    let snap = |point: [f64; 2]| [((point[0] - origin.x) * GRID).round(), ((point[1] - origin.y) * GRID).round()];
    let mut walls: Vec<[[f64; 2]; 2]> = Vec::new();
    for ring in region.rings() {
        let corners: Vec<[f64; 2]> = ring.iter().map(|&corner| snap(corner)).collect();
        let pairs = corners.iter().zip(corners.iter().cycle().skip(1));
        walls.extend(pairs.filter(|(a, b)| distance(**a, **b) > 0.5).map(|(&a, &b)| [a, b]));
    }
    #[expect(clippy::cast_possible_truncation, reason = "a few kilometres in tenths of a millimetre")]
    let input: Vec<[i64; 4]> =
        walls.iter().map(|[a, b]| [a[0] as i64, a[1] as i64, b[0] as i64, b[1] as i64]).collect();
    let diagram = Builder::<i64>::default().with_segments(input.iter()).unwrap().build().unwrap();
    let vertices: Vec<[f64; 2]> = diagram.vertices().iter().map(|vertex| [vertex.x(), vertex.y()]).collect();
    let inside: Vec<bool> = vertices.iter().map(|&vertex| holds(&walls, vertex)).collect();
    let mut edges: Vec<(f64, usize, usize)> = Vec::new();
    for edge in diagram.edges().iter().filter(|edge| edge.is_primary()) {
        let twin = diagram.edge(edge.twin().unwrap()).unwrap();
        let (Some(a), Some(b)) = (edge.vertex0(), twin.vertex0()) else { continue };
        let (a, b) = (a.usize(), b.usize());
        if edge.id().usize() < twin.id().usize() && inside[a] && inside[b] {
            let sites = [edge, twin].map(|half| site(diagram.cell(half.cell().unwrap()).unwrap(), &walls));
            edges.push((2.0 * least_clearance(sites, vertices[a], vertices[b]), a, b));
        }
    }
    edges.sort_by(|one, two| two.0.total_cmp(&one.0));
    let terminal = |point: Coord<f64>| {
        let at = snap([point.x, point.y]);
        let near = |vertex: &usize| distance(vertices[*vertex], at);
        (0..vertices.len()).filter(|&vertex| inside[vertex]).min_by(|a, b| near(a).total_cmp(&near(b))).unwrap()
    };
    let (start, goal) = (terminal(from), terminal(to));
    let mut parent: Vec<usize> = (0..vertices.len()).collect();
    for (width, a, b) in edges {
        let (a, b) = (root(&mut parent, a), root(&mut parent, b));
        parent[a] = b;
        if root(&mut parent, start) == root(&mut parent, goal) {
            return width / GRID;
        }
    }
    0.0
}

fn root(parent: &mut [usize], mut node: usize) -> usize {
    while parent[node] != node {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    node
}

/// A wall point or a wall segment.
#[derive(Clone, Copy)]
enum Site {
    Point([f64; 2]),
    Segment([[f64; 2]; 2]),
}

fn site(cell: &Cell, walls: &[[[f64; 2]; 2]]) -> Site {
    let [a, b] = walls[cell.source_index().usize()];
    match cell.source_category() {
        SourceCategory::SegmentStart => Site::Point(a),
        SourceCategory::SegmentEnd => Site::Point(b),
        SourceCategory::Segment | SourceCategory::SinglePoint => Site::Segment([a, b]),
    }
}

/// Least distance to the two sites along the Voronoi edge between two vertices.
fn least_clearance(sites: [Site; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let ends = clearance(sites[0], a).min(clearance(sites[0], b));
    match sites {
        // The bisector of two points comes nearest to them between them.
        [Site::Point(p), Site::Point(q)] => {
            let middle = [f64::midpoint(p[0], q[0]), f64::midpoint(p[1], q[1])];
            let along = [b[0] - a[0], b[1] - a[1]];
            let share = dot(along, [middle[0] - a[0], middle[1] - a[1]]) / dot(along, along).max(f64::MIN_POSITIVE);
            if share > 0.0 && share < 1.0 { ends.min(distance(p, q) / 2.0) } else { ends }
        }
        // The parabola of a point and a line comes nearest to them at its vertex.
        [Site::Point(p), Site::Segment([c, d])] | [Site::Segment([c, d]), Site::Point(p)] => {
            let way = [d[0] - c[0], d[1] - c[1]];
            let along = |point: [f64; 2]| dot(way, [point[0] - p[0], point[1] - p[1]]);
            let height = (way[0] * (p[1] - c[1]) - way[1] * (p[0] - c[0])).abs() / dot(way, way).sqrt();
            if (along(a) > 0.0) == (along(b) > 0.0) { ends } else { ends.min(height / 2.0) }
        }
        [Site::Segment(_), Site::Segment(_)] => ends,
    }
}

fn clearance(site: Site, point: [f64; 2]) -> f64 {
    match site {
        Site::Point(at) => distance(at, point),
        Site::Segment([a, b]) => {
            let way = [b[0] - a[0], b[1] - a[1]];
            let share = (dot(way, [point[0] - a[0], point[1] - a[1]]) / dot(way, way)).clamp(0.0, 1.0);
            distance([a[0] + way[0] * share, a[1] + way[1] * share], point)
        }
    }
}

fn holds(walls: &[[[f64; 2]; 2]], point: [f64; 2]) -> bool {
    let crossings = walls.iter().filter(|[a, b]| {
        (a[1] > point[1]) != (b[1] > point[1]) && point[0] < a[0] + (b[0] - a[0]) * (point[1] - a[1]) / (b[1] - a[1])
    });
    crossings.count() % 2 == 1
}

fn dot(a: [f64; 2], b: [f64; 2]) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (b[0] - a[0]).hypot(b[1] - a[1])
}
