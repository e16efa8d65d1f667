//! The layers of a plan as they are listed: those that were read and those that could not be.

use std::collections::BTreeMap;

use crate::app::Document;
use crate::layer::{Layer, Role};
use crate::plan::LoadedEntry;
use crate::text::{Lang, Message};

/// What came of a listed layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Came {
    /// The layer at this index of the snapshot.
    Layer(usize),
    /// The reason at this index of the layers that could not be used.
    Unusable(usize),
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) struct Listed {
    /// Its index in the plan; drawn features have none.
    pub(in crate::app) entry: Option<usize>,
    /// What came of it.
    pub(in crate::app) came: Came,
    /// Its name for people.
    pub(in crate::app) name: String,
    /// Its file, where another layer has the same name.
    pub(in crate::app) second: Option<String>,
    /// Its path as the plan names it; empty for drawn features.
    pub(in crate::app) source: String,
    /// What it is known by among the layers that are shown.
    pub(in crate::app) key: String,
}

/// All layers of the plan that was read last, in plan order.
pub(in crate::app) fn listed(document: &Document, lang: Lang) -> Vec<Listed> {
    let mut listed: Vec<Listed> = order(document)
        .into_iter()
        .filter_map(|(entry, came)| {
            let (name, source) = named(document, came, lang)?;
            let key = match came {
                Came::Layer(index) => document.loaded()?.snapshot.layers.get(index)?.key(),
                Came::Unusable(_) => source.clone(),
            };
            Some(Listed { entry, came, name, second: None, source, key })
        })
        .collect();
    let mut shared: BTreeMap<String, usize> = BTreeMap::new();
    for layer in &listed {
        *shared.entry(layer.name.clone()).or_default() += 1;
    }
    for layer in listed.iter_mut().filter(|layer| shared.get(&layer.name).is_some_and(|&count| count > 1)) {
        layer.second = Some(match layer.source.as_str() {
            "" => Message::new("app.layers-drawn").say(lang),
            source => file_name(source).to_owned(),
        });
    }
    listed
}

/// What came of the plan's entries in their order; what no entry states comes last: features drawn in the plan.
fn order(document: &Document) -> Vec<(Option<usize>, Came)> {
    let Some(loaded) = document.loaded() else { return Vec::new() };
    let came = loaded.entries.iter().map(|entry| match *entry {
        LoadedEntry::Layer(index) => Came::Layer(index),
        LoadedEntry::Unusable(index) => Came::Unusable(index),
    });
    let mut order: Vec<(Option<usize>, Came)> = came.enumerate().map(|(entry, came)| (Some(entry), came)).collect();
    let drawn = loaded.snapshot.layers.iter().enumerate().filter(|(_, layer)| layer.source().is_none());
    order.extend(drawn.map(|(index, _)| (None, Came::Layer(index))));
    order
}

/// The name of a layer for people, and its path.
fn named(document: &Document, came: Came, lang: Lang) -> Option<(String, String)> {
    let snapshot = &document.loaded()?.snapshot;
    match came {
        Came::Layer(index) => {
            let layer = snapshot.layers.get(index)?;
            Some((layer_name(layer, lang), layer.source().unwrap_or_default().to_owned()))
        }
        Came::Unusable(index) => {
            let unusable = snapshot.unusable.get(index)?;
            let name = role_name(&unusable.roles, lang).unwrap_or_else(|| file_name(&unusable.source).to_owned());
            Some((name, unusable.source.clone()))
        }
    }
}

/// The title that the plan gives a layer, else its role, else its file. Backdrops go by their files: there are many.
pub(in crate::app) fn layer_name(layer: &Layer, lang: Lang) -> String {
    let title = layer.provenance.title.clone();
    let file = || layer.source().map(|source| file_name(source).to_owned()).unwrap_or_default();
    title.or_else(|| role_name(&layer.roles, lang)).unwrap_or_else(file)
}

fn role_name(roles: &[Role], lang: Lang) -> Option<String> {
    let role = roles.first().filter(|role| **role != Role::Backdrop)?;
    Some(capitalised(&role.name().say(lang)))
}

/// A name at the beginning of a line; scripts without capitals stay as they are.
fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The last part of a path.
pub(in crate::app) fn file_name(source: &str) -> &str {
    source.rsplit('/').next().unwrap_or(source)
}
