//! XML as it is written: every element is closed, every text escaped.

use std::fmt::{self, Display, Write as _};

/// Names and values of attributes.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a dyn Display)];

/// XML that grows at its end.
#[derive(Clone, Debug, Default)]
pub(super) struct Xml(String);

impl Xml {
    /// A part of its own, with the declaration before it.
    pub(super) fn part() -> Self {
        Self(String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"))
    }

    /// An element with what stands in it.
    pub(super) fn element(&mut self, name: &str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Self)) {
        self.open(name, attributes);
        self.0.push('>');
        inside(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// An element with nothing in it.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.open(name, attributes);
        self.0.push_str("/>");
    }

    /// The commonest element of this format: nothing in it, and one attribute, `w:val`.
    pub(super) fn value(&mut self, name: &str, value: impl Display) {
        self.empty(name, &[("w:val", &value)]);
    }

    /// Text between elements.
    pub(super) fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some((at, letter)) = rest.char_indices().find(|(_, letter)| !is_plain(*letter)) {
            self.0.push_str(&rest[..at]);
            self.push(letter);
            rest = &rest[at + letter.len_utf8()..];
        }
        self.0.push_str(rest);
    }

    /// The bytes of the part.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }

    fn open(&mut self, name: &str, attributes: Attributes<'_>) {
        self.0.push('<');
        self.0.push_str(name);
        for (attribute, value) in attributes {
            self.0.push(' ');
            self.0.push_str(attribute);
            self.0.push_str("=\"");
            let _infallible = write!(Escaped(self), "{value}");
            self.0.push('"');
        }
    }

    /// A character that does not stand for itself; those that XML 1.0 cannot hold (its production 2) are left out.
    fn push(&mut self, letter: char) {
        self.0.push_str(match letter {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            // As they are, a parser turns them into blanks inside attributes.
            '\t' => "&#9;",
            '\n' => "&#10;",
            '\r' => "&#13;",
            _ => "",
        });
    }
}

struct Escaped<'a>(&'a mut Xml);

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.text(text);
        Ok(())
    }
}

/// Whether a character stands for itself.
fn is_plain(letter: char) -> bool {
    !matches!(letter, ..'\u{20}' | '&' | '<' | '>' | '"' | '\u{FFFE}' | '\u{FFFF}')
}

/// A length to the nearest whole unit, as attributes of this format want it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whole(pub(super) f64);

impl Display for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0}", self.0)
    }
}
