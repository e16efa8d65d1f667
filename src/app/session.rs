//! What is looked at: nothing here is saved with the plan.

use std::collections::BTreeSet;
use std::sync::Arc;

use geo_types::Coord;

use super::help::Help;
use super::palette::Hit;
use super::panel::charts::Charts;
use super::panel::figures::Figures;
use super::panel::findings::FindingList;
use super::region::Regions;
use super::review::Review;
use super::tool::{Stand, Tools};
use crate::check::Verdict;
use crate::map::Camera;
use crate::plan::Left;
use crate::text::Message;

/// What is looked at.
#[derive(Debug, Default)]
pub struct Session {
    /// Where the map is looked at from; `None` until there is something to see.
    pub camera: Option<Camera>,
    /// Layers that are hidden, by the name of their file.
    pub hidden: BTreeSet<String>,
    /// The pictures from the net beneath the map, and whom they are owed to.
    pub(super) ground: Arc<super::tiles::Ground>,
    /// What a server answered to a trial, by the address.
    pub(super) trial: Option<super::dialog::backdrop::Trial>,
    /// Whether names are hidden on the map.
    pub names_hidden: bool,
    /// The finding that was chosen: clause and index.
    pub chosen: Option<(String, usize)>,
    /// The clause whose card is open.
    pub open_clause: Option<String>,
    /// Words of the clauses that are looked for.
    pub clause_text: String,
    /// Numbers of the policy under which no clauses are shown.
    pub folded: BTreeSet<String>,
    /// Only clauses of this verdict are listed.
    pub filter: Option<Verdict>,
    /// The feature that was selected.
    pub selected: Option<Selected>,
    /// Further features that were selected together with it.
    pub with: Vec<Selected>,
    /// The tool in hand and what it works on.
    pub tools: Tools,
    /// What was looked through of the findings.
    pub review: Review,
    /// The list of findings as it is sorted and filtered.
    pub(super) findings: FindingList,
    /// The table of figures as it is typed into.
    pub(super) figures: Figures,
    /// The chart that is shown.
    pub(super) charts: Charts,
    /// What a chart points at on the map in this frame.
    pub pointed: Option<Arc<Pointed>>,
    /// The dialog that is open.
    pub dialog: Option<Dialog>,
    /// The page of the help that is open, over any dialog.
    pub help: Option<Help>,
    /// What stands between bar and status line.
    pub page: Page,
    /// The step of the tour that is shown.
    pub tour: Option<usize>,
    /// Parts of the window, as they lie, and which of them the keyboard goes to.
    pub(super) regions: Regions,
    /// The name that features were looked for by last, and what was found.
    pub(super) sought: Option<(String, Vec<Hit>)>,
    /// Where the pointer is on the map, in the plan's frame.
    pub pointer: Option<Coord<f64>>,
    /// The layer whose legend is open, by its index in the snapshot.
    pub open_layer: Option<usize>,
    /// The layer of the snapshot whose notices are shown; those of everything otherwise.
    pub notices_of: Option<usize>,
    /// The attribute table.
    pub(super) table: super::table::Table,
    /// The layer that is being corrected.
    pub(super) layer_draft: Option<Box<super::dialog::layer::LayerDraft>>,
    /// The style of a layer that is being changed.
    pub(super) style: Option<Box<super::dialog::style::StyleDraft>>,
    /// Messages that pass.
    pub toasts: Vec<Toast>,
    /// What is typed into the dialog that is open.
    pub(super) draft: Option<super::dialog::Draft>,
    /// What was chosen for the report.
    pub(super) report: super::dialog::report::Choices,
    /// Its pages, as far as they were made.
    pub(super) proof: super::dialog::report::Proof,
    /// The text of a standard that is edited.
    pub(super) standard: Option<Box<super::dialog::standard::StandardDraft>>,
    /// The proposal that is looked at beside the open one.
    pub beside: Option<String>,
    /// Edits of plans that nobody has open, which were not saved.
    pub left: Vec<Arc<Left>>,
    /// Whether the plan is to be saved again as soon as it is saved: it was asked for meanwhile.
    pub(super) save_again: bool,
    /// What leaves the plan as soon as it is saved.
    pub(super) after_save: Option<super::Command>,
    /// Whether closing the window was agreed to, whatever is unsaved.
    pub(super) leaving: bool,
}

/// A feature by its place in the snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Selected {
    /// Index of the layer.
    pub layer: usize,
    /// Index of the feature in it.
    pub feature: usize,
}

/// What stands between bar and status line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// The plan; while nothing is open, the start page.
    #[default]
    Plan,
    /// The start page, although a plan is open.
    Start,
}

/// What is pointed at beside the map: outlined on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pointed {
    /// Features.
    pub features: Vec<Selected>,
    /// A place, or a line between places, in the plan's frame.
    pub places: Vec<[f64; 2]>,
}

/// A dialog over the map.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// Name, county, year, standard, figures.
    PlanSettings,
    /// One typed-in figure: the key.
    Figure(String),
    /// Role, fields, values, coordinate system, encoding of a layer by its index in the plan.
    Layer(usize),
    /// Recorded arguments; a new one for a clause and a subject.
    Argument(Option<(String, Option<String>)>),
    /// A path to open, typed or pasted.
    OpenPath,
    /// A path to add as a layer, likewise.
    AddPath,
    /// Where to write what this command writes, typed; its own path is proposed.
    Target(Box<super::Command>),
    /// Unsaved changes before something else is opened or the window is closed.
    Unsaved(Box<super::Command>),
    /// The name of a proposal.
    Proposal(super::Naming),
    /// Edits that were not saved the last time, of the plan that is being opened.
    Recover,
    /// The same of plans that nobody has open.
    Left,
    /// The plan that is being opened is open in another window.
    InUse,
    /// What the program is.
    About,
    /// Anything by its name.
    Palette,
    /// What a report holds, and its pages.
    Report,
    /// The page of a clause: its id.
    Clause(String),
    /// The text of a standard.
    Standard,
    /// A map from the net by its index in the plan, or a new one.
    Backdrop(Option<usize>),
}

/// A message that passes.
#[derive(Clone, Debug)]
pub struct Toast {
    /// What it says.
    pub message: Message,
    /// Whether something did not happen.
    pub failed: bool,
    /// When it came, seconds of the window's clock; `None` until it was shown.
    pub since: Option<f64>,
}

impl Session {
    /// Starts anew for another plan.
    pub(super) fn reset(&mut self) {
        let mut tools = Tools::default();
        tools.snapping = std::mem::take(&mut self.tools.snapping);
        let toasts = std::mem::take(&mut self.toasts);
        let report = std::mem::take(&mut self.report).for_another_plan();
        let left = std::mem::take(&mut self.left);
        // A text that is not saved outlives the plan that it was opened with.
        let standard = self.standard.take().filter(|draft| draft.is_changed());
        let dialog = standard.is_some().then_some(Dialog::Standard);
        let (names_hidden, tour, regions) = (self.names_hidden, self.tour, std::mem::take(&mut self.regions));
        let help = self.help.take();
        *self = Self {
            names_hidden,
            tools,
            dialog,
            help,
            tour,
            regions,
            toasts,
            report,
            standard,
            left,
            ..Self::default()
        };
    }

    /// Selects features in place of those that were.
    pub(super) fn select(&mut self, selected: &[Selected]) {
        self.selected = selected.first().copied();
        self.with = selected.get(1..).unwrap_or_default().to_vec();
        self.tools.corners.clear();
        self.tools.under = None;
        if self.tools.draft.as_ref().is_some_and(|draft| draft.stand == Stand::Tuning) {
            self.tools.drop_draft();
        }
    }

    /// Every feature that is selected.
    pub fn all_selected(&self) -> impl Iterator<Item = Selected> + '_ {
        self.selected.into_iter().chain(self.with.iter().copied())
    }

    /// Says something in passing.
    pub(super) fn say(&mut self, message: Message) {
        self.toasts.push(Toast { message, failed: false, since: None });
    }

    /// Says that something did not happen.
    pub(super) fn warn(&mut self, message: Message) {
        self.toasts.push(Toast { message, failed: true, since: None });
    }
}
