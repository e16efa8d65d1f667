//! Title, year and origin of a layer, and which of its features to keep.

use egui::{Grid, TextEdit, Ui, WidgetInfo};

use super::named::choice;
use super::{LayerDraft, heading, quiet};
use crate::app::panel::View;
use crate::layer::{Field, Status};

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
    heading(ui, view.say("layer-keep"));
    keep_ui(ui, view, draft);
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

fn keep_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft) {
    let (existing, planned) = (Status::Existing.code(), Status::Planned.code());
    let offered: [(&str, &[&str]); 4] = [
        ("layer-keep-all", &[]),
        ("layer-keep-existing", &[existing]),
        ("layer-keep-planned", &[planned]),
        ("layer-keep-both", &[existing, planned]),
    ];
    let kept: Vec<String> = draft.entry.keep.get(&Field::Status).cloned().unwrap_or_default();
    let is = |codes: &[&str]| kept.len() == codes.len() && codes.iter().all(|code| kept.iter().any(|own| own == code));
    let selected =
        offered.iter().find(|(_, codes)| is(codes)).map_or_else(|| kept.join(" · "), |(key, _)| view.say(key));
    let chosen = choice(ui, &view.say("layer-keep"), &selected, 300.0, |ui| {
        let mut chosen = None;
        for (key, codes) in offered {
            if ui.selectable_label(is(codes), view.say(key)).clicked() {
                chosen = Some(codes);
            }
        }
        chosen
    });
    match chosen {
        Some([]) => drop(draft.entry.keep.remove(&Field::Status)),
        Some(codes) => {
            let codes = codes.iter().map(|code| (*code).to_owned()).collect();
            draft.entry.keep.insert(Field::Status, codes);
        }
        None => {}
    }
    if !draft.mapping().columns.contains_key(&Field::Status) {
        quiet(ui, view.say("layer-keep-no-status"));
    }
}
