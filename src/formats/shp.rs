//! Geometry records of a shapefile, walked one after the other; the index file is asked only where the walk fails.
//!
//! An own walker rather than the `shapefile` crate: a row that lies about its parts must cost only itself, records must
//! be decoded in parallel, and memory must never follow a count that the file only claims. Measures (M) and heights (Z)
//! are left out.

use std::ops::Range;

use geo_types::{Coord, LineString};
use rayon::prelude::*;

use super::nesting;
use super::raw::RawShape;

const HEADER: usize = 100;
const RECORD_HEADER: usize = 8;
const FILE_CODE: i32 = 9994;
/// Writers mark missing values with numbers below this.
const NO_DATA: f64 = -1e38;

/// Why a record gives no shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// There is none: a null shape, or one without points.
    Null,
    /// The record is shorter than what it says it holds.
    TooShort,
    /// The record or its parts run past the end of the file.
    Truncated,
    /// Parts that do not follow one another within the points.
    Parts,
    /// Coordinates that are no numbers.
    NotFinite,
    /// Surfaces in space, which have no place in a plan.
    MultiPatch,
    /// No geometry has this type.
    Type(i32),
    /// Fewer points than a line or ring needs.
    TooFewPoints,
}

/// What the file holds, row by row.
#[derive(Debug)]
pub(super) struct Records {
    pub(super) shapes: Vec<Result<RawShape, Flaw>>,
    /// Bytes after the last record that make no record.
    pub(super) trailing: usize,
    /// Bytes that the header states and the file does not have.
    pub(super) missing: usize,
    /// Whether rows differ in kind from what the header says.
    pub(super) mixed: bool,
}

/// Reads all records; `None` where the bytes are no shapefile. `rows` is the number of rows of the attribute table, `index`
/// the index file.
pub(super) fn read(bytes: &[u8], index: Option<&[u8]>, rows: Option<usize>) -> Option<Records> {
    if int_be(bytes, 0)? != FILE_CODE || bytes.len() < HEADER {
        return None;
    }
    let header_type = int_le(bytes, 32)?;
    let Walk { spans, trailing, in_order } = walk(bytes, rows);
    let expected = in_order && trailing == 0 && rows.is_none_or(|rows| rows == spans.len());
    let indexed = if expected { None } else { index.and_then(|index| by_index(bytes, index, rows)) };
    let indexed = indexed.filter(|indexed| *indexed != spans);
    let (spans, trailing) = indexed.map_or((spans, trailing), |spans| (spans, 0));
    let missing = stated_end(bytes).saturating_sub(bytes.len());
    let shapes: Vec<_> = spans
        .par_iter()
        .map(|span| match bytes.get(span.clone()) {
            Some(record) => shape(record),
            None => Err(Flaw::Truncated),
        })
        .collect();
    let mixed = spans.iter().any(|span| {
        let own = int_le(bytes, span.start);
        own.is_some_and(|own| own != 0 && own % 10 != header_type % 10 && (1..=31).contains(&own))
    });
    Some(Records { shapes, trailing, missing, mixed })
}

/// The length of the file in bytes as its header states it; that of the file where it states none.
fn stated_end(bytes: &[u8]) -> usize {
    int_be(bytes, 24).and_then(|words| usize::try_from(words).ok()).map_or(bytes.len(), |words| words * 2)
}

/// Byte ranges of the records, bytes after them, and whether the records are numbered as they follow.
struct Walk {
    spans: Vec<Range<usize>>,
    trailing: usize,
    in_order: bool,
}

/// Goes from record to record. The last may run past the end of the file.
///
/// The length in the header is not trusted: writers that die leave it behind. Beyond it a record counts only if its
/// number follows on and the attribute table has a row for it.
fn walk(bytes: &[u8], rows: Option<usize>) -> Walk {
    let stated_end = stated_end(bytes);
    let mut spans = Vec::new();
    let mut in_order = true;
    let mut at = HEADER;
    while at + RECORD_HEADER <= bytes.len() {
        let Some(length) = record_length(bytes, at) else { break };
        let row = spans.len();
        let follows_on = record_number(bytes, at) == Some(row + 1);
        let expected = rows.is_none_or(|rows| row < rows);
        let is_record = length >= 4 || follows_on;
        if !is_record || (at >= stated_end && !(follows_on && expected && length >= 4)) {
            break;
        }
        in_order &= follows_on;
        let start = at + RECORD_HEADER;
        spans.push(start..start + length);
        at = start + length;
    }
    in_order &= at <= bytes.len();
    Walk { spans, trailing: bytes.len().saturating_sub(at), in_order }
}

/// Byte ranges of the records by the index file, as editors leave them that write a changed shape behind all others.
/// `None` where the index does not fit: each entry must point at the record that bears its number, and there must be an
/// entry per row of the table.
fn by_index(bytes: &[u8], index: &[u8], rows: Option<usize>) -> Option<Vec<Range<usize>>> {
    let entries = index.get(HEADER..)?.chunks_exact(8);
    if rows != Some(entries.len()) {
        return None;
    }
    let span = |(row, entry): (usize, &[u8])| {
        let at = usize::try_from(int_be(entry, 0)?).ok()? * 2;
        let length = usize::try_from(int_be(entry, 4)?).ok()? * 2;
        let start = at + RECORD_HEADER;
        (at >= HEADER && record_number(bytes, at) == Some(row + 1)).then_some(start..start + length)
    };
    entries.enumerate().map(span).collect()
}

fn record_number(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(int_be(bytes, at)?).ok()
}

/// Length of the contents of the record at a place, in bytes.
fn record_length(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(int_be(bytes, at + 4)?).ok().map(|words| words * 2)
}

fn int_be(bytes: &[u8], at: usize) -> Option<i32> {
    Some(i32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn int_le(bytes: &[u8], at: usize) -> Option<i32> {
    Some(i32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn count(bytes: &[u8], at: usize) -> Result<usize, Flaw> {
    usize::try_from(int_le(bytes, at).ok_or(Flaw::TooShort)?).map_err(|_negative| Flaw::Parts)
}

/// Points that start at a place; refused where the record does not hold them.
fn points(record: &[u8], at: usize, number: usize) -> Result<Vec<Coord<f64>>, Flaw> {
    let length = number.checked_mul(16).ok_or(Flaw::TooShort)?;
    let end = at.checked_add(length).ok_or(Flaw::TooShort)?;
    let raw = record.get(at..end).ok_or(Flaw::TooShort)?;
    let value = |bytes: &[u8]| bytes.try_into().map_or(f64::NAN, f64::from_le_bytes);
    let points: Vec<Coord<f64>> =
        raw.chunks_exact(16).map(|pair| Coord { x: value(&pair[..8]), y: value(&pair[8..]) }).collect();
    let usable = |v: f64| v.is_finite() && v > NO_DATA;
    if points.iter().all(|point| usable(point.x) && usable(point.y)) { Ok(points) } else { Err(Flaw::NotFinite) }
}

fn shape(record: &[u8]) -> Result<RawShape, Flaw> {
    match int_le(record, 0).ok_or(Flaw::TooShort)? {
        0 => Err(Flaw::Null),
        1 | 11 | 21 => Ok(RawShape::Points(points(record, 4, 1)?)),
        8 | 18 | 28 => match points(record, 40, count(record, 36)?)? {
            points if points.is_empty() => Err(Flaw::Null),
            points => Ok(RawShape::Points(points)),
        },
        3 | 13 | 23 => {
            let mut lines = parts(record)?;
            lines.retain(|line| line.0.len() >= 2);
            if lines.is_empty() { Err(Flaw::TooFewPoints) } else { Ok(RawShape::Lines(lines)) }
        }
        5 | 15 | 25 => {
            let mut rings = parts(record)?;
            rings.retain_mut(closed);
            if rings.is_empty() { Err(Flaw::TooFewPoints) } else { Ok(RawShape::Areas(nesting::polygons(rings))) }
        }
        31 => Err(Flaw::MultiPatch),
        other => Err(Flaw::Type(other)),
    }
}

/// Parts of a line or polygon: bounding box, number of parts, number of points, first point of each part, points.
fn parts(record: &[u8]) -> Result<Vec<LineString<f64>>, Flaw> {
    let (parts, number) = (count(record, 36)?, count(record, 40)?);
    if parts == 0 || number == 0 {
        return Err(Flaw::Null);
    }
    let index_length = parts.checked_mul(4).ok_or(Flaw::TooShort)?;
    let index = record.get(44..).and_then(|rest| rest.get(..index_length)).ok_or(Flaw::TooShort)?;
    let points = points(record, 44 + index_length, number)?;
    let starts: Vec<usize> = (0..parts).map(|part| count(index, part * 4)).collect::<Result<_, _>>()?;
    let ends = starts.iter().skip(1).copied().chain([number]);
    starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| points.get(start..end).map(|part| LineString(part.to_vec())).ok_or(Flaw::Parts))
        .collect()
}

/// Closes a ring; false for one with fewer than three different corners in a row.
fn closed(ring: &mut LineString<f64>) -> bool {
    ring.close();
    ring.0.len() >= 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record(number: i32, content: &[u8]) -> Vec<u8> {
        let words = i32::try_from(content.len() / 2).unwrap();
        [&number.to_be_bytes()[..], &words.to_be_bytes()[..], content].concat()
    }

    fn file(kind: i32, records: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = vec![0; HEADER];
        bytes[..4].copy_from_slice(&FILE_CODE.to_be_bytes());
        bytes[32..36].copy_from_slice(&kind.to_le_bytes());
        bytes.extend(records.concat());
        let words = i32::try_from(bytes.len() / 2).unwrap();
        bytes[24..28].copy_from_slice(&words.to_be_bytes());
        bytes
    }

    fn multi(kind: i32, starts: &[i32], points: &[(f64, f64)]) -> Vec<u8> {
        let mut bytes = kind.to_le_bytes().to_vec();
        bytes.extend([0u8; 32]);
        bytes.extend(i32::try_from(starts.len()).unwrap().to_le_bytes());
        bytes.extend(i32::try_from(points.len()).unwrap().to_le_bytes());
        for start in starts {
            bytes.extend(start.to_le_bytes());
        }
        for (x, y) in points {
            bytes.extend([x.to_le_bytes(), y.to_le_bytes()].concat());
        }
        bytes
    }

    fn point(x: f64, y: f64) -> Vec<u8> {
        [&1i32.to_le_bytes()[..], &x.to_le_bytes()[..], &y.to_le_bytes()[..]].concat()
    }

    const LINE: [(f64, f64); 4] = [(0.0, 0.0), (10.0, 0.0), (20.0, 5.0), (30.0, 5.0)];

    #[test]
    fn lines_of_several_parts_are_read() {
        let bytes = file(3, &[record(1, &multi(3, &[0, 2], &LINE))]);
        let records = read(&bytes, None, None).unwrap();
        let Ok(RawShape::Lines(lines)) = &records.shapes[0] else { panic!("{:?}", records.shapes) };
        assert_eq!(lines.iter().map(|line| line.0.len()).collect::<Vec<_>>(), [2, 2]);
    }

    #[test]
    fn a_bad_row_costs_only_itself() {
        let mut too_many_parts = multi(3, &[0], &LINE);
        too_many_parts[36..40].copy_from_slice(&i32::MAX.to_le_bytes());
        let mut too_many_points = multi(3, &[0], &LINE);
        too_many_points[40..44].copy_from_slice(&i32::MAX.to_le_bytes());
        let rows = [
            too_many_parts,
            too_many_points,
            multi(3, &[0, 9], &LINE),
            multi(3, &[2, 1], &LINE),
            point(f64::NAN, 0.0),
            vec![99, 0, 0, 0],
            vec![0, 0, 0, 0],
            multi(3, &[0], &LINE),
        ];
        let records: Vec<Vec<u8>> = rows.iter().zip(1..).map(|(row, number)| record(number, row)).collect();
        let found = read(&file(3, &records), None, None).unwrap().shapes;
        let flaws: Vec<Option<Flaw>> = found.iter().map(|shape| shape.as_ref().err().copied()).collect();
        let expected =
            [Flaw::TooShort, Flaw::TooShort, Flaw::Parts, Flaw::Parts, Flaw::NotFinite, Flaw::Type(99), Flaw::Null];
        assert_eq!(flaws, expected.map(Some).into_iter().chain([None]).collect::<Vec<_>>());
    }

    #[test]
    fn a_file_cut_short_keeps_the_rows_before() {
        let bytes = file(1, &[record(1, &point(1.0, 2.0)), record(2, &point(3.0, 4.0))]);
        let shapes = read(&bytes[..bytes.len() - 3], None, None).unwrap().shapes;
        assert!(shapes[0].is_ok());
        assert_eq!(shapes[1], Err(Flaw::Truncated));
    }

    #[test]
    fn bytes_beyond_the_stated_length_are_rows_only_if_the_table_has_them() {
        let mut bytes = file(1, &[record(1, &point(1.0, 2.0))]);
        bytes.extend(record(2, &point(3.0, 4.0)));
        assert_eq!(read(&bytes, None, Some(2)).unwrap().shapes.len(), 2);
        let alone = read(&bytes, None, Some(1)).unwrap();
        assert_eq!((alone.shapes.len(), alone.trailing), (1, 28));
    }

    /// An index of these places (offset, length of the contents), in bytes.
    fn index(entries: &[(usize, usize)]) -> Vec<u8> {
        let mut bytes = vec![0; HEADER];
        for &(at, length) in entries {
            bytes.extend([at, length].map(|value| i32::try_from(value / 2).unwrap().to_be_bytes()).concat());
        }
        bytes
    }

    fn xs(records: &Records) -> Vec<f64> {
        let x = |shape: &Result<RawShape, Flaw>| {
            shape.as_ref().map_or(f64::NAN, |shape| shape.vertices().next().unwrap().x)
        };
        records.shapes.iter().map(x).collect()
    }

    #[test]
    fn a_shape_that_an_editor_wrote_behind_all_others_keeps_its_row() {
        let (one, old, three) = (point(1.0, 0.0), point(2.0, 0.0), point(3.0, 0.0));
        let bytes = file(1, &[record(1, &one), record(2, &old), record(3, &three), record(2, &point(9.0, 0.0))]);
        let index = index(&[(100, 20), (184, 20), (156, 20)]);
        assert_eq!(xs(&read(&bytes, Some(&index), Some(3)).unwrap()), [1.0, 9.0, 3.0]);
    }

    #[test]
    fn a_record_with_a_wrong_length_costs_only_itself_where_there_is_an_index() {
        let records: Vec<Vec<u8>> =
            [1.0, 2.0, 3.0].iter().zip(1..).map(|(&x, row)| record(row, &point(x, 0.0))).collect();
        let mut bytes = file(1, &records);
        bytes[132..136].copy_from_slice(&7i32.to_be_bytes());
        let index = index(&[(100, 20), (128, 20), (156, 20)]);
        assert_eq!(xs(&read(&bytes, Some(&index), Some(3)).unwrap()), [1.0, 2.0, 3.0]);
    }

    #[test]
    fn an_index_that_does_not_fit_is_not_followed() {
        let bytes = file(1, &[record(1, &point(1.0, 0.0)), record(2, &point(2.0, 0.0))]);
        for wrong in [&[(100, 20)][..], &[(100, 20), (140, 20)], &[(128, 20), (100, 20)], &[(100, 20), (1_000_000, 20)]]
        {
            assert_eq!(xs(&read(&bytes, Some(&index(wrong)), Some(3)).unwrap()), [1.0, 2.0]);
        }
    }

    #[test]
    fn a_file_shorter_than_its_header_says_is_told() {
        let bytes = file(1, &[record(1, &point(1.0, 2.0)), record(2, &point(3.0, 4.0))]);
        assert_eq!(read(&bytes[..128], None, None).unwrap().missing, 28);
        assert!(read(&bytes[..99], None, None).is_none());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fail_hard(change in 0usize..300, value: u8, cut in 0usize..400) {
            let rows = [multi(5, &[0, 4], &[LINE, LINE].concat()), point(1.0, 2.0), multi(3, &[0], &LINE)];
            let records: Vec<Vec<u8>> = rows.iter().zip(1..).map(|(row, number)| record(number, row)).collect();
            let mut bytes = file(5, &records);
            if let Some(byte) = bytes.get_mut(change) {
                *byte = value;
            }
            bytes.truncate(cut);
            let rows = read(&bytes, None, Some(3)).map_or(0, |records| records.shapes.len());
            prop_assert!(rows <= bytes.len() / RECORD_HEADER);
        }
    }
}
