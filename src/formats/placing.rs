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
/// Outlines that differ by less than this share are as long.
const SAME_OUTLINE: f64 = 1e-9;
/// Corners that differ by less, in metres, are the same: noise of the overlay's integer grid.
const SAME_CORNER: f64 = 1e-4;
/// Metres from the central meridian beyond which lengths are off by more than 0.4 %: half the square of the distance in
/// earth radii.
const FAR: f64 = 600_000.0;
/// Features between two looks at the handle.
const STEP: usize = 1024;

impl RawLayer {
    /// Turns coordinates into the frame and repairs rings. Roles and canonical fields are still empty. Whoever waits
    /// announces the steps: [`RawLayer::bytes`] in all.
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
        let image = self.image.as_ref().and_then(|image| image.laid(&transfer));
        let crs = system.as_ref().map_or_else(|| self.crs(), |system| system.code.clone());
        let (sha256, encoding, fields) = (self.sha256, self.encoding, self.fields);
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
        notices.extend(frame.system().and_then(|own| far_off(&features, own)));
        let names: Vec<&str> = fields.iter().map(String::as_str).collect();
        let mut layer = Layer::new(Origin::File(source), &[], &names, features);
        layer.columns.clear();
        layer.sha256 = sha256;
        layer.crs = crs;
        layer.encoding = encoding;
        layer.skipped = rows.saturating_sub(layer.features.len());
        layer.notices = notices;
        layer.image = image;
        Ok(layer)
    }

    /// The layer's system. A zone that the file does not state is the frame's, without the frame's zone number.
    fn own_system(&self, frame: &Frame, notices: &mut Vec<Notice>) -> Option<System> {
        match (&self.place, frame.system()) {
            (Place::Known(system), _) => Some(System::clone(system)),
            (Place::ZoneUnknown, Some(own)) => {
                let system = without_zone_number(own)?;
                notices.push(Notice::new("zone-assumed").with("crs", &system.code));
                Some(system)
            }
            (Place::ZoneUnknown, None) | (Place::Local, _) => None,
        }
    }

    /// `None` where the job was cancelled. Advances by the bytes of the files, in all.
    fn placed(&self, transfer: &Transfer<'_>, handle: &Handle) -> Option<Vec<Placed>> {
        let share = |features: usize| self.bytes * features as u64 / self.features.len().max(1) as u64;
        let chunks: Vec<Option<Vec<Placed>>> = self
            .features
            .par_chunks(STEP)
            .enumerate()
            .map(|(chunk, features)| {
                if handle.is_cancelled() {
                    return None;
                }
                let first = chunk * STEP;
                let placed = features.iter().map(|feature| place(feature, transfer)).collect();
                handle.advance(share(first + features.len()) - share(first));
                Some(placed)
            })
            .collect();
        chunks.into_iter().collect::<Option<Vec<_>>>().map(|chunks| chunks.into_iter().flatten().collect())
    }
}

fn other_datum(system: &System, own: &System) -> Message {
    let message = Message::new("formats.other-datum").with("crs", &system.code).with("datum", &system.datum.name);
    message.with("frame", &own.code).with("frame_datum", &own.datum.name)
}

/// The notice for features so far from the frame's central meridian that its lengths are off by more than 0.4 %.
fn far_off(features: &[Feature], own: &System) -> Option<Notice> {
    if !own.is_transverse_mercator_in_metres() {
        return None;
    }
    let is_far = |feature: &&Feature| {
        let beyond = |x: f64| (x - own.false_easting()).abs() > FAR;
        feature.shape.bounds().is_some_and(|around| beyond(around.min().x) || beyond(around.max().x))
    };
    let mut far = features.iter().filter(is_far);
    let first = far.next()?;
    let notice = Notice::new("far-from-meridian").with("count", far.count() + 1).with("first", first.row);
    Some(notice.with("crs", &own.code))
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

/// A feature in the frame; a panic of a library costs only its row.
fn place(feature: &RawFeature, transfer: &Transfer<'_>) -> Placed {
    catch_unwind(AssertUnwindSafe(|| place_unguarded(feature, transfer))).unwrap_or_else(|_panic| {
        let notice = row_skipped(feature.row, Message::new("formats.flaw-overlay"));
        Placed { notices: vec![notice], ..Placed::default() }
    })
}

fn place_unguarded(feature: &RawFeature, transfer: &Transfer<'_>) -> Placed {
    let Some(raw) = &feature.shape else { return Placed::default() };
    let row = feature.row;
    let Some(moved) = raw.moved(&|at| transfer.apply(at)) else {
        let notice = row_skipped(row, Message::new("formats.flaw-outside"));
        return Placed { notices: vec![notice], outside: true, ..Placed::default() };
    };
    let made = match moved {
        RawShape::Points(points) => Ok((Shape::Points(points), None)),
        RawShape::Lines(lines) => long_enough(lines, row),
        RawShape::Areas(polygons) => area(&polygons, row),
    };
    match made {
        Ok((shape, notice)) => Placed { shape: Some(shape), notices: notice.into_iter().collect(), outside: false },
        Err(reason) => Placed { notices: vec![row_skipped(row, reason)], ..Placed::default() },
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
    // Parts that share an edge are one polygon: the union says so, the file's coordinates would not.
    let same_parts = repaired.polygons().count() == polygons.len()
        && repaired.rings().count() == polygons.iter().flat_map(rings).count();
    // A spike goes out and back along one line: it has no area, but a wall of it would be measured.
    let outline: f64 = polygons.iter().flat_map(rings).map(|ring| length(ring.0.iter().map(|at| [at.x, at.y]))).sum();
    let has_spike = same_parts && (outline - outline_of(&repaired)).abs() > SAME_OUTLINE * outline + 1e-6;
    if !is_clean || has_spike {
        let at = place_of_repair(polygons, &repaired);
        return Ok((Shape::Area(repaired), Some(Notice::new("ring-repaired").row(row).at(at.x, at.y))));
    }
    Ok((Shape::Area(if same_parts { Region::from_clean(polygons) } else { repaired }), None))
}

/// Length of a line.
fn length(corners: impl Iterator<Item = [f64; 2]>) -> f64 {
    let mut before = None;
    let step = |[x, y]: [f64; 2]| {
        let last = before.replace([x, y]);
        last.map_or(0.0, |[x0, y0]: [f64; 2]| (x - x0).hypot(y - y0))
    };
    corners.map(step).sum()
}

/// Length of all rings of a region.
fn outline_of(region: &Region) -> f64 {
    region.rings().map(|ring| length(ring.iter().chain(ring.first()).copied())).sum()
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
    let key = |cell: [f64; 2]| cell.map(f64::to_bits);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{ReadOptions, frame_for, read};
    use std::fs;

    fn ring(corners: &[(f64, f64)]) -> String {
        let corners: Vec<String> = corners.iter().map(|(x, y)| format!("[{x:?},{y:?}]")).collect();
        format!("[{}]", corners.join(","))
    }

    fn raw(crs: Option<&str>, geometries: &[String]) -> RawLayer {
        let crs = crs.map_or(String::new(), |name| {
            format!("\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"{name}\"}}}},")
        });
        let features: Vec<String> = geometries
            .iter()
            .map(|geometry| format!("{{\"type\":\"Feature\",\"properties\":{{}},\"geometry\":{geometry}}}"))
            .collect();
        let text = format!("{{\"type\":\"FeatureCollection\",{crs}\"features\":[{}]}}", features.join(","));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("layer.geojson");
        fs::write(&path, text).unwrap();
        read(&path, "layer.geojson", &ReadOptions::default(), &Handle::default()).unwrap()
    }

    fn point(x: f64, y: f64) -> String {
        format!("{{\"type\":\"Point\",\"coordinates\":[{x:?},{y:?}]}}")
    }

    fn polygon(rings: &[&[(f64, f64)]]) -> String {
        let rings: Vec<String> = rings.iter().map(|corners| ring(corners)).collect();
        format!("{{\"type\":\"Polygon\",\"coordinates\":[{}]}}", rings.join(","))
    }

    fn frame(code: &str) -> Frame {
        frame_for(Some(code), &[]).unwrap()
    }

    fn codes(layer: &Layer) -> Vec<&'static str> {
        layer.notices.iter().map(|notice| notice.code).collect()
    }

    fn first_point(layer: &Layer) -> Coord<f64> {
        match &layer.features[0].shape {
            Shape::Points(points) => points[0],
            other => panic!("{other:?}"),
        }
    }

    const XICHANG: (f64, f64) = (102.27, 27.90);
    const EASTING: f64 = 526_582.237;
    const NORTHING: f64 = 3_087_389.191;

    #[test]
    fn the_worked_point_holds_to_a_millimetre() {
        for (crs, easting) in [("EPSG:4543", EASTING), ("EPSG:4522", EASTING + 34_000_000.0)] {
            let layer = raw(Some("EPSG:4490"), &[point(XICHANG.0, XICHANG.1)]);
            let at = first_point(&layer.into_layer(&frame(crs), &Handle::default()).unwrap());
            assert!((at.x - easting).abs() < 1e-3 && (at.y - NORTHING).abs() < 1e-3, "{crs} {at:?}");
        }
    }

    #[test]
    fn another_false_easting_is_a_pure_shift() {
        let layer = raw(Some("EPSG:4522"), &[point(34_526_582.25, 3_087_389.125)]);
        let at = first_point(&layer.into_layer(&frame("EPSG:4543"), &Handle::default()).unwrap());
        assert_eq!((at.x.to_bits(), at.y.to_bits()), (526_582.25f64.to_bits(), 3_087_389.125f64.to_bits()));
    }

    #[test]
    fn the_frames_own_coordinates_stay_bit_for_bit() {
        let corners =
            [(526_000.1, 3_087_000.3), (526_100.7, 3_087_000.3), (526_100.7, 3_087_077.9), (526_000.1, 3_087_000.3)];
        let layer = raw(Some("EPSG:4543"), &[polygon(&[&corners])]);
        let layer = layer.into_layer(&frame("EPSG:4543"), &Handle::default()).unwrap();
        let Shape::Area(region) = &layer.features[0].shape else { panic!() };
        let kept: Vec<[f64; 2]> = region.rings().next().unwrap().to_vec();
        assert_eq!(kept, corners[..3].iter().map(|&(x, y)| [x, y]).collect::<Vec<_>>());
        assert!(codes(&layer).is_empty());
    }

    #[test]
    fn a_layer_on_another_datum_is_refused_with_both_names() {
        for (crs, datum) in [("EPSG:2379", "Xian 1980"), ("EPSG:2431", "Beijing 1954"), ("EPSG:4791", "New Beijing")] {
            let layer = raw(Some(crs), &[point(EASTING, NORTHING)]);
            let error = layer.into_layer(&frame("EPSG:4543"), &Handle::default()).unwrap_err().to_string();
            assert!(error.contains(datum) && error.contains("CGCS2000") && error.contains("layer.geojson"), "{error}");
        }
    }

    #[test]
    fn degrees_of_wgs_84_are_used_without_a_shift_and_said_so() {
        let layer = raw(None, &[point(XICHANG.0, XICHANG.1)]);
        let layer = layer.into_layer(&frame("EPSG:4543"), &Handle::default()).unwrap();
        assert!((first_point(&layer).x - EASTING).abs() < 1e-3);
        assert_eq!(codes(&layer), ["datum-null-shift"]);
    }

    #[test]
    fn a_bow_tie_is_repaired_at_its_crossing_and_a_clockwise_ring_is_no_repair() {
        let bow_tie = polygon(&[&[(0., 0.), (10., 10.), (10., 0.), (0., 10.), (0., 0.)]]);
        let clockwise = polygon(&[&[(0., 0.), (0., 10.), (10., 10.), (10., 0.), (0., 0.)]]);
        let layer =
            raw(Some("EPSG:4543"), &[bow_tie, clockwise]).into_layer(&frame("EPSG:4543"), &Handle::default()).unwrap();
        assert_eq!(codes(&layer), ["ring-repaired"]);
        assert_eq!((layer.notices[0].row, layer.notices[0].at), (Some(0), Some([5.0, 5.0])));
        let areas: Vec<f64> =
            layer.features.iter().map(|f| if let Shape::Area(r) = &f.shape { r.area() } else { 0.0 }).collect();
        assert!((areas[0] - 50.0).abs() < 1e-9 && (areas[1] - 100.0).abs() < 1e-9, "{areas:?}");
    }

    #[test]
    fn a_spike_is_cut_off_and_parts_that_share_an_edge_are_one() {
        let spike = polygon(&[&[(0., 0.), (10., 0.), (30., 0.), (10., 0.), (10., 10.), (0., 10.), (0., 0.)]]);
        let halves = format!(
            "{{\"type\":\"MultiPolygon\",\"coordinates\":[[{}],[{}]]}}",
            ring(&[(0., 0.), (5., 0.), (5., 10.), (0., 10.), (0., 0.)]),
            ring(&[(5., 0.), (10., 0.), (10., 10.), (5., 10.), (5., 0.)])
        );
        let layer =
            raw(Some("EPSG:4543"), &[spike, halves]).into_layer(&frame("EPSG:4543"), &Handle::default()).unwrap();
        let notices: Vec<_> = layer.notices.iter().map(|notice| (notice.code, notice.row)).collect();
        assert_eq!(notices, [("ring-repaired", Some(0))]);
        for feature in &layer.features {
            let Shape::Area(region) = &feature.shape else { panic!() };
            assert_eq!((region.polygons().count(), region.rings().map(<[_]>::len).sum::<usize>()), (1, 4));
            assert!((region.area() - 100.0).abs() < 1e-9);
        }
    }

    #[test]
    fn parts_that_overlap_and_holes_outside_are_repaired() {
        let overlap = format!(
            "{{\"type\":\"MultiPolygon\",\"coordinates\":[[{}],[{}]]}}",
            ring(&[(0., 0.), (10., 0.), (10., 10.), (0., 10.), (0., 0.)]),
            ring(&[(5., 0.), (15., 0.), (15., 10.), (5., 10.), (5., 0.)])
        );
        let stray = polygon(&[
            &[(0., 0.), (10., 0.), (10., 10.), (0., 10.), (0., 0.)],
            &[(20., 0.), (30., 0.), (30., 10.), (20., 10.), (20., 0.)],
        ]);
        let layer =
            raw(Some("EPSG:4543"), &[overlap, stray]).into_layer(&frame("EPSG:4543"), &Handle::default()).unwrap();
        assert_eq!(codes(&layer), ["ring-repaired", "ring-repaired"]);
        let areas: Vec<f64> =
            layer.features.iter().map(|f| if let Shape::Area(r) = &f.shape { r.area() } else { 0.0 }).collect();
        assert!((areas[0] - 150.0).abs() < 1e-9 && (areas[1] - 100.0).abs() < 1e-9, "{areas:?}");
    }

    #[test]
    fn rows_without_extent_or_place_are_set_aside() {
        let dot = String::from("{\"type\":\"LineString\",\"coordinates\":[[1,1],[1,1]]}");
        let flat = polygon(&[&[(0., 0.), (1., 0.), (2., 0.), (0., 0.)]]);
        let layer = raw(Some("EPSG:4490"), &[dot, flat, point(102.0, 28.0), point(102.0, 95.0)]);
        let layer = layer.into_layer(&frame("EPSG:4543"), &Handle::default()).unwrap();
        assert_eq!(layer.features.iter().map(|feature| feature.row).collect::<Vec<_>>(), [2]);
        assert_eq!(layer.skipped, 3);
        assert_eq!(layer.notices.iter().filter_map(|n| (n.code == "row-skipped").then_some(n.row)).count(), 3);
    }

    #[test]
    fn a_layer_that_lies_nowhere_in_its_system_is_refused() {
        let layer = raw(Some("EPSG:4490"), &[point(EASTING, NORTHING)]);
        assert_eq!(layer.notices[0].code, "crs-implausible");
        assert!(layer.into_layer(&frame("EPSG:4543"), &Handle::default()).is_err());
    }

    #[test]
    fn a_zone_that_is_not_stated_is_the_plans() {
        let layer = raw(None, &[point(EASTING, NORTHING)]);
        assert_eq!((layer.place.clone(), layer.notices[0].code), (Place::ZoneUnknown, "crs-assumed"));
        let with_number = layer.clone().into_layer(&frame("EPSG:4522"), &Handle::default()).unwrap();
        assert!((first_point(&with_number).x - EASTING - 34_000_000.0).abs() < 1e-6);
        let without = layer.into_layer(&frame("EPSG:4543"), &Handle::default()).unwrap();
        assert_eq!(first_point(&without), Coord { x: EASTING, y: NORTHING });
    }

    #[test]
    fn a_cancelled_job_gives_no_layer() {
        let handle = Handle::default();
        handle.cancel();
        assert!(raw(None, &[point(102.0, 28.0)]).into_layer(&frame("EPSG:4543"), &handle).is_err());
    }

    #[test]
    fn frames_follow_the_rule_of_the_first_transverse_mercator() {
        let degrees = raw(None, &[point(XICHANG.0, XICHANG.1)]);
        let web = raw(Some("EPSG:3857"), &[point(11_384_644.0, 3_236_371.0)]);
        let zone = raw(Some("EPSG:4522"), &[point(34_526_582.0, NORTHING)]);
        let utm = raw(Some("EPSG:32648"), &[point(230_000.0, NORTHING)]);
        let xian = raw(Some("EPSG:4610"), &[point(XICHANG.0, XICHANG.1)]);
        let boston = raw(None, &[point(-71.1, 42.4)]);
        let sydney = raw(None, &[point(151.2, -33.9)]);
        let code = |layers: &[&RawLayer]| frame_for(None, layers).unwrap().code;
        assert_eq!(code(&[&degrees, &web, &zone, &utm]), "EPSG:4522");
        assert_eq!(code(&[&utm, &zone]), "EPSG:32648");
        assert_eq!(code(&[&web, &degrees]), "EPSG:4543");
        assert_eq!(code(&[&xian]), "EPSG:2379");
        assert_eq!(code(&[&boston]), "EPSG:32619");
        assert_eq!(code(&[&sydney]), "EPSG:32756");
        assert_eq!(code(&[&raw(None, &[point(500_000.0, 3_000_000.0)])]), "EPSG:4543");
        assert_eq!(code(&[&raw(None, &[point(5_000.0, 3_000.0)])]), "local");
        assert!(frame_for(Some("EPSG:3857"), &[]).is_err());
        assert!(frame_for(Some("EPSG:4490"), &[]).is_err());
        assert!(frame_for(Some("EPSG:2249"), &[]).is_err());
        assert!(frame_for(Some("nonsense"), &[]).is_err());
    }

    #[test]
    fn distortion_at_xichang_is_nine_millionths() {
        let frame = frame("EPSG:4543");
        let at = frame.from_degrees(Coord { x: XICHANG.0, y: XICHANG.1 }).unwrap();
        // (easting from the meridian)² / (2 R²), R about 6366 km at 28° N: 8.7.
        let ppm = frame.distortion_ppm(at).unwrap();
        assert!((ppm - 8.7).abs() < 0.1, "{ppm}");
    }
}
