//! The report as PDF, set by typst from a template that gets it as data: texts are values there, never markup.
//!
//! The template stands in `assets/report/report.typ`; an office may use its own. It reads `report.json` and the maps and marks that
//! this names; files beside an own template (a letterhead) can be read too, nothing else.

mod world;

pub(super) use world::MARKS;

use std::sync::Arc;

use serde::Serialize;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};
use typst_render::RenderOptions;

use self::world::{World, date_of};
use super::{Content, MapSheet, Model, Paper, Report};
use crate::handle::Handle;
use crate::map::Picture;
use crate::text::Message;

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
    let date = report.options.date.as_deref().and_then(date_of);
    let options = PdfOptions {
        creator: Smart::Custom(Some(concat!("langdao ", env!("CARGO_PKG_VERSION")).to_owned())),
        timestamp: date.map(Timestamp::new_utc),
        ..PdfOptions::default()
    };
    let failed = |errors: typst::ecow::EcoVec<typst::diag::SourceDiagnostic>| {
        let reason = errors.first().map(|error| error.message.to_string()).unwrap_or_default();
        Message::new("report.not-written").with("reason", reason)
    };
    typst_pdf::pdf(&document, &options).map_err(failed)
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
    world.add("report.json", data);
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

fn data(report: &Report<'_>, model: &Model, content: &Content, sheets: &[MapSheet]) -> Result<Vec<u8>, Message> {
    let lang = report.lang;
    let map = |sheet: &MapSheet| -> (String, [f64; 2]) { (file_of(sheet), sheet.size_mm) };
    let maps = sheets.iter().map(|sheet| {
        let (file, [width_mm, height_mm]) = map(sheet);
        MapFile { file, width_mm, height_mm, alternative: &sheet.alternative }
    });
    let data = Data {
        lang: match lang {
            crate::text::Lang::Zh => "zh",
            crate::text::Lang::En => "en",
        },
        paper: match report.options.paper {
            Paper::A4WithA3Maps => "a4-a3",
            Paper::A4 => "a4",
        },
        words: Words {
            contents: Message::new("document.contents").say(lang),
            page: Message::new("document.page").say(lang),
        },
        cover: &content.cover,
        blocks: &content.blocks,
        maps: maps.collect(),
        report: model,
    };
    serde_json::to_vec(&data).map_err(|error| Message::new("report.not-written").with("reason", error))
}
