//! From the file's coordinates into the plan's frame, with rings repaired: features in parallel, results in file order.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use geo_types::{Coord, LineString, Polygon};
use rayon::prelude::*;

use super::ReadError;
use super::raw::{Format, Place, RawFeature, RawLayer, RawShape, rings, row_skipped};
use crate::geometry::Region;
use crate::geometry::frame::{Frame, System, Transfer};
use crate::handle::Handle;
use crate::layer::{Feature, Layer, Origin, Shape};
use crate::notice::Notice;
use crate::text::Message;

/// Areas that differ by less than this share are equal: floating-point noise of sums over the corners.
const SAME_AREA: f64 = 1e-11;
/// Corners that differ by less, in metres, are the same: noise of the overlay's integer grid.
const SAME_CORNER: f64 = 1e-4;
/// Features between two looks at the handle.
const STEP: usize = 1024;

impl RawLayer {
    /// Turns coordinates into the frame and repairs rings. Roles and canonical fields are still empty.
    ///
    /// # Errors
    /// [`ReadError`] where the layer stands on another datum than the frame, has no shapes at all, or has none that lies
    /// within the frame's reach.
    pub fn into_layer(self, frame: &Frame, handle: &Handle) -> Result<Layer, ReadError> {
        let named = |reason: Message| {
            ReadError(Message::new("formats.not-read").with("file", &self.source).with_message("reason", reason))
        };
        if self.format == Format::Table {
            return Err(named(Message::new("formats.no-shapes")));
        }
        let mut notices = self.notices.clone();
        let system = self.own_system(frame, &mut notices);
        let transfer = match (&system, frame.system()) {
            (Some(system), Some(own)) => frame.transfer(system).ok_or_else(|| named(other_datum(system, own)))?,
            (Some(system), None) => return Err(named(Message::new("formats.frame-local").with("crs", &system.code))),
            (None, _) => Transfer::Same,
        };
        if let (Some(system), Some(own)) = (&system, frame.system())
            && system.datum != own.datum
        {
            let notice = Notice::new("datum-null-shift").with("from", &system.datum.name).with("to", &own.datum.name);
            notices.push(notice);
        }
        let with_shape = self.features.iter().filter(|feature| feature.shape.is_some()).count();
        let placed = self.placed(&transfer, handle).ok_or_else(|| ReadError(Message::new("formats.cancelled")))?;
        let (rows, source) = (self.rows, self.source.clone());
        let (crs, sha256, encoding, fields) = (self.crs(), self.sha256, self.encoding, self.fields);
        let mut features = Vec::with_capacity(with_shape);
        let mut unplaced = 0;
        for (feature, placed) in self.features.into_iter().zip(placed) {
            let RawFeature { row, values, .. } = feature;
            unplaced += usize::from(placed.outside);
            notices.extend(placed.notices);
            features.extend(placed.shape.map(|shape| Feature { row, id: None, shape, values }));
        }
        if with_shape > 0 && unplaced == with_shape {
            let reason = Message::new("formats.crs-impossible").with("crs", &crs).with("frame", &frame.code);
            return Err(ReadError(
                Message::new("formats.not-read").with("file", source).with_message("reason", reason),
            ));
        }
        let names: Vec<&str> = fields.iter().map(String::as_str).collect();
        let mut layer = Layer::new(Origin::File(source), &[], &names, features);
        layer.columns.clear();
        layer.sha256 = sha256;
        layer.crs = crs;
        layer.encoding = encoding;
        layer.skipped = rows.saturating_sub(layer.features.len());
        layer.notices = notices;
        Ok(layer)
    }

    /// The layer's system. A zone that the file does not state is the frame's, without the frame's zone number.
    fn own_system(&self, frame: &Frame, notices: &mut Vec<Notice>) -> Option<System> {
        match (&self.place, frame.system()) {
            (Place::Known(system), _) => Some(system.clone()),
            (Place::ZoneUnknown, Some(own)) => {
                let system = without_zone_number(own)?;
                notices.push(Notice::new("zone-assumed").with("crs", &system.code));
                Some(system)
            }
            (Place::ZoneUnknown, None) | (Place::Local, _) => None,
        }
    }

    /// `None` where the job was cancelled.
    fn placed(&self, transfer: &Transfer<'_>, handle: &Handle) -> Option<Vec<Placed>> {
        handle.expect_steps(self.features.len() as u64);
        let chunks: Vec<Option<Vec<Placed>>> = self
            .features
            .par_chunks(STEP)
            .map(|features| {
                let placed = features.iter().map(|feature| place(feature, transfer)).collect();
                handle.advance(features.len() as u64);
                (!handle.is_cancelled()).then_some(placed)
            })
            .collect();
        chunks.into_iter().collect::<Option<Vec<_>>>().map(|chunks| chunks.into_iter().flatten().collect())
    }
}

fn other_datum(system: &System, own: &System) -> Message {
    let message = Message::new("formats.other-datum").with("crs", &system.code).with("datum", &system.datum.name);
    message.with("frame", &own.code).with("frame_datum", &own.datum.name)
}

/// The same Gauss–Krüger with a false easting of 500 km; the system itself where it is no Transverse Mercator.
fn without_zone_number(system: &System) -> Option<System> {
    let easting = system.false_easting();
    if !system.is_transverse_mercator_in_metres() || (easting - 500_000.0).abs() < 1.0 {
        return Some(system.clone());
    }
    let definition: Vec<String> = system
        .definition()
        .split(' ')
        .map(|part| if part.starts_with("+x_0=") { String::from("+x_0=500000") } else { part.to_owned() })
        .collect();
    let name = format!("{} (500 km)", system.name);
    System::from_definition(&name, &name, system.datum.clone(), system.ellipsoid, &definition.join(" ")).ok()
}

/// A feature in the frame.
#[derive(Default)]
struct Placed {
    shape: Option<Shape>,
    notices: Vec<Notice>,
    /// Whether it lies beyond what the frame can show.
    outside: bool,
}

fn place(feature: &RawFeature, transfer: &Transfer<'_>) -> Placed {
    let Some(raw) = &feature.shape else { return Placed::default() };
    let row = feature.row;
    let Some(moved) = raw.moved(&|at| transfer.apply(at)) else {
        let notice = row_skipped(row, Message::new("formats.flaw-outside"));
        return Placed { notices: vec![notice], outside: true, ..Placed::default() };
    };
    let made = catch_unwind(AssertUnwindSafe(|| match moved {
        RawShape::Points(points) => Ok((Shape::Points(points), None)),
        RawShape::Lines(lines) => long_enough(lines, row),
        RawShape::Areas(polygons) => area(&polygons, row),
    }));
    match made {
        Ok(Ok((shape, notice))) => Placed { shape: Some(shape), notices: notice.into_iter().collect(), outside: false },
        Ok(Err(reason)) => Placed { notices: vec![row_skipped(row, reason)], ..Placed::default() },
        Err(_panic) => {
            Placed { notices: vec![row_skipped(row, Message::new("formats.flaw-overlay"))], ..Placed::default() }
        }
    }
}

type Made = Result<(Shape, Option<Notice>), Message>;

/// Lines without those that have no length.
fn long_enough(mut lines: Vec<LineString<f64>>, row: usize) -> Made {
    let parts = lines.len();
    lines.retain(|line| line.0.iter().any(|at| Some(at) != line.0.first()));
    if lines.is_empty() {
        return Err(Message::new("formats.flaw-no-length"));
    }
    let notice = (lines.len() < parts).then(|| {
        let first = lines.first().and_then(|line| line.0.first()).copied().unwrap_or_default();
        Notice::new("part-without-length").row(row).at(first.x, first.y)
    });
    Ok((Shape::Lines(lines), notice))
}

/// An area with clean rings; the coordinates of the file where nothing had to be repaired.
fn area(polygons: &[Polygon<f64>], row: usize) -> Made {
    let failed = |_error| Message::new("formats.flaw-overlay");
    let regions: Vec<Region> = polygons.iter().map(Region::from_polygon).collect::<Result<_, _>>().map_err(failed)?;
    let repaired = match regions.as_slice() {
        [one] => one.clone(),
        several => Region::union(several).map_err(failed)?,
    };
    if repaired.is_empty() {
        return Err(Message::new("formats.flaw-no-area"));
    }
    let drawn: f64 = polygons.iter().map(drawn_area).sum();
    let cleaned = repaired.area();
    let is_clean = (drawn - cleaned).abs() <= SAME_AREA * cleaned.max(drawn.abs()) + 1e-9;
    if !is_clean {
        let at = place_of_repair(polygons, &repaired);
        return Ok((Shape::Area(repaired), Some(Notice::new("ring-repaired").row(row).at(at.x, at.y))));
    }
    // Parts that share an edge are one polygon: the union says so, the file's coordinates would not.
    let same_parts = repaired.polygons().count() == polygons.len()
        && repaired.rings().count() == polygons.iter().flat_map(rings).count();
    Ok((Shape::Area(if same_parts { Region::from_clean(polygons) } else { repaired }), None))
}

/// The area that a polygon says it has: its outer ring less its holes.
fn drawn_area(polygon: &Polygon<f64>) -> f64 {
    let ring = |ring: &LineString<f64>| {
        let Some(&origin) = ring.0.first() else { return 0.0 };
        let doubled = |edge: &[Coord<f64>]| {
            let (a, b) = (edge[0] - origin, edge[1] - origin);
            a.x * b.y - b.x * a.y
        };
        (ring.0.windows(2).map(doubled).sum::<f64>() / 2.0).abs()
    };
    ring(polygon.exterior()) - polygon.interiors().iter().map(ring).sum::<f64>()
}

/// Where rings were changed: the first corner that the drawing did not have, else its first corner.
fn place_of_repair(polygons: &[Polygon<f64>], repaired: &Region) -> Coord<f64> {
    // Corners by their cell of the tolerance's size and the cells around it, so that noise does not hide them.
    let cell = |at: [f64; 2]| at.map(|value| (value / SAME_CORNER).round());
    let key = |cell: [f64; 2]| cell.map(|value| value.to_bits());
    let corners = || polygons.iter().flat_map(rings).flat_map(|ring| ring.0.iter());
    let known: BTreeSet<[u64; 2]> = corners().map(|at| key(cell([at.x, at.y]))).collect();
    let is_known = |at: [f64; 2]| {
        let [x, y] = cell(at);
        let around = [-1.0, 0.0, 1.0];
        around.iter().any(|dx| around.iter().any(|dy| known.contains(&key([x + dx, y + dy]))))
    };
    let new = repaired.rings().flatten().copied().find(|&at| !is_known(at)).map(|[x, y]| Coord { x, y });
    new.or_else(|| corners().next().copied()).unwrap_or_default()
}
