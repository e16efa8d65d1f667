//! Cells of a workbook: what they hold and how their numbers are shown.

use unicode_width::UnicodeWidthStr;

use crate::check::Verdict;
use crate::report::text::mark;

/// The most UTF-16 units that a cell holds.
const MOST_UNITS: usize = 32_767;
/// What stands at the end of a text that was cut.
const CUT: char = '…';

/// A cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::report) struct Cell {
    /// What it holds.
    pub(in crate::report) value: Value,
    /// A verdict whose mark and colour it bears.
    pub(in crate::report) verdict: Option<Verdict>,
}

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::report) enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// Text, whatever it begins with.
    Text(String),
    /// A number, and the number format that it is shown in.
    Number(f64, String),
}

impl Cell {
    /// Text; nothing where it is empty.
    pub(in crate::report) fn text(text: impl Into<String>) -> Self {
        let text = legal(&text.into());
        let value = if text.is_empty() { Value::Empty } else { Value::Text(text) };
        Self { value, verdict: None }
    }

    /// Text that may be missing.
    pub(in crate::report) fn optional(text: Option<&String>) -> Self {
        text.map_or_else(Self::default, Self::text)
    }

    /// A verdict by mark and name.
    pub(in crate::report) fn verdict(verdict: Verdict, name: &str) -> Self {
        Self { verdict: Some(verdict), ..Self::text(format!("{} {name}", mark(verdict))) }
    }

    /// A number with as many decimals; nothing where there is none, or it is none that a cell can hold.
    pub(in crate::report) fn number(value: Option<f64>, decimals: usize) -> Self {
        Self::shown(value, grouped(decimals))
    }

    /// A number as its text shows it: with the same decimals.
    pub(in crate::report) fn as_in(value: Option<f64>, text: Option<&str>) -> Self {
        Self::number(value, text.map_or(2, decimals_in))
    }

    /// A limit with the sign that its text begins with; the cell holds the number alone.
    pub(in crate::report) fn limit(limit: Option<f64>, text: Option<&str>) -> Self {
        let sign = text.and_then(|text| text.split(' ').next()).unwrap_or_default();
        let digits = limit.map_or(0, |limit| decimals_in(&limit.to_string()));
        Self::shown(limit, literal(sign) + &grouped(digits))
    }

    /// A whole number without marks between thousands: a year, a row.
    pub(in crate::report) fn whole(value: Option<f64>) -> Self {
        Self::shown(value, String::from("0"))
    }

    /// A year.
    pub(in crate::report) fn year(year: Option<i32>) -> Self {
        Self::whole(year.map(f64::from))
    }

    /// A coordinate in metres, to the millimetre, as other programs take it.
    pub(in crate::report) fn coordinate(metres: f64) -> Self {
        Self::shown(Some(metres), String::from("0.000"))
    }

    /// How many.
    pub(in crate::report) fn count(count: usize) -> Self {
        Self::number(Some(count as f64), 0)
    }

    /// A number in the colour of a verdict, with its mark before it.
    pub(in crate::report) fn judged(value: Option<f64>, text: &str, verdict: Verdict, name: &str) -> Self {
        let format = literal(mark(verdict)) + &grouped(decimals_in(text));
        let cell = Self::shown(value, format);
        if cell.value == Value::Empty { Self::verdict(verdict, name) } else { Self { verdict: Some(verdict), ..cell } }
    }

    fn shown(value: Option<f64>, format: String) -> Self {
        let value = value.filter(|value| value.is_finite());
        Self { value: value.map_or(Value::Empty, |value| Value::Number(value, format)), verdict: None }
    }

    /// The widest of its lines, in letters; a Chinese one counts as two.
    pub(in crate::report) fn width(&self) -> usize {
        match &self.value {
            Value::Empty => 0,
            Value::Text(text) => text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0),
            Value::Number(value, format) => {
                let whole = format!("{value:.0}").len();
                // Digits, the marks between them, and what the format adds.
                whole + whole / 3 + format.width().saturating_sub("#,##0".len())
            }
        }
    }

    /// How many lines it takes in a column of a width.
    pub(in crate::report) fn lines(&self, width: usize) -> usize {
        let Value::Text(text) = &self.value else { return 1 };
        text.lines().map(|line| line.width().div_ceil(width.max(1)).max(1)).sum::<usize>().max(1)
    }
}

/// The decimals of the first number in a text.
fn decimals_in(text: &str) -> usize {
    let number = text.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let end = number.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | '\u{2009}'));
    let number = &number[..end.unwrap_or(number.len())];
    number.split_once('.').map_or(0, |(_, fraction)| fraction.len())
}

/// A number format with marks between thousands.
fn grouped(decimals: usize) -> String {
    if decimals == 0 { String::from("#,##0") } else { format!("#,##0.{}", "0".repeat(decimals)) }
}

/// Text before a number, as number formats write it.
fn literal(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("\"{text} \"") }
}

/// Text as a cell can hold it: without the characters that XML forbids, and not longer than a cell takes.
pub(in crate::report) fn legal(text: &str) -> String {
    let is_legal = |letter: &char| match letter {
        '\t' | '\n' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        letter => !letter.is_control(),
    };
    let text: String = text.chars().filter(is_legal).collect();
    if text.encode_utf16().count() <= MOST_UNITS {
        return text;
    }
    let mut room = MOST_UNITS - CUT.len_utf16();
    let fits = |letter: &char| {
        let needed = letter.len_utf16();
        let fits = needed <= room;
        room = room.saturating_sub(needed);
        fits
    };
    text.chars().take_while(fits).chain([CUT]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_shown_with_the_decimals_of_its_text() {
        for (text, decimals) in [
            ("7.58 km/km²", 2),
            ("差 0.0004 m", 4),
            ("12\u{2009}345.6 m", 1),
            ("3", 0),
            ("", 0),
            ("0.9 km/10⁴ people", 1),
        ] {
            assert_eq!(decimals_in(text), decimals, "{text}");
        }
        assert_eq!(Cell::as_in(Some(7.583), Some("7.58 km/km²")).value, Value::Number(7.583, "#,##0.00".into()));
    }

    #[test]
    fn a_limit_is_a_number_that_shows_its_sign() {
        assert_eq!(Cell::limit(Some(38.9), Some("≥ 38.9 %")).value, Value::Number(38.9, "\"≥ \"#,##0.0".into()));
        assert_eq!(Cell::limit(None, None).value, Value::Empty);
    }

    #[test]
    fn what_no_cell_can_hold_leaves_it_empty() {
        assert_eq!(Cell::number(Some(f64::NAN), 2).value, Value::Empty);
        assert_eq!(Cell::number(Some(f64::INFINITY), 2).value, Value::Empty);
        assert_eq!(Cell::text("\u{1}\u{b}").value, Value::Empty);
    }

    #[test]
    fn text_loses_what_xml_forbids_and_what_a_cell_has_no_room_for() {
        assert_eq!(legal("甲\u{0}乙\u{1b}\u{ffff}\r\n丙\t丁"), "甲乙\n丙\t丁");
        let full = "字".repeat(MOST_UNITS);
        assert_eq!(legal(&full), full);
        let cut = legal(&format!("{full}字"));
        assert_eq!(cut.encode_utf16().count(), MOST_UNITS);
        assert!(cut.ends_with(CUT));
        let pairs = legal(&"😀".repeat(20_000));
        assert!(pairs.encode_utf16().count() <= MOST_UNITS && pairs.ends_with("😀…"));
    }

    #[test]
    fn chinese_letters_are_two_columns_wide_and_lines_are_counted_by_them() {
        let cell = Cell::text("生态廊道\nab");
        assert_eq!(cell.width(), 8);
        assert_eq!((cell.lines(8), cell.lines(4), cell.lines(3)), (2, 3, 4));
    }
}
