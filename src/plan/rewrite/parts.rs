//! What a proposal states, a key of the plan file each.

use std::collections::BTreeMap;

use toml_edit::{Array, InlineTable, Item, Table, TableLike, Value};

use super::tables::{by_field, by_key, number, numbers, rewrite_list, rewrite_tables, set, set_changed, tidy};
use crate::layer::Role;
use crate::plan::TypedFigure;
use crate::plan::{Amendment, Argument, DrawnFeature, DrawnShape, LayerEntry, SourceRow, Stated, Width};

/// A key under which a proposal states something, whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Layers,
    Figures,
    Ends,
    Corridors,
    Drawn,
    Amendments,
    Arguments,
}

impl Part {
    /// All of them, in the order in which a new file has them.
    pub(super) const ALL: [Self; 7] =
        [Self::Layers, Self::Figures, Self::Ends, Self::Corridors, Self::Drawn, Self::Amendments, Self::Arguments];

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Layers => "layer",
            Self::Figures => "figures",
            Self::Ends => "ends",
            Self::Corridors => "corridor",
            Self::Drawn => "drawn",
            Self::Amendments => "amendment",
            Self::Arguments => "argument",
        }
    }

    /// Whether both state the same.
    pub(super) fn is_same(self, a: &Stated, b: &Stated) -> bool {
        match self {
            Self::Layers => a.layers == b.layers,
            Self::Figures => a.figures == b.figures,
            Self::Ends => a.ends == b.ends,
            Self::Corridors | Self::Drawn => self.drawn(a).eq(self.drawn(b)),
            Self::Amendments => a.amendments == b.amendments,
            Self::Arguments => a.arguments == b.arguments,
        }
    }

    /// Whether nothing is stated.
    pub(super) fn is_nothing(self, stated: &Stated) -> bool {
        self.is_same(stated, &Stated::default())
    }

    /// How a table says that there is nothing.
    pub(super) fn nothing(self) -> Item {
        match self {
            Self::Figures | Self::Ends => Item::Value(InlineTable::new().into()),
            _ => Item::Value(Array::new().into()),
        }
    }

    /// Rewrites its key in a table that states `before`.
    pub(super) fn rewrite(self, table: &mut Table, before: &Stated, now: &Stated) {
        if self.is_same(before, now) {
            return;
        }
        match self {
            Self::Layers => layers(table, &before.layers, &now.layers),
            Self::Figures => by_key(table, "figures", &before.figures, &now.figures, figure),
            Self::Ends => {
                by_key(table, "ends", &before.ends, &now.ends, |table, key, points| {
                    set(table, key, Some(numbers(points)));
                });
            }
            Self::Corridors | Self::Drawn => {
                let [before, now] = [before, now].map(|stated| self.drawn(stated).cloned().collect::<Vec<_>>());
                rewrite_list(table, self.key(), &before, &now, |a, b| a.id == b.id, drawn);
            }
            Self::Amendments => amendments(table, &before.amendments, &now.amendments),
            Self::Arguments => {
                let same = |a: &Argument, b: &Argument| a.clause == b.clause && a.subject == b.subject;
                rewrite_list(table, "argument", &before.arguments, &now.arguments, same, argument);
            }
        }
    }

    fn drawn(self, stated: &Stated) -> impl Iterator<Item = &DrawnFeature> {
        stated.drawn.iter().filter(move |drawn| drawn.key() == self.key())
    }
}

fn layers(root: &mut Table, before: &[LayerEntry], now: &[LayerEntry]) {
    let tables: Vec<Option<usize>> = now.iter().map(|entry| entry.table.0).collect();
    let unstated = LayerEntry::default();
    rewrite_tables(root, "layer", &tables, |index, table, own| {
        let was = own.and_then(|own| before.get(own)).unwrap_or(&unstated);
        now.get(index).into_iter().for_each(|entry| layer(table, was, entry));
    });
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
    set_changed(table, "source", some(&before.source), some(&now.source));
    set_changed(table, "crs", before.crs.as_deref(), now.crs.as_deref());
    set_changed(table, "encoding", before.encoding.as_deref(), now.encoding.as_deref());
    by_field(table, "fields", &before.fields, &now.fields, |name| name.into());
    by_field(table, "values", &before.values, &now.values, |mapping| InlineTable::from_iter(mapping).into());
    by_field(table, "where", &before.keep, &now.keep, |kept| Array::from_iter(kept).into());
    set_changed(table, "title", before.provenance.title.as_deref(), now.provenance.title.as_deref());
    let year = |entry: &LayerEntry| entry.provenance.year.map(i64::from);
    set_changed(table, "year", year(before), year(now));
    set_changed(table, "provenance", before.provenance.source.as_deref(), now.provenance.source.as_deref());
    let opacity = |entry: &LayerEntry| entry.opacity.map(|per_cent| f64::from(per_cent) / 100.0);
    set_changed(table, "opacity", opacity(before), opacity(now));
    set_changed(table, "carriageways", before.carriageways.stated(), now.carriageways.stated());
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
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

fn argument(table: &mut Table, before: Option<&Argument>, now: &Argument) {
    let was = |text: fn(&Argument) -> &str| before.map(text);
    set_changed(table, "clause", was(|own| &own.clause), Some(&now.clause));
    set_changed(table, "subject", before.and_then(|own| own.subject.as_deref()), now.subject.as_deref());
    set_changed(table, "by", was(|own| &own.by), Some(&now.by));
    set_changed(table, "reason", was(|own| &own.reason), Some(&now.reason));
    set_changed(table, "document", before.and_then(|own| own.document.as_deref()), now.document.as_deref());
    set_changed(table, "date", before.and_then(|own| own.date.as_deref()), now.date.as_deref());
}

fn drawn(table: &mut Table, before: Option<&DrawnFeature>, now: &DrawnFeature) {
    set_changed(table, "id", before.map(|own| own.id.as_str()), Some(&now.id));
    if now.role != Role::Corridors {
        set_changed(table, "role", before.map(|own| own.role.code()), Some(now.role.code()));
    }
    set_changed(table, "name", before.and_then(|own| own.name.as_deref()), now.name.as_deref());
    if before.map_or(&[][..], |own| &own.between) != now.between {
        let between = (!now.between.is_empty()).then(|| now.between.iter().collect());
        set(table, "between", between);
    }
    if before.map_or(&[][..], |own| &own.ends) != now.ends {
        set(table, "ends", (!now.ends.is_empty()).then(|| numbers(&now.ends)));
    }
    if before.map(|own| &own.shape) != Some(&now.shape) {
        shape(table, &now.shape);
    }
    let unstated = BTreeMap::new();
    by_field(table, "values", before.map_or(&unstated, |own| &own.values), &now.values, |value| value.into());
}

fn shape(table: &mut Table, shape: &DrawnShape) {
    let (mut centreline, mut width, mut widths, mut line, mut outline) = (None, None, None, None, None);
    match shape {
        DrawnShape::Band { centreline: points, width: of_band } => {
            centreline = Some(numbers(points));
            match of_band {
                Width::Even(even) => width = Some(number(*even)),
                Width::Tapering(each) => widths = Some(each.iter().map(|width| number(*width)).collect()),
            }
        }
        DrawnShape::Line(points) => line = Some(numbers(points)),
        DrawnShape::Outline(corners) => outline = Some(numbers(corners)),
    }
    set(table, "centreline", centreline);
    set(table, "width", width);
    set(table, "widths", widths);
    set(table, "line", line);
    set(table, "outline", outline);
}

/// Rewrites `[[amendment]]`: a file has its tables in any order, so each row finds its own by what that says. New ones follow.
fn amendments(root: &mut Table, before: &BTreeMap<SourceRow, Amendment>, now: &BTreeMap<SourceRow, Amendment>) {
    let places: BTreeMap<SourceRow, usize> = root.get("amendment").map(amended_rows).unwrap_or_default();
    let mut listed: Vec<(Option<usize>, &SourceRow, &Amendment)> =
        now.iter().map(|(row, amendment)| (places.get(row).copied(), row, amendment)).collect();
    listed.sort_by_key(|(place, ..)| place.unwrap_or(usize::MAX));
    let tables: Vec<Option<usize>> = listed.iter().map(|(place, ..)| *place).collect();
    rewrite_tables(root, "amendment", &tables, |index, table, own| {
        listed.get(index).into_iter().for_each(|(_, row, stated)| {
            let was = own.and_then(|_| before.get_key_value(*row));
            amendment(table, was, row, stated);
        });
    });
}

/// Which table of `[[amendment]]` speaks of which row.
fn amended_rows(item: &Item) -> BTreeMap<SourceRow, usize> {
    let tables: Vec<&dyn TableLike> = match item {
        Item::ArrayOfTables(tables) => tables.iter().map(|table| table as &dyn TableLike).collect(),
        Item::Value(Value::Array(values)) => {
            values.iter().filter_map(Value::as_inline_table).map(|table| table as &dyn TableLike).collect()
        }
        Item::None | Item::Value(_) | Item::Table(_) => Vec::new(),
    };
    let row_of = |table: &dyn TableLike| {
        let row = usize::try_from(table.get("row")?.as_integer()?).ok()?;
        Some(SourceRow { source: table.get("source")?.as_str()?.replace('\\', "/"), row })
    };
    tables.into_iter().enumerate().filter_map(|(index, table)| Some((row_of(table)?, index))).collect()
}

fn amendment(table: &mut Table, before: Option<(&SourceRow, &Amendment)>, key: &SourceRow, now: &Amendment) {
    let row = |key: &SourceRow| i64::try_from(key.row).unwrap_or(i64::MAX);
    set_changed(table, "source", before.map(|(key, _)| key.source.as_str()), Some(&key.source));
    set_changed(table, "row", before.map(|(key, _)| row(key)), Some(row(key)));
    if before.and_then(|(_, own)| own.at) != now.at {
        set(table, "at", now.at.map(|at| Value::from_iter([at.x, at.y])));
    }
    let removed = |own: &Amendment| own.removed.then_some(true);
    set_changed(table, "removed", before.and_then(|(_, own)| removed(own)), removed(now));
    let unstated = BTreeMap::new();
    by_field(table, "values", before.map_or(&unstated, |(_, own)| &own.values), &now.values, |value| value.into());
}
