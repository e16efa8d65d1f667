//! The little of Markdown that pages of the help use: headings, paragraphs, lists, bold words, keys and code.

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading with its level: 1 is the title.
    Heading(usize, Vec<Span>),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A line of a list, with what stands before it.
    Item(String, Vec<Span>),
    /// Lines as they are written.
    Lines(String),
}

/// A run of letters of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) text: String,
    pub(super) kind: Kind,
}

/// How letters are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Bold,
    /// Keys, names of fields and files, values.
    Code,
}

impl Block {
    fn spans(&self) -> &[Span] {
        match self {
            Self::Heading(_, spans) | Self::Paragraph(spans) | Self::Item(_, spans) => spans,
            Self::Lines(_) => &[],
        }
    }

    /// Its letters.
    pub(super) fn plain(&self) -> String {
        match self {
            Self::Lines(text) => text.clone(),
            _ => self.spans().iter().map(|span| span.text.as_str()).collect(),
        }
    }

    /// Its keys and values.
    #[cfg(test)]
    pub(super) fn codes(&self) -> impl Iterator<Item = &str> {
        self.spans().iter().filter(|span| span.kind == Kind::Code).map(|span| span.text.as_str())
    }
}

/// The parts of a page.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut lines: Option<String> = None;
    let mut open = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            lines = match lines.take() {
                Some(whole) => {
                    found.push(Block::Lines(whole.trim_end().to_owned()));
                    None
                }
                None => Some(String::new()),
            };
            open = false;
            continue;
        }
        if let Some(whole) = &mut lines {
            whole.push_str(line);
            whole.push('\n');
            continue;
        }
        let line = line.trim();
        if line.is_empty() {
            open = false;
        } else if line.starts_with('#') {
            let title = line.trim_start_matches('#');
            found.push(Block::Heading(line.len() - title.len(), spans(title.trim())));
            open = false;
        } else if let Some((mark, rest)) = item(line) {
            found.push(Block::Item(mark, spans(rest)));
            open = true;
        } else if open && let Some(Block::Paragraph(last) | Block::Item(_, last)) = found.last_mut() {
            // A line goes on where the one before ended.
            last.push(Span { text: " ".to_owned(), kind: Kind::Plain });
            last.extend(spans(line));
        } else {
            found.push(Block::Paragraph(spans(line)));
            open = true;
        }
    }
    found
}

/// What stands before a line of a list, and the line.
fn item(line: &str) -> Option<(String, &str)> {
    if let Some(rest) = line.strip_prefix("- ") {
        return Some(("•".to_owned(), rest));
    }
    let (number, rest) = line.split_once(". ")?;
    number.parse::<u8>().ok().map(|number| (format!("{number}."), rest))
}

fn spans(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['`', '*']) {
        let (before, from) = rest.split_at(at);
        let mark = if from.starts_with("**") { "**" } else { from.get(..1).unwrap_or("`") };
        let inner = from.get(mark.len()..).unwrap_or_default();
        let closed = if mark == "*" { None } else { inner.split_once(mark) };
        let Some((inside, after)) = closed else {
            // A lone mark is a letter.
            let (mark, after) = from.split_at(mark.len());
            push(&mut found, &format!("{before}{mark}"), Kind::Plain);
            rest = after;
            continue;
        };
        push(&mut found, before, Kind::Plain);
        push(&mut found, inside, if mark == "`" { Kind::Code } else { Kind::Bold });
        rest = after;
    }
    push(&mut found, rest, Kind::Plain);
    found
}

fn push(found: &mut Vec<Span>, text: &str, kind: Kind) {
    if !text.is_empty() {
        found.push(Span { text: text.to_owned(), kind });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str, kind: Kind) -> Span {
        Span { text: text.to_owned(), kind }
    }

    #[test]
    fn headings_paragraphs_lists_and_lines_are_told_apart() {
        let found = blocks("# A\n\none\ntwo\n\n- b\n2. c\n```\nx = 1\n\ny\n```\n");
        let plain = |text: &str| vec![span(text, Kind::Plain)];
        let mut both = plain("one");
        both.extend([span(" ", Kind::Plain), span("two", Kind::Plain)]);
        let expected = [
            Block::Heading(1, plain("A")),
            Block::Paragraph(both),
            Block::Item("•".to_owned(), plain("b")),
            Block::Item("2.".to_owned(), plain("c")),
            Block::Lines("x = 1\n\ny".to_owned()),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn marks_that_are_not_closed_are_letters() {
        assert_eq!(
            spans("按 `Ctrl+K` **找**"),
            [span("按 ", Kind::Plain), span("Ctrl+K", Kind::Code), span(" ", Kind::Plain), span("找", Kind::Bold)]
        );
        assert_eq!(spans("2 * 3").iter().map(|span| span.text.as_str()).collect::<String>(), "2 * 3");
        assert_eq!(spans("a ` b ** c").iter().map(|span| span.text.as_str()).collect::<String>(), "a ` b ** c");
    }
}
