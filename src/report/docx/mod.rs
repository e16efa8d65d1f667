//! The report as a Word document, to be edited: styles, captions that number themselves, tables, maps that stay vector
//! drawings.
//!
//! Written part by part (ECMA-376, transitional) on top of the `zip` crate. The crates that write such documents,
//! docx-rs first among them, can neither repeat the heads of tables on every page, nor number captions by fields, nor say
//! what a picture shows, nor hold a vector drawing beside its pixels. Parts that are the same in every report stand in
//! `assets/report/docx`.

mod contents;
mod package;
mod page;
mod paragraph;
mod picture;
mod run;
mod story;
mod table;
#[cfg(test)]
mod tests;
mod xml;

use super::{Content, Day, MapSheet, Model, Options, Report};
use crate::handle::Handle;
use crate::text::{Lang, Message};

use package::Package;
use paragraph::{Paragraph, paragraph};
use picture::STORY_RELATIONS;
use run::{Run, page_numbers};
use xml::Xml;

/// List of what the document as a whole consists of.
const PACKAGE_RELATIONS: &str = "_rels/.rels";
/// Begins the types of parts in the folder `word`.
macro_rules! word_type {
    ($kind:literal) => {
        concat!("application/vnd.openxmlformats-officedocument.wordprocessingml.", $kind, "+xml")
    };
}

/// The document.
pub(super) fn render(report: &Report<'_>, handle: &Handle) -> Result<Vec<u8>, Message> {
    let atlas = report.atlas(handle)?;
    let content = Content::of(&Model::of(report), atlas);
    document(&content, &atlas.pictured(handle)?, report.options)
}

/// A document from its content in reading order and the maps that it shows. The same content gives the same bytes.
pub(super) fn document(content: &Content, maps: &[MapSheet], options: &Options) -> Result<Vec<u8>, Message> {
    let mut package = Package::default();
    let (lang, title) = (content.lang, content.cover.title.as_str());
    package.relate(PACKAGE_RELATIONS, "officeDocument", "word/document.xml");
    properties(&mut package, content, options);
    looks(&mut package);
    let header = running(&mut package, Running::Header, |xml| Run::plain(title).write(xml));
    let footer = running(&mut package, Running::Footer, |xml| page_numbers(xml, lang));
    let story = story::story(content, maps, options, &mut package, &[header, footer]);
    package.add_typed("word/document.xml", word_type!("document.main"), story);
    package.into_bytes().map_err(|error| Message::new("report.not-written").with("reason", error))
}

/// Title, subject, language and, where the report bears one, its date. No author and no clock.
fn properties(package: &mut Package, content: &Content, options: &Options) {
    let mut xml = Xml::part();
    let namespaces: xml::Attributes<'_> = &[
        ("xmlns:cp", &"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", &"http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", &"http://purl.org/dc/terms/"),
        ("xmlns:xsi", &"http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.element("cp:coreProperties", namespaces, |xml| {
        xml.element("dc:title", &[], |xml| xml.text(&content.cover.title));
        xml.element("dc:subject", &[], |xml| xml.text(&content.cover.subtitle));
        xml.element("dc:language", &[], |xml| xml.text(code(content.lang)));
        if let Some(date) = options.date.as_deref().filter(|date| Day::of(date).is_some()) {
            xml.element("dcterms:created", &[("xsi:type", &"dcterms:W3CDTF")], |xml| {
                xml.text(date);
                xml.text("T00:00:00Z");
            });
        }
    });
    let core = "application/vnd.openxmlformats-package.core-properties+xml";
    package.add_typed("docProps/core.xml", core, xml.into_bytes());
    let kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    package.relate(PACKAGE_RELATIONS, kind, "docProps/core.xml");
    let extended = "application/vnd.openxmlformats-officedocument.extended-properties+xml";
    let program = include_bytes!("../../../assets/report/docx/app.xml");
    package.add_typed("docProps/app.xml", extended, program.to_vec());
    package.relate(PACKAGE_RELATIONS, "extended-properties", "docProps/app.xml");
}

/// Parts that say what things look like, the same in both languages: scripts are told apart by letters. Latin letters
/// are English in Chinese documents too, else numbers and codes are broken between lines.
fn looks(package: &mut Package) {
    for (name, kind, content_type, text) in [
        ("styles.xml", "styles", word_type!("styles"), include_str!("../../../assets/report/docx/styles.xml")),
        (
            "numbering.xml",
            "numbering",
            word_type!("numbering"),
            include_str!("../../../assets/report/docx/numbering.xml"),
        ),
        ("settings.xml", "settings", word_type!("settings"), include_str!("../../../assets/report/docx/settings.xml")),
        ("fontTable.xml", "fontTable", word_type!("fontTable"), include_str!("../../../assets/report/docx/fonts.xml")),
    ] {
        package.add_typed(&format!("word/{name}"), content_type, text.as_bytes().to_vec());
        package.relate(STORY_RELATIONS, kind, name);
    }
}

/// What stands on every page.
#[derive(Clone, Copy)]
enum Running {
    Header,
    Footer,
}

/// A header or footer of one paragraph; gives back its id.
fn running(package: &mut Package, place: Running, words: impl FnOnce(&mut Xml)) -> String {
    let (element, style, kind, content_type) = match place {
        Running::Header => ("w:hdr", "Header", "header", word_type!("header")),
        Running::Footer => ("w:ftr", "Footer", "footer", word_type!("footer")),
    };
    let mut xml = Xml::part();
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    xml.element(element, &[("xmlns:w", &namespace)], |xml| paragraph(xml, Paragraph::styled(style), words));
    package.add_typed(&format!("word/{kind}1.xml"), content_type, xml.into_bytes());
    package.relate(STORY_RELATIONS, kind, format!("{kind}1.xml"))
}

/// The code of a language in documents.
fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en-US",
    }
}
