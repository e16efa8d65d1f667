//! Shapes as GeoPackages hold them: a header with the box around them, then well-known binary (OGC 06-103r4).

use geo_types::{Coord, LineString};

use super::Form;
use crate::layer::Shape;

/// Little-endian, box of x and y.
const FLAGS: u8 = 0b0000_0011;
/// The same for a shape without a point, which has no box.
const FLAGS_EMPTY: u8 = 0b0001_0001;
const POINT: u32 = 1;
const LINE: u32 = 2;
const POLYGON: u32 = 3;
/// The number of a type of several is this much larger.
const SEVERAL: u32 = 3;

/// The name of a type of shapes.
pub(super) fn type_name(form: Form, multiple: bool) -> &'static str {
    match (form, multiple) {
        (Form::Points, false) => "POINT",
        (Form::Points, true) => "MULTIPOINT",
        (Form::Lines, false) => "LINESTRING",
        (Form::Lines, true) => "MULTILINESTRING",
        (Form::Areas, false) => "POLYGON",
        (Form::Areas, true) => "MULTIPOLYGON",
    }
}

/// West, east, south and north of a shape; `None` where it has no point.
pub(super) fn around(shape: &Shape) -> Option<[f64; 4]> {
    let bounds = shape.bounds()?;
    Some([bounds.min().x, bounds.max().x, bounds.min().y, bounds.max().y])
}

/// A shape as a blob: of several parts, or its first alone. Outer rings run counter-clockwise and holes clockwise, as
/// regions keep them.
pub(super) fn of(shape: &Shape, multiple: bool, system: i32) -> Vec<u8> {
    let bounds = around(shape);
    let mut out = b"GP\0".to_vec();
    out.push(if bounds.is_some() { FLAGS } else { FLAGS_EMPTY });
    out.extend(system.to_le_bytes());
    out.extend(bounds.into_iter().flatten().flat_map(f64::to_le_bytes));
    match shape {
        Shape::Points(points) => parts(&mut out, POINT, multiple, points, |out, &at| position(out, at)),
        Shape::Lines(lines) => parts(&mut out, LINE, multiple, lines, line),
        Shape::Area(region) => {
            let polygons: Vec<_> = region.polygons().collect();
            parts(&mut out, POLYGON, multiple, &polygons, |out, polygon| {
                count(out, 1 + polygon.interiors().len());
                line(out, polygon.exterior());
                polygon.interiors().iter().for_each(|hole| line(out, hole));
            });
        }
    }
    out
}

fn parts<P>(out: &mut Vec<u8>, kind: u32, multiple: bool, parts: &[P], body: impl Fn(&mut Vec<u8>, &P)) {
    if multiple {
        head(out, kind + SEVERAL);
        count(out, parts.len());
    }
    for part in parts.iter().take(if multiple { parts.len() } else { 1 }) {
        head(out, kind);
        body(out, part);
    }
}

fn head(out: &mut Vec<u8>, kind: u32) {
    out.push(1);
    out.extend(kind.to_le_bytes());
}

fn count(out: &mut Vec<u8>, number: usize) {
    out.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

fn line(out: &mut Vec<u8>, line: &LineString<f64>) {
    count(out, line.0.len());
    line.0.iter().for_each(|&at| position(out, at));
}

fn position(out: &mut Vec<u8>, at: Coord<f64>) {
    out.extend(at.x.to_le_bytes());
    out.extend(at.y.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_has_its_header_its_box_and_its_place() {
        let blob = of(&Shape::Points(vec![Coord { x: 34_500_000.25, y: 3_087_000.5 }]), false, 4522);
        let numbers = |values: &[f64]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
        let (x, y) = (34_500_000.25, 3_087_000.5);
        let expected =
            [b"GP\0\x03\xAA\x11\0\0".to_vec(), numbers(&[x, x, y, y]), b"\x01\x01\0\0\0".to_vec(), numbers(&[x, y])];
        assert_eq!(blob, expected.concat());
    }

    #[test]
    fn a_shape_without_points_says_that_it_is_empty() {
        assert_eq!(of(&Shape::Lines(Vec::new()), true, 1), b"GP\0\x11\x01\0\0\0\x01\x05\0\0\0\0\0\0\0".to_vec());
    }
}
