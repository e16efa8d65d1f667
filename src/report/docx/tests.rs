//! Documents are read back twice: part by part with a strict parser, and as a whole with another crate.

mod fixture;
mod maps;
mod package;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use roxmltree::{Document, Node};

use super::document;
use crate::report::{Block, Cell, Column, Content, Options, Table};
use crate::text::Lang;
use fixture::{content, sheets};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn write(content: &Content) -> Vec<u8> {
    document(content, &sheets(), &Options::default()).unwrap()
}

/// A document of blocks alone.
fn write_blocks(blocks: Vec<Block>) -> Vec<u8> {
    write(&Content { lang: Lang::Zh, cover: fixture::cover(Lang::Zh), blocks })
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    String::from_utf8(parts(bytes).remove(name).unwrap()).unwrap()
}

fn story(bytes: &[u8]) -> String {
    part(bytes, "word/document.xml")
}

fn value<'a>(node: Node<'a, '_>) -> &'a str {
    node.attribute((W, "val")).unwrap_or_default()
}

fn elements<'a, 'd: 'a>(document: &'a Document<'d>, name: &'a str) -> impl Iterator<Item = Node<'a, 'd>> {
    document.descendants().filter(move |node| node.tag_name().name() == name)
}

/// Words of a paragraph or of anything larger, breaks as line breaks.
fn words(node: Node<'_, '_>) -> String {
    let pieces = node.descendants().filter_map(|node| match node.tag_name().name() {
        "t" => Some(node.text().unwrap_or_default().to_owned()),
        "br" => Some(String::from("\n")),
        "tab" if node.parent_element().is_some_and(|parent| parent.tag_name().name() == "r") => {
            Some(String::from("\t"))
        }
        _ => None,
    });
    pieces.collect()
}

fn style<'a>(paragraph: Node<'a, '_>) -> &'a str {
    paragraph.descendants().find(|node| node.tag_name().name() == "pStyle").map(value).unwrap_or_default()
}

/// Words of all paragraphs in a style.
fn in_style(xml: &str, wanted: &str) -> Vec<String> {
    let document = Document::parse(xml).unwrap();
    elements(&document, "p").filter(|paragraph| style(*paragraph) == wanted).map(words).collect()
}

#[test]
fn headings_are_styled_listed_and_led_to() {
    let xml = story(&write(&content(Lang::Zh)));
    assert_eq!(in_style(&xml, "Title"), ["城乡规划标准符合性审查报告"]);
    assert_eq!(in_style(&xml, "Heading1"), ["一、审查结论", "二、方案总图", "三、逐条审查", "四、数据说明"]);
    assert_eq!(in_style(&xml, "Heading3"), ["问题点"]);
    assert_eq!(in_style(&xml, "TOC1"), in_style(&xml, "Heading1"));
    assert_eq!(in_style(&xml, "TOC2"), in_style(&xml, "Heading2"));
    assert!(in_style(&xml, "Heading2").contains(&String::from("✗ （五）道路网密度")));
    let document = Document::parse(&xml).unwrap();
    let attributes = |element, attribute| -> Vec<&str> {
        elements(&document, element).filter_map(|node| node.attribute((W, attribute))).collect()
    };
    let (marked, led_to) = (attributes("bookmarkStart", "name"), attributes("hyperlink", "anchor"));
    assert!(!led_to.is_empty() && led_to.iter().all(|name| marked.contains(name)));
    assert_eq!(marked.len(), marked.iter().collect::<BTreeSet<_>>().len());
    let kinds = attributes("fldChar", "fldCharType");
    assert_eq!(kinds, ["begin", "separate", "end"]);
}

#[test]
fn captions_are_numbered_by_fields_that_are_filled_in() {
    for (lang, table, figure) in
        [(Lang::Zh, "表 1\u{2003}", "图 1\u{2003}"), (Lang::En, "Table 1\u{2003}", "Figure 1\u{2003}")]
    {
        let xml = story(&write(&content(lang)));
        let captions = in_style(&xml, "Caption");
        assert!(captions.iter().any(|caption| caption.starts_with(table)), "{captions:?}");
        assert!(captions.iter().any(|caption| caption.starts_with(figure)), "{captions:?}");
        let document = Document::parse(&xml).unwrap();
        let fields: Vec<(&str, String)> =
            elements(&document, "fldSimple").map(|node| (node.attribute((W, "instr")).unwrap(), words(node))).collect();
        for label in [table, figure] {
            let label = label.split(' ').next().unwrap();
            let instruction = format!(" SEQ {label} \\* ARABIC ");
            let numbers: Vec<&str> =
                fields.iter().filter(|(own, _)| *own == instruction).map(|(_, number)| number.as_str()).collect();
            let expected: Vec<String> = (1..=numbers.len()).map(|number| number.to_string()).collect();
            assert!(numbers.len() >= 2 && numbers == expected, "{label}: {numbers:?}");
        }
    }
}

#[test]
fn heads_of_tables_are_repeated_and_widths_add_up() {
    let xml = story(&write(&content(Lang::Zh)));
    let document = Document::parse(&xml).unwrap();
    let mut with_head = 0;
    for table in elements(&document, "tbl") {
        let rows: Vec<Node<'_, '_>> = table.children().filter(|node| node.has_tag_name((W, "tr"))).collect();
        let is_head = |row: &Node<'_, '_>| row.descendants().any(|node| node.has_tag_name((W, "tblHeader")));
        with_head += usize::from(is_head(&rows[0]));
        assert!(!rows.iter().skip(1).any(is_head));
        assert!(rows.iter().all(|row| row.descendants().any(|node| node.has_tag_name((W, "cantSplit")))));
        let number = |node: Node<'_, '_>| node.attribute((W, "w")).unwrap().parse::<usize>().unwrap();
        let named = |name: &'static str| table.descendants().filter(move |node| node.has_tag_name((W, name)));
        let total: usize = named("gridCol").map(number).sum();
        assert_eq!(total, named("tblW").map(number).sum::<usize>());
        assert_eq!(named("tc").count(), rows.len() * named("gridCol").count());
        // Word makes one table of two that touch, and wants a paragraph at the end.
        assert!(table.next_sibling_element().unwrap().has_tag_name((W, "p")));
    }
    assert_eq!(with_head, 5);
}

#[test]
fn texts_are_never_markup_and_keep_their_lines() {
    let hostile = [
        "<w:p/></w:t></w:r></w:p><w:sectPr/>",
        "]]> <!-- & &amp; &#0; \" ' {number} {caption}",
        "emoji 🏙️👨‍👩‍👧 العربية עברית \u{202E}abc",
        "  leading and trailing  ",
    ];
    let odd = "a\u{0}b\u{1}c\u{8}d\u{FFFE}e\u{FFFF}f\r\ng\nh\ri\tj\u{2028}k";
    let long = "长".repeat(10_000);
    let texts: Vec<&str> = hostile.iter().copied().chain([odd, long.as_str()]).collect();
    for text in texts {
        let cell = || Cell::from(text.to_owned());
        let column = || Column { title: text.to_owned(), width: 1.0, figures: false };
        let blocks = vec![
            Block::Heading { level: 1, text: text.to_owned(), verdict: None },
            Block::Quote { text: text.to_owned() },
            Block::List { items: vec![text.to_owned()] },
            Block::Facts { rows: vec![[text.to_owned(), text.to_owned()]] },
            Block::Table(Table {
                caption: text.to_owned(),
                columns: vec![column(), column()],
                rows: vec![vec![cell(), cell()]],
            }),
            Block::Map { sheet: 1, caption: text.to_owned() },
        ];
        let bytes = write_blocks(blocks);
        let xml = story(&bytes);
        let expected = if text == odd { String::from("abcdef\ng\nh\ni\tj\nk") } else { text.to_owned() };
        for (style, count) in [("Heading1", 1), ("Quote", 1), ("ListBullet", 1), ("TableHead", 2), ("FactName", 1)] {
            assert_eq!(in_style(&xml, style), vec![expected.clone(); count], "{style}");
        }
        assert!(in_style(&xml, "TableText").iter().all(|cell| *cell == expected));
        assert!(in_style(&xml, "Caption")[0] == format!("表 1\u{2003}{expected}"), "{:?}", in_style(&xml, "Caption"));
        assert!(docx_rs::read_docx(&bytes).is_ok());
    }
}

#[test]
fn another_library_reads_headings_cells_and_texts() {
    let content = content(Lang::Zh);
    let document = docx_rs::read_docx(&write(&content)).unwrap();
    let read = document.json();
    for text in
        ["一、审查结论", "（五）道路网密度", "到2030年，主城区道路网密度达到8公里/平方公里以上", "海滨路", "526,604.8"]
    {
        assert!(read.contains(text), "{text}");
    }
    let is_table = |child: &&docx_rs::DocumentChild| matches!(child, docx_rs::DocumentChild::Table(_));
    assert_eq!(
        document.document.children.iter().filter(is_table).count(),
        5 + 3,
        "tables with heads, facts and the cover's facts"
    );
}

#[test]
fn marks_of_verdicts_stand_beside_their_names_in_their_colours() {
    use crate::check::Verdict;
    for (verdict, mark, colour) in [
        (Verdict::Violates, "✗", "D55E00"),
        (Verdict::Meets, "✓", "00795B"),
        (Verdict::DependsOnReading, "◆", "B7791F"),
        (Verdict::NotJudged, "?", "6B6B6B"),
        (Verdict::Argued, "※", "7B4FA3"),
        (Verdict::NotYetDue, "◷", "2E7EB8"),
        (Verdict::Info, "i", "6B6B6B"),
        (Verdict::NotApplicable, "–", "6B6B6B"),
    ] {
        let name = verdict.name().say(Lang::Zh);
        let column = Column { title: String::from("判定"), width: 1.0, figures: false };
        let rows = vec![vec![Cell::verdict(verdict, name.as_str())]];
        let figure =
            Block::Figure { verdict, verdict_name: name.clone(), value: String::from("3 处"), detail: String::new() };
        let table = Table { caption: String::new(), columns: vec![column], rows };
        let xml = story(&write_blocks(vec![figure, Block::Table(table)]));
        assert_eq!(in_style(&xml, "TableText"), [format!("{mark} {name}")]);
        assert_eq!(in_style(&xml, "KeyFigure"), [format!("{mark} {name}\u{2003}3 处")]);
        // Twice the mark, twice the name, and the bar.
        assert_eq!(xml.matches(colour).count(), 5, "{mark}");
    }
}

#[test]
fn tables_of_any_size_are_written() {
    let table = |columns: usize, rows: usize| {
        let column =
            |at: usize| Column { title: format!("列{at}"), width: [f64::NAN, 0.0, 2.0][at % 3], figures: at % 2 == 1 };
        let row = |row: usize| (0..columns).map(|at| Cell::from(format!("{row}/{at}"))).collect();
        Block::Table(Table {
            caption: String::from("表"),
            columns: (0..columns).map(column).collect(),
            rows: (0..rows).map(row).collect(),
        })
    };
    for (columns, rows) in [(0, 0), (0, 3), (1, 0), (32, 3), (32, 0), (8, 5_000)] {
        let bytes = write_blocks(vec![table(columns, rows)]);
        let xml = story(&bytes);
        assert_eq!(in_style(&xml, "TableHead").len(), columns);
        assert_eq!(in_style(&xml, "TableText").len(), columns * rows);
        assert!(rows > 100 || docx_rs::read_docx(&bytes).is_ok());
    }
    let uneven = Table { rows: vec![Vec::new(), vec![Cell::default(); 5]], ..Table::default() };
    let column = || Column { title: String::new(), width: 1.0, figures: false };
    let uneven = Table { columns: vec![column(), column()], ..uneven };
    assert_eq!(in_style(&story(&write_blocks(vec![Block::Table(uneven)])), "TableText").len(), 4);
    let empty = vec![Block::Facts { rows: Vec::new() }, Block::List { items: Vec::new() }];
    assert_eq!(elements(&Document::parse(&story(&write_blocks(empty))).unwrap(), "tbl").count(), 1, "the cover's");
}
