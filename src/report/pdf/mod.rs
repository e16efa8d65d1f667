//! The report as PDF, set by typst from a template that gets it as data: texts are values there, never markup.
//!
//! The template stands in `assets/report/report.typ`; an office may use its own. It reads `data.json` and the maps and marks that
//! this names; files beside an own template (a letterhead) can be read too, nothing else.

mod sheets;
mod world;

pub(super) use sheets::of_sheets;
pub(super) use world::MARKS;

use std::sync::Arc;

use serde::Serialize;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};
use typst_render::RenderOptions;

use self::world::World;
use super::{Content, Day, MapSheet, Model, Paper, Report};
use crate::handle::Handle;
use crate::map::Picture;
use crate::text::{Lang, Message};

/// What the template is given.
#[derive(Serialize)]
struct Data<'a> {
    lang: &'static str,
    /// `a4-a3` or `a4`.
    paper: &'static str,
    /// Words that the template itself writes.
    words: Words,
    cover: &'a super::Cover,
    blocks: &'a [super::Block],
    maps: Vec<MapFile<'a>>,
    /// All of the report as data, for templates that lay it out otherwise.
    report: &'a Model,
}

#[derive(Serialize)]
struct Words {
    contents: String,
    page: String,
    /// What stands before the numbers of tables and of maps.
    table: String,
    figure: String,
}

#[derive(Serialize)]
struct MapFile<'a> {
    file: String,
    width_mm: f64,
    height_mm: f64,
    alternative: &'a str,
}

/// The document.
pub(super) fn render(report: &Report<'_>, handle: &Handle) -> Result<Vec<u8>, Message> {
    let document = set(report, handle)?;
    written(&document, report.options.date.as_deref().and_then(Day::of))
}

/// The bytes of a document that bears a day.
fn written(document: &PagedDocument, day: Option<Day>) -> Result<Vec<u8>, Message> {
    let date = day.and_then(|Day { year, month, day }| Datetime::from_ymd(i32::from(year), month, day));
    let options = PdfOptions {
        creator: Smart::Custom(Some(concat!("langdao ", env!("CARGO_PKG_VERSION")).to_owned())),
        timestamp: date.map(Timestamp::new_utc),
        ..PdfOptions::default()
    };
    let failed = |errors: typst::ecow::EcoVec<typst::diag::SourceDiagnostic>| {
        let reason = errors.first().map(|error| error.message.to_string()).unwrap_or_default();
        Message::new("report.not-written").with("reason", reason)
    };
    typst_pdf::pdf(document, &options).map_err(failed)
}

/// The pages of the PDF, to be looked at.
#[derive(Clone, Debug)]
pub struct Preview(Arc<PagedDocument>);

impl Preview {
    pub(super) fn of(report: &Report<'_>, handle: &Handle) -> Result<Self, Message> {
        set(report, handle).map(|document| Self(Arc::new(document)))
    }

    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.0.pages().len()
    }

    /// A page as a picture, so many pixels per point of 1/72 inch; `None` where there is none. Takes as long as drawing its maps.
    pub fn page(&self, index: usize, pixels_per_point: f64) -> Option<Picture> {
        let page = self.0.pages().get(index)?;
        let scale = if pixels_per_point.is_finite() { pixels_per_point.clamp(0.05, 8.0) } else { 1.0 };
        let options = RenderOptions { pixel_per_pt: scale.into(), ..RenderOptions::default() };
        let drawn = typst_render::render(page, &options);
        let side = |pixels: u32| usize::try_from(pixels).unwrap_or_default();
        Some(Picture { width: side(drawn.width()), height: side(drawn.height()), rgba: drawn.take() })
    }
}

/// Sets the pages.
fn set(report: &Report<'_>, handle: &Handle) -> Result<PagedDocument, Message> {
    let atlas = report.atlas(handle)?;
    let model = Model::of(report);
    let content = Content::of(&model, atlas);
    handle.set_label(Message::new("report.setting"));
    if handle.is_cancelled() {
        return Err(Message::new("report.stopped"));
    }
    let data = data(report, &model, &content, &atlas.sheets)?;
    let mut world = World::new(report.options.template.as_ref());
    world.add("data.json", data);
    for sheet in &atlas.sheets {
        world.add(&file_of(sheet), sheet.svg.clone().into_bytes());
    }
    let document = world.compile();
    // What was remembered for setting this report again is large and of no use to another.
    typst::comemo::evict(0);
    document
}

fn file_of(sheet: &MapSheet) -> String {
    format!("maps/{}.svg", sheet.name)
}

fn before_number(key: &str, lang: Lang) -> String {
    Message::new(key).with("number", "").say(lang).trim().to_owned()
}

fn data(report: &Report<'_>, model: &Model, content: &Content, sheets: &[MapSheet]) -> Result<Vec<u8>, Message> {
    let lang = report.lang;
    let map = |sheet: &MapSheet| -> (String, [f64; 2]) { (file_of(sheet), sheet.size_mm) };
    let maps = sheets.iter().map(|sheet| {
        let (file, [width_mm, height_mm]) = map(sheet);
        MapFile { file, width_mm, height_mm, alternative: &sheet.alternative }
    });
    let data = Data {
        lang: match lang {
            Lang::Zh => "zh",
            Lang::En => "en",
        },
        paper: match report.options.paper {
            Paper::A4WithA3Maps => "a4-a3",
            Paper::A4 => "a4",
        },
        words: Words {
            contents: Message::new("document.contents").say(lang),
            page: Message::new("document.page").say(lang),
            table: before_number("document.table-number", lang),
            figure: before_number("document.figure-number", lang),
        },
        cover: &content.cover,
        blocks: &content.blocks,
        maps: maps.collect(),
        report: model,
    };
    serde_json::to_vec(&data).map_err(|error| Message::new("report.not-written").with("reason", error))
}

#[cfg(test)]
mod tests {
    use typst::layout::{Frame, FrameItem};

    use super::super::content::{Block, Cell, Column, Content, Cover, Table};
    use super::*;
    use crate::check::Verdict;
    use crate::report::Template;

    fn texts(frame: &Frame, found: &mut Vec<String>) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => texts(&group.frame, found),
                FrameItem::Text(text) => found.push(text.text.to_string()),
                _ => {}
            }
        }
    }

    /// The text of each page, as a reader selects it.
    fn pages(blocks: Vec<Block>, template: Option<&Template>) -> Result<Vec<String>, Message> {
        let cover = Cover { title: String::from("报告"), subtitle: String::from("试验"), facts: Vec::new() };
        let content = Content { lang: Lang::Zh, cover, blocks };
        let data = serde_json::json!({
            "lang": "zh", "paper": "a4", "words": {"contents": "目录", "page": "第 {page} 页，共 {pages} 页", "table": "表", "figure": "图"},
            "cover": content.cover, "blocks": content.blocks, "maps": [],
        });
        let mut world = World::new(template);
        world.add("data.json", serde_json::to_vec(&data).unwrap());
        let document = world.compile()?;
        let text = |frame: &Frame| {
            let mut found = Vec::new();
            texts(frame, &mut found);
            found.concat()
        };
        Ok(document.pages().iter().map(|page| text(&page.frame)).collect())
    }

    fn table(rows: usize, text: &str) -> Block {
        let column = |title: &str| Column { title: title.to_owned(), width: 1.0, figures: false };
        let row =
            |number: usize| vec![Cell::verdict(Verdict::Violates, number.to_string()), Cell::from(text.to_owned())];
        Block::Table(Table {
            caption: String::from("清单"),
            columns: vec![column("序号甲"), column("对象乙")],
            rows: (1..=rows).map(row).collect(),
        })
    }

    #[test]
    fn a_long_table_breaks_over_pages_and_its_head_is_repeated_on_each() {
        let pages = pages(vec![table(200, "某处")], None).unwrap();
        let with_rows: Vec<&String> = pages.iter().filter(|page| page.contains("某处")).collect();
        assert!(with_rows.len() >= 4, "{}", with_rows.len());
        assert!(with_rows.iter().all(|page| page.contains("序号甲") && page.contains("对象乙")));
        let said: usize = pages.iter().map(|page| page.matches("某处").count()).sum();
        assert_eq!(said, 200);
        assert!(
            pages.last().unwrap().contains(&format!("共{}页", pages.len()))
                || pages.last().unwrap().contains(&format!("共 {} 页", pages.len()))
        );
    }

    #[test]
    fn names_that_look_like_markup_are_the_text_of_the_page() {
        let name = "#panic() *粗* $x^2$ @a [b] // c ${d} <e>";
        let blocks = vec![
            Block::Heading { level: 1, text: name.to_owned(), verdict: None },
            Block::Paragraph { text: name.to_owned() },
            Block::List { items: vec![name.to_owned()] },
            Block::Quote { text: name.to_owned() },
            table(1, name),
        ];
        let plain = |text: &str| text.replace([' ', '\u{200b}'], "");
        let all = plain(&pages(blocks, None).unwrap().concat());
        assert!(all.matches(&plain(name)).count() >= 5, "{all}");
    }

    #[test]
    fn a_wrong_template_is_told_with_its_line_and_the_clock_is_not_asked() {
        let template = |text: &str| Template { path: "局.typ".into(), text: text.to_owned() };
        let wrong = pages(Vec::new(), Some(&template("= a\n\n#nothing"))).unwrap_err();
        assert!(wrong.to_string().contains("局.typ") && wrong.to_string().contains("line 3"), "{wrong}");
        assert!(pages(Vec::new(), Some(&template("#datetime.today()"))).is_err());
        assert!(pages(Vec::new(), Some(&template("#import \"@preview/cetz:0.3.0\""))).is_err());
    }
}
