//! The list of findings as it is sorted and filtered: made once for a check, ordered anew when something is chosen.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::app::review::{Known, Review, State};
use crate::app::{Command, Document};
use crate::check::{Finding, Outcome, Verdict};
use crate::report::wording::{figure_text, remedy_text};
use crate::standard::{Clause, Standard, margin};
use crate::text::{Lang, Message};

/// A column of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::app) enum Column {
    /// In the order of the standard.
    #[default]
    Clause,
    /// By name.
    Subject,
    /// By value; values of one unit stand together.
    Value,
    /// By the share of the limit that is missing.
    Miss,
    /// From worst to best.
    Verdict,
    /// What is new comes first.
    State,
    /// By the county's name.
    County,
}

impl Column {
    pub(super) const ALL: [Self; 7] =
        [Self::Clause, Self::Subject, Self::Value, Self::Miss, Self::Verdict, Self::State, Self::County];

    pub(super) fn name(self) -> Message {
        Message::new(match self {
            Self::Clause => "app.findings-clause",
            Self::Subject => "app.findings-subject",
            Self::Value => "app.findings-value",
            Self::Miss => "app.findings-miss",
            Self::Verdict => "app.findings-verdict",
            Self::State => "app.findings-state",
            Self::County => "app.findings-county",
        })
    }
}

/// What is listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Filter {
    pub(super) verdict: Option<Verdict>,
    pub(super) clause: Option<String>,
    pub(super) state: Option<State>,
    pub(super) text: String,
}

/// Which finding a row is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Which {
    /// One of the last check: its clause and index.
    Here(String, usize),
    /// One that is gone: its index in the review, and where it was.
    Gone(usize, [f64; 2]),
}

/// A finding as it is listed.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) which: Which,
    /// Place of its clause in the standard.
    rank: usize,
    id: String,
    pub(super) clause: String,
    pub(super) quote: String,
    pub(super) subject: String,
    unit: &'static str,
    amount: Option<f64>,
    pub(super) value: String,
    share: Option<f64>,
    pub(super) miss: String,
    pub(super) verdict: Option<Verdict>,
    pub(super) state: State,
    pub(super) county: String,
}

/// What the rows were made of.
#[derive(Debug)]
struct Made {
    outcome: Arc<Outcome>,
    standard: Arc<Standard>,
    lang: Lang,
    changes: u64,
}

/// What the order was made of.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    filter: Filter,
    column: Column,
    falling: bool,
    chosen: Option<(String, usize)>,
}

/// The list.
#[derive(Debug, Default)]
pub(in crate::app) struct FindingList {
    pub(super) filter: Filter,
    pub(super) column: Column,
    pub(super) falling: bool,
    made: Option<Made>,
    rows: Vec<Row>,
    ordered: Option<Asked>,
    order: Vec<usize>,
}

impl FindingList {
    /// Follows the last check, what was looked through, and what is asked for. What is chosen stays listed.
    pub(in crate::app) fn refresh(
        &mut self,
        document: &Document,
        review: &Review,
        chosen: Option<&(String, usize)>,
        lang: Lang,
    ) {
        let Some((outcome, loaded)) = document.outcome().zip(document.loaded()) else {
            (self.made, self.ordered) = (None, None);
            self.rows.clear();
            return self.order.clear();
        };
        let is_made = self.made.as_ref().is_some_and(|made| {
            Arc::ptr_eq(&made.outcome, outcome)
                && Arc::ptr_eq(&made.standard, &loaded.standard)
                && made.lang == lang
                && made.changes == review.changes()
        });
        if !is_made {
            self.rows = rows(outcome, &loaded.standard, review, lang);
            let (outcome, standard) = (Arc::clone(outcome), Arc::clone(&loaded.standard));
            self.made = Some(Made { outcome, standard, lang, changes: review.changes() });
            self.ordered = None;
        }
        let asked =
            Asked { filter: self.filter.clone(), column: self.column, falling: self.falling, chosen: chosen.cloned() };
        if self.ordered.as_ref() != Some(&asked) {
            self.order = order(&self.rows, &asked);
            self.ordered = Some(asked);
        }
    }

    /// Findings of the last check that are listed, in order: clause and index.
    pub(in crate::app) fn listed(&self) -> Vec<(String, usize)> {
        let here = |row: &Row| match &row.which {
            Which::Here(clause, finding) => Some((clause.clone(), *finding)),
            Which::Gone(..) => None,
        };
        (0..self.len()).filter_map(|at| here(self.row(at)?)).collect()
    }

    /// How many rows are listed.
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    /// The row at a place of the list.
    pub(super) fn row(&self, at: usize) -> Option<&Row> {
        self.order.get(at).and_then(|index| self.rows.get(*index))
    }

    /// Every row, listed or not.
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Where a finding stands in the list.
    pub(super) fn place_of(&self, clause: &str, finding: usize) -> Option<usize> {
        let is = |row: &Row| matches!(&row.which, Which::Here(id, index) if id == clause && *index == finding);
        (0..self.len()).find(|at| self.row(*at).is_some_and(is))
    }

    /// Clauses that have rows: id and title, in the order of the standard.
    pub(super) fn clauses(&self) -> Vec<(String, String)> {
        let mut clauses: Vec<(usize, &str, &str)> =
            self.rows.iter().map(|row| (row.rank, row.id.as_str(), row.clause.as_str())).collect();
        clauses.sort_unstable();
        clauses.dedup();
        clauses.into_iter().map(|(_, id, title)| (id.to_owned(), title.to_owned())).collect()
    }

    /// Whether the plan covers several counties.
    pub(super) fn has_counties(&self) -> bool {
        self.rows.iter().any(|row| !row.county.is_empty())
    }

    /// The list as a table that spreadsheets paste.
    pub(super) fn text(&self, lang: Lang) -> String {
        let head: Vec<String> = Column::ALL.iter().map(|column| column.name().say(lang)).collect();
        let mut text = format!("{}\n", head.join("\t"));
        for row in (0..self.len()).filter_map(|at| self.row(at)) {
            let cells = row.cells(lang).map(|cell| cell.replace(['\t', '\n', '\r'], " "));
            text.push_str(&cells.join("\t"));
            text.push('\n');
        }
        text
    }
}

impl Row {
    fn of(at: (usize, &Clause), which: (usize, &Finding), state: State, lang: Lang) -> Self {
        let ((rank, clause), (index, finding)) = (at, which);
        let figure = finding.figure.filter(|figure| clause.shown(*figure).is_finite());
        let amount = figure.map(|figure| clause.shown(figure));
        let share = amount.zip(clause.test).map(|(amount, test)| {
            let missing = margin(amount, &test).min(0.0).abs();
            if test.limit.abs() > 0.0 { missing / test.limit.abs() } else { missing }
        });
        Self {
            which: Which::Here(clause.id.clone(), index),
            rank,
            id: clause.id.clone(),
            clause: clause.title.say(lang).to_owned(),
            quote: clause.quote.clone(),
            subject: finding.subject.clone(),
            unit: clause.measure.unit().code(),
            amount,
            value: figure.map(|figure| figure_text(figure, clause, lang)).unwrap_or_default(),
            share,
            miss: remedy_text(clause, finding, lang).unwrap_or_default(),
            verdict: Some(finding.verdict),
            state,
            county: finding.county.clone().unwrap_or_default(),
        }
    }

    fn gone(at: (usize, &Clause), which: (usize, &Known), lang: Lang) -> Self {
        let ((rank, clause), (index, known)) = (at, which);
        Self {
            which: Which::Gone(index, known.at),
            rank,
            id: clause.id.clone(),
            clause: clause.title.say(lang).to_owned(),
            quote: clause.quote.clone(),
            subject: known.subject.clone(),
            unit: "",
            amount: None,
            value: String::new(),
            share: None,
            miss: String::new(),
            verdict: None,
            state: State::Solved,
            county: String::new(),
        }
    }

    /// What stands in each column.
    pub(super) fn cells(&self, lang: Lang) -> [String; 7] {
        let verdict = self.verdict.map(|verdict| verdict.name().say(lang)).unwrap_or_default();
        let texts = [&self.clause, &self.subject, &self.value, &self.miss, &verdict].map(Clone::clone);
        let [clause, subject, value, miss, verdict] = texts;
        [clause, subject, value, miss, verdict, self.state.name().say(lang), self.county.clone()]
    }

    /// What is read out of it.
    pub(super) fn name(&self, lang: Lang) -> String {
        let cells: Vec<String> = self.cells(lang).into_iter().filter(|cell| !cell.is_empty()).collect();
        cells.join(" · ")
    }

    /// What a click on it asks for.
    pub(super) fn command(&self) -> Command {
        match &self.which {
            Which::Here(clause, finding) => Command::ChooseFinding { clause: clause.clone(), finding: *finding },
            Which::Gone(_, [x, y]) => Command::LookAt(super::around(*x, *y)),
        }
    }

    fn is_chosen(&self, chosen: Option<&(String, usize)>) -> bool {
        matches!((&self.which, chosen), (Which::Here(clause, finding), Some((id, index))) if clause == id && finding == index)
    }

    fn passes(&self, asked: &Asked) -> bool {
        let Filter { verdict, clause, state, text } = &asked.filter;
        let words = text.to_lowercase();
        let says = |cell: &str| cell.to_lowercase().contains(words.trim());
        let named = words.trim().is_empty()
            || [&self.clause, &self.subject, &self.value, &self.miss, &self.county].into_iter().any(|cell| says(cell));
        let of_clause = clause.as_ref().is_none_or(|clause| *clause == self.id);
        let in_state = state.is_none_or(|state| state == self.state) || self.is_chosen(asked.chosen.as_ref());
        named && of_clause && in_state && verdict.is_none_or(|verdict| self.verdict == Some(verdict))
    }
}

/// Findings of the check in its order, then those that are gone.
fn rows(outcome: &Outcome, standard: &Standard, review: &Review, lang: Lang) -> Vec<Row> {
    let clause = |id: &str| standard.clauses.iter().enumerate().find(|(_, clause)| clause.id == id);
    let here = outcome.clauses.iter().filter_map(|found| Some((found, clause(&found.clause)?)));
    let here = here.flat_map(|(found, at)| {
        found.findings.iter().enumerate().map(move |(index, finding)| {
            let state = review.state(&found.clause, index, finding.verdict);
            Row::of(at, (index, finding), state, lang)
        })
    });
    let gone =
        review.solved().filter_map(|(index, known)| Some(Row::gone(clause(&known.clause)?, (index, known), lang)));
    here.chain(gone).collect()
}

fn order(rows: &[Row], asked: &Asked) -> Vec<usize> {
    let mut listed: Vec<(usize, &Row)> = rows.iter().enumerate().filter(|(_, row)| row.passes(asked)).collect();
    listed.sort_by(|(_, a), (_, b)| compare(a, b, asked.column, asked.falling));
    listed.into_iter().map(|(index, _)| index).collect()
}

/// Rows without what is sorted by come last either way; equal ones keep the order of the standard.
fn compare(a: &Row, b: &Row, column: Column, falling: bool) -> Ordering {
    let turn = |ordering: Ordering| if falling { ordering.reverse() } else { ordering };
    let numbers = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => turn(a.total_cmp(&b)),
        _ => a.is_none().cmp(&b.is_none()),
    };
    let own = match column {
        Column::Clause => turn(a.rank.cmp(&b.rank)),
        Column::Subject => turn(a.subject.cmp(&b.subject)),
        Column::Value => a.amount.is_none().cmp(&b.amount.is_none()).then_with(|| a.unit.cmp(b.unit)),
        Column::Miss => numbers(a.share, b.share),
        Column::Verdict => a.verdict.is_none().cmp(&b.verdict.is_none()).then_with(|| turn(a.verdict.cmp(&b.verdict))),
        Column::State => turn(a.state.cmp(&b.state)),
        Column::County => turn(a.county.cmp(&b.county)),
    };
    let own = if column == Column::Value { own.then_with(|| numbers(a.amount, b.amount)) } else { own };
    own.then_with(|| a.rank.cmp(&b.rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(rank: usize, subject: &str, share: Option<f64>, state: State) -> Row {
        let (verdict, text) = (Some(Verdict::Violates), String::new);
        Row {
            which: Which::Here(rank.to_string(), 0),
            rank,
            id: rank.to_string(),
            clause: text(),
            quote: text(),
            subject: subject.to_owned(),
            unit: "m",
            amount: share,
            value: text(),
            share,
            miss: text(),
            verdict,
            state,
            county: text(),
        }
    }

    fn three() -> Vec<Row> {
        vec![
            row(0, "甲廊道", Some(0.1), State::Seen),
            row(1, "乙广场", None, State::New),
            row(2, "丙廊道", Some(0.5), State::New),
        ]
    }

    #[test]
    fn what_misses_most_comes_first_and_what_has_no_value_last_either_way() {
        let sorted = |falling| order(&three(), &Asked { column: Column::Miss, falling, ..Asked::default() });
        assert_eq!(sorted(true), [2, 0, 1]);
        assert_eq!(sorted(false), [0, 2, 1]);
    }

    #[test]
    fn a_filter_lists_what_fits_and_what_is_chosen_stays_though_it_is_seen_now() {
        let by = |filter: Filter, chosen| order(&three(), &Asked { filter, chosen, ..Asked::default() });
        let new = || Filter { state: Some(State::New), ..Filter::default() };
        assert_eq!(by(new(), None), [1, 2]);
        assert_eq!(by(new(), Some(("0".to_owned(), 0))), [0, 1, 2]);
        assert_eq!(by(Filter { text: " 廊道 ".to_owned(), ..Filter::default() }, None), [0, 2]);
        assert_eq!(by(Filter { verdict: Some(Verdict::Argued), ..Filter::default() }, None), [0; 0]);
        assert_eq!(by(Filter { clause: Some("1".to_owned()), ..Filter::default() }, None), [1]);
    }
}
