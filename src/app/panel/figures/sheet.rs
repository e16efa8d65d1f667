//! The figures of the standard as rows and columns.

use std::collections::BTreeMap;

use crate::app::panel::View;
use crate::check::{Outcome, Verdict};
use crate::plan::TypedFigure;
use crate::report::wording::{value_text, with_unit};
use crate::standard::{Clause, Measure, Standard, of_county};
use crate::text::{Lang, Message};
use crate::units::{Unit, grouped};

/// A part of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// The value.
    Value,
    /// The year it is of.
    Year,
    /// Where it was taken from.
    Source,
}

/// A column that is typed into: a part of the figures of the plan, or of a county.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column {
    pub(super) county: Option<String>,
    pub(super) part: Part,
}

impl Column {
    pub(super) fn width(&self) -> f32 {
        match self.part {
            Part::Value => 104.0,
            Part::Year => 64.0,
            Part::Source => 168.0,
        }
    }

    /// Whether it holds numbers, which stand at the right.
    pub(super) fn is_number(&self) -> bool {
        self.part != Part::Source
    }

    pub(super) fn name(&self, lang: Lang) -> String {
        let key = match self.part {
            Part::Value => "app.findings-value",
            Part::Year => "app.figures-year",
            Part::Source => "app.figure-source",
        };
        Message::new(key).say(lang)
    }

    /// The key of a figure in this column.
    pub(super) fn key(&self, own: &str) -> String {
        self.county.as_ref().map_or_else(|| own.to_owned(), |county| format!("{own}@{county}"))
    }
}

/// A figure with its values for the plan and the counties.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Its key without a county.
    pub(super) key: String,
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) asks_yes_or_no: bool,
    /// The clause that takes it first.
    pub(super) clause: Option<String>,
    pub(super) quote: String,
    /// What the check says of that clause.
    pub(super) judged: Option<(Verdict, String)>,
    /// Whether that clause is measured from layers where nothing is typed in.
    pub(super) measured: bool,
    /// Clauses that cannot be judged without it.
    pub(super) waiting: Vec<String>,
    /// By key with county.
    figures: BTreeMap<String, TypedFigure>,
}

impl Row {
    /// Whether a clause waits for it and nothing is stated.
    pub(super) fn is_missing(&self) -> bool {
        !self.waiting.is_empty() && self.figures.is_empty()
    }

    pub(super) fn figure(&self, column: &Column) -> Option<&TypedFigure> {
        self.figures.get(&column.key(&self.key))
    }

    /// What stands in a cell, as it is typed.
    pub(super) fn typed(&self, column: &Column) -> String {
        let Some(figure) = self.figure(column) else { return String::new() };
        match column.part {
            Part::Value => figure.value.to_string(),
            Part::Year => figure.year.map(|year| year.to_string()).unwrap_or_default(),
            Part::Source => figure.source.clone().unwrap_or_default(),
        }
    }

    /// What stands in a cell, as it is read.
    pub(super) fn read(&self, column: &Column, lang: Lang) -> String {
        match (column.part, self.figure(column)) {
            (Part::Value, Some(figure)) if self.asks_yes_or_no => with_unit(figure.value, Unit::YesNo, None, lang),
            (Part::Value, Some(figure)) => grouped(&figure.value.to_string()),
            _ => self.typed(column),
        }
    }
}

/// The figures of a standard.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) rows: Vec<Row>,
    pub(super) columns: Vec<Column>,
}

impl Sheet {
    /// The figures that clauses of the standard take, in their order, then others that the plan states.
    pub(super) fn of(view: &View<'_>, plain: bool) -> Option<Self> {
        let (plan, loaded) = view.document.plan().zip(view.document.loaded())?;
        let (figures, standard) = (&plan.content().figures, loaded.standard.as_ref());
        let outcome = view.document.outcome().map(AsRef::as_ref);
        let mut keys: Vec<String> = Vec::new();
        let taken = standard.clauses.iter().flat_map(Clause::figure_keys);
        for key in taken.chain(figures.keys().map(|key| of_county(key).0.to_owned())) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        let rows = keys.into_iter().map(|key| row(key, figures, standard, outcome, view.lang)).collect();
        let parts: &[Part] = if plain { &[Part::Value] } else { &[Part::Value, Part::Year, Part::Source] };
        let areas = std::iter::once(None).chain(counties(figures, outcome).into_iter().map(Some));
        let columns =
            areas.flat_map(|county| parts.iter().map(move |part| Column { county: county.clone(), part: *part }));
        Some(Self { rows, columns: columns.collect() })
    }
}

/// Counties that the plan covers, then those that figures are stated for.
fn counties(figures: &BTreeMap<String, TypedFigure>, outcome: Option<&Outcome>) -> Vec<String> {
    let mut counties: Vec<String> = Vec::new();
    let covered = outcome.into_iter().flat_map(|outcome| &outcome.clauses).flat_map(|clause| &clause.counties);
    let stated = figures.keys().filter_map(|key| of_county(key).1.map(str::to_owned));
    for county in covered.map(|county| county.county.clone()).chain(stated) {
        if !counties.contains(&county) {
            counties.push(county);
        }
    }
    counties
}

fn row(
    key: String,
    figures: &BTreeMap<String, TypedFigure>,
    standard: &Standard,
    outcome: Option<&Outcome>,
    lang: Lang,
) -> Row {
    let clauses: Vec<&Clause> = standard.clauses.iter().filter(|clause| clause.figure_keys().contains(&key)).collect();
    let found = |clause: &Clause| outcome.and_then(|outcome| outcome.clause(&clause.id));
    let waits = |clause: &&&Clause| {
        found(clause).is_some_and(|found| found.verdict == Verdict::NotJudged && found.figure.is_none())
    };
    let first = clauses.first();
    let judged = first.and_then(|clause| {
        let found = found(clause)?;
        let value = value_text(clause, found, lang).unwrap_or_else(|| found.verdict.name().say(lang));
        Some((found.verdict, value))
    });
    let own = figures.iter().filter(|(known, _)| of_county(known).0 == key);
    Row {
        name: standard.figure_name(&key, lang),
        unit: standard.figure_unit(&key, lang),
        asks_yes_or_no: first.is_some_and(|clause| clause.measure.unit() == Unit::YesNo && clause.id == key),
        clause: first.map(|clause| clause.id.clone()),
        measured: first.is_some_and(|clause| {
            let typed = matches!(clause.measure, Measure::TypedFigure(_));
            !typed && clause.id == key && found(clause).is_some_and(|found| found.figure.is_some())
        }),
        quote: first.map(|clause| clause.quote.clone()).unwrap_or_default(),
        judged,
        waiting: clauses.iter().filter(waits).map(|clause| clause.title.say(lang).to_owned()).collect(),
        figures: own.map(|(key, figure)| (key.clone(), figure.clone())).collect(),
        key,
    }
}
