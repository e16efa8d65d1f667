//! A print as files: SVG and PNG one for each sheet, PDF one with all of them.

use std::path::{Path, PathBuf};

use super::files::{has_ending, with_suffix};
use super::{Day, Files, pdf};
use crate::handle::Handle;
use crate::map::Print;
use crate::plan::Snapshot;
use crate::standard::Standard;
use crate::text::{Lang, Message};

/// The form of a print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrintForm {
    /// Sharp at any size, a page for each sheet.
    #[default]
    Pdf,
    /// Sharp at any size, letters as outlines.
    Svg,
    /// Pixels.
    Png,
}

impl PrintForm {
    /// Every form with its ending.
    pub const ALL: [(Self, &'static str); 3] = [(Self::Pdf, "pdf"), (Self::Svg, "svg"), (Self::Png, "png")];
    /// Endings of all forms, for messages.
    pub const ENDINGS: &'static str = ".svg .png .pdf";

    /// The form that a path's ending asks for.
    pub fn of(path: &Path) -> Option<Self> {
        Self::ALL.iter().find(|(_, ending)| has_ending(path, ending)).map(|(form, _)| *form)
    }

    /// Its ending.
    pub fn ending(self) -> &'static str {
        Self::ALL.iter().find(|(form, _)| *form == self).map_or("", |(_, ending)| ending)
    }
}

/// What a print states of a plan beside its map: system, standard, proposal, date.
pub fn stated(snapshot: &Snapshot, standard: &Standard, date: Option<&str>, lang: Lang) -> Vec<[String; 2]> {
    let row = |key: &str, value: String| [Message::new(key).say(lang), value];
    let proposal = snapshot.proposal.clone().map(|name| row("report.print-proposal", name));
    let mut rows: Vec<[String; 2]> = proposal.into_iter().collect();
    rows.push(row("report.print-system", format!("{}  {}", snapshot.frame.name(), snapshot.frame.code())));
    rows.push(row("report.print-standard", standard.title.say(lang).to_owned()));
    rows.extend(date.map(|date| row("report.print-date", date.to_owned())));
    rows
}

/// The files of a print under a path; of several sheets each has its number in its name. `dots` to the inch of pixels,
/// `date` as PDF files bear it.
///
/// # Errors
/// A message where pixels would be too many or the handle was cancelled on the way.
pub fn print_files(
    print: &Print,
    form: PrintForm,
    path: &Path,
    dots: f64,
    date: Option<&str>,
    handle: &Handle,
) -> Result<Files, Message> {
    let stopped = || Message::new("report.stopped");
    let scale = if form == PrintForm::Png { print.picture_scale(dots)? } else { 1.0 };
    handle.set_label(Message::new("report.drawing"));
    handle.expect_steps(print.sheets() as u64);
    let drawn = |sheet: usize| -> Result<Vec<u8>, Message> {
        let bytes = match form {
            PrintForm::Pdf | PrintForm::Svg => print.svg(sheet, handle).ok_or_else(stopped)?.into_bytes(),
            PrintForm::Png => {
                let picture = print.picture(sheet, scale, handle).ok_or_else(stopped)?;
                picture.png(scale).map_err(|error| Message::new("report.not-written").with("reason", error))?
            }
        };
        handle.advance(1);
        Ok(bytes)
    };
    let sheets = (0..print.sheets()).map(drawn).collect::<Result<Vec<_>, _>>()?;
    let files = if form == PrintForm::Pdf {
        let pages = pdf::of_sheets(sheets, print.size_mm(), date.and_then(Day::of))?;
        if handle.is_cancelled() {
            return Err(stopped());
        }
        vec![(path.to_owned(), pages)]
    } else {
        sheet_paths(path, print.sheets()).into_iter().zip(sheets).collect()
    };
    let mains = files.iter().map(|(path, _)| path.clone()).collect();
    Ok(Files { files, mains, notices: Vec::new() })
}

/// Paths of the sheets, as many digits each.
fn sheet_paths(path: &Path, sheets: usize) -> Vec<PathBuf> {
    if sheets == 1 {
        return vec![path.to_owned()];
    }
    let digits = sheets.to_string().len();
    (1..=sheets).map(|sheet| with_suffix(path, &format!("-{sheet:0digits$}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_numbered_with_as_many_digits_and_one_alone_is_not() {
        assert_eq!(sheet_paths(Path::new("/a/图.svg"), 1), [PathBuf::from("/a/图.svg")]);
        let paths = sheet_paths(Path::new("/a/b.svg"), 12);
        assert_eq!((paths[0].clone(), paths[11].clone()), (PathBuf::from("/a/b-01.svg"), PathBuf::from("/a/b-12.svg")));
        assert_eq!(PrintForm::of(Path::new("x.PNG")), Some(PrintForm::Png));
        assert_eq!(PrintForm::of(Path::new("x.docx")), None);
    }
}
