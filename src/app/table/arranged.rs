//! The rows of a table in their order, and which of them are selected.

use std::sync::Arc;

use unicode_width::UnicodeWidthStr as _;

use super::Rows;
use crate::app::session::Selected;
use crate::handle::Handle;
use crate::layer::Layer;
use crate::layer::filter::Filter;
use crate::layer::table::{Column, Direction, Totals, as_number, sorted, totals};

/// Rows that are looked at to find out how wide a column is and whether it holds numbers.
const LOOKED_AT: usize = 200;

/// What rows are to be shown, and in which order.
#[derive(Clone, Debug)]
pub(in crate::app) struct Arrangement {
    pub(in crate::app) layer: Arc<Layer>,
    pub(in crate::app) filter: Filter,
    pub(in crate::app) sorted: Vec<(Column, Direction)>,
}

impl PartialEq for Arrangement {
    /// A layer is never changed: it is the same while it lies at the same place.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.layer, &other.layer) && self.filter == other.filter && self.sorted == other.sorted
    }
}

/// A column as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) struct ColumnHead {
    pub(in crate::app) column: Column,
    /// Whether it holds numbers, which stand at the right.
    pub(in crate::app) numeric: bool,
    /// The longest text of the first rows, in letters; a Chinese one is two.
    pub(in crate::app) letters: usize,
}

/// Rows in their order.
#[derive(Debug)]
pub(in crate::app) struct Arranged {
    pub(in crate::app) of: Arrangement,
    /// Indices of features.
    pub(in crate::app) rows: Vec<u32>,
    /// How large they are together.
    pub(in crate::app) totals: Totals,
    /// The columns of the layer.
    pub(in crate::app) columns: Vec<ColumnHead>,
}

impl Arranged {
    /// Filters, sorts and adds up; `None` once the job is to stop.
    pub(in crate::app) fn of(of: Arrangement, handle: &Handle) -> Option<Self> {
        // The filter, a step for each column that is sorted by, the sort, and the sums.
        handle.expect_steps(u64::try_from(of.sorted.len()).unwrap_or(0) + 3);
        let chosen = of.filter.chosen(&of.layer, handle)?;
        handle.advance(1);
        let rows = if of.sorted.is_empty() { chosen } else { sorted(&of.layer, chosen, &of.sorted, handle)? };
        let totals = totals(&of.layer, &rows);
        let columns = Column::all(&of.layer).into_iter().map(|column| head(&of.layer, column)).collect();
        Some(Self { of, rows, totals, columns })
    }
}

fn head(layer: &Layer, column: Column) -> ColumnHead {
    let values = layer.features.iter().take(LOOKED_AT).map(|feature| column.value(feature));
    let (mut stated, mut numbers, mut letters) = (0_usize, 0_usize, 0);
    for value in values {
        let Some(text) = value.plain() else { continue };
        stated += 1;
        numbers += usize::from(as_number(&value).is_some());
        letters = letters.max(text.width());
    }
    ColumnHead { column, numeric: stated > 0 && numbers == stated, letters }
}

/// What is selected of the layer that is shown.
#[derive(Debug, Default)]
pub(in crate::app) struct Picked {
    of: Option<(Arc<Layer>, usize)>,
    all: Vec<Selected>,
    rows: Arc<Vec<u32>>,
    totals: Totals,
}

impl Picked {
    /// Takes what is selected; true where that is another selection than before.
    pub(super) fn follow(&mut self, layer: &Arc<Layer>, index: usize, all: Vec<Selected>) -> bool {
        let known = self.of.as_ref().is_some_and(|(of, at)| Arc::ptr_eq(of, layer) && *at == index);
        if known && self.all == all {
            return false;
        }
        let own = all.iter().filter(|selected| selected.layer == index);
        let mut rows: Vec<u32> = own.filter_map(|selected| u32::try_from(selected.feature).ok()).collect();
        rows.sort_unstable();
        self.totals = totals(layer, &rows);
        (self.rows, self.all) = (Arc::new(rows), all);
        self.of = Some((Arc::clone(layer), index));
        true
    }

    /// All that is selected, of every layer.
    pub(super) fn all(&self) -> &Vec<Selected> {
        &self.all
    }

    /// How many are selected in other layers.
    pub(in crate::app) fn elsewhere(&self) -> usize {
        self.all.len() - self.rows.len()
    }

    /// Indices of features that are selected, in order.
    pub(in crate::app) fn rows(&self) -> &Arc<Vec<u32>> {
        &self.rows
    }

    /// How large they are together.
    pub(in crate::app) fn totals(&self) -> &Totals {
        &self.totals
    }

    /// Whether a feature is selected.
    pub(in crate::app) fn holds(&self, row: u32) -> bool {
        self.rows.binary_search(&row).is_ok()
    }
}

/// Rows as they are shown: arranged, and brought forward or left out by what was selected when they were.
#[derive(Debug, Default)]
pub(in crate::app) struct Shown {
    of: Option<(Arc<Arranged>, Rows)>,
    picked: Arc<Vec<u32>>,
    /// `None` where all are shown as they are arranged.
    moved: Option<Vec<u32>>,
}

impl Shown {
    pub(super) fn of(arranged: &Arc<Arranged>, which: Rows, picked: Arc<Vec<u32>>) -> Self {
        let holds = |row: &u32| picked.binary_search(row).is_ok();
        let moved = match which {
            Rows::All => None,
            Rows::SelectedOnly => Some(arranged.rows.iter().copied().filter(holds).collect()),
            Rows::SelectedFirst => {
                let (mut first, rest): (Vec<u32>, Vec<u32>) = arranged.rows.iter().partition(|row| holds(row));
                first.extend(rest);
                Some(first)
            }
        };
        Self { of: Some((Arc::clone(arranged), which)), picked, moved }
    }

    pub(super) fn is_of(&self, arranged: &Arc<Arranged>, which: Rows) -> bool {
        self.of.as_ref().is_some_and(|(of, rows)| Arc::ptr_eq(of, arranged) && *rows == which)
    }

    pub(super) fn is_of_rows(&self, which: Rows) -> bool {
        self.of.as_ref().is_some_and(|(_, rows)| *rows == which)
    }

    /// What was selected when rows were brought forward.
    pub(super) fn picked(&self) -> &Arc<Vec<u32>> {
        &self.picked
    }

    /// What was arranged.
    pub(in crate::app) fn arranged(&self) -> Option<&Arc<Arranged>> {
        self.of.as_ref().map(|(arranged, _)| arranged)
    }

    /// Indices of features, from the top.
    pub(in crate::app) fn rows(&self) -> &[u32] {
        let arranged = self.of.as_ref().map(|(arranged, _)| arranged.rows.as_slice());
        self.moved.as_deref().or(arranged).unwrap_or_default()
    }
}
