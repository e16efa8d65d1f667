//! Changes of a plan, each with what was and what will be.

use std::collections::BTreeMap;

use geo_types::Coord;

use super::{
    Amendment, Argument, Backdrop, DrawnFeature, LayerEntry, ProposalEdit, Proposals, SourceRow, Style, TypedFigure,
    amendment, style,
};
use crate::layer::Role;
use crate::text::Message;

/// What a plan states, as values: everything that edits can change. Where it has proposals, what differs between them is
/// that of the open one.
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
    /// Date that its reports bear, as written.
    pub date: Option<String>,
    /// The projected system to measure in.
    pub crs: Option<String>,
    /// Maps from the net beneath it, the lowest first.
    pub backdrops: Vec<Backdrop>,
    /// Layers, in plan order.
    pub layers: Vec<LayerEntry>,
    /// Figures typed in by the planner, by key.
    pub figures: BTreeMap<String, TypedFigure>,
    /// End faces of corridors that come from a layer, by corridor name.
    pub ends: BTreeMap<String, Vec<Coord<f64>>>,
    /// Features drawn in langdao, in plan order, corridors first.
    pub drawn: Vec<DrawnFeature>,
    /// What the plan does to features of its layers' files.
    pub amendments: BTreeMap<SourceRow, Amendment>,
    /// Recorded justifications of misses.
    pub arguments: Vec<Argument>,
    /// How layers look, by file and by `#role` of what is drawn; the same in every proposal.
    pub styles: BTreeMap<String, Style>,
    /// Names of its proposals, and what those that are not open state.
    pub proposals: Proposals,
}

impl Content {
    /// Whether coordinates stand in the plan itself: drawn features, end faces, places of amendments.
    pub fn holds_coordinates(&self) -> bool {
        !(self.drawn.is_empty() && self.ends.is_empty()) || amendment::has_place(&self.amendments)
    }

    /// The drawn feature of an id.
    pub fn drawn(&self, id: &str) -> Option<&DrawnFeature> {
        self.drawn.iter().find(|drawn| drawn.id == id)
    }

    /// Where a new feature of a role stands among the drawn ones: behind those of its kind.
    fn place_of(&self, index: usize, role: Role) -> usize {
        let corridors = self.drawn.iter().take_while(|drawn| drawn.role == Role::Corridors).count();
        let (first, last) = if role == Role::Corridors { (0, corridors) } else { (corridors, self.drawn.len()) };
        index.clamp(first, last)
    }
}

/// What was and what will be.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct Change<T> {
    /// Before.
    pub old: T,
    /// After.
    pub new: T,
}

/// A change of a plan. Its inverse swaps old and new.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
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
    /// A drawn feature at an index, likewise.
    Drawn(usize, Change<Option<Box<DrawnFeature>>>),
    /// The stated end faces of a corridor by its name, likewise.
    Ends(String, #[serde(with = "super::exact::ends")] Change<Option<Vec<Coord<f64>>>>),
    /// What the plan does to a row of a layer's file, likewise.
    Amendment(SourceRow, Change<Option<Amendment>>),
    /// A recorded argument at an index, likewise.
    Argument(usize, Change<Option<Argument>>),
    /// How a layer looks, by [`crate::layer::Layer::key`], likewise.
    Style(String, Change<Option<Box<Style>>>),
    /// A map from the net at an index, likewise.
    Backdrop(usize, Change<Option<Backdrop>>),
    /// The proposals.
    Proposals(ProposalEdit),
    /// Several changes of one gesture, in order, with what they do together.
    Batch(Message, Vec<Edit>),
}

impl<T> Change<T> {
    /// From one value to another.
    pub fn new(old: T, new: T) -> Self {
        Self { old, new }
    }
}

impl<T: Clone> Change<T> {
    pub(super) fn inverse(&self) -> Self {
        Self { old: self.new.clone(), new: self.old.clone() }
    }
}

impl<T: Clone + PartialEq> Change<T> {
    /// The change from what really is; `None` where nothing changes.
    fn grounded(self, old: &T) -> Option<Self> {
        (*old != self.new).then(|| Self { old: old.clone(), new: self.new })
    }
}

impl Edit {
    /// The edit that changes nothing.
    pub fn nothing() -> Self {
        Self::Batch(Message::new("plan.edit-nothing"), Vec::new())
    }

    /// The edit that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self {
            Self::Name(change) => Self::Name(change.inverse()),
            Self::Standard(change) => Self::Standard(change.inverse()),
            Self::County(change) => Self::County(change.inverse()),
            Self::Year(change) => Self::Year(change.inverse()),
            Self::Crs(change) => Self::Crs(change.inverse()),
            Self::Layer(index, change) => Self::Layer(*index, change.inverse()),
            Self::Figure(key, change) => Self::Figure(key.clone(), change.inverse()),
            Self::Drawn(index, change) => Self::Drawn(*index, change.inverse()),
            Self::Ends(name, change) => Self::Ends(name.clone(), change.inverse()),
            Self::Amendment(row, change) => Self::Amendment(row.clone(), change.inverse()),
            Self::Argument(index, change) => Self::Argument(*index, change.inverse()),
            Self::Style(key, change) => Self::Style(key.clone(), change.inverse()),
            Self::Backdrop(index, change) => Self::Backdrop(*index, change.inverse()),
            Self::Proposals(change) => Self::Proposals(change.inverse()),
            Self::Batch(what, edits) => Self::Batch(what.clone(), edits.iter().rev().map(Self::inverse).collect()),
        }
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Name(change) | Self::Standard(change) | Self::County(change) | Self::Crs(change) => {
                change.old == change.new
            }
            Self::Year(change) => change.old == change.new,
            Self::Layer(_, change) => change.old == change.new,
            Self::Figure(_, change) => change.old == change.new,
            Self::Drawn(_, change) => change.old == change.new,
            Self::Ends(_, change) => change.old == change.new,
            Self::Amendment(_, change) => change.old == change.new,
            Self::Argument(_, change) => change.old == change.new,
            Self::Style(_, change) => change.old == change.new,
            Self::Backdrop(_, change) => change.old == change.new,
            Self::Proposals(change) => change.is_empty(),
            Self::Batch(_, edits) => edits.iter().all(Self::is_empty),
        }
    }

    /// Turns what was into what will be.
    pub(super) fn apply(&self, content: &mut Content) {
        match self {
            Self::Name(change) => content.name.clone_from(&change.new),
            Self::Standard(change) => content.standard.clone_from(&change.new),
            Self::County(change) => content.county.clone_from(&change.new),
            Self::Year(change) => content.year = change.new,
            Self::Crs(change) => content.crs.clone_from(&change.new),
            Self::Layer(index, change) => {
                put(&mut content.layers, *index, change.old.is_some(), change.new.as_deref().cloned());
            }
            Self::Figure(key, change) => set(&mut content.figures, key, change),
            Self::Drawn(index, change) => {
                put(&mut content.drawn, *index, change.old.is_some(), change.new.as_deref().cloned());
            }
            Self::Ends(name, change) => set(&mut content.ends, name, change),
            Self::Amendment(row, change) => set(&mut content.amendments, row, change),
            Self::Argument(index, change) => {
                put(&mut content.arguments, *index, change.old.is_some(), change.new.clone());
            }
            Self::Style(key, change) => {
                let plain = |style: &Option<Box<Style>>| style.as_deref().cloned();
                set(&mut content.styles, key, &Change::new(plain(&change.old), plain(&change.new)));
            }
            Self::Backdrop(index, change) => {
                put(&mut content.backdrops, *index, change.old.is_some(), change.new.clone());
            }
            Self::Proposals(change) => change.apply(content),
            Self::Batch(_, edits) => edits.iter().for_each(|edit| edit.apply(content)),
        }
    }

    /// The edit with what really is as its old values, so that its inverse restores exactly that. `None` where it changes
    /// nothing, or speaks of a layer or an argument that is no longer there.
    pub(super) fn grounded(self, content: &Content) -> Option<Self> {
        match self {
            Self::Name(change) => change.grounded(&content.name).map(Self::Name),
            Self::Standard(change) => change.grounded(&content.standard).map(Self::Standard),
            Self::County(change) => change.grounded(&content.county).map(Self::County),
            Self::Year(change) => change.grounded(&content.year).map(Self::Year),
            Self::Crs(change) => change.grounded(&content.crs).map(Self::Crs),
            Self::Layer(index, change) => grounded_layer(index, change, &content.layers),
            Self::Figure(key, change) => {
                let change = change.grounded(&content.figures.get(&key).cloned())?;
                Some(Self::Figure(key, change))
            }
            Self::Drawn(index, change) => grounded_drawn(index, change, content),
            Self::Ends(name, change) => {
                let change = change.grounded(&content.ends.get(&name).cloned())?;
                Some(Self::Ends(name, change))
            }
            Self::Amendment(row, change) => {
                let change = change.grounded(&content.amendments.get(&row).cloned())?;
                Some(Self::Amendment(row, change))
            }
            Self::Argument(index, change) => {
                let Some(old) = &change.old else {
                    let index = index.min(content.arguments.len());
                    return change.new.is_some().then_some(Self::Argument(index, change));
                };
                let meant = content
                    .arguments
                    .get(index)
                    .filter(|own| own.clause == old.clause && own.subject == old.subject)?;
                change.grounded(&Some(meant.clone())).map(|change| Self::Argument(index, change))
            }
            Self::Style(key, change) => grounded_style(key, change, content),
            Self::Backdrop(index, change) => {
                let Some(old) = &change.old else {
                    let index = index.min(content.backdrops.len());
                    return change.new.is_some().then_some(Self::Backdrop(index, change));
                };
                let meant = content.backdrops.get(index).filter(|own| own.address == old.address)?;
                change.grounded(&Some(meant.clone())).map(|change| Self::Backdrop(index, change))
            }
            Self::Proposals(change) => change.grounded(content).map(Self::Proposals),
            Self::Batch(what, edits) => {
                let mut after = content.clone();
                let ground = |edit: Self| {
                    let edit = edit.grounded(&after)?;
                    edit.apply(&mut after);
                    Some(edit)
                };
                let edits: Vec<Self> = edits.into_iter().filter_map(ground).collect();
                (after != *content).then_some(Self::Batch(what, edits))
            }
        }
    }

    /// Of how many single changes it consists.
    pub(super) fn parts(&self) -> usize {
        match self {
            Self::Batch(_, edits) => edits.iter().map(Self::parts).sum(),
            _ => 1,
        }
    }

    /// Whether others have done the same already: what it would add stands there, what it would change reads so.
    pub(super) fn is_there(&self, content: &Content) -> bool {
        match self {
            Self::Layer(_, Change { old: None, new: Some(new) }) => content.layers.contains(new),
            Self::Drawn(_, Change { old: None, new: Some(new) }) => content.drawn(&new.id) == Some(&**new),
            Self::Argument(_, Change { old: None, new: Some(new) }) => content.arguments.contains(new),
            Self::Backdrop(_, Change { old: None, new: Some(new) }) => content.backdrops.contains(new),
            Self::Batch(_, edits) => edits.iter().all(|edit| edit.is_there(content)),
            edit => {
                let mut after = content.clone();
                edit.apply(&mut after);
                after == *content && edit.clone().grounded(content).is_none()
            }
        }
    }

    /// What it does, for people.
    pub fn label(&self) -> Message {
        match self {
            Self::Name(_) => Message::new("plan.edit-name"),
            Self::Standard(_) => Message::new("plan.edit-standard"),
            Self::County(_) => Message::new("plan.edit-county"),
            Self::Year(_) => Message::new("plan.edit-year"),
            Self::Crs(_) => Message::new("plan.edit-crs"),
            Self::Layer(_, change) => layer_label(change.old.as_deref(), change.new.as_deref()),
            Self::Figure(key, _) => Message::new("plan.edit-figure").with("key", key),
            Self::Drawn(_, change) => drawn_label(change.old.as_deref(), change.new.as_deref()),
            Self::Ends(name, _) => Message::new("plan.edit-ends").with("name", name),
            Self::Amendment(row, change) => amendment_label(row, change),
            Self::Argument(_, change) => {
                let key = match (&change.old, &change.new) {
                    (None, _) => "plan.edit-argument-added",
                    (_, None) => "plan.edit-argument-removed",
                    _ => "plan.edit-argument",
                };
                let clause = change.new.as_ref().or(change.old.as_ref()).map(|argument| argument.clause.as_str());
                Message::new(key).with("clause", clause.unwrap_or_default())
            }
            Self::Style(key, change) => style_label(key, change.new.is_none()),
            Self::Backdrop(_, change) => {
                let key = match (&change.old, &change.new) {
                    (None, _) => "plan.edit-backdrop-added",
                    (_, None) => "plan.edit-backdrop-removed",
                    _ => "plan.edit-backdrop",
                };
                let named = change.new.as_ref().or(change.old.as_ref()).map(|backdrop| backdrop.name.as_str());
                Message::new(key).with("name", named.unwrap_or_default())
            }
            Self::Proposals(change) => change.label(),
            Self::Batch(what, _) => what.clone(),
        }
    }
}

/// Inserts, replaces or removes.
fn put<T>(list: &mut Vec<T>, index: usize, was_there: bool, new: Option<T>) {
    match (was_there, new) {
        (false, Some(new)) => list.insert(index.min(list.len()), new),
        (true, Some(new)) => {
            if let Some(own) = list.get_mut(index) {
                *own = new;
            }
        }
        (true, None) if index < list.len() => drop(list.remove(index)),
        _ => {}
    }
}

/// Puts the new value under its key, or takes the key away.
fn set<K: Ord + Clone, T: Clone>(map: &mut BTreeMap<K, T>, key: &K, change: &Change<Option<T>>) {
    match &change.new {
        Some(new) => drop(map.insert(key.clone(), new.clone())),
        None => drop(map.remove(key)),
    }
}

/// A feature keeps its id and its role; an id stands once.
fn grounded_drawn(index: usize, change: Change<Option<Box<DrawnFeature>>>, content: &Content) -> Option<Edit> {
    let Some(old) = &change.old else {
        let new = change.new.as_deref().filter(|new| content.drawn(&new.id).is_none())?;
        let index = content.place_of(index, new.role);
        return Some(Edit::Drawn(index, change));
    };
    let index = content.drawn.iter().position(|own| own.id == old.id)?;
    let meant = content.drawn.get(index)?;
    if change.new.as_deref().is_some_and(|new| new.id != meant.id || new.role != meant.role) {
        return None;
    }
    change.grounded(&Some(Box::new(meant.clone()))).map(|change| Edit::Drawn(index, change))
}

fn drawn_label(old: Option<&DrawnFeature>, new: Option<&DrawnFeature>) -> Message {
    let key = match (old, new) {
        (None, _) => "plan.edit-drawn-added",
        (_, None) => "plan.edit-drawn-removed",
        (Some(old), Some(new)) => match old.clone() {
            old if DrawnFeature { shape: new.shape.clone(), ..old.clone() } == *new => "plan.edit-drawn-shape",
            old if DrawnFeature { ends: new.ends.clone(), ..old.clone() } == *new => "plan.edit-drawn-ends",
            _ => "plan.edit-drawn",
        },
    };
    let named = new.or(old);
    let name = named.map(DrawnFeature::title).unwrap_or_default();
    let role = named.map_or(Role::Backdrop, |drawn| drawn.role);
    Message::new(key).with_message("role", role.name()).with("name", name)
}

/// Only what a plan has can look otherwise: a file that one of its proposals names, or what is drawn in a role.
fn grounded_style(key: String, change: Change<Option<Box<Style>>>, content: &Content) -> Option<Edit> {
    let is_there = style::read::drawn_of_key(&key).is_some() || content.layers_of_all().any(|own| own.source == key);
    let new = change.new.filter(|style| !style.is_built_in());
    if new.is_some() && !is_there {
        return None;
    }
    let old = content.styles.get(&key).cloned().map(Box::new);
    Change::new(None, new).grounded(&old).map(|change| Edit::Style(key, change))
}

fn style_label(key: &str, is_reset: bool) -> Message {
    let says = if is_reset { "plan.edit-style-reset" } else { "plan.edit-style" };
    match style::read::drawn_of_key(key) {
        Some(role) => Message::new(says).with_message("layer", role.name()),
        None => Message::new(says).with("layer", key.rsplit('/').next().unwrap_or(key)),
    }
}

fn amendment_label(row: &SourceRow, change: &Change<Option<Amendment>>) -> Message {
    let file = row.source.rsplit('/').next().unwrap_or(&row.source);
    let key = match &change.new {
        None => "plan.edit-restored",
        Some(amendment) if amendment.removed => "plan.edit-taken-away",
        Some(_) => "plan.edit-restated",
    };
    Message::new(key).with("feature", format!("{file}#{}", row.row))
}

type LayerChange = Change<Option<Box<LayerEntry>>>;

/// An entry that replaces another stays in the other's place of the file.
fn grounded_layer(index: usize, mut change: LayerChange, layers: &[LayerEntry]) -> Option<Edit> {
    let Some(old) = &change.old else {
        return change.new.is_some().then_some(Edit::Layer(index.min(layers.len()), change));
    };
    let meant = layers.get(index).filter(|own| own.source == old.source)?;
    if let Some(new) = &mut change.new {
        new.table = meant.table;
    }
    change.grounded(&Some(Box::new(meant.clone()))).map(|change| Edit::Layer(index, change))
}

fn layer_label(old: Option<&LayerEntry>, new: Option<&LayerEntry>) -> Message {
    let key = match (old, new) {
        (None, _) => "plan.edit-layer-added",
        (_, None) => "plan.edit-layer-removed",
        (Some(old), Some(new)) => {
            let but = |entry: LayerEntry| entry == *new;
            match old.clone() {
                old if but(LayerEntry { roles: new.roles.clone(), ..old.clone() }) => "plan.edit-layer-role",
                old if but(LayerEntry { crs: new.crs.clone(), ..old.clone() }) => "plan.edit-layer-crs",
                old if but(LayerEntry { encoding: new.encoding.clone(), ..old.clone() }) => "plan.edit-layer-encoding",
                old if but(LayerEntry { fields: new.fields.clone(), ..old.clone() }) => "plan.edit-layer-fields",
                old if but(LayerEntry { values: new.values.clone(), ..old.clone() }) => "plan.edit-layer-values",
                old if but(LayerEntry { opacity: new.opacity, ..old.clone() }) => "plan.edit-layer-opacity",
                old if but(LayerEntry { keep: new.keep.clone(), ..old.clone() }) => "plan.edit-layer-filter",
                old if but(LayerEntry { carriageways: new.carriageways, ..old.clone() }) => {
                    "plan.edit-layer-carriageways"
                }
                _ => "plan.edit-layer",
            }
        }
    };
    Message::new(key).with("layer", new.or(old).map(LayerEntry::file_name).unwrap_or_default())
}
