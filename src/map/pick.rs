//! What lies at a place.

use geo_types::{Coord, LineString, Rect};

use super::Art;
use super::style::Depth;
use crate::geometry::Region;
use crate::geometry::segments::Segment;
use crate::geometry::vector::distance;
use crate::layer::Shape;

/// A feature that lies at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Picked {
    /// Index of the feature in its layer.
    pub feature: usize,
    /// Distance from the place, metres; 0 inside an area.
    pub distance: f64,
    /// How deep it lies, to sort what several layers hold at one place: points and lines before areas, areas that only
    /// outline others last; 0 lies uppermost.
    pub depth: u8,
}

impl Art {
    /// The features within so many metres of a place, topmost and nearest first.
    pub fn pick(&self, at: Coord<f64>, within: f64) -> Vec<Picked> {
        let within = within.max(0.0);
        let mut found = Vec::new();
        for group in self.groups() {
            let depth = group.passes.iter().map(|pass| pass.depth).max().unwrap_or(Depth::Tint);
            let chunks = group.chunks.iter().filter(|chunk| reaches(&chunk.bounds, at, within));
            for &(feature, _) in
                chunks.flat_map(|chunk| &chunk.features).filter(|(_, bounds)| reaches(bounds, at, within))
            {
                let Some(shape) = self.layer().features.get(feature).map(|feature| &feature.shape) else { continue };
                let distance = distance_to(shape, at);
                if distance <= within {
                    found.push(Picked { feature, distance, depth: depth_of(shape, depth) });
                }
            }
        }
        found.sort_by(|a, b| {
            (a.depth.cmp(&b.depth)).then(a.distance.total_cmp(&b.distance)).then(a.feature.cmp(&b.feature))
        });
        found
    }
}

fn reaches(bounds: &Rect<f64>, at: Coord<f64>, within: f64) -> bool {
    let (low, high) = (bounds.min(), bounds.max());
    at.x >= low.x - within && at.x <= high.x + within && at.y >= low.y - within && at.y <= high.y + within
}

fn depth_of(shape: &Shape, uppermost: Depth) -> u8 {
    match (shape, uppermost) {
        (Shape::Points(_), _) => 0,
        (Shape::Lines(_), _) => 1,
        (Shape::Area(_), Depth::Building) => 2,
        (Shape::Area(_), Depth::Planting) => 3,
        (Shape::Area(_), Depth::Plaza) => 4,
        (Shape::Area(_), Depth::RoadArea) => 5,
        (Shape::Area(_), Depth::Corridor) => 6,
        (Shape::Area(_), Depth::Water) => 7,
        (Shape::Area(_), Depth::Green) => 8,
        (Shape::Area(_), Depth::Boundary(_)) => 11,
        (Shape::Area(_), Depth::Surface | Depth::Backdrop) => 10,
        (Shape::Area(_), _) => 9,
    }
}

fn distance_to(shape: &Shape, at: Coord<f64>) -> f64 {
    match shape {
        Shape::Points(points) => points.iter().map(|&point| distance(point, at)).fold(f64::INFINITY, f64::min),
        Shape::Lines(lines) => lines.iter().map(|line| distance_to_line(line, at)).fold(f64::INFINITY, f64::min),
        Shape::Area(region) => distance_to_area(region, at),
    }
}

fn distance_to_line(line: &LineString<f64>, at: Coord<f64>) -> f64 {
    line.0.windows(2).map(|ends| Segment::new(ends[0], ends[1], 0).distance(at)).fold(f64::INFINITY, f64::min)
}

fn distance_to_area(region: &Region, at: Coord<f64>) -> f64 {
    if region.contains_point(at) { 0.0 } else { region.distance_to_boundary(at) }
}
