//! The plan: what a planner works on. A [`Snapshot`] of it is what a check sees.
//!
//! [`Plan`] is the document that [`Edit`]s change and undo takes back. [`PlanFile`] is what a plan file states, [`load()`]
//! opens a plan, a folder or single files with what the command line says over it. Source files are only ever read.

mod amendment;
mod assign;
mod backdrop;
mod cache;
mod draft;
mod drawing;
mod drawn;
mod edit;
mod entry;
mod exact;
mod file;
mod gather;
mod history;
pub mod journal;
mod layers;
mod load;
mod names;
#[expect(clippy::module_inception, reason = "the plan itself")]
mod plan;
mod proposal;
mod proposing;
mod request;
mod rewrite;
pub mod sample;
mod save;
mod saved;
mod setting;
pub mod style;
mod upgrade;
mod values;

pub use amendment::{Amendment, SourceRow};
pub use backdrop::Backdrop;
pub use cache::LayerCache;
pub use draft::Ground;
pub use drawn::{DrawnFeature, DrawnShape, Width};
pub use edit::{Change, Content, Edit};
pub use entry::{LayerEntry, Table};
pub use file::{FILE_NAME, PlanFile, VERSION};
pub use journal::{Access, Journal, Journals, Left, Opened, Record, Restored};
pub use load::{Loaded, LoadedEntry, load, load_with};
pub use plan::Plan;
pub use proposal::{BASE, Origin, Proposal, Proposals, Stated};
pub use proposing::ProposalEdit;
pub use request::Request;
pub use save::Saving;
pub use style::Style;
pub use values::values_of;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use geo_types::Coord;

use crate::formats::files_meant;
use crate::geometry::frame::Frame;
use crate::layer::Layer;
use crate::measure::Surveys;
use crate::notice::Notice;
use crate::standard::StandardError;
use crate::text::Message;
use crate::toml_file::FileError;

/// Counts changes of a plan; whatever is derived from a plan is keyed by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(pub u64);

/// A plan at one revision, loaded: what `check` runs on. Cheap to clone in its large parts.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The revision it was taken at.
    pub revision: Revision,
    /// Name of the plan.
    pub name: String,
    /// Name of the proposal, where the plan has any.
    pub proposal: Option<String>,
    /// The projected system that everything is measured in.
    pub frame: Frame,
    /// The county-level unit the plan belongs to.
    pub county: Option<String>,
    /// Evaluation year.
    pub year: Option<i32>,
    /// Date that its reports bear, as written.
    pub date: Option<String>,
    /// Layers in plan order; features drawn in the plan form the last ones, a layer per role.
    pub layers: Vec<Arc<Layer>>,
    /// Every file that was read for it, which no output may overwrite.
    pub sources: Vec<PathBuf>,
    /// Layers that could not be used, with the reason: clauses that need them are not judged.
    pub unusable: Vec<Unusable>,
    /// Figures typed in by the planner, by key.
    pub figures: BTreeMap<String, TypedFigure>,
    /// End faces that the planner stated, by corridor name.
    pub ends: BTreeMap<String, Vec<Coord<f64>>>,
    /// Recorded justifications of misses.
    pub arguments: Vec<Argument>,
    /// How layers look where the plan says so, by [`Layer::key`]; no clause knows of it.
    pub styles: BTreeMap<String, Style>,
    /// What loading the plan as a whole assumed.
    pub notices: Vec<Notice>,
    /// Surveys of its corridors, kept from one revision to the next.
    pub surveys: Surveys,
}

impl Snapshot {
    /// Whether a path is one of the files that were read for it, or a part of the shapefile set of one, by whatever link or
    /// letter case: source layers are only ever read.
    pub fn is_source(&self, path: &Path) -> bool {
        let targets = files_meant(path);
        self.sources.iter().any(|source| source.canonicalize().is_ok_and(|source| targets.contains(&source)))
    }

    /// What the plan states of how a layer looks.
    pub fn style(&self, layer: &Layer) -> Style {
        self.styles.get(&layer.key()).cloned().unwrap_or_default()
    }

    /// By how many millionths lengths in the frame exceed those on the ground, at the middle of the plan; `None` for
    /// metres that lie nowhere on the globe.
    pub fn distortion_ppm(&self) -> Option<f64> {
        let boxes = self.layers.iter().flat_map(|layer| &layer.features).filter_map(|feature| feature.shape.bounds());
        let whole = boxes.reduce(|a, b| {
            let low = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
            geo_types::Rect::new(low, Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) })
        })?;
        self.frame.distortion_ppm(whole.center())
    }
}

/// A layer that is missing, unreadable or on another datum.
#[derive(Clone, Debug, PartialEq)]
pub struct Unusable {
    /// Its path as the plan names it.
    pub source: String,
    /// Roles it would have played, as far as known.
    pub roles: Vec<crate::layer::Role>,
    /// What is wrong and what to do.
    pub reason: crate::text::Message,
}

/// A figure typed in by the planner.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct TypedFigure {
    /// The value, in the unit of its key.
    #[serde(with = "exact::number")]
    pub value: f64,
    /// Year of the figure.
    pub year: Option<i32>,
    /// Where it was taken from.
    pub source: Option<String>,
}

impl TypedFigure {
    /// A value without year and source.
    pub fn plain(value: f64) -> Self {
        Self { value, year: None, source: None }
    }
}

/// A recorded justification of a miss.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub struct Argument {
    /// Id of the clause.
    pub clause: String,
    /// What it speaks of: a corridor, a plaza, a building; `None` for the clause as a whole.
    pub subject: Option<String>,
    /// Who argued.
    pub by: String,
    /// Why.
    pub reason: String,
    /// In which document.
    pub document: Option<String>,
    /// When, as written.
    pub date: Option<String>,
}

/// Why a plan cannot be loaded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The plan file is wrong; every problem has a line and a key.
    #[error("{0}")]
    Invalid(#[from] FileError),
    /// The standard cannot be used.
    #[error("{0}")]
    Standard(#[from] StandardError),
    /// What was asked for cannot be done.
    #[error("{0}")]
    Stated(Message),
    /// The job was cancelled.
    #[error("cancelled")]
    Cancelled,
}

impl PlanError {
    /// What to tell people, a sentence per problem.
    pub fn messages(&self) -> Vec<Message> {
        match self {
            Self::Invalid(error) => error.messages(),
            Self::Standard(error) => error.messages(),
            Self::Stated(message) => vec![message.clone()],
            Self::Cancelled => vec![Message::new("plan.cancelled")],
        }
    }
}
