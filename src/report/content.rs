//! A report as a document: cover, headings, sentences, tables and maps in reading order, for every output that has pages.

mod appendix;
mod build;
mod clause;

use serde::Serialize;

use crate::check::Verdict;
use crate::text::Lang;

/// A document in reading order.
#[derive(Clone, Debug, Serialize)]
pub struct Content {
    /// Language of all texts.
    #[serde(skip)]
    pub lang: Lang,
    /// What stands on the cover.
    pub cover: Cover,
    /// What follows it.
    pub blocks: Vec<Block>,
}

/// What stands on the cover.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cover {
    /// Title of the document.
    pub title: String,
    /// Below it: the plan.
    pub subtitle: String,
    /// Names and values: standard, county, year, date.
    pub facts: Vec<[String; 2]>,
}

/// A part of a document.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A heading of level 1 to 3.
    Heading {
        /// 1 for the largest.
        level: u8,
        /// Its text.
        text: String,
        /// A verdict whose mark stands before it.
        verdict: Option<Verdict>,
    },
    /// A sentence or several.
    Paragraph {
        /// The text.
        text: String,
    },
    /// The policy's own words.
    Quote {
        /// The words in quotation marks.
        text: String,
    },
    /// The one figure of a clause, large: value, limit, distance.
    Figure {
        /// The verdict.
        verdict: Verdict,
        /// Name of the verdict.
        verdict_name: String,
        /// The value with its unit.
        value: String,
        /// Limit and distance to it; may be empty.
        detail: String,
    },
    /// Names and values, a line each.
    Facts {
        /// Pairs of name and value.
        rows: Vec<[String; 2]>,
    },
    /// Lines with a dot before each.
    List {
        /// The lines.
        items: Vec<String>,
    },
    /// A table whose head is repeated on every page.
    Table(Table),
    /// A map on a page or a part of one.
    Map {
        /// Index into the maps of the report.
        sheet: usize,
        /// What it shows.
        caption: String,
    },
}

/// A table.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Table {
    /// What it shows; numbered by the output.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; each has as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// What stands in its head.
    pub title: String,
    /// Its share of the width, against the sum of all.
    pub width: f64,
    /// Whether its cells are figures, flush right.
    pub figures: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// A verdict whose mark stands before the text, in its colour.
    pub verdict: Option<Verdict>,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, verdict: None }
    }
}

impl Cell {
    /// A verdict by mark and name.
    pub fn verdict(verdict: Verdict, text: impl Into<String>) -> Self {
        Self { text: text.into(), verdict: Some(verdict) }
    }
}
