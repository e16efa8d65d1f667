//! What stands in the fields of a layer: values with counts, numbers, a histogram.

use std::collections::BTreeMap;

use crate::layer::{Field, Layer, Value};
use crate::plan::style::{By, Class, Column, MOST_CLASSES, Method, Ramp, least_and_most};

/// Bars of a histogram.
pub(super) const BARS: usize = 40;
/// So many features tell whether a field holds numbers.
const ENOUGH: usize = 400;
/// More different values than this are not counted each.
const MOST: usize = 1_000;

/// A field that classes and labels may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// As a plan file names it.
    pub(super) name: String,
    /// Its canonical meaning.
    pub(super) field: Option<Field>,
    /// What the file calls it.
    pub(super) own: String,
    /// Whether it holds numbers.
    pub(super) is_number: bool,
}

/// The fields of a layer: by their canonical names where they have one.
pub(super) fn choices(layer: &Layer) -> Vec<Choice> {
    let choice = |(column, own): (usize, &String)| {
        let field = layer.columns.iter().find(|(_, of)| **of == column).map(|(field, _)| *field);
        let name = field.map_or_else(|| own.clone(), |field| field.name().to_owned());
        let values = layer.features.iter().take(ENOUGH).filter_map(|feature| feature.values.get(column));
        let is_number = values.clone().any(|value| matches!(value, Value::Number(_)))
            && values.clone().all(|value| matches!(value, Value::Number(_) | Value::Null));
        Choice { name, field, own: own.clone(), is_number }
    };
    layer.fields.iter().enumerate().map(choice).collect()
}

/// What stands in one field.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Data {
    /// Different values with how often each is there, the most frequent first.
    pub(super) counts: Vec<(String, usize)>,
    /// Its numbers.
    pub(super) numbers: Vec<f64>,
    /// How many numbers lie in each of even steps from the least to the greatest.
    pub(super) bars: Vec<usize>,
}

impl Data {
    pub(super) fn of(layer: &Layer, column: Column) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for text in layer.features.iter().filter_map(|feature| column.value(layer, feature).plain()) {
            let is_full = counts.len() >= MOST;
            match counts.get_mut(&text) {
                Some(count) => *count += 1,
                None if is_full => {}
                None => drop(counts.insert(text, 1)),
            }
        }
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let numbers: Vec<f64> = layer.features.iter().filter_map(|feature| column.number(layer, feature)).collect();
        Self { counts, bars: bars(&numbers), numbers }
    }

    /// A class for each of the most frequent values.
    pub(super) fn values(&self) -> By {
        let count = self.counts.len().min(MOST_CLASSES);
        let colours = Ramp::unordered(count);
        let classes = self.counts.iter().zip(colours);
        By::Value(classes.map(|((value, _), colour)| (value.clone(), Class { colour, width: None })).collect())
    }

    /// Classes of its numbers.
    pub(super) fn ranges(&self, method: Method, count: usize, ramp: Ramp) -> By {
        let breaks = method.breaks(&self.numbers, count);
        By::Range { colours: ramp.colours(breaks.len() + 1), breaks, method: Some(method) }
    }

    /// How often a value is there.
    pub(super) fn count(&self, value: &str) -> usize {
        self.counts.iter().find(|(own, _)| own == value).map_or(0, |(_, count)| *count)
    }

    /// How many numbers lie in each class between breaks.
    pub(super) fn in_classes(&self, breaks: &[f64]) -> Vec<usize> {
        let mut counts = vec![0; breaks.len() + 1];
        for number in &self.numbers {
            let class = breaks.partition_point(|own| own <= number);
            counts.get_mut(class).into_iter().for_each(|count| *count += 1);
        }
        counts
    }
}

fn bars(numbers: &[f64]) -> Vec<usize> {
    let Some((low, high)) = least_and_most(numbers) else { return Vec::new() };
    let mut bars = vec![0; BARS];
    for number in numbers {
        let share = (number - low) / (high - low).max(f64::MIN_POSITIVE);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the number of bars")]
        let bar = (share * BARS as f64).clamp(0.0, BARS as f64 - 1.0) as usize;
        bars.get_mut(bar).into_iter().for_each(|count| *count += 1);
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::{Feature, Origin, Role, Shape};

    #[test]
    fn values_are_counted_and_numbers_fall_into_bars_and_classes() {
        let rows = [("住宅", 1.0), ("商业", 6.0), ("住宅", 6.0), ("住宅", 21.0)];
        let features = rows.iter().enumerate().map(|(row, (text, number))| Feature {
            row,
            id: None,
            shape: Shape::Points(vec![(0.0, 0.0).into()]),
            values: vec![Value::text(text), Value::Number(*number)],
        });
        let layer = Layer::new(Origin::Drawn, &[Role::Buildings], &["用途", "storeys"], features.collect());
        let found = choices(&layer);
        assert_eq!(found.iter().map(|choice| choice.is_number).collect::<Vec<_>>(), [false, true]);
        assert_eq!((found[0].name.as_str(), found[1].field), ("用途", Some(Field::Storeys)));
        let uses = Data::of(&layer, Column::Own(0));
        assert_eq!(uses.counts, [("住宅".to_owned(), 3), ("商业".to_owned(), 1)]);
        assert!(matches!(uses.values(), By::Value(values) if values.len() == 2 && values[0].0 == "住宅"));
        let storeys = Data::of(&layer, Column::Canonical(Field::Storeys));
        assert_eq!((storeys.bars.len(), storeys.bars[0], storeys.bars[10], storeys.bars[BARS - 1]), (BARS, 1, 2, 1));
        assert_eq!(storeys.in_classes(&[6.0]), [1, 3]);
        let By::Range { breaks, colours, .. } = storeys.ranges(Method::Steps, 4, Ramp::Blues) else { panic!() };
        assert_eq!((breaks, colours.len()), (vec![6.0, 11.0, 16.0], 4));
    }
}
