//! The main part of a document: what people read, section by section.

use std::collections::BTreeMap;

use super::super::{Block, Content, Cover, MapSheet, Options, Paper};
use super::contents;
use super::package::Package;
use super::page::Page;
use super::paragraph::{Paragraph, paragraph};
use super::picture::{Image, Picture};
use super::run::{Run, caption, verdict_mark};
use super::table::{cover_facts, facts, table};
use super::xml::{Attributes, Xml};
use crate::check::Verdict;
use crate::text::Lang;

/// Namespaces of the main part.
const NAMESPACES: Attributes<'_> = &[
    ("xmlns:w", &"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", &"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:wp", &"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("xmlns:a", &"http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("xmlns:pic", &"http://schemas.openxmlformats.org/drawingml/2006/picture"),
    ("xmlns:asvg", &"http://schemas.microsoft.com/office/drawing/2016/SVG/main"),
];
/// Between the parts of a clause's figure.
const APART: &str = "\u{2003}";

/// The main part. `running` are the ids of header and footer.
pub(super) fn story(
    content: &Content,
    maps: &[MapSheet],
    options: &Options,
    package: &mut Package,
    running: &[String; 2],
) -> Vec<u8> {
    let mut xml = Xml::part();
    let mut story = Story::new(content.lang, maps, package);
    xml.element("w:document", NAMESPACES, |xml| {
        xml.element("w:body", &[], |xml| {
            cover(xml, &content.cover);
            let mut page = Page::COVER;
            let entries = contents::entries(content);
            if !entries.is_empty() {
                section_end(xml, page, running);
                page = Page::TEXT;
                contents::write(xml, &entries, content.lang);
            }
            for section in sections(&content.blocks, maps, options.paper) {
                section_end(xml, page, running);
                page = section.page;
                story.section(xml, &section);
            }
            page.write(xml, running);
        });
    });
    xml.into_bytes()
}

/// Ends a section that another follows: its properties stand in a paragraph that takes no room.
fn section_end(xml: &mut Xml, page: Page, running: &[String; 2]) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", "SectionEnd");
            page.write(xml, running);
        });
    });
}

fn cover(xml: &mut Xml, cover: &Cover) {
    paragraph(xml, Paragraph::styled("Title"), |xml| Run::plain(&cover.title).write(xml));
    paragraph(xml, Paragraph::styled("Subtitle"), |xml| Run::plain(&cover.subtitle).write(xml));
    cover_facts(xml, &cover.facts);
}

/// A part of the document on pages of one size.
struct Section<'a> {
    page: Page,
    blocks: Vec<&'a Block>,
}

/// Sections in reading order. A map too large for a page of text has a section of its own, with the headings right above
/// it.
fn sections<'a>(blocks: &'a [Block], maps: &[MapSheet], paper: Paper) -> Vec<Section<'a>> {
    let mut sections: Vec<Section<'a>> = Vec::new();
    let mut text: Vec<&Block> = Vec::new();
    for block in blocks {
        let own_page = match block {
            Block::Map { sheet, .. } => maps.get(*sheet).and_then(|map| Page::of_map(map.size_mm, paper)),
            _ => None,
        };
        let Some(page) = own_page else {
            text.push(block);
            continue;
        };
        let headings = text.iter().rev().take_while(|block| matches!(block, Block::Heading { .. })).count();
        let mut own = text.split_off(text.len() - headings);
        own.push(block);
        if !text.is_empty() {
            sections.push(Section { page: Page::TEXT, blocks: std::mem::take(&mut text) });
        }
        sections.push(Section { page, blocks: own });
    }
    if !text.is_empty() {
        sections.push(Section { page: Page::TEXT, blocks: text });
    }
    sections
}

/// What is counted while the main part is written, and what it refers to.
struct Story<'a> {
    lang: Lang,
    maps: &'a [MapSheet],
    package: &'a mut Package,
    /// Maps that are in the package already: one map may be shown several times.
    images: BTreeMap<usize, Image>,
    pictures: usize,
    tables: usize,
    figures: usize,
    headings: usize,
}

impl<'a> Story<'a> {
    fn new(lang: Lang, maps: &'a [MapSheet], package: &'a mut Package) -> Self {
        Self { lang, maps, package, images: BTreeMap::new(), pictures: 0, tables: 0, figures: 0, headings: 0 }
    }

    fn section(&mut self, xml: &mut Xml, section: &Section<'_>) {
        let headings = if section.page == Page::TEXT { 0 } else { section.blocks.len().saturating_sub(1) };
        let room = section.page.map_room(headings);
        for block in &section.blocks {
            self.block(xml, block, room);
        }
    }

    fn block(&mut self, xml: &mut Xml, block: &Block, room: [f64; 2]) {
        match block {
            Block::Heading { level, text, verdict } => self.heading(xml, *level, text, *verdict),
            Block::Paragraph { text } => {
                paragraph(xml, Paragraph::body(self.lang), |xml| Run::plain(text).write(xml));
            }
            Block::Quote { text } => paragraph(xml, Paragraph::styled("Quote"), |xml| Run::plain(text).write(xml)),
            Block::Figure { verdict, verdict_name, value, detail } => {
                figure(xml, *verdict, [verdict_name, value, detail]);
            }
            Block::Facts { rows } => facts(xml, rows),
            Block::List { items } => {
                for item in items {
                    paragraph(xml, Paragraph::styled("ListBullet"), |xml| Run::plain(item).write(xml));
                }
            }
            Block::Table(content) if content.columns.is_empty() => {}
            Block::Table(content) => {
                if !content.caption.is_empty() {
                    self.tables += 1;
                    let (number, lang) = (self.tables, self.lang);
                    paragraph(xml, Paragraph::styled("Caption").keep_next(), |xml| {
                        caption(xml, "document.table-number", number, &content.caption, lang);
                    });
                }
                table(xml, content);
            }
            Block::Map { sheet, caption } => self.map(xml, *sheet, caption, room),
        }
    }

    fn heading(&mut self, xml: &mut Xml, level: u8, text: &str, verdict: Option<Verdict>) {
        let number = self.headings;
        self.headings += 1;
        let style = ["Heading1", "Heading2", "Heading3"][usize::from(level.clamp(1, 3)) - 1];
        paragraph(xml, Paragraph::styled(style), |xml| {
            xml.empty("w:bookmarkStart", &[("w:id", &number), ("w:name", &contents::bookmark(number))]);
            if let Some(verdict) = verdict {
                verdict_mark(xml, verdict);
            }
            Run::plain(text).write(xml);
            xml.empty("w:bookmarkEnd", &[("w:id", &number)]);
        });
    }

    /// A map with its caption below; nothing where the report holds no such map.
    fn map(&mut self, xml: &mut Xml, sheet: usize, text: &str, room: [f64; 2]) {
        let Some(map) = self.maps.get(sheet) else { return };
        let image = self.images.entry(sheet).or_insert_with(|| Image::of(map, sheet, self.package));
        self.pictures += 1;
        let picture = Picture::new(map, image, self.pictures, room);
        let picture_alone = Paragraph::styled("Picture");
        let paragraph_of_picture = if text.is_empty() { picture_alone } else { picture_alone.keep_next() };
        paragraph(xml, paragraph_of_picture, |xml| picture.write(xml));
        if text.is_empty() {
            return;
        }
        self.figures += 1;
        let (number, lang) = (self.figures, self.lang);
        paragraph(xml, Paragraph::styled("Caption"), |xml| caption(xml, "document.figure-number", number, text, lang));
    }
}

/// The one figure of a clause: verdict, value, and limit with distance, beside a bar in the verdict's colour.
fn figure(xml: &mut Xml, verdict: Verdict, [name, value, detail]: [&str; 3]) {
    paragraph(xml, Paragraph::styled("KeyFigure").bar(verdict), |xml| {
        verdict_mark(xml, verdict);
        Run::styled(name, "VerdictName").coloured(verdict).write(xml);
        for (text, style) in [(value, Some("KeyValue")), (detail, None)] {
            if text.is_empty() {
                continue;
            }
            Run::plain(APART).write(xml);
            style.map_or(Run::plain(text), |style| Run::styled(text, style)).write(xml);
        }
    });
}
