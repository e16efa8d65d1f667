//! Writes shapefile sets: `.shp`, `.shx`, `.dbf`, `.prj` and `.cpg` as bytes, so that the caller can put all of them in
//! place or none.
//!
//! An own writer rather than the `shapefile` and `dbase` crates: the table of those bears the date of the day, and the same
//! input must give the same bytes.

use std::borrow::Cow;

use geo_types::Coord;

use crate::formats::crs;
use crate::geometry::frame::Frame;
use crate::layer::{Shape, Value};
use crate::text::Message;

/// Bytes that a field's name has room for.
const LONGEST_NAME: usize = 10;
/// Bytes that a text has room for.
const LONGEST_TEXT: usize = 254;
/// Digits of a number beyond which it is written with an exponent.
const LONGEST_NUMBER: usize = 24;
/// Programs read files up to 2 GB.
const LARGEST: usize = i32::MAX as usize;
/// 2026-01-01, whatever the day: years from 1900, month, day.
const DATE: [u8; 3] = [126, 1, 1];

/// A field of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column<'a> {
    /// Its name: ASCII; what goes beyond 10 bytes is cut, as all programs cut it.
    pub name: &'a str,
    /// What it holds.
    pub kind: Kind,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text in UTF-8, the field as wide as the longest.
    Text,
    /// Numbers with so many decimals.
    Number(usize),
}

/// A row: a shape in metres of the frame, and a value per column.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// All rows of a set have lines or all have areas; a shape of another kind than the first stays a null shape.
    pub shape: &'a Shape,
    /// In the order of the columns; missing ones are blank.
    pub values: Vec<Value>,
}

/// The files of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// Extension and bytes of each file; the `.shp` stands last.
    pub files: Vec<(&'static str, Vec<u8>)>,
    /// Row and column of every text that had no room in 254 bytes and was cut behind a whole letter.
    pub cut: Vec<(usize, usize)>,
}

/// Writes a set; coordinates bit for bit, outer rings clockwise and holes counter-clockwise as the format has them.
///
/// # Errors
/// A message where a file would be larger than programs read.
pub fn write(columns: &[Column<'_>], rows: &[Row<'_>], frame: &Frame) -> Result<Set, Message> {
    let (shp, shx) = shapes(rows);
    let (dbf, cut) = table(columns, rows);
    let prj = crs::write::wkt(frame).into_bytes();
    let files = vec![("shx", shx), ("dbf", dbf), ("prj", prj), ("cpg", b"UTF-8".to_vec()), ("shp", shp)];
    if files.iter().any(|(_, bytes)| bytes.len() > LARGEST) {
        return Err(Message::new("formats.set-too-large"));
    }
    Ok(Set { files, cut })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Geometry {
    Null = 0,
    Lines = 3,
    Areas = 5,
}

type Part = Vec<Coord<f64>>;

fn geometry(shape: &Shape) -> Geometry {
    match shape {
        Shape::Points(_) => Geometry::Null,
        Shape::Lines(_) => Geometry::Lines,
        Shape::Area(_) => Geometry::Areas,
    }
}

/// Lines, or rings closed with the covered side on the right.
fn parts(shape: &Shape) -> Vec<Part> {
    match shape {
        Shape::Points(_) => Vec::new(),
        Shape::Lines(lines) => lines.iter().map(|line| line.0.clone()).collect(),
        Shape::Area(region) => region
            .rings()
            .map(|ring| ring.first().into_iter().chain(ring.iter().rev()).map(|&corner| corner.into()).collect())
            .collect(),
    }
}

/// `.shp` and `.shx`.
fn shapes(rows: &[Row<'_>]) -> (Vec<u8>, Vec<u8>) {
    let kind = rows.first().map_or(Geometry::Null, |row| geometry(row.shape));
    let (mut records, mut index) = (Vec::new(), Vec::new());
    let mut around = Bounds::NONE;
    for (number, row) in (1_u32..).zip(rows) {
        let parts = if geometry(row.shape) == kind { parts(row.shape) } else { Vec::new() };
        let content = content(kind, &parts);
        parts.iter().flatten().for_each(|at| around.add(*at));
        index.extend(words(HEADER + records.len()).to_be_bytes());
        index.extend(words(content.len()).to_be_bytes());
        records.extend(number.to_be_bytes());
        records.extend(words(content.len()).to_be_bytes());
        records.extend(content);
    }
    let file = |body: Vec<u8>| [header(kind, body.len(), &around), body].concat();
    (file(records), file(index))
}

/// Bytes of the header of `.shp` and `.shx`.
const HEADER: usize = 100;

fn header(kind: Geometry, body: usize, around: &Bounds) -> Vec<u8> {
    let mut out = 9994_u32.to_be_bytes().to_vec();
    out.extend([0; 20]);
    out.extend(words(HEADER + body).to_be_bytes());
    out.extend(1000_u32.to_le_bytes());
    out.extend((kind as u32).to_le_bytes());
    out.extend(around.bytes());
    // Heights and measures: none.
    out.resize(HEADER, 0);
    out
}

fn content(kind: Geometry, parts: &[Part]) -> Vec<u8> {
    let points: usize = parts.iter().map(Vec::len).sum();
    if points == 0 {
        return (Geometry::Null as u32).to_le_bytes().to_vec();
    }
    let mut around = Bounds::NONE;
    parts.iter().flatten().for_each(|at| around.add(*at));
    let mut out = (kind as u32).to_le_bytes().to_vec();
    out.extend(around.bytes());
    out.extend(count(parts.len()).to_le_bytes());
    out.extend(count(points).to_le_bytes());
    let mut start = 0;
    for part in parts {
        out.extend(count(start).to_le_bytes());
        start += part.len();
    }
    for at in parts.iter().flatten() {
        out.extend(at.x.to_le_bytes());
        out.extend(at.y.to_le_bytes());
    }
    out
}

/// The box around points; turned inside out where there is none.
struct Bounds {
    low: Coord<f64>,
    high: Coord<f64>,
}

impl Bounds {
    const NONE: Self = Self {
        low: Coord { x: f64::INFINITY, y: f64::INFINITY },
        high: Coord { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY },
    };

    fn add(&mut self, at: Coord<f64>) {
        self.low = Coord { x: self.low.x.min(at.x), y: self.low.y.min(at.y) };
        self.high = Coord { x: self.high.x.max(at.x), y: self.high.y.max(at.y) };
    }

    /// Zeros where there is no point, as the format has it.
    fn bytes(&self) -> Vec<u8> {
        let of = |value: f64| if value.is_finite() { value } else { 0.0 };
        [self.low.x, self.low.y, self.high.x, self.high.y].iter().flat_map(|&value| of(value).to_le_bytes()).collect()
    }
}

/// Lengths in 16-bit words, the unit of the headers.
fn words(bytes: usize) -> u32 {
    count(bytes / 2)
}

/// A count of the format; larger ones are refused as files that are too large.
fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The `.dbf`, and row and column of every text that was cut.
fn table(columns: &[Column<'_>], rows: &[Row<'_>]) -> (Vec<u8>, Vec<(usize, usize)>) {
    let cells: Vec<Vec<Cow<'_, str>>> = rows.iter().map(|row| row_cells(columns, row)).collect();
    let widest = |column: usize| cells.iter().filter_map(|row| Some(row.get(column)?.len())).max();
    let widths: Vec<usize> =
        (0..columns.len()).map(|column| widest(column).unwrap_or(0).clamp(1, LONGEST_TEXT)).collect();
    let mut out = table_header(columns, &widths, rows.len());
    let mut cut = Vec::new();
    for (row, cells) in cells.iter().enumerate() {
        out.push(b' ');
        for (column, (cell, &width)) in cells.iter().zip(&widths).enumerate() {
            let kept = cell.floor_char_boundary(width);
            cut.extend((kept < cell.len()).then_some((row, column)));
            let blanks = std::iter::repeat_n(b' ', width - kept);
            let text = cell.as_bytes().iter().take(kept).copied();
            match columns.get(column).map(|column| column.kind) {
                Some(Kind::Number(_)) => out.extend(blanks.chain(text)),
                _ => out.extend(text.chain(blanks)),
            }
        }
    }
    out.push(0x1A);
    (out, cut)
}

fn table_header(columns: &[Column<'_>], widths: &[usize], rows: usize) -> Vec<u8> {
    let short = |number: usize| u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes();
    let byte = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
    let mut out = vec![3];
    out.extend(DATE);
    out.extend(count(rows).to_le_bytes());
    out.extend(short(33 + 32 * columns.len()));
    out.extend(short(1 + widths.iter().sum::<usize>()));
    out.resize(32, 0);
    for (column, width) in columns.iter().zip(widths) {
        let mut field: Vec<u8> = column.name.bytes().filter(u8::is_ascii).take(LONGEST_NAME).collect();
        field.resize(11, 0);
        let (kind, decimals) = match column.kind {
            Kind::Text => (b'C', 0),
            Kind::Number(decimals) => (b'N', decimals),
        };
        field.push(kind);
        field.extend([0; 4]);
        field.extend([byte(*width), byte(decimals)]);
        field.resize(32, 0);
        out.extend(field);
    }
    out.push(0x0D);
    out
}

fn row_cells<'a>(columns: &[Column<'_>], row: &'a Row<'_>) -> Vec<Cow<'a, str>> {
    columns.iter().enumerate().map(|(column, Column { kind, .. })| cell(*kind, row.values.get(column))).collect()
}

fn cell(kind: Kind, value: Option<&Value>) -> Cow<'_, str> {
    match (kind, value) {
        (Kind::Text, Some(Value::Text(text))) => Cow::Borrowed(text),
        (Kind::Text, Some(other)) => Cow::Owned(other.plain().unwrap_or_default()),
        (Kind::Number(decimals), Some(Value::Number(number))) if number.is_finite() => {
            let text = format!("{number:.decimals$}");
            Cow::Owned(if text.len() > LONGEST_NUMBER { format!("{number:.12e}") } else { text })
        }
        _ => Cow::Borrowed(""),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use geo_types::LineString;

    use super::*;
    use crate::formats::{RawLayer, RawShape, ReadOptions, frame_for, read};
    use crate::geometry::Region;
    use crate::handle::Handle;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x: 526_000.123_456_789 + x, y: 3_087_000.987_654_321 + y }
    }

    fn square(x: f64, side: f64) -> Vec<Coord<f64>> {
        vec![at(x, x), at(x + side, x), at(x + side, x + side), at(x, x + side)]
    }

    /// Two parts, one with a hole.
    fn area() -> Shape {
        let holed = Region::from_rings(&square(0.0, 100.0), &[&square(30.0, 20.0)]).unwrap();
        Shape::Area(Region::union([&holed, &Region::from_rings(&square(200.0, 10.0), &[]).unwrap()]).unwrap())
    }

    fn lines() -> Shape {
        let line = |x: f64| LineString(vec![at(x, 0.0), at(x + 1.0 / 3.0, 50.0), at(x, 100.0)]);
        Shape::Lines(vec![line(0.0), line(7.0)])
    }

    fn column(name: &str, kind: Kind) -> Column<'_> {
        Column { name, kind }
    }

    fn read_back(set: &Set, folder: &Path) -> RawLayer {
        for (extension, bytes) in &set.files {
            fs::write(folder.join("廊道").with_extension(extension), bytes).unwrap();
        }
        read(&folder.join("廊道.shp"), "廊道.shp", &ReadOptions::default(), &Handle::default()).unwrap()
    }

    /// Rings and lines as sets of points, whatever each begins with.
    fn corners(parts: impl IntoIterator<Item = Vec<Coord<f64>>>) -> Vec<Vec<(u64, u64)>> {
        let mut parts: Vec<Vec<(u64, u64)>> = parts
            .into_iter()
            .map(|part| {
                let mut part: Vec<_> = part.iter().map(|at| (at.x.to_bits(), at.y.to_bits())).collect();
                part.sort_unstable();
                part.dedup();
                part
            })
            .collect();
        parts.sort();
        parts
    }

    #[test]
    fn areas_with_holes_are_read_back_bit_for_bit_with_their_values_and_their_system() {
        let (area, columns) = (area(), [column("name", Kind::Text), column("width", Kind::Number(3))]);
        let row = |name: &str, width: Value| Row { shape: &area, values: vec![Value::text(name), width] };
        let rows = [row("邛海—泸山廊道", Value::Number(60.5)), row("", Value::Null), row("𠮷", Value::Number(-0.25))];
        let frame = frame_for(Some("EPSG:4543"), &[]).unwrap();
        let set = write(&columns, &rows, &frame).unwrap();
        assert_eq!(set, write(&columns, &rows, &frame).unwrap());
        let folder = tempfile::tempdir().unwrap();
        let layer = read_back(&set, folder.path());
        assert!(layer.notices.is_empty() && set.cut.is_empty(), "{:?}", layer.notices);
        assert_eq!((layer.crs().as_str(), layer.encoding.as_str()), ("EPSG:4543", "UTF-8"));
        assert_eq!(layer.fields, ["name", "width"]);
        let values: Vec<&[Value]> = layer.features.iter().map(|feature| feature.values.as_slice()).collect();
        let number = Value::Number;
        assert_eq!(values[0], [Value::text("邛海—泸山廊道"), number(60.5)]);
        assert_eq!((values[1], values[2]), (&[Value::Null, Value::Null][..], &[Value::text("𠮷"), number(-0.25)][..]));
        let Some(RawShape::Areas(polygons)) = &layer.features[0].shape else { panic!("{:?}", layer.features[0]) };
        let Shape::Area(region) = &area else { panic!() };
        let rings = polygons.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
        let own = region.rings().map(|ring| ring.iter().map(|&corner| corner.into()).collect());
        assert_eq!(polygons.len(), 2);
        assert_eq!(corners(rings.map(|ring| ring.0.clone())), corners(own));
    }

    #[test]
    fn outer_rings_are_closed_and_clockwise_and_holes_the_other_way() {
        let doubled = |ring: &Part| -> f64 {
            let from = ring[0];
            ring.windows(2).map(|ends| [ends[0] - from, ends[1] - from]).map(|[a, b]| a.x * b.y - b.x * a.y).sum()
        };
        let parts = parts(&area());
        assert!(parts.iter().all(|ring| ring.first() == ring.last()));
        let mut areas: Vec<String> = parts.iter().map(|ring| format!("{:.0}", doubled(ring) / 2.0)).collect();
        areas.sort();
        assert_eq!(areas, ["-100", "-10000", "400"]);
    }

    #[test]
    fn lines_are_read_back_bit_for_bit() {
        let lines = lines();
        let rows = [Row { shape: &lines, values: vec![Value::text("d1")] }];
        let frame = frame_for(Some("EPSG:2379"), &[]).unwrap();
        let set = write(&[column("id", Kind::Text)], &rows, &frame).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let layer = read_back(&set, folder.path());
        assert_eq!(layer.crs(), "EPSG:2379");
        let Some(RawShape::Lines(read)) = &layer.features[0].shape else { panic!("{:?}", layer.features[0]) };
        let Shape::Lines(own) = &lines else { panic!() };
        assert_eq!(corners(read.iter().map(|line| line.0.clone())), corners(own.iter().map(|line| line.0.clone())));
    }

    #[test]
    fn a_text_without_room_is_cut_behind_a_whole_letter_and_a_name_at_ten_bytes() {
        let (lines, long) = (lines(), "廊".repeat(100));
        let columns = [column("red_line_width", Kind::Number(1)), column("name", Kind::Text)];
        let values = |name: &str| vec![Value::Number(24.0), Value::text(name)];
        let rows = [Row { shape: &lines, values: values("甲") }, Row { shape: &lines, values: values(&long) }];
        let set = write(&columns, &rows, &frame_for(Some("EPSG:4543"), &[]).unwrap()).unwrap();
        assert_eq!(set.cut, [(1, 1)]);
        let folder = tempfile::tempdir().unwrap();
        let layer = read_back(&set, folder.path());
        assert_eq!(layer.fields, ["red_line_w", "name"]);
        assert_eq!(layer.features[1].values, [Value::Number(24.0), Value::text(&"廊".repeat(84))]);
    }

    #[test]
    fn a_number_too_long_for_a_field_is_written_with_an_exponent() {
        assert_eq!(cell(Kind::Number(2), Some(&Value::Number(1.5e200))), "1.500000000000e200");
        assert_eq!(cell(Kind::Number(2), Some(&Value::Number(f64::NAN))), "");
        assert_eq!(cell(Kind::Number(2), Some(&Value::text("x"))), "");
    }

    #[test]
    fn a_shape_of_another_kind_is_a_null_shape() {
        let (area, lines) = (area(), lines());
        let rows = [&area, &lines].map(|shape| Row { shape, values: Vec::new() });
        let set = write(&[column("id", Kind::Text)], &rows, &Frame::local()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let layer = read_back(&set, folder.path());
        assert!(layer.features[0].shape.is_some() && layer.features[1].shape.is_none());
    }
}
