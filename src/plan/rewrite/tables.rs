//! Tables, lists and values of a TOML document, rewritten where they state otherwise.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::Coord;
use toml_edit::{ArrayOfTables, InlineTable, Item, Table, TableLike, Value};

use crate::layer::Field;

/// Writes a value in place of the one that is there, with the comment behind it; `None` removes the key.
pub(super) fn set(table: &mut dyn TableLike, key: &str, value: Option<Value>) {
    match (value, table.get_mut(key)) {
        (None, _) => drop(table.remove(key)),
        (Some(mut value), Some(Item::Value(own))) => {
            *value.decor_mut() = own.decor().clone();
            *own = value;
        }
        (Some(value), _) => drop(table.insert(key, Item::Value(value))),
    }
}

pub(in crate::plan) fn set_changed<T: Copy + PartialEq + Into<Value>>(
    table: &mut dyn TableLike,
    key: &str,
    before: Option<T>,
    now: Option<T>,
) {
    if before != now {
        set(table, key, now.map(Into::into));
    }
}

/// Rewrites `[[key]]`: `tables` says for each entry which table of the file it had. A table that nobody has goes.
pub(super) fn rewrite_tables(
    root: &mut Table,
    key: &str,
    tables: &[Option<usize>],
    write: impl Fn(usize, &mut Table, Option<usize>),
) {
    let item = root.entry(key).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let old = match std::mem::take(item) {
        Item::ArrayOfTables(old) => old,
        // A list of inline tables says the same.
        other => other.into_array_of_tables().unwrap_or_default(),
    };
    let mut old: Vec<Option<Table>> = old.into_iter().map(Some).collect();
    let mut new = Vec::with_capacity(tables.len());
    for (index, own) in tables.iter().enumerate() {
        let known = own.and_then(|own| Some((own, old.get_mut(own)?.take()?)));
        let (own, mut table) = known.map_or_else(|| (None, Table::new()), |(own, table)| (Some(own), table));
        write(index, &mut table, own);
        new.push(table);
    }
    settle(&mut new);
    if new.is_empty() {
        root.remove(key);
    } else {
        *item = Item::ArrayOfTables(new.into_iter().collect());
    }
}

/// Rewrites `[[key]]` where it states otherwise: entries are known by what they speak of.
pub(super) fn rewrite_list<T: PartialEq>(
    root: &mut Table,
    key: &str,
    before: &[T],
    now: &[T],
    same: impl Fn(&T, &T) -> bool,
    write: impl Fn(&mut Table, Option<&T>, &T),
) {
    if before == now {
        return;
    }
    let tables = matched(before, now, same);
    rewrite_tables(root, key, &tables, |index, table, own| {
        let was = own.and_then(|own| before.get(own));
        now.get(index).into_iter().for_each(|entry| write(table, was, entry));
    });
}

/// Sees to it that tables are written in their order. A table keeps its place in the file, and a new one follows the table
/// before it: the first ones have none before them, and tables that were put into another order must all be placed anew.
pub(super) fn settle(tables: &mut [Table]) {
    let places: Vec<isize> = tables.iter().filter_map(Table::position).collect();
    if !places.is_sorted() {
        tables.iter_mut().for_each(forget_place);
        return;
    }
    let leading = tables.iter_mut().take_while(|table| table.position().is_none());
    leading.for_each(|table| table.set_position(places.first().copied()));
}

pub(super) fn forget_place(table: &mut Table) {
    table.set_position(None);
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => forget_place(inner),
            Item::ArrayOfTables(inner) => inner.iter_mut().for_each(forget_place),
            Item::None | Item::Value(_) => {}
        }
    }
}

/// The place of the table that is written last.
pub(super) fn last_place(table: &Table) -> Option<isize> {
    let inner = table.iter().flat_map(|(_, item)| match item {
        Item::Table(inner) => vec![last_place(inner)],
        Item::ArrayOfTables(inner) => inner.iter().map(last_place).collect(),
        Item::None | Item::Value(_) => Vec::new(),
    });
    inner.chain([table.position()]).flatten().max()
}

/// Which of the former entries each entry goes on from: the equal one, else the first that speaks of the same.
fn matched<T: PartialEq>(before: &[T], now: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<Option<usize>> {
    let mut taken = BTreeSet::new();
    let mut found = vec![None; now.len()];
    for is_meant in [&T::eq as &dyn Fn(&T, &T) -> bool, &same] {
        for (own, entry) in found.iter_mut().zip(now).filter(|(own, _)| own.is_none()) {
            let free = before.iter().enumerate().filter(|(index, _)| !taken.contains(index));
            *own = free.into_iter().find(|(_, old)| is_meant(old, entry)).map(|(index, _)| index);
            taken.extend(*own);
        }
    }
    found
}

/// Rewrites the entries of a table that differ; a table without entries goes.
pub(super) fn by_key<T: PartialEq>(
    parent: &mut dyn TableLike,
    key: &str,
    before: &BTreeMap<String, T>,
    now: &BTreeMap<String, T>,
    write: impl Fn(&mut dyn TableLike, &str, &T),
) {
    if before == now {
        return;
    }
    if parent.get(key).is_none_or(Item::is_none) {
        parent.insert(key, Item::Table(Table::new()));
    }
    let Some(table) = parent.get_mut(key).and_then(Item::as_table_like_mut) else { return };
    for gone in before.keys().filter(|key| !now.contains_key(*key)) {
        table.remove(gone);
    }
    for (key, value) in now.iter().filter(|(key, value)| before.get(*key) != Some(*value)) {
        write(table, key, value);
    }
    if table.is_empty() {
        parent.remove(key);
    } else {
        tidy(parent.get_mut(key));
    }
}

/// Blanks of an inline table whose entries have changed.
pub(super) fn tidy(item: Option<&mut Item>) {
    item.and_then(Item::as_inline_table_mut).into_iter().for_each(InlineTable::fmt);
}

/// A number as people write it: 96000, not 96000.0.
pub(super) fn number(value: f64) -> Value {
    value.to_string().parse::<i64>().map_or_else(|_broken| value.into(), Into::into)
}

pub(super) fn numbers(points: &[Coord<f64>]) -> Value {
    points.iter().map(|at| Value::from_iter([at.x, at.y])).collect()
}

/// Rewrites an inline table by canonical field.
pub(super) fn by_field<T: Clone + PartialEq>(
    table: &mut Table,
    key: &str,
    before: &BTreeMap<Field, T>,
    now: &BTreeMap<Field, T>,
    value: impl Fn(&T) -> Value,
) {
    let by_name = |map: &BTreeMap<Field, T>| -> BTreeMap<String, T> {
        map.iter().map(|(field, value)| (field.name().to_owned(), value.clone())).collect()
    };
    if before != now && !table.contains_key(key) {
        table.insert(key, InlineTable::new().into());
    }
    by_key(table, key, &by_name(before), &by_name(now), |table, name, stated| set(table, name, Some(value(stated))));
}
