//! The table without rows: what there is to do, what is going on, what went wrong.

use std::sync::Arc;

use egui::{Margin, RichText, Spinner, Ui};

use super::super::View;
use super::super::state::without_result;
use crate::app::icon::Icon;
use crate::app::jobs::Kind;
use crate::app::table::Table;
use crate::app::theme::{SMALL, palette};
use crate::app::widget::button::action_item;
use crate::app::{Action, Stage};
use crate::layer::Layer;

fn padded(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    egui::Frame::new().inner_margin(Margin::symmetric(14, 12)).show(ui, content);
}

fn quiet(ui: &mut Ui, text: String) {
    let colour = palette(ui.visuals()).quiet;
    ui.add(egui::Label::new(RichText::new(text).color(colour)).wrap());
}

/// A plan that is being read, one that could not be, or one without layers. Without a plan there is no table.
pub(super) fn without_layers(ui: &mut Ui, view: &mut View<'_>) {
    padded(ui, |ui| {
        if view.document.drawn().is_none() || view.document.stage() == Stage::Failed {
            return without_result(ui, view);
        }
        quiet(ui, view.say("table-no-layers"));
        ui.horizontal(|ui| action_item(ui, view, Action::AddLayers));
    });
}

/// The rows of a layer are put into their order for the first time.
pub(super) fn waiting_ui(ui: &mut Ui, view: &View<'_>) {
    padded(ui, |ui| {
        ui.horizontal(|ui| {
            ui.add(Spinner::new().size(14.0));
            quiet(ui, view.say("job-arrange"));
        });
    });
}

/// What is shown is not what it will be: it is being read or sorted, could not be read, or was stopped.
pub(super) fn note_ui(ui: &mut Ui, view: &mut View<'_>, table: &mut Table, layer: &Arc<Layer>, stale: bool) {
    let arranging = stale || view.jobs.is_running(Kind::Arrange);
    let is_asked = |shown: &Arc<crate::app::table::Arranged>| Some(&shown.of) == table.asked();
    let done = table.arranged(layer).is_some_and(|shown| is_asked(&shown));
    let failed = view.document.stage() == Stage::Failed;
    let key = if failed {
        "table-stale-failed"
    } else if !view.document.is_read() {
        "table-stale"
    } else if done || arranging {
        return;
    } else {
        "table-stopped"
    };
    let colours = palette(ui.visuals());
    let margin = Margin { left: 10, right: 10, top: 0, bottom: 4 };
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(Icon::Info.text(SMALL).color(colours.amber));
            ui.label(RichText::new(view.say(key)).size(SMALL).color(colours.amber));
            if failed {
                action_item(ui, view, Action::Recheck);
            } else if key == "table-stopped" && ui.button(view.say("table-again")).clicked() {
                table.ask(None);
            }
        });
    });
}
