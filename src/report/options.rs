//! How a report is laid out, as far as whoever asks for it decides.

/// How a report is laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Date that the report bears, as stated; the clock is never asked.
    pub date: Option<String>,
    /// The paper of the pages.
    pub paper: Paper,
    /// Text of a typst template in place of the built-in one, with its name for messages.
    pub template: Option<(String, String)>,
    /// How text is written in attribute tables of shapefiles.
    pub text_code: TextCode,
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
