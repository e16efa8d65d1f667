//! Changes of the proposals of a plan, and the edits of a planner who weighs them against each other.

use std::sync::Arc;

use super::history::History;
use super::proposal::BASE;
use super::saved::SavedAt;
use super::{Change, Content, Edit, Plan, Proposal};
use crate::text::Message;

/// A change of the proposals of a plan; what it does to the open one is an [`Edit`] like any other.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
pub enum ProposalEdit {
    /// Which one is open.
    Open(Change<String>),
    /// The name of one; `None` stands for a plan without proposals.
    Name(Change<Option<String>>),
    /// A parked one at an index among all: added where `old` is `None`, removed where `new` is.
    Parked(usize, Change<Option<Box<Proposal>>>),
}

impl ProposalEdit {
    /// The change that takes this one back.
    pub(super) fn inverse(&self) -> Self {
        match self {
            Self::Open(change) => Self::Open(change.inverse()),
            Self::Name(change) => Self::Name(change.inverse()),
            Self::Parked(index, change) => Self::Parked(*index, change.inverse()),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Open(change) => change.old == change.new,
            Self::Name(change) => change.old == change.new,
            Self::Parked(_, change) => change.old == change.new,
        }
    }

    pub(super) fn apply(&self, content: &mut Content) {
        match self {
            Self::Open(change) => {
                content.open_proposal(&change.new);
            }
            Self::Name(change) => content.proposals.rename(change.old.as_deref(), change.new.as_deref()),
            Self::Parked(index, change) => match (&change.old, &change.new) {
                (None, Some(new)) => content.proposals.insert(*index, Proposal::clone(new)),
                (Some(_), None) => content.proposals.remove(*index),
                (None, None) | (Some(_), Some(_)) => {}
            },
        }
    }

    /// The change from what really is; `None` where it changes nothing, speaks of a proposal that is not there, or gives a
    /// name that cannot be.
    pub(super) fn grounded(self, content: &Content) -> Option<Self> {
        let proposals = &content.proposals;
        match self {
            Self::Open(Change { new, .. }) => {
                let open = proposals.open()?.to_owned();
                (new != open && proposals.is_known(&new)).then(|| Self::Open(Change::new(open, new)))
            }
            Self::Name(change) => {
                let meant = change.old.as_deref().map_or(proposals.open().is_none(), |old| proposals.is_known(old));
                let new = change.new.as_deref()?;
                let can_be = !new.is_empty() && new.trim() == new && !proposals.is_known(new);
                (meant && can_be).then_some(Self::Name(change))
            }
            Self::Parked(index, change) => grounded_parked(index, &change, content),
        }
    }

    /// What it does, for people.
    pub(super) fn label(&self) -> Message {
        let (key, name) = match self {
            Self::Open(change) => ("plan.edit-proposal-opened", change.new.as_str()),
            Self::Name(change) => ("plan.edit-proposal-named", change.new.as_deref().unwrap_or_default()),
            Self::Parked(_, change) => match (&change.old, &change.new) {
                (Some(old), None) => ("plan.edit-proposal-removed", old.name.as_str()),
                (_, new) => ("plan.edit-proposal-added", new.as_ref().map_or("", |new| &new.name)),
            },
        };
        Message::new(key).with("name", name)
    }
}

/// One is parked beside the open one; the open one is not taken away.
fn grounded_parked(index: usize, change: &Change<Option<Box<Proposal>>>, content: &Content) -> Option<ProposalEdit> {
    let proposals = &content.proposals;
    match (change.old.as_deref(), change.new.as_deref()) {
        (None, Some(new)) => {
            let fits =
                proposals.open().is_some() && new.name.trim() == new.name && proposals.problem(&new.name).is_none();
            // A copy of the open one goes on from the same tables of the file.
            let new = match content.stated() {
                open if new.stated == open => Proposal { name: new.name.clone(), ..proposals.opened(open) },
                _ => new.clone(),
            };
            let change = Change::new(None, Some(Box::new(new)));
            fits.then(|| ProposalEdit::Parked(index.min(proposals.parked().len() + 1), change))
        }
        (Some(old), None) => {
            let index = proposals.position(&old.name)?;
            let real = proposals.parked_at(index)?.clone();
            Some(ProposalEdit::Parked(index, Change::new(Some(Box::new(real)), None)))
        }
        (None, None) | (Some(_), Some(_)) => None,
    }
}

impl Plan {
    /// Names of its proposals, in plan order; none where it never had any.
    pub fn proposal_names(&self) -> Vec<&str> {
        self.content.proposals.names()
    }

    /// Opens another proposal.
    pub fn opening_proposal(&self, name: &str) -> Edit {
        match self.content.proposals.open() {
            Some(open) => Edit::Proposals(ProposalEdit::Open(Change::new(open.to_owned(), name.to_owned()))),
            None => Edit::nothing(),
        }
    }

    /// Adds a proposal behind the open one, which states the same, and opens it. What a plan without proposals states becomes
    /// its first one. A name that cannot be ([`super::Proposals::problem`]) changes nothing.
    pub fn duplicating_proposal(&self, new_name: &str) -> Edit {
        let proposals = &self.content.proposals;
        let name = new_name.trim();
        if proposals.problem(name).is_some() {
            return Edit::nothing();
        }
        let copy = Proposal { name: name.to_owned(), ..proposals.opened(self.content.stated()) };
        let naming = Edit::Proposals(ProposalEdit::Name(Change::new(None, Some(BASE.to_owned()))));
        let mut edits: Vec<Edit> = proposals.open().is_none().then_some(naming).into_iter().collect();
        edits.push(Edit::Proposals(ProposalEdit::Parked(
            proposals.place() + 1,
            Change::new(None, Some(Box::new(copy))),
        )));
        let open = proposals.open().unwrap_or(BASE).to_owned();
        edits.push(Edit::Proposals(ProposalEdit::Open(Change::new(open, name.to_owned()))));
        Edit::Batch(Message::new("plan.edit-proposal-duplicated").with("name", name), edits)
    }

    /// Names a proposal otherwise. A name that cannot be ([`super::Proposals::problem`]) changes nothing.
    pub fn renaming_proposal(&self, old: &str, new: &str) -> Edit {
        let proposals = &self.content.proposals;
        if !proposals.is_known(old) || proposals.problem(new).is_some() {
            return Edit::nothing();
        }
        Edit::Proposals(ProposalEdit::Name(Change::new(Some(old.to_owned()), Some(new.trim().to_owned()))))
    }

    /// Deletes a proposal; where it is open, the one before it opens, else the one behind it. The last one stays.
    pub fn deleting_proposal(&self, name: &str) -> Edit {
        let proposals = &self.content.proposals;
        let names = proposals.names();
        let Some(index) = proposals.position(name).filter(|_| names.len() > 1) else { return Edit::nothing() };
        let delete = |proposal: Proposal| {
            Edit::Proposals(ProposalEdit::Parked(index, Change::new(Some(Box::new(proposal)), None)))
        };
        if let Some(parked) = proposals.parked().iter().find(|parked| parked.name == name) {
            return delete(parked.clone());
        }
        let neighbour = if index > 0 { names.get(index - 1) } else { names.get(1) };
        let Some(neighbour) = neighbour.copied() else { return Edit::nothing() };
        let open = Edit::Proposals(ProposalEdit::Open(Change::new(name.to_owned(), neighbour.to_owned())));
        let delete = delete(proposals.opened(self.content.stated()));
        let what = delete.label();
        Edit::Batch(what, vec![open, delete])
    }

    /// The plan with another proposal open and nothing to undo, for looking at it beside the open one; `None` where it has
    /// no such proposal.
    pub fn showing(&self, name: &str) -> Option<Self> {
        let mut content = Content::clone(&self.content);
        content.open_proposal(name).then(|| Self {
            content: Arc::new(content),
            history: History::default(),
            saved_at: SavedAt::default(),
            ..self.clone()
        })
    }
}
