//! The attribute table: which layer it shows, in which order, which rows, and what is asked for in jobs.
//!
//! What the planner chose is a [`Look`] for each layer. From it follows an [`Arrangement`], which a job carries out; what it
//! brings is shown until another has come, with the very layer that it was made of, so that nothing waits and nothing mixes.

mod arranged;
mod computed;
mod summary;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

pub(super) use self::arranged::{Arranged, Arrangement, ColumnHead, Picked, Shown};
use self::computed::Computed;
pub(super) use self::summary::{Of, Summary, SummaryRequest};
use super::document::Drawn;
use super::session::Selected;
use crate::layer::filter::{Filter, Mistake, Names, Wish};
use crate::layer::table::{Column, Direction};
use crate::layer::{Field, Layer};

/// What the attribute table asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum TableOrder {
    /// Show a layer by its index in the snapshot.
    Show(usize),
    /// Filter and sort as it is looked at now.
    Arrange,
    /// Reckon what a column holds.
    Summarise,
    /// Find the values of a column, to be proposed.
    Propose(Column),
    /// Ask for a file with this ending to write the rows that are shown to.
    Export(&'static str),
    /// Write them there.
    ExportTo(PathBuf),
}

/// Which rows are shown, of those that the filter chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Rows {
    /// All.
    #[default]
    All,
    /// All, those that are selected first.
    SelectedFirst,
    /// Only those that are selected.
    SelectedOnly,
}

/// How a layer is looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    /// The condition, as it is typed.
    pub(super) filter: String,
    /// Columns that rows are sorted by, the first of which decides first.
    pub(super) sorted: Vec<(Column, Direction)>,
    /// Widths of columns that were pulled, points.
    pub(super) widths: BTreeMap<Column, f32>,
    /// The column whose statistics are shown.
    pub(super) summarised: Option<Column>,
    /// The first row that is seen, in rows.
    pub(super) top: f64,
    /// How far the columns are moved to the left, points.
    pub(super) left: f32,
    /// The row that the keys are at, by its place in what is shown.
    pub(super) at: Option<usize>,
    /// The other end of what Shift selects.
    pub(super) from: Option<usize>,
}

/// A value that is typed to stand in the plan in place of a file's.
#[derive(Clone, Debug)]
pub(super) struct Restating {
    pub(super) field: Field,
    pub(super) text: String,
    /// Whether it takes a number: a text would be lost to every check.
    pub(super) numeric: bool,
    /// Whether the field is to be typed into at once.
    pub(super) fresh: bool,
}

/// The values of a column, to be proposed.
#[derive(Clone, Debug)]
pub(super) struct Proposed {
    pub(super) layer: Arc<Layer>,
    pub(super) column: Column,
    /// The most frequent first; empty while they are being found.
    pub(super) values: Vec<String>,
    /// Whether they are numbers, which stand without quotes.
    pub(super) numeric: bool,
}

/// The attribute table.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The layer that was asked for, by its key.
    pub(super) layer: Option<String>,
    looks: BTreeMap<String, Look>,
    /// Which rows are shown.
    pub(super) rows: Rows,
    /// Which rows statistics are of.
    pub(super) of: Of,
    /// Whether areas are shown in hectares.
    pub(super) hectares: bool,
    /// What is typed for the plan.
    pub(super) restating: Option<Restating>,
    /// The row and the column that the open menu is of.
    pub(super) menu: Option<(usize, Column)>,
    /// What was computed of the rows in sight.
    pub(super) computed: Computed,
    /// The proposal that the arrow keys are at.
    pub(super) proposal: usize,
    /// What the list of proposals goes on with, and where the list stands.
    pub(super) list: Option<(Wish, egui::Rect)>,
    /// Values that are proposed.
    pub(super) proposed: Option<Proposed>,
    asked: Option<Arrangement>,
    arranged: Option<Arc<Arranged>>,
    asked_summary: Option<SummaryRequest>,
    summary: Option<Arc<Summary>>,
    picked: Picked,
    shown: Shown,
    /// What the table itself has selected: the rows stay where they are then.
    own: Option<Vec<Selected>>,
    names: Option<(Arc<Layer>, Arc<Names>)>,
}

impl Table {
    /// The index of the layer that is shown: the one that was asked for, else that of what is selected, else the first.
    pub(super) fn layer_index(&self, drawn: &Drawn, selected: Option<Selected>) -> Option<usize> {
        let layers = &drawn.loaded.snapshot.layers;
        let asked = self.layer.as_ref().and_then(|key| layers.iter().position(|layer| layer.key() == *key));
        let of_selected = selected.map(|selected| selected.layer).filter(|index| *index < layers.len());
        asked.or(of_selected).or((!layers.is_empty()).then_some(0))
    }

    /// How a layer is looked at.
    pub(super) fn look(&self, layer: &Layer) -> Look {
        self.looks.get(&layer.key()).cloned().unwrap_or_default()
    }

    /// Takes how it is looked at now.
    pub(super) fn set_look(&mut self, layer: &Layer, look: Look) {
        self.looks.insert(layer.key(), look);
    }

    /// The names that a layer's columns go by.
    pub(super) fn names(&mut self, layer: &Arc<Layer>) -> Arc<Names> {
        match &self.names {
            Some((of, names)) if Arc::ptr_eq(of, layer) => Arc::clone(names),
            _ => {
                let names = Arc::new(Names::of(layer));
                self.names = Some((Arc::clone(layer), Arc::clone(&names)));
                names
            }
        }
    }

    /// The rows that are to be shown of a layer; where its condition cannot be read, those that were asked for last, and why.
    pub(super) fn wanted(&mut self, layer: &Arc<Layer>, look: &Look) -> (Arrangement, Option<Mistake>) {
        let names = self.names(layer);
        let (filter, mistake) = match Filter::read(&look.filter, &names) {
            Ok(filter) => (Some(filter), None),
            Err(mistake) => (None, Some(mistake)),
        };
        let before = || self.asked.as_ref().filter(|asked| Arc::ptr_eq(&asked.layer, layer));
        let filter = filter.or_else(|| before().map(|asked| asked.filter.clone())).unwrap_or_default();
        (Arrangement { layer: Arc::clone(layer), filter, sorted: look.sorted.clone() }, mistake)
    }

    /// What was asked for last.
    pub(super) fn asked(&self) -> Option<&Arrangement> {
        self.asked.as_ref()
    }

    /// Remembers what is asked for; `None` so that it is asked for again.
    pub(super) fn ask(&mut self, arrangement: Option<Arrangement>) {
        self.asked = arrangement;
    }

    /// Takes what a job brought.
    pub(super) fn take(&mut self, arranged: Option<Arranged>) {
        self.arranged = arranged.map(Arc::new).or(self.arranged.take());
    }

    /// What is shown of a layer: of the layer as it was, while it is read anew.
    pub(super) fn arranged(&self, layer: &Layer) -> Option<Arc<Arranged>> {
        self.arranged.as_ref().filter(|arranged| arranged.of.layer.key() == layer.key()).cloned()
    }

    /// What statistics were asked for last.
    pub(super) fn asked_summary(&self) -> Option<&SummaryRequest> {
        self.asked_summary.as_ref()
    }

    /// Remembers what statistics are asked for.
    pub(super) fn ask_summary(&mut self, request: SummaryRequest) {
        self.asked_summary = Some(request);
    }

    /// Takes what a job reckoned.
    pub(super) fn take_summary(&mut self, summary: Option<Summary>) {
        self.summary = summary.map(Arc::new).or(self.summary.take());
    }

    /// Statistics of a column, where they are there; of the rows as they were a moment ago while others are reckoned.
    pub(super) fn summary(&self, layer: &Layer, column: Column) -> Option<Arc<Summary>> {
        let is_it = |summary: &&Arc<Summary>| summary.of.column == column && summary.of.layer.key() == layer.key();
        self.summary.as_ref().filter(is_it).cloned()
    }

    /// Takes what is selected of the layer at an index of the snapshot; true where anything but the table has selected.
    pub(super) fn pick(&mut self, layer: &Arc<Layer>, index: usize, all: impl Iterator<Item = Selected>) -> bool {
        let elsewhere = self.picked.follow(layer, index, all.collect()) && self.own.as_ref() != Some(self.picked.all());
        if elsewhere {
            self.own = None;
            self.shown = Shown::default();
        }
        elsewhere
    }

    /// What is selected of the layer that is shown.
    pub(super) fn picked(&self) -> &Picked {
        &self.picked
    }

    /// Says that the table itself selects: what is shown stays where it is.
    pub(super) fn selects(&mut self, all: Vec<Selected>) {
        self.own = Some(all);
    }

    /// Whether the map, or anything but the table, has selected last.
    pub(super) fn is_picked_elsewhere(&self) -> bool {
        self.own.is_none()
    }

    /// The rows as they are shown; true where that has changed.
    pub(super) fn show(&mut self, arranged: &Arc<Arranged>) -> bool {
        if self.shown.is_of(arranged, self.rows) {
            return false;
        }
        let picked = match &self.own {
            Some(_) if self.shown.is_of_rows(self.rows) => self.shown.picked().clone(),
            _ => self.picked.rows().clone(),
        };
        self.shown = Shown::of(arranged, self.rows, picked);
        true
    }

    /// The rows as they are shown.
    pub(super) fn shown(&self) -> &Shown {
        &self.shown
    }
}
