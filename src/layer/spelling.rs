//! How people spell things: full-width digits, units, thousands separators, yes and no. Pure functions on text.
//!
//! What is not understood is `None`; nothing here defaults.

/// Text in one form: full-width characters made half-width, outer blanks and the mark of a character cut in half
/// removed, lower case.
pub(super) fn fold(text: &str) -> String {
    let narrow = |letter: char| match letter {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        other => other,
    };
    let narrowed: String =
        text.chars().filter(|&letter| letter != '\u{feff}' && letter != '\u{fffd}').map(narrow).collect();
    narrowed.trim().to_lowercase()
}

/// The number that a text states: whole, or leading as in `40m`, `约40米`, `1,234.5`, `18.2万`.
///
/// Text that begins with a Latin letter (`S307`) names something and is no number.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = fold(text);
    if text.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    if let Ok(number) = text.parse::<f64>() {
        return Some(number).filter(|number| number.is_finite());
    }
    let start = text.find(|letter: char| letter.is_ascii_digit())?;
    let (before, rest) = text.split_at(start);
    let (digits, after) = leading_number(rest)?;
    let sign = if before.ends_with(['-', '−']) { -1.0 } else { 1.0 };
    let scale = if after.trim_start().starts_with('万') { 10_000.0 } else { 1.0 };
    Some(sign * digits * scale)
}

/// Every number in a text, without signs, in order: `30-40` is 30 and 40.
pub(super) fn numbers(text: &str) -> Vec<f64> {
    let text = fold(text);
    let mut rest = text.as_str();
    let mut found = Vec::new();
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let Some((number, after)) = leading_number(&rest[start..]) else { break };
        found.push(number);
        rest = after;
    }
    found
}

/// Reads the digits that a text begins with; a comma before exactly three digits separates thousands, any other
/// comma before digits is a decimal comma.
fn leading_number(text: &str) -> Option<(f64, &str)> {
    let mut kept = String::new();
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        let digits_after = text[at + letter.len_utf8()..].chars().take_while(char::is_ascii_digit).count();
        match letter {
            '0'..='9' => kept.push(letter),
            ',' if digits_after == 3 && !kept.contains('.') => {}
            '.' | ',' if digits_after > 0 && !kept.contains('.') => kept.push('.'),
            _ => break,
        }
        at += letter.len_utf8();
    }
    kept.parse().ok().map(|number| (number, &text[at..]))
}

/// Yes or no in the usual spellings.
pub(super) fn flag(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "是" | "有" | "y" | "yes" | "t" | "true" | "1" | "1.0" | "真" | "对" | "√" | "✓" | "✔" | "on" => {
            Some(true)
        }
        "否" | "无" | "不" | "没有" | "n" | "no" | "f" | "false" | "0" | "0.0" | "假" | "错" | "×" | "off" | "none" => {
            Some(false)
        }
        _ => None,
    }
}

/// A Chinese numeral below one hundred at the start of a text: `十八层` is 18.
pub(super) fn chinese_number(text: &str) -> Option<f64> {
    const DIGITS: &str = "零一二三四五六七八九";
    let digit = |letter: char| match letter {
        '两' => Some(2),
        other => DIGITS.chars().position(|known| known == other),
    };
    let letters: Vec<char> = text.chars().take_while(|&letter| letter == '十' || digit(letter).is_some()).collect();
    let value = match letters.split(|&letter| letter == '十').collect::<Vec<_>>().as_slice() {
        [[one]] => digit(*one)?,
        [[], []] => 10,
        [[], [one]] => 10 + digit(*one)?,
        [[tens], []] => 10 * digit(*tens)?,
        [[tens], [one]] => 10 * digit(*tens)? + digit(*one)?,
        _ => return None,
    };
    Some(value as f64)
}

/// Whether a text says that there is nothing: `无`, `-`, `/`.
pub(super) fn says_nothing(text: &str) -> bool {
    matches!(
        fold(text).as_str(),
        "" | "无"
            | "否"
            | "没有"
            | "不详"
            | "-"
            | "--"
            | "—"
            | "——"
            | "/"
            | "\\"
            | "n"
            | "no"
            | "none"
            | "null"
            | "<null>"
            | "<空>"
            | "n/a"
            | "nan"
            | "0"
            | "f"
            | "false"
    )
}

/// The entry of a table of words whose word stands in the text; the table's order decides among several.
pub(super) fn first_contained<T: Copy>(text: &str, table: &[(&str, T)]) -> Option<T> {
    table.iter().find(|(word, _)| text.contains(word)).map(|&(_, meaning)| meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_through_width_units_and_separators() {
        for (text, expected) in [
            ("40", Some(40.0)),
            ("40m", Some(40.0)),
            ("40米", Some(40.0)),
            ("４０．５", Some(40.5)),
            ("1,234.5", Some(1234.5)),
            ("1,234,567", Some(1_234_567.0)),
            ("3,5", Some(3.5)),
            ("约 24 米", Some(24.0)),
            ("-3", Some(-3.0)),
            ("18.2万", Some(182_000.0)),
            ("S307", None),
            ("NaN", None),
            ("inf", None),
            ("", None),
            ("宽", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn every_number_of_a_width_text_is_found() {
        assert_eq!(numbers("24+6×2"), [24.0, 6.0, 2.0]);
        assert_eq!(numbers("30-40"), [30.0, 40.0]);
        assert_eq!(numbers("４０米"), [40.0]);
    }

    #[test]
    fn yes_and_no_are_read_in_every_usual_spelling_and_nothing_else_is() {
        for yes in ["是", "有", "Y", "yes", "T", "TRUE", "1", "Ｙ"] {
            assert_eq!(flag(yes), Some(true), "{yes}");
        }
        for no in ["否", "无", "N", "no", "F", "False", "0", "０"] {
            assert_eq!(flag(no), Some(false), "{no}");
        }
        assert_eq!(flag("也许"), None);
    }

    #[test]
    fn chinese_numerals_below_a_hundred_are_read() {
        for (text, expected) in [
            ("六层", Some(6.0)),
            ("十层", Some(10.0)),
            ("十八", Some(18.0)),
            ("二十层", Some(20.0)),
            ("三十二", Some(32.0)),
            ("层", None),
        ] {
            assert_eq!(chinese_number(text), expected, "{text}");
        }
    }
}
