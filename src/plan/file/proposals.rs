//! The proposals of a plan file: `base` names what the root states, each `[[proposal]]` states what differs from it.

use std::collections::BTreeSet;

use super::stated;
use crate::plan::proposal::{BASE, NO_YEAR, Origin, SHARED};
use crate::plan::{Content, Proposal, Proposals, Stated};
use crate::text::Message;
use crate::toml_file::View;

/// Reads `base`, `open` and every `[[proposal]]` into what the root states.
pub(super) fn read(root: &View<'_>, content: &mut Content) {
    let name = |key| root.read::<String>(key).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    let (base, open, tables) = (name("base"), name("open"), root.tables("proposal"));
    if base.is_some() || !tables.is_empty() {
        let base = base.unwrap_or_else(|| BASE.to_owned());
        let mut names = BTreeSet::from([base.clone()]);
        let inherited = content.stated();
        let read = |(index, view): (usize, &View<'_>)| proposal(view, Origin(index + 1), &inherited, &mut names);
        let parked = tables.iter().enumerate().filter_map(read).collect();
        content.proposals = Proposals::new(base, parked);
    }
    if let Some(open) = open.filter(|open| !content.open_proposal(open)) {
        root.report("open", content.proposals.unknown(&open));
    }
}

fn proposal(view: &View<'_>, origin: Origin, inherited: &Stated, names: &mut BTreeSet<String>) -> Option<Proposal> {
    for key in SHARED.into_iter().filter(|key| view.has(key)) {
        view.report(key, Message::new("plan.proposal-shared"));
    }
    let year = if view.says("year", NO_YEAR) { None } else { view.read("year").or(inherited.year) };
    let stated = stated(view, year, inherited);
    let name = view.require_text("name")?.trim().to_owned();
    if !names.insert(name.clone()) {
        view.report("name", Message::new("plan.duplicate").with("found", &name));
    }
    Some(Proposal { name, stated, origin })
}
