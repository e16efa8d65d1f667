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

/// Longer beginnings of a text file are not read.
const LONGEST: u64 = 4 << 20;
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
    let mut bytes = beginning(path, LONGEST)?;
    let is_whole = (bytes.len() as u64) < LONGEST;
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
