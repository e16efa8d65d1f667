//! Writes shapefile sets byte for byte the same every time: GBK attribute tables with Chinese field names and a fixed
//! date, which the writers at hand do not give.

use std::collections::BTreeMap;

use super::warp::Point;

const PRJ: &str = r#"PROJCS["CGCS2000_3_Degree_GK_CM_102E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",102.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;

/// What the features of a table are.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Point = 1,
    Line = 3,
    Polygon = 5,
}

/// A value of a row.
pub(crate) enum Value {
    Text(String),
    Number(f64),
    Blank,
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<Option<f64>> for Value {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Blank, Self::Number)
    }
}

/// A field: its name (at most 10 bytes in GBK), `C` or `N`, width and decimals.
pub(crate) type Column = (&'static str, char, u8, u8);

/// How a table tells its encoding.
#[derive(Clone, Copy)]
pub(crate) enum Told {
    /// Not at all, which is the usual case.
    Nowhere,
    /// By a `.cpg`.
    Cpg,
    /// By the language byte of the table.
    Byte,
}

/// A layer to be written.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) told: Told,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<(Vec<Vec<Point>>, Vec<Value>)>,
}

impl Table {
    /// Adds its files by name.
    pub(crate) fn write(&self, files: &mut BTreeMap<String, Vec<u8>>) {
        let (shp, shx) = self.shapes();
        files.insert(format!("{}.shp", self.name), shp);
        files.insert(format!("{}.shx", self.name), shx);
        files.insert(format!("{}.dbf", self.name), self.attributes());
        files.insert(format!("{}.prj", self.name), PRJ.into());
        if matches!(self.told, Told::Cpg) {
            files.insert(format!("{}.cpg", self.name), b"GBK".to_vec());
        }
    }

    fn shapes(&self) -> (Vec<u8>, Vec<u8>) {
        let (mut records, mut index) = (Vec::new(), Vec::new());
        let mut number = 0_u32;
        for (parts, _) in &self.rows {
            number += 1;
            let content = content(self.kind, parts);
            index.extend(words(100 + records.len()).to_be_bytes());
            index.extend(words(content.len()).to_be_bytes());
            records.extend(number.to_be_bytes());
            records.extend(words(content.len()).to_be_bytes());
            records.extend(content);
        }
        let all = bounds(self.rows.iter().flat_map(|(parts, _)| parts.iter().flatten()));
        let (mut shp, mut shx) = (header(self.kind, records.len(), all), header(self.kind, index.len(), all));
        shp.extend(records);
        shx.extend(index);
        (shp, shx)
    }

    fn attributes(&self) -> Vec<u8> {
        let width: usize = 1 + self.columns.iter().map(|column| usize::from(column.2)).sum::<usize>();
        let language = if matches!(self.told, Told::Byte) { 0x4D } else { 0 };
        let mut out = vec![3, 126, 1, 1];
        out.extend(small(self.rows.len()).to_le_bytes());
        out.extend(small(33 + 32 * self.columns.len()).to_le_bytes()[..2].iter());
        out.extend(small(width).to_le_bytes()[..2].iter());
        out.extend([0; 17]);
        out.push(language);
        out.extend([0; 2]);
        for (name, kind, width, decimals) in &self.columns {
            let mut field = gbk(name);
            assert!(field.len() <= 10, "field name {name} is longer than 10 bytes");
            field.resize(11, 0);
            field.push(*kind as u8);
            field.extend([0; 4]);
            field.extend([*width, *decimals]);
            field.resize(32, 0);
            out.extend(field);
        }
        out.push(0x0D);
        for (_, values) in &self.rows {
            out.push(b' ');
            for ((_, _, width, decimals), value) in self.columns.iter().zip(values) {
                out.extend(cell(value, usize::from(*width), usize::from(*decimals)));
            }
        }
        out.push(0x1A);
        out
    }
}

fn cell(value: &Value, width: usize, decimals: usize) -> Vec<u8> {
    match value {
        Value::Text(text) => {
            let mut bytes = gbk(text);
            assert!(bytes.len() <= width, "{text} is longer than {width} bytes");
            bytes.resize(width, b' ');
            bytes
        }
        Value::Number(number) => format!("{number:>width$.decimals$}").into_bytes(),
        Value::Blank => vec![b' '; width],
    }
}

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

fn content(kind: Kind, parts: &[Vec<Point>]) -> Vec<u8> {
    let mut out = (kind as u32).to_le_bytes().to_vec();
    if let Kind::Point = kind {
        out.extend(parts.iter().flatten().flatten().flat_map(|value| value.to_le_bytes()));
        return out;
    }
    for value in bounds(parts.iter().flatten()) {
        out.extend(value.to_le_bytes());
    }
    out.extend(small(parts.len()).to_le_bytes());
    out.extend(small(parts.iter().map(Vec::len).sum()).to_le_bytes());
    let mut start = 0;
    for part in parts {
        out.extend(small(start).to_le_bytes());
        start += part.len();
    }
    for value in parts.iter().flatten().flatten() {
        out.extend(value.to_le_bytes());
    }
    out
}

fn header(kind: Kind, body: usize, bounds: [f64; 4]) -> Vec<u8> {
    let mut out = 9994_u32.to_be_bytes().to_vec();
    out.extend([0; 20]);
    out.extend(words(100 + body).to_be_bytes());
    out.extend(1000_u32.to_le_bytes());
    out.extend((kind as u32).to_le_bytes());
    for value in bounds {
        out.extend(value.to_le_bytes());
    }
    out.resize(100, 0);
    out
}

fn bounds<'a>(points: impl Iterator<Item = &'a Point>) -> [f64; 4] {
    let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    points.fold(start, |b, p| [b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[0]), b[3].max(p[1])])
}

/// Lengths in 16-bit words, the unit of shapefile headers.
fn words(bytes: usize) -> u32 {
    small(bytes / 2)
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
