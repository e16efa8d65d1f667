//! What stands in a column of a layer, for a table of values.

use std::collections::BTreeMap;

use crate::layer::Layer;

/// More different values than this are no classes but data.
const MOST: usize = 1000;

/// The different values of a column with how often each stands there, the most frequent first. Features without a value do
/// not count. Of columns with very many different values only those that appear first.
pub fn values_of(layer: &Layer, column: usize) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for text in layer.features.iter().filter_map(|feature| feature.values.get(column)?.plain()) {
        let is_full = counts.len() >= MOST;
        match counts.get_mut(&text) {
            Some(count) => *count += 1,
            None if is_full => {}
            None => drop(counts.insert(text, 1)),
        }
    }
    let mut values: Vec<(String, usize)> = counts.into_iter().collect();
    // The sort is stable: values of one count stay in their order.
    values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    values
}
