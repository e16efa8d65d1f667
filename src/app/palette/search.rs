//! How well a name fits what is typed: whole, as its beginning, within it, letter by letter, or by the initials of its pinyin.

use pinyin::ToPinyin as _;

/// Fits of each kind; more is better. Within a kind the shorter name is better.
const WHOLE: u32 = 6_000;
const BEGINNING: u32 = 5_000;
const WORD: u32 = 4_000;
const WITHIN: u32 = 3_000;
const INITIALS: u32 = 2_000;
const LETTERS: u32 = 1_000;

/// How well the best of several names fits; `None` where none does.
pub(super) fn best(typed: &str, names: &[String]) -> Option<u32> {
    names.iter().filter_map(|name| score(typed, name)).max()
}

/// How well a name fits. Several words must all fit; the worst of them counts.
pub(super) fn score(typed: &str, name: &str) -> Option<u32> {
    let name = folded(name);
    let whole = folded(typed);
    let fit = of_word(whole.trim(), &name);
    let words = || whole.split_whitespace().map(|word| of_word(word, &name)).min().flatten();
    let length = u32::try_from(name.chars().count()).unwrap_or(u32::MAX).min(999);
    fit.or_else(words).map(|fit| fit + 999 - length)
}

fn of_word(word: &str, name: &str) -> Option<u32> {
    if word.is_empty() {
        return None;
    }
    if let Some(at) = name.find(word) {
        let before = name.get(..at).and_then(|before| before.chars().next_back());
        return Some(match before {
            None if word.len() == name.len() => WHOLE,
            None => BEGINNING,
            Some(letter) if !letter.is_alphanumeric() => WORD,
            Some(_) => WITHIN,
        });
    }
    let is_latin = word.chars().all(|letter| letter.is_ascii_alphanumeric());
    if is_latin && initials(name).contains(word) {
        return Some(INITIALS);
    }
    // Letter by letter only short names: in a sentence nearly every word is found so.
    (is_latin && word.len() > 2 && name.chars().count() < 40 && in_order(word, name)).then_some(LETTERS)
}

/// Small letters, half width.
fn folded(text: &str) -> String {
    let half = |letter: char| match letter {
        '！'..='～' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        other => other,
    };
    text.chars().map(half).flat_map(char::to_lowercase).collect()
}

/// The first letter of each character's pinyin; Latin letters and digits stay. Of characters that are read in several ways the
/// usual one counts.
fn initials(name: &str) -> String {
    let letter = |letter: char| match letter.to_pinyin() {
        Some(pinyin) => pinyin.plain().chars().next(),
        None => Some(letter).filter(char::is_ascii_alphanumeric),
    };
    name.chars().filter_map(letter).collect()
}

/// Whether all letters stand in a name, in their order; each run begins a word of it.
fn in_order(word: &str, name: &str) -> bool {
    let mut rest = name.chars().peekable();
    let mut before = ' ';
    let mut running = false;
    for letter in word.chars() {
        loop {
            let Some(next) = rest.next() else { return false };
            let begins = !before.is_alphanumeric();
            before = next;
            if next == letter && (begins || running) {
                running = true;
                break;
            }
            running = false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_name_fits_better_than_its_beginning_and_that_better_than_a_part() {
        let scores = ["广场", "广场集中硬地面积", "市民广场"].map(|name| score("广场", name).unwrap());
        assert!(scores[0] > scores[1] && scores[1] > scores[2], "{scores:?}");
        assert_eq!(score("廊道", "道路网密度"), None);
    }

    #[test]
    fn the_initials_of_pinyin_find_chinese_names() {
        assert!(score("dlwmd", "道路网密度").is_some());
        assert!(score("LWM", "道路网密度").is_some());
        assert_eq!(score("dlx", "道路网密度"), None);
    }

    #[test]
    fn beginnings_of_words_find_english_names_and_words_may_stand_in_any_order() {
        assert!(score("zoom", "Zoom in").is_some());
        assert!(score("expcsv", "Export findings as CSV…").is_some());
        assert!(score("csv export", "Export findings as CSV…").is_some());
        assert_eq!(score("xqz", "Export findings as CSV…"), None);
        assert_eq!(score("", "Zoom in"), None);
    }

    #[test]
    fn full_width_letters_and_capitals_are_the_same() {
        assert!(score("ＣＳＶ", "导出问题点表格 csv…").is_some());
    }
}
