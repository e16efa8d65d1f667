//! Classes: a colour per value, or per range of numbers, with how many features are in each.

use egui::{DragValue, Label, Rect, RichText, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::colour::Well;
use super::data::Data;
use super::draft::{Kind, StyleDraft};
use super::look::{choice_name, row};
use crate::app::dialog::layer::choice;
use crate::app::icon::Icon;
use crate::app::panel::View;
use crate::app::panel::layers::swatch::of_colour;
use crate::app::theme;
use crate::app::widget::button::small_button;
use crate::plan::style::{By, Class, Classes, Method, Paint, Ramp};
use crate::text::Message;
use crate::units;

/// Width of a list to choose from.
const LIST: f32 = 180.0;
/// Lines of the list of classes are this high, and so many are seen at once.
const HEIGHT: f32 = 26.0;
const LINES: f32 = 9.0;

/// The field, how it makes classes, and the classes.
pub(super) fn classes_ui(ui: &mut Ui, view: &View<'_>, draft: &mut StyleDraft, kind: Kind) {
    draft.settle(ui.ctx());
    field_ui(ui, view, draft, kind);
    let Some(data) = draft.data(ui.ctx()).cloned() else {
        if draft.lacks_field() {
            super::quiet(ui, &view.say("style-field-gone"));
        } else {
            ui.spinner();
        }
        return;
    };
    if kind == Kind::Range {
        if data.numbers.is_empty() {
            super::quiet(ui, &view.say("style-no-numbers"));
        } else {
            method_ui(ui, view, draft, &data);
            histogram_ui(ui, view, draft, &data);
        }
    }
    let Some(mut classes) = draft.style.classes.take() else { return };
    list_ui(ui, view, &mut classes, &data);
    draft.style.classes = Some(classes);
    if kind == Kind::Value && ui.link(view.say("style-values-again")).clicked() {
        draft.want(kind, None, ui.ctx());
    }
}

fn field_ui(ui: &mut Ui, view: &View<'_>, draft: &mut StyleDraft, kind: Kind) {
    let name = view.say("style-field");
    let own = draft.field().unwrap_or_default().to_owned();
    let known = draft.choices.iter().find(|choice| choice.name == own);
    let selected = known.map_or_else(|| own.clone(), |choice| choice_name(choice, view));
    let chosen = row(ui, &name, |ui, _| {
        choice(ui, &name, &selected, LIST, |ui| {
            let mut chosen = None;
            for choice in draft.choices.iter().filter(|choice| kind == Kind::Value || choice.is_number) {
                if ui.selectable_label(choice.name == own, choice_name(choice, view)).clicked() {
                    chosen = Some(choice.name.clone());
                }
            }
            chosen
        })
    });
    if chosen.is_some() {
        draft.want(kind, chosen, ui.ctx());
    }
}

/// How breaks are found, how many classes, and their colours.
fn method_ui(ui: &mut Ui, view: &View<'_>, draft: &mut StyleDraft, data: &Data) {
    let before = (draft.method, draft.count, draft.ramp);
    let name = view.say("style-method");
    row(ui, &name, |ui, label| {
        let says = |method: Method| Message::new(format!("app.style-method-{}", method.code())).say(view.lang);
        let chosen = choice(ui, &name, &says(draft.method), LIST - 58.0, |ui| {
            let offered = Method::ALL.iter().map(|(method, _)| *method);
            offered.filter(|method| ui.selectable_label(*method == draft.method, says(*method)).clicked()).last()
        });
        draft.method = chosen.unwrap_or(draft.method);
        let drag = DragValue::new(&mut draft.count).range(2..=9).speed(0.05).update_while_editing(false);
        ui.add(drag).labelled_by(label).on_hover_text(view.say("style-count"));
    });
    let name = view.say("style-ramp");
    row(ui, &name, |ui, _| {
        let says = |ramp: Ramp| Message::new(format!("app.style-ramp-{}", ramp.code())).say(view.lang);
        let chosen = choice(ui, &name, &says(draft.ramp), LIST, |ui| {
            let mut chosen = None;
            for &(ramp, _) in Ramp::ALL {
                let line = ui.horizontal(|ui| {
                    ramp_ui(ui, ramp);
                    ui.selectable_label(ramp == draft.ramp, says(ramp)).clicked()
                });
                chosen = line.inner.then_some(ramp).or(chosen);
            }
            chosen
        });
        draft.ramp = chosen.unwrap_or(draft.ramp);
    });
    if before != (draft.method, draft.count, draft.ramp)
        && let Some(classes) = &mut draft.style.classes
    {
        classes.by = data.ranges(draft.method, draft.count, draft.ramp);
    }
}

fn ramp_ui(ui: &mut Ui, ramp: Ramp) {
    let (rect, _) = ui.allocate_exact_size(vec2(54.0, 12.0), Sense::hover());
    let colours = ramp.colours(6);
    let step = rect.width() / 6.0;
    let mut left = rect.left();
    for colour in colours {
        ui.painter().rect_filled(
            Rect::from_min_size(pos2(left, rect.top()), vec2(step, rect.height())),
            0.0,
            of_colour(colour),
        );
        left += step;
    }
}

/// How the numbers lie, with the breaks between the classes.
fn histogram_ui(ui: &mut Ui, view: &View<'_>, draft: &StyleDraft, data: &Data) {
    let Some(Classes { by: By::Range { breaks, colours, .. }, .. }) = &draft.style.classes else { return };
    let Some((low, high)) = crate::plan::style::least_and_most(&data.numbers) else { return };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 52.0), Sense::hover());
    let name = view.say("style-histogram");
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, &name));
    let palette = theme::palette(ui.visuals());
    let painter = ui.painter();
    let most = data.bars.iter().copied().max().unwrap_or(0).max(1);
    let ground = rect.bottom() - 12.0;
    #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
    let across =
        |number: f64| rect.left() + rect.width() * ((number - low) / (high - low).max(f64::MIN_POSITIVE)) as f32;
    let step = rect.width() / data.bars.len().max(1) as f32;
    let mut left = rect.left();
    for &count in &data.bars {
        // Of few a trace is left beside many.
        let share = (count as f32 / most as f32).sqrt();
        let middle = f64::from((left + step / 2.0 - rect.left()) / rect.width()) * (high - low) + low;
        let class = breaks.partition_point(|own| *own <= middle);
        let colour = colours.get(class).map_or(palette.rail, |colour| of_colour(*colour));
        let bar =
            Rect::from_min_max(pos2(left, ground - share * (ground - rect.top())), pos2(left + step - 0.5, ground));
        painter.rect(bar, 0.0, colour, Stroke::new(0.5, palette.line), egui::StrokeKind::Inside);
        left += step;
    }
    painter.hline(rect.x_range(), ground, Stroke::new(1.0, palette.line));
    for at in breaks {
        painter.vline(across(*at), rect.top()..=ground, Stroke::new(1.0, palette.ink.gamma_multiply(0.6)));
    }
    let font = egui::FontId::proportional(10.0);
    let says = |number: f64| units::grouped(format!("{number:.2}").trim_end_matches('0').trim_end_matches('.'));
    painter.text(rect.left_bottom(), egui::Align2::LEFT_BOTTOM, says(low), font.clone(), palette.quiet);
    painter.text(rect.right_bottom(), egui::Align2::RIGHT_BOTTOM, says(high), font, palette.quiet);
}

/// The classes, each with its colour and how many features are in it, then the others.
fn list_ui(ui: &mut Ui, view: &View<'_>, classes: &mut Classes, data: &Data) {
    let scroll = egui::ScrollArea::vertical().max_height(HEIGHT * LINES).auto_shrink([false, true]);
    scroll.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        match &mut classes.by {
            By::Value(values) => {
                let mut gone = None;
                for (index, (value, class)) in values.iter_mut().enumerate() {
                    let line = Line { name: value.clone(), count: Some(data.count(value)), removable: true };
                    gone = line.ui(ui, view, class).then_some(index).or(gone);
                }
                if let Some(gone) = gone.filter(|_| values.len() > 1) {
                    values.remove(gone);
                }
            }
            By::Range { breaks, colours, method } => {
                let counts = data.in_classes(breaks);
                for (index, colour) in colours.iter_mut().enumerate() {
                    let name = crate::map::range_name(breaks, index).say(view.lang);
                    let line = Line { name, count: counts.get(index).copied(), removable: false };
                    let mut class = Class { colour: *colour, width: None };
                    let moved = line.show(ui, view, &mut class, |ui| break_ui(ui, view, breaks, index));
                    *colour = class.colour;
                    if let (Some(moved), Some(own)) = (moved.flatten(), breaks.get_mut(index)) {
                        (*own, *method) = (moved, None);
                    }
                }
            }
        }
        others_ui(ui, view, classes);
    });
}

/// A class of the list.
struct Line {
    name: String,
    count: Option<usize>,
    removable: bool,
}

impl Line {
    /// Shows it; says whether it is to go.
    fn ui(&self, ui: &mut Ui, view: &View<'_>, class: &mut Class) -> bool {
        self.show(ui, view, class, |_| ()).is_none()
    }

    /// Shows it with something before its count; `None` where it is to go.
    fn show<R>(&self, ui: &mut Ui, view: &View<'_>, class: &mut Class, more: impl FnOnce(&mut Ui) -> R) -> Option<R> {
        let says = Message::new("app.style-colour-of").with("class", &self.name).say(view.lang);
        let mut gone = false;
        let row = ui.horizontal(|ui| {
            let mut paint = Some(Paint::Colour(class.colour));
            Well { name: &says, seen: None, may_be_nothing: false, may_be_open: false }.ui(ui, view, &mut paint);
            if let Some(Paint::Colour(colour)) = paint {
                class.colour = colour;
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if self.removable {
                    let says = Message::new("app.style-drop-class").with("class", &self.name).say(view.lang);
                    gone = small_button(ui, Icon::Close, &says).clicked();
                }
                self.count_ui(ui);
                let more = more(ui);
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.add(Label::new(RichText::new(&self.name).size(theme::SMALL)).truncate())
                        .on_hover_text(&self.name);
                });
                more
            })
        });
        (!gone).then_some(row.inner.inner)
    }

    /// How many features are in it, as wide as those above and below.
    fn count_ui(&self, ui: &mut Ui) {
        let count = units::grouped(&self.count.unwrap_or_default().to_string());
        let count = RichText::new(count).size(11.0).color(theme::palette(ui.visuals()).quiet);
        ui.allocate_ui_with_layout(vec2(40.0, 18.0), egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.set_min_width(40.0);
            ui.label(count);
        });
    }
}

/// The upper break of a class, where it has one; it stays between its neighbours.
fn break_ui(ui: &mut Ui, view: &View<'_>, breaks: &[f64], index: usize) -> Option<f64> {
    let mut moved = *breaks.get(index)?;
    let says = Message::new("app.style-break").with("class", index + 1).say(view.lang);
    let response = ui.add(DragValue::new(&mut moved).speed(0.1).max_decimals(3).update_while_editing(false));
    response.widget_info(|| WidgetInfo::labeled(egui::Role::SpinButton, true, &says));
    let above = breaks.get(index + 1).is_none_or(|next| moved < *next);
    let below = index.checked_sub(1).and_then(|before| breaks.get(before)).is_none_or(|before| *before < moved);
    (response.on_hover_text(&says).changed() && moved.is_finite() && above && below).then_some(moved)
}

fn others_ui(ui: &mut Ui, view: &View<'_>, classes: &mut Classes) {
    let name = view.say("style-others");
    ui.horizontal(|ui| {
        Well { name: &name, seen: None, may_be_nothing: true, may_be_open: true }.ui(ui, view, &mut classes.others);
        let built_in = if classes.others.is_none() { view.say("style-others-built-in") } else { String::new() };
        ui.label(RichText::new(&name).size(theme::SMALL));
        ui.label(RichText::new(built_in).size(11.0).color(theme::palette(ui.visuals()).quiet));
    });
}
