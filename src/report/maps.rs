//! The maps of a report: the whole plan with all that is doubtful, and the places that each clause is broken at.
//!
//! They are drawn from the scene and the symbols of the window, once for all outputs.

use super::wording::detail_separator;
use std::sync::Arc;

use geo_types::{Coord, Rect};
use rayon::prelude::*;

use super::{Paper, Report};
use crate::check::{ClauseOutcome, Outcome};
use crate::handle::Handle;
use crate::map::{Art, Mark, Scene, SceneLayer, Sheet, marks};
use crate::text::{Lang, Message};

/// Points of the map per millimetre of paper: 96 to the inch.
const POINTS_PER_MM: f64 = 96.0 / 25.4;
/// The whole plan on A3 and on A4: the paper less margins, heading and caption.
const WHOLE_ON_A3: [f64; 2] = [380.0, 238.0];
const WHOLE_ON_A3_UPRIGHT: [f64; 2] = [258.0, 362.0];
const WHOLE_ON_A4: [f64; 2] = [170.0, 215.0];
/// A place: two fit on a page of A4.
const PLACE: [f64; 2] = [170.0, 102.0];
/// A clause has at most so many maps of places; beyond them places are listed with their coordinates.
const MOST_PLACES: usize = 24;
/// Pixels a point of a picture of pixels, 144 to the inch: what programs show that cannot draw SVG.
const PICTURE_SCALE: f64 = 1.5;

/// A drawn map, as a vector drawing and, for programs that show none, as a picture of pixels.
#[derive(Clone, Debug)]
pub struct MapSheet {
    /// Name of its file inside an output, without ending: `map-001`.
    pub name: String,
    /// Width and height in millimetres on paper.
    pub size_mm: [f64; 2],
    /// The drawing as SVG, letters as outlines.
    pub svg: String,
    /// The same as PNG, three bytes a pixel; empty where no output asked for it.
    pub png: Vec<u8>,
    /// What it shows, in words for people who do not see it.
    pub alternative: String,
}

/// All maps of a report.
#[derive(Debug)]
pub(super) struct Atlas {
    drawings: Vec<Drawing>,
    /// The maps as vector drawings.
    pub(super) sheets: Vec<MapSheet>,
    /// The map of the whole plan; `None` where nothing can be drawn.
    pub(super) whole: Option<usize>,
    /// The maps of each clause that has findings, in the order of clauses.
    pub(super) places: Vec<ClauseMaps>,
}

/// The maps of the places of one clause.
#[derive(Clone, Debug)]
pub(super) struct ClauseMaps {
    /// Id of the clause.
    pub(super) clause: String,
    /// Each map with the finding that it is about.
    pub(super) maps: Vec<(usize, usize)>,
    /// The map that shows each finding, in their order.
    pub(super) shows: Vec<Option<usize>>,
}

/// What a map shows, and on how much paper.
#[derive(Clone, Debug)]
struct Drawing {
    scene: Scene,
    bounds: Rect<f64>,
    size_mm: [f64; 2],
    alternative: String,
}

impl Atlas {
    /// Draws every map.
    ///
    /// # Errors
    /// A message where the handle was cancelled on the way.
    pub(super) fn of(report: &Report<'_>, handle: &Handle) -> Result<Self, Message> {
        let stopped = || Message::new("report.stopped");
        handle.set_label(Message::new("report.drawing"));
        let arts: Vec<Arc<Art>> = report
            .snapshot
            .layers
            .par_iter()
            .map(|layer| Arc::new(Art::styled(layer, &report.snapshot.style(layer))))
            .collect();
        let ground = Ground {
            report,
            layers: arts.iter().map(|art| SceneLayer { art: Arc::clone(art), visible: true }).collect(),
        };
        let mut drawings: Vec<Drawing> = Vec::new();
        let bounds = arts.iter().filter_map(|art| art.bounds()).reduce(around);
        let whole = bounds.map(|bounds| {
            drawings.push(ground.whole(bounds));
            0
        });
        let mut places = Vec::new();
        for outcome in report.outcome.clauses.iter().filter(|outcome| !outcome.findings.is_empty()) {
            places.push(ground.places(outcome, &mut drawings));
            if handle.is_cancelled() {
                return Err(stopped());
            }
        }
        handle.expect_steps(drawings.len() as u64);
        let sheets = drawings.par_iter().enumerate().map(|(index, drawing)| drawing.sheet(index, handle));
        let sheets = sheets.collect::<Option<Vec<_>>>().ok_or_else(stopped)?;
        Ok(Self { drawings, sheets, whole, places })
    }

    /// The maps as vector drawings and as pictures.
    ///
    /// # Errors
    /// A message where a picture cannot be written or the handle was cancelled on the way.
    pub(super) fn pictured(&self, handle: &Handle) -> Result<Vec<MapSheet>, Message> {
        let pictured = |(drawing, sheet): (&Drawing, &MapSheet)| {
            let picture = drawing.laid_out().picture(PICTURE_SCALE, handle);
            let picture = picture.ok_or_else(|| Message::new("report.stopped"))?;
            let png =
                picture.png(PICTURE_SCALE).map_err(|error| Message::new("report.not-written").with("reason", error))?;
            Ok(MapSheet { png, ..sheet.clone() })
        };
        self.drawings.par_iter().zip(&self.sheets).map(pictured).collect()
    }

    /// The maps of a clause.
    pub(super) fn of_clause(&self, clause: &str) -> Option<&ClauseMaps> {
        self.places.iter().find(|places| places.clause == clause)
    }
}

impl Drawing {
    fn laid_out(&self) -> Sheet<'_> {
        Sheet::fitting(&self.scene, self.bounds, self.size_mm.map(|mm| mm * POINTS_PER_MM))
    }

    fn sheet(&self, index: usize, handle: &Handle) -> Option<MapSheet> {
        let svg = self.laid_out().svg(handle)?;
        handle.advance(1);
        Some(MapSheet {
            name: format!("map-{:03}", index + 1),
            size_mm: self.size_mm,
            svg,
            png: Vec::new(),
            alternative: self.alternative.clone(),
        })
    }
}

/// What all maps of a report are drawn from.
struct Ground<'a> {
    report: &'a Report<'a>,
    layers: Vec<SceneLayer>,
}

impl Ground<'_> {
    fn scene(&self, marks: Vec<Mark>) -> Scene {
        let lang = self.report.lang;
        Scene { layers: self.layers.clone(), marks, lang, furniture: true, ..Scene::default() }
    }

    fn whole(&self, bounds: Rect<f64>) -> Drawing {
        let Report { snapshot, standard, outcome, lang, options, .. } = *self.report;
        let size_mm = match options.paper {
            Paper::A4WithA3Maps if bounds.height() > bounds.width() => WHOLE_ON_A3_UPRIGHT,
            Paper::A4WithA3Maps => WHOLE_ON_A3,
            Paper::A4 => WHOLE_ON_A4,
        };
        let alternative = Message::new("report.map-whole").with("plan", &snapshot.name).say(lang);
        Drawing { scene: self.scene(marks(snapshot, standard, outcome, None, lang)), bounds, size_mm, alternative }
    }

    /// Maps of the places of a clause: each about a finding that no map shows yet.
    fn places(&self, outcome: &ClauseOutcome, drawings: &mut Vec<Drawing>) -> ClauseMaps {
        let Report { snapshot, standard, lang, .. } = *self.report;
        let alone =
            Outcome { revision: self.report.outcome.revision, clauses: vec![outcome.clone()], notices: Vec::new() };
        let all = marks(snapshot, standard, &alone, None, lang);
        let mut of_clause =
            ClauseMaps { clause: outcome.clause.clone(), maps: Vec::new(), shows: vec![None; outcome.findings.len()] };
        for mark in &all {
            if of_clause.maps.len() >= MOST_PLACES {
                break;
            }
            if of_clause.shows.get(mark.finding).is_none_or(Option::is_some) {
                continue;
            }
            let index = drawings.len();
            let marks = marks(snapshot, standard, &alone, Some((&outcome.clause, mark.finding)), lang);
            let mut drawing = Drawing {
                scene: self.scene(marks),
                bounds: mark.focus(),
                size_mm: PLACE,
                alternative: alternative(mark, lang),
            };
            let seen = drawing.laid_out().camera().visible();
            drawing.scene.marks.retain(|other| meets(seen, other.bounds()));
            drawings.push(drawing);
            of_clause.maps.push((index, mark.finding));
            for other in all.iter().filter(|other| other.finding == mark.finding || holds(seen, other.focus())) {
                if let Some(shown) = of_clause.shows.get_mut(other.finding) {
                    shown.get_or_insert(index);
                }
            }
        }
        of_clause
    }
}

/// The words of a mark's label: what is seen at the place.
fn alternative(mark: &Mark, lang: Lang) -> String {
    let label = &mark.label;
    let parts = [&label.head, &label.detail].into_iter().chain(&label.notes).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.map(String::as_str).collect();
    Message::new("report.map-place").with("words", parts.join(&detail_separator(lang))).say(lang)
}

fn around(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let low = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
    Rect::new(low, Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) })
}

fn meets(a: Rect<f64>, b: Rect<f64>) -> bool {
    a.min().x <= b.max().x && b.min().x <= a.max().x && a.min().y <= b.max().y && b.min().y <= a.max().y
}

fn holds(outer: Rect<f64>, inner: Rect<f64>) -> bool {
    outer.min().x <= inner.min().x
        && outer.min().y <= inner.min().y
        && outer.max().x >= inner.max().x
        && outer.max().y >= inner.max().y
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Loaded, Request, load, sample};
    use crate::report::Options;

    fn sample_town() -> Loaded {
        let folder = sample::unpacked().unwrap();
        let request = Request { paths: vec![folder.path().to_owned()], ..Request::default() };
        load(&request, &Handle::default()).unwrap()
    }

    #[test]
    fn every_finding_of_the_sample_lies_on_a_map_and_the_same_maps_come_from_one_thread_and_from_four() {
        let loaded = sample_town();
        let outcome = crate::check::check(&loaded.snapshot, &loaded.standard, &[], &Handle::default()).unwrap();
        let options = Options::default();
        let drawn = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let report = Report::new(&loaded.snapshot, &loaded.standard, &outcome, Lang::Zh, &options);
            pool.install(|| Atlas::of(&report, &Handle::default()).unwrap())
        };
        let atlas = drawn(1);
        assert_eq!(atlas.whole, Some(0));
        for of in outcome.clauses.iter().filter(|of| !of.findings.is_empty()) {
            let maps = atlas.of_clause(&of.clause).unwrap();
            assert_eq!(maps.shows.len(), of.findings.len(), "{}", of.clause);
            assert!(maps.shows.iter().all(Option::is_some), "{}: {:?}", of.clause, maps.shows);
            assert!(maps.maps.iter().all(|&(sheet, about)| maps.shows[about] == Some(sheet)), "{}", of.clause);
        }
        let svg = |atlas: &Atlas| atlas.sheets.iter().map(|sheet| sheet.svg.clone()).collect::<Vec<_>>();
        assert!(svg(&atlas) == svg(&drawn(4)));
        let pictured = atlas.pictured(&Handle::default()).unwrap();
        assert!(pictured.iter().all(|sheet| sheet.png.starts_with(b"\x89PNG")));
        assert!(atlas.sheets.iter().all(|sheet| sheet.png.is_empty() && !sheet.alternative.is_empty()));
    }

    #[test]
    fn a_stopped_atlas_is_no_atlas() {
        let loaded = sample_town();
        let outcome = crate::check::check(&loaded.snapshot, &loaded.standard, &[], &Handle::default()).unwrap();
        let options = Options::default();
        let report = Report::new(&loaded.snapshot, &loaded.standard, &outcome, Lang::Zh, &options);
        let handle = Handle::default();
        handle.cancel();
        assert_eq!(Atlas::of(&report, &handle).unwrap_err().key, "report.stopped");
    }
}
