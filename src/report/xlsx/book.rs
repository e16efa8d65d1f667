//! A workbook of sheets that are each one table, ready to be read on screen, filtered and printed.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::cell::{Cell, Value, legal};
use crate::check::Verdict;
use crate::map::{Colour, verdict_colour};
use crate::report::{Day, Model};
use crate::text::{Lang, Message};

/// Rows that a sheet can have.
const MOST_ROWS: u32 = 1_048_576;
/// The narrowest column, in letters.
const LEAST_WIDTH: usize = 6;
/// Room beside the letters of a cell, for its borders and the arrow of the filter.
const MARGIN: usize = 3;
/// Rows beyond this many do not widen a column: they wrap.
const ROWS_LOOKED_AT: usize = 20_000;
/// Height of a line in points.
const LINE_HEIGHT: f64 = 15.0;
/// Lines of a row beyond this many are not shown; the cell holds them all.
const MOST_LINES: usize = 10;
/// Letters of a footer that are sure to fit: it takes 255 with its codes.
const FOOTER: usize = 100;
/// A4, by the number that spreadsheets have for it.
const A4: u8 = 9;

/// A column of a sheet.
#[derive(Clone, Debug)]
pub(in crate::report) struct Column {
    /// What stands in its head.
    pub(in crate::report) title: String,
    /// The widest it gets, in letters; longer text wraps.
    pub(in crate::report) most: usize,
}

/// A sheet: lines, a table, and lines below it.
#[derive(Clone, Debug, Default)]
pub(in crate::report) struct Sheet {
    /// Its name.
    pub(in crate::report) name: String,
    /// Lines above the table, the first as a title. They stay in sight with the head.
    pub(in crate::report) above: Vec<Vec<Cell>>,
    /// Columns of the table.
    pub(in crate::report) columns: Vec<Column>,
    /// Rows of the table.
    pub(in crate::report) rows: Vec<Vec<Cell>>,
    /// Lines below the table.
    pub(in crate::report) below: Vec<Vec<Cell>>,
}

/// A workbook that sheets are added to.
pub(in crate::report) struct Book {
    workbook: Workbook,
    footer: String,
    lang: Lang,
    most_rows: u32,
}

impl Book {
    /// A workbook without sheets, under a title. It bears the date of the report or none that means anything: the clock is
    /// never asked.
    pub(in crate::report) fn new(title: &str, model: &Model) -> Self {
        Self::of(title, &model.head.plan, model.head.date.as_deref(), model.lang)
    }

    /// A workbook that speaks of a plan without a report of it.
    pub(in crate::report) fn of(title: &str, plan: &str, date: Option<&str>, lang: Lang) -> Self {
        let mut workbook = Workbook::new();
        let mut properties = DocProperties::new().set_title(legal(title)).set_subject(legal(plan));
        if let Some(date) = date.and_then(day).or_else(|| day("1970-01-01")) {
            properties = properties.set_creation_datetime(&date);
        }
        workbook.set_properties(&properties);
        let footer = legal(plan).chars().take(FOOTER).collect::<String>().replace('&', "&&");
        Self { workbook, footer, lang, most_rows: MOST_ROWS }
    }

    /// Adds a sheet.
    ///
    /// # Errors
    /// A [`Message`] where the format cannot hold it.
    pub(in crate::report) fn add(&mut self, mut sheet: Sheet) -> Result<(), Message> {
        self.cut(&mut sheet);
        let worksheet = self.workbook.add_worksheet();
        write(worksheet, &sheet, &self.footer).map_err(|error| failed(&error))
    }

    /// The workbook as bytes.
    ///
    /// # Errors
    /// A [`Message`] where it cannot be packed.
    pub(in crate::report) fn finish(mut self) -> Result<Vec<u8>, Message> {
        self.workbook.save_to_buffer().map_err(|error| failed(&error))
    }

    /// Rows that a sheet has no room for are left out, and its last row tells how many.
    fn cut(&self, sheet: &mut Sheet) {
        let most = usize::try_from(self.most_rows).unwrap_or(usize::MAX);
        let room = most.saturating_sub(sheet.above.len() + 1 + sheet.below.len());
        if sheet.rows.len() > room {
            let left_out = sheet.rows.len() - room.saturating_sub(1);
            sheet.rows.truncate(room.saturating_sub(1));
            let message = Message::new("report.rows-left-out").with("count", left_out);
            sheet.rows.push(vec![Cell::text(message.say(self.lang))]);
        }
    }
}

fn failed(error: &XlsxError) -> Message {
    Message::new("report.not-written").with("reason", error)
}

/// A day as the format counts it.
fn day(text: &str) -> Option<ExcelDateTime> {
    let Day { year, month, day } = Day::of(text)?;
    ExcelDateTime::from_ymd(year, month, day).ok()
}

fn write(worksheet: &mut Worksheet, sheet: &Sheet, footer: &str) -> Result<(), XlsxError> {
    worksheet.set_name(&sheet.name)?;
    let widths = widths(sheet);
    for (column, width) in (0..).zip(&widths) {
        worksheet.set_column_width(column, *width as f64)?;
    }
    let mut row = 0;
    for line in &sheet.above {
        let title = row == 0;
        for (column, cell) in (0..).zip(line) {
            write_cell(worksheet, (row, column), cell, &line_format(title))?;
        }
        row += 1;
    }
    let head = row;
    for (column, own) in (0..).zip(&sheet.columns) {
        worksheet.write_string_with_format(head, column, legal(&own.title), &head_format())?;
    }
    let titles: Vec<Cell> = sheet.columns.iter().map(|column| Cell::text(column.title.as_str())).collect();
    fit_height(worksheet, head, &titles, &widths)?;
    row += 1;
    for cells in &sheet.rows {
        for (column, cell) in (0..).zip(cells) {
            write_cell(worksheet, (row, column), cell, &cell_format())?;
        }
        fit_height(worksheet, row, cells, &widths)?;
        row += 1;
    }
    let last_column = u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    if !sheet.rows.is_empty() {
        worksheet.autofilter(head, 0, row - 1, last_column)?;
    }
    for line in &sheet.below {
        for (column, cell) in (0..).zip(line) {
            write_cell(worksheet, (row, column), cell, &line_format(false))?;
        }
        row += 1;
    }
    worksheet.set_freeze_panes(head + 1, 0)?;
    set_up_pages(worksheet, head, footer)
}

fn set_up_pages(worksheet: &mut Worksheet, head: u32, footer: &str) -> Result<(), XlsxError> {
    worksheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    worksheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
    worksheet.set_footer(format!("&L{footer}&C&A&R&P / &N"));
    worksheet.set_repeat_rows(head, head)?;
    Ok(())
}

/// The width of each column by its title and the cells below.
fn widths(sheet: &Sheet) -> Vec<usize> {
    let of_rows = |column: usize| sheet.rows.iter().take(ROWS_LOOKED_AT).filter_map(move |row| row.get(column));
    let widest = |(column, own): (usize, &Column)| {
        let title = Cell::text(own.title.as_str()).width();
        let widest = of_rows(column).map(Cell::width).fold(title, usize::max);
        widest.clamp(LEAST_WIDTH, own.most.max(LEAST_WIDTH)) + MARGIN
    };
    sheet.columns.iter().enumerate().map(widest).collect()
}

/// Rows are as high as their text needs, which spreadsheets work out themselves only when text is typed in.
fn fit_height(worksheet: &mut Worksheet, row: u32, cells: &[Cell], widths: &[usize]) -> Result<(), XlsxError> {
    let lines = |(cell, width): (&Cell, &usize)| cell.lines(width.saturating_sub(1));
    let lines = cells.iter().zip(widths).map(lines).max().unwrap_or(1).min(MOST_LINES);
    if lines > 1 {
        worksheet.set_row_height(row, lines as f64 * LINE_HEIGHT)?;
    }
    Ok(())
}

/// Text is always written as text: nothing of it is taken for a formula, a number or a link.
fn write_cell(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    let format = match cell.verdict {
        Some(verdict) => format.clone().set_bold().set_font_color(Color::RGB(ink(verdict))),
        None => format.clone(),
    };
    match &cell.value {
        Value::Empty => worksheet.write_blank(row, column, &format)?,
        Value::Text(text) => worksheet.write_string_with_format(row, column, text, &format)?,
        Value::Number(value, shown) => worksheet.write_number_with_format(
            row,
            column,
            *value,
            &format.set_num_format(shown).set_align(FormatAlign::Right),
        )?,
    };
    Ok(())
}

/// The colour of a verdict, the same on maps.
fn ink(verdict: Verdict) -> u32 {
    let Colour { r, g, b, .. } = verdict_colour(verdict);
    u32::from_be_bytes([0, r, g, b])
}

fn line_format(title: bool) -> Format {
    if title { Format::new().set_bold().set_font_size(14) } else { Format::new() }
}

fn head_format() -> Format {
    cell_format().set_bold().set_background_color(Color::RGB(0x00E8_EEF2))
}

fn cell_format() -> Format {
    let format = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    format.set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00C8_D0D6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_beyond_those_of_a_sheet_are_counted_in_its_last_row() {
        let book =
            |most_rows: u32| Book { workbook: Workbook::new(), footer: String::new(), lang: Lang::En, most_rows };
        let sheet = |rows: usize| Sheet {
            above: vec![Vec::new(); 2],
            rows: (0..rows).map(|row| vec![Cell::count(row)]).collect(),
            below: vec![Vec::new()],
            ..Sheet::default()
        };
        // Two lines above, the head and a line below leave six of ten rows.
        let (mut full, mut over) = (sheet(6), sheet(9));
        book(10).cut(&mut full);
        book(10).cut(&mut over);
        assert_eq!(full.rows, sheet(6).rows);
        assert_eq!(over.rows.len(), 6);
        assert_eq!(over.rows[..5], sheet(9).rows[..5]);
        assert_eq!(over.rows[5], [Cell::text("... and 4 rows more than a sheet can hold")]);
    }

    #[test]
    fn only_days_written_in_full_are_days() {
        assert!(day("2026-05-08").is_some() && day(" 1970-01-01 ").is_none());
        for text in ["", "2026", "2026-13-01", "2026-02-30", "2026年5月8日", "2026-05-08-1", "-5-5-5", "0999-01-01"]
        {
            assert!(day(text).is_none(), "{text}");
        }
    }
}
