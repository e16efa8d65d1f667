//! Shapefile sets: `.shp` with `.dbf`, `.prj` and `.cpg` in any letter case, or parts of a set. The index
//! `.shx` is used only where the records of the `.shp` do not follow on as they should.

pub mod write;

use std::fs;
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;
use sha2::{Digest as _, Sha256};

use super::crs::{self, Said};
use super::raw::{Format, Place, RawFeature, RawLayer, row_skipped};
use super::shp::{Flaw, Records};
use super::{ReadError, ReadOptions, dbf, encoding, go_on, shp, unreadable};
use crate::handle::Handle;
use crate::layer::Value;
use crate::notice::Notice;
use crate::text::Message;

/// The bytes of a set, as far as its files are there.
#[derive(Default)]
struct Set {
    shp: Option<Vec<u8>>,
    shx: Option<Vec<u8>>,
    dbf: Option<Vec<u8>>,
    prj: Option<Vec<u8>>,
    cpg: Option<Vec<u8>>,
}

impl Set {
    fn load(path: &Path) -> Result<Self, ReadError> {
        let read = |path: &Path| fs::read(path).map_err(|error| unreadable(path, &error));
        let beside = |extension| sibling(path, extension).map(|found| read(&found)).transpose();
        let is_table = has_extension(path, "dbf");
        let (main, other) = (Some(read(path)?), if is_table { None } else { beside("dbf")? });
        let (shp, dbf) = if is_table { (None, main) } else { (main, other) };
        let shx = if is_table { None } else { beside("shx")? };
        Ok(Self { shp, shx, dbf, prj: beside("prj")?, cpg: beside("cpg")? })
    }

    fn bytes(&self) -> u64 {
        let files = [&self.shp, &self.shx, &self.dbf, &self.prj, &self.cpg];
        files.into_iter().flatten().map(|bytes| bytes.len() as u64).sum()
    }

    /// SHA-256 over .shp, .dbf, .prj and .cpg, in this order.
    fn sha256(&self) -> String {
        let files = [&self.shp, &self.dbf, &self.prj, &self.cpg];
        hex(files.into_iter().flatten().fold(Sha256::new(), Sha256::chain_update))
    }
}

/// A hash as people write it.
pub(super) fn hex(hash: Sha256) -> String {
    hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
        text.extend([byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)]));
        text
    })
}

/// Whether a path ends in an extension, whatever its letter case.
pub(super) fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension))
}

/// The file beside `path` with the same stem and another extension, whatever the letter case of the extension, then of
/// both. Of several the first by name.
pub(super) fn sibling(path: &Path, extension: &str) -> Option<PathBuf> {
    let exact = path.with_extension(extension);
    if exact.is_file() {
        return Some(exact);
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|candidate| has_extension(candidate, extension) && candidate.is_file())
        .collect();
    found.sort();
    let stem = path.file_stem()?;
    let same_but_case = |candidate: &Path| {
        candidate
            .file_stem()
            .is_some_and(|own| own.to_string_lossy().to_lowercase() == stem.to_string_lossy().to_lowercase())
    };
    let exact = found.iter().find(|candidate| candidate.file_stem() == Some(stem));
    exact.or_else(|| found.iter().find(|candidate| same_but_case(candidate))).cloned()
}

/// Reads a set by its `.shp`, or a table by its `.dbf`.
///
/// # Errors
/// [`ReadError`] where the file is not there or is no shapefile or table.
pub(super) fn read(path: &Path, source: &str, options: &ReadOptions, handle: &Handle) -> Result<RawLayer, ReadError> {
    let set = Set::load(path)?;
    go_on(handle)?;
    let mut notices = Vec::new();
    let table = set.dbf.as_deref().map(dbf::Table::open);
    let table = match (table, &set.shp) {
        (Some(None), None) => return Err(ReadError(Message::new("formats.not-dbf"))),
        (Some(None), Some(_)) => {
            notices.push(Notice::new("table-missing").with_message("reason", Message::new("formats.table-broken")));
            None
        }
        (None, _) => {
            notices.push(Notice::new("table-missing").with_message("reason", Message::new("formats.table-absent")));
            None
        }
        (Some(table), _) => table,
    };
    let records = match set.shp.as_deref() {
        Some(bytes) => {
            let rows = table.as_ref().map(|table| table.present);
            Some(shp::read(bytes, set.shx.as_deref(), rows).ok_or_else(|| ReadError(Message::new("formats.not-shp")))?)
        }
        None => None,
    };
    go_on(handle)?;
    let rows =
        records.as_ref().map_or_else(|| table.as_ref().map_or(0, dbf::Table::rows), |records| records.shapes.len());
    let contents = match &table {
        Some(table) => {
            let (stated, cpg) = (stated_encoding(options)?, set.cpg.as_deref().and_then(code_page));
            if records.is_some() && table.rows() != rows {
                notices.push(Notice::new("rows-differ").with("shapes", rows).with("rows", table.rows()));
            }
            table.read(rows, stated, cpg)
        }
        None => dbf::Contents { encoding: String::from("UTF-8"), ..dbf::Contents::default() },
    };
    go_on(handle)?;
    let format = if records.is_some() { Format::Shapefile } else { Format::Table };
    notices.extend(contents.notices.iter().cloned());
    let fields = contents.fields.len();
    let features = features(records, contents.rows, fields, rows, &mut notices);
    let place = place(set.prj.as_deref(), options, &features, &mut notices)?;
    go_on(handle)?;
    let (source, sha256, bytes) = (source.to_owned(), set.sha256(), set.bytes());
    let (encoding, fields) = (contents.encoding, contents.fields);
    Ok(RawLayer { source, bytes, format, sha256, encoding, fields, features, rows, place, notices, image: None })
}

/// The encoding that the planner states.
pub(super) fn stated_encoding(options: &ReadOptions) -> Result<Option<&'static Encoding>, ReadError> {
    let Some(name) = &options.encoding else { return Ok(None) };
    let unknown = || ReadError(Message::new("formats.encoding-unknown").with("encoding", name));
    encoding::by_name(name).ok_or_else(unknown).map(Some)
}

pub(super) fn code_page(bytes: &[u8]) -> Option<&'static Encoding> {
    encoding::by_name(&String::from_utf8_lossy(bytes.get(..64).unwrap_or(bytes)))
}

/// Shapes and values by row. The rows of both files are the same rows, also where one of them has fewer.
fn features(
    records: Option<Records>,
    values: Vec<Option<Vec<Value>>>,
    fields: usize,
    rows: usize,
    notices: &mut Vec<Notice>,
) -> Vec<RawFeature> {
    if let Some(records) = &records {
        notices.extend(records.mixed.then(|| Notice::new("shapes-mixed")));
        notices.extend((records.trailing > 0).then(|| Notice::new("bytes-unread").with("bytes", records.trailing)));
        notices.extend((records.missing > 0).then(|| Notice::new("bytes-missing").with("bytes", records.missing)));
    }
    let mut shapes = records.map(|records| records.shapes.into_iter());
    let mut values = values.into_iter();
    let mut features = Vec::with_capacity(rows);
    for row in 0..rows {
        let shape = shapes.as_mut().and_then(Iterator::next).transpose();
        let values = match values.next() {
            Some(None) => {
                notices.push(Notice::new("row-deleted").row(row));
                continue;
            }
            Some(Some(values)) => values,
            None => vec![Value::Null; fields],
        };
        match shape {
            Ok(shape) => features.push(RawFeature { row, shape, values }),
            Err(Flaw::Null) => {
                notices.push(Notice::new("null-shape").row(row));
                features.push(RawFeature { row, shape: None, values });
            }
            Err(flaw) => notices.push(row_skipped(row, said(flaw))),
        }
    }
    features
}

fn said(flaw: Flaw) -> Message {
    match flaw {
        Flaw::Null => Message::new("formats.flaw-null"),
        Flaw::TooShort => Message::new("formats.flaw-too-short"),
        Flaw::Truncated => Message::new("formats.flaw-truncated"),
        Flaw::Parts => Message::new("formats.flaw-parts"),
        Flaw::NotFinite => Message::new("formats.flaw-not-finite"),
        Flaw::MultiPatch => Message::new("formats.flaw-multipatch"),
        Flaw::Type(kind) => Message::new("formats.flaw-type").with("type", kind),
        Flaw::TooFewPoints => Message::new("formats.flaw-too-few-points"),
    }
}

/// Where the coordinates belong: by the planner's word, by the `.prj`, by what they look like.
fn place(
    prj: Option<&[u8]>,
    options: &ReadOptions,
    features: &[RawFeature],
    notices: &mut Vec<Notice>,
) -> Result<Place, ReadError> {
    let said = match prj {
        Some(bytes) => crs::of_text(&String::from_utf8_lossy(bytes)),
        None => Ok(Said::Nothing),
    };
    super::placed(said, options, features, notices)
}
