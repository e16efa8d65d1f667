//! What a condition means for one feature. What is missing makes a comparison neither true nor false.

use std::cmp::Ordering;

use super::lex::Comparison;
use super::names::Source;
use super::pattern::Pattern;
use crate::layer::spelling::{flag, fold, number};
use crate::layer::table::{as_number, natural};
use crate::layer::{Item, Value};

/// A condition, or a value in one. Chains are lists, so that a long one is not deep.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    /// A value as it is written.
    Literal(Value),
    /// A column of the row.
    Column(Source),
    /// A sum; terms with `true` are taken away.
    Sum(Vec<(Expression, bool)>),
    /// A product; factors with `true` divide.
    Product(Vec<(Expression, bool)>),
    /// Two values compared.
    Compare(Comparison, Box<Expression>, Box<Expression>),
    /// Whether a value lies between two, or is one of them.
    Between(Box<Expression>, Box<[Expression; 2]>),
    /// Whether a value is one of a list.
    In(Box<Expression>, Vec<Value>),
    /// Whether a text is of a pattern.
    Like(Box<Expression>, Pattern),
    /// Whether there is no value.
    Missing(Box<Expression>),
    /// The contrary.
    Not(Box<Expression>),
    /// Whether all hold.
    All(Vec<Expression>),
    /// Whether one holds.
    Any(Vec<Expression>),
}

/// The row that is asked about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    pub(super) item: Item<'a>,
}

/// A value as it stands, and as a check takes it.
struct Known {
    raw: Value,
    understood: Value,
}

impl Expression {
    /// Whether it says something that can be true; else it is a value. A column does both.
    pub(super) fn is_condition(&self) -> bool {
        match self {
            Self::Literal(value) => matches!(value, Value::Bool(_)),
            Self::Sum(_) | Self::Product(_) => false,
            _ => true,
        }
    }

    /// Whether it is a value that can be compared.
    pub(super) fn is_value(&self) -> bool {
        matches!(self, Self::Literal(_) | Self::Column(_) | Self::Sum(_) | Self::Product(_))
    }

    /// Whether it holds; `None` where that rests on what is missing.
    pub(super) fn truth(&self, row: &Row<'_>) -> Option<bool> {
        match self {
            Self::Compare(how, a, b) => compare(*how, &a.value(row), &b.value(row)),
            Self::Between(of, ends) => {
                let (of, [low, high]) = (of.value(row), &**ends);
                let over = compare(Comparison::AtLeast, &of, &low.value(row));
                all([over, compare(Comparison::AtMost, &of, &high.value(row))].into_iter())
            }
            Self::In(of, list) => {
                let of = of.value(row);
                let is_it = |value: &Value| equal(&of, &Known { raw: value.clone(), understood: Value::Null });
                any(list.iter().map(is_it))
            }
            Self::Like(of, pattern) => {
                let of = of.value(row);
                let raw = of.raw.plain()?;
                let understood = of.understood.plain().is_some_and(|text| pattern.fits(&text));
                Some(pattern.fits(&raw) || understood)
            }
            Self::Missing(of) => Some(of.value(row).raw.is_null()),
            Self::Not(of) => of.truth(row).map(|holds| !holds),
            Self::All(parts) => all(parts.iter().map(|part| part.truth(row))),
            Self::Any(parts) => any(parts.iter().map(|part| part.truth(row))),
            Self::Literal(_) | Self::Column(_) | Self::Sum(_) | Self::Product(_) => self.value(row).flag(),
        }
    }

    fn value(&self, row: &Row<'_>) -> Known {
        let reckoned = |number: Option<f64>| {
            let number = number.filter(|number| number.is_finite());
            Known { raw: number.map_or(Value::Null, Value::Number), understood: Value::Null }
        };
        match self {
            Self::Literal(value) => Known { raw: value.clone(), understood: Value::Null },
            Self::Column(Source::Raw(column)) => Known { raw: column.value(row.item.feature), understood: Value::Null },
            Self::Column(Source::Canonical(field, column)) => {
                let raw = column.value(row.item.feature);
                let understood = if raw.is_null() { Value::Null } else { row.item.understood(*field) };
                Known { raw, understood }
            }
            Self::Sum(terms) => reckoned(terms.iter().try_fold(0.0, |sum, (term, minus)| {
                let own = term.value(row).number()?;
                Some(if *minus { sum - own } else { sum + own })
            })),
            Self::Product(factors) => reckoned(factors.iter().try_fold(1.0, |product, (factor, divides)| {
                let own = factor.value(row).number()?;
                Some(if *divides { product / own } else { product * own })
            })),
            condition => {
                let truth = condition.truth(row).map_or(Value::Null, Value::Bool);
                Known { raw: truth, understood: Value::Null }
            }
        }
    }
}

impl Known {
    /// The number that it is, or that its text begins with.
    fn number(&self) -> Option<f64> {
        match (&self.understood, &self.raw) {
            (Value::Number(value), _) | (_, Value::Number(value)) => Some(*value),
            (_, Value::Text(text)) => number(text),
            _ => None,
        }
    }

    fn flag(&self) -> Option<bool> {
        match (&self.understood, &self.raw) {
            (Value::Bool(value), _) | (_, Value::Bool(value)) => Some(*value),
            (_, Value::Number(value)) => Some(value.abs() > 0.0),
            (_, Value::Text(text)) => flag(text),
            _ => None,
        }
    }

    /// Its texts: as it stands, and the code that it is taken for.
    fn texts(&self) -> impl Iterator<Item = String> {
        let understood = if matches!(self.understood, Value::Text(_)) { self.understood.plain() } else { None };
        self.raw.plain().into_iter().chain(understood).map(|text| fold(&text))
    }
}

fn compare(how: Comparison, a: &Known, b: &Known) -> Option<bool> {
    if let Comparison::Equal | Comparison::Unequal = how {
        return equal(a, b).map(|equal| equal == (how == Comparison::Equal));
    }
    let order = order(a, b)?;
    Some(match how {
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::AtLeast => order.is_ge(),
        Comparison::Equal | Comparison::Unequal => return None,
    })
}

fn equal(a: &Known, b: &Known) -> Option<bool> {
    if a.raw.is_null() || b.raw.is_null() {
        return None;
    }
    if matches!(a.raw, Value::Bool(_)) || matches!(b.raw, Value::Bool(_)) {
        return a.flag().zip(b.flag()).map(|(a, b)| a == b);
    }
    let both_texts = matches!((&a.raw, &b.raw), (Value::Text(_), Value::Text(_)));
    let of_texts = || a.texts().any(|own| b.texts().any(|other| own == other));
    let of_numbers =
        || !both_texts && a.number().zip(b.number()).is_some_and(|(a, b)| a.partial_cmp(&b) == Some(Ordering::Equal));
    Some(of_numbers() || of_texts())
}

/// Texts by their letters, all else by numbers; texts that are both numbers throughout as these.
fn order(a: &Known, b: &Known) -> Option<Ordering> {
    if let (Value::Text(own), Value::Text(other)) = (&a.raw, &b.raw)
        && (as_number(&a.raw).is_none() || as_number(&b.raw).is_none())
    {
        return Some(natural(&fold(own), &fold(other)));
    }
    a.number()?.partial_cmp(&b.number()?)
}

/// One that does not hold decides, else one that is unknown.
fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    any(parts.map(|part| part.map(|holds| !holds))).map(|one| !one)
}

/// One that holds decides, else one that is unknown.
fn any(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut unknown = false;
    for part in parts {
        match part {
            Some(true) => return Some(true),
            Some(false) => {}
            None => unknown = true,
        }
    }
    (!unknown).then_some(false)
}
