//! Title, year and origin of a layer.

use egui::{Grid, TextEdit, Ui, WidgetInfo};

use super::{LayerDraft, heading, quiet};
use crate::app::panel::View;

pub(super) fn origin_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft) {
    heading(ui, view.say("layer-origin"));
    quiet(ui, view.say("layer-origin-hint"));
    Grid::new("origin").num_columns(2).spacing([16.0, 8.0]).show(ui, |ui| {
        let mut title = draft.entry.provenance.title.clone().unwrap_or_default();
        if line_ui(ui, &view.say("layer-name"), &mut title, 360.0) {
            draft.entry.provenance.title = stated(&title);
        }
        let mut year = draft.year.clone();
        if line_ui(ui, &view.say("layer-year"), &mut year, 100.0) {
            year.retain(|letter| letter.is_ascii_digit());
            year.truncate(4);
            draft.entry.provenance.year = year.parse().ok();
            draft.year = year;
        }
        let mut source = draft.entry.provenance.source.clone().unwrap_or_default();
        if line_ui(ui, &view.say("layer-source"), &mut source, 360.0) {
            draft.entry.provenance.source = stated(&source);
        }
    });
}

fn stated(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.trim().is_empty())
}

/// A line to type in; says whether it was changed.
fn line_ui(ui: &mut Ui, name: &str, text: &mut String, width: f32) -> bool {
    ui.label(name);
    let edit = ui.add(TextEdit::singleline(text).desired_width(width));
    edit.widget_info(|| WidgetInfo::text_edit(true, "", text.as_str(), name));
    let changed = edit.changed();
    ui.end_row();
    changed
}
