//! What can be done with a row or a column.

use egui::Ui;

use super::super::View;
use super::columns::sort;
use super::grid::fly;
use super::{Scene, cell};
use crate::app::table::{Look, Restating, Table};
use crate::layer::filter::{quoted_name, quoted_text};
use crate::layer::table::Column;
use crate::layer::table::Direction;
use crate::layer::{Layer, Value};
use crate::text::Message;

/// The menu of a row, and of the cell that it was opened on.
pub(super) fn row_menu_ui(
    ui: &mut Ui,
    view: &mut View<'_>,
    table: &mut Table,
    look: &mut Look,
    scene: &Scene,
    index: u32,
) {
    let layer = &scene.arranged.of.layer;
    if ui.button(view.say("table-zoom")).clicked() {
        let rows = table.picked().rows().to_vec();
        fly(view, scene, if rows.is_empty() { std::slice::from_ref(&index) } else { &rows });
        ui.close();
    }
    let Some((_, column)) = table.menu else { return };
    let feature = usize::try_from(index).ok().and_then(|index| layer.features.get(index));
    let Some(value) = feature.map(|feature| column.value(feature)) else { return };
    let (title, _) = cell::title(column, layer, view.lang, table.hectares);
    let named = |key: &'static str| Message::new(key).with("column", &title).say(view.lang);
    let condition = equal_to(column, layer, &value);
    ui.separator();
    if ui.button(named("app.table-filter-by")).on_hover_text(&condition).clicked() {
        look.filter = condition;
        ui.close();
    }
    if ui.button(named("app.table-summarise")).clicked() {
        look.summarised = Some(column);
        ui.close();
    }
    if ui.button(view.say("table-copy")).clicked() {
        ui.copy_text(value.plain().unwrap_or_default());
        ui.close();
    }
    // What is drawn is changed where it is drawn; of a file the plan amends what a check understands.
    let amends = !layer.is_drawn() && view.document.held().is_none();
    if let Some(field) = column.canonical(layer).filter(|_| amends) {
        ui.separator();
        if ui.button(named("app.table-restate")).clicked() {
            let numeric = scene.arranged.columns.iter().any(|head| head.column == column && head.numeric);
            let text = value.plain().unwrap_or_default();
            table.restating = Some(Restating { field, text, numeric, fresh: true });
            ui.close();
        }
    }
}

/// The menu of a column.
pub(super) fn head_menu_ui(ui: &mut Ui, view: &View<'_>, table: &mut Table, look: &mut Look, column: Column) {
    let orders = [("table-up", Some(Direction::Up)), ("table-down", Some(Direction::Down)), ("table-unsorted", None)];
    let now = look.sorted.iter().find(|(by, _)| *by == column).map(|(_, direction)| *direction);
    for (key, order) in orders {
        if ui.radio(now == order, view.say(key)).clicked() {
            sort(look, column, order, false);
            ui.close();
        }
    }
    ui.separator();
    if ui.button(view.say("table-statistics")).clicked() {
        look.summarised = Some(column);
        ui.close();
    }
    if column == Column::Area && ui.checkbox(&mut table.hectares, view.say("table-hectares")).clicked() {
        ui.close();
    }
}

/// The condition that chooses what has this value in a column.
pub(super) fn equal_to(column: Column, layer: &Layer, value: &Value) -> String {
    let name = name(column, layer);
    match value {
        Value::Null => format!("{name} is null"),
        Value::Number(number) => format!("{name} = {number}"),
        Value::Bool(flag) => format!("{name} = {flag}"),
        Value::Text(text) => format!("{name} = {}", quoted_text(text)),
    }
}

/// What a condition calls a column: a field as its file does, what is computed by its sign.
pub(super) fn name(column: Column, layer: &Layer) -> String {
    let own = |index: usize| layer.fields.get(index).map(String::as_str).unwrap_or_default();
    match column {
        Column::Field(index) => quoted_name(own(index)),
        computed => {
            let known = Column::COMPUTED.iter().find(|(column, _)| *column == computed);
            known.map_or_else(String::new, |(_, name)| (*name).to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::{Origin, Role};

    #[test]
    fn a_value_becomes_the_condition_that_finds_it() {
        let layer = Layer::new(Origin::File("a.shp".into()), &[Role::Buildings], &["层 数", "用途"], Vec::new());
        let condition = |column: Column, value: &Value| equal_to(column, &layer, value);
        assert_eq!(condition(Column::Field(0), &Value::Number(6.5)), "[层 数] = 6.5");
        assert_eq!(condition(Column::Field(1), &Value::text("住宅")), "用途 = \"住宅\"");
        assert_eq!(condition(Column::Field(1), &Value::Null), "用途 is null");
        assert_eq!(condition(Column::Row, &Value::Number(7.0)), "$row = 7");
    }
}
