//! Paragraphs. Properties stand in the order that the schema demands; Word refuses files that break it.

use super::run::colour;
use super::xml::Xml;
use crate::check::Verdict;
use crate::text::Lang;

/// What a paragraph looks like, beside its style.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paragraph {
    style: &'static str,
    keep_next: bool,
    bar: Option<Verdict>,
    flush_right: bool,
}

impl Paragraph {
    /// A paragraph in a style.
    pub(super) fn styled(style: &'static str) -> Self {
        Self { style, keep_next: false, bar: None, flush_right: false }
    }

    /// Sentences: Chinese is indented by two letters, English is set apart by space.
    pub(super) fn body(lang: Lang) -> Self {
        Self::styled(match lang {
            Lang::Zh => "BodyTextFirstIndent",
            Lang::En => "BodyText",
        })
    }

    /// Stays on the page of the next.
    pub(super) fn keep_next(self) -> Self {
        Self { keep_next: true, ..self }
    }

    /// With a bar in the colour of a verdict at its left.
    pub(super) fn bar(self, verdict: Verdict) -> Self {
        Self { bar: Some(verdict), ..self }
    }

    /// Flush right, for figures that are compared.
    pub(super) fn flush_right(self, flush_right: bool) -> Self {
        Self { flush_right, ..self }
    }

    fn properties(self, xml: &mut Xml) {
        xml.value("w:pStyle", self.style);
        if self.keep_next {
            xml.empty("w:keepNext", &[]);
        }
        if let Some(colour) = self.bar.map(colour) {
            xml.element("w:pBdr", &[], |xml| {
                xml.empty("w:left", &[("w:val", &"single"), ("w:sz", &"36"), ("w:space", &"6"), ("w:color", &colour)]);
            });
        }
        if self.flush_right {
            xml.value("w:jc", "right");
        }
    }
}

/// A paragraph with its words.
pub(super) fn paragraph(xml: &mut Xml, look: Paragraph, words: impl FnOnce(&mut Xml)) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| look.properties(xml));
        words(xml);
    });
}
