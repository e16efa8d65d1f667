//! Correcting a layer: what it means, its fields and values, coordinate system, encoding and origin.
//!
//! A draft is changed here; the plan only by “apply”, in one edit that one undo takes back.

mod draft;
mod fields;
mod later;
mod named;
mod origin;
mod place;
mod roles;
mod values;
mod vocabulary;

use egui::{Align, Button, Layout, Modal, RichText, Ui};

pub(in crate::app) use draft::LayerDraft;
pub(in crate::app::dialog) use fields::field_name;
pub(in crate::app::dialog) use later::Later;
pub(in crate::app::dialog) use named::choice;

use crate::app::panel::View;
use crate::app::panel::layers::listed::file_name;
use crate::app::session::Dialog;
use crate::app::{Command, theme};
use crate::text::Lang;

/// Width and height of what is between the title and the buttons, in points.
const WIDTH: f32 = 680.0;
const HEIGHT: f32 = 460.0;

/// A page of the dialog.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Page {
    /// What the features mean.
    #[default]
    Roles,
    /// Which field holds what.
    Fields,
    /// What values mean.
    Values,
    /// Coordinate system and encoding.
    Reading,
    /// Title, year, origin, and which features to keep.
    Origin,
}

const PAGES: [(Page, &str); 5] = [
    (Page::Roles, "layer-roles"),
    (Page::Fields, "layer-fields"),
    (Page::Values, "layer-values"),
    (Page::Reading, "layer-reading"),
    (Page::Origin, "layer-origin"),
];

/// Shows the dialog of the layer that it is open for; lets go of the draft where it is not.
pub(in crate::app) fn layer_dialog_ui(ui: &mut Ui, view: &mut View<'_>) {
    let Some(Dialog::Layer(index)) = view.session.dialog else {
        view.session.layer_draft = None;
        return;
    };
    let kept = view.session.layer_draft.take().filter(|draft| draft.belongs_to(view.document, index));
    let Some(mut draft) = kept.or_else(|| LayerDraft::of(view.document, index).map(Box::new)) else {
        view.session.dialog = None;
        return;
    };
    let frame = egui::Frame::window(ui.style());
    let modal = Modal::new(egui::Id::unique("layer-dialog")).frame(frame).show(ui.ctx(), |ui| {
        let width = WIDTH.min(ui.ctx().content_rect().width() - 64.0).max(240.0);
        ui.set_width(width);
        head_ui(ui, view.lang, &draft, &view.say("layer-title"));
        pages_ui(ui, view, &mut draft);
        ui.separator();
        let height = HEIGHT.min(ui.ctx().content_rect().height() - 220.0).max(80.0);
        ui.allocate_ui_with_layout(egui::vec2(width, height), Layout::top_down(Align::Min), |ui| {
            ui.set_min_height(height);
            page_ui(ui, view, &mut draft);
        });
        ui.separator();
        foot_ui(ui, view, &draft)
    });
    if modal.inner || modal.should_close() {
        view.session.dialog = None;
    } else {
        view.session.layer_draft = Some(draft);
    }
}

fn head_ui(ui: &mut Ui, lang: Lang, draft: &LayerDraft, title: &str) {
    let palette = theme::palette(ui.visuals());
    ui.horizontal(|ui| {
        ui.label(theme::bold(title).size(16.0));
        let file = RichText::new(file_name(&draft.entry.source)).color(palette.quiet);
        ui.label(file).on_hover_text(&draft.entry.source);
    });
    if let Some(reason) = &draft.unusable {
        let warning = RichText::new(reason.say(lang)).color(palette.amber);
        egui::Frame::new().fill(palette.amber_soft).corner_radius(6.0).inner_margin(8.0).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.add(egui::Label::new(warning).wrap());
        });
    }
}

fn pages_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft) {
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        for (page, key) in PAGES {
            if ui.add(Button::selectable(draft.page == page, view.say(key))).clicked() {
                draft.page = page;
            }
        }
    });
}

fn page_ui(ui: &mut Ui, view: &View<'_>, draft: &mut LayerDraft) {
    match draft.page {
        Page::Roles => roles::roles_ui(ui, view, draft),
        Page::Fields => fields::fields_ui(ui, view, draft),
        Page::Values => values::values_ui(ui, view, draft),
        Page::Reading => place::reading_ui(ui, view, draft),
        Page::Origin => origin::origin_ui(ui, view, draft),
    }
}

/// Apply and cancel; says whether the dialog is done.
fn foot_ui(ui: &mut Ui, view: &mut View<'_>, draft: &LayerDraft) -> bool {
    let palette = theme::palette(ui.visuals());
    let mut done = false;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let label = theme::bold(view.say("layer-apply")).color(egui::Color32::WHITE);
        let main = Button::new(label).fill(palette.accent).min_size(egui::vec2(72.0, 30.0));
        let changed = draft.is_changed();
        if ui.add_enabled(changed, main).clicked() {
            let edit = view.document.plan().map(|plan| plan.setting_layer(draft.index, draft.entry.clone()));
            if let Some(edit) = edit {
                view.commands.push(Command::Edit(edit));
            }
            done = true;
        }
        done |= ui.add(Button::new(view.say("layer-cancel")).min_size(egui::vec2(72.0, 30.0))).clicked();
        if !changed {
            ui.label(RichText::new(view.say("layer-unchanged")).color(palette.quiet).size(theme::SMALL));
        }
    });
    done
}

/// Secondary text of a page, wrapped.
fn quiet(ui: &mut Ui, text: String) {
    let colour = theme::palette(ui.visuals()).quiet;
    ui.add(egui::Label::new(RichText::new(text).color(colour).size(theme::SMALL)).wrap());
}

/// A heading within a page.
fn heading(ui: &mut Ui, text: String) {
    ui.add_space(4.0);
    ui.label(theme::bold(text));
}
