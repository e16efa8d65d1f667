//! Styles stand in the tables of the layers whose files they are of, and those of what is drawn in `[style.ROLE]`.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{Array, InlineTable, Item, Table, TableLike, Value};

use super::tables::{number, set, tidy};
use crate::plan::Style;
use crate::plan::style::read::drawn_of_key;
use crate::plan::style::{By, Class, Classes, Label, LineWidth, Paint};

type Styles = BTreeMap<String, Style>;

/// Rewrites the styles of a document that states `before`. The first table of a file has its style; others that have one too
/// follow it.
pub(super) fn rewrite(root: &mut Table, before: &Styles, now: &Styles) {
    drawn(root, before, now);
    let mut seen = BTreeSet::new();
    of_layers(root, &mut |layer, is_inline| of_layer(layer, is_inline, &mut seen, before, now));
    for (proposal, _) in tables(root, "proposal") {
        of_layers(proposal, &mut |layer, is_inline| of_layer(layer, is_inline, &mut seen, before, now));
    }
}

/// The tables of a list, and whether they are written on one line.
fn tables<'a>(parent: &'a mut dyn TableLike, key: &str) -> Vec<(&'a mut dyn TableLike, bool)> {
    match parent.get_mut(key) {
        Some(Item::ArrayOfTables(tables)) => {
            tables.iter_mut().map(|table| (table as &mut dyn TableLike, false)).collect()
        }
        Some(Item::Value(Value::Array(values))) => {
            let inline = values.iter_mut().filter_map(Value::as_inline_table_mut);
            inline.map(|table| (table as &mut dyn TableLike, true)).collect()
        }
        _ => Vec::new(),
    }
}

fn of_layers(parent: &mut dyn TableLike, each: &mut dyn FnMut(&mut dyn TableLike, bool)) {
    for (layer, is_inline) in tables(parent, "layer") {
        each(layer, is_inline);
    }
}

fn of_layer(layer: &mut dyn TableLike, is_inline: bool, seen: &mut BTreeSet<String>, before: &Styles, now: &Styles) {
    let Some(source) = layer.get("source").and_then(Item::as_str).map(|source| source.replace('\\', "/")) else {
        return;
    };
    let has = layer.contains_key("style");
    let is_first = seen.insert(source.clone());
    let (was, is) = (before.get(&source), now.get(&source));
    if (has && was != is) || (!has && is_first && is.is_some()) {
        rewrite_in(layer, "style", is_inline, was.filter(|_| has), is);
    }
}

fn drawn(root: &mut Table, before: &Styles, now: &Styles) {
    let keys: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    for key in keys {
        let (was, is) = (before.get(key), now.get(key));
        let Some(role) = drawn_of_key(key).filter(|_| was != is) else { continue };
        if !root.contains_key("style") {
            let mut styles = Table::new();
            styles.set_implicit(true);
            root.insert("style", Item::Table(styles));
        }
        let item = root.get_mut("style");
        let is_inline = item.as_ref().is_some_and(|item| item.is_inline_table());
        if let Some(styles) = item.and_then(Item::as_table_like_mut) {
            rewrite_in(styles, role.code(), is_inline, was, is);
        }
        if root.get("style").and_then(Item::as_table_like).is_some_and(TableLike::is_empty) {
            root.remove("style");
        }
    }
}

/// Rewrites the style under a key; a table that says nothing any more goes.
fn rewrite_in(parent: &mut dyn TableLike, key: &str, is_inline: bool, was: Option<&Style>, is: Option<&Style>) {
    let built_in = Style::default();
    within(parent, key, is_inline, |table, is_inline| {
        style(table, is_inline, was.unwrap_or(&built_in), is.unwrap_or(&built_in));
    });
}

/// The table under a key, made where it is not there and taken away where it is empty.
fn within(parent: &mut dyn TableLike, key: &str, is_inline: bool, write: impl FnOnce(&mut dyn TableLike, bool)) {
    if !parent.get(key).is_some_and(Item::is_table_like) {
        let new = if is_inline { Item::Value(InlineTable::new().into()) } else { Item::Table(Table::new()) };
        parent.insert(key, new);
    }
    let Some(item) = parent.get_mut(key) else { return };
    let is_inline = item.is_inline_table();
    if let Some(table) = item.as_table_like_mut() {
        write(table, is_inline);
    }
    if item.as_table_like().is_some_and(TableLike::is_empty) {
        parent.remove(key);
    } else {
        tidy(Some(item));
    }
}

fn style(table: &mut dyn TableLike, is_inline: bool, was: &Style, is: &Style) {
    let mut write = |key: &str, was: Option<Value>, is: Option<Value>| {
        if was.as_ref().map(ToString::to_string) != is.as_ref().map(ToString::to_string) {
            set(table, key, is);
        }
    };
    write("fill", was.fill.map(paint), is.fill.map(paint));
    write("line", was.line.map(paint), is.line.map(paint));
    write("width", was.width.map(width), is.width.map(width));
    write("dash", was.dash.map(|dash| dash.code().into()), is.dash.map(|dash| dash.code().into()));
    let texture = |style: &Style| style.texture.map(|texture| texture.code().into());
    write("texture", texture(was), texture(is));
    let opacity = |style: &Style| style.opacity.map(|per_cent| i64::from(per_cent).into());
    write("opacity", opacity(was), opacity(is));
    write("from", was.from.map(number), is.from.map(number));
    write("to", was.to.map(number), is.to.map(number));
    write("label", was.label.as_deref().map(label), is.label.as_deref().map(label));
    write("label_size", was.label_size.map(number), is.label_size.map(number));
    let on_top = |style: &Style| style.on_top.then(|| true.into());
    write("on_top", on_top(was), on_top(is));
    match &is.classes {
        None if was.classes.is_some() => drop(table.remove("classes")),
        Some(now) if was.classes.as_ref() != Some(now) => {
            within(table, "classes", is_inline, |table, is_inline| classes(table, is_inline, now));
        }
        _ => {}
    }
}

fn classes(table: &mut dyn TableLike, is_inline: bool, now: &Classes) {
    set(table, "field", Some(now.field.as_str().into()));
    set(table, "others", now.others.map(paint));
    match &now.by {
        By::Value(values) => {
            for key in ["breaks", "colours", "method"] {
                table.remove(key);
            }
            // In the order of the legend, which a change of one value may not disturb.
            table.remove("values");
            within(table, "values", is_inline, |table, _| {
                for (key, own) in values {
                    set(table, key, Some(class(own)));
                }
            });
            if !table.contains_key("values") {
                table.insert("values", Item::Value(InlineTable::new().into()));
            }
        }
        By::Range { breaks, colours, method } => {
            table.remove("values");
            set(table, "breaks", Some(breaks.iter().map(|at| number(*at)).collect()));
            set(table, "colours", Some(colours.iter().map(|colour| colour.text()).collect()));
            set(table, "method", method.map(|method| method.code().into()));
        }
    }
}

fn class(class: &Class) -> Value {
    let colour = class.colour.text();
    match class.width {
        None => colour.into(),
        Some(own) => InlineTable::from_iter([("colour", Value::from(colour)), ("width", width(own))]).into(),
    }
}

fn paint(paint: Paint) -> Value {
    match paint {
        Paint::Nothing => "none".into(),
        Paint::Colour(colour) => colour.text().into(),
    }
}

fn width(width: LineWidth) -> Value {
    match width {
        LineWidth::Points(points) => number(points),
        LineWidth::Metres(metres) => format!("{metres} m").into(),
    }
}

fn label(parts: &[Label]) -> Value {
    match parts {
        [] => "none".into(),
        [only] => only.word().into(),
        several => several.iter().map(Label::word).collect::<Array>().into(),
    }
}
