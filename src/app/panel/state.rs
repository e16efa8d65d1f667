//! What every panel shows where there is no result, an earlier one, or none to be had.

use egui::{Frame, Margin, RichText, Sense, Ui, Vec2};

use crate::app::panel::View;
use crate::app::theme::{self, SMALL, TEXT};
use crate::app::{Action, Stage};

/// Nothing open, being read, being checked, or failed.
pub(super) fn without_result(ui: &mut Ui, view: &mut View<'_>) {
    match view.document.stage() {
        // The start page stands in place of all panels.
        Stage::Empty => {}
        Stage::Failed => failure(ui, view),
        stage => {
            running(ui, view, stage);
            skeleton(ui);
        }
    }
}

/// Says that what stands below was found before the last change, and what is done about it.
pub(super) fn stale_note(ui: &mut Ui, view: &mut View<'_>) {
    let stage = view.document.stage();
    match stage {
        Stage::Checked | Stage::Empty => return,
        Stage::Failed => failure(ui, view),
        Stage::Loading | Stage::Checking => running(ui, view, stage),
    }
    let quiet = theme::palette(ui.visuals()).quiet;
    ui.label(RichText::new(view.say("clauses-stale")).size(SMALL).color(quiet));
}

/// A quiet sentence in the middle.
pub(super) fn hint(ui: &mut Ui, text: &str) {
    let quiet = theme::palette(ui.visuals()).quiet;
    ui.add_space(40.0);
    ui.vertical_centered(|ui| ui.label(RichText::new(text).size(TEXT).color(quiet)));
    ui.add_space(8.0);
}

fn running(ui: &mut Ui, view: &View<'_>, stage: Stage) {
    let palette = theme::palette(ui.visuals());
    let key = if stage == Stage::Loading { "clauses-loading" } else { "clauses-checking" };
    ui.horizontal(|ui| {
        ui.add(egui::Spinner::new().size(13.0).color(palette.accent));
        ui.label(RichText::new(view.say(key)).size(SMALL).color(palette.accent));
    });
}

fn failure(ui: &mut Ui, view: &mut View<'_>) {
    let palette = theme::palette(ui.visuals());
    let frame = Frame::new().fill(palette.amber_soft).corner_radius(8).inner_margin(Margin::same(10));
    frame.show(ui, |ui| {
        ui.set_width((ui.available_width() - 6.0).max(0.0));
        ui.label(theme::bold(view.say("clauses-failed")).color(palette.amber));
        for message in view.document.failure().unwrap_or_default() {
            ui.label(RichText::new(message.say(view.lang)).size(SMALL));
        }
        if ui.button(view.say("clauses-retry")).clicked() {
            view.commands.act(Action::Recheck);
        }
    });
}

/// Cards without words, where cards will be.
fn skeleton(ui: &mut Ui) {
    let palette = theme::palette(ui.visuals());
    for width in [0.62, 0.48, 0.7, 0.55, 0.66] {
        let size = Vec2::new((ui.available_width() - 6.0).max(0.0), 56.0);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let border = egui::Stroke::new(1.0, palette.line);
        ui.painter().rect(rect, 8.0, palette.card, border, egui::StrokeKind::Inside);
        let line = |y: f32, part: f32| {
            let size = Vec2::new((rect.width() - 20.0).max(0.0) * part, 8.0);
            egui::Rect::from_min_size(rect.min + Vec2::new(10.0, y), size)
        };
        ui.painter().rect_filled(line(14.0, width), 4.0, palette.rail);
        ui.painter().rect_filled(line(36.0, 0.8), 4.0, palette.rail);
    }
}
