//! The map alone, to scale on paper: SVG, PNG or PDF, on as many sheets as the scale asks for.

use std::path::{Path, PathBuf};

use geo_types::{Coord, Rect};

use super::files::{Files, has_ending, with_suffix};
use super::pdf;
use crate::handle::Handle;
use crate::map::{Crowded, Heading, Scene, Series, Sheet};
use crate::plan::Snapshot;
use crate::standard::Standard;
use crate::text::{Lang, Message};
use crate::units::grouped;

/// Points of the map to an inch of paper.
const POINTS_PER_INCH: f64 = 96.0;
const MM_PER_INCH: f64 = 25.4;

/// A size of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PaperSize {
    /// 841 by 1189 mm.
    A0,
    /// 594 by 841 mm.
    A1,
    /// 420 by 594 mm.
    A2,
    /// 297 by 420 mm.
    #[default]
    A3,
    /// 210 by 297 mm.
    A4,
}

impl PaperSize {
    /// Every size, the largest first.
    pub const ALL: [Self; 5] = [Self::A0, Self::A1, Self::A2, Self::A3, Self::A4];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::A0 => "A0",
            Self::A1 => "A1",
            Self::A2 => "A2",
            Self::A3 => "A3",
            Self::A4 => "A4",
        }
    }

    /// Width and height in millimetres (ISO 216), the longer side up or across.
    pub fn mm(self, upright: bool) -> [f64; 2] {
        let [short, long] = match self {
            Self::A0 => [841.0, 1_189.0],
            Self::A1 => [594.0, 841.0],
            Self::A2 => [420.0, 594.0],
            Self::A3 => [297.0, 420.0],
            Self::A4 => [210.0, 297.0],
        };
        if upright { [short, long] } else { [long, short] }
    }
}

/// How a map is laid out on paper.
#[derive(Clone, Debug, PartialEq)]
pub struct MapOptions {
    /// The paper.
    pub paper: PaperSize,
    /// Whether it stands upright; as suits the plan otherwise.
    pub upright: Option<bool>,
    /// 1 to so many; the largest usual scale that fits on one sheet otherwise.
    pub denominator: Option<f64>,
    /// One sheet about this place instead of the whole box, in the plan's frame.
    pub at: Option<Coord<f64>>,
    /// Pixels to an inch of a PNG.
    pub dots_per_inch: f64,
    /// What is written above the map; the plan's name otherwise.
    pub title: Option<String>,
    /// The date that it bears, as stated; the clock is never asked.
    pub date: Option<String>,
}

impl Default for MapOptions {
    fn default() -> Self {
        Self {
            paper: PaperSize::default(),
            upright: None,
            denominator: None,
            at: None,
            dots_per_inch: 300.0,
            title: None,
            date: None,
        }
    }
}

/// What a map is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Svg,
    Png,
    Pdf,
}

/// A map of a plan on paper.
#[derive(Clone, Debug)]
pub struct MapDrawing<'a> {
    /// What is shown.
    pub scene: &'a Scene,
    /// The part of the plan that is drawn.
    pub bounds: Rect<f64>,
    /// The plan.
    pub snapshot: &'a Snapshot,
    /// The standard that its findings are of.
    pub standard: &'a Standard,
    /// How it is laid out.
    pub options: &'a MapOptions,
    /// Language of what is written on it.
    pub lang: Lang,
}

impl<'a> MapDrawing<'a> {
    /// Endings of the forms that a map is written in.
    pub const ENDINGS: &'static str = ".svg .png .pdf";

    /// Whether the ending of a path is one of them.
    pub fn can_be(path: &Path) -> bool {
        form(path).is_some()
    }

    /// The sheets, laid out.
    ///
    /// # Errors
    /// A message where the scale asks for more sheets than anybody joins; it names the scale that fits on one.
    pub fn series(&self) -> Result<Series<'a>, Message> {
        let [width, height] = self.paper_mm();
        let points = [width, height].map(|mm| mm / MM_PER_INCH * POINTS_PER_INCH);
        let Self { scene, bounds, options, lang, .. } = *self;
        let series = Series::of(scene, bounds, points, (options.denominator, options.at), &self.heading());
        let series = series.map_err(|Crowded { sheets, most, fitting }| {
            Message::new("report.map-crowded")
                .with("sheets", sheets)
                .with("most", most)
                .with("paper", options.paper.name())
                .with("fitting", grouped(&format!("{fitting:.0}")))
        })?;
        Ok(series.numbered(|number, of| {
            let words = Message::new("report.map-number").with("number", number).with("of", of);
            // One alone needs no number.
            if of > 1 { words.say(lang) } else { String::new() }
        }))
    }

    /// The files of a path: one for each sheet, numbered where there are several; a PDF holds them all.
    ///
    /// # Errors
    /// A message where the ending is none of [`Self::ENDINGS`], there are too many sheets, a picture cannot be made, or the
    /// handle was cancelled on the way.
    pub fn files(&self, path: &Path, handle: &Handle) -> Result<Files, Message> {
        let form = form(path).ok_or_else(|| {
            Message::new("report.map-ending").with("path", path.display()).with("endings", Self::ENDINGS)
        })?;
        let series = self.series()?;
        let sheets = series.sheets();
        handle.expect_steps(sheets.len() as u64);
        if form == Form::Pdf {
            let drawn = sheets.iter().map(|sheet| svg(sheet, handle)).collect::<Result<Vec<_>, _>>()?;
            let bytes = pdf::sheets(&drawn, self.paper_mm(), self.options.date.as_deref())?;
            return Ok(Files {
                files: vec![(path.to_owned(), bytes)],
                mains: vec![path.to_owned()],
                notices: Vec::new(),
            });
        }
        let digits = sheets.len().to_string().len();
        let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
        for (index, sheet) in sheets.iter().enumerate() {
            let name = if sheets.len() == 1 {
                path.to_owned()
            } else {
                with_suffix(path, &format!("-{:0digits$}", index + 1))
            };
            let bytes = match form {
                Form::Png => self.png(sheet, handle)?,
                _ => svg(sheet, handle)?.into_bytes(),
            };
            files.push((name, bytes));
        }
        let mains = files.iter().map(|(name, _)| name.clone()).collect();
        Ok(Files { files, mains, notices: Vec::new() })
    }

    /// Width and height of the paper in millimetres: upright where that was asked for, or suits the plan.
    pub fn paper_mm(&self) -> [f64; 2] {
        let tall = self.bounds.height() > self.bounds.width();
        self.options.paper.mm(self.options.upright.unwrap_or(tall))
    }

    fn png(&self, sheet: &Sheet<'_>, handle: &Handle) -> Result<Vec<u8>, Message> {
        let asked = self.options.dots_per_inch;
        let scale = if asked.is_finite() { (asked / POINTS_PER_INCH).clamp(0.25, 12.5) } else { 1.0 };
        let picture = sheet.picture(scale, handle).ok_or_else(|| Message::new("report.stopped"))?;
        handle.advance(1);
        picture.png(scale).map_err(|error| Message::new("report.not-written").with("reason", error))
    }

    fn heading(&self) -> Heading {
        let Self { snapshot, standard, options, lang, .. } = *self;
        let unnamed = || Message::new("report.map-title").say(lang);
        let named = Some(snapshot.name.clone()).filter(|name| !name.is_empty());
        let title = options.title.clone().or(named).unwrap_or_else(unnamed);
        let system =
            Message::new("report.map-system").with("name", snapshot.frame.name()).with("code", snapshot.frame.code());
        let standard = Message::new("report.map-standard").with("standard", standard.title.say(lang));
        let date = options.date.as_ref().or(snapshot.date.as_ref());
        let date = date.map(|date| Message::new("report.map-date").with("date", date).say(lang));
        let notes: Vec<String> = [system.say(lang), standard.say(lang)].into_iter().chain(date).collect();
        Heading::new(title, notes.join("    "))
    }
}

fn form(path: &Path) -> Option<Form> {
    let endings = [("svg", Form::Svg), ("png", Form::Png), ("pdf", Form::Pdf)];
    endings.into_iter().find(|(ending, _)| has_ending(path, ending)).map(|(_, form)| form)
}

fn svg(sheet: &Sheet<'_>, handle: &Handle) -> Result<String, Message> {
    let drawn = sheet.svg(handle).ok_or_else(|| Message::new("report.stopped"))?;
    handle.advance(1);
    Ok(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_is_as_wide_as_the_norm_says_and_lies_across_unless_it_stands() {
        assert_eq!(PaperSize::A3.mm(false).map(|mm| mm.round()), [420.0, 297.0]);
        assert_eq!(PaperSize::A0.mm(true).map(|mm| mm.round()), [841.0, 1_189.0]);
    }

    #[test]
    fn endings_are_known_in_any_case() {
        assert!(MapDrawing::can_be(Path::new("a.SVG")) && MapDrawing::can_be(Path::new("图.png")));
        assert!(!MapDrawing::can_be(Path::new("a.jpg")) && !MapDrawing::can_be(Path::new("svg")));
    }
}
