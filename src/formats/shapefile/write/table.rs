//! The `.dbf` of a set.

use std::borrow::Cow;

use encoding_rs::GBK;

use super::{Charset, Column, Kind, Row, count};
use crate::layer::Value;

/// Bytes that a field's name has room for.
const LONGEST_NAME: usize = 10;
/// Bytes that a text has room for.
const LONGEST_TEXT: usize = 254;
/// Digits of a number beyond which it is written with an exponent.
const LONGEST_NUMBER: usize = 24;
/// 2026-01-01, whatever the day: years from 1900, month, day.
const DATE: [u8; 3] = [126, 1, 1];

/// The bytes of a table, and row and column of every text that was cut or lost letters.
pub(super) struct Written {
    pub(super) bytes: Vec<u8>,
    pub(super) cut: Vec<(usize, usize)>,
    pub(super) replaced: Vec<(usize, usize)>,
}

/// What a cell holds.
struct Cell {
    bytes: Vec<u8>,
    cut: bool,
    replaced: bool,
}

/// The table of some rows.
pub(super) fn write(columns: &[Column<'_>], rows: &[Row<'_>], charset: Charset) -> Written {
    let cells: Vec<Vec<Cell>> = rows.iter().map(|row| row_cells(columns, row, charset)).collect();
    let widest = |column: usize| cells.iter().filter_map(|row| Some(row.get(column)?.bytes.len())).max();
    // A number has room for its decimals, the point and a digit before it, even where no row has one.
    let least = |column: usize| match columns.get(column).map(|column| column.kind) {
        Some(Kind::Number(decimals)) if decimals > 0 => decimals + 2,
        _ => 1,
    };
    let widths: Vec<usize> = (0..columns.len()).map(|column| widest(column).unwrap_or(0).max(least(column))).collect();
    let mut written =
        Written { bytes: header(columns, &widths, rows.len(), charset), cut: Vec::new(), replaced: Vec::new() };
    let out = &mut written.bytes;
    for (row, cells) in cells.iter().enumerate() {
        out.push(b' ');
        for (column, (cell, &width)) in cells.iter().zip(&widths).enumerate() {
            written.cut.extend(cell.cut.then_some((row, column)));
            written.replaced.extend(cell.replaced.then_some((row, column)));
            let blanks = std::iter::repeat_n(b' ', width - cell.bytes.len());
            let text = cell.bytes.iter().copied();
            match columns.get(column).map(|column| column.kind) {
                Some(Kind::Number(_)) => out.extend(blanks.chain(text)),
                _ => out.extend(text.chain(blanks)),
            }
        }
    }
    out.push(0x1A);
    written
}

fn header(columns: &[Column<'_>], widths: &[usize], rows: usize, charset: Charset) -> Vec<u8> {
    let short = |number: usize| u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes();
    let byte = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
    let mut out = vec![3];
    out.extend(DATE);
    out.extend(count(rows).to_le_bytes());
    out.extend(short(33 + 32 * columns.len()));
    out.extend(short(1 + widths.iter().sum::<usize>()));
    out.resize(29, 0);
    // The byte for the language has a number for code page 936 and none for UTF-8, which the `.cpg` tells.
    out.push(if charset == Charset::Gbk { 0x4D } else { 0 });
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

fn row_cells(columns: &[Column<'_>], row: &Row<'_>, charset: Charset) -> Vec<Cell> {
    let kinds = columns.iter().map(|column| column.kind).enumerate();
    kinds.map(|(column, kind)| encoded(&plain(kind, row.values.get(column)), charset)).collect()
}

/// A value as it stands in the table, before it is encoded.
fn plain(kind: Kind, value: Option<&Value>) -> Cow<'_, str> {
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

/// Whole letters as far as there is room.
fn encoded(text: &str, charset: Charset) -> Cell {
    if charset == Charset::Utf8 {
        let kept = text.floor_char_boundary(LONGEST_TEXT);
        let bytes = text.bytes().take(kept).collect();
        return Cell { bytes, cut: kept < text.len(), replaced: false };
    }
    let mut cell = Cell { bytes: Vec::new(), cut: false, replaced: false };
    for letter in text.chars() {
        let mut buffer = [0; 4];
        let (bytes, _, lacking) = GBK.encode(letter.encode_utf8(&mut buffer));
        let bytes = if lacking { &b"?"[..] } else { &bytes };
        if cell.bytes.len() + bytes.len() > LONGEST_TEXT {
            cell.cut = true;
            break;
        }
        cell.replaced |= lacking;
        cell.bytes.extend(bytes);
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_too_long_for_a_field_is_written_with_an_exponent() {
        assert_eq!(plain(Kind::Number(2), Some(&Value::Number(1.5e200))), "1.500000000000e200");
        assert_eq!(plain(Kind::Number(2), Some(&Value::Number(f64::NAN))), "");
        assert_eq!(plain(Kind::Number(2), Some(&Value::text("x"))), "");
    }

    #[test]
    fn letters_that_gbk_lacks_are_told_and_others_take_two_bytes() {
        let cell = encoded("中𠮷≥", Charset::Gbk);
        assert_eq!((cell.bytes.as_slice(), cell.replaced, cell.cut), (&b"\xD6\xD0?\xA1\xDD"[..], true, false));
        let cell = encoded("邛海", Charset::Gbk);
        assert_eq!((cell.bytes.as_slice(), cell.replaced), (&b"\xDA\xF6\xBA\xA3"[..], false));
    }

    #[test]
    fn a_text_is_cut_behind_a_whole_letter_in_either_charset() {
        // 127 letters of two bytes fill 254 bytes in GBK, 84 letters of three bytes 252 in UTF-8.
        for (charset, letters, kept, cut) in [
            (Charset::Gbk, 127, 254, false),
            (Charset::Gbk, 128, 254, true),
            (Charset::Utf8, 84, 252, false),
            (Charset::Utf8, 85, 252, true),
        ] {
            let cell = encoded(&"廊".repeat(letters), charset);
            assert_eq!((cell.bytes.len(), cell.cut), (kept, cut), "{charset:?} {letters}");
        }
        // An ASCII letter before them leaves room for half a letter, which stays empty.
        assert_eq!(encoded(&format!("a{}", "廊".repeat(127)), Charset::Gbk).bytes.len(), 253);
    }
}
