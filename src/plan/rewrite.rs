//! Brings the text of a plan file into line with what the plan states now: what did not change keeps its bytes, with the
//! keys and comments around it that nobody here knows.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::Coord;
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::{Argument, Content, DrawnCorridor, DrawnShape, LayerEntry, TypedFigure};
use crate::layer::Field;

/// Rewrites a document that states `before` so that it states `now`.
pub(super) fn rewrite(document: &mut DocumentMut, before: &Content, now: &Content) {
    let root = document.as_table_mut();
    set_changed(root, "name", &before.name, &now.name);
    set_changed(root, "standard", &before.standard, &now.standard);
    set_changed(root, "county", &before.county, &now.county);
    set_changed(root, "year", &before.year.map(i64::from), &now.year.map(i64::from));
    set_changed(root, "crs", &before.crs, &now.crs);
    if before.layers != now.layers {
        let tables: Vec<Option<usize>> = now.layers.iter().map(|entry| entry.table.0).collect();
        let unstated = LayerEntry::default();
        rewrite_tables(root, "layer", &tables, |index, table, own| {
            let was = own.and_then(|own| before.layers.get(own)).unwrap_or(&unstated);
            now.layers.get(index).into_iter().for_each(|entry| layer(table, was, entry));
        });
    }
    by_key(root, "figures", &before.figures, &now.figures, figure);
    by_key(root, "ends", &before.ends, &now.ends, |table, key, points| set(table, key, Some(numbers(points))));
    if before.corridors != now.corridors {
        let tables = matched(&before.corridors, &now.corridors, |a, b| a.id == b.id);
        rewrite_tables(root, "corridor", &tables, |index, table, own| {
            let was = own.and_then(|own| before.corridors.get(own));
            now.corridors.get(index).into_iter().for_each(|drawn| corridor(table, was, drawn));
        });
    }
    if before.arguments != now.arguments {
        let same = |a: &Argument, b: &Argument| a.clause == b.clause && a.subject == b.subject;
        let tables = matched(&before.arguments, &now.arguments, same);
        rewrite_tables(root, "argument", &tables, |index, table, own| {
            let was = own.and_then(|own| before.arguments.get(own));
            now.arguments.get(index).into_iter().for_each(|stated| argument(table, was, stated));
        });
    }
}

/// Writes a value in place of the one that is there, with the comment behind it; `None` removes the key.
fn set(table: &mut dyn TableLike, key: &str, value: Option<Value>) {
    match (value, table.get_mut(key)) {
        (None, _) => drop(table.remove(key)),
        (Some(mut value), Some(Item::Value(own))) => {
            *value.decor_mut() = own.decor().clone();
            *own = value;
        }
        (Some(value), _) => drop(table.insert(key, Item::Value(value))),
    }
}

fn set_changed<T: Clone + PartialEq + Into<Value>>(
    table: &mut dyn TableLike,
    key: &str,
    before: &Option<T>,
    now: &Option<T>,
) {
    if before != now {
        set(table, key, now.clone().map(Into::into));
    }
}

/// Rewrites `[[key]]`: `tables` says for each entry which table of the file it had. A table that nobody has goes.
fn rewrite_tables(
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

/// Sees to it that tables are written in their order. A table keeps its place in the file, and a new one follows the table
/// before it: the first ones have none before them, and tables that were put into another order must all be placed anew.
fn settle(tables: &mut [Table]) {
    let places: Vec<isize> = tables.iter().filter_map(Table::position).collect();
    if !places.is_sorted() {
        tables.iter_mut().for_each(forget_place);
        return;
    }
    let leading = tables.iter_mut().take_while(|table| table.position().is_none());
    leading.for_each(|table| table.set_position(places.first().copied()));
}

fn forget_place(table: &mut Table) {
    table.set_position(None);
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => forget_place(inner),
            Item::ArrayOfTables(inner) => inner.iter_mut().for_each(forget_place),
            Item::None | Item::Value(_) => {}
        }
    }
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
fn by_key<T: PartialEq>(
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
fn tidy(item: Option<&mut Item>) {
    item.and_then(Item::as_inline_table_mut).into_iter().for_each(InlineTable::fmt);
}

fn figure(table: &mut dyn TableLike, key: &str, figure: &TypedFigure) {
    let is_plain = figure.year.is_none() && figure.source.is_none();
    if let Some(own) = table.get_mut(key).and_then(Item::as_table_like_mut) {
        write_figure(own, figure);
        tidy(table.get_mut(key));
    } else if is_plain {
        set(table, key, Some(number(figure.value)));
    } else {
        let mut own = InlineTable::new();
        write_figure(&mut own, figure);
        set(table, key, Some(own.into()));
    }
}

fn write_figure(table: &mut dyn TableLike, figure: &TypedFigure) {
    set(table, "value", Some(number(figure.value)));
    set(table, "year", figure.year.map(|year| i64::from(year).into()));
    set(table, "source", figure.source.clone().map(Into::into));
}

/// A number as people write it: 96000, not 96000.0.
fn number(value: f64) -> Value {
    value.to_string().parse::<i64>().map_or_else(|_broken| value.into(), Into::into)
}

fn numbers(points: &Vec<Coord<f64>>) -> Value {
    points.iter().map(|at| Value::from_iter([at.x, at.y])).collect()
}

fn layer(table: &mut Table, before: &LayerEntry, now: &LayerEntry) {
    if before.roles != now.roles {
        let mut codes = now.roles.iter().map(|role| role.code());
        let roles = match (codes.next(), codes.len()) {
            (None, _) => None,
            (Some(only), 0) => Some(Value::from(only)),
            (Some(first), _) => Some(std::iter::once(first).chain(codes).collect()),
        };
        set(table, "role", roles);
    }
    set_changed(table, "source", &some(&before.source), &some(&now.source));
    set_changed(table, "crs", &before.crs, &now.crs);
    set_changed(table, "encoding", &before.encoding, &now.encoding);
    by_field(table, "fields", &before.fields, &now.fields, |name| name.into());
    by_field(table, "values", &before.values, &now.values, |mapping| InlineTable::from_iter(mapping).into());
    by_field(table, "where", &before.keep, &now.keep, |kept| Array::from_iter(kept).into());
    set_changed(table, "title", &before.provenance.title, &now.provenance.title);
    let year = |entry: &LayerEntry| entry.provenance.year.map(i64::from);
    set_changed(table, "year", &year(before), &year(now));
    set_changed(table, "provenance", &before.provenance.source, &now.provenance.source);
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Rewrites an inline table by canonical field.
fn by_field<T: Clone + PartialEq>(
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

fn argument(table: &mut Table, before: Option<&Argument>, now: &Argument) {
    let was = |text: fn(&Argument) -> &str| before.map(|before| text(before).to_owned());
    set_changed(table, "clause", &was(|own| &own.clause), &Some(now.clause.clone()));
    set_changed(table, "subject", &before.and_then(|own| own.subject.clone()), &now.subject);
    set_changed(table, "by", &was(|own| &own.by), &Some(now.by.clone()));
    set_changed(table, "reason", &was(|own| &own.reason), &Some(now.reason.clone()));
    set_changed(table, "document", &before.and_then(|own| own.document.clone()), &now.document);
    set_changed(table, "date", &before.and_then(|own| own.date.clone()), &now.date);
}

fn corridor(table: &mut Table, before: Option<&DrawnCorridor>, now: &DrawnCorridor) {
    set_changed(table, "id", &before.map(|own| own.id.clone()), &Some(now.id.clone()));
    set_changed(table, "name", &before.and_then(|own| own.name.clone()), &now.name);
    if before.map_or(&[][..], |own| &own.between) != now.between {
        let between = (!now.between.is_empty()).then(|| now.between.iter().collect());
        set(table, "between", between);
    }
    if before.map_or(&[][..], |own| &own.ends) != now.ends {
        set(table, "ends", (!now.ends.is_empty()).then(|| numbers(&now.ends)));
    }
    if before.map(|own| &own.shape) == Some(&now.shape) {
        return;
    }
    let (line, width, outline) = match &now.shape {
        DrawnShape::Centreline { points, width } => (Some(numbers(points)), Some(number(*width)), None),
        DrawnShape::Outline(corners) => (None, None, Some(numbers(corners))),
    };
    set(table, "centreline", line);
    set(table, "width", width);
    set(table, "outline", outline);
}
