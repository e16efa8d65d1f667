//! What a template can see: the report as data, maps and marks, the bundled fonts, and the files beside an own template.

use std::collections::BTreeMap;
use std::fs;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, WorldExt as _};
use typst_layout::PagedDocument;

use crate::map::{BOLD_FONT, REGULAR_FONT};
use crate::report::Template;
use crate::text::Message;

const BUILT_IN: &str = include_str!("../../../assets/report/report.typ");
/// Where the built-in template stands in the sources.
const MAIN: &str = "assets/report/report.typ";

/// Marks of verdicts, by the code of the verdict.
pub(in crate::report) const MARKS: [(&str, &str); 8] = [
    ("violates", include_str!("../../../assets/report/marks/violates.svg")),
    ("depends-on-reading", include_str!("../../../assets/report/marks/depends-on-reading.svg")),
    ("not-yet-due", include_str!("../../../assets/report/marks/not-yet-due.svg")),
    ("argued", include_str!("../../../assets/report/marks/argued.svg")),
    ("meets", include_str!("../../../assets/report/marks/meets.svg")),
    ("not-judged", include_str!("../../../assets/report/marks/not-judged.svg")),
    ("info", include_str!("../../../assets/report/marks/info.svg")),
    ("not-applicable", include_str!("../../../assets/report/marks/not-applicable.svg")),
];

/// The same for every report.
struct Common {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static COMMON: LazyLock<Common> = LazyLock::new(|| {
    let fonts: Vec<Font> =
        [REGULAR_FONT, BOLD_FONT].into_iter().flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect();
    Common { library: LazyHash::new(Library::default()), book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

/// A template with its data.
pub(super) struct World<'a> {
    main: Source,
    template: Option<&'a Template>,
    files: BTreeMap<String, Bytes>,
}

impl<'a> World<'a> {
    /// The built-in template or an own one, with nothing to show yet.
    pub(super) fn new(template: Option<&'a Template>) -> Self {
        let text = template.map_or(BUILT_IN, |template| template.text.as_str());
        let files = MARKS.iter().map(|(code, svg)| (format!("marks/{code}.svg"), Bytes::new(svg.as_bytes())));
        Self { main: Source::detached(text), template, files: files.collect() }
    }

    /// A template of our own besides that of reports.
    pub(super) fn of(text: &str) -> Self {
        Self { main: Source::detached(text), template: None, files: BTreeMap::new() }
    }

    /// Adds a file.
    pub(super) fn add(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(name.to_owned(), Bytes::new(bytes));
    }

    /// Sets the pages.
    ///
    /// # Errors
    /// A message with the template, the line and the reason.
    pub(super) fn compile(&self) -> Result<PagedDocument, Message> {
        typst::compile::<PagedDocument>(self).output.map_err(|errors| match errors.first() {
            Some(error) => self.told(error),
            None => Message::new("report.stopped"),
        })
    }

    fn told(&self, error: &SourceDiagnostic) -> Message {
        let name = self.template.map_or_else(|| MAIN.to_owned(), Template::name);
        // An error inside of a file that the template reads has no line of the template.
        let line = (error.span.id() == Some(self.main.id()))
            .then(|| self.range(error.span))
            .flatten()
            .and_then(|range| self.main.lines().byte_to_line(range.start))
            .map(|line| line + 1);
        match line {
            Some(line) => Message::new("report.template-wrong").with("line", line),
            None => Message::new("report.template-wrong-beside"),
        }
        .with("template", name)
        .with("reason", &error.message)
    }

    fn bytes(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get();
        let name = path.vpath().get_without_slash();
        if let Some(bytes) = self.files.get(name) {
            return Ok(bytes.clone());
        }
        let missing = || FileError::NotFound(name.into());
        // Packages would have to be fetched: a report needs no network.
        if *path.root() != VirtualRoot::Project {
            return Err(missing());
        }
        let folder = self.template.and_then(|template| template.path.parent()).ok_or_else(missing)?;
        let file = path.vpath().realize(folder).map_err(FileError::Realize)?;
        fs::read(&file).map(Bytes::new).map_err(|error| FileError::from_io(error, &file))
    }
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &COMMON.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &COMMON.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        let text = String::from_utf8(self.bytes(id)?.to_vec()).map_err(|_not_text| FileError::InvalidUtf8)?;
        Ok(Source::new(id, text))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.main.id() {
            return Ok(Bytes::from_string(self.main.text().to_owned()));
        }
        self.bytes(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        COMMON.fonts.get(index).cloned()
    }

    /// The clock is never asked.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
