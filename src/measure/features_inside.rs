//! Features that lie where none should: construction in water, within lines of control, in hazard areas.
//!
//! Which features are looked at is decided in `subject`, where they should not lie in `ground`. A feature lies inside where
//! it overlaps by more than digitising noise; touching edges are no overlap. What is not known of a feature, or of an area,
//! widens the bounds of the number.

mod ground;
mod subject;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use self::ground::{Grounds, Overlap};
use self::subject::Subject;
use crate::geometry::OverlayFailed;
use crate::layer::{ControlKind, Role, Shape};
use crate::measure::selection::overlay_failed;
use crate::measure::{Input, Measured, NoFigure, Part, Place};
use crate::notice::Notice;
use crate::text::Message;
use crate::units::{Figure, SquareMetres, Unit};

/// Features that are listed among the facts one by one.
const LISTED: usize = 100;

/// Parameters in a standard file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Which features should not lie there.
    pub what: What,
    /// Kinds of areas where they should not lie.
    pub within: Vec<ControlKind>,
    /// Kinds of which one must be there before no feature inside means anything; any kind does where none is named.
    #[serde(default)]
    pub needs: Vec<ControlKind>,
    /// First year of completion that makes a building new; without it the year says nothing.
    #[serde(default)]
    pub since: Option<i32>,
    /// An overlap no deeper than this is digitising noise, in metres.
    #[serde(default = "default_noise")]
    pub depth: f64,
    /// An overlap no larger than this is digitising noise, in m².
    #[serde(default = "default_noise")]
    pub area: f64,
}

fn default_noise() -> f64 {
    1.0
}

/// Which features are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Planned construction land and new buildings.
    Construction,
    /// Planned village land and new buildings of villages; where no village land can be told, as [`What::Construction`].
    Village,
}

impl Parameters {
    /// The roles whose features can change the figure.
    pub fn roles(&self) -> Vec<Role> {
        let mut roles = vec![Role::LandUse, Role::Buildings];
        roles.extend(ground::roles(&self.within));
        roles
    }
}

/// Facts behind the number.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// Features that certainly lie inside.
    pub inside: usize,
    /// Features that may: what they are, or what the area is, is not known.
    pub possible: usize,
    /// Features that were looked at.
    pub considered: usize,
    /// What of the features lies inside.
    pub area_ha: f64,
    /// Features inside by kind of area; one that lies in two counts in both.
    pub by_kind: BTreeMap<&'static str, usize>,
    /// The first hundred features inside, in the order of layers and rows.
    pub features: Vec<Inside>,
}

/// A feature that lies inside.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Inside {
    /// Its name.
    pub name: String,
    /// Kind of the area that holds most of the overlap.
    pub kind: &'static str,
    /// Name of that area.
    pub within: String,
    /// What of it lies inside.
    pub inside_m2: f64,
}

/// Measures the number of features inside. Each is a place: what of it lies inside, told as `inside_m2` with its `kind`.
///
/// # Errors
/// [`NoFigure`] where data is missing or the job was cancelled.
pub fn measure(input: &Input<'_>, with: &Parameters) -> Result<Measured<Facts>, NoFigure> {
    let mut notices = Vec::new();
    let grounds = Grounds::new(input.layers, with, &mut notices)?;
    let (subjects, assumed) = subject::subjects(input, with, &mut notices)?;
    notices.extend(assumed);
    notices.extend(grounds.missing());
    let considered = subjects.len();
    let (hits, failed) = hits(subjects, &grounds, input, with)?;
    notices.extend(failed);

    let mut facts = Facts { considered, ..Facts::default() };
    let mut places = Vec::new();
    for Hit { subject, overlap } in &hits {
        let certain = subject.is_certain && overlap.is_certain;
        if !certain {
            facts.possible += 1;
            continue;
        }
        facts.inside += 1;
        facts.area_ha += SquareMetres(overlap.region.area()).hectares();
        for kind in &overlap.kinds {
            *facts.by_kind.entry(kind.code()).or_default() += 1;
        }
        let inside = Inside::of(subject, overlap);
        places.push(place(subject, overlap, &inside));
        if facts.features.len() < LISTED {
            facts.features.push(inside);
        }
    }
    if facts.possible > 0 {
        notices.push(Notice::new("inside-unknown").with("count", facts.possible));
    }
    let low = facts.inside as f64;
    let high = match grounds.lacking() {
        None => (facts.inside + facts.possible) as f64,
        // Where they should not lie is not known: there may be any number, and none proves nothing.
        Some(reason) if facts.inside == 0 => return Err(NoFigure::Missing(reason)),
        Some(_) => f64::INFINITY,
    };
    Ok(Measured { figure: Figure::between(low, high, Unit::Count), facts, places, notices })
}

/// A feature with what of it lies inside.
struct Hit<'a> {
    subject: Subject<'a>,
    overlap: Overlap,
}

/// The features that lie inside, or may, and those that could not be laid over the areas.
fn hits<'a>(
    subjects: Vec<Subject<'a>>,
    grounds: &Grounds<'a>,
    input: &Input<'_>,
    with: &Parameters,
) -> Result<(Vec<Hit<'a>>, Vec<Notice>), NoFigure> {
    let found: Vec<Result<Option<Overlap>, OverlayFailed>> = subjects
        .par_iter()
        .map(|subject| if input.handle.is_cancelled() { Ok(None) } else { grounds.overlap(subject.region, with) })
        .collect();
    if input.handle.is_cancelled() {
        return Err(NoFigure::Cancelled);
    }
    let (mut hits, mut failed) = (Vec::new(), Vec::new());
    for (subject, overlap) in subjects.into_iter().zip(found) {
        match overlap {
            Ok(Some(overlap)) => hits.push(Hit { subject, overlap }),
            Ok(None) => {}
            Err(OverlayFailed) => failed.push(overlay_failed(subject.item)),
        }
    }
    subject::settle(&mut hits, input.layers, with);
    Ok((hits, failed))
}

impl Inside {
    fn of(subject: &Subject<'_>, overlap: &Overlap) -> Self {
        Self {
            name: subject.item.name(),
            kind: overlap.kinds.first().map_or("", |kind| kind.code()),
            within: overlap.within.clone(),
            inside_m2: overlap.region.area(),
        }
    }
}

/// What of a feature lies inside; it is a finding whenever the limit is missed.
fn place(subject: &Subject<'_>, overlap: &Overlap, inside: &Inside) -> Place {
    let mut facts = serde_json::Map::new();
    facts.insert("inside_m2".to_owned(), inside.inside_m2.into());
    facts.insert("kind".to_owned(), inside.kind.into());
    facts.insert("within".to_owned(), inside.within.as_str().into());
    Place {
        subject: inside.name.clone(),
        figure: None,
        features: vec![(subject.item.into(), Part::Subject)],
        anchor: overlap.region.interior_point().unwrap_or_default(),
        shape: Shape::Area(overlap.region.clone()),
        facts,
    }
}

/// Names of kinds, one after the other.
fn names(kinds: &[ControlKind]) -> Message {
    let both = |one: Message, next: Message| {
        Message::new("measure.one-and-next").with_message("one", one).with_message("next", next)
    };
    kinds.iter().map(|kind| kind.name()).reduce(both).unwrap_or_else(|| Message::new("measure.blank"))
}

#[cfg(test)]
mod tests;
