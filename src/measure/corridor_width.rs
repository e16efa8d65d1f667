//! Net width of corridors: the widest single strip that passes between obstacles from end to end.

use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::geometry::clip::Outline;
use crate::geometry::region::OverlayFailed;
use crate::geometry::{Coord, LineString, Region, slabs, tolerance};
use crate::layer::{Item, Layer, Shape, crossings_near};
use crate::measure::corridor::{self, pair, survey};
pub use crate::measure::corridor_follow::{Followed, follow, follow_named};
use crate::measure::surveys::Survey;
use crate::measure::{Input, Measured, NoFigure, Part, Place};
use crate::notice::Notice;
use crate::text::Message;
use crate::units::{Figure, SquareMetres, Unit};

/// Parameters in a standard file. It has none yet: role and obstacles are fixed by what a corridor is.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {}

/// Facts of all corridors.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// One entry per corridor, in the order of names as they first appear.
    pub corridors: Vec<Corridor>,
}

/// Facts of one corridor.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Corridor {
    /// Its name.
    pub name: String,
    /// Its net width; 0 when broken.
    pub net_width_m: f64,
    /// The two facing wall points of the narrowest place; `None` when broken.
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
/// corridor cannot be measured the figure is known between bounds.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(input: &Input<'_>, _with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    let surveyed = survey(input)?;
    let found: Vec<Option<(Corridor, Place, Vec<Notice>)>> = surveyed
        .corridors
        .par_iter()
        .map(|corridor| {
            let survey = corridor.survey.as_deref().filter(|_| !input.handle.is_cancelled())?;
            let facts = facts(&corridor.name, survey, input.layers, input.at);
            let (place, notices) = place(corridor, survey, &facts, input.at);
            Some((facts, place, notices))
        })
        .collect();
    if input.handle.is_cancelled() {
        return Err(NoFigure::Cancelled);
    }
    let unknown = found.iter().any(Option::is_none);
    let (mut facts, mut places, mut notices) = (Facts::default(), Vec::new(), surveyed.notices);
    for (corridor, place, said) in found.into_iter().flatten() {
        facts.corridors.push(corridor);
        places.push(place);
        notices.extend(said);
    }
    let least = facts.corridors.iter().map(|corridor| corridor.net_width_m).min_by(f64::total_cmp);
    let Some(least) = least else {
        return Err(NoFigure::Missing(Message::new("measure.corridors-unmeasured")));
    };
    let figure = Figure::between(if unknown { 0.0 } else { least }, least, Unit::Metre);
    Ok(Measured { figure, facts, places, notices })
}

/// Facts of one corridor; without a reference figure all of its length complies.
pub(crate) fn facts(name: &str, survey: &Survey, layers: &[Arc<Layer>], at: Option<f64>) -> Corridor {
    let area = &survey.area;
    let gap_ends: Vec<Coord<f64>> = survey.continuity.gaps.iter().flat_map(|gap| gap.between).collect();
    let narrowest = survey.narrowest();
    Corridor {
        name: name.to_owned(),
        net_width_m: net_width(survey),
        narrowest: narrowest.map(|place| place.between.map(pair)),
        length_m: area.length,
        compliant_length_m: at.map_or(area.length, |at| compliant_length(survey, at)),
        pieces: survey.continuity.pieces,
        ends: area
            .faces_away_from(&gap_ends)
            .into_iter()
            .map(|face| face.line.iter().copied().map(pair).collect())
            .collect(),
        crossings: across(layers, survey),
    }
}

fn net_width(survey: &Survey) -> f64 {
    survey.narrowest().map_or(0.0, |place| place.width)
}

/// The length along which a corridor is at least so wide: where the whole passage is, so is every place on its axis.
pub(crate) fn compliant_length(survey: &Survey, at: f64) -> f64 {
    let length = survey.area.length;
    if net_width(survey) < at - tolerance::POINT { survey.profile().length_at_least(at).min(length) } else { length }
}

/// The narrowest place of a corridor, or the largest gap of a broken one.
fn place(
    corridor: &corridor::Corridor<'_>,
    survey: &Survey,
    facts: &Corridor,
    at: Option<f64>,
) -> (Place, Vec<Notice>) {
    let between = survey.worst_place();
    let is_open = survey.narrowest().is_some();
    let (mut said, mut notices, mut shape) = (serde_json::Map::new(), Vec::new(), None);
    if let (false, Some(gap)) = (is_open, survey.continuity.gaps.last()) {
        said.insert("gap_m".into(), gap.distance.into());
    }
    said.insert("narrowest".into(), serde_json::json!(between.map(pair)));
    said.insert("length_m".into(), facts.length_m.into());
    said.insert("short_length_m".into(), (facts.length_m - facts.compliant_length_m).max(0.0).into());
    if let Some(at) = at.filter(|at| facts.net_width_m < *at) {
        said.insert("missing_m".into(), (at - facts.net_width_m).into());
        said.insert("stretches".into(), serde_json::json!(survey.profile().stretches(at)));
        match if is_open { survey.too_narrow(at) } else { Ok(Region::default()) } {
            Ok(narrow) if !narrow.is_empty() => {
                said.insert("area_ha".into(), SquareMetres(narrow.area()).hectares().into());
                shape = Some(Shape::Area(narrow));
            }
            Ok(_) => {}
            Err(OverlayFailed) => notices.push(Notice::new("narrow-area-unknown").with("name", &corridor.name)),
        }
    }
    let subjects = corridor.items.iter().map(|&item| (item.into(), Part::Subject));
    let narrowing = corridor.touched_by(&between).map(|item| (item.into(), Part::Narrows));
    let place = Place {
        subject: corridor.name.clone(),
        figure: Some(Figure::exact(facts.net_width_m, Unit::Metre)),
        features: subjects.chain(narrowing).collect(),
        anchor: between[0] + (between[1] - between[0]) * 0.5,
        shape: shape.unwrap_or_else(|| Shape::Lines(vec![LineString(between.to_vec())])),
        facts: said,
    };
    (place, notices)
}

/// Roads and railways that run through a corridor, each at the middle of its longest stretch inside.
fn across(layers: &[Arc<Layer>], survey: &Survey) -> Vec<Crossing> {
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
