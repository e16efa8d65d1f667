//! How a report is laid out, as far as whoever asks for it decides.

use std::path::{Path, PathBuf};

use crate::text::Message;

/// How a report is laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Date that the report bears, as stated; the clock is never asked.
    pub date: Option<String>,
    /// The paper of the pages.
    pub paper: Paper,
    /// A template of the PDF in place of the built-in one.
    pub template: Option<Template>,
    /// How text is written in attribute tables of shapefiles.
    pub text_code: TextCode,
}

/// A typst template of an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Where it was read from: files beside it can be read by it.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// A message with the path and the system's reason.
    pub fn read(path: &Path) -> Result<Self, Message> {
        let failed = |reason: &dyn std::fmt::Display| {
            Message::new("report.template-unreadable").with("path", path.display()).with("reason", reason)
        };
        let text = std::fs::read_to_string(path).map_err(|error| failed(&error))?;
        Ok(Self { path: path.to_owned(), text })
    }

    /// Its name for people.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }
}

/// Paper of a report's pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Paper {
    /// Text on A4, maps of the whole plan on A3 across.
    #[default]
    A4WithA3Maps,
    /// Everything on A4.
    A4,
}

/// How text is written in attribute tables of shapefiles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextCode {
    /// UTF-8.
    #[default]
    Utf8,
    /// GBK, which older programs in Chinese offices read.
    Gbk,
}
