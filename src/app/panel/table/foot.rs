//! The line below the rows: how many there are, are shown and are selected, and how large they are together.

use egui::{Align, Label, Layout, RichText, Ui};

use super::super::View;
use super::Scene;
use crate::app::panel::layers::listed::layer_name;
use crate::app::table::Table;
use crate::app::theme::{SMALL, palette};
use crate::layer::table::Totals;
use crate::report::wording::with_unit;
use crate::text::{Lang, Message};
use crate::units::{Metres, SquareMetres, Unit, grouped};

/// Shows the line.
pub(super) fn foot_ui(ui: &mut Ui, view: &mut View<'_>, table: &mut Table, scene: &Scene) {
    let quiet = palette(ui.visuals()).quiet;
    let small = |text: String| Label::new(RichText::new(text).size(SMALL).color(quiet)).truncate();
    let (all, chosen) = (scene.arranged.of.layer.features.len(), scene.arranged.totals.count);
    let picked = *table.picked().totals();
    egui::Frame::new().inner_margin(egui::Margin::symmetric(10, 4)).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            let told = |key: &'static str, count: usize| {
                Message::new(key).with("count", grouped(&count.to_string())).say(view.lang)
            };
            ui.add(small(told("app.table-count", all)));
            if chosen < all {
                ui.add(small(told("app.table-chosen", chosen)));
            }
            if picked.count > 0 {
                let accent = palette(ui.visuals()).accent;
                let text = RichText::new(told("app.table-picked", picked.count)).size(SMALL).color(accent);
                ui.add(Label::new(text).truncate());
            }
            elsewhere_ui(ui, view, table, scene);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let of = if picked.count > 0 {
                    ("app.table-total-picked", picked)
                } else {
                    ("app.table-total", scene.arranged.totals)
                };
                if let Some(sizes) = sizes(&of.1, view.lang) {
                    ui.add(small(Message::new(of.0).with("sizes", sizes).say(view.lang)));
                }
            });
        });
    });
}

/// What is selected in another layer, and the way to it.
fn elsewhere_ui(ui: &mut Ui, view: &View<'_>, table: &mut Table, scene: &Scene) {
    let first = view.session.all_selected().find(|selected| selected.layer != scene.index);
    let layer = first.zip(view.document.loaded());
    let layer = layer.and_then(|(first, loaded)| loaded.snapshot.layers.get(first.layer));
    let (Some(layer), count) = (layer, table.picked().elsewhere()) else { return };
    let says = Message::new("app.table-elsewhere").with("count", count).with("layer", layer_name(layer, view.lang));
    if ui.link(RichText::new(says.say(view.lang)).size(SMALL)).clicked() {
        table.layer = Some(layer.key());
    }
}

/// Area and length as planners write them; `None` where there is neither.
pub(super) fn sizes(totals: &Totals, lang: Lang) -> Option<String> {
    let area = (totals.area > 0.0).then(|| match totals.area {
        area if area >= 10_000.0 => with_unit(SquareMetres(area).hectares(), Unit::Hectare, Some(0.0), lang),
        area => Message::new("report.amount")
            .with("amount", grouped(&format!("{area:.1}")))
            .with_message("unit", Message::new("report.unit-square-metre"))
            .say(lang),
    });
    let length = (totals.length > 0.0).then(|| match totals.length {
        length if length >= 1_000.0 => {
            let value = Unit::KmPerKm2.format(Metres(length).km(), Some(0.0));
            Message::new("map.kilometres").with("value", value).say(lang)
        }
        length => with_unit(length, Unit::Metre, Some(0.0), lang),
    });
    let told: Vec<String> = area.into_iter().chain(length).collect();
    (!told.is_empty()).then(|| told.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_the_units_that_planners_write() {
        let told = |area: f64, length: f64| sizes(&Totals { count: 1, area, length }, Lang::Zh);
        assert_eq!(told(123_456.0, 0.0).as_deref(), Some("12.35 ha"));
        assert_eq!(told(345.67, 0.0).as_deref(), Some("345.7 m²"));
        assert_eq!(told(0.0, 12_340.0).as_deref(), Some("12.34 km"));
        assert_eq!(told(0.0, 0.0), None);
    }
}
