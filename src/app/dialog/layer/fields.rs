//! Which field of the file holds what.

use egui::{Grid, RichText, ScrollArea, Ui};

use super::named::choice;
use super::vocabulary::relevant;
use super::{LayerDraft, quiet};
use crate::app::panel::View;
use crate::app::theme;
use crate::layer::Field;
use crate::text::{Lang, Message};

/// What a field is called for people.
pub(in crate::app::dialog) fn field_name(field: Field, lang: Lang) -> String {
    field.title().say(lang)
}

pub(super) fn fields_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft) {
    if draft.fields().is_empty() {
        return quiet(ui, view.say("layer-no-fields"));
    }
    quiet(ui, view.say("layer-fields-hint"));
    ui.add_space(4.0);
    let first = relevant(draft.roles());
    let others: Vec<Field> =
        Field::ALL.iter().map(|(field, _)| *field).filter(|field| !first.contains(field)).collect();
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        mapping_ui(ui, view, draft, &first);
        ui.add_space(4.0);
        ui.collapsing(view.say("layer-fields-others"), |ui| mapping_ui(ui, view, draft, &others));
    });
}

fn mapping_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft, fields: &[Field]) {
    let mapping = draft.mapping();
    let quiet = theme::palette(ui.visuals()).quiet;
    Grid::new(("fields", fields.first())).num_columns(3).spacing([16.0, 6.0]).show(ui, |ui| {
        for &field in fields {
            let name = field_name(field, view.lang);
            ui.label(&name).on_hover_text(field.name());
            let column = mapping.columns.get(&field).copied();
            field_ui(ui, view, draft, field, &name, column);
            let sample = column.and_then(|column| draft.samples.get(column)).map(String::as_str).unwrap_or_default();
            let sample = RichText::new(sample).color(quiet).size(theme::SMALL);
            ui.add(egui::Label::new(sample).truncate()).on_hover_text(field.name());
            ui.end_row();
        }
    });
}

fn field_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft, field: Field, name: &str, column: Option<usize>) {
    let guessed = draft.guessed_column(field).and_then(|column| draft.fields().get(column)).cloned();
    let automatic = guessed.map_or_else(
        || view.say("layer-field-none"),
        |column| Message::new("app.layer-field-guessed").with("field", column).say(view.lang),
    );
    let stated = draft.entry.fields.get(&field).cloned();
    let missing = stated.is_some() && column.is_none();
    let selected = match &stated {
        Some(name) if missing => Message::new("app.layer-field-missing").with("field", name).say(view.lang),
        Some(name) => name.clone(),
        None => automatic.clone(),
    };
    let chosen = choice(ui, name, &selected, 220.0, |ui| {
        let mut chosen = ui.selectable_label(stated.is_none(), &automatic).clicked().then_some(None);
        for (column, own) in draft.fields().iter().enumerate() {
            let is_own = stated.as_ref() == Some(own);
            let sample = draft.samples.get(column).map(String::as_str).unwrap_or_default();
            if ui.selectable_label(is_own, own).on_hover_text(sample).clicked() {
                chosen = Some(Some(own.clone()));
            }
        }
        chosen
    });
    match chosen {
        Some(None) => drop(draft.entry.fields.remove(&field)),
        Some(Some(own)) => drop(draft.entry.fields.insert(field, own)),
        None => {}
    }
}
