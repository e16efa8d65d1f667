//! Tables: of fixed widths, so that five thousand rows need no measuring, with heads that are repeated on every page.

use super::super::{Cell, Column, Table};
use super::page::{Page, TWIPS_PER_MM};
use super::paragraph::{Paragraph, paragraph};
use super::run::{Run, verdict_mark};
use super::xml::{Whole, Xml};

/// Share of the width that names of facts have.
const NAMES: f64 = 0.24;
/// Width of the facts on the cover, and of their names there, in millimetres.
const COVER: f64 = 130.0;
const COVER_NAMES: f64 = 38.0;

/// A table with its head. Word shows 63 columns at most.
pub(super) fn table(xml: &mut Xml, table: &Table) {
    let shares: Vec<f64> = table.columns.iter().map(|column| share(column.width)).collect();
    let grid = Grid::new("ReportTable", &shares, Page::TEXT.text_width());
    grid.write(xml, &table.caption, |xml| {
        let heads = table.columns.iter().zip(&grid.widths);
        row(xml, true, |xml| heads.for_each(|(column, width)| head(xml, *width, column)));
        for cells in &table.rows {
            let columns = table.columns.iter().zip(&grid.widths).enumerate();
            row(xml, false, |xml| columns.for_each(|(at, (column, width))| body(xml, *width, column, cells.get(at))));
        }
    });
    end(xml);
}

/// Names and values.
pub(super) fn facts(xml: &mut Xml, rows: &[[String; 2]]) {
    let grid = Grid::new("FactTable", &[NAMES, 1.0 - NAMES], Page::TEXT.text_width());
    pairs(xml, &grid, rows, ["FactName", "TableText"]);
}

/// Names and values on the cover.
pub(super) fn cover_facts(xml: &mut Xml, rows: &[[String; 2]]) {
    let grid = Grid::new("CoverTable", &[COVER_NAMES, COVER - COVER_NAMES], COVER);
    pairs(xml, &grid, rows, ["CoverName", "CoverFact"]);
}

fn pairs(xml: &mut Xml, grid: &Grid, rows: &[[String; 2]], styles: [&'static str; 2]) {
    if rows.is_empty() {
        return;
    }
    grid.write(xml, "", |xml| {
        for pair in rows {
            row(xml, false, |xml| {
                for ((text, style), width) in pair.iter().zip(styles).zip(&grid.widths) {
                    cell(xml, *width, None, |xml| {
                        paragraph(xml, Paragraph::styled(style), |xml| Run::plain(text).write(xml));
                    });
                }
            });
        }
    });
    end(xml);
}

/// Widths that are no widths count as one.
fn share(width: f64) -> f64 {
    if width.is_finite() && width > 0.0 { width.clamp(1e-6, 1e6) } else { 1.0 }
}

/// The columns of a table.
struct Grid {
    style: &'static str,
    widths: Vec<Whole>,
    total: Whole,
}

impl Grid {
    /// Columns by their shares of a width; each ends at a whole twip, so that together they are as wide as the table.
    fn new(style: &'static str, shares: &[f64], width_mm: f64) -> Self {
        let total = (width_mm * TWIPS_PER_MM).floor();
        let sum: f64 = shares.iter().sum();
        let (mut so_far, mut start) = (0.0, 0.0);
        let widths = shares
            .iter()
            .map(|share| {
                so_far += share;
                let end = (total * so_far / sum).round();
                let width = end - start;
                start = end;
                Whole(width)
            })
            .collect();
        Self { style, widths, total: Whole(total) }
    }

    fn write(&self, xml: &mut Xml, caption: &str, rows: impl FnOnce(&mut Xml)) {
        xml.element("w:tbl", &[], |xml| {
            xml.element("w:tblPr", &[], |xml| {
                xml.value("w:tblStyle", self.style);
                xml.empty("w:tblW", &[("w:w", &self.total), ("w:type", &"dxa")]);
                xml.value("w:jc", "center");
                xml.empty("w:tblLayout", &[("w:type", &"fixed")]);
                xml.empty("w:tblLook", &[("w:val", &"0420"), ("w:firstRow", &"1"), ("w:noVBand", &"1")]);
                if !caption.is_empty() {
                    xml.value("w:tblCaption", caption);
                }
            });
            xml.element("w:tblGrid", &[], |xml| {
                for width in &self.widths {
                    xml.empty("w:gridCol", &[("w:w", width)]);
                }
            });
            rows(xml);
        });
    }
}

/// A row that stays on one page; the head stands on each.
fn row(xml: &mut Xml, is_head: bool, cells: impl FnOnce(&mut Xml)) {
    xml.element("w:tr", &[], |xml| {
        xml.element("w:trPr", &[], |xml| {
            xml.empty("w:cantSplit", &[]);
            if is_head {
                xml.empty("w:tblHeader", &[]);
            }
        });
        cells(xml);
    });
}

fn cell(xml: &mut Xml, width: Whole, shade: Option<&str>, words: impl FnOnce(&mut Xml)) {
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &width), ("w:type", &"dxa")]);
            if let Some(shade) = shade {
                xml.empty("w:shd", &[("w:val", &"clear"), ("w:color", &"auto"), ("w:fill", &shade)]);
            }
        });
        words(xml);
    });
}

fn head(xml: &mut Xml, width: Whole, column: &Column) {
    cell(xml, width, Some("EDF1F4"), |xml| {
        let look = Paragraph::styled("TableHead").flush_right(column.figures);
        paragraph(xml, look, |xml| Run::plain(&column.title).write(xml));
    });
}

fn body(xml: &mut Xml, width: Whole, column: &Column, content: Option<&Cell>) {
    cell(xml, width, None, |xml| {
        paragraph(xml, Paragraph::styled("TableText").flush_right(column.figures), |xml| {
            let Some(content) = content else { return };
            let Some(verdict) = content.verdict else { return Run::plain(&content.text).write(xml) };
            verdict_mark(xml, verdict);
            Run::plain(&content.text).coloured(verdict).write(xml);
        });
    });
}

/// Space below a table. It also keeps two tables apart, which Word would make one of.
fn end(xml: &mut Xml) {
    paragraph(xml, Paragraph::styled("TableEnd"), |_| {});
}
