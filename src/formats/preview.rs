//! The first rows of a file in an encoding, to see whether it is the right one. Reads only what it shows.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::shapefile::{code_page, has_extension, sibling, stated_encoding};
use super::{ReadError, ReadOptions, dbf, encoding, geojson, unreadable};
use crate::layer::Value;
use crate::text::Message;

/// Encodings to offer, the likeliest for Chinese data first. Others by name are read too.
pub const ENCODINGS: &[&str] =
    &["GBK", "GB18030", "UTF-8", "Big5", "Shift_JIS", "EUC-KR", "windows-1252", "windows-1251", "ISO-8859-2"];

/// So much of a text file is read first, and so much at the most where it holds fewer rows than asked for.
const SHORTEST: u64 = 128 << 10;
const LONGEST: u64 = 8 << 20;
/// The longest header a table can have: 32 bytes, 2048 fields of 32 bytes, the mark behind them.
const HEADER: u64 = 32 + 2048 * 32 + 1;
/// An encoding that is not stated is told from at least so many rows.
const LEAST: usize = 1000;

/// The first rows of a file as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// The encoding that was used.
    pub encoding: String,
    /// Names of the fields.
    pub fields: Vec<String>,
    /// Values by row and field; empty where a value is missing.
    pub rows: Vec<Vec<String>>,
}

/// The first rows of a shapefile's table, of a table, or of the properties of GeoJSON. Without a stated encoding it is
/// told from the beginning of the file.
///
/// # Errors
/// [`ReadError`] where the file cannot be read, is of another format, or no encoding has this name.
pub fn preview(path: &Path, encoding: Option<&str>, rows: usize) -> Result<Preview, ReadError> {
    let options = ReadOptions { crs: None, encoding: encoding.map(str::to_owned) };
    if has_extension(path, "geojson") || has_extension(path, "json") {
        return of_geojson(path, &options, rows);
    }
    let table = if has_extension(path, "dbf") { Some(path.to_owned()) } else { sibling(path, "dbf") };
    let Some(table) = table else { return Err(ReadError(Message::new("formats.table-absent"))) };
    of_table(&table, &options, rows)
}

fn of_table(path: &Path, options: &ReadOptions, rows: usize) -> Result<Preview, ReadError> {
    let not_a_table = || ReadError(Message::new("formats.not-dbf"));
    let head = beginning(path, HEADER)?;
    let table = dbf::Table::open(&head).ok_or_else(not_a_table)?;
    let whole = table.length_of(rows.max(LEAST));
    let bytes = if whole > head.len() { beginning(path, whole as u64)? } else { head };
    let table = dbf::Table::open(&bytes).ok_or_else(not_a_table)?;
    let page = sibling(path, "cpg").map(|page| beginning(&page, 64)).transpose()?;
    let stated = stated_encoding(options)?;
    let contents = table.read(rows.max(LEAST).min(table.rows()), stated, page.as_deref().and_then(code_page));
    let shown = contents.rows.into_iter().flatten().take(rows);
    Ok(Preview {
        encoding: contents.encoding,
        rows: shown.map(|values| values.iter().map(plain).collect()).collect(),
        fields: contents.fields,
    })
}

fn of_geojson(path: &Path, options: &ReadOptions, rows: usize) -> Result<Preview, ReadError> {
    let mut length = SHORTEST;
    loop {
        let bytes = beginning(path, length)?;
        let is_whole = (bytes.len() as u64) < length;
        let shown = geojson_rows(bytes, is_whole, options, rows);
        let is_enough = shown.as_ref().is_ok_and(|shown| shown.rows.len() >= rows);
        if is_whole || is_enough || length >= LONGEST {
            return shown;
        }
        length *= 4;
    }
}

fn geojson_rows(mut bytes: Vec<u8>, is_whole: bool, options: &ReadOptions, rows: usize) -> Result<Preview, ReadError> {
    // The beginning may end within a character.
    if !is_whole {
        bytes.truncate(bytes.iter().rposition(u8::is_ascii).map_or(0, |last| last + 1));
    }
    let used = match (encoding_rs::Encoding::for_bom(&bytes), stated_encoding(options)?) {
        (Some((marked, _)), _) => marked,
        (None, stated) => {
            let sample = [encoding::Sample { bytes: &bytes, full: false }];
            encoding::decide(stated, Some(encoding_rs::UTF_8), 0, &sample).encoding
        }
    };
    let (text, _, _) = used.decode(&bytes);
    let contents = if is_whole {
        geojson::read::read(&text)?
    } else {
        geojson::read::read_beginning(&text, rows).ok_or_else(|| ReadError(Message::new("formats.json-other")))?
    };
    let count = contents.fields.len();
    let row = |values: &[Value]| (0..count).map(|at| values.get(at).map(plain).unwrap_or_default()).collect();
    Ok(Preview {
        encoding: used.name().to_owned(),
        rows: contents.features.iter().take(rows).map(|feature| row(&feature.values)).collect(),
        fields: contents.fields,
    })
}

fn plain(value: &Value) -> String {
    value.plain().unwrap_or_default()
}

fn beginning(path: &Path, bytes: u64) -> Result<Vec<u8>, ReadError> {
    let mut read = Vec::new();
    let done = File::open(path).and_then(|file| file.take(bytes).read_to_end(&mut read));
    done.map_err(|error| unreadable(path, &error))?;
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dBASE III table of one text field of ten bytes, `NAME`, with these rows.
    fn table(rows: &[&[u8]]) -> Vec<u8> {
        let count = u32::try_from(rows.len()).unwrap().to_le_bytes();
        let mut bytes = vec![3, 125, 1, 1, count[0], count[1], count[2], count[3], 65, 0, 11, 0];
        bytes.resize(32, 0);
        bytes.extend(b"NAME\0\0\0\0\0\0\0C");
        bytes.resize(48, 0);
        bytes.push(10);
        bytes.resize(64, 0);
        bytes.push(0x0D);
        for row in rows {
            bytes.push(b' ');
            bytes.extend(*row);
            bytes.resize(bytes.len() + 10 - row.len(), b' ');
        }
        bytes
    }

    const ROADS_GBK: &[u8] = b"\xb5\xc0\xc2\xb7"; // 道路

    #[test]
    fn the_first_rows_of_a_table_are_shown_in_the_encoding_that_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("路.shp"), "").unwrap();
        std::fs::write(at("路.DBF"), table(&[ROADS_GBK, b"a", b"b"])).unwrap();
        let shown = |encoding| preview(&at("路.shp"), encoding, 2).unwrap();
        let gbk = shown(Some("GBK"));
        assert_eq!(
            (gbk.fields.as_slice(), gbk.rows.as_slice()),
            (&["NAME".to_owned()][..], &[["道路"], ["a"]].map(|row| row.map(str::to_owned).to_vec())[..])
        );
        assert_eq!(shown(None).encoding, "GBK");
        assert_eq!(shown(Some("windows-1252")).rows[0], ["µÀÂ·"]);
        assert!(preview(&at("路.shp"), Some("no such"), 2).is_err());
        std::fs::write(at("路.cpg"), "Big5").unwrap();
        assert_eq!(shown(None).encoding, "Big5");
    }

    #[test]
    fn of_a_long_table_only_the_beginning_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.dbf");
        let rows = vec![ROADS_GBK; 2 * LEAST];
        std::fs::write(&path, table(&rows)).unwrap();
        assert_eq!(preview(&path, None, 5).unwrap().rows.len(), 5);
        assert_eq!(preview(&path, None, LEAST + 5).unwrap().rows.len(), LEAST + 5);
    }

    #[test]
    fn properties_of_geojson_are_shown_also_of_a_beginning_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.geojson");
        let one =
            |name: &str| format!(r#"{{"type":"Feature","properties":{{"名称":"{name}","宽":3}},"geometry":null}}"#);
        let short = format!(r#"{{"type":"FeatureCollection","features":[{},{}]}}"#, one("甲"), one("乙"));
        std::fs::write(&path, &short).unwrap();
        let whole = preview(&path, None, 9).unwrap();
        assert_eq!(
            (whole.encoding.as_str(), whole.fields, whole.rows[1].clone()),
            ("UTF-8", vec!["名称".to_owned(), "宽".to_owned()], vec!["乙".to_owned(), "3".to_owned()])
        );
        let filler = vec![one("丙"); usize::try_from(SHORTEST).unwrap() / 50].join(",");
        std::fs::write(&path, short.replace("]}", &format!(",{filler}]}}"))).unwrap();
        let beginning = preview(&path, None, 2).unwrap();
        assert_eq!((beginning.rows.len(), beginning.rows[0][0].as_str()), (2, "甲"));
    }

    #[test]
    fn what_is_no_table_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for (name, bytes) in [("a.dbf", &b""[..]), ("b.dbf", b"not a table"), ("c.geojson", b"{"), ("d.shp", b"")] {
            std::fs::write(at(name), bytes).unwrap();
            assert!(preview(&at(name), None, 3).is_err(), "{name}");
        }
        assert!(preview(&at("none.dbf"), None, 3).is_err());
    }

    #[test]
    fn every_encoding_on_offer_is_one_that_files_are_read_in() {
        for name in ENCODINGS {
            let encoding = encoding::by_name(name).unwrap();
            assert!(encoding.name().eq_ignore_ascii_case(name), "results name it alike");
        }
    }
}
