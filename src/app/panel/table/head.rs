//! Above the rows: which layer, the condition, which rows, statistics, and writing to a file.

use std::sync::Arc;

use egui::{Align, ComboBox, Layout, Popup, Role, Ui, WidgetInfo};

use super::super::View;
use super::filter;
use crate::app::icon::Icon;
use crate::app::panel::layers::listed::{Came, listed};
use crate::app::table::{Look, Rows, Table, TableOrder};
use crate::app::widget::button::icon_button;
use crate::app::{Command, theme};
use crate::layer::Layer;
use crate::layer::table::Column;

/// Width of the chooser of layers, and of that of rows.
const LAYERS: f32 = 132.0;
const ROWS: f32 = 84.0;
/// In less than this the condition has a line of its own, and all rows are shown.
const LEAST: f32 = 460.0;

/// Shows it.
pub(super) fn head_ui(ui: &mut Ui, view: &mut View<'_>, table: &mut Table, look: &mut Look, layer: &Arc<Layer>) {
    let roomy = ui.available_width() >= LEAST;
    ui.horizontal(|ui| {
        layers_ui(ui, view, table, layer);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            export_ui(ui, view, table);
            statistics_ui(ui, view, look, layer);
            if roomy {
                rows_ui(ui, view, table);
                let beside = Layout::left_to_right(Align::Center);
                ui.with_layout(beside, |ui| filter::filter_ui(ui, view, table, look, layer));
            }
        });
    });
    if !roomy {
        ui.horizontal(|ui| filter::filter_ui(ui, view, table, look, layer));
    }
}

/// The layers that were read, by their names.
fn layers_ui(ui: &mut Ui, view: &mut View<'_>, table: &mut Table, layer: &Arc<Layer>) {
    let all = listed(view.document, view.lang);
    let called = |own: &crate::app::panel::layers::listed::Listed| match &own.second {
        Some(file) => format!("{} · {file}", own.name),
        None => own.name.clone(),
    };
    let key = layer.key();
    let shown = all.iter().find(|own| own.key == key).map_or_else(|| key.clone(), called);
    let width = LAYERS.min(ui.available_width() * 0.4).max(24.0);
    let combo = ComboBox::from_id_salt("table-layer").width(width).selected_text(&shown).truncate();
    let response = combo.show_ui(ui, |ui| {
        for own in all.iter().filter(|own| matches!(own.came, Came::Layer(_))) {
            if ui.selectable_label(own.key == key, called(own)).clicked() {
                table.layer = Some(own.key.clone());
                table.restating = None;
            }
        }
    });
    let name = view.say("table-layer");
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
}

fn rows_ui(ui: &mut Ui, view: &View<'_>, table: &mut Table) {
    let name = |rows: Rows| {
        view.say(match rows {
            Rows::All => "table-all",
            Rows::SelectedFirst => "table-selected-first",
            Rows::SelectedOnly => "table-selected-only",
        })
    };
    let combo = ComboBox::from_id_salt("table-which").width(ROWS).selected_text(name(table.rows)).truncate();
    let response = combo.show_ui(ui, |ui| {
        for rows in [Rows::All, Rows::SelectedFirst, Rows::SelectedOnly] {
            ui.selectable_value(&mut table.rows, rows, name(rows));
        }
    });
    let label = view.say("table-which");
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
}

fn statistics_ui(ui: &mut Ui, view: &View<'_>, look: &mut Look, layer: &Layer) {
    let on = look.summarised.is_some();
    let accent = theme::palette(ui.visuals()).accent;
    let name = view.say("table-statistics");
    let icon = Icon::Sum.text(18.0);
    let icon = if on { icon.color(accent) } else { icon };
    let response = ui.add(egui::Button::new(icon).frame(false));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, &name));
    if response.on_hover_text(&name).clicked() {
        look.summarised = match look.summarised {
            Some(_) => None,
            None => Some(first_of_interest(look, layer)),
        };
    }
}

/// The column that is sorted by, else the size of the shapes.
fn first_of_interest(look: &Look, layer: &Layer) -> Column {
    let sorted = look.sorted.first().map(|(column, _)| *column);
    let sizes = || Column::all(layer).into_iter().find(|column| matches!(column, Column::Area | Column::Length));
    sorted.or_else(sizes).unwrap_or(if layer.fields.is_empty() { Column::East } else { Column::Field(0) })
}

fn export_ui(ui: &mut Ui, view: &mut View<'_>, table: &Table) {
    let any = !table.shown().rows().is_empty();
    let name = view.say("table-export");
    let response = ui.add_enabled_ui(any, |ui| icon_button(ui, Icon::Export, &name)).inner;
    Popup::menu(&response).show(|ui| {
        for (key, ending) in [("table-export-xlsx", "xlsx"), ("table-export-csv", "csv")] {
            if ui.button(view.say(key)).clicked() {
                view.commands.push(Command::Table(TableOrder::Export(ending)));
                ui.close();
            }
        }
    });
}
