//! Lengths and areas of a layer as read: on its ellipsoid, and in the plane of its own projection.

use geo_types::{Coord, LineString, Polygon};
use geographiclib_rs::{Geodesic, InverseGeodesic as _, PolygonArea, Winding};
use rayon::prelude::*;

use super::raw::{RawLayer, RawShape};
use crate::geometry::frame::System;
use crate::units::{Metres, SquareMetres};

/// Sums over all features of a layer, each counted as drawn: overlaps count twice, crossings of a ring cancel.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// Length of lines.
    pub length: Metres,
    /// Area of polygons less their holes.
    pub area: SquareMetres,
}

impl RawLayer {
    /// Geodesic length and area on the layer's own ellipsoid; `None` where its coordinate system is not known.
    ///
    /// Lines are geodesics between vertices (C. F. F. Karney, Algorithms for geodesics, 2013). Vertices that lie nowhere
    /// on the globe leave their feature out.
    pub fn ellipsoidal(&self) -> Option<Totals> {
        let system = self.system()?;
        let geodesic = system.ellipsoid.geodesic();
        Some(self.summed(|shape| on_ellipsoid(shape, system, &geodesic).unwrap_or_default()))
    }

    /// Length and area in the plane of the layer's own projection, in metres; `None` for a layer in degrees.
    pub fn plane(&self) -> Option<Totals> {
        let unit = match self.system() {
            Some(system) => system.metres_per_unit()?,
            None => 1.0,
        };
        let sum = self.summed(in_plane);
        Some(Totals { length: Metres(sum.length.0 * unit), area: SquareMetres(sum.area.0 * unit * unit) })
    }

    /// Sums in file order, so that the figure does not depend on the number of threads.
    fn summed(&self, of: impl Fn(&RawShape) -> Totals + Sync) -> Totals {
        let parts: Vec<Totals> =
            self.features.par_iter().map(|feature| feature.shape.as_ref().map(&of).unwrap_or_default()).collect();
        parts.iter().fold(Totals::default(), |sum, part| Totals {
            length: Metres(sum.length.0 + part.length.0),
            area: SquareMetres(sum.area.0 + part.area.0),
        })
    }
}

fn on_ellipsoid(shape: &RawShape, system: &System, geodesic: &Geodesic) -> Option<Totals> {
    let degrees = shape.moved(&|at| system.to_degrees(at))?;
    Some(totals(
        &degrees,
        |line| {
            let pairs = line.0.windows(2);
            pairs.map(|ends| -> f64 { geodesic.inverse(ends[0].y, ends[0].x, ends[1].y, ends[1].x) }).sum()
        },
        |ring| {
            let mut area = PolygonArea::new(geodesic, Winding::CounterClockwise);
            for corner in corners(ring) {
                area.add_point(corner.y, corner.x);
            }
            area.compute(true).1.abs()
        },
    ))
}

fn in_plane(shape: &RawShape) -> Totals {
    totals(
        shape,
        |line| line.0.windows(2).map(|ends| (ends[1].x - ends[0].x).hypot(ends[1].y - ends[0].y)).sum(),
        |ring| {
            let Some(&origin) = ring.0.first() else { return 0.0 };
            let doubled: f64 = ring
                .0
                .windows(2)
                .map(|edge| {
                    let (a, b) = (edge[0] - origin, edge[1] - origin);
                    a.x * b.y - b.x * a.y
                })
                .sum();
            doubled.abs() / 2.0
        },
    )
}

fn totals(
    shape: &RawShape,
    length: impl Fn(&LineString<f64>) -> f64,
    area: impl Fn(&LineString<f64>) -> f64,
) -> Totals {
    let polygon = |polygon: &Polygon<f64>| {
        let holes: f64 = polygon.interiors().iter().map(&area).sum();
        area(polygon.exterior()) - holes
    };
    match shape {
        RawShape::Points(_) => Totals::default(),
        RawShape::Lines(lines) => Totals { length: Metres(lines.iter().map(length).sum()), ..Totals::default() },
        RawShape::Areas(areas) => Totals { area: SquareMetres(areas.iter().map(polygon).sum()), ..Totals::default() },
    }
}

/// The corners of a closed ring, each once.
fn corners(ring: &LineString<f64>) -> &[Coord<f64>] {
    ring.0.split_last().map_or(&[], |(_, corners)| corners)
}
