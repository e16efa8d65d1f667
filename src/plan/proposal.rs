//! Proposals: variants of one plan. One is open, and what it states is what a [`Content`] states; the others are parked.

use std::collections::BTreeMap;

use geo_types::Coord;

use super::{Amendment, Argument, Content, DrawnFeature, LayerEntry, SourceRow, TypedFigure, amendment};
use crate::text::Message;

/// Name of the first proposal where the plan file does not say it: what is there today.
pub const BASE: &str = "现状";
/// What the `year` of a proposal says where the first one has a year and this one none.
pub(super) const NO_YEAR: &str = "none";
/// Keys of the plan as a whole, which no proposal states otherwise.
pub(super) const SHARED: [&str; 5] = ["standard", "county", "date", "crs", "backdrop"];

/// What each proposal of a plan states for itself; all else is shared. The fields are those of [`Content`].
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct Stated {
    /// Evaluation year.
    pub year: Option<i32>,
    /// Layers, in plan order.
    pub layers: Vec<LayerEntry>,
    /// Figures typed in by the planner, by key.
    pub figures: BTreeMap<String, TypedFigure>,
    /// End faces of corridors that come from a layer, by corridor name.
    #[serde(with = "super::exact::all_ends")]
    pub ends: BTreeMap<String, Vec<Coord<f64>>>,
    /// Features drawn in langdao.
    pub drawn: Vec<DrawnFeature>,
    /// What it does to features of its layers' files.
    #[serde(with = "super::exact::by_row")]
    pub amendments: BTreeMap<SourceRow, Amendment>,
    /// Recorded justifications of misses.
    pub arguments: Vec<Argument>,
}

impl Stated {
    /// Whether coordinates stand in the plan itself: drawn features, end faces, places of amendments.
    pub(super) fn holds_coordinates(&self) -> bool {
        let Self { drawn, ends, amendments, .. } = self;
        !(drawn.is_empty() && ends.is_empty()) || amendment::has_place(amendments)
    }
}

/// A variant of a plan.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct Proposal {
    /// Its name, unlike all others of the plan, without blanks around it.
    pub name: String,
    /// What it states.
    pub stated: Stated,
    /// Which proposal of its file it goes on from.
    #[serde(skip)]
    pub origin: Origin,
}

/// Which proposal of the opened file, in its order, one goes on from: there saving finds the keys that it does not know. No
/// part of what a proposal states.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin(pub(super) usize);

impl PartialEq for Origin {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Origin {}

/// The proposals of a plan; a plan that never had any has none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposals {
    open: Option<String>,
    origin: Origin,
    /// Where the open one stands among all.
    place: usize,
    /// All others, in plan order.
    parked: Vec<Proposal>,
}

impl Proposals {
    /// A first proposal, which is open, and those that follow it.
    pub(super) fn new(first: String, parked: Vec<Proposal>) -> Self {
        Self { open: Some(first), origin: Origin::default(), place: 0, parked }
    }

    /// All names, in plan order.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.parked.iter().map(|parked| parked.name.as_str()).collect();
        if let Some(open) = &self.open {
            names.insert(self.place.min(names.len()), open);
        }
        names
    }

    /// The name of the open one.
    pub fn open(&self) -> Option<&str> {
        self.open.as_deref()
    }

    /// Whether a proposal has this name.
    pub fn is_known(&self, name: &str) -> bool {
        self.position(name).is_some()
    }

    /// All but the open one, in plan order.
    pub fn parked(&self) -> &[Proposal] {
        &self.parked
    }

    /// Why a new proposal cannot have this name, or another one be given it; `None` where it can.
    pub fn problem(&self, name: &str) -> Option<Message> {
        let name = name.trim();
        if name.is_empty() {
            return Some(Message::new("plan.proposal-nameless"));
        }
        // The proposal that a plan without any becomes is called so.
        let taken = self.is_known(name) || (self.open.is_none() && name == BASE);
        taken.then(|| Message::new("plan.proposal-taken").with("name", name))
    }

    /// Why no proposal of this name can be opened: those that there are.
    pub(super) fn unknown(&self, name: &str) -> Message {
        if self.open.is_none() {
            return Message::new("plan.proposal-none").with("name", name);
        }
        Message::new("plan.proposal-unknown").with("name", name).with("known", self.names().join(", "))
    }

    pub(super) fn parked_mut(&mut self) -> &mut [Proposal] {
        &mut self.parked
    }

    /// The open one as it stands among all, with what it states.
    pub(super) fn opened(&self, stated: Stated) -> Proposal {
        Proposal { name: self.open.clone().unwrap_or_default(), stated, origin: self.origin }
    }

    /// Where the open one stands among all.
    pub(super) fn place(&self) -> usize {
        self.place
    }

    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.names().iter().position(|own| *own == name)
    }

    /// The parked one at an index among all.
    pub(super) fn parked_at(&self, index: usize) -> Option<&Proposal> {
        match index.cmp(&self.place) {
            std::cmp::Ordering::Less => self.parked.get(index),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => self.parked.get(index - 1),
        }
    }

    /// Parks a proposal at an index among all.
    pub(super) fn insert(&mut self, index: usize, proposal: Proposal) {
        if index <= self.place {
            self.parked.insert(index.min(self.parked.len()), proposal);
            self.place += 1;
        } else {
            self.parked.insert((index - 1).min(self.parked.len()), proposal);
        }
    }

    /// Takes the parked proposal at an index among all away.
    pub(super) fn remove(&mut self, index: usize) {
        if self.parked_at(index).is_none() {
            return;
        }
        if index < self.place {
            self.place -= 1;
            self.parked.remove(index);
        } else {
            self.parked.remove(index - 1);
        }
    }

    /// Names the proposal of a name otherwise; `None` stands for the plan without proposals.
    pub(super) fn rename(&mut self, old: Option<&str>, new: Option<&str>) {
        if self.open.as_deref() == old {
            self.open = new.map(str::to_owned);
            return;
        }
        if let Some(meant) = self.parked.iter_mut().find(|parked| Some(parked.name.as_str()) == old) {
            new.unwrap_or_default().clone_into(&mut meant.name);
        }
    }
}

impl Content {
    /// What the open proposal states.
    pub fn stated(&self) -> Stated {
        Stated {
            year: self.year,
            layers: self.layers.clone(),
            figures: self.figures.clone(),
            ends: self.ends.clone(),
            drawn: self.drawn.clone(),
            amendments: self.amendments.clone(),
            arguments: self.arguments.clone(),
        }
    }

    /// Every proposal in plan order; a plan without any is one of no name.
    pub(super) fn all_proposals(&self) -> Vec<Proposal> {
        let mut all = self.proposals.parked.clone();
        all.insert(self.proposals.place.min(all.len()), self.proposals.opened(self.stated()));
        all
    }

    /// The layers of every proposal, those of the open one last.
    pub(super) fn layers_of_all(&self) -> impl Iterator<Item = &LayerEntry> {
        self.proposals.parked.iter().flat_map(|parked| &parked.stated.layers).chain(&self.layers)
    }

    /// Whether any proposal holds coordinates.
    pub(super) fn any_holds_coordinates(&self) -> bool {
        let mut parked = self.proposals.parked.iter().map(|parked| &parked.stated);
        self.holds_coordinates() || parked.any(Stated::holds_coordinates)
    }

    /// Opens the proposal of a name. Says whether there is one.
    pub(super) fn open_proposal(&mut self, name: &str) -> bool {
        let Some(index) = self.proposals.position(name) else { return false };
        let stated = self.take();
        let opened = self.proposals.opened(stated);
        let Proposals { parked, place, .. } = &mut self.proposals;
        parked.insert((*place).min(parked.len()), opened);
        let next = parked.remove(index);
        *place = index;
        self.proposals.open = Some(next.name);
        self.proposals.origin = next.origin;
        self.state(next.stated);
        true
    }

    fn take(&mut self) -> Stated {
        Stated {
            year: self.year.take(),
            layers: std::mem::take(&mut self.layers),
            figures: std::mem::take(&mut self.figures),
            ends: std::mem::take(&mut self.ends),
            drawn: std::mem::take(&mut self.drawn),
            amendments: std::mem::take(&mut self.amendments),
            arguments: std::mem::take(&mut self.arguments),
        }
    }

    /// States this as the open proposal.
    pub(super) fn state(&mut self, stated: Stated) {
        let Stated { year, layers, figures, ends, drawn, amendments, arguments } = stated;
        (self.year, self.layers, self.figures, self.ends) = (year, layers, figures, ends);
        (self.drawn, self.amendments, self.arguments) = (drawn, amendments, arguments);
    }
}
