//! A band-like area prepared for measuring its net width: dissolved, with its ends and its axis.
//!
//! Preparing costs a triangulation; taking obstacles out and asking for the width costs an overlay and a few
//! milliseconds, so that a width can follow a pointer.

use geo_types::Coord;

use super::between::Space;
use super::ends::{EndFace, SMOOTHING, layout};
use super::outline::filled;
use super::region::{OverlayFailed, Region};
use super::segments::Segment;
use super::simplify::simplified;
use super::vector::polyline_length;
use super::walls::face_tree;
use super::width::Passable;

/// An area with ends and an axis.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The area as given, holes included.
    pub region: Region,
    /// End faces of all its parts.
    pub faces: Vec<EndFace>,
    /// Polylines along the middle of its parts.
    pub axis: Vec<Vec<Coord<f64>>>,
    /// Length of the whole axis in metres.
    pub length: f64,
    /// Area by length of its largest part, in metres.
    pub mean_width: f64,
    /// Whether all stated ends were used.
    pub ends_stated: bool,
}

/// The ends of an area cannot be found: its outline crosses itself within rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no ends can be found on this outline")]
pub struct NoEnds;

impl Prepared {
    /// Finds ends and axis of an area. `stated` holds a point per end; with fewer than two that lead to different
    /// faces, or where the area is in several parts, the automatic ends hold.
    ///
    /// # Errors
    /// [`NoEnds`] where a part is degenerate.
    pub fn new(region: Region, stated: &[Coord<f64>]) -> Result<Self, NoEnds> {
        let parts: Vec<Region> = region.parts().collect();
        let mut found = Self {
            faces: Vec::new(),
            axis: Vec::new(),
            length: 0.0,
            mean_width: 0.0,
            ends_stated: parts.len() == 1 && !stated.is_empty(),
            region,
        };
        let mut largest = 0.0;
        for part in &parts {
            let outline: Vec<Coord<f64>> =
                part.rings().next().map(|ring| ring.iter().map(|&point| point.into()).collect()).unwrap_or_default();
            let stated = if parts.len() == 1 { stated } else { &[] };
            let (layout, used) = layout(&filled(&outline), stated).map_err(|_crossing| NoEnds)?;
            found.ends_stated &= used && layout.faces.len() == stated.len();
            found.faces.extend(layout.faces);
            found.axis.extend(layout.axis);
            found.length += layout.length;
            if part.area() > largest {
                (largest, found.mean_width) = (part.area(), layout.mean_width);
            }
        }
        Ok(found)
    }

    /// The space between two regions, which has its ends and its axis already.
    pub fn of_space(space: &Space) -> Self {
        let (axis, area) = (space.axis(), space.region.area());
        let length = polyline_length(&axis);
        let mean_width = if length > 0.0 { area / length } else { 0.0 };
        let face = |run: &Vec<Coord<f64>>| EndFace { run: run.clone(), line: run.clone(), pointed: false };
        Self {
            region: space.region.clone(),
            faces: space.ends.iter().map(face).collect(),
            axis: vec![simplified(&axis, SMOOTHING * mean_width)],
            length,
            mean_width,
            ends_stated: true,
        }
    }

    /// What is left of it without obstacles.
    ///
    /// # Errors
    /// [`OverlayFailed`] where the overlay library panics.
    pub fn without(&self, obstacles: &Region) -> Result<Region, OverlayFailed> {
        self.region.difference(obstacles)
    }

    /// What is left, cut into components and walls.
    pub fn passable(&self, left: &Region) -> Passable {
        let runs: Vec<Vec<Coord<f64>>> = self.faces.iter().map(|face| face.run.clone()).collect();
        Passable::new(left, &runs)
    }

    /// The runs of outline between the end faces, part by part: the sides.
    pub(crate) fn sides(&self) -> Vec<Vec<Coord<f64>>> {
        let runs: Vec<Vec<Coord<f64>>> = self.faces.iter().map(|face| face.run.clone()).collect();
        let tree = face_tree(&runs);
        let mut sides = Vec::new();
        for part in self.region.parts() {
            let walls = super::walls::Walls::new(&part, &tree);
            let mut by_wall: Vec<Vec<Coord<f64>>> = vec![Vec::new(); walls.kinds.len()];
            for edge in walls.edges.iter().filter(|edge| edge.outer) {
                if let Some(wall) = edge.wall {
                    if by_wall[wall].is_empty() {
                        by_wall[wall].push(edge.a);
                    }
                    by_wall[wall].push(edge.b);
                }
            }
            sides.extend(by_wall.into_iter().filter(|side| !side.is_empty()));
        }
        sides
    }

    /// The faces that are not next to one of these places: of an area in several parts, its outer ends.
    pub(crate) fn faces_away_from(&self, places: &[Coord<f64>]) -> Vec<&EndFace> {
        let mut kept: Vec<&EndFace> = self.faces.iter().collect();
        if self.region.parts().count() > 1 {
            for place in places {
                let away = |face: &EndFace| {
                    let edges = face.line.windows(2).map(|edge| Segment::new(edge[0], edge[1], 0).distance(*place));
                    edges.fold(f64::INFINITY, f64::min)
                };
                let nearest = (0..kept.len()).min_by(|&a, &b| away(kept[a]).total_cmp(&away(kept[b])));
                if let Some(nearest) = nearest.filter(|_| kept.len() > 2) {
                    kept.remove(nearest);
                }
            }
        }
        kept
    }
}
