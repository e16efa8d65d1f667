//! What is drawn in the plan, a table per role and form.

use std::borrow::Cow;

use super::{Column, Kind, Row, Table};
use crate::formats::Form;
use crate::formats::shapefile::write::Kind as Stated;
use crate::layer::{Feature, Field, Layer, Role, Value};
use crate::report::Report;
use crate::report::drawn::{columns, stated_value, value_of};
use crate::text::{Lang, Message};

/// Bytes that a short name has room for.
const SHORT: usize = 10;

/// A table per role and form of what is drawn; named by the role, and by the form where a role has several.
pub(super) fn tables<'a>(report: &Report<'a>) -> Vec<Table<'a>> {
    let layers = report.snapshot.layers.iter().filter(|layer| layer.is_drawn());
    layers.flat_map(|layer| of_layer(layer, report.lang)).collect()
}

fn of_layer(layer: &Layer, lang: Lang) -> Vec<Table<'_>> {
    let Some(&role) = layer.roles.first() else { return Vec::new() };
    let of_form = |form: Form| -> Vec<&Feature> {
        layer.features.iter().filter(|feature| Form::of(&feature.shape) == form).collect()
    };
    let forms = [Form::Points, Form::Lines, Form::Areas].map(|form| (form, of_form(form)));
    let filled: Vec<_> = forms.into_iter().filter(|(_, features)| !features.is_empty()).collect();
    let several = filled.len() > 1;
    filled.iter().map(|(form, features)| table(layer, role, *form, features, several, lang)).collect()
}

fn table<'a>(
    layer: &'a Layer,
    role: Role,
    form: Form,
    features: &[&'a Feature],
    several: bool,
    lang: Lang,
) -> Table<'a> {
    let records: Vec<Vec<(&'static str, Value)>> =
        features.iter().map(|feature| record(layer, role, feature)).collect();
    let stated = columns(&records);
    let rows = features.iter().zip(&records).map(|(feature, record)| Row {
        label: feature.id.clone().unwrap_or_default(),
        shape: Some(Cow::Borrowed(&feature.shape)),
        values: stated.iter().map(|column| value_of(record, column.name).cloned().unwrap_or_default()).collect(),
    });
    let mut id = format!("drawn-{}", role.code());
    if several {
        id = format!("{id}-{}", form.code());
    }
    let title = Message::new(format!("report.gis-table-drawn-{}", form.code())).with_message("role", role.name());
    let mut own: Vec<Column> = Vec::new();
    for column in &stated {
        let kind = match column.kind {
            Stated::Text => Kind::Text,
            Stated::Number(decimals) => Kind::Number(decimals),
        };
        own.push(Column { short: short_name(column.name, &own), title: full_name(column.name).say(lang), kind });
    }
    Table { id, title: title.say(lang), form: Some(form), columns: own, rows: rows.collect() }
}

/// What is known of a feature by canonical names: identity, what is stated, its size.
fn record(layer: &Layer, role: Role, feature: &Feature) -> Vec<(&'static str, Value)> {
    let id = feature.id.as_deref().map_or(Value::Null, Value::text);
    let name = layer.value(feature, Field::Name).clone();
    let mut record = vec![("id", id), ("name", name), ("role", Value::text(role.code()))];
    for field in layer.columns.keys().filter(|field| **field != Field::Name) {
        if let Some(text) = layer.value(feature, *field).plain() {
            record.push((field.name(), stated_value(*field, &text)));
        }
    }
    let size = feature.shape.size();
    match Form::of(&feature.shape) {
        Form::Points => {}
        Form::Lines => record.push(("length_m", Value::Number(size))),
        Form::Areas => record.push(("area_ha", Value::Number(size / 1e4))),
    }
    record
}

fn full_name(name: &str) -> Message {
    let key = name.replace('_', "-");
    let is_field = Field::from_name(name).is_some();
    Message::new(if is_field { format!("app.field-{key}") } else { format!("report.gis-{key}") })
}

/// The first ten bytes, or fewer with a number where another column has those.
fn short_name(name: &str, others: &[Column]) -> String {
    let is_free = |short: &str| others.iter().all(|other| other.short != short);
    let cut = |room: usize| name.chars().take(room).collect::<String>();
    let numbered = (2..).map(|number: usize| cut(SHORT - number.to_string().len()) + &number.to_string());
    std::iter::once(cut(SHORT)).chain(numbered).find(|short| is_free(short)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_have_ten_bytes_and_differ() {
        let mut columns: Vec<Column> = Vec::new();
        for name in ["red_line_width", "red_line_wide", "red_line_white", "name"] {
            let short = short_name(name, &columns);
            columns.push(Column { short, title: String::new(), kind: Kind::Text });
        }
        let shorts: Vec<&str> = columns.iter().map(|column| column.short.as_str()).collect();
        assert_eq!(shorts, ["red_line_w", "red_line_2", "red_line_3", "name"]);
    }
}
