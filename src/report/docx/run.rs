//! Words inside a paragraph: text, marks of verdicts, fields.

use super::super::text::mark;
use super::xml::Xml;
use crate::check::Verdict;
use crate::map::{Colour, verdict_colour};
use crate::text::{Lang, Message};

/// Stands for a number that a field fills in, where a sentence is said. No text of a document can hold it.
const FIELD: char = '\u{1}';

/// A run of text that looks alike.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Run<'a> {
    text: &'a str,
    style: Option<&'static str>,
    colour: Option<Verdict>,
}

impl<'a> Run<'a> {
    /// Text as its paragraph has it.
    pub(super) fn plain(text: &'a str) -> Self {
        Self { text, ..Self::default() }
    }

    /// Text in a style.
    pub(super) fn styled(text: &'a str, style: &'static str) -> Self {
        Self { text, style: Some(style), colour: None }
    }

    /// The same in the colour of a verdict.
    pub(super) fn coloured(self, verdict: Verdict) -> Self {
        Self { colour: Some(verdict), ..self }
    }

    /// Writes it. Its text is text whatever it holds; line breaks and tabs are kept.
    pub(super) fn write(self, xml: &mut Xml) {
        if self.text.is_empty() {
            return;
        }
        xml.element("w:r", &[], |xml| {
            self.properties(xml);
            pieces(xml, self.text);
        });
    }

    fn properties(self, xml: &mut Xml) {
        let hint = needs_hint(self.text);
        if self.style.is_none() && self.colour.is_none() && !hint {
            return;
        }
        xml.element("w:rPr", &[], |xml| {
            if let Some(style) = self.style {
                xml.value("w:rStyle", style);
            }
            if hint {
                xml.empty("w:rFonts", &[("w:hint", &"eastAsia")]);
            }
            if let Some(verdict) = self.colour {
                xml.value("w:color", colour(verdict));
            }
        });
    }
}

/// Text between the elements that stand for breaks and tabs.
fn pieces(xml: &mut Xml, text: &str) {
    let text = text.replace("\r\n", "\n");
    for piece in text.split_inclusive(is_break) {
        let words = piece.trim_end_matches(is_break);
        if !words.is_empty() {
            xml.element("w:t", &[("xml:space", &"preserve")], |xml| xml.text(words));
        }
        match piece.chars().next_back() {
            Some('\t') => xml.empty("w:tab", &[]),
            Some(last) if is_break(last) => xml.empty("w:br", &[]),
            _ => {}
        }
    }
}

fn is_break(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// Whether punctuation that both scripts use stands beside Chinese: Word takes it from the Latin font unless told.
fn needs_hint(text: &str) -> bool {
    text.contains(['“', '”', '‘', '’', '—', '…', '·'])
        && text.chars().any(|letter| matches!(letter, '\u{2E80}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}'))
}

/// A verdict's mark and a blank. Whatever stands behind it names the verdict too, so that colour never speaks alone.
pub(super) fn verdict_mark(xml: &mut Xml, verdict: Verdict) {
    Run::styled(mark(verdict), "Mark").coloured(verdict).write(xml);
    Run::plain(" ").write(xml);
}

/// The colour of a verdict, the same on maps.
pub(super) fn colour(verdict: Verdict) -> String {
    let Colour { r, g, b, .. } = verdict_colour(verdict);
    format!("{r:02X}{g:02X}{b:02X}")
}

/// A caption, its number filled in and counted on by Word. The sequence bears the word before the number, as Word's own
/// captions do, so that its lists of figures and cross-references find it.
pub(super) fn caption(xml: &mut Xml, key: &str, number: usize, caption: &str, lang: Lang) {
    let sentence = Message::new(key).with("number", FIELD).say(lang);
    let (before, after) = sentence.split_once(FIELD).unwrap_or((&sentence, ""));
    Run::plain(before).write(xml);
    let instruction = format!(" SEQ {} \\* ARABIC ", before.trim());
    field(xml, &instruction, &number.to_string());
    Run::plain(&format!("{after}\u{2003}{caption}")).write(xml);
}

/// The number of a page and of all pages.
pub(super) fn page_numbers(xml: &mut Xml, lang: Lang) {
    let field_of = |name: &str| format!("{FIELD}{name}{FIELD}");
    let sentence =
        Message::new("document.page").with("page", field_of("PAGE")).with("pages", field_of("NUMPAGES")).say(lang);
    for (index, piece) in sentence.split(FIELD).enumerate() {
        if index % 2 == 0 { Run::plain(piece).write(xml) } else { field(xml, &format!(" {piece} "), "1") }
    }
}

fn field(xml: &mut Xml, instruction: &str, shown: &str) {
    xml.element("w:fldSimple", &[("w:instr", &instruction)], |xml| Run::plain(shown).write(xml));
}
