//! Writes shapefile sets: `.shp`, `.shx`, `.dbf`, `.prj` and `.cpg` as bytes, so that the caller can put all of them in
//! place or none.
//!
//! An own writer rather than the `shapefile` and `dbase` crates: the table of those bears the date of the day, and the same
//! input must give the same bytes.

mod table;

use geo_types::Coord;

use crate::formats::{Form, crs};
use crate::geometry::frame::Frame;
use crate::layer::{Shape, Value};
use crate::text::Message;

/// Programs read files up to 2 GB.
const LARGEST: usize = i32::MAX as usize;

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
    /// Text, the field as wide as the longest.
    Text,
    /// Numbers with so many decimals.
    Number(usize),
}

/// What the text of a table is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8.
    #[default]
    Utf8,
    /// GBK; letters that it lacks become `?`.
    Gbk,
}

/// A row: a shape in metres of the frame, and a value per column.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// A shape of another form than the set's stays a null shape.
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
    /// Row and column of every text with letters that the charset lacks.
    pub replaced: Vec<(usize, usize)>,
}

/// Writes a set of the form of its first row, its text in UTF-8; see [`write_as`].
///
/// # Errors
/// A message where a file would be larger than programs read.
pub fn write(columns: &[Column<'_>], rows: &[Row<'_>], frame: &Frame) -> Result<Set, Message> {
    let form = rows.first().map_or(Form::Points, |row| Form::of(row.shape));
    write_as(form, Charset::Utf8, columns, rows, frame)
}

/// Writes a set; coordinates bit for bit, outer rings clockwise and holes counter-clockwise as the format has them.
///
/// # Errors
/// A message where a file would be larger than programs read.
pub fn write_as(
    form: Form,
    charset: Charset,
    columns: &[Column<'_>],
    rows: &[Row<'_>],
    frame: &Frame,
) -> Result<Set, Message> {
    let (shp, shx) = shapes(geometry(form, rows), form, rows);
    let table = table::write(columns, rows, charset);
    let prj = crs::write::wkt(frame).into_bytes();
    let cpg = match charset {
        Charset::Utf8 => b"UTF-8".to_vec(),
        Charset::Gbk => b"GBK".to_vec(),
    };
    let files = vec![("shx", shx), ("dbf", table.bytes), ("prj", prj), ("cpg", cpg), ("shp", shp)];
    if files.iter().any(|(_, bytes)| bytes.len() > LARGEST) {
        return Err(Message::new("formats.set-too-large"));
    }
    Ok(Set { files, cut: table.cut, replaced: table.replaced })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Geometry {
    Null = 0,
    Point = 1,
    Lines = 3,
    Areas = 5,
    Points = 8,
}

type Part = Vec<Coord<f64>>;

fn geometry(form: Form, rows: &[Row<'_>]) -> Geometry {
    let several = |row: &Row<'_>| matches!(row.shape, Shape::Points(points) if points.len() > 1);
    match form {
        Form::Points if rows.iter().any(several) => Geometry::Points,
        Form::Points => Geometry::Point,
        Form::Lines => Geometry::Lines,
        Form::Areas => Geometry::Areas,
    }
}

/// Points, lines, or rings closed with the covered side on the right.
fn parts(shape: &Shape) -> Vec<Part> {
    match shape {
        Shape::Points(points) => vec![points.clone()],
        Shape::Lines(lines) => lines.iter().map(|line| line.0.clone()).collect(),
        Shape::Area(region) => region
            .rings()
            .map(|ring| ring.first().into_iter().chain(ring.iter().rev()).map(|&corner| corner.into()).collect())
            .collect(),
    }
}

/// `.shp` and `.shx`.
fn shapes(kind: Geometry, form: Form, rows: &[Row<'_>]) -> (Vec<u8>, Vec<u8>) {
    let (mut records, mut index) = (Vec::new(), Vec::new());
    let mut around = Bounds::NONE;
    for (number, row) in (1_u32..).zip(rows) {
        let parts = if Form::of(row.shape) == form { parts(row.shape) } else { Vec::new() };
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
    let mut out = (kind as u32).to_le_bytes().to_vec();
    if kind != Geometry::Point {
        let mut around = Bounds::NONE;
        parts.iter().flatten().for_each(|at| around.add(*at));
        out.extend(around.bytes());
        if kind != Geometry::Points {
            out.extend(count(parts.len()).to_le_bytes());
        }
        out.extend(count(points).to_le_bytes());
    }
    if matches!(kind, Geometry::Lines | Geometry::Areas) {
        let mut start = 0;
        for part in parts {
            out.extend(count(start).to_le_bytes());
            start += part.len();
        }
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
    fn a_shape_of_another_kind_is_a_null_shape() {
        let (area, lines) = (area(), lines());
        let rows = [&area, &lines].map(|shape| Row { shape, values: Vec::new() });
        let set = write(&[column("id", Kind::Text)], &rows, &Frame::local()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let layer = read_back(&set, folder.path());
        assert!(layer.features[0].shape.is_some() && layer.features[1].shape.is_none());
    }
}
