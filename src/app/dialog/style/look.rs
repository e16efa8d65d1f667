//! The rows of the editor that hold for all features: colours, lines, texture, opacity, scales, labels.

use egui::{DragValue, Slider, Ui};

use super::colour::{Well, row_label, slim_sliders};
use super::draft::{Form, Kind, StyleDraft};
use crate::app::dialog::layer::{choice, field_name};
use crate::app::panel::View;
use crate::plan::style::{Dash, LABEL_SIZES, Label, LineWidth, Texture, WIDTHS};
use crate::text::Message;

/// Width of the names at the left.
pub(super) const LABELS: f32 = 68.0;
/// Width of a list to choose from.
const LIST: f32 = 132.0;

/// A row with its name at the left.
pub(super) fn row<R>(ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui, egui::Id) -> R) -> R {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let label = row_label(ui, name, LABELS);
        content(ui, label)
    })
    .inner
}

/// Colours, lines and texture.
pub(super) fn look_ui(ui: &mut Ui, view: &View<'_>, draft: &mut StyleDraft) {
    let (form, kind) = (draft.form(), draft.kind());
    let seen = draft.swatch(view.document);
    let has_inside = form != Form::Line || seen.is_some_and(|swatch| swatch.fill.is_some());
    // Classes give the colour that tells things apart.
    if kind == Kind::Single && has_inside {
        let name = view.say(if form == Form::Line { "style-surface" } else { "style-fill" });
        row(ui, &name, |ui, _| {
            let seen = seen.and_then(|swatch| swatch.fill);
            Well { name: &name, seen, may_be_nothing: true, may_be_open: true }.ui(ui, view, &mut draft.style.fill);
            if form == Form::Area {
                texture_ui(ui, view, draft);
            }
        });
    } else if form == Form::Area {
        row(ui, &view.say("style-texture"), |ui, _| texture_ui(ui, view, draft));
    }
    let key = match form {
        Form::Area => "style-outline",
        Form::Line => "style-line",
        Form::Point => "style-rim",
    };
    row(ui, &view.say(key), |ui, _| {
        if kind == Kind::Single || has_inside {
            let seen = seen.and_then(|swatch| swatch.line);
            let name = view.say(key);
            Well { name: &name, seen, may_be_nothing: true, may_be_open: true }.ui(ui, view, &mut draft.style.line);
        }
        if form != Form::Point {
            dash_ui(ui, view, draft);
        }
    });
    width_ui(ui, view, draft, form);
}

fn texture_ui(ui: &mut Ui, view: &View<'_>, draft: &mut StyleDraft) {
    let says = |texture: Texture| Message::new(format!("app.style-texture-{}", texture.code())).say(view.lang);
    let selected = draft.style.texture.map_or_else(|| view.say("style-texture-built-in"), says);
    let chosen = choice(ui, &view.say("style-texture"), &selected, LIST, |ui| {
        let built_in = ui.selectable_label(draft.style.texture.is_none(), view.say("style-texture-built-in"));
        let mut chosen = built_in.clicked().then_some(None);
        for &(texture, _) in Texture::ALL {
            if ui.selectable_label(draft.style.texture == Some(texture), says(texture)).clicked() {
                chosen = Some(Some(texture));
            }
        }
        chosen
    });
    draft.style.texture = chosen.unwrap_or(draft.style.texture);
}

fn dash_ui(ui: &mut Ui, view: &View<'_>, draft: &mut StyleDraft) {
    let says = |dash: Dash| Message::new(format!("app.style-dash-{}", dash.code())).say(view.lang);
    let selected = draft.style.dash.map_or_else(|| view.say("style-dash-built-in"), says);
    let chosen = choice(ui, &view.say("style-dash"), &selected, LIST, |ui| {
        let built_in = ui.selectable_label(draft.style.dash.is_none(), view.say("style-dash-built-in"));
        let mut chosen = built_in.clicked().then_some(None);
        for &(dash, _) in Dash::ALL {
            if ui.selectable_label(draft.style.dash == Some(dash), says(dash)).clicked() {
                chosen = Some(Some(dash));
            }
        }
        chosen
    });
    draft.style.dash = chosen.unwrap_or(draft.style.dash);
}

/// A width in points, or on the ground.
fn width_ui(ui: &mut Ui, view: &View<'_>, draft: &mut StyleDraft, form: Form) {
    let name = view.say(if form == Form::Point { "style-size" } else { "style-width" });
    row(ui, &name, |ui, label| {
        let width = &mut draft.style.width;
        let mut states = width.is_some();
        if ui.checkbox(&mut states, view.say("style-own")).changed() {
            let usual = if form == Form::Point { 6.0 } else { 1.0 };
            *width = states.then_some(LineWidth::Points(usual));
        }
        let Some(width) = width else { return };
        let (mut number, is_ground) = match *width {
            LineWidth::Points(points) => (points, false),
            LineWidth::Metres(metres) => (metres, true),
        };
        let drag = DragValue::new(&mut number).range(WIDTHS).speed(0.05).max_decimals(1).update_while_editing(false);
        ui.add(drag).labelled_by(label);
        let unit = view.say(if is_ground { "style-metres" } else { "style-points" });
        let turn = form != Form::Point && ui.button(unit).on_hover_text(view.say("style-unit")).clicked();
        *width = if is_ground == turn { LineWidth::Points(number) } else { LineWidth::Metres(number) };
    });
}

/// Opacity, scales, order and labels.
pub(super) fn layer_ui(ui: &mut Ui, view: &View<'_>, draft: &mut StyleDraft) {
    row(ui, &view.say("style-opacity"), |ui, label| {
        let mut opacity = draft.style.opacity.unwrap_or(100);
        slim_sliders(ui, 118.0);
        let slider = Slider::new(&mut opacity, 0..=100).suffix(" %");
        if ui.add(slider).labelled_by(label).changed() {
            draft.style.opacity = (opacity < 100).then_some(opacity);
        }
    });
    row(ui, &view.say("style-scales"), |ui, _| {
        let style = &mut draft.style;
        scale_ui(ui, view, "style-from", &mut style.from, 1.0, style.to.map_or(1e6, |to| to - 1.0));
        ui.label("–");
        scale_ui(ui, view, "style-to", &mut style.to, style.from.map_or(1.0, |from| from + 1.0), 1e7);
    });
    row(ui, &view.say("style-order"), |ui, _| {
        ui.checkbox(&mut draft.style.on_top, view.say("style-on-top"));
    });
    row(ui, &view.say("style-label"), |ui, label| {
        label_ui(ui, view, draft);
        let mut size = draft.style.label_size.unwrap_or(11.0);
        let drag = DragValue::new(&mut size).range(LABEL_SIZES).speed(0.1).max_decimals(0).update_while_editing(false);
        let shows = draft.style.label.as_ref().is_none_or(|label| !label.is_empty());
        let response = ui.add_enabled(shows, drag).labelled_by(label).on_hover_text(view.say("style-label-size"));
        if response.changed() {
            draft.style.label_size = Some(size.round());
        }
    });
}

/// A scale as `1:5000`; 0 leaves it open.
fn scale_ui(ui: &mut Ui, view: &View<'_>, key: &str, scale: &mut Option<f64>, low: f64, high: f64) {
    let name = view.say(key);
    let mut number = scale.unwrap_or(0.0);
    let any = view.say("style-any-scale");
    let drag = DragValue::new(&mut number)
        .range(0.0..=high)
        .speed(100.0)
        .max_decimals(0)
        .update_while_editing(false)
        .custom_formatter(move |value, _| if value < 1.0 { any.clone() } else { format!("1:{value:.0}") })
        .custom_parser(|text| text.trim().trim_start_matches("1:").trim().parse().ok().or(Some(0.0)));
    let response = ui.add_sized([76.0, 24.0], drag);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SpinButton, true, &name));
    if response.on_hover_text(&name).changed() {
        *scale = (number >= 1.0).then(|| number.round().max(low));
    }
}

fn label_ui(ui: &mut Ui, view: &View<'_>, draft: &mut StyleDraft) {
    let stated = draft.style.label.as_deref();
    let says = |label: &Label| match label {
        Label::Area => view.say("style-label-area"),
        Label::Width => view.say("style-label-width"),
        Label::Length => view.say("style-label-length"),
        Label::Field(name) => {
            let known = draft.choices.iter().find(|choice| choice.name == *name);
            known.map_or_else(|| name.clone(), |choice| choice_name(choice, view))
        }
    };
    let selected = match stated {
        None => view.say("style-built-in"),
        Some([]) => view.say("style-label-none"),
        Some(parts) => parts.iter().map(says).collect::<Vec<_>>().join(" + "),
    };
    let measured = match draft.form() {
        Form::Area => vec![Label::Area],
        Form::Line => vec![Label::Width, Label::Length],
        Form::Point => Vec::new(),
    };
    let fields = draft.choices.iter().map(|choice| Label::Field(choice.name.clone()));
    let offered: Vec<Label> = measured.into_iter().chain(fields).collect();
    let chosen = choice(ui, &view.say("style-label"), &selected, LIST - 40.0, |ui| {
        let mut chosen = ui.selectable_label(stated.is_none(), view.say("style-built-in")).clicked().then_some(None);
        if ui.selectable_label(stated.is_some_and(<[Label]>::is_empty), view.say("style-label-none")).clicked() {
            chosen = Some(Some(Vec::new()));
        }
        for label in offered {
            let is_it = stated == Some(std::slice::from_ref(&label));
            if ui.selectable_label(is_it, says(&label)).clicked() {
                chosen = Some(Some(vec![label]));
            }
        }
        chosen
    });
    if let Some(chosen) = chosen {
        draft.style.label = chosen;
    }
}

/// What a field is called: what it means, and how the file has it.
pub(super) fn choice_name(choice: &super::data::Choice, view: &View<'_>) -> String {
    match choice.field.map(|field| field_name(field, view.lang)) {
        Some(name) if name != choice.own => format!("{name} · {}", choice.own),
        _ => choice.own.clone(),
    }
}
