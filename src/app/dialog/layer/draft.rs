//! What a layer is to become, until it is applied.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::Page;
use super::filter::Filter;
use super::later::Later;
use super::place::FirstRows;
use super::sight::Sight;
use crate::app::Document;
use crate::layer::{Field, Layer, Mapping, Role, ShapeKind, Value, guess_roles, map_fields, role_of_path};
use crate::plan::{LayerEntry, LoadedEntry, Revision};
use crate::text::Message;

/// Features whose values are looked at for samples and for the guess.
const SAMPLE: usize = 500;
/// Values that are shown beside a field.
const SHOWN: usize = 3;

/// Different values of a column, each with how often it stands there.
type Counted = Vec<(String, usize)>;

/// A layer's entry while it is corrected, with what is known of its file.
#[derive(Debug)]
pub(in crate::app) struct LayerDraft {
    opened: u64,
    revision: Revision,
    old: LayerEntry,
    /// Its index in the plan.
    pub(super) index: usize,
    /// As it is to be.
    pub(super) entry: LayerEntry,
    /// As it was read; `None` where it could not be used.
    pub(super) layer: Option<Arc<Layer>>,
    /// Why it could not be used.
    pub(super) unusable: Option<Message>,
    /// What it is taken for where nothing is stated, and why.
    pub(super) guess: (Vec<Role>, Message),
    /// Some values of each field.
    pub(super) samples: Vec<String>,
    pub(super) page: Page,
    /// The field whose values are shown.
    pub(super) field: Option<Field>,
    /// Values of a column with their counts.
    pub(super) values: Option<(usize, Later<Counted>)>,
    /// First rows of the file in an encoding.
    pub(super) preview: FirstRows,
    /// The year as it is typed.
    pub(super) year: String,
    path: PathBuf,
    /// What the page of the filter has found out.
    pub(super) filter: Filter,
    /// Where the layer would lie.
    pub(super) sight: Sight,
}

impl LayerDraft {
    /// The draft of a layer as the plan states it now.
    pub(super) fn of(document: &Document, index: usize) -> Option<Self> {
        let plan = document.plan()?;
        let old = plan.content().layers.get(index)?.clone();
        let (layer, unusable) = found(document, index);
        let guess = layer.as_deref().map_or_else(|| guess_of_path(&old.source), |layer| guess_of(layer, &old));
        Some(Self {
            opened: document.opened(),
            revision: plan.revision(),
            index,
            entry: old.clone(),
            samples: layer.as_deref().map(samples).unwrap_or_default(),
            guess,
            unusable,
            layer,
            page: if document.loaded().is_some() { Page::Roles } else { Page::Reading },
            field: None,
            values: None,
            preview: FirstRows::default(),
            year: old.provenance.year.map(|year| year.to_string()).unwrap_or_default(),
            path: plan.folder().join(&old.source),
            filter: Filter::default(),
            sight: Sight::default(),
            old,
        })
    }

    /// The same, opened where one chooses which features to keep.
    pub(in crate::app) fn filtering(document: &Document, index: usize) -> Option<Self> {
        Self::of(document, index).map(|draft| Self { page: Page::Filter, ..draft })
    }

    /// The coordinate system that the plan states of it now.
    pub(super) fn crs_before(&self) -> Option<String> {
        self.old.crs.clone()
    }

    /// What the plan keeps of it now.
    pub(super) fn kept_before(&self) -> &BTreeMap<Field, Vec<String>> {
        &self.old.keep
    }

    /// Whether its fields and values mean what they did when it was read.
    pub(super) fn means_the_same(&self) -> bool {
        let Self { old, entry, .. } = self;
        (&old.roles, &old.fields, &old.values) == (&entry.roles, &entry.fields, &entry.values)
    }

    /// Whether it was made for this layer of the plan as it is: a plan that changed meanwhile has another layer there.
    pub(super) fn belongs_to(&self, document: &Document, index: usize) -> bool {
        let revision = document.plan().map(crate::plan::Plan::revision);
        self.opened == document.opened() && self.index == index && Some(self.revision) == revision
    }

    /// Whether applying it would change the plan.
    pub(super) fn is_changed(&self) -> bool {
        self.entry != self.old
    }

    /// What the features are to mean.
    pub(super) fn roles(&self) -> &[Role] {
        if self.entry.roles.is_empty() { &self.guess.0 } else { &self.entry.roles }
    }

    /// Names of the file's fields.
    pub(super) fn fields(&self) -> &[String] {
        self.layer.as_deref().map(|layer| layer.fields.as_slice()).unwrap_or_default()
    }

    /// Which column would hold which field.
    pub(super) fn mapping(&self) -> Mapping {
        map_fields(self.fields(), self.roles(), &self.entry.fields)
    }

    /// Which column would hold a field if nothing were stated of it.
    pub(super) fn guessed_column(&self, field: Field) -> Option<usize> {
        let mut stated = self.entry.fields.clone();
        stated.remove(&field);
        map_fields(self.fields(), self.roles(), &stated).columns.get(&field).copied()
    }

    /// Where the file lies.
    pub(super) fn path(&self) -> PathBuf {
        self.path.clone()
    }

    /// States what a value of a field means. The table stands as a whole: what was understood without it is stated too.
    pub(super) fn state_value(
        &mut self,
        field: Field,
        understood: &[(String, Option<&'static str>)],
        value: &str,
        meaning: Option<&str>,
    ) {
        let table = self.entry.values.entry(field).or_insert_with(|| {
            let known = understood.iter().filter_map(|(value, code)| Some((value.clone(), (*code)?.to_owned())));
            known.collect::<BTreeMap<String, String>>()
        });
        match meaning {
            Some(code) => drop(table.insert(value.to_owned(), code.to_owned())),
            None => drop(table.remove(value)),
        }
    }
}

/// What came of an entry.
fn found(document: &Document, index: usize) -> (Option<Arc<Layer>>, Option<Message>) {
    let Some(loaded) = document.loaded() else { return (None, None) };
    match loaded.entries.get(index) {
        Some(LoadedEntry::Layer(at)) => (loaded.snapshot.layers.get(*at).cloned(), None),
        Some(LoadedEntry::Unusable(at)) => {
            (None, loaded.snapshot.unusable.get(*at).map(|unusable| unusable.reason.clone()))
        }
        None => (None, None),
    }
}

fn guess_of_path(source: &str) -> (Vec<Role>, Message) {
    (role_of_path(source).into_iter().collect(), Message::new("layer.role-unsure"))
}

/// The guess that was made, or that would have been made had nothing been stated.
fn guess_of(layer: &Layer, stated: &LayerEntry) -> (Vec<Role>, Message) {
    if stated.roles.is_empty() {
        return (layer.roles.clone(), layer.role_reason.clone());
    }
    let file = stated.file_name();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let step = layer.features.len().div_ceil(SAMPLE).max(1);
    let rows: Vec<&[Value]> = layer.features.iter().step_by(step).map(|feature| feature.values.as_slice()).collect();
    guess_roles(stem, ShapeKind::of(&layer.features), &layer.fields, &rows)
}

/// The first different values of each field.
fn samples(layer: &Layer) -> Vec<String> {
    let of_column = |column: usize| {
        let mut shown: Vec<String> = Vec::new();
        let texts = layer.features.iter().take(SAMPLE).filter_map(|feature| feature.values.get(column)?.plain());
        for text in texts {
            if !shown.contains(&text) {
                shown.push(text);
            }
            if shown.len() == SHOWN {
                break;
            }
        }
        shown.join(" · ")
    };
    (0..layer.fields.len()).map(of_column).collect()
}
