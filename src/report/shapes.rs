//! What a report holds for GIS and CAD, once for all of their formats: findings, narrow places and what is drawn, as tables
//! of shapes, and what stands beside them without a place.
//!
//! Columns have the short names that shapefiles have room for in every format, and full names for people.

mod drawn;
mod place;

use std::borrow::Cow;

use super::Report;
use super::wording::{binding_test, missing_text, strength_name};
use crate::check::{ClauseOutcome, Verdict};
use crate::formats::Form;
use crate::layer::{Shape, Value};
use crate::standard::{Clause, margin};
use crate::text::{Lang, Message};
pub(super) use place::{FindingPlace, places};

/// Decimals of figures: a figure that misses its limit by more than the slack does not look equal to it.
const FIGURE: Kind = Kind::Number(9);
/// Decimals of lengths in metres.
const LENGTH: Kind = Kind::Number(4);

/// A table for another program.
#[derive(Debug)]
pub(super) struct Table<'a> {
    /// What it is called in names of files and tables: lower-case words joined by `-`.
    pub(super) id: String,
    /// Its title for people.
    pub(super) title: String,
    /// The form of its shapes; `None` where it has none.
    pub(super) form: Option<Form>,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row<'a>>,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// At most ten bytes of ASCII, no two of a table alike.
    pub(super) short: String,
    /// Its name for people.
    pub(super) title: String,
    pub(super) kind: Kind,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// Numbers; so many decimals where a format needs to be told.
    Number(usize),
    Whole,
}

/// A row of a table.
#[derive(Debug)]
pub(super) struct Row<'a> {
    /// What messages call it.
    pub(super) label: String,
    pub(super) shape: Option<Cow<'a, Shape>>,
    pub(super) values: Vec<Value>,
}

const FINDING: [(&str, Kind); 15] = [
    ("clause", Kind::Text),
    ("no", Kind::Whole),
    ("number", Kind::Text),
    ("title", Kind::Text),
    ("strength", Kind::Text),
    ("verdict", Kind::Text),
    ("verd_name", Kind::Text),
    ("subject", Kind::Text),
    ("value", FIGURE),
    ("limit", FIGURE),
    ("margin", FIGURE),
    ("unit", Kind::Text),
    ("missing", Kind::Text),
    ("features", Kind::Text),
    ("quote", Kind::Text),
];
const NARROW: [(&str, Kind); 11] = [
    ("clause", Kind::Text),
    ("no", Kind::Whole),
    ("number", Kind::Text),
    ("title", Kind::Text),
    ("verdict", Kind::Text),
    ("verd_name", Kind::Text),
    ("subject", Kind::Text),
    ("place", Kind::Text),
    ("width_m", LENGTH),
    ("limit_m", LENGTH),
    ("short_m", LENGTH),
];
const CLAUSE: [(&str, Kind); 14] = [
    ("clause", Kind::Text),
    ("number", Kind::Text),
    ("title", Kind::Text),
    ("verdict", Kind::Text),
    ("verd_name", Kind::Text),
    ("value", FIGURE),
    ("limit", FIGURE),
    ("margin", FIGURE),
    ("unit", Kind::Text),
    ("strength", Kind::Text),
    ("findings", Kind::Whole),
    ("missing", Kind::Text),
    ("reason", Kind::Text),
    ("quote", Kind::Text),
];
const NAMED: [(&str, Kind); 3] = [("table", Kind::Text), ("field", Kind::Text), ("meaning", Kind::Text)];

/// All tables: findings by form, narrow places, what is drawn, then clauses and the names of all columns. Findings and narrow
/// places have their tables even where there are none: that is a result, and what was written before is replaced by it.
pub(super) fn tables<'a>(report: &Report<'a>) -> Vec<Table<'a>> {
    let mut tables = vec![anchors(report)];
    tables.extend([Form::Lines, Form::Areas].map(|form| extents(report, form)));
    tables.push(narrow_places(report));
    tables.extend(drawn::tables(report));
    tables.push(clauses(report));
    let names = names(&tables, report.lang);
    tables.push(names);
    tables
}

/// Where every finding's label is led to.
fn anchors<'a>(report: &Report<'a>) -> Table<'a> {
    let anchor = |place: &FindingPlace<'a>| Some(Cow::Owned(Shape::Points(vec![place.finding.anchor])));
    findings(report, Form::Points, anchor)
}

/// The places of findings that have a form.
fn extents<'a>(report: &Report<'a>, form: Form) -> Table<'a> {
    findings(report, form, |place| {
        let shape: &'a Shape = &place.finding.place;
        (Form::of(shape) == form && shape.bounds().is_some()).then_some(Cow::Borrowed(shape))
    })
}

fn findings<'a>(
    report: &Report<'a>,
    form: Form,
    shape: impl Fn(&FindingPlace<'a>) -> Option<Cow<'a, Shape>>,
) -> Table<'a> {
    let rows = places(report).filter_map(|place| {
        let shape = shape(&place)?;
        Some(Row { label: place.label(), shape: Some(shape), values: finding_values(&place, report.lang) })
    });
    let id = format!("findings-{}", form.code());
    let title = Message::new(format!("report.gis-table-{id}")).say(report.lang);
    Table { title, id, form: Some(form), columns: columns(&FINDING, report.lang), rows: rows.collect() }
}

fn finding_values(place: &FindingPlace<'_>, lang: Lang) -> Vec<Value> {
    let FindingPlace { clause, finding, .. } = place;
    let missing = super::wording::remedy_text(clause, finding, lang);
    let mut values = place.head(lang);
    values.insert(4, Value::text(&strength_name(clause.strength).say(lang)));
    values.extend([
        number(place.value()),
        number(clause.test.map(|test| test.limit)),
        number(place.value().zip(clause.test).map(|(value, test)| margin(value, &test))),
        Value::text(clause.measure.unit().code()),
        Value::text(&missing.unwrap_or_default()),
        Value::text(&place.features(lang)),
        Value::text(&clause.quote),
    ]);
    values
}

/// Lengths that a plan shows as dimensions: the narrowest places of corridors, and gaps.
fn narrow_places<'a>(report: &Report<'a>) -> Table<'a> {
    let rows = places(report).filter_map(|place| {
        let across = place.across()?;
        let mut values = place.head(report.lang);
        let kind = if across.is_gap { "report.gis-place-gap" } else { "report.gis-place-narrowest" };
        values.push(Value::text(&Message::new(kind).say(report.lang)));
        let short = across.limit.map(|limit| (limit - across.length).max(0.0));
        values.extend([number(Some(across.length)), number(across.limit), number(short)]);
        Some(Row { label: place.label(), shape: Some(Cow::Owned(across.line())), values })
    });
    Table {
        id: String::from("narrow-places"),
        title: Message::new("report.gis-table-narrow-places").say(report.lang),
        form: Some(Form::Lines),
        columns: columns(&NARROW, report.lang),
        rows: rows.collect(),
    }
}

fn clauses<'a>(report: &Report<'a>) -> Table<'a> {
    let rows = report.outcome.clauses.iter().filter_map(|outcome| {
        let clause = report.clause(&outcome.clause)?;
        let values = clause_values(clause, outcome, report.lang);
        Some(Row { label: clause.id.clone(), shape: None, values })
    });
    Table {
        id: String::from("clauses"),
        title: Message::new("report.gis-table-clauses").say(report.lang),
        form: None,
        columns: columns(&CLAUSE, report.lang),
        rows: rows.collect(),
    }
}

fn clause_values(clause: &Clause, outcome: &ClauseOutcome, lang: Lang) -> Vec<Value> {
    let value = outcome.figure.map(|figure| clause.shown(figure)).filter(|value| value.is_finite());
    let test = binding_test(clause, outcome);
    let judged = test.filter(|_| outcome.verdict != Verdict::NotJudged);
    vec![
        Value::text(&clause.id),
        Value::text(&clause.number),
        Value::text(clause.title.say(lang)),
        Value::text(outcome.verdict.code()),
        Value::text(&outcome.verdict.name().say(lang)),
        number(value),
        number(test.map(|test| test.limit)),
        number(value.zip(judged).map(|(value, test)| margin(value, &test))),
        Value::text(clause.measure.unit().code()),
        Value::text(&strength_name(clause.strength).say(lang)),
        Value::Number(outcome.findings.len() as f64),
        Value::text(&missing_text(clause, outcome, lang).unwrap_or_default()),
        Value::text(&outcome.reason.as_ref().map(|reason| reason.say(lang)).unwrap_or_default()),
        Value::text(&clause.quote),
    ]
}

/// What the short names of columns mean.
fn names<'a>(tables: &[Table<'_>], lang: Lang) -> Table<'a> {
    let rows = tables.iter().flat_map(|table| {
        let row = |column: &Column| Row {
            label: column.short.clone(),
            shape: None,
            values: [&table.id, &column.short, &column.title].map(|text| Value::text(text)).into(),
        };
        table.columns.iter().map(row)
    });
    Table {
        id: String::from("fields"),
        title: Message::new("report.gis-table-fields").say(lang),
        form: None,
        columns: columns(&NAMED, lang),
        rows: rows.collect(),
    }
}

fn columns(columns: &[(&str, Kind)], lang: Lang) -> Vec<Column> {
    let column = |(short, kind): &(&str, Kind)| Column {
        short: (*short).to_owned(),
        title: Message::new(format!("report.gis-{}", short.replace('_', "-"))).say(lang),
        kind: *kind,
    };
    columns.iter().map(column).collect()
}

fn number(value: Option<f64>) -> Value {
    value.map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests;
