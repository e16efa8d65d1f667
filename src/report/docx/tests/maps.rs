//! Maps, and the pages that they are on.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};

use super::fixture::{self, content, sheet, sheets};
use super::{W, document, elements, parts, story, write, write_blocks};
use crate::report::{Block, Content, MapSheet, Options, Paper};
use crate::text::Lang;

#[test]
fn maps_are_vector_drawings_with_words_and_pixels() {
    let bytes = write(&content(Lang::Zh));
    let (xml, parts) = (story(&bytes), parts(&bytes));
    let document = Document::parse(&xml).unwrap();
    let described: Vec<&str> = elements(&document, "docPr").map(|node| node.attribute("descr").unwrap()).collect();
    // The whole plan, and two maps of places, the second of which has no pixels and is shown twice.
    assert_eq!(described.len(), 4);
    assert!(described[1].contains("<&\">\n"), "{described:?}");
    let ids: BTreeSet<&str> = elements(&document, "docPr").map(|node| node.attribute("id").unwrap()).collect();
    assert_eq!(ids.len(), 4);
    assert_eq!(elements(&document, "svgBlip").count(), 4);
    let media: Vec<&str> = parts.keys().filter_map(|name| name.strip_prefix("word/media/")).collect();
    assert_eq!(media, ["map1.png", "map1.svg", "map2.png", "map2.svg", "map3.png", "map3.svg"]);
    assert_eq!(parts["word/media/map1.png"], sheets()[0].png);
    assert!(parts["word/media/map3.png"].starts_with(b"\x89PNG"));
    let extents: Vec<(&str, &str)> = elements(&document, "extent")
        .map(|node| (node.attribute("cx").unwrap(), node.attribute("cy").unwrap()))
        .collect();
    // In their own sizes: 380 by 238 mm on A3 across, 170 by 102 mm on A4.
    assert_eq!(extents[0], ("13680000", "8568000"));
    assert_eq!(extents[1], ("6120000", "3672000"));
}

/// Width, height and orientation of the pages of all sections.
fn pages(bytes: &[u8]) -> Vec<[String; 3]> {
    let xml = story(bytes);
    let document = Document::parse(&xml).unwrap();
    let attribute = |node: Node<'_, '_>, name: &str| node.attribute((W, name)).unwrap().to_owned();
    elements(&document, "pgSz").map(|node| ["w", "h", "orient"].map(|name| attribute(node, name))).collect()
}

#[test]
fn a_map_of_the_whole_plan_has_a_page_of_its_own_with_its_heading() {
    let upright = ["11906", "16838", "portrait"].map(str::to_owned);
    let a3 = ["23811", "16838", "landscape"].map(str::to_owned);
    let a4 = ["16838", "11906", "landscape"].map(str::to_owned);
    let content = content(Lang::Zh);
    for (paper, across) in [(Paper::A4WithA3Maps, a3), (Paper::A4, a4)] {
        let options = Options { paper, ..Options::default() };
        let bytes = document(&content, &sheets(), &options).unwrap();
        assert_eq!(pages(&bytes), [&upright, &upright, &upright, &across, &upright].map(Clone::clone));
        let xml = story(&bytes);
        let (before, after) = xml.split_once("二、方案总图</w:t></w:r><w:bookmarkEnd").unwrap();
        assert!(before.matches("<w:sectPr>").count() == 3 && after.matches("<w:sectPr>").count() == 2);
    }
}

#[test]
fn a_map_that_is_too_large_for_its_page_is_made_smaller_and_nonsense_has_a_size() {
    for (size, extent) in [
        ([760.0, 476.0], Some(("13680000", "8568000"))),
        ([170.5, 10.0], Some(("6120000", "358944"))),
        ([f64::NAN, f64::INFINITY], Some(("36000", "36000"))),
        ([-5.0, 0.0], Some(("36000", "36000"))),
    ] {
        let map = MapSheet { size_mm: size, ..sheet(0) };
        let blocks = vec![Block::Map { sheet: 0, caption: String::new() }];
        let content = Content { lang: Lang::En, cover: fixture::cover(Lang::En), blocks };
        let xml = story(&document(&content, &[map], &Options::default()).unwrap());
        let parsed = Document::parse(&xml).unwrap();
        let found = elements(&parsed, "extent")
            .next()
            .map(|node| (node.attribute("cx").unwrap(), node.attribute("cy").unwrap()));
        assert_eq!(found, extent, "{size:?}");
    }
    let none = story(&write_blocks(vec![Block::Map { sheet: 99, caption: String::from("无") }]));
    assert!(!none.contains("w:drawing") && !none.contains("无<"));
}
