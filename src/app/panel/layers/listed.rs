//! The layers of a plan as they are listed: those that were read, those that could not be, and those that still are to be.

use std::collections::BTreeMap;

use crate::app::Document;
use crate::layer::{Layer, Role};
use crate::plan::{LayerEntry, Loaded, LoadedEntry};
use crate::text::{Lang, Message};

/// What came of a listed layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Came {
    /// The layer at this index of the snapshot.
    Layer(usize),
    /// The reason at this index of the layers that could not be used.
    Unusable(usize),
    /// It is still to be read.
    Waiting,
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
    /// How many lines before it are known by the same.
    pub(in crate::app) nth: usize,
    /// The path of the group that it is in.
    pub(in crate::app) group: Option<String>,
}

/// All layers of the plan as it is, the uppermost first: what is drawn in it, then its files in plan order.
pub(in crate::app) fn listed(document: &Document, lang: Lang) -> Vec<Listed> {
    let mut listed = drawn(document, lang);
    let entries = document.plan().map_or(&[][..], |plan| plan.content().layers.as_slice());
    listed.extend(entries.iter().enumerate().map(|(index, entry)| of_entry(document, index, entry, lang)));
    let (mut names, mut keys): (BTreeMap<String, usize>, BTreeMap<String, usize>) = Default::default();
    for layer in &mut listed {
        *names.entry(layer.name.clone()).or_default() += 1;
        let before = keys.entry(layer.key.clone()).or_default();
        layer.nth = *before;
        *before += 1;
    }
    for layer in listed.iter_mut().filter(|layer| names.get(&layer.name).is_some_and(|&count| count > 1)) {
        layer.second = Some(match layer.source.as_str() {
            "" => Message::new("app.layers-drawn").say(lang),
            source => file_name(source).to_owned(),
        });
    }
    listed
}

/// What is drawn in the plan, a layer per role.
fn drawn(document: &Document, lang: Lang) -> Vec<Listed> {
    let layers = document.loaded().map_or(&[][..], |loaded| loaded.snapshot.layers.as_slice());
    let drawn = layers.iter().enumerate().filter(|(_, layer)| layer.is_drawn());
    let line = |(index, layer): (usize, &std::sync::Arc<Layer>)| Listed {
        entry: None,
        came: Came::Layer(index),
        name: layer_name(layer, lang),
        second: None,
        source: String::new(),
        key: layer.key(),
        nth: 0,
        group: None,
    };
    drawn.map(line).collect()
}

fn of_entry(document: &Document, index: usize, entry: &LayerEntry, lang: Lang) -> Listed {
    let came = document.loaded().map_or(Came::Waiting, |loaded| came(loaded, index, &entry.source));
    Listed {
        entry: Some(index),
        came,
        name: named(document, came, entry, lang),
        second: None,
        source: entry.source.clone(),
        key: entry.source.clone(),
        nth: 0,
        group: entry.group.clone(),
    }
}

/// What came of an entry when the plan was read last: then it may have stood elsewhere.
fn came(loaded: &Loaded, index: usize, source: &str) -> Came {
    let all = loaded.entries.get(index).into_iter().chain(&loaded.entries);
    let found = all.copied().find_map(|entry| match entry {
        LoadedEntry::Layer(at) => {
            let own = loaded.snapshot.layers.get(at)?.source();
            (own == Some(source)).then_some(Came::Layer(at))
        }
        LoadedEntry::Unusable(at) => {
            let own = loaded.snapshot.unusable.get(at)?;
            (own.source == source).then_some(Came::Unusable(at))
        }
    });
    found.unwrap_or(Came::Waiting)
}

/// The name of a layer for people.
fn named(document: &Document, came: Came, entry: &LayerEntry, lang: Lang) -> String {
    let snapshot = document.loaded().map(|loaded| &loaded.snapshot);
    let found = match came {
        Came::Layer(index) => {
            snapshot.and_then(|snapshot| snapshot.layers.get(index)).map(|layer| layer_name(layer, lang))
        }
        Came::Unusable(index) => snapshot.and_then(|snapshot| role_name(&snapshot.unusable.get(index)?.roles, lang)),
        Came::Waiting => None,
    };
    found.unwrap_or_else(|| entry.file_name().to_owned())
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
pub(in crate::app) fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The last part of a path.
pub(in crate::app) fn file_name(source: &str) -> &str {
    source.rsplit('/').next().unwrap_or(source)
}
