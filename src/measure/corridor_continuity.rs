//! Continuity of corridors: how many are broken, and at which gaps.

use serde::{Deserialize, Serialize};

use crate::geometry::{LineString, gaps};
use crate::layer::Shape;
use crate::measure::clusters::WITHIN;
pub use crate::measure::corridor::WithoutCorridor;
use crate::measure::corridor::{self, pair, survey};
use crate::measure::main_roads::Roads;
use crate::measure::place::named;
use crate::measure::surveys::Survey;
use crate::measure::{Input, Measured, NoFigure, Part, Place};
use crate::text::Message;
use crate::units::{Figure, Unit};

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    /// How far apart clusters may be, in metres, for a corridor to be derived between them where none is loaded or drawn.
    pub within: f64,
}

impl Default for Parameters {
    fn default() -> Self {
        Self { within: WITHIN }
    }
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

/// Pieces and gaps of one corridor.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Corridor {
    /// Its name.
    pub name: String,
    /// Connected pieces.
    pub pieces: usize,
    /// Gaps between them.
    pub gaps: Vec<Gap>,
    /// Whether it was derived from clusters because no corridor is loaded or drawn.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub derived: bool,
    /// The clusters that a derived corridor lies between.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub between: Option<[String; 2]>,
}

/// A gap between two pieces of a corridor.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Gap {
    /// Shortest distance across it.
    pub distance_m: f64,
    /// The two facing points.
    pub at: [[f64; 2]; 2],
}

/// Measures the number of broken corridors. A corridor is broken when no passage leads from end to end; each gap is a
/// place. Where a corridor cannot be measured the figure is known between bounds.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    let surveyed = survey(input, with.within, Roads::Cross)?;
    let mut measured = Measured {
        figure: Figure::exact(0.0, Unit::Count),
        facts: Facts { without_corridor: surveyed.without, ..Facts::default() },
        places: Vec::new(),
        notices: surveyed.notices,
    };
    let (mut broken, mut unknown) = (0_usize, 0_usize);
    for corridor in &surveyed.corridors {
        let Some(survey) = &corridor.survey else {
            unknown += 1;
            continue;
        };
        let gaps = gaps(survey);
        broken += usize::from(survey.narrowest().is_none());
        measured.places.extend(survey.continuity.gaps.iter().map(|gap| place(corridor, gap)));
        let pieces = survey.continuity.pieces;
        let (name, between) = (corridor.name.clone(), corridor.between.clone());
        measured.facts.corridors.push(Corridor { name, pieces, gaps, derived: between.is_some(), between });
    }
    if measured.facts.corridors.is_empty() {
        return Err(NoFigure::Missing(Message::new("measure.corridors-unmeasured")));
    }
    measured.figure = Figure::between(broken as f64, (broken + unknown) as f64, Unit::Count);
    Ok(measured)
}

/// The gaps of a corridor, in order of length.
pub(crate) fn gaps(survey: &Survey) -> Vec<Gap> {
    let gap = |gap: &gaps::Gap| Gap { distance_m: gap.distance, at: gap.between.map(pair) };
    survey.continuity.gaps.iter().map(gap).collect()
}

fn place(corridor: &corridor::Corridor<'_>, gap: &gaps::Gap) -> Place {
    let narrowing = corridor.touched_by(&gap.between);
    let subjects = named(corridor.items.iter().copied(), Part::Subject);
    let mut facts = serde_json::Map::new();
    facts.insert("distance_m".into(), gap.distance.into());
    facts.insert("at".into(), serde_json::json!(gap.between.map(pair)));
    corridor.tell_derived(&mut facts);
    Place {
        subject: corridor.name.clone(),
        figure: None,
        features: subjects.chain(narrowing.map(|item| (item.into(), Part::Narrows))).collect(),
        anchor: gap.between[0] + (gap.between[1] - gap.between[0]) * 0.5,
        shape: Shape::Lines(vec![LineString(gap.between.to_vec())]),
        facts,
    }
}
