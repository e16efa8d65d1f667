//! What a column holds as a whole, and how large rows are together.

use std::collections::BTreeMap;

use super::{Column, as_number};
use crate::geometry::sum::Sum;
use crate::handle::Handle;
use crate::layer::{Layer, Shape, Value};

/// Bars of a histogram.
const BINS: usize = 24;
/// So many of the most frequent values are told.
const MOST_FREQUENT: usize = 200;

/// What a column holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statistics {
    /// Rows.
    pub count: usize,
    /// Rows without a value.
    pub empty: usize,
    /// Different values.
    pub distinct: usize,
    /// What numbers come to, where all values are numbers.
    pub numbers: Option<Numbers>,
    /// The most frequent values, the most frequent first.
    pub frequent: Vec<Frequent>,
}

/// A value with the number of its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frequent {
    /// The value as text.
    pub value: String,
    /// Its rows.
    pub count: usize,
}

/// What numbers come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    /// Their sum.
    pub sum: f64,
    /// Their mean.
    pub mean: f64,
    /// The middle one; half way between two.
    pub median: f64,
    /// The least.
    pub least: f64,
    /// The greatest.
    pub greatest: f64,
    /// Their standard deviation: the rows are the whole, no sample of it.
    pub deviation: f64,
    /// How many lie in each of equal steps from the least to the greatest.
    pub bins: Vec<usize>,
}

/// How many rows there are and how large they are together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// Rows.
    pub count: usize,
    /// Area in square metres.
    pub area: f64,
    /// Length in metres.
    pub length: f64,
}

/// What a column holds in some rows, which are indices of features; `None` once the job is to stop.
pub fn summarise(layer: &Layer, column: Column, rows: &[u32], handle: &Handle) -> Option<Statistics> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut numbers = Vec::new();
    let mut statistics = Statistics { count: rows.len(), ..Statistics::default() };
    for feature in rows.iter().filter_map(|row| layer.features.get(usize::try_from(*row).ok()?)) {
        if handle.is_cancelled() {
            return None;
        }
        let value = column.value(feature);
        let Some(text) = value.plain() else {
            statistics.empty += 1;
            continue;
        };
        numbers.extend(as_number(&value));
        *counts.entry(text).or_default() += 1;
    }
    let stated = statistics.count - statistics.empty;
    statistics.distinct = counts.len();
    statistics.numbers = (numbers.len() == stated).then_some(numbers).and_then(of_numbers);
    let mut frequent: Vec<Frequent> = counts.into_iter().map(|(value, count)| Frequent { value, count }).collect();
    frequent.sort_by_key(|own| std::cmp::Reverse(own.count));
    frequent.truncate(MOST_FREQUENT);
    statistics.frequent = frequent;
    Some(statistics)
}

fn of_numbers(mut numbers: Vec<f64>) -> Option<Numbers> {
    numbers.sort_by(f64::total_cmp);
    let (least, greatest) = (*numbers.first()?, *numbers.last()?);
    let count = numbers.len() as f64;
    let mut sum = Sum::default();
    for number in &numbers {
        sum.add(*number);
    }
    let mean = sum.value() / count;
    let mut squares = Sum::default();
    for number in &numbers {
        squares.add_product(number - mean, number - mean);
    }
    let half = numbers.len() / 2;
    let upper = numbers.get(half).copied().unwrap_or(greatest);
    let lower = half.checked_sub(1).and_then(|before| numbers.get(before)).copied().unwrap_or(upper);
    let median = if numbers.len().is_multiple_of(2) { f64::midpoint(lower, upper) } else { upper };
    let mut bins = vec![0; BINS];
    for number in &numbers {
        if let Some(bin) = bins.get_mut(bin_of(*number, least, greatest)) {
            *bin += 1;
        }
    }
    let deviation = (squares.value() / count).sqrt();
    Some(Numbers { sum: sum.value(), mean, median, least, greatest, deviation, bins })
}

/// The greatest belongs to the last step.
fn bin_of(number: f64, least: f64, greatest: f64) -> usize {
    let share = if greatest > least { (number - least) / (greatest - least) } else { 0.0 };
    let edges = (1..BINS).map(|edge| edge as f64 / BINS as f64);
    edges.take_while(|edge| share >= *edge).count()
}

/// How large rows are together, which are indices of features.
pub fn totals(layer: &Layer, rows: &[u32]) -> Totals {
    let (mut area, mut length) = (Sum::default(), Sum::default());
    for feature in rows.iter().filter_map(|row| layer.features.get(usize::try_from(*row).ok()?)) {
        match (Column::Area.value(feature), &feature.shape) {
            (Value::Number(own), _) => area.add(own),
            (_, Shape::Lines(_)) => length.add(feature.shape.size()),
            _ => {}
        }
    }
    Totals { count: rows.len(), area: area.value(), length: length.value() }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{buildings, roads};
    use super::*;

    fn of(layer: &Layer, column: Column, rows: &[u32]) -> Statistics {
        summarise(layer, column, rows, &Handle::default()).unwrap()
    }

    #[test]
    fn numbers_come_to_what_a_hand_would_write() {
        let storeys = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        let rows: Vec<_> = storeys.iter().map(|own| (1.0, "甲", Value::Number(*own))).collect();
        let found = of(&buildings(&rows), Column::Field(1), &[0, 1, 2, 3, 4, 5, 6, 7]);
        let numbers = found.numbers.unwrap();
        let known = [numbers.sum, numbers.mean, numbers.median, numbers.least, numbers.greatest, numbers.deviation];
        for (found, known) in known.into_iter().zip([40.0, 5.0, 4.5, 2.0, 9.0, 2.0]) {
            assert!((found - known).abs() < 1e-12, "{known}");
        }
        assert_eq!((found.count, found.empty, found.distinct), (8, 0, 5));
        assert_eq!(numbers.bins.iter().sum::<usize>(), 8);
        assert_eq!((numbers.bins[0], numbers.bins[BINS - 1]), (1, 1));
    }

    #[test]
    fn the_median_of_an_odd_number_is_the_one_in_the_middle_and_one_value_has_no_spread() {
        let rows: Vec<_> = [9.0, 1.0, 3.0].iter().map(|own| (1.0, "甲", Value::Number(*own))).collect();
        let layer = buildings(&rows);
        assert!((of(&layer, Column::Field(1), &[0, 1, 2]).numbers.unwrap().median - 3.0).abs() < 1e-12);
        let one = of(&layer, Column::Field(1), &[0]).numbers.unwrap();
        assert!(one.deviation.abs() < 1e-12 && one.bins[0] == 1);
    }

    #[test]
    fn texts_are_counted_the_most_frequent_first() {
        let names = ["住宅", "商业", "住宅", "", "办公", "住宅", "商业"];
        let rows: Vec<_> = names.iter().map(|own| (1.0, *own, Value::Null)).collect();
        let found = of(&buildings(&rows), Column::Field(0), &[0, 1, 2, 3, 4, 5, 6]);
        assert_eq!((found.count, found.empty, found.distinct, found.numbers.is_some()), (7, 1, 3, false));
        let told: Vec<(&str, usize)> = found.frequent.iter().map(|own| (own.value.as_str(), own.count)).collect();
        assert_eq!(told, [("住宅", 3), ("商业", 2), ("办公", 1)]);
    }

    #[test]
    fn a_column_without_values_has_no_numbers() {
        let found = of(&buildings(&[(1.0, "甲", Value::Null)]), Column::Field(1), &[0]);
        assert_eq!((found.empty, found.distinct, found.numbers), (1, 0, None));
        assert_eq!(of(&buildings(&[]), Column::Area, &[]).numbers, None);
    }

    #[test]
    fn rows_are_as_large_as_their_shapes_together() {
        let areas = buildings(&[(10.0, "甲", Value::Null), (20.0, "乙", Value::Null), (5.0, "丙", Value::Null)]);
        let found = totals(&areas, &[0, 1]);
        assert!(found.count == 2 && (found.area - 500.0).abs() < 1e-9 && found.length.abs() < 1e-12);
        assert!((totals(&roads(&[(300.0, ""), (200.5, "")]), &[0, 1]).length - 500.5).abs() < 1e-9);
    }
}
