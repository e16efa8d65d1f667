//! Ways of measuring: geometry, attributes and typed parameters in; a figure, facts and places out.
//!
//! A measure judges nothing and knows no wording and no standard. Where it marks places that depend on a limit it
//! takes the reference figure as [`Input::at`]. The drawing tool calls the same functions as the check.

pub mod area_share;
pub mod attribute_limit;
pub mod block_size;
mod blocks;
mod bounded;
pub mod cluster_separation;
mod clusters;
pub mod condition;
mod corridor;
pub mod corridor_continuity;
mod corridor_follow;
pub mod corridor_width;
pub mod feature_clusters;
pub mod feature_count;
pub mod feature_share;
pub mod features_inside;
#[cfg(test)]
mod fixture;
mod homes;
mod lacking;
pub mod land_mix;
pub mod length_per_head;
pub mod line_density;
mod lines;
mod main_roads;
pub mod network_continuity;
pub mod patch_area;
mod place;
mod population;
mod road_width;
pub mod selection;
pub mod service_coverage;
mod spaces;
pub mod surface_share;
mod surveys;
pub mod thematic;
pub mod typed_figure;
mod walks;
pub mod weighted_share;

pub use surveys::Surveys;

use std::collections::BTreeMap;
use std::sync::Arc;

use geo_types::Coord;

use crate::geometry::Region;
use crate::handle::Handle;
use crate::layer::{Item, Layer, Shape};
use crate::notice::Notice;
use crate::text::Message;
use crate::units::Figure;

/// The area that a clause speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    /// Its name for people.
    pub name: String,
    /// The union of its features.
    pub region: Region,
    /// The features it is made of.
    pub features: Vec<FeatureRef>,
}

/// What a measure works on.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// All layers of the plan, drawn features among them, in plan order.
    pub layers: &'a [Arc<Layer>],
    /// The area the clause speaks of; `None` where it has none, or where all features are taken to lie inside.
    pub scope: Option<&'a Scope>,
    /// Figures typed in by the planner, by key.
    pub figures: &'a BTreeMap<String, f64>,
    /// Key under which the clause's own figure is typed in: its id.
    pub key: &'a str,
    /// The year that is looked at: of the evaluation, else the target year of the clause.
    pub year: Option<i32>,
    /// End faces that the planner stated, by corridor name.
    pub ends: &'a BTreeMap<String, Vec<Coord<f64>>>,
    /// The reference figure at which places are marked, in the unit of the measure.
    pub at: Option<f64>,
    /// Surveys of corridors that were made before.
    pub surveys: &'a Surveys,
    /// Cancellation.
    pub handle: &'a Handle,
}

/// What a measure found.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured<F> {
    /// The figure that is judged.
    pub figure: Figure,
    /// Facts for people and machines, of the measure's own type.
    pub facts: F,
    /// Places on the map, each with its own figure where it has one.
    pub places: Vec<Place>,
    /// What was assumed or left out.
    pub notices: Vec<Notice>,
}

/// Why there is no figure.
#[derive(Clone, Debug, PartialEq)]
pub enum NoFigure {
    /// Data is missing; the message says what.
    Missing(Message),
    /// The job was cancelled.
    Cancelled,
}

/// A place on the map that a figure speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// What is concerned: the name of a corridor, a plaza, a road, a scope.
    pub subject: String,
    /// Its own figure, judged against the clause's test to decide whether the place is a finding; `None` where the
    /// place is one whenever the clause is missed.
    pub figure: Option<Figure>,
    /// Features concerned and what each does there.
    pub features: Vec<(FeatureRef, Part)>,
    /// Where a label is led to.
    pub anchor: Coord<f64>,
    /// What to mark on the map.
    pub shape: Shape,
    /// Facts of this place.
    pub facts: serde_json::Map<String, serde_json::Value>,
}

/// Names a feature: by file and row, or by the id of a drawn one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FeatureRef {
    /// Path of the layer's file; `None` for drawn features.
    pub layer: Option<String>,
    /// Row in the file.
    pub row: usize,
    /// Id of a drawn feature.
    pub id: Option<String>,
}

impl From<Item<'_>> for FeatureRef {
    fn from(item: Item<'_>) -> Self {
        Self { layer: item.layer.source().map(str::to_owned), row: item.feature.row, id: item.feature.id.clone() }
    }
}

/// What a feature does at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The place is about this feature.
    Subject,
    /// It narrows a corridor.
    Narrows,
    /// It was counted into the figure.
    Counted,
    /// It was left out of the figure.
    LeftOut,
    /// It is what the figure is divided by.
    Scope,
}
