//! What the values of a field mean.

use egui::{Align, Label, Layout, RichText, ScrollArea, Ui, vec2};

use super::fields::field_name;
use super::later::Later;
use super::named::choice;
use super::vocabulary::{Vocabulary, understood, vocabulary};
use super::{LayerDraft, quiet};
use crate::app::panel::View;
use crate::app::theme;
use crate::layer::Field;
use crate::plan::values_of;
use crate::text::Message;
use crate::units;

/// Height of a line of the table.
const HEIGHT: f32 = 30.0;

pub(super) fn values_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft) {
    let mapping = draft.mapping();
    let offered: Vec<(Field, usize, Vocabulary)> = mapping
        .columns
        .iter()
        .map(|(&field, &column)| (field, column, vocabulary(field, draft.roles())))
        .filter(|(_, _, vocabulary)| !vocabulary.is_empty())
        .collect();
    let shown = offered.iter().find(|(field, ..)| draft.field == Some(*field)).or(offered.first());
    let Some(shown @ (field, column, _)) = shown else { return quiet(ui, view.say("layer-no-values")) };
    ui.horizontal(|ui| {
        for (other, ..) in &offered {
            let name = field_name(*other, view.lang);
            if ui.add(egui::Button::selectable(other == field, name)).clicked() {
                draft.field = Some(*other);
            }
        }
    });
    quiet(ui, view.say("layer-values-hint"));
    let own = draft.entry.values.contains_key(field);
    if own && ui.link(view.say("layer-values-again")).clicked() {
        draft.entry.values.remove(field);
    }
    ui.add_space(4.0);
    let Some(values) = values(ui, draft, *column) else {
        ui.spinner();
        return;
    };
    table_ui(ui, view, draft, shown, &values);
}

/// The different values of a column, as soon as a thread has counted them.
fn values(ui: &Ui, draft: &mut LayerDraft, column: usize) -> Option<Vec<(String, usize)>> {
    if draft.values.as_ref().is_none_or(|(of, _)| *of != column) {
        let layer = draft.layer.clone()?;
        draft.values = Some((column, Later::start(ui.ctx(), move || values_of(&layer, column))));
    }
    match draft.values.as_mut()?.1.look() {
        Later::There(values) => Some(values.clone()),
        _ => None,
    }
}

fn table_ui(
    ui: &mut Ui,
    view: &View<'_>,
    draft: &mut LayerDraft,
    (field, column, vocabulary): &(Field, usize, Vocabulary),
    values: &[(String, usize)],
) {
    let (field, column) = (*field, *column);
    let Some(layer) = draft.layer.clone() else { return };
    let understood = understood(&layer, draft.roles(), field, column, values);
    ScrollArea::vertical().auto_shrink([false, false]).show_rows(ui, HEIGHT, values.len(), |ui, rows| {
        for row in rows {
            if let Some((value, count)) = values.get(row) {
                let guess = understood.get(row).and_then(|(_, code)| *code);
                let line = Line { field, value, count: *count, guess };
                line_ui(ui, view, draft, &line, vocabulary, &understood);
            }
        }
    });
}

/// A value of the table.
struct Line<'a> {
    field: Field,
    value: &'a str,
    count: usize,
    guess: Option<&'static str>,
}

fn line_ui(
    ui: &mut Ui,
    view: &View<'_>,
    draft: &mut LayerDraft,
    line: &Line<'_>,
    vocabulary: &Vocabulary,
    understood: &[(String, Option<&'static str>)],
) {
    let palette = theme::palette(ui.visuals());
    let meaning = match draft.entry.values.get(&line.field) {
        Some(table) => table.get(line.value).cloned(),
        None => line.guess.map(str::to_owned),
    };
    let meaning = meaning.as_deref();
    let known = vocabulary.iter().find(|(code, _)| Some(*code) == meaning);
    let unknown = view.say("layer-value-unknown");
    let selected = known.map_or_else(|| meaning.unwrap_or(&unknown).to_owned(), |(_, name)| name.say(view.lang));
    ui.horizontal(|ui| {
        ui.set_height(HEIGHT);
        cell(ui, 300.0, Layout::left_to_right(Align::Center), line.value.into());
        let count = RichText::new(units::grouped(&line.count.to_string())).color(palette.quiet).size(theme::SMALL);
        cell(ui, 60.0, Layout::right_to_left(Align::Center), count);
        ui.add_space(8.0);
        let name = Message::new("app.layer-value").with("value", line.value).say(view.lang);
        let chosen = choice(ui, &name, &selected, 220.0, |ui| {
            let mut chosen = ui.selectable_label(meaning.is_none(), &unknown).clicked().then_some(None);
            for (code, name) in vocabulary {
                if ui.selectable_label(Some(*code) == meaning, name.say(view.lang)).clicked() {
                    chosen = Some(Some(*code));
                }
            }
            chosen
        });
        if let Some(chosen) = chosen {
            draft.state_value(line.field, understood, line.value, chosen);
        }
    });
}

/// Text in a column of a width.
fn cell(ui: &mut Ui, width: f32, layout: Layout, text: RichText) {
    ui.allocate_ui_with_layout(vec2(width, HEIGHT), layout, |ui| {
        ui.set_min_width(width);
        ui.add(Label::new(text).truncate());
    });
}
