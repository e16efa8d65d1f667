//! What would fit where the cursor stands: a field, or a value of the field that is compared.

use std::ops::Range;

use super::Names;
use super::lex::{Kind, Token, Word, is_name, lex};
use crate::layer::table::Column;

/// What would fit at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The part of the text that it would replace, in bytes: what is begun.
    pub replace: Range<usize>,
    /// What is begun, without its quote.
    pub typed: String,
    /// What it is.
    pub wanted: Wanted,
}

/// What fits somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The name of a field.
    Name,
    /// A value of a column.
    Value(Column),
}

/// What would fit where the cursor stands, in bytes; `None` where a word or a sign comes next.
pub fn wish(text: &str, cursor: usize, names: &Names) -> Option<Wish> {
    let cursor = (0..=cursor.min(text.len())).rev().find(|at| text.is_char_boundary(*at))?;
    let before = &text[..cursor];
    let (mut tokens, mistake) = lex(before, names);
    if let Some(mistake) = mistake {
        // Only a text that is begun is something to go on with.
        let open = before.get(mistake.at.clone()).filter(|_| mistake.message.key == "layer.filter-quote")?;
        let typed: String = open.chars().skip(1).collect();
        let wanted = if open.starts_with(['[', '［', '`']) { Wanted::Name } else { after(&tokens, names)? };
        return Some(Wish { replace: mistake.at, typed, wanted });
    }
    let begun = match tokens.last() {
        Some(Token { kind: Kind::Name(name), at }) if at.end == cursor => Some((at.clone(), name.clone())),
        _ => None,
    };
    let (replace, typed) = begun.unwrap_or((cursor..cursor, String::new()));
    if !typed.is_empty() {
        tokens.pop();
    }
    let wanted = after(&tokens, names)?;
    Some(Wish { replace, typed, wanted })
}

/// What fits after these.
fn after(tokens: &[Token], names: &Names) -> Option<Wanted> {
    let column = |tokens: &[Token]| match tokens.last().map(|token| &token.kind) {
        Some(Kind::Name(name)) => names.column(name),
        _ => None,
    };
    let (last, before) = match tokens.split_last() {
        None => return Some(Wanted::Name),
        Some((last, before)) => (&last.kind, before),
    };
    match last {
        Kind::Compare(_) => column(before).map(Wanted::Value).or(Some(Wanted::Name)),
        Kind::Word(Word::Like | Word::Contains) => column(without_not(before)).map(Wanted::Value),
        Kind::Open | Kind::Comma => {
            let listed = |token: &Token| {
                matches!(token.kind, Kind::Text(_) | Kind::Number(_) | Kind::Comma | Kind::Open | Kind::Reckon('-'))
            };
            let end = tokens.iter().rposition(|token| !listed(token)).map_or(0, |last| last + 1);
            match tokens[..end].split_last() {
                Some((Token { kind: Kind::Word(Word::In), .. }, before)) => {
                    column(without_not(before)).map(Wanted::Value)
                }
                _ => (*last == Kind::Open).then_some(Wanted::Name),
            }
        }
        Kind::Word(Word::And | Word::Or | Word::Not | Word::Between) | Kind::Reckon(_) => Some(Wanted::Name),
        _ => None,
    }
}

fn without_not(tokens: &[Token]) -> &[Token] {
    match tokens.split_last() {
        Some((Token { kind: Kind::Word(Word::Not), .. }, before)) => before,
        _ => tokens,
    }
}

/// A text as a condition writes it.
pub fn quoted_text(text: &str) -> String {
    if text.contains('"') && !text.contains('\'') {
        format!("'{text}'")
    } else {
        format!("\"{}\"", text.replace('"', "\"\""))
    }
}

/// A name as a condition writes it: in brackets where it would not be read as one.
pub fn quoted_name(name: &str) -> String {
    let computed = name.strip_prefix('$').unwrap_or(name);
    let starts = computed.starts_with(|first: char| is_name(first) && !first.is_numeric());
    let plain = starts && computed.chars().all(is_name);
    let alone = || {
        let (tokens, mistake) = lex(name, &Names::default());
        mistake.is_none() && matches!(tokens.as_slice(), [Token { kind: Kind::Name(own), .. }] if own == name)
    };
    match (plain && alone(), name.contains(']')) {
        (true, _) => name.to_owned(),
        (false, false) => format!("[{name}]"),
        (false, true) => format!("`{name}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::Value;
    use crate::layer::table::fixture::buildings;

    #[test]
    fn fields_fit_at_the_start_and_values_after_a_comparison() {
        let layer = buildings(&[(1.0, "甲", Value::Null)]);
        let names = Names::of(&layer);
        let wish = |text: &str| wish(text, text.len(), &names).map(|wish| (wish.replace, wish.typed, wish.wanted));
        let name = Column::Field(0);
        assert_eq!(wish(""), Some((0..0, String::new(), Wanted::Name)));
        assert_eq!(wish("stor"), Some((0..4, "stor".to_owned(), Wanted::Name)));
        assert_eq!(wish("storeys > 6 and na"), Some((16..18, "na".to_owned(), Wanted::Name)));
        assert_eq!(wish("name = "), Some((7..7, String::new(), Wanted::Value(name))));
        assert_eq!(wish("name = \"甲"), Some((7..11, "甲".to_owned(), Wanted::Value(name))));
        assert_eq!(wish("name in (\"甲\", "), Some((16..16, String::new(), Wanted::Value(name))));
        assert_eq!(wish("name not in ("), Some((13..13, String::new(), Wanted::Value(name))));
        assert_eq!(wish("name like '"), Some((10..11, String::new(), Wanted::Value(name))));
        assert_eq!(wish("name = \"甲\""), None, "a word comes next");
        assert_eq!(wish("storeys > 6 "), None);
    }

    #[test]
    fn what_is_proposed_reads_back_as_what_it_was() {
        let names = Names::default();
        for text in ["住宅", "3\" pipe", "it's", "a\"b'c"] {
            let (tokens, mistake) = lex(&quoted_text(text), &names);
            assert!(mistake.is_none());
            assert_eq!(tokens[0].kind, Kind::Text(text.to_owned()));
        }
        for name in ["storeys", "层 数", "and", "2号", "a]b", "$area", "非住宅"] {
            let (tokens, _) = lex(&quoted_name(name), &names);
            assert_eq!((tokens.len(), &tokens[0].kind), (1, &Kind::Name(name.to_owned())), "{name}");
        }
    }
}
