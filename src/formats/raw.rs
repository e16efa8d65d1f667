//! A layer as read, in the coordinates of its file.

use geo_types::{Coord, LineString, Polygon, Rect};
use rayon::prelude::*;

use super::image::RawImage;
use crate::geometry::frame::System;
use crate::layer::Value;
use crate::notice::Notice;
use crate::text::Message;

/// The kind of file that a layer was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.shp` with the files beside it.
    Shapefile,
    /// A `.dbf` alone: rows without shapes.
    Table,
    /// GeoJSON.
    GeoJson,
    /// A picture, with tags that place it or without.
    Tiff,
    /// A picture.
    Png,
    /// A picture.
    Jpeg,
}

impl Format {
    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shapefile => "Shapefile",
            Self::Table => "dBASE",
            Self::GeoJson => "GeoJSON",
            Self::Tiff => "TIFF",
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
        }
    }
}

/// Where the coordinates of a layer belong.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// A coordinate system that the file or the planner states, or that the coordinates allow only one guess of.
    Known(Box<System>),
    /// Gauss–Krüger metres without a zone number: the central meridian is the plan's.
    ZoneUnknown,
    /// Metres of a drawing, bound to nothing: taken as the plan's.
    Local,
}

/// A layer as read, still in its file's coordinates: the plan's frame is chosen when all are there.
#[derive(Clone, Debug)]
pub struct RawLayer {
    /// Its file as the plan names it.
    pub source: String,
    /// Bytes of the files read: how many steps of progress placing it takes.
    pub bytes: u64,
    /// Kind of file.
    pub format: Format,
    /// SHA-256 of the files read, in hex.
    pub sha256: String,
    /// Encoding of its text.
    pub encoding: String,
    /// Field names, in order, all different.
    pub fields: Vec<String>,
    /// Rows that could be read, in file order; those without a shape carry only values.
    pub features: Vec<RawFeature>,
    /// Rows in the file.
    pub rows: usize,
    /// Where its coordinates belong.
    pub place: Place,
    /// What reading left out, repaired or assumed. Places are not known yet.
    pub notices: Vec<Notice>,
    /// The picture, of which its one feature is the outline.
    pub image: Option<RawImage>,
}

/// One row of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct RawFeature {
    /// Row in the file, from 0.
    pub row: usize,
    /// Its shape; `None` for a null shape.
    pub shape: Option<RawShape>,
    /// Its values, in the order of the fields; those that are missing at the end may be left out.
    pub values: Vec<Value>,
}

/// A shape with finite coordinates; rings are closed and nested but not repaired.
#[derive(Clone, Debug, PartialEq)]
pub enum RawShape {
    /// Points.
    Points(Vec<Coord<f64>>),
    /// Lines of at least two points.
    Lines(Vec<LineString<f64>>),
    /// Polygons.
    Areas(Vec<Polygon<f64>>),
}

impl RawShape {
    /// Every vertex, in order.
    pub fn vertices(&self) -> Box<dyn Iterator<Item = Coord<f64>> + '_> {
        match self {
            Self::Points(points) => Box::new(points.iter().copied()),
            Self::Lines(lines) => Box::new(lines.iter().flat_map(|line| line.0.iter().copied())),
            Self::Areas(polygons) => Box::new(polygons.iter().flat_map(rings).flat_map(|ring| ring.0.iter().copied())),
        }
    }

    /// The same shape with every vertex moved; `None` where one cannot be.
    pub(super) fn moved(&self, to: &impl Fn(Coord<f64>) -> Option<Coord<f64>>) -> Option<Self> {
        let line = |line: &LineString<f64>| line.0.iter().map(|&at| to(at)).collect::<Option<Vec<_>>>().map(LineString);
        Some(match self {
            Self::Points(points) => Self::Points(points.iter().map(|&at| to(at)).collect::<Option<_>>()?),
            Self::Lines(lines) => Self::Lines(lines.iter().map(line).collect::<Option<_>>()?),
            Self::Areas(polygons) => {
                let polygon = |polygon: &Polygon<f64>| {
                    let holes: Option<Vec<_>> = polygon.interiors().iter().map(line).collect();
                    Some(Polygon::new(line(polygon.exterior())?, holes?))
                };
                Self::Areas(polygons.iter().map(polygon).collect::<Option<_>>()?)
            }
        })
    }
}

/// The rings of a polygon, the outer first.
pub(super) fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

impl RawLayer {
    /// Its coordinate system; `None` where none is known.
    pub fn system(&self) -> Option<&System> {
        match &self.place {
            Place::Known(system) => Some(system),
            Place::ZoneUnknown | Place::Local => None,
        }
    }

    /// Code of its coordinate system for people and results: `EPSG:4543`, a name, or `local`.
    pub fn crs(&self) -> String {
        match &self.place {
            Place::Known(system) => system.code.clone(),
            Place::ZoneUnknown => String::from("Gauss-Kruger"),
            Place::Local => String::from("local"),
        }
    }

    /// Rows that have no shape to measure.
    pub fn skipped(&self) -> usize {
        self.rows - self.features.iter().filter(|feature| feature.shape.is_some()).count().min(self.rows)
    }

    /// The smallest box around all vertices, in the file's coordinates.
    pub fn bounds(&self) -> Option<Rect<f64>> {
        let boxes: Vec<Option<Rect<f64>>> =
            self.features.par_iter().map(|feature| bounds(feature.shape.as_ref()?)).collect();
        boxes.into_iter().flatten().reduce(joined)
    }
}

/// The smallest box around a shape.
pub(super) fn bounds(shape: &RawShape) -> Option<Rect<f64>> {
    let mut vertices = shape.vertices();
    let first = vertices.next()?;
    Some(vertices.fold(Rect::new(first, first), |around, at| joined(around, Rect::new(at, at))))
}

/// The smallest box around two.
pub(super) fn joined(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let low = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
    Rect::new(low, Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) })
}

/// The notice of a row that is set aside.
pub(super) fn row_skipped(row: usize, reason: Message) -> Notice {
    Notice::new("row-skipped").row(row).with_message("reason", reason)
}
