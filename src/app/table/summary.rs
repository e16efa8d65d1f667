//! Statistics of a column, asked for by the rows that they are of.

use std::sync::Arc;

use super::Arranged;
use crate::handle::Handle;
use crate::layer::Layer;
use crate::layer::table::{Column, Statistics, summarise};

/// Which rows statistics are of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::app) enum Of {
    /// Every row of the layer.
    All,
    /// Those that the filter chooses.
    #[default]
    Filtered,
    /// Those that are selected.
    Selected,
}

impl Of {
    /// Every one, in the order in which they are offered.
    pub(in crate::app) const ALL: [Self; 3] = [Self::All, Self::Filtered, Self::Selected];
}

/// The rows of a request. Held, so that their place in memory tells them apart.
#[derive(Clone, Debug)]
pub(in crate::app) enum SummaryRows {
    All,
    Filtered(Arc<Arranged>),
    Selected(Arc<Vec<u32>>),
}

/// Statistics that are asked for.
#[derive(Clone, Debug)]
pub(in crate::app) struct SummaryRequest {
    pub(in crate::app) layer: Arc<Layer>,
    pub(in crate::app) column: Column,
    pub(in crate::app) rows: SummaryRows,
}

impl PartialEq for SummaryRequest {
    fn eq(&self, other: &Self) -> bool {
        let same_rows = match (&self.rows, &other.rows) {
            (SummaryRows::All, SummaryRows::All) => true,
            (SummaryRows::Filtered(own), SummaryRows::Filtered(other)) => Arc::ptr_eq(own, other),
            (SummaryRows::Selected(own), SummaryRows::Selected(other)) => Arc::ptr_eq(own, other),
            _ => false,
        };
        same_rows && Arc::ptr_eq(&self.layer, &other.layer) && self.column == other.column
    }
}

/// What was reckoned.
#[derive(Debug)]
pub(in crate::app) struct Summary {
    pub(in crate::app) of: SummaryRequest,
    pub(in crate::app) statistics: Statistics,
}

impl SummaryRequest {
    /// The request for a column of what is shown.
    pub(in crate::app) fn of(arranged: &Arc<Arranged>, column: Column, of: Of, picked: &Arc<Vec<u32>>) -> Self {
        let rows = match of {
            Of::All => SummaryRows::All,
            Of::Filtered => SummaryRows::Filtered(Arc::clone(arranged)),
            Of::Selected => SummaryRows::Selected(Arc::clone(picked)),
        };
        Self { layer: Arc::clone(&arranged.of.layer), column, rows }
    }

    /// Carries it out; `None` once the job is to stop.
    pub(in crate::app) fn summary(self, handle: &Handle) -> Option<Summary> {
        let all: Vec<u32>;
        let rows = match &self.rows {
            SummaryRows::All => {
                all = (0..u32::try_from(self.layer.features.len()).unwrap_or(u32::MAX)).collect();
                all.as_slice()
            }
            SummaryRows::Filtered(arranged) => arranged.rows.as_slice(),
            SummaryRows::Selected(rows) => rows.as_slice(),
        };
        let statistics = summarise(&self.layer, self.column, rows, handle)?;
        Some(Summary { of: self, statistics })
    }
}
