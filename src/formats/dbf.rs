//! Attribute tables (dBASE III and its successors), read by position so that a bad value costs only itself.
//!
//! The row count of the header is not trusted, rows marked as deleted keep their place, and no size stated in the file
//! is allocated before it has been compared with the bytes that are there.
//!
//! An own reader rather than the `dbase` crate: that one stops at the first bad value, decides the encoding before it has
//! seen the text and builds a map of strings per row.

use std::collections::{BTreeSet, HashMap};

use encoding_rs::Encoding;
use rayon::prelude::*;

use super::encoding::{self, Decided, Sample};
use crate::layer::Value;
use crate::notice::Notice;

const HEADER: usize = 32;
const DESCRIPTOR: usize = 32;
const NAME: usize = 11;
const END_OF_FIELDS: u8 = 0x0D;
/// Rows decoded together; equal texts within them share their memory.
const CHUNK: usize = 4096;
/// A dBASE table cannot have more fields.
const MOST_FIELDS: usize = 2048;

/// A table over the bytes of its file.
#[derive(Debug)]
pub(super) struct Table<'a> {
    bytes: &'a [u8],
    fields: Vec<FieldSpec<'a>>,
    language: u8,
    first_row: usize,
    row_length: usize,
    /// Rows the header states.
    pub(super) stated: usize,
    /// Rows whose bytes are there.
    pub(super) present: usize,
}

#[derive(Clone, Copy, Debug)]
struct FieldSpec<'a> {
    name: &'a [u8],
    kind: u8,
    offset: usize,
    length: usize,
}

/// What a table says, row by row.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// Field names, made unique.
    pub(super) fields: Vec<String>,
    /// Values by row; `None` for a row that is marked as deleted.
    pub(super) rows: Vec<Option<Vec<Value>>>,
    /// Name of the encoding used.
    pub(super) encoding: String,
    pub(super) notices: Vec<Notice>,
}

impl<'a> Table<'a> {
    /// Reads the header; `None` where the bytes are no table.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let stated = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?) as usize;
        let header_length = usize::from(u16::from_le_bytes(bytes.get(8..10)?.try_into().ok()?));
        let stated_row = usize::from(u16::from_le_bytes(bytes.get(10..12)?.try_into().ok()?));
        let language = *bytes.get(29)?;
        let (fields, end) = descriptors(bytes, header_length);
        if fields.is_empty() {
            return None;
        }
        let sum = fields.last().map_or(1, |field| field.offset + field.length);
        let row_length = if stated_row == 0 { sum } else { stated_row };
        let first_row = if header_length >= end { header_length } else { end };
        let present = bytes.len().saturating_sub(first_row) / row_length;
        Some(Self { bytes, fields, language, first_row, row_length, stated, present })
    }

    /// Rows to read: as stated while they are there, all that are there where the header states none.
    pub(super) fn rows(&self) -> usize {
        if self.stated == 0 { self.present } else { self.stated.min(self.present) }
    }

    /// Bytes of the header and the first `rows` rows.
    pub(super) fn length_of(&self, rows: usize) -> usize {
        self.first_row.saturating_add(self.row_length.saturating_mul(rows))
    }

    /// Decodes the first `rows` rows.
    pub(super) fn read(
        &self,
        rows: usize,
        stated: Option<&'static Encoding>,
        cpg: Option<&'static Encoding>,
    ) -> Contents {
        let rows = rows.min(self.present);
        let Decided { encoding, notice } = encoding::decide(stated, cpg, self.language, &self.samples(rows));
        let mut notices: Vec<Notice> = notice.into_iter().collect();
        let fields = unique(self.fields.iter().map(|field| encoding::decode(encoding, field.name).trim().to_owned()));
        for (field, name) in self.fields.iter().zip(&fields).filter(|(field, _)| field.is_unread()) {
            let kind = char::from(field.kind);
            notices.push(Notice::new("field-unread").with("field", name).with("kind", kind));
        }
        let starts: Vec<usize> = (0..rows).step_by(CHUNK).collect();
        let chunks: Vec<Vec<Option<Vec<Value>>>> = starts
            .par_iter()
            .map(|&start| {
                let mut known = vec![HashMap::new(); self.fields.len()];
                (start..rows.min(start + CHUNK)).map(|row| self.row(row, encoding, &mut known)).collect()
            })
            .collect();
        let rows = chunks.into_iter().flatten().collect();
        Contents { fields, rows, encoding: encoding.name().to_owned(), notices }
    }

    fn cell(&self, row: usize, field: &FieldSpec<'a>) -> &'a [u8] {
        let start = self.first_row + row * self.row_length + field.offset;
        let length = field.length.min(self.row_length.saturating_sub(field.offset));
        self.bytes.get(start..start + length).unwrap_or_default()
    }

    fn is_deleted(&self, row: usize) -> bool {
        self.bytes.get(self.first_row + row * self.row_length) == Some(&b'*')
    }

    /// Every field name and every text that is not plain ASCII.
    fn samples(&self, rows: usize) -> Vec<Sample<'a>> {
        let names = self.fields.iter().map(|field| Sample { bytes: field.name, full: field.name.len() >= NAME - 1 });
        let texts: Vec<&FieldSpec<'a>> = self.fields.iter().filter(|field| field.is_text()).collect();
        let values: Vec<Sample<'a>> = (0..rows)
            .into_par_iter()
            .flat_map_iter(|row| {
                texts.iter().filter_map(move |field| {
                    let cell = self.cell(row, field);
                    let bytes = text_of(cell);
                    (!bytes.is_ascii()).then_some(Sample { bytes, full: bytes.len() == cell.len() })
                })
            })
            .collect();
        names.chain(values).collect()
    }

    fn row(
        &self,
        row: usize,
        encoding: &'static Encoding,
        known: &mut [HashMap<&'a [u8], Value>],
    ) -> Option<Vec<Value>> {
        if self.is_deleted(row) {
            return None;
        }
        let values = self.fields.iter().zip(known).map(|(field, known)| {
            let cell = self.cell(row, field);
            if field.is_text() {
                let bytes = text_of(cell);
                return known.entry(bytes).or_insert_with(|| Value::text(&encoding::decode(encoding, bytes))).clone();
            }
            field.value(cell, encoding)
        });
        Some(values.collect())
    }
}

/// Field descriptors and the place after their terminator. A terminator that is missing, as in truncated headers, ends
/// them at the header's length.
fn descriptors(bytes: &[u8], header_length: usize) -> (Vec<FieldSpec<'_>>, usize) {
    let mut fields = Vec::new();
    let mut at = HEADER;
    let mut offset = 1; // after the deletion mark
    while let Some(descriptor) = bytes.get(at..at + DESCRIPTOR) {
        let past_header = header_length > HEADER && at + DESCRIPTOR > header_length;
        if descriptor[0] == END_OF_FIELDS || past_header || fields.len() == MOST_FIELDS {
            break;
        }
        let name = descriptor[..NAME].split(|&byte| byte == 0).next().unwrap_or_default();
        let length = usize::from(descriptor[16]);
        fields.push(FieldSpec { name, kind: descriptor[11].to_ascii_uppercase(), offset, length });
        offset += length;
        at += DESCRIPTOR;
    }
    (fields, at + 1)
}

impl FieldSpec<'_> {
    /// Text, and whatever kind is not known to be anything else.
    fn is_text(&self) -> bool {
        !matches!(self.kind, b'N' | b'F' | b'L' | b'D' | b'I' | b'+' | b'O' | b'Y' | b'T' | b'@' | b'0')
            && !self.is_unread()
    }

    /// Contents that stand in another file, or binary time stamps.
    fn is_unread(&self) -> bool {
        matches!(self.kind, b'M' | b'G' | b'P' | b'W' | b'T' | b'@') || (self.kind == b'B' && self.length != 8)
    }

    fn value(&self, cell: &[u8], encoding: &'static Encoding) -> Value {
        match self.kind {
            b'L' => match cell.first() {
                Some(b'T' | b't' | b'Y' | b'y') => Value::Bool(true),
                Some(b'F' | b'f' | b'N' | b'n') => Value::Bool(false),
                _ => Value::Null,
            },
            b'D' => date(&encoding::decode(encoding, text_of(cell))),
            b'I' | b'+' => {
                cell.try_into().map_or(Value::Null, |b: [u8; 4]| Value::Number(f64::from(i32::from_le_bytes(b))))
            }
            b'O' | b'B' => cell.try_into().map_or(Value::Null, |b: [u8; 8]| finite(f64::from_le_bytes(b))),
            // Currency counts ten-thousandths; amounts beyond 2^53 of them do not occur.
            b'Y' => cell.try_into().map_or(Value::Null, |b: [u8; 8]| Value::Number(i64::from_le_bytes(b) as f64 / 1e4)),
            b'N' | b'F' => number(&encoding::decode(encoding, text_of(cell))),
            _ => Value::Null,
        }
    }
}

/// A cell without padding: blanks at both ends, and all from the first zero byte on.
fn text_of(cell: &[u8]) -> &[u8] {
    cell.split(|&byte| byte == 0).next().unwrap_or_default().trim_ascii()
}

/// A finite number; what no number can be (overflow, "no data" below -1e38) is missing.
fn finite(number: f64) -> Value {
    if number.is_finite() && number.abs() < 1e38 { Value::Number(number) } else { Value::Null }
}

/// A number as text, with a point or a comma. Stars mark an overflow. Text that is no number stays text.
fn number(text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() || text.bytes().all(|byte| byte == b'*') || text.contains('#') {
        return Value::Null;
    }
    let with_point = text.matches(',').count() == 1 && !text.contains('.');
    let parsed = if with_point { text.replace(',', ".").parse() } else { text.parse() };
    parsed.map_or_else(|_| Value::text(text), finite)
}

/// A date as `2025-01-31`; blank and zero dates are missing.
fn date(text: &str) -> Value {
    let text = text.trim();
    if text.bytes().all(|byte| byte == b'0') {
        return Value::Null;
    }
    match (text.get(0..4), text.get(4..6), text.get(6..8), text.len()) {
        (Some(year), Some(month), Some(day), 8) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Value::text(&format!("{year}-{month}-{day}"))
        }
        _ => Value::text(text),
    }
}

/// Names that differ: `rate`, `rate_2`. A blank name becomes `field_3`.
pub(super) fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    names
        .enumerate()
        .map(|(place, name)| {
            let name = if name.is_empty() { format!("field_{}", place + 1) } else { name };
            let mut candidate = name.clone();
            let mut copy = 2;
            while !taken.insert(candidate.clone()) {
                candidate = format!("{name}_{copy}");
                copy += 1;
            }
            candidate
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of these fields (name, kind, length) and rows of raw bytes, deletion mark included.
    fn table(fields: &[(&[u8], u8, u8)], rows: &[&[u8]]) -> Vec<u8> {
        let row_length = 1 + fields.iter().map(|field| u16::from(field.2)).sum::<u16>();
        let header = u16::try_from(HEADER + DESCRIPTOR * fields.len() + 1).unwrap();
        let mut bytes = vec![3, 125, 1, 1];
        bytes.extend(u32::try_from(rows.len()).unwrap().to_le_bytes());
        bytes.extend(header.to_le_bytes());
        bytes.extend(row_length.to_le_bytes());
        bytes.resize(HEADER, 0);
        for (name, kind, length) in fields {
            let start = bytes.len();
            bytes.extend_from_slice(name);
            bytes.resize(start + NAME, 0);
            bytes.push(*kind);
            bytes.resize(start + 16, 0);
            bytes.push(*length);
            bytes.resize(start + DESCRIPTOR, 0);
        }
        bytes.push(END_OF_FIELDS);
        for row in rows {
            assert_eq!(row.len(), usize::from(row_length));
            bytes.extend_from_slice(row);
        }
        bytes.push(0x1A);
        bytes
    }

    fn read(bytes: &[u8]) -> Contents {
        let table = Table::open(bytes).unwrap();
        table.read(table.rows(), None, None)
    }

    fn only(kind: u8, cell: &str) -> Value {
        let bytes = table(&[(b"x", kind, u8::try_from(cell.len()).unwrap())], &[format!(" {cell}").as_bytes()]);
        read(&bytes).rows[0].clone().unwrap()[0].clone()
    }

    #[test]
    fn numbers_of_every_spelling_are_read() {
        assert_eq!(only(b'N', "  12.50"), Value::Number(12.5));
        assert_eq!(only(b'F', "-1.5e3"), Value::Number(-1500.0));
        assert_eq!(only(b'N', "   1,75"), Value::Number(1.75));
        assert_eq!(only(b'N', "*****"), Value::Null);
        assert_eq!(only(b'N', "     "), Value::Null);
        assert_eq!(only(b'N', "nan"), Value::Null);
        assert_eq!(only(b'N', "-1.#IND"), Value::Null);
        assert_eq!(only(b'N', "-1.7976931348623157e+308"), Value::Null);
        assert_eq!(only(b'N', "4 lanes"), Value::text("4 lanes"));
    }

    #[test]
    fn dates_and_logicals_are_read() {
        assert_eq!(only(b'D', "20250131"), Value::text("2025-01-31"));
        assert_eq!(only(b'D', "00000000"), Value::Null);
        assert_eq!(only(b'L', "y"), Value::Bool(true));
        assert_eq!(only(b'L', "F"), Value::Bool(false));
        assert_eq!(only(b'L', "?"), Value::Null);
    }

    #[test]
    fn a_deleted_row_keeps_its_place() {
        let contents = read(&table(&[(b"x", b'N', 2)], &[b"  1", b"* 2", b"  3"]));
        assert_eq!(contents.rows.len(), 3);
        assert!(contents.rows[1].is_none());
        assert_eq!(contents.rows[2].as_ref().unwrap()[0], Value::Number(3.0));
    }

    #[test]
    fn names_that_are_the_same_are_told_apart() {
        let contents = read(&table(&[(b"rate", b'N', 1), (b"rate", b'N', 1), (b"", b'N', 1)], &[b" 123"]));
        assert_eq!(contents.fields, ["rate", "rate_2", "field_3"]);
    }

    #[test]
    fn a_memo_field_is_missing_and_said_so() {
        let contents = read(&table(&[(b"note", b'M', 10)], &[b"          7"]));
        assert_eq!(contents.rows[0].as_ref().unwrap()[0], Value::Null);
        assert_eq!(contents.notices.iter().map(|notice| notice.code).collect::<Vec<_>>(), ["field-unread"]);
    }

    #[test]
    fn a_wrong_row_count_reads_what_is_there() {
        let mut bytes = table(&[(b"x", b'N', 2)], &[b"  1", b"  2"]);
        bytes[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(read(&bytes).rows.len(), 2);
        bytes[4..8].copy_from_slice(&0u32.to_le_bytes());
        assert_eq!(read(&bytes).rows.len(), 2);
    }

    #[test]
    fn gbk_names_and_values_are_read_without_a_code_page() {
        let bytes = table(&[(b"\xc3\xfb\xb3\xc6", b'C', 6)], &[b" \xd6\xd0\xb9\xfa  "]);
        let contents = read(&bytes);
        assert_eq!(contents.fields, ["名称"]);
        assert_eq!(contents.rows[0].as_ref().unwrap()[0], Value::text("中国"));
        assert_eq!(contents.encoding, "GBK");
    }
}
