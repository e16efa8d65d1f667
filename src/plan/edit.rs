//! Changes of a plan, each with what was and what will be.

use std::collections::BTreeMap;

use geo_types::Coord;

use super::{Argument, DrawnCorridor, LayerEntry, TypedFigure};
use crate::text::Message;

/// What a plan states, as values: everything that edits can change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Content {
    /// Name of the plan.
    pub name: Option<String>,
    /// A built-in id, or the path of a standard file relative to the plan.
    pub standard: Option<String>,
    /// The county-level unit the plan belongs to.
    pub county: Option<String>,
    /// Evaluation year.
    pub year: Option<i32>,
    /// The projected system to measure in.
    pub crs: Option<String>,
    /// Layers, in plan order.
    pub layers: Vec<LayerEntry>,
    /// Figures typed in by the planner, by key.
    pub figures: BTreeMap<String, TypedFigure>,
    /// End faces of corridors that come from a layer, by corridor name.
    pub ends: BTreeMap<String, Vec<Coord<f64>>>,
    /// Corridors drawn in langdao, in plan order.
    pub corridors: Vec<DrawnCorridor>,
    /// Recorded justifications of misses.
    pub arguments: Vec<Argument>,
}

/// What was and what will be.
#[derive(Clone, Debug, PartialEq)]
pub struct Change<T> {
    /// Before.
    pub old: T,
    /// After.
    pub new: T,
}

/// A change of a plan. Its inverse swaps old and new.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Its name.
    Name(Change<Option<String>>),
    /// The standard it is checked against.
    Standard(Change<Option<String>>),
    /// The county.
    County(Change<Option<String>>),
    /// The evaluation year.
    Year(Change<Option<i32>>),
    /// The system to measure in.
    Crs(Change<Option<String>>),
    /// A layer at an index of the plan order: added where `old` is `None`, removed where `new` is, else stated otherwise.
    Layer(usize, Change<Option<Box<LayerEntry>>>),
    /// A typed-in figure by its key, likewise.
    Figure(String, Change<Option<TypedFigure>>),
    /// A recorded argument at an index, likewise.
    Argument(usize, Change<Option<Argument>>),
    /// Several changes of one gesture, in order, with what they do together.
    Batch(Message, Vec<Edit>),
}
