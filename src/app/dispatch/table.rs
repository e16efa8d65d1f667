//! What the attribute table asks for: filtering and sorting, statistics, proposals, writing.

use std::sync::Arc;

use crate::app::App;
use crate::app::dialog::export::export_table;
use crate::app::dialog::files::ask_target;
use crate::app::dock::PanelId;
use crate::app::jobs::{Done, Kind, Wanted};
use crate::app::panel::layers::listed::layer_name;
use crate::app::table::{Arranged, Proposed, SummaryRequest, TableOrder};
use crate::layer::table::{Column, summarise};
use crate::layer::{Layer, Value};
use crate::text::Message;

/// What a job of the table brings; nothing where it was stopped.
#[derive(Debug)]
pub(in crate::app) enum Tabled {
    /// Rows in their order.
    Arranged(Option<Arranged>),
    /// Statistics.
    Summarised(Option<crate::app::table::Summary>),
    /// Values of a column.
    Proposed(Option<Proposed>),
}

/// Carries out what is asked for.
pub(super) fn carry_out(app: &mut App, order: TableOrder) {
    match order {
        TableOrder::Show(index) => show(app, index),
        TableOrder::Arrange => arrange(app),
        TableOrder::Summarise => summarise_column(app),
        TableOrder::Propose(column) => propose(app, column),
        TableOrder::Export(ending) => ask(app, ending),
        TableOrder::ExportTo(path) => export_table(app, path),
    }
}

/// Takes what a job brings.
pub(super) fn tabled(app: &mut App, tabled: Tabled) {
    let table = &mut app.session.table;
    match tabled {
        Tabled::Arranged(arranged) => table.take(arranged),
        Tabled::Summarised(summary) => table.take_summary(summary),
        Tabled::Proposed(proposed) => table.proposed = proposed.or(table.proposed.take()),
    }
}

fn show(app: &mut App, index: usize) {
    let layer = app.document.loaded().and_then(|loaded| loaded.snapshot.layers.get(index));
    if let Some(layer) = layer {
        app.session.table.layer = Some(layer.key());
        app.settings.dock.show(PanelId::Table);
    }
}

/// The layer that the table shows.
fn layer(app: &App) -> Option<Arc<Layer>> {
    let drawn = app.document.drawn()?;
    let index = app.session.table.layer_index(drawn, app.session.selected)?;
    drawn.loaded.snapshot.layers.get(index).cloned()
}

fn arrange(app: &mut App) {
    let Some(layer) = layer(app) else { return };
    let table = &mut app.session.table;
    let look = table.look(&layer);
    let (wanted, _) = table.wanted(&layer, &look);
    table.ask(Some(wanted.clone()));
    app.jobs.start(Kind::Arrange, Message::new("app.job-arrange"), move |handle| {
        Done::Tabled(Tabled::Arranged(Arranged::of(wanted, handle)))
    });
}

fn summarise_column(app: &mut App) {
    let Some(layer) = layer(app) else { return };
    let table = &mut app.session.table;
    let (look, arranged) = (table.look(&layer), table.arranged(&layer));
    let (Some(column), Some(arranged)) = (look.summarised, arranged) else { return };
    let request = SummaryRequest::of(&arranged, column, table.of, table.picked().rows());
    table.ask_summary(request.clone());
    app.jobs.start(Kind::Summarise, Message::new("app.job-summarise"), move |handle| {
        Done::Tabled(Tabled::Summarised(request.summary(handle)))
    });
}

fn propose(app: &mut App, column: Column) {
    let Some(layer) = layer(app) else { return };
    app.session.table.proposed =
        Some(Proposed { layer: Arc::clone(&layer), column, values: Vec::new(), numeric: false });
    app.jobs.start(Kind::Propose, Message::new("app.job-propose"), move |handle| {
        let rows: Vec<u32> = (0..u32::try_from(layer.features.len()).unwrap_or(u32::MAX)).collect();
        let found = summarise(&layer, column, &rows, handle);
        let proposed = found.map(|found| {
            let values = found.frequent.into_iter().map(|own| own.value).collect();
            let mut stated =
                layer.features.iter().map(|feature| column.value(feature)).filter(|value| !value.is_null());
            let numeric = matches!(stated.next(), Some(Value::Number(_)));
            drop(stated);
            Proposed { layer, column, values, numeric }
        });
        Done::Tabled(Tabled::Proposed(proposed))
    });
}

/// Asks where to write; the layer's name is proposed.
fn ask(app: &mut App, ending: &str) {
    let Some(layer) = layer(app) else { return app.session.warn(Message::new("app.export-nothing")) };
    let name = layer_name(&layer, app.lang());
    let name: String = name.chars().map(|letter| if "/\\:*?\"<>|".contains(letter) { '-' } else { letter }).collect();
    ask_target(app, Wanted::Table, &format!("{name}.{ending}"));
}
