//! What a column holds: figures and a histogram of numbers, the most frequent values of texts.
#![expect(clippy::cast_possible_truncation, reason = "parts of a bar")]
#![expect(clippy::cast_sign_loss, reason = "no bar stands before the first")]

use egui::{
    Align, Align2, ComboBox, FontId, Layout, Margin, Rect, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo,
    pos2, vec2,
};

use super::super::View;
use super::{Scene, cell, menu};
use crate::app::icon::Icon;
use crate::app::table::{Look, Of, Summary, Table};
use crate::app::theme::{SMALL, palette};
use crate::app::widget::button::icon_button;
use crate::layer::Value;
use crate::layer::table::{Column, Frequent, Numbers, Statistics};
use crate::text::Message;
use crate::units::grouped;

/// Height of the histogram, points.
const HISTOGRAM: f32 = 48.0;
/// Height of a figure, and of a value.
const FIGURE: f32 = 20.0;
const LINE: f32 = 22.0;

/// Shows the statistics of the column that was asked for.
pub(super) fn statistics_ui(ui: &mut Ui, view: &mut View<'_>, table: &mut Table, look: &mut Look, scene: &Scene) {
    let Some(column) = look.summarised else { return };
    let line = palette(ui.visuals()).line;
    let whole = ui.max_rect();
    ui.painter().vline(whole.left(), whole.y_range(), Stroke::new(1.0, line));
    ui.painter().hline(whole.x_range(), whole.top(), Stroke::new(1.0, line));
    egui::Frame::new().inner_margin(Margin { left: 12, right: 8, top: 6, bottom: 4 }).show(ui, |ui| {
        column_ui(ui, view, look, scene, column);
        rows_ui(ui, view, table);
        let Some(summary) = table.summary(&scene.layer, column) else {
            ui.add(egui::Spinner::new().size(14.0));
            return;
        };
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            figures_ui(ui, view, &summary);
            let numbers = summary.statistics.numbers.as_ref();
            // Of numbers the bars tell more than the values, unless these are few: codes, storeys.
            if numbers.is_none() || summary.statistics.distinct <= 24 {
                frequent_ui(ui, view, look, scene, &summary);
            }
        });
    });
}

fn column_ui(ui: &mut Ui, view: &View<'_>, look: &mut Look, scene: &Scene, column: Column) {
    let layer = &scene.arranged.of.layer;
    let title = |column: Column| cell::title(column, layer, view.lang, false).0;
    ui.horizontal(|ui| {
        let width = (ui.available_width() - 40.0).max(24.0);
        let combo = ComboBox::from_id_salt("table-column").width(width).selected_text(title(column)).truncate();
        let response = combo.show_ui(ui, |ui| {
            for head in &scene.arranged.columns {
                ui.selectable_value(&mut look.summarised, Some(head.column), title(head.column));
            }
        });
        let name = view.say("table-column");
        response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
        if icon_button(ui, Icon::Close, &view.say("table-statistics-close")).clicked() {
            look.summarised = None;
        }
    });
}

/// Which rows they are of.
fn rows_ui(ui: &mut Ui, view: &View<'_>, table: &mut Table) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for of in Of::ALL {
            let key = match of {
                Of::All => "table-of-all",
                Of::Filtered => "table-of-filtered",
                Of::Selected => "table-of-selected",
            };
            let text = RichText::new(view.say(key)).size(SMALL);
            if ui.selectable_label(table.of == of, text).clicked() {
                table.of = of;
            }
        }
    });
}

fn figures_ui(ui: &mut Ui, view: &View<'_>, summary: &Summary) {
    let Statistics { count, empty, distinct, numbers, .. } = &summary.statistics;
    let counted = |count: usize| grouped(&count.to_string());
    let mut figures = vec![
        ("table-values", counted(count - empty)),
        ("table-missing", counted(*empty)),
        ("table-distinct", counted(*distinct)),
    ];
    if let Some(Numbers { sum, mean, median, least, greatest, deviation, .. }) = numbers {
        let keys = ["table-sum", "table-mean", "table-median", "table-least", "table-greatest", "table-deviation"];
        let values = [sum, mean, median, least, greatest, deviation];
        figures.extend(keys.into_iter().zip(values.map(|value| cell::figure(*value))));
    }
    let half = ui.available_width() / 2.0;
    for pair in figures.chunks(2) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for (key, value) in pair {
                figure_ui(ui, half, &view.say(key), value);
            }
        });
    }
    if let Some(Numbers { bins, least, greatest, .. }) = numbers {
        histogram_ui(ui, view, bins, [*least, *greatest]);
    }
}

/// A name at the left, a figure at the right.
fn figure_ui(ui: &mut Ui, width: f32, name: &str, value: &str) {
    let quiet = palette(ui.visuals()).quiet;
    ui.allocate_ui_with_layout(vec2(width, FIGURE), Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(vec2(width, FIGURE));
        ui.label(RichText::new(name).size(SMALL).color(quiet));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(12.0);
            ui.add(egui::Label::new(RichText::new(value).size(SMALL)).truncate());
        });
    });
}

fn histogram_ui(ui: &mut Ui, view: &View<'_>, bins: &[usize], [least, greatest]: [f64; 2]) {
    ui.add_space(6.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HISTOGRAM + 16.0), Sense::hover());
    let says = Message::new("app.table-histogram")
        .with("least", cell::figure(least))
        .with("greatest", cell::figure(greatest))
        .say(view.lang);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &says));
    let colours = palette(ui.visuals());
    let most = bins.iter().copied().max().unwrap_or(0).max(1) as f32;
    let step = rect.width() / bins.len().max(1) as f32;
    let ground = rect.top() + HISTOGRAM;
    let pointed = response.hover_pos().map(|at| ((at.x - rect.left()) / step).floor());
    for (at, count) in bins.iter().enumerate() {
        let left = rect.left() + at as f32 * step;
        // What is there at all is seen.
        let height = if *count == 0 { 0.0 } else { (*count as f32 / most * (HISTOGRAM - 4.0)).max(1.5) };
        let part = Rect::from_min_max(pos2(left + 0.5, ground - height), pos2(left + step - 0.5, ground));
        let is_pointed = pointed.is_some_and(|pointed| (pointed - at as f32).abs() < 0.5);
        ui.painter().rect_filled(
            part,
            1.0,
            if is_pointed { colours.accent } else { colours.accent.gamma_multiply(0.55) },
        );
    }
    ui.painter().hline(rect.x_range(), ground, Stroke::new(1.0, colours.line));
    let font = FontId::proportional(SMALL - 1.0);
    let below = ground + 2.0;
    ui.painter().text(pos2(rect.left(), below), Align2::LEFT_TOP, cell::figure(least), font.clone(), colours.quiet);
    ui.painter().text(pos2(rect.right(), below), Align2::RIGHT_TOP, cell::figure(greatest), font, colours.quiet);
    let pointed = pointed.and_then(|at| Some((at, bins.get(at.max(0.0) as usize)?)));
    if let Some((at, count)) = pointed {
        let edge = |at: f64| cell::figure(least + (greatest - least) * at / bins.len() as f64);
        let says = Message::new("app.table-bar")
            .with("from", edge(f64::from(at)))
            .with("to", edge(f64::from(at) + 1.0))
            .with("count", grouped(&count.to_string()));
        response.on_hover_text(says.say(view.lang));
    }
    ui.add_space(6.0);
}

/// Values with the number of their rows; a click filters by one.
fn frequent_ui(ui: &mut Ui, view: &View<'_>, look: &mut Look, scene: &Scene, summary: &Summary) {
    let frequent = &summary.statistics.frequent;
    let most = frequent.first().map_or(1, |first| first.count).max(1) as f32;
    let column = summary.of.column;
    ui.add_space(4.0);
    for own in frequent {
        if value_ui(ui, view, own, own.count as f32 / most) {
            // All values of a column are of one kind, as a rule.
            let mut values = scene.layer.features.iter().map(|feature| column.value(feature));
            let value = match (values.find(|value| !value.is_null()), own.value.parse::<f64>()) {
                (Some(Value::Number(_)), Ok(number)) => Value::Number(number),
                (Some(Value::Bool(_)), _) => Value::Bool(own.value == "true"),
                _ => Value::text(&own.value),
            };
            look.filter = menu::equal_to(column, &scene.layer, &value);
            look.top = 0.0;
        }
    }
    let told: usize = summary.statistics.distinct.saturating_sub(frequent.len());
    if told > 0 {
        let quiet = palette(ui.visuals()).quiet;
        let says = Message::new("app.table-more-values").with("count", grouped(&told.to_string())).say(view.lang);
        ui.label(RichText::new(says).size(SMALL).color(quiet));
    }
}

fn value_ui(ui: &mut Ui, view: &View<'_>, own: &Frequent, share: f32) -> bool {
    let colours = palette(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::click());
    let count = grouped(&own.count.to_string());
    let name = Message::new("app.table-value").with("value", &own.value).with("count", &count).say(view.lang);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let bar = Rect::from_min_size(rect.min + vec2(0.0, 2.0), vec2(rect.width() * share, LINE - 4.0));
    ui.painter().rect_filled(bar, 3.0, colours.accent_soft);
    if response.hovered() || response.has_focus() {
        let inner = rect.shrink2(vec2(0.0, 1.0));
        ui.painter().rect_stroke(inner, 3.0, Stroke::new(1.0, colours.accent), egui::StrokeKind::Inside);
    }
    let font = FontId::proportional(SMALL);
    let counted = ui.painter().layout_no_wrap(count, font.clone(), colours.quiet);
    let mut job = egui::text::LayoutJob::simple_singleline(own.value.clone(), font, colours.ink);
    let room = rect.width() - counted.size().x - 18.0;
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.max(0.0));
    let text = ui.painter().layout_job(job);
    let middle = |height: f32| rect.center().y - height / 2.0;
    ui.painter().galley(pos2(rect.left() + 6.0, middle(text.size().y)), text, colours.ink);
    let at = pos2(rect.right() - 6.0 - counted.size().x, middle(counted.size().y));
    ui.painter().galley(at, counted, colours.quiet);
    response.on_hover_text(view.say("table-value-tip")).clicked()
}
