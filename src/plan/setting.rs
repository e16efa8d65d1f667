//! The edits of a planner, each with what really is as its old value.

use super::{Argument, Backdrop, Change, Content, Edit, LayerEntry, Loaded, LoadedEntry, Plan, Style, TypedFigure};
use crate::layer::Role;
use crate::text::Message;

impl Plan {
    /// Names the plan; blank text takes the name away.
    pub fn setting_name(&self, name: Option<String>) -> Edit {
        Edit::Name(Change::new(self.content.name.clone(), said(name)))
    }

    /// Chooses the standard: a built-in id, or the path of a file from the plan's folder.
    pub fn setting_standard(&self, standard: Option<String>) -> Edit {
        Edit::Standard(Change::new(self.content.standard.clone(), said(standard)))
    }

    /// Says which county the plan belongs to.
    pub fn setting_county(&self, county: Option<String>) -> Edit {
        Edit::County(Change::new(self.content.county.clone(), said(county)))
    }

    /// Sets the evaluation year.
    pub fn setting_year(&self, year: Option<i32>) -> Edit {
        Edit::Year(Change::new(self.content.year, year))
    }

    /// Sets the system to measure in; `None` chooses it from the layers.
    pub fn setting_crs(&self, crs: Option<String>) -> Edit {
        Edit::Crs(Change::new(self.content.crs.clone(), said(crs)))
    }

    /// States otherwise what a layer is; nothing where there is no such layer.
    pub fn setting_layer(&self, index: usize, entry: LayerEntry) -> Edit {
        match self.content.layers.get(index) {
            Some(old) => {
                let new = LayerEntry { table: old.table, ..clean(entry) };
                Edit::Layer(index, Change::new(Some(Box::new(old.clone())), Some(Box::new(new))))
            }
            None => Edit::nothing(),
        }
    }

    /// States the roles of a layer; none leaves them to be guessed.
    pub fn setting_role(&self, index: usize, roles: Vec<Role>) -> Edit {
        match self.content.layers.get(index) {
            Some(old) => self.setting_layer(index, LayerEntry { roles, ..old.clone() }),
            None => Edit::nothing(),
        }
    }

    /// Takes a layer out of the plan; its file stays as it is.
    pub fn removing_layer(&self, index: usize) -> Edit {
        match self.content.layers.get(index) {
            Some(old) => {
                self.with_what_is_its_own(index, Edit::Layer(index, Change::new(Some(Box::new(old.clone())), None)))
            }
            None => Edit::nothing(),
        }
    }

    /// Makes a layer look otherwise, by [`crate::layer::Layer::key`]; a style that says nothing gives it back its built-in look.
    pub fn styling(&self, key: &str, style: Style) -> Edit {
        let old = self.content.styles.get(key).cloned().map(Box::new);
        let new = (!style.is_built_in()).then(|| Box::new(style));
        Edit::Style(key.to_owned(), Change::new(old, new))
    }

    /// The removal of a layer with the amendments and the style of its file, where no other layer has the same file.
    fn with_what_is_its_own(&self, index: usize, removal: Edit) -> Edit {
        let Some(entry) = self.content.layers.get(index) else { return removal };
        let shared = self.content.layers.iter().filter(|other| other.source == entry.source).count() > 1;
        let of_file = self.content.amendments.iter().filter(|(row, _)| row.source == entry.source && !shared);
        let mut edits: Vec<Edit> =
            of_file.map(|(row, own)| Edit::Amendment(row.clone(), Change::new(Some(own.clone()), None))).collect();
        let named = self.content.layers_of_all().filter(|other| other.source == entry.source).count();
        edits.extend(
            (named == 1 && self.content.styles.contains_key(&entry.source))
                .then(|| self.styling(&entry.source, Style::default())),
        );
        if edits.is_empty() {
            return removal;
        }
        let what = removal.label();
        edits.push(removal);
        Edit::Batch(what, edits)
    }

    /// Types a figure in, or takes it away. A figure that cannot be ([`TypedFigure::problem`]) changes nothing.
    pub fn setting_figure(&self, key: &str, figure: Option<TypedFigure>) -> Edit {
        if key.is_empty() || figure.as_ref().is_some_and(|figure| figure.problem(key).is_some()) {
            return Edit::nothing();
        }
        let figure = figure.map(|figure| TypedFigure { source: said(figure.source), ..figure });
        Edit::Figure(key.to_owned(), Change::new(self.content.figures.get(key).cloned(), figure))
    }

    /// Records a justification, in place of the one of the same clause and subject. One that lacks something
    /// ([`Argument::problem`]) changes nothing.
    pub fn arguing(&self, argument: Argument) -> Edit {
        if argument.problem().is_some() {
            return Edit::nothing();
        }
        let Argument { clause, subject, by, reason, document, date } = argument;
        let new = Argument { clause, subject: said(subject), by, reason, document: said(document), date: said(date) };
        let arguments = &self.content.arguments;
        let same = arguments.iter().position(|own| own.clause == new.clause && own.subject == new.subject);
        let index = same.unwrap_or(arguments.len());
        Edit::Argument(index, Change::new(arguments.get(index).cloned(), Some(new)))
    }

    /// Takes a justification back.
    pub fn removing_argument(&self, index: usize) -> Edit {
        match self.content.arguments.get(index) {
            Some(old) => Edit::Argument(index, Change::new(Some(old.clone()), None)),
            None => Edit::nothing(),
        }
    }

    /// Lays a map from the net above those that are there, or states one otherwise.
    pub fn setting_backdrop(&self, index: Option<usize>, backdrop: Backdrop) -> Edit {
        let backdrops = &self.content.backdrops;
        let index = index.unwrap_or(backdrops.len());
        Edit::Backdrop(index, Change::new(backdrops.get(index).cloned(), Some(backdrop)))
    }

    /// Takes a map from the net away.
    pub fn removing_backdrop(&self, index: usize) -> Edit {
        match self.content.backdrops.get(index) {
            Some(old) => Edit::Backdrop(index, Change::new(Some(old.clone()), None)),
            None => Edit::nothing(),
        }
    }

    /// States the roles that were guessed, so that a saved plan says what was checked.
    pub fn adopting_guesses(&self, loaded: &Loaded) -> Edit {
        let Content { layers, .. } = &*self.content;
        let guessed = layers.iter().enumerate().filter(|(_, entry)| entry.roles.is_empty());
        let edits = guessed.filter_map(|(index, entry)| {
            let LoadedEntry::Layer(layer) = *loaded.entries.get(index)? else { return None };
            let layer = loaded.snapshot.layers.get(layer)?;
            let is_this = layer.source() == Some(entry.source.as_str());
            is_this.then(|| self.setting_role(index, layer.roles.clone()))
        });
        Edit::Batch(Message::new("plan.edit-adopt-guesses"), edits.collect())
    }
}

impl TypedFigure {
    /// Why this cannot be the figure of a key; `None` where it can.
    pub fn problem(&self, key: &str) -> Option<Message> {
        let can_be = (0.0..f64::INFINITY).contains(&self.value);
        (!can_be).then(|| Message::new("plan.figure-impossible").with("key", key).with("found", self.value))
    }
}

impl Argument {
    /// What it lacks; `None` where it can be recorded.
    pub fn problem(&self) -> Option<Message> {
        let lacks = [&self.clause, &self.by, &self.reason].iter().any(|text| text.trim().is_empty());
        lacks.then(|| Message::new("plan.argument-incomplete"))
    }
}

/// Blank text says nothing, in a plan file too.
fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// The entry as a plan file would give it back.
fn clean(mut entry: LayerEntry) -> LayerEntry {
    entry.source = entry.source.replace('\\', "/");
    entry.crs = said(entry.crs);
    entry.encoding = said(entry.encoding);
    entry.provenance.title = said(entry.provenance.title);
    entry.provenance.source = said(entry.provenance.source);
    entry.keep.retain(|_, kept| !kept.is_empty());
    let mut roles = Vec::new();
    for role in entry.roles {
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    LayerEntry { roles, ..entry }
}
