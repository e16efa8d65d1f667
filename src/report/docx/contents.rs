//! The table of contents: a field that Word makes anew when asked, filled in with the headings.
//!
//! The entries lead to their headings and bear no page numbers: only whoever sets the pages knows them, and asking Word
//! to do so on opening (`w:updateFields`) makes it warn of the document first.

use super::super::{Block, Content};
use super::paragraph::{Paragraph, paragraph};
use super::run::{Run, verdict_mark};
use super::xml::Xml;
use crate::check::Verdict;
use crate::text::{Lang, Message};

/// Headings of levels 1 and 2, as links, without page numbers in views for the screen.
const FIELD: &str = " TOC \\o \"1-2\" \\h \\z ";

/// A heading that is listed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    /// Which of all headings.
    number: usize,
    style: &'static str,
    text: &'a str,
    verdict: Option<Verdict>,
}

/// The bookmark of a heading, hidden and named as Word names those that its contents lead to.
pub(super) fn bookmark(number: usize) -> String {
    format!("_Toc{:09}", number + 1)
}

/// The headings to list.
pub(super) fn entries(content: &Content) -> Vec<Entry<'_>> {
    let headings = content.blocks.iter().filter_map(|block| match block {
        Block::Heading { level, text, verdict } => Some((*level, text, *verdict)),
        _ => None,
    });
    headings
        .enumerate()
        .filter(|(_, (level, ..))| *level <= 2)
        .map(|(number, (level, text, verdict))| Entry { number, style: style(level), text, verdict })
        .collect()
}

/// Writes the contents, where Word finds them and offers to make them anew.
pub(super) fn write(xml: &mut Xml, entries: &[Entry<'_>], lang: Lang) {
    xml.element("w:sdt", &[], |xml| {
        xml.element("w:sdtPr", &[], |xml| {
            xml.element("w:docPartObj", &[], |xml| {
                xml.value("w:docPartGallery", "Table of Contents");
                xml.empty("w:docPartUnique", &[]);
            });
        });
        xml.element("w:sdtContent", &[], |xml| {
            let title = Message::new("document.contents").say(lang);
            paragraph(xml, Paragraph::styled("TOCHeading"), |xml| Run::plain(&title).write(xml));
            for (index, entry) in entries.iter().enumerate() {
                paragraph(xml, Paragraph::styled(entry.style), |xml| {
                    if index == 0 {
                        field_begin(xml);
                    }
                    link(xml, entry);
                    if index + 1 == entries.len() {
                        field_character(xml, "end");
                    }
                });
            }
        });
    });
}

fn style(level: u8) -> &'static str {
    if level == 2 { "TOC2" } else { "TOC1" }
}

fn link(xml: &mut Xml, entry: &Entry<'_>) {
    let attributes: [(&str, &dyn std::fmt::Display); 2] = [("w:anchor", &bookmark(entry.number)), ("w:history", &"1")];
    xml.element("w:hyperlink", &attributes, |xml| {
        if let Some(verdict) = entry.verdict {
            verdict_mark(xml, verdict);
        }
        Run::plain(entry.text).write(xml);
    });
}

fn field_begin(xml: &mut Xml) {
    field_character(xml, "begin");
    xml.element("w:r", &[], |xml| {
        xml.element("w:instrText", &[("xml:space", &"preserve")], |xml| xml.text(FIELD));
    });
    field_character(xml, "separate");
}

fn field_character(xml: &mut Xml, kind: &str) {
    xml.element("w:r", &[], |xml| xml.empty("w:fldChar", &[("w:fldCharType", &kind)]));
}
