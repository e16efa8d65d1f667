//! Rows in the order of columns. Stable: rows that are equal keep the order that they had.

use std::cmp::Ordering;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Column, as_number};
use crate::handle::Handle;
use crate::layer::{Layer, Value};

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The least first.
    Up,
    /// The greatest first.
    Down,
}

/// What a row is sorted by: numbers before texts, what is empty last whichever way.
enum Key {
    Number(f64),
    Text(Arc<str>),
    Empty,
}

/// The rows, which are indices of features, in the order of columns, the first of which decides first; `None` once the job is
/// to stop. Texts are compared without regard to case, with the numbers in them as numbers: 2号楼 stands before 10号楼.
pub fn sorted(layer: &Layer, mut rows: Vec<u32>, by: &[(Column, Direction)], handle: &Handle) -> Option<Vec<u32>> {
    let mut keys = Vec::new();
    for (column, direction) in by {
        let key = |feature| if handle.is_cancelled() { Key::Empty } else { key(&column.value(feature)) };
        keys.push((layer.features.par_iter().map(key).collect::<Vec<Key>>(), *direction));
        handle.advance(1);
    }
    if handle.is_cancelled() {
        return None;
    }
    let at = |row: u32| usize::try_from(row).unwrap_or(usize::MAX);
    rows.par_sort_by(|a, b| {
        let by_column = |(keys, direction): &(Vec<Key>, Direction)| match (keys.get(at(*a)), keys.get(at(*b))) {
            (Some(a), Some(b)) => compare(a, b, *direction),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        keys.iter().map(by_column).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    });
    handle.advance(1);
    (!handle.is_cancelled()).then_some(rows)
}

fn key(value: &Value) -> Key {
    match (as_number(value), value) {
        (Some(number), _) => Key::Number(number),
        (None, Value::Text(text)) => Key::Text(Arc::clone(text)),
        (None, Value::Bool(flag)) => Key::Number(f64::from(u8::from(*flag))),
        (None, _) => Key::Empty,
    }
}

fn compare(a: &Key, b: &Key, direction: Direction) -> Ordering {
    let ordered = match (a, b) {
        (Key::Empty, Key::Empty) => return Ordering::Equal,
        (Key::Empty, _) => return Ordering::Greater,
        (_, Key::Empty) => return Ordering::Less,
        (Key::Number(a), Key::Number(b)) => a.total_cmp(b),
        (Key::Number(_), Key::Text(_)) => Ordering::Less,
        (Key::Text(_), Key::Number(_)) => Ordering::Greater,
        (Key::Text(a), Key::Text(b)) => natural(a, b),
    };
    if direction == Direction::Up { ordered } else { ordered.reverse() }
}

/// Letter by letter without regard to case, runs of digits by the number that they are.
pub(in crate::layer) fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let (run_a, run_b) = (digits(left), digits(right));
        if !run_a.is_empty() && !run_b.is_empty() {
            let (a, b) = (run_a.trim_start_matches('0'), run_b.trim_start_matches('0'));
            let ordered = a.len().cmp(&b.len()).then_with(|| a.cmp(b));
            if ordered.is_ne() {
                return ordered;
            }
            (left, right) = (&left[run_a.len()..], &right[run_b.len()..]);
            continue;
        }
        let (mut of_left, mut of_right) = (left.chars(), right.chars());
        match (of_left.next(), of_right.next()) {
            (None, None) => return a.cmp(b),
            (a, b) if lower(a) == lower(b) => (left, right) = (of_left.as_str(), of_right.as_str()),
            (a, b) => return lower(a).cmp(&lower(b)),
        }
    }
}

fn lower(letter: Option<char>) -> Option<char> {
    letter.map(|letter| letter.to_lowercase().next().unwrap_or(letter))
}

fn digits(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::super::fixture::buildings;
    use super::*;

    fn order(layer: &Layer, by: &[(Column, Direction)]) -> Vec<u32> {
        sorted(layer, (0..4).collect(), by, &Handle::default()).unwrap()
    }

    #[test]
    fn numbers_are_sorted_as_numbers_and_what_is_empty_comes_last_both_ways() {
        let number = |storeys: f64| Value::Number(storeys);
        let layer = buildings(&[
            (1.0, "甲", number(18.0)),
            (1.0, "乙", Value::Null),
            (1.0, "丙", Value::text("6")),
            (1.0, "丁", number(-2.0)),
        ]);
        assert_eq!(order(&layer, &[(Column::Field(1), Direction::Up)]), [3, 2, 0, 1]);
        assert_eq!(order(&layer, &[(Column::Field(1), Direction::Down)]), [0, 2, 3, 1]);
    }

    #[test]
    fn rows_that_are_equal_keep_their_order_and_a_second_column_decides_between_them() {
        let number = |storeys: f64| Value::Number(storeys);
        let layer = buildings(&[
            (2.0, "甲", number(6.0)),
            (1.0, "乙", number(6.0)),
            (3.0, "丙", number(1.0)),
            (1.0, "丁", number(6.0)),
        ]);
        assert_eq!(order(&layer, &[(Column::Field(1), Direction::Up)]), [2, 0, 1, 3]);
        assert_eq!(order(&layer, &[(Column::Field(1), Direction::Down)]), [0, 1, 3, 2]);
        let by = [(Column::Field(1), Direction::Down), (Column::Area, Direction::Up)];
        assert_eq!(order(&layer, &by), [1, 3, 0, 2]);
    }

    #[test]
    fn numbers_in_texts_count_as_numbers() {
        let layer = buildings(&[
            (1.0, "10号楼", Value::Null),
            (1.0, "2号楼", Value::Null),
            (1.0, "b", Value::Null),
            (1.0, "A", Value::Null),
        ]);
        assert_eq!(order(&layer, &[(Column::Field(0), Direction::Up)]), [1, 0, 3, 2]);
        assert!(natural("a007", "a7").is_ne(), "texts that differ are never equal");
        assert_eq!(natural("甲12", "甲12"), Ordering::Equal);
    }

    #[test]
    fn a_job_that_is_to_stop_brings_nothing() {
        let layer = buildings(&[(1.0, "甲", Value::Null)]);
        let handle = Handle::default();
        handle.cancel();
        assert_eq!(sorted(&layer, vec![0], &[(Column::Area, Direction::Up)], &handle), None);
    }
}
