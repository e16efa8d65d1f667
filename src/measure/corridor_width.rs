//! Net width of corridors: the widest single strip that passes between obstacles from end to end, or all strips side by
//! side where they come to least.

use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::geometry::clip::Outline;
use crate::geometry::region::OverlayFailed;
use crate::geometry::{Coord, LineString, Region, slabs, tolerance};
use crate::layer::{Item, Layer, Shape, crossings_near};
use crate::measure::clusters::WITHIN;
pub use crate::measure::corridor::WithoutCorridor;
use crate::measure::corridor::{self, pair, survey};
pub use crate::measure::corridor_follow::{Followed, follow, follow_named};
pub use crate::measure::main_roads::Roads;
use crate::measure::main_roads::are_known;
use crate::measure::place::named;
use crate::measure::surveys::Survey;
use crate::measure::{Input, Measured, NoFigure, Part, Place};
use crate::notice::Notice;
use crate::text::Message;
use crate::units::{Figure, SquareMetres, Unit};

/// Parameters in a standard file; role and obstacles are fixed by what a corridor is.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    /// Which strips between obstacles count.
    pub strips: Strips,
    /// Whether expressways, arterial roads and railways cut a corridor.
    pub roads: Roads,
    /// How far apart clusters may be, in metres, for a corridor to be derived between them where none is loaded or drawn.
    pub within: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { strips: Strips::default(), roads: Roads::default(), within: WITHIN }
    }
}

/// Which of the strips that obstacles leave count as the width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strips {
    /// The widest single one.
    #[default]
    Widest,
    /// All that lie side by side, where their clear widths come to least: see [`crate::geometry::strips`].
    Summed,
}

/// Facts of all corridors.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// One entry per corridor, in the order of names as they first appear.
    pub corridors: Vec<Corridor>,
    /// Where corridors are derived: neighbouring clusters with no space for one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without_corridor: Vec<WithoutCorridor>,
}

/// Facts of one corridor.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Corridor {
    /// Its name.
    pub name: String,
    /// Its net width; 0 when broken.
    pub net_width_m: f64,
    /// The two facing wall points of the narrowest place, of summed strips the outermost ones; `None` when broken.
    pub narrowest: Option<[[f64; 2]; 2]>,
    /// Length along its axis from end to end.
    pub length_m: f64,
    /// The part of that length where it is at least as wide as the reference figure.
    pub compliant_length_m: f64,
    /// Connected pieces.
    pub pieces: usize,
    /// A polyline per end face.
    pub ends: Vec<Vec<[f64; 2]>>,
    /// Roads and railways that cross it.
    pub crossings: Vec<Crossing>,
    /// Whether it was derived from clusters because no corridor is loaded or drawn.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub derived: bool,
    /// The clusters that a derived corridor lies between.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub between: Option<[String; 2]>,
}

/// A road or railway across a corridor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Crossing {
    /// File of the road layer; `None` for a drawn road.
    pub layer: Option<String>,
    /// Row in it.
    pub row: usize,
    /// Class, where known.
    pub class: Option<String>,
    /// Where it crosses.
    pub at: [f64; 2],
}

/// Measures the smallest net width of all corridors, in metres. Every corridor is a place with its own figure. Where a
/// corridor cannot be measured the figure is known between bounds. Where main roads cut and it is not known what one
/// takes there is no figure, unless another corridor is broken for sure: nothing is narrower.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    if with.roads == Roads::Cut && !are_known(input.layers) {
        return Err(NoFigure::Missing(Message::new("measure.main-roads-missing")));
    }
    let surveyed = survey(input, with.within, with.roads)?;
    let found: Vec<Option<(Corridor, Place, Vec<Notice>)>> = surveyed
        .corridors
        .par_iter()
        .map(|corridor| {
            let survey = corridor.survey.as_deref().filter(|_| !input.handle.is_cancelled())?;
            let facts = facts(corridor, survey, input.layers, with.strips, input.at);
            let (place, notices) = place(corridor, survey, &facts, with.strips, input.at);
            Some((facts, place, notices))
        })
        .collect();
    if input.handle.is_cancelled() {
        return Err(NoFigure::Cancelled);
    }
    let unknown = found.iter().any(Option::is_none);
    let mut facts = Facts { without_corridor: surveyed.without, ..Facts::default() };
    let (mut places, mut notices) = (Vec::new(), surveyed.notices);
    for (corridor, place, said) in found.into_iter().flatten() {
        facts.corridors.push(corridor);
        places.push(place);
        notices.extend(said);
    }
    let least = facts.corridors.iter().map(|corridor| corridor.net_width_m).min_by(f64::total_cmp);
    let Some(least) = least else {
        return Err(NoFigure::Missing(Message::new("measure.corridors-unmeasured")));
    };
    let uncertain = surveyed.corridors.iter().find(|corridor| corridor.unknown_roads).filter(|_| least > 0.0);
    if let Some(corridor) = uncertain {
        return Err(NoFigure::Missing(Message::new("measure.main-roads-unknown").with("name", &corridor.name)));
    }
    let figure = Figure::between(if unknown { 0.0 } else { least }, least, Unit::Metre);
    Ok(Measured { figure, facts, places, notices })
}

/// The clear stretches across a corridor where it is narrowest, from side to side; none where it is broken.
fn across(survey: &Survey, strips: Strips) -> Vec<[Coord<f64>; 2]> {
    match strips {
        Strips::Widest => survey.narrowest().map(|place| place.between).into_iter().collect(),
        Strips::Summed => survey.cross_cut().map(|cut| cut.strips.clone()).unwrap_or_default(),
    }
}

fn net_width(survey: &Survey, strips: Strips) -> f64 {
    match strips {
        Strips::Widest => survey.narrowest().map_or(0.0, |place| place.width),
        Strips::Summed => survey.cross_cut().map_or(0.0, |cut| cut.width),
    }
}

/// From side to side over all stretches.
fn outermost(across: &[[Coord<f64>; 2]]) -> Option<[Coord<f64>; 2]> {
    Some([across.first()?[0], across.last()?[1]])
}

/// Facts of one corridor; without a reference figure all of its length complies.
pub(crate) fn facts(
    corridor: &corridor::Corridor<'_>,
    survey: &Survey,
    layers: &[Arc<Layer>],
    strips: Strips,
    at: Option<f64>,
) -> Corridor {
    let area = &survey.area;
    let gap_ends: Vec<Coord<f64>> = survey.continuity.gaps.iter().flat_map(|gap| gap.between).collect();
    let width = net_width(survey, strips);
    Corridor {
        name: corridor.name.clone(),
        net_width_m: width,
        narrowest: outermost(&across(survey, strips)).map(|between| between.map(pair)),
        length_m: area.length,
        compliant_length_m: at.map_or(area.length, |at| compliant_length(survey, width, at)),
        pieces: survey.continuity.pieces,
        ends: area
            .faces_away_from(&gap_ends)
            .into_iter()
            .map(|face| face.line.iter().copied().map(pair).collect())
            .collect(),
        crossings: crossings(layers, survey),
        derived: corridor.between.is_some(),
        between: corridor.between.clone(),
    }
}

/// The length along which a corridor of a net width is at least so wide: where the whole passage is, so is every place on
/// its axis; else single strips tell it.
pub(crate) fn compliant_length(survey: &Survey, net_width: f64, at: f64) -> f64 {
    let length = survey.area.length;
    if net_width < at - tolerance::POINT { survey.profile().length_at_least(at).min(length) } else { length }
}

/// The narrowest place of a corridor, or the largest gap of a broken one. Where strips are summed the stretches are
/// marked, else the area that is too narrow.
fn place(
    corridor: &corridor::Corridor<'_>,
    survey: &Survey,
    facts: &Corridor,
    strips: Strips,
    at: Option<f64>,
) -> (Place, Vec<Notice>) {
    let across = across(survey, strips);
    let between = outermost(&across).unwrap_or_else(|| survey.worst_place());
    let is_open = !across.is_empty();
    let marked = if is_open { across } else { vec![between] };
    let (mut said, mut notices, mut shape) = (serde_json::Map::new(), Vec::new(), None);
    if let (false, Some(gap)) = (is_open, survey.continuity.gaps.last()) {
        said.insert("gap_m".into(), gap.distance.into());
    }
    said.insert("narrowest".into(), serde_json::json!(between.map(pair)));
    said.insert("length_m".into(), facts.length_m.into());
    said.insert("short_length_m".into(), (facts.length_m - facts.compliant_length_m).max(0.0).into());
    corridor.tell_derived(&mut said);
    if let Some(at) = at.filter(|at| facts.net_width_m < *at) {
        said.insert("missing_m".into(), (at - facts.net_width_m).into());
        said.insert("stretches".into(), serde_json::json!(survey.profile().stretches(at)));
        match if is_open && strips == Strips::Widest { survey.too_narrow(at) } else { Ok(Region::default()) } {
            Ok(narrow) if !narrow.is_empty() => {
                said.insert("area_ha".into(), SquareMetres(narrow.area()).hectares().into());
                shape = Some(Shape::Area(narrow));
            }
            Ok(_) => {}
            Err(OverlayFailed) => notices.push(Notice::new("narrow-area-unknown").with("name", &corridor.name)),
        }
    }
    let points: Vec<Coord<f64>> = marked.iter().flatten().copied().collect();
    let subjects = named(corridor.items.iter().copied(), Part::Subject);
    let narrowing = corridor.touched_by(&points).map(|item| (item.into(), Part::Narrows));
    let place = Place {
        subject: corridor.name.clone(),
        figure: Some(Figure::exact(facts.net_width_m, Unit::Metre)),
        features: subjects.chain(narrowing).collect(),
        anchor: between[0] + (between[1] - between[0]) * 0.5,
        shape: shape
            .unwrap_or_else(|| Shape::Lines(marked.into_iter().map(|line| LineString(line.to_vec())).collect())),
        facts: said,
    };
    (place, notices)
}

/// Roads and railways that run through a corridor, each at the middle of its longest stretch inside.
fn crossings(layers: &[Arc<Layer>], survey: &Survey) -> Vec<Crossing> {
    let near = crossings_near(layers, &slabs(&survey.area.region));
    near.into_iter().filter_map(|item| crossing(item, &survey.outline)).collect()
}

fn crossing(item: Item<'_>, corridor: &Outline) -> Option<Crossing> {
    let Shape::Lines(lines) = &item.feature.shape else { return None };
    let stretches = lines.iter().flat_map(|line| corridor.parts_inside(line));
    let longest = stretches.max_by(|one, two| one.length().total_cmp(&two.length()))?;
    (longest.length() > tolerance::POINT).then(|| Crossing {
        layer: item.layer.source().map(str::to_owned),
        row: item.feature.row,
        class: item.road_class().and_then(|class| Some(serde_json::to_value(class).ok()?.as_str()?.to_owned())),
        at: pair(longest.at(0.5)),
    })
}
