//! Which features of a layer to keep: the values of its fields with their counts, ticked or not.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Align, Button, Layout, RichText, ScrollArea, Ui};

use super::fields::field_name;
use super::later::Later;
use super::vocabulary::{relevant, understood, vocabulary};
use super::{LayerDraft, quiet};
use crate::app::panel::View;
use crate::app::theme;
use crate::layer::{Field, Layer, Role, Stated};
use crate::plan::{LayerEntry, values_of};
use crate::text::Message;
use crate::units;

/// Height of a line of the table.
const HEIGHT: f32 = 26.0;

/// What the page has found out.
#[derive(Debug, Default)]
pub(super) struct Filter {
    /// The field whose values are shown.
    field: Option<Field>,
    /// The layer with all of its features: as it was read it has only those that are kept.
    whole: Option<Later<Option<Arc<Layer>>>>,
    values: Option<(Column, Later<Vec<Choice>>)>,
    kept: Option<(LayerEntry, Later<usize>)>,
}

/// A field and the column that holds it.
type Column = (Field, usize);

/// A value that can be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Choice {
    /// As the plan states it.
    key: String,
    /// What it means; the value itself where that is not understood.
    name: Option<Message>,
    count: usize,
}

pub(super) fn filter_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft) {
    quiet(ui, view.say("layer-filter-hint"));
    ui.add_space(4.0);
    let Some(layer) = whole(ui, view, draft) else { return };
    let mapping = draft.mapping();
    let first = relevant(draft.roles());
    let mut fields: Vec<Field> = mapping.columns.keys().copied().collect();
    fields.sort_by_key(|field| first.iter().position(|own| own == field).unwrap_or(first.len()));
    let filtered = fields.iter().find(|field| draft.entry.keep.contains_key(field));
    let shown = draft.filter.field.filter(|field| fields.contains(field)).or(filtered.or(fields.first()).copied());
    let Some((field, column)) = shown.and_then(|field| Some((field, *mapping.columns.get(&field)?))) else {
        return quiet(ui, view.say("layer-filter-none"));
    };
    ui.horizontal_wrapped(|ui| {
        for other in fields {
            let name = field_name(other, view.lang);
            let name = if draft.entry.keep.contains_key(&other) { theme::bold(name) } else { RichText::new(name) };
            if ui.add(Button::selectable(other == field, name)).clicked() {
                draft.filter.field = Some(other);
            }
        }
    });
    count_ui(ui, view, draft, &layer);
    if draft.entry.keep.contains_key(&field) && ui.link(view.say("layer-filter-all")).clicked() {
        draft.entry.keep.remove(&field);
    }
    ui.add_space(4.0);
    match choices(ui, draft, &layer, field, column) {
        Some(choices) => table_ui(ui, view, draft, field, &choices),
        None => drop(ui.spinner()),
    }
}

/// The layer with all of its features.
fn whole(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft) -> Option<Arc<Layer>> {
    if draft.layer.is_none() {
        quiet(ui, view.say("layer-no-fields"));
        return None;
    }
    if draft.kept_before().is_empty() {
        return draft.layer.clone();
    }
    if draft.filter.whole.is_none() {
        let unfiltered = LayerEntry { keep: BTreeMap::new(), ..draft.entry.clone() };
        let trial = view.document.trial(draft.index, unfiltered)?;
        draft.filter.whole = Some(Later::start(ui.ctx(), move || trial.layer()));
    }
    match draft.filter.whole.as_mut()?.look() {
        Later::There(layer) => return layer.clone(),
        Later::Waiting(_) => drop(ui.spinner()),
        Later::Lost => quiet(ui, view.say("layer-preview-lost")),
    }
    None
}

/// How many features are kept.
fn count_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft, layer: &Arc<Layer>) {
    if draft.filter.kept.as_ref().is_none_or(|(of, _)| *of != draft.entry) {
        let (layer, entry) = (Arc::clone(layer), draft.entry.clone());
        let as_read = draft.means_the_same();
        let later = Later::start(ui.ctx(), move || kept(&layer, &entry, as_read));
        draft.filter.kept = Some((draft.entry.clone(), later));
    }
    let all = layer.features.len();
    let Some(Later::There(kept)) = draft.filter.kept.as_mut().map(|(_, later)| later.look()) else {
        return quiet(ui, view.say("layer-filter-counting"));
    };
    let counted = |count: usize| units::grouped(&count.to_string());
    let says = Message::new("app.layer-filter-kept").with("kept", counted(*kept)).with("all", counted(all));
    ui.label(theme::bold(says.say(view.lang)).size(theme::SMALL));
}

fn kept(layer: &Layer, entry: &LayerEntry, as_read: bool) -> usize {
    if as_read {
        return layer.kept(&entry.keep);
    }
    let mut restated = layer.clone();
    restated.assign(&Stated {
        roles: (!entry.roles.is_empty()).then(|| entry.roles.clone()),
        fields: entry.fields.clone(),
        values: entry.values.clone(),
        keep: entry.keep.clone(),
    });
    restated.features.len()
}

/// The values of a field, as soon as a thread has counted them.
fn choices(ui: &Ui, draft: &mut LayerDraft, layer: &Arc<Layer>, field: Field, column: usize) -> Option<Vec<Choice>> {
    if draft.filter.values.as_ref().is_none_or(|(of, _)| *of != (field, column)) {
        let (layer, roles) = (Arc::clone(layer), draft.roles().to_vec());
        let later = Later::start(ui.ctx(), move || counted(&layer, &roles, field, column));
        draft.filter.values = Some(((field, column), later));
    }
    let Later::There(choices) = draft.filter.values.as_mut()?.1.look() else { return None };
    let mut choices = choices.clone();
    // What the plan keeps and the file lacks stays to be seen, and to be taken away.
    for own in draft.entry.keep.get(&field).into_iter().flatten() {
        if choices.iter().all(|choice| choice.key != *own) {
            choices.push(Choice { key: own.clone(), name: None, count: 0 });
        }
    }
    Some(choices)
}

/// Values of one meaning are one choice.
fn counted(layer: &Layer, roles: &[Role], field: Field, column: usize) -> Vec<Choice> {
    let values = values_of(layer, column);
    let names = vocabulary(field, roles);
    let meanings = if names.is_empty() { Vec::new() } else { understood(layer, roles, field, column, &values) };
    let mut choices: Vec<Choice> = Vec::new();
    for (index, (value, count)) in values.into_iter().enumerate() {
        let code = meanings.get(index).and_then(|(_, code)| *code);
        let key = code.map_or(value, str::to_owned);
        if let Some(choice) = choices.iter_mut().find(|choice| choice.key == key) {
            choice.count += count;
        } else {
            let name = names.iter().find(|(known, _)| Some(*known) == code).map(|(_, name)| name.clone());
            choices.push(Choice { key, name, count });
        }
    }
    choices.sort_by_key(|choice| std::cmp::Reverse(choice.count));
    choices
}

fn table_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft, field: Field, choices: &[Choice]) {
    if choices.is_empty() {
        return quiet(ui, view.say("layer-filter-empty"));
    }
    ScrollArea::vertical().auto_shrink([false, false]).show_rows(ui, HEIGHT, choices.len(), |ui, rows| {
        for choice in rows.filter_map(|row| choices.get(row)) {
            line_ui(ui, view, draft, field, choice, choices);
        }
    });
}

fn line_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft, field: Field, choice: &Choice, all: &[Choice]) {
    let kept = draft.entry.keep.get(&field).cloned();
    let mut ticked = kept.as_ref().is_none_or(|kept| kept.contains(&choice.key));
    let name = choice.name.as_ref().map_or_else(|| choice.key.clone(), |name| name.say(view.lang));
    ui.horizontal(|ui| {
        ui.set_height(HEIGHT);
        if ui.checkbox(&mut ticked, &name).changed() {
            let mut now: Vec<String> = kept.unwrap_or_else(|| all.iter().map(|choice| choice.key.clone()).collect());
            now.retain(|own| *own != choice.key);
            if ticked {
                now.push(choice.key.clone());
            }
            state(draft, field, now, all);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(8.0);
            let count = RichText::new(units::grouped(&choice.count.to_string())).size(theme::SMALL);
            ui.label(count.color(theme::palette(ui.visuals()).quiet));
            let only = ui.link(RichText::new(view.say("layer-filter-only")).size(theme::SMALL));
            let says = Message::new("app.layer-filter-only-this").with("value", &name).say(view.lang);
            only.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, &says));
            if only.clicked() {
                state(draft, field, vec![choice.key.clone()], all);
            }
        });
    });
}

/// Keeps these; nothing is stated where all are kept, or none, since a layer without features helps nobody.
fn state(draft: &mut LayerDraft, field: Field, kept: Vec<String>, all: &[Choice]) {
    if kept.is_empty() || all.iter().all(|choice| kept.contains(&choice.key)) {
        draft.entry.keep.remove(&field);
    } else {
        draft.entry.keep.insert(field, kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::{Feature, Origin, Shape, Value};

    #[test]
    fn values_of_one_meaning_are_one_choice_and_what_is_not_understood_stands_as_it_is() {
        let rows = ["现状", "已建", "拟建", "甲"];
        let features = rows.iter().enumerate().map(|(row, text)| Feature {
            row,
            id: None,
            shape: Shape::Points(Vec::new()),
            values: vec![Value::text(text)],
        });
        let layer = Layer::new(Origin::File("a.shp".into()), &[Role::Buildings], &["status"], features.collect());
        let found = counted(&layer, &[Role::Buildings], Field::Status, 0);
        let shown: Vec<(&str, bool, usize)> =
            found.iter().map(|own| (own.key.as_str(), own.name.is_some(), own.count)).collect();
        assert_eq!(shown, [("existing", true, 2), ("planned", true, 1), ("甲", false, 1)]);
    }
}
