//! From the pieces of a condition to what it means: `or` of `and` of `not` of comparisons of sums of products.

use std::ops::Range;

use super::expression::Expression;
use super::lex::{Comparison, Kind, Token, Word, lex};
use super::pattern::Pattern;
use super::{Mistake, Names};
use crate::layer::Value;
use crate::text::Message;

/// Brackets and contraries within each other: nobody reads more.
const DEEPEST: usize = 64;

/// A part with its place.
type Part = (Expression, Range<usize>);

/// Reads a condition.
pub(super) fn parse(text: &str, names: &Names) -> Result<Expression, Mistake> {
    let (tokens, mistake) = lex(text, names);
    let mut parser = Parser { tokens: &tokens, next: 0, end: text.len(), depth: 0, names };
    let whole = match mistake {
        None => parser.any()?,
        Some(mistake) => return Err(mistake),
    };
    match parser.peek() {
        Some(token) => Err(mistaken(token.at.clone(), "layer.filter-end")),
        None => condition(whole).map(|(whole, _)| whole),
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    next: usize,
    end: usize,
    depth: usize,
    names: &'a Names,
}

fn mistaken(at: Range<usize>, key: &'static str) -> Mistake {
    Mistake { at, message: Message::new(key) }
}

fn condition(part: Part) -> Result<Part, Mistake> {
    if part.0.is_condition() { Ok(part) } else { Err(mistaken(part.1, "layer.filter-condition")) }
}

fn value(part: Part) -> Result<Part, Mistake> {
    if part.0.is_value() { Ok(part) } else { Err(mistaken(part.1, "layer.filter-value")) }
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    /// The place of the next piece; the end of the text after the last.
    fn place(&self) -> Range<usize> {
        self.peek().map_or(self.end..self.end, |token| token.at.clone())
    }

    /// Takes the next piece where it is this one.
    fn take(&mut self, kind: &Kind) -> bool {
        let is_it = self.peek().is_some_and(|token| token.kind == *kind);
        self.next += usize::from(is_it);
        is_it
    }

    fn take_word(&mut self, word: Word) -> bool {
        self.take(&Kind::Word(word))
    }

    /// Something within something; so deep at most.
    fn within(&mut self, read: impl FnOnce(&mut Self) -> Result<Part, Mistake>) -> Result<Part, Mistake> {
        if self.depth >= DEEPEST {
            return Err(mistaken(self.place(), "layer.filter-deep"));
        }
        self.depth += 1;
        let part = read(self);
        self.depth -= 1;
        part
    }

    fn any(&mut self) -> Result<Part, Mistake> {
        self.chain(Word::Or, Expression::Any, |parser| parser.chain(Word::And, Expression::All, Self::contrary))
    }

    /// Conditions with a word between them; one alone stays what it is.
    fn chain(
        &mut self,
        word: Word,
        make: fn(Vec<Expression>) -> Expression,
        read: impl Fn(&mut Self) -> Result<Part, Mistake>,
    ) -> Result<Part, Mistake> {
        let first = read(self)?;
        if self.peek().is_none_or(|token| token.kind != Kind::Word(word)) {
            return Ok(first);
        }
        let (first, mut at) = condition(first)?;
        let mut parts = vec![first];
        while self.take_word(word) {
            let (part, place) = condition(read(self)?)?;
            at.end = place.end;
            parts.push(part);
        }
        Ok((make(parts), at))
    }

    fn contrary(&mut self) -> Result<Part, Mistake> {
        let start = self.place().start;
        if self.take_word(Word::Not) {
            let (part, at) = condition(self.within(Self::contrary)?)?;
            return Ok((Expression::Not(Box::new(part)), start..at.end));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Part, Mistake> {
        let first = self.sum()?;
        if let Some(Kind::Compare(how)) = self.peek().map(|token| token.kind.clone()) {
            return self.compared(value(first)?, how);
        }
        let negated = self.peek().is_some_and(|token| token.kind == Kind::Word(Word::Not));
        let at = self.next + usize::from(negated);
        let Some(Kind::Word(word)) = self.tokens.get(at).map(|token| token.kind.clone()) else { return Ok(first) };
        if !matches!(word, Word::In | Word::Like | Word::Contains | Word::Between)
            && (negated || !matches!(word, Word::Is | Word::IsNull | Word::IsNotNull))
        {
            return Ok(first);
        }
        self.next = at + 1;
        let (of, place) = value(first)?;
        let (test, contrary) = self.test(word, Box::new(of))?;
        let end = self.next.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(self.end, |last| last.at.end);
        let test = if negated || contrary { Expression::Not(Box::new(test)) } else { test };
        Ok((test, place.start..end))
    }

    fn compared(&mut self, (of, place): Part, how: Comparison) -> Result<Part, Mistake> {
        self.next += 1;
        let (with, after) = value(self.sum()?)?;
        Ok((Expression::Compare(how, Box::new(of), Box::new(with)), place.start..after.end))
    }

    /// What follows a word that tests a value, and whether the contrary is meant.
    fn test(&mut self, word: Word, of: Box<Expression>) -> Result<(Expression, bool), Mistake> {
        let plain = |test: Expression| Ok((test, false));
        match word {
            Word::In => plain(Expression::In(of, self.list()?)),
            Word::Like => plain(Expression::Like(of, Pattern::of(&self.pattern()?))),
            Word::Contains => plain(Expression::Like(of, Pattern::containing(&self.pattern()?))),
            Word::Between => {
                let (low, _) = value(self.sum()?)?;
                if !self.take_word(Word::And) {
                    return Err(mistaken(self.place(), "layer.filter-between"));
                }
                let (high, _) = value(self.sum()?)?;
                plain(Expression::Between(of, Box::new([low, high])))
            }
            Word::Is => {
                let contrary = self.take_word(Word::Not);
                if !self.take_word(Word::Null) {
                    return Err(mistaken(self.place(), "layer.filter-null"));
                }
                Ok((Expression::Missing(of), contrary))
            }
            word => Ok((Expression::Missing(of), word == Word::IsNotNull)),
        }
    }

    fn list(&mut self) -> Result<Vec<Value>, Mistake> {
        if !self.take(&Kind::Open) {
            return Err(mistaken(self.place(), "layer.filter-list"));
        }
        let mut list = Vec::new();
        loop {
            let at = self.place();
            let minus = self.take(&Kind::Reckon('-'));
            let value = match self.peek().map(|token| token.kind.clone()) {
                Some(Kind::Number(number)) => Value::Number(if minus { -number } else { number }),
                Some(Kind::Text(text)) if !minus => Value::text(&text),
                Some(Kind::Name(name)) => return Err(unknown_text(at, &name)),
                _ => return Err(mistaken(at, "layer.filter-value")),
            };
            self.next += 1;
            list.push(value);
            if self.take(&Kind::Close) {
                return Ok(list);
            }
            if !self.take(&Kind::Comma) {
                return Err(mistaken(self.place(), "layer.filter-close"));
            }
        }
    }

    fn pattern(&mut self) -> Result<String, Mistake> {
        let Some(Kind::Text(text)) = self.peek().map(|token| token.kind.clone()) else {
            return Err(mistaken(self.place(), "layer.filter-pattern"));
        };
        self.next += 1;
        Ok(text)
    }

    fn sum(&mut self) -> Result<Part, Mistake> {
        self.reckoned(['+', '-'], Expression::Sum, |parser| {
            parser.reckoned(['*', '/'], Expression::Product, Self::atom)
        })
    }

    /// Values with signs between them, the second of which takes away or divides.
    fn reckoned(
        &mut self,
        [plain, contrary]: [char; 2],
        make: fn(Vec<(Expression, bool)>) -> Expression,
        read: impl Fn(&mut Self) -> Result<Part, Mistake>,
    ) -> Result<Part, Mistake> {
        let first = read(self)?;
        let sign = |parser: &Self| match parser.peek().map(|token| &token.kind) {
            Some(Kind::Reckon(sign)) if *sign == plain || *sign == contrary => Some(*sign == contrary),
            _ => None,
        };
        if sign(self).is_none() {
            return Ok(first);
        }
        let (first, mut at) = value(first)?;
        let mut parts = vec![(first, false)];
        while let Some(contrary) = sign(self) {
            self.next += 1;
            let (part, place) = value(read(self)?)?;
            at.end = place.end;
            parts.push((part, contrary));
        }
        Ok((make(parts), at))
    }

    fn atom(&mut self) -> Result<Part, Mistake> {
        let at = self.place();
        let Some(kind) = self.peek().map(|token| token.kind.clone()) else {
            return Err(mistaken(at, "layer.filter-value"));
        };
        self.next += 1;
        let atom = match kind {
            Kind::Number(number) => Expression::Literal(Value::Number(number)),
            // A text without letters is a text all the same: it equals nothing.
            Kind::Text(text) => Expression::Literal(Value::Text(text.into())),
            Kind::Word(Word::True) => Expression::Literal(Value::Bool(true)),
            Kind::Word(Word::False) => Expression::Literal(Value::Bool(false)),
            Kind::Name(name) => match self.names.find(&name) {
                Some(source) => Expression::Column(source),
                None => return Err(self.unknown(at, &name)),
            },
            Kind::Reckon('-') => {
                let (part, place) = value(self.within(Self::atom)?)?;
                return Ok((Expression::Sum(vec![(part, true)]), at.start..place.end));
            }
            Kind::Open => {
                let (part, _) = self.within(Self::any)?;
                let end = self.place();
                if !self.take(&Kind::Close) {
                    return Err(mistaken(end, "layer.filter-close"));
                }
                return Ok((part, at.start..end.end));
            }
            _ => return Err(mistaken(at, "layer.filter-value")),
        };
        Ok((atom, at))
    }

    /// A name that no field has. After a sign that compares it may be meant as a text.
    fn unknown(&self, at: Range<usize>, name: &str) -> Mistake {
        let before = self.next.checked_sub(2).and_then(|before| self.tokens.get(before));
        if before.is_some_and(|token| matches!(token.kind, Kind::Compare(_))) {
            return unknown_text(at, name);
        }
        let message = match self.names.nearest(name) {
            Some(near) => Message::new("layer.filter-unknown-near").with("near", near),
            None => Message::new("layer.filter-unknown"),
        };
        Mistake { at, message: message.with("name", name) }
    }
}

fn unknown_text(at: Range<usize>, name: &str) -> Mistake {
    Mistake { at, message: Message::new("layer.filter-unquoted").with("name", name) }
}
