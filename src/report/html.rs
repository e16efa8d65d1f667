//! The report as one page for mail and screen: nothing is fetched, maps are drawings that can be moved and enlarged.

use std::fmt::Write as _;

use super::content::{Block, Cell, Content, Table};
use super::pdf::MARKS;
use super::{MapSheet, Model, Report};
use crate::check::Verdict;
use crate::handle::Handle;
use crate::text::{Lang, Message};

const STYLE: &str = include_str!("../../assets/report/report.css");
const SCRIPT: &str = include_str!("../../assets/report/report.js");

/// The page.
pub(super) fn render(report: &Report<'_>, handle: &Handle) -> Result<Vec<u8>, Message> {
    let atlas = report.atlas(handle)?;
    let content = Content::of(&Model::of(report), atlas);
    Ok(page(&content, &atlas.sheets).into_bytes())
}

/// A document with its maps as one page.
fn page(content: &Content, sheets: &[MapSheet]) -> String {
    let lang = match content.lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let title = escaped(&format!("{} {}", content.cover.title, content.cover.subtitle));
    let mut page = Page { html: String::new(), sheets, lang: content.lang, tables: 0, maps: 0, headings: 0 };
    page.add(&format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
    ));
    page.cover(content);
    page.contents(&content.blocks);
    content.blocks.iter().for_each(|block| page.block(block));
    page.add(&format!("</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"));
    page.html
}

struct Page<'a> {
    html: String,
    sheets: &'a [MapSheet],
    lang: Lang,
    tables: usize,
    maps: usize,
    headings: usize,
}

impl Page<'_> {
    fn add(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn cover(&mut self, content: &Content) {
        let (title, subtitle) = (escaped(&content.cover.title), escaped(&content.cover.subtitle));
        self.add(&format!("<header><h1>{title}</h1><p class=\"subtitle\">{subtitle}</p>\n"));
        self.facts(&content.cover.facts);
        self.add("</header>\n");
    }

    fn contents(&mut self, blocks: &[Block]) {
        let title = Message::new("document.contents").say(self.lang);
        let _infallible = writeln!(self.html, "<nav aria-label=\"{title}\"><ol>");
        let headings = blocks.iter().filter_map(|block| match block {
            Block::Heading { level, text, verdict } => Some((*level, text, *verdict)),
            _ => None,
        });
        for (number, (level, text, verdict)) in headings.enumerate() {
            let mark = verdict.map(mark).unwrap_or_default();
            let _infallible = writeln!(
                self.html,
                "<li class=\"level{level}\"><a href=\"#h{}\">{mark}{}</a></li>",
                number + 1,
                escaped(text)
            );
        }
        self.add("</ol></nav>\n");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text, verdict } => {
                self.headings += 1;
                let (level, mark) = (level + 1, verdict.map(mark).unwrap_or_default());
                let (number, text) = (self.headings, escaped(text));
                let _infallible = writeln!(self.html, "<h{level} id=\"h{number}\">{mark}{text}</h{level}>");
            }
            Block::Paragraph { text } => {
                let _infallible = writeln!(self.html, "<p>{}</p>", escaped(text));
            }
            Block::Quote { text } => {
                let _infallible = writeln!(self.html, "<blockquote lang=\"zh-CN\">{}</blockquote>", escaped(text));
            }
            Block::Figure { verdict, verdict_name, value, detail } => {
                let [name, value, detail] = [verdict_name, value, detail].map(|text| escaped(text));
                let (code, mark) = (verdict.code(), mark(*verdict));
                let _infallible = writeln!(
                    self.html,
                    "<p class=\"figure\">{mark}<b class=\"{code}\">{name}</b> <strong>{value}</strong> <span>{detail}</span></p>"
                );
            }
            Block::Facts { rows } => self.facts(rows),
            Block::List { items } => {
                self.add("<ul>");
                for item in items {
                    let _infallible = write!(self.html, "<li>{}</li>", escaped(item));
                }
                self.add("</ul>\n");
            }
            Block::Table(table) => self.table(table),
            Block::Map { sheet, caption } => self.map(*sheet, caption),
        }
    }

    fn facts(&mut self, rows: &[[String; 2]]) {
        self.add("<dl>");
        for [name, value] in rows {
            let _infallible = write!(self.html, "<dt>{}</dt><dd>{}</dd>", escaped(name), escaped(value));
        }
        self.add("</dl>\n");
    }

    fn table(&mut self, table: &Table) {
        self.tables += 1;
        let number = Message::new("document.table-number").with("number", self.tables).say(self.lang);
        let _infallible = write!(
            self.html,
            "<div class=\"wide\"><table><caption><b>{number}</b> {}</caption><thead><tr>",
            escaped(&table.caption)
        );
        for column in &table.columns {
            let class = if column.figures { " class=\"figures\"" } else { "" };
            let _infallible = write!(self.html, "<th scope=\"col\"{class}>{}</th>", escaped(&column.title));
        }
        self.add("</tr></thead><tbody>\n");
        for row in &table.rows {
            self.add("<tr>");
            for (cell, column) in row.iter().zip(&table.columns) {
                self.cell(cell, column.figures);
            }
            self.add("</tr>\n");
        }
        self.add("</tbody></table></div>\n");
    }

    fn cell(&mut self, cell: &Cell, figures: bool) {
        let class = if figures { " class=\"figures\"" } else { "" };
        let text = escaped(&cell.text);
        let _infallible = match cell.verdict {
            None => write!(self.html, "<td{class}>{text}</td>"),
            Some(verdict) => {
                write!(self.html, "<td{class}>{}<b class=\"{}\">{text}</b></td>", mark(verdict), verdict.code())
            }
        };
    }

    fn map(&mut self, sheet: usize, caption: &str) {
        let Some(sheet) = self.sheets.get(sheet) else { return };
        self.maps += 1;
        let number = Message::new("document.figure-number").with("number", self.maps).say(self.lang);
        let [nearer, farther, whole] =
            ["nearer", "farther", "whole"].map(|key| Message::new(format!("document.{key}")).say(self.lang));
        let svg = named_apart(&sheet.svg, self.maps).replacen(
            "<svg ",
            &format!("<svg role=\"img\" aria-label=\"{}\" ", escaped(&sheet.alternative)),
            1,
        );
        let _infallible = writeln!(
            self.html,
            "<figure class=\"map\"><div class=\"view\" tabindex=\"0\">{svg}</div><div class=\"tools\"><button \
             type=\"button\" data-zoom=\"1.5\" aria-label=\"{nearer}\">+</button><button type=\"button\" \
             data-zoom=\"0.667\" aria-label=\"{farther}\">−</button><button type=\"button\" data-zoom=\"0\">{whole}\
             </button></div><figcaption><b>{number}</b> {}</figcaption></figure>",
            escaped(caption)
        );
    }
}

/// The mark of a verdict; its name stands beside it.
fn mark(verdict: Verdict) -> String {
    let svg = MARKS.iter().find(|(code, _)| *code == verdict.code()).map_or("", |(_, svg)| svg.trim());
    svg.replacen("<svg ", "<svg class=\"mark\" aria-hidden=\"true\" ", 1)
}

/// A drawing whose clips, patterns and outlines have names that no other drawing on the page has.
fn named_apart(svg: &str, number: usize) -> String {
    let mut svg = svg.to_owned();
    for name in ["id=\"", "url(#", "href=\"#"] {
        svg = svg.replace(name, &format!("{name}m{number}-"));
    }
    svg
}

/// Text that cannot act as markup.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}' => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::super::content::{Column, Cover};
    use super::*;

    fn content(text: &str) -> Content {
        let text = text.to_owned();
        let table = Table {
            caption: text.clone(),
            columns: vec![Column { title: text.clone(), width: 1.0, figures: true }],
            rows: vec![vec![Cell::verdict(Verdict::Violates, text.clone())]],
        };
        Content {
            lang: Lang::Zh,
            cover: Cover { title: text.clone(), subtitle: text.clone(), facts: vec![[text.clone(), text.clone()]] },
            blocks: vec![
                Block::Heading { level: 1, text: text.clone(), verdict: Some(Verdict::Meets) },
                Block::Quote { text: text.clone() },
                Block::List { items: vec![text.clone()] },
                Block::Table(table),
                Block::Map { sheet: 0, caption: text.clone() },
                Block::Map { sheet: 7, caption: text },
            ],
        }
    }

    fn sheet() -> MapSheet {
        MapSheet {
            name: String::from("map-001"),
            size_mm: [10.0, 10.0],
            svg: String::from(
                "<svg xmlns=\"x\"><clipPath id=\"c1\"/><g clip-path=\"url(#c1)\"><use xlink:href=\"#o1\"/></g></svg>",
            ),
            png: Vec::new(),
            alternative: String::from("\" onload=\"alert(1)"),
        }
    }

    #[test]
    fn text_of_attributes_never_acts_as_markup() {
        let hostile = "<script>alert(1)</script>&\"'\u{0}";
        let html = page(&content(hostile), &[sheet()]);
        assert_eq!(html.matches("<script>").count(), 1, "only the page's own");
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;\u{fffd}"));
        assert!(html.contains("aria-label=\"&quot; onload=&quot;alert(1)\""));
    }

    #[test]
    fn maps_on_one_page_do_not_share_names_and_a_map_that_is_not_there_is_left_out() {
        let mut content = content("图");
        content.blocks.push(Block::Map { sheet: 0, caption: String::from("又一幅") });
        let html = page(&content, &[sheet()]);
        for expected in ["id=\"m1-c1\"", "url(#m1-c1)", "href=\"#m1-o1\"", "id=\"m2-c1\"", "url(#m2-c1)"] {
            assert!(html.contains(expected), "{expected}");
        }
        assert_eq!(html.matches("<figure class=\"map\">").count(), 2);
    }

    #[test]
    fn headings_of_the_contents_lead_to_those_of_the_page() {
        let html = page(&content("结论"), &[]);
        assert!(html.contains("<a href=\"#h1\">") && html.contains("<h2 id=\"h1\">"));
    }
}
