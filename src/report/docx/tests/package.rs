//! The package as a whole, part by part.

use std::collections::BTreeSet;
use std::io::Cursor;

use roxmltree::{Document, Node};

use super::fixture::{content, sheets};
use super::{R, W, document, elements, part, parts, value, write};
use crate::report::Options;
use crate::text::Lang;

#[test]
fn every_part_is_well_formed_has_a_type_and_is_referred_to() {
    for lang in [Lang::Zh, Lang::En] {
        let parts = parts(&write(&content(lang)));
        let types = String::from_utf8(parts["[Content_Types].xml"].clone()).unwrap();
        let types = Document::parse(&types).unwrap();
        let named = |attribute: &str| -> BTreeSet<String> {
            types.descendants().filter_map(|node| node.attribute(attribute)).map(str::to_owned).collect()
        };
        let (overrides, endings) = (named("PartName"), named("Extension"));
        for name in &overrides {
            assert!(parts.contains_key(name.trim_start_matches('/')), "{name}");
        }
        let mut reached = BTreeSet::from([String::from("[Content_Types].xml")]);
        for (name, bytes) in &parts {
            let ending = name.rsplit('.').next().unwrap();
            assert!(endings.contains(ending), "{name}");
            if ending == "png" {
                continue;
            }
            let text = std::str::from_utf8(bytes).unwrap();
            let xml = Document::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            if ending != "rels" {
                assert!(ending == "svg" || name.starts_with('[') || overrides.contains(&format!("/{name}")), "{name}");
                continue;
            }
            reached.insert(name.clone());
            let folder = name.split("_rels/").next().unwrap();
            let targets = xml.descendants().filter_map(|node| node.attribute("Target"));
            reached.extend(targets.map(|target| format!("{folder}{target}")));
        }
        assert_eq!(reached, parts.keys().cloned().collect());
    }
}

#[test]
fn every_id_that_the_story_uses_is_listed_and_every_style_exists() {
    let parts = parts(&write(&content(Lang::Zh)));
    let text = |name: &str| String::from_utf8(parts[name].clone()).unwrap();
    let (list, styles) = (text("word/_rels/document.xml.rels"), text("word/styles.xml"));
    let (list, styles) = (Document::parse(&list).unwrap(), Document::parse(&styles).unwrap());
    let listed: BTreeSet<&str> = list.descendants().filter_map(|node| node.attribute("Id")).collect();
    let known: BTreeSet<&str> = elements(&styles, "style").filter_map(|node| node.attribute((W, "styleId"))).collect();
    let mut used = 0;
    for name in ["word/document.xml", "word/header1.xml", "word/footer1.xml", "word/numbering.xml", "word/styles.xml"] {
        let text = text(name);
        for node in Document::parse(&text).unwrap().descendants() {
            for id in ["embed", "id"].iter().filter_map(|attribute| node.attribute((R, *attribute))) {
                assert!(listed.contains(id), "{id}");
                used += 1;
            }
            if matches!(node.tag_name().name(), "pStyle" | "rStyle" | "tblStyle" | "basedOn" | "next") {
                assert!(known.contains(value(node)), "{}", value(node));
            }
        }
    }
    assert!(used >= 6, "{used}");
}

/// Children in the order that the schema demands of properties (ECMA-376 part 1, annex A): those that are written here.
const ORDERS: [(&str, &str); 8] = [
    (
        "pPr",
        "pStyle keepNext keepLines widowControl numPr pBdr shd tabs spacing ind contextualSpacing jc outlineLvl sectPr",
    ),
    ("rPr", "rStyle rFonts b bCs i iCs noProof color spacing sz szCs shd vertAlign lang"),
    ("tblPr", "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption"),
    ("tblBorders", "top left bottom right insideH insideV"),
    ("tcPr", "tcW gridSpan tcBorders shd noWrap tcMar vAlign"),
    ("trPr", "cantSplit tblHeader"),
    ("sectPr", "headerReference footerReference type pgSz pgMar pgNumType cols titlePg"),
    ("style", "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr tcPr"),
];

#[test]
fn properties_stand_in_the_order_of_the_schema() {
    let parts = parts(&write(&content(Lang::Zh)));
    let mut held = BTreeSet::new();
    for (name, bytes) in
        parts.iter().filter(|(name, _)| name.starts_with("word/") && name.rsplit('.').next() == Some("xml"))
    {
        let document = Document::parse(std::str::from_utf8(bytes).unwrap()).unwrap();
        for node in document.descendants() {
            let Some((kind, order)) = ORDERS.iter().find(|(kind, _)| node.has_tag_name((W, *kind))) else { continue };
            let places: Vec<usize> = node
                .children()
                .filter(Node::is_element)
                .map(|child| {
                    let child = child.tag_name().name();
                    order
                        .split(' ')
                        .position(|known| known == child)
                        .unwrap_or_else(|| panic!("{name}: {child} in {kind}"))
                })
                .collect();
            assert!(places.is_sorted_by(|a, b| a < b), "{name}: {kind} {places:?}");
            held.insert(*kind);
        }
    }
    assert_eq!(held.len(), ORDERS.len(), "{held:?}");
}

#[test]
fn the_same_content_gives_the_same_bytes_without_author_or_clock() {
    let bytes = write(&content(Lang::Zh));
    assert!(bytes == write(&content(Lang::Zh)));
    assert!(bytes != write(&content(Lang::En)));
    let core = part(&bytes, "docProps/core.xml");
    assert!(!core.contains("created") && !core.contains("creator"), "{core}");
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for index in 0..archive.len() {
        let file = archive.by_index(index).unwrap();
        assert_eq!(file.last_modified(), Some(zip::DateTime::default()));
    }
}

#[test]
fn only_a_date_of_the_calendar_becomes_the_date_of_the_document() {
    for (date, holds) in [
        ("2026-05-08", true),
        ("2024-02-29", true),
        ("2026-02-29", false),
        ("2026-13-01", false),
        ("2026-5-8", false),
        ("0000-01-01", false),
        ("2026年5月8日", false),
        ("+026-01-01", false),
        ("", false),
    ] {
        let options = Options { date: Some(date.to_owned()), ..Options::default() };
        let core = part(&document(&content(Lang::Zh), &sheets(), &options).unwrap(), "docProps/core.xml");
        let created = format!(">{date}T00:00:00Z</dcterms:created>");
        assert_eq!(core.contains(&created), holds, "{date}");
        assert_eq!(core.contains("created"), holds, "{date}");
    }
}
