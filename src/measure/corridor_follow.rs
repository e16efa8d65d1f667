//! One drawn corridor under the pointer: the figures of the check for that corridor alone, at once.

use std::sync::Arc;

use geo_types::Coord;

use crate::geometry::along::Profile;
use crate::geometry::{Region, tolerance};
use crate::layer::Origin;
use crate::measure::clusters::WITHIN;
use crate::measure::corridor::{Corridor, Parcel, Wanted, corridor, derived_named, grouped, parcels};
use crate::measure::corridor_continuity::{Gap, gaps};
use crate::measure::corridor_width::{Crossing, Strips, compliant_length, facts};
use crate::measure::main_roads::Roads;
use crate::measure::surveys::{For, Survey};
use crate::measure::{FeatureRef, Input, NoFigure};
use crate::notice::Notice;
use crate::text::Message;

/// What [`follow`] found of a corridor: the figures that [`super::corridor_width::measure`] and
/// [`super::corridor_continuity::measure`] give for it. Cheap to clone; what takes longer is asked for separately and
/// computed once.
#[derive(Clone, Debug)]
pub struct Followed {
    /// Its name.
    pub name: String,
    /// Its net width in metres; 0 when broken.
    pub net_width_m: f64,
    /// The two facing wall points of the narrowest place; `None` when broken.
    pub narrowest: Option<[Coord<f64>; 2]>,
    /// Connected pieces.
    pub pieces: usize,
    /// Gaps between them, in order of length.
    pub gaps: Vec<Gap>,
    /// Roads and railways that cross it.
    pub crossings: Vec<Crossing>,
    /// A polyline per end face.
    pub ends: Vec<Vec<[f64; 2]>>,
    /// Whether the plan states these ends.
    pub ends_stated: bool,
    /// Obstacles at the narrowest place, or at the largest gap of a broken corridor.
    pub narrowed_by: Vec<FeatureRef>,
    /// Length along its axis from end to end, in metres.
    pub length_m: f64,
    /// What was assumed or left out of this corridor.
    pub notices: Vec<Notice>,
    survey: Arc<Survey>,
}

/// Surveys the corridor that a drawn feature belongs to, grouped with other parcels as the check does it: same figures,
/// bit for bit. Other corridors cost nothing.
///
/// # Errors
/// [`NoFigure::Missing`] where no drawn corridor has this id, it covers no area, or it cannot be measured.
pub fn follow(input: &Input<'_>, id: &str) -> Result<Followed, NoFigure> {
    let is_asked_for =
        |(item, _): &Parcel<'_>| item.layer.origin == Origin::Drawn && item.feature.id.as_deref() == Some(id);
    let not_there = || NoFigure::Missing(Message::new("measure.corridor-not-drawn").with("id", id));
    follow_wanted(of_parcel(input, is_asked_for).ok_or_else(not_there)?, input)
}

/// Likewise the corridor of a name, wherever it comes from; one without a name is known by that of its first parcel,
/// as in the facts of a check, and a derived one by that of its clusters.
///
/// # Errors
/// [`NoFigure::Missing`] where no corridor has this name, or it cannot be measured.
pub fn follow_named(input: &Input<'_>, name: &str) -> Result<Followed, NoFigure> {
    let not_there = || NoFigure::Missing(Message::new("measure.corridor-not-there").with("name", name));
    let wanted = of_parcel(input, |(item, _): &Parcel<'_>| item.name() == name);
    let wanted = wanted.or_else(|| derived_named(input, name, WITHIN));
    follow_wanted(wanted.ok_or_else(not_there)?, input)
}

fn of_parcel<'a>(input: &Input<'a>, is_asked_for: impl Fn(&Parcel<'_>) -> bool) -> Option<Wanted<'a>> {
    let (all, _) = parcels(input.layers);
    let (name, members) = corridor_of(&all, is_asked_for)?;
    Some(Wanted::of_parcels(name, &members, input))
}

fn follow_wanted(wanted: Wanted<'_>, input: &Input<'_>) -> Result<Followed, NoFigure> {
    let (corridor, notices) = corridor(wanted, input, Roads::Cross, For::Pointer);
    let Some(survey) = &corridor.survey else {
        return Err(NoFigure::Missing(Message::new("measure.corridor-unmeasured").with("name", &corridor.name)));
    };
    Ok(followed(&corridor, survey, notices, input))
}

fn followed(corridor: &Corridor<'_>, survey: &Arc<Survey>, notices: Vec<Notice>, input: &Input<'_>) -> Followed {
    let facts = facts(corridor, survey, input.layers, Strips::Widest, None);
    Followed {
        name: facts.name,
        net_width_m: facts.net_width_m,
        narrowest: survey.narrowest().map(|place| place.between),
        pieces: facts.pieces,
        gaps: gaps(survey),
        crossings: facts.crossings,
        ends: facts.ends,
        ends_stated: survey.area.ends_stated,
        narrowed_by: corridor.touched_by(&survey.worst_place()).map(FeatureRef::from).collect(),
        length_m: facts.length_m,
        notices,
        survey: Arc::clone(survey),
    }
}

impl Followed {
    /// The part of the passage that is narrower than a width; `None` where nothing is (within the millimetre that widths
    /// are measured to), where the corridor is broken, or
    /// where it cannot be told.
    pub fn too_narrow(&self, at: f64) -> Option<Region> {
        self.survey.narrowest().filter(|place| place.width < at - tolerance::POINT)?;
        self.survey.too_narrow(at).ok().filter(|narrow| !narrow.is_empty())
    }

    /// The width along its axis.
    pub fn profile(&self) -> Profile {
        self.survey.profile().clone()
    }

    /// Length along its axis where it is at least so wide, in metres.
    pub fn compliant_length_m(&self, at: f64) -> f64 {
        compliant_length(&self.survey, self.net_width_m, at)
    }
}

/// Name and parcels of the corridor that a parcel belongs to.
fn corridor_of<'a>(
    all: &[Parcel<'a>],
    is_asked_for: impl Fn(&Parcel<'_>) -> bool,
) -> Option<(String, Vec<Parcel<'a>>)> {
    let seed = all.iter().position(&is_asked_for)?;
    let candidates: Vec<Parcel<'a>> = match all[seed].0.stated_name() {
        Some(name) => all.iter().filter(|(item, _)| item.stated_name().as_ref() == Some(&name)).copied().collect(),
        None => near_nameless(all, seed),
    };
    grouped(&candidates).into_iter().find(|(_, members)| members.iter().any(&is_asked_for))
}

/// Nameless parcels whose boxes lie so close to that of one, directly or through others, that they may form one
/// corridor; in the order of layers and rows.
fn near_nameless<'a>(all: &[Parcel<'a>], seed: usize) -> Vec<Parcel<'a>> {
    let boxed = |(item, region): &Parcel<'_>| region.bounds().filter(|_| item.stated_name().is_none());
    let boxes: Vec<_> = all.iter().map(boxed).collect();
    let mut found = vec![false; all.len()];
    let mut waiting = vec![seed];
    while let Some(index) = waiting.pop() {
        if std::mem::replace(&mut found[index], true) {
            continue;
        }
        let Some(own) = boxes[index] else { continue };
        let reach = tolerance::JOIN + tolerance::POINT;
        let near = |other: &geo_types::Rect<f64>| {
            other.min().x - own.max().x <= reach
                && own.min().x - other.max().x <= reach
                && other.min().y - own.max().y <= reach
                && own.min().y - other.max().y <= reach
        };
        waiting.extend((0..all.len()).filter(|&other| !found[other] && boxes[other].as_ref().is_some_and(near)));
    }
    all.iter().zip(found).filter(|(_, found)| *found).map(|(parcel, _)| *parcel).collect()
}
