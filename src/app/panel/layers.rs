//! The panel of layers: what is read, how it is drawn, what had to be assumed, and what could not be used.

mod backdrops;
pub(in crate::app) mod drop;
mod head;
pub(in crate::app) mod listed;
mod menu;
mod row;
pub(in crate::app) mod swatch;

use egui::{Margin, ScrollArea, Ui};

use super::View;
use crate::app::icon::Icon;
use crate::app::jobs::Kind;
use crate::app::widget::button::action_item;
use crate::app::{Action, Stage, theme};

/// Shows the panel.
pub(super) fn layers_ui(ui: &mut Ui, view: &mut View<'_>) {
    egui::Frame::new().inner_margin(Margin::symmetric(0, 12)).show(ui, |ui| {
        let listed = listed::listed(view.document, view.lang);
        head::head_ui(ui, view, listed.len());
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            body_ui(ui, view, &listed);
        });
    });
}

fn body_ui(ui: &mut Ui, view: &mut View<'_>, listed: &[listed::Listed]) {
    match view.document.stage() {
        Stage::Failed => failure_ui(ui, view),
        Stage::Loading if view.document.loaded().is_none() => return reading_ui(ui, view),
        _ => {}
    }
    for layer in listed {
        row::row_ui(ui, view, layer);
    }
    drop::hint_ui(ui, view);
    backdrops::backdrops_ui(ui, view);
}

/// What is being read, before there is anything to show.
fn reading_ui(ui: &mut Ui, view: &View<'_>) {
    let Some(plan) = view.document.plan() else { return };
    let reading = view.jobs.running().iter().find(|job| job.kind == Kind::Load);
    let says = reading.and_then(|job| job.handle.label()).map(|label| label.say(view.lang));
    padded(ui, |ui| {
        ui.horizontal(|ui| {
            ui.add(egui::Spinner::new().size(14.0));
            let says = egui::RichText::new(says.unwrap_or_else(|| view.say("job-load")));
            ui.add(egui::Label::new(says.color(theme::palette(ui.visuals()).quiet)).truncate());
        });
    });
    for entry in &plan.content().layers {
        row::waiting_ui(ui, listed::file_name(&entry.source));
    }
}

/// Why the plan could not be read or checked, and the way to try again.
fn failure_ui(ui: &mut Ui, view: &mut View<'_>) {
    let palette = theme::palette(ui.visuals());
    let messages: Vec<String> =
        view.document.failure().unwrap_or_default().iter().map(|message| message.say(view.lang)).collect();
    padded(ui, |ui| {
        let frame = egui::Frame::new().fill(palette.amber_soft).corner_radius(6.0).inner_margin(Margin::same(10));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            for message in messages {
                ui.horizontal_top(|ui| {
                    ui.label(Icon::Warning.text(theme::TEXT).color(palette.amber));
                    ui.add(egui::Label::new(egui::RichText::new(message).color(palette.amber)).wrap());
                });
            }
            ui.add_space(6.0);
            action_item(ui, view, Action::Recheck);
        });
    });
}

/// Content with the panel's margins at both sides.
fn padded<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    egui::Frame::new().inner_margin(Margin::symmetric(14, 4)).show(ui, content).inner
}
