//! Words, texts, numbers and signs of a condition, each with its place. Full-width signs and Chinese quotes are as good as
//! others, and Chinese words need no blanks around them: 层数>6且用途为空.

use std::ops::Range;

use super::{Mistake, Names};
use crate::layer::spelling::fold;
use crate::text::Message;

/// A piece of a condition.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Its place in bytes.
    pub(super) at: Range<usize>,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// A name, known or not.
    Name(String),
    /// A text in quotes.
    Text(String),
    /// A number, with its unit reckoned in.
    Number(f64),
    /// A word of the language.
    Word(Word),
    /// Open bracket.
    Open,
    /// Close bracket.
    Close,
    /// Comma.
    Comma,
    /// A sign that compares.
    Compare(Comparison),
    /// A sign that reckons: `+ - * /`.
    Reckon(char),
}

/// A word of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    And,
    Or,
    Not,
    In,
    Like,
    Contains,
    Between,
    Is,
    Null,
    IsNull,
    IsNotNull,
    True,
    False,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

const WORDS: &[(&str, Word)] = &[
    ("and", Word::And),
    ("且", Word::And),
    ("并且", Word::And),
    ("or", Word::Or),
    ("或", Word::Or),
    ("或者", Word::Or),
    ("not", Word::Not),
    ("非", Word::Not),
    ("不", Word::Not),
    ("in", Word::In),
    ("属于", Word::In),
    ("like", Word::Like),
    ("形如", Word::Like),
    ("contains", Word::Contains),
    ("含", Word::Contains),
    ("包含", Word::Contains),
    ("between", Word::Between),
    ("介于", Word::Between),
    ("is", Word::Is),
    ("null", Word::Null),
    ("空", Word::Null),
    ("为空", Word::IsNull),
    ("是空", Word::IsNull),
    ("不为空", Word::IsNotNull),
    ("非空", Word::IsNotNull),
    ("true", Word::True),
    ("真", Word::True),
    ("false", Word::False),
    ("假", Word::False),
];

/// Units behind a number, by what they come to in metres, square metres and ones.
const UNITS: &[(&str, f64)] = &[
    ("km2", 1e6),
    ("km²", 1e6),
    ("平方公里", 1e6),
    ("平方千米", 1e6),
    ("ha", 1e4),
    ("公顷", 1e4),
    ("亩", 2_000.0 / 3.0),
    ("m2", 1.0),
    ("m²", 1.0),
    ("平方米", 1.0),
    ("万平方米", 1e4),
    ("km", 1e3),
    ("公里", 1e3),
    ("千米", 1e3),
    ("m", 1.0),
    ("米", 1.0),
    ("万人", 1e4),
    ("人", 1.0),
    ("万", 1e4),
    ("层", 1.0),
    ("年", 1.0),
];

const SIGNS: &[(&str, Kind)] = &[
    ("==", Kind::Compare(Comparison::Equal)),
    ("!=", Kind::Compare(Comparison::Unequal)),
    ("<>", Kind::Compare(Comparison::Unequal)),
    (">=", Kind::Compare(Comparison::AtLeast)),
    ("<=", Kind::Compare(Comparison::AtMost)),
    ("&&", Kind::Word(Word::And)),
    ("||", Kind::Word(Word::Or)),
    ("=", Kind::Compare(Comparison::Equal)),
    ("≠", Kind::Compare(Comparison::Unequal)),
    (">", Kind::Compare(Comparison::Greater)),
    ("≥", Kind::Compare(Comparison::AtLeast)),
    ("<", Kind::Compare(Comparison::Less)),
    ("≤", Kind::Compare(Comparison::AtMost)),
    ("!", Kind::Word(Word::Not)),
    ("(", Kind::Open),
    (")", Kind::Close),
    (",", Kind::Comma),
    ("、", Kind::Comma),
    ("+", Kind::Reckon('+')),
    ("-", Kind::Reckon('-')),
    ("−", Kind::Reckon('-')),
    ("*", Kind::Reckon('*')),
    ("×", Kind::Reckon('*')),
    ("/", Kind::Reckon('/')),
    ("÷", Kind::Reckon('/')),
];

/// Takes a condition apart. Beside what was understood stands the first mistake.
pub(super) fn lex(text: &str, names: &Names) -> (Vec<Token>, Option<Mistake>) {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        if letter.is_whitespace() || letter == '\u{feff}' {
            at += letter.len_utf8();
            continue;
        }
        match token(text, at, letter, names) {
            Ok(token) => {
                at = token.at.end.max(at + letter.len_utf8());
                tokens.push(token);
            }
            Err(mistake) => return (tokens, Some(mistake)),
        }
    }
    (tokens, None)
}

fn token(text: &str, at: usize, letter: char, names: &Names) -> Result<Token, Mistake> {
    let rest = &text[at..];
    let of = |kind: Kind, length: usize| Ok(Token { kind, at: at..at + length });
    if let Some(closing) = closing(letter) {
        return quoted(rest, letter, closing)
            .map(|(kind, length)| Token { kind, at: at..at + length })
            .ok_or_else(|| Mistake { at: at..text.len(), message: Message::new("layer.filter-quote") });
    }
    if digit(letter).is_some() {
        return number(rest, at, names);
    }
    if is_name(letter) || letter == '$' {
        let (kind, length) = word(rest, names);
        return of(kind, length);
    }
    // Signs are of one letter or two, half or full width.
    let two: String = rest.chars().take(2).map(half).collect();
    let sign = SIGNS.iter().find(|(sign, _)| two.starts_with(sign));
    let Some((sign, kind)) = sign else {
        let message = Message::new("layer.filter-letter").with("letter", letter);
        return Err(Mistake { at: at..at + letter.len_utf8(), message });
    };
    of(kind.clone(), rest.chars().take(sign.chars().count()).map(char::len_utf8).sum())
}

fn half(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        other => other,
    }
}

fn digit(letter: char) -> Option<char> {
    Some(half(letter)).filter(char::is_ascii_digit)
}

/// Whether a letter can stand in a name without brackets.
pub(super) fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || half(letter) == '_'
}

/// The letters that end what this one begins.
fn closing(letter: char) -> Option<&'static [char]> {
    match letter {
        '"' | '“' | '”' | '＂' => Some(&['"', '“', '”', '＂']),
        '\'' | '‘' | '’' => Some(&['\'', '‘', '’']),
        '「' => Some(&['」']),
        '[' | '［' => Some(&[']', '］']),
        '`' => Some(&['`']),
        _ => None,
    }
}

/// A text or a bracketed name with its length; a straight quote that is doubled is one of the text.
fn quoted(rest: &str, opening: char, closing: &[char]) -> Option<(Kind, usize)> {
    let mut held = String::new();
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if !closing.contains(&letter) {
            held.push(letter);
            continue;
        }
        let doubled = letter == opening && letters.peek().is_some_and(|(_, next)| *next == letter);
        if doubled {
            held.push(letter);
            letters.next();
            continue;
        }
        let is_name = matches!(opening, '[' | '［' | '`');
        return Some((if is_name { Kind::Name(held) } else { Kind::Text(held) }, at + letter.len_utf8()));
    }
    None
}

/// A number with what its unit makes of it.
fn number(rest: &str, at: usize, names: &Names) -> Result<Token, Mistake> {
    let end = rest.find(|letter: char| digit(letter).is_none() && half(letter) != '.').unwrap_or(rest.len());
    let digits: String = rest[..end].chars().map(half).collect();
    let wrong = |length: usize| Mistake { at: at..at + length, message: Message::new("layer.filter-number") };
    let value: f64 = digits.parse().map_err(|_error| wrong(end))?;
    let after = rest[end..].trim_start();
    let blanks = rest.len() - end - after.len();
    if after.starts_with(['%', '％']) {
        let sign = after.chars().next().map_or(0, char::len_utf8);
        return Ok(Token { kind: Kind::Number(value), at: at..at + end + blanks + sign });
    }
    let run = run(after);
    if let Some((unit, scale)) = unit(run, names) {
        return Ok(Token { kind: Kind::Number(value * scale), at: at..at + end + blanks + unit });
    }
    if blanks == 0 && !run.is_empty() && leading_word(run).is_none() {
        return Err(wrong(end + run.len()));
    }
    Ok(Token { kind: Kind::Number(value), at: at..at + end })
}

/// The unit that a run of letters begins with: alone, or before a Chinese word of the language.
fn unit(run: &str, names: &Names) -> Option<(usize, f64)> {
    let folded = fold(run);
    let alone = UNITS.iter().find(|(unit, _)| *unit == folded).map(|(_, scale)| (run.len(), *scale));
    let before_word = || {
        let fits = |(unit, _): &&(&str, f64)| run.strip_prefix(unit).is_some_and(|rest| leading_word(rest).is_some());
        let longest = UNITS.iter().filter(fits).max_by_key(|(unit, _)| unit.len());
        longest.map(|(unit, scale)| (unit.len(), *scale))
    };
    alone.or_else(before_word).filter(|_| !names.is_known(run) || !run.is_ascii())
}

/// The letters of a name that a text begins with.
fn run(text: &str) -> &str {
    let end = text.find(|letter: char| !is_name(letter)).unwrap_or(text.len());
    &text[..end]
}

/// A name or a word of the language, with its length. Of a run of letters without blanks the longest known name counts that
/// a Chinese word follows, else the Chinese word that it begins with, else what stands before the next 且 or 或.
fn word(rest: &str, names: &Names) -> (Kind, usize) {
    let dollar = usize::from(rest.starts_with('$'));
    let run = &rest[..dollar + run(&rest[dollar..]).len()];
    let folded = fold(run);
    if let Some((_, word)) = WORDS.iter().find(|(text, _)| *text == folded) {
        return (Kind::Word(*word), run.len());
    }
    let name = |length: usize| (Kind::Name(run[..length].to_owned()), length);
    if names.is_known(run) {
        return name(run.len());
    }
    let ends = || run.char_indices().map(|(at, _)| at).filter(|at| *at > 0);
    let known = ends().filter(|&end| names.is_known(&run[..end]) && leading_word(&run[end..]).is_some()).max();
    if let Some(end) = known {
        return name(end);
    }
    if let Some((text, word)) = leading_word(run) {
        return (Kind::Word(word), text.len());
    }
    name(ends().find(|&at| run[at..].starts_with(['且', '或'])).unwrap_or(run.len()))
}

/// The longest Chinese word of the language that a text begins with.
fn leading_word(text: &str) -> Option<(&'static str, Word)> {
    let chinese = WORDS.iter().filter(|(word, _)| !word.is_ascii() && text.starts_with(word));
    chinese.max_by_key(|(word, _)| word.len()).copied()
}
